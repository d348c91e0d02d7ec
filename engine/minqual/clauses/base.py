"""What every kind of clause is: fields that are its YAML, a standing for every applicant, and its reasons."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar, cast

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from minqual.applicants import Flags
from minqual.counting import Quantity
from minqual.figures import plain
from minqual.standings import Standing, Standings
from minqual.tally import Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PackModel(BaseModel):
    """A mapping in a rule pack: keys are the field names with blanks for underscores; no other key is allowed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.strip("_").replace("_", " "),
        validate_by_alias=True,
        validate_by_name=False,
        serialize_by_alias=True,
        defer_build=True,
    )


class Source(PackModel):
    """Where the class specification says it: a section and a few words to find the sentence by."""

    section: str
    anchor: str


_DURATION = re.compile(r"(\d+(?:\.\d{1,3})?)\s+(year|month)s?")
_UNITS = re.compile(r"(\d+(?:\.\d{1,3})?)\s+(semester|quarter)\s+units?")


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount with the unit in which the pack states it."""

    value: Fraction
    unit: str

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit if self.value != 1 else self.unit.removesuffix('s')}"

    @property
    def years(self) -> Fraction:
        """A duration in years."""
        return self.value / 12 if self.unit == "months" else self.value


Gate = Literal["all", "any"] | int
"""How a group combines its members: all, any, or at least so many of them."""


def _duration(value: object) -> Amount:
    if isinstance(value, Amount):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        msg = "a duration such as 5 years, 2.5 years or 18 months"
        raise ValueError(msg)
    return Amount(Fraction(found[1]), found[2] + "s")


def _units(value: object) -> Amount:
    if isinstance(value, Amount):
        return value
    found = _UNITS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        msg = "units with their system, such as 60 semester units or 90 quarter units"
        raise ValueError(msg)
    return Amount(Fraction(found[1]), f"{found[2]} units")


Duration = Annotated[Any, BeforeValidator(_duration, json_schema_input_type=str)]
"""A duration as a pack writes it: "5 years", "2.5 years", "18 months"."""

Units = Annotated[Any, BeforeValidator(_units, json_schema_input_type=str)]
"""An amount of college units as a pack writes it, always with its system."""

AnyNames = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""One name of the pack's vocabulary, a list of them, or none."""

Names = Annotated[AnyNames, Field(min_length=1)]
"""One name of the pack's vocabulary, or a list of them."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A leaf's standing for every applicant, and what it counted against what it needs."""

    standings: Standings
    counted: Quantity | None = None
    needed: Amount | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One open fact, for all applicants and rows that it is open for.

    owner, row: the applicants asked and the row of the table in question (−1: no row). of: who can say.
    """

    table: str
    column: str
    ask: str
    of: Literal["applicant", "screener"]
    owner: NDArray[np.int32]
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of one applicant as a clause saw it: what it adds, and why or why not."""

    table: str
    row: int
    says: str
    low: Fraction | None = None
    high: Fraction | None = None


class Clause(PackModel):
    """A requirement or a combination of them. kind: the key that introduces it in a pack."""

    kind: ClassVar[str]

    id: Annotated[str | None, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="a name for the clause")] = None
    source: Source | None = None

    @abstractmethod
    def says(self) -> str:
        """The clause restated in our own words."""

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Words of the pack's vocabulary that it uses: (key in the clause, section, name)."""
        yield from ()


class Leaf(Clause):
    """A clause that is decided by the record itself.

    tables: those that it draws on. last_resort: it is asked about only where no other clause could do instead.
    """

    tables: ClassVar[tuple[str, ...]] = ()
    last_resort: ClassVar[bool] = False

    @abstractmethod
    def assess(self, tally: Tally) -> Assessment:
        """The standing of every applicant."""

    @abstractmethod
    def reason(self, standing: Standing) -> str:
        """A phrase for one standing; {counted} stands where the counted figure goes."""

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        """The open facts that keep the wanted applicants from a firm standing."""
        yield from ()

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        """The rows that bear on the clause for one applicant."""
        yield from ()

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        """What was settled by assumption for one applicant."""
        yield from ()

    def substance(self) -> str:
        """What makes two leaves one: everything but where they stand and what they are called."""
        parts = sorted((name, repr(value)) for name, value in self if name not in {"id", "source"})
        return f"{type(self).__name__}:{parts}"


@dataclass(frozen=True, slots=True)
class Member:
    """A clause inside a group, with the last part of its id."""

    slug: str
    clause: Clause


class Group(Clause):
    """A clause that combines others."""

    @abstractmethod
    def gate(self) -> Gate:
        """Which of its members must hold."""

    @abstractmethod
    def members(self) -> Sequence[Member]:
        """The combined clauses, in pack order."""

    @abstractmethod
    def inner(self) -> Iterator[tuple[tuple[int | str, ...], Clause]]:
        """The clauses written inside it, each with its path of keys in the pack."""

    def reason(self, standing: Standing) -> str | None:
        """A phrase that stands for all members, or None to let them speak."""
        return None

    def figures(self) -> Sequence[Leaf]:
        """The leaves whose counted figures the phrase shows, in order of its slots."""
        return ()


Model = TypeVar("Model", bound=PackModel)


def made(model: type[Model], **values: object) -> Model:
    """A clause made by another one from parts already checked, its fields given by name."""
    by_alias: dict[str, Any] = {model.model_fields[name].alias or name: value for name, value in values.items()}
    return cast("Model", model.model_construct(**by_alias))


def asked(owner: NDArray[np.int32], rows: Flags, wanted: Flags) -> Flags:
    """Rows in question that belong to wanted applicants."""
    return rows & wanted[owner]


def listed(names: Sequence[str], last: str = "or") -> str:
    """Names as a phrase: "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
