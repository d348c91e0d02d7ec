"""What a total is made of: time, units, numbers and single tests, each at an exact rate and up to a cap."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, Union

import numpy as np
from pydantic import AfterValidator, Discriminator, Field, GetCoreSchemaHandler, Tag
from pydantic_core import CoreSchema

from minqual.clauses.base import AnyClause, Clause, ExampleRows, Leaf, Making, NotBuilt, Provision, SaidIn, WaysToRead
from minqual.clauses.experience import Experience
from minqual.clauses.field_directions import (
    Allowance,
    Demand,
    Direction,
    FromHardest,
    Limit,
    Parts,
    Undeciding,
    Welcome,
)
from minqual.clauses.findings import Evidence, NamedQuestion, NotCounted, Question, put_without_row
from minqual.clauses.qualifying_work import Work, jobs_not_counted
from minqual.clauses.remedies import Remedy
from minqual.clauses.stated_number import answers_to, number_questions, stated_rows
from minqual.clauses.units import CollegeUnits, StudyLevel
from minqual.counting import CountingPolicy, Tally, TimedUse, Use, allotted_unlike
from minqual.notation import Amount, AnyNames, Mistake, SomeDuration, SomeNumber, TimeOrUnits, Units, listed, made
from minqual.records import UNIT_COLUMNS
from minqual.values import (
    Flags,
    Quantity,
    Standing,
    alike,
    as_decimal,
    at_most,
    best_of,
    beyond,
    in_steps,
    none_of,
    plain,
    summed,
    times,
)


def single(clause: Clause) -> Clause:
    """A clause that is one test."""
    if not isinstance(clause, Leaf):
        msg = "a single test, such as {degree: bachelor}"
        raise ValueError(msg)  # noqa: TRY004  # pydantic turns a ValueError into a fault of the pack
    return clause


def in_base_unit(amount: Amount, policy: CountingPolicy) -> Fraction:
    """An amount in years or in semester units."""
    return policy.semester_units(amount) if amount.of_units else amount.years


def unit_of(amount: Amount) -> str:
    """The unit in which amounts like it are counted."""
    return "semester units" if amount.of_units else "years"


class Term(Provision):
    """A part of a total. gives: what it is worth, in the unit of the total. counts: what it counts, in few words."""

    counts: ClassVar[str] = "other qualifications"

    gives: Annotated[
        TimeOrUnits | None,
        Field(description="what it is worth (for `every` so much of it)"),
        Allowance(instead=True),
    ] = None
    at_most: Annotated[TimeOrUnits | None, Field(description="the most that it may be worth"), Limit()] = None
    source: SaidIn = None

    @abstractmethod
    def says(self) -> str:
        """The term in words."""

    def called(self) -> str:
        """The term as a person would name it."""
        return self.says()

    def amounts(self) -> Iterator[tuple[str, Amount]]:
        """The amounts in it that are in the unit of the total, by key."""
        for key, amount in (("gives", self.gives), ("at most", self.at_most)):
            if amount is not None:
                yield key, amount

    def most(self) -> Amount | None:
        """The most that it may be worth, where there is such an amount."""
        return self.at_most

    def alike(self, needed: Amount, may_lack: Amount | None) -> Iterator[Leaf]:
        """The tests of so much of what it counts at its own worth, where it is counted so; without its cap."""
        yield from ()

    def enough(self, needed: Amount, may_lack: Amount | None) -> Iterator[Leaf]:
        """The tests that bring it to so much by themselves; without its cap."""
        yield from self.alike(needed, may_lack)

    @abstractmethod
    def example(self, size: Fraction, making: Making) -> ExampleRows:
        """A record that counts so much for it: years, semester units or a number."""

    def remedies(self, making: Making) -> Iterator[Remedy]:
        """What is still to come that would be worth something."""
        try:
            rows = self.example(Fraction(1), making)
        except NotBuilt:
            return
        yield from making.to_come({table: rows.get(table, ()) for table in self.tables}, self.measured)
        yield from making.before(self)

    @property
    def measured(self) -> str:
        """What it counts, without how much of it."""
        return self.called()

    def open_facts(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        """What is open about it."""
        yield from ()

    def rows(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        """The rows that bear on it."""
        yield from ()

    def taken_as_given(self, tally: Tally, applicant: int) -> Sequence[str]:
        """What it settles by assumption."""
        return ()

    def _rate(self, every: Fraction, unit: str, policy: CountingPolicy, *, of_units: bool) -> Fraction:
        """What one year, one semester unit or 1 of a number is worth."""
        if self.gives is not None:
            return in_base_unit(self.gives, policy) / every
        if of_units == (unit == "semester units"):
            return Fraction(1)
        return 1 / Fraction(policy.units_in_a_year) if of_units else Fraction(policy.units_in_a_year)

    def _exchange(self, every: Amount | None, what: str) -> str:
        """The rate and the cap in words."""
        makes = "" if every is None else "makes" if every.value == 1 else "make"
        rate = f" ({every} {makes} {self.gives})" if every and self.gives else ""
        cap = f", at most {self.at_most}" if self.at_most else ""
        return f"{what}{rate}{cap}"


if TYPE_CHECKING:
    AnyTerm = Term
else:

    class AnyTerm:
        """Any term of a total, told apart by what it counts."""

        @classmethod
        def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
            """The union of all terms, some of which hold others."""
            return handler.generate_schema(_any_term())


class FixedTerm(Term):
    """A part of a total that is not of time: what it is worth does not hang on the other parts."""

    @abstractmethod
    def worth(self, tally: Tally, unit: str) -> Quantity:
        """What it is worth to every applicant."""

    def _capped(self, quantity: Quantity, tally: Tally) -> Quantity:
        return quantity if self.at_most is None else at_most(quantity, in_base_unit(self.at_most, tally.policy))


class TimeTerm(Work, Term):
    """Time worked. Terms of one total share no time: each moment counts where it is worth most."""

    tables: ClassVar[tuple[str, ...]] = ("experience",)
    counts: ClassVar[str] = "experience"

    count: Annotated[Literal["experience"], Direction()]
    every: Annotated[SomeDuration | None, Field(description="how long makes what it gives"), Demand(instead=True)] = (
        None
    )

    def says(self) -> str:
        return self._exchange(self.every, self.work())

    def example(self, size: Fraction, making: Making) -> ExampleRows:
        return making.work(self, size)

    @property
    def measured(self) -> str:
        return self.work()

    def alike(self, needed: Amount, may_lack: Amount | None) -> Iterator[Leaf]:
        if self.gives is None and self.every is None and not needed.of_units:
            work = {name: getattr(self, name) for name in Work.model_fields}
            yield made(Experience, experience=needed, may_lack=may_lack, **work)

    def rate(self, unit: str, policy: CountingPolicy) -> Fraction:
        """What a year of it is worth."""
        return self._rate(Fraction(1) if self.every is None else self.every.years, unit, policy, of_units=False)

    def rows(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from self.jobs(tally, applicant, "30/360")


class UnitsTerm(FixedTerm):
    """College units, if need be only those in excess of some."""

    tables: ClassVar[tuple[str, ...]] = ("education",)
    counts: ClassVar[str] = "college study"

    count: Annotated[Literal["units"], Direction()]
    in_: Annotated[AnyNames, Field(description="subjects; none: any study"), Welcome(section="subjects")] = ()
    level: Annotated[StudyLevel | None, Field(description="the lowest level of the study"), Demand()] = None
    foreign: Annotated[
        Literal["counts", "review", "refused"],
        Field(description="units of a foreign credential, as in `units`"),
        FromHardest(words=("refused", "review", "counts")),
    ] = "counts"
    beyond: Annotated[Units | None, Field(description="only units in excess of these count"), Demand()] = None
    every: Annotated[Units | None, Field(description="how many make what it gives"), Demand(instead=True)] = None
    part_of_a_step: Annotated[
        Literal["counts", "open", "does not count"],
        Field(description="fewer units than `every`: count in proportion, are left to a person, or do not count"),
        FromHardest(words=("does not count", "open", "counts")),
    ] = "counts"

    def says(self) -> str:
        excess = f" beyond {self.beyond}" if self.beyond else ""
        steps = {"open": ", parts of that as a person decides", "does not count": ", whole ones only"}
        counted = self._exchange(self.every, f"units of {self._units.study()}{excess}")
        return counted + (steps.get(self.part_of_a_step, "") if self.every else "")

    def columns(self) -> Iterator[str]:
        yield from UNIT_COLUMNS

    def example(self, size: Fraction, making: Making) -> ExampleRows:
        return making.study(self, Amount(size, "semester units"))

    @property
    def measured(self) -> str:
        return self._units.measured

    @cached_property
    def _units(self) -> CollegeUnits:
        return made(
            CollegeUnits,
            units=Amount(Fraction(1), "semester units"),
            in_=self.in_,
            level=self.level,
            foreign=self.foreign,
        )

    def alike(self, needed: Amount, may_lack: Amount | None) -> Iterator[Leaf]:
        if self.gives is None and self.every is None and self.beyond is None and needed.of_units:
            yield self._so_many(needed, may_lack)

    def enough(self, needed: Amount, may_lack: Amount | None) -> Iterator[Leaf]:
        yield from self.alike(needed, may_lack)
        every, gives, least = self.every, self.gives, self.beyond
        if every is None or gives is None or gives.of_units != needed.of_units:
            return
        if least is None or least.unit == every.unit:
            steps = usual(needed) / usual(gives)
            whole = steps if self.part_of_a_step == "counts" else Fraction(ceil(steps))
            yield self._so_many(Amount(whole * every.value + (least.value if least else 0), every.unit), None)

    def _so_many(self, units: Amount, may_lack: Amount | None) -> CollegeUnits:
        study = {name: getattr(self, name) for name in ("in_", "level", "foreign")}
        return made(CollegeUnits, units=units, may_lack=may_lack, **study)

    def _every(self, policy: CountingPolicy) -> Fraction:
        return Fraction(1) if self.every is None else in_base_unit(self.every, policy)

    def _readings(self, tally: Tally) -> list[Quantity]:
        """The units that count in whole steps, and in proportion."""
        counted = self._units.counted(tally)
        if self.beyond is not None:
            counted = beyond(counted, in_base_unit(self.beyond, tally.policy))
        return alike([in_steps(counted, self._every(tally.policy)), counted])

    def worth(self, tally: Tally, unit: str) -> Quantity:
        stepped, linear = self._readings(tally)
        low = linear.low if self.part_of_a_step == "counts" else stepped.low
        high = stepped.high if self.part_of_a_step == "does not count" else linear.high
        counted = Quantity(low, high, linear.scale, linear.unit, linear.endless)
        rate = self._rate(self._every(tally.policy), unit, tally.policy, of_units=True)
        return self._capped(times(counted, rate, unit), tally)

    def open_facts(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        units = self._units
        counted = units.counted(tally)
        yield from units.questions(tally, wanted & (counted.low < counted.high))
        if (ways := self.ways_to_read()) is not None:
            stepped, linear = self._readings(tally)
            matters = np.asarray((stepped.low < linear.low) | (stepped.high < linear.high), dtype=np.bool_)
            yield put_without_row("", "", ways.ask, "screener", wanted & matters)

    def ways_to_read(self) -> WaysToRead | None:
        if self.part_of_a_step != "open":
            return None
        answers = {"yes": {"part_of_a_step": "counts"}, "no": {"part_of_a_step": "does not count"}}
        return WaysToRead(f"Do fewer units than {self.every} count in proportion?", answers)

    def rows(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from self._units.evidence(tally, applicant)

    def taken_as_given(self, tally: Tally, applicant: int) -> Sequence[str]:
        return tuple(self._units.assumptions(tally, applicant))


class ClauseTerm(FixedTerm):
    """A lump for a single test that is met: a degree, a licence, an answer."""

    count: Annotated[Literal["clause"], Direction()]
    holds: Annotated[AnyClause, AfterValidator(single), Field(description="the test"), Parts()]
    gives: Annotated[TimeOrUnits, Field(description="what it is worth if it is met"), Allowance()]

    def most(self) -> Amount | None:
        return self.at_most or self.gives

    def says(self) -> str:
        return f"{self.gives} for {self.holds.says()}"

    def called(self) -> str:
        return f"{self._leaf().called()} ({self.gives})"

    def example(self, size: Fraction, making: Making) -> ExampleRows:
        return self._leaf().example(getattr(self.holds, self.holds.kind, None), making)

    def remedies(self, making: Making) -> Iterator[Remedy]:
        yield from self._leaf().remedies(getattr(self.holds, self.holds.kind, None), making)

    def _leaf(self) -> Leaf:
        assert isinstance(self.holds, Leaf)
        return self.holds

    def worth(self, tally: Tally, unit: str) -> Quantity:
        standings = self._leaf().assess(tally).standings
        flags = Quantity(
            (standings == Standing.MET).astype(np.int64), (standings >= Standing.REVIEW).astype(np.int64), 1, unit
        )
        return self._capped(times(flags, in_base_unit(self.gives, tally.policy), unit), tally)

    def open_facts(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        standings = self._leaf().assess(tally).standings
        open_ = (standings == Standing.REVIEW) | (standings == Standing.CONDITIONAL)
        yield from self._leaf().questions(tally, wanted & open_)

    def rows(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from self._leaf().evidence(tally, applicant)

    def taken_as_given(self, tally: Tally, applicant: int) -> Sequence[str]:
        return tuple(self._leaf().assumptions(tally, applicant))


class NumberTerm(FixedTerm):
    """A number that the applicant states, such as hours of training."""

    tables: ClassVar[tuple[str, ...]] = ("answers",)

    count: Annotated[Literal["number"], Direction()]
    question: Annotated[str, Field(description="its name in the answers table"), Direction()]
    ask: Annotated[str, Field(description="the question in full"), Undeciding()]
    every: Annotated[SomeNumber, Field(description="how many make what it gives"), Demand()]
    gives: Annotated[TimeOrUnits, Field(description="what it is worth, for `every` so many"), Allowance()]

    def says(self) -> str:
        cap = f", at most {self.at_most}" if self.at_most else ""
        return f"{self.question} (every {plain(self.every)} make {self.gives}){cap}"

    def called(self) -> str:
        cap = f", at most {self.at_most}" if self.at_most else ""
        return f'the answer to "{self.ask}" ({self.gives} for every {plain(self.every)} of them){cap}'

    def worth(self, tally: Tally, unit: str) -> Quantity:
        stated = answers_to(tally, self.question)
        rate = self._rate(Fraction(self.every), unit, tally.policy, of_units=False)
        return self._capped(times(stated, rate, unit), tally)

    def open_facts(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from number_questions(tally, wanted, {self.question: self.ask})

    def rows(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        yield from stated_rows(tally, applicant, [self.question])

    def asks(self) -> Iterator[NamedQuestion]:
        yield NamedQuestion(self.question, self.ask, "a number")

    def example(self, size: Fraction, making: Making) -> ExampleRows:
        return {"answers": [{"question": self.question, "answer": as_decimal(ceil(size * 1000))}]}

    def remedies(self, making: Making) -> Iterator[Remedy]:
        yield Remedy("answers", (("question", self.question),), "answer", f'to the question "{self.ask}"')


class BestOf(FixedTerm):
    """The one term of several that is worth most; the others add nothing."""

    count: Annotated[Literal["best of"], Direction()]
    terms: Annotated[
        tuple[AnyTerm, ...],
        Field(min_length=2, description="the terms, none of them of experience"),
        Parts(more="easier"),
    ]

    def says(self) -> str:
        cap = f" (at most {self.at_most})" if self.at_most else ""
        return f"the best of {listed([term.says() for term in self.terms], 'and')}{cap}"

    def called(self) -> str:
        cap = f" (at most {self.at_most})" if self.at_most else ""
        return f"whichever is worth most of {listed([term.called() for term in self.terms], 'and')}{cap}"

    def amounts(self) -> Iterator[tuple[str, Amount]]:
        yield from super().amounts()
        for term in self.terms:
            yield from term.amounts()

    def example(self, size: Fraction, making: Making) -> ExampleRows:
        return making.study(self, Amount(size, "semester units"))

    def remedies(self, making: Making) -> Iterator[Remedy]:
        for term in self.terms:
            yield from term.remedies(making)

    def worth(self, tally: Tally, unit: str) -> Quantity:
        return self._capped(
            best_of([term.worth(tally, unit) for term in self.terms if isinstance(term, FixedTerm)]), tally
        )

    def open_facts(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        for term in self.terms:
            yield from term.open_facts(tally, wanted)

    def rows(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        for term in self.terms:
            yield from term.rows(tally, applicant)

    def taken_as_given(self, tally: Tally, applicant: int) -> Sequence[str]:
        return [each for term in self.terms for each in term.taken_as_given(tally, applicant)]


TERMS: Final[Mapping[str, type[Term]]] = {
    "experience": TimeTerm,
    "units": UnitsTerm,
    "clause": ClauseTerm,
    "number": NumberTerm,
    "best of": BestOf,
}


def _term_of(value: object) -> str | None:
    counted = value.get("count") if isinstance(value, Mapping) else getattr(value, "count", None)
    return f"<count {counted}>" if isinstance(counted, str) and counted in TERMS else None


def _any_term() -> Any:  # noqa: ANN401  # a type made at run time has none
    """The union of all terms, told apart by what they count."""
    terms = tuple(Annotated[term, Tag(f"<count {name}>")] for name, term in TERMS.items())
    expected = "a term with 'count' as one of " + ", ".join(TERMS)
    told_apart = Discriminator(_term_of, custom_error_type="term", custom_error_message=expected)
    return Annotated[Union[terms], told_apart]  # noqa: UP007  # made from TERMS


def rows_of_parts(parts: Sequence[tuple[str, Iterable[Evidence]]]) -> Iterator[Evidence]:
    """The rows that bear on some parts, each with the parts that it feeds; one that feeds none with why it does not.

    parts: what each is called, with its rows.
    """
    told: dict[tuple[str, int], dict[str, list[str]]] = {}
    idle: dict[tuple[str, int], dict[str, list[str]]] = {}
    for name, rows in parts:
        for each in rows:
            kept = idle if each.high == 0 else told
            kept.setdefault((each.table, each.row), {}).setdefault(each.says, []).append(name)
    for (table, row), said in {**told, **{key: why for key, why in idle.items() if key not in told}}.items():
        for says, names in said.items():
            of = f" ({listed(list(dict.fromkeys(names)), 'and')})" if len(parts) > 1 and (table, row) in told else ""
            yield Evidence(table, row, f"{says}{of}")


def in_few_words(terms: Iterable[Term]) -> str:
    """What some terms count, each thing once: "experience or college study"."""
    return listed(list(dict.fromkeys(term.counts for term in terms)), "or")


def terms_not_counted(terms: Iterable[Term], tally: Tally) -> Iterator[NotCounted]:
    """The jobs that count for none of some terms of time, if no other term goes by jobs."""
    every = list(terms)
    works = timed(tuple(every))
    others = frozenset[str]().union(*(each.draws_on() for each in every if not isinstance(each, TimeTerm)))
    if works and "experience" not in others:
        yield from jobs_not_counted(works, tally, "30/360")


def fixed(terms: tuple[Term, ...], tally: Tally, unit: str) -> Quantity:
    """What the terms that are not of time are worth together."""
    others = [term.worth(tally, unit) for term in terms if isinstance(term, FixedTerm)]
    return summed(others) if others else none_of(tally.count, unit)


def timed(terms: tuple[Term, ...]) -> list[TimeTerm]:
    """The terms of time."""
    return [term for term in terms if isinstance(term, TimeTerm)]


def check_fit(needed: Amount, terms: Sequence[Term]) -> None:
    """Mistake where terms cannot add up to what is needed."""
    for term in terms:
        if isinstance(term, BestOf) and timed(term.terms):
            raise Mistake("a term of experience inside 'best of'", "terms of experience in the total itself")
        for key, amount in term.amounts():
            if amount.of_units != needed.of_units:
                wanted = "units" if needed.of_units else "a duration"
                raise Mistake(f"a term with {key} {amount}", f"{wanted} there: what is needed is {needed}")


def usual(amount: Amount) -> Fraction:
    """An amount in years, or in semester units at the usual rate, before a policy is known."""
    return amount.semester(Fraction(2, 3)) if amount.of_units else amount.years


def check_room(needed: Amount, terms: Sequence[Term]) -> None:
    """Mistake where all terms together are capped below what is needed."""
    caps = [term.most() for term in terms]
    if all(cap is not None for cap in caps) and sum(usual(cap) for cap in caps if cap is not None) < usual(needed):
        raise Mistake(f"{needed} of parts that make up less at most", "caps that leave room for it")


def worth_of_time(terms: Sequence[TimeTerm], caps: Sequence[Quantity | None], tally: Tally, unit: str) -> Quantity:
    """The most that terms of time are worth together, none of it counted twice."""
    uses = [
        TimedUse(
            Use(term.rate(unit, tally.policy), cap),
            term.stretches(tally, "30/360"),
            whole=term.share_at_least is not None,
        )
        for term, cap in zip(terms, caps, strict=True)
    ]
    return allotted_unlike(uses, tally.spells, tally.credit, unit)


def for_everybody(most: Fraction, tally: Tally, unit: str) -> Quantity:
    """The same amount for every applicant."""
    value = np.full(tally.count, most.numerator, dtype=np.int64)
    return Quantity(value, value, most.denominator, unit)
