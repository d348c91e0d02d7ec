"""Workbooks (.xlsx) as grids, one of each sheet: what cells show becomes their text."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from minqual.records import MOST_SIGNS
from minqual.sources.archives import Archive, legible
from minqual.sources.grids import Grid, too_long, unwatched
from minqual.sources.xlsx.number_formats import BUILT_IN, GENERAL, NumberFormat, serial_of
from minqual.sources.xlsx.sheet import Lookups, read_sheet, unescaped
from minqual.sources.xlsx.xml_stream import Depth, elements, local_name, visit
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.sources.grids import Watch

WORKBOOK: Final = "xl/workbook.xml"
"""The member by which a workbook is told from other archives; a few programs call it otherwise, and say so."""

_TOP: Final = "_rels/.rels"

MOST_TEXTS: Final = 10_000_000
"""Different texts in one workbook."""

MOST_TEXT: Final = 1 << 30
"""Signs of all texts of one workbook."""

WantedCell: TypeAlias = Callable[[str, str], bool]
"""Whether a column is needed, told from the name of its sheet and from its heading as written."""

_WHOLE: Final = "a whole workbook, saved anew by a spreadsheet program"
_PROPERTIES, _CALCULATION = "/workbook/workbookPr", "/workbook/calcPr"
_SHEET, _RELATION = "/workbook/sheets/sheet", "/Relationships/Relationship"
_FORMAT, _STYLE = "/styleSheet/numFmts/numFmt", "/styleSheet/cellXfs/xf"
_YES: Final = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a workbook: its sheets by name, in their order, with the members that hold them."""

    sheets: tuple[tuple[str, str], ...]
    texts: str | None
    styles: str | None
    from_1904: bool
    stale: bool


class Workbook:
    """A workbook: the names of its sheets, hidden ones as well, and their grids."""

    def __init__(self, archive: Archive, book: str) -> None:
        self._archive, self._book = archive, book

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its sheets; SourceError if it cannot be read."""
        with legible(self._archive.name, _WHOLE):
            return tuple(name for name, _ in self._parts.sheets)

    @cached_property
    def _parts(self) -> _Parts:
        return _parts(self._archive, self._book)

    @cached_property
    def _lookups(self) -> Lookups:
        parts = self._parts
        serial = partial(serial_of, from_1904=parts.from_1904)
        iso = NumberFormat.of("yyyy-mm-dd", from_1904=parts.from_1904)
        return Lookups(_texts(self._archive, parts), _formats(self._archive, parts), serial, iso, parts.stale)

    def grids(self, wanted: WantedCell, watch: Watch = unwatched, skipped: int = 0) -> list[Grid]:
        """The columns wanted of every sheet. SourceError names the sheet and the row or cell.

        skipped: rows above the header of each sheet; the first filled row below them is the header. A sheet of which
        no column is wanted has no rows, an empty one no header either. Memory: the texts of the workbook, each once,
        and 4 bytes for each cell of a column that is wanted.
        """
        file = self._archive.name
        with legible(file, _WHOLE):
            return [self._grid(file, *sheet, wanted, watch, skipped) for sheet in self._parts.sheets]

    def _grid(self, file: str, name: str, member: str, wanted: WantedCell, watch: Watch, skipped: int) -> Grid:
        lookups, told = self._lookups, partial(watch, f"{file} sheet {name}")
        with legible(f"{file} sheet {name!r}", _WHOLE):
            return read_sheet(self._archive.pieces(member), (file, name), lookups, partial(wanted, name), told, skipped)


def open_workbook(archive: Archive) -> Workbook | None:
    """An archive as a workbook, None if it is none; SourceError if it is damaged."""
    with legible(archive.name, _WHOLE):
        book = _book(archive)
    return None if book is None else Workbook(archive, book)


def _book(archive: Archive) -> str | None:
    """The member that lists a workbook's sheets."""
    if WORKBOOK in archive.members or _TOP not in archive.members:
        return WORKBOOK if WORKBOOK in archive.members else None
    top = elements(archive.pieces(_TOP), archive.name, {_RELATION})
    found = [_member("", each["Target"]) for _, each in top if each["Type"].endswith("/officeDocument")]
    return next(
        (each for each in found if each in archive.members and "workbook" in each and each.endswith(".xml")), None
    )


def _parts(archive: Archive, main: str) -> _Parts:
    """What a workbook consists of; LookupError if a part is named and not there."""
    base, file = posixpath.split(main)
    book = elements(archive.pieces(main), archive.name, {_PROPERTIES, _CALCULATION, _SHEET})
    relations = elements(archive.pieces(posixpath.join(base, "_rels", f"{file}.rels")), archive.name, {_RELATION})
    targets = {each["Id"]: (each["Type"].rpartition("/")[2], _member(base, each["Target"])) for _, each in relations}
    kinds = {kind: member for kind, member in targets.values() if member in archive.members}
    sheets = []
    for path, each in book:
        if path == _SHEET:
            kind, member = targets[each["id"]]
            if kind == "worksheet":
                archive.members[member]
                sheets.append((unescaped(each["name"]), member))
    if not sheets:
        raise SourceError([Fault(archive.name, "a workbook without a sheet", _WHOLE)])
    return _Parts(
        tuple(sheets),
        kinds.get("sharedStrings"),
        kinds.get("styles"),
        any(each.get("date1904") in _YES for path, each in book if path == _PROPERTIES),
        any(each.get("fullCalcOnLoad") in _YES for path, each in book if path == _CALCULATION),
    )


def _member(base: str, target: str) -> str:
    """The archive's member that a relation points to, from a member in some folder."""
    path = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", base, path)).lstrip("/").casefold()


def _formats(archive: Archive, parts: _Parts) -> Sequence[NumberFormat]:
    """The number format of each style."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    found = elements(archive.pieces(parts.styles), archive.name, {_FORMAT, _STYLE}) if parts.styles else []
    codes |= {each["numFmtId"]: each["formatCode"] for path, each in found if path == _FORMAT}
    known = {code: NumberFormat.of(code, from_1904=parts.from_1904) for code in {GENERAL, *codes.values()}}
    styles = [known[codes.get(each.get("numFmtId", "0"), GENERAL)] for path, each in found if path == _STYLE]
    return styles or [known[GENERAL]]


class _Texts:
    """A visitor of the list of shared texts; the runs of a rich text are put together, readings left out."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.depth = Depth(where)
        self.found: list[str] = []
        self.size = 0
        self.value = ""
        self.open = self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth.down()
        local = local_name(name)
        if local == "si":
            self.value = ""
        elif local == "rPh":
            self.phonetic = True
        elif local == "t":
            self.open = not self.phonetic

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth.up()
        local = local_name(name)
        if local == "si":
            self.found.append(unescaped(self.value).strip())
            self.size += len(self.value)
            if len(self.found) > MOST_TEXTS or self.size > MOST_TEXT:
                found, expected = "more text than is read of one workbook", "several workbooks, or CSV"
                raise SourceError([Fault(self.where, found, expected)])
        elif local == "rPh":
            self.phonetic = False
        elif local == "t":
            self.open = False

    def text(self, text: str) -> None:
        """Text, of which that of texts is kept."""
        if self.open:
            self.value += text
            if len(self.value) > MOST_SIGNS:
                raise too_long(self.where)


def _texts(archive: Archive, parts: _Parts) -> Sequence[str]:
    """The shared texts, to which cells refer by their number."""
    if parts.texts is None:
        return ()
    visitor = _Texts(archive.name)
    visit(archive.pieces(parts.texts), archive.name, visitor)
    return visitor.found
