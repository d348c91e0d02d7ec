"""College units as rows state them: a cell that names the other system of units counts in that one."""

from __future__ import annotations

from typing import Final

import numpy as np

from minqual.records.applicants import Figures
from minqual.records.cells import FaultyRows, rows_with
from minqual.values import QUARTER_UNITS, SEMESTER_UNITS, UNBOUNDED, Measure, names_system

_MEASURES: Final = {"semester": SEMESTER_UNITS, "quarter": QUARTER_UNITS}


def units_stated(rows: FaultyRows) -> tuple[Figures, Figures]:
    """The semester and the quarter units of each row, whichever of the two columns they stand in."""
    return _units(rows, "semester", "quarter"), _units(rows, "quarter", "semester")


def _units(rows: FaultyRows, system: str, other: str) -> Figures:
    """The units of one system."""
    measure, columns = _MEASURES[system], rows.table.columns
    strays = {
        name: {word for word in columns[f"{name}_units"].words if names_system(word, stray)}
        for name, stray in ((system, other), (other, system))
        if f"{name}_units" in columns
    }
    away, here = strays.get(system, set()), strays.get(other, set())
    own = _column(rows, system, measure, away or None, keep=False)
    if not here:
        return own
    moved = _column(rows, other, measure, here, keep=True)
    _list(rows, other, system, here)
    return _together(own, moved)


def _list(rows: FaultyRows, column: str, system: str, words: set[str]) -> None:
    """List the cells of a column that name the other system, though they count: the column may be another one."""
    rows.add(
        rows_with(rows.table.columns[f"{column}_units"], words),
        f"{column}_units",
        f"{system} units in the column of {column} units, which count as {system} units",
        f"{column} units, or the column of {system} units",
        lost="cell",
        doubtful=True,
    )


def _column(rows: FaultyRows, name: str, measure: Measure, words: set[str] | None, *, keep: bool) -> Figures:
    """A column of units without some words, or with these alone."""
    only = None if words is None else lambda word: (word in words) == keep
    return rows.figures(f"{name}_units", measure, only)


def _together(one: Figures, other: Figures) -> Figures:
    """Figures of one system out of two columns: where both state any, the larger of the two and their sum."""
    pairs, codes = np.unique(
        one.codes.astype(np.int64) * len(other.said) + other.codes.astype(np.int64), return_inverse=True
    )
    first, second = pairs // len(other.said), pairs % len(other.said)
    low = np.maximum(one.bounds[0][first], other.bounds[0][second])
    highs = one.bounds[1][first], other.bounds[1][second]
    endless = (highs[0] >= UNBOUNDED) | (highs[1] >= UNBOUNDED)
    high = np.where(endless, UNBOUNDED, np.where(endless, 0, highs[0]) + np.where(endless, 0, highs[1]))
    return Figures(codes.astype(np.int32), one.said[first] | other.said[second], np.stack([low, high]))
