"""Arrow columns of strings as columns of text, whose words stay in Arrow until someone looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from minqual.tables import TextColumn

if TYPE_CHECKING:
    from minqual.tables import Codes

# pyarrow is untyped: whatever comes from it is Any.


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


def _is_plain_dictionary(chunks: Any) -> bool:  # noqa: ANN401
    import pyarrow as pa

    return bool(chunks.type == pa.dictionary(pa.int32(), pa.string())) and not any(
        chunk.dictionary.null_count for chunk in chunks.chunks
    )


def _of_strings(chunks: Any) -> tuple[Codes, Any]:  # noqa: ANN401
    """The codes and the distinct words of cells that are strings, in the order in which they first stand there."""
    import pyarrow as pa

    if chunks.type not in (pa.string(), pa.large_string()):
        chunks = chunks.cast(pa.string())
    if chunks.null_count:
        chunks = chunks.fill_null("")
    array = chunks.dictionary_encode().combine_chunks()
    return array.indices.to_numpy(), array.dictionary


def _of_dictionary(chunks: Any) -> tuple[Codes, Any]:  # noqa: ANN401
    """The codes and the distinct words of a dictionary, in the order in which its rows use them."""
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


def _stripped(codes: Codes, words: Any) -> TextColumn:  # noqa: ANN401
    """A column whose words may have blanks around them."""
    doubtful = _doubtful(words)
    if all(word == word.strip() for word in words.take(doubtful).to_pylist()):
        return TextColumn(codes, ArrowWords(words))
    numbers: dict[str, int] = {}
    merged = [numbers.setdefault(word.strip(), len(numbers)) for word in words.to_pylist()]
    return TextColumn(np.array(merged, dtype=np.int32)[codes], tuple(numbers))


def _doubtful(words: Any) -> Any:  # noqa: ANN401
    """The places of words that do not begin and end with a visible ASCII sign: they may need to be stripped."""
    import pyarrow as pa

    wide = words.type == pa.large_string()
    _, offsets, signs = words.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64 if wide else np.int32)[words.offset : words.offset + len(words) + 1]
    filled = np.flatnonzero(bounds[:-1] < bounds[1:])
    if not len(filled):
        return filled
    text = np.frombuffer(signs, dtype=np.uint8)
    first, last = text[bounds[filled]], text[bounds[filled + 1] - 1]
    return filled[((first - 0x21) > 0x5D) | ((last - 0x21) > 0x5D)]
