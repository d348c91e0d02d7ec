"""Grids that are our own tables: headings that name the contract's columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from minqual.records import COLUMNS, Origin, Tables, TextColumn, check_header, used_columns
from minqual.sources.assembly import Piece, assembled, piece_at
from minqual.sources.grids import Grid, Wanted, named
from minqual.values import Fault, SourceError, nearest


def wanted_in(name: str, heading: str) -> bool:
    """Whether a table has a column of some heading that bears on a decision or names a row."""
    return named(heading) in used_columns(name)


def plain_tables(grids: Mapping[str, Sequence[Grid]], needed: Iterable[str], folder: Folder) -> Tables:
    """The tables that grids hold, by table name, the rows of each in the order of its grids. SourceError: every fault.

    needed: tables that a pack draws on; without them the record would seem to say "none".
    """
    if faults := header_faults(grids, {"applicants", *needed}, folder):
        raise SourceError(faults)
    pieces: list[Piece] = []
    unknown: dict[str, tuple[str, ...]] = {}
    idle: dict[str, tuple[str, ...]] = {}
    for name, parts in grids.items():
        read = [plain_piece(name, grid) for grid in parts]
        pieces += [piece for piece, _ in read]
        places = [grid.said for grid in parts]
        unknown |= by_place(places, [strange for _, strange in read])
        idle |= by_place(places, [_idle(name, grid) for grid in parts])
    return replace(assembled(pieces, unknown), idle_columns=idle)


def by_place(places: Sequence[str], columns: Sequence[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Columns of one table by the place that has them; places with the same ones are named together."""
    same: dict[tuple[str, ...], list[str]] = {}
    for place, here in zip(places, columns, strict=True):
        same.setdefault(here, []).append(place)
    return {together(where): here for here, where in same.items() if here}


def together(places: Sequence[str]) -> str:
    """Several places, named by the first of them."""
    return places[0] + (f" and {len(places) - 1} more" if len(places) > 1 else "")


def _idle(name: str, grid: Grid) -> tuple[str, ...]:
    """The headings of a grid that name columns of the table which never decide."""
    return tuple(each for each in map(named, grid.header) if each in COLUMNS[name] and not wanted_in(name, each))


def header_faults(grids: Mapping[str, Sequence[Grid]], needed: Collection[str], folder: Folder) -> list[Fault]:
    """Tables that are needed and not there, and headers that cannot be used."""
    faults: list[Fault] = []
    for name in COLUMNS:
        for grid in grids.get(name, ()):
            try:
                plain_piece(name, grid)
            except SourceError as error:
                faults += error.faults
        if name in needed and name not in grids:
            faults.append(folder.without(name))
    return faults


@dataclass(frozen=True, slots=True)
class Folder:
    """What holds several tables: a folder, an archive or a workbook.

    suffix: what follows a table's name there. members: the names of all that it holds.
    """

    name: str
    suffix: str
    members: Sequence[str]

    def without(self, table: str) -> Fault:
        """The fault of a table that is needed and is not there."""
        called = f"{table}{self.suffix}"
        others = [each for each in self.members if each.partition(".")[0] not in COLUMNS]
        expected = f"{called} (with its header alone where there are no rows)"
        return Fault(self.name, f"no {called}", expected, nearest(called, others), table)


def plain_piece(name: str, grid: Grid) -> tuple[Piece, tuple[str, ...]]:
    """A grid as rows of one table, and its headings that mean nothing here; SourceError if it cannot be used."""
    header = [named(each) for each in grid.header]
    unknown = check_header(name, grid.said, header, grid.header_row)
    columns = {header[place]: column for place, column in grid.columns.items() if header[place] in used_columns(name)}
    origin = Origin(grid.where, grid.sheet)
    return piece_at(name, origin, columns, grid.rows, grid.broken, grid.blank), unknown


def with_stated(grid: Grid, stated: Mapping[str, str], wanted: Wanted) -> Grid:
    """A grid with the columns that the folders around its file state for all its rows."""
    columns = dict(grid.columns)
    for place, (heading, cell) in enumerate(stated.items(), start=len(grid.header)):
        if wanted(heading):
            columns[place] = TextColumn.of([cell] * grid.height)
    return replace(grid, header=(*grid.header, *stated), columns=columns) if stated else grid


def sheets_by_table(sheets: Sequence[str], workbook: str) -> dict[str, str]:
    """The sheet of each table in a workbook; SourceError if one is nearly named as a table, or two are one table."""
    found = {named(sheet): sheet for sheet in reversed(sheets) if named(sheet) in COLUMNS}
    absent = [table for table in COLUMNS if table not in found]
    faults = []
    for sheet in sheets:
        place = f"{workbook} sheet {sheet!r}"
        if named(sheet) not in COLUMNS:
            if meant := nearest(named(sheet), absent):
                faults.append(Fault(place, "a sheet named nearly as a table", "the name of a table", meant))
        elif found[named(sheet)] != sheet:
            faults.append(Fault(place, f"the table {named(sheet)} a second time", "each table in one sheet"))
    if faults:
        raise SourceError(faults)
    return {table: found[table] for table in COLUMNS if table in found}
