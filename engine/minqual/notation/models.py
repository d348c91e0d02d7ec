"""How a rule pack writes things down: amounts with their units, names and words, what may be lacking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, ClassVar, Final, Self, TypeVar

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from minqual.notation.cited_places import SourceEntry, Sources
from minqual.notation.pack_model import Mistake, PackModel
from minqual.values import DAYS_IN_YEAR, months_later, plain

Exact = TypeVar("Exact", "Amount", Fraction)


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount with the unit in which the pack states it."""

    value: Fraction
    unit: str

    def __hash__(self) -> int:
        return hash((*self.value.as_integer_ratio(), self.unit))

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit if self.value != 1 else self.unit.removesuffix('s')}"

    @property
    def years(self) -> Fraction:
        """A duration in years; one in weeks or days in years of 360 days, as time is counted."""
        if self.unit in _DAYS_OF:
            return self.value * _DAYS_OF[self.unit] / DAYS_IN_YEAR
        return self.value / 12 if self.unit == "months" else self.value

    @property
    def of_weeks(self) -> bool:
        """Whether it is an amount of weeks or of days, which are counted on the calendar."""
        return self.unit in _DAYS_OF

    def after(self, day: date) -> date:
        """The day so long after another: whole months, weeks or days later on the calendar."""
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The day so long before another."""
        return self._moved(day, -1)

    def _moved(self, day: date, way: int) -> date:
        try:
            if self.of_weeks:
                return day + timedelta(days=way * int(self.value * _DAYS_OF[self.unit]))
            return months_later(day, way * int(self.years * 12))
        except (ValueError, OverflowError):
            return date.min if way < 0 else date.max

    @property
    def of_units(self) -> bool:
        """Whether it is an amount of college units."""
        return self.unit.endswith("units")

    @property
    def of_either_system(self) -> bool:
        """Whether it is an amount of college units whose system is not printed."""
        return self.unit == "units"

    def semester(self, quarter_unit: Fraction) -> Fraction:
        """An amount of college units in semester units."""
        return self.value * quarter_unit if self.unit == "quarter units" else self.value


_DAYS_OF: Final = {"weeks": 7, "days": 1}
"""The days of a week and of a day."""


@dataclass(frozen=True, slots=True, repr=False)
class CitedAmount(Amount):
    """An amount with the place where the specification says it, which is no part of what it says."""

    source: Sources = ()  # type: ignore[assignment]  # never left out: an amount with none is no cited one

    def __repr__(self) -> str:
        return repr(Amount(self.value, self.unit))


class Lacking(PackModel):
    """What may be lacking of an amount, with where the specification says so."""

    up_to: Annotated[str, Field(description="a shortfall up to this is conditional")]
    source: Annotated[Sources | None, Field(description="where the specification says it")] = None


@dataclass(frozen=True)
class _Text:
    """A value that a pack writes as text. read: the value out of it."""

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """What reads the value, whatever type it becomes."""
        text, anything = core_schema.str_schema(), core_schema.any_schema()
        return core_schema.no_info_before_validator_function(self.read, anything, json_schema_input_schema=text)


@dataclass(frozen=True)
class _MayLack(_Text):
    """An amount by itself, or under `up to` beside its source."""

    read: Callable[[object], Amount]

    def cited(self, written: Lacking) -> Amount:
        """The amount that stands under `up to`."""
        try:
            amount = self.read(written.up_to)
        except Mistake:
            raise
        except ValueError as error:
            raise Mistake(repr(written.up_to), str(error)) from None
        return amount if written.source is None else CitedAmount(amount.value, amount.unit, written.source)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The amount, or the mapping."""
        amount = super().__get_pydantic_core_schema__(source, handler)
        stated = core_schema.no_info_after_validator_function(self.cited, handler.generate_schema(Lacking))
        return core_schema.tagged_union_schema(
            {"<amount>": amount, "<lacking>": stated},
            discriminator=lambda value: "<lacking>" if isinstance(value, Mapping) else "<amount>",
        )


_NUMBER: Final = r"(\d{1,6}(?:\.\d{1,3})?)"
_FORMS: Final = {
    "duration": (
        re.compile(rf"{_NUMBER}\s+(year|month)s?"),
        "{}s",
        "a duration such as 5 years, 2.5 years or 18 months",
    ),
    "weeks": (re.compile(rf"{_NUMBER}\s+(week)s?"), "{}s", "weeks such as 40 weeks"),
    "days": (re.compile(r"(\d{1,5})\s+(day)s?"), "{}s", "days such as 90 days"),
    "hours": (re.compile(rf"{_NUMBER}\s+(hour)s?"), "{}s", "hours such as 1040 hours"),
    "units": (
        re.compile(rf"{_NUMBER}\s+(semester|quarter)\s+units?"),
        "{} units",
        "units with their system, such as 60 semester units or 90 quarter units",
    ),
}


_FORMS["any units"] = (
    re.compile(rf"{_NUMBER}\s+(?:unit|credit)s?()"),
    "units",
    "units whose system is not printed, such as 50 units",
)
_MOST: Final = {
    "years": 80,
    "months": 960,
    "weeks": 4160,
    "days": 30_000,
    "hours": 170_000,
    "semester units": 2000,
    "quarter units": 3000,
    "units": 2000,
}
"""The most of each unit that a requirement can mean."""


def _amount(value: object, *forms: str) -> Amount:
    if isinstance(value, Amount):
        return value
    for form in forms:
        pattern, unit, _ = _FORMS[form]
        if isinstance(value, str) and (found := pattern.fullmatch(value)):
            amount = Amount(Fraction(found[1]), unit.format(found[2]))
            if amount.value > _MOST[amount.unit]:
                raise Mistake(f"{value!r}, more than anybody can have", f"at most {_MOST[amount.unit]} {amount.unit}")
            return amount
    if isinstance(value, str) and any(_FORMS[form][0].fullmatch(value) for form in ("weeks", "days")):
        raise Mistake(f"{value!r}", f"{_FORMS[forms[0]][2]}: {_OF_WEEKS}")
    raise ValueError(", or ".join(_FORMS[form][2] for form in forms) + _meant(value, forms))


def _meant(value: object, forms: Sequence[str]) -> str:
    """What may have been meant by an amount that cannot be read."""
    said = " ".join(value.split()).casefold() if isinstance(value, str) else ""
    word, _, unit = said.partition(" ")
    if word in _SPELLED:
        return f" (did you mean '{_SPELLED.index(word) + 1} {unit}'?)"
    if "duration" in forms and (said in {"any", "some"} or re.fullmatch(r"\d+ days?", said)):
        return "; 'takes in' asks for work however short"
    return ""


_SPELLED: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


_OF_WEEKS: Final = (
    "weeks stand under 'experience', 'unbroken' and their 'may lack', weeks and days under 'within', 'gap at most' and "
    "'expected within'"
)


def _some(amount: Exact) -> Exact:
    if (amount.value if isinstance(amount, Amount) else amount) == 0:
        msg = "an amount above zero"
        raise ValueError(msg)
    return amount


def _share(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    found = re.fullmatch(r"(\d{1,3}(?:\.\d)?)%", value) if isinstance(value, str) else None
    if found is None or not 0 < Fraction(found[1]) <= 100:
        msg = "a percentage such as 85%"
        raise ValueError(msg)
    return Fraction(found[1]) / 100


def exact_number(value: object) -> Fraction:
    """A number written as a whole, a decimal or a fraction: "14", "0.15", "2/3"; ValueError for anything else."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}(?:\.\d{1,6}|/[1-9]\d{0,5})?", value):
        return Fraction(value)
    msg = "a number such as 14, 0.15 or 2/3"
    raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class NumberRange:
    """What a number may be: at least so much, at most so much, or both."""

    least: Fraction | None
    most: Fraction | None

    def __str__(self) -> str:
        if self.least is None or self.most is None:
            return plain(self.least) if self.least is not None else f"at most {plain(self.most or Fraction(0))}"
        return f"{plain(self.least)} to {plain(self.most)}"

    @property
    def words(self) -> str:
        """The span in words: "3 or more", "at most 2", "2 to 5"."""
        return f"{self} or more" if self.most is None else str(self)


_SPAN: Final = re.compile(r"(?:at least )?(?P<least>\S+)|at most (?P<most>\S+)|(?P<from>\S+) to (?P<to>\S+)")


def span(value: object) -> NumberRange:
    """A span as a pack writes it; ValueError for anything else, Mistake where it holds nothing."""
    if isinstance(value, NumberRange):
        return value
    found = _SPAN.fullmatch(" ".join(value.split())) if isinstance(value, str) else None
    if found is None:
        msg = "a number such as 14, 0.15 or 2/3, at most 2, or 2 to 5"
        raise ValueError(msg)
    least, most = found["least"] or found["from"], found["most"] or found["to"]
    read = NumberRange(None if least is None else exact_number(least), None if most is None else exact_number(most))
    if read.least == 0:
        msg = "an amount above zero, or at most so much"
        raise ValueError(msg)
    if read.least is not None and read.most is not None and read.most < read.least:
        raise Mistake(repr(value), "the smaller number first")
    return read


def _amount_of(*forms: str) -> Callable[[object], Amount]:
    """What reads an amount in one of some forms."""
    return lambda value: _amount(value, *forms)


def _some_of(*forms: str) -> Callable[[object], Amount]:
    """What reads an amount above zero in one of some forms."""
    return lambda value: _some(_amount(value, *forms))


Duration = Annotated[Amount, _Text(_amount_of("duration"))]
"""A duration as a pack writes it: "5 years", "2.5 years", "18 months"."""

SomeDuration = Annotated[Amount, _Text(_some_of("duration"))]
"""A duration above zero."""

SomeWeeks = Annotated[Amount, _Text(_some_of("duration", "weeks"))]
"""A duration, also one in weeks, above zero."""

CalendarTime = Annotated[Amount, _Text(_some_of("duration", "weeks", "days"))]
"""A stretch of the calendar, in whole months, weeks or days, above zero."""

SomeTime = Annotated[Amount, _Text(_some_of("duration", "hours", "weeks"))]
"""A duration, also one in weeks, or a number of hours, above zero."""

Units = Annotated[Amount, _Text(_some_of("units"))]
"""An amount of college units as a pack writes it, always with its system; above zero."""

AnyUnits = Annotated[Amount, _Text(_amount_of("units", "any units"))]
"""An amount of college units, with its system or, where none is printed, without."""

SomeUnits = Annotated[Amount, _Text(_some_of("units", "any units"))]
"""The same, above zero."""

TimeOrUnits = Annotated[Amount, _Text(_some_of("duration", "units"))]
"""A duration or an amount of college units, above zero."""

Share = Annotated[Fraction, _Text(_share)]
"""A share of duties as a percentage: "85%"."""

Number = Annotated[Fraction, _Text(exact_number)]
"""An exact number: "14", "0.15", "2/3"."""

SomeNumber = Annotated[Fraction, _Text(lambda value: _some(exact_number(value)))]
"""An exact number above zero."""

SpanOfNumbers = Annotated[NumberRange, _Text(span)]
"""A least number, a most, or both: "3.0", "at most 2", "2 to 5"."""

LackingDuration = Annotated[Amount, _MayLack(_some_of("duration"))]
"""How much of a duration may be lacking."""

LackingTime = Annotated[Amount, _MayLack(_some_of("duration", "hours", "weeks"))]
"""How much of a duration or of hours may be lacking."""

LackingUnits = Annotated[Amount, _MayLack(_amount_of("units", "any units"))]
"""How much of an amount of college units may be lacking."""

LackingTimeOrUnits = Annotated[Amount, _MayLack(_some_of("duration", "units"))]
"""How much of a duration or of an amount of college units may be lacking."""

AnyNames = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""One name of the pack's vocabulary, a list of them, or none."""

Names = Annotated[AnyNames, Field(min_length=1)]
"""One name of the pack's vocabulary, or a list of them."""

WordList = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else [] if value is None else value),
]
"""The words that applicants use for a name: one, a list of them, or none."""


class Entry(PackModel):
    """A name of the vocabulary with more than its words beside it."""

    words: Annotated[WordList, Field(description="the words that applicants use for the name, besides itself")] = ()
    within: Annotated[
        str | None,
        Field(description="a name of the same section of which this is a part: a department within an employer"),
    ] = None


class Words(tuple[str, ...]):  # noqa: SLOT001  # a tuple with a value of its own has no slots
    """The words that applicants use for a name, besides the name itself. within: the name of which it is a part.

    entry: the mapping that says more than the words, with its mark in the path of a fault.
    """

    entry: ClassVar[tuple[str, type[Entry]]] = ("<entry>", Entry)
    within: str

    def __new__(cls, words: Iterable[str] = (), within: str = "") -> Self:
        """The words of a name."""
        made = super().__new__(cls, tuple(words))
        made.within = within
        return made

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and self.more == getattr(other, "more", {})

    __hash__ = tuple.__hash__

    def __getnewargs__(self) -> tuple[tuple[str, ...], str]:
        """What is pickled."""
        return tuple(self), self.within

    @property
    def more(self) -> Mapping[str, str]:
        """What is said of the name beside its words."""
        return {"within": self.within} if self.within else {}

    @property
    def understood(self) -> tuple[str, ...]:
        """What is said of the name: its words, and of what it is a part."""
        return (*self, *(f"{key} {value}" for key, value in self.more.items()))

    @classmethod
    def of(cls, written: tuple[str, ...] | Entry) -> Self:
        """The words of a name as they are written."""
        return cls(written.words, written.within or "") if isinstance(written, Entry) else cls(written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A list of words, or a mapping with what stands beside them."""
        mark, entry = cls.entry
        written = core_schema.tagged_union_schema(
            {"<words>": handler.generate_schema(WordList), mark: handler.generate_schema(entry)},
            discriminator=lambda value: mark if isinstance(value, Mapping | Entry) else "<words>",
        )
        return core_schema.no_info_after_validator_function(
            cls.of, written, serialization=core_schema.plain_serializer_function_ser_schema(_as_written)
        )


def _as_written(words: Words) -> object:
    return {"words": list(words), **words.more} if words.more else list(words)


def listed(names: Sequence[str], last: str = "or") -> str:
    """Names as a phrase: "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


ENTRIES: Final[Mapping[str, type[PackModel]]] = {
    "<entry>": Entry,
    "<source>": SourceEntry,
    "<sources>": SourceEntry,
    "<lacking>": Lacking,
}
"""The mappings that stand in place of a single text or a list, by their marks in the path of a report."""
