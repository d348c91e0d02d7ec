"""DataFrames as tables: their values as the cells that they would be in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from minqual.faults import Fault, SourceError, nearest
from minqual.grids import Grid, grid_of
from minqual.plain_tables import Folder, plain_tables
from minqual.tables import COLUMNS, Tables, TextColumn

if TYPE_CHECKING:
    import pandas as pd


def frame_tables(frames: Mapping[str, pd.DataFrame]) -> Tables:
    """The tables that DataFrames hold, by table name; missing values are blank. SourceError carries every fault."""
    faults = [
        Fault("tables", f"unknown table {name!r}", "one of " + ", ".join(COLUMNS), nearest(name, COLUMNS))
        for name in frames
        if name not in COLUMNS
    ]
    if "applicants" not in frames:
        faults.append(Fault("tables", "no table 'applicants'", "a DataFrame of applicants"))
    if faults:
        raise SourceError(faults)
    grids = {name: _frame_grid(name, frame) for name, frame in frames.items()}
    return plain_tables(grids, (), Folder("tables", "", list(frames)))


def _frame_grid(name: str, frame: pd.DataFrame) -> Grid:
    columns = {place: TextColumn.of(map(_cell, frame.iloc[:, place])) for place in range(frame.shape[1])}
    rows = np.arange(2, len(frame) + 2, dtype=np.int64)
    return grid_of(name, "", tuple(map(str, frame.columns)), columns, rows, {})


def _cell(value: object) -> str:
    """A DataFrame's value as the cell that it would be in a spreadsheet."""
    if value is None or value != value:  # noqa: PLR0124  # missing values differ from themselves
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if str(value) == "<NA>" else str(value)
