"""What is missing in words: the open facts of a clause, said to those whom they hold back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.clauses.base import Question
from minqual.notation import listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

MISSING: Final[Mapping[tuple[str, str, str], str]] = {
    ("education", "level", "applicant"): "the level of the degree is not certain",
    ("education", "field", "applicant"): "the field of the degree is not stated",
    ("education", "field", "screener"): "the screener must decide whether the field of the degree is a related one",
    ("education", "conferred", "applicant"): "it is not stated whether the degree was conferred",
    ("education", "awarded", "applicant"): "the day on which the degree was conferred is not certain",
    ("education", "expected", "applicant"): "the day on which the degree is expected is not certain",
    ("education", "semester_units", "applicant"): "the number of units earned is not certain",
    ("education", "subject", "applicant"): "it is not certain in which subjects the units were earned",
    ("experience", "kinds", "applicant"): "the kind of work is not certain",
    ("experience", "hours_per_week", "applicant"): "the hours a week are not stated",
    ("experience", "start", "applicant"): "the day on which a job began is not certain",
    ("experience", "end", "applicant"): "the day on which a job ended is not certain",
    ("experience", "years", "applicant"): "the dates of a job are not stated",
    ("experience", "share", "applicant"): "the share of qualifying duties is not stated",
    ("experience", "employer", "applicant"): "the employer is not certain",
    ("experience", "class_code", "applicant"): "the class of a job is not certain",
    ("experience", "class_code", "screener"): "the screener must decide whether a class is at that level",
    ("credentials", "name", "applicant"): "the name, the issuer or the dates of a credential are not certain",
}
"""What is said of an open fact: by table, column and who can settle it. Others are said by the clause itself."""


def open_texts(questions: Sequence[Question], applicants: int) -> NDArray[np.object_]:
    """Per applicant, what some questions leave open, in brackets after a blank; empty for those not asked."""
    asked: dict[str, NDArray[np.bool_]] = {}
    for question in questions:
        said = MISSING.get((question.table, question.column, question.of))
        if said is not None and len(question.owner):
            flags = asked.setdefault(said, np.zeros(applicants, dtype=np.bool_))
            flags[question.owner] = True
    combination = np.zeros(applicants, dtype=np.int64)
    for place, flags in enumerate(asked.values()):
        combination |= flags.astype(np.int64) << place
    found, number = np.unique(combination, return_inverse=True)
    texts = np.empty(len(found), dtype=object)
    texts[:] = [_together([said for place, said in enumerate(asked) if bits >> place & 1]) for bits in found.tolist()]
    told: NDArray[np.object_] = texts[number]
    return told


def _together(said: Sequence[str]) -> str:
    return f" ({listed(said, 'and')})" if said else ""
