"""Ids of applicants that stand in several rows of a sheet: how an export is built, or slips in a few of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.values import so_many

if TYPE_CHECKING:
    from minqual.records import Rows, TextColumn

BUILT_SO: Final = 0.25
"""The share of ids from which on it is how an export is built that they repeat: a row for each job, say."""

BUILT_SO_NUMBERED: Final = 0.5
"""That share where the export has jobs or schools side by side, so that one row would do for each applicant."""

FEW_ROWS: Final = 20
"""Rows that are named; of more, the first are, and the others counted."""


@dataclass(frozen=True, slots=True)
class RepeatedIds:
    """How many of some ids stand in several rows, and which rows of the file these are."""

    repeated: int
    different: int
    rows: tuple[int, ...]

    def is_way(self, *, numbered: bool = False) -> bool:
        """Whether so many repeat that the export is built that way. numbered: it has jobs or schools side by side."""
        return self.repeated > 0 and self.repeated >= (BUILT_SO_NUMBERED if numbered else BUILT_SO) * self.different

    @property
    def said(self) -> str:
        """How many they are, and in which rows: without any id."""
        stands = "stands" if self.repeated == 1 else "stand"
        return f"{self.repeated} of {so_many(self.different, 'id')} {stands} in several rows ({rows_named(self.rows)})"


def repeated_ids(ids: TextColumn, rows: Rows) -> RepeatedIds:
    """The ids of a column that stand in several rows. rows: per row its number in the file."""
    often = np.bincount(ids.codes, minlength=len(ids.words)) * np.array([bool(word) for word in ids.words], dtype=bool)
    twice = often > 1
    return RepeatedIds(int(twice.sum()), int((often > 0).sum()), tuple(rows[twice[ids.codes]].tolist()))


def rows_named(rows: tuple[int, ...]) -> str:
    """The numbers of rows, at most so many of them."""
    more = len(rows) - FEW_ROWS
    return "rows " + ", ".join(map(str, rows[:FEW_ROWS])) + (f" and {more} more" if more > 0 else "")
