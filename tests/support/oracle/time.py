"""Time as the design defines it, the slow way: dates read word by word, spells walked day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise

from support.as_written import DAY, MONTH, PRESENT, SEASONS, figure, season, stretches

Row = Mapping[str, str]
High = Fraction | None
"""An upper bound; None is unbounded."""

FULL_TIME = Fraction(40)
DAYS_IN_YEAR = 360


@cache
def read_date(text: str) -> tuple[date, date] | None:
    """The first and the last day that a written date covers; None where nothing is written."""
    if not text or text in stretches():
        return stretches().get(text)
    if " or " in text:
        spans = [span for part in text.split(" or ") if (span := read_date(part))]
        return min(first for first, _ in spans), max(last for _, last in spans)
    if text.isdigit() and len(text) != 8:
        return _numbered(text) if len(text) == 5 else (date(int(text), 1, 1), date(int(text), 12, 31))
    if text.split(maxsplit=1)[0].casefold() in SEASONS:
        return season(text.split(maxsplit=1)[0], int(text.split()[1]))
    days = [day for form in DAY if (day := _day(text, form))]
    if days:
        return days[0], days[0]
    months = [day for form in MONTH if (day := _day(text, form))]
    return months[0], last_of_month(months[0].year, months[0].month)


def _numbered(text: str) -> tuple[date, date]:
    """A day as a spreadsheet numbers it, or else a month and its year, where the number may be these."""
    day = date(1899, 12, 30) + timedelta(days=int(text))
    month, year = int(text[0]), int(text[1:])
    if not 1950 <= year < 2050:
        return day, day
    return min(day, date(year, month, 1)), max(day, last_of_month(year, month))


def read_award(text: str) -> tuple[date, date] | None:
    """The same of the date of a degree: 2018-19 is an academic year, and 2010-11 is one or November."""
    year, _, month = text.partition("-")
    if len(text) == 7 and year.isdigit() and month.isdigit() and int(month) == (int(year) + 1) % 100:
        return date(int(year), 5, 1), date(int(year) + 1, 9, 30)
    return read_date(text)


def _day(text: str, form: str) -> date | None:
    """What strptime makes of a text, None where it makes nothing of it."""
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None


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
        least, most = figure("hours_per_week", job["hours_per_week"])
        hours = min(FULL_TIME, least) if low else FULL_TIME if most is None else min(FULL_TIME, most)
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


def ongoing(end: str) -> bool:
    """Whether the end of a job says that it goes on."""
    return end in PRESENT


def _end(job: Row, as_of: date, *, earliest: bool) -> int | None:
    """Where a job stops, nothing after the as-of date counting; None where its end is blank."""
    cut = number_after(as_of)
    if ongoing(job["end"]):
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

    Stated durations overlap everything for low and nothing for high; those that are apart do not overlap each other.
    """
    dated = walk([spell for job in certain if not job["years"] and (spell := shortest(job, as_of))])
    together = (sum(durations(jobs, low=True), Fraction(0)) for jobs in side_by_side(certain))
    low = max([dated, *durations(certain, low=True), *together])
    if any(_endless(job) for job in possible):
        return low, None
    spells = [spell for job in possible if not job["years"] and (spell := longest(job, as_of))]
    return low, walk(spells) + sum(durations(possible, low=False), Fraction(0))


def side_by_side(jobs: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Jobs that are stated not to overlap each other, those of each number together."""
    for number in {job["apart"] for job in jobs} - {""}:
        yield [job for job in jobs if job["apart"] == number]


def durations(jobs: Sequence[Row], *, low: bool) -> Iterator[Fraction]:
    """The credit of each job that states years in place of dates."""
    for job in jobs:
        if job["years"]:
            least, most = figure("years", job["years"])
            yield (least if low or most is None else most) * load_of(job, low=low) / FULL_TIME


def _endless(job: Row) -> bool:
    """Whether a job may have begun at any time before, or lasted any time, and adds anything at all."""
    unlimited = figure("years", job["years"])[1] is None if job["years"] else not job["start"]
    return unlimited and load_of(job, low=False) > 0
