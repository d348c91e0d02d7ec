"""Blank tables that hold just what a pack asks for: their headings, with the note that stands beside each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from minqual.preparing.asked_contract import Asks, ColumnAsked, QuestionAsked, TableAsked
from minqual.records import DATES, ENTRY, HOW_WRITTEN, WORDS

GROUPS: Final[Mapping[str, tuple[str, int]]] = {
    "education": ("degree", 3),
    "experience": ("job", 6),
    "credentials": ("credential", 3),
}
"""In the wide form, what the rows of each table are called there, and how many of them there is room for."""

AS_TEXT: Final = (*DATES, "applicant_id", "class_code", ENTRY)
"""Columns that a spreadsheet must not rewrite: "Jun 2021" is no day, and 007 is not 7."""


def header_of(table: TableAsked) -> tuple[str, ...]:
    """The headings of a blank table."""
    return tuple(column.column for column in table.columns)


def words_of(column: ColumnAsked) -> tuple[str, ...]:
    """The words to choose from in a column."""
    return tuple(choice.name for choice in column.choices)


def word_lists(asks: Asks) -> Iterator[tuple[str, Sequence[str]]]:
    """The words to choose from, each list once, under the table and column it is for."""
    for table in asks.tables:
        for column in table.columns:
            if column.choices:
                yield f"{table.table} {column.column}", words_of(column)


def blank_csv(table: TableAsked) -> bytes:
    """A blank table as CSV: its header row alone, with the mark by which spreadsheets know UTF-8."""
    return _header_row(header_of(table))


def wide_csv(asks: Asks) -> bytes:
    """All tables side by side as one CSV, a row for each applicant: its header row alone."""
    return _header_row(tuple(wide_header(asks)))


def wide_header(asks: Asks) -> Iterator[str]:
    """The headings of the wide form, as the bundled column map `wide` reads them: job1_start, answer_travel."""
    yield "applicant_id"
    for table in asks.tables:
        if table.table in GROUPS:
            group, room = GROUPS[table.table]
            columns = [name for name in header_of(table) if name not in {"applicant_id", ENTRY}]
            yield from (f"{group}{number}_{name}" for number in range(1, room + 1) for name in columns)
    yield from (f"answer_{question.question}" for question in asks.questions)


def _header_row(header: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(header)
    return text.getvalue().encode("utf-8-sig")


def read_me(asks: Asks) -> Iterator[tuple[str, str]]:
    """What a person should know before they fill in the tables: lines of a topic and what is to be said of it."""
    yield "For", f"{asks.title}, {asks.agency}"
    yield "Rule pack", asks.pack.called
    for table in asks.tables:
        columns = ", ".join(header_of(table))
        yield f"Sheet {table.table}", f"One row is {table.row}. Columns: {columns}."
    yield "applicant_id", "Stands on every row and says whose it is. Each stands once in the sheet applicants."
    for topic, key in (("Blanks", "blank"), ("No rows", "no rows"), ("No degree", "none"), ("Dates", "date")):
        yield topic, HOW_WRITTEN[key]
    names = {column.column for table in asks.tables for column in table.columns}
    if "semester_units" in names:
        yield "Units", HOW_WRITTEN["units"]
    if "hours_per_week" in names:
        yield "Hours", "A plain number of hours a week, such as 37.5; not words such as full time."
    for question in asks.questions:
        yield f"Question {question.question}", f"{question.ask} ({_answered(question)})"
    yield (
        "Words",
        f"The sheet {WORDS} lists the words that this pack knows. Other words are read too, and may count for nothing.",
    )
    yield "Headings", "Leave them as they are. A column that you do not need may stay blank."


def _answered(question: QuestionAsked) -> str:
    return "days such as 2021-06-30, several with ; between them, or none" if question.form == "days" else question.form


def note_of(column: ColumnAsked, questions: Sequence[QuestionAsked]) -> str:
    """The note that stands beside a heading."""
    return " ".join(_note(column, questions))


def _note(column: ColumnAsked, questions: Sequence[QuestionAsked]) -> Iterator[str]:
    yield _sentence(column.says)
    if column.how:
        yield column.how
    if column.column == "question":
        yield from (f"{question.question}: {question.ask} ({_answered(question)})." for question in questions)
    elif column.choices and not column.only_choices:
        yield f"The sheet {WORDS} lists the words to choose from."
    yield _sentence(f"blank: {column.blank}")


def _sentence(text: str) -> str:
    """A phrase as a sentence."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"
