"""Counting time and units for all applicants at once, exactly, as (low, high)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.applicants import BLANK, Education, Experience, Flags, Numbers
from minqual.dates import AXIS_SPAN, AXIS_START, number_after
from minqual.degrees import IMPLIED_UNITS, Level
from minqual.figures import DAYS_IN_YEAR, UNBOUNDED
from minqual.policies import CountingPolicy
from minqual.standings import Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOAD_SCALE: Final = 25
"""Makes a stated duration in thousandths of a year, times 360 days, a whole number of load-days."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount for each applicant as bounds: value / scale units. high may be UNBOUNDED."""

    low: Numbers
    high: Numbers
    scale: int
    unit: str

    def exact(self, applicant: int) -> tuple[Fraction, Fraction | None]:
        """One applicant's bounds as fractions; None for an unbounded high."""
        high = int(self.high[applicant])
        return Fraction(int(self.low[applicant]), self.scale), None if high >= UNBOUNDED else Fraction(high, self.scale)


@dataclass(frozen=True, slots=True)
class Spells:
    """Every row of experience as time on the axis, cut at the as-of date, in its shortest and longest reading.

    Dated rows have begin and end; a blank start is `endless` in the longest reading. Rows that state years
    instead have no dated time and `years` (thousandths). load: hours times share, in units of `full`.
    """

    owner: NDArray[np.int32]
    begin_low: Numbers
    end_low: Numbers
    begin_high: Numbers
    end_high: Numbers
    endless: Flags
    years: Numbers
    load_low: Numbers
    load_high: Numbers
    full: int

    @property
    def scale(self) -> int:
        """Load-days in one year of full-time credit."""
        return self.full * DAYS_IN_YEAR


def spells(experience: Experience, as_of: date, policy: CountingPolicy) -> Spells:
    """Rows of experience as spells: partial dates, blanks, hours and shares turned into bounds."""
    cut = number_after(as_of)
    start, end = experience.start, experience.end
    dated = experience.years == BLANK
    after_low = np.where(end.stated, end.after_first, np.where(experience.ongoing, cut, AXIS_START))
    after_high = np.where(end.stated, end.after_last, cut)
    begin_low = np.where(start.stated, start.last, cut)
    begin_high = np.where(start.stated, start.first, AXIS_START)
    full_hours = policy.full_time_hours * 1000
    hours_low = np.where(experience.hours == BLANK, 0, np.minimum(experience.hours, full_hours))
    hours_high = np.where(experience.hours == BLANK, full_hours, np.minimum(experience.hours, full_hours))
    share = np.where(experience.share == BLANK, 1000, experience.share) * LOAD_SCALE
    return Spells(
        owner=experience.owner,
        begin_low=np.where(dated, begin_low, AXIS_START),
        end_low=np.where(dated, np.minimum(after_low, cut), AXIS_START),
        begin_high=np.where(dated, begin_high, AXIS_START),
        end_high=np.where(dated, np.minimum(after_high, cut), AXIS_START),
        endless=dated & ~start.stated & (np.minimum(after_high, cut) > AXIS_START),
        years=np.where(dated, 0, experience.years),
        load_low=hours_low * share,
        load_high=hours_high * share,
        full=full_hours * 1000 * LOAD_SCALE,
    )


def time_credit(spells: Spells, certain: Flags, possible: Flags, applicants: int) -> Quantity:
    """Credit in years over the rows that certainly count (low) and those that may (high).

    Hours of jobs held at once are added and capped at full time. Stated durations overlap everything for
    low (the larger of the dated credit and the largest of them) and nothing for high (the sum).
    """
    stated_low = spells.years * (spells.load_low * DAYS_IN_YEAR // 1000) * certain
    stated_high = spells.years * (spells.load_high * DAYS_IN_YEAR // 1000) * possible
    low = sweep(spells.owner, spells.begin_low, spells.end_low, spells.load_low * certain, spells.full, applicants)
    np.maximum.at(low, spells.owner[spells.years > 0], stated_low[spells.years > 0])
    high = sweep(spells.owner, spells.begin_high, spells.end_high, spells.load_high * possible, spells.full, applicants)
    np.add.at(high, spells.owner[spells.years > 0], stated_high[spells.years > 0])
    high[spells.owner[spells.endless & possible & (spells.load_high > 0)]] = UNBOUNDED
    return Quantity(low, high, spells.scale, "years")


def sweep(owner: NDArray[np.int32], begin: Numbers, end: Numbers, load: Numbers, full: int, applicants: int) -> Numbers:
    """Load-days per applicant: starts and ends as events, the running sum of loads capped, times the gap."""
    counted = (end > begin) & (load > 0)
    owner, begin, end, load = owner[counted].astype(np.int64), begin[counted], end[counted], load[counted]
    base = owner * AXIS_SPAN - AXIS_START
    moments = np.concatenate([base + begin, base + end])
    changes = np.concatenate([load, -load])
    order = np.argsort(moments)
    moments = moments[order]
    running = np.minimum(np.cumsum(changes[order]), full)
    if not len(moments):
        return np.zeros(applicants, dtype=np.int64)
    credit = np.zeros(len(moments) + 1, dtype=np.int64)
    credit[2:] = np.cumsum(running[:-1] * np.diff(moments))
    last = np.cumsum(np.bincount(owner, minlength=applicants)[:applicants] * 2)
    totals = np.zeros(applicants + 1, dtype=np.int64)
    totals[1:] = credit[last]
    return np.diff(totals)


def divided(
    spells: Spells, rows: Numbers, certain: Flags, possible: Flags
) -> tuple[list[Fraction], list[Fraction | None]]:
    """One applicant's credit, row by row in years (low, high); a capped moment is divided in proportion.

    rows: the applicant's rows. The parts add up to time_credit's bounds; None is unbounded.
    """
    low = _divided_dates(spells, rows, spells.begin_low, spells.end_low, spells.load_low, certain)
    high: list[Fraction | None] = list(
        _divided_dates(spells, rows, spells.begin_high, spells.end_high, spells.load_high, possible)
    )
    dated = sum(low, Fraction(0))
    durations = [
        Fraction(int(spells.years[row]) * int(spells.load_low[row]), 1000 * spells.full) for row in rows.tolist()
    ]
    longest = max((each for each, counts in zip(durations, certain, strict=True) if counts), default=Fraction(0))
    if longest > dated:
        first = next(place for place, each in enumerate(durations) if each == longest and certain[place])
        low = [longest if place == first else Fraction(0) for place in range(len(durations))]
    for place, row in enumerate(rows.tolist()):
        if not possible[place]:
            continue
        if spells.years[row] > 0:
            high[place] = Fraction(int(spells.years[row]) * int(spells.load_high[row]), 1000 * spells.full)
        elif spells.endless[row] and spells.load_high[row] > 0:
            high[place] = None
    return low, high


def _divided_dates(
    spells: Spells, rows: Numbers, begin: Numbers, end: Numbers, load: Numbers, counts: Flags
) -> list[Fraction]:
    """Dated credit of each row in years, between every two moments at which anything begins or ends."""
    jobs = [
        (place, int(begin[row]), int(end[row]), int(load[row]))
        for place, row in enumerate(rows.tolist())
        if counts[place] and load[row] > 0 and end[row] > begin[row]
    ]
    parts = [Fraction(0)] * len(rows)
    moments = sorted({moment for _, first, last, _ in jobs for moment in (first, last)})
    for first, last in pairwise(moments):
        held = [(place, weight) for place, begins, ends, weight in jobs if begins <= first and ends >= last]
        total = sum(weight for _, weight in held)
        for place, weight in held:
            parts[place] += Fraction(weight * (last - first), max(total, spells.full) * DAYS_IN_YEAR)
    return parts


def college_units(education: Education, counts: Flags, policy: CountingPolicy, applicants: int) -> Quantity:
    """Semester units over the rows that count, as bounds.

    low is the larger of the stated sum and the largest number that a conferred degree of a silent row
    implies; high adds what silent rows may hold, without bound for study without a conferred degree.
    """
    scale = 1000 * policy.quarter_unit.denominator
    semester = education.semester * policy.quarter_unit.denominator
    quarter = education.quarter * policy.quarter_unit.numerator
    has_semester, has_quarter = education.semester != BLANK, education.quarter != BLANK
    semester, quarter = np.where(has_semester, semester, 0), np.where(has_quarter, quarter, 0)
    stated = has_semester | has_quarter
    implied = _units_of(education.level_low, education.conferral_low) * scale
    at_most = _units_of(education.level_high, education.conferral_high) * scale
    row_low = np.maximum(semester, quarter)
    row_high = np.maximum(semester + quarter, at_most)
    known_degree = (implied > 0) & ~stated
    study = may_be_college(education) & ~stated & ~known_degree
    owner = education.owner
    low = np.zeros(applicants, dtype=np.int64)
    high = np.zeros(applicants, dtype=np.int64)
    np.add.at(low, owner[counts & stated], row_low[counts & stated])
    np.maximum.at(low, owner[counts & known_degree], implied[counts & known_degree])
    np.add.at(high, owner[counts & stated], row_high[counts & stated])
    np.add.at(high, owner[counts & known_degree], implied[counts & known_degree])
    high[owner[counts & study]] = UNBOUNDED
    return Quantity(low, high, scale, "semester units")


def may_be_college(education: Education) -> Flags:
    """Rows that are or may be college study: every level but high school and none."""
    return education.level_high >= Level.SOME_COLLEGE


def _units_of(level: NDArray[np.int8], conferral: NDArray[np.int8]) -> Numbers:
    """Units that each row's degree holds at least, given one reading of its level and conferral."""
    by_level = np.array([IMPLIED_UNITS.get(each, 0) for each in Level], dtype=np.int64)
    return np.where(conferral == Standing.MET, by_level[level], 0)
