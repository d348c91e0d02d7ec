"""Totals: education and experience that add up, and uses of time that may not share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from minqual.clauses.base import Leaf, Making, counted_words, to_be_completed, weighed
from minqual.clauses.field_directions import SHORT, Demand, Parts, Shortfall
from minqual.clauses.findings import COUNTED, Assessment, Evidence, NotCounted, Question, Wording
from minqual.clauses.remedies import Remedy
from minqual.clauses.total_terms import (
    AnyTerm,
    FixedTerm,
    TimeTerm,
    check_fit,
    check_room,
    fixed,
    for_everybody,
    in_base_unit,
    in_few_words,
    rows_of_parts,
    terms_not_counted,
    timed,
    unit_of,
    usual,
    worth_of_time,
)
from minqual.counting import MOST_USES, Tally
from minqual.notation import Amount, LackingTimeOrUnits, Mistake, TimeOrUnits
from minqual.values import CONDITIONAL, Flags, Quantity, Standing, compact, once_each, summed


class Total(Leaf):
    """A sum of education and experience against a need, each part at an exact rate and up to a cap.

    Education for experience, experience for education, combinations to 100 % and N-year classes are all totals.
    The need is a duration or an amount of units; each term says what it counts:

    - `experience`: time, with the keys of the clause `experience`; `every: 2 years, gives: 1 year` is a rate.
      Terms share no time: each moment counts once, where it is worth most.
    - `units`: college units, if need be in subjects, at a level, or `beyond` so many; without a rate, as many
      as the counting policy says make a year.
    - `clause`: a lump for a single test that is met.
    - `number`: a number that the applicant states, at a rate.
    - `best of`: the one of several terms that is worth most.

        - total: 8 years
          may lack: 6 months
          of:
            - count: experience
              in: communications
            - count: experience
              in: journalism
              every: 2 years
              gives: 1 year
              at most: 1 year
            - count: best of
              terms:
                - {count: clause, holds: {degree: bachelor}, gives: 4 years}
                - count: units
                  every: 30 semester units
                  gives: 1 year
                  part of a step: does not count
                  at most: 3 years
    """

    kind: ClassVar[str] = "total"
    before_parts: ClassVar[str] = ", from: "
    total: Annotated[TimeOrUnits, Field(description="how much in all"), Demand()]
    of: Annotated[tuple[AnyTerm, ...], Field(min_length=1, description="what adds up to it"), Parts(more="easier")]
    may_lack: Annotated[LackingTimeOrUnits | None, Field(description=SHORT), Shortfall()] = None

    @model_validator(mode="after")
    def _fits(self) -> Total:
        check_fit(self.total, self.of)
        if self.may_lack is not None and self.may_lack.of_units != self.total.of_units:
            raise Mistake(f"{self.total} that may lack {self.may_lack}", "under 'may lack', an amount like the total")
        if self.may_lack is not None and usual(self.may_lack) > usual(self.total):
            raise Mistake(f"{self.total} that may lack {self.may_lack}", "a shortfall no larger than what is needed")
        check_room(self.total, self.of)
        if len(timed(self.of)) > MOST_USES:
            raise Mistake(f"{len(timed(self.of))} terms of experience", f"at most {MOST_USES} of them")
        return self

    def says(self) -> str:
        lack = f" (short by up to {self.may_lack}: conditional)" if self.may_lack else ""
        parts = "; ".join(term.says() for term in self.of)
        return f"{self.total} altogether{lack}{self.before_parts}{parts}"

    def outline(self) -> tuple[str, tuple[str, ...]]:
        lack = f" (short by up to {self.may_lack}: conditional)" if self.may_lack else ""
        return f"{self.total} altogether{lack}, from", tuple(term.says() for term in self.of)

    def enough(self) -> Iterator[Leaf]:
        for term in self.of:
            most = term.at_most
            if most is None or (most.of_units == self.total.of_units and usual(most) >= usual(self.total)):
                yield from term.enough(self.total, self.may_lack)

    def holding(self) -> Iterator[Leaf]:
        if len(self.of) == 1:
            yield from self.of[0].alike(self.total, self.may_lack)

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        for term in self.of:
            yield from term.remedies(making)

    @once_each
    def _counted(self, tally: Tally) -> Quantity:
        unit = unit_of(self.total)
        parts = [fixed(self.of, tally, unit)]
        if timed(self.of):
            parts.append(self._time(tally))
        return compact(summed(parts))

    @once_each
    def _time(self, tally: Tally) -> Quantity:
        """What the terms of time are worth together."""
        terms, unit = timed(self.of), unit_of(self.total)
        most = [None if term.at_most is None else in_base_unit(term.at_most, tally.policy) for term in terms]
        caps = [None if each is None else for_everybody(each, tally, unit) for each in most]
        return worth_of_time(terms, caps, tally, unit)

    def assess(self, tally: Tally) -> Assessment:
        counted = self._counted(tally)
        policy = tally.policy
        forgiven = Fraction(0) if self.total.of_units else tally.forgiven
        lack = None if self.may_lack is None else in_base_unit(self.may_lack, policy)
        needed = in_base_unit(self.total, policy)
        amount = Amount(needed, "semester units") if self.total.of_units else self.total
        return weighed(counted, amount, needed, lack, forgiven)

    def called(self) -> str:
        return f"{self.total} altogether, from {', and from '.join(term.called() for term in self.of)}"

    def reason(self, standing: Standing) -> Wording:
        # What counts together is told of what is needed: not all of it need be on record.
        return counted_words(
            f"{COUNTED} altogether",
            standing,
            str(self.total),
            self.may_lack,
            f"what counts together: {'; '.join(term.called() for term in self.of)}",
            short=f"{COUNTED} altogether of {in_few_words(self.of)}",
        )

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        for term in self.of:
            yield from term.open_facts(tally, wanted)
        if self.may_lack is not None:
            later = self.assess(tally).standings == CONDITIONAL
            yield from to_be_completed(self.total, self.called(), wanted & later)

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        yield from terms_not_counted(self.of, tally)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        unit = unit_of(self.total)
        parts = [(f"part {place}", term) for place, term in enumerate(self.of, start=1)]
        for name, term in parts:
            if isinstance(term, FixedTerm):
                low, high = term.worth(tally, unit).exact(applicant)
                yield Evidence("", -1, self._line([(name, term.says())]), low, high)
        if timed(self.of):
            low, high = self._time(tally).exact(applicant)
            said = [(name, term.says()) for name, term in parts if isinstance(term, TimeTerm)]
            yield Evidence("", -1, self._line(said), low, high)
        yield from rows_of_parts([(name, term.rows(tally, applicant)) for name, term in parts])

    def _line(self, parts: Sequence[tuple[str, str]]) -> str:
        """Some parts in words; where there are others, with what rows call them."""
        if len(self.of) == 1:
            return parts[0][1]
        return " and ".join(f"{name}, {says}" for name, says in parts)

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        for term in self.of:
            yield from term.taken_as_given(tally, applicant)
