"""Laws of ways to qualify: each leads to the level, none can be made smaller, and none that is smaller is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings

from minqual.judging import Screening
from minqual.values import Standing
from minqual.what_if.hypothetical_tables import Supposed
from minqual.what_if.known_remedies import rows
from minqual.what_if.way_search import Thing, Way
from minqual.what_if.ways import WaysToLevel, WaysToQualify
from support.examples import examples
from support.screened import relaxed, tables_of
from support.strategies.packs_with_records import Drawn, drawn
from support.strategies.records import Record


def ways(case: Drawn) -> tuple[WaysToQualify, Screening, list[list[WaysToLevel]]]:
    """The ways of every applicant to every level."""
    screener = case.screener()
    tables = tables_of(case.pool)
    screening = screener.screen(tables, case.as_of)
    found = WaysToQualify(screener, tables, screening)
    return found, screening, found.of(range(len(case.pool)), range(len(screening.pack.levels)))


def gone(case: Drawn, record: Record, way: Way, days: int | None = None) -> tuple[Record, date]:
    """A record after a way, as plain data, and the day."""
    days = way.days if days is None else days
    things = [(each.remedy, each.amount) for each in (*way.things, *way.answers)]
    after = {name: [dict(row) for row in cells] if isinstance(cells, list) else cells for name, cells in record.items()}
    more = rows(things, case.as_of, days)
    if any(remedy.of_time for remedy, _ in things):
        for job in after["experience"]:
            if str(job.get("end")).strip().casefold() in {"present", "current", "now"}:
                job["end"] = case.as_of.isoformat()
    for table, cells in more:
        if table == "answers":
            after[table] = [row for row in after[table] if row["question"] != cells["question"]]
        after[table].append(dict(cells))
    return after, case.as_of + timedelta(days=days)


def certainly(case: Drawn, pool: Sequence[tuple[Record, date]], root: int, aim: Standing) -> list[bool]:
    """Whether records certainly reach a standing at a node, each on its day."""
    screener = case.screener()
    told = []
    for number, (record, day) in enumerate(pool):
        screening = screener.screen(tables_of([{**record, "applicant_id": f"T{number}"}]), day)
        tree = screening.tree
        sure = [
            int(each.standings[0]) if leaf.reaches < Standing.MET or each.standings[0] == Standing.MET else 0
            for leaf, each in zip(tree.leaves, screening.assessments, strict=True)
        ]
        told.append(bool(tree.evaluate([*sure, 0])[root] >= aim))
    return told


def smaller(way: Way) -> Iterator[tuple[Way, int]]:
    """A way without each of its things, with one step less of each, and a day before."""
    every = (*way.things, *way.answers)
    for each in every:
        rest = tuple(one for one in every if one is not each)
        yield replace(way, things=rest, answers=()), way.days
        if each.remedy.column and each.amount > 1 and not (each.remedy.of_time and each.amount == way.days):
            less = Thing(each.remedy, each.amount - 1)
            yield replace(way, things=(*rest, less), answers=()), way.days


@given(case=drawn(size=4))
@settings(relaxed, max_examples=examples(60))
def test_every_way_leads_to_its_level_and_none_can_be_made_smaller(case: Drawn) -> None:
    _, screening, found = ways(case)
    for record, of_levels in zip(case.pool, found, strict=True):
        for each in of_levels:
            root = screening.tree.requirements[each.level]
            for way in each.ways:
                assert certainly(case, [gone(case, record, way)], root, each.standing) == [True], (way, case.told(record))
                less = list(smaller(way))
                pool = [gone(case, record, one, days) for one, days in less]
                for (one, _), enough in zip(less, certainly(case, pool, root, each.standing), strict=True):
                    assert not enough, (way, one, case.told(record))
