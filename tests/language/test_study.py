"""What specifications say of study, with the records that differ."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

import minqual
from support.places import SHARED

RESTATED: Final = Path(__file__).parent / "restated"
RECORDS: Final = SHARED / "findings" / "language"
OBSERVER: Final = minqual.Screener(RESTATED / "study.yaml")
AS_OF: Final = date(2026, 11, 21)

SIGNALS: Final = {"level": "some college", "subject": "signals"}
BACHELOR: Final = {"level": "bachelor", "accredited": "yes", "awarded": "2015-06-01"}
METEOROLOGY: Final = {"level": "some college", "subject": "meteorology", "accredited": "yes"}
GRADUATE: Final = {"level": "bachelor", "conferred": "yes", "accredited": "yes"}


def standing(level: str, rows: list[dict[str, Any]], evaluated: str | None = None) -> str:
    """How a level stands for a record of these rows of education."""
    answers = [{"question": "evaluation", "answer": evaluated}] if evaluated else []
    verdict = minqual.check({"applicant_id": "a1", "education": rows, "answers": answers}, OBSERVER, AS_OF)
    return next(each.standing for each in verdict.levels if each.level == level)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{**SIGNALS, "accredited": "yes"}], "met"),
        ([SIGNALS], "review"),
        ([{**SIGNALS, "accredited": "no"}], "unmet"),
        ([{**SIGNALS, "accredited": "yes", "expected": "2027-01"}], "conditional"),
        ([{**SIGNALS, "accredited": "yes", "semester_units": 0}], "unmet"),
        ([{"level": "some college", "subject": "navigation", "accredited": "yes"}], "unmet"),
        ([{"level": "some college", "accredited": "yes"}], "review"),
        ([{"level": "high school", "conferred": "yes"}], "unmet"),
    ],
)
def test_a_course_is_a_row_with_its_subject_whatever_its_units(rows: list[dict[str, Any]], expected: str) -> None:
    assert standing("observer", rows) == expected


def test_of_a_course_whose_units_alone_are_open_the_units_are_asked_for() -> None:
    open_ = {**SIGNALS, "accredited": "yes", "awarded": "2015-06-01", "semester_units": "about 60", "quarter_units": 0}
    record = {"applicant_id": "a1", "education": [open_], "experience": [], "credentials": [], "answers": []}
    asked = minqual.next_questions(record, OBSERVER, AS_OF, level="observer").questions
    assert [each.ask for each in asked] == ["How many units were earned?"]
    assert standing("observer", [{**open_, "semester_units": 60}]) == "met"


@pytest.mark.parametrize(
    ("country", "evaluated", "expected"),
    [
        ("Ireland", None, "met"),
        ("Eire", "no", "met"),
        ("Chile", "yes", "met"),
        ("Chile", "no", "unmet"),
        ("Chile", None, "review"),
        ("", "no", "review"),
        ("Northern Ireland", "no", "review"),
    ],
)
def test_a_degree_from_here_or_one_from_abroad_that_was_evaluated(
    country: str, evaluated: str | None, expected: str
) -> None:
    assert standing("forecaster", [{**BACHELOR, "country": country}], evaluated) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{**METEOROLOGY, "semester_units": 40}], "met"),
        ([{**METEOROLOGY, "quarter_units": 60}], "met"),
        ([{**METEOROLOGY, "quarter_units": 40}], "review"),
        ([{**METEOROLOGY, "quarter_units": "39.999"}], "unmet"),
        ([{**METEOROLOGY, "credits": 60}], "met"),
        ([{**METEOROLOGY, "credits": 59}], "review"),
        ([{**METEOROLOGY, "credits": 26}], "unmet"),
        # A row with a subject states the units in it, whatever its degree holds in all.
        ([{**GRADUATE, "subject": "meteorology", "semester_units": 26}], "unmet"),
        ([{**GRADUATE, "subject": "all other", "semester_units": 94}, {**METEOROLOGY, "semester_units": 26}], "unmet"),
        ([{**GRADUATE, "semester_units": 94}, {**METEOROLOGY, "semester_units": 26}], "review"),
    ],
)
def test_units_without_a_system_are_read_in_both(rows: list[dict[str, Any]], expected: str) -> None:
    assert standing("assistant", rows) == expected


@pytest.mark.parametrize("name", ["a26", "a27", "a28", "a29", "b12", "b13"])
def test_the_records_stand_as_they_should(name: str) -> None:
    if not RECORDS.exists():
        pytest.skip(f"{RECORDS} is not here")
    right = (RECORDS / "right.csv").read_text(encoding="utf-8").splitlines()
    lines = [line for line in csv.DictReader(right) if line["pack"] == name]
    pack = RESTATED / f"{name}.yaml"
    screener = minqual.Screener(pack if pack.exists() else RECORDS / f"{name}.yaml")
    text = (RECORDS / f"{name}.jsonl").read_text(encoding="utf-8")
    records = {each["applicant_id"]: each for each in map(json.loads, text.splitlines())}
    for line in lines:
        verdict = minqual.check(records[line["applicant_id"]], screener, date.fromisoformat(line["as_of"]))
        assert verdict.verdict in line["right"].split("|"), line["applicant_id"]


def test_a_course_without_a_date_is_taken_as_completed_and_the_verdict_says_so() -> None:
    pack = """\
name: elmwood/warden
title: Warden
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
subjects: {first aid: []}
levels:
  - id: warden
    title: Warden
    source: {anchor: made up}
    requires:
      - course: first aid
"""
    taken = "a course on record without a date was completed"
    for dated, said in (({}, True), ({"awarded": "2015-06-01"}, False)):
        record = {"applicant_id": "a", "education": [{"level": "some college", "subject": "first aid", **dated}]}
        verdict = minqual.check(record, minqual.load_pack(text=pack), date(2026, 11, 21))
        assert verdict.verdict == "met"
        assert (taken in verdict.assumptions) == said
