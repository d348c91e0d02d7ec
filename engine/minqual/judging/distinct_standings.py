"""Patterns: the distinct columns among many columns of standings, told apart by packing them into numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from minqual.values import Standing, Standings, wherever

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUNGS = len(Standing)
MOST_DIGITS = 17
"""Leaves packed at a time: their standings, five values each, fit into 64 bits beside the patterns so far."""


def patterns(leaves: Sequence[Standings]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each applicant's pattern of standings as a number, and for each number the first applicant who has it.

    leaves: for each leaf, its standing by applicant. Patterns are packed exactly, as digits; numbers follow the order
    of the digits.
    """
    number = np.zeros(len(leaves[0]), dtype=np.int64)
    first = np.zeros(min(1, len(number)), dtype=np.int64)
    if len(number) < 2:
        return number, first
    for start in range(0, len(leaves), MOST_DIGITS):
        packed = number
        for leaf in leaves[start : start + MOST_DIGITS]:
            packed = packed * RUNGS + leaf
        number, first = _numbered(packed)
    return number, first


def _numbered(packed: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Values as numbers from 0 in their order, and the first place of each."""
    order = np.argsort(packed)
    in_order = packed[order]
    starts = np.ones(len(packed), dtype=np.bool_)
    np.not_equal(in_order[1:], in_order[:-1], out=starts[1:])
    number = np.empty(len(packed), dtype=np.int64)
    number[order] = np.cumsum(starts) - 1
    return number, np.minimum.reduceat(order, wherever(starts)).astype(np.int64)
