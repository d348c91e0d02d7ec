"""Decisions by hand beside an examination: who differs, and the clauses that decide what the examination says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from minqual.examinations import Examination, Rescreening, deciding_clauses, run_on
from support.command_line import minqual as run
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exam") / "e.exam"
    assert run("exam", "open", path, "--rules", PACK, "--as-of", "2026-11-21").code == 0
    assert run("exam", "screen", path, SOURCE).code in {0, 4}
    return path


def by_hand(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["applicant_id,decision,by", *rows, ""]), encoding="utf-8")
    return path


def compared(exam: Path, sheet: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("exam", "compare", exam, sheet, "--format", "json").out)
    return found


def test_who_differs_is_told_with_the_clauses_that_decide_the_verdict(exam: Path, tmp_path: Path) -> None:
    sheet = by_hand(tmp_path / "hand.csv", "a001,yes,JD", "a018,yes,KL", "a023,accepted,JD", "a005,,JD")
    found = compared(exam, sheet)
    moves = {each["applicant_id"]: each for each in found["moves"]}
    assert set(moves) == {"a018", "a023"}
    assert [each["clause"] for each in moves["a023"]["clauses"]] == ["aide.any-of.discretion"]
    assert [each["kind"] for each in moves["a018"]["clauses"]] == ["experience"]
    assert found["undecided"]["other"] == 1
    said = run("exam", "compare", exam, sheet)
    assert said.code == 1
    assert "aide 1.2 discretion: refer" in said.out
    assert run("exam", "compare", exam, by_hand(tmp_path / "same.csv", "a001,met,JD")).code == 0


def test_the_clauses_that_decide_stand_as_the_level_does(exam: Path) -> None:
    with Examination.of(exam) as examination:
        last = run_on(examination, None)
        again = Rescreening(examination, last, examination.settlements(last.number))
        for pack, row in examination.verdicts(last.number):
            level, clauses = deciding_clauses(again.of(row["applicant_id"])[pack], None)
            assert level.standing == row["verdict"]
            assert clauses
            assert {each.standing for each in clauses} == {level.standing}


def test_a_sheet_that_cannot_be_compared_is_told_all_at_once(exam: Path, tmp_path: Path) -> None:
    sheet = by_hand(tmp_path / "bad.csv", "a001,perhaps so,JD", ",yes,JD", "a002,yes,JD", "a002,no,KL")
    said = run("exam", "compare", exam, sheet)
    assert said.code == 2
    for row in (2, 3, 5):
        assert said.line(f"row {row}")
    assert run("exam", "compare", exam, by_hand(tmp_path / "none.csv", "zz,yes,JD")).code == 2
    assert run("exam", "compare", exam, tmp_path / "missing.csv").code == 2
