"""Figures and dates in the ways that people write them, each with what it means: the tests' own dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

Bounds = tuple[Fraction, Fraction | None]
"""The least and the most that a figure may be; None is unbounded."""


def _of(low: str, high: str | None = None) -> Bounds:
    return Fraction(low), None if high is None else Fraction(high)


def _same(value: str) -> Bounds:
    return Fraction(value), Fraction(value)


FIGURES: Final[Mapping[str, Mapping[str, Bounds]]] = {
    "hours_per_week": {
        "40 hrs/week": _same("40"),
        "37.5h": _same("37.5"),
        "20 hours per week": _same("20"),
        "20+": _of("20"),
        "at least 30": _of("30"),
        "more than 10 hours": _of("10"),
        "40 or more": _of("40"),
        "up to 20": _of("0", "20"),
        "< 40": _of("0", "40"),
        "30-40": _of("30", "40"),
        "10 to 30.5 hrs": _of("10", "30.5"),
        "60 \u2013 80": _of("60", "80"),
        "37.333333": _of("37.333", "37.334"),
        "full time (40 hours)": _same("40"),
        "about 20": _of("0"),
        "~40": _of("0"),
    },
    "years": {
        "3 years 6 months": _same("7/2"),
        "3y 6m": _same("7/2"),
        "42 months": _same("7/2"),
        "7 months": _same("7/12"),
        "0.001 months": _same("1/12000"),
        "5+": _of("5"),
        "2 years or more": _of("2"),
        "at least 1 year 5 months": _of("17/12"),
        "over 9": _of("9"),
        "up to 3": _of("0", "3"),
        "less than 13 months": _of("0", "13/12"),
        "2-4": _of("2", "4"),
        "6 to 18 months": _of("1/2", "3/2"),
        "4.999 - 5 years": _of("4.999", "5"),
        "3.0833333": _of("36999/12000", "37/12"),
        "2\u00bd years": _same("5/2"),
        "approx. 3 years": _of("0"),
    },
    "semester_units": {
        "90 units": _same("90"),
        "60 semester units": _same("60"),
        "45 sem hrs": _same("45"),
        "90 units (semester)": _same("90"),
        "1,040.5": _same("1040.5"),
        "60+": _of("60"),
        "more than 29.999 credits": _of("29.999"),
        "45-60": _of("45", "60"),
        "30 to 90 units": _of("30", "90"),
        "up to 30": _of("0", "30"),
        "less than 120": _of("0", "120"),
        "about 60": _of("0"),
    },
    "quarter_units": {
        "90 quarter units": _same("90"),
        "135 credits": _same("135"),
        "66.6666667": _of("66.666", "66.667"),
        "45+": _of("45"),
        "90 or more": _of("90"),
        "45-90 qtr units": _of("45", "90"),
        "at most 22.5": _of("0", "22.5"),
        "circa 90": _of("0"),
    },
}
"""By column, ways of writing a figure and what they mean, in hours, years or units."""


def figure(column: str, cell: str) -> Bounds:
    """What a cell of a column of figures means: a way of writing that is listed here, or a plain number."""
    return FIGURES.get(column, {}).get(cell) or _same(cell)


def raised(column: str, cell: str) -> list[str]:
    """Ways of writing a figure of which neither bound is below that of a cell."""
    low, high = figure(column, cell)
    return [
        other
        for other, (least, most) in FIGURES.get(column, {}).items()
        if least >= low and (most is None or (high is not None and most >= high))
    ]


SEASONS: Final = {
    "spring": ((0, 1, 1), (0, 6, 30)),
    "summer": ((0, 5, 1), (0, 9, 30)),
    "fall": ((0, 8, 1), (0, 12, 31)),
    "autumn": ((0, 8, 1), (0, 12, 31)),
    "winter": ((-1, 12, 1), (1, 3, 31)),
}
"""What a season of a year covers: its first and its last day, by years from that year."""


def season(name: str, year: int) -> tuple[date, date]:
    """The first and the last day of a season."""
    (before, *first), (after, *last) = SEASONS[name.casefold()]
    return date(year + before, *first), date(year + after, *last)


DAY: Final = (
    "%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%B %d, %Y", "%d %B %Y", "%d-%b-%Y",
    "%b %d %Y", "%b. %d, %Y", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p",
)  # fmt: skip
MONTH: Final = ("%Y-%m", "%m/%Y", "%m-%Y", "%b %Y", "%B %Y", "%b-%Y", "%b. %Y", "%Y %b")
"""Ways of writing a day and a month, as strftime has them."""

PRESENT: Final = ("present", "Present", "current", "To Present", "still employed", "until now")
"""Ways of saying that a job goes on."""


def seasons_with(day: date) -> Iterator[str]:
    """The seasons that a day lies in, as they are written."""
    for year in (day.year - 1, day.year, day.year + 1):
        for name in SEASONS:
            first, last = season(name, year)
            if first <= day <= last:
                yield f"{name.capitalize()} {year}"


STRETCHES: Final = {
    "Q1 {0}": ((0, 1, 1), (0, 3, 31)),
    "{0}-Q2": ((0, 4, 1), (0, 6, 30)),
    "3Q{0}": ((0, 7, 1), (0, 9, 30)),
    "fourth quarter of {0}": ((0, 10, 1), (0, 12, 31)),
    "H1 {0}": ((0, 1, 1), (0, 6, 30)),
    "{0}H2": ((0, 7, 1), (0, 12, 31)),
    "early {0}": ((0, 1, 1), (0, 6, 30)),
    "mid-{0}": ((0, 4, 1), (0, 9, 30)),
    "late {0}": ((0, 7, 1), (0, 12, 31)),
    "beginning of {0}": ((0, 1, 1), (0, 4, 30)),
    "end of {0}": ((0, 9, 1), (0, 12, 31)),
    "late June {0}": ((0, 6, 16), (0, 6, 30)),
    "May/June {0}": ((0, 5, 1), (0, 6, 30)),
    "Fall Semester {0}": ((0, 8, 1), (0, 12, 31)),
    "{0}/{1}": ((0, 1, 1), (1, 12, 31)),
    "AY {0}-{1}": ((0, 5, 1), (1, 9, 30)),
    "{0}\u2013{1} academic year": ((0, 5, 1), (1, 9, 30)),
    "{0}-XX-XX": ((0, 1, 1), (0, 12, 31)),
    "{0}-1X": ((0, 10, 1), (0, 12, 31)),
    "{0}-03/{1}-05": ((0, 3, 1), (1, 5, 31)),
    "[{0}..{1}]": ((0, 1, 1), (1, 12, 31)),
    "{0}-00-00": ((0, 1, 1), (0, 12, 31)),
    "{0}~": ((-5, 1, 1), (5, 12, 31)),
    "circa {0}": ((-5, 1, 1), (5, 12, 31)),
    "{0}?": ((-5, 1, 1), (5, 12, 31)),
    "about June {0}": ((-1, 6, 1), (1, 6, 30)),
}
"""Ways of writing a stretch by its year and the next one: its first and last day, by years from that year."""


@cache
def stretches() -> Mapping[str, tuple[date, date]]:
    """Every stretch of some years, as it is written, with its first and its last day."""
    return {
        form.format(year, year + 1): (date(year + before, *first), date(year + after, *last))
        for year in range(1950, 2051)
        for form, ((before, *first), (after, *last)) in STRETCHES.items()
    } | {f"{year}-{(year + 1) % 100:02}": (date(year, 1, 1), date(year + 1, 12, 31)) for year in range(2012, 2051)}


def stretches_with(day: date) -> Iterator[str]:
    """The stretches that a day lies in, as they are written."""
    return (text for text, (first, last) in stretches().items() if first <= day <= last)


def either_order(day: date) -> str:
    """A day or the one with day and month the other way round, where there is such a day."""
    turned = day.replace(month=day.day, day=day.month) if day.day <= 12 else day
    return " or ".join(dict.fromkeys(each.isoformat() for each in sorted((day, turned))))
