"""Time worked in certain kinds of experience."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from pydantic import AfterValidator, Field

from minqual.applicants import BLANK, Flags
from minqual.clauses.base import Amount, Assessment, Duration, Evidence, Leaf, Names, Question, asked, listed
from minqual.counting import divided
from minqual.standings import Standing, threshold
from minqual.tally import Tally


def _some(duration: Amount) -> Amount:
    if duration.value == 0:
        msg = "a duration above zero"
        raise ValueError(msg)
    return duration


class Experience(Leaf):
    """Full-time-equivalent time in any of some kinds of experience, pooled.

    Part time counts in proportion; hours of jobs held at once are added and capped at full time; nothing
    counts twice. The kinds are those stated on each job; a title never decides.
    """

    kind: ClassVar[str] = "experience"
    tables: ClassVar[tuple[str, ...]] = ("experience",)

    experience: Annotated[Duration, AfterValidator(_some), Field(description="how long: 5 years, 18 months")]
    in_: Annotated[Names, Field(description="kinds of experience, or groups of them")]

    def names(self) -> Iterator[tuple[str, str, str]]:
        for name in self.in_:
            yield "in", "kinds", name

    def says(self) -> str:
        return f"{self.experience} of experience in {listed(self.in_)}"

    def assess(self, tally: Tally) -> Assessment:
        counted = tally.experience(self.in_)
        needed = self.experience.years * counted.scale
        whole = -(-needed.numerator // needed.denominator)
        return Assessment(threshold(counted.low, counted.high, whole), counted, self.experience)

    def reason(self, standing: Standing) -> str:
        return f"{{counted}} of {self.experience} in {listed(self.in_)}"

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        jobs, spells = tally.applicants.experience, tally.spells
        kinds = tally.kinds_in(self.in_)
        possible = tally.kinds.possible(kinds)
        counts_high = possible & (spells.load_high > 0) & ((spells.end_high > spells.begin_high) | (spells.years > 0))
        live = asked(jobs.owner, counts_high, wanted)
        dated = live & (jobs.years == BLANK)
        asks = (
            ("kinds", f"Was this work in {listed(kinds)}?", live & ~tally.kinds.certain(kinds)),
            ("hours_per_week", "How many hours a week?", live & (jobs.hours == BLANK)),
            ("start", "When did the job begin?", dated & ~jobs.start.stated),
            ("start", "On which day did the job begin?", dated & jobs.start.partial),
            ("end", "When did the job end, or does it go on?", dated & ~jobs.end.stated & ~jobs.ongoing),
            ("end", "On which day did the job end?", dated & jobs.end.partial),
        )
        for column, ask, rows in asks:
            yield Question("experience", column, ask, "applicant", jobs.owner[rows], jobs.row[rows])
        undated = live & (spells.years > 0)
        several = undated & (np.bincount(jobs.owner[live], minlength=tally.count)[jobs.owner] > 1)
        ask = "Between which dates? A duration without dates may overlap other jobs."
        yield Question("experience", "years", ask, "applicant", jobs.owner[several], jobs.row[several])

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        jobs, spells = tally.applicants.experience, tally.spells
        kinds = tally.kinds_in(self.in_)
        own = np.flatnonzero(jobs.owner == applicant).tolist()
        mine = np.array(sorted(own, key=lambda job: jobs.table.content(int(jobs.row[job]))), dtype=np.int64)
        certain, possible = tally.kinds.certain(kinds)[mine], tally.kinds.possible(kinds)[mine]
        low, high = divided(spells, mine, certain, possible)
        for position, job in enumerate(mine.tolist()):
            most = high[position]
            if not possible[position]:
                said = "does not count: its kinds are not among those asked for"
            elif most == 0:
                said = "adds nothing: no time by the as-of date beyond what is counted already"
            elif most == low[position]:
                said = "counts"
            else:
                said = "counts as far as is known"
            yield Evidence("experience", int(jobs.row[job]), said, low[position], most)

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        jobs = tally.applicants.experience
        used = (jobs.owner == applicant) & tally.kinds.possible(tally.kinds_in(self.in_))
        if (used & (jobs.share == BLANK)).any():
            yield "a job that states no share of qualifying duties is qualifying in full"
