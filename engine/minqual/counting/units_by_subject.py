"""How many units of a row that names several subjects are in some of these, as people tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from minqual.counting.college_units import stated_units, told_together, worth_of_units
from minqual.records import PART, Education
from minqual.values import UNIT_MEASURES, Flags, Numbers, once, read_figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

Group: TypeAlias = tuple[str, ...]
"""Subjects whose units are told together."""


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """How the units of rows divide, as people have told. rows: those of which they have told all that is needed.

    complete: the same, and those of which they have told more than the row states. units: of each of some groups of
    subjects, the least and the most that each row holds in it.
    """

    rows: Flags
    complete: Flags
    units: Mapping[Group, tuple[Numbers, Numbers]]

    @property
    def together(self) -> tuple[Numbers, Numbers]:
        """The least and the most in all groups together."""
        low, high = (np.add.reduce(each) for each in zip(*self.units.values(), strict=True))
        return low, high


def part_of_units(group: Group) -> str:
    """The part of a cell of units by which people say how many of them are in some subjects."""
    return "; ".join(group)


def columns_counted(education: Education) -> Mapping[str, Flags]:
    """Rows by the columns of units that count: all that state any, but for those that are the same units as others."""
    same, left = told_together(education)[0], np.ones(len(education.row), dtype=np.bool_)
    found = {}
    for column, figures, _, _ in worth_of_units(education, Fraction(1)):
        found[column] = figures.stated & left
        left = left & ~(figures.stated & same)
    return found


def units_divided(education: Education, asked: Mapping[Group, Flags], rate: Fraction) -> Divided:
    """How the units of rows divide, as people have told. asked: by group, the rows of which that is needed.

    More units than the row states settle nothing. rate: what a quarter unit is worth.
    """
    nothing = np.zeros(len(education.row), dtype=np.int64)
    told, units = np.logical_or.reduce([*asked.values()]), {}
    for group, rows in asked.items():
        low, high, said = _told(education, group, rate)
        told = told & (said | ~rows)
        units[group] = np.where(rows, low, nothing), np.where(rows, high, nothing)
    found = Divided(told, told, units)
    return replace(found, rows=told & (found.together[0] <= stated_units(education, rate)[1]))


def units_to_tell(
    education: Education, asked: Mapping[Group, Flags], rate: Fraction
) -> Iterator[tuple[Group, str, Flags, Flags]]:
    """Of each group and each column of units, the rows of which that is still to be told, by asked as above.

    Beside them, the rows that state units in several columns.
    """
    divided, counted = units_divided(education, asked, rate), columns_counted(education)
    several = np.sum([*counted.values()], axis=0) > 1
    odd = divided.complete & ~divided.rows
    for group, rows in asked.items():
        for column, here in counted.items():
            _, said = _figures(education, column, group)
            yield group, column, rows & here & (odd | ~said), several


@once
def _told(education: Education, group: Group, rate: Fraction) -> tuple[Numbers, Numbers, Flags]:
    """The least and the most units of each row in some subjects, and the rows of which all of that is told."""
    counted = columns_counted(education)
    low, high = (np.zeros(len(education.row), dtype=np.int64) for _ in range(2))
    told: Flags = np.logical_or.reduce([*counted.values()])
    for column, _, least, most in worth_of_units(education, rate):
        figures, said = _figures(education, column, group)
        low += np.where(counted[column], figures * least, 0)
        high += np.where(counted[column], figures * most, 0)
        told = told & (said | ~counted[column])
    return low, high, told


def _figures(education: Education, column: str, group: Group) -> tuple[NDArray[np.int64], Flags]:
    """How many units of a column are in some subjects, in thousandths, and of which rows that is told."""
    begins = f"{column}{PART}{part_of_units(group)}"
    figures, said = np.zeros(len(education.row), dtype=np.int64), education.table.said_of(begins, education.row)
    for what in education.table.confirmed:
        if what.startswith(begins + PART):
            rows = education.table.said_of(what, education.row)
            figures[rows] = read_figure(what.removeprefix(begins + PART), UNIT_MEASURES[column])[0]
    return figures, said
