"""Reading columns of cells: each distinct word once, faults kept with their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.applicants import BLANK, Days, Figures, Flags, Numbers, Reject
from minqual.dates import ADVICE, DATE_FORMS, PRESENT, day_number, number_after, parse_date
from minqual.faults import nearest
from minqual.figures import thousandths
from minqual.measures import Measure, read_figure
from minqual.tables import COLUMNS, Table, TextColumn
from minqual.words import fold, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

YES_NO: Final = {"yes": 1, "y": 1, "true": 1, "1": 1, "no": 0, "n": 0, "false": 0, "0": 0}

MOST_HINTS: Final = 1_000
"""Strange words of one table that are compared with the known ones."""

WHOLE: Final = 1000
"""All of the duties, in thousandths."""

NOT_APPLICABLE: Final = frozenset({"n/a", "n.a.", "na", "none", "null", "nil", "-", "--", "---", "not applicable"})
"""What is no answer and does not say "not known" either, case-folded."""

NEVER: Final = frozenset({"never", "none", "n/a", "no expiry"})
"""What an expiry may say, case-folded, of a credential that does not expire."""

_INSTEAD_OF_A_DATE: Final = {"end": PRESENT, "expires": NEVER}


class FaultyRows:
    """The rows of one table that cannot be used, gathered column by column."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.faulty: Flags = np.zeros(table.height, dtype=np.bool_)
        self._hints: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._placed: list[Reject] = []
        self._files: dict[str, int] = {}

    def add(
        self,
        rows: Iterable[int],
        column: str,
        found: str | Callable[[str], str],
        expected: str,
        known: Iterable[str] = (),
    ) -> None:
        """Reject rows for one column. found may be told from the cell, but must not show it."""
        table, known = self.table, tuple(known)
        for row in rows:
            if column and row in table.broken:
                continue
            cell, origin = table.cell(column, row), table.origin_of(row)
            shape = found if isinstance(found, str) else found(cell)
            hint = self._hint(cell, known) if known else None
            self.faulty[row] = True
            number, columns = int(table.rows[row]), ("", *COLUMNS[table.name])
            section, file = list(COLUMNS).index(table.name), self._file(origin.said)
            reject = Reject(
                table.name, origin.where, origin.sheet, number, origin.column(column),
                table.cell_as_written(column, row), shape, expected, hint,
                int(table.owner[row]), place=(section, file, number, int(table.origin[row]), columns.index(column)),
            )  # fmt: skip
            self._placed.append(reject)

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
        """What was rejected, in the order of the source."""
        return sorted(self._placed, key=lambda each: each.place)

    def days(self, column: str) -> Days:
        """A column of dates; cells that are none are rejected."""
        text = self.table.column(column)
        faults: dict[str, str] = {}
        bounds = np.zeros((7, len(text.words)), dtype=np.int64)
        for code, word in enumerate(text.words):
            if silent(word) or fold(word) in _INSTEAD_OF_A_DATE.get(column, ()):
                continue
            try:
                bounds[:, code] = _bounds(word)
            except ValueError as error:
                faults[word] = str(error)
        expected = DATE_FORMS + (", or present" if column == "end" else "")
        self._refuse(text, column, faults, expected)
        stated, *numbers = bounds[:, text.codes]
        return Days(stated.astype(np.bool_), *numbers)

    def figures(self, column: str, measure: Measure) -> Figures:
        """A column of figures; cells that are none are rejected."""
        text = self.table.column(column)
        faults: dict[str, str] = {}
        bounds = np.zeros((3, len(text.words)), dtype=np.int64)
        for code, word in enumerate(text.words):
            if silent(word):
                continue
            try:
                bounds[:, code] = (1, *read_figure(word, measure))
            except ValueError as error:
                faults[word] = str(error)
        self._refuse(text, column, faults, measure.expected)
        stated, low, high = (each[text.codes] for each in bounds)
        return Figures(stated.astype(np.bool_), low, high)

    def shares(self, column: str) -> Numbers:
        """A column of shares of duties in thousandths, BLANK where silent; others are rejected."""
        text = self.table.column(column)
        faults: dict[str, str] = {}
        values = np.full(len(text.words), BLANK, dtype=np.int64)
        for code, word in enumerate(text.words):
            if silent(word):
                continue
            try:
                values[code] = share(word)
            except ValueError as error:
                faults[word] = str(error)
        self._refuse(text, column, faults, "a share from 0 to 1, or a percentage")
        return np.asarray(values[text.codes], dtype=np.int64)

    def _refuse(self, text: TextColumn, column: str, faults: Mapping[str, str], expected: str) -> None:
        """Reject the rows whose word has a fault, with what may help against it."""
        for fault in dict.fromkeys(faults.values()):
            words = [word for word, found in faults.items() if found == fault]
            void = [word for word in words if fold(word) in NOT_APPLICABLE]
            other = [word for word in words if fold(word) not in NOT_APPLICABLE]
            self.add(rows_with(text, other), column, fault, expected + ADVICE.get(fault, ""))
            self.add(rows_with(text, void), column, f"{fault}, and no blank", expected + "; a blank where not known")

    def yes_no(self, column: str) -> NDArray[np.int8]:
        """A column of yes and no as 1 and 0, BLANK where silent; others are rejected."""
        text = self.table.column(column)
        values = np.array([BLANK if silent(word) else YES_NO.get(fold(word), 2) for word in text.words], dtype=np.int8)
        read = np.asarray(values[text.codes], dtype=np.int8)
        if (values == 2).any():
            self.add(np.flatnonzero(read == 2).tolist(), column, "neither yes nor no", "yes, no or a blank", YES_NO)
        return read


def rows_with(text: TextColumn, words: Iterable[str]) -> list[int]:
    """The rows whose cell is one of some words."""
    wanted = set(words)
    rows: list[int] = np.flatnonzero(text.flags(wanted.__contains__)).tolist()
    return rows


def share(text: str) -> int:
    """A share of duties in thousandths: 0 to 1, or a percentage."""
    percentage = text.endswith("%")
    value = thousandths(text.removesuffix("%").strip() if percentage else text)
    if percentage and value % 100:
        msg = "a percentage with more than 1 decimal"
        raise ValueError(msg)
    value = value // 100 if percentage else value
    if value > WHOLE:
        msg = "a number too large to be true"
        raise ValueError(msg)
    return value


def _bounds(text: str) -> tuple[int, ...]:
    partial = parse_date(text)
    first, last = partial.earliest, partial.latest
    return (
        1,
        first.toordinal(),
        last.toordinal(),
        day_number(first),
        day_number(last),
        number_after(first),
        number_after(last),
    )
