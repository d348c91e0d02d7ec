"""What can be wrong with a cell, for programs: kinds that stay as they are, and what a sentence about it may need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minqual.records.column_meanings import DATES, YES_OR_NO
from minqual.values import EARLIEST_YEAR, FROM_TO, LATEST_YEAR, NO_DATE, NO_DAY, NO_MONTH, TWO_DIGITS, Named

CELL_FAULTS: Final[Mapping[str, str]] = {
    "ahead": "a date lies more than a year after the as-of date",
    "backwards": "a range, or a span of days, ends before it begins",
    "conferral": "a degree is stated as not conferred, beside a day on which it was, or was expected",
    "credential-dates": "a credential expires before it is valid",
    "diploma": "a diploma is stated as not conferred",
    "duration": "a job states a duration beside its dates",
    "hours": "the hours are hardly those of a week",
    "job-dates": "a job ends before it begins",
    "negative": "a number is below zero",
    "no-date": "no date stands there, or not one alone",
    "no-degree": "no degree is stated, beside a day of its award",
    "no-level": "no level of study stands there that is known",
    "no-number": "no number stands there, or not one that can be read",
    "no-such-day": "a day or a month that is in no calendar",
    "no-yes-or-no": "neither yes nor no stands there",
    "null-date": "a day that stands for a blank",
    "order": "the day or the month may stand first",
    "other-unit": "a number is of another unit than its column",
    "outside-years": "a date lies outside the years that are read",
    "scale": "a number is above the top of its scale",
    "span": "a job is longer than a working life",
    "too-large": "a number is too large to be true",
    "two-digit-year": "a year of two digits",
    "unreadable": "anything else that cannot be read",
    "weekday": "a day that is another day of the week than is said",
}
"""What is wrong where the code of a fault is "cell": they stay as they are, and others may come."""

_SAID: Final = {
    "a negative number": "negative",
    "a number too large to be true": "too-large",
    "a range that ends below its start": "backwards",
    "an end before its start": "backwards",
    "a range that is not of two figures of one unit": "no-number",
    "a number with a decimal comma": "no-number",
    "a number with too many points, or commas that set off no thousands": "no-number",
    "not a plain number": "no-number",
    NO_DATE: "no-date",
    FROM_TO: "no-date",
    NO_DAY: "no-such-day",
    NO_MONTH: "no-such-day",
    TWO_DIGITS: "two-digit-year",
    "a day that is another day of the week": "weekday",
    f"a year outside {EARLIEST_YEAR} to {LATEST_YEAR}": "outside-years",
    f"no day of the calendar from {EARLIEST_YEAR} to {LATEST_YEAR}": "outside-years",
    "not a degree level": "no-level",
    "neither yes nor no": "no-yes-or-no",
}
"""The kinds of what readers of cells say; what does not fit together says its own."""

_LIMITS: Final = {
    "hours_per_week": ("0", "168", "hours"),
    "share": ("0", "1", ""),
    "years": ("0", "80", "years"),
    "semester_units": ("0", "2000", "semester units"),
    "quarter_units": ("0", "2000", "quarter units"),
    "credits": ("0", "2000", "units"),
}
"""The least and the most that can be true, with their unit."""


def kind_of(found: str) -> str:
    """What kind of fault a reader's words about a cell tell of."""
    return _SAID.get(found) or ("other-unit" if " units in the column of " in found else "unreadable")


def values_of(column: str) -> Named:
    """What a sentence about a fault in a column may name: the least and the most, or what may be chosen."""
    return {"choices": ("yes", "no")} if column in YES_OR_NO else limits_in(column)


def limits_in(column: str) -> Named:
    """The least and the most that are read in a column, with their unit; of a date, its year."""
    if column in DATES:
        return {"least": str(EARLIEST_YEAR), "most": str(LATEST_YEAR), "unit": "year"}
    return dict(zip(("least", "most", "unit"), _LIMITS[column], strict=True)) if column in _LIMITS else {}
