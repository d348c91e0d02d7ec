"""The laws that verdicts obey, each attacked with generated records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.clauses.experience import Experience
from minqual.judging import Screening
from minqual.records import REQUIRED, Tables
from minqual.values import Standing
from minqual.verdicts import Results, explain, is_adverse, results_of
from minqual.verdicts.confirmations import verdict_digest
from support.examples import examples
from support.oracle.time import ongoing, read_date
from support.screened import relaxed, screened, screener, standings, tables_of
from support.strategies.any_records import record as any_record
from support.strategies.fillings import filled
from support.strategies.records import (
    FAULTY_ROWS,
    PACKS,
    Cells,
    Record,
    Tape,
    job,
    licence,
    more_stated,
    pools,
    study,
    tapes,
)

Pool = tuple[date, list[Record]]
Change = Callable[[Tape, Record, str, date], Record]

both_packs = pytest.mark.parametrize("pack", PACKS)


@st.composite
def changed(draw: Callable[[st.SearchStrategy[Any]], Any], pack: str, change: Change) -> tuple[Pool, list[Record]]:
    """Some applicants, and each of their records changed."""
    as_of, pool = draw(pools(pack))
    return (as_of, pool), [change(draw(tapes), record, pack, as_of) for record in pool]


Standings = Mapping[str, Standing]


def compared(pack: str, before: Pool, after: Sequence[Record]) -> Iterator[tuple[Standings, Standings, str]]:
    """The standings of every clause and level, applicant by applicant, before and after a change, and the change."""
    as_of, pool = before
    screenings = [screened(pack, records, as_of) for records in (pool, after)]
    assert not any(screening.applicants.rejects for screening in screenings)
    for place, record in enumerate(pool):
        first, second = (standings(screening, place) for screening in screenings)
        yield first, second, f"as of {as_of}: {record} made {after[place]}"


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(100))
def test_sound(pack: str, data: st.DataObject) -> None:
    """However the open facts are filled in, met stays met, unmet unmet, and an unmet pattern referred."""
    before, after = data.draw(changed(pack, filled))
    final = (Standing.MET, Standing.UNMET, Standing.REFER)
    for said, found, told in compared(pack, before, after):
        broken = {
            name: (claim.word, found[name].word)
            for name, claim in said.items()
            if claim in final and claim is not found[name]
        }
        assert not broken, f"{broken} {told}"


def with_another_row(tape: Tape, record: Record, pack: str, as_of: date) -> Record:
    """A record with one more readable row, at any place in its table."""
    table = tape.pick(("experience", "education", "credentials", "answers"))
    yes: Cells = {"question": "evening-meetings", "answer": "yes"}
    rows: dict[str, Callable[[], Cells]] = {
        "experience": lambda: job(tape, pack, as_of),
        "education": lambda: study(tape, as_of),
        "credentials": lambda: licence(tape, as_of),
        "answers": lambda: yes,
    }
    place = tape.pick(range(len(record[table]) + 1))
    return record | {table: [*record[table][:place], rows[table](), *record[table][place:]]}


def with_more_stated(tape: Tape, record: Record, pack: str, as_of: date) -> Record:
    """A record with one of its stated numbers raised."""
    return more_stated(tape, record)


@both_packs
@pytest.mark.parametrize("change", [with_another_row, with_more_stated])
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_monotone(pack: str, change: Change, data: st.DataObject) -> None:
    """Adding a readable row, or raising a stated number, never lowers the standing of any clause or level."""
    before, after = data.draw(changed(pack, change))
    for said, found, told in compared(pack, before, after):
        lower = {name: (claim.word, found[name].word) for name, claim in said.items() if found[name] < claim}
        assert not lower, f"{lower} {told}"


def shuffled(tape: Tape, record: Record, pack: str, as_of: date) -> Record:
    """A record with the rows of each table in another order."""

    def order(rows: Sequence[Cells]) -> list[Cells]:
        left = list(rows)
        return [left.pop(tape.pick(range(len(left)))) for _ in rows]

    return record | {table: order(record[table]) for table in ("education", "experience", "credentials", "answers")}


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(30))
def test_the_order_of_rows_changes_nothing(pack: str, data: st.DataObject) -> None:
    """Order: permuting the rows of a record gives the same verdict, to the byte."""
    (as_of, pool), after = data.draw(changed(pack, shuffled))
    first, second = screened(pack, pool, as_of), screened(pack, after, as_of)
    for place, record in enumerate(pool):
        one, other = (explain(screening, place).to_json() for screening in (first, second))
        assert one.splitlines() == other.splitlines(), f"as of {as_of}: {record} in the order {after[place]}"


ORDERED: Sequence[Mapping[str, Any]] = (
    {
        "experience": [
            {"years": "3", "hours_per_week": "40", "kinds": "communications", "entry": entry} for entry in "ab"
        ]
    },
    {
        "experience": [
            {"years": "3", "hours_per_week": "40", "kinds": kind} for kind in ("communication", "communications")
        ]
    },
    {
        "experience": [
            {"start": start, "end": "2013", "kinds": "communications"} for start in ("2010-01-01", "2011-01-01")
        ]
    },
    {
        "education": [
            {"level": level, "field": "history", "conferred": "yes"} for level in ("BS", "MA", "foreign master")
        ]
    },
)
"""Records whose verdicts once told in which order their rows stood."""


@both_packs
@pytest.mark.parametrize("record", ORDERED, ids=str)
def test_the_order_of_these_rows_changes_nothing(pack: str, record: Mapping[str, Any]) -> None:
    """Order: equal durations divide the credit, and questions are asked, in one order whatever that of the rows."""
    turned = {table: rows[::-1] for table, rows in record.items()}
    one, other = (
        minqual.check({"applicant_id": "A", **rows}, screener(pack), date(2026, 6, 15)).to_json()
        for rows in (record, turned)
    )
    assert one.splitlines() == other.splitlines()


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(30))
def test_permuting_applicants_permutes_results(pack: str, data: st.DataObject) -> None:
    """Order: applicants in another order have the same results, in that order."""
    as_of, pool = data.draw(pools(pack))
    order = data.draw(st.permutations(range(len(pool))))
    first = lines(results_of(screened(pack, pool, as_of)))
    second = lines(results_of(screened(pack, [pool[place] for place in order], as_of)))
    assert second == [first[place] for place in order]


def lines(results: Results) -> list[dict[str, str]]:
    """Results as one line per applicant."""
    columns = {name: list(column) for name, column in results.columns.items()}
    return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]


def split(tape: Tape, record: Record, pack: str, as_of: date) -> Record:
    """A record with one spell split into two that abut, on a day that every reading of its dates lies around.

    Each job is one of its own: a piece of one of two that are equal would be equal to none.
    """
    after = [row | {"title": f"job {place}"} for place, row in enumerate(record["experience"])]
    record["experience"] = [*after]
    spells = [place for place, row in enumerate(after) if (inner := _inside(row, as_of)) and inner[0] < inner[1]]
    if not spells:
        return record
    place = tape.pick(spells)
    inner = _inside(after[place], as_of)
    assert inner
    last = inner[0] + timedelta(days=tape.pick(range((inner[1] - inner[0]).days)))
    pieces = [
        after[place] | {"end": last.isoformat()},
        after[place] | {"start": (last + timedelta(days=1)).isoformat()},
    ]
    return record | {"experience": [*after[:place], *pieces, *after[place + 1 :]]}


def _inside(row: Cells, as_of: date) -> tuple[date, date] | None:
    """The days that every reading of a job's dates covers; None where one of them is blank."""
    start = read_date(row["start"])
    end = (as_of, as_of) if ongoing(row["end"]) else read_date(row["end"])
    return (start[1], end[0]) if start and end else None


def counted(screening: Screening, applicant: int) -> list[tuple[Fraction, Fraction | None]]:
    """Every quantity of one applicant as exact bounds, clause by clause."""
    return [each.counted.exact(applicant) for each in screening.assessments if each.counted]


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_splitting(pack: str, data: st.DataObject) -> None:
    """Splitting a spell into two abutting ones changes no standing and no bound."""
    (as_of, pool), after = data.draw(changed(pack, split))
    first, second = screened(pack, pool, as_of), screened(pack, after, as_of)
    for place, record in enumerate(pool):
        told = f"as of {as_of}: {record} split into {after[place]}"
        assert standings(first, place) == standings(second, place), told
        assert counted(first, place) == counted(second, place), told


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_a_moment_never_counts_twice(pack: str, data: st.DataObject) -> None:
    """A full-time job stated twice counts once."""
    as_of, pool = data.draw(pools(pack))
    full = [
        record
        | {
            "experience": [
                row | {"hours_per_week": "60", "share": ""} for row in record["experience"] if not row["years"]
            ]
        }
        for record in pool
    ]
    first = screened(pack, full, as_of)
    second = screened(pack, [record | {"experience": record["experience"] * 2} for record in full], as_of)
    for place, record in enumerate(full):
        assert counted(first, place) == counted(second, place), f"as of {as_of}: {record}"


def frames(pool: Sequence[Record]) -> dict[str, pd.DataFrame]:
    """Records as DataFrames by table."""
    tables = {"applicants": pd.DataFrame({"applicant_id": [record["applicant_id"] for record in pool]})}
    for table in ("education", "experience", "credentials", "answers"):
        rows = [{"applicant_id": record["applicant_id"], **row} for record in pool for row in record[table]]
        tables[table] = pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(REQUIRED[table]))
    return tables


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(15))
def test_a_batch_equals_its_applicants_one_by_one(pack: str, data: st.DataObject) -> None:
    """Batch equals one by one: a record's verdict, levels, reasons and open facts do not depend on its neighbours."""
    as_of, pool = data.draw(pools(pack))
    for record, line in zip(pool, lines(minqual.screen(frames(pool), screener(pack), as_of)), strict=True):
        assert lines(minqual.screen(frames([record]), screener(pack), as_of)) == [line]
        verdict = minqual.check(record, screener(pack), as_of)
        assert line["verdict"] == verdict.verdict
        assert line["eligible_level"] == (verdict.eligible_level or "")
        assert line["conditional_level"] == (verdict.conditional_level or "")
        assert line["best_possible_level"] == (verdict.best_possible_level or "")
        assert all(line[f"level_{each.level}"] == each.standing for each in verdict.levels)
        assert line["reasons"] == verdict.reasons()
        assert line["reasons_in_full"] == verdict.reasons(full=True)
        assert line["to_resolve"] == " | ".join(verdict.to_resolve)
        assert minqual.Verdict.from_json(text := verdict.to_json()).to_json() == text
        for each in verdict.levels:
            asked = minqual.check(record, screener(pack), as_of, each.level)
            told = [(asked.reasons(full=full), verdict.reasons(each.level, full=full)) for full in (False, True)]
            assert all(one == other for one, other in told)


def checked_alone(record: Record, pack: str, as_of: date) -> str | tuple[minqual.Fault, ...]:
    """What a check says of a record: its verdict as text, or its faults."""
    try:
        return minqual.check(record, screener(pack), as_of).to_json()
    except minqual.RecordError as error:
        return error.faults


DAY_FIRST = {"start": "25/12/2014", "end": "03/04/2020", "hours_per_week": "40", "kinds": "communications"}
"""A job whose dates tell that the day stands first."""


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(10))
def test_many_checks_are_those_of_each_alone(pack: str, data: st.DataObject) -> None:
    """Many checks at once are each alone, byte for byte, one id and orders of dates of their own notwithstanding."""
    as_of, pool = data.draw(pools(pack))
    messy = [any_record(data.draw(tapes), as_of, f"m{place}") for place in range(2)]
    records: list[Any] = [*pool, *messy, {**pool[0], "experience": [DAY_FIRST]}, pool[0], {"applicant_id": ""}]
    alone = [checked_alone(each, pack, as_of) for each in records]
    sound = [record for record, found in zip(records, alone, strict=True) if isinstance(found, str)]
    many = minqual.check_many(iter(sound), screener(pack), as_of)
    open_ = [each.to_resolve for each in many]
    assert open_ == [minqual.check(record, screener(pack), as_of).to_resolve for record in sound]
    assert [each.to_json() for each in many] == [each for each in alone if isinstance(each, str)]
    with pytest.raises(minqual.RecordError) as caught:
        minqual.check_many(records, screener(pack), as_of)
    told = [fault.within(place) for place, found in enumerate(alone) if not isinstance(found, str) for fault in found]
    assert [(str(each), each.path) for each in caught.value.faults] == [(str(each), each.path) for each in told]


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_evidence_adds_up(pack: str, data: st.DataObject) -> None:
    """The rows that an experience clause shows as evidence add up to what it counted."""
    as_of, pool = data.draw(pools(pack))
    screening = screened(pack, pool, as_of)
    for leaf, assessment in zip(screening.tree.leaves, screening.assessments, strict=True):
        if not isinstance(leaf, Experience) or assessment.counted is None:
            continue
        for place, record in enumerate(pool):
            rows = list(leaf.evidence(screening.tally, place))
            highs = [row.high for row in rows]
            bounded = [high for high in highs if high is not None]
            total = sum(bounded, Fraction(0)) if len(bounded) == len(highs) else None
            low = sum((row.low or Fraction(0) for row in rows), Fraction(0))
            assert (low, total) == assessment.counted.exact(place), f"as of {as_of}: {record}"


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(10))
def test_many_confirmed_verdicts_are_those_of_each_alone(pack: str, data: st.DataObject) -> None:
    """Who stands by a verdict is the same of many checks at once, of each alone and of the results."""
    as_of, pool = data.draw(pools(pack))
    sound = [record for record in pool if isinstance(checked_alone(record, pack, as_of), str)]
    columns = results_of(screened(pack, sound, as_of)).columns
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    right = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    said = minqual.settled(
        minqual.Confirmation(
            pack=pack,
            applicant=row["applicant_id"],
            level="",
            made_on=verdict_digest(row) if fresh else "0",
            by="JD",
            on=as_of,
            how="file read",
        )
        for row, fresh in zip(rows, right, strict=True)
    )
    many = minqual.check_many(sound, screener(pack), as_of, settlements=said)
    alone = [minqual.check(record, screener(pack), as_of, settlements=said) for record in sound]
    assert [each.to_json() for each in many] == [each.to_json() for each in alone]
    stands = [fresh and is_adverse(row) for row, fresh in zip(rows, right, strict=True)]
    assert [each.confirmed is not None for each in many] == stands


LOST: Cells = {"start": "2001-01-01", "end": "present", "kinds": "communications", "entry": "lost"}


def with_a_lost_row(tape: Tape, record: Record, pack: str, as_of: date) -> Record:
    """A record with a row that cannot be taken apart."""
    place = tape.pick(range(len(record["experience"]) + 1))
    return record | {"experience": [*record["experience"][:place], LOST, *record["experience"][place:]]}


def broken(tables: Tables) -> Tables:
    """Tables of which the lost rows cannot be taken apart."""
    jobs = tables.tables["experience"]
    lost = np.flatnonzero(jobs.column("entry").flags("lost".__eq__)).tolist()
    jobs = replace(jobs, broken=dict.fromkeys(lost, ("too many cells", "a cell for each column")))
    return replace(tables, tables={**tables.tables, "experience": jobs})


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_a_row_that_cannot_be_read_raises_levels_to_review_and_nothing_else(pack: str, data: st.DataObject) -> None:
    """Levels below review stand at review; everything that the rest of the record shows stays as it was."""
    (as_of, pool), after = data.draw(changed(pack, with_a_lost_row))
    first, second = screened(pack, pool, as_of), screener(pack).screen(broken(tables_of(after)), as_of)
    levels = {level.id for level in first.pack.levels}
    raised_ids = {*levels, "verdict", "unread-rows"}
    for place, record in enumerate(after):
        said, found = standings(first, place), standings(second, place)
        wanted = {name: max(each, Standing.REVIEW) if name in raised_ids else each for name, each in said.items()}
        assert found == wanted, f"as of {as_of}: {record}"
        assert counted(first, place) == counted(second, place)


@both_packs
@pytest.mark.parametrize("place", range(len(FAULTY_ROWS)))
def test_a_record_with_a_cell_that_cannot_be_read_is_not_judged(pack: str, place: int) -> None:
    """A faulty record is an error, never a verdict."""
    table, row = FAULTY_ROWS[place]
    with pytest.raises(minqual.RecordError):
        minqual.check({"applicant_id": "A", table: [row]}, screener(pack), date(2026, 11, 21))
