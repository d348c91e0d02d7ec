"""Cells that cannot be read: they are open and listed with place and reason, and everything else is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.bad_inputs import SAN_JOSE, more, rejects_file, row_of, rows_in, screened, source, verdicts
from support.command_line import minqual

Cells = dict[str, str]

DATES = "expected a date such as 2021-06-30, 2021-06, 2021, 6/30/2021, 6/2021, Jun 2021, June 30, 2021 or Summer 2021"
DAY_FIRST = f"{DATES}; where the day stands before the month, a column map with 'date order: day first'"
SHORT_YEAR = f"{DATES}; a column map with 'two-digit years from' reads years of two digits"
HOURS = (
    "expected hours a week from 0 to 168 with a decimal point, such as 40, 37.5, 40 hours, "
    "20+, 30-40 or about 20; for full time or part time the number of hours"
)
SEMESTER, QUARTER = (
    f"expected {system} units from 0 to 2000 with a decimal point, such as 60, 1,040.5, "
    "90 units, 60+, 30-40 or about 60"
    for system in ("semester", "quarter")
)
SHARE = "expected a share from 0 to 1, or a percentage"
YEARS = (
    "expected years from 0 to 80 with a decimal point, such as 3, 3.5, 3 years 6 months, 42 months, 5+, 3-4 or about 3"
)
LEVELS = (
    "expected one of none, high school, some college, certificate, associate, bachelor, master, doctorate, ged, "
    "or a usual way of writing one"
)
COLLEGE = {"level": "some college"}
DEGREE = {"level": "bachelor"}
JOB = {"kinds": "communications"}
LICENCE = {"name": "driver's license"}

FAULTY: list[tuple[str, Cells, str, str, str]] = [
    ("education", DEGREE | {"awarded": "in the spring"}, "awarded", "not a date", DATES),
    ("education", DEGREE | {"awarded": "2021-02-30"}, "awarded", "a day that does not exist in its month", DATES),
    ("education", DEGREE | {"awarded": "31/12/2021"}, "awarded", "a month that does not exist", DAY_FIRST),
    ("education", DEGREE | {"awarded": "1066-10-14"}, "awarded", "a year outside 1900 to 2200", DATES),
    ("education", DEGREE | {"awarded": "6/7/21"}, "awarded", "a year of two digits", SHORT_YEAR),
    ("education", DEGREE | {"expected": "soonish"}, "expected", "not a date", DATES),
    ("education", DEGREE | {"awarded": "present"}, "awarded", "not a date", DATES),
    ("education", DEGREE | {"conferred": "perhaps"}, "conferred", "neither yes nor no", "expected yes, no or a blank"),
    (
        "education",
        DEGREE | {"accredited": "perhaps"},
        "accredited",
        "neither yes nor no",
        "expected yes, no or a blank",
    ),
    (
        "education",
        DEGREE | {"conferred": "no", "awarded": "2020-06-30"},
        "conferred",
        "no, beside an award date already past",
        "expected yes, or no award date",
    ),
    ("education", COLLEGE | {"semester_units": "sixty-one"}, "semester_units", "not a plain number", SEMESTER),
    ("education", COLLEGE | {"semester_units": "12,34"}, "semester_units", "a number with a decimal comma", SEMESTER),
    ("education", COLLEGE | {"quarter_units": "-12.75"}, "quarter_units", "a negative number", QUARTER),
    ("education", COLLEGE | {"quarter_units": "98765"}, "quarter_units", "too large", QUARTER),
    ("education", {"level": "bachlor"}, "level", "not a degree level", f"{LEVELS} (did you mean 'bachelor'?)"),
    ("education", {"level": "xyzzy"}, "level", "not a degree level", LEVELS),
    ("experience", JOB | {"start": "once upon a time"}, "start", "not a date", DATES),
    ("experience", JOB | {"end": "retired"}, "end", "not a date", f"{DATES}, or present"),
    (
        "experience",
        JOB | {"start": "2020-05-17", "end": "2019-04-18"},
        "end",
        "an end before the start",
        "expected an end on or after the start",
    ),
    ("experience", JOB | {"hours_per_week": "-7.25"}, "hours_per_week", "a negative number", HOURS),
    ("experience", JOB | {"hours_per_week": "987"}, "hours_per_week", "too large", HOURS),
    ("experience", JOB | {"hours_per_week": "37,5"}, "hours_per_week", "a number with a decimal comma", HOURS),
    ("experience", JOB | {"hours_per_week": "part-time"}, "hours_per_week", "not a plain number", HOURS),
    ("experience", JOB | {"start": "15/09/2007"}, "start", "a month that does not exist", DAY_FIRST),
    ("experience", JOB | {"hours_per_week": "full time"}, "hours_per_week", "not a plain number", HOURS),
    ("experience", JOB | {"share": "7.75"}, "share", "too large", SHARE),
    ("experience", JOB | {"share": "775%"}, "share", "too large", SHARE),
    ("experience", JOB | {"share": "most"}, "share", "not a plain number", SHARE),
    ("experience", JOB | {"paid": "perhaps"}, "paid", "neither yes nor no", "expected yes, no or a blank"),
    ("experience", JOB | {"years": "97.5"}, "years", "too large", YEARS),
    ("experience", JOB | {"years": "a few"}, "years", "not a plain number", YEARS),
    (
        "experience",
        JOB | {"start": "2019-04-18", "years": "2.125"},
        "years",
        "a duration beside dates",
        "expected dates, or years in place of dates",
    ),
    ("credentials", LICENCE | {"expires": "when I move"}, "expires", "not a date", DATES),
    ("credentials", LICENCE | {"valid_from": "29.02.2021"}, "valid_from", "not a date", DATES),
    (
        "credentials",
        LICENCE | {"valid_from": "2024-05-17", "expires": "2023-04-18"},
        "expires",
        "an expiry before valid_from",
        "expected an expiry on or after valid_from",
    ),
]


def named(case: object) -> str | None:
    return "-".join(case.values()) if isinstance(case, dict) else None


@pytest.mark.parametrize(("table", "cells", "column", "found", "expected"), FAULTY, ids=named)
def test_a_faulty_cell_is_open_and_listed_and_its_row_stays_in_use(
    tmp_path: Path, table: str, cells: Cells, column: str, found: str, expected: str
) -> None:
    """The message says file, row, column, what was found and what was expected, but not the cell."""
    folder = source(tmp_path / "in", **{table: more(table, row_of(table, cells | {"applicant_id": "a002"}))})
    said = screened(folder)
    assert said.code == 4
    line = said.line(f"{table}.csv row 4, column {column}: ", found, expected)
    assert line.removesuffix(" (cell open)").endswith(expected)
    for cell in cells.values():
        assert cell in JOB.values() or f" {cell}" not in line.replace(expected, "").replace(found, "")
    (reject,) = rows_in(rejects_file(folder))
    assert (reject["file"], reject["row"], reject["column"]) == (f"{table}.csv", "4", column)
    assert reject["lost"] == "cell"
    assert reject["value"].removeprefix("'") == cells[column]
    assert line.removesuffix(" (cell open)").endswith(reject["reason"])
    assert verdicts(folder) == {"a001": "met", "a002": "review" if table == "experience" else "refer"}


def test_a_degree_word_has_its_usual_spelling_as_hint(tmp_path: Path) -> None:
    """The hint may be any spelling that is accepted, not only the nine plain words."""
    folder = source(tmp_path / "in", education=more("education", 'a002,"Bachler of Science",,,yes,2015-06,,,'))
    screened(folder).line("education.csv row 4, column level", "did you mean 'bachelor of science'?")


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    rows = [
        row_of("experience", {"applicant_id": "a002", "start": "zz", "hours_per_week": "987", "share": "most"}),
        row_of("experience", {"applicant_id": "a001", "end": "zz"}),
    ]
    education = more("education", row_of("education", {"applicant_id": "a001", "level": "xyzzy"}))
    said = screened(source(tmp_path / "in", experience=more("experience", *rows), education=education))
    assert said.code == 4
    for place in (
        "experience.csv row 4, column start",
        "experience.csv row 4, column hours_per_week",
        "experience.csv row 4, column share",
        "experience.csv row 5, column end",
        "education.csv row 4, column level",
    ):
        said.line(place)


def test_faults_are_told_in_the_order_of_the_tables(tmp_path: Path) -> None:
    """A person corrects a file from its top to its bottom."""
    rows = [
        row_of("experience", {"applicant_id": "a002", "share": "most"}),
        row_of("experience", {"applicant_id": "a001", "start": "zz"}),
        row_of("experience", {"applicant_id": "a001", "end": "zz"}),
    ]
    folder = source(tmp_path / "in", experience=more("experience", *rows))
    screened(folder)
    assert [reject["row"] for reject in rows_in(rejects_file(folder))] == ["4", "5", "6"]


def test_more_faults_than_are_shown_are_counted(tmp_path: Path) -> None:
    cells = [{"start": "zz"}, {"hours_per_week": "zz"}, {"share": "zz"}, {"paid": "zz"}]
    rows = [row_of("experience", {"applicant_id": "a001", **cell}) for cell in cells]
    folder = source(tmp_path / "in", experience=more("experience", *rows))
    said = minqual("screen", folder, "--rules", SAN_JOSE, "--as-of", "2026-11-21", "-o", "-", "--limit-errors", "3")
    assert said.code == 4
    assert said.err.count("experience.csv row") == 3
    said.line("and 1 more reason")


def test_faults_of_one_kind_are_told_once_with_the_first_row_and_how_many_more(tmp_path: Path) -> None:
    rows = [row_of("experience", {"applicant_id": "a001", "start": "zz"})] * 5
    folder = source(tmp_path / "in", experience=more("experience", *rows))
    said = minqual("screen", folder, "--rules", SAN_JOSE, "--as-of", "2026-11-21", "-o", "-", "--limit-errors", "1")
    assert said.err.count("not a date") == 1
    said.line("experience.csv row 4, column start", "(and 4 more for the same reason)")
    assert "more reasons" not in said.err


@pytest.mark.parametrize(
    ("word", "code"),
    [("4-year degree", 0), ("Four-Year Degree", 0), ("2-year degree", 0), ("two-year degree", 0), ("high-school", 0),
     ("3-year degree", 4), ("graduate-degree", 0)],
)  # fmt: skip
def test_a_hyphen_in_a_level_is_as_good_as_a_blank(tmp_path: Path, word: str, code: int) -> None:
    folder = source(tmp_path / "in", education=more("education", f"a002,{word},,,,,,,"))
    assert screened(folder).code == code


@pytest.mark.parametrize("word", ["", "?", "unknown", "Not sure", "not known", "N/K", "TBD"])
def test_words_for_not_knowing_are_blanks_and_no_faults(tmp_path: Path, word: str) -> None:
    cells = {"applicant_id": "a002", "start": word, "end": word, "hours_per_week": word, "share": word, "paid": word}
    folder = source(tmp_path / "in", experience=more("experience", row_of("experience", cells)))
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "review"}


def test_none_typed_as_a_level_is_an_answer(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", education=more("education", "a002,None,,,,,,,"))
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}
