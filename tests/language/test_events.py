"""Events counted in a window before the as-of date: the records that differ, for each way of telling the days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import minqual
from minqual.values import PackError

FILED = date(2026, 11, 21)
HEAD = {
    "name": "example/clerk",
    "title": "Clerk",
    "agency": "Town of Example",
    "specification": "An invented specification",
    "version": "1",
    "in force": "2024-01-01",
}
EXAMINED = {"events": "examinations", "ask": "On which days?", "at most": "0", "within": "18 months"}
WARNED = {"events": "warnings", "ask": "On which days?", "at most": "4", "within": "30 months"}
SERVED = {"events": "elections", "ask": "On which days?", "at least": "2", "within": "4 years"}


def screener(clause: Mapping[str, Any]) -> minqual.Screener:
    """A pack that requires one clause of one level."""
    levels = [{"id": "clerk", "title": "Clerk", "source": {"anchor": "a clerk"}, "requires": [clause]}]
    return minqual.Screener({**HEAD, "levels": levels})


def judged(clause: Mapping[str, Any], *said: str, papers_until: date | None = None) -> minqual.Verdict:
    """What comes of one record that answers the question in some rows."""
    answers = [{"question": clause["events"], "answer": each} for each in said]
    record = {"applicant_id": "A1", "answers": answers}
    return minqual.check(record, screener(clause), FILED, papers_until=papers_until)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["2025-05-20"], "met"),
        (["2025-05-21"], "unmet"),
        (["2025-05-22"], "unmet"),
        (["2024; 5/20/2025"], "met"),
        (["none"], "met"),
        (["No examinations."], "met"),
        (["never"], "met"),
        ([], "review"),
        (["unknown"], "review"),
        (["yes"], "review"),
        (["2025-05"], "review"),
        (["2025"], "review"),
        (["Mar 2026"], "unmet"),
        (["2026-11"], "review"),
        (["2026-11-22"], "review"),
        (["2020-01-01; unknown"], "review"),
        (["none", "2026-01-01"], "review"),
        (["none", "2020-01-01"], "met"),
        (["1900-01-01"], "review"),
        (["25/12/2024; 12/5/2025"], "review"),
    ],
)
def test_no_event_in_a_window(said: list[str], expected: str) -> None:
    assert judged(EXAMINED, *said).verdict == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["2024-05-20; 2024-06-01; 2025-01-01; 2025-02-01; 2025-03-01"], "met"),
        (["2024-05-21; 2024-06-01; 2025-01-01; 2025-02-01; 2025-03-01"], "unmet"),
        (["2024-06-01", "2025-01-01", "2025-02-01, 2025-03-01 and 2025-04-01"], "unmet"),
        (["2024-06-01; 2025-01-01; 2025-02-01; 2025-03-01"], "met"),
        (["2024-06-01; 2025-01-01; 2025-02-01; 2025-02-01; 2025-03-01"], "review"),
        (["May 20, 2025; June 1, 2025"], "met"),
    ],
)
def test_no_more_than_so_many_events(said: list[str], expected: str) -> None:
    assert judged(WARNED, *said).verdict == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["2022-11-21; 2026-11-21"], "met"),
        (["2022-11-20; 2026-11-21"], "unmet"),
        (["2026-05-01"], "unmet"),
        (["2026-05-01; 2026-05-01"], "review"),
        (["none"], "unmet"),
        (["2026-05-01; 2027-01-01"], "review"),
    ],
)
def test_so_many_events_at_least(said: list[str], expected: str) -> None:
    assert judged(SERVED, *said).verdict == expected


@pytest.mark.parametrize(("within", "inside", "outside"), [("90 days", 90, 91), ("6 weeks", 42, 43)])
def test_a_window_of_days_or_weeks(within: str, inside: int, outside: int) -> None:
    for days, expected in ((inside, "unmet"), (outside, "met")):
        day = (FILED - timedelta(days=days)).isoformat()
        assert judged(EXAMINED | {"within": within}, day).verdict == expected


def test_silence_is_what_the_specification_says_it_is() -> None:
    assert judged(EXAMINED | {"if silent": "unmet"}).verdict == "unmet"
    due = EXAMINED | {"due": "10 days after filing"}
    assert judged(due).verdict == "conditional"
    assert judged(due, papers_until=FILED + timedelta(days=11)).verdict == "unmet"
    assert judged(due, "none", papers_until=FILED + timedelta(days=11)).verdict == "met"


def test_what_is_open_is_asked_and_what_counts_is_told(tmp_path: Path) -> None:
    clause = judged(WARNED, "2024-05; 2020-01-01; 2027-01-01; 2025-01-01").levels[0].clauses[0]
    assert clause.says == "at most 4 warnings in the last 30 months"
    assert [each.says for each in clause.evidence] == ["1 counted, 1 before the last 30 months, 2 open"]
    record = {"applicant_id": "A1", "answers": [{"question": "examinations", "answer": "2025-06-01"}]}
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps(record), encoding="utf-8")
    (reasons,) = minqual.screen(source, screener(EXAMINED), FILED).columns["reasons_in_full"]
    assert "The record shows 1 examination in the last 18 months, where there may be none." in reasons
    (asked,) = judged(EXAMINED, "2025-05").levels[0].clauses[0].open
    assert asked.ask == "On which day exactly? On which days?"


@pytest.mark.parametrize(
    "change",
    [
        {"at most": None},
        {"at most": "1.5"},
        {"at least": "0", "at most": None},
        {"at least": "1"},
        {"within": "40 hours"},
        {"if silent": "conditional"},
    ],
)
def test_what_is_no_bound_is_refused(change: Mapping[str, str | None]) -> None:
    clause = {key: value for key, value in {**EXAMINED, **change}.items() if value is not None}
    with pytest.raises(PackError):
        screener(clause)


def test_a_map_says_in_which_order_the_days_stand(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text("id,Examined\n7,03/04/2025; 04/06/2025\n8,05/04/2025; 06/03/2020\n")
    mapped = """\
map: form
date order: day first
applicants: id
answers: [{question: {always: examinations}, answer: Examined}]
"""
    (tmp_path / "map.yaml").write_text(mapped)
    found = minqual.screen(tmp_path / "form.csv", screener(EXAMINED), FILED, column_map=tmp_path / "map.yaml").columns
    assert list(found["verdict"]) == ["unmet", "met"]
