"""Time worked in certain kinds of experience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Final

import numpy as np
from pydantic import Field, model_validator

from minqual.clauses.base import Leaf, counted_words, to_be_completed, weighed
from minqual.clauses.field_directions import SHORT, Demand, Shortfall
from minqual.clauses.findings import COUNTED, Assessment, Evidence, Gap, NotCounted, Question, Since, Wording
from minqual.clauses.qualifying_work import Work, jobs_not_counted
from minqual.counting import Axis, Tally, completed
from minqual.notation import Amount, LackingTime, Mistake, SomeTime
from minqual.values import AXIS_START, CONDITIONAL, Flags, Numbers, Quantity, Standing


def _size(amount: Amount) -> Fraction:
    """Hours as they are, durations in years."""
    return amount.value if amount.unit == "hours" else amount.years


def _axis(amount: Amount) -> Axis:
    """On which axis an amount is counted: hours and weeks on the calendar, years and months by 30/360."""
    return "calendar" if amount.unit == "hours" else "weeks" if amount.of_weeks else "30/360"


def too_short(window: Amount, needed: Amount) -> bool:
    """Whether a window before the as-of date is shorter than what is needed in it, whatever the calendar."""
    if window.of_weeks != needed.of_weeks:
        return window.years * 13 / 12 < needed.years
    return window.years < needed.years


OF_WORK: Final = f"{COUNTED} of qualifying experience"


class Experience(Work, Leaf):
    """Full-time-equivalent time in any of some kinds of experience, pooled; or hours worked in them.

    Part time counts in proportion; hours of jobs held at once are added and capped at full time; nothing
    counts twice. The kinds are those stated on each job; a title never decides. Hours are counted on the
    calendar (days over seven, times hours a week, capped at full time as well: 2,080 hours take 52 weeks of 40,
    whatever overtime was worked) and never turned into months. `40 weeks` are weeks of full time, counted on the
    calendar as well (days over seven), with part time as the policy has it.

        - experience: 18 months
          in: [public relations, communications]

    "Two of the four years must be supervisory" is a second clause, of time that is supervisory as well;
    windows, classes, employers and exclusions bind to the clause that states them:

        - experience: 4 years
          in: communications
          within: 10 years
        - experience: 2 years
          in: communications
          also in: supervision
          may lack: 6 months

    `may lack` makes a shortfall of so much, or less, conditional: the applicant may file, and is not appointed
    before it is made up.
    """

    kind: ClassVar[str] = "experience"
    tables: ClassVar[tuple[str, ...]] = ("experience",)

    experience: Annotated[SomeTime, Field(description="how long: 5 years, 18 months, 40 weeks, 1040 hours"), Demand()]
    may_lack: Annotated[LackingTime | None, Field(description=SHORT), Shortfall()] = None

    @model_validator(mode="after")
    def _alike(self) -> Experience:
        if self.may_lack is not None and _axis(self.may_lack) != self.axis:
            found = f"{self.experience} that may lack {self.may_lack}"
            raise Mistake(
                found, "under 'may lack', hours for hours, weeks for weeks, and else a duration in years or months"
            )
        if self.after is not None and self.axis != "30/360":
            found = f"{self.experience} after a clause was met"
            raise Mistake(
                found,
                "a duration there, in years or months: since when a clause is met is told in months and days",
            )
        if self.may_lack is not None and _size(self.may_lack) > _size(self.experience):
            raise Mistake(
                f"{self.experience} that may lack {self.may_lack}", "a shortfall no larger than what is needed"
            )
        if self.within is not None and self.axis != "calendar" and too_short(self.within, self.experience):
            raise Mistake(
                f"{self.experience} within {self.within}", "a window at least as long as what is needed in it"
            )
        return self

    def says(self) -> str:
        return self.called() + (f" (short by up to {self.may_lack}: conditional)" if self.may_lack else "")

    def called(self) -> str:
        return f"{self.experience} of {self.work()}"

    @property
    def measured(self) -> str:
        return self.work()

    @property
    def axis(self) -> Axis:
        """Hours and weeks are counted on the calendar, years and months on the 30/360 axis."""
        return _axis(self.experience)

    def counted(self, tally: Tally) -> Quantity:
        """The time that counts, in years, in hours or in weeks."""
        stretches = self.stretches(tally, self.axis)
        if self.axis == "weeks":
            return tally.weeks(stretches)
        return tally.hours(stretches) if self.axis == "calendar" else tally.credit(frozenset((stretches,)))

    def assess(self, tally: Tally) -> Assessment:
        counted = self.counted(tally)
        if self.axis != "30/360":
            in_weeks = Fraction(tally.policy.forgiven_days) / 7 if self.axis == "weeks" else Fraction(0)
            needed, forgiven = self.experience.value, in_weeks
            lack = None if self.may_lack is None else self.may_lack.value
        else:
            needed, forgiven = self.experience.years, tally.forgiven
            lack = None if self.may_lack is None else self.may_lack.years
        return weighed(counted, self.experience, needed, lack, forgiven)

    def reason(self, standing: Standing) -> Wording:
        return counted_words(
            f"{COUNTED} of {self.work()}", standing, str(self.experience), self.may_lack, short=OF_WORK
        )

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from self.open_facts(tally, wanted)
        if self.axis != "30/360":
            yield from self._days_of_years(tally, wanted)
        if self.may_lack is not None:
            later = self.assess(tally).standings == CONDITIONAL
            yield from to_be_completed(self.experience, self.called(), wanted & later)

    def _days_of_years(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        """Durations without dates, whose years may be of 52 weeks or of a day or two more."""
        jobs, counted = tally.applicants.experience, self.stretches(tally, self.axis)
        rows = (counted.span_high > 0) & wanted[jobs.owner]
        ask = f"Between which dates? {self.experience.unit.capitalize()} are counted on the calendar."
        yield Question("experience", "years", ask, "applicant", jobs.owner[rows], jobs.row[rows], Gap.DATES)

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        yield from jobs_not_counted([self], tally, self.axis)

    def evidence(self, tally: Tally, applicant: int) -> Sequence[Evidence]:
        return self.jobs(tally, applicant, self.axis)

    def assumptions(self, tally: Tally, applicant: int) -> Sequence[str]:
        return self.taken_as_given(tally, applicant)

    def dated(self) -> bool:
        return self.axis == "30/360"

    def since(self, tally: Tally) -> Since:
        spells, counted = tally.spells, self.stretches(tally, "30/360")
        forgiven = tally.forgiven
        needed = (self.experience.years - forgiven) * spells.scale
        enough: Numbers = np.full(tally.count, -(-needed.numerator // needed.denominator), dtype=np.int64)
        owner, full, cut = counted.owner, spells.full, spells.cut
        low = completed(owner, counted.begin_low, counted.end_low, counted.load_low, full, enough, cut)
        # Durations without dates may lie before everything else.
        rest = enough.copy()
        np.subtract.at(rest, owner, counted.stated_high)
        high = completed(owner, counted.begin_high, counted.end_high, counted.load_high, full, rest, cut)
        high[owner[counted.endless]] = AXIS_START
        return Since(low, high)

    def since_when(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from self.open_facts(tally, wanted)
