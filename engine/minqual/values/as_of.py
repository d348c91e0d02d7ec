"""The day as of which applicants are judged: one for all of them, or of each their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

import numpy as np

from minqual.values.arrays import Numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class AsOf:
    """The day as of which applicants are judged.

    day: the one for all of them; the first, where each has their own. days, which: the distinct ones in order, and the
    place of theirs for each applicant.
    """

    day: date
    days: tuple[date, ...] = ()
    which: NDArray[np.int64] | None = None

    @classmethod
    def of_each(cls, days: Sequence[date]) -> Self:
        """Of each applicant their own; there must be one."""
        distinct = {day: place for place, day in enumerate(sorted(set(days)))}
        return cls(next(iter(distinct)), tuple(distinct), np.array([distinct[day] for day in days], dtype=np.int64))

    def told(self, tell: Callable[[date], int], owner: NDArray[np.int32] | None = None) -> int | Numbers:
        """A figure that hangs on it: one for all, or one for each owner, or for each applicant where none are given."""
        if self.which is None:
            return tell(self.day)
        figures = np.array([tell(day) for day in self.days], dtype=np.int64)
        return figures[self.which if owner is None else self.which[owner]]
