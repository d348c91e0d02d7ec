"""Dates in the notation of ISO 8601-2 (EDTF): digits that are not known, intervals with open ends, one of a set."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from minqual.values.dates import EARLIEST_YEAR, LATEST_YEAR, PartialDate

EVER: Final = PartialDate(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))
"""Every day that can be read as a date."""

_MASKED: Final = re.compile(r"(\d[\dXxu]{3}|[Xx]{4}|u{4})(?:-([\dXxu]{2})(?:-([\dXxu]{2}))?)?")
_PLAIN: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_INTERVAL: Final = re.compile(r"(\.\.|[\dXxu-]{4,10}|)/(\.\.|[\dXxu-]{4,10}|)")
_MEMBER: Final = re.compile(r"[\dXxu-]{4,10}")
_SET: Final = re.compile(rf"\[ ?(?:\.\. ?)?{_MEMBER.pattern}(?: ?(?:\.\.|,) ?{_MEMBER.pattern})*(?: ?\.\.)? ?\]")


def read_edtf(text: str) -> PartialDate | None:
    """The days that a date in EDTF covers, None where it is none; ValueError where there are no such days."""
    if found := _INTERVAL.fullmatch(text):
        return _interval(*found.groups())
    if text.startswith("["):
        return _one_of(text)
    return _masked(text)


def _interval(one: str, other: str) -> PartialDate | None:
    """Every day from one date to another; an end that is open or not known may be any."""
    ends = [EVER if each in {"", ".."} else _masked(each) for each in (one, other)]
    if None in ends or ends == [EVER, EVER]:
        return None
    first, last = (each for each in ends if each is not None)
    if first.earliest > last.latest:
        msg = "an end before its start"
        raise ValueError(msg)
    return PartialDate(first.earliest, last.latest)


def _one_of(text: str) -> PartialDate | None:
    """One date of a set; an end of two points goes on for ever."""
    if _SET.fullmatch(text) is None:
        return None
    inside = text[1:-1].strip()
    members = [_masked(each) for each in _MEMBER.findall(inside)]
    if None in members or (len(members) == 1 and ".." not in inside):
        return None
    found = PartialDate.between(*(each for each in members if each is not None))
    first = EVER.earliest if inside.startswith("..") else found.earliest
    return PartialDate(first, EVER.latest if inside.endswith("..") else found.latest)


def _masked(text: str) -> PartialDate | None:
    """A date whose X digits, and a month or a day of 00, are not known."""
    found = _MASKED.fullmatch(text)
    if found is None:
        return None
    parts = [part and part.upper().replace("U", "X") for part in found.groups()]
    year, month, day = (None if part == "00" else part for part in parts)
    if month is None and day is not None:
        return None
    years = [each for each in range(EARLIEST_YEAR, LATEST_YEAR + 1) if _fits(each, year or "", 4)]
    ends = [next(filter(None, (_in_year(each, month, day) for each in some)), []) for some in (years, years[::-1])]
    if not all(ends):
        msg = f"no day of the calendar from {EARLIEST_YEAR} to {LATEST_YEAR}"
        raise ValueError(msg)
    return PartialDate.between(*ends[0], *ends[1])


def _in_year(year: int, month: str | None, day: str | None) -> list[PartialDate]:
    """What fits a masked month and day in a year."""
    if month is None or month == day == "XX" or (month == "XX" and day is None):
        return [PartialDate.of(year)]
    months = [PartialDate.of(year, each) for each in range(1, 13) if _fits(each, month, 2)]
    if day is None or day == "XX":
        return months
    return [
        PartialDate.of(year, each.earliest.month, number)
        for each in months
        for number in range(1, each.latest.day + 1)
        if _fits(number, day, 2)
    ]


def _fits(number: int, mask: str, digits: int) -> bool:
    """Whether a number of so many digits may be one whose X digits are not known."""
    return all(sign in ("X", digit) for sign, digit in zip(mask, f"{number:0{digits}}", strict=True))
