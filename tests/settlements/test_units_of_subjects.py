"""How the units of a row divide that names several subjects: no cell says it, and people are asked of each subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual import NextQuestions
from minqual.settlements import Settlement
from support.examples import examples
from support.screened import relaxed
from support.strategies.packs_with_records import fixed

AS_OF: Final = date(2026, 11, 21)
ROW: Final = {"level": "some college", "subject": "accounting; music", "semester_units": "12"}
SIX: Final = {"units": "6 semester units", "in": ["accounting"]}
CAPPED: Final = {
    "units": "20 semester units",
    "in": ["accounting", "statistics"],
    "at most": {"accounting": "6 semester units"},
}
BOTH: Final = {**ROW, "subject": "accounting; statistics", "semester_units": "24"}
CREDITS: Final = {**ROW, "semester_units": "", "credits": "9"}
TWO_SYSTEMS: Final = {**ROW, "semester_units": "6", "quarter_units": "9"}


def interview(
    clause: Mapping[str, object], row: Mapping[str, str], answers: Sequence[str]
) -> tuple[list[str], NextQuestions, str]:
    """The questions that were put and answered one by one, what is asked after them, and where the level stands."""
    case = fixed(
        AS_OF,
        [{"id": "units", **clause}],
        {"education": [row]},
        subjects=dict.fromkeys(("accounting", "statistics"), ()),
    )
    ready, record, said, put = case.screener(), case.pool[0], minqual.settled(()), []
    told: list[Settlement] = []
    for number, answer in enumerate(answers):
        first = minqual.next_questions(record, ready, AS_OF, settlements=said).questions[0]
        put.append(first.ask)
        told += minqual.settle(first.key, answer, by="JD", on=AS_OF + timedelta(days=number))
        said = minqual.settled(told)
    level = minqual.check(record, ready, AS_OF, settlements=said).levels[0]
    return put, minqual.next_questions(record, ready, AS_OF, settlements=said), level.standing


@pytest.mark.parametrize(
    ("clause", "row", "answers", "stands"),
    [
        (SIX, ROW, ["6"], "met"),
        (SIX, ROW, ["5.5"], "unmet"),
        (SIX, ROW, ["none"], "unmet"),
        (CAPPED, BOTH, ["10", "14"], "met"),
        (CAPPED, BOTH, ["11", "13"], "unmet"),
        (SIX, TWO_SYSTEMS, ["separate", "3", "4"], "met"),
        (SIX, TWO_SYSTEMS, ["separate", "3", "3.9"], "unmet"),
        (SIX, TWO_SYSTEMS, ["the same", "6"], "met"),
        (SIX, CREDITS, ["semester", "6"], "met"),
        (SIX, CREDITS, ["quarter", "6"], "unmet"),
    ],
)
def test_units_divide_among_subjects_as_people_say(
    clause: Mapping[str, object], row: Mapping[str, str], answers: Sequence[str], stands: str
) -> None:
    put, after, standing = interview(clause, row, answers)
    assert len(set(put)) == len(put), "asked again"
    assert (standing, after.none) == (stands, "decided")


SUBJECTS: Final = ("accounting", "statistics", "music")


@settings(relaxed, max_examples=examples(40))
@given(
    held=st.dictionaries(st.sampled_from(SUBJECTS), st.integers(0, 30), min_size=2),
    counts=st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=3, unique=True),
    caps=st.dictionaries(st.sampled_from(SUBJECTS), st.integers(1, 20), max_size=2),
)
def test_units_as_told_count_as_those_of_rows_that_state_one_subject_each(
    held: Mapping[str, int], counts: Sequence[str], caps: Mapping[str, int]
) -> None:
    most = {name: f"{cap} semester units" for name, cap in caps.items() if name in counts}
    if len(most) == len(counts):
        counts = [*counts, "geography"]
    clause = {"id": "units", "units": "25 semester units", "in": counts, "at most": most}
    study = {"level": "some college"}
    together = {**study, "subject": "; ".join(held), "semester_units": str(sum(held.values()))}
    apart = [{**study, "subject": name, "semester_units": str(units)} for name, units in held.items()]
    subjects = dict.fromkeys((*SUBJECTS, "geography"), ())
    one, other = (fixed(AS_OF, [clause], {"education": rows}, subjects=subjects) for rows in ([together], apart))
    told: list[Settlement] = []
    ready, record = one.screener(), one.pool[0]
    while asked := minqual.next_questions(record, ready, AS_OF, settlements=minqual.settled(told)).questions:
        of = asked[0].key.rpartition("semester_units: ")[2].split("; ")
        told += minqual.settle(asked[0].key, str(sum(held.get(name, 0) for name in of)), by="JD", on=AS_OF)
    said = minqual.settled(told)
    (level,) = minqual.check(record, ready, AS_OF, settlements=said).levels
    (same,) = minqual.check(other.pool[0], other.screener(), AS_OF).levels
    assert level.standing == same.standing
    if told:
        assert level.clauses[0].counted == same.clauses[0].counted


def test_more_units_of_a_subject_than_the_row_states_settle_nothing() -> None:
    _, after, standing = interview(SIX, ROW, ["13"])
    assert standing == "review"
    assert [(each.ask, each.path, each.form) for each in after.questions] == [
        ("How many of the units were earned in accounting?", (), "number")
    ]
    put, after, standing = interview(SIX, ROW, ["13", "12"])
    assert (standing, after.none, len(set(put))) == ("met", "decided", 1)


def test_the_figures_of_units_stay_what_they_are_beside_those_of_a_subject() -> None:
    """A course of study without a subject counts all of them; one in another subject asks of its own."""
    case = fixed(
        AS_OF,
        [{"id": "all", "units": "12 semester units"}, {"id": "some", **SIX}],
        {"education": [ROW]},
        subjects={"accounting": (), "music": ()},
    )
    (question,) = minqual.next_questions(case.pool[0], case.screener(), AS_OF).questions
    said = minqual.settled(minqual.settle(question.key, "7", by="JD", on=AS_OF))
    (level,) = minqual.check(case.pool[0], case.screener(), AS_OF, settlements=said).levels
    assert [each.counted and each.counted.low for each in level.clauses] == ["12.00", "7.00"]
    (row,) = level.clauses[1].evidence
    assert (row.low, row.high) == ("7.00", "7.00")


@pytest.mark.parametrize("answer", ["about 6", "some", "3-6"])
def test_units_of_a_subject_are_told_exactly(answer: str) -> None:
    with pytest.raises(minqual.SourceError, match="units"):
        interview(SIX, ROW, [answer])
