"""Counting college units for all applicants at once, exactly, as (low, high)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.counting.policies import CountingPolicy
from minqual.records import Education
from minqual.values import IMPLIED_UNITS, UNBOUNDED, DegreeLevel, Flags, Numbers, Quantity, Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NO_LIMIT: Final = UNBOUNDED >> 20
"""Stands for a row's units that nothing limits: above all that can be stated, and so that rows add up."""


def stated_units(education: Education, policy: CountingPolicy) -> tuple[Numbers, Numbers, Flags]:
    """Units that each row states, as bounds (the larger of both systems, and their sum), and whether it states any.

    In thousandths of a semester unit, times the denominator of what a quarter unit is worth; UNBOUNDED where nothing
    limits what is stated.
    """
    semester, quarter, rate = education.semester, education.quarter, policy.quarter_unit
    low = np.maximum(semester.low * rate.denominator, quarter.low * rate.numerator)
    endless = [figures.unlimited for figures in (semester, quarter)]
    high = np.where(endless[0], 0, semester.high) * rate.denominator
    high += np.where(endless[1], 0, quarter.high) * rate.numerator
    return low, np.where(endless[0] | endless[1], UNBOUNDED, high), semester.stated | quarter.stated


def earned_units(
    education: Education, certain: Flags, possible: Flags, policy: CountingPolicy, applicants: int
) -> Quantity:
    """Semester units over the rows that certainly count (low) and those that may (high).

    low is the larger of the stated sum and the largest number that a conferred degree of a silent row
    implies; high adds what silent rows may hold, without bound for study without a conferred degree, and for rows that
    state no upper bound.
    Rows that name a subject may be a part of rows that name none: low takes the larger of the two sums.
    """
    scale = 1000 * policy.quarter_unit.denominator
    least, most, stated = stated_units(education, policy)
    implied = _units_of(education.level_low, education.conferral_low) * scale
    row_high = np.maximum(most, _units_of(education.level_high, education.conferral_high) * scale)
    known_degree = (implied > 0) & ~stated
    study = (may_be_college(education) & ~stated & ~known_degree) | (row_high >= UNBOUNDED)
    owner = education.owner
    low, parts, high = (np.zeros(applicants, dtype=np.int64) for _ in range(3))
    broken_down = education.subject.flags(bool)
    for sums, rows in ((low, certain & stated & ~broken_down), (parts, certain & stated & broken_down)):
        np.add.at(sums, owner[rows], least[rows])
    np.maximum(low, parts, out=low)
    np.maximum.at(low, owner[certain & known_degree], implied[certain & known_degree])
    limited = possible & stated & ~study
    np.add.at(high, owner[limited], row_high[limited])
    np.add.at(high, owner[possible & known_degree], implied[possible & known_degree])
    high[owner[possible & study]] = UNBOUNDED
    return Quantity(low, high, scale, "semester units")


Shares: TypeAlias = Mapping[frozenset[str], Flags]
"""Rows by the capped subjects among which their units divide; no subject: they count in full."""


def units_at(
    education: Education, certain: Flags, possible: Flags, policy: CountingPolicy, applicants: int, *, implied: bool
) -> Quantity:
    """Semester units over rows that certainly are of some level of study (low), and those that may be (high).

    implied: whether a degree row that states fewer units than its degree implies may hold those.
    """
    broken_down = education.subject.flags(bool)
    free: frozenset[str] = frozenset()
    parts, rest, every = (
        units_in(education, {free: low}, {free: possible}, {}, policy, applicants, implied=implied)
        for low in (certain & broken_down, certain & ~broken_down, certain)
    )
    return replace(every, low=np.maximum(parts.low, rest.low))


def units_in(
    education: Education,
    certain: Shares,
    possible: Shares,
    caps: Mapping[str, int],
    policy: CountingPolicy,
    applicants: int,
    *,
    implied: bool,
) -> Quantity:
    """Semester units in subjects, over rows that certainly are in them (low) and those that may be (high).

    caps: the most that some subjects count for, in parts of the quantity. Units of a row that names several subjects
    may divide in any way: the worst for low, the best for high. A row that may be and states no units may hold any
    number.
    """
    least, most, stated = stated_units(education, policy)
    scale = 1000 * policy.quarter_unit.denominator
    if implied:
        most = np.maximum(most, _units_of(education.level_high, education.conferral_high) * scale)
    silent_high = np.where(may_be_college(education), _NO_LIMIT, 0)
    row_high = np.where(stated, np.minimum(most, _NO_LIMIT), silent_high)

    def sums(values: Numbers, rows: Flags) -> Numbers:
        total = np.zeros(applicants, dtype=np.int64)
        np.add.at(total, education.owner[rows], values[rows])
        return total

    low = _worst({names: sums(least, rows & stated) for names, rows in certain.items()}, caps, applicants)
    high = _best({names: sums(row_high, rows) for names, rows in possible.items()}, caps, applicants)
    return Quantity(low, np.where(high >= _NO_LIMIT, UNBOUNDED, high), scale, "semester units")


def _worst(units: Mapping[frozenset[str], Numbers], caps: Mapping[str, int], applicants: int) -> Numbers:
    """The least that units count for: what divides lies wholly in one of its subjects, as it is worst."""
    dividing = [names for names in units if names]
    found = []
    for chosen in product(*(sorted(names) for names in dividing)):
        total = units.get(frozenset(), np.zeros(applicants, dtype=np.int64)).copy()
        for name, cap in caps.items():
            inside = [units[names] for names, subject in zip(dividing, chosen, strict=True) if subject == name]
            if inside:
                total += np.minimum(np.add.reduce(inside), cap)
        found.append(total)
    return np.asarray(np.minimum.reduce(found), dtype=np.int64)


def _best(units: Mapping[frozenset[str], Numbers], caps: Mapping[str, int], applicants: int) -> Numbers:
    """The most that units count for: any set of subjects that is full leaves room in the others alone."""
    free = units.get(frozenset(), np.zeros(applicants, dtype=np.int64))
    found = []
    for full in (set(each) for size in range(len(caps) + 1) for each in combinations(sorted(caps), size)):
        room = np.full(applicants, sum(caps[name] for name in full), dtype=np.int64)
        for names, amount in units.items():
            if names and not names <= full:
                room += amount
        found.append(room)
    return np.asarray(free + np.minimum.reduce(found), dtype=np.int64)


def may_be_college(education: Education) -> Flags:
    """Rows that are or may be college study: every level but high school and none, and "no diploma"."""
    return education.study


def _units_of(level: NDArray[np.int8], conferral: NDArray[np.int8]) -> Numbers:
    """Units that each row's degree holds at least, given one reading of its level and conferral."""
    by_level = np.array([IMPLIED_UNITS.get(each, 0) for each in DegreeLevel], dtype=np.int64)
    return np.where(conferral == Standing.MET, by_level[level], 0)
