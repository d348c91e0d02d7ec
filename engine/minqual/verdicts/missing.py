"""What is missing in words: the open facts of the clauses, said to those whom they hold back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.clauses.base import Question
from minqual.verdicts.open_facts import OpenFact
from minqual.verdicts.text_columns import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.verdicts.text_columns import Places, Tiles

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


def missing(facts: Sequence[OpenFact], opens: Sequence[frozenset[int]], of: Places, tiles: Tiles) -> Places:
    """Per applicant, the tile that says what some leaves leave open, as a sentence after a blank; or is empty.

    opens: sets of leaves. of: per applicant, the place of the one that is theirs.
    """
    bits = np.zeros(len(of), dtype=np.int64)
    asked: dict[int, NDArray[np.bool_]] = {}
    for fact in facts:
        said = _said(fact.question)
        if said is not None:
            if fact.leaf not in asked:
                asked[fact.leaf] = np.array([fact.leaf in leaves for leaves in opens], dtype=np.bool_)
            owner = fact.question.owner
            bits[owner[asked[fact.leaf][of[owner]]]] |= 1 << _PLACES[said]
    told = np.full(len(of), tiles.number(""), dtype=np.int32)
    some = np.flatnonzero(bits)
    found, place = distinct(bits[some])
    told[some] = tiles.numbers([_sentence(each) for each in found.tolist()])[place]
    return told


def _sentence(bits: int) -> str:
    return f" Still open: {'; '.join(word for word, place in _PLACES.items() if bits >> place & 1)}."


def _said(question: Question) -> str | None:
    of_column = MISSING.get((question.table, question.column, question.of))
    return EXACT.get(question.ask, of_column)
