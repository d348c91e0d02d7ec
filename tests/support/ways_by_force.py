"""Ways to a level by brute force: sets of at most two things on a coarse grid of amounts and days, each tried."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from minqual.clauses import Remedy
from minqual.judging import Screener, Screening
from minqual.values import Standing
from minqual.what_if.known_remedies import MOST_OF, KnownRemedies
from minqual.what_if.way_search import Thing, Way
from minqual.what_if.ways import WaysToLevel, WaysToQualify
from support.strategies.packs_with_records import Drawn
from support.strategies.records import Record
from support.ways_gone import certainly_at_once, gone

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


def grid_of(found: WaysToQualify, screening: Screening, applicant: int, level: int) -> Grid:
    """What is tried by brute force for one level of one applicant."""
    tree, known = screening.tree, found.known
    root = tree.requirements[level]
    inside = {tree.nodes[number].leaf for number in range(tree.first()[root], root)}
    own = {leaf: [known.all[each] for each in remedies] for leaf, remedies in enumerate(known.own)}
    asked = [remedy for remedy in known.all if any(remedy in own[leaf] for leaf in own if leaf in inside)]
    stands = [each.standings[applicant] for each in screening.assessments]
    settled = {each.question for leaf in own if stands[leaf] == Standing.UNMET for each in own[leaf] if each.asked}
    held = {each for leaf in own if stands[leaf] == Standing.MET for each in own[leaf] if each.asked}
    asked = [each for each in asked if (not each.question or each.question not in settled) and each not in held]
    open_ = [leaf for leaf in own if Standing.UNMET < stands[leaf] < Standing.MET]
    opened = [each for leaf in open_ for each in own[leaf] if each.table == "answers"]
    missed = {leaf for leaf, stand in enumerate(stands) if stand == Standing.UNMET}
    maybe = [each for each in known.all if not each.column and not known.does[known.number[each]] & missed]
    opened += [each for leaf in open_ for each in own[leaf] if stands[leaf] == Standing.REVIEW and each in maybe]
    return Grid(known, asked, opened)


def missing_from(
    case: Drawn, screener: Screener, grid: Grid, record: Record, of: tuple[int, WaysToLevel]
) -> Iterator[Way]:
    """What reaches a level on the grid and is told by no way: what is told is only tried where anything else does."""
    root, told = of

    def enough(days: int, tried: Sequence[Way]) -> Sequence[bool]:
        pool = [gone(case, record, way, days) for way in tried]
        return certainly_at_once(screener, pool, root, told.standing)

    untold = ((days, [each for each in grid.ways(days) if not grid.covered(each, told.ways)]) for days in DAYS)
    if any(any(enough(days, tried)) for days, tried in untold):
        yield from missing(grid, told.ways, enough)


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
