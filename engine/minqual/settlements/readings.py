"""Readings: what several people say of one clause for one applicant, and what comes of it.

A decision is what one person says. Where two readers are asked for, it counts only once two people have said the same;
where they differ, a third breaks the tie, and the majority holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from minqual.settlements.settlement import Decision
from minqual.values import fold

MOST_READERS: Final = 2
"""How many people a clause may be read by before it counts, a third who breaks ties aside."""


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """What people say of one clause for one applicant.

    says: each person's last decision, by day. accepted: what comes of them; None: somebody else must read it too.
    """

    says: tuple[Decision, ...]
    accepted: bool | None

    @property
    def awaits(self) -> str:
        """Whom it waits for, without what anybody has said: who reads next is to read by themselves."""
        if self.accepted is not None:
            return ""
        if len(self.says) < MOST_READERS:
            return "one reader has decided; a second reader is needed"
        number = "two" if len(self.says) == MOST_READERS else str(len(self.says))
        return f"{number} readers differ; another reader is needed, who breaks the tie"


def person(by: str) -> str:
    """Who signed, however it is spelled."""
    return fold(by)


def reading_of(says: Iterable[Decision], readers: int = 1) -> ClauseReading:
    """What comes of decisions on one clause for one applicant, none of them stale, in whatever order they are given.

    readers: how many people must have read it. Of one reader the last decision counts; of two, each person's last one.
    """
    given = list(says)
    if readers == 1:
        last = given[-1]
        return ClauseReading((last,), last.accepted)
    own = {person(each.by): each for each in sorted(given, key=_order)}
    each_last = tuple(sorted(own.values(), key=_order))
    yes = sum(each.accepted for each in each_last)
    no = len(each_last) - yes
    return ClauseReading(each_last, yes > no if len(each_last) >= readers and yes != no else None)


def _order(each: Decision) -> tuple[str, str, str]:
    return each.on.isoformat(), person(each.by), each.clause
