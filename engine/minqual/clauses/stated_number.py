"""Numbers that only the applicant can state: grade averages, words a minute, hours of training."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, ClassVar, Final

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from minqual.clauses.answer import nearly_asked
from minqual.clauses.base import ExampleRows, Leaf, Making, least
from minqual.clauses.due import AT_FILING, WHEN_DUE, Due, DueBy, deadline
from minqual.clauses.field_directions import Direction, Narrow
from minqual.clauses.findings import (
    COUNTED,
    Assessment,
    Evidence,
    NamedQuestion,
    Question,
    Wording,
    about_answers,
    put_without_row,
)
from minqual.clauses.remedies import Remedy
from minqual.counting import Tally
from minqual.notation import Amount, Mistake, Number, NumberRange, SpanOfNumbers
from minqual.records import Misfit
from minqual.values import (
    MET,
    REVIEW,
    UNBOUNDED,
    UNMET,
    Flags,
    Numbers,
    Quantity,
    Standing,
    Standings,
    anywhere,
    as_decimal,
    best_of,
    blank,
    bounded,
    compact,
    plain,
    threshold,
    wherever,
)

_SILENT: Final = -1
_UNREADABLE: Final = -2
_ABOVE: Final = -3


def answers_to(tally: Tally, question: str, most: int = UNBOUNDED, *, percent: bool = False) -> Quantity:
    """What each applicant answers to one question, as a number in thousandths.

    Silence, or an answer that is no number or above the most that there can be, may be any; different answers are
    bounds, and so are answers beside them to what nearly is the question. percent: whether "50%" is 50; else it is
    anything from half of one to 50.
    """
    return _stated(tally, question, most, percent=percent)[0]


def _stated(tally: Tally, question: str, most: int, *, percent: bool) -> tuple[Quantity, Flags]:
    """What each applicant answers to one question, and who says nothing."""
    answers = tally.applicants.answers
    rows, values = _said(tally, question, most, percent=percent)
    near = tally.answered.nearly(question)
    if anywhere(near):
        answered = np.bincount(answers.owner[rows & (values[:, 1] >= 0)], minlength=tally.count) > 0
        rows = rows | (near & answered[answers.owner])
    owner, (least, largest) = answers.owner[rows], values[rows].T
    low = np.full(tally.count, UNBOUNDED, dtype=np.int64)
    high = np.full(tally.count, -1, dtype=np.int64)
    np.minimum.at(low, owner[least >= 0], least[least >= 0])
    np.maximum.at(high, owner[largest >= 0], largest[largest >= 0])
    unclear = np.zeros(tally.count, dtype=np.bool_)
    unclear[owner[least < _SILENT]] = True
    unclear[answers.owner[near]] |= high[answers.owner[near]] < 0
    silence = high < 0
    low[silence | unclear] = 0
    high[silence | unclear] = UNBOUNDED
    return Quantity(low, high, 1000, ""), silence & ~unclear


def _said(tally: Tally, question: str, most: int, *, percent: bool) -> tuple[Flags, Numbers]:
    """The rows that answer a question, and the least and the most that every row answers."""
    answers = tally.applicants.answers
    values = np.array([_value(word, most, percent=percent) for word in answers.answer.words], dtype=np.int64)
    return tally.answered.exactly(question), values.reshape(-1, 2)[answers.answer.codes]


_PERCENT: Final = re.compile(r"(.*\d)\s*(?:%|percent|per cent)", re.IGNORECASE)


def _value(word: str, most: int, *, percent: bool) -> tuple[int, int]:
    """An answer in thousandths, rounded outwards, or twice what stands for none.

    _SILENT: it says nothing. _UNREADABLE: it is no number. _ABOVE: it is more than there can be.
    """
    share = _PERCENT.fullmatch(word.strip())
    try:
        low, high = (_SILENT, _SILENT) if blank(word) else bounded(share[1] if share else word)
    except ValueError:
        return _UNREADABLE, _UNREADABLE
    if share and not percent:
        low //= 100
    return (_ABOVE, _ABOVE) if low > most else (low, high)


def number_questions(tally: Tally, wanted: Flags, asks: Mapping[str, str]) -> Iterator[Question]:
    """The questions that are not answered with one number."""
    for name, ask in asks.items():
        stated = answers_to(tally, name)
        yield put_without_row("answers", "answer", ask, "applicant", wanted & (stated.low < stated.high), part=name)
        yield nearly_asked(tally, name, wanted & (stated.low < stated.high))


def held_in(counted: Quantity, span: NumberRange) -> Standings:
    """How a quantity stands in a span: met where all that it may be lies in it, unmet where nothing does."""
    standings = np.full(len(counted.low), MET)
    if span.least is not None:
        standings = threshold(counted.low, counted.high, least(span.least, counted))
    if span.most is not None:
        most = span.most.numerator * counted.scale // span.most.denominator
        over = np.where(counted.high <= most, MET, np.where(counted.low > most, UNMET, REVIEW))
        standings = np.minimum(standings, over)
    return standings


PER_CENT: Final = 100


def _few(decimals: Fraction) -> Fraction:
    if decimals not in {0, 1, 2, 3}:
        msg = "0, 1, 2 or 3 decimals"
        raise ValueError(msg)
    return decimals


class StatedNumber(Leaf):
    """A number that only the applicant can state, under a question's name in the answers table.

    It asks for a least (`3.0`), a most (`at most 2`), or both (`2 to 5`). Where several questions ask for it on
    different bases, the best answer counts; with a most there is one question. `decimals` rounds it half up before it
    is compared, once. What is not answered is open, or where it is due later, conditional until then. `out of` states
    the top of the scale, where there is one: an answer above it is on another scale, and open. "50%" is 50 where `of`
    speaks of percent or the scale ends at 100.

        - number: 3.0
          out of: 4.0
          of: grade points
          questions:
            gpa-overall: What is your grade average over all four years?
            gpa-major: What is your grade average in the major?
          decimals: 1

        - number: at most 2
          of: warnings
          questions:
            warnings: How many warnings have you had in the last year?
    """

    kind: ClassVar[str] = "number"
    tables: ClassVar[tuple[str, ...]] = ("answers",)

    number: Annotated[
        SpanOfNumbers,
        Field(description="the least that is enough, `at most` so much, or from one to the other"),
        Narrow(),
    ]
    out_of: Annotated[
        Number | None,
        Field(description="the top of the scale: an answer above it is open, since it is on another scale"),
        # Without a scale, a number above it is enough for a least, and too much for a most.
        Direction(),
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
    due: Annotated[Due, Field(description=WHEN_DUE), DueBy()] = AT_FILING

    @model_validator(mode="after")
    def _on_scale(self) -> StatedNumber:
        span = self.number
        if self.out_of is not None and any(each is not None and each > self.out_of for each in (span.least, span.most)):
            raise Mistake(f"{span} out of {plain(self.out_of)}", "a number no larger than the scale")
        if span.most is not None and len(self.questions_) > 1:
            raise Mistake(f"{span} of several questions", "one question where there is a most")
        return self

    @property
    def most(self) -> int:
        """The top of the scale in thousandths."""
        return UNBOUNDED if self.out_of is None else floor(self.out_of * 1000)

    def asks(self) -> Iterator[NamedQuestion]:
        yield from (NamedQuestion(name, ask, "a number") for name, ask in self.questions_.items())

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        enough = self.number.least if self.number.least is not None else self.number.most or Fraction(0)
        stated = [as_decimal(ceil(enough * 1000)), *["0"] * (len(self.questions_) - 1)]
        names = zip(self.questions_, stated, strict=True)
        return {"answers": [{"question": name, "answer": answer} for name, answer in names]}

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        # What there is too much of does not become less; a mark on a scale, such as a grade average, is of the past.
        settled = self.number.least is None or self.out_of is not None
        yield from (replace(each, asked=settled) for each in super().remedies(needed, making))

    def says(self) -> str:
        basis = f" on any of {len(self.questions_)} bases" if len(self.questions_) > 1 else ""
        rounded = (
            f", rounded half up to {self.decimals} decimal{'' if self.decimals == 1 else 's'}"
            if self.decimals is not None
            else ""
        )
        scale = f", out of {plain(self.out_of)}" if self.out_of is not None else ""
        due = f", due {self.due}" if self.due != AT_FILING else ""
        return f"{self.called()}{basis}{scale}{rounded}{due}"

    def called(self) -> str:
        span = self.number
        return f"{plain(span.least)} {self.of} or more" if span.most is None and span.least else f"{span} {self.of}"

    def assess(self, tally: Tally) -> Assessment:
        said = [_stated(tally, name, self.most, percent=self._percent) for name in self.questions_]
        each = [self._rounded(stated) for stated, _ in said]
        standings = held_in(compact(best_of(each)), self.number)
        if deadline(self.due).later:
            silent_ = np.logical_or.reduce([silence for _, silence in said])
            unclear = np.logical_or.reduce([(stated.low < stated.high) & ~silence for stated, silence in said])
            waiting = (standings == REVIEW) & silent_ & ~unclear
            standings = np.where(waiting, deadline(self.due).where_missing(tally, REVIEW), standings)
        lowest, most = (
            None if bound is None else Amount(bound, self.of) for bound in (self.number.least, self.number.most)
        )
        return Assessment(standings, compact(best_of(each)), lowest, most=most)

    @property
    def _percent(self) -> bool:
        """Whether it counts per cent."""
        return self.out_of == PER_CENT or any(word in self.of.casefold() for word in ("%", "percent", "per cent"))

    def _rounded(self, stated: Quantity) -> Quantity:
        if self.decimals is None:
            return Quantity(stated.low, stated.high, stated.scale, self.of)
        step = 10 ** (3 - int(self.decimals))
        high = np.where(stated.unbounded, stated.high, (stated.high + step // 2) // step * step)
        return Quantity((stated.low + step // 2) // step * step, high, stated.scale, self.of)

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.CONDITIONAL:
            return Wording(f"the number of {self.of} is still to be stated, {deadline(self.due).told}")
        span = self.number
        if span.most is None:
            return Wording(COUNTED, shown=True, where=str(Amount(span.least or Fraction(0), self.of)))
        return Wording(f"{COUNTED}, where it may be {span} {self.of}", shown=True)

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        for name, ask in self.questions_.items():
            rows, values = _said(tally, name, self.most, percent=self._percent)
            owner = tally.applicants.answers.owner
            above = rows & (values[:, 0] == _ABOVE) & wanted[owner]
            if anywhere(above):
                told = f"The answer is above {plain(self.out_of or Fraction(0))}, the top of the scale. {ask}"
                yield about_answers(tally, name, told, "applicant", above, Misfit.SCALE)
            others = wanted.copy()
            others[owner[above]] = False
            yield from number_questions(tally, others, {name: ask})

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from stated_rows(tally, applicant, list(self.questions_), self.most, percent=self._percent)


def stated_rows(
    tally: Tally, applicant: int, names: Sequence[str], most: int = UNBOUNDED, *, percent: bool = False
) -> Iterator[Evidence]:
    """The rows that answer some questions, or perhaps do. most: the top of the scale, in thousandths."""
    answers = tally.applicants.answers
    mine = answers.owner == applicant
    rows = np.logical_or.reduce([tally.answered.exactly(name) & mine for name in names])
    near = np.logical_or.reduce([tally.answered.nearly(name) & mine for name in names])
    for row in wherever(rows).tolist():
        value, _ = _value(answers.answer.cell(row), most, percent=percent)
        told = {_SILENT: "left blank", _UNREADABLE: "no number", _ABOVE: "open: above the top of the scale"}
        yield Evidence("answers", int(answers.row[row]), told.get(value, "stated"))
    for row in wherever(near).tolist():
        yield Evidence("answers", int(answers.row[row]), "open: perhaps an answer to this question")
