"""What the record cannot decide: judgements that a person must make, and discretion to accept an equivalent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from minqual.clauses.base import Leaf
from minqual.clauses.field_directions import Direction
from minqual.clauses.findings import Assessment, Question, Wording, put_without_row
from minqual.counting import Tally
from minqual.values import Flags, Standing


class Judgement(Leaf):
    """What only a person can decide.

    It stands at review until they have.

        - judgement: the writing sample shows clear prose
          by: the screener
    """

    kind: ClassVar[str] = "judgement"
    reaches: ClassVar[Standing] = Standing.REVIEW
    by_person: ClassVar[bool] = True
    decidable: ClassVar[bool] = True

    judgement: Annotated[str, Field(description="what is to be decided"), Direction()]
    by: Annotated[str, Field(description="who decides"), Direction()]

    def says(self) -> str:
        return f"{self.judgement} (decided by {self.by})"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(np.full(tally.count, Standing.REVIEW, dtype=np.int8))

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.REVIEW:
            return Wording(f"{self.by} must still decide this: {self.judgement}")
        return Wording(f"{self.by} decided {'' if standing is Standing.MET else 'against '}this: {self.judgement}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield put_without_row("", "", f"To be decided by {self.by}: {self.judgement}", "screener", wanted)
