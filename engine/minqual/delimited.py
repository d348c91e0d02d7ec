"""Delimited text as grids: quickly where the file is regular, row by row where it is not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from minqual.arrow_columns import text_column
from minqual.contents import Text
from minqual.faults import Fault, SourceError, nearest
from minqual.grids import MOST_SIGNS, Grid, Wanted, check_width, filled_rows, grid_of
from minqual.tables import TextColumn

DELIMITERS: Final[Mapping[str, str]] = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}
"""What may stand between cells, by the name that an option gives it."""

_SAMPLE: Final = 1 << 16
_SAMPLE_ROWS: Final = 25
_TOLD: Final = re.compile(rb"sep=(.)\r?\n")
"""The line by which Excel is told what stands between cells."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the cells of a text stand apart, and the row that its header is in, as the spreadsheet numbers it."""

    delimiter: str
    header_row: int


def delimiter_of(name: str) -> str:
    """The sign that an option names, or is; SourceError if it is none that can be used."""
    if name in DELIMITERS:
        return DELIMITERS[name]
    if name in DELIMITERS.values():
        return name
    expected = "one of " + ", ".join(DELIMITERS) + ", or that sign itself"
    raise SourceError([Fault("--delimiter", "no delimiter that is known", expected, nearest(name, DELIMITERS))])


def layout_of(text: Text, delimiter: str | None = None, skipped: int = 0) -> Layout:
    """The layout of a text: the delimiter as given, else the one by which its first rows are most alike.

    skipped: rows above the header.
    """
    told = _TOLD.match(text.content)
    header_row = skipped + (2 if told else 1)
    if delimiter is not None:
        return Layout(delimiter, header_row)
    if told and told[1].decode("ascii", "replace") in DELIMITERS.values():
        return Layout(told[1].decode("ascii"), header_row)
    sample = _lines(text.content, header_row - 1)[:_SAMPLE]
    if text.name.casefold().endswith((".tsv", ".tab")):
        return Layout("\t", header_row)
    return Layout(max(DELIMITERS.values(), key=lambda sign: _likeness(sample, sign)), header_row)


def read_delimited(text: Text, layout: Layout, wanted: Wanted) -> Grid:
    """The columns wanted of a text. SourceError says which row cannot be taken apart into cells."""
    content = _lines(text.content, layout.header_row - 1)
    if not content.strip():
        raise SourceError([Fault(text.name, "an empty file", "a header row, and rows below it")])
    if b"\0" in content:
        raise SourceError([Fault(text.name, "zero bytes in the text", "a file saved as CSV UTF-8")])
    return _read_regular(text.name, content, layout, wanted) or _read_rows(text.name, content, layout, wanted)


def header_of(text: Text, layout: Layout) -> tuple[str, ...]:
    """The headings of a text alone; none where they cannot be read."""
    first = _lines(text.content, layout.header_row - 1)[:_SAMPLE].decode("utf-8", "replace")
    try:
        header = next(csv.reader(io.StringIO(first, newline=""), delimiter=layout.delimiter))
    except (csv.Error, StopIteration):
        return ()
    return tuple(cell.strip() for cell in header)


def _lines(content: bytes, skipped: int) -> bytes:
    """A text without its first lines."""
    start = 0
    for _ in range(skipped):
        end = content.find(b"\n", start)
        if end < 0:
            return b""
        start = end + 1
    return content[start:] if start else content


def _likeness(sample: bytes, delimiter: str) -> tuple[float, int]:
    """How well a delimiter takes the first rows apart: the share of rows as wide as the header, and its width."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample.decode("utf-8", "replace"), newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return (0.0, 0)
    if len(rows) > 2 and len(rows) < _SAMPLE_ROWS:
        rows = rows[:-1]
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0.0, 0)
    below = [row for row in rows[1:] if row]
    return (sum(len(row) == width for row in below) / len(below) if below else 1.0, width)


def _read_regular(where: str, content: bytes, layout: Layout, wanted: Wanted) -> Grid | None:
    """A file in which every row has the header's cells; None where a closer look is needed."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    try:
        first = content.partition(b"\n")[0].decode("utf-8")
        names = next(csv.reader([first], delimiter=layout.delimiter, strict=True))
        header = tuple(each.strip() for each in names)
        check_width(where, header, layout.header_row)
        places = [place for place, each in enumerate(header) if wanted(each)]
        used = [names[place] for place in places]
        if (
            not all(header)
            or len(set(names)) != len(names)
            or not used
            or not is_well_quoted(content, layout.delimiter)
        ):
            return None
        text = pa.dictionary(pa.int32(), pa.string())
        table = arrow.read_csv(
            io.BytesIO(content),
            parse_options=arrow.ParseOptions(
                delimiter=layout.delimiter, newlines_in_values=b'"' in content, ignore_empty_lines=False
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(used, text), include_columns=used, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError, csv.Error, StopIteration):
        return None
    columns = {place: text_column(table.column(each)) for place, each in zip(places, used, strict=True)}
    # A row may be blank in all columns that are used and yet not be a blank row.
    if not filled_rows(columns.values(), table.num_rows).all() or _has_long_cell(columns):
        return None
    rows = np.arange(table.num_rows, dtype=np.int64) + layout.header_row + 1
    return Grid(where, "", header, columns, rows, header_row=layout.header_row)


def _has_long_cell(columns: Mapping[int, TextColumn]) -> bool:
    return any(len(word) > MOST_SIGNS for column in columns.values() for word in column.words)


def is_well_quoted(content: bytes, delimiter: str) -> bool:
    """Whether every quote opens or closes a whole cell, or is one of a pair inside a quoted cell."""
    signs = np.frombuffer(b"\n" + content + b"\n", dtype=np.uint8)
    quotes = np.flatnonzero(signs == ord('"'))
    if len(quotes) % 2:
        return False
    before, after = signs[quotes[::2] - 1], signs[quotes[1::2] + 1]
    opens = (before == ord(delimiter)) | (before == ord("\n")) | (before == ord('"'))
    closes = (after == ord(delimiter)) | (after == ord("\n")) | (after == ord("\r")) | (after == ord('"'))
    return bool(opens.all() and closes.all())


def _read_rows(where: str, content: bytes, layout: Layout, wanted: Wanted) -> Grid:
    """A file row by row; SourceError says which row cannot be taken apart into cells."""
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    records: list[list[str]] = []
    header: tuple[str, ...] = ()
    try:
        header = tuple(cell.strip() for cell in next(reader))
        check_width(where, header, layout.header_row)
        records += reader
    except csv.Error as error:
        row = f"{where} row {len(records) + layout.header_row + bool(header)}"
        if "field limit" in str(error):
            raise SourceError(
                [Fault(row, "a cell too long to be one", f"at most {MOST_SIGNS} signs in a cell")]
            ) from None
        raise SourceError([Fault(row, f"broken CSV ({error})", "every quote closed inside its cell")]) from None
    return _levelled(where, header, records, layout, wanted)


def _levelled(
    where: str, header: tuple[str, ...], records: Sequence[list[str]], layout: Layout, wanted: Wanted
) -> Grid:
    """Rows of any width under a header: those of another width are broken."""
    width = len(header)
    expected = "as many cells as the header has (a delimiter inside a cell needs quotes)"
    broken = {
        place: (f"{len(record)} cells under {width} column names", expected)
        for place, record in enumerate(records)
        if record and len(record) != width and any(cell.strip() for cell in record)
    }
    level = [[*record, *[""] * (width - len(record))][:width] for record in records]
    # A nameless column without a filled cell is what a spreadsheet leaves at the edge.
    edge = [place for place, each in enumerate(header) if not each and not any(row[place].strip() for row in level)]
    kept = [place for place in range(width) if place not in edge]
    columns = {at: TextColumn.of(row[place] for row in level) for at, place in enumerate(kept)}
    rows = np.arange(len(records), dtype=np.int64) + layout.header_row + 1
    names = tuple(header[place] for place in kept)
    grid = grid_of(where, "", names, columns, rows, broken, layout.header_row)
    needed = {place: column for place, column in grid.columns.items() if wanted(names[place])}
    return Grid(where, "", names, needed, grid.rows, grid.broken, grid.blank, layout.header_row)
