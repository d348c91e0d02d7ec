"""Ways to qualify gone as plain data: a record after each, what is smaller, and what each day before would bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from minqual.judging import Screener, Screening
from minqual.values import AsOf, Standing, award_date
from minqual.what_if.known_remedies import begins, rows
from minqual.what_if.way_search import Thing, Way
from minqual.what_if.ways import WaysToLevel, WaysToQualify
from support.screened import tables_of
from support.strategies.packs_with_records import Drawn
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
    for study in after["education"] if way.waits or way.conferred or more else ():
        if in_progress(study, case.as_of):
            study |= {"awarded": study["expected"], "conferred": ""}
    for table, cells in more:
        if table == "answers":
            after[table] = [row for row in after[table] if row["question"] != cells["question"]]
        after[table].append(dict(cells))
    return after, case.as_of + timedelta(days=days)


def in_progress(study: Mapping[str, str], as_of: date) -> bool:
    """Whether a degree is to be conferred on a day still to come."""
    stated = study.get("expected") or ""
    try:
        ahead = bool(stated) and award_date(stated).earliest > as_of
    except ValueError:
        return False
    return ahead and not study.get("awarded") and (study.get("conferred") or "no") == "no"


def certainly(screener: Screener, pool: Iterable[tuple[Record, date]], root: int, aim: Standing) -> Iterator[bool]:
    """Whether records certainly reach a standing at a node, each on its day."""
    for record, day in pool:
        screening = screener.screen(tables_of([record]), day)
        tree = screening.tree
        sure = [
            int(each.standings[0]) if leaf.by_person or each.standings[0] == Standing.MET else 0
            for leaf, each in zip(tree.leaves, screening.assessments, strict=True)
        ]
        yield bool(tree.evaluate([*sure, 0])[root] >= aim)


def certainly_at_once(
    screener: Screener, pool: Sequence[tuple[Record, date]], root: int, aim: Standing
) -> Sequence[bool]:
    """The same for all of them in one pool, each as of their own day."""
    if not pool:
        return []
    numbered = [record | {"applicant_id": f"A{place}"} for place, (record, _) in enumerate(pool)]
    tally = screener.count(tables_of(numbered), AsOf.of_each([day for _, day in pool]))
    leaves = screener.tree.leaves
    stands = np.array([leaf.assess(tally).standings for leaf in leaves], dtype=np.int8).reshape(len(leaves), -1)
    decided = np.array([leaf.by_person for leaf in leaves], dtype=np.bool_)
    sure = np.where(decided[:, np.newaxis] | (stands == Standing.MET), stands, 0)
    nodes = screener.tree.evaluate(np.concatenate([sure, np.zeros((1, len(pool)), dtype=np.int8)]))
    reached: list[bool] = (nodes[root] >= aim).tolist()
    return reached


def smaller(way: Way) -> Iterator[tuple[Way, int]]:
    """A way without each of its things, with one step less of each, and a day before."""
    every = (*way.things, *way.answers)
    for place, each in enumerate(every):
        before, after = every[:place], every[place + 1 :]  # in their order: work is done one after the other
        yield replace(way, things=(*before, *after), answers=()), way.days
        if each.remedy.column and each.amount > 1 and not (each.remedy.of_time and each.amount == way.days):
            less = Thing(each.remedy, each.amount - 1)
            yield replace(way, things=(*before, less, *after), answers=()), way.days


def day_before(way: Way) -> Way | None:
    """The same with a day less of all work that goes on to the last day; None where there is none."""
    every = (*way.things, *way.answers)
    works = [each for each in every if each.remedy.of_time]
    if not way.days or not (way.waits or way.conferred or works) or any(each.amount < 2 for each in works):
        return None
    less = (replace(each, amount=min(each.amount, way.days - 1)) if each.remedy.of_time else each for each in every)
    return replace(way, things=tuple(less), answers=(), days=way.days - 1)


def on_day(way: Way, day: int) -> Way | None:
    """A way on an earlier day, with as much work as there can be by then; None where its posts take longer."""
    every = (*way.things, *way.answers)
    things = tuple(replace(each, amount=min(each.amount, day)) if each.remedy.of_time else each for each in every)
    work = {each.remedy: each.amount for each in things if each.remedy.of_time}
    ends = [begin + work[each] for each, begin in begins(work).items()]
    return None if work and not 0 < max(ends) <= day else replace(way, things=things, answers=(), days=day)


def first_day(case: Drawn, screener: Screener, record: Record, of: tuple[int, Standing, Way]) -> int | None:
    """The first day on which a way to a standing at a node leads there, each day from the as-of date on looked at."""
    root, aim, way = of
    tried = [one for day in range(way.days + 1) if (one := on_day(way, day)) is not None]
    pool = [gone(case, record, one) for one in tried]
    found = certainly_at_once(screener, pool, root, aim)
    return next((one.days for one, enough in zip(tried, found, strict=True) if enough), None)
