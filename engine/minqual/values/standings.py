"""The five standings of a clause, a level or a verdict, in their one order."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from minqual.values.quick_making import quickly_found

if TYPE_CHECKING:
    from numpy.typing import NDArray

Word = Literal["unmet", "refer", "review", "conditional", "met"]


@quickly_found
class Standing(IntEnum):
    """How far a requirement is from being met; each value is a claim, the higher the better."""

    UNMET = 0
    REFER = 1
    REVIEW = 2
    CONDITIONAL = 3
    MET = 4

    @property
    def word(self) -> Word:
        """The word used in files: lower case."""
        return _WORDS[self]

    @property
    def said(self) -> str:
        """The words used to people."""
        return _SAID[self]


_WORDS: Final[tuple[Word, ...]] = ("unmet", "refer", "review", "conditional", "met")

_SAID: Final = {
    Standing.MET: "eligible",
    Standing.CONDITIONAL: "conditionally eligible",
    Standing.REVIEW: "needs review",
    Standing.REFER: "refer",
    Standing.UNMET: "not eligible",
}

UNMET, REFER, REVIEW, CONDITIONAL, MET = map(np.int8, Standing)
"""The standings as columns hold them."""

Standings: TypeAlias = "NDArray[np.int8]"
"""One standing for each applicant (or row), as int8 values of Standing."""


_BY_BOUNDS: Final = np.array([UNMET, REVIEW, MET])
"""How an amount stands of which so many bounds reach what is needed; the low one does not without the high one."""


def threshold(low: NDArray[np.integer], high: NDArray[np.integer], needed: int) -> Standings:
    """Met where the low bound reaches what is needed, unmet where the high one does not, else review."""
    return _BY_BOUNDS[(low >= needed).view(np.int8) + (high >= needed)]
