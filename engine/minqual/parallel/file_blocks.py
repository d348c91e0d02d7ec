"""Blocks: stretches of the files of a folder of tables, each of which can be read by itself, wherever that is done."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

from minqual.parallel.parts import NEARLY, nearly_column, places_of
from minqual.records import DATES, DAY_FIRST, MOST_SIGNS, strip_cells, text_column
from minqual.sources import APPLICANT, Irregular, near_rows, open_parquet, regular_blocks
from minqual.values import SourceError

if TYPE_CHECKING:
    from minqual.sources import ApplicantIndex

# pyarrow is untyped: whatever comes from it is Any.

CLEAR: Final = 2 * MOST_SIGNS
"""Bytes without a quote that no cell holds."""

LONGEST_ROW: Final = 64 << 20
"""Bytes of one row, beyond which a file is read otherwise."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a file of one table: bytes of text from the begin of a row to the end of one, or row groups.

    Without a delimiter, row groups of Parquet: from start on, before stop.
    header: the headings as the file has them. columns: by heading, the table's columns that are of use.
    origin: the file's place among the origins of its table. first_row: the number of the first row below the header.
    """

    table: str
    path: str
    origin: int
    start: int
    stop: int
    header: tuple[str, ...]
    columns: Mapping[str, str]
    delimiter: str = ","
    first_row: int = 2


def cuts(file: IO[bytes], start: int, size: int) -> Iterator[tuple[int, int]]:
    """Where the blocks of a file of delimited text begin and end, from a place on; no row is cut in two.

    Irregular: there is a row of more than LONGEST_ROW.
    """
    place = start
    while (stop := _clear_row_end(file, place, size) or _counted_row_end(file, place, size)) > place:
        yield place, stop
        place = stop


def _clear_row_end(file: IO[bytes], place: int, size: int) -> int:
    """The end of the last row before so many bytes, where no quote is near; else 0.

    What stands before it need not be read. A line there could only be inside a cell that is too long to be one, and
    then the block before it is irregular: its quotes are odd in number.
    """
    if size <= CLEAR:
        return 0
    begin = place + size - CLEAR
    file.seek(begin)
    text = file.read(CLEAR)
    end = text.rfind(b"\n") + 1
    return begin + end if end and len(text) == CLEAR and b'"' not in text else 0


def _counted_row_end(file: IO[bytes], place: int, size: int) -> int:
    """The end of the last row in so many bytes, or of the first: a line ends one where quotes are even in number."""
    file.seek(place)
    held = b""
    while chunk := file.read(size):
        held += chunk
        if end := _last_row_end(held):
            return place + end
        if len(held) > LONGEST_ROW:
            raise Irregular
    return place + len(held)


def _last_row_end(text: bytes) -> int:
    """The place after the last line that ends a row; 0 if none does."""
    even = text.count(b'"') % 2 == 0
    stop = len(text)
    while (end := text.rfind(b"\n", 0, stop)) >= 0:
        even = even == (text.count(b'"', end, stop) % 2 == 0)
        if even:
            return end + 1
        stop = end
    return 0


def read_block(block: Block) -> Any:  # noqa: ANN401
    """The cells of use in a block, as an Arrow table of strings; Irregular where it takes a closer look.

    The cells of delimited text are stripped. Those of Parquet are in dictionaries, but for the ids.
    """
    rows = _read_text(block) if block.delimiter else _read_groups(block)
    if any(_day_first(rows.column(name)) for name in rows.column_names if name in DATES):
        raise Irregular  # what a column tells of the order of its dates holds for all of it
    return rows


def _day_first(column: Any) -> bool:  # noqa: ANN401
    """Whether a column has a date in which only the day can stand first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = pc.unique(column)
    words = words.dictionary if pa.types.is_dictionary(words.type) else words
    return bool(pc.any(pc.match_substring_regex(words, DAY_FIRST)).as_py())


def _read_text(block: Block) -> Any:  # noqa: ANN401
    import pyarrow as pa

    with Path(block.path).open("rb") as file:
        file.seek(block.start)
        content = file.read(block.stop - block.start)
    if not content:
        return pa.table({name: pa.array([], pa.string()) for name in block.columns.values()})
    if b"\0" in content:
        raise Irregular
    table = pa.Table.from_batches(regular_blocks(content, block.delimiter, list(block.columns), block.header))
    columns = {name: strip_cells(table.column(heading)) for heading, name in block.columns.items()}
    _check_cells(list(columns.values()), table.num_rows)
    return pa.table(columns)


def _read_groups(block: Block) -> Any:  # noqa: ANN401
    """The cells of use in row groups of Parquet; Irregular where there are blank rows, or damage."""
    import pyarrow as pa

    try:
        with open_parquet(block.path, Path(block.path)) as table:
            places = table.places(lambda heading: heading in block.columns)
            parts = list(table.cells(places, groups=range(block.start, block.stop)))
    except SourceError as error:
        raise Irregular from error
    if any(part.blank for part in parts):
        raise Irregular
    kind = pa.dictionary(pa.int32(), pa.string())
    columns = {
        block.columns[table.header[place]]: in_one(
            pa.chunked_array([part.columns[place] for part in parts], kind).unify_dictionaries()
        )
        for place in places
    }
    people = columns[APPLICANT].dictionary_decode().fill_null("")
    return pa.table(columns | {APPLICANT: strip_cells(people)})


def _check_cells(columns: Sequence[Any], height: int) -> None:
    """Irregular: a row may be blank, or a cell is too long to be one."""
    import pyarrow.compute as pc

    filled = np.zeros(height, dtype=np.bool_)
    for column in columns:
        lengths = pc.binary_length(column).to_numpy()
        if len(lengths) and lengths.max() > MOST_SIGNS:
            raise Irregular
        if not filled.all():
            filled |= lengths > 0
    if not filled.all():
        raise Irregular


def owned(rows: Any, origin: int, index: ApplicantIndex) -> Any:  # noqa: ANN401
    """Rows of one file as a batch, each with its applicant's number in the index, its place from 0 and its origin.

    Of the ids only those of nobody are kept: the others stand in the index.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    people = in_one(rows.column(APPLICANT))
    owner = index.owners(people)
    columns = {name: in_one(rows.column(name)) for name in rows.column_names}
    columns[APPLICANT] = pc.if_else(pa.array(owner < 0), people, pa.scalar(None, pa.string()))
    columns |= places_of(owner, np.arange(rows.num_rows), np.full(rows.num_rows, origin, dtype=np.int32))
    strangers = np.flatnonzero(owner < 0)
    if len(strangers):
        near = near_rows(text_column(people.take(strangers)), owner[strangers], lambda: index.by_form)
        if near:
            rows_of = {int(strangers[place]): each for place, each in near.items()}
            columns[NEARLY] = nearly_column(rows_of, rows.num_rows)
    return pa.record_batch(columns)


def in_one(chunks: Any) -> Any:  # noqa: ANN401
    """A column of a table as one array."""
    import pyarrow as pa

    if not chunks.num_chunks:
        return pa.array([], chunks.type)
    return chunks.chunk(0) if chunks.num_chunks == 1 else pa.concat_arrays(chunks.chunks)


def first_line(file: IO[bytes], skipped: int) -> int:
    """The place after the header, which is in the line below some that are skipped."""
    file.seek(0)
    for _ in range(skipped + 1):
        file.readline()
    return file.tell()


def same_header(file: IO[bytes], skipped: int, delimiter: str) -> tuple[str, ...]:
    """The headings as the file has them; Irregular where they reach over several lines."""
    first_line(file, skipped - 1)
    try:
        return tuple(next(csv.reader([file.readline().decode("utf-8-sig")], delimiter=delimiter, strict=True)))
    except (csv.Error, UnicodeDecodeError, StopIteration) as error:
        raise Irregular from error
