"""Since when a clause is met: said in one breath, and what keeps it open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from minqual.clauses.base import Clause, Leaf
from minqual.clauses.findings import Question, Since
from minqual.counting import Tally
from minqual.values import Flags, anywhere


def in_one_breath(clause: Clause) -> str:
    """A clause with all that is inside it in one breath."""
    parts = [in_one_breath(inner) for _, inner in clause.inner()] if clause.kind in {"all of", "any of"} else []
    word = " and " if clause.kind == "all of" else " or "
    if clause.kind == "credential" and isinstance(clause, Leaf):
        return clause.called()
    return clause.says() if not parts else f"({word.join(parts)})" if len(parts) > 1 else parts[0]


def open_since(clause: Clause, tally: Tally, wanted: Flags, matters: Since) -> Iterator[Question]:
    """What keeps open since when a clause is met: its own open facts, and days of conferral that are not stated.

    matters: the days between which it makes a difference when that was.
    """
    unsure = wanted & differs(_within(clause.known_since(tally), matters))
    if not anywhere(unsure):
        return
    if isinstance(clause, Leaf):
        yield from clause.since_when(tally, unsure)
    inner = [part for _, part in clause.inner()]
    each = [_within(part.known_since(tally), matters) for part in inner]
    for place, part in enumerate(inner):
        others = [since for other, since in enumerate(each) if other != place]
        yield from open_since(part, tally, unsure, _beside(matters, others, all_needed=clause.kind == "all of"))


def _within(since: Since, matters: Since) -> Since:
    """A day within those between which it makes a difference. matters: from its high day on, up to its low one."""
    return Since(*(np.clip(day, matters.high, matters.low) for day in (since.low, since.high)))


def differs(since: Since) -> Flags:
    """Of whom the day is not certain."""
    return np.asarray(since.low != since.high, dtype=np.bool_)


def _beside(matters: Since, others: Sequence[Since], *, all_needed: bool) -> Since:
    """When a part makes a difference beside others: after all of them may be met, or before any of them is for sure."""
    if all_needed:
        high = np.maximum.reduce([matters.high, *(other.high for other in others)])
        return Since(np.maximum(matters.low, high), high)
    low = np.minimum.reduce([matters.low, *(other.low for other in others)])
    return Since(low, np.minimum(matters.high, low))
