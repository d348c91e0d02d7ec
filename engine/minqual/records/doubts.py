"""What does not fit in a row, or is hardly what its column asks: one question about it, in place of one per cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from minqual.values import quickly_found

if TYPE_CHECKING:
    from minqual.records.tables import Rows


@quickly_found
class Misfit(StrEnum):
    """What a doubt leaves open, as people are told of it; several are told in this order."""

    CONFERRAL = "what is stated about the award of the degree does not fit together"
    DIPLOMA = "a diploma is stated that was not conferred"
    NO_DEGREE = "no degree is stated, and a day of its award"
    JOB_DATES = "the dates of a job do not fit together"
    DURATION = "a job states a duration beside its dates"
    CREDENTIAL_DATES = "the dates of a credential do not fit together"
    ORDER = "it is not certain whether the day or the month of a date stands first"
    NULL_DATE = "a date is one that stands for a blank"
    SPAN = "a job is longer than a working life"
    AHEAD = "a date lies too far ahead"
    SCALE = "a stated number is above the top of its scale"
    HOURS = "the hours a week are hardly those of a week"

    @property
    def may_be_right(self) -> bool:
        """Whether what stands there contradicts nothing, and can only hardly be believed: a person may confirm it."""
        return self in {Misfit.SPAN, Misfit.AHEAD, Misfit.SCALE, Misfit.HOURS}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Doubt:
    """Rows of one table of which the same cells are in doubt for the same reason.

    columns: the cells; the first is the one that is asked about. ask: the one question, put in place of those that
    these cells would be asked in otherwise. says: what it leaves open. rows: their places in the source table.
    of: who can say.
    """

    columns: tuple[str, ...]
    ask: str
    says: Misfit
    rows: Rows
    of: Literal["applicant", "screener"] = "applicant"
