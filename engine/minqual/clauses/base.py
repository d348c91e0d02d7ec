"""What every kind of clause is: fields that are its YAML, a standing for every applicant, and its reasons."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, TypeAlias, TypeVar, cast

import numpy as np
from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_plain_validator_function, simple_ser_schema, tagged_union_schema

from minqual._forking import built
from minqual.clauses.field_directions import Shortfall, Undeciding, directions, names_in
from minqual.clauses.findings import (
    RECORD,
    Assessment,
    Evidence,
    Gap,
    NamedQuestion,
    NotCounted,
    Question,
    Since,
    Wording,
    put_without_row,
)
from minqual.clauses.remedies import Remedy, remedies_in
from minqual.counting import CountingPolicy, Sought, Tally
from minqual.notation import Amount, PackModel, Path, Sources, key_of
from minqual.values import (
    AXIS_START,
    CONDITIONAL,
    DAYS_IN_YEAR,
    MET,
    Flags,
    Quantity,
    Standing,
    Standings,
    anywhere,
    as_decimal,
    axis_day,
    number_after,
    once_each,
    plain,
    threshold,
)

Gate = Literal["all", "any"] | int
"""How a group combines its members: all, any, or at least so many of them."""


ExampleRows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of one record, by table."""


ELSEWHERE: Final = "elsewhere"
"""An employer or a class that is none of those that a clause names."""


class NotBuilt(ValueError):
    """A clause for which no record can be built; its message says which kind."""


@dataclass(frozen=True, slots=True)
class Making:
    """What rows are made with. stop: the last day of work. groups: the pack's. units_in_a_year: the policy's.

    today: the as-of date. full_time: the policy's hours a week.
    """

    stop: date
    groups: Mapping[str, Sequence[str]]
    units_in_a_year: Fraction
    today: date
    full_time: Fraction = Fraction(40)

    def words(self, provision: Provision) -> dict[tuple[str, str], str]:
        """The first name under each section and key; of a group, its first kind."""
        found: dict[tuple[str, str], str] = {}
        for key, section, name in provision.asked_names():
            found.setdefault((section, key), self.groups.get(name, (name,))[0])
        return found

    def to_come(self, rows: ExampleRows, says: str) -> Iterator[Remedy]:
        """Rows that meet a clause, as things that are still to come."""
        return remedies_in(rows, says, self.today.isoformat(), plain(self.full_time))

    def before(self, provision: Provision) -> Iterator[Remedy]:
        """What is still to come of what must be met before time counts."""
        after: Clause | None = getattr(provision, "after", None)
        for clause in after.all_inside() if after else ():
            if isinstance(clause, Leaf):
                found = clause.remedies(getattr(clause, clause.kind, None), self)
                yield from (each.on(self.today.isoformat()) for each in found)

    def counting(self, leaf: Leaf, needed: Amount | None) -> ExampleRows:
        """Work or study, whichever a clause counts: work where it names any."""
        works = any(section in {"kinds", "classes", "employers"} for section, _ in self.words(leaf))
        if needed is not None and works:
            timed = needed.of_weeks or needed.unit in {"years", "months"}
            return self.work(leaf, needed.years if timed else Fraction(1))
        if needed is not None and "education" in leaf.draws_on():
            units = needed if needed.of_units else Amount(needed.years * self.units_in_a_year, "semester units")
            return self.study(leaf, units)
        msg = f"no record can be built for a clause of the kind {leaf.kind!r}"
        raise NotBuilt(msg)

    def work(self, provision: Provision, years: Fraction) -> ExampleRows:
        """Full-time work for so many years, up to the last day."""
        words, stop = self.words(provision), self.stop
        begin = axis_day(number_after(stop) - ceil(years * DAYS_IN_YEAR)) or date(stop.year - ceil(years), 1, 1)
        job = {"start": begin.isoformat(), "end": stop.isoformat(), "hours_per_week": "40"}
        for column, named in (("employer", ("employers", "employer")), ("class_code", ("classes", "class"))):
            job |= {column: words[named]} if named in words else {}
        barred = (("employer", ("employers", "not employer")), ("class_code", ("classes", "not class")))
        job |= {column: ELSEWHERE for column, named in barred if named in words and column not in job}
        kinds = [words["kinds", key] for key in ("in", "rows count", "also in") if ("kinds", key) in words]
        every = [name for key, section, name in provision.asked_names() if key in {"in all of", "takes in"}]
        kinds += [self.groups.get(name, (name,))[0] for name in every]
        job["kinds"] = ";".join(dict.fromkeys(kinds)) or "other work"
        where: Mapping[str, Sought] = getattr(provision, "where", {})
        if where:
            job["facts"] = ";".join(f"{name}: {asked.example}" for name, asked in where.items())
        for jobs in getattr(provision, "leaving_out", ()):
            job |= jobs.missed(job)
        after: Clause | None = getattr(provision, "after", None)
        return {"experience": [job], **(after.held_before(begin.year, self) if after else {})}

    def study(self, provision: Provision, units: Amount) -> ExampleRows:
        """Study of so many units, at the level that is asked."""
        level, subject = getattr(provision, "level", None), self.words(provision).get(("subjects", "in"))
        degree = {"level": level.word, "conferred": "no"} if level else {"level": "some college"}
        system = "quarter_units" if units.unit == "quarter units" else "semester_units"
        named = {"subject": subject} if subject else {}
        return {"education": [{**degree, **named, system: as_decimal(ceil(units.value * 1000))}]}


SaidIn: TypeAlias = Annotated[
    Sources | None, Field(description="where the specification says it: one place or a list of them"), Undeciding()
]
"""The field of a clause, or of a part of one, that says where the specification says it."""


@dataclass(frozen=True, slots=True)
class WaysToRead:
    """Words of a pack that can be read in several ways, until a person says which of them holds.

    choices: the answers that there are, each with the fields of the provision that it changes.
    """

    ask: str
    choices: Mapping[str, Mapping[str, object]]


class Provision(PackModel):
    """What a requirement is made of: a clause, a term of a total, a row of a table.

    Each of its fields states its direction. tables: those that it draws on itself. barring: what it names does not
    count.
    """

    tables: ClassVar[tuple[str, ...]] = ()
    barring: ClassVar[bool] = False

    def parts(self) -> Iterator[tuple[Path, Provision]]:
        """The provisions written directly in it, each with its keys in the pack."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Provision):
                yield (key_of(name),), value
            elif isinstance(value, tuple):
                yield from (
                    ((key_of(name), place), part) for place, part in enumerate(value) if isinstance(part, Provision)
                )

    def ways_to_read(self) -> WaysToRead | None:
        """How its own words can be read, where the specification leaves that open."""
        return None

    def every_way_to_read(self) -> Iterator[WaysToRead]:
        """How its words, and those of its parts, can be read."""
        own = self.ways_to_read()
        yield from () if own is None else (own,)
        for _, part in self.parts():
            yield from part.every_way_to_read()

    def inner(self) -> Iterator[tuple[Path, Clause]]:
        """The clauses written inside it, but for those inside them, each with its path of keys in the pack."""
        for path, part in self.parts():
            if isinstance(part, Clause):
                yield path, part
            else:
                yield from (((*path, *step), clause) for step, clause in part.inner())

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Words of the pack's vocabulary that it uses, but for the clauses inside it: (key, section, name)."""
        yield from self._named(barring=True)

    def asked_names(self) -> Iterator[tuple[str, str, str]]:
        """The same without those of parts that say what does not count."""
        yield from self._named(barring=False)

    def _named(self, *, barring: bool) -> Iterator[tuple[str, str, str]]:
        for field, direction in directions(type(self)).items():
            if direction.section:
                yield from ((key_of(field), direction.section, name) for name in names_in(getattr(self, field)))
        for _, part in self.parts():
            if not isinstance(part, Clause) and (barring or not part.barring):
                yield from part._named(barring=barring)  # noqa: SLF001  # a part of its own kind

    def draws_on(self) -> frozenset[str]:
        """The tables that it and all inside it draw on."""
        return frozenset(self.tables).union(*(part.draws_on() for _, part in self.parts()))

    def columns(self) -> Iterator[str]:
        """The columns that it and all inside it need beside those of its names, and not every clause of its tables."""
        for _, part in self.parts():
            yield from part.columns()

    def asks(self) -> Iterator[NamedQuestion]:
        """The questions in the answers table that it and all inside it ask."""
        for _, part in self.parts():
            yield from part.asks()


class Clause(Provision):
    """A requirement or a combination of them. kind: the key that introduces it in a pack.

    reaches: the highest standing that it can have. by_person: a person decides it, whatever the record says. decidable:
    a person may decide it for an applicant, where the record leaves it to them.
    """

    kind: ClassVar[str]
    reaches: ClassVar[Standing] = Standing.MET
    by_person: ClassVar[bool] = False
    decidable: ClassVar[bool] = False

    id: Annotated[
        str | None, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="a name for the clause"), Undeciding()
    ] = None
    source: SaidIn = None

    @abstractmethod
    def says(self) -> str:
        """The clause restated in our own words."""

    def outline(self) -> tuple[str, tuple[str, ...]]:
        """The clause as an outline shows it: its words, and those of parts that are no clauses, one by one."""
        return self.says(), ()

    def all_inside(self) -> Iterator[Clause]:
        """The clause, and every one written inside it, at any depth."""
        yield self
        for _, clause in self.inner():
            yield from clause.all_inside()

    def held_before(self, year: int, making: Making) -> ExampleRows:
        """A record by which it was met before a year, where there is a simple one."""
        return {}

    def dated(self) -> bool:
        """Whether it can be said since when it is met."""
        return False

    def since(self, tally: Tally) -> Since:
        """Since when it is met; where that cannot be said, perhaps ever since and certainly never."""
        never = np.full(tally.count, tally.spells.cut, dtype=np.int64)
        return Since(never, np.full(tally.count, AXIS_START, dtype=np.int64))

    @once_each
    def known_since(self, tally: Tally) -> Since:
        """Since when it is met, told once."""
        return self.since(tally)


def _read_as(kind: type[Clause], value: object) -> Clause:
    return built(kind).model_validate(value)


if TYPE_CHECKING:
    AnyClause = Clause
else:

    class AnyClause:
        """Any clause, told apart by the key that introduces it: the kinds are known when a pack is first read."""

        @classmethod
        def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
            """The union of all registered kinds, each made ready when a clause of it is first read."""
            from minqual.clauses import BY_KIND, kind_of, tag

            kinds: dict[Any, CoreSchema] = {
                tag(name): no_info_plain_validator_function(partial(_read_as, kind)) for name, kind in BY_KIND.items()
            }
            return tagged_union_schema(
                kinds,
                kind_of,
                custom_error_type="clause_kind",
                custom_error_message="one clause",
                serialization=simple_ser_schema("any"),
            )

        @classmethod
        def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
            """One of kinds that are not listed here: whoever writes the schema of a file defines a clause once."""
            return {"oneOf": []}


class Leaf(Clause):
    """A clause that is decided by the record itself.

    last_resort: it is asked about only where no other clause could do instead. recorded: what it asks for stands in a
    record, so that it can be missing there. before_parts: the words of it behind which its parts follow, if they do.
    """

    last_resort: ClassVar[bool] = False
    recorded: ClassVar[bool] = True
    before_parts: ClassVar[str] = ""

    @abstractmethod
    def assess(self, tally: Tally) -> Assessment:
        """The standing of every applicant."""

    @abstractmethod
    def reason(self, standing: Standing) -> Wording:
        """Why it stands there; COUNTED stands where the counted figure goes."""

    @once_each
    def assessed(self, tally: Tally) -> Assessment:
        """The same, told once for all tests that ask the same."""
        return self.assess(tally)

    def called(self) -> str:
        """What is asked for, as a person would name it."""
        return self.says()

    @property
    def shortfall(self) -> Amount | None:
        """What may be lacking of the amount that it asks, and still be made up."""
        stated = (name for name, each in directions(type(self)).items() if isinstance(each, Shortfall))
        return next((getattr(self, name) for name in stated), None)

    def enough(self) -> Iterator[Leaf]:
        """Tests of which any one is enough for it, beside itself."""
        yield from ()

    def holding(self) -> Iterator[Leaf]:
        """Tests that hold whenever it does, beside itself."""
        yield from ()

    def quarter_unit(self, policy: CountingPolicy) -> Fraction:
        """What a quarter unit is worth in it, in semester units."""
        return policy.quarter_unit

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        """A record that meets it; needed: the amount that it asks, where it asks one."""
        return making.counting(self, needed) if self.draws_on() else {}

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        """What is still to come that would bring it to be met, or help to: nothing of the past, nor a person's say.

        needed: as for an example.
        """
        try:
            rows = self.example(needed, making)
        except NotBuilt:
            return
        yield from making.to_come({table: rows.get(table, ()) for table in self.tables}, self.measured)
        yield from making.before(self)

    @property
    def measured(self) -> str:
        """What it asks for, without how much of it."""
        return self.called()

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        """The open facts that keep the wanted applicants from a firm standing."""
        yield from ()

    def evidence(self, tally: Tally, applicant: int) -> Iterable[Evidence]:
        """The rows that bear on the clause for one applicant."""
        return ()

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        """What is on record and counts for nothing, each row under the first thing that it fails."""
        yield from ()

    def assumptions(self, tally: Tally, applicant: int) -> Iterable[str]:
        """What was settled by assumption for one applicant."""
        return ()

    def since_when(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        """The open facts that keep it from being said since when it is met, where it is dated."""
        yield from ()

    def __hash__(self) -> int:
        return hash((type(self), self.id, self.says()))


@dataclass(frozen=True, slots=True)
class Member:
    """A clause inside a group, with the last part of its id."""

    slug: str
    clause: Clause


class Group(Clause):
    """A clause that combines others.

    must_hold: which of its members. depends_on: of two members, that on which it depends how much of the first is
    needed, and of the second.
    last_tells: what is needed for it is told of its last member alone. lacks_last: what is lacking is.
    """

    must_hold: ClassVar[Gate] = "all"
    depends_on: ClassVar[tuple[str, ...]] = ()
    last_tells: ClassVar[bool] = False
    lacks_last: ClassVar[bool] = False

    @property
    def points(self) -> bool:
        """Whether its own words only point at its members."""
        return False

    def gate(self) -> Gate:
        """Which of its members must hold."""
        return self.must_hold

    @abstractmethod
    def members(self) -> Sequence[Member]:
        """The combined clauses, in pack order."""


Whole = TypeVar("Whole")


def remade(part: Whole, change: Callable[[PackModel], Mapping[str, object]]) -> Whole:
    """A model, or a tuple of models, with other values in fields of it and of those inside it; itself where none is.

    change: the fields of one model that have another value.
    """
    whole: Any = part
    if isinstance(whole, tuple):
        parts = [remade(each, change) for each in whole]
        same = all(new is old for new, old in zip(parts, whole, strict=True))
        return part if same else cast("Whole", tuple(parts))
    if not isinstance(whole, PackModel):
        return part
    values: dict[str, object] = {}
    for name in type(whole).model_fields:
        value = getattr(whole, name)
        if isinstance(value, PackModel | tuple) and (new := remade(value, change)) is not value:
            values[name] = new
    values |= change(whole)
    return cast("Whole", whole.model_copy(update=values)) if values else part


def standing_of(clause: Clause, tally: Tally) -> Standings:
    """How a clause and all inside it stand, for every applicant."""
    if isinstance(clause, Leaf):
        return clause.assess(tally).standings
    assert isinstance(clause, Group)
    parts, gate = np.stack([standing_of(member.clause, tally) for member in clause.members()]), clause.gate()
    place = -gate if isinstance(gate, int) else {"all": 0, "any": -1}[gate]
    found: Standings = np.sort(parts, axis=0)[place]
    return found


def weighed(
    counted: Quantity, amount: Amount, needed: Fraction, short_by: Fraction | None, forgiven: Fraction = Fraction(0)
) -> Assessment:
    """A quantity against what is needed. amount: what that is; needed and the rest: in the unit that is counted.

    forgiven: a shortfall that passes (a policy's rounding). short_by: one that passes later, and is conditional.
    """
    standings = attained(counted, needed, short_by, forgiven)
    if not forgiven:
        return Assessment(standings, counted, amount)
    rounded = standings != attained(counted, needed, short_by, Fraction(0))
    return Assessment(standings, counted, amount, forgiven, rounded if anywhere(rounded) else None)


def attained(counted: Quantity, needed: Fraction, short_by: Fraction | None, forgiven: Fraction) -> Standings:
    """How a quantity stands against what is needed, all in its unit and as in `weighed`."""
    standings = threshold(counted.low, counted.high, least(needed - forgiven if forgiven else needed, counted))
    if short_by is not None:
        later = threshold(counted.low, counted.high, least(needed - short_by - forgiven, counted))
        standings = np.where(standings == MET, standings, np.minimum(later, CONDITIONAL))
    return standings


def least(needed: Fraction, counted: Quantity) -> int:
    """The smallest whole number of a quantity's parts that makes up an amount."""
    return -(-needed.numerator * counted.scale // needed.denominator)


def is_needed(amount: Amount) -> str:
    """What is needed as a statement: "5 years are needed"."""
    return f"{amount} {'is' if amount.value == 1 else 'are'} needed"


def counted_words(  # each is a part of one statement
    what: str, standing: Standing, needed: str, lack: Amount | None, made_of: str = "", *, short: str
) -> Wording:
    """What was counted and what is needed of it; where that may be made up later, how much may."""
    if standing is Standing.CONDITIONAL and lack is not None:
        later = f" (up to {lack} of what is needed may still be completed before appointment)"
        what, short = what + later, short + later
    return Wording(what, shown=True, where=needed, made_of=made_of, short=short)


def unsettled(what: str) -> str:
    """That it is open whether something is on record."""
    return f"{RECORD} does not settle whether there is {what}"


def unsettled_in_short(what: str) -> str:
    """The same in few words."""
    return f"{what} is not certain"


def without_article(name: str) -> str:
    """What is called by a name, to be put behind "no": "a bachelor's degree" is "bachelor's degree"."""
    return next((name.removeprefix(word) for word in ("a ", "an ", "some ") if name.startswith(word)), name)


def with_article(name: str) -> str:
    """A name with its article: by its first letter, which tells the sound often enough."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def to_be_completed(needed: Amount, called: str, wanted: Flags) -> Iterator[Question]:
    """Whether those who may make up a shortfall of something will do so in time. called: what, with its amount."""
    if not anywhere(wanted):
        return
    ask = f"Will {called} be complete before appointment?"
    if needed.of_units:
        yield put_without_row("education", "semester_units", ask, "applicant", wanted, Gap.UNITS)
    else:
        yield put_without_row("experience", "end", ask, "applicant", wanted, Gap.END)
