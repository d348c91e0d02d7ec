"""Stretches of days that have names: months, seasons, quarters, halves, decades, academic years, parts of them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from typing import Final

from minqual.values.dates import PartialDate

MONTHS: Final = {
    name.casefold(): number
    for names in (calendar.month_abbr, calendar.month_name)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}

_SEASONS: Final = {
    "spring": ((0, 1, 1), (0, 6, 30)),
    "summer": ((0, 5, 1), (0, 9, 30)),
    "fall": ((0, 8, 1), (0, 12, 31)),
    "autumn": ((0, 8, 1), (0, 12, 31)),
    "winter": ((-1, 12, 1), (1, 3, 31)),
}
"""The first and the last day of each season, by years from the one that is written; winter is either one of it."""

_ORDINALS: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_PARTS: Final = {
    "early": ((1, 6), (1, 15), (0, 5)),
    "beginning of": ((1, 4), (1, 10), (0, 3)),
    "start of": ((1, 4), (1, 10), (0, 3)),
    "mid": ((4, 9), (8, 23), (2, 7)),
    "middle of": ((4, 9), (8, 23), (2, 7)),
    "late": ((7, 12), (16, 31), (4, 9)),
    "end of": ((9, 12), (21, 31), (6, 9)),
}
"""What a part takes in: its first and last month of a year, day of a month, and year of a decade; they overlap."""

_PART: Final = "|".join(_PARTS)
_NAME: Final = "[a-z]{3,9}"
_TERM: Final = "(?: semester| term| quarter)?"


def season(year: str, name: str) -> PartialDate | None:
    """A season of a year, None where there is no such season."""
    found = _SEASONS.get(name.casefold())
    if found is None:
        return None
    return PartialDate.between(*(PartialDate.of(int(year) + years, month, day) for years, month, day in found))


def academic_year(year: str) -> PartialDate:
    """The academic year that begins in a year, with the summers before and behind it: schools count either with it."""
    return PartialDate.between(PartialDate.of(int(year), 5), PartialDate.of(int(year) + 1, 9))


def two_years(one: str, other: str) -> PartialDate | None:
    """Two years of which the second follows the first, as an academic year is written; None for others."""
    first = int(one)
    last = int(other) if len(other) == 4 else first - first % 100 + int(other) + (100 if first % 100 == 99 else 0)
    return PartialDate.between(PartialDate.of(first), PartialDate.of(last)) if last == first + 1 else None


def _academic(one: str, other: str | None) -> PartialDate | None:
    """An academic year by its two years, or by one, in which it may begin or end."""
    if other is None:
        return PartialDate.between(academic_year(str(int(one) - 1)), academic_year(one))
    return academic_year(one) if two_years(one, other) else None


def _months(year: str, first: int, last: int) -> PartialDate:
    return PartialDate.between(PartialDate.of(int(year), first), PartialDate.of(int(year), last))


def _part(part: str, year: str, month: str | None) -> PartialDate | None:
    """The early, the middle or the late part of a year or of a month."""
    months, (first, last), _ = _PARTS[part]
    if month is None:
        return _months(year, *months)
    if month not in MONTHS:
        return None
    whole = PartialDate.of(int(year), MONTHS[month])
    return PartialDate(whole.earliest.replace(day=first), whole.latest.replace(day=min(last, whole.latest.day)))


def _decade(part: str | None, decade: str) -> PartialDate:
    """A decade, or a part of it."""
    first, last = _PARTS[part][2] if part else (0, 9)
    return PartialDate.between(PartialDate.of(int(decade) + first), PartialDate.of(int(decade) + last))


def _either_month(one: str, other: str, year: str) -> PartialDate | None:
    """A month or the one behind it, of one year."""
    if one not in MONTHS or other not in MONTHS or MONTHS[one] >= MONTHS[other]:
        return None
    return _months(year, MONTHS[one], MONTHS[other])


def _quarter(year: str, number: str) -> PartialDate:
    last = 3 * _ORDINALS.get(number, 0) or 3 * int(number)
    return _months(year, last - 2, last)


def _half(year: str, number: str) -> PartialDate:
    last = 6 * _ORDINALS.get(number, 0) or 6 * int(number)
    return _months(year, last - 5, last)


_ORDINAL: Final = "|".join(_ORDINALS)
_STRETCHES: Final[tuple[tuple[re.Pattern[str], Callable[..., PartialDate | None], tuple[int, ...]], ...]] = tuple(
    (re.compile(form), read, groups)
    for form, read, groups in (
        (rf"([a-z]{{4,6}}){_TERM}(?: of|,)? (\d{{4}})", season, (2, 1)),
        (rf"(\d{{4}}) ([a-z]{{4,6}}){_TERM}", season, (1, 2)),
        (r"(\d{4})[ /-]?(?:q|quarter )([1-4])", _quarter, (1, 2)),
        (r"(?:q|quarter )([1-4])[ ,/-]*(\d{4})", _quarter, (2, 1)),
        (r"([1-4])q[ /-]?(\d{4})", _quarter, (2, 1)),
        (rf"({_ORDINAL}) quarter(?: of|,)? (\d{{4}})", _quarter, (2, 1)),
        (r"(\d{4})[ /-]?h([12])", _half, (1, 2)),
        (r"h([12])[ ,/-]*(\d{4})", _half, (2, 1)),
        (r"([12])h[ /-]?(\d{4})", _half, (2, 1)),
        (r"(first|1st|second|2nd) half(?: of|,)? (\d{4})", _half, (2, 1)),
        (rf"(?:the )?({_PART})[ -]+(?:({_NAME})\.?[ ,-]+)?(\d{{4}})", _part, (1, 3, 2)),
        (rf"(?:(?:the )?({_PART})[ -]+)?(?:the )?(\d{{3}}0)'?s", _decade, (1, 2)),
        (rf"({_NAME})\.? ?(?:/|-|or) ?({_NAME})\.?,? (\d{{4}})", _either_month, (1, 2, 3)),
        (r"(?:ay|sy|academic year|school year):? ?(\d{4})(?: ?[/-] ?(\d{4}|\d\d))?", _academic, (1, 2)),
        (r"(\d{4}) ?[/-] ?(\d{4}|\d\d)(?: academic year| school year)", _academic, (1, 2)),
        (r"(\d{4})(?: ?[/-] ?)(\d{4}|\d\d)", two_years, (1, 2)),
    )
)
"""Every form of a stretch, in small letters, what reads it, and of which of its groups; None where it is none."""


def stretch(text: str) -> PartialDate | None:
    """The days of a named stretch, None where the text names none."""
    written = text.casefold()
    for form, read, groups in _STRETCHES:
        if (found := form.fullmatch(written)) and (covered := read(*(found[group] for group in groups))):
            return covered
    return None
