"""Numbers that only the applicant can state: grade averages, words a minute, hours of training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, ClassVar, Final

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from minqual.clauses.answer import nearly_asked
from minqual.clauses.base import ExampleRows, Leaf, Making, weighed
from minqual.clauses.field_directions import Demand, Direction, Limit
from minqual.clauses.findings import COUNTED, Assessment, Evidence, NamedQuestion, Question, Wording, put_without_row
from minqual.counting import Tally
from minqual.notation import Amount, Mistake, Number, SomeNumber
from minqual.records import Misfit
from minqual.values import (
    UNBOUNDED,
    Flags,
    Numbers,
    Quantity,
    Standing,
    as_decimal,
    best_of,
    blank,
    bounded,
    compact,
    plain,
)

_SILENT: Final = -1
_UNREADABLE: Final = -2
_ABOVE: Final = -3


def answers_to(tally: Tally, question: str, most: int = UNBOUNDED) -> Quantity:
    """What each applicant answers to one question, as a number in thousandths.

    Silence, or an answer that is no number or above the most that there can be, may be any; different answers are
    bounds, and so are answers beside them to what nearly is the question.
    """
    answers = tally.applicants.answers
    rows, values = _said(tally, question, most)
    near = tally.answered.nearly(question)
    if near.any():
        answered = np.bincount(answers.owner[rows & (values[:, 1] >= 0)], minlength=tally.count) > 0
        rows = rows | (near & answered[answers.owner])
    owner, (least, largest) = answers.owner[rows], values[rows].T
    low = np.full(tally.count, UNBOUNDED, dtype=np.int64)
    high = np.full(tally.count, -1, dtype=np.int64)
    np.minimum.at(low, owner[least >= 0], least[least >= 0])
    np.maximum.at(high, owner[largest >= 0], largest[largest >= 0])
    unclear = np.zeros(tally.count, dtype=np.bool_)
    unclear[owner[least < _SILENT]] = True
    silence = high < 0
    low[silence | unclear] = 0
    high[silence | unclear] = UNBOUNDED
    return Quantity(low, high, 1000, "")


def _said(tally: Tally, question: str, most: int) -> tuple[Flags, Numbers]:
    """The rows that answer a question, and the least and the most that every row answers."""
    answers = tally.applicants.answers
    values = np.array([_value(word, most) for word in answers.answer.words], dtype=np.int64)
    return tally.answered.exactly(question), values.reshape(-1, 2)[answers.answer.codes]


def _value(word: str, most: int) -> tuple[int, int]:
    """An answer in thousandths, rounded outwards, or twice what stands for none.

    _SILENT: it says nothing. _UNREADABLE: it is no number. _ABOVE: it is more than there can be.
    """
    try:
        low, high = (_SILENT, _SILENT) if blank(word) else bounded(word)
    except ValueError:
        return _UNREADABLE, _UNREADABLE
    return (_ABOVE, _ABOVE) if low > most else (low, high)


def number_questions(tally: Tally, wanted: Flags, asks: Mapping[str, str]) -> Iterator[Question]:
    """The questions that are not answered with one number."""
    for name, ask in asks.items():
        stated = answers_to(tally, name)
        yield put_without_row("answers", "answer", ask, "applicant", wanted & (stated.low < stated.high))
        yield nearly_asked(tally, name, wanted & (stated.low < stated.high))


def _few(decimals: Fraction) -> Fraction:
    if decimals not in {0, 1, 2, 3}:
        msg = "0, 1, 2 or 3 decimals"
        raise ValueError(msg)
    return decimals


class StatedNumber(Leaf):
    """A number that only the applicant can state, under a question's name in the answers table.

    Where several questions ask for it on different bases, the best answer counts. `decimals` rounds it half up
    before it is compared, once. What is not answered is open. `out of` states the top of the scale, where there
    is one: an answer above it is on another scale, and open.

        - number: 3.0
          out of: 4.0
          of: grade points
          questions:
            gpa-overall: What is your grade average over all four years?
            gpa-major: What is your grade average in the major?
          decimals: 1
    """

    kind: ClassVar[str] = "number"
    tables: ClassVar[tuple[str, ...]] = ("answers",)

    number: Annotated[SomeNumber, Field(description="the least that is enough"), Demand()]
    out_of: Annotated[
        SomeNumber | None,
        Field(description="the top of the scale: an answer above it is open, since it is on another scale"),
        Limit(),
    ] = None
    of: Annotated[str, Field(description="what is counted: grade points, words a minute"), Direction()]
    questions_: Annotated[
        Mapping[str, str],
        Field(min_length=1, description="names in the answers table, each with its question"),
        Direction(),
    ]
    decimals: Annotated[
        Number | None,
        AfterValidator(lambda value: value and _few(value)),
        Field(description="decimals, 0 to 3, to which it is rounded half up; none: as stated"),
        Direction(),
    ] = None

    @model_validator(mode="after")
    def _on_scale(self) -> StatedNumber:
        if self.out_of is not None and self.out_of < self.number:
            raise Mistake(f"{plain(self.number)} out of {plain(self.out_of)}", "a number no larger than the scale")
        return self

    @property
    def most(self) -> int:
        """The top of the scale in thousandths."""
        return UNBOUNDED if self.out_of is None else floor(self.out_of * 1000)

    def asks(self) -> Iterator[NamedQuestion]:
        yield from (NamedQuestion(name, ask, number=True) for name, ask in self.questions_.items())

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        stated = [as_decimal(ceil(self.number * 1000)), *["0"] * (len(self.questions_) - 1)]
        names = zip(self.questions_, stated, strict=True)
        return {"answers": [{"question": name, "answer": answer} for name, answer in names]}

    def says(self) -> str:
        basis = f" on any of {len(self.questions_)} bases" if len(self.questions_) > 1 else ""
        rounded = (
            f", rounded half up to {self.decimals} decimal{'' if self.decimals == 1 else 's'}"
            if self.decimals is not None
            else ""
        )
        scale = f", out of {plain(self.out_of)}" if self.out_of is not None else ""
        return f"{plain(self.number)} {self.of} or more{basis}{scale}{rounded}"

    def called(self) -> str:
        return f"{Amount(self.number, self.of)} or more"

    def assess(self, tally: Tally) -> Assessment:
        stated = [self._rounded(answers_to(tally, name, self.most)) for name in self.questions_]
        best = compact(best_of(stated))
        needed = Amount(self.number, self.of)
        return weighed(best, needed, self.number, None)

    def _rounded(self, stated: Quantity) -> Quantity:
        if self.decimals is None:
            return Quantity(stated.low, stated.high, stated.scale, self.of)
        step = 10 ** (3 - int(self.decimals))
        high = np.where(stated.unbounded, stated.high, (stated.high + step // 2) // step * step)
        return Quantity((stated.low + step // 2) // step * step, high, stated.scale, self.of)

    def reason(self, standing: Standing) -> Wording:
        return Wording(COUNTED, shown=True, where=str(Amount(self.number, self.of)))

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        for name, ask in self.questions_.items():
            rows, values = _said(tally, name, self.most)
            owner, row = tally.applicants.answers.owner, tally.applicants.answers.row
            above = rows & (values[:, 0] == _ABOVE) & wanted[owner]
            if above.any():
                told = f"The answer is above {plain(self.out_of or self.number)}, the top of the scale. {ask}"
                yield Question("answers", "answer", told, "applicant", owner[above], row[above], Misfit.SCALE)
            others = wanted.copy()
            others[owner[above]] = False
            yield from number_questions(tally, others, {name: ask})

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from stated_rows(tally, applicant, list(self.questions_), self.most)


def stated_rows(tally: Tally, applicant: int, names: Sequence[str], most: int = UNBOUNDED) -> Iterator[Evidence]:
    """The rows that answer some questions, or perhaps do. most: the top of the scale, in thousandths."""
    answers = tally.applicants.answers
    mine = answers.owner == applicant
    rows = np.logical_or.reduce([tally.answered.exactly(name) & mine for name in names])
    near = np.logical_or.reduce([tally.answered.nearly(name) & mine for name in names])
    for row in np.flatnonzero(rows).tolist():
        value, _ = _value(answers.answer.cell(row), most)
        told = {_SILENT: "left blank", _UNREADABLE: "no number", _ABOVE: "open: above the top of the scale"}
        yield Evidence("answers", int(answers.row[row]), told.get(value, "stated"))
    for row in np.flatnonzero(near).tolist():
        yield Evidence("answers", int(answers.row[row]), "open: perhaps an answer to this question")
