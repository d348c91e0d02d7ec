"""Ways to a level by brute force: sets of at most two things on a coarse grid of amounts and days, each tried."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Final

import numpy as np

from minqual.clauses import Remedy
from minqual.judging import Screener
from minqual.values import Standing
from minqual.what_if.known_remedies import MOST_OF, KnownRemedies
from minqual.what_if.way_search import Thing, Way
from support.screened import tables_of
from support.strategies.records import Record

DAYS: Final = (0, 90, 365, 730, 1461, 2922, 5000)
"""Days ahead that are tried."""

UNITS: Final = (30, 60, 120, MOST_OF["semester_units"])
ANSWERS: Final = (1, 3, 10, 100, MOST_OF["answer"])
MOST_THINGS: Final = 8


@dataclass(frozen=True)
class Grid:
    """What is tried for one level: remedies that one of its clauses asks for, each named once.

    opened: those that stand for what is open of the record.
    """

    known: KnownRemedies
    remedies: Sequence[Remedy]
    opened: Collection[Remedy]

    def name(self, remedy: Remedy) -> object:
        """What a remedy is: of answers to one question one may do for another."""
        cells = dict(remedy.cells)
        return cells["question"] if remedy.table == "answers" else (remedy.table, remedy.cells, remedy.column)

    def names(self, remedies: Collection[Remedy]) -> frozenset[object]:
        """What some remedies are."""
        return frozenset(map(self.name, remedies))

    def within(self, one: Collection[Remedy], other: Collection[Remedy]) -> bool:
        """Whether some things are among others, or ask less than these."""
        has = self.names(other)
        return all(self.name(each) in has or any(self.known.asks_less(each, more) for more in other) for each in one)

    def ways(self, days: int) -> Iterator[Way]:
        """Everything that is tried by a day: waiting, and one or two things."""
        yield Way((), (), days, waits=True)
        for count in (1, 2):
            for some in combinations(self.remedies[:MOST_THINGS], count):
                for amounts in product(*(_amounts(each, days) for each in some)):
                    yield Way(tuple(map(Thing, some, amounts)), (), days, waits=False)

    def _asks_less(self, one: Thing, other: Thing) -> bool:
        """Whether a thing asks less than another, of which the grid has as much as is needed."""
        of = other.remedy
        held = [each for each in (of, *self.known.all) if one.remedy.held_by(each, one.amount)]
        return of in held or any(self.known.asks_less(each, of) for each in (one.remedy, *held))

    def covered(self, tried: Way, told: Sequence[Way]) -> bool:
        """Whether a told way asks for nothing else and takes no longer, or all that are told come first."""
        return any(self._no_more(each, tried) for each in told) or (
            len(told) == 5 and all(each.rank <= tried.rank for each in told)
        )

    def _no_more(self, told: Way, tried: Way) -> bool:
        has = {self.name(each.remedy) for each in tried.things}
        works = [sum(each.remedy.of_time for each in way.things) for way in (told, tried)]
        # One job may be several kinds of work that no clause asks for together; those that one asks for are told.
        beside = 1 < works[1] >= works[0]
        return (told.days <= tried.days or bool(told.conferred)) and all(
            self.name(each.remedy) in has
            or (beside and each.remedy.of_time)
            or any(self._asks_less(each, more) for more in tried.things)
            for each in (*told.things, *told.answers)
        )


def _amounts(remedy: Remedy, days: int) -> Sequence[int]:
    if remedy.of_time:
        return [amount for amount in dict.fromkeys((days, days // 2)) if amount]
    if not remedy.column:
        return (0,)
    return UNITS if remedy.column.endswith("units") else ANSWERS


def missing(grid: Grid, told: Sequence[Way], enough: Callable[[int, Sequence[Way]], Sequence[bool]]) -> Iterator[Way]:
    """What reaches the level on the grid and is told by no way. enough: which of some ways by a day reach it."""
    fewest: list[frozenset[Remedy]] = []
    for days in DAYS:
        tried = list(grid.ways(days))
        reached = [each for each, one in zip(tried, enough(days, tried), strict=True) if one]
        fewest += [frozenset(thing.remedy for thing in each.things) for each in reached]
        asked = [one for one in dict.fromkeys(fewest) if one and grid.names(one) <= grid.names(grid.opened)]
        for each in reached:
            things = frozenset(thing.remedy for thing in each.things)
            less = any(grid.names(one) < grid.names(things) for one in fewest)
            if not less and not any(grid.within(one, things) for one in asked) and not grid.covered(each, told):
                yield each


def certainly_at_once(
    screener: Screener, records: Sequence[Record], day: date, root: int, aim: Standing
) -> Sequence[bool]:
    """Which records certainly reach a standing at a node on a day."""
    numbered = [each | {"applicant_id": f"A{place}"} for place, each in enumerate(records)]
    screening = screener.screen(tables_of(numbered), day)
    leaves = screening.tree.leaves
    stands = np.array([each.standings for each in screening.assessments], dtype=np.int8).reshape(len(leaves), -1)
    decided = np.array([leaf.by_person for leaf in leaves], dtype=np.bool_)
    sure = np.where(decided[:, np.newaxis] | (stands == Standing.MET), stands, 0)
    nodes = screening.tree.evaluate(np.concatenate([sure, np.zeros((1, len(records)), dtype=np.int8)]))
    reached: list[bool] = (nodes[root] >= aim).tolist()
    return reached
