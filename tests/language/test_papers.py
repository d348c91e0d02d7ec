"""Answers, papers, numbers and conditions, as specifications ask them: the two records that differ, for each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import minqual
from support.places import SHARED, TESTS

FILED = date(2026, 11, 21)
MINE = ("a14", "a16", "a17", "a23", "a24")

HEAD = {
    "name": "example/clerk",
    "title": "Clerk",
    "agency": "Town of Example",
    "specification": "An invented specification",
    "version": "1",
    "in force": "2024-01-01",
    "credentials": {"guide course": [], "boat licence": []},
}


def screener(clause: Mapping[str, Any], **more: object) -> minqual.Screener:
    """A pack that requires one clause of one level."""
    levels = [{"id": "clerk", "title": "Clerk", "source": {"anchor": "a clerk"}, "requires": [clause]}]
    return minqual.Screener({**HEAD, **more, "levels": levels})


def standing(clause: Mapping[str, Any], record: Mapping[str, Any], papers_until: date | None = None) -> str:
    """How one record stands under a clause."""
    return minqual.check({"applicant_id": "A1", **record}, screener(clause), FILED, papers_until=papers_until).verdict


def answered(question: str, *said: str) -> Mapping[str, Any]:
    """A record that answers one question."""
    return {"answers": [{"question": question, "answer": each} for each in said]}


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
    folder = SHARED / "findings" / "language"
    own = TESTS / "language" / "restated" / f"{pack}.yaml"
    rules: Path = own if own.exists() else folder / f"{pack}.yaml"
    day = date.fromisoformat(next(iter(expected.values()))["as_of"])
    found = minqual.screen(folder / f"{pack}.jsonl", rules, day).columns
    verdicts = dict(zip(found["applicant_id"], found["verdict"], strict=True))
    assert {name: verdicts[name] for name in expected} == {name: line["right"] for name, line in expected.items()}


FORM = {"answer": "form", "ask": "Has the form come?", "due": "10 days after filing"}


@pytest.mark.parametrize(
    ("days", "silent"), [(0, "conditional"), (10, "conditional"), (11, "unmet")], ids=["at once", "tenth", "eleventh"]
)
def test_what_is_due_so_many_days_after_filing_is_waited_for_until_they_are_over(days: int, silent: str) -> None:
    until = FILED + timedelta(days=days)
    assert standing(FORM, {}, papers_until=until) == silent
    assert standing(FORM, answered("form", "yes"), papers_until=until) == "met"
    assert standing(FORM, answered("form", "no"), papers_until=until) == "unmet"
    not_yet = FORM | {"if no": "conditional"}
    assert standing(not_yet, answered("form", "no"), papers_until=until) == silent


@pytest.mark.parametrize("due", ["before probation ends", "by the end of training", "after appointment"])
def test_what_is_due_by_an_event_is_waited_for_whatever_the_date(due: str) -> None:
    late = FILED + timedelta(days=900)
    assert standing(FORM | {"due": due}, {}, papers_until=late) == "conditional"
    assert standing({"credential": "boat licence", "due": due}, {}, papers_until=late) == "conditional"


@pytest.mark.parametrize(
    ("day", "until", "expected"),
    [
        ("2026-11-21", FILED, "met"),
        ("2026-12-01", FILED, "conditional"),
        ("2026-12-01", date(2026, 12, 1), "met"),
        ("2026-12-02", date(2026, 12, 9), "unmet"),
    ],
)
def test_a_credential_due_after_filing_counts_if_it_came_in_time(day: str, until: date, expected: str) -> None:
    record = {"credentials": [{"name": "boat licence", "valid_from": day}]}
    clause = {"credential": "boat licence", "due": "10 days after filing"}
    assert standing(clause, record, papers_until=until) == expected


@pytest.mark.parametrize(
    ("silence", "due", "expected"),
    [
        ("unmet", "at filing", "unmet"),
        ("review", "by appointment", "review"),
        ("open", "at filing", "review"),
        ("open", "by appointment", "conditional"),
        ("conditional", "by appointment", "conditional"),
    ],
)
def test_silence_is_what_the_specification_says_it_is(silence: str, due: str, expected: str) -> None:
    clause = FORM | {"due": due, "if silent": silence}
    assert standing(clause, {}) == expected
    assert standing(clause, answered("form", "yes")) == "met"
    assert standing(clause, answered("form", "yes", "no")) == "review"


def test_nobody_is_asked_about_a_silence_that_is_a_no() -> None:
    found = minqual.check({"applicant_id": "A1"}, screener(FORM | {"due": "at filing", "if silent": "unmet"}), FILED)
    assert not any(clause.open for level in found.levels for clause in level.clauses)


@pytest.mark.parametrize(
    ("valid_from", "progress", "expected"),
    [
        ("2027-03-21", {"expected within": "4 months"}, "conditional"),
        ("2027-03-22", {"expected within": "4 months"}, "unmet"),
        ("2027-03", {"expected within": "4 months"}, "review"),
        ("2030-01-01", {"in progress": "conditional"}, "conditional"),
        ("2027-03-21", {}, "unmet"),
        ("2026-11-21", {"expected within": "4 months"}, "met"),
    ],
)
def test_a_credential_under_way_is_waited_for_only_where_it_is_near(
    valid_from: str, progress: Mapping[str, str], expected: str
) -> None:
    record = {"credentials": [{"name": "guide course", "valid_from": valid_from}]}
    assert standing({"credential": "guide course", "due": "at filing", **progress}, record) == expected
    assert standing({"credential": "guide course", "due": "at filing", **progress}, {}) == "unmet"


def test_a_course_is_completed_and_a_licence_valid() -> None:
    course = {"credential": "guide course", "due": "at filing"}
    assert "a completed guide course" in screener(course).tree.leaves[0].says()
    assert "a valid boat licence" in screener(course | {"credential": "boat licence"}).tree.leaves[0].says()


def test_papers_cannot_be_in_before_the_filing_date() -> None:
    with pytest.raises(ValueError, match="papers_until"):
        standing(FORM, {}, papers_until=FILED - timedelta(days=1))


def test_a_run_is_stamped_with_the_day_up_to_which_papers_are_in() -> None:
    until = FILED + timedelta(days=3)
    assert minqual.check({"applicant_id": "A1"}, screener(FORM), FILED, papers_until=until).papers_until == "2026-11-24"
    assert minqual.check({"applicant_id": "A1"}, screener(FORM), FILED).papers_until == "2026-11-21"


WARNINGS = {"number": "at most 2", "of": "warnings", "questions": {"warnings": "How many warnings?"}}


@pytest.mark.parametrize(
    ("number", "said", "expected"),
    [
        ("at most 2", "2", "met"),
        ("at most 2", "3", "unmet"),
        ("at most 2", "0", "met"),
        ("at most 2", "some", "review"),
        ("at most 0", "0", "met"),
        ("at most 0", "1", "unmet"),
        ("2 to 5", "1", "unmet"),
        ("2 to 5", "2", "met"),
        ("2 to 5", "5", "met"),
        ("2 to 5", "6", "unmet"),
        ("2 to 5", "over 3", "review"),
        ("50", "50", "met"),
    ],
)
def test_a_number_has_a_least_and_a_most(number: str, said: str, expected: str) -> None:
    assert standing(WARNINGS | {"number": number}, answered("warnings", said)) == expected


@pytest.mark.parametrize(
    ("of", "said", "expected"),
    [
        ("per cent", "70%", "met"),
        ("per cent", "69 %", "unmet"),
        ("points", "70%", "review"),
        ("points", "69%", "unmet"),
    ],
)
def test_a_number_written_as_per_cent_is_one(of: str, said: str, expected: str) -> None:
    assert standing(WARNINGS | {"number": "70", "of": of}, answered("warnings", said)) == expected


def test_a_number_that_nobody_stated_is_waited_for_until_it_is_due() -> None:
    due = WARNINGS | {"due": "10 days after filing"}
    assert standing(WARNINGS, {}) == "review"
    assert standing(due, {}) == "conditional"
    assert standing(due, {}, papers_until=FILED + timedelta(days=11)) == "unmet"
    assert standing(due, answered("warnings", "3")) == "unmet"


def test_what_may_be_at_most_is_told_and_has_a_pair_of_its_own() -> None:
    found = minqual.check({"applicant_id": "A1", **answered("warnings", "3")}, screener(WARNINGS), FILED)
    clause = found.levels[0].clauses[0]
    assert (clause.needed, clause.most) == (None, "2.00")
    assert clause.says == "at most 2 warnings"


DATED = """\
name: elmwood/guide
title: Guide
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
credentials: {first aid card: []}
levels:
  - id: guide
    title: Guide
    requires:
      - {credential: first aid card, due: DUE}
"""


@pytest.mark.parametrize(
    ("valid_from", "until", "standing"),
    [
        ("2026-03-31", "2026-03-01", "conditional"),
        ("2026-03-31", "2026-03-31", "met"),
        ("2026-04-01", "2026-04-02", "unmet"),
        (None, "2026-03-31", "conditional"),
        (None, "2026-04-01", "unmet"),
    ],
)
def test_what_is_due_by_a_day_is_waited_for_until_that_day(valid_from: str | None, until: str, standing: str) -> None:
    card = [{"name": "first aid card", "valid_from": valid_from}] if valid_from else []
    pack = minqual.load_pack(text=DATED.replace("DUE", "by 2026-03-31"))
    record = {"applicant_id": "a", "credentials": card}
    verdict = minqual.check(record, pack, date(2026, 2, 1), papers_until=date.fromisoformat(until))
    assert verdict.verdict == standing


@pytest.mark.parametrize("due", ["by March 31", "before 1 May 2026", "by 3/31/2026", "before 2027"])
def test_a_day_that_is_not_whole_is_no_event(due: str) -> None:
    with pytest.raises(minqual.PackError, match="a whole day, such as by 2026-03-31"):
        minqual.load_pack(text=DATED.replace("DUE", due))
