"""What was understood of a source, column by column, with counts and shapes and no personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from minqual.packs import Pack, asked_tables
from minqual.preparing.cell_forms import NUMBERS, form_reader, shape
from minqual.preparing.column_words import WordSeen, reading_of, words_seen
from minqual.preparing.plausibility import Counted, odd_looks
from minqual.records import COLUMNS, ENTRY, NEVER_DECIDE, Applicants, Reject, RowCount, Rows, Table, Tables
from minqual.values import Flags, silent, unanswered

MOST_SHAPES: Final = 3
"""Shapes shown of a column, the most frequent first."""

NONE_ANSWERS: Final = frozenset({"level", "name"})
"""Columns in which it is an answer that there is none."""

MOST_PLACES: Final = 20
"""Places of a table that are told one by one; more, such as a folder of documents, are told together."""


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column of a source and what was understood of its cells.

    heading: its name in the source. column: the contract's column that it fills. asked: whether the pack asks for it
    (without a pack: True). filled, blank, not_known, unreadable: cells; they make up the rows that were not blank.
    forms: how many of the filled cells are written in which way. least, most: of the plain numbers.
    """

    heading: str
    column: str
    asked: bool
    filled: int
    blank: int
    not_known: int
    unreadable: int
    forms: Mapping[str, int]
    least: float | None
    most: float | None
    words: tuple[WordSeen, ...]
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartSeen:
    """The columns of one table that stand in one place (a file, a sheet), or in all of very many.

    rows: how many were read there.
    """

    where: str
    sheet: str
    rows: int
    columns: tuple[ColumnSeen, ...]


@dataclass(frozen=True, slots=True)
class TableSeen:
    """One table. absent: columns that the pack asks for and no part has: blank in every row."""

    name: str
    counts: RowCount
    parts: tuple[PartSeen, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was understood of a source, before anyone is judged.

    form: what it was taken for. files: how each file was read. applicants: how many would be judged.
    missing: tables that the source does not have. not_used: columns that mean nothing here, by file;
    for_the_reader: those that are known and never decide. odd: what looks wrong, though it can be read. lines: those
    of a file that makes rows of several tables.
    """

    form: str
    files: tuple[str, ...]
    notes: tuple[str, ...]
    as_of: str
    pack: str
    applicants: int
    tables: tuple[TableSeen, ...]
    missing: tuple[str, ...]
    not_used: Mapping[str, tuple[str, ...]]
    for_the_reader: Mapping[str, tuple[str, ...]]
    rejected: tuple[Reject, ...]
    odd: tuple[str, ...] = ()
    lines: tuple[RowCount, ...] = ()

    @property
    def rows_rejected(self) -> int:
        """Rows that would not be used."""
        return sum(each.rejected for each in (*self.lines, *(table.counts for table in self.tables)))

    @property
    def cells_open(self) -> int:
        """Cells that would not be used, in rows that are."""
        return sum(table.counts.cells for table in self.tables)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a source was read: what it was taken for, how each file was read, and what a person should know."""

    form: str
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def inspected(tables: Tables, applicants: Applicants, pack: Pack | None, reader: Reader) -> Inspection:
    """What was understood of a source. applicants: its tables as screening takes them in."""
    counts = {count.table: count for count in applicants.counts}
    found = {"applicants": tables.applicants, **tables.tables}
    asked = None if pack is None else {name: set(columns) for name, columns in asked_tables(pack).items()}
    seen = []
    for name in COLUMNS:
        if name in found:
            own = None if asked is None else asked.get(name, set())
            rejects = [each for each in applicants.rejects if each.table == name]
            parts = tuple(_parts(found[name], rejects, pack, own))
            have = {column.column for part in parts for column in part.columns}
            absent = () if own is None else tuple(each for each in COLUMNS[name] if each in own - have)
            seen.append(TableSeen(name, counts[name], parts, absent))
    needed = COLUMNS if asked is None else asked
    return Inspection(
        form=reader.form,
        files=reader.files,
        notes=reader.notes,
        as_of=applicants.as_of.isoformat(),
        pack="" if pack is None else pack.called,
        applicants=applicants.count,
        tables=tuple(seen),
        missing=tuple(name for name in COLUMNS if name in needed and name not in found),
        not_used=tables.unknown_columns,
        for_the_reader=tables.idle_columns,
        rejected=applicants.rejects,
        lines=tuple(each for each in applicants.counts if each.table not in COLUMNS),
        odd=tuple(odd_looks(tables, list(_counted(seen, tables)), asked, applicants)),
    )


def _counted(seen: Sequence[TableSeen], tables: Tables) -> Iterator[Counted]:
    """The columns of all tables, as they are looked at for what is hardly meant: rows that are none aside."""
    for table in seen:
        found = tables.tables.get(table.name, tables.applicants)
        for part in table.parts:
            for each in part.columns:
                yield Counted(
                    table.name,
                    each.column,
                    each.heading,
                    part.rows,
                    each.asked,
                    each.filled,
                    max(each.unreadable - len(found.broken), 0),
                )


def _parts(table: Table, rejects: Sequence[Reject], pack: Pack | None, asked: set[str] | None) -> Iterator[PartSeen]:
    """The places that a table was read from, each with its columns."""
    faulty = _faulty(table, rejects)
    for (where, sheet), every in _places(table).items():
        numbers = [number for number in every if not table.origins[number].aside]
        if not numbers:
            continue
        here = np.isin(table.origin, numbers)
        columns = tuple(
            _column(table, name, heading, rows, faulty, pack, asked is None or name in asked or name == ENTRY)
            for name in (*COLUMNS[table.name], ENTRY)
            if name in table.columns and name not in NEVER_DECIDE
            for heading, rows in _headings(table, name, numbers)
        )
        yield PartSeen(where, sheet, int(here.sum()), columns)


def _places(table: Table) -> Mapping[tuple[str, str], Sequence[int]]:
    """The files and sheets that a table was read from, each with the numbers of its origins."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, origin in enumerate(table.origins):
        places.setdefault((origin.where, origin.sheet), []).append(number)
    if len(places) <= MOST_PLACES:
        return places
    return {(f"{len(places)} places", ""): range(len(table.origins))}


def _headings(table: Table, name: str, numbers: Sequence[int]) -> Iterator[tuple[str, Rows]]:
    """What the source calls a column, each name with the rows that it was read for."""
    named: dict[str, list[int]] = {}
    for number in numbers:
        named.setdefault(table.origins[number].columns.get(name, name), []).append(number)
    for heading, places in named.items():
        rows = np.flatnonzero(np.isin(table.origin, places))
        if len(rows) or len(named) == 1:
            yield heading, rows


Faulty = Mapping[str, Flags]
"""By column, the rows that were rejected for it; "" for rows that cannot be taken apart."""


def _faulty(table: Table, rejects: Sequence[Reject]) -> Faulty:
    """The rows that were rejected for each column."""
    faulty: dict[str, Flags] = {}
    columns: dict[tuple[str, str, int], set[str]] = {}
    for reject in rejects:
        columns.setdefault((reject.where, reject.sheet, reject.row), set()).add(reject.column)
    rejected = np.isin(table.rows, np.array([number for _, _, number in columns], dtype=np.int64))
    for row in np.flatnonzero(rejected).tolist():
        origin = table.origin_of(row)
        blamed = columns.get((origin.where, origin.sheet, int(table.rows[row])), ())
        names = [name for name in COLUMNS[table.name] if origin.column(name) in blamed]
        for name in [""] if row in table.broken else names:
            faulty.setdefault(name, np.zeros(table.height, dtype=np.bool_))[row] = True
    return faulty


def _column(
    table: Table,
    name: str,
    heading: str,
    rows: Rows,
    faulty: Faulty,
    pack: Pack | None,
    asked: bool,  # noqa: FBT001  # a fact about the column
) -> ColumnSeen:
    text = table.columns[name].only(rows).without_unused()
    unreadable = np.zeros(len(rows), dtype=np.bool_)
    for refused in (faulty.get(""), faulty.get(name)):
        if refused is not None:
            unreadable |= refused[rows]
    blank = text.flags(lambda word: not word) & ~unreadable
    not_known = text.flags(unanswered if name in NONE_ANSWERS else silent) & ~blank & ~unreadable
    filled = ~blank & ~not_known & ~unreadable
    cells = text.only(filled).counted()
    read = form_reader(name)
    forms = Counter[str]()
    figures: list[float] = []
    if read is not None:
        for word, count in cells.items():
            form = read(word)
            forms[form] += count
            if form == NUMBERS:
                figures.append(float(word))
    meaning = reading_of(table.name, name, pack if asked else None)
    words = () if meaning is None else words_seen(text.only(filled), table.owner[rows][filled], meaning)
    return ColumnSeen(
        heading=heading,
        column=name,
        asked=asked,
        filled=int(filled.sum()),
        blank=int(blank.sum()),
        not_known=int(not_known.sum()),
        unreadable=int(unreadable.sum()),
        forms=dict(forms.most_common()),
        least=min(figures, default=None),
        most=max(figures, default=None),
        words=words,
        shapes=_shapes(cells),
    )


def _shapes(cells: Mapping[str, int]) -> tuple[str, ...]:
    """The most frequent shapes of cells."""
    shapes = Counter[str]()
    for word, count in cells.items():
        shapes[shape(word)] += count
    ranked = sorted(shapes.items(), key=lambda item: (-item[1], item[0]))
    return tuple(each for each, _ in ranked[:MOST_SHAPES])
