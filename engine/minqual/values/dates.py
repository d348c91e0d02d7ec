"""Partial dates as bounds, and the 30/360 axis on which time is counted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200
AXIS_START: Final = 360 * EARLIEST_YEAR
"""Day number before which no readable date lies."""
AXIS_SPAN: Final = 1 << 17
"""More days than the axis has, as a power of two, so that (applicant, day) packs into one integer."""

NO_MONTH: Final = "a month that does not exist (the month stands before the day)"
NO_DAY: Final = "a day that does not exist in its month"

NULL_DAYS: Final = frozenset(
    {
        (1, 1, 1), (1601, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1904, 1, 1),
        (1969, 12, 31), (1970, 1, 1), (2079, 6, 6), (9999, 12, 31),
    }
)  # fmt: skip
"""Days that systems write where they know none: the first and the last of their calendars."""
LATEST_NULL_YEAR: Final = 1904
"""Year up to which a month or a year alone is such a day with less of it shown: nobody who applies was there."""

_LENGTHS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


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

    @classmethod
    def between(cls, *dates: PartialDate) -> PartialDate:
        """Every day from the earliest of some dates to the latest."""
        return cls(min(each.earliest for each in dates), max(each.latest for each in dates))

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    @property
    def null(self) -> bool:
        """Whether it stands for a blank: such a day, or a month, a year or less that lies in years of such days."""
        day = self.earliest
        return (day.year, day.month, day.day) in NULL_DAYS if self.exact else self.latest.year <= LATEST_NULL_YEAR

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
