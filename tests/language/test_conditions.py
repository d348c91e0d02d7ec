"""Conditions on conditions, as specifications set them: the two records that differ, for each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import minqual
from minqual.values import PackError
from support.places import SHARED, TESTS

FILED = date(2026, 11, 21)
MINE = ("a18",)

HEAD = {
    "name": "example/fitter",
    "title": "Fitter",
    "agency": "Town of Example",
    "specification": "An invented specification",
    "version": "1",
    "in force": "2024-01-01",
    "kinds": {"pipe laying": ["pipes"], "welding": []},
    "classes": {"Helper": ["H-1"], "Fitter": []},
    "employers": {"the Town": ["town of example"]},
    "job facts": {"abroad": {"yes": ["abroad"], "no": ["at home"]}},
}


def screener(*clauses: Mapping[str, Any], **more: object) -> minqual.Screener:
    """A pack that requires some clauses of one level."""
    levels = [{"id": "fitter", "title": "Fitter", "source": {"anchor": "a fitter"}, "requires": list(clauses)}]
    return minqual.Screener({**HEAD, **more, "levels": levels})


def verdict(screener_: minqual.Screener, record: Mapping[str, Any]) -> minqual.Verdict:
    """What comes of one record."""
    return minqual.check({"applicant_id": "A1", **record}, screener_, FILED)


def asked(found: minqual.Verdict) -> set[str]:
    """What is asked, by table and column."""
    return {f"{each.table} {each.column}" for level in found.levels for clause in level.clauses for each in clause.open}


def job(years: int, begun: int = 2016, **cells: Any) -> Mapping[str, str]:
    """Full-time pipe laying for so many years."""
    days = {"start": f"{begun}-01-01", "end": f"{begun + years - 1}-12-31"}
    return {"kinds": "pipe laying", "hours_per_week": "40", **days, **cells}


def right() -> Iterator[Mapping[str, str]]:
    """The lines that say which standing of an example record is right."""
    lines = SHARED / "findings" / "language" / "right.csv"
    if lines.exists():
        with lines.open(encoding="utf-8", newline="") as file:
            yield from (line for line in csv.DictReader(file) if line["pack"] in MINE)


@pytest.mark.parametrize("pack", MINE)
def test_the_example_records_stand_as_is_right(pack: str) -> None:
    expected = {line["applicant_id"]: line for line in right() if line["pack"] == pack}
    if not expected:
        pytest.skip("the example records are not here")
    rules: Path = TESTS / "language" / "restated" / f"{pack}.yaml"
    day = date.fromisoformat(next(iter(expected.values()))["as_of"])
    found = minqual.screen(SHARED / "findings" / "language" / f"{pack}.jsonl", rules, day).columns
    verdicts = dict(zip(found["applicant_id"], found["verdict"], strict=True))
    assert {name: verdicts[name] for name in expected} == {name: line["right"] for name, line in expected.items()}


FORM = {"answer": "form", "ask": "Is the form enclosed?"}
TWO_YEARS = {"experience": "2 years", "in": "pipe laying"}


def answers(**said: str) -> Mapping[str, Any]:
    """Answers by question."""
    return {"answers": [{"question": question, "answer": answer} for question, answer in said.items()]}


HELPED: Mapping[str, Any] = {"class_code": "Helper", "employer": "the Town"}


@pytest.mark.parametrize(
    ("jobs", "form", "expected"),
    [
        ([job(2, **HELPED)], "yes", "met"),
        ([job(2, **HELPED)], "no", "unmet"),
        ([job(2, **HELPED), job(2, 2020, class_code="Fitter", employer="Acme")], "no", "met"),
        ([job(1, **HELPED), job(1, 2020, class_code="Fitter", employer="Acme")], "no", "unmet"),
        ([job(1, **HELPED), job(1, 2020, class_code="Fitter", employer="Acme")], "yes", "met"),
        ([job(2, class_code="Helper", employer="Acme")], "no", "met"),
        ([job(2, class_code="Fitter", employer="the Town")], "no", "met"),
        ([job(2, class_code="Helper")], "no", "review"),
        ([job(2, employer="the Town")], "no", "review"),
        ([job(2, employer="Acme")], "no", "met"),
        ([job(2, **HELPED)], "", "review"),
        ([job(1, **HELPED)], "yes", "unmet"),
    ],
)
def test_whoever_counts_certain_time_needs_something_besides(
    jobs: list[Mapping[str, str]], form: str, expected: str
) -> None:
    asks = screener({"where counted": {"class": "Helper", "employer": "the Town"}, "needs": FORM, "of": TWO_YEARS})
    assert verdict(asks, {"experience": jobs, **answers(form=form)}).verdict == expected


@pytest.mark.parametrize(
    ("condition", "cells", "expected"),
    [
        ({"paid": "no"}, {"paid": "no"}, "unmet"),
        ({"paid": "no"}, {"paid": "yes"}, "met"),
        ({"paid": "no"}, {}, "met"),
        ({"paid": "no"}, {"paid": "perhaps"}, "review"),
        ({"in": "welding"}, {"kinds": "pipe laying; welding"}, "unmet"),
        ({"in": "welding"}, {"kinds": "pipe laying"}, "met"),
        ({"where": {"abroad": "yes"}}, {"facts": "abroad"}, "unmet"),
        ({"where": {"abroad": "yes"}}, {"facts": "at home"}, "met"),
        ({"where": {"abroad": "yes"}}, {}, "review"),
        ({"not employer": "the Town"}, {"employer": "Acme"}, "unmet"),
        ({"not employer": "the Town"}, {"employer": "town of example"}, "met"),
    ],
)
def test_the_time_is_told_by_any_condition_on_a_job(
    condition: Mapping[str, Any], cells: Mapping[str, Any], expected: str
) -> None:
    asks = screener({"where counted": condition, "needs": FORM, "of": TWO_YEARS})
    record = {"experience": [job(2, **cells)], **answers(form="no")}
    source = minqual.read([{"applicant_id": "A1", **record}])
    assert minqual.check(source, asks, FILED).verdict == expected


@pytest.mark.parametrize(
    "of",
    [
        {"unbroken": "2 years", "in": "pipe laying"},
        {"total": "2 years", "of": [{"count": "experience", "in": "pipe laying"}]},
        {"disjoint": [{"needs": "1 year", "of": [{"count": "experience", "in": "pipe laying"}]}] * 2},
        {"any of": [TWO_YEARS, {"degree": "master"}]},
        {"takes in": "pipe laying", "in": "pipe laying"},
        {"employed": "on 2016-05-15", "in": "pipe laying"},
        {
            "table": "study and work",
            "rows count": "pipe laying",
            "rows": [{"education": {"degree": "high school"}, "experience": "2 years"}],
        },
    ],
    ids=lambda of: next(iter(of)),
)
def test_the_time_is_left_out_wherever_work_is_counted(of: Mapping[str, Any]) -> None:
    asks = screener({"where counted": {"class": "Helper"}, "needs": FORM, "of": of})
    school = {"education": [{"level": "high school", "conferred": "yes"}]}
    for worked_as, form, expected in (("Helper", "no", "unmet"), ("Helper", "yes", "met"), ("Fitter", "no", "met")):
        record = {"experience": [job(2, class_code=worked_as)], **school, **answers(form=form)}
        assert verdict(asks, record).verdict == expected


def test_a_job_that_may_be_left_out_is_asked_about() -> None:
    asks = screener({**TWO_YEARS, "leaving out": {"class": "Helper", "employer": "the Town"}})
    assert asked(verdict(asks, {"experience": [job(2, employer="the Town")]})) == {"experience class_code"}
    assert asked(verdict(asks, {"experience": [job(2, class_code="Helper")]})) == {"experience employer"}
    assert verdict(asks, {"experience": [job(2, class_code="Fitter")]}).verdict == "met"
    assert verdict(asks, {"experience": [job(2, class_code="h-1", employer="the town")]}).verdict == "unmet"


def test_several_sets_of_jobs_are_left_out() -> None:
    out = [{"class": "Helper", "employer": "the Town"}, {"paid": "no"}]
    asks = screener({**TWO_YEARS, "leaving out": out})
    assert verdict(asks, {"experience": [job(2, class_code="Helper", employer="Acme", paid="no")]}).verdict == "unmet"
    assert verdict(asks, {"experience": [job(2, class_code="Helper", employer="Acme", paid="yes")]}).verdict == "met"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ({"where counted": {}, "needs": FORM, "of": TWO_YEARS}, "no condition"),
        ({"where counted": {"class": "Helper"}, "needs": FORM, "of": {"degree": "master"}}, "counts no time"),
        ({"where counted": {"class": "Helpr"}, "needs": FORM, "of": TWO_YEARS}, "Helpr"),
        ({"where counted": {"where": {"abrod": "yes"}}, "needs": FORM, "of": TWO_YEARS}, "abrod"),
        ({"where counted": {"grade": "1"}, "needs": FORM, "of": TWO_YEARS}, "grade"),
        ({"where counted": {"class": "Helper"}, "of": TWO_YEARS}, "needs"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(clause: Mapping[str, Any], said: str) -> None:
    with pytest.raises(PackError, match=said):
        screener(clause)
