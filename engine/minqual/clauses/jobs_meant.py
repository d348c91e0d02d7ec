"""Which jobs are meant: their kinds, facts, classes and employers, as conditions of which all hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from minqual.clauses.base import ELSEWHERE, Provision
from minqual.clauses.field_directions import Barred, Direction, Effect, Together, Welcome
from minqual.clauses.findings import Ask, Gap
from minqual.clauses.job_properties import JobProperty, Test, as_well, none_of_words, of_facts, of_words, together
from minqual.counting import AskedFact, Tally
from minqual.notation import AnyNames, Mistake, key_of, listed
from minqual.records import EITHER
from minqual.values import Flags

FACTS: Final = "job facts"
"""The key of a pack under which the facts of a job stand."""


class JobConditions(Provision):
    """What a job must be, in the words of its columns; a condition that a blank leaves open is asked about."""

    in_: Annotated[
        AnyNames,
        Field(description="kinds of experience, or groups: a job in any of them counts"),
        Welcome(section="kinds"),
    ] = ()
    also_in: Annotated[
        AnyNames,
        Field(description="kinds of which the job must state one as well (of which); open where it does not say so"),
        Welcome(section="kinds"),
    ] = ()
    in_all_of: Annotated[
        AnyNames,
        Field(description="kinds that the job must state every one of; who states some of them has no others"),
        Together(section="kinds"),
    ] = ()
    where: Annotated[
        Mapping[str, AskedFact],
        Field(description="facts of the job, each with what is asked of it, all in one and the same job"),
        Direction(section=FACTS),
    ] = {}
    class_: Annotated[
        AnyNames, Field(description="named classes, by the job's class_code"), Welcome(section="classes")
    ] = ()
    not_class: Annotated[
        AnyNames, Field(description="classes that do not count, by the job's class_code"), Barred(section="classes")
    ] = ()
    employer: Annotated[
        AnyNames, Field(description="employers with whom the time counts"), Welcome(section="employers")
    ] = ()
    not_employer: Annotated[
        AnyNames, Field(description="employers with whom the time does not count"), Barred(section="employers")
    ] = ()

    @model_validator(mode="after")
    def _once_each(self) -> JobConditions:
        for key, names, barred in (
            ("class", self.class_, self.not_class), ("employer", self.employer, self.not_employer),
        ):  # fmt: skip
            if both := sorted(set(names) & set(barred)):
                raise Mistake(f"{listed(both)} under '{key}' and under 'not {key}'", "each name under one of them")
        return self

    def _where(self) -> Iterator[str]:
        """The kinds, classes and employers in words."""
        if self.in_:
            yield f" in {listed(self.in_)}"
        if self.in_all_of:
            yield f"{' that is' if self.in_ else ''} in {listed(self.in_all_of, 'and')} alike"
        if self.class_:
            yield f"{',' if self.in_ or self.in_all_of else ''} as {listed(self.class_)}{self._or_at_its_level}"
        if self.employer:
            yield f" with {listed(self.employer)}"
        if self.not_class:
            yield f", not as {listed(self.not_class)}"
        if self.not_employer:
            yield f", not with {listed(self.not_employer)}"

    @property
    def _or_at_its_level(self) -> str:
        """What is said behind the classes, where others count as well."""
        return ""

    def _told_beside(self) -> Iterator[str]:
        """The further kinds and the facts in words."""
        if self.also_in:
            yield f" that is in {listed(self.also_in)} as well"
        if self.where:
            yield ", with " + ", ".join(f"{name}: {asked}" for name, asked in self.where.items())

    def _properties(self, tally: Tally) -> Iterator[JobProperty]:
        """What a job must state in words, but for its class."""
        yield from self._of_kind(tally)
        if self.in_all_of:
            yield from together(tally, self.in_all_of, beside=bool(self.in_ or self.class_ or self.employer))
        if self.also_in:
            yield as_well(tally, self.also_in)
        if self.where:
            yield from of_facts(tally, self.where)
        if self.employer:
            yield of_words("employer", self.employer, tally.employers, "another employer")

    def _of_kind(self, tally: Tally) -> Iterator[JobProperty]:
        """Of which kinds a job must be."""
        if self.in_:
            yield of_words("kinds", tally.kinds_in(self.in_), tally.kinds, "another kind of work")

    def _of_class(self, tally: Tally) -> JobProperty:
        """Of which classes a job must be."""
        return of_words("class_code", self._classes(tally), tally.classes, "another class")

    def _classes(self, tally: Tally) -> Sequence[str]:
        """The classes that count."""
        return self.class_

    def _barred(self, tally: Tally) -> Iterator[JobProperty]:
        """What a job must not state."""
        if self.not_employer:
            yield none_of_words("employer", self.not_employer, tally.employers, f"with {listed(self.not_employer)}")
        if self.not_class:
            yield none_of_words("class_code", self.not_class, tally.classes, f"as {listed(self.not_class)}")


class JobsMeant(JobConditions):
    """Jobs of which all that is stated holds: what a job leaves open of it is open."""

    barring: ClassVar[bool] = True

    paid: Annotated[Literal["yes", "no"] | None, Field(description="paid jobs, or unpaid ones"), Direction()] = None

    @model_validator(mode="after")
    def _means_some(self) -> JobsMeant:
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise Mistake("no condition", "one or more of " + ", ".join(map(key_of, type(self).model_fields)))
        return self

    def columns(self) -> Iterator[str]:
        yield from super().columns()
        if self.paid:
            yield "paid"

    def says(self) -> str:
        """The jobs in words: "experience as a with b"."""
        paid = {"yes": "paid ", "no": "unpaid "}.get(self.paid or "", "")
        return paid + "".join(["experience", *self._where(), *self._told_beside()])

    def left_out(self, tally: Tally) -> Test:
        """That a job is none of them."""
        certain, possible = self._meant(tally)
        return Test(~possible, ~certain, f"{self.says()} is left out")

    def open_of(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        """What is open of jobs that may be among them."""
        certain, possible = self._meant(tally)
        unsure = live & possible & ~certain
        for each in self._each(tally):
            yield from each.asks(unsure)
        if self.paid:
            paid = tally.applicants.experience.paid
            yield "paid", "Was this work paid?", "applicant", unsure & (paid == EITHER), Gap.PAID

    def _each(self, tally: Tally) -> Sequence[JobProperty]:
        named = [self._of_class(tally)] if self.class_ else []
        return [*self._properties(tally), *named, *self._barred(tally)]

    def _meant(self, tally: Tally) -> tuple[Flags, Flags]:
        """The jobs that are certainly meant, and those that may be."""
        paid = tally.applicants.experience.paid
        certain = possible = np.ones(len(paid), dtype=np.bool_)
        if self.paid:
            # A job that does not say so was paid, here as wherever pay matters.
            wanted = paid == 0 if self.paid == "no" else (paid != 0) & (paid != EITHER)
            certain, possible = wanted, wanted | (paid == EITHER)
        for each in self._each(tally):
            certain, possible = certain & each.certain, possible & each.possible
        return certain, possible

    def missed(self, job: Mapping[str, str]) -> Mapping[str, str]:
        """Cells for a job that is made up, by which it is none of them."""
        for column, names in (("class_code", self.class_), ("employer", self.employer)):
            if names and job.get(column) not in names:
                return {} if column in job else {column: ELSEWHERE}
        return {"paid": "no" if self.paid == "yes" else "yes"} if self.paid else {}


def _several(value: object) -> object:
    """One set of jobs may stand by itself."""
    return [value] if isinstance(value, Mapping | JobsMeant) else value


LeftOutJobs = Annotated[
    tuple[JobsMeant, ...],
    BeforeValidator(_several, json_schema_input_type=JobsMeant | list[JobsMeant]),
]
"""Jobs that do not count, or several sets of them."""


class LeavingOut(Direction):
    """Jobs that do not count: more sets of them are harder."""

    __slots__ = ()

    def effect(self, old: object, new: object) -> Effect | None:
        before, after = (each if isinstance(each, tuple) else () for each in (old, new))
        if old is None and new == ():  # what one more of them does
            return "harder"
        fewer, more = all(each in after for each in before), all(each in before for each in after)
        return None if fewer == more else "harder" if fewer else "easier"
