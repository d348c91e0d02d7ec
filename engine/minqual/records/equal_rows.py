"""Rows of one applicant that are equal in all that they state: by a join, or a second application, exported twice."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.records.applicants import ANY_DAY, Days, Education, Experience, Figures
from minqual.records.cells import YES_NO, share
from minqual.records.tables import ENTRY, Codes, Table
from minqual.records.word_numbers import Prints
from minqual.values import Flags, Numbers, anywhere, fold, items, silent, wherever

if TYPE_CHECKING:
    from collections.abc import Hashable


Bounds: TypeAlias = Days | Figures

_NAMES: Final = frozenset({"applicant_id", ENTRY})
"""Columns that say nothing of the job or the study itself."""

FEW: Final = 64
"""Rows that may be equal of which each is looked at by itself."""

MOST_COMPARED: Final = 32
"""Rows of one applicant up to which each is compared with all those that follow it."""

_PRIMES: Final = tuple(
    map(
        np.uint64,
        (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0xD6E8FEB86659FD93),
    )
)


def repeated_jobs(jobs: Experience, table: Table) -> Flags:
    """Jobs that say what another job of the applicant says; of those that are equal, all but one. table: as read."""
    read: dict[str, Bounds] = {"start": jobs.start, "end": jobs.end, "hours_per_week": jobs.hours, "years": jobs.years}
    return _repeated(table, jobs.owner, jobs.row, read)


def repeated_studies(studies: Education, table: Table) -> Flags:
    """Rows of education that say what another one of the applicant says; of those that are equal, all but one."""
    read: dict[str, Bounds] = {
        "semester_units": studies.semester,
        "quarter_units": studies.quarter,
        "credits": studies.either,
    }
    read |= {"awarded": studies.awarded, "expected": studies.expected}
    return _repeated(table, studies.owner, studies.row, read)


def _repeated(table: Table, owner: Codes, row: Numbers, read: Mapping[str, Bounds]) -> Flags:
    """Rows that repeat another. read: columns of dates and of figures, which are equal if they mean the same."""
    repeated: Flags = np.zeros(len(row), dtype=np.bool_)
    equal: dict[Hashable, list[int]] = {}
    for place in _alike(table, owner, row, read):
        equal.setdefault(_stated(table, int(owner[place]), int(row[place]), place, read), []).append(place)
    for places in equal.values():
        # Which of them is kept must not depend on where they stand: a verdict names rows by what they hold.
        _, *others = sorted(places, key=lambda place: table.content(int(row[place])))
        repeated[others] = True
    return repeated


def _alike(table: Table, owner: Codes, row: Numbers, read: Mapping[str, Bounds]) -> list[int]:
    """The rows that may be equal to another: of the same applicant, with the same dates and figures, then words.

    Words are looked at in rows alone that agree so far, which are few.
    """
    if len(owner) <= FEW:
        return _few_alike(owner, read)
    told = owner.astype(np.uint64) * _PRIMES[-1]
    for prime, column in zip(_PRIMES, read.values(), strict=False):
        told += mixed(column, prime).take(column.codes)
    places = _near_each_other(told, owner)
    told = told[places]
    words = {name: table.written.get(name) or table.columns[name] for name in set(table.columns) - _NAMES - set(read)}
    for name, text in sorted(words.items(), key=lambda item: (len(item[1].words), item[0])):
        if len(places) <= FEW:
            break
        used, number = np.unique(text.codes[row[places]], return_inverse=True)
        said = np.array([hash(_said(name, text.words[word])) for word in used.tolist()], dtype=np.int64)
        told = told * _PRIMES[0] + said.astype(np.uint64)[number.reshape(-1)]
        kept = _several(told)
        told, places = told[kept], places[kept]
    found: list[int] = places.tolist()
    return found


def _few_alike(owner: Codes, read: Mapping[str, Bounds]) -> list[int]:
    """The same of few rows, words aside: each is looked at by itself anyway."""
    if len(owner) <= 1:
        return []
    columns: list[list[Hashable]] = [owner.tolist()]
    for column in read.values():
        said, low, high = (each.tolist() for each in (column.said, *column.bounds[:2]))
        columns.append([(low[code], high[code]) if said[code] else None for code in column.codes.tolist()])
    alike: dict[Hashable, list[int]] = {}
    for place, told in enumerate(zip(*columns, strict=True)):
        alike.setdefault(told, []).append(place)
    return sorted(place for places in alike.values() if len(places) > 1 for place in places)


def _near_each_other(told: Prints, owner: Codes) -> Numbers:
    """What _several says; quickly where the rows of each applicant are few and stand together."""
    if not len(owner) or not (owner[1:] >= owner[:-1]).all():
        return _several(told)
    most = int(np.bincount(owner).max())
    if most > MOST_COMPARED:
        return _several(told)
    again: Flags = np.zeros(len(told), dtype=np.bool_)
    for apart in range(1, most):
        same = told[apart:] == told[:-apart]
        if anywhere(same):
            again[apart:] |= same
            again[:-apart] |= same
    return wherever(again)


def _several(told: Prints) -> Numbers:
    """Where those stand that stand several times."""
    ordered = np.sort(told)
    several = ordered[1:][ordered[1:] == ordered[:-1]]
    return wherever(np.isin(told, several)) if len(several) else np.zeros(0, dtype=np.int64)


def mixed(column: Bounds, prime: np.uint64) -> Prints:
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
        meant = None if column is None else _meant(column, int(column.codes[place]))
        cells.append(_said(name, table.cell_as_written(name, row)) if meant is None else meant)
    return tuple(cells)


def _meant(column: Bounds, word: int) -> tuple[int, ...] | None:
    """The bounds that a word means; None for one that says nothing, and for one that may be anything."""
    low, high = column.bounds[:2, word].tolist()
    anything = (low, high) == ANY_DAY[1:3] if isinstance(column, Days) else low == 0 < high
    return (low, high) if column.said[word] and not anything else None


def _said(name: str, cell: str) -> Hashable:
    """What a cell states, case, width and order of kinds aside; nothing where it says nothing."""
    if silent(cell):
        return ""
    if name in {"kinds", "facts"}:
        return tuple(sorted(set(items(cell))))
    if name == "share":
        with suppress(ValueError):
            return share(cell)
    return YES_NO.get(fold(cell), fold(cell)) if name in {"paid", "conferred", "accredited"} else fold(cell)
