"""What only the applicant can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from minqual.clauses.base import ExampleRows, Leaf, Making
from minqual.clauses.field_directions import Direction, FromHardest, Undeciding
from minqual.clauses.findings import Assessment, Evidence, NamedQuestion, Question, Wording, put_without_row
from minqual.counting import Tally
from minqual.notation import Amount
from minqual.records import YES_NO
from minqual.values import (
    CONDITIONAL,
    MET,
    REVIEW,
    UNMET,
    Flags,
    Standing,
    Standings,
    blank,
    fold,
    once,
)

_SILENT, _NO, _YES, _UNREADABLE, _UNCLEAR = 0, 1, 2, 4, 8
"""What rows say, as flags. _UNCLEAR: one that nearly names the question says what the others do not."""


class Answer(Leaf):
    """A yes or no that only the applicant can give, under the question's name in the answers table.

    Yes is met. Silence is conditional where the answer is due by appointment, else review. Two different
    answers, or one that is neither yes nor no, are review. A no is unmet, or under `if no: review` left to a
    person, with the reason in `because`.

        - answer: evening-meetings
          ask: Are you willing to attend meetings outside normal working hours?
          due: by appointment
          if no: review
          because: an accommodation may be possible
    """

    kind: ClassVar[str] = "answer"
    tables: ClassVar[tuple[str, ...]] = ("answers",)

    recorded: ClassVar[bool] = False

    answer: Annotated[str, Field(description="the question's name in the answers table"), Direction()]
    ask: Annotated[str, Field(description="the question in full"), Undeciding()]
    due: Annotated[Literal["at filing", "by appointment"], FromHardest(words=("at filing", "by appointment"))] = (
        "at filing"
    )
    if_no: Annotated[
        Literal["unmet", "review"], Field(description="where a no leaves it"), FromHardest(words=("unmet", "review"))
    ] = "unmet"
    because: Annotated[str, Field(description="why a no is not the end, if it is not"), Undeciding()] = ""

    def asks(self) -> Iterator[NamedQuestion]:
        yield NamedQuestion(self.answer, self.ask, number=False)

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        return {"answers": [{"question": self.answer, "answer": "yes"}]}

    def says(self) -> str:
        return f"answers yes to {self.answer}: {self.ask}"

    def assess(self, tally: Tally) -> Assessment:
        given = self._given(tally)
        refused, silent_ = (
            UNMET if self.if_no == "unmet" else REVIEW,
            CONDITIONAL if self.due == "by appointment" else REVIEW,
        )
        by_flags = np.full(_UNCLEAR * 2, REVIEW)
        by_flags[[_SILENT, _NO, _YES]] = silent_, refused, MET
        return Assessment(by_flags[given])

    def called(self) -> str:
        return f'a yes to the question "{self.ask}"'

    def reason(self, standing: Standing) -> Wording:
        question = f'the question "{self.ask}"'
        if standing is Standing.CONDITIONAL:
            return Wording(f"{question} is still to be answered, by the time of appointment")
        if standing is Standing.REVIEW:
            because = f"; if the answer is no, {self.because}" if self.because else ""
            return Wording(f"{question} has not been answered with a clear yes{because}")
        return Wording(f"{question} is answered with {'yes' if standing is Standing.MET else 'no'}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        given = self._given(tally)
        yield put_without_row("answers", "answer", self.ask, "applicant", wanted & (given == _SILENT))
        rows, meant = _said(tally, self.answer)
        answers = tally.applicants.answers
        unclear = rows & (given[answers.owner] > _YES) & wanted[answers.owner]
        ask = f"Which answer holds, yes or no? {self.ask}"
        yield Question("answers", "answer", ask, "applicant", answers.owner[unclear], answers.row[unclear])
        refused = rows & (given[answers.owner] == _NO) & wanted[answers.owner] & (meant == _NO)
        ask = f"The answer is no{': ' + self.because if self.because else ''}. {self.ask}"
        yield Question("answers", "answer", ask, "screener", answers.owner[refused], answers.row[refused])
        yield nearly_asked(tally, self.answer, wanted & (given >= _UNCLEAR))

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        rows, meant = _said(tally, self.answer)
        answers, near = tally.applicants.answers, tally.answered.nearly(self.answer)
        said = {_SILENT: "left blank", _NO: "answered no", _YES: "answered yes", _UNREADABLE: "neither yes nor no"}
        for row in tally.rows_of("answers", applicant):
            if rows[row]:
                yield Evidence("answers", int(answers.row[row]), said[int(meant[row])])
            elif near[row]:
                yield Evidence("answers", int(answers.row[row]), "open: perhaps an answer to this question")

    def _given(self, tally: Tally) -> Standings:
        """What each applicant's answers to this question come to, as a set of flags."""
        rows, meant = _said(tally, self.answer)
        owner = tally.applicants.answers.owner
        given = np.zeros(tally.count, dtype=np.int8)
        np.bitwise_or.at(given, owner[rows], meant[rows])
        near = tally.answered.nearly(self.answer)
        if near.any():
            perhaps = given.copy()
            np.bitwise_or.at(perhaps, owner[near], meant[near])
            given = np.where(perhaps != given, given | np.int8(_UNCLEAR), given)
        return given


def nearly_asked(tally: Tally, question: str, wanted: Flags) -> Question:
    """Whether answers to what nearly is a question answer it."""
    answers = tally.applicants.answers
    rows = tally.answered.nearly(question) & wanted[answers.owner]
    ask = f"Is this the question {question}?"
    return Question("answers", "question", ask, "screener", answers.owner[rows], answers.row[rows])


_MEANT: dict[int | None, int] = {1: _YES, 0: _NO}


@once
def _said(tally: Tally, question: str) -> tuple[Flags, Standings]:
    """Rows that answer a question, and what each says."""
    answers = tally.applicants.answers
    meant = [
        _SILENT if blank(word) else _MEANT.get(YES_NO.get(fold(word)), _UNREADABLE) for word in answers.answer.words
    ]
    return tally.answered.exactly(question), np.array(meant, dtype=np.int8)[answers.answer.codes]
