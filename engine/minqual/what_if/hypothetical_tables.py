"""Hypothetical records: those of a source with rows that are still to come, as one pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from minqual.records import LISTS, Origin, Table, Tables, TextColumn, empty_table, in_either_order
from minqual.values import award_date, fold, goes_on, quickly_made, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

Found = TypeVar("Found")

Row = tuple[str, Mapping[str, str]]
"""A table, and cells of one row of it."""

Added = tuple[int, Mapping[str, str]]
"""The place of whom a row is added to, and its cells."""


@quickly_made(frozen=True, slots=True)
class Supposed:
    """What is supposed of one applicant of a source, by number.

    rows: what is added; answers take the place of those to the same question. left: the day on which jobs that go on
    are left, where they are. conferred: whether degrees in progress are conferred as expected.
    """

    applicant: int
    rows: tuple[Row, ...] = ()
    left: date | None = None
    conferred: bool = True


class Hypotheses:
    """The records of a source, from which hypothetical ones are made. ids: of those who were judged, by number."""

    def __init__(self, tables: Tables, ids: Sequence[str], as_of: date) -> None:
        self.tables = tables
        self._due = _due(tables.tables.get("education") or empty_table("education"), as_of)
        once = {each.strip(): number for number, each in enumerate(tables.applicant_ids) if not tables.repeated[number]}
        nobody = len(tables.applicant_ids)
        self._number = np.array([*(once[each] for each in ids), nobody], dtype=np.int64)
        self._sorted: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def _in_order(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of a table by whose they are, and where those of each begin."""
        if name not in self._sorted:
            owner = self.tables.tables[name].owner
            order = np.argsort(owner, kind="stable")
            count = len(self.tables.applicant_ids)
            self._sorted[name] = order, np.searchsorted(owner[order], np.arange(count + 2))
        return self._sorted[name]

    def _rows_of_one(self, name: str, applicant: int) -> list[int]:
        order, begin = self._in_order(name)
        number = self._number[applicant]
        rows: list[int] = order[begin[number] : begin[number + 1]].tolist()
        return rows

    def rows_of(self, name: str, applicants: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The rows of some applicants one after the other, and the place of the one whom each is of."""
        order, begin = self._in_order(name)
        first, height = begin[applicants], begin[applicants + 1] - begin[applicants]
        place = np.repeat(np.arange(len(applicants)), height)
        inside = np.arange(len(place)) - np.repeat(np.cumsum(height) - height, height)
        return order[first[place] + inside], place.astype(np.int32)

    def cells(self, applicant: int, tables: frozenset[str], columns: frozenset[str]) -> Iterator[str]:
        """The cells of some columns of some tables of one applicant's record."""
        for name in tables & self.tables.tables.keys():
            table = self.tables.tables[name]
            rows = self._rows_of_one(name, applicant)
            for column in columns & table.columns.keys():
                yield from (table.cell(column, row) for row in rows)

    def degrees_due(self, applicant: int) -> list[str]:
        """The days on which the degrees of one applicant are expected, as they stand."""
        if not self._due.any():
            return []
        rows = self._rows_of_one("education", applicant)
        return [self.tables.tables["education"].cell("expected", row) for row in rows if self._due[row]]

    def together(self, supposed: Sequence[Supposed]) -> Tables:
        """One record for each thing that is supposed, in that order."""
        applicants = self._number[[each.applicant for each in supposed]]
        added: dict[str, list[tuple[int, Mapping[str, str]]]] = {name: [] for name in LISTS}
        for place, each in enumerate(supposed):
            for name, cells in each.rows:
                added[name].append((place, cells))
        count = len(supposed)
        tables = {name: self._table(name, supposed, applicants, added[name]) for name in LISTS}
        numbers, none = np.arange(count), np.zeros(count, dtype=np.int32)
        of_all = Table("applicants", (Origin("record"),), {}, numbers.astype(np.int32), none, numbers + 1)
        ids = [f"supposed {number}" for number in range(count)]
        return Tables(ids, of_all, tables, np.zeros(count, dtype=np.bool_))

    def _table(
        self, name: str, supposed: Sequence[Supposed], applicants: NDArray[np.int64], added: Sequence[Added]
    ) -> Table:
        table = self.tables.tables.get(name)
        if table is None:
            table, rows, owner = empty_table(name), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        else:
            rows, owner = self.rows_of(name, applicants)
        if not len(rows) and not added:
            return empty_table(name)
        if name == "answers" and added:
            kept = _still_said(table, rows, owner, added)
            rows, owner = rows[kept], owner[kept]
        columns = {key: column.only(rows) for key, column in table.columns.items()}
        if name == "experience" and "end" in columns and any(each.left for each in supposed):
            columns["end"] = _left(columns["end"], owner, supposed)
        if name == "education" and self._due.any():
            conferred = np.array([each.conferred for each in supposed], dtype=np.bool_)
            columns |= _awarded(columns, self._due[rows] & conferred[owner])
        return _with_rows(table, columns, rows, owner, added)


def _still_said(
    table: Table, rows: NDArray[np.int64], owner: NDArray[np.int32], added: Sequence[Added]
) -> NDArray[np.bool_]:
    """The answers to questions that are not answered anew."""
    question = table.column("question")
    said = [fold(word) for word in question.words]
    folded: dict[str, str] = {}
    anew: set[tuple[int, str]] = set()
    for place, cells in added:
        asked = cells["question"]
        if asked not in folded:
            folded[asked] = fold(asked)
        anew.add((place, folded[asked]))
    codes = question.codes[rows].tolist()
    return np.array(
        [(place, said[code]) not in anew for code, place in zip(codes, owner.tolist(), strict=True)], dtype=np.bool_
    )


def _left(end: TextColumn, owner: NDArray[np.int32], supposed: Sequence[Supposed]) -> TextColumn:
    """Ends of jobs, where those that go on are left on a day."""
    days = {each.left: None for each in supposed if each.left is not None}
    words = [*end.words, *(day.isoformat() for day in days)]
    code = {day: len(end.words) + number for number, day in enumerate(days)}
    left = np.array([-1 if each.left is None else code[each.left] for each in supposed], dtype=np.int32)[owner]
    ongoing = end.flags(goes_on) & (left >= 0)
    return TextColumn(np.where(ongoing, left, end.codes), words)


def _due(studies: Table, as_of: date) -> NDArray[np.bool_]:
    """The rows of degrees that may be expected after a day, and of which no award is stated."""
    expected, conferred = studies.column("expected"), studies.column("conferred")
    ahead = np.array([_is_after(word, as_of) for word in expected.words], dtype=np.bool_)[expected.codes]
    not_yet = np.array([_no_yes(word) for word in conferred.words], dtype=np.bool_)[conferred.codes]
    return ahead & not_yet & studies.column("awarded").flags(silent)


def _is_after(cell: str, as_of: date) -> bool:
    try:
        return not silent(cell) and award_date(cell).latest > as_of
    except ValueError:
        return False


def _no_yes(cell: str) -> bool:
    return silent(cell) or fold(cell) in {"no", "n", "false", "0"}


def _awarded(columns: Mapping[str, TextColumn], due: NDArray[np.bool_]) -> dict[str, TextColumn]:
    """What says of studies that they are concluded, where degrees are awarded on the day on which they are due."""
    expected, blank = columns["expected"], TextColumn.blank(len(due))
    awarded, conferred = columns.get("awarded", blank), columns.get("conferred", blank)
    return {
        "awarded": TextColumn(
            np.where(due, expected.codes + len(awarded.words), awarded.codes).astype(np.int32),
            [*awarded.words, *expected.words],
        ),
        "conferred": TextColumn(
            np.where(due, len(conferred.words), conferred.codes).astype(np.int32), [*conferred.words, ""]
        ),
    }


def _with_rows(
    table: Table,
    columns: Mapping[str, TextColumn],
    rows: NDArray[np.int64],
    owner: NDArray[np.int32],
    added: Sequence[Added],
) -> Table:
    """Some rows of a table for owners of their own, with others added at the end."""
    number = _places(rows) if _noted(table) else {}
    height, count = len(rows), len(added)
    distinct: dict[int, int] = {}
    which = np.array([distinct.setdefault(id(cells), len(distinct)) for _, cells in added], dtype=np.int64)
    once = {id(cells): cells for _, cells in added}
    each = [once[key] for key in distinct]

    def moved(notes: Mapping[int, Found]) -> dict[int, Found]:
        return {place: found for row, found in notes.items() for place in number.get(row, ())}

    names = list(dict.fromkeys((*columns, *(key for cells in each for key in cells))))
    before = [columns.get(name) or TextColumn.blank(height) for name in names]
    words = [list(column.words) or [""] for column in before]
    more = []
    for name, own in zip(names, words, strict=True):
        known: dict[str, int] = {}
        more.append([known.setdefault(cells.get(name, ""), len(own) + len(known)) for cells in each])
        own.extend(known)
    codes = np.concatenate(
        [
            np.array([column.codes for column in before], dtype=np.int32).reshape(len(names), height),
            np.array(more, dtype=np.int32).reshape(len(names), len(each))[:, which],
        ],
        axis=1,
    )
    grown = {name: TextColumn(*column) for name, *column in zip(names, codes, words, strict=True)}
    owners = np.array([place for place, _ in added], dtype=np.int32)
    return Table(
        table.name,
        (*table.origins, Origin(table.name, aside=True)),
        grown,
        np.concatenate([owner, owners]),
        np.concatenate([table.origin[rows], np.full(count, len(table.origins), dtype=np.int32)]),
        np.concatenate([table.rows[rows], np.arange(1, count + 1)]),
        moved(table.broken),
        unreadable={name: moved(cells) for name, cells in table.unreadable.items()},
        either_order=in_either_order(table),
        confirmed={name: frozenset(moved(dict.fromkeys(cells))) for name, cells in table.confirmed.items()},
        again=frozenset(moved(dict.fromkeys(table.again))),
        supposed=True,
    )


def _noted(table: Table) -> bool:
    """Whether anything is noted of single rows of a table."""
    return bool(table.broken or table.unreadable or table.confirmed or table.again)


def _places(rows: NDArray[np.int64]) -> Mapping[int, Sequence[int]]:
    """Where each row of a table went."""
    found: dict[int, list[int]] = {}
    for place, row in enumerate(rows.tolist()):
        found.setdefault(row, []).append(place)
    return found
