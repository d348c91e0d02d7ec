"""Our own tables: grids under our headings, rows found elsewhere, and who owns each of these rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from minqual.records import (
    COLUMNS,
    NEVER_DECIDE,
    Codes,
    Origin,
    Rows,
    Table,
    Tables,
    TextColumn,
    chained,
    check_header,
    used_columns,
)
from minqual.sources.applicant_index import near_rows, places_in
from minqual.sources.grids import Grid, Wanted, filled_rows, named
from minqual.sources.ids_by_form import IdsByForm
from minqual.sources.stray_lines import stray_lines
from minqual.values import Fault, SourceError, nearest

APPLICANT: Final = "applicant_id"

UNSTATED: Final = {
    "education": "education, which is not stated",
    "experience": "experience, which is not stated",
    "credentials": "credentials, which are not stated",
}
"""What rows are called that stand for a table on which a source says nothing."""


def table_at(
    name: str,
    origin: Origin,
    columns: Mapping[str, TextColumn],
    rows: Rows,
    broken: Mapping[int, tuple[str, str]],
    blank: int = 0,
    written: Mapping[str, TextColumn] | None = None,
) -> Table:
    """Rows that were all read in one place, with the id of each row's applicant among their columns."""
    here = np.zeros(len(rows), dtype=np.int32)
    return Table(name, (origin,), columns, nobodys(len(rows)), here, rows, broken, written or {}, blank)


def nobodys(height: int) -> Codes:
    """The owners of rows of which no one has said yet whose they are."""
    return np.broadcast_to(np.int32(-1), height)


def assembled(pieces: Sequence[Table], unknown: Mapping[str, tuple[str, ...]]) -> Tables:
    """The tables that pieces make up: the applicants are listed by the pieces of the applicants table.

    unknown: columns that mean nothing here, by file.
    """
    joined = {name: _joined([piece for piece in pieces if piece.name == name]) for name in COLUMNS}
    people = joined["applicants"]
    assert people is not None
    column = people.columns[APPLICANT]
    places = np.arange(len(column.codes), dtype=np.int32)
    first = np.full(len(column.words), -1, dtype=np.int32)
    first[column.codes[::-1]] = places[::-1]
    filled = filled_rows([column], len(places))
    repeated = (np.bincount(column.codes, minlength=1)[column.codes] > 1) & filled
    first[column.codes[~filled]] = -1
    ids = _Ids(column, first)
    tables = {name: ids.owning(piece) for name, piece in joined.items() if piece is not None}
    blank = {name: piece.blank for name, piece in joined.items() if piece is not None}
    people = _without_stray_lines(tables.pop("applicants"), tables)
    return Tables(_cells(column), people, tables, repeated, blank, unknown)


def _without_stray_lines(people: Table, tables: Mapping[str, Table]) -> Table:
    """The applicants table, in which lines that are no applicant are broken: no row of any other table is theirs."""
    bare = np.ones(people.height, dtype=np.bool_)
    for table in tables.values():
        bare[table.owner[table.owner >= 0]] = False
    found = stray_lines(people.columns[APPLICANT], bare, people.origins[0].column(APPLICANT))
    return replace(people, broken={**found, **people.broken}) if found else people


def _cells(column: TextColumn) -> Sequence[str]:
    """The cells of a column, row by row."""
    if len(column.words) == len(column.codes) and bool((np.diff(column.codes) == 1).all()):
        return list(column.words)
    return [column.words[code] for code in column.codes.tolist()]


class _Ids:
    """The ids of applicants. first: by id, the first applicant that has it, −1 for a blank."""

    def __init__(self, column: TextColumn, first: Codes) -> None:
        self._column, self._first = column, first

    def owning(self, piece: Table) -> Table:
        """A piece whose rows know their applicant, or those whose id theirs misses by form alone."""
        column = piece.columns[APPLICANT]
        by_word = np.append(self._first, np.int32(-1))[places_in(column.words, self._column.words)]
        owner = by_word[column.codes]
        if piece.name == "applicants":
            return replace(piece, owner=owner)
        return replace(piece, owner=owner, nearly=near_rows(column, owner, lambda: self._by_form))

    @cached_property
    def _by_form(self) -> IdsByForm:
        return IdsByForm(_cells(self._column))


def _joined(pieces: Sequence[Table]) -> Table | None:
    """Several pieces of one table as one; None of none."""
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    names = dict.fromkeys(name for piece in pieces for name in piece.columns)
    heights = [len(piece.rows) for piece in pieces]
    starts = np.concatenate([[0], np.cumsum(heights)])
    shifts = np.concatenate([[0], np.cumsum([len(piece.origins) for piece in pieces])])
    columns = _below(names, [piece.columns for piece in pieces], heights)
    rewritten = dict.fromkeys(name for piece in pieces for name in piece.written)
    written = _below(rewritten, [{**piece.columns, **piece.written} for piece in pieces], heights)
    return Table(
        pieces[0].name,
        tuple(origin for piece in pieces for origin in piece.origins),
        columns,
        nobodys(int(starts[-1])),
        np.concatenate([piece.origin + shift for piece, shift in zip(pieces, shifts[:-1], strict=True)]).astype(
            np.int32
        ),
        np.concatenate([piece.rows for piece in pieces]),
        {
            row + int(start): found
            for piece, start in zip(pieces, starts, strict=False)
            for row, found in piece.broken.items()
        },
        written,
        sum(piece.blank for piece in pieces),
        unreadable=_unreadable_below(pieces, starts),
    )


def _unreadable_below(pieces: Sequence[Table], starts: Rows) -> dict[str, dict[int, tuple[str, str, str]]]:
    """What is no cell in tables one below the other, by column and row."""
    found: dict[str, dict[int, tuple[str, str, str]]] = {}
    for piece, start in zip(pieces, starts.tolist(), strict=False):
        for name, cells in piece.unreadable.items():
            found.setdefault(name, {}).update({row + start: why for row, why in cells.items()})
    return found


def _below(
    names: Iterable[str], tables: Sequence[Mapping[str, TextColumn]], heights: Sequence[int]
) -> dict[str, TextColumn]:
    """Some columns of several tables one below the other; one that a table lacks is blank there."""
    return {
        name: chained([table.get(name) or TextColumn.blank(rows) for table, rows in zip(tables, heights, strict=True)])
        for name in names
    }


def wanted_in(name: str, heading: str) -> bool:
    """Whether a table has a column of some heading that bears on a decision or names a row."""
    return named(heading) in used_columns(name)


def own_tables(grids: Mapping[str, Sequence[Grid]], needed: Iterable[str], folder: Folder) -> Tables:
    """The tables that grids hold, by table name, the rows of each in the order of its grids. SourceError: every fault.

    needed: tables that a pack draws on; without them the record would seem to say "none".
    """
    if faults := header_faults(grids, {"applicants", *needed}, folder):
        raise SourceError(faults)
    pieces: list[Table] = []
    unknown: dict[str, tuple[str, ...]] = {}
    idle: dict[str, tuple[str, ...]] = {}
    for name, parts in grids.items():
        read = [own_table(name, grid) for grid in parts]
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
    return tuple(each for each in map(named, grid.header) if each in COLUMNS[name] and each in NEVER_DECIDE)


def header_faults(grids: Mapping[str, Sequence[Grid]], needed: Collection[str], folder: Folder) -> list[Fault]:
    """Tables that are needed and not there, and headers that cannot be used."""
    faults: list[Fault] = []
    for name in COLUMNS:
        for grid in grids.get(name, ()):
            try:
                own_table(name, grid)
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


def own_table(name: str, grid: Grid) -> tuple[Table, tuple[str, ...]]:
    """A grid as rows of one table, and its headings that mean nothing here; SourceError if it cannot be used."""
    places, unknown = own_columns(name, grid.said, grid.header, grid.header_row)
    columns = {column: grid.columns[place] for column, place in places.items() if place in grid.columns}
    origin = Origin(grid.where, grid.sheet)
    return table_at(name, origin, columns, grid.rows, grid.broken, grid.blank), unknown


def own_columns(name: str, said: str, header: Sequence[str], row: int) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where the columns of use of a table stand in a header, and the headings that mean nothing in that table.

    SourceError if the header cannot be used. row: where it stands, 0 for no row.
    """
    called = [named(each) for each in header]
    unknown = check_header(name, said, called, row)
    return {each: place for place, each in enumerate(called) if each in used_columns(name)}, unknown


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
