"""Amounts for all applicants at once, exactly, as (low, high), and the arithmetic that keeps them exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.values.arrays import Flags, Numbers, anywhere
from minqual.values.decimals import UNBOUNDED
from minqual.values.quick_making import quickly_made

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENDLESS: Final = 1 << 200
"""Stands for a high bound that nothing limits, in columns of integers of any size."""

PRINTABLE: Final = 1200
"""Scales are multiples of it, so that hundredths of a month come out whole."""


@quickly_made(frozen=True, slots=True, eq=False)
class Quantity:
    """An amount for each applicant as bounds: value / scale units. A high of `endless` is unbounded.

    Columns of plain quantities are 64-bit; those that arithmetic made hold integers of any size.
    """

    low: Numbers
    high: Numbers
    scale: int
    unit: str
    endless: int = UNBOUNDED

    def exact(self, applicant: int) -> tuple[Fraction, Fraction | None]:
        """One applicant's bounds as fractions; None for an unbounded high."""
        low, high = int(self.low[applicant]), int(self.high[applicant])
        return Fraction(low, self.scale), None if high >= self.endless else Fraction(high, self.scale)

    @property
    def unbounded(self) -> Flags:
        """Applicants whose high bound nothing limits."""
        return np.asarray(self.high >= self.endless, dtype=np.bool_)


def in_hundredths(quantity: Quantity, factor: int) -> tuple[Numbers, Numbers]:
    """Both bounds in whole hundredths, rounded down; 0 in place of a high one that nothing limits.

    factor: how many of what is printed make one unit of the quantity.
    """
    common = gcd(quantity.scale, 100 * factor)
    times_, parts = 100 * factor // common, quantity.scale // common

    def rounded(bound: Numbers) -> Numbers:
        exact = bound if times_ == 1 else large(bound) * times_
        return np.asarray(exact // parts).astype(np.int64)

    return rounded(quantity.low), rounded(np.where(quantity.unbounded, 0, quantity.high))


def large(values: NDArray[Any]) -> Numbers:
    """A column as integers of any size."""
    return values.astype(object)


def unlimited(quantity: Quantity) -> Quantity:
    """A quantity in integers of any size."""
    if quantity.endless == ENDLESS:
        return quantity
    high = large(quantity.high)
    high[quantity.unbounded] = ENDLESS
    return replace(quantity, low=large(quantity.low), high=high, endless=ENDLESS)


def largest(quantity: Quantity) -> int:
    """The largest figure in a quantity, the high ones that nothing limits left out."""
    low = int(quantity.low.max(initial=0))
    high = int(quantity.high.max(initial=0))
    if high >= quantity.endless:
        high = int(np.where(quantity.unbounded, 0, quantity.high).max(initial=0))
    return max(low, high)


def none_of(applicants: int, unit: str) -> Quantity:
    """Nothing, for every applicant."""
    nothing = np.zeros(applicants, dtype=np.int64)
    return Quantity(nothing, nothing, PRINTABLE, unit)


def times(quantity: Quantity, rate: Fraction, unit: str) -> Quantity:
    """A quantity at an exact rate, in another unit."""
    each = _multiplied(quantity, rate.numerator)
    return replace(each, scale=each.scale * rate.denominator, unit=unit)


def _multiplied(quantity: Quantity, factor: int) -> Quantity:
    """A quantity with all that is bounded so many times as large, in 64-bit columns as long as they suffice."""
    if factor == 1:
        return quantity
    if quantity.endless == UNBOUNDED and largest(quantity) * factor >= UNBOUNDED:
        quantity = unlimited(quantity)
    unbounded = quantity.unbounded
    if quantity.endless == UNBOUNDED and not anywhere(unbounded):
        return replace(quantity, low=quantity.low * factor, high=quantity.high * factor)
    high = np.where(unbounded, 0, quantity.high) * factor
    high[unbounded] = quantity.endless
    return replace(quantity, low=quantity.low * factor, high=high)


def rescaled(quantity: Quantity, scale: int) -> Quantity:
    """A quantity in finer parts; scale is a multiple of its own."""
    factor = scale // quantity.scale
    assert factor * quantity.scale == scale
    return replace(_multiplied(quantity, factor), scale=scale)


def alike(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of one unit in parts of one size, all in columns of one kind."""
    scale = lcm(PRINTABLE, *(each.scale for each in quantities))
    parts = [rescaled(each, scale) for each in quantities]
    return parts if len({each.endless for each in parts}) == 1 else [unlimited(each) for each in parts]


def summed(quantities: Sequence[Quantity]) -> Quantity:
    """The sum of quantities of one unit."""
    parts = alike(quantities)
    if len(parts) == 1:
        return parts[0]
    if parts[0].endless == UNBOUNDED and sum(map(largest, parts)) >= UNBOUNDED:
        parts = [unlimited(each) for each in parts]
    first = parts[0]
    low, high = first.low, first.high
    for each in parts[1:]:
        low, high = low + each.low, np.minimum(high + each.high, first.endless)
    return replace(first, low=low, high=high)


def best_of(quantities: Sequence[Quantity]) -> Quantity:
    """The largest of quantities of one unit, bound by bound."""
    parts = alike(quantities)
    first = parts[0]
    low, high = first.low, first.high
    for each in parts[1:]:
        low, high = np.maximum(low, each.low), np.maximum(high, each.high)
    return replace(first, low=low, high=high)


def replaced(quantity: Quantity, bounds: Mapping[int, tuple[Fraction, Fraction | None]]) -> Quantity:
    """A quantity with other bounds for some applicants."""
    parts = {each.denominator for pair in bounds.values() for each in pair if each is not None}
    fine = unlimited(rescaled(quantity, lcm(quantity.scale, *parts)))
    low, high = fine.low.copy(), fine.high.copy()
    for applicant, (least, most) in bounds.items():
        low[applicant] = int(least * fine.scale)
        high[applicant] = ENDLESS if most is None else int(most * fine.scale)
    return compact(replace(fine, low=low, high=high))


def whole(value: Fraction, quantity: Quantity) -> tuple[Quantity, int]:
    """A quantity in parts so fine that a value is a whole number of them, and that number."""
    fine = rescaled(quantity, lcm(quantity.scale, value.denominator))
    number = value.numerator * (fine.scale // value.denominator)
    return (fine if number < UNBOUNDED else unlimited(fine)), number


def at_most(quantity: Quantity, most: Fraction) -> Quantity:
    """A quantity capped."""
    fine, cap = whole(most, quantity)
    return replace(fine, low=np.minimum(fine.low, cap), high=np.minimum(fine.high, cap))


def beyond(quantity: Quantity, least: Fraction) -> Quantity:
    """What a quantity has in excess of an amount."""
    fine, floor = whole(least, quantity)
    high = np.maximum(fine.high - floor, 0)
    high[fine.unbounded] = fine.endless
    return replace(fine, low=np.maximum(fine.low - floor, 0), high=high)


def in_steps(quantity: Quantity, step: Fraction) -> Quantity:
    """A quantity rounded down to whole steps."""
    fine, each = whole(step, quantity)
    high = fine.high // each * each
    high[fine.unbounded] = fine.endless
    return replace(fine, low=fine.low // each * each, high=high)


def compact(quantity: Quantity) -> Quantity:
    """The same quantity in the largest parts that hold it, in 64-bit columns where they suffice."""
    unbounded = quantity.unbounded
    bounded = np.where(unbounded, 0, quantity.high)
    divisor = gcd(quantity.scale // gcd(quantity.scale, PRINTABLE), _divisor(quantity.low), _divisor(bounded)) or 1
    low, high, scale = quantity.low // divisor, bounded // divisor, quantity.scale // divisor
    if max(int(low.max(initial=0)), int(high.max(initial=0)), scale) >= UNBOUNDED:
        low, high = large(low), large(high)
        high[unbounded] = ENDLESS
        return Quantity(low, high, scale, quantity.unit, ENDLESS)
    low, high = low.astype(np.int64), high.astype(np.int64)
    high[unbounded] = UNBOUNDED
    return Quantity(low, high, scale, quantity.unit)


def coarse(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities in parts of one size, the same in the largest parts that hold them all."""
    bounded = [np.where(each.unbounded, 0, each.high) for each in quantities]
    lows = [each.low for each in quantities]
    divisor = gcd(*(each.scale for each in quantities), *map(_divisor, [*lows, *bounded]))
    found = []
    for each, limited in zip(quantities, bounded, strict=True):
        high = limited // divisor
        high[each.unbounded] = each.endless
        found.append(replace(each, low=each.low // divisor, high=high, scale=each.scale // divisor))
    return found


def _divisor(values: Numbers) -> int:
    """The greatest number that divides all values."""
    return int(np.gcd.reduce(values)) if len(values) else 0
