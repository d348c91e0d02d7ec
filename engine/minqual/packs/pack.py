"""A rule pack: the minimum qualifications of one class specification, as data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from minqual._forking import no_fork
from minqual.clauses import AnyClause, Clause, Parts, Undeciding
from minqual.counting import CountingPolicy, OwnPolicy
from minqual.notation import Names, PackModel, Source
from minqual.values import Fault, PackError, PartialDate, Vocabulary, nearest, parse_date

SECTIONS = ("kinds", "fields", "subjects", "credentials", "issuers", "employers", "classes")


def _date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return parse_date(str(value))
    except ValueError:
        msg = "a date such as 2025-04-29"
        raise ValueError(msg) from None


Words = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else [] if value is None else value),
]
"""The words that applicants use for a name, besides the name itself."""


class Statement(PackModel):
    """A sentence of the specification that does not decide, restated."""

    says: str
    source: Source


_ID = r"^[a-z0-9][a-z0-9-]*$"


class Level(PackModel):
    """One level of the class series and what it requires. builds_on: a level whose requirements it needs as well."""

    id: Annotated[str, Field(pattern=_ID), Undeciding()]
    title: Annotated[str, Undeciding()]
    class_code: Annotated[str, Undeciding()] = ""
    source: Annotated[Source | None, Undeciding()] = None
    builds_on: str | None = None
    requires: Annotated[tuple[AnyClause, ...], Field(min_length=1), Parts(more="harder")]


class Acceptance(PackModel):
    """A remark of the workbench that the pack's author has seen and accepts. clause: the one that it is about."""

    remark: str
    because: str
    clause: str = ""


class QualificationPart(PackModel):
    """Where in the specification's text the qualifications stand: from one heading until another."""

    from_: str
    until: str | None = None


class Pack(PackModel):
    """The minimum qualifications of one class specification.

    levels: from the lowest to the highest. every_level_requires: clauses that each level needs besides its own.
    kinds, fields, subjects, credentials, issuers, employers, classes: the pack's names, each with the words that
    applicants use for it. groups: names for several kinds at once. counting_policy: the name of one, or `like` one
    with single values stated otherwise. accreditation: "a stated no removes the row", or not asked.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$"), Undeciding()]
    title: Annotated[str, Undeciding()]
    agency: Annotated[str, Undeciding()]
    specification: Annotated[str, Undeciding()]
    version: Annotated[str, Undeciding()]
    in_force: Annotated[Any, BeforeValidator(_date, json_schema_input_type=str), Undeciding()]
    qualification_part: QualificationPart | None = None
    counting_policy: Annotated[
        OwnPolicy,
        BeforeValidator(lambda value: {"like": value} if isinstance(value, str) else value),
    ] = OwnPolicy.model_construct()
    accreditation: Literal["not asked", "a stated no removes the row"] = "not asked"
    kinds: Mapping[str, Words] = {}
    groups: Mapping[str, Names] = {}
    fields: Mapping[str, Words] = {}
    subjects: Mapping[str, Words] = {}
    credentials: Mapping[str, Words] = {}
    issuers: Mapping[str, Words] = {}
    employers: Mapping[str, Words] = {}
    classes: Mapping[str, Words] = {}
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    every_level_requires: Annotated[tuple[AnyClause, ...], Parts(more="harder")] = ()
    desirable: Annotated[tuple[Statement, ...], Undeciding()] = ()
    confirm: Annotated[tuple[Statement, ...], Undeciding()] = ()
    assumptions: Annotated[tuple[str, ...], Undeciding()] = ()
    no_effect: Annotated[tuple[Statement, ...], Undeciding()] = ()
    never_screened: Annotated[tuple[Statement, ...], Undeciding()] = ()
    accepted: Annotated[tuple[Acceptance, ...], Undeciding()] = ()

    @cached_property
    def policy(self) -> CountingPolicy:
        """The counting policy that it names, with the values that it states itself."""
        return self.counting_policy.applied()

    @property
    def accredited(self) -> bool:
        """Whether a stated "no" to accreditation removes a row's degree and units."""
        return self.accreditation != "not asked"

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Each section of names, ready to match."""
        return {section: Vocabulary(getattr(self, section)) for section in SECTIONS}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the pack's content, independent of comments and layout."""
        with no_fork:  # pydantic has a lock of its own where it first writes a model
            written = self.model_dump_json(exclude={"accepted"})
        return hashlib.sha256(written.encode()).hexdigest()

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause that is written in it, each before those inside it."""
        stated = [*(clause for level in self.levels for clause in level.requires), *self.every_level_requires]
        return tuple(each for clause in stated for each in clause.all_inside())

    def level(self, name: str) -> Level:
        """A level by its id; PackError names the nearest one."""
        for level in self.levels:
            if level.id == name:
                return level
        known = [level.id for level in self.levels]
        raise PackError(
            [Fault("--level", f"unknown level {name!r}", "one of " + ", ".join(known), nearest(name, known))]
        )
