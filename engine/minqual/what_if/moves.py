"""Levers: the cells of a record that move a counted figure, each from nothing upward, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from minqual.clauses import ExampleRows
from minqual.values import (
    AXIS_START,
    DAYS_IN_YEAR,
    as_decimal,
    axis_day,
    day_number,
    goes_on,
    number_after,
    parse_date,
    thousandths,
)

Lists = ExampleRows
"""The rows of one record, by table."""

MOST_UNITS: Final = 400_000
MOST_NUMBER: Final = 50_000_000
MOST_EVENTS: Final = 100
LONGEST: Final = 45 * DAYS_IN_YEAR


@dataclass(frozen=True, slots=True)
class Lever:
    """One way to move a figure.

    at: the record at a setting from 0 to `most`, None where a setting cannot be written (30 February). steps: how far
    below a bound the other side is looked for, the widest first. one: how many settings make one of what is counted.
    """

    most: int
    at: Callable[[int], Lists | None]
    steps: tuple[int, ...] = (1,)
    one: int = 0

    def near(self, setting: int) -> Lists | None:
        """The record at a setting, or at the next one below that can be written."""
        for lower in range(setting, max(setting - 4, -1), -1):
            if (found := self.at(lower)) is not None:
                return found
        return None


def levers(lists: Lists, as_of: date) -> Iterator[Lever]:
    """Every way to move a figure that a record's own rows offer: ends, starts, durations, units and numbers."""
    for place, job in enumerate(lists.get("experience", ())):
        yield from _job(lists, place, job, as_of)
    for place, row in enumerate(lists.get("education", ())):
        for column in ("semester_units", "quarter_units", "credits"):
            if _number(row.get(column)) is not None:
                yield _figure(lists, "education", place, column, MOST_UNITS, (1000, 500, 100, 10, 1))
    for place, row in enumerate(lists.get("answers", ())):
        if _number(row.get("answer")) is not None:
            yield _figure(lists, "answers", place, "answer", MOST_NUMBER, (1, 10, 100, 1000), one=1000)
        elif days := events_in(row):
            yield _events(lists, place, days)


def events_in(row: Mapping[str, Any]) -> Sequence[date]:
    """The days that an answer names, where it names nothing else."""
    days = [_exact(part.strip()) for part in str(row.get("answer") or "").split(";")]
    return [day for day in days if day is not None] if None not in days else ()


def _events(lists: Lists, place: int, days: Sequence[date]) -> Lever:
    """So many events: those of an answer, and more on the days before."""

    def at(setting: int) -> Lists:
        more = (min(days) - timedelta(days=each + 1) for each in range(setting - len(days)))
        named = [day.isoformat() for day in (*days[:setting], *more)]
        return changed(lists, "answers", place, answer="; ".join(named) or "none")

    return Lever(MOST_EVENTS, at, one=1)


def _job(lists: Lists, place: int, job: Mapping[str, Any], as_of: date) -> Iterator[Lever]:
    start, end = _exact(job.get("start")), _exact(job.get("end"))
    cut = number_after(as_of)
    if start is not None and (end is not None or goes_on(str(job.get("end") or ""))):
        begin, stop = day_number(start), cut if end is None else min(number_after(end), cut)

        def ends(length: int) -> Lists | None:
            day = before(begin + length)
            return None if day is None or day < start else changed(lists, "experience", place, end=day.isoformat())

        def begins(length: int) -> Lists | None:
            day = axis_day(stop - length)
            return None if day is None or length == 0 else changed(lists, "experience", place, start=day.isoformat())

        yield Lever(max(cut - begin, 0), ends)
        yield Lever(min(LONGEST, stop - AXIS_START), begins)
    if _number(job.get("years")) is not None:
        yield _figure(lists, "experience", place, "years", 45_000, (2, 1))


def _figure(
    lists: Lists, table: str, place: int, column: str, most: int, steps: tuple[int, ...], *, one: int = 0
) -> Lever:
    def at(setting: int) -> Lists:
        return changed(lists, table, place, **{column: as_decimal(setting)})

    return Lever(most, at, steps, one)


def changed(lists: Lists, table: str, place: int, **cells: str) -> Lists:
    """A record with some cells of one row changed."""
    rows = [{**row, **cells} if number == place else row for number, row in enumerate(lists[table])]
    return {**lists, table: rows}


def stated(lists: Lists) -> Lists:
    """A record without its blank cells."""
    return {
        name: [{key: cell for key, cell in row.items() if cell != ""} for row in rows] for name, rows in lists.items()
    }


def before(number: int) -> date | None:
    """The last calendar day of a spell that stops at a number, None where there is none; the 30th before the 29th."""
    next_day = axis_day(number)
    if next_day is None:
        return None
    days = (next_day, date.fromordinal(next_day.toordinal() - 1))
    return next((day for day in days if number_after(day) == number), None)


def _exact(cell: object) -> date | None:
    try:
        found = parse_date(str(cell))
    except ValueError:
        return None
    return found.earliest if found.exact else None


def _number(cell: object) -> int | None:
    try:
        return thousandths(str(cell))
    except ValueError:
        return None
