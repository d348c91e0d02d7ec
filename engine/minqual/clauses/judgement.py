"""What the record cannot decide: judgements that a person must make, and discretion to accept an equivalent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from minqual.clauses.base import AnyClause, Assessment, Clause, Gate, Group, Leaf, Member, Question, Wording
from minqual.counting.counted import Tally
from minqual.notation.models import made
from minqual.records.applicants import Flags
from minqual.values.standings import Standing


class Judgement(Leaf):
    """What only a person can decide.

    It stands at review until they have.

        - judgement: the writing sample shows clear prose
          by: the screener
    """

    kind: ClassVar[str] = "judgement"

    judgement: Annotated[str, Field(description="what is to be decided")]
    by: Annotated[str, Field(description="who decides")]

    def says(self) -> str:
        return f"{self.judgement} (decided by {self.by})"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(np.full(tally.count, Standing.REVIEW, dtype=np.int8))

    def reason(self, standing: Standing) -> Wording:
        return Wording(f"{self.by} must still decide this: {self.judgement}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        owner = np.flatnonzero(wanted).astype(np.int32)
        ask = f"To be decided by {self.by}: {self.judgement}"
        yield Question("", "", ask, "screener", owner, np.full(len(owner), -1, dtype=np.int64))


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

    discretion: Annotated[str, Field(description="who may accept an equivalent")]
    may_accept: Annotated[str, Field(description="what they may accept")]

    def says(self) -> str:
        return f"{self.discretion} may accept {self.may_accept}"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(np.full(tally.count, Standing.REFER, dtype=np.int8))

    def reason(self, standing: Standing) -> Wording:
        return Wording(self.says())


class BoundedDiscretion(Group):
    """Discretion within printed bounds: refer where the bound holds, else as the bound stands.

    Like discretion it stands only inside `any of`.

        - any of:
            - degree: bachelor
            - bounded discretion: the department
              may accept: any equivalent combination of training and experience
              only if:
                degree: high school
    """

    kind: ClassVar[str] = "bounded discretion"

    bounded_discretion: Annotated[str, Field(description="who may accept an equivalent")]
    may_accept: Annotated[str, Field(description="what they may accept")]
    only_if: Annotated[AnyClause, Field(description="what must hold in any case")]

    def gate(self) -> Gate:
        return "all"

    def says(self) -> str:
        return f"{self.bounded_discretion} may accept {self.may_accept}, only with {self.only_if.says()}"

    def members(self) -> Sequence[Member]:
        discretion = made(Discretion, discretion=self.bounded_discretion, may_accept=self.may_accept)
        return (Member("bound", self.only_if), Member("discretion", discretion))

    def inner(self) -> Iterator[tuple[tuple[int | str, ...], Clause]]:
        yield ("only if",), self.only_if
