"""Delimited text as grids: quickly where the file is regular, row by row where it is not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from minqual.records import MOST_SIGNS, GrowingColumn, TextColumn, longest
from minqual.sources.files import Text
from minqual.sources.grids import Grid, Wanted, check_width, filled_rows, grid_of, too_long
from minqual.values import Fault, SourceError, nearest

DELIMITERS: Final[Mapping[str, str]] = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}
"""What may stand between cells, by the name that an option gives it."""

_SAMPLE: Final = 1 << 16
_SAMPLE_ROWS: Final = 25

_BLOCK: Final = 8 << 20
"""Bytes that are taken apart into cells at once, before only their words are kept."""

_PIECE: Final = 1 << 20
"""Bytes in which quotes are looked for at once."""

_TOLD: Final = re.compile(rb"sep=(.)\r?\n")
"""The line by which Excel is told what stands between cells."""


class Irregular(Exception):  # no error: the text is read otherwise
    """A text that must be looked at row by row. Of a part of a file it is its whole file: quotes may reach beyond."""


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
    raise SourceError([Fault("delimiter", "no delimiter that is known", expected, nearest(name, DELIMITERS))])


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
    if not content or content.isspace():
        raise SourceError([Fault(text.name, "an empty file", "a header row, and rows below it")])
    if b"\0" in content:
        raise SourceError([Fault(text.name, "zero bytes in the text", "a file saved as CSV UTF-8")])
    return read_regular(text.name, content, layout, wanted) or read_rows(text.name, content, layout, wanted)


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


def read_regular(where: str, content: bytes, layout: Layout, wanted: Wanted) -> Grid | None:
    """A file in which every row has the header's cells; None where a closer look is needed."""
    try:
        end = content.find(b"\n")
        first = (content[:end] if end >= 0 else content).decode("utf-8")
        names = next(csv.reader([first], delimiter=layout.delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return None
    header = tuple(each.strip() for each in names)
    check_width(where, header, layout.header_row)
    places = [place for place, each in enumerate(header) if wanted(each)]
    if not all(header) or len(set(names)) != len(names) or not places:
        return None
    read = _columns(content, layout.delimiter, [names[place] for place in places])
    if read is None:
        return None
    columns, height = dict(zip(places, read, strict=True)), len(read[0].codes)
    # A row may be blank in all columns that are used and yet not be a blank row.
    if not filled_rows(read, height).all() or any(longest(column.words) > MOST_SIGNS for column in read):
        return None
    rows = np.arange(layout.header_row + 1, layout.header_row + 1 + height, dtype=np.int64)
    return Grid(where, "", header, columns, rows, header_row=layout.header_row)


def _columns(content: bytes, delimiter: str, names: Sequence[str]) -> list[TextColumn] | None:
    """Some columns of a regular text, read block by block; None if it is not regular after all."""
    columns = [GrowingColumn() for _ in names]
    try:
        for block in regular_blocks(content, delimiter, names):
            for column, cells in zip(columns, block.columns, strict=True):
                column.add(cells)
    except Irregular:
        return None
    return [column.grown() for column in columns]


def regular_blocks(content: bytes, delimiter: str, names: Sequence[str], header: Sequence[str] = ()) -> Iterator[Any]:
    """Some columns of a regular text, so many rows at a time as Arrow batches of strings; Irregular if it is not one.

    header: the headings, where they do not stand in the text's first line.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    if not is_well_quoted(content, delimiter):
        raise Irregular
    try:
        yield from arrow.open_csv(
            pa.BufferReader(content),
            read_options=arrow.ReadOptions(block_size=_BLOCK, column_names=list(header) or None),
            parse_options=arrow.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in content, ignore_empty_lines=False
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), include_columns=names, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise Irregular from error


def is_well_quoted(content: bytes, delimiter: str) -> bool:
    """Whether every quote opens or closes a whole cell, or is one of a pair inside a quoted cell."""
    begins = frozenset(b'\n"' + delimiter.encode())
    ends = frozenset(b'\n\r"' + delimiter.encode())
    opens = np.isin(np.arange(256), list(begins))
    closes = np.isin(np.arange(256), list(ends))
    signs, opened = np.frombuffer(content, dtype=np.uint8), False
    start = content.find(b'"')
    while 0 <= start < len(signs):
        quotes = np.flatnonzero(signs[start : start + _PIECE] == ord('"')) + start
        opening, closing = quotes[opened::2], quotes[not opened :: 2]
        if opening.size and opening[0] == 0:
            opening = opening[1:]
        if closing.size and closing[-1] == len(signs) - 1:
            closing = closing[:-1]
        if not (opens[signs[opening - 1]].all() and closes[signs[closing + 1]].all()):
            return False
        opened ^= bool(len(quotes) % 2)
        start += _PIECE
    return not opened


def read_rows(where: str, content: bytes, layout: Layout, wanted: Wanted) -> Grid:
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
            raise too_long(row) from None
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
    return replace(grid, columns=needed)
