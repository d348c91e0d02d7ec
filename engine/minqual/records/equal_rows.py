"""Rows of one applicant that are equal in all that they state: by a join, or a second application, exported twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.records.applicants import Days, Education, Experience, Figures
from minqual.records.cells import YES_NO, share
from minqual.records.tables import ENTRY, Table
from minqual.values import Flags, Numbers, fold, items, silent

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

Bounds: TypeAlias = Days | Figures

_NAMES: Final = frozenset({"applicant_id", ENTRY})
"""Columns that say nothing of the job or the study itself."""

_PRIMES: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0xD6E8FEB86659FD93)


def repeated_jobs(jobs: Experience) -> Flags:
    """Jobs that say what another job of the applicant says; of those that are equal, all but one."""
    read: dict[str, Bounds] = {"start": jobs.start, "end": jobs.end, "hours_per_week": jobs.hours, "years": jobs.years}
    return _repeated(jobs.table, jobs.owner, jobs.row, read)


def repeated_studies(studies: Education) -> Flags:
    """Rows of education that say what another one of the applicant says; of those that are equal, all but one."""
    read: dict[str, Bounds] = {"semester_units": studies.semester, "quarter_units": studies.quarter}
    read |= {"awarded": studies.awarded, "expected": studies.expected}
    return _repeated(studies.table, studies.owner, studies.row, read)


def _repeated(table: Table, owner: NDArray[np.int32], row: Numbers, read: Mapping[str, Bounds]) -> Flags:
    """Rows that repeat another. read: columns of dates and of figures, which are equal if they mean the same."""
    repeated: Flags = np.zeros(len(row), dtype=np.bool_)
    equal: dict[Hashable, list[int]] = {}
    for place in _alike(owner, list(read.values())):
        equal.setdefault(_stated(table, int(owner[place]), int(row[place]), place, read), []).append(place)
    for places in equal.values():
        # Which of them is kept must not depend on where they stand: a verdict names rows by what they hold.
        _, *others = sorted(places, key=lambda place: table.content(int(row[place])))
        repeated[others] = True
    return repeated


def _alike(owner: NDArray[np.int32], columns: Sequence[Bounds]) -> list[int]:
    """The rows that may be equal to another: the same applicant, and the same dates and figures."""
    if len(owner) < 2:
        return []
    told = owner.astype(np.uint64) * np.uint64(_PRIMES[-1])
    for prime, column in zip(_PRIMES, columns, strict=False):
        told += _by_word(column, np.uint64(prime))[column.codes]
    ordered = np.sort(told)
    several = ordered[1:][ordered[1:] == ordered[:-1]]
    alike: list[int] = np.flatnonzero(np.isin(told, several)).tolist() if len(several) else []
    return alike


def _by_word(column: Bounds, prime: np.uint64) -> NDArray[np.uint64]:
    """What each word of a column means, as one number."""
    mixed = np.zeros(len(column.said), dtype=np.uint64)
    for bound in column.bounds[:2]:
        mixed = (mixed + bound.astype(np.uint64) + np.uint64(1)) * prime
        mixed ^= mixed >> np.uint64(29)
    return np.where(column.said, mixed, np.uint64(0))


def _stated(table: Table, owner: int, row: int, place: int, read: Mapping[str, Bounds]) -> tuple[Hashable, ...]:
    """All that a row states, without the form in which it is written."""
    cells: list[Hashable] = [owner]
    for name in sorted(set(table.columns) - _NAMES):
        column = read.get(name)
        if column is not None and column.said[column.codes[place]]:
            cells.append(tuple(column.bounds[:2, column.codes[place]].tolist()))
        else:
            cells.append(_said(name, table.cell_as_written(name, row)))
    return tuple(cells)


def _said(name: str, cell: str) -> Hashable:
    """What a cell states, case, width and order of kinds aside; nothing where it says nothing."""
    if silent(cell):
        return ""
    if name == "kinds":
        return tuple(sorted(items(cell)))
    if name == "share":
        with suppress(ValueError):
            return share(cell)
    return YES_NO.get(fold(cell), fold(cell)) if name in {"paid", "conferred", "accredited"} else fold(cell)
