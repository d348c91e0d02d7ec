"""What the record cannot decide: judgements that a person must make, and discretion to accept an equivalent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from minqual.applicants import Flags
from minqual.clauses.base import Assessment, Leaf, Question
from minqual.standings import Standing
from minqual.tally import Tally


class Judgement(Leaf):
    """Something only a person can decide. It stands at review until they have."""

    kind: ClassVar[str] = "judgement"

    judgement: str
    """what is to be decided"""
    by: str
    """who decides"""

    def says(self) -> str:
        return f"{self.judgement} (decided by {self.by})"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(np.full(tally.count, Standing.REVIEW, dtype=np.int8))

    def reason(self, standing: Standing) -> str:
        return f"{self.by} must decide: {self.judgement}"

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        owner = np.flatnonzero(wanted).astype(np.int32)
        ask = f"To be decided by {self.by}: {self.judgement}"
        yield Question("", "", ask, "screener", owner, np.full(len(owner), -1, dtype=np.int64))


class Discretion(Leaf):
    """A named authority may accept an equivalent. It stands at refer, and only inside `any of`."""

    kind: ClassVar[str] = "discretion"

    discretion: str
    """who may accept an equivalent"""
    may_accept: str
    """what they may accept"""

    def says(self) -> str:
        return f"{self.discretion} may accept {self.may_accept}"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(np.full(tally.count, Standing.REFER, dtype=np.int8))

    def reason(self, standing: Standing) -> str:
        return self.says()
