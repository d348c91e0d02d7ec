"""DataFrames as tables: their values as the cells that they would be in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from minqual.records import COLUMNS, REQUIRED, Tables, TextColumn
from minqual.sources.grids import Grid, grid_of
from minqual.sources.own_tables import Folder, header_faults, plain_tables
from minqual.sources.typed_cells import cell_of
from minqual.values import Fault, SourceError, misused, nearest

if TYPE_CHECKING:
    import pandas as pd


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
    return plain_tables(grids, needed, folder)


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
    columns = {place: TextColumn.of(map(cell_of, frame.iloc[:, place])) for place in range(frame.shape[1])}
    rows = np.arange(2, len(frame) + 2, dtype=np.int64)
    return grid_of(name, "", tuple(map(str, frame.columns)), columns, rows, {})
