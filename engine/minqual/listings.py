"""Listings: named tables of results, and how one is written as CSV, JSONL or Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from minqual.writing import safe_cell

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

ROWS_AT_A_TIME: Final = 50_000

Column: TypeAlias = "Sequence[Any] | NDArray[Any]"
"""Text, or numbers with None or NaN where there is none."""

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

    def parts(self, rows: int = ROWS_AT_A_TIME) -> Iterator[Mapping[str, Column]]:
        """The listing in parts of at most so many rows; one empty part where it has none."""
        for start in range(0, max(self.height, 1), rows):
            yield {name: column[start : start + rows] for name, column in self.columns.items()}


def is_number(column: Column) -> bool:
    """Whether a column holds numbers."""
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
    import pyarrow as pa
    from pyarrow import csv

    schema = _schema(listing)
    with csv.CSVWriter(file, schema) as writer:
        for part in listing.parts():
            cells = [
                pa.array(map(safe_cell, column) if name in listing.free_text else column, kind, from_pandas=True)
                for (name, column), kind in zip(part.items(), schema.types, strict=True)
            ]
            writer.write_batch(pa.record_batch(cells, schema=schema))
            told(len(cells[0]), listing.height)


def write_jsonl(listing: Listing, file: IO[bytes], told: Told = unheard) -> None:
    """A listing as JSON lines: an object for each row, null where a cell is blank."""
    names = list(listing.columns)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for part in listing.parts():
        rows = zip(*map(plain_cells, part.values()), strict=True)
        lines = [
            encode({name: None if cell == "" else cell for name, cell in zip(names, row, strict=True)}) + "\n"
            for row in rows
        ]
        file.write("".join(lines).encode())
        told(len(lines), listing.height)


def write_parquet(listing: Listing, file: IO[bytes], stamp: Mapping[str, str], told: Told = unheard) -> None:
    """A listing as Parquet: text as strings, null where a cell is blank. stamp: what the file says of itself."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(listing).with_metadata(dict(stamp))
    with parquet.ParquetWriter(file, schema) as writer:
        for part in listing.parts():
            cells = [
                pa.array(
                    column if pa.types.is_floating(kind) or pa.types.is_integer(kind) else _stated(column),
                    kind,
                    from_pandas=True,
                )
                for column, kind in zip(part.values(), schema.types, strict=True)
            ]
            writer.write_batch(pa.record_batch(cells, schema=schema))
            told(len(cells[0]), listing.height)


def _stated(column: Column) -> list[str | None]:
    return [cell or None for cell in column]


def _schema(listing: Listing) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, _kind(column)) for name, column in listing.columns.items()])


def _kind(column: Column) -> pa.DataType:
    import pyarrow as pa

    if not is_number(column):
        return pa.string()
    whole = all(cell is None or isinstance(cell, int) for cell in plain_cells(column))
    return pa.int64() if whole else pa.float64()
