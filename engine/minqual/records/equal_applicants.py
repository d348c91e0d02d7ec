"""Applicants all of whose rows are equal, as they are written: one person under two ids, it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.records.equal_rows import mixed
from minqual.records.tables import ENTRY, Codes, TextColumn
from minqual.records.word_numbers import ODD, Prints, word_numbers
from minqual.values import anywhere, wherever

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minqual.records.applicants import Applicants, Credentials, Education, Experience
    from minqual.values import Flags, Numbers

Section: TypeAlias = "Education | Experience | Credentials"

_NAMES: Final = frozenset({"applicant_id", ENTRY})

FEWEST_ROWS: Final = 2
"""Rows of an applicant, a dated job among them, from which on equal ones are worth a word."""


def prints(applicants: Applicants, among: Flags | None = None) -> Prints:
    """Per applicant a number that stands for all their rows, the same in every process; 0 where that says too little.

    among: those of whom it is wanted, all if not given.
    """
    jobs, count = applicants.experience, applicants.count
    sections: tuple[Section, ...] = (applicants.education, jobs, applicants.credentials)
    rows = sum(np.bincount(each.owner, minlength=count) for each in sections)
    dated = np.zeros(count, dtype=np.bool_)
    dated[jobs.owner[jobs.start.stated]] = True
    wanted = dated & (rows >= FEWEST_ROWS)
    wanted = wanted if among is None else wanted & among
    total = np.zeros(count, dtype=np.uint64)
    for number, each in enumerate(sections):
        table = each.table
        columns = {name: table.columns[name] for name in sorted(set(table.columns) - _NAMES)}
        total += _of_rows(each, columns.items(), wanted, number, count)
    return np.where(wanted, np.maximum(total, 1), 0).astype(np.uint64)


def equal_prints(applicants: Applicants) -> Prints:
    """The same, of those alone who share their number with another; told from dates and figures first."""
    jobs = applicants.experience
    told = np.zeros(len(jobs.owner), dtype=np.uint64)
    for column in (jobs.start, jobs.end, jobs.hours):
        told = told * ODD[1] + mixed(column, ODD[0]).take(column.codes)
    told[~jobs.start.stated] = 0
    by_jobs, studies = _summed(jobs.owner, told, applicants.count), applicants.education
    told = mixed(studies.awarded, ODD[0]).take(studies.awarded.codes) + studies.level_high.astype(np.uint64)
    by_studies = _summed(studies.owner, told + ODD[1], applicants.count)
    alike = _shared(np.where(by_jobs > 0, by_jobs + by_studies, 0).astype(np.uint64))
    if not anywhere(alike):
        return np.zeros(applicants.count, dtype=np.uint64)
    found = prints(applicants, alike)
    return np.where(_shared(found), found, 0).astype(np.uint64)


def equal_places(found: Prints) -> Iterator[tuple[int, ...]]:
    """The places of applicants all of whose rows are equal, in their order."""
    places = wherever(_shared(found))
    groups: dict[int, list[int]] = {}
    for place, number in zip(places.tolist(), found[places].tolist(), strict=True):
        groups.setdefault(number, []).append(place)
    return map(tuple, groups.values())


def _shared(found: Prints) -> Flags:
    """Which of some numbers stand several times; 0 stands for nothing."""
    ordered = np.sort(found)
    several = ordered[1:][(ordered[1:] == ordered[:-1]) & (ordered[1:] > 0)]
    return np.isin(found, several) if len(several) else np.zeros(len(found), dtype=np.bool_)


def _of_rows(
    section: Section, columns: Iterable[tuple[str, TextColumn]], wanted: Flags, number: int, count: int
) -> Prints:
    """Per applicant, the sum of what their rows of one table hold. number: of the table."""
    chosen = wherever(wanted.take(section.owner))
    row, told = section.row.take(chosen), np.full(len(chosen), number + 1, dtype=np.uint64)
    for name, column in columns:
        told = (told + _words(column, row) + word_numbers([name])) * ODD[0]
        told ^= told >> np.uint64(29)
    return _summed(section.owner[chosen], told, count)


def _summed(owner: Codes, told: Prints, count: int) -> Prints:
    """Per applicant, the sum of what is told of their rows, in whatever order they stand."""
    total = np.zeros(count, dtype=np.uint64)
    told = (told ^ (told >> np.uint64(31))) * ODD[1]
    if len(owner) and (owner[1:] >= owner[:-1]).all():
        starts = wherever(np.append(True, owner[1:] != owner[:-1]))
        total[owner[starts]] = np.add.reduceat(told, starts)
    else:
        np.add.at(total, owner, told)
    return total


def _words(column: TextColumn, row: Numbers) -> Prints:
    """Per row a number for its word: one that does not hang on what other words there are."""
    codes = column.codes.take(row)
    if len(column.words) <= len(row):
        return word_numbers(column.words).take(codes)
    used, place = np.unique(codes, return_inverse=True)
    return word_numbers([column.words[code] for code in used.tolist()])[place.reshape(-1)]
