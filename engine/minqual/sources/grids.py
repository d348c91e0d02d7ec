"""Grids: sheets as they were read, a header row and columns of text below it, before anyone says what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np

from minqual.records import MOST_SIGNS, Origin, Rows, TextColumn, renumbered
from minqual.values import Fault, Flags, SourceError, so_many

MOST_COLUMNS: Final = 2_000
"""Columns of one sheet; no export of applicants has more, and each costs memory."""

Wanted: TypeAlias = Callable[[str], bool]
"""Whether a column is needed, told from its heading as written."""

Watch: TypeAlias = Callable[[str, int, int, str], None]
"""Told what is being read, how much of it has been, of how much in all (0: not known), and what is counted so."""


def unwatched(what: str, done: int, total: int, of: str) -> None:
    """No one looks on."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grid:
    """One sheet as read, without its blank rows.

    header: the headings as written. columns: by place in the header, those that were wanted.
    rows: per row, its number as the spreadsheet shows it. broken: rows that do not fit the header (by place among
    the rows kept): what was found, what would be right. blank: how many rows below the header were blank.
    member: the file of an archive that it is.
    """

    where: str
    sheet: str
    header: tuple[str, ...]
    columns: Mapping[int, TextColumn]
    rows: Rows
    broken: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    blank: int = 0
    header_row: int = 1
    member: str = ""

    @property
    def called(self) -> str:
        """What a map calls it: its sheet, or its file without folders and without what follows the point."""
        return self.sheet or (self.member or self.where).rpartition("/")[2].partition(".")[0]

    @property
    def said(self) -> str:
        """The file, with its sheet."""
        return Origin(self.where, self.sheet).said

    @property
    def header_said(self) -> str:
        """The row of its header, with the file; the file alone where the header is in no row."""
        return f"{self.said} row {self.header_row}" if self.header_row else self.said

    @property
    def height(self) -> int:
        """How many rows it has, blank ones left out."""
        return len(self.rows)

    def under(self, heading: str) -> TextColumn | None:
        """The first column of some heading, capitals and blanks around it aside."""
        wanted = named(heading)
        return next((self.columns[place] for place in self.columns if named(self.header[place]) == wanted), None)


def named(heading: str) -> str:
    """A heading as it is compared: capitals and runs of blanks do not matter."""
    return " ".join(heading.casefold().split())


def grid_of(
    where: str,
    sheet: str,
    header: tuple[str, ...],
    columns: Mapping[int, TextColumn],
    rows: Rows,
    broken: Mapping[int, tuple[str, str]],
    header_row: int = 1,
) -> Grid:
    """A grid from all rows below a header; the blank ones are counted and left out."""
    check_width(where, header, header_row)
    filled = filled_rows(columns.values(), len(rows))
    filled[list(broken)] = True
    return with_rows(Grid(where, sheet, header, columns, rows, broken, int((~filled).sum()), header_row), filled)


def with_rows(grid: Grid, keep: Flags) -> Grid:
    """A grid with some of its rows."""
    if keep.all():
        return grid
    columns = {each: column.only(keep) for each, column in grid.columns.items()}
    return replace(grid, columns=columns, rows=grid.rows[keep], broken=renumbered(grid.broken, keep))


def check_width(where: str, header: tuple[str, ...], header_row: int = 1) -> None:
    """SourceError if a header has more columns than are read."""
    if len(header) > MOST_COLUMNS:
        found, expected = so_many(len(header), "column"), f"at most {MOST_COLUMNS} columns"
        raise SourceError([Fault(f"{where} row {header_row}" if header_row else where, found, expected)])


def too_long(where: str) -> SourceError:
    """The error of a cell that is too long to be one."""
    return SourceError([Fault(where, "a cell too long to be one", f"at most {MOST_SIGNS} signs in a cell")])


def filled_rows(columns: Iterable[TextColumn], height: int) -> Flags:
    """Rows with any cell that is not blank."""
    filled = np.zeros(height, dtype=np.bool_)
    for column in columns:
        if not filled.all():
            filled |= column.codes != column.words.index("") if "" in column.words else True
    return filled


MOST_TITLES: Final = 5
"""Rows that are tried for a header below a title."""


HeaderAt = Callable[[int], Sequence[str]]
"""The headings of a sheet with so many rows skipped; none where there are none."""


def is_title(header: Sequence[str]) -> bool:
    """Whether a row has one filled cell at most, as a title has and a header of one column."""
    return sum(map(bool, header)) <= 1


def may_be_header(header: Sequence[str]) -> bool:
    """Whether a row has several cells, all different, and none of them begins with a digit."""
    filled = [each for each in header if each]
    return len(filled) > 1 and len(set(filled)) == len(filled) and not any(each[0].isdigit() for each in filled)


def rows_above(header_at: HeaderAt) -> int:
    """How many rows stand above what seems to be the header; 0 if the first row is one, or none of the next ones."""
    if not is_title(header_at(0)):
        return 0
    for skipped in range(1, MOST_TITLES + 1):
        header = header_at(skipped)
        if not is_title(header) and may_be_header(header):
            return skipped
    return 0


def below_title(where: str, above: int) -> Fault:
    """The fault of a sheet that begins with a title."""
    expected = f"the header, which seems to stand in row {above + 1}: skip {above}, or in a map header row: {above + 1}"
    return Fault(f"{where} row 1", "a title, and no header", expected)
