"""Blank tables that hold just what a pack asks for: their headings, with the note that stands beside each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.clauses import NamedQuestion
from minqual.packs import Pack
from minqual.preparing.asked_columns import AskedColumn, AskedTable, asked_questions, asked_tables
from minqual.records import DATES, ENTRY, HOW_WRITTEN, MEANINGS, REQUIRED, ROWS, SEVERAL, WORDS

GROUPS: Final[Mapping[str, tuple[str, int]]] = {
    "education": ("degree", 3),
    "experience": ("job", 6),
    "credentials": ("credential", 3),
}
"""In the wide form, what the rows of each table are called there, and how many of them there is room for."""

AS_TEXT: Final = (*DATES, "applicant_id", "class_code", ENTRY)
"""Columns that a spreadsheet must not rewrite: "Jun 2021" is no day, and 007 is not 7."""


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """One heading of a blank table: what goes in, the words to choose from, and whether others make sense.

    text: whether a spreadsheet must leave alone what is typed. needed: whether each row needs it.
    """

    name: str
    note: str
    choices: tuple[str, ...]
    firm: bool
    text: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class BlankTable:
    """A table without rows. row: what one of its rows is."""

    name: str
    row: str
    columns: tuple[BlankColumn, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class BlankTables:
    """All blank tables of a pack, with what a person should read before they fill them in."""

    pack: str
    title: str
    agency: str
    questions: tuple[NamedQuestion, ...]
    tables: tuple[BlankTable, ...]

    @property
    def lists(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The words to choose from, each list once, under the table and column it is for."""
        for table in self.tables:
            for column in table.columns:
                if column.choices:
                    yield f"{table.name} {column.name}", column.choices


def blank_tables(pack: Pack) -> BlankTables:
    """The blank tables of a pack."""
    questions = asked_questions(pack.clauses)
    tables = tuple(_blank(table, questions) for table in asked_tables(pack))
    return BlankTables(pack.called, pack.title, pack.agency, questions, tables)


def blank_csv(table: BlankTable) -> bytes:
    """A blank table as CSV: its header row alone, with the mark by which spreadsheets know UTF-8."""
    return _header_row(table.header)


def wide_csv(blank: BlankTables) -> bytes:
    """All tables side by side as one CSV, a row for each applicant: its header row alone."""
    return _header_row(tuple(wide_header(blank)))


def wide_header(blank: BlankTables) -> Iterator[str]:
    """The headings of the wide form, as the bundled column map `wide` reads them: job1_start, answer_travel."""
    yield "applicant_id"
    for table in blank.tables:
        if table.name in GROUPS:
            group, room = GROUPS[table.name]
            columns = [name for name in table.header if name not in {"applicant_id", ENTRY}]
            yield from (f"{group}{number}_{name}" for number in range(1, room + 1) for name in columns)
    yield from (f"answer_{question.name}" for question in blank.questions)


def _header_row(header: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(header)
    return text.getvalue().encode("utf-8-sig")


def read_me(blank: BlankTables) -> Iterator[tuple[str, str]]:
    """What a person should know before they fill in the tables: lines of a topic and what is to be said of it."""
    yield "For", f"{blank.title}, {blank.agency}"
    yield "Rule pack", blank.pack
    for table in blank.tables:
        columns = ", ".join(table.header)
        yield f"Sheet {table.name}", f"One row is {table.row}. Columns: {columns}."
    yield "applicant_id", "Stands on every row and says whose it is. Each stands once in the sheet applicants."
    for topic, key in (("Blanks", "blank"), ("No rows", "no rows"), ("No degree", "none"), ("Dates", "date")):
        yield topic, HOW_WRITTEN[key]
    names = {column.name for table in blank.tables for column in table.columns}
    if "semester_units" in names:
        yield "Units", HOW_WRITTEN["units"]
    if "hours_per_week" in names:
        yield "Hours", "A plain number of hours a week, such as 37.5; not words such as full time."
    for question in blank.questions:
        yield f"Question {question.name}", f"{question.ask} ({_answered(question)})"
    yield (
        "Words",
        f"The sheet {WORDS} lists the words that this pack knows. Other words are read too, and may count for nothing.",
    )
    yield "Headings", "Leave them as they are. A column that you do not need may stay blank."


def _answered(question: NamedQuestion) -> str:
    return "days such as 2021-06-30, several with ; between them, or none" if question.form == "days" else question.form


def _blank(table: AskedTable, questions: Sequence[NamedQuestion]) -> BlankTable:
    columns = tuple(_column(table.name, column, questions) for column in table.columns)
    return BlankTable(table.name, ROWS[table.name], columns)


def _column(table: str, column: AskedColumn, questions: Sequence[NamedQuestion]) -> BlankColumn:
    name, needed = column.name, column.name in REQUIRED[table]
    note = " ".join(_note(table, column, questions))
    return BlankColumn(name, note, column.choices, column.firm, name in AS_TEXT, needed)


def _note(table: str, column: AskedColumn, questions: Sequence[NamedQuestion]) -> Iterator[str]:
    meaning = MEANINGS[table, column.name]
    yield _sentence(meaning.says)
    if column.name in DATES:
        yield HOW_WRITTEN["date"]
    if column.name in SEVERAL:
        yield HOW_WRITTEN["several"]
    if column.name == "question":
        yield from (f"{question.name}: {question.ask} ({_answered(question)})." for question in questions)
    elif column.choices and not column.firm:
        yield f"The sheet {WORDS} lists the words to choose from."
    yield _sentence(f"blank: {meaning.blank}")


def _sentence(text: str) -> str:
    """A phrase as a sentence."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"
