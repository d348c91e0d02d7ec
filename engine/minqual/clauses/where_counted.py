"""Where counted: whoever counts certain time needs something besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from minqual.clauses.base import AnyClause, Clause, Gate, Group, Member, remade
from minqual.clauses.combinations import AllOf, spoken
from minqual.clauses.field_directions import Direction, Parts
from minqual.clauses.jobs_meant import JobsMeant
from minqual.clauses.qualifying_work import Work
from minqual.clauses.substitution_table import SubstitutionTable
from minqual.notation import Mistake, PackModel, made


class WhereCounted(Group):
    """Whoever counts certain time needs something besides; whoever can do without that time does not.

    "Whoever counts time as a Helper of the Town encloses the form": two years as a Helper need the form; two years
    elsewhere do not, whatever was worked as a Helper besides. What stands under `of` must hold either with that time
    left out, or with it and with what stands under `needs`.

        - where counted: {class: Helper, employer: Town of Example}
          needs: {answer: form, ask: "Is the form enclosed?"}
          of:
            experience: 2 years
            in: communications

    The conditions are those of `leaving out` under [which time counts](#which-time-counts), all of one and the same
    job; a job that leaves one open is open. "Volunteer work counts if a letter confirms it" is `where counted: {paid:
    no}`.
    """

    kind: ClassVar[str] = "where counted"
    must_hold: ClassVar[Gate] = "any"

    where_counted: Annotated[JobsMeant, Field(description="the jobs whose time asks for more"), Direction()]
    needs: Annotated[AnyClause, Field(description="what whoever counts that time needs besides"), Parts()]
    of: Annotated[AnyClause, Field(description="the requirement that may count it"), Parts()]

    @model_validator(mode="after")
    def _counts_time(self) -> WhereCounted:
        if self._without is self.of:
            raise Mistake("'of' that counts no time of jobs", "a clause that does, such as experience")
        return self

    @property
    def points(self) -> bool:
        return not spoken((self.of, self.needs), "and")

    def says(self) -> str:
        jobs = self.where_counted.says()
        if self.points:
            return f"this, where whoever counts {jobs} needs something besides"
        return f"{self.of.says()}; whoever counts {jobs} for it needs besides: {self.needs.says()}"

    @property
    def _without(self) -> Clause:
        return leaving_out(self.of, self.where_counted)

    def members(self) -> Sequence[Member]:
        return (Member("without", self._without), Member("with", made(AllOf, all_of=(self.of, self.needs))))


def leaving_out(clause: Clause, jobs: JobsMeant) -> Clause:
    """A clause with some jobs left out wherever it counts work; itself where it counts none."""

    def change(part: PackModel) -> Mapping[str, object]:
        return {"leaving_out": (*part.leaving_out, jobs)} if isinstance(part, Work | SubstitutionTable) else {}

    return remade(clause, change)
