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
            short = "something is still to be decided by a person"
            return Wording(f"{self._who} must still decide this: {self.judgement}", short=short)
        return Wording(f"{self._who} decided {'' if standing is Standing.MET else 'against '}this: {self.judgement}")

    @property
    def _who(self) -> str:
        """Who decides, as an applicant is told it: that it is the screener is of no use to them."""
        return "a person" if self.by == "the screener" else self.by

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield put_without_row("", "", f"To be decided by {self.by}: {self.judgement}", "screener", wanted)
