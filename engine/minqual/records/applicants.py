"""Applicants as columns: every row read, every figure exact, blanks and partial dates kept as bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np

from minqual.records.cell_faults import values_of
from minqual.records.doubts import Doubt
from minqual.records.tables import Codes, Table, TextColumn
from minqual.values import (
    ADVICE,
    DAYS_IN_MONTH,
    DAYS_IN_YEAR,
    EARLIEST_YEAR,
    LATEST_YEAR,
    UNBOUNDED,
    AsOf,
    Fault,
    Kept,
    anywhere,
    day_number,
    number_after,
    path_to,
    quickly_made,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
from minqual.values import Flags, Numbers

# Columns have no equality, and what they hold belongs into no message: hence neither eq nor repr.

BLANK: Final = -1
"""Stands in a column of numbers for a cell that says nothing."""

EITHER: Final = 2
"""Stands in a column of yes and no for a cell that may be either."""


def _any_day() -> tuple[int, ...]:
    first, last = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)
    numbers = day_number(first), day_number(last), number_after(first), number_after(last)
    return 1, first.toordinal(), last.toordinal(), *numbers


ANY_DAY: Final = _any_day()
"""A cell that may be any day of the calendar: 1, and its bounds in the order of Days."""

Lost = Literal["row", "cell"]
"""What of a row could not be used: all of it, or a cell, which is open."""


@quickly_made(frozen=True, eq=False, repr=False)
class BoundedColumn:
    """A column of values as bounds. Blank cells have `stated` False and zeros elsewhere.

    What a cell says is kept once for every distinct word: codes is the word of each row, said whether a word states
    anything, bounds (so many × words) what it states. Every column is made from these when it is asked for.
    """

    codes: Codes
    said: Flags
    bounds: Numbers

    @property
    def stated(self) -> Flags:
        """Not blank."""
        return self.said.take(self.codes)

    @property
    def each_word(self) -> Self:
        """What every distinct word says, once."""
        return type(self)(np.arange(len(self.said), dtype=np.int32), self.said, self.bounds)

    def only(self, rows: Flags) -> Self:
        """The same column with some of its rows."""
        return type(self)(self.codes[rows], self.said, self.bounds)

    @property
    def _vague(self) -> Flags:
        """Per word, whether it states more than one value."""
        return np.asarray(self.said & (self.bounds[0] != self.bounds[1]), dtype=np.bool_)

    def _opened(self, rows: Flags, bounds: Sequence[int]) -> Self:
        """The same column with some of its rows open, within bounds."""
        if not anywhere(rows):
            return self
        codes = np.where(rows, len(self.said), self.codes).astype(np.int32)
        return type(self)(codes, np.append(self.said, True), np.column_stack([self.bounds, bounds]))


class _Bound:
    """One of the bounds of a column, per row. place: of it among those of a word."""

    def __init__(self, place: int) -> None:
        self._place = place

    def __get__(self, column: BoundedColumn, owner: object) -> Numbers:
        return np.asarray(column.bounds[self._place].take(column.codes), dtype=np.int64)


class Days(BoundedColumn):
    """A column of dates; bounds: 6 × words."""

    earliest = _Bound(0)
    """The first calendar day that it may be (a proleptic ordinal)."""

    latest = _Bound(1)
    """The last calendar day that it may be (a proleptic ordinal)."""

    first = _Bound(2)
    """The number of the earliest day on the 30/360 axis."""

    last = _Bound(3)
    """The number of the latest day on the 30/360 axis."""

    after_first = _Bound(4)
    """The number of the calendar day after the earliest."""

    after_last = _Bound(5)
    """The number of the calendar day after the latest."""

    @property
    def partial(self) -> Flags:
        """Stated, but not to the day."""
        return self._vague.take(self.codes)

    @property
    def whole(self) -> Flags:
        """Stated to the month or the year, and neither more nor less."""
        _, _, first, _, _, after_last = self.bounds
        month = (first % DAYS_IN_MONTH == 1) & (after_last - first == DAYS_IN_MONTH)
        year = (first % DAYS_IN_YEAR == 1) & (after_last - first == DAYS_IN_YEAR)
        whole: Flags = self._vague & (month | year)
        return whole.take(self.codes)

    def opened(self, rows: Flags) -> Days:
        """The same column with some of its rows open: they may be any day."""
        return self._opened(rows, ANY_DAY[1:])


class Figures(BoundedColumn):
    """A column of figures; bounds: 2 × words, in parts of the column's measure."""

    low = _Bound(0)
    """The least that it may be."""

    high = _Bound(1)
    """The most that it may be; UNBOUNDED is limited by nothing."""

    @property
    def vague(self) -> Flags:
        """Stated, but not as one figure."""
        return self._vague.take(self.codes)

    @property
    def unlimited(self) -> Flags:
        """Stated without an upper bound."""
        return np.asarray(self.bounds[1] >= UNBOUNDED, dtype=np.bool_).take(self.codes)

    def opened(self, rows: Flags, most: int) -> Figures:
        """The same column with some of its rows open: they may be any figure up to the most that there can be."""
        return self._opened(rows, (0, most))


@quickly_made(frozen=True, eq=False, repr=False)
class Education:
    """Rows of education, without the rejected ones.

    level_low, level_high: bounds of the level (degrees.Level). level_strange: its word is not known. foreign: it is
    stated as the level of a foreign or an equivalent credential. study: the row is or may be college study.
    conferral_low, conferral_high: bounds of how far the degree is conferred as of the as-of date (UNMET, CONDITIONAL,
    MET). accredited, conferred: 1, 0, EITHER or BLANK. semester, quarter: units in thousandths; either: those whose
    system is not told. level: as it is written. repeated: says what another row of the applicant says, and may be the
    same. doubts: rows that do not fit.
    """

    table: Table
    owner: NDArray[np.int32]
    row: Numbers
    level: TextColumn
    level_low: NDArray[np.int8]
    level_high: NDArray[np.int8]
    level_stated: Flags
    level_strange: Flags
    foreign: Flags
    study: Flags
    field: TextColumn
    accredited: NDArray[np.int8]
    conferred: NDArray[np.int8]
    conferral_low: NDArray[np.int8]
    conferral_high: NDArray[np.int8]
    awarded: Days
    expected: Days
    semester: Figures
    quarter: Figures
    either: Figures
    subject: TextColumn
    country: TextColumn
    repeated: Flags
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def kept(self) -> Kept:
        """What was computed once from the rows."""
        return {}


@quickly_made(frozen=True, eq=False, repr=False)
class Experience:
    """Rows of experience, without the rejected ones.

    hours, share: thousandths. years: thousandths of a month. ongoing: the end is the as-of date. paid: 1, 0, EITHER or
    BLANK. apart: durations of one applicant with the same number do not overlap; 0 says nothing. repeated: says what
    another job of the applicant says, and may be the same. doubts: rows that do not fit.
    """

    table: Table
    owner: NDArray[np.int32]
    row: Numbers
    start: Days
    end: Days
    ongoing: Flags
    hours: Figures
    share: Figures
    years: Figures
    kinds: TextColumn
    paid: NDArray[np.int8]
    employer: TextColumn
    class_code: TextColumn
    facts: TextColumn
    apart: NDArray[np.int32]
    repeated: Flags
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Credentials:
    """Rows of licences and certificates. doubts: those that do not fit."""

    table: Table
    owner: NDArray[np.int32]
    row: Numbers
    name: TextColumn
    issuer: TextColumn
    valid_from: Days
    expires: Days
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Answers:
    """Rows of answers to a pack's questions."""

    table: Table
    owner: NDArray[np.int32]
    row: Numbers
    question: TextColumn
    answer: TextColumn
    doubts: tuple[Doubt, ...] = ()


NOBODYS: Final = "an id that is not in the applicants table"
BY_FORM: Final = "an id that is not in the applicants table, and differs from one there only in how it is written"
LINE: Final = "a line of text where ids stand, with nothing beside it"
HEADINGS: Final = "the headings once more"
"""What is found of rows that are of no applicant, or of one whose id is written otherwise."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One reason why a row, or a cell of one, could not be used.

    lost: the row, or the cell alone, which is open. doubtful: the cell can be read and fits, and is hardly what its
    column asks; whoever gives one record is asked about it, and need not mend it. applicant: the applicant's number, or
    BLANK where the row belongs to none. column: as the source names it. value: the cell, for the rejects file only.
    found, expected: the fault in words that show no cell. whose: the applicant's id as far as the row can be read, for
    the rejects file only too. place: where it stands in the order of the source, by which the rejects of several shares
    of a pool are put together. kind: what is wrong with a cell, one of CELL_FAULTS. beside: the columns of the cells
    that it does not fit together with.
    """

    table: str
    where: str
    sheet: str
    row: int
    column: str
    value: str
    found: str
    expected: str
    nearest: str | None
    applicant: int
    lost: Lost = "row"
    doubtful: bool = False
    whose: str = ""
    place: tuple[int, ...] = ()
    kind: str = ""
    beside: tuple[str, ...] = ()

    def fault(self, place: str | None = None) -> Fault:
        """The same as a fault of a record, which stands at its row and column if no other place is given.

        A record has no columns for which a column map might say how to read them.
        """
        row = self.table, self.row - 1
        path, also = path_to((*row, *filter(None, [self.column]))), tuple(path_to((*row, each)) for each in self.beside)
        where = place or f"{self.where} {self.row} {self.column}"
        expected = self.expected.removesuffix(ADVICE.get(self.found, ""))
        return Fault(
            where, self.found, expected, self.nearest,
            path=path, code="cell", kind=self.kind, values=values_of(self.column) if self.kind else {}, also=also,
        )  # fmt: skip

    @property
    def reason(self) -> str:
        """The fault as one sentence, without the value."""
        return self._reason("")

    @property
    def reason_in_full(self) -> str:
        """The same, with both ids where one misses the other by form alone: for whoever may see applicants' rows."""
        return self._reason(f" ({self.value!r} here, {self.whose!r} there)" if self.found == BY_FORM else "")

    def _reason(self, ids: str) -> str:
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{self.found}{ids}; expected {self.expected}{hint}"


@quickly_made(frozen=True, slots=True)
class RowCount:
    """What became of a table's rows; used + rejected + blank + left_out is all of them.

    cells: those set open in rows in use. left_out: rows that a column map leaves out.
    """

    table: str
    used: int
    rejected: int
    blank: int
    cells: int = 0
    left_out: int = 0

    @property
    def all(self) -> int:
        """Rows below the header."""
        return self.used + self.rejected + self.blank + self.left_out


@dataclass(frozen=True, eq=False, repr=False)
class Applicants:
    """All applicants of one source as columns, read as of one date, or each of them as of their own.

    ids: the applicants to judge, in the source's order; columns refer to them by number. listed: the table that lists
    them, one row for each, without its cells.
    unread: per applicant, whether any row of theirs was lost.
    """

    ids: Sequence[str]
    listed: Table
    dated: AsOf
    education: Education
    experience: Experience
    credentials: Credentials
    answers: Answers
    unread: Flags
    rejects: tuple[Reject, ...]
    counts: tuple[RowCount, ...]
    unknown_columns: Mapping[str, tuple[str, ...]]

    @property
    def as_of(self) -> date:
        """The date as of which they are read; the first, where each has their own."""
        return self.dated.day

    @property
    def to_mend(self) -> tuple[Reject, ...]:
        """What whoever gives one record has to mend in it first: what cannot be read, and contradictions."""
        return tuple(each for each in self.rejects if not each.doubtful)

    def table(self, name: str) -> Table:
        """A source table by name."""
        section: Education | Experience | Credentials | Answers = getattr(self, name)
        return section.table

    @property
    def count(self) -> int:
        """How many applicants are judged."""
        return len(self.ids)
