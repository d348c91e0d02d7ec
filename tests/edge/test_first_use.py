"""What a first user meets: nothing of a source's cells in messages, and words that say what was really given."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

import minqual
from support.command_line import minqual as minqual_command
from support.workbooks import workbook

AS_OF: Final = date(2026, 11, 21)
PACK: Final = "san-jose/council-community-relations"
RECORD: Final[dict[str, Any]] = {
    "applicant_id": "a1",
    "education": [{"level": "bachelor", "field": "economics", "awarded": "2012-06-15"}],
    "experience": [{"employer": "Degree 1 Level", "kinds": "Zymurgy", "start": "2016-01-01"}],
}


def faults_of(given: object, *, name: str = "", column_map: str | None = None) -> tuple[minqual.Fault, ...]:
    with pytest.raises(minqual.FaultyInput) as caught:
        minqual.read(given, name=name, column_map=column_map)
    return tuple(caught.value.faults)


@pytest.mark.parametrize("given", [RECORD, [RECORD], json.dumps(RECORD), json.dumps([RECORD]).encode()])
def test_json_given_with_a_column_map_is_refused_as_what_it_is_and_shows_no_word_of_it(given: object) -> None:
    (fault,) = faults_of(given, column_map="wide")
    assert fault.code == "other-kind"
    assert fault.found == "JSON"
    assert fault.nearest is None
    assert "Zymurgy" not in str(fault)


def test_a_file_without_headings_gives_no_suggestion_out_of_its_cells() -> None:
    for text in ("a17,Person 1,Clerk\na18,Person 2,Cook\n", "applicant-id,Person 1\nb,c\n"):
        for fault in faults_of(text, name="export.csv", column_map="neogov-report"):
            assert fault.nearest is None


def test_a_heading_nearly_as_the_map_has_it_is_still_suggested() -> None:
    header = "Person-ID,Job 1 Employer,Job 1 Title\n1,Town,Clerk\n"
    near = [fault.nearest for fault in faults_of(header, name="export.csv", column_map="neogov-report")]
    assert "Person-ID" in near


def test_headings_in_brackets_are_a_table_and_no_json() -> None:
    (fault,) = faults_of("[App] Id,Degree\n1,BA\n", name="export.csv")
    assert fault.found == "one table, and no column map for it"


def test_a_map_given_with_dataframes_is_refused_by_read_as_by_screen() -> None:
    (fault,) = faults_of({"applicants": pd.DataFrame({"applicant_id": ["1"]})}, column_map="wide")
    assert fault.code == "argument"


JOINED: Final = """\
Id,Employer,Start,End,Hours per Week,Degree
1,Town,2015-01-01,2020-12-31,40,BA
1,Town,2015-01-01,2020-12-31,40,MA
2,,,,,BA
2,,,,,AA
3,Club,2019-01-01,2019-06-30,40,
"""
JOB: Final = (
    "employer: Employer, start: Start, end: End, hours_per_week: Hours per Week, kinds: {always: communications}"
)


@pytest.mark.parametrize(
    ("keys", "standing", "rows"),
    [
        ("", "review", ["1", "1", "2", "3"]),
        ("rows: once, ", "review", ["1", "2", "3"]),
        ("rows: each, ", "review", ["1", "1", "2", "3"]),
        ("if blank: no row, ", "refer", ["1", "1", "3"]),
        ("rows: once, if blank: no row, ", "refer", ["1", "3"]),
        ("if blank: open row, ", "review", ["1", "1", "2", "2", "3"]),
    ],
)
def test_whose_rows_all_leave_the_job_blank_has_an_open_one_unless_the_map_says_none(
    keys: str, standing: str, rows: list[str], tmp_path: Path
) -> None:
    written = tmp_path / "joined.yaml"
    written.write_text(
        "map: joined\napplicants: {column: Id, in several rows: yes}\nnot stated: [credentials]\n"
        f"education: [{{level: Degree}}]\nexperience: [{{{keys}{JOB}}}]\n"
    )
    pool = minqual.read(JOINED, name="joined.csv", column_map=written)
    assert minqual.check(pool, PACK, AS_OF, applicant="2", level="aide").verdict == standing
    assert minqual.check(pool, PACK, AS_OF, applicant="3", level="aide").verdict == "refer"
    owners = pool.tables.tables["experience"].columns["applicant_id"]
    assert [owners.words[code] for code in owners.codes.tolist()] == rows


@pytest.mark.parametrize("form", ["000{}", "P-{}", "0{}"])
@pytest.mark.parametrize("above", [[], [["Recruitment 26-101"], []]])
def test_sheets_whose_ids_differ_in_form_alone_are_refused_and_no_sheet_is_dropped(
    form: str, above: list[list[str]], tmp_path: Path
) -> None:
    people = [[form.format(40 + each), "BA", "2010"] for each in range(5)]
    jobs = [[form.format(40 + each).lower().lstrip("0"), "Org", "2012-01-01", "2019-06-30"] for each in range(5)]
    file = tmp_path / "book.xlsx"
    sheets = {
        "Candidates": [*above, ["Candidate Number", "Education Level", "Year Graduated"], *people],
        "Employment": [["Candidate Number", "Organization", "Start Date", "End Date"], *jobs],
    }
    file.write_bytes(workbook(sheets))
    said = minqual_command("applicants", "map", file)
    assert said.code == 2, said.out
    assert "differ in form alone" in said.err
    assert "P-4" not in said.err


def test_faults_have_the_codes_and_paths_of_the_manual_and_no_options_of_the_command_line(tmp_path: Path) -> None:
    (near,) = faults_of([RECORD, {"applicant_id": "a2", "education": [{"levl": "BA"}]}])
    assert (near.code, near.path, near.nearest) == ("unknown-key", "$[1].education[0].levl", "level")
    (near,) = faults_of([{"applicant_id": "a1", "educaton": []}, RECORD])
    assert (near.code, near.path) == ("unknown-key", "$[0].educaton")
    (unknown,) = faults_of("Id,x\n1,2\n", name="x.csv", column_map="wyde")
    assert (unknown.code, unknown.where, unknown.nearest) == ("unknown-name", "column map", "wide")
    written = tmp_path / "pack.yaml"
    written.write_text("name: a/b\nlevels: []\n", encoding="utf-8")
    for given in (str(written), PACK):
        (other,) = faults_of("Id,x\n1,2\n", name="x.csv", column_map=given)
        assert other.code == "other-kind"
        assert "--" not in str(other)
    pool = minqual.read([RECORD, {**RECORD, "applicant_id": "a2"}])
    with pytest.raises(minqual.SourceError, match="no such applicant") as caught:
        minqual.check(pool, PACK, AS_OF, applicant="a3")
    assert caught.value.faults[0].code == "unknown-name"
    assert "--" not in str(caught.value)


def test_what_is_wrong_with_an_argument_is_said() -> None:
    with pytest.raises(minqual.FaultyInput, match="'no'; expected one of 'review' or 'count for nothing'"):
        minqual.check(RECORD, PACK, AS_OF, other_kinds="no")  # type: ignore[arg-type]
    with pytest.raises(minqual.FaultyInput, match="a name and a text"):
        minqual.load_pack(PACK, text="name: a/b")
    with pytest.raises(minqual.SourceError, match="no applicants"):
        minqual.check(minqual.read([]), PACK, AS_OF)
    with pytest.raises(minqual.MapError, match="unknown map"):
        minqual.read("Id\n1\n", name="x.csv", column_map="nobody")


def test_a_verdict_as_plain_values_is_what_its_json_says() -> None:
    verdict = minqual.check(RECORD, PACK, AS_OF)
    assert verdict.to_dict() == json.loads(verdict.to_json())


def test_the_lines_of_an_export_with_repeated_ids_add_up_and_what_is_made_is_in_no_count(tmp_path: Path) -> None:
    written = tmp_path / "joined.yaml"
    written.write_text(
        "map: joined\napplicants: {column: Id, in several rows: yes}\nnot stated: [credentials]\n"
        "not all stated: [education]\nrows: {column: Degree, is not: AA}\n"
        f"education: [{{level: Degree}}]\nexperience: [{{rows: once, {JOB}}}]\n"
    )
    pool = minqual.read(JOINED + "Total: 3,,,,,\n,,,,,\n", name="joined.csv", column_map=written)
    results = minqual.screen(pool, PACK, AS_OF)
    rows = {row.table: (row.all, row.used, row.rejected, row.blank, row.left_out) for row in results.summary.rows}
    assert rows["joined.csv"] == (7, 4, 1, 1, 1)
    assert rows["education"] == (4, 4, 0, 0, 0)
    assert rows["credentials"] == (0, 0, 0, 0, 0)
    assert results.summary.rejected == 1
    about = set(results.work_list["about"])
    assert "credentials, which are not stated" in about


def test_inspect_counts_equal_rows_as_screen_does_and_a_total_line_is_no_unreadable_cell(tmp_path: Path) -> None:
    written, export = tmp_path / "joined.yaml", tmp_path / "joined.csv"
    written.write_text(
        "map: joined\napplicants: {column: Id, in several rows: yes}\nnot stated: [credentials]\n"
        f"not all stated: [education]\neducation: [{{level: Degree}}]\nexperience: [{{{JOB}}}]\n"
    )
    export.write_text(JOINED + "1,town,1/1/2015,2020-12-31,40.0,BA\nTotal: 3,,,,,\n")
    said = minqual_command("applicants", "inspect", export, "--map", written, "--rules", PACK, "--as-of", "2026-11-21")
    assert "experience: 2 of " in said.out
    assert "cannot be read" not in said.out
    assert "level is blank in every row" not in said.out


def test_notes_name_the_keys_that_were_not_read() -> None:
    pool = minqual.read([{**RECORD, "hobby": 1}, {"applicant_id": "a2"}])
    assert any("hobby" in note for note in pool.notes)
