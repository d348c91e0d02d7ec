"""Rows of tables as they are found in documents, gathered into columns, with the path at which each stood."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from minqual.records import (
    COLUMNS,
    MOST_ID,
    Codes,
    Origin,
    Table,
    TextColumn,
    cell_fault,
    cell_of,
    endless,
    used_columns,
)
from minqual.sources.assembly import APPLICANT, nobodys
from minqual.sources.documents.json_entries import MOST_SHOWN

CELL: Final = "a text, a number, yes/no or null"

_AT_ONCE: Final = 1 << 12
"""Rows that are encoded together."""

_NAMED: Final = {
    "NoneType": "null", "str": "a text", "bool": "a truth value", "float": "a number without end",
    "list": "a list", "dict": "an object", "Twice": "an object",
}  # fmt: skip


def shape(value: object) -> str:
    """What a JSON value is, without showing it."""
    return _NAMED.get(type(value).__name__, "a wrong value")


def written(value: object) -> str:
    """A JSON value as it is written, cut short; nothing where there is none."""
    text = ""
    if value is None:
        return text
    try:
        for piece in json.JSONEncoder().iterencode(value):
            text += piece[: MOST_SHOWN + 1]
            if len(text) > MOST_SHOWN:
                break
    except RecursionError:
        pass
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What stands in the place of a cell and is none, and how it is written."""

    found: str
    written: str


_NO_FIGURES: Final = (float("inf"), float("-inf"))


class Gathering:
    """The rows of all tables, in the order in which they were found."""

    def __init__(self) -> None:
        self._sheets = {name: Sheet(name) for name in COLUMNS}

    def sheet(self, table: str) -> Sheet:
        """The rows of one table."""
        return self._sheets[table]

    def applicant(self, stated: object, where: str, number: int, path: str = "") -> str:
        """Gather an applicant by the id that a document states; blank where it is none. path: where it stands there."""
        applicant, people = stated.strip() if isinstance(stated, str) else "", self.sheet("applicants")
        if 0 < len(applicant) <= MOST_ID:
            names = ((APPLICANT, path),) if path not in ("", APPLICANT) else ()
            people.add(applicant, number, people.place(where, names=names), {})
            return applicant
        found = "an id that is too long" if applicant else "no id" if stated is None or stated == "" else shape(stated)
        at = people.place(where, names=(("", path),))
        people.add_broken("", number, at, found, f"an id of 1 to {MOST_ID} signs", written(stated))
        return ""

    def pieces(self, where: str) -> list[Table]:
        """All tables, those without rows as well: a document leaves out what an applicant does not claim."""
        return [sheet.piece(where) for sheet in self._sheets.values()]


class Sheet:
    """Rows of one table. Cells are kept once each; what is no cell is a blank that cannot be read."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._names = tuple(dict.fromkeys((APPLICANT, *used_columns(table))))
        self._columns = [(name, dict[object, int](), array("i")) for name in self._names]
        self._waiting: list[tuple[object, ...]] = []
        self._rows, self._origin = array("q"), array("i")
        self._places: dict[tuple[object, ...], int] = {}
        self._origins: list[Origin] = []
        self._broken: dict[int, tuple[str, str]] = {}
        self._unreadable: dict[str, dict[int, tuple[str, str, str]]] = {}
        self._shown: dict[int, str] = {}
        self.blank = 0

    def place(self, where: str, prefix: str = "", names: tuple[tuple[str, str], ...] = (), sheet: str = "") -> int:
        """The number of an origin: where rows stand, and what the source calls columns, as pairs."""
        key = (where, prefix, names, sheet)
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = len(self._origins)
            self._origins.append(Origin(where, sheet, dict(names), prefix))
        return found

    def add(self, applicant: str, number: int, place: int, cells: Mapping[str, object]) -> None:
        """A row: whose it is, its number in the source, and its cells by column; others are not kept."""
        self._waiting.append((applicant, *map(cells.get, self._names[1:])))
        self._rows.append(number)
        self._origin.append(place)
        if len(self._waiting) == _AT_ONCE:
            self._encode()

    def _encode(self) -> None:
        """Turn the rows that wait into codes."""
        for (_, numbers, codes), values in zip(self._columns, zip(*self._waiting, strict=True), strict=False):
            cells = values
            try:
                distinct = dict.fromkeys(cells)
            except TypeError:
                cells = tuple(
                    _Wrong(shape(each), written(each)) if isinstance(each, list | dict) else each for each in values
                )
                distinct = dict.fromkeys(cells)
            for value in distinct:
                numbers.setdefault(value, len(numbers))
            codes.extend(map(numbers.__getitem__, cells))
        self._waiting.clear()

    def add_broken(self, applicant: str, number: int, place: int, found: str, expected: str, stood: str = "") -> None:
        """A row of which nothing can be read. stood: what stood there, for the rejects alone."""
        if stood:
            self._shown[len(self._rows)] = stood
        self._broken[len(self._rows)] = (found, expected)
        self.add(applicant, number, place, {})

    def piece(self, where: str) -> Table:
        """All rows. where: names the table if it has none."""
        self._encode()
        columns = {}
        for name, numbers, codes in self._columns:
            if name == APPLICANT or any(value is not None for value in numbers):
                columns[name] = self._column(name, list(numbers), np.array(codes, dtype=np.int32))
        return Table(
            self._table,
            tuple(self._origins) or (Origin(where),),
            columns,
            nobodys(len(self._rows)),
            np.array(self._origin, dtype=np.int32),
            np.array(self._rows, dtype=np.int64),
            self._broken,
            {"": TextColumn.of(self._shown.get(row, "") for row in range(len(self._rows)))} if self._shown else {},
            self.blank,
            unreadable=self._unreadable,
        )

    def _column(self, name: str, values: Sequence[object], codes: Codes) -> TextColumn:
        words: dict[str, int] = {}
        place = np.zeros(len(values), dtype=np.int32)
        faults: dict[int, tuple[str, str]] = {}
        for number, value in enumerate(values):
            word, fault = _cell(value)
            place[number] = words.setdefault(word, len(words))
            if fault:
                faults[number] = fault
        for row in np.flatnonzero(np.isin(codes, list(faults))).tolist() if faults else ():
            code = int(codes[row])
            value = values[code]
            if row not in self._broken:
                stood = value.written if isinstance(value, _Wrong) else written(value)
                self._unreadable.setdefault(name, {})[row] = (*faults[code], stood)
        return TextColumn(place[codes] if len(values) else codes, tuple(words))


def _cell(value: object) -> tuple[str, tuple[str, str] | None]:
    """The cell that a JSON value would be in a spreadsheet, or a blank one and what is wrong."""
    cell = None if endless(value) else cell_of(value)
    if cell is None:
        return "", (value.found if isinstance(value, _Wrong) else shape(value), CELL)
    fault = cell_fault(cell)
    return ("", fault) if fault else (cell.strip(), None)
