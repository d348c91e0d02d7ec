"""Which sheet of a file holds the applicants, and which column their ids; or what is needed to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from minqual.preparing.cell_agreement import is_id, is_name, mostly, said
from minqual.preparing.heading_families import Family
from minqual.preparing.heading_words import is_id as is_heading_of_ids
from minqual.preparing.heading_words import is_private, meanings
from minqual.sources import Grid, named
from minqual.values import Fault, plain_id

LEAST_JOINED: Final = 0.5
"""The share of a column's cells that must be ids of applicants, for it to say whose each row is."""

NEARLY: Final = 0.9
"""The share of cells that must be codes, and different ones, for a column to be likely that of ids."""

MOST_NAMED: Final = 12
"""Headings that a fault names."""

_NEEDED: Final = "a column of numbers or codes, one for each applicant, under a heading such as 'applicant_id'"


def ids_in(members: Sequence[Family]) -> Family | None:
    """The column of applicant ids that a sheet has under a heading that is usual for it."""
    found = []
    for family in members:
        rank, cells = is_heading_of_ids(family.words), said(family)
        if rank is not None and not family.slots and not (cells and mostly(cells, is_name)):
            found.append((rank, family.at, family))
    return min(found, key=lambda each: each[:2])[2] if found else None


def unlike_others(grid: Grid, members: Sequence[Family]) -> Family | None:
    """A column that holds a number or a code in every row, each another one, under a heading that says nothing else."""
    for family in members:
        column = family.columns[0]
        told = bool(family.slots) or is_private(family.words) or bool(meanings(family.words))
        different = len(column.words) == grid.height > 1 and "" not in column.words
        if not told and different and all(map(is_id, column.words)):
            return family
    return None


def owner_in(members: Sequence[Family], ids: str, known: frozenset[str]) -> Family | None:
    """The column of a sheet that says whose each row is: of that name, or else with the most ids among its cells."""
    single = [family for family in members if not family.slots]
    shares = [len(known & family.cells) / max(len(family.cells), 1) for family in single]
    for family, share in zip(single, shares, strict=True):
        if named(family.pattern) == named(ids) and (share or not family.cells):
            return family
    best = max(shares, default=0)
    return single[shares.index(best)] if best >= LEAST_JOINED else None


def nearly_owner_in(members: Sequence[Family], ids: str, known: frozenset[str]) -> Family | None:
    """The column of ids of a sheet most of whose cells are ids of applicants but for their form."""
    plain = frozenset(filter(None, map(plain_id, known)))
    for family in members:
        if not family.slots and (named(family.pattern) == named(ids) or is_heading_of_ids(family.words) is not None):
            cells = set(filter(None, map(plain_id, family.cells)))
            if cells and len(plain & cells) >= LEAST_JOINED * len(cells):
                return family
    return None


def named_ids(members: Sequence[Family], heading: str) -> Family | None:
    """The column of a sheet under a heading that somebody has named."""
    return next((family for family in members if not family.slots and named(family.pattern) == named(heading)), None)


def without_ids(grid: Grid, members: Sequence[Family]) -> Fault:
    """The fault of a sheet in which nothing can be an applicant's id."""
    single = [family for family in members if not family.slots]
    names = [family.pattern for family in single if is_heading_of_ids(family.words) is not None]
    if names:
        return Fault(grid.said, f"names, not ids, in the column {names[0]!r}", _NEEDED)
    found = "no column that could hold applicant ids"
    # Where no heading is known, the row may be the first of the applicants, whose cells no message shows.
    if not any(meanings(family.words) for family in members):
        return Fault(grid.header_said, found, _NEEDED)
    likely = [family.pattern for family in single if _may_be_ids(grid, family)]
    if likely:
        found += f" by its heading; by its cells {' or '.join(map(repr, likely))} could"
    else:
        found += f": {', '.join(repr(family.pattern) for family in single[:MOST_NAMED])}"
        found += f" and {len(single) - MOST_NAMED} more" if len(single) > MOST_NAMED else ""
    return Fault(grid.header_said, found, f"{_NEEDED}, or its heading in --ids")


def _may_be_ids(grid: Grid, family: Family) -> bool:
    """Whether nearly every cell of a column is a number or a code, and nearly each another one."""
    cells = said(family)
    count = sum(cells.values())
    full = count >= NEARLY * grid.height and len(cells) >= NEARLY * count
    return full and not is_private(family.words) and not meanings(family.words) and mostly(cells, is_id, NEARLY)
