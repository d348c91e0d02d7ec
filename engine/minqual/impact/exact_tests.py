"""Tests of two rates against each other: Fisher's exact test, its mid-P, and Z."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

AS_LIKELY: Final = 1e-10
"""Tables whose chances differ by less than this share are as likely as each other."""

SPREAD: Final = 40
"""Tables that lie further from the likeliest than so many standard deviations add nothing that a float can hold."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What tests say of two rates. fisher, mid_p: two-sided chances. z: None where nobody or everybody passed."""

    fisher: float
    mid_p: float
    z: float | None


@lru_cache(maxsize=65_536)
def rates_tested(passed: int, count: int, other_passed: int, other_count: int) -> Tested:
    """Two groups, so many of whom passed, tested against each other.

    Fisher's test adds the chances of all tables with the same margins that are as likely as this one or less so; mid-P
    takes half the chance of this one off. Z: the difference of the rates over its standard error with both together.
    """
    chances, here = _chances(passed, count, other_passed, other_count)
    own = chances[here]
    summed = float(chances[chances <= own * (1 + AS_LIKELY)].sum())
    fisher = summed if summed < 1 - AS_LIKELY else 1.0
    return Tested(fisher, fisher - float(own) / 2, _z(passed, count, other_passed, other_count))


def _chances(passed: int, count: int, other_passed: int, other_count: int) -> tuple[NDArray[np.float64], int]:
    """The chances of the tables with these margins, and the place of this one.

    Each is reached from the likeliest by the ratio of neighbours, so that no factorial is rounded.
    """
    whole, through = count + other_count, passed + other_passed
    least, most = max(0, through - other_count), min(count, through)
    likeliest = min(max((through + 1) * (count + 1) // (whole + 2), least), most)
    spread = math.ceil(SPREAD * (1 + math.sqrt(through * (whole - through) * count * other_count / whole**3)))
    low = max(least, min(likeliest - spread, passed))
    high = min(most, max(likeliest + spread, passed))
    steps = np.arange(low, high, dtype=np.float64)
    with np.errstate(under="ignore"):
        ratios = (through - steps) * (count - steps) / ((steps + 1) * (other_count - through + steps + 1))
        at = likeliest - low
        above = np.cumprod(ratios[at:])
        below = np.cumprod(1 / ratios[:at][::-1])[::-1]
    weights = np.concatenate([below, [1.0], above])
    return weights / weights.sum(), passed - low


def _z(passed: int, count: int, other_passed: int, other_count: int) -> float | None:
    whole, through = count + other_count, passed + other_passed
    if through in {0, whole}:
        return None
    both = through / whole
    error = math.sqrt(both * (1 - both) * (1 / count + 1 / other_count))
    return (passed / count - other_passed / other_count) / error


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Chances corrected for that there are several of them, by Holm's steps, in their order."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    corrected = [0.0] * len(chances)
    highest = 0.0
    for step, place in enumerate(order):
        highest = max(highest, min(1.0, chances[place] * (len(chances) - step)))
        corrected[place] = highest
    return tuple(corrected)
