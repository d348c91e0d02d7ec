"""The things that may bring the clauses of a pack to be met: each once, with what it does by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np

from minqual.clauses import ELSEWHERE, Leaf, Making, Provision, Remedy
from minqual.notation import Amount
from minqual.packs import Pack
from minqual.values import Kept, once
from minqual.what_if.hypothetical_tables import Row, Supposed
from minqual.what_if.supposing import Looking, Supposing

MOST_POSTS: Final = 1 << 10
"""Sets of work of which it is kept what one job may be."""

MOST_WRITTEN: Final = 1 << 12
"""Things of which it is kept what the row of so much of them is."""

MOST_OF: Final[Mapping[str, int]] = {"semester_units": 400, "quarter_units": 600, "answer": 1 << 20}
"""How much of a thing there may be."""

SOME: Final[Mapping[str, int]] = {"end": 365, "semester_units": 30, "quarter_units": 45, "answer": 10}
"""As much of a thing as tells how fast what it counts for grows."""


ADDED: Final = frozenset({"kinds", "facts"})
"""Cells of work that add up where one job is several."""


@dataclass(frozen=True, slots=True)
class KnownRemedies:
    """The remedies of a pack, by number.

    number: of each. own: per leaf, those that it states itself. alone: per leaf, all that bring it to be met by
    themselves, whatever a record holds. joint: per leaf, works that do so in one job, and neither by itself. does: per
    remedy, the leaves that it brings to be met. alike: answers to one question, of which one is given. lacks: per
    remedy and leaf, what is lacking with some of it, where that is counted.
    """

    all: tuple[Remedy, ...]
    number: Mapping[Remedy, int]
    own: tuple[tuple[int, ...], ...]
    alone: tuple[frozenset[int], ...]
    joint: tuple[Sequence[frozenset[int]], ...]
    does: tuple[frozenset[int], ...]
    alike: tuple[tuple[int, ...], ...]
    lacks: Sequence[Sequence[float]]
    kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    def most(self, number: int, days: int) -> int:
        """The most of a remedy, or of waiting, that is tried so many days ahead."""
        return most_of(self.all[number], days) if number >= 0 else 0

    def most_of_all(self, some: frozenset[int], days: int) -> dict[int, int]:
        """As much of some remedies as may be by a day; as much in each of several posts."""
        work = days // max(len(self.posts_of(some)), 1)
        return {number: work if most is None else most for number, most in self.most_of_each(some)}

    @once
    def time_of(self, some: frozenset[int]) -> frozenset[int]:
        """The part of some remedies, by number, of which more takes longer: work, and waiting."""
        return frozenset(each for each in some if each < 0 or self.all[each].of_time)

    @once
    def work_of(self, some: frozenset[int]) -> Sequence[int]:
        """The part of some remedies, by number, that is work."""
        return sorted(each for each in some if each >= 0 and self.all[each].of_time)

    @once
    def posts_of(self, some: frozenset[int]) -> Sequence[Sequence[int]]:
        """The work of some remedies that no one job can be, each post for itself; none where one can be all of it.

        They are held one after the other.
        """
        work = self.work_of(some)
        found = posts(tuple(self.all[each] for each in work)) if len(work) > 1 else ()
        return [[self.number[each] for each in post] for post in found] if len(found) > 1 else ()

    @once
    def most_of_each(self, some: frozenset[int]) -> Sequence[tuple[int, int | None]]:
        """The most of each of some remedies that is tried, None for work, of which that is as much as there is time."""
        return [(each, None if self.all[each].of_time else self.most(each, 0)) for each in sorted(some) if each >= 0]

    def asks_less(self, one: Remedy, other: Remedy, amount: int = 0, much: int = 0) -> bool:
        """Whether so much of a thing asks less than so much of another, whatever else there is."""
        alike = amount <= much and one.table == other.table and one.column == other.column
        return alike and self.easier(self.number[one], self.number[other])

    def easier(self, one: int, other: int) -> bool:
        """Whether one remedy does less than another of its kind, and so asks less; of equal ones the first.

        Of what does nothing by itself it is not known what it does beside others.
        """
        if one < 0 or other < 0 or one == other:
            return False
        left, right = self.all[one], self.all[other]
        if (left.table, left.column) != (right.table, right.column):
            return False
        does, more = self.does[one], self.does[other]
        if not does or not does <= more or not left.apart <= right.apart:
            return False
        return does < more or (_fits(left, right) and (one < other or not _fits(right, left)))

    def no_more(self, one: int, other: int) -> bool:
        """Whether one remedy asks less than another, and no more of it is needed."""
        return self.easier(one, other) and not any(
            self.lacks[one][leaf] > self.lacks[other][leaf] for leaf in self.does[one]
        )


def _fits(one: Remedy, other: Remedy) -> bool:
    """Whether a thing can be one with whatever another can be one with, and is apart from no more."""
    asked, more = ({cell for cell in each.cells if cell[0] not in ADDED} for each in (one, other))
    return one.apart <= other.apart and (asked <= more or not one.of_time)


def known_remedies(supposing: Supposing, pack: Pack, far: int) -> KnownRemedies:
    """The remedies of a pack, tried on a record of nothing; far: the days ahead up to which work is tried."""
    today, policy = supposing.as_of, pack.policy
    making = Making(today, pack.groups, policy.units_in_a_year, today, policy.full_time_hours)
    numbers: dict[Remedy, int] = {}
    own = []
    for leaf in supposing.tree.leaves:
        needed = getattr(leaf, leaf.kind, None)
        found = leaf.remedies(needed if hasattr(needed, "unit") else None, making)
        own.append(tuple(dict.fromkeys(numbers.setdefault(each, len(numbers)) for each in found)))
    (does,) = supposing.run([_does(supposing, [(each,) for each in numbers], far)])
    lately = _lately(supposing.tree.leaves, own, list(numbers), today)
    both = _both(supposing, lately, does, far)
    remedies = _apart(lately, does, both)
    leaves = range(len(supposing.tree.leaves))
    alone = tuple(frozenset(number for number, of in enumerate(does) if leaf in of) for leaf in leaves)
    more = {pair: done.difference(*(does[one] for one in pair)) for pair, done in both.items()}
    joint = tuple([frozenset(pair) for pair, of in more.items() if leaf in of] for leaf in leaves)
    answers: dict[str, list[int]] = {}
    for number, each in enumerate(remedies):
        answers.setdefault(each.question, []).append(number)
    alike = tuple(tuple(some) for question, some in answers.items() if question and len(some) > 1)
    places = {each: place for place, each in enumerate(remedies)}
    (lacks,) = supposing.run([_lacks_by_some(supposing, remedies)])
    return KnownRemedies(remedies, places, tuple(own), alone, joint, does, alike, lacks)


def _lately(
    leaves: Sequence[Leaf], own: Sequence[Sequence[int]], remedies: Sequence[Remedy], today: date
) -> tuple[Remedy, ...]:
    """The remedies, each with the shortest window of a leaf that asks for it."""
    found: dict[int, int] = {}
    for leaf, numbers in zip(leaves, own, strict=True):
        windows = [(window.after(today) - today).days for _, window in windows_of(leaf) if window.value]
        for number in numbers if windows else ():
            found[number] = min([*windows, found.get(number, windows[0])])
    return tuple(replace(each, lately=found.get(number, 0)) for number, each in enumerate(remedies))


def windows_of(leaf: Leaf) -> frozenset[tuple[frozenset[str], Amount]]:
    """How far back a leaf looks in the tables that it draws on; no time where days of the record themselves matter."""
    tables = frozenset(leaf.draws_on())
    found = {(tables - {"experience"}, Amount(Fraction(0), "days"))} if tables != {"experience"} else set()
    inside: list[Provision] = [leaf]
    while inside:
        part = inside.pop()
        inside += [each for _, each in part.parts()]
        within: Amount | None = getattr(part, "within", None)
        found |= set() if within is None else {(tables, within)}
    return frozenset(found)


def _does(supposing: Supposing, sets: Sequence[tuple[Remedy, ...]], far: int) -> Looking[tuple[frozenset[int], ...]]:
    """The leaves that remedies, or works in one job, bring to be met where nothing else is known."""
    nobody, today = supposing.nobody, supposing.as_of
    tried = []
    for some in sets:
        added = rows([(each, most_of(each, far)) for each in some], today, far)
        tried.append((far if some[0].of_time else 0, Supposed(nobody, tuple(added), today)))
    before = yield [(0, Supposed(nobody)), (far, Supposed(nobody))]
    outcomes = yield tried
    leaves = np.flatnonzero(~supposing.by_people).tolist()
    return tuple(
        frozenset(leaf for leaf in leaves if outcome.met(leaf) and not before[some[0].of_time].met(leaf))
        for some, outcome in zip(sets, outcomes, strict=True)
    )


def _lacks_by_some(supposing: Supposing, remedies: Sequence[Remedy]) -> Looking[list[list[float]]]:
    """Per remedy and leaf, what is lacking with some of it alone, where that is counted."""
    nobody, today, leaves = supposing.nobody, supposing.as_of, range(len(supposing.tree.leaves))
    tried = []
    for each in remedies:
        days = SOME["end"] if each.of_time else 0
        added = rows([(each, SOME.get(each.column, 0))], today, days)
        tried.append((days, Supposed(nobody, tuple(added), today)))
    outcomes = yield tried
    return [[outcome.lacking(leaf) or 0.0 for leaf in leaves] for outcome in outcomes]


def _both(
    supposing: Supposing, remedies: Sequence[Remedy], does: Sequence[frozenset[int]], far: int
) -> Mapping[tuple[int, int], frozenset[int]]:
    """The leaves that works bring to be met in one job, for each two that may be one."""
    work = [number for number, each in enumerate(remedies) if each.of_time and does[number]]
    pairs = [
        (one, other)
        for one, other in combinations(work, 2)
        if _merged(dict(remedies[one].cells), dict(remedies[other].cells)) is not None
    ]
    (both,) = supposing.run([_does(supposing, [(remedies[one], remedies[other]) for one, other in pairs], far)])
    return dict(zip(pairs, both, strict=True))


def _apart(
    remedies: Sequence[Remedy], does: Sequence[frozenset[int]], both: Mapping[tuple[int, int], frozenset[int]]
) -> tuple[Remedy, ...]:
    """The remedies, each with the work that is no one job with it: as one, they would do less than each by itself."""
    apart: dict[int, set[int]] = {number: set() for number in range(len(remedies))}
    for (one, other), done in both.items():
        if not done >= does[one] | does[other]:
            apart[one].add(other)
            apart[other].add(one)
    return tuple(
        replace(each, apart=frozenset(remedies[other].cells for other in apart[number])) if apart[number] else each
        for number, each in enumerate(remedies)
    )


def most_of(remedy: Remedy, far: int) -> int:
    """The most of a thing that is tried."""
    return far if remedy.of_time else MOST_OF.get(remedy.column, 0)


def rows(things: Sequence[tuple[Remedy, int]], today: date, until: int) -> list[Row]:
    """The rows of so much of some things; work from the day after on, in days, posts one after the other.

    until: how many days after, the day as of which they are looked at; work up to it goes on.
    """
    found: list[Row] = [(each.table, _row(each, amount)) for each, amount in things if not each.of_time]
    work = {each: amount for each, amount in things if each.of_time and amount}
    begun = begins(work)
    for post in posts(tuple(work)):
        done, begin = 0, begun[post[0]]
        for last in sorted({work[each] for each in post}):
            cells = _cells(tuple(each for each in post if work[each] >= last))
            end = "present" if begin + last == until else (today + timedelta(days=begin + last)).isoformat()
            start = today + timedelta(days=begin + done + 1)
            found.append(("experience", {**cells, "start": start.isoformat(), "end": end}))
            done = last
    return found


@lru_cache(maxsize=MOST_WRITTEN)
def _row(each: Remedy, amount: int) -> Mapping[str, str]:
    """The row of so much of a thing, the same one whenever it is asked for."""
    return each.row(str(amount))


def begins(work: Mapping[Remedy, int]) -> dict[Remedy, int]:
    """How many days after the as-of date so much of some work begins."""
    found: dict[Remedy, int] = {}
    begin = 0
    for post in posts(tuple(work)):
        found |= dict.fromkeys(post, begin)
        begin += max(work[each] for each in post)
    return found


@lru_cache(maxsize=MOST_POSTS)
def posts(work: tuple[Remedy, ...]) -> Sequence[tuple[Remedy, ...]]:
    """Work that one job may be, each post for itself; last what only counts as long as it is not long ago."""
    found: list[tuple[Mapping[str, str], tuple[Remedy, ...]]] = []
    for each in sorted(work, key=lambda one: (one.lately > 0, -one.lately)):
        for place, (cells, inside) in enumerate(found):
            merged = _merged(cells, dict(each.cells))
            if merged is not None and not any(one.cells in each.apart for one in inside):
                found[place] = merged, (*inside, each)
                break
        else:
            found.append((dict(each.cells), (each,)))
    return [inside for _, inside in found]


@lru_cache(maxsize=MOST_POSTS)
def _cells(post: tuple[Remedy, ...]) -> Mapping[str, str]:
    """The cells of one job that is some work, as far as it can be."""
    cells: dict[str, str] = {}
    for each in post:
        cells = _merged(cells, dict(each.cells)) or cells
    return cells


def _merged(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str] | None:
    """The cells of a job that is both, where one can be: kinds and facts add up, elsewhere may be anywhere."""
    merged = dict(one)
    for name, cell in other.items():
        if name in ADDED and name in merged:
            merged[name] = ";".join(dict.fromkeys([*merged[name].split(";"), *cell.split(";")]))
        elif merged.get(name, ELSEWHERE) == ELSEWHERE:
            merged[name] = cell
        elif cell not in {merged[name], ELSEWHERE}:
            return None
    return merged
