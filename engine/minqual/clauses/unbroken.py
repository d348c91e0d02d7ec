"""Unbroken: experience without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from minqual.clauses.base import Leaf, weighed
from minqual.clauses.experience import too_short
from minqual.clauses.field_directions import Allowance, Demand
from minqual.clauses.findings import COUNTED, Assessment, Evidence, NotCounted, Question, Wording
from minqual.clauses.qualifying_work import Work, jobs_not_counted
from minqual.counting import Axis, Tally, longest_stretch
from minqual.notation import CalendarTime, Mistake, SomeWeeks
from minqual.values import DAYS_IN_YEAR, Flags, Standing


class HeldWork(Work):
    """Which time counts where it is not added up, but held without a gap, whatever the hours a week."""

    # Durations that do not overlap may still have time between them.
    adds_up: ClassVar[bool] = False
    any_hours: ClassVar[bool] = True

    @property
    def _kind_of_work(self) -> type[Work]:
        return HeldWork


class Unbroken(HeldWork, Leaf):
    """One unbroken stretch of some work, whatever the hours a week; short gaps may be bridged.

    Time as in `experience`, but what counts is the longest stretch without a gap. "1,040 hours over at least
    12 consecutive months" is this clause beside one of hours.

        - unbroken: 12 months
          in: communications
          gap at most: 1 month
    """

    kind: ClassVar[str] = "unbroken"
    tables: ClassVar[tuple[str, ...]] = ("experience",)

    unbroken: Annotated[SomeWeeks, Field(description="how long without a gap"), Demand()]
    gap_at_most: Annotated[CalendarTime | None, Field(description="gaps up to this do not break it"), Allowance()] = (
        None
    )

    @model_validator(mode="after")
    def _fits(self) -> Unbroken:
        if self.after is not None and self.unbroken.of_weeks:
            found = f"{self.unbroken} after a clause was met"
            raise Mistake(found, "years or months there: since when a clause is met is told in months and days")
        if self.within is not None and too_short(self.within, self.unbroken):
            raise Mistake(f"{self.unbroken} within {self.within}", "a window no shorter than what is needed in it")
        return self

    def says(self) -> str:
        gap = f" (gaps of up to {self.gap_at_most} do not break it)" if self.gap_at_most else ""
        return f"{self.unbroken} of unbroken {self.work()}{gap}"

    def assess(self, tally: Tally) -> Assessment:
        gap, axis = 0 if self.gap_at_most is None else int(self.gap_at_most.years * DAYS_IN_YEAR), self.axis
        counted = longest_stretch(self.stretches(tally, axis), gap, tally.spells_on(axis), tally.count, axis)
        if axis == "weeks":
            return weighed(tally.whole_weeks(counted), self.unbroken, self.unbroken.value, None)
        return weighed(counted, self.unbroken, self.unbroken.years, None)

    @property
    def measured(self) -> str:
        return f"unbroken {self.work()}"

    @property
    def axis(self) -> Axis:
        """Weeks are counted on the calendar."""
        return "weeks" if self.unbroken.of_weeks else "30/360"

    def reason(self, standing: Standing) -> Wording:
        return Wording(
            f"{COUNTED} of unbroken {self.work()}",
            shown=True,
            where=str(self.unbroken),
            short=f"{COUNTED} of unbroken qualifying experience",
        )

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from self.open_facts(tally, wanted)

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        yield from jobs_not_counted([self], tally, self.axis)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        for each in self.jobs(tally, applicant, self.axis):
            yield Evidence(each.table, each.row, each.says)
