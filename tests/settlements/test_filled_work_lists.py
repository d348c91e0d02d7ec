"""The work list handed back: what it settles, and what in it cannot be read."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook

import minqual
from minqual import read_settled
from support.command_line import minqual as run
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
AS_OF: Final = "2026-11-21"

FILLED: Final = {
    "hours_per_week": "40", "start": "2015-01-01", "end": "2024-12-01", "semester_units": "150", "answer": "yes",
    "quarter_units": "150", "level": "bachelor", "awarded": "2014-06-01", "years": "10", "share": "100%",
    "field": "journalism", "expected": "2027-06-01",
    "name": "name: driver's license; issuer: California; valid from: 2020-01-01; expires: 2030-01-01",
}  # fmt: skip
"""An answer for each column that is asked about."""


def screened(tmp_path: Path, *settled: Path, work: str = "work.csv") -> list[dict[str, str]]:
    """The work list of a screening."""
    options = [option for each in settled for option in ("--settled", each)]
    done = run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force",
               "--to-resolve", tmp_path / work, *options)  # fmt: skip
    assert done.code in {0, 4}, done.err
    with (tmp_path / work).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def filled(row: dict[str, str]) -> dict[str, str]:
    """A row with an answer, where it has a key."""
    choices = [each.strip() for each in row["choices"].split(";")]
    answer = choices[0] or FILLED.get(row["column"], "none of these")
    return {**row, "answer": answer, "by": "JD", "on": "2026-11-24", "how": "by phone", "why": "other: asked"}


def handed_back(tmp_path: Path, rows: list[dict[str, str]], name: str = "back.csv") -> Path:
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_work_list_filled_in_and_handed_back_leaves_nothing_that_it_asked(tmp_path: Path) -> None:
    asked = screened(tmp_path)
    assert all(row["key"] for row in asked if row["who"] != "the screener")
    back = handed_back(tmp_path, [filled(row) for row in asked])
    left = screened(tmp_path, back, work="left.csv")
    assert not {row["key"] for row in left} & {row["key"] for row in asked}
    assert len(left) < len(asked) / 4


def test_a_work_list_without_an_answer_changes_nothing(tmp_path: Path) -> None:
    asked = screened(tmp_path)
    before = (tmp_path / "r.csv").read_bytes()
    assert screened(tmp_path, handed_back(tmp_path, asked), work="again.csv") == asked
    assert (tmp_path / "r.csv").read_bytes() == before


@pytest.mark.parametrize("form", ["xlsx", "jsonl", "parquet"])
def test_every_form_of_the_work_list_can_be_handed_back(tmp_path: Path, form: str) -> None:
    screened(tmp_path)
    done = run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force",
               "--to-resolve", tmp_path / f"work.{form}")  # fmt: skip
    assert done.code in {0, 4}, done.err
    assert not read_settled([tmp_path / f"work.{form}"]).settlements


def test_a_workbook_filled_in_by_hand_settles_as_the_same_rows_in_csv(tmp_path: Path) -> None:
    asked = screened(tmp_path)
    run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force",
        "--to-resolve", tmp_path / "work.xlsx")  # fmt: skip
    book = load_workbook(tmp_path / "work.xlsx")
    sheet = next(each for each in book if each["A1"].value == "verdicts" or each["A1"].value == "key")
    heads = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(map(filled, asked), start=2):
        for name in ("answer", "by", "on", "how", "why"):
            sheet.cell(number, heads[name] or 0).value = row[name]
    book.save(tmp_path / "back.xlsx")
    told = [read_settled([handed_back(tmp_path, [filled(row) for row in asked if row["key"]])])]
    back = read_settled([tmp_path / "back.xlsx"]) if all(row["key"] for row in asked) else None
    if back is not None:
        assert [each.key for each in back.settlements] == [each.key for each in told[0].settlements]


def test_all_that_cannot_be_read_is_told_at_once_cell_by_cell_and_nothing_is_written(tmp_path: Path) -> None:
    asked = [row for row in screened(tmp_path) if row["key"]]
    word = next(row for row in asked if row["key"].startswith("word|"))
    cell = next(row for row in asked if row["column"] == "hours_per_week")
    decision = next(row for row in asked if row["key"].startswith("decision|"))
    rows = [
        {**filled(cell), "answer": "plenty"},
        {**filled(cell), "by": ""},
        {**filled(cell), "on": "last week"},
        {**filled(word), "answer": "sculpture"},
        {**filled(decision), "answer": "maybe"},
        {**filled(cell), "key": "hours"},
        {**filled(cell), "key": ""},
    ]
    back = handed_back(tmp_path, rows)
    done = run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "new.csv", "--settled", back)
    assert done.code == 2
    assert not (tmp_path / "new.csv").exists()
    for number, column in enumerate(("answer", "by", "on", "answer", "answer", "key", "key"), start=2):
        assert f"back.csv row {number}, column '{column}'" in done.err, done.err
    assert "plenty" not in done.err


def test_settlements_of_nobody_and_of_no_clause_are_refused(tmp_path: Path) -> None:
    line = {"answer": "accepted", "by": "JD", "on": "2026-11-24"}
    lines = [
        {**line, "key": f"decision|{PACK}|nobody|aide|"},
        {**line, "key": f"decision|{PACK}|b001|aide.nothing|"},
        {**line, "key": f"decision|{PACK}|b001|aide.any-of|"},
        {**line, "answer": "yes", "key": f"word|{PACK}|experience.title|clerk|"},
    ]
    back = tmp_path / "back.jsonl"
    back.write_text("\n".join(map(json.dumps, lines)))
    done = run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--settled", back)
    assert done.code == 2
    assert [number for number in range(1, 5) if f"back.jsonl line {number}" in done.err] == [1, 2, 3, 4], done.err
    assert "nobody" not in done.err


def test_a_file_without_the_columns_of_the_form_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(minqual.SourceError, match="'key', 'answer', 'by', 'on'"):
        read_settled([path])


def test_a_settlement_whose_ground_has_changed_is_named_and_does_not_count(tmp_path: Path) -> None:
    cell = next(row for row in screened(tmp_path) if row["column"] == "hours_per_week")
    kind, applicant, table, _, column = cell["key"].split("|")
    back = handed_back(tmp_path, [{**filled(cell), "key": "|".join((kind, applicant, table, "0" * 16, column))}])
    done = run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force",
               "--settled", back)  # fmt: skip
    assert "settlements that no longer count" in done.err
    assert "back.csv row 2: by JD on 2026-11-24" in done.err


def test_results_say_how_many_settlements_they_rest_on(tmp_path: Path) -> None:
    back = handed_back(tmp_path, [filled(row) for row in screened(tmp_path) if row["key"]])
    run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.xlsx", "--settled", back)
    sheet = load_workbook(tmp_path / "r.xlsx")["about"]
    about = {str(row[0].value): str(row[1].value) for row in sheet.iter_rows()}
    assert about["settlements"].startswith("read ")


def test_the_workbook_holds_the_work_list_with_what_there_is_to_choose_from_and_is_read_back(tmp_path: Path) -> None:
    run("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["to settle"]
    heads = [cell.value for cell in sheet[1]]
    offered = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert any("accepted,refused" in str(each) for each in offered.values())
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    asked = screened(tmp_path)
    assert [row[heads.index("key")] or "" for row in rows] == [row["key"] for row in asked]
    assert read_settled([tmp_path / "r.xlsx"]).open == len(rows)


def test_an_agency_has_reason_codes_of_its_own(tmp_path: Path) -> None:
    key = "decision|town/baker|A|one.judgement|"
    rows = [{"key": key, "answer": "accepted", "by": "JD", "on": "2026-11-24", "why": "Trade Test: passed in May"}]
    sheet = handed_back(tmp_path, rows)
    says = {"trade test": "the test of the trade was passed"}
    (plain,), (known,) = (read_settled([sheet], codes).settlements for codes in ((), says))
    assert isinstance(plain, minqual.Decision)
    assert isinstance(known, minqual.Decision)
    assert (plain.code, plain.why) == ("", "Trade Test: passed in May")
    assert (known.code, known.why) == ("trade test", "passed in May")
    assert known.because == ", trade test: the test of the trade was passed; passed in May"


@pytest.mark.parametrize(("answer", "code", "taken"), [
    ("refused", "experience equivalency", False), ("no", "Information Accepted: seen", False),
    ("accepted", "not relevant: x", False), ("accepted", "experience equivalency: x", True),
    ("refused", "requirement not met", True), ("accepted", "other: x", True), ("refused", "other: x", True),
])  # fmt: skip
def test_a_reason_code_that_contradicts_its_decision_is_refused(
    tmp_path: Path, answer: str, code: str, *, taken: bool
) -> None:
    row = {"key": "decision|town/baker|A|one.judgement|", "answer": answer, "by": "JD", "on": "2026-11-24", "why": code}
    sheet = handed_back(tmp_path, [row])
    if taken:
        assert read_settled([sheet]).answered == 1
    else:
        with pytest.raises(minqual.SourceError, match=r"back\.csv row 2, column 'why': a reason code that contradicts"):
            read_settled([sheet])


def test_a_check_names_what_is_stale_and_refuses_what_is_of_no_clause(tmp_path: Path) -> None:
    line = {"answer": "accepted", "by": "JD", "on": "2026-11-24"}
    back = tmp_path / "back.jsonl"
    words = ("check", SOURCE, "--applicant", "a023", "--rules", PACK, "--as-of", AS_OF, "--settled", back)
    back.write_text(json.dumps({**line, "key": f"decision|{PACK}|a023|director.any-of.discretion|{'0' * 16}"}))
    done = run(*words)
    assert "back.jsonl line 1: by JD on 2026-11-24" in done.err
    back.write_text(json.dumps({**line, "key": f"decision|{PACK}|a001|director.any-of|"}))
    assert run(*words).code == 2
