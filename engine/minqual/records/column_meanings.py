"""What each column of the tables says, and what a blank in it means: templates and the manual follow this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from minqual.records.tables import COLUMNS, ENTRY

ROWS: Final[Mapping[str, str]] = {
    "applicants": "an applicant",
    "education": "a degree, a diploma or a course of study",
    "experience": "a job, paid or not",
    "credentials": "a licence or certificate",
    "answers": "an answer to a question that the rule pack asks",
}
"""What one row of each table is."""

READ_ME: Final = "read me"
WORDS: Final = "words"
BESIDE_TABLES: Final = (READ_ME, WORDS)
"""Sheets that stand beside the tables in a blank workbook, for those who fill it in."""

DATES: Final = ("awarded", "expected", "start", "end", "valid_from", "expires")
"""Columns that hold dates."""

YES_OR_NO: Final = ("accredited", "conferred", "paid")
"""Columns that hold yes or no."""

SEVERAL: Final = ("kinds", "subject", "facts")
"""Columns of which a cell may hold several words."""

FIGURES: Final = ("semester_units", "quarter_units", "credits", "hours_per_week", "share", "years")
"""Columns that hold numbers."""


CellForm: TypeAlias = Literal["text", "date", "number", "yes or no", "one of", "several of"]
"""With what a cell is filled."""


def cell_form(column: str, *, choices: bool) -> CellForm:
    """With what a cell of a column is filled. choices: whether there are words to choose from."""
    if column in SEVERAL:
        return "several of"
    if column in YES_OR_NO:
        return "yes or no"
    if choices:
        return "one of"
    return "date" if column in DATES else "number" if column in FIGURES else "text"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column says, and what a blank in it means."""

    says: str
    blank: str


EVERY_TABLE: Final[Mapping[str, Meaning]] = {
    "applicant_id": Meaning("whose row it is: a number or code, not a name", "the row cannot be used"),
    ENTRY: Meaning("your own name for the row, for messages and questions", "minqual names the row by what it holds"),
}
"""The columns that every table may have."""

_OF_TABLES: Final[Mapping[str, Mapping[str, Meaning]]] = {
    "applicants": {},
    "education": {
        "level": Meaning("the degree or diploma", "open: it may be any"),
        "field": Meaning("the major. MBA, MPA and the like carry their field", "open, where fields are asked for"),
        "institution": Meaning("the school: for the reader, and to tell equal rows apart", "nothing"),
        "accredited": Meaning(
            "yes or no",
            "taken as yes, unless a pack wants it stated. "
            'A "no" removes the row\'s degree and units, if the pack says so',
        ),
        "conferred": Meaning("yes or no: has the degree been awarded?", "open, unless a date decides"),
        "awarded": Meaning("the date of the award", "conferred decides"),
        "expected": Meaning("the date on which the degree is due", "not due"),
        "semester_units": Meaning("semester units on this row", "open, unless a conferred degree implies them"),
        "quarter_units": Meaning("quarter units on this row", "open, unless a conferred degree implies them"),
        "credits": Meaning(
            "units of a system that is not told: each is one semester unit or one quarter unit", "no further units"
        ),
        "country": Meaning("where the award was earned", "open, where a pack asks for a country"),
        "subject": Meaning(
            "subject of the row's units, where a pack asks for coursework: a transcript may be given row by row, "
            "one subject each",
            "open, where subjects are asked for",
        ),
    },
    "experience": {
        "employer": Meaning("who employed: counts where a pack asks for an employer", "open, where it is asked for"),
        "class_code": Meaning(
            "the code or title of a class in a classification plan", "open, where a pack asks for a class"
        ),
        "title": Meaning("for the reader, and to tell equal rows apart; a title never decides", "nothing"),
        "start": Meaning("the first day", "open: any day before the last day, or the as-of date"),
        "end": Meaning("the last day; present: the job goes on", "open: any day up to the as-of date"),
        "hours_per_week": Meaning("hours a week, 0 to 168", "open: from no time at all to full time"),
        "kinds": Meaning("kinds of work, in the words of the rule pack", "open: the work may be of any kind"),
        "share": Meaning("share of qualifying duties: 0.5 or 50%", "taken as all of it"),
        "paid": Meaning("yes or no; whether unpaid work counts is the pack's to say", "taken as paid"),
        "years": Meaning("a duration in place of dates: 1.5, 18 months", "use the dates"),
        "facts": Meaning(
            "what else is asked of a job, in the words of the rule pack: seats: 12; supervision: yes",
            "open, where a pack asks for a fact",
        ),
    },
    "credentials": {
        "name": Meaning("the licence or certificate", "open"),
        "issuer": Meaning("who issued it: a state, a board", "open, where the pack asks for an issuer"),
        "valid_from": Meaning("date from which it is valid", "valid already"),
        "expires": Meaning("last day of validity; never is understood", "taken as valid"),
    },
    "answers": {
        "question": Meaning("the question's name in the rule pack", "the row answers nothing"),
        "answer": Meaning(
            "yes or no; where the pack asks for it, a number (a grade average, words a minute), or the days of events: "
            "one in each row or several with ; between them, or none",
            "not answered yet",
        ),
    },
}

MEANINGS: Final[Mapping[tuple[str, str], Meaning]] = {
    (table, column): _OF_TABLES[table].get(column) or EVERY_TABLE[column]
    for table, columns in COLUMNS.items()
    for column in (*columns, ENTRY)
}
"""The meaning of each column, by table and column."""

HOW_WRITTEN: Final[Mapping[str, str]] = {
    "date": "A day 2021-06-30 or 6/30/2021 (month first), a month 2021-06 or Jun 2021, or a year 2021. A month or a "
    "year alone is fine.",
    "units": "A conferred degree that states no units counts as what it implies; study without a degree that states "
    "none is open.",
    "several": "Several with ; between them.",
    "blank": "A blank cell means: not known. So do ?, unknown and not sure. Nothing is guessed: minqual works out what "
    "the blank could change and asks only where it decides.",
    "no rows": "The list of rows is complete: an applicant without a row in a sheet has none. Keep a sheet without "
    "rows, with its header alone.",
    "none": "none is an answer: in the column level it says that there is no degree.",
}
"""How cells are written and how they are understood."""
