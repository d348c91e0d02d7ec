"""Time allotted to several uses of which one counts a job whole that another counts by its share of duties.

What such a moment is worth hangs on the use to which it goes, so that no pool of time says what uses can have together:
each applicant's time is shared out by a linear programme, whose columns are ways of sharing out all moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import Final, TypeAlias

import numpy as np

from minqual.counting.allocation import Use, allotted
from minqual.counting.linear_programme import Programme
from minqual.counting.spells import Spells, Stretches
from minqual.values import DAYS_IN_YEAR, Flags, Numbers, Quantity, anywhere, best_of, replaced

MOST_HELD: Final = 20_000
"""Kinds of job held, over all moments, up to which one applicant's time is shared out; of more, sets of uses tell."""

Credit: TypeAlias = Callable[[frozenset[Stretches]], Quantity]
"""The years that some stretches have, pooled."""


@dataclass(frozen=True, slots=True)
class TimedUse:
    """A use with the stretches of its time. whole: it counts jobs whole, not by their share."""

    use: Use
    stretches: Stretches
    whole: bool


def allotted_unlike(uses: Sequence[TimedUse], spells: Spells, credit: Credit, unit: str) -> Quantity:
    """The most that the uses can be worth together, for every applicant."""
    pooled = _by_sets(uses, credit, unit)
    unlike = _unlike(uses)
    if not anywhere(unlike):
        return pooled
    whole = [each for each in uses if each.whole]
    certain = best_of([_by_sets(each, credit, unit) for each in (_of_least_load(uses), whole) if each])
    bounds = {}
    for owner, rows in _rows_of(spells.owner, np.unique(spells.owner[unlike])):
        least, most = certain.exact(owner), pooled.exact(owner)
        bounds[owner] = least[0], most[1]
        if least != most and not spells.by_months:
            bounds[owner] = _shared_out(uses, spells, owner, rows, bounds[owner])
    return replaced(pooled, bounds)


def _by_sets(uses: Sequence[TimedUse], credit: Credit, unit: str) -> Quantity:
    """What uses are worth together by what sets of them have pooled: each moment at its largest load."""
    of = [each.stretches for each in uses]
    return allotted(
        [each.use for each in uses], lambda chosen: credit(frozenset(of[number] for number in chosen)), unit
    )


LOADS: Final = ("load_low", "load_high", "stated_low", "stated_high")


def _columns(uses: Sequence[TimedUse], name: str) -> list[Numbers]:
    """What each use counts of every row; nothing where a window leaves none of its time."""
    of = [each.stretches for each in uses]
    if not name.startswith("load"):
        return [getattr(each, name) for each in of]
    begin, end = (name.replace("load", side) for side in ("begin", "end"))
    return [np.where(getattr(each, begin) < getattr(each, end), getattr(each, name), 0) for each in of]


def _least(columns: Sequence[Numbers]) -> Numbers:
    """The least load of each row, of the uses that count it at all."""
    loads = np.stack(columns)
    return np.asarray(np.where(loads > 0, loads, np.iinfo(np.int64).max).min(axis=0))


def _unlike(uses: Sequence[TimedUse]) -> Flags:
    """Rows that the uses count with different loads."""
    found: Flags = np.zeros(len(uses[0].stretches.load_low), dtype=np.bool_)
    for name in LOADS if len(uses) > 1 else ():
        first, *others = _columns(uses, name)
        for each in others:
            found |= (first != each) & (first > 0) & (each > 0)
            first = np.where(first > 0, first, each)
    return found


def _of_least_load(uses: Sequence[TimedUse]) -> list[TimedUse]:
    """The uses with each row at its least load for all of them: so much is had whichever it goes to."""
    least = {name: _least(_columns(uses, name)) for name in LOADS}

    def lessened(stretches: Stretches) -> Stretches:
        return replace(stretches, **{name: np.minimum(getattr(stretches, name), least[name]) for name in LOADS})

    return [replace(each, stretches=lessened(each.stretches)) for each in uses]


def _rows_of(owner: Numbers, wanted: Numbers) -> Iterator[tuple[int, list[int]]]:
    """The rows of some applicants."""
    order = np.argsort(owner, kind="stable")
    sides = (np.searchsorted(owner[order], wanted, side=side).tolist() for side in ("left", "right"))
    for applicant, first, last in zip(wanted.tolist(), *sides, strict=True):
        yield applicant, order[first:last].tolist()


Loads: TypeAlias = tuple[int, ...]
"""What a job counts for each use."""

Held: TypeAlias = tuple[tuple[Loads, int], ...]
"""What is held at once: of jobs that count alike, their loads in smallest whole numbers, and how many such loads."""

Time: TypeAlias = Mapping[Held, int]
"""How long each is held, in parts of a day."""


def _shared_out(
    uses: Sequence[TimedUse], spells: Spells, owner: int, rows: Sequence[int], bounds: tuple[Fraction, Fraction | None]
) -> tuple[Fraction, Fraction | None]:
    """The bounds of one applicant. bounds: what is certain by sets, and what is possible by them.

    Durations without dates overlap everything for low, and nothing for high.
    """
    low, high = bounds
    sure, may = (_dated(uses, spells, rows, side) for side in ("low", "high"))
    if sure is None or may is None:
        return bounds
    certain, possible = (_rates(uses, spells, owner, side) for side in ("low", "high"))
    if (
        sure == may
        and certain == possible
        and not anywhere(spells.undated[rows])
        and not anywhere(spells.endless[rows])
    ):
        found = certain.most(sure)
        return found, found
    alone = [_undated(uses, spells, each, "low") for each in _together(uses, spells, rows)]
    low = max(low, *(certain.most(time) for time in (sure, *alone)))
    further = [bool(anywhere(each.stretches.endless[rows])) and each.use.rate > 0 for each in uses]
    given = [cap for cap, endless in zip(possible.caps, further, strict=True) if endless]
    if high is None or None in given:
        return low, high
    rest = [Fraction(0) if endless else rate for rate, endless in zip(possible.rates, further, strict=True)]
    most = replace(possible, rates=rest).most(_added(may, _undated(uses, spells, rows, "high")))
    return low, most + sum((cap for cap in given if cap is not None), Fraction(0))


def _together(uses: Sequence[TimedUse], spells: Spells, rows: Sequence[int]) -> Iterable[list[int]]:
    """Rows without dates, those together that do not overlap each other."""
    groups: dict[int, list[int]] = {}
    for row in rows:
        if any(each.stretches.stated_low[row] > 0 for each in uses):
            groups.setdefault(int(spells.apart[row]) or -1 - row, []).append(row)
    return groups.values()


def _dated(uses: Sequence[TimedUse], spells: Spells, rows: Sequence[int], side: str) -> Time | None:
    """How long the dated ones of some rows are held with each other; None where that is too much to look through."""
    changes: dict[int, dict[Loads, int]] = {}
    columns = [[getattr(each.stretches, f"{name}_{side}") for name in ("begin", "end", "load")] for each in uses]
    for row in rows:
        begins = [int(begin[row]) for begin, _, _ in columns]
        loads = [int(load[row]) for _, _, load in columns]
        end = int(columns[0][1][row])
        for first, last in pairwise(sorted({*(each for each in begins if each < end), end})):
            now = tuple(load if begin <= first else 0 for load, begin in zip(loads, begins, strict=True))
            if times := gcd(*now):
                alike = tuple(load // times for load in now)
                for moment, by in ((first, times), (last, -times)):
                    at = changes.setdefault(moment, {})
                    at[alike] = at.get(alike, 0) + by
    return _held(changes, spells.load_scale)


def _held(changes: Mapping[int, Mapping[Loads, int]], parts: int) -> Time | None:
    """How long each is held, by what is added and taken away at each moment."""
    found: dict[Held, int] = {}
    running: dict[Loads, int] = {}
    looked_at = 0
    for moment, after in pairwise(sorted(changes)):
        for alike, by in changes[moment].items():
            running[alike] = running.get(alike, 0) + by
            if not running[alike]:
                del running[alike]
        looked_at += len(running)
        if looked_at > MOST_HELD:
            return None
        held = tuple(sorted(running.items()))
        found[held] = found.get(held, 0) + (after - moment) * parts
    return found


def _undated(uses: Sequence[TimedUse], spells: Spells, rows: Sequence[int], side: str) -> Time:
    """How long the rows without dates are held, each alone; a use with a window counts no more than fills it."""
    found: dict[Held, int] = {}
    columns = [[getattr(each.stretches, f"{name}_{side}") for name in ("span", "stated")] for each in uses]
    for row in rows:
        spans = [int(span[row]) if stated[row] > 0 else 0 for span, stated in columns]
        loads = [int(stated[row]) // max(int(span[row]), 1) * spells.load_scale for span, stated in columns]
        for first, last in pairwise(sorted({0, *spans})):
            now = tuple(load if span > first else 0 for load, span in zip(loads, spans, strict=True))
            times = gcd(*now)
            held: Held = ((tuple(load // times for load in now), times),)
            found[held] = found.get(held, 0) + last - first
    return found


def _added(one: Time, other: Time) -> Time:
    return {held: one.get(held, 0) + other.get(held, 0) for held in {**one, **other}}


@dataclass(frozen=True, slots=True)
class Rates:
    """What a load for a part of a day is worth in each use, and the most that each may be worth. full: full time."""

    rates: Sequence[Fraction]
    caps: Sequence[Fraction | None]
    full: int

    def most(self, time: Time) -> Fraction:
        """The most that time is worth."""
        programme, weights = Programme(self.caps), [Fraction(1)] * len(self.rates)
        while programme.gains(column := self._column(time, weights), weights):
            if not programme.reached and all(
                cap is None or each <= cap for each, cap in zip(column, self.caps, strict=True)
            ):
                return sum(column, Fraction(0))
            weights = programme.add(column)
        return programme.reached

    def _column(self, time: Time, weights: Sequence[Fraction]) -> list[Fraction]:
        """What each use is worth where every moment goes where it is worth most, by some weights of the uses."""
        worth = [rate * weight for rate, weight in zip(self.rates, weights, strict=True)]
        fine = lcm(*(each.denominator for each in worth))
        whole = [int(each * fine) for each in worth]
        steps = {loads: list(_steps(loads, whole)) for loads in {loads for held in time for loads, _ in held}}
        had: list[int | Fraction] = [0] * len(self.rates)
        for held, length in time.items():
            for use, load in self._moment([(*step, times) for loads, times in held for step in steps[loads]]):
                had[use] += load * length
        return [load * rate for load, rate in zip(had, self.rates, strict=True)]

    def _moment(
        self, steps: Sequence[tuple[Fraction, int, int, int, int, int]]
    ) -> Iterator[tuple[int, int | Fraction]]:
        """What each use has of a moment: the best steps first, until full time is reached."""
        room = self.full
        for _, before, use, further, kept, times in sorted(steps, key=lambda step: -step[0]):
            load = times * (further - kept)
            part = 1 if load <= room else Fraction(room, load)
            yield use, part * times * further
            if kept:
                yield before, -part * times * kept
            room -= min(load, room)
            if not room:
                return


def _steps(loads: Loads, worth: Sequence[int]) -> Iterator[tuple[Fraction, int, int, int, int]]:
    """From one use of a job to the next that counts more of it, each for less a load.

    Each with what a further load is worth, both uses, and both loads.
    """
    at, use, value = 0, -1, 0
    while True:
        slopes = [
            (Fraction(each * worth[other] - value, each - at), each, other)
            for other, each in enumerate(loads)
            if each > at
        ]
        slope, load, other = max(slopes, default=(Fraction(0), 0, 0))
        if slope <= 0:
            return
        yield slope, use, other, load, at
        at, use, value = load, other, load * worth[other]


def _rates(uses: Sequence[TimedUse], spells: Spells, owner: int, side: str) -> Rates:
    """The rates and caps of one applicant, in one reading."""
    year = spells.full * DAYS_IN_YEAR * spells.load_scale
    caps = [None if each.use.cap is None else each.use.cap.exact(owner)[side == "high"] for each in uses]
    return Rates([each.use.rate / year for each in uses], caps, spells.full)
