"""Counting college units for all applicants at once, exactly, as (low, high)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from minqual.applicants import BLANK, Education, Flags, Numbers
from minqual.degrees import IMPLIED_UNITS, Level
from minqual.figures import UNBOUNDED
from minqual.policies import CountingPolicy
from minqual.quantities import Quantity
from minqual.standings import Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray


def stated_units(education: Education, policy: CountingPolicy) -> tuple[Numbers, Numbers, Flags]:
    """Units that each row states, as bounds (the larger of both systems, and their sum), and whether it states any.

    In thousandths of a semester unit, times the denominator of what a quarter unit is worth.
    """
    rate = policy.quarter_unit
    has_semester, has_quarter = education.semester != BLANK, education.quarter != BLANK
    semester = np.where(has_semester, education.semester * rate.denominator, 0)
    quarter = np.where(has_quarter, education.quarter * rate.numerator, 0)
    return np.maximum(semester, quarter), semester + quarter, has_semester | has_quarter


def college_units(education: Education, counts: Flags, policy: CountingPolicy, applicants: int) -> Quantity:
    """Semester units over the rows that count, as bounds.

    low is the larger of the stated sum and the largest number that a conferred degree of a silent row
    implies; high adds what silent rows may hold, without bound for study without a conferred degree.
    Rows that name a subject may be a part of rows that name none: low takes the larger of the two sums.
    """
    scale = 1000 * policy.quarter_unit.denominator
    least, most, stated = stated_units(education, policy)
    implied = _units_of(education.level_low, education.conferral_low) * scale
    row_high = np.maximum(most, _units_of(education.level_high, education.conferral_high) * scale)
    known_degree = (implied > 0) & ~stated
    study = may_be_college(education) & ~stated & ~known_degree
    owner = education.owner
    low, parts, high = (np.zeros(applicants, dtype=np.int64) for _ in range(3))
    broken_down = education.subject.flags(bool)
    for sums, rows in ((low, counts & stated & ~broken_down), (parts, counts & stated & broken_down)):
        np.add.at(sums, owner[rows], least[rows])
    np.maximum(low, parts, out=low)
    np.maximum.at(low, owner[counts & known_degree], implied[counts & known_degree])
    np.add.at(high, owner[counts & stated], row_high[counts & stated])
    np.add.at(high, owner[counts & known_degree], implied[counts & known_degree])
    high[owner[counts & study]] = UNBOUNDED
    return Quantity(low, high, scale, "semester units")


def units_in(
    education: Education, certain: Flags, possible: Flags, policy: CountingPolicy, applicants: int
) -> Quantity:
    """Semester units over rows that certainly are of some study (low), and those that may be (high).

    A row that may be and states no units may hold any number.
    """
    scale = 1000 * policy.quarter_unit.denominator
    least, most, stated = stated_units(education, policy)
    row_high = np.maximum(most, _units_of(education.level_high, education.conferral_high) * scale)
    low, high = (np.zeros(applicants, dtype=np.int64) for _ in range(2))
    np.add.at(low, education.owner[certain & stated], least[certain & stated])
    np.add.at(high, education.owner[possible & stated], row_high[possible & stated])
    high[education.owner[possible & ~stated & may_be_college(education)]] = UNBOUNDED
    return Quantity(low, high, scale, "semester units")


def may_be_college(education: Education) -> Flags:
    """Rows that are or may be college study: every level but high school and none."""
    return education.level_high >= Level.SOME_COLLEGE


def _units_of(level: NDArray[np.int8], conferral: NDArray[np.int8]) -> Numbers:
    """Units that each row's degree holds at least, given one reading of its level and conferral."""
    by_level = np.array([IMPLIED_UNITS.get(each, 0) for each in Level], dtype=np.int64)
    return np.where(conferral == Standing.MET, by_level[level], 0)
