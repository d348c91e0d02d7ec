"""The rows of an export that a column map keeps, told by a column such as a status; the others are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from minqual.sources.column_maps.headings import Fitting, Header, no_column, sheet
from minqual.sources.column_maps.model import ColumnMap, KeptRows, WrittenMap
from minqual.sources.grids import Grid, named, with_rows
from minqual.values import Flags, fold


@dataclass(slots=True)
class Kept:
    """Sheets by name without the rows that a map leaves out, and how many these are, by what the sheet is called.

    used: the places of the columns that told it, by sheet. faults: columns that are not there.
    """

    grids: Mapping[str, Grid]
    left_out: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, set[int]] = field(default_factory=dict)
    fitting: Fitting = field(default_factory=Fitting)


def kept_rows(grids: Mapping[str, Grid], written: WrittenMap) -> Kept:
    """What a map keeps of sheets: rows that pass all that it says of them, of applicants of whom any row is kept."""
    columns, found = written.columns, Kept(grids)
    if not columns.rows:
        return found
    headers = {name: Header.of(grid) for name, grid in grids.items()}
    keep = {name: np.ones(grid.height, dtype=np.bool_) for name, grid in grids.items()}
    used: dict[str, set[int]] = {}
    for number, each in enumerate(columns.rows):
        header = sheet(written, headers, each.sheet or columns.applicants.sheet, ("rows", number), found.fitting)
        if header is None:
            continue
        place = header.place(each.column)
        if place is None:
            found.fitting.faults.append(no_column(written, header, each.column, ("rows", number)))
            continue
        used.setdefault(header.grid.said, set()).add(place)
        name = next(name for name, other in headers.items() if other is header)
        keep[name] &= _passing(header.grid, place, each)
    _leave_out_whole(columns, headers, keep)
    cut = {name: with_rows(grid, keep[name]) for name, grid in grids.items()}
    left_out = {grids[name].said: int((~rows).sum()) for name, rows in keep.items() if not rows.all()}
    return replace(found, grids=cut, left_out=left_out, used=used)


def _passing(grid: Grid, place: int, rows: KeptRows) -> Flags:
    """The rows whose cell a map keeps; those that cannot be taken apart are kept, to be rejected."""
    words = set(map(fold, rows.is_ or rows.is_not))
    passing = grid.columns[place].flags(lambda word: (fold(word) in words) == bool(rows.is_))
    passing[list(grid.broken)] = True
    return passing


def _leave_out_whole(columns: ColumnMap, headers: Mapping[str, Header], keep: Mapping[str, Flags]) -> None:
    """Leave out in all other sheets what belongs to applicants of whom no row of their own is kept."""
    people = next((name for name in headers if named(name) == named(columns.applicants.sheet)), None)
    if people is None or keep[people].all() or len(headers) < 2:
        return
    place = headers[people].place(columns.applicants.column)
    if place is None:
        return
    ids = headers[people].grid.columns[place]
    gone = {ids.words[code] for code in np.unique(ids.codes[~keep[people]]).tolist()}
    gone -= {ids.words[code] for code in np.unique(ids.codes[keep[people]]).tolist()} | {""}
    for name, header in headers.items():
        if name != people and (owner := next(_owners(columns, name, header), None)) is not None:
            keep[name][header.grid.columns[owner].flags(gone.__contains__)] = False


def _owners(columns: ColumnMap, name: str, header: Header) -> Iterator[int]:
    """Where the ids stand in a sheet, as the groups say that draw on it."""
    for _, _, group in columns.groups():
        if named(columns.sheet_of(group)) == named(name):
            place = header.place(group.applicant_id or columns.applicants.column)
            if place is not None:
                yield place
