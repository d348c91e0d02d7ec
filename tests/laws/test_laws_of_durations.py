"""The laws of durations without dates that a column map says do not overlap each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import test_agreement, test_random_packs
from laws.test_laws import counted, shuffled, with_another_row, with_more_stated
from minqual.clauses.experience import Experience
from minqual.judging import Screening
from minqual.values import Standing
from minqual.verdicts import explain
from support.examples import examples
from support.oracle.pack import judge as judge_by
from support.oracle.two_packs import judge
from support.screened import relaxed, screened, standings
from support.strategies.fillings import filled
from support.strategies.pack_fillings import filled as filled_by
from support.strategies.packs import Author
from support.strategies.packs_with_records import Drawn, drawn
from support.strategies.records import PACKS, Record, Tape, apart, pools_apart, short_tapes, tapes

both_packs = pytest.mark.parametrize("pack", PACKS)


@st.composite
def drawn_apart(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Drawn:
    """A pack and its applicants, with durations that do not overlap each other."""
    case = draw(drawn())
    return Drawn(case.pack, case.as_of, [apart(draw(short_tapes), each) for each in case.pool])


def unstated(record: Record) -> Record:
    """A record without the word on which durations do not overlap."""
    return record | {"experience": [row | {"apart": ""} for row in record["experience"]]}


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(120))
def test_engine_and_oracle_agree(pack: str, data: st.DataObject) -> None:
    """For low, durations that do not overlap each other are added up; they may still overlap all other work."""
    as_of, pool = data.draw(pools_apart(pack))
    screening = screened(pack, pool, as_of)
    for applicant, record in enumerate(pool):
        found = test_agreement.differences(
            record, judge(record, pack, as_of), test_agreement.told(screening, applicant)
        )
        assert not found, f"as of {as_of}: " + "\n".join(found)


@given(case=drawn_apart())
@settings(relaxed, max_examples=examples(150))
def test_engine_and_oracle_agree_on_any_pack(case: Drawn) -> None:
    """Totals, uses that share no time, hours and windows count such durations as the oracle does."""
    screening = case.screened(case.screener(), case.pool)
    for applicant, record in enumerate(case.pool):
        judged = judge_by(case.pack, record, case.as_of)
        found = test_random_packs.differences(judged, screening, applicant)
        assert not found, "\n".join(found) + case.told(record)


def broken(before: Screening, after: Screening, applicant: int) -> dict[str, tuple[str, str]]:
    """Clauses and levels that were settled and have become something else."""
    said, found = standings(before, applicant), standings(after, applicant)
    return {
        name: (claim.word, found[name].word)
        for name, claim in said.items()
        if (claim is Standing.MET and found[name] is not claim) or (claim <= Standing.REFER and found[name] > claim)
    }


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(80))
def test_sound(pack: str, data: st.DataObject) -> None:
    """However such durations are given dates that do not overlap, met stays met, and unmet or referred no more."""
    as_of, pool = data.draw(pools_apart(pack))
    after = [filled(data.draw(tapes), record, pack, as_of) for record in pool]
    first, second = screened(pack, pool, as_of), screened(pack, after, as_of)
    for place, record in enumerate(pool):
        assert not broken(first, second, place), f"as of {as_of}: {record} made {after[place]}"


@given(case=drawn_apart(), data=st.data())
@settings(relaxed, max_examples=examples(100))
def test_sound_on_any_pack(case: Drawn, data: st.DataObject) -> None:
    """The same under any pack."""
    after = [filled_by(data.draw(tapes), record, case) for record in case.pool]
    screener = case.screener()
    first, second = case.screened(screener, case.pool), case.screened(screener, after)
    for place, record in enumerate(case.pool):
        assert not broken(first, second, place), case.told(record, after[place])


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_the_statement_raises_what_is_certain_and_nothing_else(pack: str, data: st.DataObject) -> None:
    """Low with the statement is at least low without it, high is the same, and low never passes high."""
    as_of, pool = data.draw(pools_apart(pack))
    first, second = screened(pack, list(map(unstated, pool)), as_of), screened(pack, pool, as_of)
    for place, record in enumerate(pool):
        for (low, high), (more, most) in zip(counted(first, place), counted(second, place), strict=True):
            assert low <= more, f"as of {as_of}: {record}"
            assert high == most, f"as of {as_of}: {record}"
            assert most is None or more <= most, f"as of {as_of}: {record}"


@both_packs
@pytest.mark.parametrize("change", [with_another_row, with_more_stated])
@given(data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_monotone(pack: str, change: Callable[..., Record], data: st.DataObject) -> None:
    """Adding a readable row, or raising a stated number, never lowers a standing."""
    as_of, pool = data.draw(pools_apart(pack))
    after = [change(data.draw(tapes), record, pack, as_of) for record in pool]
    first, second = screened(pack, pool, as_of), screened(pack, after, as_of)
    for place, record in enumerate(pool):
        said, found = standings(first, place), standings(second, place)
        assert all(found[name] >= claim for name, claim in said.items()), f"as of {as_of}: {record} {after[place]}"


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_the_order_of_rows_changes_nothing(pack: str, data: st.DataObject) -> None:
    """Permuting the rows of a record gives the same verdict, to the byte."""
    as_of, pool = data.draw(pools_apart(pack))
    after = [shuffled(data.draw(tapes), record, pack, as_of) for record in pool]
    first, second = screened(pack, pool, as_of), screened(pack, after, as_of)
    for place, record in enumerate(pool):
        one, other = (explain(screening, place).to_json() for screening in (first, second))
        assert one.splitlines() == other.splitlines(), f"as of {as_of}: {record} in the order {after[place]}"


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_evidence_adds_up(pack: str, data: st.DataObject) -> None:
    """The rows shown as evidence add up to what was counted."""
    as_of, pool = data.draw(pools_apart(pack))
    screening = screened(pack, pool, as_of)
    for leaf, assessment in zip(screening.tree.leaves, screening.assessments, strict=True):
        if not isinstance(leaf, Experience) or assessment.counted is None:
            continue
        for place, record in enumerate(pool):
            low = sum((row.low or Fraction(0) for row in leaf.evidence(screening.tally, place)), Fraction(0))
            assert low == assessment.counted.exact(place)[0], f"as of {as_of}: {record}"


def durations(*years: str, apart: Sequence[str]) -> list[dict[str, str]]:
    """Full-time durations in the five kinds, each with the number of those that it does not overlap."""
    return [
        {"years": each, "hours_per_week": "40", "kinds": "communications", "apart": word}
        for each, word in zip(years, apart, strict=True)
    ]


@pytest.mark.parametrize(
    ("years", "numbers", "low"),
    [
        (("3", "2"), ("1", "1"), 5),
        (("3", "2"), ("1", "2"), 3),
        (("3", "2"), ("", ""), 3),
        (("3", "2", "4"), ("1", "1", "2"), 5),
        (("3", "2", "6"), ("1", "1", ""), 6),
    ],
)
def test_only_durations_of_one_number_are_added_up(years: tuple[str, ...], numbers: tuple[str, ...], low: int) -> None:
    record = {"applicant_id": "A", "experience": durations(*years, apart=numbers)}
    screening = screened(PACKS[0], [record], date(2026, 11, 21))
    bounds = {each.counted.exact(0) for each in screening.assessments if each.counted and each.counted.unit == "years"}
    assert bounds == {(Fraction(low), Fraction(sum(map(int, years))))}


def test_dates_are_asked_for_only_where_durations_may_overlap() -> None:
    """Two durations that do not overlap each other add up whatever their dates, which are then not asked for."""
    for numbers, asked in ((("1", "1"), False), (("1", "2"), True), (("", ""), True)):
        record = {"applicant_id": "A", "experience": durations("3", "1+", apart=numbers)}
        verdict = explain(screened(PACKS[0], [record], date(2026, 11, 21)), 0)
        asks = {each.ask for level in verdict.levels for clause in level.clauses for each in clause.open}
        assert any(ask.startswith("Between which dates?") for ask in asks) is asked
        said = "durations without dates that the column map says do not overlap do not"
        assert (said in verdict.assumptions) is (numbers == ("1", "1"))


@pytest.mark.parametrize(("months", "low"), [("by days", 5), ("of 15 days or more", 3)])
def test_no_duration_is_added_to_another_by_calendar_months(months: str, low: int) -> None:
    """Two durations may share a month, which counts once: the larger one alone is certain."""
    pack = Author(Tape(b"")).pack()
    clause = {"id": "c", "experience": "5 years", "in": "communications"}
    pack |= {
        "counting policy": {"months": months},
        "levels": [{"id": "l", "title": "L", "requires": [clause]}],
    }
    record = {"applicant_id": "A", "experience": durations("3", "2", apart=("1", "1"))}
    case = Drawn(pack, date(2025, 1, 1), [record])
    screening = case.screened(case.screener(), case.pool)
    assert next(each.counted.exact(0) for each in screening.assessments if each.counted) == (Fraction(low), Fraction(5))
