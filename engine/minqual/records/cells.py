"""Reading columns of cells: each distinct word once, faults kept with their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.records.applicants import ANY_DAY, BLANK, EITHER, Days, Figures, Lost, Reject
from minqual.records.cell_faults import kind_of
from minqual.records.date_orders import in_either_order
from minqual.records.doubts import Doubt, Misfit
from minqual.records.tables import COLUMNS, ENTRY, Table, TextColumn
from minqual.values import (
    ADVICE,
    DATE_FORMS,
    NULL_DAYS,
    Flags,
    Measure,
    Numbers,
    OutsideCalendar,
    PartialDate,
    anywhere,
    award_date,
    blank,
    bounded,
    day_number,
    fold,
    goes_on,
    nearest,
    never_expires,
    number_after,
    parse_date,
    plain_date,
    read_figure,
    told_order,
    typed,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

YES_NO: Final = {"yes": 1, "y": 1, "true": 1, "1": 1, "no": 0, "n": 0, "false": 0, "0": 0}

MOST_HINTS: Final = 1_000
"""Strange words of one table that are compared with the known ones."""

WHOLE: Final = 1000
"""All of the duties, in thousandths."""


MOST_KEPT: Final = 1 << 14
"""Cells of one kind whose reading is kept for the next record that has the same."""

MOST_DAYS_KEPT: Final = 1 << 16
"""Spellings of days whose reading is kept: more than a century has in one form."""

_NO_DAY: Final[tuple[int, ...]] = (0,) * 7
_NO_FIGURE: Final[tuple[int, ...]] = (0, 0, 0)

_INSTEAD_OF_A_DATE: Final = {"end": goes_on, "expires": never_expires}
_READERS: Final = {"awarded": award_date, "expected": award_date}

_DATE_OF: Final = {
    "awarded": "The award of the degree",
    "expected": "The day on which the degree is expected",
    "start": "The start of the job",
    "end": "The end of the job",
    "valid_from": "The start of the credential",
    "expires": "The expiry of the credential",
}

_ASKED_IN: Final = {"valid_from": ("name",), "expires": ("name",)}
"""The columns under which a column is asked about together with others: all of a credential at once."""


class FaultyRows:
    """The rows and cells of one table that cannot be used, gathered column by column.

    ids: of the applicants of the source. faulty: rows that are lost. none: no row at all. doubts: rows of which some
    cells are open, with one question.
    """

    def __init__(self, table: Table, ids: Sequence[str]) -> None:
        self.table, self._ids = table, ids
        self.faulty: Flags = np.zeros(table.height, dtype=np.bool_)
        self.none: Flags = np.zeros(table.height, dtype=np.bool_)
        self.doubts: list[Doubt] = []
        self._hints: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._placed: list[tuple[int, Reject]] = []
        self._opened: set[tuple[int, str]] = set()
        self._unreadable: dict[str, set[str]] = {}
        self._files: dict[str, int] = {}
        self._either_order = in_either_order(table)

    def add(  # noqa: PLR0913  # what a cell is rejected for
        self,
        rows: Iterable[int],
        column: str,
        found: str | Callable[[str], str],
        expected: str,
        known: Iterable[str] = (),
        *,
        lost: Lost = "row",
        doubtful: bool = False,
        kind: str = "",
        beside: tuple[str, ...] = (),
    ) -> None:
        """Reject rows, or their cells, for one column. found may be told from the cell, but must not show it.

        kind: what is wrong with cells, where their words do not tell. beside: the columns that they do not fit.
        """
        table, known = self.table, tuple(known)
        if lost == "cell" and table.supposed:
            return
        section = list(COLUMNS).index(table.name)
        named = ("", *COLUMNS[table.name], ENTRY).index(column)
        for row in rows:
            if (column and row in table.broken) or (row, column) in self._opened:
                continue
            if lost == "cell":
                self._opened.add((row, column))
            cell, origin = table.cell(column, row), table.origin_of(row)
            shape = found if isinstance(found, str) else found(cell)
            hint = self._hint(cell, known) if known else None
            self.faulty[row] |= lost == "row"
            number = int(table.rows[row])
            place = section, self._file(origin.said), number, int(table.origin[row]), named
            *_, stood = table.unreadable.get(column, {}).get(row) or (table.cell_as_written(column, row),)
            for applicant in table.nearly.get(row) or (int(table.owner[row]),):
                whose = self._ids[applicant] if applicant >= 0 else ""
                reject = Reject(
                    table.name, origin.where, origin.sheet, number, origin.column(column),
                    stood, shape, expected, hint, applicant, lost, doubtful, whose, place,
                    kind or kind_of(shape) if lost == "cell" else "", beside,
                )  # fmt: skip
                self._placed.append((row, reject))

    def _file(self, said: str) -> int:
        """The place of a file among those of the table."""
        if not self._files:
            for place, each in enumerate(self.table.origins):
                self._files.setdefault(each.said, place)
        return self._files[said]

    def _hint(self, cell: str, known: tuple[str, ...]) -> str | None:
        """The right spelling nearest to a cell: of many strange words only the first are compared, which takes long."""
        if (cell, known) not in self._hints:
            if len(self._hints) >= MOST_HINTS:
                return None
            self._hints[cell, known] = nearest(cell, known)
        return self._hints[cell, known]

    @property
    def rejects(self) -> list[Reject]:
        """What was rejected, in the order of the source; of a row that is lost no cell is in use."""
        ordered = sorted(self._placed, key=lambda each: each[1].place)
        return [replace(each, lost="row") if self.faulty[row] and each.lost != "row" else each for row, each in ordered]

    def doubt(  # what a doubt is told by
        self,
        where: Flags,
        columns: tuple[str, ...],
        ask: str,
        says: Misfit,
        found: str,
        expected: str,
        *,
        doubtful: bool = False,
    ) -> Flags:
        """Set cells of rows open that are in doubt, with one question; which rows these are.

        doubtful: the cells can be read and do not contradict each other.
        """
        if not anywhere(where):
            return where
        where = where & ~self._confirmed(columns) if says.may_be_right else where
        rows = wherever(where & ~self.faulty)
        if len(rows):
            first, *others = columns
            kind, alone = says.name.lower().replace("_", "-"), _ASKED_IN.get(first, ())
            beside = tuple(each for each in others if each not in alone)
            self.add(rows.tolist(), first, found, expected, lost="cell", doubtful=doubtful, kind=kind, beside=beside)
            self.doubts.append(Doubt(columns, ask, says, rows))
        return where

    def _confirmed(self, columns: tuple[str, ...]) -> Flags:
        """The rows of which a person has said that some of these cells are right, or what they say."""
        rows = [row for column in columns for row in self.table.confirmed.get(column, ())]
        if not rows:
            return self.none
        confirmed = self.none.copy()
        confirmed[rows] = True
        return confirmed

    def open_cells(self) -> None:
        """Set open what the source has in place of cells."""
        for column, cells in self.table.unreadable.items():
            for row, (found, expected, _) in cells.items():
                self.add([row], column, found, expected, lost="cell")

    def _without_cell(self, column: str) -> Flags:
        """The rows that have something else in place of a cell of a column."""
        cells = self.table.unreadable.get(column)
        if not cells:
            return self.none
        found = self.none.copy()
        found[list(cells)] = True
        return found

    def days(self, column: str) -> Days:
        """A column of dates; cells that are none may be any day."""
        text = self.table.column(column)
        if column not in self.table.columns:
            return Days(text.codes, *_NO_DAYS).opened(self._without_cell(column))
        faults: dict[int, str] = {}
        nulls: set[str] = set()
        bounds = [_NO_DAY] * len(text.words)
        instead = _INSTEAD_OF_A_DATE.get(column)
        read = _READERS.get(column, parse_date)
        for code, word in enumerate(text.words):
            if not word or (instead and word.isalpha() and instead(word)):
                continue
            try:
                bounds[code] = _bounds(word, read)
            except ValueError as error:
                if instead is None or not instead(word):
                    faults[code], bounds[code] = str(error), ANY_DAY
            else:
                if bounds[code] is ANY_DAY:
                    nulls.add(word)
        self._refuse(text, column, faults, DATE_FORMS + (", or present" if column == "end" else ""))
        self._doubt_nulls(text, column, nulls)
        if column in self._either_order:
            self._doubt_order(text, column, bounds)
        return Days(text.codes, *_by_word(bounds, _NO_DAY)).opened(self._without_cell(column))

    def _doubt_nulls(self, text: TextColumn, column: str, nulls: set[str]) -> None:
        """Ask about days that systems write where they know none."""
        if nulls:
            self.doubt(
                text.flags(nulls.__contains__),
                (column, *_ASKED_IN.get(column, ())),
                f"{_DATE_OF[column]} is given as a day that stands for a blank: which day is it?",
                Misfit.NULL_DATE,
                "a day that stands for a blank",
                "the day, or a blank where not known",
                doubtful=True,
            )

    def _doubt_order(self, text: TextColumn, column: str, bounds: list[tuple[int, ...]]) -> None:
        """Open dates between both orders of their numbers: others in their column have the day first."""
        either = {code for code, word in enumerate(text.words) if told_order(word) == "open"}
        for code in either:
            bounds[code] = _bounds(plain_date(text.words[code], "open", None), parse_date)
        if either:
            self.doubt(
                np.isin(text.codes, list(either)),
                (column, *_ASKED_IN.get(column, ())),
                f"{_DATE_OF[column]} may be read with the month or with the day first: which day is it?",
                Misfit.ORDER,
                "a day and a month that may stand in either order, as other dates here have the day first",
                "the year first, or a column map with 'date order'",
                doubtful=True,
            )

    def figures(self, column: str, measure: Measure, only: Callable[[str], bool] | None = None) -> Figures:
        """A column of figures; cells that are none may be any. only: which words are of this measure, if not all."""
        return self._figures(column, partial(_figure, measure=measure), measure.above, measure.expected, only)

    def shares(self, column: str) -> Figures:
        """A column of shares of duties in thousandths; cells that are none may be any."""
        expected = "a share from 0 to 1, or a percentage"
        return self._figures(column, lambda word: (1, *share(word)), WHOLE, expected, lambda word: not blank(word))

    def _figures(
        self,
        column: str,
        read: Callable[[str], tuple[int, ...]],
        most: int,
        expected: str,
        only: Callable[[str], bool] | None,
    ) -> Figures:
        text = self.table.column(column)
        if column not in self.table.columns:
            return Figures(text.codes, *_NO_FIGURES).opened(self._without_cell(column), most)
        faults: dict[int, str] = {}
        bounds = [_NO_FIGURE] * len(text.words)
        for code, word in enumerate(text.words):
            if not word or (only and not only(word)):
                continue
            try:
                bounds[code] = read(word)
            except ValueError as error:
                faults[code], bounds[code] = str(error), (1, 0, most)
        self._refuse(text, column, faults, expected)
        return Figures(text.codes, *_by_word(bounds, _NO_FIGURE)).opened(self._without_cell(column), most)

    def _refuse(self, text: TextColumn, column: str, faults: Mapping[int, str], expected: str) -> None:
        """Reject the cells whose word has a fault (by its code), with what may help against it."""
        if not faults:
            return
        self.leave_out(column, [text.words[code] for code in faults])
        faulty = np.zeros(len(text.words), dtype=np.bool_)
        faulty[list(faults)] = True
        rows = wherever(faulty.take(text.codes))
        for row, code in zip(rows.tolist(), text.codes[rows].tolist(), strict=True):
            fault = faults[code]
            self.add([row], column, fault, expected + ADVICE.get(fault, ""), lost="cell")

    def leave_out(self, column: str, words: Iterable[str]) -> None:
        """Name no row by words of a column that cannot be read: nobody knows what they hold."""
        self._unreadable.setdefault(column, set()).update(words)

    @property
    def readable(self) -> Table:
        """The table with blanks for the cells that cannot be read."""
        columns = dict(self.table.columns)
        for column, words in self._unreadable.items():
            text = columns[column]
            columns[column] = replace(text, words=tuple("" if word in words else word for word in text.words))
        return replace(self.table, columns=columns, source=self.table.as_read) if self._unreadable else self.table

    def yes_no(self, column: str) -> NDArray[np.int8]:
        """A column of yes and no as 1 and 0, BLANK where blank; others may be either."""
        text = self.table.columns.get(column)
        if text is None:
            return np.where(self._without_cell(column), np.int8(EITHER), np.int8(BLANK))
        meant = [BLANK if blank(word) else YES_NO.get(fold(word), EITHER) for word in text.words]
        read = np.array(meant, dtype=np.int8)[text.codes]
        if EITHER in meant:
            rows = wherever(read == EITHER).tolist()
            self.add(rows, column, "neither yes nor no", "yes, no or a blank", YES_NO, lost="cell")
        return np.where(self._without_cell(column), np.int8(EITHER), read) if self.table.unreadable else read


def rows_with(text: TextColumn, words: Iterable[str]) -> list[int]:
    """The rows whose cell is one of some words."""
    wanted = set(words)
    rows: list[int] = wherever(text.flags(wanted.__contains__)).tolist()
    return rows


def share(text: str) -> tuple[int, int]:
    """A share of duties in thousandths, rounded outwards: 0 to 1, or a percentage."""
    written = typed(text)
    percentage = written.removesuffix("%").strip()
    low, high = bounded(written) if percentage == written else bounded(percentage, WHOLE // 100)
    if high > WHOLE:
        msg = "a number too large to be true"
        raise ValueError(msg)
    return low, high


@lru_cache(maxsize=MOST_KEPT)
def _figure(text: str, measure: Measure) -> tuple[int, ...]:
    """A cell of a figure: 1 and its bounds; _NO_FIGURE where it says nothing."""
    return _NO_FIGURE if blank(text) else (1, *read_figure(text, measure))


@lru_cache(maxsize=MOST_DAYS_KEPT)
def _bounds(text: str, read: Callable[[str], PartialDate]) -> tuple[int, ...]:
    """A cell of a date: 1 and its bounds in the order of Days; _NO_DAY where it says nothing, ANY_DAY of a null day."""
    try:
        partial = read(text)
    except OutsideCalendar as error:
        if error.parts in NULL_DAYS:
            return ANY_DAY
        raise
    except ValueError:
        if blank(text):
            return _NO_DAY
        raise
    first, last = partial.earliest, partial.latest
    if partial.null:
        return ANY_DAY
    ordinal, number, after = first.toordinal(), day_number(first), number_after(first)
    if partial.exact:
        return 1, ordinal, ordinal, number, number, after, after
    return 1, ordinal, last.toordinal(), number, day_number(last), after, number_after(last)


def _by_word(bounds: Sequence[tuple[int, ...]], none: tuple[int, ...]) -> tuple[Flags, Numbers]:
    """Whether each word says anything, and its bounds, one row for each of them."""
    by_word = np.ascontiguousarray(np.array(bounds or [none], dtype=np.int64).T)
    return by_word[0].astype(np.bool_), by_word[1:]


_NO_DAYS: Final = _by_word((), _NO_DAY)
_NO_FIGURES: Final = _by_word((), _NO_FIGURE)
"""What a column has that is not there, which is blank in every row."""
