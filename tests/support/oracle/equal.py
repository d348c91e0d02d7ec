"""Rows that are equal in all that they state, as the design defines it: one for certain, and perhaps several."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from support.as_written import PRESENT, figure
from support.oracle.time import Row, read_award, read_date, share_of

DATES = ("start", "end", "awarded", "expected")
FIGURES = ("hours_per_week", "years", "semester_units", "quarter_units", "credits")
NAMES = ("applicant_id", "entry")


def repeats(rows: Sequence[Row]) -> list[bool]:
    """For each row of one applicant, whether a row before it says the same."""
    said = [_said(row) for row in rows]
    return [each in said[:place] for place, each in enumerate(said)]


def _said(row: Row) -> dict[str, Hashable]:
    return {column: _meant(column, cell) for column, cell in row.items() if column not in NAMES and cell}


def _meant(column: str, cell: str) -> Hashable:
    if column in DATES and cell not in PRESENT:
        return read_award(cell) if column in ("awarded", "expected") else read_date(cell)
    if column in FIGURES:
        low, high = figure(column, cell)
        return cell.casefold() if low == 0 != high else (low, high)
    if column == "share":
        return share_of(cell)
    if column == "kinds":
        return tuple(sorted(" ".join(word.casefold().split()) for word in cell.split(";") if word.strip()))
    return " ".join(cell.replace("\u2019", "'").casefold().split())
