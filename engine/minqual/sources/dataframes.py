"""DataFrames as tables, and columns of Arrow as cells: their values as a spreadsheet would show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import COLUMNS, REQUIRED, Tables, TextColumn, cell_of
from minqual.sources.assembly import Folder, header_faults, own_tables
from minqual.sources.grids import Grid, grid_of
from minqual.values import Fault, SourceError, misused, nearest

if TYPE_CHECKING:
    import pandas as pd


# pyarrow is untyped: whatever comes from it is Any.

EXPECTED: Final = "text, numbers, days, time stamps, or yes and no (true and false)"
"""The types of columns whose values are cells, in words."""


def frame_tables(frames: Mapping[str, pd.DataFrame], needed: Iterable[str] = ()) -> Tables:
    """The tables that DataFrames hold, by table name; missing values are blank. SourceError carries every fault.

    needed: tables that a pack draws on; without them the record would seem to say "none".
    """
    folder = Folder("tables", "", ())
    faults = [*_misnamed(frames), *_no_frames(frames)]
    sound = {name: frame for name, frame in frames.items() if name in COLUMNS and _is_frame(frame)}
    grids = {name: [_frame_grid(name, frame)] for name, frame in sound.items()}
    faults += header_faults(grids, (), folder)
    faults += [_without(name) for name in COLUMNS if name in {"applicants", *needed} and name not in frames]
    if faults:
        raise SourceError(faults)
    return own_tables(grids, needed, folder)


def _misnamed(frames: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    for name in frames:
        if name not in COLUMNS:
            hint = nearest(str(name), COLUMNS)
            yield Fault("tables", f"unknown table {str(name)!r}", "one of " + ", ".join(COLUMNS), hint)


def _no_frames(frames: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    for name, frame in frames.items():
        if not _is_frame(frame):
            yield from misused(f"tables {str(name)!r}", frame, "a pandas DataFrame").faults


def _is_frame(value: object) -> bool:
    import pandas as pd

    return isinstance(value, pd.DataFrame)


def _without(name: str) -> Fault:
    """The fault of a table that is needed and is not there."""
    columns = ", ".join(map(repr, REQUIRED[name]))
    expected = f"a DataFrame (with the columns {columns} alone where there is none)"
    return Fault("tables", f"no table {name!r}", expected, table=name)


def _frame_grid(name: str, frame: pd.DataFrame) -> Grid:
    columns = {place: TextColumn.of(map(shown, frame.iloc[:, place])) for place in range(frame.shape[1])}
    rows = np.arange(2, len(frame) + 2, dtype=np.int64)
    return grid_of(name, "", tuple(map(str, frame.columns)), columns, rows, {})


def shown(value: object) -> str:
    """A value of a frame as the cell that it would be in a spreadsheet; lists are joined by semicolons."""
    if isinstance(value, list | tuple | np.ndarray):
        return ";".join(map(str, value))
    cell = cell_of(value)
    if cell is not None:
        return cell
    if value != value:  # noqa: PLR0124  # missing values differ from themselves
        return ""
    return str(value.isoformat())[:10] if hasattr(value, "isoformat") else str(value)


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
