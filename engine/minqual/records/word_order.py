"""Words told apart in Arrow: by their order where they stand in one, as ids mostly do, else one by one."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from minqual.records.tables import Codes

# pyarrow is untyped: whatever comes from it is Any.

_SAMPLE: Final = 1 << 11
"""Rows that tell whether equal cells stand together, as applicant ids do."""

_SELDOM: Final = 256
"""How many words must be in order for one that is not, so that order tells them apart sooner."""


def told_apart(cells: Any) -> tuple[Codes, Any]:  # noqa: ANN401
    """Per cell of an Arrow array of strings without nulls the number of its word, and the words as they appear."""
    if is_grouped(cells):
        heads, run = _runs(cells)
        number, words = distinct(heads)
        return (run if number is None else number[run]), words
    return _one_by_one(cells)


def is_grouped(cells: Any) -> bool:  # noqa: ANN401
    """Whether equal cells of an Arrow array, or of its chunks, seem to stand together, as applicants' ids do."""
    import pyarrow.compute as pc

    if len(cells) <= _SAMPLE:
        return False
    sample = cells.slice(0, _SAMPLE)
    changes = pc.not_equal(sample.slice(1), sample.slice(0, _SAMPLE - 1))
    return bool(pc.count_distinct(sample).as_py() == pc.sum(changes).as_py() + 1)


def distinct(words: Any) -> tuple[Codes | None, Any]:  # noqa: ANN401
    """The distinct words as they first appear, and the number of each word among them; None where all are distinct."""
    below = ~_ascends(words)
    if not below.any():
        return None, words
    if len(words) >= _SELDOM * int(below.sum()):
        astray = np.append(below, False) | np.insert(below, 0, False)
        ordered = words.filter(~astray)
        if _ascends(ordered).all():
            return _numbered(words, ordered, astray)
    return _one_by_one(words)


def _one_by_one(words: Any) -> tuple[Codes, Any]:  # noqa: ANN401
    encoded = words.dictionary_encode()
    return encoded.indices.to_numpy(), encoded.dictionary


def _numbered(words: Any, ordered: Any, astray: Any) -> tuple[Codes | None, Any]:  # noqa: ANN401
    """The distinct words and their numbers, where all but few that are astray ascend."""
    places, first = np.flatnonzero(~astray), np.arange(len(words), dtype=np.int32)
    strays = np.flatnonzero(astray)
    same: dict[str, list[int]] = {}
    for stray, word in zip(strays.tolist(), words.take(strays).to_pylist(), strict=True):
        if word not in same:
            place = bisect_left(range(len(ordered)), word, key=lambda each: ordered[each].as_py())
            there = place < len(ordered) and ordered[place].as_py() == word
            same[word] = [int(places[place])] if there else []
        same[word].append(stray)
    for each in same.values():
        first[each] = min(each)
    kept = first == np.arange(len(words), dtype=np.int32)
    if kept.all():
        return None, words
    return (np.cumsum(kept, dtype=np.int32) - 1)[first], words.filter(kept)


def _ascends(words: Any) -> Any:  # noqa: ANN401
    """Per word but the last, whether it stands before the next in the order of their bytes."""
    import pyarrow.compute as pc

    return pc.less(words.slice(0, max(len(words) - 1, 0)), words.slice(1)).to_numpy(zero_copy_only=False)


def _runs(cells: Any) -> tuple[Any, Codes]:  # noqa: ANN401
    """The first of each run of equal cells, and for every cell the number of its run."""
    import pyarrow.compute as pc

    begins = np.ones(len(cells), dtype=np.bool_)
    begins[1:] = pc.not_equal(cells.slice(1), cells.slice(0, len(cells) - 1)).to_numpy(zero_copy_only=False)
    run = np.cumsum(begins, dtype=np.int32)
    run -= 1
    return (cells if len(run) == run[-1] + 1 else cells.take(np.flatnonzero(begins))), run
