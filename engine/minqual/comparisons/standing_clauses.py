"""How clauses stand, as details have it, for those applicants of whom it is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minqual.comparisons.decided_files import Key
from minqual.comparisons.rows_of_files import APPLICANT, FileRow, rows_in
from minqual.values import Fault, SourceError, Standing

NEEDED: Final = frozenset({APPLICANT, "level", "clause", "number", "kind", "says", "standing"})
HEADINGS: Final = "details, as minqual screen --details writes them (.jsonl, .parquet)"


@dataclass(frozen=True, slots=True)
class StandingClause:
    """How a clause of a level stands for an applicant. number: in the outline. counted: the figures in words."""

    level: str
    clause: str
    number: str
    kind: str
    says: str
    standing: Standing
    counted: str


Clauses = Mapping[Key, tuple[StandingClause, ...]]
"""How clauses stand, by applicant."""


def read_clauses(path: Path, option: str, stamp: Mapping[str, str], keys: Collection[Key]) -> Clauses:
    """How clauses stand for some applicants.

    stamp: what the results say that the details belong to. SourceError: these are no details, or those of another run.
    """
    read = rows_in(path, lambda names: names >= NEEDED, HEADINGS)
    check_run(option, stamp, read.stamp)
    wanted = frozenset(keys)
    told: dict[Key, list[StandingClause]] = {}
    faults: list[Fault] = []
    for row in read.rows:
        key = row.text(APPLICANT), row.text("class")
        if key not in wanted:
            continue
        standing = Standing.__members__.get(row.text("standing").upper())
        if standing is None:
            expected = "met, conditional, review, refer or unmet"
            faults.append(Fault(f"{row.place}, column 'standing'", "no standing", expected, code="cell"))
            continue
        level, clause, number, kind, says = map(row.text, ("level", "clause", "number", "kind", "says"))
        told.setdefault(key, []).append(StandingClause(level, clause, number, kind, says, standing, _counted(row)))
    if faults:
        raise SourceError(faults)
    return {key: tuple(each) for key, each in told.items()}


def check_run(option: str, stamp: Mapping[str, str], said: Mapping[str, str]) -> None:
    """SourceError where details say another thing of themselves than the results that they belong to."""
    differing = sorted(name for name in stamp if name in said and stamp[name] != said[name])
    if differing:
        found, expected = f"details of another run: {differing[0]} differs", "those written together with the results"
        raise SourceError([Fault(option, found, expected, code="other-kind")])


def _counted(row: FileRow) -> str:
    """What was counted, in words: 3.17 to 3.33 of 5.00 years."""
    unit = row.text("unit")
    if not unit:
        return ""
    low, high, needed, most = (_figure(row, name) for name in ("low", "high", "needed", "most"))
    return figures_said(low, high, needed, most, unit)


def figures_said(low: str, high: str, needed: str, most: str, unit: str) -> str:
    """What was counted between two figures, what is needed and what may be at most; what is blank is not there."""
    counted = low if low == high else f"{low} to {high}" if high else f"{low} or more"
    return f"{counted}{f' of {needed}' if needed else ''}{f', at most {most}' if most else ''} {unit}"


def _figure(row: FileRow, name: str) -> str:
    text = row.text(name)
    try:
        return f"{float(text):.2f}" if text else ""
    except ValueError:
        return text
