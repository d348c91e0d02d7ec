"""Time counted in weeks, part time that counts half, and whole weeks only: the records on both sides of each bound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

import minqual
from minqual.values import PackError

FILED = date(2026, 11, 21)
MONDAY = date(2025, 1, 6)
HALF = {"part time": "half"}


def screener(clause: Mapping[str, Any], policy: object = "default") -> minqual.Screener:
    """A pack that requires one clause of one level."""
    return minqual.Screener(
        {
            "name": "example/clerk",
            "title": "Clerk",
            "agency": "Town of Example",
            "specification": "An invented specification",
            "version": "1",
            "in force": "2024-01-01",
            "kinds": {"field work": []},
            "counting policy": policy,
            "levels": [{"id": "clerk", "title": "Clerk", "source": {"anchor": "a clerk"}, "requires": [clause]}],
        }
    )


def job(days: int, hours: str = "24", start: date = MONDAY) -> Mapping[str, str]:
    """Field work for so many days."""
    last = start + timedelta(days=days - 1)
    return {"start": start.isoformat(), "end": last.isoformat(), "hours_per_week": hours, "kinds": "field work"}


def counted(clause: Mapping[str, Any], *jobs: Mapping[str, str], policy: object = "default") -> tuple[str, str, str]:
    """The verdict on some jobs, and what they count, in its unit."""
    verdict = minqual.check({"applicant_id": "A1", "experience": list(jobs)}, screener(clause, policy), FILED)
    found = verdict.levels[0].clauses[0].counted
    assert found is not None
    return verdict.verdict, found.low, found.unit


def weeks(number: str, **more: object) -> Mapping[str, Any]:
    return {"experience": f"{number} weeks", "in": "field work", **more}


@pytest.mark.parametrize(
    ("needed", "days", "hours", "policy", "expected"),
    [
        ("20", 280, "24", HALF, "met"),
        ("21", 280, "24", HALF, "unmet"),
        ("20", 279, "24", HALF, "unmet"),
        ("20", 280, "8", HALF, "met"),
        ("40", 280, "40", HALF, "met"),
        ("40", 280, "39.5", HALF, "unmet"),
        ("40", 280, "35", HALF | {"full time from": "35"}, "met"),
        ("24", 280, "24", "default", "met"),
        ("24", 279, "24", "default", "unmet"),
        ("20", 280, "", HALF, "review"),
        ("20.5", 287, "24", HALF, "met"),
        ("20.5", 287, "24", HALF | {"weeks": "whole weeks only"}, "unmet"),
        ("20", 286, "24", HALF | {"weeks": "whole weeks only"}, "met"),
        ("40", 278, "40", {"forgiven days": "2"}, "met"),
        ("40", 277, "40", {"forgiven days": "2"}, "unmet"),
    ],
)
def test_weeks_of_full_time(needed: str, days: int, hours: str, policy: object, expected: str) -> None:
    assert counted(weeks(needed), job(days, hours), policy=policy)[0] == expected


def test_half_holds_of_years_and_not_of_hours() -> None:
    year = job(365, "10", date(2025, 1, 1))
    assert counted({"experience": "6 months", "in": "field work"}, year, policy=HALF) == ("met", "6.00", "months")
    assert counted({"experience": "1040 hours", "in": "field work"}, year, policy=HALF)[0] == "unmet"
    two = (job(70, "10"), job(70, "10"))
    assert counted(weeks("10"), *two, policy=HALF)[0] == "review", "equal rows may be one job"
    assert counted(weeks("10"), job(70, "10"), job(70, "11"), policy=HALF)[:2] == ("met", "10.00")


def test_what_may_lack_and_windows_are_in_weeks() -> None:
    assert counted(weeks("12", **{"may lack": "2 weeks"}), job(70, "40"))[0] == "conditional"
    assert counted(weeks("12", **{"may lack": "2 weeks"}), job(69, "40"))[0] == "unmet"
    window = weeks("10", within="26 weeks")
    assert counted(window, job(70, "40", FILED - timedelta(days=181)))[0] == "met"
    assert counted(window, job(70, "40", FILED - timedelta(days=182)))[0] == "unmet"


@pytest.mark.parametrize(("gap", "expected"), [(14, "met"), (15, "unmet")])
def test_weeks_without_a_gap(gap: int, expected: str) -> None:
    clause = {"unbroken": "12 weeks", "in": "field work", "gap at most": "2 weeks"}
    assert counted(clause, job(35), job(35, start=MONDAY + timedelta(days=35 + gap)))[0] == expected


def test_a_degree_and_a_credential_are_expected_within_weeks() -> None:
    clause = {"degree": "bachelor", "expected within": "6 weeks"}
    for days, expected in ((42, "conditional"), (43, "unmet")):
        row = {"level": "bachelor", "conferred": "no", "expected": (FILED + timedelta(days=days)).isoformat()}
        assert minqual.check({"applicant_id": "A1", "education": [row]}, screener(clause), FILED).verdict == expected


@pytest.mark.parametrize(
    ("clause", "policy", "said"),
    [
        (weeks("40", after={"degree": "bachelor"}), "default", "in years or months"),
        (weeks("40", **{"may lack": "1 month"}), "default", "weeks for weeks"),
        (weeks("40", within="20 weeks"), "default", "a window at least as long"),
        ({"total": "40 weeks", "of": [{"count": "experience", "in": "field work"}]}, "default", "weeks stand under"),
        (weeks("40"), {"part time": "half", "weeks in a month": "4.35", "hours in a month": "173"}, "one of the two"),
    ],
)
def test_where_weeks_and_halves_have_no_place_it_is_said(clause: Mapping[str, Any], policy: object, said: str) -> None:
    with pytest.raises(PackError, match=said):
        screener(clause, policy)


def test_the_policy_says_how_it_counts() -> None:
    made = screener(weeks("40"), HALF | {"weeks": "whole weeks only"})
    printed = minqual.check({"applicant_id": "A1"}, made, FILED).policy
    assert printed["part time"].startswith("half of full time")
    assert printed["rounding"] == "time in weeks is rounded down to whole weeks"
