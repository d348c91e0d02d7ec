"""The most that time can be worth when it is allotted to several uses, none of it twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Final

import numpy as np

from minqual.values import ENDLESS, PRINTABLE, UNBOUNDED, Flags, Numbers, Quantity, anywhere, coarse, largest

MOST_USES = 6
"""Uses that may compete for the same time in one clause: every set of them is looked at."""

NEVER: Final = 1 << 57
"""Stands for endless time in 64-bit columns: above all that is bounded there, and so that the uses' sums fit."""


@dataclass(frozen=True, slots=True)
class Use:
    """A use of time. rate: what a year of it is worth. cap: the most that it may be worth, for each applicant."""

    rate: Fraction
    cap: Quantity | None = None


def allotted(uses: Sequence[Use], time_of: Callable[[tuple[int, ...]], Quantity], unit: str) -> Quantity:
    """The most that the uses can be worth together. time_of: the years that some of them have, pooled.

    Time is a polymatroid (what sets of uses can have at most, each moment shared out once), so that filling the
    uses in the order of their rates, each as far as any set of them leaves room, is the best there is; where all
    caps are demands, they are all met just when every set of them fits into its pooled time (Hall's condition).
    """
    order = sorted(range(len(uses)), key=lambda use: -uses[use].rate)
    pools = dict(zip(sets := _subsets(sorted(order)), coarse([time_of(each) for each in sets]), strict=True))
    fine = lcm(*(uses[use].rate.denominator for use in order))
    caps = {use: cap for use in order if (cap := uses[use].cap) is not None}
    parts = lcm(1, *(cap.scale * uses[use].rate.numerator for use, cap in caps.items()))
    scale = next(iter(pools.values())).scale
    factors = {
        use: uses[use].rate.denominator * scale * (parts // (cap.scale * uses[use].rate.numerator))
        for use, cap in caps.items()
    }
    whole = scale * fine * parts
    stretch = lcm(whole, PRINTABLE) // whole
    worth = [int(uses[use].rate * fine) for use in order]
    most = parts * sum(largest(pool) for pool in pools.values())
    most += sum(factor * largest(caps[use]) for use, factor in factors.items())
    never = NEVER if most * max(1, sum(worth)) * stretch < NEVER else ENDLESS
    bounds = []
    for side in ("low", "high"):
        room = {each: _times(getattr(pool, side), pool.endless, parts, never) for each, pool in pools.items()}
        limits = {
            use: _times(getattr(caps[use], side), caps[use].endless, each, never) for use, each in factors.items()
        }
        bounds.append(_filled(order, worth, room, limits, never))
    (low, _), (high, endless) = bounds
    low, high = low * stretch, high * stretch
    limit = UNBOUNDED if never == NEVER else ENDLESS
    high[endless] = limit
    return Quantity(low, high, whole * stretch, unit, limit)


def _times(values: Numbers, endless: int, factor: int, never: int) -> Numbers:
    """Values times a factor; `never` stands for endless ones, and for its size of integers."""
    unbounded = np.asarray(values >= endless, dtype=np.bool_)
    bounded = np.where(unbounded, 0, values)
    column: Numbers = bounded.astype(np.int64 if never == NEVER else object) * factor
    column[unbounded] = never
    return column


def _filled(
    order: Sequence[int],
    rates: Sequence[int],
    room: Mapping[tuple[int, ...], Numbers],
    limits: Mapping[int, Numbers],
    never: int,
) -> tuple[Numbers, Flags]:
    """What the uses are worth, filled in the order of their rates, and where that is without bound."""
    filled = worth = np.zeros_like(next(iter(room.values())))
    endless = np.zeros(len(filled), dtype=np.bool_)
    for place, rate in enumerate(rates, start=1):
        now = _room(tuple(sorted(order[:place])), room, limits, never)
        gained = now - filled
        without = np.asarray((now >= never) & (filled < never), dtype=np.bool_)
        if anywhere(without):
            gained[without] = 0
            endless |= without & (rate > 0)
        worth = worth + gained * rate
        filled = now
    return worth, endless


def _room(
    uses: tuple[int, ...], room: Mapping[tuple[int, ...], Numbers], limits: Mapping[int, Numbers], never: int
) -> Numbers:
    """How much time some uses can have together, given what each may have at most."""
    found: Numbers | None = None
    for inside in (*_subsets(uses), ()):
        outside = [use for use in uses if use not in inside]
        if any(use not in limits for use in outside):
            continue
        parts = [*(limits[use] for use in outside), *([room[inside]] if inside else [])]
        total = parts[0]
        for each in parts[1:]:
            total = total + each
        if len(parts) > 1:
            total = np.minimum(total, never)
        found = total if found is None else np.minimum(found, total)
    assert found is not None
    return found


def _subsets(uses: Iterable[int]) -> list[tuple[int, ...]]:
    """All sets of uses but the empty one."""
    every = list(uses)
    return [each for size in range(1, len(every) + 1) for each in combinations(every, size)]
