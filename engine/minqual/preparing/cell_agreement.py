"""Whether the cells of a column are what its heading says: most of them read in the notation of that column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from minqual.counting import SECTION_OF
from minqual.preparing.heading_words import CATEGORIES, CLOSED, HELD, NOT_HELD, NOTHING, PLACES
from minqual.records import YES_NO, share
from minqual.sources import NOT_TICKED, TICKED, span_of
from minqual.values import (
    CREDITS,
    HOURS_PER_WEEK,
    QUARTER_UNITS,
    SEMESTER_UNITS,
    YEARS,
    Measure,
    Order,
    PartialDate,
    Vocabulary,
    blank,
    date_if_any,
    fold,
    goes_on,
    items,
    never_expires,
    plain_date,
    read_degree,
    read_figure,
    says_none,
)

if TYPE_CHECKING:
    from minqual.preparing.heading_families import Family

MOST: Final = 0.75
"""The share of a column's filled cells that must be what its heading says."""

HALF: Final = 0.5

CENTURY: Final = 1950
"""What years of two digits are taken for, when it is only asked whether a cell is a date."""

LEAST_HOURS: Final = 1_000
MOST_HOURS: Final = 100_000
"""Thousandths of hours a week that people work: shares of full time lie below, hours of a month or a year above."""

USUAL_WEEK: Final = (30_000, 40_000)
"""A usual week. Hours of which the heading names no week are those of weeks where half of the cells are such."""

MOST_YEARS: Final = 60 * 12_000
MOST_MONTHS: Final = 60 * 12
"""A working life, as durations are read, and in months."""

LONGEST_WORDS: Final = 80
"""Signs of a cell that may still be a name or a kind; longer ones are sentences."""

_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_ID: Final = re.compile(r"(?=.*\d)[\w./#-]{1,64}(?: ?[\w./#-]{1,32})?", re.ASCII)
_NAME: Final = re.compile(r"[^\W\d_][^\d@]*[\s,][^\d@]*[^\W\d_]\.?")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Known:
    """The words of a pack by the section that they stand in."""

    by_section: Mapping[str, Vocabulary]

    def knows(self, section: str, text: str) -> bool:
        """Whether a cell holds a word of a section, alone or among others."""
        vocabulary = self.by_section.get(section)
        if vocabulary is None:
            return False
        words = {fold(text), *items(text), *map(fold, re.split(r"\s*[|,/;]\s*", text))}
        return any(vocabulary.meaning(word) is not None for word in words)


def says(cell: str) -> bool:
    """Whether a cell says anything."""
    return not (blank(cell) or fold(cell) in NOTHING)


def said(family: Family) -> Mapping[str, int]:
    """The cells of a column that say something, each with how often it stands there."""
    return {cell: count for cell, count in family.counted.items() if says(cell)}


def mostly(cells: Mapping[str, int], test: Callable[[str], bool], least: float = MOST) -> bool:
    """Whether so large a share of cells passes a test; of no cells at all, every share does."""
    return sum(count for cell, count in cells.items() if test(cell)) >= least * sum(cells.values())


def agree(family: Family, table: str, column: str, known: Known, *, sure: bool = True) -> bool:
    """Whether the cells of a column are what its heading says.

    sure: whether the heading suffices where cells are words; else the pack must know half of them.
    """
    cells = said(family)
    if column == "hours":
        return _are_weeks(cells)
    if column == "standing":
        return all(map(_NOTATIONS[column], cells))
    if (test := _NOTATIONS.get(column)) is not None:
        return mostly(cells, test)
    return _are_words(cells, table, column, known, sure=sure)


def _are_words(cells: Mapping[str, int], table: str, column: str, known: Known, *, sure: bool) -> bool:
    """Whether cells are words as a column holds them that has no notation."""
    section = SECTION_OF.get((table, column))
    knows = {cell: section is not None and known.knows(section, cell) for cell in cells}
    if any(knows.values()) and mostly(cells, knows.__getitem__, HALF):
        return True
    if not (sure and mostly(cells, is_text)):
        return False

    def is_of_another(cell: str) -> bool:
        if (table, column) == ("credentials", "name"):
            return fold(cell) in PLACES or known.knows("issuers", cell)
        return column == "field" and is_level(cell)

    return not cells or not mostly(cells, is_of_another, HALF)


def is_date(text: str) -> bool:
    """Whether a cell is a date, in whichever order its numbers stand."""
    return any(date_in(text, order) is not None for order in ("month first", "day first"))


def date_in(text: str, order: Order) -> PartialDate | None:
    """The date that a cell is, if the numbers of all dates stand in some order; None where it is none."""
    return date_if_any(plain_date(text, order, CENTURY))


def _is_span(text: str) -> bool:
    dates = span_of(text, "open", CENTURY) or span_of(text, "day first", CENTURY)
    return dates is not None and all(dates)


def is_level(text: str) -> bool:
    """Whether a cell is a degree or a diploma."""
    try:
        return read_degree(text).stated
    except ValueError:
        return False


def is_yes_no(text: str) -> bool:
    """Whether a cell is a plain yes or no."""
    return fold(text) in YES_NO


def _is_closed(text: str) -> bool:
    return fold(text) in YES_NO or fold(text) in CLOSED


def is_text(text: str) -> bool:
    """Whether a cell is words in which a name or a kind may be written: no figure, date, yes, no or category."""
    folded = fold(text)
    if len(text) > LONGEST_WORDS or not _LETTERS.search(text) or folded in CATEGORIES:
        return False
    return not (_is_closed(text) or is_date(text) or _is_span(text) or goes_on(text))


def is_id(text: str) -> bool:
    """Whether a cell may be a number or a code of an applicant: it holds a digit, and is no date."""
    return _ID.fullmatch(text) is not None and not (is_date(text) and not text.isdigit())


def is_name(text: str) -> bool:
    """Whether a cell looks like the name or the address of a person."""
    return _NAME.fullmatch(text) is not None or _EMAIL.fullmatch(text) is not None


def _reads(measure: Measure) -> Callable[[str], bool]:
    def reads(text: str) -> bool:
        return figure(text, measure) is not None

    return reads


def figure(text: str, measure: Measure) -> tuple[int, int] | None:
    """The bounds of a figure, with a point or a comma before its decimals; None where it is none."""
    for written in (text, text.replace(",", ".")):
        try:
            return read_figure(written, measure)
        except ValueError:
            continue
    return None


def _is_week(text: str) -> bool:
    """Whether a cell is hours as somebody works them in a week."""
    hours = figure(text, HOURS_PER_WEEK)
    return hours is not None and hours[0] <= MOST_HOURS and hours[1] > LEAST_HOURS


def _are_weeks(cells: Mapping[str, int]) -> bool:
    """Whether hours of which the heading names no week are those of weeks."""
    low, high = USUAL_WEEK

    def usual(text: str) -> bool:
        hours = figure(text, HOURS_PER_WEEK)
        return hours is not None and low <= hours[0] <= hours[1] <= high

    return bool(cells) and mostly(cells, usual, HALF) and all(map(_is_week, cells))


def is_duration(text: str, *, months: bool = False) -> bool:
    """Whether a cell is how long something lasted. months: whether a plain number in it is of months."""
    if months and _NUMBER.fullmatch(text):
        return 0 <= float(text.replace(",", ".")) <= MOST_MONTHS
    years = figure(text, YEARS)
    return years is not None and years[0] <= MOST_YEARS


def _is_share(text: str) -> bool:
    try:
        share(text)
    except ValueError:
        return False
    return True


def are_days(text: str) -> bool:
    """Whether a cell is a list of dates, or says that there is none."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return all(is_date(part) or says_none(fold(part)) or fold(part) == "no" for part in parts)


def is_number(text: str) -> bool:
    """Whether a cell is a plain number."""
    return _NUMBER.fullmatch(text) is not None


def _words(*words: str) -> Callable[[str], bool]:
    folded = frozenset(map(fold, words))
    return lambda text: fold(text) in folded


_NOTATIONS: Final[Mapping[str, Callable[[str], bool]]] = {
    "level": is_level,
    "accredited": _is_closed,
    "conferred": _is_closed,
    "paid": _is_closed,
    "unpaid": _is_closed,
    "awarded": is_date,
    "expected": is_date,
    "start": is_date,
    "valid_from": is_date,
    "end": lambda text: goes_on(text) or is_date(text),
    "expires": lambda text: never_expires(text) or is_date(text),
    "span": _is_span,
    "semester_units": _reads(SEMESTER_UNITS),
    "quarter_units": _reads(QUARTER_UNITS),
    "credits": _reads(CREDITS),
    "hours_per_week": _is_week,
    "share": _is_share,
    "current": _words(*TICKED, *NOT_TICKED),
    "standing": _words(*HELD, *NOT_HELD),
}
"""What a cell of each column is that has a notation of its own."""

SYSTEMS: Final[Mapping[str, Callable[[str], bool]]] = {
    "semester": _words("semester", "semesters", "sem", "s", "semester units", "semester hours", "semester credits"),
    "quarter": _words("quarter", "quarters", "qtr", "q", "quarter units", "quarter hours", "quarter credits"),
}
"""Words of a column that says of which system the units beside it are."""
