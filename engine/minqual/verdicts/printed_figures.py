"""Figures in print: each applicant's bounds as the words of a sentence, rounded down."""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, assert_never

import numpy as np

from minqual.notation import Amount
from minqual.values import (
    Flags,
    Numbers,
    Quantity,
    anywhere,
    calendar_words,
    hundredths,
    in_hundredths,
    plain,
    quickly_found,
    wherever,
)
from minqual.verdicts.text_columns import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.verdicts.text_columns import Places, Tiles


@quickly_found
class Way(IntEnum):
    """How bounds are told."""

    EXACTLY = 0
    BETWEEN = 1
    AT_LEAST = 2
    AT_MOST = 3
    NONE = 4
    UNKNOWN = 5


_WAYS: Final = tuple(np.int64(int(way)) for way in Way)
_EXACTLY, _BETWEEN, _AT_LEAST, _AT_MOST, _NONE, _UNKNOWN = _WAYS
"""The ways as columns hold them, in which numpy sees plain numbers at once."""


CREDIBLE: Final = {"years": 60, "months": 720}
"""Time of work beyond which a high bound says only that dates are open."""


def credible(high: Fraction, unit: str) -> bool:
    """Whether a high bound is one that people take seriously."""
    return high <= CREDIBLE.get(unit, high)


FORGIVEN: Final = " (with "
"""How it begins that days are forgiven."""


def forgiveness(days: Fraction) -> str:
    """That a standing rests on the days that a counting policy forgives, to be put behind what stands so."""
    return f"{FORGIVEN}{plain(days)} day{'' if days == 1 else 's'} forgiven by the counting policy)"


def printed(
    quantity: Quantity, needed: Amount, tiles: Tiles, rounded: Flags | None = None, remark: str = ""
) -> tuple[Places, Places]:
    """Each applicant's figure with its unit, which is that of what is needed, as two tiles side by side.

    The first tells how the figure is meant, with its low bound; the second its high bound, where that is told too, and
    the remark that is made of those who are rounded.
    """
    factor, unit = 12 if needed.unit == "months" else 1, needed.unit
    low, high = in_hundredths(quantity, factor)
    way = np.where(low > 0, _BETWEEN, _AT_MOST)
    way[low == high] = _EXACTLY
    way[np.asarray(quantity.high == 0, dtype=np.bool_)] = _NONE
    unbounded = quantity.unbounded
    if unit in CREDIBLE:
        unbounded = unbounded | ((high > 100 * CREDIBLE[unit]) & (low < high))
    if anywhere(unbounded):
        way[unbounded] = np.where(low[unbounded] > 0, _AT_LEAST, _UNKNOWN)
    firsts, first = distinct(np.where(way <= _AT_LEAST, low, 0) * len(_WAYS) + way)
    lasts, last = distinct(np.where((way == _BETWEEN) | (way == _AT_MOST), high, -1))
    ways = (divmod(number, len(_WAYS)) for number in firsts.tolist())
    whole = quantity.scale == 1
    begun = tiles.numbers([_begun(number, Way(each), unit, whole=whole) for number, each in ways])[first]
    highs = [_figure(number, unit, whole=whole) if number >= 0 else "" for number in lasts.tolist()]
    ended = tiles.numbers(highs)[last]
    if rounded is not None:
        ended = np.where(rounded, tiles.numbers([each + remark for each in highs])[last], ended)
    for applicant in _hiding(low, high, needed).tolist():
        least, largest = quantity.exact(applicant)
        if largest != 0:
            limit = (
                None if largest is None or not credible(largest * factor, unit) else _shown(largest * factor, needed)
            )
            begun[applicant] = tiles.number(_bounded(_shown(least * factor, needed), limit, unit))
            ended[applicant] = tiles.number(remark if rounded is not None and rounded[applicant] else "")
    return begun, ended


def _begun(low: int, way: Way, unit: str, *, whole: bool) -> str:
    """How a figure is told as far as its low bound: "5.20 years", "between 3.00 and ", "at most ", "no years"."""
    if way is Way.EXACTLY:
        return _figure(low, unit, whole=whole)
    if way is Way.BETWEEN:
        return f"between {low // 100}{'' if whole else f'.{low % 100:02d}'} and "
    if way is Way.AT_LEAST:
        return f"at least {_figure(low, unit, whole=whole)}"
    if way is Way.AT_MOST:
        return "at most "
    if way is Way.NONE:
        return f"no {unit}"
    if way is Way.UNKNOWN:
        return f"an unknown number of {unit}"
    assert_never(way)


def _figure(number: int, unit: str, *, whole: bool = False) -> str:
    """A figure of so many hundredths with its unit; whole: of what is counted one by one."""
    if whole:
        return str(Amount(Fraction(number, 100), unit))
    return f"{number // 100}.{number % 100:02d} {unit}"


def _bounded(least: str, most: str | None, unit: str) -> str:
    """Two figures with their units as bounds, with the unit said once where both are in it; no most: no limit."""
    none = least == f"0.00 {unit}"
    if most is None:
        return f"an unknown number of {unit}" if none else f"at least {least}"
    if none or least == most:
        return most if least == most else f"at most {most}"
    both = all(each.split(maxsplit=1)[1:] == [unit] for each in (least, most))
    return f"between {least.removesuffix(f' {unit}') if both else least} and {most}"


def _hiding(low: Numbers, high: Numbers, needed: Amount) -> NDArray[np.intp]:
    """Applicants with a figure, in hundredths, that falls short but rounds to what is needed."""
    if in_whole_hundredths(needed):
        return np.zeros(0, dtype=np.intp)
    limit = int(needed.value * 100)
    return wherever((low == limit) | (high == limit))


def in_whole_hundredths(needed: Amount) -> bool:
    """Whether what is needed is a whole number of hundredths, so that no figure that is rounded down looks like it."""
    return 100 % needed.value.denominator == 0


def _shown(value: Fraction, needed: Amount) -> str:
    """A figure rounded down; in years, months and days where rounding would show a shortfall as equal."""
    text = hundredths(value)
    if value < needed.value and text == hundredths(needed.value) and needed.unit in {"years", "months"}:
        return calendar_words(value / 12 if needed.unit == "months" else value)
    return f"{text} {needed.unit}"
