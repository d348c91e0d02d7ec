"""The search for the ways of one applicant to one level: the earliest day of each, and the least of each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final, Protocol

from minqual.clauses import Remedy
from minqual.judging import Tree
from minqual.values import MET
from minqual.what_if.correction_sets import WAIT, Correction, corrections, least
from minqual.what_if.hypothetical_tables import Supposed
from minqual.what_if.known_remedies import KnownRemedies, most_of
from minqual.what_if.supposing import Looking, Outcome, together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_WAYS: Final = 5
"""Ways that are told of one level."""

AT_ONCE: Final = 8
"""Sets of things of which it is looked at once for how much of each is needed."""

NEARLY: Final = 40
"""Days by which it may be wrong when a level should be met, if what counts grows evenly."""

POINTS: Final = 24
"""Amounts that are tried at once."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a way. amount: how much of it there must be: days of work, or what it is measured in."""

    remedy: Remedy
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a level. things: what is still to come. answers: what is asked of the applicant besides.

    days: after the as-of date, the earliest day. waits: whether time passes, in which present jobs go on. conferred: on
    which days degrees in progress are expected, where it rests on these.
    """

    things: tuple[Thing, ...]
    answers: tuple[Thing, ...]
    days: int
    waits: bool
    conferred: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it is known how long all of it takes."""
        return all(each.remedy.dated for each in self.things)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What comes first: the earliest, then the fewest things."""
        return not self.dated, self.days, len(self.things) + len(self.answers) + self.waits


def first_ways(ways: Sequence[Way]) -> tuple[Way, ...]:
    """The ways that are told: those of which no other asks less, the earliest first."""
    order = sorted(dict.fromkeys(each for each in ways if each.things or each.waits), key=lambda each: each.rank)
    kept = [each for each in order if not any(_asks_less(other, each) for other in order if other is not each)]
    return tuple(kept[:MOST_WAYS])


def _asks_less(one: Way, other: Way) -> bool:
    """Whether a way asks for no more than another, of time, of things and of how much of them."""
    has = {each.remedy: each.amount for each in (*other.things, *other.answers)}
    works = any(each.of_time for each in has)
    return (
        one.days <= other.days
        and (other.waits or works or not one.waits)
        and all(each.amount <= has.get(each.remedy, -1) for each in (*one.things, *one.answers))
    )


class Supposes(Protocol):
    """What a search asks of whoever knows the applicants."""

    def supposed(self, applicant: int, amounts: Mapping[int, int], days: int) -> Supposed:
        """An applicant with so much of some remedies."""

    def edges(self, applicant: int, leaves: Sequence[int]) -> Sequence[int]:
        """The days ahead at which what some leaves count may begin to grow or to fall."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A set of things that is known to be enough, and by about when.

    low, high, below, above: the days between which its day lies, and what comes of it on these.
    """

    of: Correction
    low: int
    high: int
    below: Outcome
    above: Outcome
    about: int


class Search:
    """The search for the ways of one applicant to one level. aim: the standing to be reached. far: days ahead."""

    def __init__(  # noqa: PLR0913, PLR0917  # what is known of the pack, of the applicant and of the level
        self,
        of: Supposes,
        tree: Tree,
        known: KnownRemedies,
        applicant: int,
        root: int,
        aim: int,
        far: int,
        options: Mapping[int, Sequence[Correction]],
        known_sets: dict[object, list[Correction]],
    ) -> None:
        self._of, self._tree, self._known, self._applicant = of, tree, known, applicant
        self._root, self._aim, self._far, self._options = root, aim, far, options
        self._known_sets = known_sets

    def ways(self, now: NDArray[np.int8]) -> Looking[list[Way]]:
        """The ways, each as small as it may be. now: where each node certainly stands."""
        prospects = yield from self._prospects(self._sets(now))
        found: list[Way] = []
        while prospects and len(first_ways(found)) < MOST_WAYS:
            some, prospects = prospects[:AT_ONCE], prospects[AT_ONCE:]
            for ways in (yield from together([self._sized(each, again=True) for each in some])):
                found += ways
        return found

    def _sets(self, nodes: NDArray[np.int8]) -> list[Correction]:
        """The minimal sets by which the level would be met. Work takes the place of present jobs."""
        met = nodes >= self._aim
        key = self._root, met.tobytes(), id(self._options)  # of which there is one for all of whom it holds
        if key not in self._known_sets:
            sets = corrections(self._tree, self._root, met.tolist(), self._options)
            worked = [Correction(each.remedies - {WAIT}, each.measured) if self._work(each) else each for each in sets]
            kept = least(worked, self._known.easier)
            self._known_sets[key] = list({(each.remedies, each.leaves): each for each in kept}.values())
        return self._known_sets[key]

    def _work(self, each: Correction) -> list[int]:
        return sorted(one for one in each.remedies if one != WAIT and self._known.all[one].of_time)

    def _prospects(self, sets: Sequence[Correction]) -> Looking[list[Prospect]]:
        """Sets that are enough, the likely earliest first; of those of the same things, the likely earliest."""
        tried = yield from together([self._tried(each) for each in sets])
        found = [each for each in tried if each is not None]
        soonest: dict[frozenset[int], int] = {}
        for each in found:
            soonest[each.of.remedies] = min(each.about, soonest.get(each.of.remedies, each.about))
        near = [each for each in found if each.about <= soonest[each.of.remedies] + NEARLY]
        return sorted(near, key=self._rank)

    def _rank(self, each: Prospect) -> tuple[bool, int, int, tuple[int, ...]]:
        remedies = each.of.remedies
        dated = all(number == WAIT or self._known.all[number].dated for number in remedies)
        return not dated, each.about, len(remedies), tuple(sorted(remedies))

    def _most(self, each: Correction, days: int) -> dict[int, int]:
        """As much of everything as may be by a day."""
        return {
            number: 0 if number == WAIT else most_of(self._known.all[number], days) for number in sorted(each.remedies)
        }

    def _tried(self, each: Correction) -> Looking[Prospect | None]:
        """A set with as much of everything as may be, on the days at which what counts may turn."""
        work = self._work(each)
        takes = bool(work) or WAIT in each.remedies
        points = [0, *self._of.edges(self._applicant, sorted(each.leaves)), self._far] if takes else [0]
        outcomes = yield [(days, self._with(self._most(each, days), days)) for days in points]
        first = next((place for place, one in enumerate(outcomes) if self._enough(each, one)), None)
        if first is None:
            return None
        before = max(first - 1, 0)
        low, high, below, above = points[before], points[first], outcomes[before], outcomes[first]
        about = _between(low, high, below, above, each.leaves) if high > low else high
        return Prospect(each, low, high, below, above, about)

    def _enough(self, each: Correction, outcome: Outcome) -> bool:
        """Whether all leaves are met that say how much is needed."""
        return all(outcome.leaves[leaf] == MET for leaf in each.leaves)

    def _sized(self, prospect: Prospect, *, again: bool) -> Looking[list[Way]]:
        """A set with the least of each thing that it takes; where time takes something else away, with more things."""
        each = prospect.of
        work = self._work(each)
        days, before, outcome = yield from self._first_day(prospect)
        if days and before.nodes[self._root] >= self._aim:
            return []  # what these things do besides was enough before: another set says so
        if outcome.nodes[self._root] < self._aim:
            if not again:
                return []
            more = [each | other for other in self._sets(outcome.nodes)[:3]]
            prospects = yield from self._prospects([one for one in more if one != each])
            ways = yield from together([self._sized(one, again=False) for one in prospects])
            return [way for some in ways for way in some]
        amounts = self._most(each, days)
        things = [number for number in amounts if number != WAIT]
        without = yield [
            (days, self._with({key: amounts[key] for key in amounts if key != number}, days)) for number in things
        ]
        spare = [number for number, one in zip(things, without, strict=True) if one.nodes[self._root] >= self._aim]
        if spare:
            fewer = Correction(each.remedies - {spare[0]}, each.measured)
            prospects = yield from self._prospects([fewer])
            ways = yield from together([self._sized(one, again=again) for one in prospects])
            return [way for some in ways for way in some]
        for number in things:
            if self._known.all[number].column and work != [number]:
                amounts[number] = yield from self._least(amounts, number, days)
        told = tuple(Thing(self._known.all[number], amounts[number]) for number in things)
        return [Way(told, (), days, WAIT in each.remedies)]

    def _with(self, amounts: Mapping[int, int], days: int) -> Supposed:
        return self._of.supposed(self._applicant, amounts, days)

    def _first_day(self, prospect: Prospect) -> Looking[tuple[int, Outcome, Outcome]]:
        """The first day on which every leaf is met that time serves; what comes of the day before, and of it."""
        each, tries = prospect.of, 0
        low, high, below, above = prospect.low, prospect.high, prospect.below, prospect.above
        while high - low > 1:
            guess = _between(low, high, below, above, each.leaves) if tries < 4 else (low + high) // 2
            tries += 1
            days = sorted({max(guess - 1, low + 1), guess})
            outcomes = yield [(day, self._with(self._most(each, day), day)) for day in days]
            for day, outcome in zip(days, outcomes, strict=True):
                if not self._enough(each, outcome):
                    low, below = (day, outcome) if day > low else (low, below)
                elif day < high:
                    high, above = day, outcome
        return high, below, above

    def _least(self, amounts: Mapping[int, int], number: int, days: int) -> Looking[int]:
        """The least of one thing by which the level is met, all else as it is."""
        low, high = 0, amounts[number]
        while high - low > 1:
            points = sorted({low + -(-(high - low) * step // POINTS) for step in range(1, POINTS)} - {low, high})
            outcomes = yield [(days, self._with({**amounts, number: each}, days)) for each in points]
            enough = [each.nodes[self._root] >= self._aim for each in outcomes]
            first = enough.index(True) if True in enough else len(points)
            low = points[first - 1] if first else low
            high = points[first] if first < len(points) else high
        return high


def _between(low: int, high: int, below: Outcome, above: Outcome, leaves: frozenset[int]) -> int:
    """The day on which some leaves should be met, if what they lack goes down evenly."""
    guess = low + 1
    for leaf in leaves:
        if below.leaves[leaf] == MET:
            continue
        lacks, rest = below.lacking(leaf), above.lacking(leaf)
        if lacks is None or rest is None or rest >= lacks:
            return (low + high) // 2
        guess = max(guess, low + ceil(max(lacks, Fraction(0)) / (lacks - rest) * (high - low)))
    return min(guess, high - 1)
