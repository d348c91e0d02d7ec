"""Figures as people write them, as bounds: "40", "5+", "30-40 hours", "about 3 years", in the units of their column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from minqual.values.decimals import UNBOUNDED, bounded
from minqual.values.typography import typed, with_decimals

LONGEST_FIGURE: Final = 80
"""Characters of the longest text that is read as a figure."""

MOST_HOURS: Final = 168_000
MOST_UNITS: Final = 2_000_000
MOST_YEARS: Final = 80 * 12_000


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column of figures measures.

    amount: reads one amount, with or without its unit, in parts of one size, rounded outwards; ValueError says what
    is wrong with it. most: the most parts that can be true. above: the high bound of what has none, such as "5+".
    expected: what is readable, in words.
    """

    amount: Callable[[str], tuple[int, int]]
    most: int
    above: int
    expected: str


_BARE: Final = re.compile(r"[\d.,]+")


def read_figure(text: str, measure: Measure) -> tuple[int, int]:
    """The least and the most that a written figure may be, in parts of its measure.

    "More than" and "less than" include the figure itself. "About" leaves nothing certain: how far it goes is not
    said. ValueError says what is wrong with its shape.
    """
    if len(text) > LONGEST_FIGURE:
        msg = "not a plain number"
        raise ValueError(msg)
    low, high = _bounds(_compared(text), measure)
    if low > measure.most or measure.most < high != measure.above:
        msg = "a number too large to be true"
        raise ValueError(msg)
    if high < low:
        msg = "a range that ends below its start"
        raise ValueError(msg)
    return low, high


def _compared(text: str) -> str:
    """A text as forms are written: without capitals and with single blanks, common fractions as decimals."""
    written = typed(with_decimals(text)).casefold()
    return _FRACTION.sub(lambda found: f"{found[1]}{_FRACTIONS[found[2]]}", written) if "/" in written else written


_FRACTIONS: Final = {"1/2": ".5", "1/4": ".25", "3/4": ".75"}
_FRACTION: Final = re.compile(r"(?<![\d.,/])(\d+)[ -]([13]/[24])(?![\d/])")


def _bounds(text: str, measure: Measure) -> tuple[int, int]:
    """The bounds that are written, whether they can be true or not."""
    try:
        return measure.amount(text)
    except ValueError:
        # The fault is not kept under a name: with its traceback it would keep alive the columns of every caller.
        for _, form, read in _FORMS:
            if found := form.fullmatch(text):
                return read(found, measure)
        raise


def _at_least(found: re.Match[str], measure: Measure) -> tuple[int, int]:
    return measure.amount(" ".join(filter(None, found.groups())))[0], measure.above


def _at_most(found: re.Match[str], measure: Measure) -> tuple[int, int]:
    return 0, measure.amount(" ".join(filter(None, found.groups())))[1]


def _about(found: re.Match[str], measure: Measure) -> tuple[int, int]:
    read_figure(found[1], measure)
    return 0, measure.above


def _range(found: re.Match[str], measure: Measure) -> tuple[int, int]:
    one, other = found.groups()
    return measure.amount(_with_unit_of(one, other))[0], measure.amount(_with_unit_of(other, one))[1]


_FORMS: Final[tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str], Measure], tuple[int, int]]], ...]] = (
    (
        "approximate",
        re.compile(r"(?:approximately|approx\.?|about|around|roughly|circa|ca\.?|~|\u2248)\s*(.+)"),
        _about,
    ),
    (
        "so many or more",
        re.compile(r"(?:at least|no less than|minimum(?: of)?|min\.?|more than|over|>=|\u2265|>)\s*(.+)"),
        _at_least,
    ),
    (
        "so many or fewer",
        re.compile(
            r"(?:up to|at most|no more than|maximum(?: of)?|max\.?|less than|fewer than|under|<=|\u2264|<)\s*(.+)"
        ),
        _at_most,
    ),
    (
        "so many or more",
        re.compile(r"(.+?)\s*(?:\+|\bor more\b|\bor over\b|\band over\b|\bplus\b)\s*(.*)"),
        _at_least,
    ),
    ("so many or fewer", re.compile(r"(.+?)\s*\bor (?:less|fewer)\b\s*(.*)"), _at_most),
    ("ranges", re.compile(r"between (.+?) and (.+)"), _range),
    ("ranges", re.compile(r"(?:from )?(.+?)\s*(?:[-\u2013\u2014]|\bto\b)\s*(.+)"), _range),
)
"""Every form of a figure that is not one amount: what it is called, how it is written, how it is read."""


def bounds_form(text: str) -> str | None:
    """What the form of a figure that is not one amount is called; None for one amount, and for no figure."""
    written = _compared(text)
    return next((name for name, form, _ in _FORMS if form.fullmatch(written)), None)


def _with_unit_of(one: str, other: str) -> str:
    """One end of a range, with the unit of the other where it has none itself: "6" of "6 to 18 months"."""
    unit = other.lstrip("0123456789., ")
    if not unit or not _BARE.fullmatch(one):
        return one
    if any(sign.isdigit() for sign in unit):
        msg = "a range that is not of two figures of one unit"
        raise ValueError(msg)
    return f"{one} {unit}"


_NUMBER: Final = r"([+-]?[\d.,]*\d[\d.,]*)"
_HOURS: Final = re.compile(
    _NUMBER + r"\s*(?:h|hrs?\.?|hours?)?\s*(?:(?:/|per\b|an?\b|each\b)\s*(?:w|wk|week)|weekly)?\.?"
)
_EMPLOYED: Final = r"(?:full|part)[ -]?time|ft|pt"
_EMPLOYED_SO: Final = re.compile(
    rf"(?:{_EMPLOYED})\s*(?:[:,-]|@)?\s*\(?({_HOURS.pattern})\)?|({_HOURS.pattern})\s*[,-]?\s*\(?(?:{_EMPLOYED})\)?"
)
"""Hours beside the words that they amount to: "full time (40 hours)"."""
_YEARS: Final = re.compile(_NUMBER + r"\s*(?:y|yrs?\.?|years?)")
_MONTHS: Final = re.compile(_NUMBER + r"\s*(?:m|mos?\.?|mths?\.?|months?)")
_BOTH: Final = re.compile(rf"({_YEARS.pattern}),?\s*(?:and |& ?)?({_MONTHS.pattern})")
_SYSTEMS: Final = {"semester": r"sem(?:ester|\.)?", "quarter": r"(?:quarter|qtr\.?)"}
_WORTH: Final = r"(?:units?|credits?|credit hours?|credit units?|crs?\.?)"
_EARNED: Final = r"(?: (?:earned|completed|total|in total))?"


def _hours(text: str) -> tuple[int, int]:
    """Hours a week in thousandths."""
    if beside := _EMPLOYED_SO.fullmatch(text):
        text = beside[1] or beside[3]
    found = _HOURS.fullmatch(text)
    return bounded(found[1] if found else text)


def _years(text: str) -> tuple[int, int]:
    """A duration in thousandths of a month; a number alone is of years."""
    if found := _MONTHS.fullmatch(text):
        return bounded(found[1])
    if found := _BOTH.fullmatch(text):
        years, months = bounded(found[2], _YEAR), bounded(found[4])
        return years[0] + months[0], years[1] + months[1]
    found = _YEARS.fullmatch(text)
    return bounded(found[1] if found else text, _YEAR)


_YEAR: Final = 12_000
"""Thousandths of a month in a year."""


def _named_units(system: str) -> str:
    """How an amount of units of a system is written behind the number, the system being named."""
    worth, name = rf"(?:{_WORTH}|h(?:ou)?rs?\.?)", _SYSTEMS[system]
    return rf"\s*-?\s*(?:{name}[ -]?{worth}?|{_WORTH} ?(?:\({name}(?: {worth})?\)|[,-]? ?{name}))"


@lru_cache(maxsize=2)
def _written_units(system: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How units of one system are written, and those of the other one: long patterns, made where units are read."""
    (other,) = set(_SYSTEMS) - {system}
    own = re.compile(rf"{_NUMBER}(?:\s*{_WORTH}|{_named_units(system)})?{_EARNED}\.?")
    return own, re.compile(rf".*\d{_named_units(other)}{_EARNED}\.?")


def _units(system: str) -> Callable[[str], tuple[int, int]]:
    """A reader of units of one system in thousandths."""

    def amount(text: str) -> tuple[int, int]:
        own, others = _written_units(system)
        if others.fullmatch(text):
            (other,) = set(_SYSTEMS) - {system}
            msg = f"{other} units in the column of {system} units"
            raise ValueError(msg)
        found = own.fullmatch(text)
        return bounded(found[1] if found else text)

    return amount


_ANY_UNITS: Final = re.compile(rf"{_NUMBER}(?:\s*(?:{_WORTH}|points?|ects))?{_EARNED}\.?")


def _credits(text: str) -> tuple[int, int]:
    """Units in thousandths whose system is not told."""
    found = _ANY_UNITS.fullmatch(text)
    return bounded(found[1] if found else text)


_NAMES_SYSTEM: Final = {system: re.compile(rf"(?:\b|\d){name}(?![a-z])") for system, name in _SYSTEMS.items()}


def names_system(text: str, system: str) -> bool:
    """Whether a written figure says that its units are of a system, and of no other: "90 quarter units"."""
    if system[0] not in text.casefold():
        return False
    said = {each for each, named in _NAMES_SYSTEM.items() if named.search(_compared(text))}
    return said == {system}


def _units_expected(system: str) -> str:
    return f"{system} units from 0 to 2000 with a decimal point, such as 60, 1,040.5, 90 units, 60+, 30-40 or about 60"


HOURS_PER_WEEK: Final = Measure(
    _hours,
    MOST_HOURS,
    MOST_HOURS,
    "hours a week from 0 to 168 with a decimal point, such as 40, 37.5, 40 hours, 20+, 30-40 or about 20; for full "
    "time or part time the number of hours",
)
YEARS: Final = Measure(
    _years,
    MOST_YEARS,
    UNBOUNDED,
    "years from 0 to 80 with a decimal point, such as 3, 3.5, 3 years 6 months, 42 months, 5+, 3-4 or about 3",
)
SEMESTER_UNITS: Final = Measure(_units("semester"), MOST_UNITS, UNBOUNDED, _units_expected("semester"))
QUARTER_UNITS: Final = Measure(_units("quarter"), MOST_UNITS, UNBOUNDED, _units_expected("quarter"))
CREDITS: Final = Measure(
    _credits,
    MOST_UNITS,
    UNBOUNDED,
    "units of a system that is not told, from 0 to 2000 with a decimal point, such as 60, 90 credits, 60+ or about 60",
)

UNIT_MEASURES: Final[Mapping[str, Measure]] = {
    "semester_units": SEMESTER_UNITS,
    "quarter_units": QUARTER_UNITS,
    "credits": CREDITS,
}
"""What each column of units measures."""
