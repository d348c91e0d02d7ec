"""One sheet of a workbook as a grid, read row by row: only the cells that are wanted are kept."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from minqual.records import MOST_SIGNS, TextColumn
from minqual.sources.grids import MOST_COLUMNS, Grid, Wanted, check_width, too_long
from minqual.sources.xlsx.number_formats import NumberFormat
from minqual.sources.xlsx.xml_stream import Depth, local_name, visit
from minqual.values import Fault, SourceError

MOST_ROWS: Final = 1_048_576
"""Rows of one sheet, as spreadsheet programs have them."""

MOST_PLACES: Final = 16_384
"""Columns of one sheet, as spreadsheet programs have them; of filled ones MOST_COLUMNS are read."""

WATCHED: Final = 2_000
"""Rows after which the one who looks on is told again."""

_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_VALUES: Final = frozenset({"v", "t"})
_TEXTS: Final = frozenset({"s", "str", "inlineStr"})
_UNCALCULATED: Final = "formulas without a stored result"


@dataclass(frozen=True, slots=True, repr=False)
class Lookups:
    """What the cells of all sheets of a workbook refer to.

    texts: the shared texts. formats: number formats by style. serial: the number of a date stored as text, of which a
    cell without a format for dates shows what iso makes of it. stale: whether the workbook asks to be calculated when
    it is opened, so that what is stored beside its formulas is no result.
    """

    texts: Sequence[str]
    formats: Sequence[NumberFormat]
    serial: Callable[[str], str]
    iso: NumberFormat
    stale: bool


def unescaped(text: str) -> str:
    """A text with its control characters, which workbooks write as _x000D_."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def place_of(letters: str) -> int:
    """The place of a column from its letters: 0 for A."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


def letters_of(place: int) -> str:
    """The letters of a column: A for place 0."""
    place += 1
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_Column: TypeAlias = "tuple[array[int], dict[str, int]]"
"""A column as it grows: the number of the word of each row, and the words with their numbers."""


def _grown(codes: array[int], numbers: Mapping[str, int]) -> TextColumn:
    """A column as it is."""
    return TextColumn(np.frombuffer(codes, dtype=np.int32) if codes else np.zeros(0, dtype=np.int32), tuple(numbers))


class _Rows:
    """Rows of cells below a header. The first filled row after those skipped is the header."""

    def __init__(self, where: str, wanted: Wanted, skipped: int) -> None:
        self.where, self.wanted, self.skipped = where, wanted, skipped
        self.header: dict[int, str] = {}
        self.header_row = 0
        self.columns: dict[int, _Column] = {}
        self.growing: list[tuple[int, Callable[[int], None], dict[str, int]]] = []
        self.rows = array("q")
        self.nameless: set[int] = set()

    def add(self, number: int, cells: Mapping[int, str]) -> bool:
        """Take a filled row; False once nothing more is of use."""
        if number <= self.skipped:
            return True
        if not self.header_row:
            self.header_row, self.header = number, {place: " ".join(cells[place].split()) for place in sorted(cells)}
            check_width(self.where, tuple(self.header.values()), number)
            self.columns = {place: (array("i"), {}) for place, each in self.header.items() if self.wanted(each)}
            self.growing = [(place, codes.append, numbers) for place, (codes, numbers) in self.columns.items()]
            return bool(self.columns)
        self.rows.append(number)
        for place, append, numbers in self.growing:
            word = cells.get(place, "")
            code = numbers.get(word)
            if code is None:
                code = numbers[word] = len(numbers)
            append(code)
        if not cells.keys() <= self.header.keys():
            self.nameless |= cells.keys() - self.header.keys()
        return True

    def grid(self, file: str, sheet: str) -> Grid:
        """All rows as a grid; columns that hold something and have no name are named with nothing."""
        places = sorted({*self.header, *self.nameless})
        header = tuple(self.header.get(place, "") for place in places)
        check_width(self.where, header, self.header_row)
        columns = {at: _grown(*self.columns[place]) for at, place in enumerate(places) if place in self.columns}
        rows = np.array(self.rows, dtype=np.int64)
        blank = int(rows[-1]) - self.header_row - len(rows) if len(rows) else 0
        return Grid(file, sheet, header, columns, rows, {}, blank, max(self.header_row, 1))


class _Sheet:
    """A visitor of a sheet's XML: it makes rows of cells, and cells of what is stored in them.

    An attribute for each thing that is open in the XML; cells whose columns are not wanted are only told filled.
    """

    def __init__(self, where: str, rows: _Rows, lookups: Lookups, watch: Callable[[int, int, str], None]) -> None:
        self.where, self.rows, self.lookups, self.watch = where, rows, lookups, watch
        self.depth = Depth(where)
        self.names: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.done = False
        self.total = self.row = self.watched = 0
        self.cells: dict[int, str] = {}
        self.place = -1
        self.kind = self.style = self.value = ""
        self.in_row = self.in_cell = self.open = self.formula = self.phonetic = self.stored = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = self.names.get(name)
        if local is None:
            local = self._named(name)
        if self.in_cell:
            if local in _VALUES and not self.phonetic and not self.open:
                self.open = self.stored = True
            else:
                self._inside(local)
        elif local == "c" and self.in_row:
            self._begin_cell(attributes)
        elif local == "row":
            self._begin_row(attributes.get("r"))
        else:
            self._outside(local, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        local = self.names[name]
        if self.in_cell:
            if self.open:
                self.open = False
            elif local == "c":
                self._end_cell()
            elif local == "rPh":
                self.phonetic = False
            elif local != "f":
                self.depth.up()
        elif local == "row":
            self._end_row()
        elif local == "sheetData":
            self.done = True
        else:
            self.depth.up()

    def _outside(self, local: str, attributes: dict[str, str]) -> None:
        """An element begins that is neither a row nor in one."""
        self.depth.down()
        if local == "dimension":
            last = _CELL.fullmatch(attributes.get("ref", "").rpartition(":")[2])
            self.total = int(last[2]) if last and int(last[2]) <= MOST_ROWS else 0

    def _inside(self, local: str) -> None:
        """An element begins inside a cell."""
        if self.open or local in {"c", "row"} or (local == "f" and self.formula) or (local == "rPh" and self.phonetic):
            raise SourceError([self._damaged("a cell inside a cell")])
        if local == "f":
            self.formula = True
        elif local == "rPh":
            self.phonetic = True
        else:
            self.depth.down()

    def text(self, text: str) -> None:
        """Text, of which that of values is kept."""
        if self.open:
            self.value += text
            if len(self.value) > MOST_SIGNS:
                raise too_long(self._at())

    def _named(self, name: str) -> str:
        if len(self.names) > 1_000:
            raise SourceError([self._damaged("elements of a thousand names")])
        local = self.names[name] = local_name(name)
        return local

    def _at(self) -> str:
        return f"{self.where} cell {letters_of(self.place)}{self.row}"

    def _damaged(self, found: str) -> Fault:
        return Fault(f"{self.where} row {self.row}", found, "the workbook saved anew by a spreadsheet program")

    def _begin_row(self, number: str | None) -> None:
        if self.in_row:
            raise SourceError([self._damaged("a row inside a row")])
        before, self.row = self.row, self.row + 1
        if number is not None:
            self.row = int(number) if len(number) < 8 and number.isdigit() else MOST_ROWS + 1
        if self.row > MOST_ROWS:
            found = f"a row after row {before} whose number is beyond the last that a sheet has"
            raise SourceError([Fault(self.where, found, f"at most {MOST_ROWS} rows")])
        if self.row <= before:
            raise SourceError([self._damaged("rows that are not in their order")])
        self.in_row, self.place = True, -1
        if self.row >= self.watched + WATCHED:
            self.watched = self.row
            self.watch(self.row, max(self.total, self.row) if self.total else 0, "rows")

    def _end_row(self) -> None:
        self.in_row = False
        if self.cells and not self.done:
            self.done = not self.rows.add(self.row, self.cells)
            self.cells = {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        before, where = self.place, attributes.get("r")
        if where is None:
            self.place += 1
        else:
            letters = where.rstrip("0123456789")
            self.place = self.places[letters] if letters in self.places else self._placed(letters, where)
        if not before < self.place < MOST_PLACES:
            raise SourceError([self._damaged("cells that are not in their order")])
        self.in_cell = True
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value = ""
        self.formula = self.stored = False

    def _placed(self, letters: str, where: str) -> int:
        if not _CELL.fullmatch(where) or "$" in where or (place := place_of(letters)) >= MOST_PLACES:
            raise SourceError([self._damaged("a cell beyond the last column that a sheet has")])
        self.places[letters] = place
        return place

    def _end_cell(self) -> None:
        self.in_cell = self.open = self.phonetic = False
        place, value = self.place, self.value
        if self.formula and self._read(place) and (self._unstored() or self.lookups.stale):
            expected = "the workbook opened and saved in a spreadsheet program, which calculates it"
            raise SourceError([Fault(self._at(), _UNCALCULATED, expected)])
        if not value:
            return
        if place >= MOST_COLUMNS and value.strip():
            check_width(self.where, ("",) * (place + 1), self.row)
        if self.kind == "inlineStr" and "_x" not in value:
            value = value.strip()
        elif self.kind in _TEXTS or self._read(place):
            value = self._shown()
        if value:
            self.cells[place] = value

    def _unstored(self) -> bool:
        return not self.value and not (self.kind == "str" and self.stored)

    def _read(self, place: int) -> bool:
        """Whether a cell is in the header, or in a column that is wanted."""
        rows = self.rows
        return place in rows.columns if rows.header_row else self.row > rows.skipped

    def _shown(self) -> str:
        """The text of a cell as the sheet shows it."""
        kind, value = self.kind, self.value
        try:
            if kind == "s":
                return self.lookups.texts[_whole(value)]
            if kind in {"str", "inlineStr"}:
                return unescaped(value).strip()
            if kind == "b":
                return "yes" if _whole(value) else "no"
            if kind == "e":
                return value
            form = self.lookups.formats[_whole(self.style)]
            if kind == "d":
                return (form if form.dated else self.lookups.iso).shown(self.lookups.serial(value))
            return form.shown(value)
        except (ValueError, IndexError):
            found = "a cell that cannot be read"
            raise SourceError([Fault(self._at(), found, "the workbook saved anew by a spreadsheet program")]) from None


def _whole(text: str) -> int:
    """A number that refers to something; ValueError if it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        msg = "no reference"
        raise ValueError(msg)
    return int(text)


def read_sheet(
    pieces: Iterable[bytes],
    named: tuple[str, str],
    lookups: Lookups,
    wanted: Wanted,
    watch: Callable[[int, int, str], None],
    skipped: int = 0,
) -> Grid:
    """The columns wanted of a sheet. SourceError names the row or the cell that cannot be read.

    named: the file and the sheet. watch: told of rows read, of rows in all (0: not known), and what is counted.
    A sheet of which no column is wanted is read no further than its header.
    """
    file, sheet = named
    where = f"{file} sheet {sheet!r}"
    rows = _Rows(where, wanted, skipped)
    visitor = _Sheet(where, rows, lookups, watch)
    visit(pieces, where, visitor, lambda: visitor.done)
    watch(visitor.row, visitor.row, "rows")
    return rows.grid(file, sheet)
