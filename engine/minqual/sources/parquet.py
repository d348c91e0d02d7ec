"""Parquet files as grids, whole or batch by batch: their cells as the text that they would be in a spreadsheet."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from minqual.records import MOST_SIGNS, Rows, text_column
from minqual.sources.dataframes import EXPECTED, text_cells, unread_type
from minqual.sources.files import MOST_BYTES, MOST_PACKED, Contents
from minqual.sources.grids import Grid, Wanted, check_width, too_long
from minqual.values import Fault, Flags, SourceError

# pyarrow is untyped: whatever comes from it is Any.

ENDING: Final = ".parquet"

MAGIC: Final = b"PAR1"
"""The bytes with which a Parquet file begins and ends."""

ROWS_AT_A_TIME: Final = 1 << 20
"""Rows of a batch, at most: a row group as most programs write it."""

PLAIN_ROWS: Final = 1 << 13
"""Rows of a batch, at most, where words cannot be read into dictionaries: one long word may stand in all of them."""

SMALL: Final = 64 << 20
"""Bytes below which no packing is too tight."""

_MOST_FOOTER: Final = 64 << 20
"""Bytes of the part that says where columns stand."""

_LEAST: Final = 12
"""Bytes of the smallest file: both marks and the length of the footer."""

_CODE: Final = 4
"""Bytes that a cell takes at least, once read."""

_ANEW: Final = "the whole file, written anew"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cells:
    """Rows of a Parquet file that are not blank.

    columns: by place in the header, an Arrow dictionary of strings; null is a blank cell. rows: per row, its number in
    the file, from 1. blank: how many rows between them were blank.
    """

    columns: Mapping[int, Any]
    rows: Rows
    blank: int

    def plain(self) -> dict[int, Any]:
        """The columns as Arrow strings without nulls; SourceError where few words repeated make too many bytes."""
        import pyarrow.compute as pc

        for column in self.columns.values():
            signs = pc.binary_length(column.dictionary).take(column.indices)
            if (pc.sum(signs).as_py() or 0) > MOST_BYTES >> 2:
                raise SourceError([Fault("a Parquet file", "cells that are made to overflow", "plain tables")])
        return {place: column.dictionary_decode().fill_null("") for place, column in self.columns.items()}


@dataclass(frozen=True, eq=False, repr=False)
class ParquetTable:
    """An open Parquet file.

    where: what messages call it. header: the names of its columns as written. size: its bytes.
    file: what reads it. again: what opens it once more, by the columns whose words are read into dictionaries: of one
    file that is open, only one reading may be under way.
    """

    where: str
    header: tuple[str, ...]
    size: int
    file: Any
    again: Callable[[Sequence[str]], Any]

    @property
    def height(self) -> int:
        """Rows, as the file says."""
        return int(self.file.metadata.num_rows)

    def places(self, wanted: Wanted) -> Sequence[int]:
        """The places of the columns that are wanted; SourceError where one of them holds no cells, or stands twice."""
        places = [place for place, name in enumerate(self.header) if wanted(name)]
        faults = []
        for name in dict.fromkeys(self.header[place] for place in places):
            if self.header.count(name) > 1:
                faults.append(Fault(self.where, f"column {name!r} twice", "each column once"))
            elif found := unread_type(self._types[self.header.index(name)]):
                faults.append(Fault(f"{self.where} column {name!r}", found, EXPECTED))
        if faults:
            raise SourceError(faults)
        return places

    def cells(
        self, places: Sequence[int], most_rows: int = ROWS_AT_A_TIME, groups: Sequence[int] | None = None
    ) -> Iterator[Cells]:
        """The rows of some columns, in batches of at most so many; SourceError where they cannot be read.

        groups: the row groups that are read, all if none are named; rows are numbered from the first of them. What a
        batch takes in memory is bounded by the file's size, and by that of its largest row group.
        """
        self._check_packing(places)
        start = 1
        for group in range(self.file.num_row_groups) if groups is None else groups:
            others: Flags | None = None
            done = 0
            for columns, own in self._batches(self.file, group, places, most_rows):
                height, filled = len(own), own
                if not own.all():
                    others = self._filled_elsewhere(group, places) if others is None else others
                    filled = own | others[done : done + height]
                rows = np.arange(start, start + height, dtype=np.int64)
                blank = int((~filled).sum())
                cut = {place: column.filter(filled) for place, column in columns.items()} if blank else columns
                yield Cells(cut, rows[filled] if blank else rows, blank)
                start, done = start + height, done + height
            if done != self.file.metadata.row_group(group).num_rows:
                raise _damaged(self.where)

    def groups(self, size: int) -> Iterator[range]:
        """Stretches of row groups of about so many bytes, unpacked; one without any where there are none."""
        start, held = 0, 0
        for group in range(self.file.num_row_groups):
            held += self.file.metadata.row_group(group).total_byte_size
            if held >= size:
                yield range(start, group + 1)
                start, held = group + 1, 0
        if held or not start:
            yield range(start, self.file.num_row_groups)

    @cached_property
    def _types(self) -> Sequence[Any]:
        return list(self.file.schema_arrow.types)

    def _batches(
        self,
        file: Any,  # noqa: ANN401
        group: int,
        places: Sequence[int],
        most_rows: int,
    ) -> Iterator[tuple[dict[int, Any], Flags]]:
        """The cells of a row group, and which of its rows have any."""
        names = [self.header[place] for place in places]
        batches = self._record_batches(file, group, names, most_rows)
        while True:
            with _legible(self.where):
                batch = next(batches, None)
                if batch is None:
                    return
                if batch.nbytes > self._most(whole=True):
                    raise self._overflowing()
                columns = {place: text_cells(batch.column(name)) for place, name in zip(places, names, strict=True)}
            for place, column in columns.items():
                self._check_length(place, column)
            yield columns, _filled(columns.values(), batch.num_rows)

    def _record_batches(self, file: Any, group: int, names: Sequence[str], most_rows: int) -> Iterator[Any]:  # noqa: ANN401
        """What pyarrow reads; words written as differences (DELTA_BYTE_ARRAY) cannot be read into dictionaries."""
        done = 0
        try:
            for batch in file.iter_batches(most_rows, row_groups=[group], columns=names):
                yield batch
                done += batch.num_rows
        except OSError as error:
            if "Not yet implemented" not in str(error):
                raise
        else:
            return
        for batch in self.again(()).iter_batches(min(most_rows, PLAIN_ROWS), row_groups=[group], columns=names):
            if rest := batch.slice(min(done, batch.num_rows)):
                yield rest
            done = max(done - batch.num_rows, 0)

    def _filled_elsewhere(self, group: int, places: Sequence[int]) -> Flags:
        """Which rows of a row group have a cell in the other columns: a row is blank only if all of it is."""
        once = [place for place, name in enumerate(self.header) if self.header.count(name) == 1]
        others = [place for place in once if place not in places and not unread_type(self._types[place])]
        if not others:
            return np.zeros(self.file.metadata.row_group(group).num_rows, dtype=np.bool_)
        with _legible(self.where):
            file = self.again(_leaves(self.file))
        filled = [here for _, here in self._batches(file, group, others, ROWS_AT_A_TIME)]
        found = np.concatenate(filled) if filled else np.zeros(0, dtype=np.bool_)
        rows = self.file.metadata.row_group(group).num_rows
        return found if len(found) == rows else np.zeros(rows, dtype=np.bool_)

    def _check_length(self, place: int, column: Any) -> None:  # noqa: ANN401
        import pyarrow.compute as pc

        def longest(length: Callable[[Any], Any]) -> int:
            return int(pc.max(length(column.dictionary)).as_py() or 0)

        if longest(pc.binary_length) > MOST_SIGNS and longest(pc.utf8_length) > MOST_SIGNS:
            raise too_long(f"{self.where} column {self.header[place]!r}")

    def _check_packing(self, places: Sequence[int]) -> None:
        """SourceError if the file says that it unpacks to far more than its own size."""
        # What is said of single columns is not looked at: where that is damaged, pyarrow ends the process.
        groups = [self.file.metadata.row_group(each) for each in range(self.file.num_row_groups)]
        if any(group.num_rows < 0 for group in groups) or sum(group.num_rows for group in groups) != self.height:
            raise _damaged(self.where)
        said = sum(group.total_byte_size for group in groups)
        if max(said, self.height * max(len(places), 1) * _CODE) > self._most():
            raise self._overflowing()

    def _most(self, *, whole: bool = False) -> int:
        """Bytes that the file, or a batch of it with room for what is decoded, may unpack to."""
        return max(SMALL, MOST_PACKED * self.size) << whole

    def _overflowing(self) -> SourceError:
        found = f"unpacked, more than {MOST_PACKED} times its size"
        return SourceError([Fault(self.where, found, "a file that is not made to overflow")])


@contextmanager
def open_parquet(where: str, source: Path | bytes) -> Iterator[ParquetTable]:
    """A Parquet file, by its path or its bytes, while it is open; SourceError if it is none that can be read."""
    with _opened(where, source) as stream:
        size = _sound_size(where, stream)
    with ExitStack() as stack:

        def again(in_dictionaries: Sequence[str]) -> Any:  # noqa: ANN401
            return stack.enter_context(_parquet_file(source, in_dictionaries))

        with _legible(where):
            file = again(_leaves(again(())))
            header = tuple(name.strip() for name in file.schema_arrow.names)
        check_width(where, header, 0)
        yield ParquetTable(where, header, size, file, again)


def read_parquet(where: str, source: Path | bytes, wanted: Wanted) -> Grid:
    """The columns wanted of a Parquet file; SourceError says why it cannot be read. Rows are numbered from 1."""
    import pyarrow as pa

    with open_parquet(where, source) as table:
        places = table.places(wanted)
        if table.height * len(places) * _CODE > MOST_BYTES:
            raise SourceError([Fault(where, f"{table.height} rows", "fewer rows, or several files")])
        parts = list(table.cells(places))
    kind = pa.dictionary(pa.int32(), pa.string())
    with _legible(where):
        columns = {
            place: text_column(pa.chunked_array([part.columns[place] for part in parts], kind)) for place in places
        }
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(part.rows for part in parts)])
    return Grid(where, "", table.header, columns, rows, blank=sum(part.blank for part in parts), header_row=0)


def is_parquet(contents: Contents) -> bool:
    """Whether a file holds Parquet, by its name or by how it begins."""
    return contents.name.casefold().endswith(ENDING) or contents.content.startswith(MAGIC)


def parquet_metadata(where: str, source: Path | bytes) -> dict[str, str]:
    """What a Parquet file says of itself, as whoever wrote it had it."""
    with open_parquet(where, source) as table:
        said = table.file.schema_arrow.metadata or {}
    return {name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in said.items()}


def parquet_header(where: str, source: Path | bytes) -> tuple[str, ...]:
    """The names of a Parquet file's columns alone."""
    with open_parquet(where, source) as table:
        return table.header


def _leaves(file: Any) -> Sequence[str]:  # noqa: ANN401
    """The columns as they are stored, by their paths."""
    return [file.schema.column(place).path for place in range(len(file.schema))]


def _parquet_file(source: Path | bytes, in_dictionaries: Sequence[str]) -> Any:  # noqa: ANN401
    """A file by its footer. Words that stay in dictionaries are read quickly, and few repeated often stay small."""
    import pyarrow as pa
    from pyarrow import parquet

    native = pa.BufferReader(source) if isinstance(source, bytes) else str(source)
    return parquet.ParquetFile(
        native, read_dictionary=in_dictionaries, coerce_int96_timestamp_unit="us", page_checksum_verification=True
    )


@contextmanager
def _opened(where: str, source: Path | bytes) -> Iterator[IO[bytes]]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise SourceError([Fault(where, error.strerror or "unreadable", "a readable file")]) from None
    with file:
        yield file


def _sound_size(where: str, file: IO[bytes]) -> int:
    """The bytes of a file that begins and ends as Parquet does."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    begin = file.read(len(MAGIC))
    if begin == b"PARE":
        raise SourceError([Fault(where, "an encrypted Parquet file", "one that is not encrypted")])
    if begin != MAGIC:
        raise SourceError([Fault(where, "no Parquet file, though it is named so", _ANEW)])
    file.seek(max(size - 8, 0))
    end = file.read()
    if size < _LEAST or end[4:] != MAGIC:
        raise SourceError([Fault(where, "a Parquet file that breaks off", _ANEW)])
    if int.from_bytes(end[:4], "little") > min(size - _LEAST, _MOST_FOOTER):
        raise _damaged(where)
    return size


def _damaged(where: str) -> SourceError:
    return SourceError([Fault(where, "a damaged Parquet file", _ANEW)])


def _filled(columns: Iterable[Any], height: int) -> Flags:
    """Which rows have a cell that is not blank."""
    import pyarrow.compute as pc

    filled = np.zeros(height, dtype=np.bool_)
    for column in columns:
        if filled.all():
            break
        words = pc.match_substring_regex(column.dictionary, "^[!-~]").to_numpy(zero_copy_only=False)
        doubtful = np.flatnonzero(~words)
        words[doubtful] = [bool(word.strip()) for word in column.dictionary.take(doubtful).to_pylist()]
        if column.indices.null_count or not words.all():
            codes = column.indices.fill_null(len(words)).to_numpy()
            filled |= np.append(words, False)[codes]
        else:
            filled[:] = True
    return filled


@contextmanager
def _legible(where: str) -> Iterator[None]:
    """A stretch in which any complaint of the reader of Parquet is the fault of a damaged file."""
    import pyarrow as pa

    try:
        yield
    except SourceError:
        raise
    except pa.ArrowNotImplementedError:
        expected = "Parquet packed by snappy, gzip, zstd, lz4 or brotli, or not at all"
        raise SourceError([Fault(where, "Parquet written in a way that is not read", expected)]) from None
    except pa.ArrowInvalid as error:
        unzoned = "timezone" in str(error).casefold()
        found = "time stamps of a time zone that is not known" if unzoned else "a damaged Parquet file"
        expected = "the same without a zone, or of one such as UTC or America/Los_Angeles" if unzoned else _ANEW
        raise SourceError([Fault(where, found, expected)]) from None
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError):
        raise _damaged(where) from None
