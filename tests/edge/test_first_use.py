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
