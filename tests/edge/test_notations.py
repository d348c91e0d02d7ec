"""Notations of dates, figures and degrees: each stands for all that it may plainly mean, no less and no more."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

import minqual as library
from support.command_line import Said, minqual
from support.places import SHARED

EDGE: Final = SHARED / "findings" / "edge"
AS_OF: Final = "2026-11-21"

PACK: Final = """\
name: example/notations
title: Notations
agency: Town of Example
specification: Class specification 1
version: "1"
in force: 2024-01-01
kinds:
  clerical work: [clerk]
fields:
  journalism: [media]
  nursing: []
credentials:
  driver's license: [driver license]
issuers:
  California: [ca]
levels:
"""
CLAUSES: Final[Mapping[str, str]] = {
    "school": "degree: high school",
    "units": "units: 60 semester units",
    "associate": "degree: associate",
    "degree": "degree: bachelor",
    "native": "{degree: bachelor, foreign: refused}",
    "master": "degree: master",
    "doctorate": "degree: doctorate",
    "major": "{degree: bachelor, in: journalism}",
    "nurse": "{degree: bachelor, in: nursing}",
    "year": "{experience: 1 year, in: clerical work}",
    "five": "{experience: 5 years, in: clerical work}",
    "licence": "{credential: driver's license, issued by: California, due: at filing}",
}


@cache
def screener() -> library.Screener:
    """A pack with one level to each test."""
    with TemporaryDirectory() as folder:
        return library.Screener(library.load_pack(written(Path(folder))))


def written(folder: Path) -> Path:
    """The pack as a file."""
    path = folder / "notations.yaml"
    levels = (
        f"  - id: {name}\n    title: {name.title()}\n    source: {{section: Q, anchor: {name}}}\n    requires:\n"
        f"      - {clause}\n"
        for name, clause in CLAUSES.items()
    )
    path.write_text(PACK + "".join(levels), encoding="utf-8")
    return path


def checked(**tables: Any) -> dict[str, str]:  # noqa: ANN401  # rows as a record holds them
    """How a record stands at each level."""
    verdict = library.check({"applicant_id": "a", **tables}, screener(), date.fromisoformat(AS_OF))
    return {level.level: str(level.standing) for level in verdict.levels}


def standing(said: Said) -> dict[str, dict[str, str]]:
    """How each applicant of a screening stands at each level."""
    rows = csv.DictReader(io.StringIO(said.out))
    return {
        row["applicant_id"]: {name.removeprefix("level_"): cell for name, cell in row.items() if name[:6] == "level_"}
        for row in rows
    }


def screened(path: Path, rules: Path) -> tuple[Said, dict[str, dict[str, str]]]:
    """A screening of a source."""
    said = minqual("screen", path, "--rules", rules, "--as-of", AS_OF, "--format", "csv", "-o", "-")
    return said, standing(said)


def shared(name: str) -> Path:
    """An input of the material beside the project; the test is skipped where that is absent."""
    path = EDGE / name
    if not path.exists():
        pytest.skip(f"the material beside the project is absent: {name}")
    return path


JOB: Final = {"kinds": "clerk", "hours_per_week": "40"}
DEGREE: Final = {"level": "bachelor", "conferred": "yes"}


@pytest.mark.parametrize(
    ("start", "end", "year", "five"),
    [
        ("Q3 2020", "2026-01-01", "met", "met"),
        ("mid-2020", "2021-09-30", "met", "unmet"),
        ("mid-2020", "2021-07-01", "review", "unmet"),
        ("201X", "2020-12-31", "met", "review"),
        ("2018-19", "2020-12-31", "met", "unmet"),
        ("2018-19", "2020-06-30", "review", "unmet"),
        ("AY 2018-19", "2020-09-30", "met", "unmet"),
        ("2010~", "2021-01-01", "met", "met"),
        ("2010~", "2011-06-30", "review", "review"),
        ("c. June 2020", "present", "met", "met"),
        ("2018-03/..", "present", "review", "review"),
        ("32024", "62024", "review", "review"),
        ("2020-00-00", "2022-01-31", "met", "unmet"),
        ("２０２０-01-01", "２０２１-12-31", "met", "unmet"),
        ("Wednesday, January 1, 2020", "12/31/2021.", "met", "unmet"),
        ("2020-01-01", "On-going", "met", "met"),
        ("2020-01-01", "Current (present)", "met", "met"),
    ],
)
def test_a_job_counts_between_the_bounds_of_its_dates(start: str, end: str, year: str, five: str) -> None:
    found = checked(experience=[JOB | {"start": start, "end": end}])
    assert (found["year"], found["five"]) == (year, five)


@pytest.mark.parametrize(
    ("awarded", "degree"),
    [
        ("2010-11", "met"),
        ("2025-26", "met"),
        ("2026-27", "review"),
        ("AY 2026-27", "review"),
        ("2027-28", "conditional"),
        ("Q4 2026", "review"),
        ("Q3 2026", "met"),
        ("2010?", "met"),
        ("2025~", "review"),
        ("202X", "review"),
        ("Spring Semester 2019", "met"),
        ("1/2026 or 12/2026", "review"),
    ],
)
def test_a_degree_is_conferred_between_the_bounds_of_its_award(awarded: str, degree: str) -> None:
    assert checked(education=[{"level": "bachelor", "awarded": awarded}])["degree"] == degree


@pytest.mark.parametrize("never", ["No Expiration", "does not expire", "LIFETIME", "permanent", "Non-expiring", "n/a"])
def test_a_licence_that_never_expires_is_valid(never: str) -> None:
    licence = {"name": "driver's license", "issuer": "California", "expires": never}
    assert checked(credentials=[licence])["licence"] == "met"


@pytest.mark.parametrize("cell", ["3/2016 - Present", "2016-03-01 to 2018-05-31", "2018-2022", "Jan 2018 – Mar 2019"])
def test_two_dates_in_the_place_of_one_are_told_as_that(cell: str) -> None:
    with pytest.raises(library.RecordError, match="two dates, from and to"):
        checked(experience=[JOB | {"start": cell}])


@pytest.mark.parametrize(
    ("column", "cell", "units"),
    [
        ("semester_units", "90 quarter units", "met"),
        ("semester_units", "89 quarter units", "unmet"),
        ("semester_units", "90 units (quarter)", "met"),
        ("semester_units", "89 qtr. hrs", "unmet"),
        ("semester_units", "90+ quarter credits", "met"),
        ("semester_units", "60 sem hrs", "met"),
        ("semester_units", "59.99999", "review"),
        ("semester_units", "59.999 units", "unmet"),
        ("quarter_units", "60 semester units", "met"),
        ("quarter_units", "59 semester units", "unmet"),
        ("quarter_units", "89 units", "unmet"),
        ("quarter_units", "60", "unmet"),
    ],
)
def test_units_count_in_the_system_that_their_cell_names(column: str, cell: str, units: str) -> None:
    assert checked(education=[{"level": "some college", column: cell}])["units"] == units


def test_units_of_one_system_in_both_columns_may_be_the_same_ones() -> None:
    both = {"level": "some college", "semester_units": "60 quarter units", "quarter_units": "60"}
    assert checked(education=[both])["units"] == "review"
    assert checked(education=[both | {"quarter_units": "20"}])["units"] == "unmet"
    assert checked(education=[both | {"quarter_units": "90"}])["units"] == "met"


@pytest.mark.parametrize(("years", "year"), [("0.9999999", "review"), ("1.0000001", "met"), ("0.999", "unmet")])
def test_computed_decimals_are_rounded_outwards(years: str, year: str) -> None:
    assert checked(experience=[JOB | {"years": years}])["year"] == year
    assert checked(experience=[JOB | {"years": float(years)}])["year"] == year


def test_a_question_names_the_unit_of_a_duration_once() -> None:
    record = {"applicant_id": "a", "experience": [{"kinds": "clerk", "years": "10 years"}]}
    verdict = library.check(record, screener(), date.fromisoformat(AS_OF))
    entries = {each.entry for level in verdict.levels for clause in level.clauses for each in clause.open}
    assert "job of 10 years (clerk)" in entries
    assert not any("years years" in str(each) for each in entries)


def test_units_that_name_the_other_system_lose_nothing_of_their_row(tmp_path: Path) -> None:
    said, found = screened(shared("one-cell.jsonl"), written(tmp_path))
    assert said.code == 4
    said.line("quarter units in the column of semester units, which count as quarter units")
    assert {name: found["r1"][name] for name in ("school", "degree", "units", "licence")} == {
        "school": "met",
        "degree": "met",
        "units": "met",
        "licence": "unmet",
    }


LEVELS: Final = ("school", "units", "associate", "degree", "native", "master", "doctorate", "major", "nurse")


def levels(**cells: str) -> str:
    """How one row of education stands at each level, by the first letters of its standings."""
    found = checked(education=[cells])
    return "".join(found[name][0] for name in LEVELS)


@pytest.mark.parametrize(
    ("level", "standings"),
    [
        ("BSN", "mmmmmuuum"),
        ("MSN", "mmmmmmuum"),
        ("PharmD", "mmmmmmmuu"),
        ("Bachelor of Science - BS", "mmmmmuurr"),
        ("Bachelor of Science in Journalism", "mmmmmuumu"),
        ("Bachelor's Degree (\u00b116 years)", "mmmmmuurr"),
        ("A.A.-T", "mmmuuuuuu"),
        ("B. A.", "mmmmmuurr"),
        ("BA (Journalism)", "mmmmmuurr"),
        ("BA (not conferred)", "rrrrruurr"),
        ("B.Ed.", "mmmmmuuuu"),
        ("BE", "mmmmmuurr"),
        ("Bachelor's degree (for example: BA, BS)", "mmmmmuurr"),
        ("Master's degree (e.g. MA, MS, MBA)", "mmmmmmurr"),
        ("Associate degree (such as AA, AS)", "mmmuuuuuu"),
        ("HSED", "muuuuuuuu"),
        ("HS/GED", "muuuuuuuu"),
        ("No degree", "rruuuuuuu"),
        ("Some college, no degree", "rruuuuuuu"),
        ("Vocational", "rrruuuuuu"),
        ("Trade school", "rrruuuuuu"),
        ("Graduate certificate", "rrrrrrurr"),
        ("bachelor in progress", "rrrrruurr"),
        ("bachelor (in progress)", "rrrrruurr"),
        ("pursuing MBA", "rrrrrrurr"),
        ("BA, MA", "mmmmmrurr"),
        ("Bachelor's or higher", "mmmmmrrrr"),
        ("college degree", "mmmrrrrrr"),
        ("Other", "rrrrrrrrr"),
        ("no", "rrrrrrrrr"),
        ("foreign bachelor", "rrrruuurr"),
    ],
)
def test_a_written_level_decides_what_it_settles_and_nothing_else(level: str, standings: str) -> None:
    assert levels(level=level, conferred="yes") == standings


@pytest.mark.parametrize(
    ("level", "standings"),
    [
        ("none", "uuuuuuuuu"),
        ("no diploma", "uruuuuuuu"),
        ("Less than high school", "uruuuuuuu"),
        ("Less than HS", "uruuuuuuu"),
        ("HS not completed", "uruuuuuuu"),
    ],
)
def test_a_level_that_is_no_diploma_may_leave_units_open(level: str, standings: str) -> None:
    assert levels(level=level) == standings


def test_a_degree_whose_state_is_written_into_its_level_is_open() -> None:
    """It is neither a degree, nor a degree in the field of progress."""
    found = checked(education=[{"level": "bachelor in progress", "conferred": "no", "expected": "2027-05"}])
    assert {found[name] for name in ("degree", "major", "units", "school")} == {"review"}


def test_an_open_level_is_asked_for_once_in_plain_words() -> None:
    record = {"applicant_id": "a", "education": [{"level": "bachelor in progress"}]}
    verdict = library.check(record, screener(), date.fromisoformat(AS_OF))
    asked = {each.ask for level in verdict.levels if level.level == "degree" for c in level.clauses for each in c.open}
    assert asked == {"Which degree or diploma is this?"}


def test_no_degree_is_not_no_diploma(tmp_path: Path) -> None:
    _, found = screened(shared("no-degree.jsonl"), written(tmp_path))
    assert {name: found["d1"][name] for name in ("school", "units", "degree")} == {
        "school": "review",
        "units": "review",
        "degree": "unmet",
    }


def test_a_state_of_the_degree_is_never_its_field(tmp_path: Path) -> None:
    _, found = screened(shared("in-progress.jsonl"), written(tmp_path))
    assert (found["e2"]["degree"], found["e2"]["major"]) == ("review", "review")


@pytest.mark.parametrize("spoken", ["bachelor in progress", "BS candidate", "bachelor xyz", "BA, MA: history"])
def test_a_spoken_degree_that_is_not_certain_is_refused(tmp_path: Path, spoken: str) -> None:
    words = ("check", "--rules", written(tmp_path), "--as-of", AS_OF, "--level", "degree", "--degree")
    assert minqual(*words, spoken).code == 2
    assert minqual(*words, "BSN").code == 0
    assert minqual(*words, "foreign bachelor").code == 3


@pytest.mark.parametrize(
    ("share", "year"),
    [
        ("0.5", "met"),
        ("33.33333%", "review"),
        ("0.3333333", "review"),
        ("33.3%", "unmet"),
        ("33.4 %", "met"),
        ("５０％", "met"),
    ],
)
def test_computed_shares_are_rounded_outwards(share: str, year: str) -> None:
    """A third of three years is a year, to the last decimal that is not written."""
    job = JOB | {"start": "2020-01-01", "end": "2022-12-31", "share": share}
    assert checked(experience=[job])["year"] == year


SPOKEN: Final = (
    "--rules",
    "san-jose/council-community-relations",
    "--as-of",
    "2026-11-21",
    "--level",
    "representative",
)


@pytest.mark.parametrize("hours", ["20-40h", "20 - 40h", "20 to 40h", "20-40 hours"])
def test_hours_that_are_spoken_as_a_range_count_as_the_same_range_in_a_table(hours: str) -> None:
    job = f"communications, 2020-01-01..2022-12-31, {hours}"
    found = json.loads(minqual("check", *SPOKEN, "--job", job, "--format", "json").out)
    record = {"applicant_id": "a", "experience": [
        {"kinds": "communications", "start": "2020-01-01", "end": "2022-12-31", "hours_per_week": "20-40"}
    ]}  # fmt: skip
    verdict = library.check(record, "san-jose/council-community-relations", date(2026, 11, 21), "representative")
    counted = [each.counted for level in verdict.levels for each in level.clauses if each.kind == "experience"]
    told = [each["counted"] for level in found["levels"] for each in level["clauses"] if each["kind"] == "experience"]
    assert {(each["low"], each["high"]) for each in told} == {("1.50", "3.00")}
    assert {(str(each.low), str(each.high)) for each in counted if each is not None} == {("1.50", "3.00")}


def test_a_present_job_of_open_hours_is_asked_about_and_its_way_has_both_days() -> None:
    degree, licence = "bachelor: journalism, 2012-05", "driver's license, California, 2035-01"
    spoken = (*SPOKEN, "--ways", "--degree", degree, "--credential", licence, "--format", "json", "--job")
    (open_,) = json.loads(minqual("check", *spoken, "communications, 2025-11-22..present").out)["ways"]
    ((way,), (question,)) = open_["ways"], open_["questions"]
    assert "How many hours a week?" in question
    assert f"{way['day']} by what is known, {way['earliest']} at the earliest by what is open" in way["says"]
    known = {
        hours: json.loads(minqual("check", *spoken, f"communications, 2025-11-22..present, {hours}h").out)["ways"][0]
        for hours in (1, 40)
    }
    assert way["earliest"] == min(each["earliest"] for each in known[40]["ways"])
    assert way["day"] >= max(each["earliest"] for each in known[1]["ways"][:1])
