"""DataFrames as tables, and columns of Arrow as cells: their values as a spreadsheet would show them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import COLUMNS, ENTRY, REQUIRED, TOO_LONG, Tables, TextColumn, cell_fault, cell_of, cell_of_facts
from minqual.sources.assembly import Folder, header_faults, own_tables
from minqual.sources.grids import Grid, grid_of
from minqual.values import Fault, SourceError, misused, path_to, unknown

if TYPE_CHECKING:
    import pandas as pd


# pyarrow is untyped: whatever comes from it is Any.

FIRST_ROW: Final = 2
"""The number of a frame's first row, as a spreadsheet would number it below the header."""

_VALUES: Final = "a text, a number, a date, yes/no or a missing value"

EXPECTED: Final = "text, numbers, days, time stamps, or yes and no (true and false)"
"""The types of columns whose values are cells, in words."""


def frame_tables(frames: Mapping[str, pd.DataFrame], needed: Iterable[str] = ()) -> Tables:
    """The tables that DataFrames hold, by table name; missing values are blank. SourceError carries every fault.

    needed: tables that a pack draws on; without them the record would seem to say "none".
    """
    folder = Folder("tables", "", ())
    faults = [*_misnamed(frames), *_no_frames(frames)]
    sound = {name: frame for name, frame in frames.items() if name in COLUMNS and is_frame(frame)}
    grids = {name: [_frame_grid(name, frame, faults)] for name, frame in sound.items()}
    faults += header_faults(grids, (), folder)
    faults += [absent_table(name) for name in COLUMNS if name in {"applicants", *needed} and name not in frames]
    if faults:
        raise SourceError(faults)
    return own_tables(grids, needed, folder)


def _misnamed(frames: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    for name in frames:
        if name not in COLUMNS:
            yield replace(
                unknown("tables", "table", str(name), COLUMNS), path=path_to((str(name),)), code="unknown-key"
            )


def _no_frames(frames: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    for name, frame in frames.items():
        if not is_frame(frame):
            yield from misused(f"tables {str(name)!r}", frame, "a pandas DataFrame").faults


def is_frame(value: object) -> bool:
    """Whether a value is a DataFrame; who has one has imported pandas."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def absent_table(name: str) -> Fault:
    """The fault of a table that is needed and is not there."""
    columns = ", ".join(map(repr, REQUIRED[name]))
    expected = f"a DataFrame (with the columns {columns} alone where there is none)"
    return Fault("tables", f"no table {name!r}", expected, table=name, path=path_to((name,)), code="missing")


def _frame_grid(name: str, frame: pd.DataFrame, faults: list[Fault]) -> Grid:
    headings = tuple(_heading(name, place, given, faults) for place, given in enumerate(frame.columns))
    columns = {place: _column(name, heading, frame.iloc[:, place], faults) for place, heading in enumerate(headings)}
    rows = np.arange(FIRST_ROW, len(frame) + FIRST_ROW, dtype=np.int64)
    return grid_of(name, "", headings, columns, rows, {})


def _heading(table: str, place: int, given: object, faults: list[Fault]) -> str:
    """The heading of a column: a text, or what stands for one, such as a number."""
    heading = cell_of(given)
    if heading is None or cell_fault(heading):
        expected = "the name of a column, a text"
        where = f"table {table!r} column {place + 1}"
        faults.append(Fault(where, "a heading that is no text", expected, path=path_to((table,)), code="wrong-type"))
    return heading or ""


def _column(table: str, heading: str, values: Iterable[object], faults: list[Fault]) -> TextColumn:
    """A column of a frame as text; values that are no cells are faults, where the column is one of the table's."""
    known = heading in COLUMNS[table] or heading == ENTRY
    cells: list[str] = []
    for row, value in enumerate(values):
        cell = value if type(value) is str else _cell(value, heading)
        if cell is None and known:
            faults.append(_wrong(table, heading, row, f"a value of type {type(value).__name__}", _VALUES, "wrong-type"))
        cells.append(cell or "")
    column = TextColumn.of(cells)
    for code, word in enumerate(column.words) if known else ():
        if fault := cell_fault(word):
            code_of = "limit" if fault == TOO_LONG else "not-text"
            rows = np.flatnonzero(column.codes == code).tolist()
            faults += [_wrong(table, heading, row, *fault, code_of) for row in rows]
    return column


def _wrong(table: str, heading: str, row: int, found: str, expected: str, code: str) -> Fault:
    where = f"table {table!r} row {row + FIRST_ROW} column {heading!r}"
    return Fault(where, found, expected, path=path_to((table, row, heading)), code=code)


def _cell(value: object, heading: str) -> str | None:
    """A value of a frame as the cell that it would be in a spreadsheet; a list of kinds is joined by semicolons."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if heading == "facts":
        value = cell_of_facts(value)
    if isinstance(value, list | tuple | np.ndarray):
        several = heading in {"kinds", "facts"} and all(isinstance(each, str) for each in value)
        return ";".join(value) if several else None
    return str(value) if type(value).__name__ == "Period" else cell_of(value)


def unread_type(kind: Any) -> str:  # noqa: ANN401
    """What a column of an Arrow type holds, in words, if its values are no cells; empty if they are."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind):
        return unread_type(kind.value_type)
    if types.is_nested(kind):
        return "nested values"
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind):
        return "bytes, not marked as text"
    known = (
        types.is_string, types.is_large_string, types.is_string_view, types.is_null, types.is_boolean, types.is_integer,
        types.is_floating, types.is_decimal, types.is_date, types.is_timestamp,
    )  # fmt: skip
    return "" if any(is_kind(kind) for is_kind in known) else f"values of type {kind.id and str(kind)[:40]}"


def text_cells(array: Any) -> Any:  # noqa: ANN401
    """The cells of an Arrow array as a dictionary of strings, each distinct value turned into text once.

    Null is a blank cell, as an index or as the empty word. ValueError (Arrow's): the array is damaged.
    """
    import pyarrow as pa

    if pa.types.is_null(array.type):
        return pa.DictionaryArray.from_arrays(pa.nulls(len(array), pa.int32()), pa.array([""]))
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    encoded.validate(full=True)
    words = _words(encoded.dictionary)
    words = words.fill_null("") if words.null_count else words
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), words)


def _words(values: Any) -> Any:  # noqa: ANN401
    """Values without repetition as strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, types = values.type, pa.types
    if types.is_boolean(kind):
        return pc.if_else(values, "yes", "no")
    if types.is_floating(kind):
        return pa.array(map(cell_of, values.to_numpy(zero_copy_only=False)), pa.string())
    if types.is_decimal(kind):
        return pa.array(map(cell_of, values.to_pylist()), pa.string())
    if types.is_timestamp(kind) and kind.tz is not None:
        values = pc.local_timestamp(values)
    if types.is_timestamp(kind) or types.is_date(kind):
        values = values.cast(pa.date32())
    return values.cast(pa.string())
