"""Proposed maps: what has a place, what has none, which sheet and row are taken, and every way of being refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from minqual.notation import parse_yaml
from support.command_line import Said, minqual
from support.places import SHARED
from support.workbooks import workbook

EDGE: Final = SHARED / "findings" / "edge"
Rows = Sequence[Sequence[str]]

PACK: Final = """\
name: elmwood/edge
title: Edge
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds: {clerical work: [clerk, office work], law: []}
fields: {journalism: [media]}
credentials: {"driver's license": [driver license], notary public: []}
issuers: {California: [ca]}
levels:
  - {id: degree, title: Degree, requires: [{degree: bachelor, in: journalism}]}
  - {id: year, title: Year, requires: [{experience: 1 year, in: clerical work}]}
  - {id: licence, title: Licence, requires: [{credential: driver's license, issued by: California, due: at filing}]}
  - {id: trips, title: Trips, requires: [{answer: travel, ask: Are you willing to travel?, due: at filing}]}
"""

BASE: Final[Mapping[str, Sequence[str]]] = {
    "Person ID": ("p1", "p2", "p3", "p4"),
    "Degree": ("BA", "AA", "BA", ""),
    "Employer": ("Acme", "Beta", "Acme", "Acme"),
    "Employed From": ("2010-01", "2011-02", "2012", "2013"),
}
"""Columns that have their places, beside which others are tried."""


def mapped(folder: Path, table: Mapping[str, Sequence[str]], *options: str) -> Said:
    """What is said of a table of columns; its map stands on standard output."""
    file, pack = folder / "export.csv", folder / "pack.yaml"
    pack.write_text(PACK, encoding="utf-8")
    text = io.StringIO()
    csv.writer(text).writerows([list(table), *zip(*table.values(), strict=True)])
    file.write_text(text.getvalue(), encoding="utf-8")
    return minqual("applicants", "map", file, "--rules", pack, *options)


def places(said: Said) -> list[tuple[str, str]]:
    """Each heading that a proposed map uses, with the column of ours that it fills."""
    assert said.code == 0, said.err
    found: Any = parse_yaml(said.out.encode(), "map.yaml").value
    return [
        (cell if isinstance(cell, str) else cell.get("column", cell.get("year", "")), name)
        for table in ("education", "experience", "credentials", "answers")
        for group in found.get(table, ())
        for name, cell in group.items()
        if name not in {"rows", "repeated"}
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "place"),
    [
        ("Employment Type", ["Full-time", "Part-time", "Full-time", "Seasonal"], None),
        ("Type of Work", ["Full-time", "Part-time", "Full-time", "Seasonal"], None),
        ("Type of Work", ["clerk", "clerk", "law", ""], "kinds"),
        ("Kind of work performed", ["filing", "clerk", "sorting mail", ""], "kinds"),
        ("Work Type", ["Hourly", "Exempt", "Hourly", ""], None),
        ("Work Type", ["clerk", "office work", "law", ""], "kinds"),
        ("Work Area", ["filing", "sorting", "typing", ""], None),
        ("Work Area", ["clerk", "office work", "law", ""], "kinds"),
        ("Job Category", ["clerk", "clerk", "clerk", "clerk"], None),
        ("Hours per Week", ["40", "20", "37.5", "40"], "hours_per_week"),
        ("Hours per Week", ["0.5", "1", "1.0", "0.75"], None),
        ("Hours per Week", ["160", "173", "160", "80"], None),
        ("Hours per Month", ["40", "20", "37.5", "40"], None),
        ("Annual Hours", ["40", "20", "37.5", "40"], None),
        ("FTE", ["1", "0.5", "1", "1"], None),
        ("Hours", ["40", "20", "37.5", "40"], "hours_per_week"),
        ("Hours", ["8", "8", "4", "8"], None),
        ("Employed To", ["2015", "present", "2016-02", ""], "end"),
        ("End Date", ["clerk", "x", "y", "z"], None),
        ("Job Title", ["Clerk", "Clerk", "Writer", ""], "title"),
        ("Desired Job Title", ["Clerk", "Clerk", "Writer", ""], None),
        ("Preferred Start Date", ["2027-01", "2027-02", "2027-01", ""], None),
        ("Availability Date", ["2027-01", "2027-02", "2027-01", ""], None),
        ("Degree Required", ["BA", "BA", "BA", "BA"], None),
        ("Application Status", ["Complete", "Complete", "", ""], None),
        ("Job Number", ["1", "2", "3", "4"], None),
        ("Requisition", ["R1", "R1", "R2", "R2"], None),
        ("Age", ["33", "44", "55", "66"], None),
        ("Months Attended", ["33", "44", "55", "66"], None),
        ("Date Degree Expected", ["2027-05", "2028", "", ""], "expected"),
        ("Expected Degree", ["BA", "MA", "", ""], None),
        ("Degree Awarded", ["2015-05-01", "2016", "", ""], "awarded"),
        ("Degree Awarded", ["yes", "no", "", ""], "conferred"),
        ("Date of Graduation", ["05/20/2012", "2010", "", ""], "awarded"),
        ("Units Required", ["60", "60", "60", "60"], None),
        ("Credits Attempted", ["60", "90", "30", ""], None),
        ("Units", ["60", "90", "30", ""], None),
        ("Semester/Quarter Units", ["60", "90", "30", ""], None),
        ("Semester Units Completed", ["60", "90", "30", ""], "semester_units"),
        ("Qtr. Credit Hrs", ["60", "90", "30", ""], "quarter_units"),
        ("Major", ["journalism", "history", "law", ""], "field"),
        ("Major", ["BA", "AA", "MA", ""], None),
        ("Major", ["12", "13", "11", ""], None),
        ("Driver License", ["CA", "NV", "CA", ""], None),
        ("Driver's License?", ["Yes", "No", "Yes", ""], "when"),
        ("Driver's License Required?", ["Yes", "Yes", "Yes", "Yes"], None),
        ("Willing to obtain a driver's license?", ["Yes", "No", "Yes", ""], None),
        ("Commercial driver's license?", ["Yes", "No", "Yes", ""], None),
        ("Willing to travel?", ["Yes", "No", "Yes", ""], "answer"),
        ("Q12. Are you willing to travel?", ["Yes", "No", "Yes", ""], "answer"),
        ("Unwilling to travel?", ["Yes", "No", "Yes", ""], None),
        ("Cannot travel", ["Yes", "No", "Yes", ""], None),
        ("Travel", ["weekly", "no", "monthly", ""], None),
        ("Years of clerical work", ["3", "4", "0", ""], "years"),
        ("Years of clerical work required", ["3", "4", "0", ""], None),
        ("Years of clerical work", ["clerk", "x", "0", ""], None),
        ("Dates Employed", ["2010 - 2012", "3/2016 - present", "", ""], None),
        ("Volunteer?", ["Yes", "No", "No", ""], "paid"),
        ("Percent of Duties", ["50%", "100%", "0.5", ""], "share"),
        ("Percent of Time on These Duties", ["50%", "100%", "0.5", ""], "share"),
        ("Percent of Time", ["50%", "100%", "0.5", ""], None),
        ("Percentage of Time", ["50%", "100%", "50%", ""], None),
    ],
)
def test_a_column_has_a_place_where_its_heading_and_its_cells_agree(
    heading: str, cells: list[str], place: str | None, tmp_path: Path
) -> None:
    said = mapped(tmp_path, {**BASE, heading: cells})
    assert [name for used, name in places(said) if used == heading] == ([] if place is None else [place])
    if place is None:
        assert f'"{heading}"' in said.out.partition("# Names, places")[2] + said.out.partition("# These columns")[2]


@pytest.mark.parametrize(
    "prefix",
    ["Q1: ", "Q12. ", "Supplemental 1: ", "Question 3 - ", "[Supplemental] ", "Custom: ", "(Custom 4) ", "SQ 2) "],
)
def test_what_a_form_puts_before_its_questions_does_not_matter(prefix: str, tmp_path: Path) -> None:
    table = {heading if heading == "Person ID" else prefix + heading: cells for heading, cells in BASE.items()}
    found = {name for _, name in places(mapped(tmp_path, table))}
    assert found == {"level", "employer", "start"}


def test_units_without_a_system_are_named_with_what_is_to_be_said_and_taken_where_another_column_tells(
    tmp_path: Path,
) -> None:
    units = {**BASE, "Units": ("90", "60", "45", "")}
    assert '"Units": units of which system is not said' in mapped(tmp_path, units).out
    said = mapped(tmp_path, {**units, "Unit Type": ("Semester", "Quarter", "quarter", "")})
    assert {name for heading, name in places(said) if heading == "Units"} == {"semester_units", "quarter_units"}
    assert 'where: {column: "Unit Type", is: ["quarter"]}' in said.out


def test_words_of_columns_without_a_place_are_shown_on_request_from_five_applicants_on(tmp_path: Path) -> None:
    people = [f"p{number}" for number in range(7)]
    table = {
        "Person ID": people,
        "Degree": ["BA"] * 7,
        "Employment Type": ["Full-time"] * 5 + ["Zanzibar", "Quixote"],
    }
    plain, told = mapped(tmp_path, table), mapped(tmp_path, table, "--show-words")
    assert "full-time" not in plain.out.casefold()
    assert '"full-time", 2 other words' in told.out
    assert "zanzibar" not in told.out.casefold()


@pytest.mark.parametrize(
    "left_over",
    ["Job 1 FTE", "Job 1 Supervisor Phone", "Job 2 Reason for Leaving", "Employer", "Start Date", "Job Title"],
)
def test_no_entry_is_made_out_of_a_column_that_is_left_over(left_over: str, tmp_path: Path) -> None:
    table = {
        "Candidate ID": ("1", "2"),
        "Degree": ("BA", "AA"),
        left_over: ("2019-01", "2020-01") if "Date" in left_over else ("Acme Inc", "Beta Inc"),
    }
    said = mapped(tmp_path, table)
    assert {name for _, name in places(said)} == {"level"}
    assert "not stated: [experience, credentials]" in said.out


def test_parts_of_one_job_with_a_number_are_one_entry(tmp_path: Path) -> None:
    table = {
        "Candidate ID": ("1", "2"), "Job 1 Title": ("a clerk", "a clerk"), "Job 1 Company": ("Acme", "Acme"),
        "Job 1 From": ("03/2016", "03/2017"), "Job 1 FTE": ("1.0", "0.5"), "Type of Work 1": ("clerk", "clerk"),
    }  # fmt: skip
    found: Any = parse_yaml(mapped(tmp_path, table).out.encode(), "m").value
    assert [set(group) for group in found["experience"]] == [{"title", "employer", "start", "kinds"}]


def test_dates_that_mostly_end_before_they_begin_have_no_place(tmp_path: Path) -> None:
    table = {**BASE, "Employed To": ("2001", "2002", "2003", "2004")}
    assert "many of the dates" in mapped(tmp_path, table).out


JOBS: Final[Rows] = (
    ("Applicant ID", "Employer 1", "From 1", "To 1", "Hours Per Week 1", "Type of Work 1"),
    ("A-1", "Acme", "2015-01-01", "2020-12-31", "40", "clerk"),
    ("A-2", "Beta", "2016-01-01", "2020-12-31", "40", "clerk"),
)
TITLE: Final[Rows] = (("Candidates for Clerk", "", "", "", "", ""), ("", "", "", "", "", ""))
NOTES: Final[Rows] = (("Report", "Applicants", "", "", "", ""), ("Degree required", "BA", "", "", "", ""))
CRITERIA: Final[Rows] = (("Filter", "Value"), ("Status", "Submitted"), ("Posting", "Clerk"))
IDS_OF_OTHERS: Final[Rows] = (("ID", "Template"), ("1", "letter"), ("2", "form"))


@pytest.mark.parametrize(
    ("sheets", "header_row", "not_read"),
    [
        ({"Applications": (*TITLE, *JOBS), "Criteria": CRITERIA}, 3, ["Criteria"]),
        ({"Criteria": CRITERIA, "Applications": (*NOTES, *TITLE, *JOBS)}, 5, ["Criteria"]),
        ({"Applications": JOBS, "Letters": IDS_OF_OTHERS}, 1, ["Letters"]),
        ({"Letters": IDS_OF_OTHERS, "Criteria": CRITERIA, "Jobs": JOBS}, 1, ["Letters", "Criteria"]),
    ],
)
def test_the_sheet_with_the_applicants_and_the_row_with_the_headings_are_taken(
    sheets: Mapping[str, Rows], header_row: int, not_read: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(workbook(sheets))
    said = minqual("applicants", "map", file)
    assert said.code == 0, said.err
    found: Any = parse_yaml(said.out.encode(), "map.yaml").value
    assert found["applicants"]["column"] == "Applicant ID"
    assert str(found.get("header row", "1")) == str(header_row)
    assert len(found["experience"]) == 1
    for sheet in not_read:
        assert f'#   "{sheet}"' in said.out
        assert f"sheet '{sheet}'" in said.err


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"Criteria": CRITERIA}, "no column that could hold applicant ids"),
        ({"Criteria": CRITERIA, "Title": TITLE}, "no column that could hold applicant ids"),
        ({"People": (("Applicant", "Degree"), ("Ann Example", "BA"), ("Bob Sample", "AA"))}, "names, not ids"),
        ({"People": (("Applicant", "Degree"), ("ann@example.org", "BA"), ("bob@example.org", "AA"))}, "names, not ids"),
        ({"People": (("Applicant ID", "Colour"), ("1", "red"), ("2", "blue"))}, "besides"),
        ({"People": (("Applicant ID", "Units"), ("1", "60"), ("2", "90"))}, "besides"),
        ({"People": JOBS, "Study": (*TITLE, ("Applicant ID", "Degree"), ("A-1", "BA"))}, "headings in row 3"),
    ],
)
def test_a_file_without_what_is_needed_is_refused_with_what_that_is(
    sheets: Mapping[str, Rows], told: str, tmp_path: Path
) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(workbook(sheets))
    said = minqual("applicants", "map", file)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert "expected" in said.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", ""),
        ("lines.csv", "just a title\nand a line\n"),
        ("people.json", '[{"applicant_id": "a1"}]'),
        ("people.xml", "<?xml version='1.0'?><people><p id='1'/></people>"),
        ("broken.xlsx", "PK\x03\x04 and no more"),
        ("text.pdf", "%PDF-1.4"),
    ],
)
def test_what_holds_no_table_of_applicants_is_refused(name: str, content: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="latin-1")
    said = minqual("applicants", "map", file, "-o", tmp_path / "own.yaml")
    assert (said.code, said.out) == (2, "")
    assert name in said.err
    assert not (tmp_path / "own.yaml").exists()
    assert minqual("applicants", "map", tmp_path).code == minqual("applicants", "map", tmp_path / "no.csv").code == 2


def edge(name: str) -> Path:
    """An input of the findings that lie beside the checkout."""
    if not (EDGE / name).exists():
        pytest.skip("the findings do not lie beside this checkout")
    return EDGE / name


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("employment-type.csv", '#   "Employment Type"', "kinds:"),
        ("degree-expected.csv", 'expected: "Date Degree Expected"', "awarded:"),
        ("left-over.csv", '#   "Job 1 FTE"', 'title: "Job 1 FTE"'),
    ],
)
def test_the_findings_on_proposed_maps_hold(name: str, has: str, lacks: str) -> None:
    said = minqual("applicants", "map", edge(name), "--rules", edge("pack.yaml"))
    assert has in said.out
    assert lacks not in said.out
    assert said.out.count("  - ") == 2 - (name == "left-over.csv")


def test_the_finding_on_two_sheets_holds() -> None:
    said = minqual("applicants", "map", edge("two-sheets.xlsx"), "--rules", edge("clerk.yaml"))
    assert 'header row: 3\napplicants: {column: "Applicant ID", sheet: "Applications"}' in said.out
    assert "sheet 'Criteria'" in said.err


def test_the_finding_on_a_joined_export_holds(tmp_path: Path) -> None:
    own, source, pack = tmp_path / "join.yaml", edge("join.csv"), edge("pack.yaml")
    assert minqual("applicants", "map", source, "--rules", pack, "-o", own).code == 0
    said = minqual(
        "screen", source, "--map", own, "--rules", pack, "--as-of", "2026-11-21", "--format", "csv", "-o", "-"
    )
    rows = {row["applicant_id"]: row for row in csv.DictReader(io.StringIO(said.out))}
    assert rows["9001"]["level_year"] == rows["9002"]["level_year"] != "met"
