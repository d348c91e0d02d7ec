"""The columns of a file that a column map means: headings found, repeated groups unfolded, what is missing told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from minqual.sources.column_maps.model import ColumnMap, Group, WrittenMap
from minqual.sources.column_maps.notation import (
    NUMBERS,
    WORDS,
    Cell,
    DateCell,
    filled,
    found_in,
    holds_any,
    holds_slot,
    ignoring,
)
from minqual.sources.grids import Grid, Wanted, named
from minqual.values import Fault, nearest

SPAN: Final = "span"
"""The key of a column that holds both dates of a job or of study."""

_OF_SPAN: Final = {"education": ("expected",), "experience": ("start", "end")}
"""The columns of ours that such a column fills."""

MOST_COMPARED: Final = 200
"""Headings of no known meaning beyond which none is taken for a misspelling: comparing them would take long."""


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of one sheet, each with its place; one that stands twice is "Title (2)" the second time."""

    grid: Grid
    places: Mapping[str, int]

    @classmethod
    def of(cls, grid: Grid) -> Header:
        """The headings of a grid."""
        written = list(map(named, grid.header))
        places: dict[str, int] = {}
        for place, heading in enumerate(written):
            if heading:
                number = written[: place + 1].count(heading)
                places.setdefault(heading if number == 1 else f"{heading} ({number})", place)
        return cls(grid, places)

    def place(self, heading: str) -> int | None:
        """Where a heading stands, if it does."""
        return self.places.get(named(heading))

    def shown(self, heading: str) -> str:
        """A heading as the file writes it."""
        place = self.place(heading)
        return heading if place is None else self.grid.header[place]


@dataclass(frozen=True, slots=True)
class Taken:
    """Where one column of ours comes from in one slot. places: by heading as the map has it, in the map's order.

    where: the column that tells what the cell is, if there is such.
    """

    cell: Cell
    places: Mapping[str, int]
    always: str = ""
    where: int | None = None

    @property
    def said(self) -> str:
        """The columns as messages name them."""
        return ", ".join(self.places)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time that a group stands in a file.

    word: what stands for {n}. when: the column that says whether it does. current: that of a box for what goes on.
    """

    table: str
    group: Group
    header: Header
    word: str
    taken: Mapping[str, Taken]
    when: int | None = None
    current: int | None = None

    def source(self, name: str) -> Taken | None:
        """Where a column of ours comes from, if the slot fills it."""
        return self.taken.get(name) or (self.taken.get(SPAN) if name in _OF_SPAN.get(self.table, ()) else None)


@dataclass(slots=True)
class Fitting:
    """A map fitted to the sheets of a source: its slots, what is wrong, and the headings used, by sheet."""

    slots: list[Slot] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    used: dict[str, set[int]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)


def wanted_by(columns: ColumnMap) -> Wanted:
    """Whether a map has a use for a heading."""
    fixed: set[str] = set()
    patterns: list[tuple[str, str]] = []
    owners = [columns.applicants.column, *(group.applicant_id for _, _, group in columns.groups())]
    fixed |= {named(heading) for heading in owners}
    fixed |= {named(rows.column) for rows in columns.rows}
    for _, _, group in columns.groups():
        for heading in group.headings:
            if group.repeated in {(NUMBERS,), (WORDS,)} and holds_slot(heading):
                patterns.append((named(heading), group.repeated[0]))
            else:
                fixed |= {named(filled(heading, word)) for word in group.repeated or ("",)}
    fixed |= {heading.rpartition(" (")[0] for heading in fixed if heading.endswith(")")}
    fixed.discard("")

    def wanted(heading: str) -> bool:
        folded = named(heading)
        return folded in fixed or any(found_in(pattern, folded, kind) is not None for pattern, kind in patterns)

    return wanted


def fitted(written: WrittenMap, headers: Mapping[str, Header]) -> Fitting:
    """A map fitted to sheets by their names, with everything that does not fit."""
    columns, fitting = written.columns, Fitting()
    for table, place, group in columns.groups():
        header = sheet(written, headers, columns.sheet_of(group), (table, place, "sheet"), fitting)
        if header is None:
            continue
        owner = group.applicant_id or columns.applicants.column
        if header.place(owner) is None and (group.applicant_id or group.sheet):
            fitting.faults.append(no_column(written, header, owner, (table, place)))
        _Entry(written, header, (table, place), group, fitting).fit()
    return fitting


def sheet(
    written: WrittenMap, headers: Mapping[str, Header], name: str, path: tuple[int | str, ...], fitting: Fitting
) -> Header | None:
    """A sheet by the name that a map has for it; the only one there is needs no name."""
    by_name = {named(each): header for each, header in headers.items()}
    several = len({named(each) for each in sheets_of(written.columns)}) > 1
    if named(name) in by_name:
        return by_name[named(name)]
    if len(headers) == 1 and not several:
        return next(iter(headers.values()))
    known = list(headers)
    found = f"no sheet {name!r}" if name else "several sheets, and no word on which holds the applicants"
    fault = Fault(written.place(path), found, "sheet: one of " + ", ".join(known), nearest(name, known))
    if fault not in fitting.faults:
        fitting.faults.append(fault)
    return None


def sheets_of(columns: ColumnMap) -> Iterator[str]:
    """The names of the sheets that a map draws on; the empty one where it names none."""
    yield columns.applicants.sheet
    yield from (columns.sheet_of(group) for _, _, group in columns.groups())
    yield from (rows.sheet for rows in columns.rows if rows.sheet)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a map at a sheet. path: where it stands in the map: its table, and its place there."""

    written: WrittenMap
    header: Header
    path: tuple[str, int]
    group: Group
    fitting: Fitting

    def missing(self, heading: str, *keys: str) -> None:
        """Note a heading that the file lacks, which stands in the entry under some keys."""
        self.fitting.faults.append(no_column(self.written, self.header, heading, (*self.path, *keys)))

    def fit(self) -> None:
        """Add the slots of the entry."""
        group, place = self.group, self.header.place
        words, open_ended = _words(group, self.header)
        there = any(
            place(filled(heading, word)) is not None
            for word in words
            for heading in group.headings
            if holds_slot(heading) or not group.repeated
        )
        if not there and (group.optional or all(cell.optional for _, cell in group.cells() if cell.headings)):
            return
        if not words:
            for heading in dict.fromkeys(group.headings):
                self.missing(heading)
            return
        slots = [self._slot(word, lenient=open_ended or group.optional) for word in words]
        self.fitting.slots += (slot for slot in slots if slot is not None)

    def _slot(self, word: str, *, lenient: bool) -> Slot | None:
        """One slot; None where a column that it needs is missing."""
        group, header, whole = self.group, self.header, True
        taken: dict[str, Taken] = {}
        used = self.fitting.used.setdefault(header.grid.said, set())
        for name, cell in group.cells():
            places: dict[str, int] = {}
            needed = cell.headings if cell.where is None else (*cell.headings, cell.where.column)
            for heading in (filled(each, word) for each in needed):
                place = header.place(heading)
                if place is not None:
                    places[header.shown(heading)] = place
                    used.add(place)
                elif lenient:
                    self.fitting.absent.append(heading)
                elif not cell.optional:
                    self.missing(heading, name)
                    whole = False
            if cell.always:
                said = word.replace("_", " ") if group.repeated == (WORDS,) else word
                taken[name] = Taken(cell, {}, filled(cell.always, said))
            elif places and not (len(places) < len(needed) and (cell.where is not None or isinstance(cell, DateCell))):
                where = None if cell.where is None else header.place(filled(cell.where.column, word))
                shown = [header.shown(filled(each, word)) for each in cell.headings]
                taken[name] = Taken(cell, {each: places[each] for each in shown}, where=where)
        boxes, there = self._boxes(word, lenient=lenient)
        used |= set(boxes.values())
        return Slot(self.path[0], group, header, word, taken, **boxes) if whole and there else None

    def _boxes(self, word: str, *, lenient: bool) -> tuple[dict[str, int], bool]:
        """Where the boxes stand, whose yes or no says something of the row, and whether those needed do."""
        when, current = self.group.when, self.group.box
        places: dict[str, int] = {}
        there = True
        for key, box, needed in (
            ("when", when, True),
            ("current", current, not (lenient or (current is not None and current.optional))),
        ):
            if box is None:
                continue
            heading = filled(box.column, word)
            place = self.header.place(heading)
            if place is not None:
                places[key] = place
            elif needed:
                self.missing(heading, key)
                there = False
        return places, there


def _words(group: Group, header: Header) -> tuple[Sequence[str], bool]:
    """What stands for {n} in a group, and whether it is the headings that say so."""
    if group.repeated not in {(NUMBERS,), (WORDS,)}:
        return group.repeated or ("",), False
    kind = group.repeated[0]
    patterns = [named(heading) for heading in group.headings if holds_slot(heading)]
    found = [found_in(pattern, heading, kind) for heading in header.places for pattern in patterns]
    words = list(dict.fromkeys(word for word in found if word is not None))
    return sorted(words, key=int) if kind == NUMBERS else words, True


def no_column(written: WrittenMap, header: Header, heading: str, path: Iterable[int | str]) -> Fault:
    """The fault of a heading that is in the map and not in the file."""
    found = f"no column {heading!r}, which {written.place(tuple(path))} names"
    expected = "that column, or optional: yes in the map"
    return Fault(header.grid.header_said, found, expected, nearest_heading(written, header, heading), code="missing")


def nearest_heading(written: WrittenMap, header: Header, heading: str) -> str | None:
    """The heading nearest to one that is missing; none where the row holds no heading of the map.

    Such a row may be the first of the applicants, whose cells no message shows.
    """
    known = wanted_by(written.columns)
    return nearest(heading, filter(None, header.grid.header)) if any(map(known, header.grid.header)) else None


def unused(columns: ColumnMap, header: Header, used: set[int]) -> list[str]:
    """The headings of a sheet that a map neither uses nor ignores."""
    ignored = ignored_by(columns)
    names = {place: heading for heading, place in header.places.items()}
    return [
        heading
        for place, heading in enumerate(header.grid.header)
        if heading and place not in used and not (ignored(named(heading)) or ignored(names.get(place, "")))
    ]


def ignored_by(columns: ColumnMap) -> Callable[[str], bool]:
    """Whether a map ignores a heading that is written as headings are compared."""
    plain = set(map(named, columns.ignored))
    patterns = [ignoring(named(each)) for each in columns.ignored if holds_any(each)]
    return lambda heading: heading in plain or any(pattern.fullmatch(heading) for pattern in patterns)


def misspelt(header: Header, strange: Sequence[str], absent: Sequence[str]) -> Iterator[Fault]:
    """Headings of no known meaning that nearly are one that the map knows and the file lacks."""
    missing = list(dict.fromkeys(absent))
    if len(strange) > MOST_COMPARED or len(missing) > MOST_COMPARED:
        return
    where = header.grid.header_said
    for heading in strange:
        meant = nearest(heading, missing)
        if meant is not None:
            expected = "a column that the map knows, or one that it lists under ignored"
            yield Fault(where, f"unknown column {heading!r}", expected, meant)
