"""Words as numbers that do not hang on which other words there are, the same in every process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.records.arrow_text import ArrowWords, bounds_and_letters
from minqual.values import wherever

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.values import Numbers

Prints: TypeAlias = "NDArray[np.uint64]"

ODD: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))

AT_ONCE: Final = 1 << 14
"""Words whose letters are looked at together."""


def word_numbers(words: Sequence[str]) -> Prints:
    """Per word a number, 0 for the empty one; whether its letters are Arrow's or Python's makes no difference."""
    numbers = np.zeros(len(words), dtype=np.uint64)
    start = 0
    for letters, bounds in _spelled(words):
        lengths = np.diff(bounds)
        place = np.arange(len(letters)) - np.repeat(bounds[:-1], lengths)
        told = _mixed(letters.astype(np.uint64), ODD[0]) * (_mixed(place.astype(np.uint64), ODD[1]) | np.uint64(1))
        filled = wherever(lengths)
        if len(filled):
            numbers[start + filled] = np.add.reduceat(told, bounds[filled])
        start += len(lengths)
    return numbers


def _mixed(numbers: Prints, odd: np.uint64) -> Prints:
    mixed = (numbers + np.uint64(1)) * odd
    mixed ^= mixed >> np.uint64(29)
    return mixed * ODD[0]


def _spelled(words: Sequence[str]) -> Iterator[tuple[NDArray[np.uint8], Numbers]]:
    """The bytes of some words at a time, one word behind the other, and where each begins and the last ends."""
    for start in range(0, len(words), AT_ONCE):
        if isinstance(words, ArrowWords):
            bounds, letters = bounds_and_letters(words.array.slice(start, AT_ONCE))
            yield letters[bounds[0] : bounds[-1]], bounds.astype(np.int64) - bounds[0]
            continue
        written = [word.encode("utf-8", "surrogatepass") for word in words[start : start + AT_ONCE]]
        bounds = np.cumsum([0, *map(len, written)], dtype=np.int64)
        yield np.frombuffer(b"".join(written), dtype=np.uint8), bounds
