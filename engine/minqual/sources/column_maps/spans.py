"""Spans: two dates in one cell, such as "Mar 2016 - Jun 2018" or "2016 to present", taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from minqual.values import Order, PartialDate, date_if_any, goes_on, parse_date, plain_date

LONGEST_SPAN: Final = 120
"""Characters of the longest cell that is read as two dates."""

MONTHS: Final = 12

LONGEST_YEARS: Final = 60
"""Years of a working life: two years further apart than this are no span."""

_TO_DATE: Final = re.compile(r"(?<=\w)\s+(?:(?:up )?to date|till date|until now)$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*[-\u2010-\u2015\u2212~]+\s*|\s+(?:to|until|till|through|thru)\s+", re.IGNORECASE)
_OPEN_ENDED: Final = re.compile(r"(?:from\s+)?(.+?)\s*[-\u2010-\u2015\u2212]+", re.IGNORECASE)
_SINCE: Final = re.compile(r"since\s+(.+)", re.IGNORECASE)
_FROM: Final = re.compile(r"(?:from|between)\s+(.+)", re.IGNORECASE)
_UNTIL: Final = re.compile(r"(?:to|until|till|through|thru)\s+(.+)", re.IGNORECASE)
_REMARK: Final = re.compile(r"\s*(?:\([^()]*\)|\u00b7.*)$")
_SHORT_END: Final = re.compile(r"(\d{4})\s*[-/\u2010-\u2015\u2212]\s*(\d{2})")
_MONTH_ALONE: Final = re.compile(r"[A-Za-z]{3,9}\.?")
_LAST_YEAR: Final = re.compile(r".*\b(\d{4})")

APART: Final = "\x00"
"""What stands between the two dates of a span that was taken apart, while it is one cell."""

Dates = tuple[str, str]
"""A first and a last date as parse_date reads them, or the present; blank where it is not stated."""


def span_of(text: str, order: Order = "open", century: int | None = None) -> Dates | None:
    """The two dates of a cell; None where it cannot be told which they are.

    order, century: how dates of numbers and years of two digits are written (see plain_date).
    """
    cell = _TO_DATE.sub(" - present", _REMARK.sub("", text.strip()))
    if len(cell) > LONGEST_SPAN:
        return None
    if short := _SHORT_END.fullmatch(cell):
        return _of_short_end(short[1], short[2])
    one = _one_date(cell, order, century)
    if one is not None and not any(map(_is_stretch, one)):
        return one
    found = _FROM.fullmatch(cell)
    readings = set(_readings(found[1] if found else cell, order, century))
    return readings.pop() if len(readings) == 1 else one


def _one_date(cell: str, order: Order, century: int | None) -> Dates | None:
    """A cell with one date: the first if nothing is said, the last behind "until", both where it goes on."""
    if (date := _last(cell, order, century)) is not None:
        return ("", date) if date == "present" else (date, "")
    if (found := _SINCE.fullmatch(cell)) and (date := _date(found[1], order, century)) is not None:
        return date, "present"
    if (found := _UNTIL.fullmatch(cell)) and (date := _last(found[1], order, century)) is not None:
        return "", date
    if (found := _OPEN_ENDED.fullmatch(cell)) and (date := _date(found[1], order, century)) is not None:
        return date, ""
    return None


def _of_short_end(first: str, last: str) -> Dates | None:
    """2016-18 is two years; 2004-09 may be a month as well, so that only the year of its beginning is sure."""
    end = int(first[:2] + last)
    end += 0 if end >= int(first) else 100
    years = end - int(first) <= LONGEST_YEARS
    if 1 <= int(last) <= MONTHS:
        return (first, "") if years else (f"{first}-{last}", "")
    return (first, str(end)) if years else None


def _readings(cell: str, order: Order, century: int | None) -> Iterator[Dates]:
    """Each way of taking a cell apart into two dates."""
    for between in _BETWEEN.finditer(cell):
        before, after = cell[: between.start()], cell[between.end() :]
        last = _last(after, order, century)
        if last is None or not before:
            continue
        first = _date(before, order, century)
        if first is None and _MONTH_ALONE.fullmatch(before) and (year := _LAST_YEAR.fullmatch(after)):
            month = _date(f"{before} {year[1]}", order, century)
            first = None if month is None or _is_stretch(month) else month
        if first is not None:
            yield first, last


def _is_stretch(date: str) -> bool:
    """Whether a date is no day, month or year: "May-Jun 2018" may be two dates, "2018-05" is one."""
    if not date or goes_on(date):
        return False
    days = parse_date(date)
    year, month = days.earliest.year, days.earliest.month
    return not days.exact and days not in {PartialDate.of(year), PartialDate.of(year, month)}


def _last(text: str, order: Order, century: int | None) -> str | None:
    return "present" if goes_on(text) else _date(text, order, century)


def _date(text: str, order: Order, century: int | None) -> str | None:
    """A written date as parse_date reads it, None where it is none."""
    plain = plain_date(text.strip(), order, century)
    return None if date_if_any(plain) is None else plain
