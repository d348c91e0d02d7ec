"""Events that only the applicant can date, counted in a window before the as-of date: warnings, examinations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, ClassVar

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from minqual.clauses.answer import nearly_asked
from minqual.clauses.base import ExampleRows, Leaf, Making
from minqual.clauses.due import AT_FILING, WHEN_DUE, Due, DueBy, IfSilent, deadline, silence, told_of_silence
from minqual.clauses.field_directions import Direction, LeastOrMost, Undeciding
from minqual.clauses.findings import (
    COUNTED,
    Assessment,
    Evidence,
    NamedQuestion,
    Question,
    Wording,
    about_answers,
    put_without_row,
)
from minqual.clauses.qualifying_work import whole_months
from minqual.clauses.remedies import Remedy
from minqual.clauses.stated_number import held_in
from minqual.counting import EventRows, Tally
from minqual.notation import Amount, CalendarTime, Mistake, Number, NumberRange
from minqual.values import UNBOUNDED, Flags, Numbers, Quantity, Standing, once_each, plain, wherever


def _whole(number: Fraction) -> Fraction:
    if number.denominator != 1:
        msg = "a whole number of events"
        raise ValueError(msg)
    return number


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """Events counted. silent: applicants who say nothing of them. repeated: those who name a day twice."""

    events: Quantity
    silent: Flags
    repeated: Flags


class Events(Leaf):
    """Events that only the applicant can date, counted by their days: at most, or at least, so many in a window.

    The days stand in the answers table under the question's name: one row for each, or several between semicolons;
    `none` says that there were none. Silence is open, or what `if silent` says. An event exactly so long before the
    as-of date as `within` says lies in the window. A day known by its month or year alone is open where it may lie on
    either side; so is one after the as-of date, and whether a day that stands twice is one event or two.

        - events: warnings
          ask: On which days were you warned in writing?
          at most: 2
          within: 30 months

        - events: examinations
          ask: On which days were you examined for this post?
          at most: 0
          within: 18 months

        - events: elections
          ask: On which days did you serve at an election?
          at least: 2
          within: 4 years
    """

    kind: ClassVar[str] = "events"
    tables: ClassVar[tuple[str, ...]] = ("answers",)

    events: Annotated[str, Field(description="what is counted: the question's name in the answers table"), Direction()]
    ask: Annotated[str, Field(description="the question in full"), Undeciding()]
    at_most: Annotated[
        Number | None,
        AfterValidator(lambda value: value if value is None else _whole(value)),
        Field(description="so many or fewer; 0 for none"),
        LeastOrMost(upper=True),
    ] = None
    at_least: Annotated[
        Number | None,
        AfterValidator(lambda value: value if value is None else _whole(value)),
        Field(description="so many or more"),
        LeastOrMost(),
    ] = None
    within: Annotated[
        CalendarTime | None,
        AfterValidator(lambda value: value if value is None else whole_months(value)),
        # Events in a longer window are more: easier for a least, harder for a most.
        Field(description="only events this long before the as-of date, or less; none: all events up to that day"),
        Direction(),
    ] = None
    due: Annotated[Due, Field(description=WHEN_DUE), DueBy()] = AT_FILING
    if_silent: IfSilent = "open"

    @model_validator(mode="after")
    def _bounds(self) -> Events:
        if self.at_most is None and self.at_least is None:
            raise Mistake(f"{self.events!r} without a bound", "'at most' or 'at least', how many")
        if self.at_least == 0:
            raise Mistake("at least 0", "an amount above zero, or 'at most'")
        if self.at_most is not None and self.at_least is not None and self.at_most < self.at_least:
            raise Mistake(f"at least {self.at_least} and at most {self.at_most}", "the smaller number under 'at least'")
        if self.if_silent == "conditional" and self.due == AT_FILING:
            raise Mistake("'if silent: conditional' of what is due at filing", "'due', by when it may still come")
        return self

    @property
    def _span(self) -> NumberRange:
        return NumberRange(self.at_least, self.at_most)

    def asks(self) -> Iterator[NamedQuestion]:
        yield NamedQuestion(self.events, self.ask, "days")

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        number = int(self.at_least if self.at_least is not None else self.at_most or 0)
        days = [(making.today - timedelta(days=each)).isoformat() for each in range(number)]
        return {"answers": [{"question": self.events, "answer": "; ".join(days) or "none"}]}

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        # What has happened stays so, and only time leaves it behind.
        yield from (replace(each, asked=True) for each in super().remedies(needed, making))

    def called(self) -> str:
        """So many events, as a person would name them."""
        return f"no {self.events}{self._when}" if self.at_most == 0 else f"{self._so_many}{self._when}"

    @property
    def _so_many(self) -> str:
        """How many there may be, in words."""
        if self.at_most is None:
            return f"{plain(self.at_least or Fraction(0))} or more {self.events}"
        most = Amount(self.at_most, self.events)
        return f"at most {most}" if self.at_least is None else f"{plain(self.at_least)} to {most}"

    @property
    def _when(self) -> str:
        return f" in the last {self.within}" if self.within is not None else ""

    def says(self) -> str:
        due = f", due {self.due}" if self.due != AT_FILING else ""
        return f"{self.called()}{due}{told_of_silence(self.if_silent)}"

    def assess(self, tally: Tally) -> Assessment:
        counted = self._counted(tally)
        standings = held_in(counted.events, self._span)
        standings = np.where(counted.silent, silence(self.if_silent, self.due, tally), standings)
        least, most = (None if bound is None else Amount(bound, self.events) for bound in (self.at_least, self.at_most))
        return Assessment(standings, counted.events, least, most=most)

    def _window(self, tally: Tally, owner: Numbers) -> tuple[int | Numbers, int | Numbers]:
        """The first and the last day on which an event of each owner counts."""
        within, dated = self.within, tally.applicants.dated
        opens = 1 if within is None else dated.told(lambda day: within.before(day).toordinal(), owner)
        return opens, dated.told(date.toordinal, owner)

    @once_each
    def _rows(self, tally: Tally) -> EventRows:
        answers = tally.applicants.answers
        rows = tally.answered.exactly(self.events)
        return EventRows.of(rows, answers.owner, answers.answer.codes, answers.answer.words, self.events)

    @once_each
    def _counted(self, tally: Tally) -> _Counted:
        rows, near = self._rows(tally), tally.answered.nearly(self.events)
        owner = tally.applicants.answers.owner

        def whose(chosen: Flags) -> Flags:
            return np.asarray(np.bincount(owner[rows.rows[chosen]], minlength=tally.count) > 0, dtype=np.bool_)

        certain, possible = rows.within(*self._window(tally, rows.owner))
        low = rows.different(certain, tally.count)
        high = np.bincount(rows.owner[possible], minlength=tally.count)
        repeated = high > rows.different(possible, tally.count)
        low = np.where(whose(rows.flags([cell.none for cell in rows.told])) & (high > 0), 0, low)
        unclear = whose(rows.flags([cell.loose for cell in rows.told]))
        unclear[owner[near]] = True
        silent_ = ~whose(rows.flags([not cell.silent for cell in rows.told])) & ~unclear
        high = np.where(silent_ | unclear, UNBOUNDED, high)
        return _Counted(Quantity(low, high, 1, self.events), silent_, repeated)

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.CONDITIONAL:
            return Wording(f"the days of {self.events} are still to be stated, {deadline(self.due).told}")
        if self.at_most is None:
            return Wording(
                f"{COUNTED}{self._when}", shown=True, where=str(Amount(self.at_least or Fraction(0), self.events))
            )
        may_be = "none" if self.at_most == 0 else self._so_many
        return Wording(f"{COUNTED}{self._when}, where there may be {may_be}", shown=True)

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        answers, rows = tally.applicants.answers, self._rows(tally)
        silent_ = self._counted(tally).silent & (silence(self.if_silent, self.due, tally) > Standing.UNMET)
        yield put_without_row("answers", "answer", self.ask, "applicant", wanted & silent_, part=self.events)
        for ask, open_ in self._asks(tally):
            at = np.zeros(len(answers.owner), dtype=np.bool_)
            at[rows.rows[open_ & wanted[answers.owner[rows.rows]]]] = True
            yield about_answers(tally, self.events, f"{ask} {self.ask}", "applicant", at)
        yield nearly_asked(tally, self.events, wanted)

    def _asks(self, tally: Tally) -> Iterator[tuple[str, Flags]]:
        """What is open of rows that tell the events, with the rows."""
        counted, rows = self._counted(tally), self._rows(tally)
        opens, closes = self._window(tally, rows.owner)
        certain, possible = rows.within(opens, closes)
        owner = tally.applicants.answers.owner[rows.rows]
        none, days = (rows.flags([bool(getattr(cell, name)) for cell in rows.told]) for name in ("none", "days"))
        both = (np.bincount(owner[none], minlength=tally.count) > 0) & (counted.events.high > 0)
        yield "On which days, or were there none?", rows.flags([cell.loose for cell in rows.told])
        yield "On which day exactly?", self._of_rows(rows, possible & ~certain & (rows.begun <= closes))
        yield "The day lies after the filing date. On which day was it?", self._of_rows(rows, rows.begun > closes)
        yield "Is a day that stands twice one event, or are there several?", days & counted.repeated[owner]
        yield "There are days beside a word for none. Which holds?", both[owner] & (days | none)

    @staticmethod
    def _of_rows(rows: EventRows, chosen: Flags) -> Flags:
        """The rows that tell any of some events."""
        found = np.zeros(len(rows.rows), dtype=np.bool_)
        found[rows.row[chosen]] = True
        return found

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        rows, answers = self._rows(tally), tally.applicants.answers
        certain, possible = rows.within(*self._window(tally, rows.owner))
        for number in wherever(answers.owner[rows.rows] == applicant).tolist():
            mine, cell = rows.row == number, rows.told[int(rows.which[number])]
            said = [
                f"{count} {says}"
                for count, says in (
                    (int((mine & certain).sum()), "counted"),
                    (int((mine & ~possible).sum()), f"before the last {self.within}"),
                    (int((mine & possible & ~certain).sum()), "open"),
                )
                if count
            ]
            said += ["no day that can be read"] * cell.loose + ["none"] * cell.none
            yield Evidence("answers", int(answers.row[rows.rows[number]]), ", ".join(said) or "left blank")
        for row in wherever(tally.answered.nearly(self.events) & (answers.owner == applicant)).tolist():
            yield Evidence("answers", int(answers.row[row]), "open: perhaps an answer to this question")
