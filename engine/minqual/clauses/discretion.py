"""Discretion: who may accept an equivalent where the printed pattern is not met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from minqual.clauses.base import AnyClause, Group, Leaf, Member, Provision, standing_of
from minqual.clauses.field_directions import Direction, Parts, Undeciding
from minqual.clauses.findings import Assessment, Wording
from minqual.counting import Tally
from minqual.notation import Path, made
from minqual.values import REVIEW, Standing


class Discretion(Leaf):
    """Who may accept an equivalent where the printed pattern is not met: refer.

    It stands only inside `any of`.

        - any of:
            - experience: 5 years
              in: communications
            - discretion: the appointing authority
              may accept: any combination of training and experience
    """

    kind: ClassVar[str] = "discretion"
    reaches: ClassVar[Standing] = Standing.REFER
    by_person: ClassVar[bool] = True
    decidable: ClassVar[bool] = True

    discretion: Annotated[str, Field(description="who may accept an equivalent"), Direction()]
    may_accept: Annotated[str, Field(description="what they may accept"), Direction()]

    def says(self) -> str:
        return f"{self.discretion} may accept {self.may_accept}"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(np.full(tally.count, Standing.REFER, dtype=np.int8))

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.MET:
            return Wording(f"{self.discretion} accepted {self.may_accept}", short=f"{self.discretion} accepted it")
        if standing is Standing.UNMET:
            return Wording(f"{self.discretion} did not accept {self.may_accept}")
        return Wording(self.says(), short=f"{self.discretion} may accept an equivalent")


class DiscretionWithin(Discretion):
    """The discretion of a bounded one: it opens as soon as its bound holds, and while that is open, so is it."""

    # The clause stands beside it, as the bound: it is no further part.
    only_if: Annotated[AnyClause, Undeciding()]

    def parts(self) -> Iterator[tuple[Path, Provision]]:
        yield from ()

    def assess(self, tally: Tally) -> Assessment:
        bound = standing_of(self.only_if, tally)
        return Assessment(np.where(bound == REVIEW, REVIEW, np.int8(Standing.REFER)))

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.REVIEW:
            return Wording(f"{self.says()}, if what that takes is settled")
        return super().reason(standing)


class BoundedDiscretion(Group):
    """Discretion within printed bounds: refer where the bound holds, unmet where it does not.

    While the bound is open, it is review, with the question that the bound asks. Like discretion it stands only inside
    `any of`.

        - any of:
            - degree: bachelor
            - bounded discretion: the department
              may accept: any equivalent combination of training and experience
              only if:
                degree: high school
    """

    kind: ClassVar[str] = "bounded discretion"
    reaches: ClassVar[Standing] = Standing.REFER
    by_person: ClassVar[bool] = True

    bounded_discretion: Annotated[str, Field(description="who may accept an equivalent"), Direction()]
    may_accept: Annotated[str, Field(description="what they may accept"), Direction()]
    only_if: Annotated[AnyClause, Field(description="what must hold in any case"), Parts(more="harder")]

    def says(self) -> str:
        return f"{self.bounded_discretion} may accept {self.may_accept}, only with {self.only_if.says()}"

    def members(self) -> Sequence[Member]:
        discretion = made(
            DiscretionWithin, discretion=self.bounded_discretion, may_accept=self.may_accept, only_if=self.only_if
        )
        return (Member("bound", self.only_if), Member("discretion", discretion))
