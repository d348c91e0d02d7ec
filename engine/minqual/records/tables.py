"""Tables of text cells: each column as distinct words and, per row, the number of its word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, TypeVar

import numpy as np

from minqual.values import Fault, SourceError, fold, nearest, plain_id, quickly_made

if TYPE_CHECKING:
    from numpy.typing import NDArray

Codes: TypeAlias = "NDArray[np.int32]"
Rows: TypeAlias = "NDArray[np.int64]"
Value = TypeVar("Value")

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "applicants": ("applicant_id",),
    "education": (
        "applicant_id", "level", "field", "institution", "accredited", "conferred", "awarded", "expected",
        "semester_units", "quarter_units", "credits", "subject", "country",
    ),
    "experience": (
        "applicant_id", "employer", "title", "class_code", "start", "end", "hours_per_week", "kinds", "share",
        "paid", "years", "facts",
    ),
    "credentials": ("applicant_id", "name", "issuer", "valid_from", "expires"),
    "answers": ("applicant_id", "question", "answer"),
}  # fmt: skip
"""The tables and their columns (design contract); every table may also have an `entry` column."""

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "applicants": ("applicant_id",),
    "education": ("applicant_id", "level"),
    "experience": ("applicant_id", "kinds"),
    "credentials": ("applicant_id", "name"),
    "answers": ("applicant_id", "question", "answer"),
}
"""Columns without which a table says nothing; any other absent column reads as blank."""

NEVER_DECIDE: Final = frozenset({"institution", "title"})
"""Columns that are there for the reader, and to tell rows apart that are equal in all else."""

ENTRY: Final = "entry"

AS_IT_STANDS: Final = "right as it stands"
THE_SAME: Final = "the same"
SEPARATE: Final = "separate"
"""What people say of a cell that is hardly to be believed, and of what may be one thing or two."""

PART: Final = ": "
"""Stands between a column and the part of its cells that is meant, such as one fact of a job, or what is said of it."""

_NAMED: Final = frozenset({"kinds", "employer", "class_code", "field", "subject", "country", "name", "issuer"})

AMONG_FACTS: Final = "facts: "
"""Stands before the part of the kinds of a job that is told among its facts."""

UNITS_BESIDE: Final = "with the units beside them"
"""The part of units by which people say whether those of several systems are the same ones."""

SYSTEM: Final = "of which system"
"""The part of credits by which people say which system of units they are of."""

UNIT_COLUMNS: Final = ("semester_units", "quarter_units", "credits")
"""The columns of units, by their systems; the last one tells none."""

APART: Final = "apart"
"""A column of experience that is in no contract: rows of one applicant with the same number there do not overlap.

Column maps alone fill it, for durations without dates; a blank says nothing.
"""


def names_meant(column: str, part: str) -> tuple[str, ...]:
    """The names of which a part of a cell says whether the cell means them as well; none where it is another part."""
    return tuple(part.split("; ")) if part and column in _NAMED and not part.startswith(AMONG_FACTS) else ()


def told_beside(column: str, part: str) -> bool:
    """Whether what people say of a part of a cell is no text of it: what its units are, and in which subjects."""
    return bool(part) and column in UNIT_COLUMNS


def units_of_subjects(column: str, part: str) -> bool:
    """Whether a part of a cell is how many of its units are in some subjects."""
    return told_beside(column, part) and part not in {UNITS_BESIDE, SYSTEM}


@quickly_made(frozen=True, slots=True, eq=False, repr=False)
class TextColumn:
    """A column of text: `words` holds each distinct cell once, `codes` the word of every row.

    A blank cell is the empty word. Cells are stripped of surrounding blanks. Words read by Arrow become Python's when
    they are looked at.
    """

    codes: Codes
    words: Sequence[str]

    @classmethod
    def of(cls, cells: Iterable[str]) -> TextColumn:
        """A column from its cells, row by row."""
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(cell.strip(), len(numbers)) for cell in cells]
        return cls(np.array(codes, dtype=np.int32), tuple(numbers))

    @classmethod
    def blank(cls, rows: int) -> TextColumn:
        """A column of blank cells."""
        return cls(np.zeros(rows, dtype=np.int32), ("",))

    def each(self, read: Callable[[str], Value]) -> list[Value]:
        """A reader's result for every distinct word, in the order of `words`."""
        return [read(word) for word in self.words]

    def flags(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Per row, whether its cell passes a test."""
        passed = np.fromiter((test(word) for word in self.words), dtype=np.bool_, count=len(self.words))
        return np.asarray(passed[self.codes], dtype=np.bool_)

    def cell(self, row: int) -> str:
        """The text of one row's cell."""
        return self.words[int(self.codes[row])]

    def only(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> TextColumn:
        """The same column with some of its rows."""
        return TextColumn(self.codes[rows], self.words)

    def counted(self) -> dict[str, int]:
        """In how many rows each word stands that stands in any, blank ones among them."""
        counts = np.bincount(self.codes, minlength=len(self.words)).tolist()
        return {word: count for word, count in zip(self.words, counts, strict=True) if count}

    def without_unused(self) -> TextColumn:
        """The same column without the words that none of its rows has."""
        used, codes = np.unique(self.codes, return_inverse=True)
        return TextColumn(codes.astype(np.int32), tuple(self.words[code] for code in used.tolist()))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows of a table were read, and what the source calls the table's columns.

    where: the file, or for a record the key, to be named in messages. sheet: its sheet, where it has several.
    columns: the source's names for columns of the table; any other bears its own name behind the prefix.
    aside: whether its rows are no rows of the table that stand there: lines of a file as such, or made by a reader.
    """

    where: str
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    aside: bool = False

    @property
    def said(self) -> str:
        """The file, with its sheet."""
        return f"{self.where} sheet {self.sheet!r}" if self.sheet else self.where

    def column(self, name: str) -> str:
        """What the source calls a column; the row as a whole has no column."""
        return self.columns.get(name) or (self.prefix + name if name else self.prefix.strip())


@quickly_made(frozen=True, slots=True, eq=False, repr=False)
class Table:
    """One table of an applicant source: its known columns, who owns each row, and where rows stand.

    owner: per row, the number of the applicant in the applicants table; -1 for none such.
    origins, origin: where rows were read, and per row which of these it is.
    rows: per row, its number as the reader's spreadsheet shows it (for a record: its place from 1).
    broken: rows that cannot be taken apart: what was found there, and what would be right.
    written: columns whose cells a column map rewrote, as they stand in the source.
    blank: how many blank rows were left out.
    nearly: rows of nobody whose id misses that of some applicants only by the form in which it is written.
    echoed: rows that stand here for applicants in `nearly` alone, and are counted with another share of a pool.
    unreadable: blank cells in place of what is no cell, by column and row: what was found, what would be right, what
    stood there.
    either_order: columns of dates of which the source as a whole tells that the day may stand before the month; None
    where the cells here are all that it has.
    confirmed: rows, by column, of whose cell a person has said what it says, or that it is right as it stands.
    One under no column is a row of which they have said that it is no other one over again; behind PART stands what of
    the cell is meant, or what was said. again: rows of which they
    have said that they are.
    told: what people said of a row after the source was written, as evidence says it. added: of the last rows, which
    people added, the column that was in question. source: the table as it was read,
    where cells of it stand otherwise here. supposed: of hypothetical records; the faults of cells were told where they
    were read, and are not told of these.
    """

    name: str
    origins: tuple[Origin, ...]
    columns: Mapping[str, TextColumn]
    owner: Codes
    origin: Codes
    rows: Rows
    broken: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    written: Mapping[str, TextColumn] = field(default_factory=dict)
    blank: int = 0
    nearly: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    echoed: frozenset[int] = frozenset()
    unreadable: Mapping[str, Mapping[int, tuple[str, str, str]]] = field(default_factory=dict)
    either_order: frozenset[str] | None = None
    confirmed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    again: frozenset[int] = frozenset()
    told: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    source: Table | None = None
    supposed: bool = False

    @property
    def as_read(self) -> Table:
        """The table as it was read."""
        return self.source or self

    @property
    def where(self) -> str:
        """The file that it was read from, or the first of several."""
        return self.origins[0].said

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)

    def column(self, name: str) -> TextColumn:
        """A column; one the table lacks is blank in every row."""
        found = self.columns.get(name)
        return found if found is not None else TextColumn.blank(self.height)

    def content(self, row: int) -> tuple[str, ...]:
        """All cells of a row, by which rows can be put into an order that does not depend on where they stand."""
        return tuple(self.columns[name].cell(row) for name in sorted(self.columns))

    def cell(self, name: str, row: int) -> str:
        """The text of one cell; blank in a column that the table lacks."""
        found = self.columns.get(name)
        return "" if found is None else found.cell(row)

    @property
    def aside(self) -> NDArray[np.bool_]:
        """Per row, whether it is no row of this table that stands in the source."""
        return np.array([each.aside for each in self.origins], dtype=np.bool_)[self.origin]

    def said_of(self, what: str, rows: Rows) -> NDArray[np.bool_]:
        """The rows, by their places, of which a person has said something: what a column says, or a part of it."""
        places = self.confirmed.get(what)
        return np.isin(rows, list(places)) if places else np.zeros(len(rows), dtype=np.bool_)

    def cell_as_written(self, name: str, row: int) -> str:
        """The text of one cell as it stands in the source."""
        found = self.written.get(name)
        return self.cell(name, row) if found is None else found.cell(row)

    def origin_of(self, row: int) -> Origin:
        """Where one row was read."""
        return self.origins[int(self.origin[row])]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tables:
    """What a source holds: the applicants, in order, and the tables of their rows.

    repeated: per applicant, whether the id stands more than once; such an applicant is not judged.
    blank_rows: rows without a single filled cell, by table; they are counted and otherwise ignored.
    left_out: rows that a column map leaves out, by table. unknown_columns: columns that mean nothing here, by file.
    idle_columns: those that are known and never decide. lines: what became of the lines of a file that makes rows of
    several tables, by the file: used or not.
    """

    applicant_ids: Sequence[str]
    applicants: Table
    tables: Mapping[str, Table]
    repeated: NDArray[np.bool_]
    blank_rows: Mapping[str, int] = field(default_factory=dict)
    unknown_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    idle_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, Lines] = field(default_factory=dict)


class Lines(NamedTuple):
    """How many lines of a file were used, rejected, blank and left out.

    repeated: how many of its ids stand in several lines, where these are so few that it may be a slip; else empty.
    """

    used: int
    rejected: int
    blank: int
    left_out: int
    repeated: str = ""


def empty_table(name: str) -> Table:
    """A table without rows."""
    none = np.zeros(0, dtype=np.int32)
    return Table(name, (Origin(name),), {}, none, none, np.zeros(0, dtype=np.int64))


def renumbered(found: Mapping[int, Value], kept: NDArray[np.bool_]) -> dict[int, Value]:
    """What is known of rows by their numbers, by the numbers that they have among those that are kept."""
    number = np.cumsum(kept) - 1
    return {int(number[row]): each for row, each in found.items() if kept[row]}


def one_applicant(tables: Tables, applicant_id: str) -> Tables:
    """The same tables with the rows of one applicant alone; SourceError if there is none of that id, or several."""
    wanted = applicant_id.strip()
    places = [place for place, each in enumerate(tables.applicant_ids) if each and each == wanted]
    if len(places) != 1:
        found = "no such applicant" if not places else "an id that stands more than once"
        expected = "an id that stands there once" + ("" if places else _as_written(wanted, tables.applicant_ids))
        raise SourceError([Fault(f"{tables.applicants.where}, applicant", found, expected, code="unknown-name")])

    def cut(table: Table) -> Table:
        mine = table.owner == places[0]
        nearly = [row for row, near in table.nearly.items() if places[0] in near]
        mine[nearly] = True
        return Table(
            table.name,
            table.origins,
            {name: column.only(mine) for name, column in table.columns.items()},
            np.where(table.owner[mine] == places[0], 0, -1).astype(np.int32),
            table.origin[mine],
            table.rows[mine],
            renumbered(table.broken, mine),
            {name: column.only(mine) for name, column in table.written.items()},
            nearly=renumbered(dict.fromkeys(nearly, (0,)), mine),
            unreadable={name: renumbered(cells, mine) for name, cells in table.unreadable.items()},
        )

    own = {name: cut(table) for name, table in tables.tables.items()}
    return Tables([wanted], cut(tables.applicants), own, np.zeros(1, dtype=np.bool_))


def _as_written(wanted: str, ids: Iterable[str]) -> str:
    """A question about how an id is written, where one is there that differs in that alone; ids are not shown."""
    bare = plain_id(wanted)
    found = [each for each in ids if bare and plain_id(each) == bare]
    if not found:
        return ""
    if not any(fold(each).lstrip("0") == fold(wanted).lstrip("0") for each in found):
        return " (is it written otherwise in the source, as a number say, or with blanks?)"
    if any(len(each) > len(wanted) for each in found):
        return " (is it written with leading zeros in the source?)"
    if any(len(each) < len(wanted) for each in found):
        return " (is it written without leading zeros in the source?)"
    return " (is it written in other letters, large or small, in the source?)"


def check_header(name: str, where: str, header: Sequence[str], row: int = 1) -> tuple[str, ...]:
    """The header's columns that minqual does not know; SourceError if it cannot be used. row: 0 where it is in none.

    A column whose name is nearly that of a column that is absent is taken for a misspelling: a fault.
    """
    known, place = (*COLUMNS[name], ENTRY), f"{where} row {row}" if row else where
    needed = REQUIRED[name]
    if not set(header) & set(needed) and not any(nearest(each, needed) for each in header):
        expected = "a header row with " + ", ".join(map(repr, COLUMNS[name]))
        raise SourceError([Fault(place, "none of the column names that are needed", expected, code="missing")])
    if "" in header:
        raise SourceError([Fault(place, "a column without a name", "a name over each filled column")])
    faults = [
        Fault(place, f"column {column!r} twice", "each column once")
        for column in sorted({each for each in header if header.count(each) > 1})
    ]
    absent = [column for column in known if column not in header]
    unknown = [column for column in header if column not in known]
    misspelt = {column: nearest(column.replace(" ", "_"), absent) for column in unknown}
    for column, meant in misspelt.items():
        if meant is not None:
            near = Fault(place, f"unknown column {column!r}", "a column of this table", meant, code="unknown-key")
            faults.append(near)
    for column in REQUIRED[name]:
        if column in absent and column not in misspelt.values():
            # A row without any known heading may be the first of the applicants, whose cells no message shows.
            has = f" (the header has: {', '.join(header)})" if set(header) & set(known) else ""
            faults.append(Fault(place, f"no column {column!r}{has}", f"{column!r}", code="missing"))
    if faults:
        raise SourceError(faults)
    return tuple(unknown)
