"""When something is due: at filing, by appointment or after it, so long after filing; and what silence is till then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

import numpy as np
from pydantic import BeforeValidator, Field

from minqual.clauses.field_directions import Effect, FromHardest
from minqual.counting import Tally
from minqual.notation import Mistake
from minqual.values import CONDITIONAL, REVIEW, UNMET, Flags, Numbers, Standings, months_later, nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_FILING: Final = "at filing"
BY_APPOINTMENT: Final = "by appointment"
AFTER_APPOINTMENT: Final = "after appointment"

WHEN_DUE: Final = (
    "by when it must be there: at filing, by appointment, after appointment, so long after filing (10 days after "
    "filing), by a day (by 2026-03-31), or by an event (before probation ends)"
)

_STAGES: Final = (AT_FILING, BY_APPOINTMENT, AFTER_APPOINTMENT)
_SO_LONG: Final = re.compile(r"([1-9]\d{0,2}) (day|week|month|year)s? after filing")
_BY_DAY: Final = re.compile(r"(?:by|until) (\d{4}-\d{2}-\d{2})")
_DATED: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)|\d[-/.]\d|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""What has a day or a year in it, and so is no event."""

_EVENT: Final = re.compile(r"(?:after|at|before|by|during|until) \S.*")
_EXPECTED: Final = (
    "at filing, by appointment, after appointment, so long after filing (10 days after filing), by a day (by "
    "2026-03-31), or by an event (before probation ends)"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, as a pack says it.

    number, unit: how long after filing, where it says that. day: the day, where it says one.
    """

    said: str
    number: int = 0
    unit: str = ""
    day: date | None = None

    @property
    def timed(self) -> bool:
        """Whether the last day can be told of what may come after filing."""
        return bool(self.number) or self.day is not None

    @property
    def later(self) -> bool:
        """Whether it may come after filing."""
        return self.said != AT_FILING

    @property
    def told(self) -> str:
        """By when it is due, to be put behind what must be there."""
        return f"within {self.said}" if self.number else _TOLD.get(self.said, self.said)

    def last_day(self, filing: date) -> date | None:
        """The last day on which it may come, where that can be told."""
        if self.day is not None:
            return self.day
        if not self.number:
            return None if self.later else filing
        if self.unit in _DAYS:
            return filing + timedelta(days=self.number * _DAYS[self.unit])
        return months_later(filing, self.number * _MONTHS[self.unit])

    def over(self, tally: Tally) -> bool | Flags:
        """Whether the last day is over on the day up to which papers are in."""
        if not self.timed:
            return False
        return np.asarray(tally.applicants.dated.told(lambda day: self._over(day, tally)), dtype=np.bool_)

    def _over(self, filing: date, tally: Tally) -> bool:
        last = self.last_day(filing)
        return last is not None and max(tally.papers_until, filing) > last

    def shown_until(self, tally: Tally, owner: NDArray[np.int32]) -> int | Numbers:
        """The last day on which what is there was there in time, as far as is known, by its number."""

        def until(day: date) -> int:
            last = self.last_day(day) if self.timed else day
            return (min(max(tally.papers_until, day), last) if last is not None else day).toordinal()

        return tally.applicants.dated.told(until, owner)

    def where_missing(self, tally: Tally, at_filing: np.int8) -> np.int8 | Standings:
        """Where it leaves what is not there. at_filing: where that stands that is due at filing."""
        if not self.later:
            return at_filing
        return np.where(self.over(tally), UNMET, CONDITIONAL) if self.timed else CONDITIONAL


_TOLD: Final = {BY_APPOINTMENT: "by the time of appointment"}
_DAYS: Final = {"day": 1, "week": 7}
_MONTHS: Final = {"month": 1, "year": 12}


@lru_cache(maxsize=256)
def deadline(said: str) -> Deadline:
    """When something is due; ValueError or Mistake where it says nothing known."""
    if said in _STAGES:
        return Deadline(said)
    if found := _SO_LONG.fullmatch(said):
        return Deadline(said, int(found[1]), found[2])
    if found := _BY_DAY.fullmatch(said):
        return Deadline(said, day=date.fromisoformat(found[1]))
    if _DATED.search(said):
        raise Mistake(repr(said), "a whole day, such as by 2026-03-31")
    if "filing" in said:
        after = "after" in said or "within" in said
        raise Mistake(repr(said), "so long after filing, such as 10 days after filing" if after else "at filing")
    if not _EVENT.fullmatch(said) or (nearest(said, _STAGES) and len(said.split()) == 2 and said not in _ALSO):
        raise ValueError(_EXPECTED)
    return Deadline(said)


_ALSO: Final = frozenset({"before appointment", "at appointment", "until appointment"})


def _written(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_EXPECTED)  # noqa: TRY004  # pydantic takes it as a fault of the pack
    said = " ".join(value.split())
    deadline(said)
    return said


if TYPE_CHECKING:
    Due: TypeAlias = str
else:
    _FORM: Final = rf"^({'|'.join(_STAGES)}|{_SO_LONG.pattern}|{_EVENT.pattern})$"
    Due = Annotated[Any, BeforeValidator(_written, json_schema_input_type=Annotated[str, Field(pattern=_FORM)])]
    """When something is due, as a pack writes it."""


IfSilent: TypeAlias = Annotated[
    Literal["unmet", "review", "open", "conditional"],
    Field(description="where silence leaves it; open: at review if due at filing, else conditional until due"),
    FromHardest(words=("unmet", "review", "open", "conditional")),
]
"""Where silence leaves what only the applicant can say, as a pack writes it."""

STANDS: Final = {"unmet": UNMET, "review": REVIEW, "conditional": CONDITIONAL}
_SILENCE: Final = {"unmet": "a no", "review": "left to a person", "conditional": "no answer yet"}


def silence(said: str, due: str, tally: Tally) -> np.int8 | Standings:
    """Where silence leaves it. said: what the pack says of silence; due: by when it must be there."""
    when = deadline(due)
    stands = when.where_missing(tally, REVIEW) if said == "open" else STANDS[said]
    return np.where(when.over(tally), UNMET, stands) if when.timed else stands


def told_of_silence(said: str) -> str:
    """What the pack says of silence, to be put behind what is asked for."""
    return "" if said == "open" else f", where silence is {_SILENCE[said]}"


@dataclass(frozen=True, slots=True)
class DueBy(FromHardest):
    """When something is due: the later, the easier.

    absent: whether what is not there at filing is unmet, so that any other day is easier.
    """

    words: tuple[str, ...] = _STAGES
    absent: bool = False

    def effect(self, old: object, new: object) -> Effect | None:
        before, after = _rank(deadline(str(old))), _rank(deadline(str(new)))
        if before is None or after is None or before == after:
            return None
        if {before[0], after[0]} == {0, 1} and not self.absent:
            return None
        if before[0] == after[0] and before[1] != after[1]:
            return None
        return "easier" if after > before else "harder"


def _rank(due: Deadline) -> tuple[int, str, int] | None:
    """Where a deadline stands among those that can be compared; an event says nothing of the others.

    Days are no certain number of months.
    """
    if due.day is not None:
        return (1, "day", due.day.toordinal())
    if due.number:
        days = due.number * _DAYS.get(due.unit, 0)
        return (1, "days", days) if days else (1, "months", due.number * _MONTHS[due.unit])
    return (2 * _STAGES.index(due.said), "", 0) if due.said in _STAGES else None
