"""The laws of cells that cannot be read, contradict others or can hardly be meant, under any pack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.judging import Screening
from minqual.values import Standing
from support.examples import examples
from support.screened import relaxed, standings, tables_of
from support.strategies.packs_with_records import Drawn, changed
from support.strategies.records import Cells, Record, Tape

ANY_DAY: Final = "1900-01-01 or 2200-12-31"
ANY_FIGURE: Final = "0+"

GARBAGE: Final = {
    "education": ("level", "accredited", "conferred", "awarded", "expected", "semester_units", "quarter_units"),
    "experience": ("start", "end", "hours_per_week", "share", "paid", "years"),
    "credentials": ("valid_from", "expires"),
}
"""The columns that are read, by table."""

DATES: Final = ("awarded", "expected", "start", "end", "valid_from", "expires")
UNREADABLE: Final = ("zz", "ask Bob", "-1e9", "2021-13-45", "1,5", "maybe?")
NULL_DAYS: Final = ("1900-01-01", "1970-01-01", "12/31/9999")
CONTRARY: Final[Sequence[tuple[str, Cells]]] = (
    ("education", {"conferred": "no", "awarded": "2001-06-30"}),
    ("education", {"conferred": "no", "awarded": "", "expected": "2001-06"}),
    ("education", {"level": "ged", "conferred": "no", "awarded": "", "expected": ""}),
    ("education", {"level": "none", "conferred": "yes"}),
    ("experience", {"start": "2015-01-01", "end": "2014-12-31", "years": ""}),
    ("experience", {"start": "2015-01-01", "years": "3"}),
    ("credentials", {"valid_from": "2015-01-01", "expires": "2014-01-01"}),
)
"""Cells that cannot all be right, by table."""

HARDLY: Final[Sequence[Cells]] = (
    {"hours_per_week": "0.75"},
    {"hours_per_week": "0"},
    {"hours_per_week": "160"},
    {"start": "", "end": "", "years": "70"},
    {"start": "", "end": "2109-01-01", "years": ""},
)
"""Cells of a job that can be read and hardly be meant."""

FIRM: Final = (Standing.MET, Standing.UNMET, Standing.REFER)


def replaced(tape: Tape, record: Record, table: str, cells: Cells) -> Record:
    """A record with some cells of one of a table's rows replaced; where there is no row, it stays."""
    rows = record[table]
    if not rows:
        return record
    place = tape.pick(range(len(rows)))
    return record | {table: [*rows[:place], rows[place] | cells, *rows[place + 1 :]]}


def garbled(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with one cell that cannot be read, or a day that stands for a blank."""
    table = tape.pick(list(GARBAGE))
    column = tape.pick(GARBAGE[table])
    words = (*UNREADABLE, *NULL_DAYS) if column in DATES else UNREADABLE
    return replaced(tape, record, table, {column: tape.pick(words)})


def contradicted(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with cells of one row that contradict each other."""
    return replaced(tape, record, *tape.pick(CONTRARY))


def doubted(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with a job of which something can hardly be meant."""
    return replaced(tape, record, "experience", tape.pick(HARDLY))


def screened(case: Drawn, screener: minqual.Screener, pool: Sequence[Record]) -> Screening:
    """Some applicants screened at once, whose rows are all in use."""
    screening = screener.screen(tables_of(pool), case.as_of)
    applicants = screening.applicants
    assert all(each.lost == "cell" for each in applicants.rejects)
    assert not applicants.unread.any()
    for count in applicants.counts:
        rows = sum(len(record[count.table]) for record in pool) if count.table != "applicants" else len(pool)
        told = {(each.applicant, each.row, each.column) for each in applicants.rejects if each.table == count.table}
        assert (count.used, count.rejected, count.cells) == (rows, 0, len(told))
    return screening


def touched(before: Record, after: Record) -> set[str]:
    """The tables in which a record differs from another."""
    return {table for table in GARBAGE if before[table] != after[table]}


def never_firm_against_the_full_record(case: Drawn, after: Sequence[Record]) -> None:
    """Nothing firm contradicts the full record, and what draws on other tables stands as before."""
    screener = case.screener()
    full, open_ = screened(case, screener, case.pool), screened(case, screener, after)
    tree = full.tree
    leaves = {node.id: tree.leaves[node.leaf] for node in tree.nodes if node.leaf not in (None, tree.unread)}
    for place, record in enumerate(case.pool):
        said, found = standings(full, place), standings(open_, place)
        firm = {name: (said[name], each) for name, each in found.items() if each in FIRM and said[name] is not each}
        assert not firm, f"{firm} {case.told(record, after[place])}"
        tables = touched(record, after[place])
        apart = {
            name: (said[name].word, found[name].word)
            for name, leaf in leaves.items()
            if leaf.draws_on() and not leaf.draws_on() & tables and said[name] is not found[name]
        }
        assert not apart, f"{apart} {case.told(record, after[place])}"


@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_a_cell_that_cannot_be_read_makes_nothing_firm_and_loses_nothing_else(data: st.DataObject) -> None:
    never_firm_against_the_full_record(*data.draw(changed(garbled)))


@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_cells_that_contradict_each_other_are_as_open_as_if_each_might_be_anything(data: st.DataObject) -> None:
    """Whatever is written in those cells in their place, nothing firm was said against it."""
    case, after = data.draw(changed(contradicted))
    screener = case.screener()
    screening = screened(case, screener, after)
    filled = screened(case, screener, case.pool)
    for place, record in enumerate(case.pool):
        if not any(each.applicant == place for each in screening.applicants.rejects):
            continue
        if any(not row["start"] for row in record["experience"]):
            continue  # a blank start may lie before the first day that can be written
        said, found = standings(screening, place), standings(filled, place)
        levels = _levels_alike(record, after[place])
        wrong = {name: (each, found[name]) for name, each in said.items() if each in FIRM and found[name] is not each}
        assert not wrong or not levels, f"{wrong} {case.told(record, after[place])}"


def _levels_alike(before: Record, after: Record) -> bool:
    """Whether rows state the same levels, which are not in doubt beside them."""
    return [row["level"] for row in before["education"]] == [row["level"] for row in after["education"]]


@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_what_can_hardly_be_meant_is_any_figure_and_any_day(data: st.DataObject) -> None:
    """It stands as the same record does that says plainly that it may be any."""
    case, after = data.draw(changed(doubted))
    plainly = [record | {"experience": [_plain(row) for row in record["experience"]]} for record in after]
    _alike(case, after, plainly)


def _plain(row: Cells) -> Cells:
    hardly = {column: ANY_FIGURE for column in ("hours_per_week",) if row[column] in ("0.75", "0", "160")}
    hardly |= {"years": ANY_FIGURE} if row["years"] == "70" else {}
    return row | hardly | ({"end": ANY_DAY} if row["end"] == "2109-01-01" else {})


@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_a_date_or_figure_that_cannot_be_read_is_any(data: st.DataObject) -> None:
    """It stands as the same record does that says plainly that it may be any."""
    case, after = data.draw(changed(garbled))
    plainly = [{**record, **{table: [_any(row) for row in record[table]] for table in GARBAGE}} for record in after]
    _alike(case, after, plainly)


def _any(row: Cells) -> Cells:
    words = (*UNREADABLE, *NULL_DAYS)
    figures = dict.fromkeys(("semester_units", "quarter_units", "hours_per_week", "years"), ANY_FIGURE)
    may_be = dict.fromkeys(DATES, ANY_DAY) | figures | {"level": ""}
    return row | {column: each for column, each in may_be.items() if row.get(column) in words}


def _alike(case: Drawn, one: Sequence[Record], other: Sequence[Record]) -> None:
    """Two pools stand alike, clause by clause, and come to the same bounds."""
    screener = case.screener()
    first, second = (screened(case, screener, pool) for pool in (one, other))
    for place, record in enumerate(one):
        assert standings(first, place) == standings(second, place), case.told(record, other[place])
        counted = (
            [each.counted.exact(place) for each in screening.assessments if each.counted]
            for screening in (first, second)
        )
        assert next(counted) == next(counted), case.told(record, other[place])
