"""A draft of a pack loads, its cases hold, its examples are sound, and nothing is overwritten."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minqual.authoring import draft_cases, draft_pack, drafted
from minqual.authoring.cases import Cases
from minqual.notation import parse_yaml
from minqual.packs import SCHEMA_FILE, Pack, load_pack, schema_text
from minqual.packs.checks import read_pack
from minqual.values import FaultyInput, PartialDate
from support.command_line import Said
from support.command_line import minqual as run

TODAY: Final = PartialDate(date(2026, 11, 21), date(2026, 11, 21))
EXAMPLE: Final = re.compile(r"^( *)# (?!yaml-language-server)", re.MULTILINE)

WORDS: Final = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
TITLES: Final = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text.isprintable() and text.strip()
)


def read(text: str) -> Pack:
    return read_pack(parse_yaml(text.encode(), "draft"))


def new(*arguments: str, folder: Path) -> Said:
    with contextlib.chdir(folder):
        return run("rules", *arguments)


def test_a_draft_is_read_at_a_glance() -> None:
    text = draft_pack(drafted("town/clerk", None, None, TODAY), SCHEMA_FILE)
    assert len(text.splitlines()) <= 45
    assert max(map(len, text.splitlines())) <= 120


def test_a_draft_loads_with_and_without_its_examples() -> None:
    text = draft_pack(drafted("town/clerk", None, None, TODAY), SCHEMA_FILE)
    plain, full = read(text), read(EXAMPLE.sub(r"\1", text))
    assert len(plain.levels[0].requires) == 1
    assert (plain.confirm, plain.no_effect) == ((), ())
    assert full.confirm
    assert full.no_effect


def test_the_examples_of_drafted_cases_are_sound() -> None:
    text = draft_cases(drafted("town/clerk", None, None, TODAY))
    cases = Cases.model_validate(parse_yaml(EXAMPLE.sub(r"\1", text).encode(), "cases").value)
    assert cases.given.credentials


@given(WORDS, WORDS, TITLES, TITLES)
def test_a_draft_says_what_it_was_told(agency_name: str, class_name: str, title: str, agency: str) -> None:
    draft = drafted(f"{agency_name}/{class_name}", title, agency, TODAY)
    pack = read(draft_pack(draft, SCHEMA_FILE))
    assert (pack.name, pack.title, pack.agency) == (f"{agency_name}/{class_name}", title, agency)
    assert (pack.in_force, pack.levels[0].id, pack.levels[0].title) == (TODAY, class_name, title)
    assert parse_yaml(draft_cases(draft).encode(), "cases").value


def test_titles_are_made_from_the_name() -> None:
    draft = drafted("san-jose/office-specialist@2024-11", None, None, TODAY)
    assert (draft.agency, draft.title) == ("San Jose", "Office Specialist")
    assert (draft.file, str(draft.in_force)) == ("office-specialist@2024-11.yaml", "2024-11")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("clerk", "expected agency/class in small letters"),
        ("Town/Office Clerk", "did you mean 'town/office-clerk'?"),
        ("town/clerk/2", "expected agency/class"),
        ("../clerk", "expected agency/class"),
        ("town/-clerk", "expected agency/class"),
        ("town/clerk@soon", "expected a date in force such as 2024-11-20 after the @"),
    ],
)
def test_a_bad_name_is_refused_with_what_is_expected(name: str, said: str) -> None:
    with pytest.raises(FaultyInput) as caught:
        drafted(name, None, None, TODAY)
    assert said in str(caught.value)


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "\ud800"])
def test_a_title_is_something_printable_on_one_line(title: str) -> None:
    with pytest.raises(FaultyInput, match="--title: nothing that can be printed"):
        drafted("town/clerk", title, None, TODAY)


def test_the_command_writes_a_pack_whose_cases_hold_and_says_what_is_next(tmp_path: Path) -> None:
    done = new("new", "town/clerk", "--title", "Clerk: Typist", "--agency", "Town of 'X'", folder=tmp_path)
    assert (done.code, done.out) == (0, "")
    for line in ("wrote town/clerk.yaml", "wrote town/clerk.cases.yaml"):
        assert line in done.err.replace("\\", "/").splitlines()
    steps = [line.split()[2] for line in done.err.splitlines() if line.startswith("    minqual rules ")]
    assert steps == ["lint", "source", "test"]
    assert (tmp_path / "town" / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    assert {path.name for path in (tmp_path / "town").iterdir()} == {"clerk.yaml", "clerk.cases.yaml", SCHEMA_FILE}
    for name in ("town/clerk.yaml", "town/clerk"):
        assert new("test", name, folder=tmp_path).code == 0
    pack = load_pack(tmp_path / "town" / "clerk.yaml")
    assert (pack.title, pack.agency) == ("Clerk: Typist", "Town of 'X'")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    held = tmp_path / "town" / "clerk.cases.yaml"
    held.parent.mkdir()
    held.write_text("mine", encoding="utf-8")
    done = new("new", "town/clerk", folder=tmp_path)
    assert done.code == 2
    assert "clerk.cases.yaml: a file is there already; expected a name that is free" in done.err
    assert [path.name for path in held.parent.iterdir()] == [held.name]
    assert held.read_text(encoding="utf-8") == "mine"


def test_a_schema_that_lies_there_or_above_is_used(tmp_path: Path) -> None:
    (tmp_path / SCHEMA_FILE).write_text("{}", encoding="utf-8")
    assert new("new", "town/clerk", folder=tmp_path).code == 0
    text = (tmp_path / "town" / "clerk.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../{SCHEMA_FILE}\n")
    assert new("new", "town/typist", "-o", "here.yaml", folder=tmp_path).code == 0
    text = (tmp_path / "here.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA_FILE}\n")
    assert (tmp_path / SCHEMA_FILE).read_text(encoding="utf-8") == "{}"


def test_a_version_is_drafted_beside_another_one(tmp_path: Path) -> None:
    assert new("new", "town/clerk@2020-01", folder=tmp_path).code == 0
    assert new("new", "town/clerk", "-o", "town/clerk@2021-01-01.yaml", folder=tmp_path).code == 0
    assert str(load_pack(tmp_path / "town" / "clerk@2020-12-31").in_force) == "2020-01"
    assert str(load_pack(tmp_path / "town" / "clerk").in_force) == "2021-01-01"
    assert new("test", "town/clerk@2020-06-01", "town/clerk", folder=tmp_path).code == 0


@pytest.mark.parametrize("output", ["clerk.txt", "clerk.cases.yaml", "clerk.source.yaml", "typist@2024-01-01.yaml"])
def test_a_file_that_could_be_no_pack_of_that_name_is_refused(tmp_path: Path, output: str) -> None:
    done = new("new", "town/clerk", "--output", output, folder=tmp_path)
    assert done.code == 2
    assert "expected the " in done.err
    assert list(tmp_path.iterdir()) == []
