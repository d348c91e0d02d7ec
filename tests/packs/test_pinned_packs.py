"""Examples in which the engine and the design once differed, each with what the design says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest

from support.oracle.pack import judge
from support.screened import standings
from support.strategies.packs import Author, Written
from support.strategies.packs_with_records import Drawn
from support.strategies.records import Record, Tape

Bounds = tuple[str, str | None]

JOURNALIST = {"start": "2020-01-01", "end": "2020-12-31", "kinds": "journalism", "hours_per_week": "40"}
COURSES = {"level": "some college", "semester_units": "30"}
COLLEGE = {"level": "bachelor", "conferred": "yes", "awarded": "2010-06-01"}
STOCKTON = {"count": "experience", "employer": "City of Stockton", "share at least": "50%"}
LINE = {
    "years in all": "6 years",
    "experience at least": "1 year",
    "year of education": "30 semester units",
    "education at most": "4 years",
    "full education": {"degree": "doctorate"},
    "or without units": {"degree": "high school"},
}
TABLE = {
    "table": "education and experience",
    "rows count": "journalism",
    "rows": [{"education": {"id": "units", "units": "24 semester units"}, "experience": "5 years"}],
    "year for year": LINE,
}

Example = tuple[str, Written, Mapping[str, Sequence[Mapping[str, str]]], str, Bounds | None]

PINNED: Sequence[Example] = (
    (
        "nothing counts after units that certainly are not met",
        {
            "experience": "1 year",
            "in": "journalism",
            "after": {"units": "24 semester units", "may lack": "12 semester units"},
        },
        {"education": [{"level": "some college", "semester_units": "15"}], "experience": [{}]},
        "unmet",
        ("0", "0"),
    ),
    (
        "a blank answer beside a number is no answer",
        {"number": "5/2", "of": "points", "questions": {"gpa-major": "How many?"}},
        {"answers": [{"question": "gpa-major"}, {"question": "gpa-major", "answer": "4"}]},
        "met",
        ("4", "4"),
    ),
    (
        "a row without units or a subject may hold as many as a subject may count",
        {"units": "6 semester units", "in": "accounting", "at most": {"accounting": "12 semester units"}},
        {"education": [{"level": "some college"}]},
        "review",
        ("0", "12"),
    ),
    (
        "a duration without dates counts no more than the window holds",
        {"unbroken": "3 years", "in": "journalism", "within": "3 years"},
        {"experience": [{"years": "4.999", "kinds": "journalism", "hours_per_week": "40"}]},
        "review",
        ("0", "3"),
    ),
    (
        "nothing counts after a time that durations without dates do not fill",
        {
            "experience": "18 months",
            "employer": "County of Marin",
            "after": {"experience": "2.5 years", "in": "journalism"},
        },
        {"experience": [{"years": "2.25"}]},
        "unmet",
        ("0", "0"),
    ),
    (
        "a further term never lessens what a job is worth",
        {"total": "2 years", "of": [STOCKTON, {"count": "experience", "in": "journalism"}]},
        {"experience": [JOURNALIST | {"employer": "City of Stockton", "share": "50%"}]},
        "unmet",
        ("1", "1"),
    ),
    (
        "a misspelling beside a subject is open",
        {"units": "6 semester units", "in": "accounting"},
        {"education": [COURSES | {"subject": "accounting; acounting"}]},
        "review",
        ("0", "30"),
    ),
    (
        "a row of two subjects may be all of the one that is capped",
        {
            "units": "20 semester units",
            "in": ["accounting", "statistics"],
            "at most": {"accounting": "12 semester units"},
        },
        {"education": [COURSES | {"subject": "accounting; statistics"}]},
        "review",
        ("12", "30"),
    ),
    (
        "units of a subject add to others at a level",
        {"units": "30 semester units", "level": "master"},
        {
            "education": [
                {"level": "master", "conferred": "yes", "semester_units": "20", "subject": "accounting"},
                {"level": "master", "conferred": "yes", "semester_units": "24"},
            ]
        },
        "met",
        ("44", "44"),
    ),
    (
        "two printed pairs of systems are counted apart",
        {
            "all of": [
                {"id": "other", "units": "30 semester units", "or": "80 quarter units"},
                {"id": "one", "units": "60 semester units", "or": "80 quarter units"},
            ]
        },
        {"education": [{"level": "some college", "quarter_units": "80"}]},
        "met",
        None,
    ),
    (
        "study of an unknown level that was not conferred may be some college",
        {"degree": "some college"},
        {"education": [{"conferred": "no"}]},
        "review",
        None,
    ),
    (
        "hours worked are those worked, from however many on a job is full time",
        {"experience": "500 hours", "in": "journalism"},
        {"experience": [JOURNALIST | {"hours_per_week": "30", "end": "2020-01-07"}]},
        "unmet",
        ("30", "30"),
    ),
    (
        "a table read as a line forgives the days that its rows do",
        TABLE,
        {"education": [{"level": "some college"}], "experience": [JOURNALIST | {"start": "2018-01-15"}]},
        "review",
        None,
    ),
    (
        "further study does not put off the day by which units were reached",
        {"experience": "1 year", "in": "journalism", "after": {"units": "60 semester units"}},
        {"education": [COLLEGE, {"level": "some college"}], "experience": [JOURNALIST]},
        "met",
        ("1", "1"),
    ),
    (
        "units whose day is not stated were not certainly reached before anything",
        {"experience": "1 year", "in": "journalism", "after": {"units": "60 semester units"}},
        {"education": [{"level": "high school", "semester_units": "60"}], "experience": [JOURNALIST]},
        "review",
        ("0", "1"),
    ),
    (
        "a window of hours opens so many months before the day from which nothing counts",
        {"experience": "400 hours", "in": "journalism", "within": "12 months"},
        {"experience": [JOURNALIST | {"end": "present"}]},
        "met",
        ("14640/7", "14640/7"),
    ),
    (
        "what lies in a window may count whole beside the rest at its share",
        {
            "total": "4.5 years",
            "of": [
                {"count": "experience", "class": "Staff Clerk"},
                {"count": "experience", "in": "the press", "share at least": "50%", "within": "3 years"},
            ],
        },
        {"experience": [{"share": "0.849", "years": "5"}]},
        "review",
        ("0", "2349/500"),
    ),
    (
        "two halves of a spell are bridged to other work like the whole",
        {"unbroken": "5 years", "in": "journalism", "gap at most": "1 month"},
        {
            "experience": [
                {"years": "2", "kinds": "journalism", "hours_per_week": "40"},
                JOURNALIST | {"end": "2020-06-30"},
                JOURNALIST | {"start": "2020-07-01"},
            ]
        },
        "unmet",
        ("2", "37/12"),
    ),
)

POLICY = {"forgiven days": "14", "full time from": "30"}


BY_MONTHS = {"months": "of 15 days or more"}
APART = {"kinds": "journalism", "hours_per_week": "40", "apart": "1"}


def test_that_durations_without_overlap_add_up_as_hours_where_time_is_counted_by_whole_months() -> None:
    """Months are counted of years alone: hours are worked whatever month they fall into."""
    rows = {"experience": [APART | {"years": "2.25"}, APART | {"years": "5"}]}
    hours = {"experience": "15080 hours", "in": "journalism"}
    both_say(hours, rows, "met", ("15080", "106140/7"), BY_MONTHS)


@pytest.mark.parametrize(
    ("clause", "rows", "standing", "bounds"), [each[1:] for each in PINNED], ids=[each[0] for each in PINNED]
)
def test_that(clause: Written, rows: Record, standing: str, bounds: Bounds | None) -> None:
    """Engine and oracle both say of an example what the design says."""
    both_say(clause, rows, standing, bounds, POLICY)


def both_say(clause: Written, rows: Record, standing: str, bounds: Bounds | None, policy: Mapping[str, str]) -> None:
    """That a clause stands so high for both, by these bounds."""
    pack = Author(Tape(b"")).pack()
    pack |= {"counting policy": policy, "levels": [{"id": "l", "title": "L", "requires": [{"id": "c"} | clause]}]}
    case = Drawn(pack, date(2025, 1, 1), [{"applicant_id": "A", **rows}])
    screening = case.screened(case.screener(), case.pool)
    expected = judge(pack, case.pool[0], case.as_of)
    assert standings(screening, 0)["l.c"].word == standing
    assert standings(screening, 0)["l.c"] == expected.standings["l.c"]
    if bounds is not None:
        exact = Fraction(bounds[0]), None if bounds[1] is None else Fraction(bounds[1])
        assert expected.bounds["l.c"] == exact
        assert next(each.counted.exact(0) for each in screening.assessments if each.counted) == exact
