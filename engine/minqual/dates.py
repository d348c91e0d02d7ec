"""Partial dates as bounds, and the 30/360 axis on which time is counted."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200
AXIS_START: Final = 360 * EARLIEST_YEAR
"""Day number before which no readable date lies."""
AXIS_SPAN: Final = 1 << 17
"""More days than the axis has, as a power of two, so that (applicant, day) packs into one integer."""

DATE_FORMS: Final = "a date such as 2021-06-30, 2021-06, 2021, 6/30/2021, 6/2021 or Jun 2021"

PRESENT: Final = frozenset({"present", "current", "now", "to date", "ongoing"})
"""What an end date may say, case-folded, of a job that goes on: the as-of date."""

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})")
_TWO_DIGITS: Final = re.compile(r"\d{1,2}/(\d{1,2}/)?\d{2}|[A-Za-z]{3,9}[- ']+\d{2}")
_NAMED: Final = re.compile(r"([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTHS: Final = {
    name.casefold(): number
    for names in (calendar.month_abbr, calendar.month_name)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year: every day from earliest to latest."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """The days that a year, a month or a day covers; ValueError where there are none."""
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            msg = f"a year outside {EARLIEST_YEAR} to {LATEST_YEAR}"
            raise ValueError(msg)
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            msg = "a month that does not exist (the month stands before the day)"
            raise ValueError(msg)
        last = calendar.monthrange(year, month)[1]
        if day is None:
            return cls(date(year, month, 1), date(year, month, last))
        if not 1 <= day <= last:
            msg = "a day that does not exist in its month"
            raise ValueError(msg)
        exact = date(year, month, day)
        return cls(exact, exact)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        if self.exact:
            return self.earliest.isoformat()
        if self.earliest.month == self.latest.month:
            return f"{self.earliest:%Y-%m}"
        return f"{self.earliest:%Y}"


def parse_date(text: str) -> PartialDate:
    """The days that a written date covers; ValueError says what is wrong with its shape.

    Slashed dates are month first. "present" is not a date: see PRESENT.
    """
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _SLASHED.fullmatch(text):
        month, day, year = found.groups()
    elif (found := _NAMED.fullmatch(text)) and found[1].casefold() in _MONTHS:
        year, month, day = found[2], str(_MONTHS[found[1].casefold()]), None
    else:
        msg = "a year of two digits" if _TWO_DIGITS.fullmatch(text) else "not a date"
        raise ValueError(msg)
    return PartialDate.of(int(year), int(month) if month else None, int(day) if day else None)


def day_number(day: date) -> int:
    """A day's number on the 30/360 axis: 360·year + 30·(month − 1) + min(day, 30)."""
    return 360 * day.year + 30 * (day.month - 1) + min(day.day, 30)


def number_after(day: date) -> int:
    """The number of the calendar day after this one: where a spell ending on it stops."""
    return day_number(day + timedelta(days=1))


def months_later(day: date, months: int) -> date:
    """The day so many calendar months after another (before it, if negative); the last of a month that is too short."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
