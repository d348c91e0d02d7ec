"""Time as the design defines it, the slow way: dates read word by word, spells walked day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

Row = Mapping[str, str]
High = Fraction | None
"""An upper bound; None is unbounded."""

FULL_TIME = Fraction(40)
DAYS_IN_YEAR = 360

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(text: str) -> tuple[date, date] | None:
    """The first and the last day that a written date covers; None where nothing is written."""
    if not text:
        return None
    if "/" in text:
        numbers = [int(part) for part in text.split("/")]
        year, month, day = numbers[-1], numbers[0], numbers[1] if len(numbers) == 3 else None
    elif " " in text:
        name, year_text = text.split()
        year, month, day = int(year_text), _MONTHS.index(name[:3].lower()) + 1, None
    else:
        parts = [int(part) for part in text.split("-")]
        year, month, day = parts[0], parts[1] if len(parts) > 1 else 0, parts[2] if len(parts) > 2 else None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), last_of_month(year, month)
    return date(year, month, day), date(year, month, day)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def day_number(day: date) -> int:
    """A day's number on the 30/360 calendar."""
    return 360 * day.year + 30 * (day.month - 1) + min(day.day, 30)


def number_after(day: date) -> int:
    """The number of the calendar date after a day: where a spell whose last day it is stops."""
    return day_number(day + timedelta(days=1))


@dataclass(frozen=True)
class Spell:
    """One reading of a dated job: a half-open stretch of day numbers, and the hours a week that count in it."""

    begin: int
    end: int
    load: Fraction


def load_of(job: Row, *, low: bool) -> Fraction:
    """Hours a week that count: capped at full time, times the share of qualifying duties."""
    if job["hours_per_week"]:
        hours = min(Fraction(job["hours_per_week"]), FULL_TIME)
    else:
        hours = Fraction(0) if low else FULL_TIME
    return hours * share_of(job["share"])


def share_of(text: str) -> Fraction:
    """A share of duties, all of them where none is stated."""
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text) if text else Fraction(1)


def shortest(job: Row, as_of: date) -> Spell | None:
    """The shortest reading of a dated job: its latest start to its earliest end; nothing where one is blank."""
    start, load = read_date(job["start"]), load_of(job, low=True)
    stop = _end(job, as_of, earliest=True)
    if start is None or stop is None:
        return None
    return Spell(day_number(start[1]), stop, load)


def longest(job: Row, as_of: date) -> Spell | None:
    """The longest reading of a dated job: its earliest start to its latest end; None where it has no start."""
    start, load = read_date(job["start"]), load_of(job, low=False)
    stop = _end(job, as_of, earliest=False)
    if start is None:
        return None
    return Spell(day_number(start[0]), number_after(as_of) if stop is None else stop, load)


def _end(job: Row, as_of: date, *, earliest: bool) -> int | None:
    """Where a job stops, nothing after the as-of date counting; None where its end is blank."""
    cut = number_after(as_of)
    if job["end"].lower() in ("present", "current"):
        return cut
    end = read_date(job["end"])
    return None if end is None else min(cut, number_after(end[0] if earliest else end[1]))


def credit_on(day: int, spells: Sequence[Spell]) -> Fraction:
    """The hours a week that count on one day: those of the jobs held, added and capped at full time."""
    return min(FULL_TIME, sum((spell.load for spell in spells if spell.begin <= day < spell.end), Fraction(0)))


def walked(spells: Sequence[Spell]) -> Fraction:
    """Years of full-time credit, day by day."""
    first = min((spell.begin for spell in spells), default=0)
    last = max((spell.end for spell in spells), default=0)
    return sum((credit_on(day, spells) for day in range(first, last)), Fraction(0)) / FULL_TIME / DAYS_IN_YEAR


def leapt(spells: Sequence[Spell]) -> Fraction:
    """The same, leaping from one day on which anything changes to the next."""
    moments = sorted({moment for spell in spells for moment in (spell.begin, spell.end)})
    days = (credit_on(day, spells) * (after - day) for day, after in pairwise(moments))
    return sum(days, Fraction(0)) / FULL_TIME / DAYS_IN_YEAR


Walk = Callable[[Sequence[Spell]], Fraction]


def experience(
    certain: Sequence[Row], possible: Sequence[Row], as_of: date, walk: Walk = leapt
) -> tuple[Fraction, High]:
    """Years of experience as bounds, over the jobs that certainly count and those that may.

    Stated durations overlap everything for low and nothing for high.
    """
    dated = walk([spell for job in certain if not job["years"] and (spell := shortest(job, as_of))])
    low = max([dated, *durations(certain, low=True)])
    if any(_endless(job) for job in possible):
        return low, None
    spells = [spell for job in possible if not job["years"] and (spell := longest(job, as_of))]
    return low, walk(spells) + sum(durations(possible, low=False), Fraction(0))


def durations(jobs: Sequence[Row], *, low: bool) -> Iterator[Fraction]:
    """The credit of each job that states years in place of dates."""
    for job in jobs:
        if job["years"]:
            yield Fraction(job["years"]) * load_of(job, low=low) / FULL_TIME


def _endless(job: Row) -> bool:
    """Whether a job may have begun at any time before, and adds anything at all."""
    return not job["years"] and not job["start"] and load_of(job, low=False) > 0
