"""Worked examples of the domain, each with its figures and, where it has them, both sides of its bound.

Silence on licence and evenings stands for both being satisfied. What an example leaves to people is review where a
fact or a judgement decides it, and refer where the printed pattern fails and an authority may accept an equivalent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from minqual import Screener, Verdict, check, load_pack

AS_OF: Final = date(2026, 11, 21)
STOCKTON: Final = "stockton/mayoral-pio"
SAN_JOSE: Final = "san-jose/council-community-relations"
EXAMPLES: Final = Path(__file__).resolve().parents[2] / "shared" / "domain" / "worked-examples.json"
"""The published list stands beside the repository, where it is present at all."""

Row = Mapping[str, object]


@dataclass(frozen=True)
class Side:
    """One applicant of an example.

    standings: by level. counted: by clause, the exact (low, high). eligible: the highest level met. judged: the
    clauses that stand at review and say what is open.
    """

    education: tuple[Row, ...]
    experience: tuple[Row, ...]
    standings: Mapping[str, str]
    counted: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    eligible: str | None = None
    judged: tuple[str, ...] = ()


def job(start: str, end: str, kind: str, hours: int = 40) -> Row:
    return {"start": start, "end": end, "hours_per_week": hours, "kinds": kind}


def stockton_job(end: str) -> tuple[Row, ...]:
    """Full-time communications from the first day of 2015, so that the last of 2019 makes five years exactly."""
    return (job("2015-01-01", end, "communications"),)


def service(end: str, hours: int = 40, start: str = "2020-01-01") -> Row:
    """Public service from the first day of 2020, so that the last of 2021 makes 24 months exactly."""
    return job(start, end, "public service", hours)


def degree(level: str, field_: str | None = None, **units: float) -> Row:
    return {"level": level, "field": field_, "conferred": "yes", **units}


def college(**units: float) -> Row:
    return {"level": "some college", **units}


DIPLOMA: Final = degree("high school")
LISTED: Final = degree("bachelor", "economics")
HISTORY: Final = degree("bachelor", "history")
JOURNALISM: Final = degree("bachelor", "journalism")

BASE: Final = "mayoral-pio.any-of.table.base"
LINE: Final = "mayoral-pio.any-of.table.rows.year-for-year"
AIDE_TIME: Final = "aide.any-of.all-of.experience"
UNITS: Final = "representative.any-of.all-of.units"
DIRECTOR_TIME: Final = "director.any-of.all-of.experience"
DIRECTOR_DEGREE: Final = "director.any-of.all-of.degree"


def pio(standing: str) -> Mapping[str, str]:
    return {"mayoral-pio": standing}


def levels(aide: str, representative: str, coordinator: str, director: str) -> Mapping[str, str]:
    return {"aide": aide, "representative": representative, "coordinator": coordinator, "director": director}


@dataclass(frozen=True)
class Example:
    """A worked example under the pack that it is tried on."""

    pack: str
    sides: tuple[Side, ...]


WORKED: Final[Mapping[str, Example]] = {
    # A year of 20 hours a week is six months of full time.
    "A03": Example(
        SAN_JOSE,
        (
            Side(
                (DIPLOMA,),
                (service("2020-12-31", 20),),
                levels("refer", "refer", "refer", "refer"),
                {AIDE_TIME: ("1/2", "1/2")},
            ),
        ),
    ),
    # 24 months of 20 hours a week are twelve.
    "A04": Example(
        SAN_JOSE,
        (
            Side(
                (DIPLOMA,),
                (service("2021-12-31", 20),),
                levels("met", "refer", "refer", "refer"),
                {AIDE_TIME: ("1", "1")},
                eligible="aide",
            ),
        ),
    ),
    # Two years of 20 hours are twelve months; twelve months of 30 hours are nine.
    "A06": Example(
        SAN_JOSE,
        (
            Side(
                (DIPLOMA,),
                (service("2021-12-31", 20),),
                levels("met", "refer", "refer", "refer"),
                {AIDE_TIME: ("1", "1")},
                eligible="aide",
            ),
            Side(
                (DIPLOMA,),
                (service("2020-12-31", 30),),
                levels("refer", "refer", "refer", "refer"),
                {AIDE_TIME: ("3/4", "3/4")},
            ),
        ),
    ),
    # Jobs of 20 and 15 hours held at once are 35 hours a week: 35/40 of each year. Beyond 40 hours nothing is added.
    "B01": Example(
        SAN_JOSE,
        (
            Side(
                (DIPLOMA,),
                (service("2020-12-31", 20), service("2020-12-31", 15)),
                levels("refer", "refer", "refer", "refer"),
                {AIDE_TIME: ("7/8", "7/8")},
            ),
            Side(
                (DIPLOMA,),
                (service("2020-12-31", 20), service("2020-12-31", 25)),
                levels("met", "refer", "refer", "refer"),
                {AIDE_TIME: ("1", "1")},
                eligible="aide",
            ),
        ),
    ),
    # A degree earned full time beside 24 months of 20 hours a week: the degree and twelve months both count.
    "B03": Example(
        SAN_JOSE,
        (
            Side(
                ({**HISTORY, "awarded": "2021-12-31"},),
                (service("2021-12-31", 20),),
                levels("met", "refer", "refer", "refer"),
                {AIDE_TIME: ("1", "1"), UNITS: ("120", "120")},
                eligible="aide",
            ),
        ),
    ),
    # 123 quarter units are 82 semester units.
    "D02": Example(
        SAN_JOSE,
        (
            Side(
                (DIPLOMA, college(quarter_units=123)),
                (service("2021-12-31"),),
                levels("met", "met", "refer", "refer"),
                {UNITS: ("82", "82")},
                eligible="representative",
            ),
        ),
    ),
    # A bachelor's degree: five years, and one day less.
    "S01": Example(
        STOCKTON,
        (
            Side((LISTED,), stockton_job("2019-12-31"), pio("met"), {BASE: ("5", "5")}, eligible="mayoral-pio"),
            Side((LISTED,), stockton_job("2019-12-30"), pio("refer"), {BASE: ("1799/360", "1799/360")}),
        ),
    ),
    # An associate degree or 60 units: seven years, and one day less.
    "S03": Example(
        STOCKTON,
        (
            Side((degree("associate"),), stockton_job("2021-12-31"), pio("met"), {BASE: ("7", "7")}, "mayoral-pio"),
            Side((degree("associate"),), stockton_job("2021-12-30"), pio("refer"), {BASE: ("2519/360", "2519/360")}),
            Side(
                (college(semester_units=60),), stockton_job("2021-12-31"), pio("met"), {BASE: ("7", "7")}, "mayoral-pio"
            ),
            Side(
                (college(semester_units=60),),
                stockton_job("2021-12-30"),
                pio("refer"),
                {BASE: ("2519/360", "2519/360")},
            ),
        ),
    ),
    # 45 units stand on the row of 30, which asks eight years; read linearly they ask seven and a half.
    "S06": Example(
        STOCKTON,
        (
            Side(
                (college(semester_units=45),), stockton_job("2022-12-31"), pio("met"), {BASE: ("8", "8")}, "mayoral-pio"
            ),
            Side(
                (college(semester_units=45),),
                stockton_job("2022-06-30"),
                pio("review"),
                {BASE: ("15/2", "15/2")},
                judged=(LINE,),
            ),
            Side(
                (college(semester_units=45),),
                stockton_job("2022-06-29"),
                pio("refer"),
                {BASE: ("2699/360", "2699/360")},
            ),
        ),
    ),
    # An unrelated bachelor's degree: six years meet, from five a person decides, below five no reading passes.
    "S08": Example(
        STOCKTON,
        (
            Side((HISTORY,), stockton_job("2020-12-31"), pio("met"), {BASE: ("6", "6")}, eligible="mayoral-pio"),
            Side((HISTORY,), stockton_job("2020-12-30"), pio("review"), {BASE: ("2159/360", "2159/360")}),
            Side((HISTORY,), stockton_job("2020-06-30"), pio("review"), {BASE: ("11/2", "11/2")}),
            Side((HISTORY,), stockton_job("2019-12-31"), pio("review"), {BASE: ("5", "5")}),
            Side((HISTORY,), stockton_job("2019-12-30"), pio("refer"), {BASE: ("1799/360", "1799/360")}),
        ),
    ),
    # A bachelor's degree in history: two years make a coordinator, five leave the director to a person.
    "S11": Example(
        SAN_JOSE,
        (
            Side(
                (HISTORY,),
                (service("2021-12-31"),),
                levels("met", "met", "met", "refer"),
                {DIRECTOR_TIME: ("2", "2")},
                eligible="coordinator",
            ),
            Side(
                (HISTORY,),
                (service("2024-12-31"),),
                levels("met", "met", "met", "review"),
                {DIRECTOR_TIME: ("5", "5")},
                eligible="coordinator",
                judged=(DIRECTOR_DEGREE,),
            ),
        ),
    ),
    # 60 units and six years: representative; an equivalent of the degree is for the appointing authority to accept.
    "S12": Example(
        SAN_JOSE,
        (
            Side(
                (DIPLOMA, college(semester_units=60)),
                (service("2025-12-31"),),
                levels("met", "met", "refer", "refer"),
                {UNITS: ("60", "60"), DIRECTOR_TIME: ("6", "6")},
                eligible="representative",
            ),
        ),
    ),
    # A bachelor's degree in journalism and 18 months: aide, since every other level asks two years or more.
    "S13": Example(
        SAN_JOSE,
        (
            Side(
                (JOURNALISM,),
                (service("2021-06-30"),),
                levels("met", "refer", "refer", "refer"),
                {AIDE_TIME: ("3/2", "3/2")},
                eligible="aide",
            ),
        ),
    ),
    # An associate degree of 64 quarter units states 42 2/3 semester units and implies 60.
    "S14": Example(
        SAN_JOSE,
        (
            Side(
                (degree("associate", quarter_units=64),),
                (service("2021-12-31"),),
                levels("met", "review", "refer", "refer"),
                {UNITS: ("128/3", "60")},
                eligible="aide",
                judged=(UNITS,),
            ),
        ),
    ),
}

ALL_OF_PREFIX: Final = ("S",)
"""Kinds of example of which every one is tried here: those about the two specifications."""


@cache
def screener(pack: str) -> Screener:
    """A pack made ready once for all examples."""
    return Screener(load_pack(pack))


def judge(pack: str, side: Side) -> Verdict:
    record = {
        "applicant_id": "example",
        "education": side.education,
        "experience": side.experience,
        "credentials": [{"name": "driver's license", "issuer": "California", "expires": "2028-01-01"}],
        "answers": [{"question": "evening-meetings", "answer": "yes"}],
    }
    return check(record, screener(pack), AS_OF)


def published() -> set[str]:
    """The ids of the published list; the test is skipped where it is absent."""
    if not EXAMPLES.is_file():
        pytest.skip(f"{EXAMPLES.name} is not here: the list is kept outside the repository")
    return {row["id"] for row in json.loads(EXAMPLES.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_example_comes_out_at_its_standings(name: str) -> None:
    example = WORKED[name]
    for side in example.sides:
        verdict = judge(example.pack, side)
        assert {level.level: level.standing for level in verdict.levels} == side.standings
        assert verdict.eligible_level == side.eligible


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_example_counts_exactly_its_figures(name: str) -> None:
    example = WORKED[name]
    for side in example.sides:
        clauses = {clause.id: clause for level in judge(example.pack, side).levels for clause in level.clauses}
        counted = {name: clauses[name].counted for name in side.counted}
        assert {name: each.exact if each else None for name, each in counted.items()} == side.counted


@pytest.mark.parametrize(
    "name", [name for name, example in WORKED.items() if any(side.judged for side in example.sides)]
)
def test_a_worked_example_in_review_names_the_clause_that_decides_it(name: str) -> None:
    example = WORKED[name]
    for side in example.sides:
        clauses = {clause.id: clause for level in judge(example.pack, side).levels for clause in level.clauses}
        assert all(clauses[clause].standing == "review" and clauses[clause].open for clause in side.judged)


def test_the_worked_examples_are_on_the_published_list() -> None:
    assert set(WORKED) <= published()


def test_every_published_example_about_the_two_specifications_is_worked() -> None:
    assert {name for name in published() if name.startswith(ALL_OF_PREFIX)} == {
        name for name in WORKED if name.startswith(ALL_OF_PREFIX)
    }
