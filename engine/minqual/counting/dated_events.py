"""Events that answers date: the days that each distinct cell names, and how many of them lie in a stretch of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.values import (
    Flags,
    Numbers,
    Order,
    PartialDate,
    blank,
    date_if_any,
    fold,
    plain_date,
    says_none,
    told_order,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST: Final = 2000
"""Characters of the longest cell that is read as a list of days."""

ANY_DAY: Final = (1, date.max.toordinal())
"""When an event was of which only is known that there was one."""

_APART: Final = re.compile(r"\s*[;\n]\s*")
_LISTED: Final = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_NEVER: Final = frozenset({"0", "nil", "no", "never", "nothing", "zero", "not any", "not once", "no such day"})


@dataclass(frozen=True, slots=True)
class DatedEvents:
    """What one cell says of events. days: the first and the last day that each may have happened on.

    none: it says that there were none. loose: it says something else, so that there may be any number.
    """

    days: tuple[tuple[int, int], ...] = ()
    none: bool = False
    loose: bool = False

    @property
    def silent(self) -> bool:
        """Whether it says nothing."""
        return not (self.days or self.none or self.loose)


@lru_cache(maxsize=1 << 12)
def dated_events(text: str, called: str) -> DatedEvents:
    """The events that a cell tells. called: what they are called, so that "no warnings" says that there were none."""
    if len(text) > LONGEST:
        return DatedEvents(loose=True)
    pieces = [piece for piece in _APART.split(text.strip()) if piece]
    order: Order = "open" if any(told_order(piece) == "day first" for piece in pieces) else "month first"
    days: list[tuple[int, int]] = []
    none = loose = False
    for piece in pieces:
        if _is_none(piece, called):
            none = True
        elif (found := tuple(_days(piece, order))) or not blank(piece):
            days += found
            loose |= not found
        elif len(pieces) > 1:
            days.append(ANY_DAY)
    return DatedEvents(tuple(days), none, loose)


def _is_none(piece: str, called: str) -> bool:
    word = fold(piece).rstrip(".!")
    return says_none(word) or word in _NEVER or word == fold(f"no {called}")


def _days(piece: str, order: Order) -> Iterator[tuple[int, int]]:
    """The days of one piece of a list, or of the pieces of a list within it; none where one of them is no day."""
    whole = _day(piece, order)
    parts = [whole] if whole else [_day(part, order) for part in _LISTED.split(piece) if part]
    if all(part is not None and not part.null for part in parts):
        yield from ((part.earliest.toordinal(), part.latest.toordinal()) for part in parts if part is not None)


def _day(text: str, order: Order) -> PartialDate | None:
    """The days that a written date covers; None for what is none."""
    return date_if_any(plain_date(text, order, None) if order == "open" else text)


@dataclass(frozen=True, slots=True, eq=False)
class EventRows:
    """Events row by row of the answers that tell them.

    rows: these rows, by their places in the table. told: what each distinct cell of them says; which: the number of it
    for each row. owner, row, begun, ended: of each event whose it is, which of the rows tells it, and its first and
    last possible day.
    """

    rows: NDArray[np.intp]
    told: Sequence[DatedEvents]
    which: Numbers
    owner: Numbers
    row: Numbers
    begun: Numbers
    ended: Numbers

    @classmethod
    def of(cls, rows: Flags, owner: NDArray[np.int32], codes: Numbers, words: Sequence[str], called: str) -> EventRows:
        """The events of some rows of answers. owner, codes: of all rows; words: what the codes stand for."""
        places = wherever(rows)
        distinct, which = np.unique(codes[places], return_inverse=True)
        told = [dated_events(words[code], called) for code in distinct.tolist()]
        each = np.array([len(cell.days) for cell in told], dtype=np.int64)
        days = np.array([day for cell in told for day in cell.days], dtype=np.int64).reshape(-1, 2)
        so_many = each[which] if told else np.zeros(0, dtype=np.int64)
        row = np.repeat(np.arange(len(places)), so_many)
        first = (np.cumsum(each) - each)[which] if told else so_many
        at = first[row] + np.arange(len(row)) - (np.cumsum(so_many) - so_many)[row]
        return cls(places, told, which, owner[places][row], row, days[at, 0], days[at, 1])

    def flags(self, by_cell: Sequence[bool]) -> Flags:
        """A flag for each row, by what its cell says."""
        return np.array(by_cell, dtype=np.bool_)[self.which] if len(self.told) else np.zeros(0, dtype=np.bool_)

    def within(self, opens: int | Numbers, closes: int | Numbers) -> tuple[Flags, Flags]:
        """The events that certainly lie between two days, and those that may; what lies ahead of them is in doubt."""
        certain = (self.begun >= opens) & (self.ended <= closes)
        return certain, np.asarray(self.ended >= opens, dtype=np.bool_)

    def different(self, chosen: Flags, applicants: int) -> Numbers:
        """How many of some events each applicant has, those of the same day counted once."""
        events = np.stack([self.owner[chosen], self.begun[chosen], self.ended[chosen]])
        owner = np.unique(events, axis=1)[0].astype(np.int64) if events.size else np.zeros(0, dtype=np.int64)
        found: Numbers = np.bincount(owner, minlength=applicants)
        return found
