"""Working days: how an agency's calendar reckons the last day of a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


class CalendarEndsError(ValueError):
    """A deadline beyond the day up to which the holidays are known. day: the first day of which they are not."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day.isoformat())


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long something may take: so many days, working days only, or all of them."""

    days: int
    working: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A calendar. week: the days of a week that are worked, from 0 for Monday. off: holidays, all those up to a day."""

    week: frozenset[int]
    off: frozenset[date]
    known_until: date

    def works(self, day: date) -> bool:
        """Whether a day is worked; CalendarEndsError where nobody knows."""
        if day > self.known_until:
            raise CalendarEndsError(day)
        return day.weekday() in self.week and day not in self.off

    def deadline(self, written: date, within: Deadline, mail: int, *, moved: bool) -> date:
        """The last day of a deadline, which begins on the day after that of the letter and so many days of mail.

        moved: whether one that ends on a day off ends on the next working day. CalendarEndsError: the holidays of a day
        on the way are not known.
        """
        day, left = written + timedelta(days=mail), within.days
        while left:
            day += timedelta(days=1)
            left -= not within.working or self.works(day)
        if day > self.known_until:
            raise CalendarEndsError(day)
        while moved and not self.works(day):
            day += timedelta(days=1)
        return day
