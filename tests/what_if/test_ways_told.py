"""Ways to qualify as they are told: what is said of each, of its days, and of a level to which there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import minqual
from minqual.what_if import LevelWays
from support.command_line import minqual as run
from support.places import ROOT

TODAY: Final = date(2026, 11, 21)
SCHOOL: Final[Mapping[str, Any]] = {"level": "high school", "conferred": "yes"}


def told(rules: str, level: str, **tables: Sequence[Mapping[str, str]]) -> LevelWays:
    """The ways of a record to one level of a bundled pack."""
    (found,) = minqual.ways({"applicant_id": "someone", **tables}, rules, as_of=TODAY, level=level)
    return found


def test_work_named_by_its_class_and_by_what_it_is_may_be_one_job() -> None:
    first, *_ = (level := told("example/police-lieutenant", "lieutenant", education=[SCHOOL])).ways
    assert first.not_before == "2032-11-21"
    assert "On which days did you receive a written reprimand?" in level.questions
    assert "from 2026-11-22 on, both in one job" in first.says


def test_a_level_without_a_way_names_what_nothing_brings_about() -> None:
    level = told("example/bus-driver", "lead", education=[SCHOOL])
    assert not level.ways
    assert level.no_way.endswith("brings about a job begun by 2024-12-31 in bus driving with the Authority")


def test_a_degree_expected_in_the_month_of_the_day_is_conferred_by_its_end() -> None:
    study = {"level": "bachelor", "field": "marketing", "conferred": "no", "expected": "2026-11"}
    job = {"start": "2015-05-04", "end": "2020-06-30", "hours_per_week": "40", "kinds": "communications"}
    licence = {"name": "driver's license", "issuer": "California", "expires": "2029-03-14"}
    willing = {"question": "evening-meetings", "answer": "yes"}
    tables = {"education": [study], "experience": [job], "credentials": [licence], "answers": [willing]}
    first, *_ = told("stockton/mayoral-pio", "mayoral-pio", **tables).ways
    assert (first.day, first.things) == ("2026-11-30", ())
    assert first.says.startswith("the degree in progress, conferred as expected on 2026-11: 2026-11-30")


def test_what_a_person_still_decides_may_make_a_way_sooner() -> None:
    source = str(ROOT / "applicants" / "stockton-mayoral-pio")
    asked = "check", source, "--applicant", "a010", "--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21", "--ways"
    (level,) = json.loads(run(*asked, "--format", "json").out)["ways"]
    first, *_ = level["ways"]
    assert (first["day"], first["earliest"]) == ("2027-03-21", "2026-11-21")
    assert any("year-for-year" in each for each in level["questions"])
    assert "Ways to qualify, reckoned from the as-of day, 2026-11-21, and not from today" in run(*asked).out


def test_waiting_says_for_what() -> None:
    source = str(ROOT / "applicants" / "stockton-mayoral-pio")
    asked = "check", source, "--applicant", "a019", "--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21", "--ways"
    (level,) = json.loads(run(*asked, "--format", "json").out)["ways"]
    assert level["ways"][0]["says"].startswith("9 days of waiting until this is so: a bachelor's degree in journalism")


def test_a_grade_average_of_the_past_is_no_thing_to_do() -> None:
    degree = {"level": "bachelor", "field": "history", "conferred": "yes", "awarded": "2015-06-01"}
    average = {"question": "grade-average", "answer": "2.0"}
    level = told("example/librarian", "librarian", education=[degree], answers=[average])
    assert not any("grade average" in way.says for way in level.ways)


def test_more_units_than_a_whole_degree_has_are_named_only_where_nothing_else_is() -> None:
    degree = {"level": "doctorate", "field": "history", "conferred": "yes", "awarded": "2015-06-01"}
    record = {"applicant_id": "someone", "education": [degree]}
    found = minqual.ways(record, "montgomery-county/county-default", as_of=TODAY)
    amounts = [each.amount for level in found for way in level.ways for each in way.things]
    assert amounts
    assert not [each for each in amounts if each.endswith("semester units") and int(each.split()[0]) > 120]


def test_a_diploma_is_asked_for_no_college_units() -> None:
    found = minqual.ways({"applicant_id": "someone", "education": [SCHOOL]}, "example/history-teacher", as_of=TODAY)
    asked = [each for level in found for each in level.questions]
    assert asked
    assert not any("units" in each for each in asked)


def test_a_day_that_hangs_on_an_answer_says_so() -> None:
    degree = {"level": "doctorate", "field": "history", "conferred": "yes", "awarded": "2015-06-01"}
    record = {"applicant_id": "someone", "education": [degree]}
    ways = [
        way
        for level in minqual.ways(record, "montgomery-county/county-default", as_of=TODAY)
        for way in level.ways
        if way.answers and way.day != way.earliest
    ]
    assert ways
    assert all("by what is known and so answered" in way.says for way in ways)
