"""How the clauses that all must meet for a level stand, as details have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.comparisons.decided_files import Key
from minqual.comparisons.rows_of_files import APPLICANT, FileColumns, columns_in
from minqual.comparisons.standing_clauses import HEADINGS, NEEDED, check_run
from minqual.records import TextColumn
from minqual.values import Fault, SourceError, Standing, nearest
from minqual.verdicts import Part, PartStandings, StandingPart, standing_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN: Final = -1


def read_parts(
    path: Path, option: str, stamp: Mapping[str, str], keys: Sequence[Key], level: str, whole: NDArray[np.int8]
) -> PartStandings:
    """How the parts of a level stand for applicants, in their order.

    stamp: what the results say that the details belong to. whole: how the level itself stands for each.
    SourceError: these are no details, those of another run, or they lack an applicant or the level.
    """
    read = columns_in(path, lambda names: names >= {*NEEDED, "of all"}, HEADINGS)
    check_run(option, stamp, read.stamp)
    rows = _rows_of(read, option, level)
    parts = _parts(read.columns, rows)
    of_all = read.columns["of all"].flags(lambda word: word == "yes")
    standings = np.full((len(parts), len(keys)), UNKNOWN, dtype=np.int8)
    owners = _places(read.columns, rows, keys)
    numbers = {each.clause: place for place, (each, _) in enumerate(parts)}
    which = _each(read.columns["clause"], rows, lambda word: numbers.get(word, UNKNOWN))
    said = _each(read.columns["standing"], rows, _standing)
    here = owners >= 0
    standings[which[here], owners[here]] = said[here]
    if (standings == UNKNOWN).any():
        lacking = int((standings == UNKNOWN).any(axis=0).sum())
        expected = "those written together with the results"
        raise SourceError([Fault(option, f"details without {lacking} of the applicants", expected, code="other-kind")])
    lines = [
        StandingPart(part, own, of_all=bool(of_all[row])) for (part, row), own in zip(parts, standings, strict=True)
    ]
    return standing_parts(level, lines, whole)


def _rows_of(read: FileColumns, option: str, level: str) -> NDArray[np.int64]:
    levels = read.columns["level"]
    if level not in levels.words:
        known = sorted(filter(None, levels.words))
        found, expected = f"details without level {level!r}", f"details of it; they have {', '.join(known)}"
        raise SourceError([Fault(option, found, expected, nearest(level, known), code="unknown-name")])
    return np.flatnonzero(levels.flags(lambda word: word == level))


def _parts(columns: Mapping[str, TextColumn], rows: NDArray[np.int64]) -> list[tuple[Part, int]]:
    """The clauses that stand in some rows, in the order in which they first stand there, each with that row."""
    clause = columns["clause"]
    _, firsts = np.unique(clause.codes[rows], return_index=True)
    names = ("clause", "number", "kind", "says")
    firsts = rows[np.sort(firsts)].tolist()
    return [(Part(*(columns[name].words[columns[name].codes[row]] for name in names)), row) for row in firsts]


def _places(columns: Mapping[str, TextColumn], rows: NDArray[np.int64], keys: Sequence[Key]) -> NDArray[np.int64]:
    """The place of each row's applicant among some; -1 for one who is none of them."""
    ids, classes = columns[APPLICANT], columns.get("class")
    if classes is None:
        place = {applicant: number for number, (applicant, _) in enumerate(keys)}
        return np.array([place.get(word, UNKNOWN) for word in ids.words], dtype=np.int64)[ids.codes[rows]]
    several = {key: number for number, key in enumerate(keys)}
    pairs = zip(ids.codes[rows].tolist(), classes.codes[rows].tolist(), strict=True)
    found = (several.get((ids.words[one], classes.words[two]), UNKNOWN) for one, two in pairs)
    return np.fromiter(found, dtype=np.int64, count=len(rows))


def _each(column: TextColumn, rows: NDArray[np.int64], read: Callable[[str], int]) -> NDArray[np.int64]:
    return np.array(column.each(read), dtype=np.int64)[column.codes[rows]]


def _standing(word: str) -> int:
    found = Standing.__members__.get(word.upper())
    return UNKNOWN if found is None else int(found)
