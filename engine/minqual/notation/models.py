"""How a rule pack writes things down: mappings with known keys, amounts with their units, lists of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from minqual.values import DAYS_IN_YEAR, months_later, plain


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

    @cached_property
    def substance(self) -> str:
        """What makes two of them one: everything but where they stand and what they are called."""
        parts = sorted((name, _substance(value)) for name, value in self if name not in {"id", "source"})
        return f"{type(self).__name__}:{parts}"

    def __copy__(self) -> Self:
        """A copy without what was worked out from the fields: model_copy may change them."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def __getstate__(self) -> dict[Any, Any]:
        """What is pickled: the fields, without what was worked out from them."""
        state = super().__getstate__()
        stated = {name: value for name, value in self.__dict__.items() if name in type(self).model_fields}
        return {**state, "__dict__": stated}


def _substance(value: object) -> str:
    """What a value says, wherever that stands."""
    if isinstance(value, PackModel):
        return value.substance
    if isinstance(value, CitedAmount):
        return repr(Amount(value.value, value.unit))
    if isinstance(value, tuple) and any(isinstance(each, PackModel) for each in value):
        return ", ".join(map(_substance, value))
    return repr(value)


def same_substance(one: object, other: object) -> bool:
    """Whether two values say the same, wherever that stands."""
    return one == other or (type(one) is type(other) and _substance(one) == _substance(other))


class Mistake(ValueError):
    """What parts of a mapping, each right by itself, get wrong together."""

    def __init__(self, found: str, expected: str) -> None:
        self.found, self.expected = found, expected
        super().__init__(expected)


class Source(PackModel):
    """Where the class specification says it: a section, if the text has any, and words to find the sentence by."""

    section: Annotated[str, Field(description="the heading under which it stands")] = ""
    anchor: Annotated[str, Field(description="a few words, as printed, to find the sentence by")]

    @property
    def cited(self) -> str:
        """The place as it is cited: "Minimum Qualifications: five years of"."""
        return f"{self.section}: {self.anchor}" if self.section else self.anchor


def _anchors(value: object) -> object:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list | tuple):
        msg = "text, or a list of texts"
        raise ValueError(msg)  # noqa: TRY004  # pydantic turns a ValueError into a fault of the pack
    return value


Anchors = Annotated[tuple[str, ...], BeforeValidator(_anchors)]
"""Words to find sentences by: those of one sentence, or a list of them."""


class SourceEntry(PackModel):
    """Where the class specification says it, as it is written: a section, and words to find its sentences by."""

    section: Annotated[str, Field(description="the heading under which it stands")] = ""
    anchor: Annotated[Anchors, Field(description="a few words, as printed, to find the sentence by")] = ()
    anchors: Annotated[Anchors, Field(description="the same, where several sentences say it: a list")] = ()

    @model_validator(mode="after")
    def _found_by_something(self) -> SourceEntry:
        if not (self.anchor or self.anchors):
            raise Mistake("no 'anchor' here", "the key 'anchor', or 'anchors' with a list")
        return self

    @property
    def places(self) -> tuple[Source, ...]:
        """Each place by itself."""
        return tuple(made(Source, section=self.section, anchor=each) for each in (*self.anchor, *self.anchors))


class Sources(tuple[Source, ...]):
    """Where the class specification says something: one place or several, never none."""

    __slots__ = ()

    @property
    def section(self) -> str:
        """The section of the first place."""
        return self[0].section

    @property
    def anchor(self) -> str:
        """The words by which the first place is found."""
        return self[0].anchor

    @property
    def cited(self) -> str:
        """All places as they are cited, each section once: "Requirements: five years of; or two of them"."""
        told = [
            each.cited if place == 0 or each.section != self[place - 1].section else each.anchor
            for place, each in enumerate(self)
        ]
        return "; ".join(told)

    @property
    def said(self) -> str:
        """The words of all places together, as they are searched for what the specification says."""
        return " … ".join(each.anchor for each in self)

    @classmethod
    def of(cls, written: SourceEntry | Sequence[SourceEntry]) -> Self:
        """The places that are written: under one mapping, or in a list of them."""
        entries = [written] if isinstance(written, SourceEntry) else written
        return cls(dict.fromkeys(place for each in entries for place in each.places))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A mapping, or a list of them; a program may hand over the places themselves."""
        entry = handler.generate_schema(SourceEntry)
        written = core_schema.tagged_union_schema(
            {"<source>": entry, "<sources>": core_schema.list_schema(entry, min_length=1)},
            discriminator=lambda value: "<sources>" if isinstance(value, list) else "<source>",
        )
        return core_schema.no_info_wrap_validator_function(
            cls._read,
            core_schema.no_info_after_validator_function(cls.of, written),
            serialization=core_schema.plain_serializer_function_ser_schema(_sources_as_written),
        )

    @classmethod
    def _read(cls, value: object, read: Callable[[object], Any]) -> Any:  # noqa: ANN401  # what pydantic's handler returns
        if isinstance(value, Source):
            return cls((value,))
        given = isinstance(value, tuple) and len(value) > 0 and all(isinstance(each, Source) for each in value)
        return cls(value) if given else read(value)  # type: ignore[arg-type]  # a tuple of places, as was looked at


def _sources_as_written(sources: Sources) -> object:
    places = [{"section": each.section, "anchor": each.anchor} for each in sources]
    return places[0] if len(places) == 1 else places


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount with the unit in which the pack states it."""

    value: Fraction
    unit: str

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


@dataclass(frozen=True, slots=True)
class CitedAmount(Amount):
    """An amount with the place where the specification says it."""

    source: Sources = ()  # type: ignore[assignment]  # never left out: an amount with none is no cited one


class Lacking(PackModel):
    """What may be lacking of an amount, with where the specification says so."""

    up_to: Annotated[str, Field(description="a shortfall up to this is conditional")]
    source: Annotated[Sources | None, Field(description="where the specification says it")] = None


@dataclass(frozen=True)
class _MayLack:
    """An amount by itself, or under `up to` beside its source. read: the amount out of its text."""

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
        stated = core_schema.no_info_after_validator_function(self.cited, handler.generate_schema(Lacking))
        return core_schema.tagged_union_schema(
            {"<amount>": handler(source), "<lacking>": stated},
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


def _some(amount: Amount | Fraction) -> Amount | Fraction:
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


if TYPE_CHECKING:
    Duration: TypeAlias = Amount
    SomeDuration: TypeAlias = Amount
    SomeWeeks: TypeAlias = Amount
    CalendarTime: TypeAlias = Amount
    SomeTime: TypeAlias = Amount
    Units: TypeAlias = Amount
    AnyUnits: TypeAlias = Amount
    SomeUnits: TypeAlias = Amount
    TimeOrUnits: TypeAlias = Amount
    Share: TypeAlias = Fraction
    Number: TypeAlias = Fraction
    SomeNumber: TypeAlias = Fraction
    SpanOfNumbers: TypeAlias = NumberRange
    LackingDuration: TypeAlias = Amount
    LackingTime: TypeAlias = Amount
    LackingUnits: TypeAlias = Amount
    LackingTimeOrUnits: TypeAlias = Amount
else:

    def _written(read: Callable[[object], object], *checks: AfterValidator) -> Any:  # noqa: ANN401  # a type made at run time has none
        """A value that a pack writes as text."""
        return Annotated[Any, BeforeValidator(read, json_schema_input_type=str), *checks]

    Duration = _written(lambda value: _amount(value, "duration"))
    """A duration as a pack writes it: "5 years", "2.5 years", "18 months"."""

    SomeDuration = _written(lambda value: _amount(value, "duration"), AfterValidator(_some))
    """A duration above zero."""

    SomeWeeks = _written(lambda value: _amount(value, "duration", "weeks"), AfterValidator(_some))
    """A duration, also one in weeks, above zero."""

    CalendarTime = _written(lambda value: _amount(value, "duration", "weeks", "days"), AfterValidator(_some))
    """A stretch of the calendar, in whole months, weeks or days, above zero."""

    SomeTime = _written(lambda value: _amount(value, "duration", "hours", "weeks"), AfterValidator(_some))
    """A duration, also one in weeks, or a number of hours, above zero."""

    Units = _written(lambda value: _amount(value, "units"), AfterValidator(_some))
    """An amount of college units as a pack writes it, always with its system; above zero."""

    AnyUnits = _written(lambda value: _amount(value, "units", "any units"))
    """An amount of college units, with its system or, where none is printed, without."""

    SomeUnits = _written(lambda value: _amount(value, "units", "any units"), AfterValidator(_some))
    """The same, above zero."""

    TimeOrUnits = _written(lambda value: _amount(value, "duration", "units"), AfterValidator(_some))
    """A duration or an amount of college units, above zero."""

    Share = _written(_share)
    """A share of duties as a percentage: "85%"."""

    Number = _written(exact_number)
    """An exact number: "14", "0.15", "2/3"."""

    SomeNumber = _written(exact_number, AfterValidator(_some))
    """An exact number above zero."""

    SpanOfNumbers = _written(span)
    """A least number, a most, or both: "3.0", "at most 2", "2 to 5"."""

    def _lacking(read: Callable[[object], Amount], *checks: AfterValidator) -> Any:  # noqa: ANN401  # a type made at run time has none
        """A shortfall that a pack writes as text, or as a mapping with its source."""

        def checked(value: object) -> Amount:
            amount = read(value)
            for check in checks:
                amount = check.func(amount)
            return amount

        return Annotated[Any, BeforeValidator(checked, json_schema_input_type=str), _MayLack(checked)]

    LackingDuration = _lacking(lambda value: _amount(value, "duration"), AfterValidator(_some))
    """How much of a duration may be lacking."""

    LackingTime = _lacking(lambda value: _amount(value, "duration", "hours", "weeks"), AfterValidator(_some))
    """How much of a duration or of hours may be lacking."""

    LackingUnits = _lacking(lambda value: _amount(value, "units", "any units"))
    """How much of an amount of college units may be lacking."""

    LackingTimeOrUnits = _lacking(lambda value: _amount(value, "duration", "units"), AfterValidator(_some))
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


Model = TypeVar("Model", bound=PackModel)


def made(model: type[Model], **values: object) -> Model:
    """A value made by another one from parts already checked, its fields given by name."""
    by_alias: dict[str, Any] = {model.model_fields[name].alias or name: value for name, value in values.items()}
    return cast("Model", model.model_construct(**by_alias))


def with_value(model: Model, name: str, value: object) -> Model:
    """A model with another value in one field, left out where it is None; ValidationError where that is not allowed."""
    stated: dict[str, Any] = {}
    for each in model.model_fields_set:
        held = value if each == name else getattr(model, each)
        if each != name or value is not None:
            stated[type(model).model_fields[each].alias or each] = held
    return type(model).model_validate(stated)


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
