"""What only the applicant can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from minqual.clauses.base import ExampleRows, Leaf, Making
from minqual.clauses.due import (
    AT_FILING,
    BY_APPOINTMENT,
    STANDS,
    WHEN_DUE,
    Due,
    DueBy,
    IfSilent,
    deadline,
    silence,
    told_of_silence,
)
from minqual.clauses.field_directions import Direction, FromHardest, Undeciding
from minqual.clauses.findings import (
    Assessment,
    Evidence,
    Gap,
    NamedQuestion,
    Question,
    Wording,
    about_answers,
    put_without_row,
)
from minqual.counting import Tally
from minqual.notation import Amount, Mistake
from minqual.records import AS_IT_STANDS, PART, YES_NO
from minqual.values import CONDITIONAL, MET, REVIEW, UNMET, Flags, Standing, Standings, anywhere, blank, fold, once

_SILENT, _NO, _YES, _UNREADABLE, _UNCLEAR = 0, 1, 2, 4, 8
"""What rows say, as flags. _UNCLEAR: one that nearly names the question says what the others do not."""


class Answer(Leaf):
    """A yes or no that only the applicant can give, under the question's name in the answers table.

    Yes is met. Silence is review where the answer is due at filing, and else conditional until it is due; `if
    silent` says otherwise, where the specification does. Two different answers, or one that is neither yes nor no,
    are review. A no is unmet; under `if no: review` it is left to a person, with the reason in `because`, and under
    `if no: conditional` it is a "not yet". Once the days after filing are over, silence and no are unmet.

        - answer: evening-meetings
          ask: Are you willing to attend meetings outside normal working hours?
          due: by appointment
          if no: review
          because: an accommodation may be possible

        - answer: questionnaire
          ask: Is the questionnaire enclosed?
          if silent: unmet

        - answer: form
          ask: Has the form come?
          due: 10 days after filing
          if no: conditional
    """

    kind: ClassVar[str] = "answer"
    tables: ClassVar[tuple[str, ...]] = ("answers",)

    recorded: ClassVar[bool] = False

    answer: Annotated[str, Field(description="the question's name in the answers table"), Direction()]
    ask: Annotated[str, Field(description="the question in full"), Undeciding()]
    due: Annotated[Due, Field(description=WHEN_DUE), DueBy()] = AT_FILING
    if_silent: IfSilent = "open"
    if_no: Annotated[
        Literal["unmet", "review", "conditional"],
        Field(description="where a no leaves it; conditional: a no means not yet"),
        FromHardest(words=("unmet", "review", "conditional")),
    ] = "unmet"
    because: Annotated[str, Field(description="why a no is not the end, if it is not"), Undeciding()] = ""

    @model_validator(mode="after")
    def _not_yet(self) -> Answer:
        for key, word in (("if silent", self.if_silent), ("if no", self.if_no)):
            if word == "conditional" and self.due == AT_FILING:
                raise Mistake(f"'{key}: conditional' of what is due at filing", "'due', by when it may still come")
        return self

    def asks(self) -> Iterator[NamedQuestion]:
        yield NamedQuestion(self.answer, self.ask, "yes or no")

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        return {"answers": [{"question": self.answer, "answer": "yes"}]}

    def says(self) -> str:
        due = f", due {self.due}" if self.due not in {AT_FILING, BY_APPOINTMENT} else ""
        no = ", where a no means not yet" if self.if_no == "conditional" else ""
        return f"answers yes to {self.answer}: {self.ask}{due}{told_of_silence(self.if_silent)}{no}"

    def assess(self, tally: Tally) -> Assessment:
        given, (silent_, no) = _given(tally, self.answer), self._without_yes(tally)
        stands = np.where(given == _YES, MET, np.where(given == _NO, no, np.where(given == _SILENT, silent_, REVIEW)))
        return Assessment(np.where((given == _NO) & _no_stands(tally, self.answer), UNMET, stands))

    def _without_yes(self, tally: Tally) -> tuple[np.int8 | Standings, np.int8 | Standings]:
        """Where silence and a no leave it."""
        due, stands = deadline(self.due), STANDS[self.if_no]
        no = np.where(due.over(tally), UNMET, stands) if due.timed else stands
        return silence(self.if_silent, self.due, tally), no

    def called(self) -> str:
        return f'a yes to the question "{self.ask}"'

    def reason(self, standing: Standing) -> Wording:
        question, due = f'the question "{self.ask}"', deadline(self.due)
        if standing is Standing.CONDITIONAL:
            yes = " with yes" if self.if_no == "conditional" else ""
            return Wording(
                f"{question} is still to be answered{yes}, {due.told}",
                short=f"a question is still to be answered{yes}, {due.told}",
            )
        if standing is Standing.REVIEW:
            because = f"; where it is no, {self.because}" if self.because else ""
            short = "the answer to a question is no clear yes"
            return Wording(f"the answer to {question} is no clear yes{because}", short=short)
        if standing is Standing.UNMET and (due.number or self.if_silent == "unmet"):
            within = f" {due.told}" if due.number else ""
            said = f"has not been answered with yes{within}"
            return Wording(f"{question} {said}", short=f"a question {said}")
        said = f"is answered with {'yes' if standing is Standing.MET else 'no'}"
        return Wording(f"{question} {said}", short=f"a question {said}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        given, (silent, no) = _given(tally, self.answer), self._without_yes(tally)
        silent_ = wanted & (given == _SILENT) & (silent > UNMET)
        yield put_without_row("answers", "answer", self.ask, "applicant", silent_, part=self.answer)
        rows, meant = _said(tally, self.answer)
        answers = tally.applicants.answers
        yield from _which_holds(tally, self.answer, self.ask, wanted)
        open_ = wanted & (given == _NO) & ~_no_stands(tally, self.answer)
        refused = rows & (meant == _NO) & open_[answers.owner]
        if np.all(no == CONDITIONAL):
            ask = f"The answer was no, and yes is due {self.due}. {self.ask}"
            yield about_answers(tally, self.answer, ask, "applicant", refused)
        else:
            ask = f"The answer is no{': ' + self.because if self.because else ''}. {self.ask}"
            yield about_answers(tally, self.answer, ask, "screener", refused, Gap.ANSWERED_NO)
        yield nearly_asked(tally, self.answer, wanted & (given >= _UNCLEAR))

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from answers_seen(tally, self.answer, applicant)


def answers_seen(tally: Tally, question: str, applicant: int) -> Iterator[Evidence]:
    """The answers of one applicant to a question, as they were understood."""
    rows, meant = _said(tally, question)
    answers, near = tally.applicants.answers, tally.answered.nearly(question)
    said = {_SILENT: "left blank", _NO: "answered no", _YES: "answered yes", _UNREADABLE: "neither yes nor no"}
    for row in tally.rows_of("answers", applicant):
        if rows[row]:
            yield Evidence("answers", int(answers.row[row]), said[int(meant[row])])
        elif near[row]:
            yield Evidence("answers", int(answers.row[row]), "open: perhaps an answer to this question")


def given_to(tally: Tally, question: str) -> tuple[Flags, Flags]:
    """Who answers a question with a clear yes, and who with a clear no."""
    given = _given(tally, question)
    return given == _YES, given == _NO


def silence_and_doubt(tally: Tally, question: str, ask: str, wanted: Flags) -> Iterator[Question]:
    """What is asked of those who have given no clear answer to a question."""
    given = _given(tally, question)
    yield put_without_row("answers", "answer", ask, "applicant", wanted & (given == _SILENT), part=question)
    yield from _which_holds(tally, question, ask, wanted)
    yield nearly_asked(tally, question, wanted & (given >= _UNCLEAR))


def _which_holds(tally: Tally, question: str, ask: str, wanted: Flags) -> Iterator[Question]:
    """Which answer holds, of those whose answers to a question contradict each other or say neither yes nor no."""
    rows, answers = _said(tally, question)[0], tally.applicants.answers
    given = _given(tally, question)[answers.owner]
    unclear = rows & (given > _YES) & wanted[answers.owner]
    which = f"Which answer holds, yes or no? {ask}"
    both, neither = given & (_NO | _YES) == _NO | _YES, given & _UNREADABLE > 0
    yield about_answers(tally, question, which, "applicant", unclear & both, Gap.YES_AND_NO)
    yield about_answers(tally, question, which, "applicant", unclear & neither & ~both, Gap.NO_YES_OR_NO)
    yield about_answers(tally, question, which, "applicant", unclear & ~neither & ~both)


@once
def _given(tally: Tally, question: str) -> Standings:
    """What each applicant's answers to a question come to, as a set of flags."""
    given, owner = np.zeros(tally.count, dtype=np.int8), tally.applicants.answers.owner
    if not len(owner):
        return given
    rows, meant = _said(tally, question)
    np.bitwise_or.at(given, owner[rows], meant[rows])
    near = tally.answered.nearly(question)
    if anywhere(near):
        perhaps = given.copy()
        np.bitwise_or.at(perhaps, owner[near], meant[near])
        given = np.where(perhaps != given, given | np.int8(_UNCLEAR), given)
    return given


def _no_stands(tally: Tally, question: str) -> Flags:
    """Of whom a person has said that the no with which they answer a question stands as it is."""
    rows, meant = _said(tally, question)
    answers = tally.applicants.answers
    stands = answers.table.said_of(f"answer{PART}{AS_IT_STANDS}", answers.row) & rows & (meant == _NO)
    found = np.zeros(tally.count, dtype=np.bool_)
    found[answers.owner[stands]] = True
    return found


def nearly_asked(tally: Tally, question: str, wanted: Flags) -> Question:
    """Whether answers to what nearly is a question answer it."""
    answers = tally.applicants.answers
    rows = tally.answered.nearly(question) & wanted[answers.owner]
    ask = f"Is this the question {question}?"
    return Question("answers", "question", ask, "screener", answers.owner[rows], answers.row[rows], part=question)


_MEANT: dict[int | None, int] = {1: _YES, 0: _NO}


@once
def _said(tally: Tally, question: str) -> tuple[Flags, Standings]:
    """Rows that answer a question, and what each says."""
    answers = tally.applicants.answers
    meant = [
        _SILENT if blank(word) else _MEANT.get(YES_NO.get(fold(word)), _UNREADABLE) for word in answers.answer.words
    ]
    return tally.answered.exactly(question), np.array(meant, dtype=np.int8)[answers.answer.codes]
