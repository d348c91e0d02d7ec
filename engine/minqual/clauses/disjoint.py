"""Disjoint: uses of experience that may not share time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from minqual.clauses.base import Leaf, Making, Provision, SaidIn, counted_words, to_be_completed, weighed
from minqual.clauses.field_directions import SHORT, Demand, Parts, Shortfall
from minqual.clauses.findings import COUNTED, Assessment, Evidence, NotCounted, Question, Wording
from minqual.clauses.remedies import Remedy
from minqual.clauses.total_terms import (
    AnyTerm,
    FixedTerm,
    Term,
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
    worth_of_time,
)
from minqual.counting import MOST_USES, Tally
from minqual.notation import Amount, LackingDuration, Mistake, TimeOrUnits, listed
from minqual.values import CONDITIONAL, Flags, Quantity, Standing, alike, compact, once_each, summed
from minqual.values import at_most as at_most_of


class DisjointUse(Provision):
    """One use: what it needs, and what adds up to that; at most one term of it is of experience."""

    needs: Annotated[TimeOrUnits, Demand()]
    of: Annotated[tuple[AnyTerm, ...], Field(min_length=1), Parts(more="easier")]
    source: SaidIn = None

    @model_validator(mode="after")
    def _fits(self) -> DisjointUse:
        check_fit(self.needs, self.of)
        if len(timed(self.of)) > 1:
            raise Mistake(f"{len(timed(self.of))} terms of experience in one use", "at most one of them in a use")
        check_room(self.needs, self.of)
        if self.needs.of_units:
            raise Mistake(f"a use that needs {self.needs}", "a duration: uses of time need time")
        return self

    def says(self) -> str:
        """The use in words."""
        return f"{self.needs} from {' and '.join(term.says() for term in self.of)}"

    def called(self) -> str:
        """The use as a person would name it."""
        return f"{self.needs} from {', and from '.join(term.called() for term in self.of)}"


class Disjoint(Leaf):
    """Uses that may not share time: "additional", "excess", "in addition to". No day of a job feeds two of them.

    Each use needs a duration, made up of at most one term of experience and of any others (as in `total`), which
    lessen what it needs of time. All uses must be filled at once.

    Experience that replaces education, beside the experience that is required anyway:

        - disjoint:
            - needs: 4 years
              of:
                - {count: units, every: 30 semester units, gives: 1 year, at most: 4 years}
                - {count: experience, in: communications, at most: 2 years}
            - needs: 1 year
              of:
                - {count: experience, in: [communications, journalism]}
    """

    kind: ClassVar[str] = "disjoint"
    before_parts: ClassVar[str] = ", each of: "
    disjoint: Annotated[
        tuple[DisjointUse, ...],
        Field(min_length=2, max_length=MOST_USES, description="the uses, each with its need"),
        Parts(more="harder"),
    ]
    may_lack: Annotated[LackingDuration | None, Field(description=f"of all together, {SHORT}"), Shortfall()] = None

    @model_validator(mode="after")
    def _smaller(self) -> Disjoint:
        if self.may_lack is not None and self.may_lack.years > self.needed.value:
            raise Mistake(f"{self.needed} that may lack {self.may_lack}", "a shortfall no larger than what is needed")
        return self

    def _terms(self) -> Iterator[Term]:
        for use in self.disjoint:
            yield from use.of

    def says(self) -> str:
        lack = f" (short by up to {self.may_lack}: conditional)" if self.may_lack else ""
        parts = "; ".join(use.says() for use in self.disjoint)
        return f"without counting any time twice{lack}{self.before_parts}{parts}"

    def outline(self) -> tuple[str, tuple[str, ...]]:
        lack = f" (short by up to {self.may_lack}: conditional)" if self.may_lack else ""
        return f"without counting any time twice{lack}", tuple(use.says() for use in self.disjoint)

    def holding(self) -> Iterator[Leaf]:
        for use in self.disjoint:
            if len(use.of) == 1:
                lack = self.may_lack
                yield from use.of[0].alike(use.needs, lack and min(lack, use.needs, key=lambda each: each.years))

    @property
    def needed(self) -> Amount:
        """What all uses need together."""
        return Amount(sum((use.needs.years for use in self.disjoint), Fraction(0)), "years")

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        for term in self._terms():
            yield from term.remedies(making)

    @once_each
    def _counted(self, tally: Tally) -> Quantity:
        parts, terms, caps = [], [], []
        for use in self.disjoint:
            given = at_most_of(fixed(use.of, tally, "years"), use.needs.years)
            parts.append(given)
            for term in timed(use.of):
                terms.append(term)
                caps.append(self._demand(use, term, given, tally))
        if terms:
            parts.append(worth_of_time(terms, caps, tally, "years"))
        return compact(summed(parts))

    def _demand(self, use: DisjointUse, term: TimeTerm, given: Quantity, tally: Tally) -> Quantity:
        """What a use still needs of time beside what is given, bound by bound, and no more than its term may give."""
        need, part = alike([for_everybody(use.needs.years, tally, "years"), given])
        left = replace(need, low=need.low - part.low, high=need.high - part.high)
        return left if term.at_most is None else at_most_of(left, in_base_unit(term.at_most, tally.policy))

    def assess(self, tally: Tally) -> Assessment:
        counted = self._counted(tally)
        lack = None if self.may_lack is None else self.may_lack.years
        return weighed(counted, self.needed, self.needed.value, lack, tally.forgiven)

    def called(self) -> str:
        return f"{listed([use.called() for use in self.disjoint], 'and')}, no time counted twice"

    def reason(self, standing: Standing) -> Wording:
        what = f"{COUNTED} altogether, no time counted twice"
        parts = ", and ".join(use.called() for use in self.disjoint)
        return counted_words(
            what,
            standing,
            str(self.needed),
            self.may_lack,
            parts,
            short=f"{COUNTED} altogether of {in_few_words(self._terms())}",
        )

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        for term in self._terms():
            yield from term.open_facts(tally, wanted)
        yield from to_be_completed(
            self.needed,
            f"{self.needed} ({self.called()})",
            wanted & (self.assess(tally).standings == CONDITIONAL),
        )

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        yield from terms_not_counted(self._terms(), tally)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        names = [f"use {place}" for place in range(1, len(self.disjoint) + 1)]
        for name, use in zip(names, self.disjoint, strict=True):
            yield Evidence("", -1, f"{name}, {use.says()}")
            for term in use.of:
                if len(use.of) > 1 and isinstance(term, FixedTerm):
                    low, high = term.worth(tally, "years").exact(applicant)
                    yield Evidence("", -1, f"{name}, of these {term.says()}", low, high)
        yield from rows_of_parts(
            [
                (name, term.rows(tally, applicant))
                for name, use in zip(names, self.disjoint, strict=True)
                for term in use.of
            ]
        )

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        for term in self._terms():
            yield from term.taken_as_given(tally, applicant)
