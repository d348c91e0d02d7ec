"""Laws of ways to qualify: each leads to the level, none can be made smaller, and none that is smaller is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minqual.clauses import Remedy
from minqual.what_if.ways import WaysToLevel
from support.examples import examples
from support.screened import relaxed
from support.strategies.packs_with_records import Drawn, drawn, fixed
from support.strategies.records import Record
from support.ways_by_force import grid_of, missing_from
from support.ways_gone import certainly, day_before, first_day, gone, smaller, ways

TWO_READINGS: Final = {
    "ambiguous": "which",
    "readings": [
        {
            "total": "90 quarter units",
            "of": [
                {"count": "units", "gives": "15 quarter units", "every": "90 quarter units"},
                {
                    "count": "number",
                    "gives": "15 quarter units",
                    "question": "points",
                    "ask": "How many?",
                    "every": "720",
                },
            ],
        },
        {
            "disjoint": [
                {
                    "needs": "5 years",
                    "of": [
                        {"count": "clause", "gives": "3 years", "holds": {"degree": "bachelor"}},
                        {"count": "experience", "in": "press"},
                    ],
                },
                {"needs": "18 months", "of": [{"count": "experience", "in": "office"}]},
            ],
        },
    ],
}
"""A clause that nobody needs once its number is high enough for another one."""
THREE_OF_FOUR: Final = {
    "at least": "3",
    "of": [
        {"takes in": "office", "in": "press"},
        TWO_READINGS,
        {"number": "720", "of": "points", "questions": {"points": "How many?"}, "out of": "850"},
        {"employed": "begun from 2012-03-31", "in": "office"},
    ],
}


THREE_POSTS: Final[Sequence[Mapping[str, object]]] = [
    {"experience": "18 months", "not employer": ["Harbour Department"]},
    {
        "where counted": {"in": ["press"]},
        "of": {
            "table": "education and experience",
            "rows count": "supervision",
            "rows": [{"education": {"any of": [{"course": "statistics"}]}, "experience": "3 years"}],
        },
        "needs": {"answer": "travel", "ask": "Are you willing?"},
    },
    {"experience": "1 year", "in": ["office"]},
]
"""Work of one after the other, where less of the first is enough once the last is as long as it must be."""


POINTS_OF_TWO_CLAUSES: Final[Sequence[Mapping[str, object]]] = [
    {
        "table": "education and experience",
        "rows count": ["press"],
        "rows": [
            {
                "education": {"number": "5/2", "of": "points", "questions": {"points": "How many?"}, "out of": "4"},
                "experience": "2 years",
            },
            {"education": {"units": "45 units"}, "experience": "4 years"},
        ],
    },
    {
        "total": "5 years",
        "of": [
            {"count": "units"},
            {
                "count": "best of",
                "terms": [
                    {
                        "count": "number",
                        "gives": "2 years",
                        "question": "points",
                        "ask": "How many?",
                        "every": "3",
                        "at most": "2 years",
                    },
                    {"count": "number", "gives": "6 months", "question": "hours", "ask": "How many?", "every": "720"},
                ],
            },
        ],
    },
    {
        "eased": {"number": "3.0", "of": "points", "questions": {"points": "How many?"}},
        "to": "2.5",
        "where": {"answer": "travel", "ask": "Are you willing?"},
    },
]
"""An answer that helps one clause up to a number, and another one beyond it."""


@example(case=fixed(date(2025, 4, 5), POINTS_OF_TWO_CLAUSES, {}, kinds={"press": []}))
@example(
    case=fixed(
        date(2025, 7, 31),
        THREE_POSTS,
        {},
        kinds={"office": [], "press": [], "supervision": []},
        subjects={"statistics": []},
        employers={"Harbour Department": []},
        **{"counting policy": "university-of-south-florida"},
    )
)
@example(case=fixed(date(2026, 6, 15), [THREE_OF_FOUR], {}, kinds={"press": [], "office": []}))
@given(case=drawn(size=4))
@settings(relaxed, max_examples=examples(24))
def test_every_way_leads_to_its_level_and_none_can_be_made_smaller(case: Drawn) -> None:
    _, screening, found = ways(case)
    screener = case.screener()
    for record, of_levels in zip(case.pool, found, strict=True):
        for each in of_levels:
            root = screening.tree.requirements[each.level]
            for way in each.ways:
                said = way, case.told(record)
                assert list(certainly(screener, [gone(case, record, way)], root, each.standing)) == [True], said
                less = list(smaller(way))
                less += [(one, one.days)] if (one := day_before(way)) is not None else []
                pool = [gone(case, record, one, days) for one, days in less]
                for (one, _), enough in zip(less, certainly(screener, pool, root, each.standing), strict=True):
                    assert not enough, (one, *said)


@pytest.mark.long
@given(case=drawn(size=3))
@settings(relaxed, max_examples=examples(24))
def test_no_way_is_missing_that_is_found_by_brute_force(case: Drawn) -> None:
    found, screening, told = ways(case)
    screener = case.screener()
    for applicant, (record, of_levels) in enumerate(zip(case.pool, told, strict=True)):
        for each in of_levels:
            grid = grid_of(found, screening, applicant, each.level)
            of = screening.tree.requirements[each.level], each
            assert not list(missing_from(case, screener, grid, record, of)), (each, case.told(record))


@pytest.mark.long
@given(case=drawn(size=1))
@settings(relaxed, max_examples=examples(24))
def test_the_earliest_day_is_that_of_a_simulation_day_by_day(case: Drawn) -> None:
    _, screening, found = ways(case)
    screener = case.screener()
    for record, of_levels in zip(case.pool, found, strict=True):
        for each in of_levels:
            root = screening.tree.requirements[each.level]
            for way in each.ways:
                if 0 < way.days <= MOST_SIMULATED:
                    first = first_day(case, screener, record, (root, each.standing, way))
                    assert first == way.days, (first, way, case.told(record))


MOST_SIMULATED: Final = 800
"""Days ahead up to which a simulation looks at each: each is a record to be judged."""


def one_level(requires: Sequence[Mapping[str, object]], record: Record) -> WaysToLevel:
    """The ways of one applicant to a level that requires some clauses, as of the last day of 2025."""
    found = one_level_if_any(requires, record)
    assert found is not None
    return found


def one_level_if_any(requires: Sequence[Mapping[str, object]], record: Record) -> WaysToLevel | None:
    """The same, where the level is not met."""
    named: dict[str, object] = {name: {"words": []} for name in ("press", "office", "pilot", "cook")}
    sections = {"kinds": {name: named.pop(name) for name in ("press", "office")}, "classes": named}
    (found,) = ways(fixed(date(2025, 12, 31), requires, record, **sections))[2]
    return found[0] if found else None


JOB: Final = {"start": "2024-01-01", "end": "present", "hours_per_week": "20", "kinds": "press"}


def test_a_present_job_goes_on_at_its_own_hours() -> None:
    found = one_level([{"experience": "2 years", "in": "press"}], {"experience": [JOB]})
    work, waiting = found.ways
    assert (work.days, waiting.days, waiting.waits) == (365, 730, True)


def test_a_degree_in_progress_is_conferred_as_expected() -> None:
    study = {"level": "bachelor", "field": "art", "conferred": "no", "expected": "2026-05-15", "accredited": "yes"}
    asks = [{"degree": "bachelor"}, {"experience": "3 years", "in": "press"}]
    first, *_ = one_level(asks[:1], {"education": [study], "experience": [JOB]}).ways
    assert (first.days, first.things, first.waits, first.conferred) == (135, (), False, ("2026-05-15",))
    first, *_ = one_level(asks, {"education": [study], "experience": [JOB]}).ways
    assert (first.days, len(first.things), first.conferred) == (730, 1, ("2026-05-15",))


def test_time_that_serves_two_clauses_is_counted_once_and_time_that_may_not_be_shared_is_not() -> None:
    both = [{"experience": "2 years", "in": "press"}, {"experience": "1 year", "in": "press"}]
    (way,) = one_level(both, {}).ways
    assert way.days == 730
    uses = [{"needs": f"{years} years", "of": [{"count": "experience", "in": "press"}]} for years in (2, 1.5)]
    (way,) = one_level([{"disjoint": uses}], {}).ways
    assert way.days == 1277
    assert [each.remedy.column for each in way.things] == ["end"]


def test_what_has_happened_is_no_thing_to_do_and_passes_with_time() -> None:
    asks = {"events": "warnings", "ask": "On which days?", "at most": 0, "within": "1 year"}
    (way,) = one_level([asks], {"answers": [{"question": "warnings", "answer": "2025-06-15"}]}).ways
    assert (way.things, way.waits, way.days) == ((), True, 167)
    assert not one_level([{"employed": "begun by 2012-03-31", "in": "press"}], {}).ways


def test_an_answer_that_is_open_is_asked_and_one_that_is_no_is_a_thing_to_do() -> None:
    asks = [{"answer": "travel", "ask": "Will you travel?"}, {"experience": "1 year", "in": "press"}]
    (way,) = one_level(asks, {}).ways
    assert ([each.remedy.table for each in way.things], len(way.answers)) == (["experience"], 1)
    (way,) = one_level(asks, {"answers": [{"question": "travel", "answer": "no"}]}).ways
    assert (len(way.things), way.answers) == (2, ())


@pytest.mark.parametrize("end", ["2025-06-30", "present"])
@given(hours=st.integers(1, 40), years=st.integers(1, 4))
@settings(relaxed, max_examples=examples(6))
@example(hours=40, years=3)
@example(hours=40, years=2)
def test_no_answer_brings_a_way_before_its_earliest_day(end: str, hours: int, years: int) -> None:
    asks = [{"experience": f"{years} years", "in": "press"}]
    open_ = one_level(asks, {"experience": [JOB | {"end": end, "hours_per_week": ""}]})
    (way,) = open_.ways
    told = one_level_if_any(asks, {"experience": [JOB | {"end": end, "hours_per_week": str(hours)}]})
    first = min((each.days for each in told.ways), default=0) if told else 0
    assert way.open
    assert way.soonest is not None
    assert way.soonest <= first <= way.days
    if hours == 40:
        assert way.soonest == first


def test_a_present_job_of_open_hours_is_asked_about_where_it_may_do() -> None:
    job = JOB | {"start": "2012-01-01", "hours_per_week": ""}
    begun = {"employed": "begun by 2012-03-31", "in": "press"}
    any_of = {"any of": [{"experience": "20 years", "in": "press"}, {"degree": "bachelor"}]}
    assert one_level([begun, any_of], {"experience": [job]}).open


def test_what_is_settled_has_one_day() -> None:
    way, *_ = one_level([{"experience": "2 years", "in": "press"}], {"experience": [JOB]}).ways
    assert (way.soonest, way.open) == (None, ())


def test_discretion_is_named_where_nothing_else_is() -> None:
    may = {"discretion": "the agency", "may accept": "an equivalent"}
    past = {"employed": "begun by 2012-03-31", "in": "press"}
    assert one_level([{"any of": [past, may]}], {}).discretion == "the agency may accept an equivalent"
    assert not one_level([{"any of": [{"degree": "bachelor"}, may]}], {}).discretion


def test_what_no_one_job_can_be_is_worked_one_after_the_other() -> None:
    asks = [{"experience": "1 year", "class": "cook"}, {"experience": "2 years", "class": "pilot"}]
    (way,) = one_level(asks, {}).ways
    assert (way.days, sorted(each.amount for each in way.things)) == (1096, [365, 731])


WARNED: Final[Mapping[str, object]] = {"number": "at most 2", "of": "warnings", "questions": {"warnings": "How many?"}}


def test_what_has_been_is_asked_where_it_is_open_and_is_otherwise_no_thing_to_do() -> None:
    asks = [WARNED, {"experience": "1 year", "in": "press"}]
    (way,) = one_level(asks, {}).ways
    assert ([each.remedy.table for each in way.things], len(way.answers)) == (["experience"], 1)
    (way,) = one_level(asks, {"answers": [{"question": "warnings", "answer": "1"}]}).ways
    assert (len(way.things), way.answers) == (1, ())
    assert not one_level(asks, {"answers": [{"question": "warnings", "answer": "5"}]}).ways


def test_a_question_of_two_clauses_has_one_answer() -> None:
    number: Mapping[str, object] = {"of": "seats", "questions": {"seats": "How many?"}}
    work = {"experience": "1 year", "in": "press"}
    asks: list[Mapping[str, object]] = [{"number": "2", **number}, {"number": "5", **number}, work]
    (way,) = one_level(asks, {"answers": [{"question": "seats", "answer": "1"}]}).ways
    assert [dict(each.remedy.cells)["answer"] for each in way.things if each.remedy.question] == ["5"]


def test_study_that_begins_another_count_makes_it_sooner_beside_what_would_do_by_itself() -> None:
    begins = {"any of": [{"experience": "4 years", "in": "press"}, {"degree": "bachelor"}]}
    found = one_level([{"experience": "6 months", "in": "press", "after": begins}], {})
    assert sorted((each.days, len(each.things)) for each in found.ways) == [(181, 2), (1642, 1)]


def test_work_that_one_clause_asks_and_another_leaves_out_is_no_one_job() -> None:
    press, office = ({"experience": "1 year", "in": kind} for kind in ("press", "office"))
    (way,) = one_level([press, {**office, "leaving out": {"in": "press"}}], {}).ways
    assert (way.days, [each.amount for each in way.things]) == (730, [365, 365])
    (way,) = one_level([press, office], {}).ways
    assert (way.days, [each.amount for each in way.things]) == (365, [365, 365])


EXAMINED: Final[Mapping[str, object]] = {"events": "exams", "ask": "On which days?", "at least": 1, "within": "1 year"}


def test_a_day_is_found_that_comes_and_goes() -> None:
    (way,) = one_level([EXAMINED], {"answers": [{"question": "exams", "answer": "2026-03-01"}]}).ways
    assert (way.things, way.waits, way.days) == ((), True, 60)


def test_what_time_takes_away_is_waited_for_where_it_comes_again() -> None:
    asks = [EXAMINED, {"experience": "1 year", "in": "press"}]
    (way,) = one_level(asks, {"answers": [{"question": "exams", "answer": "2025-06-15; 2027-09-01"}]}).ways
    assert (way.days, [each.amount for each in way.things]) == (609, [365])


def test_of_work_that_does_the_same_what_is_sooner_is_told() -> None:
    half = {"count": "experience", "in": "office", "every": "2 years", "gives": "1 year"}
    terms = [half, {"count": "experience", "in": "press"}]
    first, *_ = one_level([{"total": "1 year", "of": terms}], {}).ways
    assert first.days == 365


def test_a_degree_is_not_told_beside_units_that_it_would_hold() -> None:
    (way,) = one_level([{"any of": [{"degree": "bachelor"}, {"units": "60 semester units"}]}], {}).ways
    assert [(each.remedy.column, each.amount) for each in way.things] == [("semester_units", 60)]


SEATS: Final[Mapping[str, object]] = {"count": "number", "question": "seats", "ask": "How many?"}


def told_as(asks: Sequence[Mapping[str, object]], record: Record) -> set[tuple[int, frozenset[str]]]:
    """The ways of one applicant: the days that each takes, and what its things and answers are of."""
    return {
        (way.days, frozenset(_of(each.remedy) for each in (*way.things, *way.answers)))
        for way in one_level(asks, record).ways
    }


def _of(remedy: Remedy) -> str:
    cells = dict(remedy.cells)
    return cells.get("kinds") or cells.get("question") or cells["level"]


def test_an_answer_that_makes_it_sooner_is_told_beside_work_that_would_do_for_both_clauses() -> None:
    terms = [{**SEATS, "every": "1", "gives": "1 year"}, {"count": "experience", "in": "press"}]
    asks: list[Mapping[str, object]] = [{"experience": "1 year", "in": "press"}, {"total": "3 years", "of": terms}]
    assert told_as(asks, {}) == {(365, frozenset({"press", "seats"})), (1096, frozenset({"press"}))}


def test_what_a_present_job_would_bring_is_worked_where_another_job_takes_its_place() -> None:
    asks: list[Mapping[str, object]] = [
        {"experience": "6 months", "in": "press", "within": "18 months"},
        {"experience": "6 months", "in": "office", "within": "6 months"},
    ]
    job = {"start": "2025-05-07", "end": "present", "hours_per_week": "20", "kinds": "press;office"}
    assert told_as(asks, {"experience": [job]}) == {(181, frozenset({"press", "office"}))}


def test_of_clauses_that_one_job_may_meet_the_one_that_is_met_first_is_told() -> None:
    soon = {"experience": "3 months", "in": "press", "within": "6 months"}
    later = [EXAMINED, {"experience": "6 months", "in": "press", "within": "1 year"}]
    exams = {"answers": [{"question": "exams", "answer": "2027-06-06"}]}
    assert told_as([{"any of": [soon, {"all of": later}]}], exams) == {(90, frozenset({"press"}))}


def test_work_is_as_much_as_keeps_what_is_met_now_and_passes() -> None:
    lately = {"experience": "3 months", "in": "press", "within": "18 months"}
    exams = {**EXAMINED, "within": "18 months"}
    asks: list[Mapping[str, object]] = [
        {"experience": "2 years", "in": "office"},
        {"at least": 2, "of": [{**exams, "at least": 2, "within": "1 year"}, lately, exams]},
        {"experience": "6 months", "in": "press"},
    ]
    job = {"start": "2025-08-17", "end": "2025-12-30", "hours_per_week": "40", "kinds": "press"}
    record = {"experience": [job], "answers": [{"question": "exams", "answer": "2026-12-13; 2027-10-14"}]}
    assert told_as(asks, record) == {(730, frozenset({"press", "office"}))}


def test_all_that_an_answer_makes_necessary_is_told() -> None:
    nights: Mapping[str, object] = {"answer": "nights", "ask": "Are you willing?"}
    total = {"total": "1 year", "of": [{"count": "experience", "in": "press"}, {"count": "units"}]}
    asks: list[Mapping[str, object]] = [
        {"if": {**nights, "is": "no"}, "then": {"any of": [total, {"degree": "doctorate"}]}},
        {"if": nights, "then": {"events": "exams", "ask": "On which days?", "at least": 1}},
    ]
    assert (0, frozenset({"some college", "nights"})) in told_as(asks, {})


def test_study_is_told_beside_work_that_does_instead_of_it() -> None:
    kinds = [{"count": "experience", "in": kind, "at most": "1 year"} for kind in ("press", "office")]
    terms = [*kinds, {"count": "units", "at most": "1 year"}]
    asks: list[Mapping[str, object]] = [{"experience": "5 years", "in": "press"}, {"total": "2 years", "of": terms}]
    sought = {(1826, frozenset({"press", "some college"})), (1826, frozenset({"press", "office"}))}
    assert sought == told_as(asks, {})


def test_two_works_that_one_job_may_be_do_for_a_third_clause() -> None:
    both = {"experience": "2 years", "in all of": ["press", "office"], "not class": ["pilot"]}
    asks: list[Mapping[str, object]] = [
        {"experience": "1 year", "in": "press", "class": "cook"},
        {"experience": "1 year", "in": "office"},
        both,
    ]
    assert (730, frozenset({"press", "office"})) in told_as(asks, {})


def test_time_that_may_not_be_shared_is_worked_in_posts_that_no_one_job_can_be() -> None:
    uses = [{"needs": "1 year", "of": [{"count": "experience", "class": name}]} for name in ("cook", "pilot")]
    (way,) = one_level([{"disjoint": uses}], {}).ways
    assert (way.days, [each.amount for each in way.things]) == (730, [365, 365])


def test_of_many_sets_of_things_those_that_ask_least_are_told() -> None:
    levels = ("doctorate", "master", "bachelor", "associate")
    fields = ("art", "law", "physics")
    asks = [{"any of": [{"degree": level, "in": field} for level in levels]} for field in fields]
    case = fixed(date(2025, 12, 31), asks, {}, fields={field: {"words": []} for field in fields})
    ((found,),) = ways(case)[2]
    (way,) = found.ways
    assert {dict(each.remedy.cells)["level"] for each in way.things} == {"associate"}


def test_a_degree_that_is_certainly_not_held_is_a_thing_to_do_and_no_open_question() -> None:
    holds = {"count": "clause", "gives": "1 year", "holds": {"degree": "master"}}
    asks: list[Mapping[str, object]] = [
        {"degree": "associate"},
        {"total": "1 year", "of": [holds, {**SEATS, "every": "1", "gives": "1 year"}]},
    ]
    study = {"level": "high school", "conferred": "yes", "accredited": "yes"}
    assert (0, frozenset({"master"})) in told_as(asks, {"education": [study]})


def test_study_is_told_by_which_work_may_begin_to_count_before_it_would_without_it() -> None:
    asks = [{"takes in": "office", "in": "press", "after": {"units": "30 semester units"}}]
    units = {"semester_units": "60", "accredited": "yes"}
    study = {"level": "bachelor", "field": "art", "conferred": "no", "expected": "2028-05-15", **units}
    assert (1, frozenset({"press;office", "some college"})) in told_as(asks, {"education": [study]})


def test_work_at_more_hours_than_a_present_job_is_told_where_time_must_pass_besides() -> None:
    either = {"any of": [{"experience": "2 years", "in": kind} for kind in ("office", "press")]}
    warned = {"events": "warnings", "ask": "On which days?", "at most": 0, "within": "2 years"}
    job = {"start": "2022-06-12", "end": "present", "hours_per_week": "10", "kinds": "office"}
    record = {"experience": [job], "answers": [{"question": "warnings", "answer": "2025-10-14"}]}
    assert (653, frozenset({"office"})) in told_as([either, warned], record)


def test_posts_that_end_before_time_takes_away_what_is_met_are_told() -> None:
    asks = [{"experience": "1 month", "class": "cook"}, {"experience": "9 months", "class": "pilot"}, EXAMINED]
    (way,) = one_level(asks, {"answers": [{"question": "exams", "answer": "2025-12-01"}]}).ways
    assert (way.days, [each.amount for each in way.things]) == (304, [31, 273])


def test_work_that_must_be_recent_is_the_last_of_several_posts() -> None:
    lately = {"experience": "3 months", "class": "cook", "within": "1 year"}
    (way,) = one_level([lately, {"experience": "1 year", "class": "pilot"}], {}).ways
    assert (way.days, [each.amount for each in way.things]) == (455, [90, 365])


def test_a_post_that_begins_sooner_may_be_some_days_longer() -> None:
    asks: list[Mapping[str, object]] = [
        {"experience": "1 month", "class": "cook"},
        {"experience": "1 year", "class": "pilot"},
    ]
    case = fixed(date(2025, 12, 31), asks, {}, classes={"cook": [], "pilot": []}, **{"counting policy": "california"})
    ((found,),) = ways(case)[2]
    assert [way.days for way in found.ways] == [396]


def test_posts_are_told_that_are_met_before_one_of_them_would_do_alone() -> None:
    exams: Mapping[str, object] = {"events": "exams", "ask": "On which days?", "at least": 1}
    cook = {"experience": "3 months", "class": "cook", "within": "1 year"}
    asks: list[Mapping[str, object]] = [
        {**exams, "within": "18 months"},
        {"any of": [{**exams, "within": "6 months"}, cook]},
        {"experience": "3 months", "class": "pilot"},
    ]
    jobs = [
        {"start": "2025-10-10", "end": "2025-12-27", "hours_per_week": "40", "class_code": "pilot"},
        {"start": "2025-03-14", "end": "2025-05-04", "hours_per_week": "20", "class_code": "cook"},
    ]
    told = one_level(
        asks, {"experience": jobs, "answers": [{"question": "exams", "answer": "2024-10-27; 2025-05-01; 2026-05-20"}]}
    ).ways
    assert min(way.days for way in told) == 79
