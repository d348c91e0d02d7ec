"""Partial dates as bounds, and the 30/360 axis on which time is counted."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200
AXIS_START: Final = 360 * EARLIEST_YEAR
"""Day number before which no readable date lies."""
AXIS_SPAN: Final = 1 << 17
"""More days than the axis has, as a power of two, so that (applicant, day) packs into one integer."""

DATE_FORMS: Final = (
    "a date such as 2021-06-30, 2021-06, 2021, 6/30/2021, 6/2021, Jun 2021, June 30, 2021 or Summer 2021"
)

PRESENT: Final = frozenset(
    {
        "present", "current", "now", "to date", "ongoing", "till date", "to present", "present day", "today",
        "currently employed", "current position", "still employed", "until now",
    }
)  # fmt: skip
"""What an end date may say, case-folded, of a job that goes on: the as-of date."""

NO_DATE: Final = "not a date"
TWO_DIGITS: Final = "a year of two digits"
NO_MONTH: Final = "a month that does not exist (the month stands before the day)"
NO_DAY: Final = "a day that does not exist in its month"
ADVICE: Final = {
    TWO_DIGITS: "; a column map with 'two-digit years from' reads years of two digits",
    NO_MONTH: "; where the day stands before the month, a column map with 'date order: day first'",
}
"""What may help against a fault of a date, to be said after the forms that are read."""

FIRST_DAY_NUMBER: Final = 14977
LAST_DAY_NUMBER: Final = 73415
"""Days as a spreadsheet numbers them, from 1941 to 2100: other numbers of five digits are no dates."""
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()

NULL_DAYS: Final = frozenset(
    {
        (1, 1, 1), (1601, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1904, 1, 1),
        (1969, 12, 31), (1970, 1, 1), (2079, 6, 6), (9999, 12, 31),
    }
)  # fmt: skip
"""Days that systems write where they know none: the first and the last of their calendars."""

LONGEST_DATE: Final = 60
"""Characters of the longest text that is read as a date."""

Order = Literal["month first", "day first", "open"]
"""What stands first in a date of numbers: the month, the day, or the one or the other."""

_MONTHS: Final = {
    name.casefold(): number
    for names in (calendar.month_abbr, calendar.month_name)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}

_LENGTHS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_SEASONS: Final = {
    "spring": ((0, 1, 1), (0, 6, 30)),
    "summer": ((0, 5, 1), (0, 9, 30)),
    "fall": ((0, 8, 1), (0, 12, 31)),
    "autumn": ((0, 8, 1), (0, 12, 31)),
    "winter": ((-1, 12, 1), (1, 3, 31)),
}
"""The first and the last day of each season, by years from the one that is written; winter is either one of it."""

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})")
_HYPHENED: Final = re.compile(r"(\d{1,2})-(?:(\d{1,2})-)?(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?|\.(\d{1,2})\.(\d{1,2}))")
_EIGHT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_NUMBER: Final = re.compile(r"(\d{5})(?:\.\d*)?")
_MONTH_FIRST: Final = re.compile(
    r"([A-Za-z]{3,9})\.?[\s,-]+(?:(\d{1,2})(?:st|nd|rd|th)?[\s,-]+)?(\d{4})", re.IGNORECASE
)
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([A-Za-z]{3,9})\.?[\s,-]+(\d{4})", re.IGNORECASE
)
_YEAR_AND_NAME: Final = re.compile(r"(\d{4})[\s,-]+([A-Za-z]{3,9})\.?(?:[\s-]+(\d{1,2}))?")
_SEASON: Final = re.compile(r"([A-Za-z]{4,6})(?:\s+of|,)?\s+(\d{4})|(\d{4})\s+([A-Za-z]{4,6})")
_TIMED: Final = re.compile(
    r"(.*\d)(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
)
_EITHER: Final = re.compile(r"(.+?)\s+or\s+(.+)", re.IGNORECASE)
_SHORT_YEAR: Final = re.compile(
    r"\d{1,2}[/.-](\d{1,2}[/.-])?'?\d{2}|(\d{1,2}[\s-]+)?[A-Za-z]{3,9}\.?[\s,'\u2019-]+(\d{1,2},?\s+)?'?\d{2}"
)

_OF_NUMBERS: Final = re.compile(r"(\d{1,2})([/.-])(?:(\d{1,2})\2)?(\d{4}|'?\d{2})")
_SHORT_NAMED: Final = re.compile(
    r"(?:(\d{1,2})[\s-]+)?([A-Za-z]{3,9})\.?(?:[\s-]+(\d{1,2}),)?[\s,-]*['\u2019\s-](\d{2})", re.ASCII
)


class OutsideCalendar(ValueError):
    """A day, a month or a year that lies outside the calendar that is read."""

    def __init__(self, *parts: int | None) -> None:
        self.parts = parts
        super().__init__(f"a year outside {EARLIEST_YEAR} to {LATEST_YEAR}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month, the year or less: every day from earliest to latest."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """The days that a year, a month or a day covers; ValueError where there are none."""
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise OutsideCalendar(year, month, day)
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(NO_MONTH)
        last = 29 if month == 2 and calendar.isleap(year) else _LENGTHS[month]
        if day is None:
            return cls(date(year, month, 1), date(year, month, last))
        if not 1 <= day <= last:
            raise ValueError(NO_DAY)
        exact = date(year, month, day)
        return cls(exact, exact)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    @property
    def null(self) -> bool:
        """Whether it is a day that stands for a blank."""
        day = self.earliest
        return self.exact and (day.year, day.month, day.day) in NULL_DAYS

    def __str__(self) -> str:
        """The date as it is read again: a day, a month, a year, or two days of which it may be any between."""
        if self.exact:
            return self.earliest.isoformat()
        first, last = self.earliest, self.latest
        if self == PartialDate.of(first.year, first.month):
            return f"{first:%Y-%m}"
        if self == PartialDate.of(first.year):
            return f"{first:%Y}"
        return f"{first.isoformat()} or {last.isoformat()}"


def parse_date(text: str) -> PartialDate:
    """The days that a written date covers; ValueError says what is wrong with its shape.

    Dates of numbers are month first, unless the year stands first. "A or B" is every day from the one date to the
    other. The time of a day is passed over. "present" is not a date: see PRESENT.
    """
    if found := _ISO.fullmatch(text):
        return _of(*found.groups())
    if found := _SLASHED.fullmatch(text):
        return _of(found[3], found[1], found[2])
    if len(text) > LONGEST_DATE:
        raise ValueError(NO_DATE)
    if found := _EITHER.fullmatch(text):
        one, other = _simple(found[1]), _simple(found[2])
        return _between(one, other)
    return _simple(text)


def _between(one: PartialDate, other: PartialDate) -> PartialDate:
    """Every day from the earlier date to the later one."""
    return PartialDate(min(one.earliest, other.earliest), max(one.latest, other.latest))


def _simple(text: str) -> PartialDate:
    """One written date, with or without a time of the day."""
    if timed := _TIMED.fullmatch(text):
        text = timed[1]
    for form, read in _FORMS:
        if (found := form.fullmatch(text)) and (date_ := read(found)):
            return date_
    raise ValueError(TWO_DIGITS if _SHORT_YEAR.fullmatch(text) else NO_DATE)


def _of(year: str, month: str | int | None = None, day: str | None = None) -> PartialDate:
    return PartialDate.of(int(year), int(month) if month else None, int(day) if day else None)


def _named(year: str, name: str, day: str | None = None) -> PartialDate | None:
    """A date with the name of its month, None where there is no such month."""
    month = _MONTHS.get(name.casefold())
    return None if month is None else _of(year, month, day)


def _season(year: str, name: str) -> PartialDate | None:
    """A season of a year, None where there is no such season."""
    season = _SEASONS.get(name.casefold())
    if season is None:
        return None
    first, last = (PartialDate.of(int(year) + years, month, day) for years, month, day in season)
    return PartialDate(first.earliest, last.latest)


def _numbered(number: int) -> PartialDate | None:
    """The day that a spreadsheet numbers so, None for other numbers."""
    if not FIRST_DAY_NUMBER <= number <= LAST_DAY_NUMBER:
        return None
    day = date.fromordinal(_DAY_ZERO + number)
    return PartialDate(day, day)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], PartialDate | None]], ...]] = (
    (_ISO, lambda found: _of(*found.groups())),
    (_SLASHED, lambda found: _of(found[3], found[1], found[2])),
    (_MONTH_FIRST, lambda found: _named(found[3], found[1], found[2])),
    (_DAY_FIRST, lambda found: _named(found[3], found[2], found[1])),
    (_HYPHENED, lambda found: _of(found[3], found[1], found[2])),
    (_YEAR_FIRST, lambda found: _of(found[1], found[2] or found[4], found[3] or found[5])),
    (_EIGHT, lambda found: _of(*found.groups())),
    (_DAY_NUMBER, lambda found: _numbered(int(found[1]))),
    (_YEAR_AND_NAME, lambda found: _named(*found.groups())),
    (_SEASON, lambda found: _season(found[2] or found[3], found[1] or found[4])),
)
"""Every form of one date, with what it covers; None where a word in it is no month or season."""


def plain_date(text: str, order: Order, century: int | None) -> str:
    """A written date in a form that parse_date reads, by the order of its numbers and the century of short years.

    order: what stands first in a date of numbers; where it is open and both readings exist, "A or B". century: the
    first of the hundred years that two digits may stand for (1950: 50 is 1950, 49 is 2049); None: they stay unread.
    Any other text comes back unchanged; a date that its order does not allow comes back as one that is refused.
    """
    if len(text) > LONGEST_DATE:
        return text
    if found := _EITHER.fullmatch(text):
        pair = [plain_date(each, order, century) for each in found.groups()]
        return str(_between(*map(parse_date, pair))) if all(map(_exists, pair)) else " or ".join(pair)
    timed = _TIMED.fullmatch(text)
    written = timed[1] if timed else text
    if found := _OF_NUMBERS.fullmatch(written):
        year = _whole_year(found[4], century)
        return text if year is None else _in_order(found[1], found[3], year, order)
    found = _SHORT_NAMED.fullmatch(written)
    if found and century is not None and found[2].casefold() in _MONTHS and not (found[1] and found[3]):
        year = _whole_year(found[4], century)
        month, day = _MONTHS[found[2].casefold()], found[1] or found[3]
        return f"{year}-{month:02d}-{int(day):02d}" if day else f"{year}-{month:02d}"
    return text


_SEPARATORS: Final = frozenset("/.-")


def told_order(text: str, century: int | None = None) -> Order | None:
    """Which order of its numbers a written date allows: one, or either ("open"); None where it tells nothing.

    A day and a month that are the same number tell nothing. century: as in plain_date.
    """
    if not {text[1:2], text[2:3]} & _SEPARATORS:
        return None
    timed = _TIMED.fullmatch(text) if len(text) <= LONGEST_DATE else None
    found = _OF_NUMBERS.fullmatch(timed[1] if timed else text)
    if found is None or found[3] is None or found[1] == found[3] or _whole_year(found[4], century) is None:
        return None
    one, other = int(found[1]), int(found[3])
    by_month, by_day = one <= 12 and other <= 31, other <= 12 and one <= 31
    if one == other or not (by_month or by_day):
        return None
    return "open" if by_month and by_day else "month first" if by_month else "day first"


def _in_order(one: str, other: str | None, year: str, order: Order) -> str:
    """A date of numbers with its year first."""
    if other is None:
        return f"{year}-{one:0>2}"
    by_month, by_day = f"{year}-{one:0>2}-{other:0>2}", f"{year}-{other:0>2}-{one:0>2}"
    if order != "open":
        return by_month if order == "month first" else by_day
    possible = [each for each in dict.fromkeys((by_month, by_day)) if _exists(each)]
    return " or ".join(possible) or by_month


def _exists(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _whole_year(digits: str, century: int | None) -> str | None:
    """A year of four digits; None for one of two digits without a century."""
    if len(digits) == 4:
        return digits
    return None if century is None else str(century + (int(digits[-2:]) - century) % 100)


def day_number(day: date) -> int:
    """A day's number on the 30/360 axis: 360·year + 30·(month − 1) + min(day, 30)."""
    return 360 * day.year + 30 * (day.month - 1) + min(day.day, 30)


def number_after(day: date) -> int:
    """The number of the calendar day after this one: where a spell ending on it stops."""
    return day_number(day) + 1 if day.day < 28 else day_number(day + timedelta(days=1))


def axis_day(number: int) -> date | None:
    """The calendar day that has a number on the 30/360 axis, None where there is none."""
    year, rest = divmod(number - 1, 360)
    try:
        return date(year, rest // 30 + 1, rest % 30 + 1)
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """The day so many calendar months after another (before it, if negative); the last of a month that is too short."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
