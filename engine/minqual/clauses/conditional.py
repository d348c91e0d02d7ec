"""Requirements that hang on a condition: asked only where it holds, or with a smaller amount where it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, Final

import numpy as np
from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, model_validator

from minqual.clauses.answer import answers_seen, given_to, silence_and_doubt
from minqual.clauses.base import AnyClause, ExampleRows, Gate, Group, Leaf, Making, Member, Provision
from minqual.clauses.combinations import AllOf, spoken
from minqual.clauses.field_directions import Direction, Parts, Undeciding, directions
from minqual.clauses.findings import Assessment, Evidence, NamedQuestion, Question, Wording
from minqual.clauses.remedies import Remedy
from minqual.counting import Tally
from minqual.notation import Amount, AnyNames, Mistake, PackModel, key_of, listed, made, with_value
from minqual.values import MET, REVIEW, UNMET, Flags, Standing

YES_NO: Final = ("yes", "no")


def _answered(value: object) -> object:
    """What may stand under `if`; a requirement may not, since it may be open in more ways than yes and no."""
    if isinstance(value, dict) and not {"answer", "vacancy"} & value.keys() and value:
        found = f"{next(iter(value))!r} under 'if'"
        raise Mistake(found, "'answer' with 'ask', or 'vacancy' with 'is'; a requirement stands under 'any of'")
    return value


class Condition(Provision):
    """What is answered to a question, or said of the vacancy."""

    answer: Annotated[str | None, Field(description="a question's name in the answers table"), Direction()] = None
    ask: Annotated[str, Field(description="the question in full"), Undeciding()] = ""
    vacancy: Annotated[str | None, Field(description="a parameter of the vacancy"), Direction()] = None
    is_: Annotated[
        AnyNames, Field(description="what it is, or one of several; yes if left out", min_length=1), Direction()
    ] = ("yes",)

    @model_validator(mode="after")
    def _is_one(self) -> Condition:
        if (self.answer is None) == (self.vacancy is None):
            found = "neither an answer nor a parameter" if self.answer is None else "an answer and a parameter"
            raise Mistake(f"{found} under 'if'", "'answer' with 'ask', or 'vacancy' with 'is'")
        if self.answer is not None and not self.ask:
            raise Mistake("an answer without its question", "the question in full under 'ask'")
        if self.answer is not None and self.is_ not in {("yes",), ("no",)}:
            raise Mistake(f"an answer that is {listed(self.is_)}", "yes or no")
        return self

    def says(self) -> str:
        """The condition in words."""
        if self.answer is not None:
            return f"the answer to {self.answer} ({self.ask}) is {listed(self.is_)}"
        return f"the vacancy's {self.vacancy} is {listed(self.is_)}"

    def asks(self) -> Iterator[NamedQuestion]:
        """The question that it asks."""
        if self.answer is not None:
            yield NamedQuestion(self.answer, self.ask, "yes or no")

    def otherwise(self) -> Leaf:
        """The test that it does not hold."""
        if self.answer is not None:
            return made(OtherAnswer, answer=self.answer, ask=self.ask, is_=self.is_[0])
        return made(OtherVacancy, vacancy=self.vacancy, is_=self.is_)


class If(Group):
    """A requirement of those alone of whom a condition holds: of all others nothing is asked.

    Only a yes or no of the applicant's, or a [parameter of the vacancy](#parameters-of-the-vacancy), may be the
    condition. A clear other answer meets the clause; silence leaves it open, unless what is asked is met anyway.

        - if: {answer: drives, ask: "Do you want to drive a van of ours?"}
          then: {credential: driver's license, due: by appointment}

        - if: {vacancy: permanent, is: no}
          then: {experience: 6 months, in: communications}
    """

    kind: ClassVar[str] = "if"
    must_hold: ClassVar[Gate] = "any"
    lacks_last: ClassVar[bool] = True

    if_: Annotated[Condition, BeforeValidator(_answered), Field(description="the condition"), Direction()]
    then: Annotated[AnyClause, Field(description="what is asked where it holds"), Parts()]

    @property
    def points(self) -> bool:
        return not spoken((self.then,), "and")

    def says(self) -> str:
        then = "something is asked" if self.points else self.then.says()
        return f"where {self.if_.says()}: {then}"

    def members(self) -> Sequence[Member]:
        return (Member("otherwise", self.if_.otherwise()), Member("then", self.then))


class OtherAnswer(Leaf):
    """That a question is answered the other way."""

    kind: ClassVar[str] = "other answer"
    tables: ClassVar[tuple[str, ...]] = ("answers",)
    recorded: ClassVar[bool] = False

    answer: Annotated[str, Direction()]
    ask: Annotated[str, Undeciding()]
    is_: Annotated[str, Direction()]

    @property
    def _other(self) -> str:
        return "no" if self.is_ == "yes" else "yes"

    def asks(self) -> Iterator[NamedQuestion]:
        yield NamedQuestion(self.answer, self.ask, "yes or no")

    def says(self) -> str:
        return f"answers {self._other} to {self.answer}: {self.ask}"

    def called(self) -> str:
        return f'a {self._other} to the question "{self.ask}"'

    def assess(self, tally: Tally) -> Assessment:
        yes, no = given_to(tally, self.answer)
        this, other = (yes, no) if self.is_ == "yes" else (no, yes)
        return Assessment(np.where(other, MET, np.where(this, UNMET, REVIEW)))

    def reason(self, standing: Standing) -> Wording:
        question = f'the question "{self.ask}"'
        if standing is Standing.REVIEW:
            return Wording(f"{question} has not been answered with a clear yes or no")
        return Wording(f"{question} is answered with {self._other if standing is Standing.MET else self.is_}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yes, no = given_to(tally, self.answer)
        yield from silence_and_doubt(tally, self.answer, self.ask, wanted & ~yes & ~no)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from answers_seen(tally, self.answer, applicant)

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        return {"answers": [{"question": self.answer, "answer": self._other}]}

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        yield from (replace(each, asked=True) for each in super().remedies(needed, making))


class OtherVacancy(Leaf):
    """That a parameter of the vacancy is something else."""

    kind: ClassVar[str] = "other vacancy"
    recorded: ClassVar[bool] = False

    vacancy: Annotated[str, Direction()]
    is_: Annotated[tuple[str, ...], Direction()]

    def says(self) -> str:
        return f"the vacancy's {self.vacancy} is not {listed(self.is_)}"

    def assess(self, tally: Tally) -> Assessment:
        met = tally.vacancy.get(self.vacancy) not in self.is_
        return Assessment(np.full(tally.count, MET if met else UNMET, dtype=np.int8))

    def reason(self, standing: Standing) -> Wording:
        return Wording(self.says() if standing is Standing.MET else self.says().replace(" is not ", " is "))


class Eased(Group):
    """A clause that asks less of those for whom something else holds.

    "At least 60 points; 52 for apprentices." Whoever meets the clause in full meets it; so does whoever meets it with
    the amount under `to`, and what stands under `where`. The amount is the main one of the clause: a time, units, a
    number, a level of degree, how many of several.

        - eased: {number: 60, of: points, questions: {points: "How many points?"}}
          to: 52
          where: {answer: apprentice, ask: "Are you an apprentice?"}

        - eased: {experience: 3 years, in: communications}
          to: 2 years
          where: {degree: bachelor}
    """

    kind: ClassVar[str] = "eased"
    must_hold: ClassVar[Gate] = "any"

    eased: Annotated[AnyClause, Field(description="the clause, with what it asks of everybody else"), Parts()]
    to: Annotated[str, Field(description="its amount where it is eased: 52, 2 years, associate"), Direction()]
    where: Annotated[AnyClause, Field(description="what must hold for that"), Parts()]
    _less: object = PrivateAttr()

    @model_validator(mode="after")
    def _is_easier(self) -> Eased:
        name = self._amount
        old = getattr(self.eased, name)
        try:
            self._less = getattr(with_value(self.eased, name, self.to), name)
        except ValidationError as error:
            raise Mistake(f"{self.to!r} in place of {old}", _why(error)) from None
        if directions(type(self.eased))[name].effect(old, self._less) != "easier":
            raise Mistake(f"{self.to} in place of {old}", "an amount of the same unit that asks less")
        return self

    @property
    def _amount(self) -> str:
        """The field of the clause's main amount."""
        kind = self.eased.kind
        named = [name for name in type(self.eased).model_fields if key_of(name) in {kind, "at most", "at least"}]
        for name in sorted(named, key=lambda name: key_of(name) != kind):
            if name in self.eased.model_fields_set and not isinstance(
                getattr(self.eased, name), str | tuple | PackModel
            ):
                return name
        raise Mistake(f"a clause without an amount under 'eased': {kind}", "one that asks a time, units or a number")

    @property
    def points(self) -> bool:
        return not spoken((self.eased, self.where), "and")

    def says(self) -> str:
        if self.points:
            return f"this, or {self.to} of it where something else holds"
        return f"{self.eased.says()}; or {self.to} where this holds: {self.where.says()}"

    def members(self) -> Sequence[Member]:
        less = self.eased.model_copy(update={self._amount: self._less})
        return (Member("in-full", self.eased), Member("eased", made(AllOf, all_of=(less, self.where))))


def _why(error: ValidationError) -> str:
    """What was expected in place of a value."""
    return str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
