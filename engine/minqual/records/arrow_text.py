"""Arrow columns of strings as columns of text, whose words stay in Arrow until someone looks at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

import numpy as np

from minqual.records.tables import TextColumn
from minqual.values import anywhere, wherever

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records.tables import Codes
    from minqual.values import Flags

# pyarrow is untyped: whatever comes from it is Any.
Block: TypeAlias = "tuple[Codes, Any]"
"""Codes and the distinct words that they number, in the order in which they first stand there."""


def text_column(cells: Any) -> TextColumn:  # noqa: ANN401
    """The column of an Arrow array, in one or several chunks, of strings or of a dictionary of strings.

    Null is a blank cell. Words and codes are those of TextColumn.of for the same cells.
    """
    import pyarrow as pa

    chunks = cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])
    if not len(chunks):
        return TextColumn.of(())
    codes, words = _of_dictionary(chunks) if _is_plain_dictionary(chunks) else _of_strings(chunks)
    return _stripped(codes, words)


def strip_cells(cells: Any) -> Any:  # noqa: ANN401
    """The cells of an Arrow array of strings without nulls, in one or several chunks, as one array of stripped ones."""
    import pyarrow as pa

    array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks)
    doubtful = _doubtful(array)
    words = array.take(doubtful).to_pylist()
    if all(word == word.strip() for word in words):
        return array
    mask = np.zeros(len(array), dtype=np.bool_)
    mask[doubtful] = True
    return pa.compute.replace_with_mask(array, pa.array(mask), pa.array([word.strip() for word in words], pa.string()))


class GrowingColumn:
    """A column of text that comes in parts: of each only its codes and distinct words are kept."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []

    def add(self, cells: Any) -> None:  # noqa: ANN401
        """Add an Arrow array of strings without nulls below the cells that are there."""
        self._blocks.append(told_apart(cells))

    def grown(self) -> TextColumn:
        """The whole column; what was added is let go."""
        blocks, self._blocks = self._blocks, []
        return _stripped(*_united(blocks)) if blocks else TextColumn.of(())


class ArrowWords(Sequence[str]):
    """Words in an Arrow array of strings without nulls, which become Python's at the first look at any of them."""

    __slots__ = ("_looked_at", "array")

    def __init__(self, array: Any) -> None:  # noqa: ANN401
        self.array = array
        self._looked_at: tuple[str, ...] | None = None

    @property
    def _words(self) -> tuple[str, ...]:
        if self._looked_at is None:
            self._looked_at = tuple(self.array.to_pylist())
        return self._looked_at

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return self._words[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._place(word) >= 0

    def index(self, word: str, start: int = 0, stop: int | None = None) -> int:
        """The place of a word; ValueError if it is not there."""
        place = self._place(word)
        if not start <= place < (len(self) if stop is None else stop):
            msg = "no such word"
            raise ValueError(msg)
        return place

    def _place(self, word: str) -> int:
        """The place of a word, of which there is one at most; −1 if it is not there."""
        import pyarrow.compute as pc

        place: int = pc.index(self.array, word).as_py()
        return place


def longest(words: Sequence[str]) -> int:
    """How many signs the longest of some words has; 0 of none."""
    if not isinstance(words, ArrowWords):
        return max(map(len, words), default=0)
    import pyarrow.compute as pc

    found: int | None = pc.max(pc.utf8_length(words.array)).as_py()
    return found or 0


def chained(columns: Sequence[TextColumn]) -> TextColumn:
    """Columns one below the other, with one list of words."""
    if any(isinstance(column.words, ArrowWords) for column in columns):
        blocks = [(column.codes, _array(column.words)) for column in columns if len(column.codes)]
        if blocks and all(words is not None for _, words in blocks):
            codes, words = _united(blocks)
            return TextColumn(codes, ArrowWords(words))
    numbers: dict[str, int] = {}
    every = []
    for column in columns:
        place = np.array([numbers.setdefault(word, len(numbers)) for word in column.words], dtype=np.int32)
        every.append(place[column.codes] if len(column.codes) else column.codes)
    return TextColumn(np.concatenate(every).astype(np.int32), tuple(numbers))


def _array(words: Sequence[str]) -> Any:  # noqa: ANN401
    """Words as an Arrow array; None where they are Python's own and many."""
    import pyarrow as pa

    if isinstance(words, ArrowWords):
        return words.array.cast(pa.string())
    return pa.array([""]) if tuple(words) == ("",) else None


def _is_plain_dictionary(chunks: Any) -> bool:  # noqa: ANN401
    import pyarrow as pa

    return bool(chunks.type == pa.dictionary(pa.int32(), pa.string())) and not any(
        chunk.dictionary.null_count for chunk in chunks.chunks
    )


def _of_dictionary(chunks: Any) -> Block:  # noqa: ANN401
    """The codes and words of a dictionary, in the order in which its rows use them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = chunks.unify_dictionaries().combine_chunks()
    indices, words = array.indices, array.dictionary
    if indices.null_count:
        indices = indices.fill_null(len(words))
        words = pa.concat_arrays([words, pa.array([""])])
    distinct = words.dictionary_encode()
    if len(distinct.dictionary) < len(words):
        indices, words = distinct.indices.take(indices), distinct.dictionary
    codes = indices.to_numpy()
    used = pc.unique(indices).to_numpy()
    if np.array_equal(used, np.arange(len(words))):
        return codes, words
    place = np.zeros(len(words), dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return place[codes], words.take(used)


def _of_strings(chunks: Any) -> Block:  # noqa: ANN401
    """The codes and words of cells that are strings, or can be cast to them."""
    import pyarrow as pa

    if chunks.type not in (pa.string(), pa.large_string()):
        chunks = chunks.cast(pa.string())
    if chunks.null_count:
        chunks = chunks.fill_null("")
    if is_grouped(chunks):
        return _united([told_apart(chunk) for chunk in chunks.chunks if len(chunk)])
    array = chunks.dictionary_encode().combine_chunks()
    return array.indices.to_numpy(), array.dictionary


def _united(blocks: Sequence[Block]) -> Block:
    """The codes and words of blocks one below the other."""
    import pyarrow as pa

    if len(blocks) == 1:
        return blocks[0]
    number, words = distinct(pa.concat_arrays([each for _, each in blocks]))
    codes = np.empty(sum(len(each) for each, _ in blocks), dtype=np.int32)
    row = first = 0
    for each, own in blocks:
        into = codes[row : row + len(each)]
        if number is None:
            np.add(each, first, out=into, dtype=np.int32)
        else:
            np.take(number[first : first + len(own)], each, out=into, mode="clip")
        row, first = row + len(each), first + len(own)
    return codes, words


def _stripped(codes: Codes, words: Any) -> TextColumn:  # noqa: ANN401
    """A column whose words may have blanks around them."""
    doubtful = _doubtful(words)
    if all(word == word.strip() for word in words.take(doubtful).to_pylist()):
        return TextColumn(codes, ArrowWords(words))
    numbers: dict[str, int] = {}
    merged = [numbers.setdefault(word.strip(), len(numbers)) for word in words.to_pylist()]
    return TextColumn(np.array(merged, dtype=np.int32)[codes], tuple(numbers))


def bounds_and_letters(texts: Any) -> tuple[Any, NDArray[np.uint8]]:  # noqa: ANN401
    """Where each text of an Arrow array begins and the last ends, and the letters of all in UTF-8; a null has none."""
    _, offsets, letters = texts.buffers()
    every = np.frombuffer(offsets, dtype=np.int64 if str(texts.type) == "large_string" else np.int32)
    bounds = every[texts.offset : texts.offset + len(texts) + 1]
    return bounds, np.frombuffer(b"" if letters is None else letters, dtype=np.uint8)


def _doubtful(words: Any) -> Any:  # noqa: ANN401
    """The places of words that do not begin and end with a visible ASCII sign: they may need to be stripped."""
    bounds, text = bounds_and_letters(words)
    filled = wherever(bounds[:-1] < bounds[1:])
    if not len(filled):
        return filled
    first, last = text[bounds[filled]], text[bounds[filled + 1] - 1]
    return filled[((first - 0x21) > 0x5D) | ((last - 0x21) > 0x5D)]


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
    if not anywhere(below):
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
    places, first = wherever(~astray), np.arange(len(words), dtype=np.int32)
    strays = wherever(astray)
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


def first_of_each_run(cells: Any) -> Flags:  # noqa: ANN401
    """Per cell of an Arrow array of one at least, whether it is another than the one before it."""
    import pyarrow.compute as pc

    begins = np.ones(len(cells), dtype=np.bool_)
    begins[1:] = pc.not_equal(cells.slice(1), cells.slice(0, len(cells) - 1)).to_numpy(zero_copy_only=False)
    return begins


def _runs(cells: Any) -> tuple[Any, Codes]:  # noqa: ANN401
    """The first of each run of equal cells, and for every cell the number of its run."""
    begins = first_of_each_run(cells)
    run = np.cumsum(begins, dtype=np.int32)
    run -= 1
    return (cells if len(run) == run[-1] + 1 else cells.take(wherever(begins))), run
