"""Statements that hold of some applicants: those of each, put into words once for every set of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from minqual.verdicts.text_columns import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.verdicts.text_columns import Places, Tiles

_BITS: Final = 62
"""Statements that are told apart by the bits of one number."""

S = TypeVar("S", bound=tuple[Any, ...])


def of_each(
    count: int,
    holding: Iterable[tuple[S, NDArray[np.int32]]],
    tiles: Tiles,
    said: Callable[[Sequence[S]], str],
) -> Places:
    """Per applicant, the tile that says all that holds of them; or is empty.

    holding: each statement with the applicants of whom it holds. said: statements, in their own order, in words.
    """
    numbers: dict[S, int] = {}
    bits: list[NDArray[np.int64]] = []
    for statement, owners in holding:
        number = numbers.setdefault(statement, len(numbers))
        if number == len(bits) * _BITS:
            bits.append(np.zeros(count, dtype=np.int64))
        bits[number // _BITS][owners] |= 1 << number % _BITS
    if not bits:
        return np.full(count, tiles.number(""), dtype=np.int32)
    every = list(numbers)
    found, place = distinct(bits[0])
    sets = [_named(every, number) for number in found.tolist()]
    for block, each in enumerate(bits[1:], 1):
        found, at = distinct(each)
        together, place = distinct(place.astype(np.int64) * len(found) + at)
        named = [_named(every[block * _BITS :], number) for number in found.tolist()]
        sets = [sets[number // len(found)] + named[number % len(found)] for number in together.tolist()]
    told: Places = tiles.numbers([said(sorted(each)) if each else "" for each in sets])[place]
    return told


def _named(statements: Sequence[S], bits: int) -> tuple[S, ...]:
    return tuple(each for place, each in enumerate(statements[:_BITS]) if bits >> place & 1)
