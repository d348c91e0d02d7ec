"""What lists and lines say of a pool is true of all whom they count, and names what was not understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

import minqual
from minqual.judging import Screener, Screening
from minqual.sources import Reading, read_source
from minqual.values import so_many
from minqual.verdicts import Results, asked, results_of
from support.documents import write_tables
from support.places import APPLICANTS

AS_OF: Final = date(2026, 11, 21)
SAN_JOSE: Final = "san-jose/council-community-relations"
STOCKTON: Final = "stockton/mayoral-pio"
DEGREE: Final = {"level": "bachelor", "field": "journalism", "conferred": "yes"}
JOB: Final = {"start": "2010-01-01", "end": "2020-01-01", "hours_per_week": "40", "kinds": "communications"}
LICENCE: Final = {"name": "driver's license", "issuer": "California"}
WILLING: Final = "evening-meetings"


def record(**lists: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """One that meets all of the pack of Stockton but the question, where nothing else is said."""
    return {"applicant_id": "A", "education": [DEGREE], "experience": [JOB], "credentials": [LICENCE], **lists}


def said(question: str, answer: str = "yes") -> dict[str, str]:
    return {"question": question, "answer": answer}


def screened(folder: Path, records: Sequence[dict[str, Any]], pack: str = STOCKTON) -> Results:
    named = [each | {"applicant_id": f"A{place}"} for place, each in enumerate(records, start=1)]
    return results_of(screening_of(write_tables(folder / "in", named), pack))


def screening_of(source: Path, pack: str) -> Screening:
    judge = Screener(pack)
    return judge.screen(read_source(source, Reading(judge.tables)).tables, AS_OF)


@pytest.mark.parametrize(
    ("pool", "pack"), [("san-jose-council-community-relations", SAN_JOSE), ("stockton-mayoral-pio", STOCKTON)]
)
def test_each_open_fact_is_one_question_that_all_whom_it_counts_are_asked(pool: str, pack: str) -> None:
    screening = screening_of(APPLICANTS / pool, pack)
    people = defaultdict(set)
    for each in asked(screening):
        people[each.ask, each.who].add(each.applicant)
    held = results_of(screening).summary.held_back
    assert held
    for fact in held:
        told = [each for each in people if fact.fact.endswith(each[0]) and fact.of == each[1]]
        assert fact.applicants == len(people[max(told, key=lambda each: len(each[0]))])


def test_how_many_units_were_earned_is_not_asked_in_words_for_another_row() -> None:
    screening = screening_of(APPLICANTS / "san-jose-council-community-relations", SAN_JOSE)
    units = {each.fact: each.applicants for each in results_of(screening).summary.held_back if "units" in each.fact}
    assert units["education semester_units: How many semester or quarter units were earned?"] == 6
    short = "education semester_units: The degree implies more units than the row states: how many were earned in all?"
    assert units[short] == 1


@pytest.mark.parametrize(
    "question", ["evening_meetings", "Evening Meetings", "EVENING-MEETINGS ", "evening—meetings", "evening-meeting"]
)
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_to_what_nearly_is_a_question_leaves_it_open(question: str, answer: str) -> None:
    verdict = minqual.check(record(answers=[said(question, answer)]), STOCKTON, AS_OF)
    if question.strip().casefold() == WILLING or "—" in question:
        assert verdict.verdict == ("met" if answer == "yes" else "review")
        assert not verdict.unknown_words
        return
    assert verdict.verdict == "review"
    (open_,) = [each for clause in verdict.levels[0].clauses for each in clause.open if each.decides]
    assert (open_.table, open_.column, open_.of) == ("answers", "question", "screener")
    assert open_.ask == f"Is this the question {WILLING}?"
    assert open_.entry == question
    assert verdict.unknown_words == {"questions": (question.casefold(),)}


@pytest.mark.parametrize("question", ["weekend-work", "languages", "meetings", "evening-meetings-2"])
def test_an_answer_to_another_question_changes_nothing_and_is_named(question: str) -> None:
    verdict = minqual.check(record(answers=[said(question)]), STOCKTON, AS_OF)
    assert verdict.verdict == "conditional"
    assert verdict.unknown_words == {"questions": (question,)}


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ([said(WILLING), said("evening meetings")], "met"),
        ([said(WILLING), said("evening meetings", "no")], "review"),
        ([said(WILLING), said("evening meetings", "")], "met"),
        ([said("evening meetings", "")], "conditional"),
        ([said(WILLING), said("weekend-work", "no")], "met"),
    ],
)
def test_what_is_answered_word_for_word_stays_firm_unless_a_near_answer_differs(
    answers: list[dict[str, str]], standing: str
) -> None:
    assert minqual.check(record(answers=answers), STOCKTON, AS_OF).verdict == standing


def test_questions_that_are_not_asked_are_shown_from_five_applicants_on(tmp_path: Path) -> None:
    shared = [record(answers=[said("weekend-work"), said(WILLING)]) for _ in range(5)]
    rarer = [record(answers=[said("own car"), said("weekend-work", "")])]
    unknown = screened(tmp_path, shared + rarer).summary.unknown_words["questions"]
    assert dict(unknown.shown) == {"weekend-work": 5}
    assert unknown.others == 1


def test_units_that_cannot_be_read_are_asked_for_in_words_that_fit(tmp_path: Path) -> None:
    degree = {"level": "some college", "semester_units": "6O"}
    rows = [record(education=[degree | {"level": level}]) for level in ("some college", "bachelor", "associate")]
    for each in screened(tmp_path, rows, SAN_JOSE).columns["to_resolve"]:
        assert "The degree implies" not in each
        assert "exactly" not in each
    assert "How many units were earned?" in screened(tmp_path, rows, SAN_JOSE).columns["to_resolve"][0]


@pytest.mark.parametrize(
    ("job", "asked_once"),
    [
        ({"start": "x", "end": "y", "years": "z"}, False),
        ({"start": "x", "end": "", "years": "3"}, False),
        ({"start": "2010-01-01", "end": "y", "years": "3"}, True),
        ({"start": "2010-01-01", "end": "2012-01-01", "years": "3"}, True),
    ],
)
def test_a_duration_beside_dates_is_asked_about_where_both_can_be_read(
    tmp_path: Path, job: dict[str, str], *, asked_once: bool
) -> None:
    found = screened(tmp_path, [record(experience=[{**JOB, **job}], answers=[said(WILLING)])])
    assert found.columns["verdict"][0] == "review"
    assert ("Dates and a duration are stated" in found.columns["to_resolve"][0]) is asked_once


def test_a_bound_that_only_an_open_start_makes_is_not_told(tmp_path: Path) -> None:
    found = screened(
        tmp_path, [record(experience=[JOB | {"start": ""}]), record(experience=[JOB, JOB | {"start": ""}])]
    )
    first, second = found.columns["reasons_in_full"]
    assert "an unknown number of years" in first
    assert "at most" not in first + second


def test_words_that_say_nothing_name_no_row(tmp_path: Path) -> None:
    job = dict.fromkeys(("start", "end", "hours_per_week", "kinds", "years"), "N/A")
    study = {"level": "bachelor", "field": "N/A", "awarded": "-"}
    found = screened(tmp_path, [record(experience=[job], education=[study])], SAN_JOSE)
    (told,) = found.columns["to_resolve"]
    assert "job without dates: " in told
    assert "bachelor: " in told
    assert "N/A" not in told


def test_a_row_that_cannot_be_read_is_named_without_a_column_it_has_not(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "in", [{"applicant_id": "A", **record()}])
    with (folder / "experience.csv").open("a") as file:
        file.write("A,,,,,,,,,,,,,,,,,1\n")
    told = [each.ask for each in asked(screening_of(folder, STOCKTON)) if "cannot be read" in each.ask]
    assert len(told) == 1
    assert "(:" not in told[0]


def test_rows_that_are_equal_are_asked_about_once(tmp_path: Path) -> None:
    job = JOB | {"start": "", "hours_per_week": ""}
    named = [{"applicant_id": "A", **record(experience=[job, job, JOB | {"end": ""}])}]
    work = results_of(screening_of(write_tables(tmp_path / "in", named), STOCKTON)).work_list
    told = [tuple(work[name][place] for name in ("ask", "about", "column")) for place in range(len(work["ask"]))]
    assert len(told) == len(set(told))


@pytest.mark.parametrize(("count", "told"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_counts_have_their_nouns(count: int, told: str) -> None:
    assert so_many(count, "row") == told
    assert so_many(count, "child", "children").endswith("child" if count == 1 else "children")
