"""Columns of text that is put together from pieces when it is looked at, as many rows at a time as are wanted."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

import numpy as np

from minqual.records import ArrowWords
from minqual.values import wherever

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole: TypeAlias = NDArray[np.int64]

Places: TypeAlias = "NDArray[np.int32]"

# pyarrow is untyped: whatever comes from it is Any.

AT_A_TIME: Final = 10_000
"""Rows that are put together at a time: their text stays in the processor's cache until it is used."""

NARROW: Final = 1 << 20
"""The widest range of numbers that are told apart by a table instead of by sorting them."""


class Texts(Sequence[str]):
    """A column of texts: Python's where single ones are looked at, Arrow's where many are."""

    __slots__ = ()

    @abstractmethod
    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array of strings without nulls."""

    def chunks(self, rows: int = AT_A_TIME) -> Iterator[Any]:
        """All rows as Arrow arrays of so many, one after the other."""
        for start in range(0, len(self), rows):
            yield self.arrow(start, min(start + rows, len(self)))

    def tolist(self) -> list[str]:
        """All rows."""
        return list(self)

    def __iter__(self) -> Iterator[str]:
        for chunk in self.chunks():
            yield from chunk.to_pylist()

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            rows = range(len(self))[place]
            return Stretch(self, rows.start, max(rows.start, rows.stop)) if rows.step == 1 else [*map(self._at, rows)]
        return self._at(range(len(self))[place])

    def _at(self, place: int) -> str:
        text: str = self.arrow(place, place + 1)[0].as_py()
        return text


@dataclass(frozen=True, eq=False, repr=False)
class Stretch(Texts):
    """Some rows of a column, one after the other."""

    of: Texts
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        return self.of.arrow(self.first + start, self.first + stop)


@dataclass(frozen=True, eq=False, repr=False)
class Worded(Texts):
    """A column of a few words. codes: per row, the place of its word."""

    codes: NDArray[np.integer[Any]]
    words: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.words.__getitem__, self.codes.tolist())

    def _at(self, place: int) -> str:
        return self.words[int(self.codes[place])]

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        import pyarrow as pa

        return pa.array(self.words, pa.string()).take(pa.array(self.codes[start:stop]))


class Lettered(Texts):
    """A column whose text stands in Arrow arrays, one after the other."""

    __slots__ = ("_arrays", "_ends")

    def __init__(self, arrays: Sequence[Any]) -> None:
        self._arrays = arrays
        self._ends = np.cumsum([0, *map(len, arrays)])

    def __len__(self) -> int:
        return int(self._ends[-1])

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        import pyarrow as pa

        found = []
        first = int(np.searchsorted(self._ends, start, side="right")) - 1
        while start < stop:
            end = min(int(self._ends[first + 1]), stop)
            found.append(self._arrays[first].slice(start - int(self._ends[first]), end - start))
            start, first = end, first + 1
        return found[0] if len(found) == 1 else pa.concat_arrays([pa.array([], pa.string()), *found])


@dataclass(frozen=True, eq=False, repr=False)
class Patterns:
    """Rows of numbers, each that of a tile, or of a slot: −1 the first, −2 the second.

    starts: where each begins, and where the last one ends. holes: how many slots each has.
    """

    numbers: Places
    starts: Whole
    holes: Whole

    @classmethod
    def of(cls, patterns: Sequence[Sequence[int]]) -> Patterns:
        """Patterns one after the other."""
        starts = np.array([0, *accumulate(map(len, patterns))], dtype=np.int64)
        numbers = np.array([*chain.from_iterable(patterns)], dtype=np.int32)
        return cls(numbers, starts, np.array([sum(number < 0 for number in each) for each in patterns], dtype=np.int64))


@dataclass(frozen=True, eq=False, repr=False)
class Mosaic(Texts):
    """A column of texts laid from tiles. tiles: an Arrow array of all of them, each at its number.

    pattern: per row, the number of its pattern. slots: per slot and row, the number of the tile that fills it there.
    """

    tiles: Any
    patterns: Patterns
    pattern: NDArray[np.integer[Any]]
    slots: Sequence[Places] = ()

    def __len__(self) -> int:
        return len(self.pattern)

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        import pyarrow as pa

        laid, ends = self.laid(slice(start, stop))
        return joined(self.tiles.take(pa.array(laid)), ends)

    def row(self, row: int) -> Iterator[int]:
        """The numbers of the tiles of one row."""
        first, last = self.patterns.starts[int(self.pattern[row]) :][:2].tolist()
        for number in self.patterns.numbers[first:last].tolist():
            yield number if number >= 0 else int(self.slots[-1 - number][row])

    def laid(self, rows: slice) -> tuple[Places, Whole]:
        """The numbers of the tiles of some rows, one row after the other, and where each row ends."""
        pattern, starts = self.pattern[rows], self.patterns.starts
        first = starts[pattern]
        sizes = starts[1:][pattern] - first
        ends = np.cumsum(sizes)
        within = np.arange(int(ends[-1]) if len(ends) else 0)
        laid = self.patterns.numbers[within + np.repeat(first - (ends - sizes), sizes)]
        empty = wherever(laid < 0)
        if len(empty):
            row = np.repeat(np.arange(len(pattern)), self.patterns.holes[pattern])
            slots = np.stack([each[rows] for each in self.slots])
            laid[empty] = slots[-1 - laid[empty], row]
        return laid, ends


def joined(texts: Any, ends: Whole) -> Any:  # noqa: ANN401
    """Texts in an Arrow array with those of each row made one. ends: per row, how many there are up to its end."""
    import pyarrow as pa

    _, offsets, letters = texts.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    cuts = np.zeros(len(ends) + 1, dtype=np.int32)
    cuts[0] = bounds[0] if len(bounds) else 0
    if len(bounds):
        cuts[1:] = bounds[ends]
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(cuts), letters)


_BLANK: Final = re.compile(r"\s")


def _blanks_in(text: str) -> int:
    return sum(map(text.count, " \n\t")) if text.isascii() else len(_BLANK.findall(text))


class Tiles:
    """Tiles while they are laid out: each distinct text has one number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: Sequence[str] = ()
        self._blanks: list[int] = []
        self._counted: Whole = np.zeros(0, dtype=np.int64)

    def number(self, text: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def numbers(self, texts: Sequence[str]) -> Places:
        """The numbers of some texts."""
        return np.array([self.number(text) for text in texts], dtype=np.int32)

    @property
    def texts(self) -> Sequence[str]:
        """All tiles, each at its number."""
        if len(self._texts) < len(self._numbers):
            self._texts = list(self._numbers)
        return self._texts

    @property
    def blanks(self) -> Whole:
        """How many blanks each tile has: a text has one word more than blanks at most."""
        if len(self._counted) < len(self._numbers):
            self._count_blanks()
            self._counted = np.array(self._blanks, dtype=np.int64)
        return self._counted

    def blanks_in(self, tiles: Iterable[int]) -> int:
        """How many blanks some tiles have together."""
        self._count_blanks()
        return sum(map(self._blanks.__getitem__, tiles))

    def _count_blanks(self) -> None:
        self._blanks += map(_blanks_in, islice(self._numbers, len(self._blanks), None))

    @property
    def arrow(self) -> Any:  # noqa: ANN401
        """All tiles as an Arrow array."""
        import pyarrow as pa

        return pa.array(list(self._numbers), pa.string())


def arrow_words(words: Sequence[str]) -> Any:  # noqa: ANN401
    """Distinct words as an Arrow array of strings."""
    import pyarrow as pa

    array = words.array if isinstance(words, ArrowWords) else pa.array(words, pa.string())
    return array if array.type == pa.string() else array.cast(pa.string())


def distinct(numbers: Whole) -> tuple[Whole, NDArray[np.integer[Any]]]:
    """The distinct numbers of a column in their order, and per row the place of its own among them."""
    if len(numbers) < 2:
        return numbers, np.zeros(len(numbers), dtype=np.int64)
    low, high = int(numbers.min()), int(numbers.max())
    if high - low >= NARROW or high - low > 16 * len(numbers):
        found, places = np.unique(numbers, return_inverse=True)
        return found, places
    there = np.zeros(high - low + 1, dtype=np.bool_)
    there[numbers - low] = True
    place = np.cumsum(there) - 1
    return wherever(there) + low, place[numbers - low]
