"""Whether some job is held now, was held on a day, or was begun by or from a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from minqual.clauses.base import ExampleRows, Leaf, Making, unsettled, unsettled_in_short
from minqual.clauses.field_directions import Direction, Effect
from minqual.clauses.findings import Ask, Assessment, Evidence, Gap, Question, Wording, open_questions, put
from minqual.clauses.qualifying_work import Test, Work
from minqual.counting import Tally
from minqual.notation import Amount, Mistake, listed
from minqual.values import MET, REVIEW, UNMET, Flags, Numbers, Standing, once_each

FAR: Final = date.max.toordinal()
"""Later than any day."""

_FORMS: Final = "now, on 2016-05-15, begun by 2012-03-31, or begun from 2012-04-01"
_WRITTEN: Final = re.compile(r"(on|begun by|begun from) (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class HeldWhen:
    """When a job must be held, or have begun. day: None where that is now."""

    how: Literal["now", "on", "begun by", "begun from"]
    day: date | None = None

    def __str__(self) -> str:
        return f"{self.how} {self.day}" if self.day else self.how

    @property
    def said(self) -> str:
        """The job in words: "a job begun by 2012-03-31"."""
        return {
            "now": "a job held now",
            "on": f"a job held on {self.day}",
            "begun by": f"a job begun by {self.day}",
            "begun from": f"a job begun on {self.day} or later",
        }[self.how]

    def later(self, days: int) -> HeldWhen:
        """The same, so many days later; earlier where they are below zero."""
        return self if self.day is None else replace(self, day=self.day + timedelta(days=days))


def _read(value: object) -> HeldWhen:
    if isinstance(value, HeldWhen):
        return value
    if value == "now":
        return HeldWhen("now")
    found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    try:
        day = date.fromisoformat(found[2]) if found else None
    except ValueError:
        day = None
    if found is None or day is None or day.year < 1900:
        msg = f"when it is held or was begun: {_FORMS}"
        raise ValueError(msg)
    return HeldWhen(found[1], day)  # type: ignore[arg-type]  # as the pattern has it


@dataclass(frozen=True, slots=True)
class DayOfWork(Direction):
    """A day by which or from which a job is begun: a later one is easier where it is by it, harder from it."""

    def effect(self, old: object, new: object) -> Effect | None:
        if not isinstance(old, HeldWhen) or not isinstance(new, HeldWhen) or old.how != new.how or old == new:
            return None
        if old.day is None or new.day is None or old.how == "on":
            return None
        return "easier" if (new.day > old.day) == (old.how == "begun by") else "harder"


@dataclass(frozen=True, slots=True, eq=False)
class _DayTest:
    """A test of one end of jobs: the rows that certainly pass it and those that may. failed: as for other tests."""

    column: Literal["start", "end"]
    certain: Flags
    possible: Flags
    failed: str


class Employed(Work, Leaf):
    """Some job is held now, was held on a day, or was begun by or from a day, whatever its hours and its length.

    The keys of work say which job. One such job is enough: nothing is added up, and no rounding holds here. A blank
    end is open; a job that goes on is held now. `within` and `after` have no place here.

        - employed: now
          in: communications
        - employed: begun by 2012-03-31
          in: communications
          unpaid work: refused
    """

    kind: ClassVar[str] = "employed"
    tables: ClassVar[tuple[str, ...]] = ("experience",)
    adds_up: ClassVar[bool] = False
    any_hours: ClassVar[bool] = True

    employed: Annotated[
        Any,
        BeforeValidator(_read, json_schema_input_type=str),
        Field(description=f"when: {_FORMS} (that day or later)"),
        DayOfWork(),
    ]

    @model_validator(mode="after")
    def _no_window(self) -> Employed:
        for key, value in (("within", self.within), ("after", self.after)):
            if value is not None:
                raise Mistake(f"'{key}' beside 'employed'", "the day under 'employed' alone")
        return self

    def says(self) -> str:
        return "".join([self.employed.said, *self._where(), *self._how()])

    @property
    def measured(self) -> str:
        begun = f" begun on {self.employed.day} or later" if self.employed.how == "begun from" else ""
        return "".join([f"experience{begun}", *self._where(), *self._how()])

    def assess(self, tally: Tally) -> Assessment:
        low, high = self._rows(tally)
        owner = tally.applicants.experience.owner
        certain, possible = (tally.best(owner, np.where(rows, MET, UNMET)) for rows in (low, high))
        return Assessment(np.where(certain == MET, MET, np.where(possible == MET, REVIEW, UNMET)))

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.MET:
            return Wording(self.says(), shown=True, short="a job as it is asked for")
        if standing is Standing.REVIEW:
            return Wording(unsettled(self.says()), short=unsettled_in_short("such a job as is asked for"))
        return Wording(f"no {self.says().removeprefix('a ')}", shown=True, short="no job as it is asked for")

    @once_each
    def _rows(self, tally: Tally) -> tuple[Flags, Flags]:
        """The jobs that certainly are such a job, and those that may be."""
        every = self._all_tests(tally)
        low, high = (test.certain for test in every), (test.possible for test in every)
        return reduce(np.logical_and, low), reduce(np.logical_and, high)

    def _all_tests(self, tally: Tally) -> Sequence[Test | _DayTest]:
        return [*self.tests(tally), *self._day_tests(tally)]

    @once_each
    def _day_tests(self, tally: Tally) -> Sequence[_DayTest]:
        """The tests of when jobs began, and when they ended."""
        today = tally.applicants.dated.told(date.toordinal, tally.applicants.experience.owner)
        day = self.employed.day.toordinal() if self.employed.day else today
        (begun, begun_last), (ended, ended_last) = _ends(tally)
        if self.employed.how == "begun by":
            by = np.minimum(day, today)
            return [_DayTest("start", begun_last <= by, begun <= by, f"begun after {self.employed.day}")]
        if self.employed.how == "begun from":
            certain, possible = (begun >= day) & (begun_last <= today), (begun_last >= day) & (begun <= today)
            return [_DayTest("start", certain, possible, f"not begun from {self.employed.day} on")]
        when = f"on {self.employed.day or tally.applicants.as_of}"
        known = np.full(len(ended), day <= today)
        return [
            _DayTest("start", begun_last <= day, begun <= day, f"not begun yet {when}"),
            _DayTest("end", known & (ended >= day), ended_last >= day, f"no longer held {when}"),
        ]

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        low, high = self._rows(tally)
        asks = [*self.asks_of_tests(tally, high & ~low), *self._asks_of_days(tally, high & ~low)]
        yield from put(open_questions("experience", asks, tally.applicants.experience), wanted)

    def _asks_of_days(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        jobs = tally.applicants.experience
        undated = jobs.years.stated
        unsure = {test.column: live & ~test.certain & ~undated for test in self._day_tests(tally)}
        start, end = (unsure.get(column, np.zeros_like(live)) for column in ("start", "end"))
        open_ = np.logical_or.reduce([live & ~test.certain & undated for test in self._day_tests(tally)])
        blank_start, blank_end = ~jobs.start.stated, ~jobs.end.stated
        yield "start", "When did the job begin?", "applicant", start & blank_start, Gap.BLANK_START
        yield "start", "On which day did the job begin?", "applicant", start & ~blank_start, Gap.VAGUE_START
        ask = "When did the job end, or does it go on?"
        yield "end", ask, "applicant", end & blank_end, Gap.BLANK_END
        yield "end", "On which day did the job end?", "applicant", end & ~blank_end, Gap.VAGUE_END
        yield "years", "Between which dates?", "applicant", open_, Gap.DATES

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        low, high = self._rows(tally)
        tests = self._all_tests(tally)
        for job in tally.rows_of("experience", applicant):
            failed = [test.failed for test in tests if not test.possible[job]]
            said = "counts" if low[job] else "counts as far as is known"
            said = said if high[job] else f"does not count: {listed(failed, 'and')}"
            yield Evidence("experience", int(tally.applicants.experience.row[job]), said)

    def assumptions(self, tally: Tally, applicant: int) -> Sequence[str]:
        low, _ = self._rows(tally)
        return tuple(self.given(tally, [row for row in tally.rows_of("experience", applicant) if low[row]]))

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        day = self.employed.day or making.stop
        start = day if self.employed.how.startswith("begun") else day - timedelta(days=365)
        (job,) = making.work(self, Fraction(1))["experience"]
        return {"experience": [{**job, "start": start.isoformat(), "end": max(day, making.stop).isoformat()}]}


def _ends(tally: Tally) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """The first and the last day on which each job may have begun, and on which it may have ended."""
    jobs = tally.applicants.experience
    today = tally.applicants.dated.told(date.toordinal, jobs.owner)
    start, end = jobs.start, jobs.end
    begun = np.where(start.stated, start.earliest, 0)
    ended = np.where(jobs.ongoing, today, np.where(end.stated, end.earliest, begun))
    ended_last = np.where(end.stated & ~jobs.ongoing, end.latest, FAR)
    begun_last = np.where(start.stated, start.latest, np.where(jobs.ongoing, today, ended_last))
    return (begun, begun_last), (ended, ended_last)
