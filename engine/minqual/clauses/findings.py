"""What a clause finds for applicants: standings, evidence, open facts, and the words for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from minqual.notation import Amount
from minqual.records import PART, Credentials, Days, Education, Experience, Misfit
from minqual.values import (
    AXIS_START,
    DAYS_IN_YEAR,
    Flags,
    Numbers,
    Quantity,
    Standings,
    anywhere,
    everywhere,
    quickly_found,
    quickly_made,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.counting import Tally


COUNTED: Final = "\0"
"""Stands in a wording where a counted figure goes, with its unit; no pack can hold this sign."""

RECORD: Final = "\1"
"""Stands in a wording where the record is spoken of, as whoever is spoken to calls it; no pack can hold it either."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Why a clause stands where it does, in words that could be told to the applicant, and that speak of nobody.

    text: a statement of its own without capital and full stop, or where it is `shown`, what "the record shows", so that
    several can be told in one sentence. where: how much is needed of what the text counts. made_of: the parts of
    what is needed. briefly: a text of another clause that says this as well. short: the text without its lists, which
    counts no more. asks: how much of what it counts first is needed, where the text says it.
    """

    text: str
    shown: bool = False
    where: str = ""
    made_of: str = ""
    briefly: str = ""
    short: str = ""
    asks: tuple[str, ...] = ()


@quickly_made(frozen=True, slots=True, eq=False)
class Assessment:
    """A leaf's standing for every applicant, and what it counted against what it needs.

    most: what may be counted at most. forgiven: the shortfall that passes, in the unit counted. rounded: whose standing
    rests on that; None: nobody's.
    """

    standings: Standings
    counted: Quantity | None = None
    needed: Amount | None = None
    forgiven: Fraction = Fraction(0)
    rounded: Flags | None = None
    most: Amount | None = None

    @property
    def forgiven_days(self) -> Fraction:
        """The shortfall that passes, in days."""
        in_weeks = self.counted is not None and self.counted.unit == "weeks"
        return self.forgiven * (7 if in_weeks else DAYS_IN_YEAR)

    @property
    def amount(self) -> Amount | None:
        """What is needed, or else may be at most: it says in which unit the figure is told."""
        return self.needed if self.needed is not None else self.most


@quickly_found
class Gap(StrEnum):
    """What a question leaves open, as people are told of it; several are told in this order."""

    LEVEL = "the level of the degree is not certain"
    DIPLOMA = "it is not certain whether there is a high school diploma, GED or the like"
    DIPLOMA_ALONE = "study at an unaccredited school is not counted, and a high school diploma is not certain"
    LEVEL_WORD = "it is still to be decided which level of study a word means"
    AWARD = "it is not certain what a credential says of an award"
    AWARD_WORD = "it is still to be decided whether an award is the one asked for"
    FIELD = "the field of the degree is not stated"
    FIELD_WORD = "it is still to be decided whether the field of the degree is one of those asked for"
    RELATED_FIELD = "it is still to be decided whether the field of the degree is a related one"
    COUNTRY = "it is not certain in which country the degree was earned"
    COUNTRY_WORD = "it is still to be decided whether the country of the degree is one of those asked for"
    CONFERRED = "it is not stated whether the degree was conferred"
    AWARDED = "the day on which the degree was conferred is not certain"
    TO_CONFER = "the degree is still to be conferred"
    EXPECTED = "the day on which the degree is expected is not certain"
    ACCREDITED = "it is not certain whether the school is accredited"
    UNITS = "the number of units earned is not certain"
    SYSTEM = "it is not certain whether semester units or quarter units are meant"
    SUBJECT = "it is not certain in which subjects the units were earned"
    COURSE = "it is not certain whether a course was completed"
    COURSE_WORD = "it is still to be decided whether a course is the one asked for"
    SUBJECT_WORD = "it is still to be decided whether units were earned in a subject asked for"
    KIND = "the kind of work is not certain"
    KIND_WORD = "it is still to be decided whether a kind of work is one of those asked for"
    HOURS = "the hours a week are not certain"
    START = "the day on which a job began is not certain"
    END = "the day on which a job ended is not certain"
    DATES = "the dates of a job are not stated"
    SHARE = "the share of qualifying duties is not stated"
    VAGUE_SHARE = "the share of qualifying duties is not certain"
    PAID = "it is not certain whether the work was paid"
    EMPLOYER = "the employer is not certain"
    EMPLOYER_WORD = "it is still to be decided whether an employer is one of those asked for"
    CLASS = "the class of a job is not certain"
    CLASS_WORD = "it is still to be decided whether a class is one of those asked for"
    CLASS_AT_LEVEL = "it is still to be decided whether a class is at that level"
    FACT = "something that is asked of each job is not stated"
    FACT_WORD = "it is still to be decided whether a job is as it is asked for"
    CREDENTIAL = "the name, the issuer or the dates of a credential are not certain"
    CREDENTIAL_WORD = "it is still to be decided whether a credential is the one asked for"
    ANSWERED_NO = "the answer to a question is no, and it is still to be decided what follows from it"
    YES_AND_NO = "the answers to a question are both yes and no"
    NO_YES_OR_NO = "the answer to a question is neither yes nor no"
    BLANK_LEVEL = "the level of the degree is not stated"
    BLANK_UNITS = "the number of units earned is not stated"
    VAGUE_UNITS = "the number of units earned is not stated exactly"
    BLANK_HOURS = "the hours a week are not stated"
    VAGUE_HOURS = "the hours a week are not stated exactly"
    BLANK_START = "the day on which a job began is not stated"
    VAGUE_START = "the day on which a job began is not stated exactly"
    BLANK_END = "the day on which a job ended is not stated"
    VAGUE_END = "the day on which a job ended is not stated exactly"
    VAGUE_YEARS = "the years of a job are not stated exactly"
    EQUAL_JOBS = "rows that say the same may be one job or several"
    EQUAL_STUDIES = "rows that say the same may be one course of study or several"


@quickly_made(frozen=True, slots=True, eq=False)
class Question:
    """One open fact, for all applicants and rows that it is open for.

    owner, row: the applicants asked and the row of the table in question (−1: no row). of: who can say. says: what is
    open, as a statement; None where the clause's own words say it. part: what of the cell is meant, if not all of it:
    one fact of a job; of answers, the question that they answer.
    """

    table: str
    column: str
    ask: str
    of: Literal["applicant", "screener"]
    owner: NDArray[np.int32]
    row: NDArray[np.int64]
    says: Gap | Misfit | None = None
    part: str = ""


@quickly_made(frozen=True, slots=True, eq=False)
class Evidence:
    """One row of one applicant as a clause saw it: what it adds, and why or why not."""

    table: str
    row: int
    says: str
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True, eq=False)
class NotCounted:
    """Rows on record that count for nothing. owner: whose each is. rows: which of them. what: what they are. why."""

    owner: NDArray[np.int32]
    rows: Flags
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Since:
    """The day from which a clause is met, for every applicant, on the 30/360 axis.

    low: the day from which it certainly is. high: the day from which it may be. Who never meets it has the day from
    which nothing counts any more.
    """

    low: Numbers
    high: Numbers


def since_first(tally: Tally, *of: tuple[Days, Numbers, Flags, Flags]) -> Since:
    """Since the first row that meets a clause: of each table its days, the owners, and which rows do, and which may."""
    low, high = (np.full(tally.count, tally.spells.cut, dtype=np.int64) for _ in range(2))
    for days, owner, sure, may in of:
        dated = sure & days.stated
        np.minimum.at(low, owner[dated], days.last[dated])
        np.minimum.at(high, owner[may], np.where(days.stated, days.first, AXIS_START)[may])
    return Since(low, high)


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """A question that the answers table answers. form: with what it is answered; with days: or with none."""

    name: str
    ask: str
    form: Literal["yes or no", "a number", "days"]


Ask: TypeAlias = tuple[str, str, Literal["applicant", "screener"], Flags, Gap]
"""What is open about rows of a table: column, ask, who can say, the rows, whoever they belong to, and a statement.

Behind the column may stand the part of the cell that is meant: "facts: seats".
"""


def open_rows(asks: Iterable[Ask]) -> list[Ask]:
    """The asks that are open for any row."""
    return [ask for ask in asks if anywhere(ask[3])]


def open_questions(table: str, asks: Iterable[Ask], section: Credentials | Education | Experience) -> list[Question]:
    """Asks that are open for any row, as questions to everybody whose row it is. section: the rows of the table."""
    found = []
    for place, ask, of, rows, says in open_rows(asks):
        column, _, part = place.partition(PART)
        found.append(Question(table, column, ask, of, section.owner[rows], section.row[rows], says, part))
    return found


def put(questions: Iterable[Question], wanted: Flags) -> Iterator[Question]:
    """Questions to the wanted applicants alone."""
    if everywhere(wanted):
        yield from questions
    elif anywhere(wanted):
        for each in questions:
            chosen = wanted[each.owner]
            yield replace(each, owner=each.owner[chosen], row=each.row[chosen])


def put_without_row(
    table: str,
    column: str,
    ask: str,
    of: Literal["applicant", "screener"],
    wanted: Flags,
    says: Gap | None = None,
    part: str = "",
) -> Question:
    """A question to the wanted applicants that is about none of their rows."""
    owner = wherever(wanted).astype(np.int32)
    return Question(table, column, ask, of, owner, np.full(len(owner), -1, dtype=np.int64), says, part)


def about_answers(
    tally: Tally,
    name: str,
    ask: str,
    of: Literal["applicant", "screener"],
    rows: Flags,
    says: Gap | Misfit | None = None,
) -> Question:
    """A question about rows that answer one of a given name."""
    answers = tally.applicants.answers
    return Question("answers", "answer", ask, of, answers.owner[rows], answers.row[rows], says, name)


def asked(owner: NDArray[np.int32], rows: Flags, wanted: Flags) -> Flags:
    """Rows in question that belong to wanted applicants."""
    return rows & wanted[owner]
