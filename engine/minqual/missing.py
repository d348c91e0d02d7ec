"""What is missing in words: the open facts of the clauses, said to those whom they hold back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.clauses.base import Question
from minqual.openings import OpenFact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits: TypeAlias = NDArray[np.int64]

MISSING: Final[Mapping[tuple[str, str, str], str]] = {
    ("education", "level", "applicant"): "the level of the degree is not certain",
    ("education", "field", "applicant"): "the field of the degree is not stated",
    ("education", "field", "screener"): "the screener must decide whether the field of the degree is a related one",
    ("education", "conferred", "applicant"): "it is not stated whether the degree was conferred",
    ("education", "awarded", "applicant"): "the day on which the degree was conferred is not certain",
    ("education", "expected", "applicant"): "the day on which the degree is expected is not certain",
    ("education", "semester_units", "applicant"): "the number of units earned is not certain",
    ("education", "quarter_units", "applicant"): "the number of units earned is not certain",
    ("education", "subject", "applicant"): "it is not certain in which subjects the units were earned",
    ("experience", "kinds", "applicant"): "the kind of work is not certain",
    ("experience", "hours_per_week", "applicant"): "the hours a week are not certain",
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

EXACT: Final[Mapping[str, str]] = {
    "Which degree or diploma is this?": "the level of the degree is not stated",
    "How many semester or quarter units were earned?": "the number of units earned is not stated",
    "How many units were earned exactly?": "the number of units earned is not stated exactly",
    "How many hours a week?": "the hours a week are not stated",
    "How many hours a week exactly?": "the hours a week are not stated exactly",
    "When did the job begin?": "the day on which a job began is not stated",
    "On which day did the job begin?": "the day on which a job began is not stated exactly",
    "When did the job end, or does it go on?": "the day on which a job ended is not stated",
    "On which day did the job end?": "the day on which a job ended is not stated exactly",
    "How many years and months exactly?": "the years of a job are not stated exactly",
}
"""What is said in place of that where the question itself tells a blank from a figure or a date with bounds."""

_PLACES: Final = {said: place for place, said in enumerate(dict.fromkeys((*MISSING.values(), *EXACT.values())))}


class Missing:
    """What the open facts of each leaf are for every applicant, as bits that stand for words."""

    def __init__(self, facts: Sequence[OpenFact], applicants: int) -> None:
        self._facts, self._applicants = facts, applicants
        self._bits: dict[int, Bits] = {}
        self._texts: dict[int, str] = {0: ""}

    def of(self, leaves: frozenset[int], rows: NDArray[np.int64]) -> list[str]:
        """What some leaves leave open for some applicants, as a sentence after a blank; empty where it is nothing."""
        bits = np.zeros(len(rows), dtype=np.int64)
        for leaf in leaves:
            bits |= self._of(leaf)[rows]
        return [self._text(each) for each in bits.tolist()]

    def _of(self, leaf: int) -> Bits:
        if leaf not in self._bits:
            bits = self._bits[leaf] = np.zeros(self._applicants, dtype=np.int64)
            for fact in self._facts:
                said = _said(fact.question) if fact.leaf == leaf else None
                if said is not None:
                    bits[fact.question.owner] |= 1 << _PLACES[said]
        return self._bits[leaf]

    def _text(self, bits: int) -> str:
        if bits not in self._texts:
            said = [word for word, place in _PLACES.items() if bits >> place & 1]
            self._texts[bits] = f" Still open: {'; '.join(said)}."
        return self._texts[bits]


def _said(question: Question) -> str | None:
    of_column = MISSING.get((question.table, question.column, question.of))
    return EXACT.get(question.ask, of_column)
