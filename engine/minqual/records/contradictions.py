"""Cells of one row that do not fit together, or are hardly what their columns ask: they are open, with one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.records.applicants import ANY_DAY, EITHER, Days, Figures
from minqual.records.doubts import Misfit
from minqual.values import (
    CONDITIONAL,
    HOURS_PER_WEEK,
    MET,
    UNMET,
    YEARS,
    AsOf,
    DegreeLevel,
    Flags,
    Numbers,
    anywhere,
    months_later,
    quickly_made,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records.cells import FaultyRows

LONGEST_SPAN: Final = 60
"""Years of work in one span beyond which it is hardly one job."""

FEW_HOURS, MANY_HOURS = 1_000, 100_000
"""Thousandths of hours a week up to which, and above which, they are hardly those of a week."""

_DAYS_IN_SPAN: Final = LONGEST_SPAN * 1461 // 4
_MONTHS_IN_SPAN: Final = LONGEST_SPAN * 12_000


_NONE, _HIGH_SCHOOL, _CERTIFICATE = map(int, (DegreeLevel.NONE, DegreeLevel.HIGH_SCHOOL, DegreeLevel.CERTIFICATE))
"""Levels as columns are compared with them."""


@dataclass(frozen=True, slots=True, eq=False)
class Conferral:
    """What rows of education state of the award of their degree."""

    conferred: NDArray[np.int8]
    awarded: Days
    expected: Days

    def bounds(self, today: int | Numbers) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        """Bounds of conferral as of a day, by its number.

        An award date decides; else "yes"; else a later expected date; else "no". A "no" beside an expected date that
        may be past is open.
        """
        no, later, yes = UNMET, CONDITIONAL, MET
        expected, awarded = self.expected, self.awarded
        said_yes, said_no = self.conferred == 1, self.conferred == 0
        may_be_yes = said_yes | (self.conferred == EITHER)
        due = expected.stated & (expected.earliest > today)
        low = np.where(said_yes, yes, np.where(due, later, no))
        surely_no = said_no & ~expected.stated
        high = np.where(may_be_yes, yes, np.where(due, later, np.where(surely_no, no, yes)))
        if anywhere(awarded.stated):
            past, ahead = awarded.latest <= today, awarded.earliest > today
            low = np.where(awarded.stated, np.where(past, yes, np.where(ahead, later, no)), low)
            high = np.where(awarded.stated, np.where(ahead, later, yes), high)
        return low, high


def fitting_conferral(
    rows: FaultyRows,
    told: Conferral,
    low: NDArray[np.int8],
    high: NDArray[np.int8],
    foreign: Flags,
    today: int | Numbers,
) -> tuple[Conferral, Flags]:
    """What is stated of the award where it fits, else open, and the rows whose level is open.

    low, high: the level; no degree, but perhaps a certificate, is none as well. foreign: it is one of another country.
    """
    no = told.conferred == 0
    if not anywhere(no) and not anywhere(low == _NONE):
        return told, rows.none
    awarded, expected = told.awarded, told.expected
    past = rows.doubt(
        no & awarded.stated & (awarded.latest <= today),
        ("conferred", "awarded"),
        "The degree is stated as not conferred, beside a day of its award: was it conferred, and when?",
        Misfit.CONFERRAL,
        "no, beside an award date already past",
        "yes, or no award date",
    )
    due = rows.doubt(
        no & ~awarded.stated & expected.stated & (expected.latest <= today),
        ("conferred", "expected"),
        "The degree was expected on a day that is past, and is stated as not conferred: was it conferred, and when?",
        Misfit.CONFERRAL,
        "no, beside an expected date already past",
        "yes with the day of the award, or a later expected date",
    )
    diploma = rows.doubt(
        no & ~awarded.stated & ~expected.stated & (high == _HIGH_SCHOOL),
        ("conferred", "level"),
        "A diploma is stated, and that it was not conferred: does the applicant hold it?",
        Misfit.DIPLOMA,
        "no, beside a diploma",
        "yes, or no row for a diploma that is not held",
    )
    awarded_before = awarded.stated & (awarded.latest <= today)
    no_degree = (low == _NONE) & (high == _CERTIFICATE) & ~foreign
    none = rows.doubt(
        ((high == _NONE) | no_degree) & awarded_before,
        ("level", "awarded"),
        "No degree is stated, and a day on which it was awarded: which degree or diploma is this?",
        Misfit.NO_DEGREE,
        "none, beside an award date already past",
        "the degree that was awarded, or no award date",
    )
    either = past | due | diploma
    conferred = np.where(either, np.int8(EITHER), told.conferred) if anywhere(either) else told.conferred
    return Conferral(conferred, awarded.opened(past), expected.opened(due)), none


@quickly_made(frozen=True, slots=True, eq=False)
class JobTime:
    """What rows of experience state of their time: dates, or a duration, and hours a week."""

    start: Days
    end: Days
    ongoing: Flags
    years: Figures
    hours: Figures

    def opened(self, start: Flags, end: Flags) -> JobTime:
        """The same with some dates open."""
        ongoing = self.ongoing & ~end if anywhere(end) else self.ongoing
        return JobTime(self.start.opened(start), self.end.opened(end), ongoing, self.years, self.hours)


def fitting_time(rows: FaultyRows, time: JobTime, as_of: AsOf) -> JobTime:
    """The time of jobs where it fits, else open."""
    both = _duration_beside_dates(rows, time)
    reversed_ = _end_before_start(rows, time, both)
    start_ahead, end_ahead = _too_far_ahead(rows, time, as_of, both | reversed_)
    long = _longer_than_a_working_life(rows, time, as_of, both | reversed_ | start_ahead | end_ahead)
    lasting = _years_of_a_life(rows, time, both)
    odd = _odd_hours(rows, time)
    dates = both | reversed_ | long
    opened = time.opened(dates | start_ahead, dates | end_ahead)
    years, hours = time.years.opened(both | lasting, YEARS.above), time.hours.opened(odd, HOURS_PER_WEEK.above)
    return JobTime(opened.start, opened.end, opened.ongoing, years, hours)


def _words(rows: FaultyRows, column: Days | Figures, odd: Flags) -> Flags:
    """The rows whose word is odd and states anything: there are hardly ever any."""
    found: Flags = column.said & odd
    return found.take(column.codes) if anywhere(found) else rows.none


def _after(column: Days, day: int | Numbers) -> Flags:
    """The rows that state a day after one."""
    earliest = day if isinstance(day, int) else day.min(initial=date.max.toordinal())
    if not anywhere(column.said & (column.bounds[0] > earliest)):
        return np.zeros(len(column.codes), dtype=np.bool_)
    return np.asarray(column.stated & (column.earliest > day), dtype=np.bool_)


def _duration_beside_dates(rows: FaultyRows, time: JobTime) -> Flags:
    if not anywhere(time.years.said):
        return rows.none
    both = time.years.stated & (time.start.stated | time.end.stated | time.ongoing)
    readable = (time.years.low > 0) | (time.years.high < YEARS.above)
    readable &= _readable(time.start) | _readable(time.end) | time.ongoing
    rows.doubt(
        both & readable,
        ("years", "start", "end"),
        "Dates and a duration are stated: from which day to which was the job held?",
        Misfit.DURATION,
        "a duration beside dates",
        "dates, or years in place of dates",
    )
    return both


def _readable(days: Days) -> Flags:
    """Rows that state a day, and not one that may be any."""
    certain: Flags = days.said & ((days.bounds[0] != ANY_DAY[1]) | (days.bounds[1] != ANY_DAY[2]))
    return certain.take(days.codes)


def _end_before_start(rows: FaultyRows, time: JobTime, others: Flags) -> Flags:
    reversed_ = time.start.stated & time.end.stated & (time.start.earliest > time.end.latest)
    return rows.doubt(
        reversed_ & ~others,
        ("end", "start"),
        "The job ends before it begins: from which day to which was it held?",
        Misfit.JOB_DATES,
        "an end before the start",
        "an end on or after the start",
    )


def _too_far_ahead(rows: FaultyRows, time: JobTime, as_of: AsOf, others: Flags) -> tuple[Flags, Flags]:
    """Jobs that begin, and that end, more than a year after the as-of date."""
    latest = as_of.told(lambda day: months_later(day, 12).toordinal(), rows.table.owner)
    start, end = (
        rows.doubt(
            _after(days, latest) & ~others,
            (column,),
            f"The job {verb} more than a year after the as-of date: {when}?",
            Misfit.AHEAD,
            "a day more than a year after the as-of date",
            f"the day on which the job {verb}, or a blank",
            doubtful=True,
        )
        for column, days, verb, when in (
            ("start", time.start, "begins", "when did it begin"),
            ("end", time.end, "ends", "when did it end, or does it go on"),
        )
    )
    return start, end


def _longer_than_a_working_life(rows: FaultyRows, time: JobTime, as_of: AsOf, others: Flags) -> Flags:
    begun, ended = (days.bounds[place][days.said] for days, place in ((time.start, 1), (time.end, 0)))
    today = as_of.told(date.toordinal, rows.table.owner)
    last = max(ended.max(initial=0), today if isinstance(today, int) else today.max(initial=0))
    if last - begun.min(initial=last) <= _DAYS_IN_SPAN:
        return rows.none
    stop = np.where(time.ongoing, today, time.end.earliest)
    long = time.start.stated & (time.end.stated | time.ongoing) & (stop - time.start.latest > _DAYS_IN_SPAN)
    return rows.doubt(
        long & ~others,
        ("start", "end"),
        f"The job lasts more than {LONGEST_SPAN} years: from which day to which was it held?",
        Misfit.SPAN,
        f"more than {LONGEST_SPAN} years in one job",
        "the days on which the job began and ended",
        doubtful=True,
    )


def _years_of_a_life(rows: FaultyRows, time: JobTime, others: Flags) -> Flags:
    return rows.doubt(
        _words(rows, time.years, time.years.bounds[0] > _MONTHS_IN_SPAN) & ~others,
        ("years",),
        f"The job lasts more than {LONGEST_SPAN} years: how long was it held?",
        Misfit.SPAN,
        f"more than {LONGEST_SPAN} years in one job",
        "how long the job was held",
        doubtful=True,
    )


def _odd_hours(rows: FaultyRows, time: JobTime) -> Flags:
    low, high = time.hours.bounds
    return rows.doubt(
        _words(rows, time.hours, (high <= FEW_HOURS) | (low > MANY_HOURS)),
        ("hours_per_week",),
        "The hours a week are 1 or fewer, or more than 100: how many are they?",
        Misfit.HOURS,
        "hours that are hardly those of a week",
        HOURS_PER_WEEK.expected,
        doubtful=True,
    )


def fitting_validity(rows: FaultyRows, start: Days, end: Days) -> tuple[Days, Days]:
    """The dates of credentials where they fit, else open."""
    reversed_ = rows.doubt(
        start.stated & end.stated & (start.earliest > end.latest),
        ("expires", "valid_from", "name"),
        "The credential expires before it is valid: from which day to which is it valid?",
        Misfit.CREDENTIAL_DATES,
        "an expiry before valid_from",
        "an expiry on or after valid_from",
    )
    return start.opened(reversed_), end.opened(reversed_)
