"""The bundled packs: their cases hold, and what they cite stands in the specifications."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from minqual.cases import cases_of, read_cases
from minqual.library import bundled, load_pack, pack_names
from minqual.screening import Screener
from minqual.trials import Outcome, run_cases
from minqual.yaml_text import Value, parse_yaml

SPECIFICATIONS = Path(__file__).resolve().parents[2] / "shared" / "domain" / "class-specs"
"""The texts of the specifications stand beside the repository, where they are present at all."""

SPECIFICATION = {
    "san-jose/council-community-relations": "seed-000.txt",
    "stockton/mayoral-pio": "seed-002.txt",
}


@cache
def outcomes(pack: str) -> dict[str, Outcome]:
    """All cases of a pack, judged in one go: making a pack ready costs more than judging a case."""
    screener = Screener(load_pack(pack))
    return {outcome.case: outcome for outcome in run_cases(*read_cases(cases_of(pack), screener), screener)}


def case_names(pack: str) -> list[str]:
    """The names alone, read without the engine, so that a faulty case fails its test and not the collection."""
    path = cases_of(pack)
    value = parse_yaml(path.read_bytes(), path.name).value if path.is_file() else None
    cases = value.get("cases") if isinstance(value, dict) else None
    names = [case.get("name") for case in cases if isinstance(case, dict)] if isinstance(cases, list) else []
    return [name for name in names if isinstance(name, str)]


def sources(value: Value) -> Iterator[tuple[str, str]]:
    """Every section and anchor below a value of a pack."""
    if isinstance(value, list):
        for item in value:
            yield from sources(item)
    elif isinstance(value, dict):
        section, anchor = value.get("section"), value.get("anchor")
        if isinstance(section, str) and isinstance(anchor, str):
            yield section, anchor
        for item in value.values():
            yield from sources(item)


def plain(text: str) -> str:
    """A text as it is searched: line breaks, runs of blanks and the shape of apostrophes do not matter."""
    return " ".join(text.replace("\u2019", "'").split())


def specification(pack: str) -> str:
    """The text of a pack's specification; the test is skipped where it is absent."""
    path = SPECIFICATIONS / SPECIFICATION[pack]
    if not path.is_file():
        pytest.skip(f"{SPECIFICATION[pack]} is not here: the specifications are kept outside the repository")
    return plain(path.read_text(encoding="utf-8"))


def cited(pack: str) -> list[tuple[str, str]]:
    """Every section and anchor that a pack cites."""
    path = bundled() / f"{pack}.yaml"
    return list(sources(parse_yaml(path.read_bytes(), path.name).value))


@pytest.mark.parametrize("pack", pack_names())
def test_every_bundled_pack_has_cases_of_different_names(pack: str) -> None:
    names = case_names(pack)
    assert names, f"{cases_of(pack).name} has no cases"
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("pack", "name"),
    [
        pytest.param(pack, name, id=f"{pack}: {name}")
        for pack in pack_names()
        for name in dict.fromkeys(case_names(pack))
    ],
)
def test_every_case_of_a_bundled_pack_holds(pack: str, name: str) -> None:
    assert outcomes(pack)[name].differences == ()


@pytest.mark.parametrize("pack", pack_names())
def test_cases_expect_every_standing_from_refer_to_met(pack: str) -> None:
    """Both packs reach them, so their cases must show each."""
    screener = Screener(load_pack(pack))
    cases, _ = read_cases(cases_of(pack), screener)
    expected = {standing for case in cases.cases for standing in case.expect.values()}
    assert expected == {"refer", "review", "conditional", "met"}


@pytest.mark.parametrize("pack", pack_names())
def test_every_level_is_expected_in_some_case_to_be_met_and_in_some_not_to_be(pack: str) -> None:
    screener = Screener(load_pack(pack))
    cases, _ = read_cases(cases_of(pack), screener)
    for level in screener.pack.levels:
        expected = {case.expect[level.id] for case in cases.cases if level.id in case.expect}
        assert {"met", "refer"} <= expected, level.id


@pytest.mark.parametrize("pack", sorted(SPECIFICATION))
def test_every_anchor_stands_in_the_specification(pack: str) -> None:
    text = specification(pack)
    missing = [anchor for _, anchor in cited(pack) if plain(anchor) not in text]
    assert cited(pack)
    assert missing == []


@pytest.mark.parametrize("pack", sorted(SPECIFICATION))
def test_every_section_is_a_heading_of_the_specification(pack: str) -> None:
    """Headings are printed in capitals or not, so that letters alone are compared."""
    text = specification(pack).casefold()
    missing = {section for section, _ in cited(pack) if plain(section).casefold() not in text}
    assert missing == set()


@pytest.mark.parametrize("pack", sorted(SPECIFICATION))
def test_an_anchor_follows_its_section(pack: str) -> None:
    """An anchor that stands only before the heading of its section was filed under the wrong one."""
    text = specification(pack).casefold()
    misfiled = [
        (section, anchor)
        for section, anchor in cited(pack)
        if plain(anchor).casefold() not in text[max(text.find(plain(section).casefold()), 0) :]
    ]
    assert misfiled == []


def test_every_bundled_pack_names_its_specification() -> None:
    assert set(SPECIFICATION) == set(pack_names())
