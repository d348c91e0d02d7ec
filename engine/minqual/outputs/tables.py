"""Listings: named tables of results, and how one is written as CSV, JSONL or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from minqual.outputs.arrow_cells import blank_as_null, letters_of, safe_cells
from minqual.outputs.json_text import ENCODE, json_cells
from minqual.verdicts import AT_A_TIME, Texts

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

ROWS_AT_A_TIME: Final = 50_000

Column: TypeAlias = "Sequence[Any] | NDArray[Any]"
"""Text, or numbers with None or NaN where there is none; an array says by its type which it is, also without rows."""

Told: TypeAlias = Callable[[int, int], None]
"""What is told of so many more rows written, and of how many there are in all."""


def unheard(rows: int, total: int) -> None:
    """Nobody is told how far the writing is."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A named table of results: columns of text or numbers, all of one height.

    free_text: the columns whose cells may hold an applicant's words; all others hold words of ours.
    """

    name: str
    columns: Mapping[str, Column]
    free_text: Collection[str] = ()

    @property
    def height(self) -> int:
        """Rows below the header."""
        return len(next(iter(self.columns.values()), ()))

    def parts(self, rows: int = ROWS_AT_A_TIME) -> Iterator[Listing]:
        """The listing in parts of at most so many rows; one empty part where it has none."""
        for start in range(0, max(self.height, 1), rows):
            columns = {name: column[start : start + rows] for name, column in self.columns.items()}
            yield Listing(self.name, columns, self.free_text)


def listing_of_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> Listing:
    """A table from its rows, one at least: figures, texts, yes or no, lists of texts."""
    columns: dict[str, Any] = {each: _column([row[each] for row in rows]) for each in rows[0]}
    return Listing(name, columns, tuple(each for each, column in columns.items() if isinstance(column, list)))


def _column(cells: list[Any]) -> Any:  # noqa: ANN401  # figures or texts
    """Figures as a column of figures, blank where there is none; all else as texts."""
    if all(isinstance(each, int | float | None) and not isinstance(each, bool) for each in cells):
        if all(isinstance(each, int) for each in cells):
            return np.array(cells, dtype=np.int64)
        return np.array([np.nan if each is None else each for each in cells], dtype=np.float64)
    return ["; ".join(each) if isinstance(each, list) else _word(each) for each in cells]


def _word(cell: object) -> str:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else "" if cell is None else str(cell)


def is_number(column: Column) -> bool:
    """Whether a column holds numbers."""
    if isinstance(column, Texts):
        return False
    if isinstance(column, np.ndarray) and column.dtype != object:
        return bool(column.dtype.kind in "iuf")
    stated = next((cell for cell in column if cell is not None), "")
    return isinstance(stated, int | float)


def plain_cells(column: Column) -> list[Any]:
    """The cells of a column as plain values; None where it holds no number."""
    if isinstance(column, np.ndarray):
        cells: list[Any] = column.tolist()
        return [None if cell != cell else cell for cell in cells] if column.dtype.kind == "f" else cells  # noqa: PLR0124  # NaN
    return list(column)


def write_csv(listing: Listing, file: IO[bytes], told: Told = unheard) -> None:
    """A listing as CSV in UTF-8; free text is made safe to open in a spreadsheet."""
    file.write(csv_head(listing))
    _in_parts(listing, lambda part: file.write(csv_rows(part)), told, AT_A_TIME)


def csv_head(listing: Listing) -> bytes:
    """The header of a listing as CSV: with the rows of its parts below, in their order, it is the whole file."""
    return bytes(_as_csv(_schema(listing), [], header=True))


def csv_rows(part: Listing) -> bytes:
    """The rows of a listing, or of a part of one, as CSV; risky first signs of free text have an apostrophe before."""
    schema = _schema(part)
    return b"".join(_as_csv(schema, [_csv_batch(each, schema)], header=False) for each in part.parts(AT_A_TIME))


def _csv_batch(part: Listing, schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    cells = [_array(column, kind) for column, kind in zip(part.columns.values(), schema.types, strict=True)]
    cells = [
        safe_cells(each) if name in part.free_text else each for name, each in zip(part.columns, cells, strict=True)
    ]
    return pa.record_batch(cells, schema=schema)


def _array(column: Column, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if isinstance(column, Texts):
        return column.arrow(0, len(column))
    return pa.array(column, kind, from_pandas=True)


def _as_csv(schema: pa.Schema, batches: Sequence[pa.RecordBatch], *, header: bool) -> pa.Buffer:
    import pyarrow as pa
    from pyarrow import csv

    sink = pa.BufferOutputStream()
    with csv.CSVWriter(sink, schema, write_options=csv.WriteOptions(include_header=header)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return sink.getvalue()


def write_jsonl(listing: Listing, file: IO[bytes], told: Told = unheard) -> None:
    """A listing as JSON lines: an object for each row, null where a cell is blank."""
    _in_parts(listing, lambda part: file.write(jsonl_rows(part)), told, AT_A_TIME)


def jsonl_rows(part: Listing) -> bytes:
    """The rows of a listing, or of a part of one, as JSON lines: those of all parts, in their order, are the file."""
    return b"".join(map(_jsonl_batch, part.parts(AT_A_TIME)))


def _jsonl_batch(part: Listing) -> bytes:
    import pyarrow.compute as pc

    if not part.height:
        return b""
    pieces: list[Any] = []
    for name, column in part.columns.items():
        cells = json_cells(column if isinstance(column, Texts) else plain_cells(column))
        pieces += [f"{',' if pieces else '{'}{ENCODE(name)}:", cells]
    return bytes(letters_of(pc.binary_join_element_wise(*pieces, "}\n", "")))


def write_parquet(listing: Listing, file: IO[bytes], stamp: Mapping[str, str], told: Told = unheard) -> None:
    """A listing as Parquet: text as strings, null where a cell is blank. stamp: what the file says of itself."""
    with parquet_parts(listing, file, stamp) as write:
        _in_parts(listing, lambda part: write(arrow_batch(part)), told)


@contextmanager
def parquet_parts(
    like: Listing, file: IO[bytes], stamp: Mapping[str, str]
) -> Iterator[Callable[[pa.RecordBatch], None]]:
    """What writes the rows of a listing as Parquet, batch after batch in their order.

    like: a listing with the same columns, of any height, also none. The file is the same byte for byte however its rows
    are divided: each row group but the last has as many of them.
    """
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(like).with_metadata(dict(stamp))
    waiting: list[pa.RecordBatch] = []
    with parquet.ParquetWriter(file, schema) as writer:

        def put(rows: pa.Table) -> None:
            writer.write_table(rows.combine_chunks(), row_group_size=ROWS_AT_A_TIME)

        def write(batch: pa.RecordBatch) -> None:
            waiting.append(batch.cast(schema))
            if sum(map(len, waiting)) < ROWS_AT_A_TIME:
                return
            rows = pa.Table.from_batches(waiting, schema)
            whole = len(rows) - len(rows) % ROWS_AT_A_TIME
            for start in range(0, whole, ROWS_AT_A_TIME):
                put(rows.slice(start, ROWS_AT_A_TIME))
            waiting[:] = rows.slice(whole).to_batches()

        yield write
        if rest := pa.Table.from_batches(waiting, schema):
            put(rest)


def arrow_batch(part: Listing) -> pa.RecordBatch:
    """The rows of a listing, or of a part of one, as Arrow holds them: text as strings, null where a cell is blank."""
    import pyarrow as pa

    schema = _schema(part)
    cells = [_array(column, kind) for column, kind in zip(part.columns.values(), schema.types, strict=True)]
    return pa.record_batch([blank_as_null(each) if pa.types.is_string(each.type) else each for each in cells], schema)


def _in_parts(listing: Listing, write: Callable[[Listing], object], told: Told, rows: int = ROWS_AT_A_TIME) -> None:
    """Write a listing part by part, so that its text is held in memory once."""
    for part in listing.parts(rows):
        write(part)
        told(part.height, listing.height)


def _schema(listing: Listing) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, _kind(column)) for name, column in listing.columns.items()])


def _kind(column: Column) -> pa.DataType:
    import pyarrow as pa

    if not is_number(column):
        return pa.string()
    if isinstance(column, np.ndarray) and column.dtype != object:
        return pa.float64() if column.dtype.kind == "f" else pa.int64()
    whole = all(cell is None or isinstance(cell, int) for cell in plain_cells(column))
    return pa.int64() if whole else pa.float64()
