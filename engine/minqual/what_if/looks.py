"""Looks at what an applicant may come to: what was seen is known, and where it is likely next is read from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil
from typing import Final, Protocol, TypeAlias

from minqual.what_if.hypothetical_tables import Supposed
from minqual.what_if.supposing import Looking, Outcome

POINTS: Final = 8
"""Days and amounts that are tried at once besides those at which a level should be met."""

ROUNDING: Final = 1e-6
"""By how much a figure that tells where to look may be off."""


Look: TypeAlias = tuple[Mapping[int, int], int]
"""So much of some remedies, and how many days ahead it is looked at."""


class Supposes(Protocol):
    """What a search asks of whoever knows the applicants."""

    def supposed(self, applicant: int, amounts: tuple[tuple[int, int], ...], days: int) -> Supposed:
        """An applicant with so much of some remedies."""

    def edges(self, applicant: int, leaves: frozenset[int]) -> Sequence[int]:
        """The days ahead at which what some leaves count may begin to grow or to fall."""

    def even(self, leaves: Collection[int]) -> bool:
        """Whether what some leaves count can but grow evenly with time."""

    def axis(self) -> Sequence[int]:
        """The number of each day ahead on the axis on which time is counted, that of the as-of date first."""


class Seen:
    """What one applicant was seen to come to: what has been looked at is not looked at again.

    What two searches ask for at once is the same one record.
    """

    def __init__(self, of: Supposes, applicant: int) -> None:
        self._of, self.applicant = of, applicant
        self._known: dict[tuple[int, tuple[tuple[int, int], ...]], Outcome] = {}
        self._asked: dict[tuple[int, tuple[tuple[int, int], ...]], tuple[int, Supposed]] = {}

    def known(self, amounts: Mapping[int, int], days: int) -> Outcome | None:
        """What comes of so much of some remedies, if that has been looked at."""
        return self._known.get((days, tuple(amounts.items())))

    def look(self, at: Sequence[Look]) -> Looking[list[Outcome]]:
        """What comes of each."""
        keys = [(days, tuple(amounts.items())) for amounts, days in at]
        fresh = [key for key in dict.fromkeys(keys) if key not in self._known]
        if fresh:
            for key in fresh:
                if key not in self._asked:
                    days, some = key
                    self._asked[key] = days, self._of.supposed(self.applicant, some, days)
            outcomes = yield [self._asked[key] for key in fresh]
            self._known.update(zip(fresh, outcomes, strict=True))
        return [self._known[key] for key in keys]


def evenly(low: int, high: int, lacks: float | None, rest: float | None, axis: Sequence[int]) -> int | None:
    """The day, or the amount, between two from which nothing lacks if that goes down evenly; None where it does not.

    axis: that on which time is counted, where it is that.
    """
    if lacks is None or rest is None or rest >= lacks:
        return None
    part = max(lacks, 0.0) / (lacks - rest)
    if high < len(axis):
        return bisect_left(axis, axis[low] + ceil(part * (axis[high] - axis[low]) - ROUNDING))
    return low + ceil(part * (high - low) - ROUNDING)


def spread(low: int, high: int) -> Iterator[int]:
    """Some points between two, all of them where they are few."""
    return (low + -(-(high - low) * step // POINTS) for step in range(1, POINTS))
