"""An agency's export as our tables: what a column map says of its columns, row by row, with where each was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.records import (
    APART,
    ENTRY,
    HEADINGS,
    LINE,
    Lines,
    Origin,
    Table,
    Tables,
    TextColumn,
    renumbered,
    used_columns,
)
from minqual.sources.assembly import APPLICANT, UNSTATED, assembled, table_at
from minqual.sources.column_maps.cells import Reader, dated, renamed, stands
from minqual.sources.column_maps.first_and_last import ended, first_and_last
from minqual.sources.column_maps.headings import (
    SPAN,
    Fitting,
    Header,
    Slot,
    Taken,
    fitted,
    misspelt,
    nearest_heading,
    sheet,
    unused,
)
from minqual.sources.column_maps.kept_rows import kept_rows
from minqual.sources.column_maps.model import WrittenMap
from minqual.sources.grids import Grid, filled_rows, named
from minqual.sources.ids_in_several_rows import repeated_ids
from minqual.sources.stray_lines import stray_lines
from minqual.values import Fault, Flags, SourceError, fold, goes_on, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

ASSERTS: Final = {"education": "level", "experience": "hours_per_week", "credentials": "name", "answers": "answer"}
"""The column of each table without which a row states nothing for certain."""

_NOT_A_YES: Final = "a word in {!r} that the map has neither for a row nor for no row"
_TELLS_NOTHING: Final = "a word in {!r} that the map has nowhere under where, so that it is not known what {!r} is"
_REFUSED: Final = "a word in {!r} that the map gives no meaning"

Broken = Mapping[int, tuple[str, str]]
Unreadable = dict[str, dict[int, tuple[str, str]]]
"""By column and row, cells of which the map does not say what they mean: what was found, and what would be right."""


def mapped(grids: Mapping[str, Grid], written: WrittenMap, needed: Iterable[str]) -> Tables:
    """The tables that sheets, by name, hold by a column map. SourceError carries every fault.

    needed: tables that a pack draws on; without any column for them the record would seem to say "none".
    """
    kept = kept_rows(grids, written)
    headers = {name: Header.of(grid) for name, grid in kept.grids.items()}
    headers = {name: _without_stray_lines(header, written) for name, header in headers.items()}
    fitting = fitted(written, headers)
    fitting.faults += kept.fitting.faults
    people = sheet(written, headers, written.columns.applicants.sheet, ("applicants",), fitting)
    strange: dict[str, tuple[str, ...]] = {}
    if people is not None:
        fitting.faults += _without_ids(written, people)
        fitting.faults += _without_table(written, people, fitting, needed)
    for header in headers.values():
        used = _used(written, header, fitting) | kept.used.get(header.grid.said, set())
        names = unused(written.columns, header, used)
        fitting.faults += misspelt(header, names, fitting.absent)
        if names:
            strange[header.grid.said] = tuple(names)
    if fitting.faults or people is None:
        raise SourceError(list(dict.fromkeys(fitting.faults)))
    tables = assembled([*_applicants(written, people, fitting), *_rows(written, people, fitting)], strange)
    left_out: dict[str, int] = {}
    lines = _lines(written, people, kept.left_out.get(people.grid.said, 0))
    for header in headers.values():
        if header is people and lines:
            continue
        table = _counted_in(header, people, fitting, several=written.columns.applicants.in_several_rows)
        left_out[table] = left_out.get(table, 0) + kept.left_out.get(header.grid.said, 0)
    return replace(tables, left_out={table: count for table, count in left_out.items() if count}, lines=lines)


def _lines(written: WrittenMap, people: Header, left_out: int) -> Mapping[str, Lines]:
    """What becomes of the lines of a sheet in which ids repeat, so that its rows are those of no one table."""
    if not written.columns.applicants.in_several_rows:
        return {}
    grid = people.grid
    used = int((_ids(written, people).flags(bool) & _sound(grid)).sum())
    found = repeated_ids(_ids(written, people), grid.rows)
    few = "" if found.is_way() or not found.repeated else found.said
    return {grid.said: Lines(used, grid.height - used, grid.blank, left_out, few)}


def _without_stray_lines(header: Header, written: WrittenMap) -> Header:
    """A sheet in which lines that are no applicant are broken."""
    place, grid = header.place(written.columns.applicants.column), header.grid
    if place is None or len(grid.columns) < 2:
        return header
    bare = ~filled_rows([column for other, column in grid.columns.items() if other != place], grid.height)
    found = stray_lines(grid.columns[place], bare, grid.header[place])
    return Header.of(replace(grid, broken={**found, **grid.broken})) if found else header


def _counted_in(header: Header, people: Header, fitting: Fitting, *, several: bool) -> str:
    """The table with which the rows of a sheet are counted that make none."""
    own = (slot.table for slot in fitting.slots if slot.header is header)
    first = next(own, "applicants")
    return first if several or header is not people else "applicants"


def _without_ids(written: WrittenMap, people: Header) -> Iterator[Fault]:
    """The fault of a file without the column of applicant ids."""
    heading = written.columns.applicants.column
    if people.place(heading) is None:
        place = written.place(("applicants",))
        where, found = people.grid.header_said, f"no column {heading!r}, which {place} names"
        near = nearest_heading(written, people, heading)
        yield Fault(where, found, "the column of applicant ids", near, code="missing")


def _without_table(written: WrittenMap, people: Header, fitting: Fitting, needed: Iterable[str]) -> Iterator[Fault]:
    """The faults of tables that are needed and for which there is no column. No answers means not answered yet."""
    has = {slot.table for slot in fitting.slots} | set(written.columns.not_stated) | {"applicants", "answers"}
    for table in needed if not fitting.faults else ():
        if table not in has:
            expected = f"columns for it, or not stated: [{table}] in the map, which leaves it open for everyone"
            found = f"no column for {table}, on which the rule pack draws"
            yield Fault(people.grid.said, found, expected, table=table)


def _used(written: WrittenMap, header: Header, fitting: Fitting) -> set[int]:
    """The places of a sheet's columns that a map uses, ids among them."""
    columns = written.columns
    owners = [columns.applicants.column, *(group.applicant_id for _, _, group in columns.groups())]
    ids = {place for heading in owners if heading and (place := header.place(heading)) is not None}
    return ids | fitting.used.get(header.grid.said, set())


def _ids(written: WrittenMap, header: Header, heading: str = "") -> TextColumn:
    """The applicant id of every row of a sheet."""
    place = header.place(heading or written.columns.applicants.column)
    assert place is not None
    return header.grid.columns[place]


def _sound(grid: Grid) -> Flags:
    """Rows that can be taken apart."""
    sound = np.ones(grid.height, dtype=np.bool_)
    sound[list(grid.broken)] = False
    return sound


def _applicants(written: WrittenMap, people: Header, fitting: Fitting) -> Iterator[Table]:
    """The rows of the applicants table, and of tables of which the file says nothing."""
    grid, ids = people.grid, _ids(written, people)
    origin = Origin(grid.where, grid.sheet, {APPLICANT: people.shown(written.columns.applicants.column)})
    several = written.columns.applicants.in_several_rows
    listed = _first_of_each(ids) if several else np.ones(grid.height, dtype=np.bool_)
    broken = {} if several and _slots_in(people, fitting) else grid.broken
    if several:
        # What such a line is of is told with the rows of another table.
        listed[[row for row, (found, _) in grid.broken.items() if found in {LINE, HEADINGS}]] = False
    yield _piece("applicants", origin, {APPLICANT: ids}, grid, listed, broken, 0 if several else grid.blank)
    for table in (*written.columns.not_stated, *written.columns.not_all_stated):
        told = listed & ids.flags(bool) & _sound(grid)
        made = {APPLICANT: ids, ASSERTS[table]: TextColumn.blank(grid.height)}
        said = ("other " if table in written.columns.not_all_stated else "") + UNSTATED[table]
        made[ENTRY] = TextColumn(np.zeros(grid.height, dtype=np.int32), (said,))
        unstated = Origin(grid.where, grid.sheet, prefix=f"{table} ", aside=True)
        yield _piece(table, unstated, made, grid, told, {})


def _slots_in(header: Header, fitting: Fitting) -> bool:
    return any(slot.header is header for slot in fitting.slots)


def _first_of_each(ids: TextColumn) -> Flags:
    """The rows in which an id stands for the first time, and those without one."""
    first = np.zeros(len(ids.codes), dtype=np.bool_)
    first[np.unique(ids.codes, return_index=True)[1]] = True
    return first | ~ids.flags(bool)


def _piece(
    table: str,
    origin: Origin,
    columns: Mapping[str, TextColumn],
    grid: Grid,
    keep: Flags,
    broken: Broken,
    blank: int = 0,
    as_written: Mapping[str, TextColumn] | None = None,
) -> Table:
    """Some rows of a sheet as rows of a table."""
    as_written = as_written or {}
    if keep.all():
        return table_at(table, origin, columns, grid.rows, broken, blank, as_written)
    cut = {name: column.only(keep) for name, column in columns.items()}
    as_written = {name: column.only(keep) for name, column in as_written.items()}
    return table_at(table, origin, cut, grid.rows[keep], renumbered(broken, keep), blank, as_written)


def _kept(
    unreadable: Unreadable, keep: Flags, as_written: Mapping[str, TextColumn]
) -> dict[str, dict[int, tuple[str, str, str]]]:
    """Cells that are refused, in the rows that are kept, with what stands there in the sheet."""

    def whole(name: str, cells: Mapping[int, tuple[str, str]]) -> dict[int, tuple[str, str, str]]:
        stood = as_written.get(name)
        return {row: (*found, "" if stood is None else stood.cell(row)) for row, found in cells.items()}

    return {name: renumbered(whole(name, cells), keep) for name, cells in unreadable.items()}


def _rows(written: WrittenMap, people: Header, fitting: Fitting) -> Iterator[Table]:
    """The rows of all other tables. Rows that cannot be taken apart stand with the first of their sheet."""
    told: list[Header] = []
    for slot in fitting.slots:
        own = slot.header is not people
        if (own or written.columns.applicants.in_several_rows) and not any(slot.header is each for each in told):
            told.append(slot.header)
            yield _broken_rows(written, slot, own=own)
        yield _slot_rows(written, slot, own=own)


def _broken_rows(written: WrittenMap, slot: Slot, *, own: bool) -> Table:
    """The rows of a sheet that cannot be taken apart, as rows of a table, and how many were blank."""
    grid = slot.header.grid
    ids = _ids(written, slot.header, slot.group.applicant_id if own else "")
    origin = Origin(grid.where, grid.sheet, aside=not own)
    return _piece(slot.table, origin, {APPLICANT: ids}, grid, ~_sound(grid), grid.broken, grid.blank if own else 0)


def _slot_rows(written: WrittenMap, slot: Slot, *, own: bool) -> Table:
    """The rows that one slot makes."""
    columns, grid, group = written.columns, slot.header.grid, slot.group
    several = columns.applicants.in_several_rows and not own
    ids = _ids(written, slot.header, group.applicant_id if own else "")
    readers = {name: Reader(columns, taken.cell) for name, taken in slot.taken.items()}
    filled = _filled(slot, readers, written)
    state = _state(slot, written)
    keep = _sound(grid) & (state != 0)
    if not own and not several:
        keep &= ids.flags(bool)
    each = several and group.rows != "once" and (group.rows == "each" or _is_job(slot))
    listed = bool(group.repeated) or slot.table == "answers"
    if (group.if_blank or ("no row" if listed else "open row")) == "no row":
        keep &= filled
    elif each and group.if_blank is None:
        keep &= filled | _first_alone(ids, filled & keep, keep)
    made, unreadable = _columns(slot, readers, keep)
    made = _opened(slot, made, filled, state)
    broken: dict[int, tuple[str, str]] = {}
    _refuse_unclear(slot, state, keep, broken)
    made = {APPLICANT: ids} | made
    if apart := columns.apart(group):
        made[APART] = TextColumn(np.zeros(grid.height, dtype=np.int32), (str(apart),))
    if group.rows == "once" or (several and not each):
        keep = _once(made, keep, filled, {*broken, *(row for cells in unreadable.values() for row in cells)})
    origin = Origin(
        grid.where,
        grid.sheet,
        {name: taken.said for name, taken in _sources(slot, made) if taken.places}
        | {APPLICANT: slot.header.shown((group.applicant_id if own else "") or columns.applicants.column)},
    )
    as_written = {
        name: grid.columns[place]
        for name, taken in _sources(slot, made)
        if len(taken.places) == 1
        for place in taken.places.values()
    }
    piece = _piece(slot.table, origin, made, grid, keep, broken, as_written=as_written)
    return replace(piece, unreadable=_kept(unreadable, keep, as_written))


def _sources(slot: Slot, made: Mapping[str, TextColumn]) -> Iterator[tuple[str, Taken]]:
    """The columns of ours that a slot fills from the file, each with where it comes from."""
    for name in made:
        if (source := slot.source(name)) is not None:
            yield name, source


def _is_job(slot: Slot) -> bool:
    """Whether a slot is of one job, as a row of an export with a row for each job has it."""
    return slot.table == "experience" and bool({"start", "end", SPAN} & set(slot.taken)) and not slot.group.repeated


def _filled(slot: Slot, readers: Mapping[str, Reader], written: WrittenMap) -> Flags:
    """Rows with anything in the columns of a slot."""
    grid, height = slot.header.grid, slot.header.grid.height
    columns = [
        renamed(grid.columns[place], lambda text, reader=readers[name]: "" if reader.says_nothing(text) else text)  # type: ignore[misc]
        for name, taken in slot.taken.items()
        for place in taken.places.values()
    ]
    if slot.when is not None:
        blank = set(map(fold, written.columns.blank_words))
        columns.append(renamed(grid.columns[slot.when], lambda text: "" if fold(text) in blank else text))
    return filled_rows(columns, height)


def _state(slot: Slot, written: WrittenMap) -> NDArray[np.int8]:
    """Per row, whether it stands: see stands."""
    if slot.when is None or slot.group.when is None:
        return np.ones(slot.header.grid.height, dtype=np.int8)
    return stands(slot.group.when, slot.header.grid.columns[slot.when], written.columns.blank_words)


def _columns(slot: Slot, readers: Mapping[str, Reader], keep: Flags) -> tuple[dict[str, TextColumn], Unreadable]:
    """The columns of a table that a slot fills, for all rows of its sheet; cells that are refused are blank there."""
    made: dict[str, TextColumn] = {}
    unreadable: Unreadable = {}
    for name, taken in slot.taken.items():
        if name not in used_columns(slot.table):
            continue
        made[name], refused = _readable(slot, taken, readers[name], keep)
        if refused:
            unreadable[name] = refused
    if (spans := slot.taken.get(SPAN)) is not None:
        both, refused = _readable(slot, spans, readers[SPAN], keep)
        first, last = first_and_last(both)
        if slot.table == "education":
            made["expected"] = renamed(last, lambda word: "" if goes_on(word) else word)
        else:
            made |= {"start": first, "end": last}
        if refused:
            unreadable["expected" if slot.table == "education" else "start"] = refused
    if slot.group.box is not None and slot.current is not None:
        end = made.get("end", TextColumn.blank(slot.header.grid.height))
        made["end"] = ended(end, slot.header.grid.columns[slot.current], slot.group.box)
    return made, unreadable


def _readable(slot: Slot, taken: Taken, reader: Reader, keep: Flags) -> tuple[TextColumn, dict[int, tuple[str, str]]]:
    """A column of the export in our words, blank where the map has no meaning for its word, and the rows of these."""
    refused: dict[int, tuple[str, str]] = {}
    column = _column(slot, taken, reader, keep, refused)
    if refused:
        readable = np.ones(slot.header.grid.height, dtype=np.bool_)
        readable[list(refused)] = False
        column = _blank_but(column, readable)
    return column, refused


def _column(slot: Slot, taken: Taken, reader: Reader, keep: Flags, refused: dict[int, tuple[str, str]]) -> TextColumn:
    grid, places = slot.header.grid, list(taken.places.values())
    if not places:
        return TextColumn(np.zeros(grid.height, dtype=np.int32), (taken.always.strip(),))
    told = _told(slot, taken, reader, keep, refused)
    if len(places) > 1:
        return _blank_but(dated([grid.columns[place] for place in places], [reader] * len(places)), told)
    read = reader.read(grid.columns[places[0]])
    expected = "one of " + ", ".join(word for word in taken.cell.values if word)
    for row in np.flatnonzero(read.refused & keep & told).tolist():
        refused.setdefault(row, (_REFUSED.format(taken.said), expected))
    return _blank_but(read.column, told)


def _told(slot: Slot, taken: Taken, reader: Reader, keep: Flags, refused: dict[int, tuple[str, str]]) -> Flags:
    """Rows in which another column says that a cell is what it is taken for; cells beside other words are refused."""
    grid, where = slot.header.grid, taken.cell.where
    if where is None or taken.where is None:
        return np.ones(grid.height, dtype=np.bool_)
    column = grid.columns[taken.where]
    others = (cell.where for _, cell in slot.group.cells() if cell.where is not None)
    known = [word for other in others if named(other.column) == named(where.column) for word in other.is_]
    silent_or_known = column.flags(
        lambda word: reader.says_nothing(word) or silent(word) or fold(word) in map(fold, known)
    )
    cells = [
        renamed(grid.columns[place], lambda word: "" if reader.says_nothing(word) else word)
        for place in taken.places.values()
    ]
    for row in np.flatnonzero(filled_rows(cells, grid.height) & ~silent_or_known & keep).tolist():
        found = _TELLS_NOTHING.format(grid.header[taken.where], taken.said)
        refused.setdefault(row, (found, "one of " + ", ".join(dict.fromkeys(known)) + ", or a blank"))
    return column.flags(lambda word: fold(word) in set(map(fold, where.is_)))


def _blank_but(column: TextColumn, told: Flags) -> TextColumn:
    """A column that is blank but for some rows."""
    if told.all():
        return column
    words = column.words if "" in column.words else (*column.words, "")
    return TextColumn(np.where(told, column.codes, words.index("")).astype(np.int32), words)


def _opened(
    slot: Slot, made: Mapping[str, TextColumn], filled: Flags, state: NDArray[np.int8]
) -> dict[str, TextColumn]:
    """Columns in which rows that may not be there state nothing for certain."""
    asserting, opened = ASSERTS[slot.table], dict(made)
    for name, column in made.items():
        blank = state == -1 if name == asserting else np.zeros_like(filled)
        if (source := slot.source(name)) is None or source.places or name == asserting:
            blank = blank | ~filled
        opened[name] = _blank_but(column, ~blank)
    return opened


def _refuse_unclear(slot: Slot, state: NDArray[np.int8], keep: Flags, broken: dict[int, tuple[str, str]]) -> None:
    """Rows of which the map cannot tell whether they are any are rejected."""
    unclear = np.flatnonzero((state == 2) & keep).tolist()
    if unclear and slot.group.when is not None and slot.when is not None:
        known = ", ".join((*slot.group.when.row_for, *slot.group.when.no_row_for))
        found = _NOT_A_YES.format(slot.header.grid.header[slot.when])
        broken.update(dict.fromkeys(unclear, (found, f"one of {known}, or a blank")))


def _once(made: Mapping[str, TextColumn], keep: Flags, filled: Flags, apart: Collection[int]) -> Flags:
    """Of rows that say the same of one applicant, the first, and all that are apart; a blank one only alone."""
    rows = np.flatnonzero(keep)
    ids = made[APPLICANT].codes
    told = np.unique(ids[rows[filled[rows]]])
    rows = rows[filled[rows] | ~np.isin(ids[rows], told)]
    content = np.stack([_same(column)[rows] for column in made.values()], axis=1)
    first = np.unique(content, axis=0, return_index=True)[1]
    once = np.zeros_like(keep)
    once[rows[first]] = True
    once[[row for row in apart if keep[row]]] = True
    return once


def _first_alone(ids: TextColumn, filled: Flags, keep: Flags) -> Flags:
    """The first of the kept rows of each applicant who has no filled one."""
    told = np.zeros(len(ids.words), dtype=np.bool_)
    told[ids.codes[filled]] = True
    rows = np.flatnonzero(keep & ~told[ids.codes] & ids.flags(bool))
    alone = np.zeros_like(keep)
    alone[rows[np.unique(ids.codes[rows], return_index=True)[1]]] = True
    return alone


def _same(column: TextColumn) -> NDArray[np.int32]:
    """Per row the number of its word, the same for the same word."""
    return renamed(column, str).codes


def sheets(grids: Sequence[Grid]) -> dict[str, Grid]:
    """Grids by the names that a map may call them by: their sheet, or their file without what follows the point."""
    named_grids = {grid.called: grid for grid in grids}
    if len(named_grids) < len(grids):
        raise SourceError([Fault(grids[0].where, "two sheets or files of one name", "each under a name of its own")])
    return named_grids
