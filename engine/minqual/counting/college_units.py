"""Counting college units for all applicants at once, exactly, as (low, high)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.counting.capped_subjects import best, worst
from minqual.counting.policies import CountingPolicy
from minqual.records import PART, SEPARATE, SYSTEM, THE_SAME, UNIT_COLUMNS, UNITS_BESIDE, YES_NO, Education
from minqual.values import (
    GRADUATE_UNITS,
    IMPLIED_UNITS,
    MET,
    UNBOUNDED,
    DegreeLevel,
    Flags,
    Numbers,
    Quantity,
    anywhere,
    fold,
    once,
    silent,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records import Figures

SYSTEMS: Final = ("semester units", "quarter units")
"""The systems of units."""

Factor: TypeAlias = "int | NDArray[np.int64]"
"""By what units are multiplied, the same for all rows or row by row."""

_NO_LIMIT: Final = UNBOUNDED >> 20
"""Stands for a row's units that nothing limits: above all that can be stated, and so that rows add up."""

UNITS_BY_LEVEL: Final = np.array([IMPLIED_UNITS.get(each, 0) for each in DegreeLevel], dtype=np.int64)
"""The units that a degree of each level implies."""


@once
def stated_units(education: Education, rate: Fraction) -> tuple[Numbers, Numbers, Flags]:
    """Units that each row states, as bounds (the larger of both systems, and their sum), and whether it states any.

    rate: what a quarter unit is worth. One whose system is not told is worth a quarter unit at least, and a semester
    unit at most. In thousandths of a semester unit, times the denominator of the rate; UNBOUNDED where nothing limits
    what is stated.
    """
    semester, quarter = education.semester, education.quarter
    low = np.maximum(semester.low * rate.denominator, quarter.low * rate.numerator)
    endless = [figures.unlimited for figures in (semester, quarter)]
    high = np.where(endless[0], 0, semester.high) * rate.denominator
    high += np.where(endless[1], 0, quarter.high) * rate.numerator
    stated, unlimited = semester.stated | quarter.stated, endless[0] | endless[1]
    if anywhere(education.either.said):
        either = education.either
        low = np.maximum(low, either.low * rate.numerator)
        high += np.where(either.unlimited, 0, either.high) * rate.denominator
        stated, unlimited = stated | either.stated, unlimited | either.unlimited
    if education.table.confirmed:
        low, high = _as_told(education, rate)
    return low, np.where(unlimited, UNBOUNDED, high), stated


def told_together(education: Education) -> tuple[Flags, Flags]:
    """Rows of whose units in several systems a person has said that they are the same, and that they are not."""
    name = f"semester_units{PART}{UNITS_BESIDE}{PART}"
    same, separate = (education.table.said_of(name + said, education.row) for said in (THE_SAME, SEPARATE))
    return same, separate


def units_told(education: Education) -> Flags:
    """Rows of which a person has told some units."""
    told = [education.table.said_of(column, education.row) for column in UNIT_COLUMNS]
    return np.asarray(np.logical_or.reduce(told), dtype=np.bool_)


def system_told(education: Education) -> tuple[Flags, Flags]:
    """Rows of whose credits a person has said that they are semester units, and that they are quarter units."""
    name = f"semester_units{PART}{SYSTEM}{PART}"
    semester, quarter = (education.table.said_of(name + said, education.row) for said in SYSTEMS)
    return semester, quarter


def _as_told(education: Education, rate: Fraction) -> tuple[Numbers, Numbers]:
    """Bounds of units of which people have said of which system they are, and whether several are the same ones."""
    same, separate = told_together(education)
    worth = worth_of_units(education, rate)
    least = np.stack([figures.low * by for _, figures, by, _ in worth])
    most = np.stack([np.where(figures.unlimited, 0, figures.high) * by for _, figures, _, by in worth])
    low = np.where(separate, least.sum(axis=0), least.max(axis=0))
    return low, np.where(same, most.max(axis=0), most.sum(axis=0))


def worth_of_units(education: Education, rate: Fraction) -> Sequence[tuple[str, Figures, Factor, Factor]]:
    """The columns of units, with what each of their units is worth at least and at most."""
    of_semesters, of_quarters = system_told(education)
    return (
        ("semester_units", education.semester, rate.denominator, rate.denominator),
        ("quarter_units", education.quarter, rate.numerator, rate.numerator),
        (
            "credits",
            education.either,
            np.where(of_semesters, rate.denominator, rate.numerator),
            np.where(of_quarters, rate.numerator, rate.denominator),
        ),
    )


def earned_units(
    education: Education, certain: Flags, possible: Flags, policy: CountingPolicy, applicants: int, *, implied: bool
) -> Quantity:
    """Semester units over the rows that certainly count (low) and those that may (high).

    low is the larger of the stated sum and the largest number that a conferred degree of a silent row
    implies; high adds what silent rows may hold, without bound for study without a conferred degree, and for rows that
    state no upper bound. implied: whether what a degree implies may be among what counts; else graduate study is asked
    for, of which a graduate degree holds some, and nobody knows how much. Of rows that say the same, low takes one.
    """
    least, most, stated = stated_units(education, policy.quarter_unit)
    held, row_high = _held(education, policy, most, stated, implied=implied)
    certain = certain & ~education.repeated
    owner = education.owner
    low, high = (np.zeros(applicants, dtype=np.int64) for _ in range(2))
    np.add.at(low, owner[certain & stated], least[certain & stated])
    np.maximum.at(low, owner[certain], held[certain])
    limited = possible & (row_high < UNBOUNDED)
    np.add.at(high, owner[limited], row_high[limited])
    high[owner[possible & ~limited]] = UNBOUNDED
    return Quantity(low, high, 1000 * policy.quarter_unit.denominator, "semester units")


def _held(
    education: Education, policy: CountingPolicy, most: Numbers, stated: Flags, *, implied: bool
) -> tuple[Numbers, Numbers]:
    """What the degree of each silent row certainly implies, and the most that each row may hold."""
    scale = 1000 * policy.quarter_unit.denominator
    if not implied:
        silent_high = np.where(may_be_college(education), UNBOUNDED, 0)
        graduate = (education.level_low >= int(DegreeLevel.MASTER)) & (education.conferral_low == MET) & ~stated
        return np.where(graduate, GRADUATE_UNITS * scale, 0), np.where(stated, most, silent_high)
    held = np.where(stated, 0, _units_of(education.level_low, education.conferral_low) * scale)
    row_high = np.maximum(most, _units_of(education.level_high, education.conferral_high) * scale)
    silent_high = np.where(held > 0, held, np.where(may_be_college(education), UNBOUNDED, 0))
    if education.table.confirmed:
        row_high = np.where(units_told(education), most, row_high)
    return held, np.where(stated, row_high, silent_high)


Shares: TypeAlias = Mapping[frozenset[str], Flags]
"""Rows by the capped subjects among which their units divide; no subject: they count in full."""


def units_in(
    education: Education,
    certain: Shares,
    possible: Shares,
    caps: Mapping[str, int],
    policy: CountingPolicy,
    applicants: int,
    *,
    implied: bool,
    told: Mapping[frozenset[str], tuple[Numbers, Numbers]],
) -> Quantity:
    """Semester units in subjects, over rows that certainly are in them (low) and those that may be (high).

    caps: the most that some subjects count for, in parts of the quantity. Units of a row that names several subjects
    may divide in any way: the worst for low, the best for high. A row that states a subject states the units in it. One
    that may be and states no units may hold any number; of a conferred degree, what that implies. implied: as in
    earned_units. told: of other rows, the units as people have told how they divide, by what they count under.
    """
    least, most, stated = stated_units(education, policy.quarter_unit)
    _, row_high = _held(education, policy, most, stated, implied=implied)
    row_high = np.where(stated & ~education.subject.flags(silent), most, row_high)
    row_high = np.minimum(row_high, _NO_LIMIT)

    def sums(values: Numbers, rows: Flags) -> Numbers:
        total = np.zeros(applicants, dtype=np.int64)
        np.add.at(total, education.owner[rows], values[rows])
        return total

    single = stated & ~education.repeated
    lows = {names: sums(least, rows & single) for names, rows in certain.items()}
    highs = {names: sums(row_high, rows) for names, rows in possible.items()}
    for names, (fewest, greatest) in told.items():
        lows[names] = lows.get(names, 0) + sums(fewest, ~education.repeated)
        highs[names] = highs.get(names, 0) + sums(greatest, greatest > 0)
    low, high = worst(lows, caps, applicants), best(highs, caps, applicants)
    scale = 1000 * policy.quarter_unit.denominator
    return Quantity(low, np.where(high >= _NO_LIMIT, UNBOUNDED, high), scale, "semester units")


def may_be_college(education: Education) -> Flags:
    """Rows that are or may be college study: every level but high school and none, and "no diploma"."""
    return education.study


def without_award(education: Education) -> Flags:
    """Rows whose level says that there is no degree, beside which no day of an award fits."""
    low, high = education.level_low, education.level_high
    return np.asarray(
        (high == DegreeLevel.NONE) | ((low == DegreeLevel.NONE) & (high == DegreeLevel.CERTIFICATE)), dtype=np.bool_
    )


def says_not_conferred(education: Education) -> Flags:
    """Rows that say that the degree was not conferred, be it open for what stands beside that."""
    said = education.table.column("conferred").flags(lambda cell: YES_NO.get(fold(cell)) == 0)
    return said[education.row]


def _units_of(level: NDArray[np.int8], conferral: NDArray[np.int8]) -> Numbers:
    """Units that each row's degree holds at least, given one reading of its level and conferral."""
    return np.where(conferral == MET, UNITS_BY_LEVEL[level], 0)
