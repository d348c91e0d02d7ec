"""A pack held against another version of its class, and against one of another name, with what people settled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import minqual
from minqual.settlements import Decision, SettledWord, read_settled, settled
from support.command_line import Said
from support.command_line import minqual as command
from support.places import ROOT

SERIES = "san-jose/council-community-relations"
SAMPLE = ROOT / "applicants" / "san-jose-council-community-relations"
SETTLED = ROOT / "applicants" / "settled.csv"
DAY = date(2026, 11, 21)


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the series with other words in it."""
    text = (ROOT / "rules" / f"{SERIES}.yaml").read_text(encoding="utf-8")
    for one, other in changes:
        assert one in text
        text = text.replace(one, other, 1)
    path = folder / "copy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def asked(against: Path | str, *options: str | Path) -> Said:
    return command("what-if", SAMPLE, "--rules", SERIES, "--as-of", DAY.isoformat(), "--against", against, *options)


THREE = ("- experience: 5 years", "- experience: 3 years")


def test_another_version_of_the_same_class_is_held_against_it(tmp_path: Path) -> None:
    said = asked(written(tmp_path, THREE))
    assert said.code in {0, 4}
    assert f"change 1 is {SERIES} version 2, digest " in said.out
    assert "2 moved" in said.out
    same = asked(SERIES).out
    assert "version 2, the same rules: as many through, nobody moved" in same.replace("\n", " ")


def test_a_version_is_picked_by_its_day_as_the_help_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    text = written(tmp_path).read_text(encoding="utf-8")
    (begin,) = (line for line in text.splitlines() if line.startswith("in force:"))
    for name, day, years in (("class@2026-01-01.yaml", "2026-01-01", "3"), ("class.yaml", "2026-07-01", "5")):
        now = text.replace(begin, f'in force: "{day}"').replace("- experience: 5 years", f"- experience: {years} years")
        (folder / name).write_text(now.replace(f"name: {SERIES}", "name: own/class"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    options = ["what-if", SAMPLE, "--rules", "own/class", "--as-of", DAY.isoformat()]
    said = command(*options, "--against", "own/class@2026-03-01")
    assert "change 1 is own/class version 2, in force 2026-01-01: as many through" in said.out.replace("\n", " "), (
        said.err
    )


def test_what_a_version_no_longer_asks_was_settled_of_the_one_that_does(tmp_path: Path) -> None:
    """A decision on a clause of one of the versions is no fault of what was settled; it is told apart."""
    whole = written(tmp_path).read_text(encoding="utf-8")
    at = whole.index("          - discretion:")
    without = tmp_path / "copy.yaml"
    without.write_text(whole[:at] + whole[whole.index("\n\n", at) :], encoding="utf-8")
    said = asked(without, "--settled", SETTLED)
    assert said.code in {0, 4}, said.err
    assert "what people settled counts only as it is" in said.out.replace("\n", " ")


def test_identical_rules_under_another_name_move_nobody_whatever_was_settled(tmp_path: Path) -> None:
    other = written(tmp_path, (f"name: {SERIES}", "name: test/same"))
    said = asked(other, "--settled", SETTLED)
    assert "as many through, nobody moved" in said.out.replace("\n", " ")
    assert "what people settled counts only" not in said.out
    given = settled(read_settled([SETTLED]).settlements)
    found = minqual.effects(SAMPLE, SERIES, DAY, against=[str(other)], settlements=given)
    assert not found.steps[0].comparison.moves
    assert found.steps[0].alone == ((), ())
    assert not minqual.changes(SAMPLE, SERIES, str(other), DAY, settlements=given).moves


def test_what_counts_for_one_pack_alone_is_told_with_its_number() -> None:
    said = asked("stockton/mayoral-pio", "--settled", SETTLED)
    assert f"what people settled counts only as it is ({SERIES} version 2): 1 decision and 2 words" in said.out.replace(
        "\n", " "
    )
    given = settled(read_settled([SETTLED]).settlements)
    found = minqual.effects(SAMPLE, SERIES, DAY, against=["stockton/mayoral-pio"], settlements=given)
    assert {type(each) for each in found.steps[0].alone[0]} == {Decision, SettledWord}
    told = found.to_dict()["steps"][0]["settled_for_one_alone"]
    assert told == {"before": {"decision": 1, "word": 2}, "after": {}}


def test_a_word_is_not_carried_to_names_that_are_others(tmp_path: Path) -> None:
    """None of these names says nothing of a name that was not among them, even of a settlement without a digest."""
    word = SettledWord(pack=SERIES, column="experience.kinds", words=("food service",), means=(), by="JD", on=DAY)
    given = settled([word])
    for kind, alone in (("recreation programming", 0), ("catering", 1)):
        other = written(tmp_path, (f"name: {SERIES}", "name: test/same"), ("recreation programming", kind))
        text = other.read_text(encoding="utf-8").replace("recreation programming", kind)
        other.write_text(text, encoding="utf-8")
        found = minqual.effects(SAMPLE, SERIES, DAY, against=[str(other)], settlements=given)
        assert len(found.steps[0].alone[0]) == alone
