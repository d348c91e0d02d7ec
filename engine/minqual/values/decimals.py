"""Exact figures: reading them from cells, and printing them without showing a shortfall as equal."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

_DECIMAL: Final = re.compile(r"\+?(\d{1,9})?(?:\.(\d{0,60}))?")
_THOUSANDS: Final = re.compile(r"\+?([1-9]\d{0,2}(?:,\d{3}){1,2})(?:\.(\d{1,60}))?")
_SHAPES: Final = (
    (re.compile(r"-[\d.,]*\d"), "a negative number"),
    (re.compile(r"\+?\d{10,}(\.\d*)?"), "a number too large to be true"),
    (re.compile(r"\+?\d*,\d+"), "a number with a decimal comma"),
    (
        re.compile(r"\+?[\d.,]*\d[\d.,]*"),
        "a number with too many points, or commas that set off no thousands",
    ),
)
"""What else a text of digits may be, and what is wrong with it."""

UNBOUNDED: Final = 1 << 61
"""Stands for a high bound that nothing on the record limits."""

DAYS_IN_YEAR: Final = 360
DAYS_IN_MONTH: Final = 30


def bounded(text: str, parts: int = 1000) -> tuple[int, int]:
    """A plain decimal in so many parts of one, rounded outwards: the same twice where it comes out even.

    Commas stand between its thousands or nowhere. ValueError says what is wrong with its shape.
    """
    found = _DECIMAL.fullmatch(text) or _THOUSANDS.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        shapes = (said for shape, said in _SHAPES if shape.fullmatch(text))
        raise ValueError(next(shapes, "not a plain number"))
    whole, decimals = int((found[1] or "0").replace(",", "")) * parts, found[2]
    if not decimals:
        return whole, whole
    low, rest = divmod(int(decimals) * parts, 10 ** len(decimals))
    return whole + low, whole + low + bool(rest)


def thousandths(text: str) -> int:
    """A plain decimal of at most 3 decimals in thousandths; ValueError says what is wrong with it."""
    low, high = bounded(text)
    if low != high:
        msg = "a number with more than 3 decimals"
        raise ValueError(msg)
    return low


def as_decimal(value: int) -> str:
    """Thousandths as a cell: 60000 is "60", 59500 is "59.5"."""
    whole, rest = divmod(value, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)


def hundredths(value: Fraction) -> str:
    """A figure rounded down to two decimals, as it is printed: "4.99"."""
    whole = value.numerator * 100 // value.denominator
    return f"{whole // 100}.{whole % 100:02d}"


def plain(value: Fraction) -> str:
    """A figure without needless decimals, as a requirement states it: "5", "2.5"."""
    text = hundredths(value)
    return text.rstrip("0").rstrip(".")


def calendar_words(years: Fraction) -> str:
    """A duration in years, months and days, days rounded down: "4 years 11 months 29 days"."""
    days = years.numerator * DAYS_IN_YEAR // years.denominator
    parts = (
        (days // DAYS_IN_YEAR, "year"),
        (days % DAYS_IN_YEAR // DAYS_IN_MONTH, "month"),
        (days % DAYS_IN_MONTH, "day"),
    )
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "0 days"
