"""The most that time can be worth when it is allotted to several uses, none of it twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np

from minqual.applicants import Numbers
from minqual.quantities import ENDLESS, PRINTABLE, Quantity, large, unlimited

MOST_USES = 6
"""Uses that may compete for the same time in one clause: every set of them is looked at."""


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
    pools = {each: unlimited(time_of(each)) for each in _subsets(sorted(order))}
    fine = lcm(*(uses[use].rate.denominator for use in order))
    caps = {use: unlimited(cap) for use in order if (cap := uses[use].cap) is not None}
    parts = lcm(1, *(cap.scale * uses[use].rate.numerator for use, cap in caps.items()))
    scale = next(iter(pools.values())).scale
    bounds = []
    for side in ("low", "high"):
        room = {each: _times(getattr(pool, side), parts) for each, pool in pools.items()}
        limits = {
            use: _times(
                getattr(cap, side),
                uses[use].rate.denominator * scale * (parts // (cap.scale * uses[use].rate.numerator)),
            )
            for use, cap in caps.items()
        }
        bounds.append(_filled(order, uses, room, limits, fine))
    low, high = bounds
    high = high.copy()
    high[np.asarray(high >= ENDLESS // 2, dtype=np.bool_)] = ENDLESS
    whole = scale * fine * parts
    stretch = lcm(whole, PRINTABLE) // whole
    return Quantity(low * stretch, _times(high, stretch), whole * stretch, unit, ENDLESS)


def _times(values: Numbers, factor: int) -> Numbers:
    """Values times a factor, where endless ones stay endless."""
    column = large(values)
    endless = column >= ENDLESS
    column = column * factor
    column[np.asarray(endless, dtype=np.bool_)] = ENDLESS
    return column


def _filled(
    order: Sequence[int],
    uses: Sequence[Use],
    room: dict[tuple[int, ...], Numbers],
    limits: dict[int, Numbers],
    fine: int,
) -> Numbers:
    """What the uses are worth, filled in the order of their rates."""
    filled = worth = large(np.zeros(len(next(iter(room.values()))), dtype=np.int64))
    for place in range(1, len(order) + 1):
        first = tuple(sorted(order[:place]))
        now = _room(first, room, limits)
        rate = uses[order[place - 1]].rate
        gained = now - filled
        worth = worth + gained * (rate.numerator * (fine // rate.denominator))
        filled = now
    return worth


def _room(uses: tuple[int, ...], room: dict[tuple[int, ...], Numbers], limits: dict[int, Numbers]) -> Numbers:
    """How much time some uses can have together, given what each may have at most."""
    found: Numbers | None = None
    for inside in (*_subsets(uses), ()):
        outside = [use for use in uses if use not in inside]
        if any(use not in limits for use in outside):
            continue
        total = sum((limits[use] for use in outside), room[inside] if inside else 0)
        total = np.minimum(total, ENDLESS)
        found = total if found is None else np.minimum(found, total)
    assert found is not None
    return found


def _subsets(uses: Iterable[int]) -> list[tuple[int, ...]]:
    """All sets of uses but the empty one."""
    every = list(uses)
    return [each for size in range(1, len(every) + 1) for each in combinations(every, size)]
