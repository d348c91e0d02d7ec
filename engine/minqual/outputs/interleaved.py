"""Columns of one height as one: the first cell of each, then the second of each, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from minqual.outputs.json_text import Json
from minqual.verdicts import Mosaic, Patterns, Texts, Worded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.outputs.tables import Column
    from minqual.verdicts import Places


from minqual.outputs.tables import Listing

# pyarrow is untyped: whatever comes from it is Any.


def in_turn(columns: Sequence[Column]) -> Column:
    """Columns of one height in turn, as one; text is not put into words before it is looked at."""
    if len(columns) == 1:
        return columns[0]
    ready = [column for column in columns if isinstance(column, Json)]
    if len(ready) == len(columns):
        told = in_turn([column.of for column in ready])
        assert isinstance(told, Texts)
        return Json(told)
    if all(column is columns[0] for column in columns):
        return Repeated(columns[0], len(columns))
    worded = [column for column in columns if isinstance(column, Worded)]
    if len(worded) == len(columns):
        return _worded(worded)
    mosaics = [column for column in columns if isinstance(column, Mosaic)]
    if len(mosaics) == len(columns):
        return _mosaic(mosaics)
    return _of_anything(columns)


def _of_anything(columns: Sequence[Column]) -> Column:
    figures = [column for column in columns if isinstance(column, np.ndarray) and column.dtype.kind == "f"]
    if len(figures) == len(columns):
        return np.stack(figures, axis=1).ravel()
    texts = [column for column in columns if isinstance(column, Texts)]
    return TextsInTurn(texts) if len(texts) == len(columns) else list(chain.from_iterable(zip(*columns, strict=True)))


def _worded(columns: Sequence[Worded]) -> Worded:
    words: dict[str, int] = {}
    codes = []
    for column in columns:
        places = [words.setdefault(word, len(words)) for word in column.words]
        codes.append(np.array(places, dtype=np.int32)[column.codes])
    return Worded(_alternating(codes), list(words))


def _mosaic(columns: Sequence[Mosaic]) -> Mosaic:
    import pyarrow as pa

    tiles, patterns, slots = [], [], []
    numbers, starts, holes = [], [np.zeros(1, dtype=np.int64)], []
    laid = kinds = end = 0
    most = max(len(column.slots) for column in columns)
    for column in columns:
        own = column.patterns
        numbers.append(np.where(own.numbers < 0, own.numbers, own.numbers + laid).astype(np.int32))
        starts.append(own.starts[1:] + end)
        holes.append(own.holes)
        patterns.append(column.pattern + kinds)
        none = [np.zeros(len(column), dtype=np.int32)] * (most - len(column.slots))
        slots.append([*((each + laid).astype(np.int32) for each in column.slots), *none])
        tiles.append(column.tiles)
        laid, kinds, end = laid + len(column.tiles), kinds + len(own.holes), end + int(own.starts[-1])
    together = Patterns(np.concatenate(numbers), np.concatenate(starts), np.concatenate(holes))
    filled = [_alternating(each) for each in zip(*slots, strict=True)]
    return Mosaic(pa.concat_arrays(tiles), together, _alternating(patterns), filled)


def _alternating(columns: Sequence[NDArray[np.integer[Any]]]) -> Places:
    """Columns of numbers in turn."""
    turns: Places = np.stack(columns, axis=1).ravel().astype(np.int32, copy=False)
    return turns


@dataclass(frozen=True, eq=False, repr=False)
class Repeated(Texts):
    """A column of texts, each of which stands there several times, one after the other."""

    column: Column
    times: int

    def __len__(self) -> int:
        return len(self.column) * self.times

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        import pyarrow as pa

        first = start // self.times
        cells = self.column[first : -(-stop // self.times)]
        there = pa.array(list(cells), pa.string())
        return there.take(pa.array(np.arange(start, stop) // self.times - first))


@dataclass(frozen=True, eq=False, repr=False)
class TextsInTurn(Texts):
    """Columns of texts in turn."""

    columns: Sequence[Texts]

    def __len__(self) -> int:
        return len(self.columns) * len(self.columns[0])

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        import pyarrow as pa

        many = len(self.columns)
        first, last = start // many, -(-stop // many)
        there = pa.concat_arrays([column.arrow(first, last) for column in self.columns])
        rows = np.arange(start, stop)
        return there.take(pa.array(rows % many * (last - first) + rows // many - first))


def in_classes(listings: Sequence[Listing]) -> Listing:
    """Listings of one height and with the same columns as one: the first row of each, then the second of each."""
    first = listings[0]
    columns = {name: in_turn([each.columns[name] for each in listings]) for name in first.columns}
    return Listing(first.name, columns, first.free_text)
