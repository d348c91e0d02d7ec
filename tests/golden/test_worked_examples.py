"""Worked examples of the domain come out as published, each with its figures and both sides of its bound.

They stand in golden/worked-examples.yaml, by the ids of the published list. Where an example leaves something to people
it is review where a fact or a judgement decides it, and refer where an authority may accept an equivalent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Final

import pytest
from pydantic import BeforeValidator, Field

from minqual import Screener, Verdict, check, load_pack
from minqual.authoring.cases import Day, Rows
from minqual.notation import PackModel, Value, YamlText, parse_yaml
from minqual.packs import pack_names
from minqual.packs.checks import read_pack
from minqual.records import LISTS
from minqual.verdicts import ClauseVerdict
from support.places import SHARED, TESTS

GOLDEN: Final = TESTS / "golden" / "worked-examples.yaml"
PUBLISHED: Final = SHARED / "domain" / "worked-examples.json"
"""The published list stands beside the repository, where it is present at all."""

PACKS: Final = frozenset(pack_names())

ONLY: Final = "class"
"""The level of a pack that has one."""

HEAD: Final[Mapping[str, Value]] = {
    "title": "Example",
    "agency": "Example",
    "specification": "an example of the domain",
    "version": "1",
    "in force": "1990-01-01",
}
"""What a pack needs and no example is about."""

Levels = Annotated[Mapping[str, str], BeforeValidator(lambda value: {ONLY: value} if isinstance(value, str) else value)]


class Side(Rows):
    """One applicant of an example, on one side of a bound.

    who: what sets them apart. counting_policy: another one than the pack's. expect: the standing of each level from
    the lowest, or of the only one. clauses: standings of clauses, by the end of their id. counted: what they count,
    exactly, from the low to the high bound. asks: every open fact that decides, as "table column".
    """

    who: str
    as_of: Day | None = None
    counting_policy: str | None = None
    expect: Levels
    clauses: Mapping[str, str] = {}
    counted: Mapping[str, str] = {}
    asks: tuple[str, ...] | None = None


class Example(Rows):
    """A worked example: what it shows, its pack (in full, by name, or that of another example), and its applicants.

    Its rows are those of every applicant who states no others in that table.
    """

    shows: str
    as_of: Day | None = None
    pack: Any
    sides: Annotated[tuple[Side, ...], Field(min_length=1)]


class Golden(PackModel):
    """All worked examples by id, and the ids of those that no record can show, each with the reason."""

    as_of: Day
    not_here: Mapping[str, str]
    examples: Mapping[str, Example]


TEXT: Final = parse_yaml(GOLDEN.read_bytes(), GOLDEN.name)
WORKED: Final = Golden.model_validate(TEXT.value)


def screener(name: str, side: Side) -> Screener:
    """The pack of an example, under the counting policy of one side of it."""
    stated = WORKED.examples[name].pack
    if not isinstance(stated, str):
        return _inline(name, side.counting_policy)
    return _bundled(stated) if stated in PACKS else _inline(stated, side.counting_policy)


@cache
def _bundled(name: str) -> Screener:
    return Screener(load_pack(name))


@cache
def _inline(name: str, policy: str | None) -> Screener:
    """A pack as its example states it; one with `requires` has one level."""
    stated: dict[str, Value] = dict(WORKED.examples[name].pack)
    if "requires" in stated:
        stated["levels"] = [{"id": ONLY, "title": "Example", "requires": stated.pop("requires")}]
    if policy is not None:
        stated["counting policy"] = policy
    pack = {"name": f"example/{name.lower()}", **HEAD, **stated}
    return Screener(read_pack(YamlText(f"{name} in {GOLDEN.name}", pack, {})))


def judged(name: str, side: Side) -> Verdict:
    """The verdict on one applicant of an example."""
    example = WORKED.examples[name]
    stated = {table: [getattr(rows, table) for rows in (side, example)] for table in LISTS}
    rows = {table: next((each for each in both if each is not None), ()) for table, both in stated.items()}
    as_of: date = side.as_of or example.as_of or WORKED.as_of
    return check({"applicant_id": side.who, **rows}, screener(name, side), as_of)


def clause(verdict: Verdict, name: str) -> ClauseVerdict:
    """A clause by the end of its id, which no other shares."""
    every = {each.id: each for level in verdict.levels for each in level.clauses}
    found = [each for id_, each in every.items() if f".{id_}".endswith(f".{name}")]
    assert len(found) == 1, f"{name}: {[each.id for each in found]} of {list(every)}"
    return found[0]


def figure(found: ClauseVerdict) -> str:
    """What a clause counted, exactly: "1/2 years", "128/3 to 60 semester units", "0 to any semester units"."""
    assert found.counted is not None
    low, high = found.counted.exact
    bounds = low if low == high else f"{low} to {high or 'any'}"
    return f"{bounds} {found.counted.unit.removesuffix('s') if bounds == '1' else found.counted.unit}"


def sides() -> Iterator[tuple[str, Side]]:
    """Every applicant of every example."""
    for name, example in WORKED.examples.items():
        for side in example.sides:
            yield name, side


def published() -> set[str]:
    """The ids of the published list; the test is skipped where it is absent."""
    if not PUBLISHED.is_file():
        pytest.skip(f"{PUBLISHED.name} is not here: the list is kept outside the repository")
    return {row["id"] for row in json.loads(PUBLISHED.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", WORKED.examples)
def test_a_worked_example_comes_out_at_its_standings(name: str) -> None:
    for side in WORKED.examples[name].sides:
        verdict = judged(name, side)
        assert {level.level: level.standing for level in verdict.levels} == side.expect, side.who
        met = [level for level, standing in side.expect.items() if standing == "met"]
        assert verdict.eligible_level == (met[-1] if met else None), side.who


@pytest.mark.parametrize("name", sorted({name for name, side in sides() if side.counted}))
def test_a_worked_example_counts_exactly_its_figures(name: str) -> None:
    for side in WORKED.examples[name].sides:
        verdict = judged(name, side)
        assert {each: figure(clause(verdict, each)) for each in side.counted} == side.counted, side.who


@pytest.mark.parametrize("name", sorted({name for name, side in sides() if side.clauses}))
def test_the_clauses_of_a_worked_example_stand_as_it_says(name: str) -> None:
    for side in WORKED.examples[name].sides:
        verdict = judged(name, side)
        assert {each: clause(verdict, each).standing for each in side.clauses} == side.clauses, side.who
        at_review = [each for each, standing in side.clauses.items() if standing == "review"]
        assert all(clause(verdict, each).open for each in at_review), f"{side.who}: nothing is asked"


@pytest.mark.parametrize("name", sorted({name for name, side in sides() if side.asks is not None}))
def test_a_worked_example_asks_what_would_decide_it(name: str) -> None:
    for side in WORKED.examples[name].sides:
        if side.asks is not None:
            asked = [item for level in judged(name, side).levels for each in level.clauses for item in each.open]
            facts = {f"{item.table} {item.column}".strip() or "judgement" for item in asked if item.decides}
            assert facts == set(side.asks), side.who


def test_a_worked_example_in_review_says_what_is_open() -> None:
    for name, side in sides():
        if "review" in side.expect.values():
            assert side.asks or "review" in side.clauses.values(), f"{name}: {side.who}"


def test_every_published_example_is_worked_or_cannot_be() -> None:
    assert published() == {*WORKED.examples, *WORKED.not_here}


def test_no_example_is_both_worked_and_left_out() -> None:
    assert not set(WORKED.examples) & set(WORKED.not_here)
    assert all(WORKED.not_here.values())
