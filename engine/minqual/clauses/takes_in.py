"""Takes in: experience among which several named things stand, no duration for any."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from minqual.clauses.base import ExampleRows, Leaf, Making
from minqual.clauses.field_directions import Together
from minqual.clauses.findings import (
    Ask,
    Assessment,
    Evidence,
    Gap,
    Question,
    Since,
    Wording,
    open_questions,
    put,
)
from minqual.clauses.job_properties import JobProperty, Test, among, together
from minqual.clauses.job_questions import asked_days
from minqual.clauses.met_since import open_since
from minqual.clauses.qualifying_work import Work, in_order
from minqual.counting import Tally
from minqual.notation import Amount, Names, listed
from minqual.records import EITHER, PART
from minqual.values import AXIS_START, MET, REVIEW, UNMET, Flags, Standing, anywhere, once_each


class NamedWork(Work):
    """Which jobs may state named things: whether one is of the kinds under 'in' matters only where it is silent."""

    @property
    def _kind_of_work(self) -> type[Work]:
        return NamedWork

    def _of_kind(self, tally: Tally) -> Iterator[JobProperty]:
        yield from ()


class TakesIn(NamedWork, Leaf):
    """Several named things, each of which stands in some job, however short.

    "Three years of boat repair, engines, sails and hulls among it" is a clause of time and this one:

        - experience: 3 years
          in: boat repair
        - takes in: [engines, sails, hulls]
          in: boat repair

    A job that states some of the things has no others; a job in `in` (or of the class, or the employer) that
    states none of them is open. A thing that a job states counts, whatever else the job is.
    """

    kind: ClassVar[str] = "takes in"
    tables: ClassVar[tuple[str, ...]] = ("experience",)

    takes_in: Annotated[
        Names, Field(description="kinds of experience, each of which some job states"), Together(section="kinds")
    ]

    def says(self) -> str:
        return f"{self.work()}, {listed(self.takes_in, 'and')} among it"

    @property
    def measured(self) -> str:
        return self.says()

    def _silent(self, tally: Tally) -> Flags:
        """Jobs that may be of the kinds whose silence is open."""
        if self.in_:
            return tally.kinds.possible(tally.kinds_in(self.in_))
        return np.ones(len(tally.applicants.experience.owner), dtype=np.bool_)

    @once_each
    def _jobs_with(self, tally: Tally) -> tuple[tuple[Flags, Flags], ...]:
        """For each thing, the jobs that certainly state it, and those that may."""
        tests = [*self.tests(tally), self._held(tally)]
        certain = reduce(np.logical_and, [test.certain for test in tests])
        possible = reduce(np.logical_and, [test.possible for test in tests])
        return tuple((sure & certain, may & possible) for sure, may in self._things(tally))

    @once_each
    def _things(self, tally: Tally) -> tuple[tuple[Flags, Flags], ...]:
        """For each thing, the jobs that certainly state it, and those that may, whatever else is asked of them."""
        silent, names = self._silent(tally), self.takes_in
        alone = together(tally, names, beside=False)
        beside = together(tally, names, beside=True)
        return tuple(
            (thing.certain, thing.possible | (open_.possible & silent))
            for thing, open_ in zip(alone, beside, strict=True)
        )

    def _held(self, tally: Tally) -> Test:
        """Jobs that certainly were held in the time that is asked for, and those that may have been."""
        spells, start = tally.spells, tally.applicants.experience.start
        low, high = self._opens(tally, self.axis, spells)
        cut = spells.cut_of(spells.owner)
        begun = spells.undated | ~start.stated | (spells.begin_low < cut)
        certain = begun & ((low <= AXIS_START) | (~spells.undated & (spells.end_low > low)))
        may = spells.undated | ((spells.begin_high < cut) & (spells.end_high > high))
        return Test(certain, may & (high < cut), "not in the time that is asked for")

    def assess(self, tally: Tally) -> Assessment:
        owner = tally.applicants.experience.owner
        standings = np.full(tally.count, MET, dtype=np.int8)
        for certain, possible in self._jobs_with(tally):
            each = tally.best(owner, np.where(certain, MET, np.where(possible, REVIEW, UNMET)).astype(np.int8))
            standings = np.minimum(standings, each)
        return Assessment(standings)

    def reason(self, standing: Standing) -> Wording:
        things = listed(self.takes_in, "and")
        if standing is Standing.MET:
            return Wording(f"the {self.work()} takes in {things}")
        if standing is Standing.UNMET:
            return Wording(f"{things} do not all stand in the {self.work()}")
        return Wording(f"it is not certain that {things} all stand in the {self.work()}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        jobs = tally.applicants.experience
        unsure = np.zeros(len(jobs.owner), dtype=np.bool_)
        for certain, possible in self._jobs_with(tally):
            shown = tally.best(jobs.owner, certain.astype(np.int8)) > 0
            unsure |= possible & ~certain & ~shown[jobs.owner]
        yield from put(open_questions("experience", self._open(tally, unsure), jobs), wanted)
        early = unsure & ~self._held(tally).certain
        if self.after is not None and anywhere(early):
            spells, last = tally.spells, np.full(tally.count, AXIS_START, dtype=np.int64)
            ends = np.where(spells.undated, spells.cut_of(spells.owner), spells.end_high)
            np.maximum.at(last, jobs.owner[early], ends[early])
            matters = Since(last, np.full(tally.count, AXIS_START, dtype=np.int64))
            yield from open_since(self.after, tally, wanted & (last > AXIS_START), matters)

    def _open(self, tally: Tally, unsure: Flags) -> Iterator[Ask]:
        """What is open of jobs that may state a thing that is missing."""
        held = self._held(tally).certain
        things = listed(self.takes_in)
        told = [possible & ~sure for sure, possible in self._things(tally)]
        silent = unsure & reduce(np.logical_or, told)
        unknown = tally.kinds.in_question(tally.kinds_in((*self.takes_in, *self.in_)))
        ask, place = f"Did this work take in {things}?", f"kinds{PART}{among(tally.kinds_in(self.takes_in))}"
        yield place, ask, "applicant", silent & ~unknown, Gap.KIND
        yield "kinds", f"Is this kind of work {things}?", "screener", silent & unknown, Gap.KIND_WORD
        named = [self._of_class(tally)] if self.class_ else []
        for each in (*self._properties(tally), *named, *self._barred(tally)):
            yield from each.asks(unsure)
        yield from self._judged_classes(tally, unsure)
        of_share = [test.possible & ~test.certain for test in self._tests_of_share(tally)]
        if of_share:
            yield from self._asks_of_share(tally, unsure & reduce(np.logical_or, of_share))
        yield from self._asks_of_left_out(tally, unsure)
        jobs = tally.applicants.experience
        yield "years", "Between which dates?", "applicant", unsure & ~held & jobs.years.stated, Gap.DATES
        for column, ask, rows, gap in asked_days(tally, jobs.start.partial, jobs.end.partial):
            yield column, ask, "applicant", unsure & ~held & rows, gap
        if self.unpaid_work == "refused":
            yield (
                "paid",
                "Was this work paid?",
                "applicant",
                unsure & (jobs.paid == EITHER),
                Gap.PAID,
            )

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        jobs = tally.applicants.experience
        each = self._jobs_with(tally)
        for job in in_order(tally, applicant):
            stated = [name for name, (sure, _) in zip(self.takes_in, each, strict=True) if sure[job]]
            open_ = any(may[job] for _, may in each)
            says = (
                f"takes in {listed(stated, 'and')}" if stated else "does not tell" if open_ else "takes in none of it"
            )
            yield Evidence("experience", int(jobs.row[job]), says)

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        return making.work(self, Fraction(1))
