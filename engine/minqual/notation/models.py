"""How a rule pack writes things down: mappings with known keys, amounts with their units, lists of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, TypeAlias, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from minqual.values import plain


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
        parts = sorted((name, repr(value)) for name, value in self if name not in {"id", "source"})
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


_NUMBER: Final = r"(\d{1,6}(?:\.\d{1,3})?)"
_FORMS: Final = {
    "duration": (
        re.compile(rf"{_NUMBER}\s+(year|month)s?"),
        "{}s",
        "a duration such as 5 years, 2.5 years or 18 months",
    ),
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
    SomeTime: TypeAlias = Amount
    Units: TypeAlias = Amount
    AnyUnits: TypeAlias = Amount
    TimeOrUnits: TypeAlias = Amount
    Share: TypeAlias = Fraction
    Number: TypeAlias = Fraction
    SomeNumber: TypeAlias = Fraction
    SpanOfNumbers: TypeAlias = NumberRange
else:

    def _written(read: Callable[[object], object], *checks: AfterValidator) -> Any:  # noqa: ANN401  # a type made at run time has none
        """A value that a pack writes as text."""
        return Annotated[Any, BeforeValidator(read, json_schema_input_type=str), *checks]

    Duration = _written(lambda value: _amount(value, "duration"))
    """A duration as a pack writes it: "5 years", "2.5 years", "18 months"."""

    SomeDuration = _written(lambda value: _amount(value, "duration"), AfterValidator(_some))
    """A duration above zero."""

    SomeTime = _written(lambda value: _amount(value, "duration", "hours"), AfterValidator(_some))
    """A duration or a number of hours, above zero."""

    Units = _written(lambda value: _amount(value, "units"), AfterValidator(_some))
    """An amount of college units as a pack writes it, always with its system; above zero."""

    AnyUnits = _written(lambda value: _amount(value, "units", "any units"))
    """An amount of college units, with its system or, where none is printed, without."""

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
    """The words that applicants use for a name, besides the name itself. within: the name of which it is a part."""

    within: str

    def __new__(cls, words: Iterable[str] = (), within: str = "") -> Self:
        """The words of a name."""
        made = super().__new__(cls, tuple(words))
        made.within = within
        return made

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and self.within == getattr(other, "within", "")

    __hash__ = tuple.__hash__

    def __getnewargs__(self) -> tuple[tuple[str, ...], str]:
        """What is pickled."""
        return tuple(self), self.within

    @property
    def understood(self) -> tuple[str, ...]:
        """What is said of the name: its words, and of what it is a part."""
        return (*self, f"within {self.within}") if self.within else tuple(self)

    @classmethod
    def of(cls, written: tuple[str, ...] | Entry) -> Self:
        """The words of a name as they are written."""
        return cls(written.words, written.within or "") if isinstance(written, Entry) else cls(written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A list of words, or a mapping with what stands beside them."""
        written = core_schema.tagged_union_schema(
            {"<words>": handler.generate_schema(WordList), "<entry>": handler.generate_schema(Entry)},
            discriminator=lambda value: "<entry>" if isinstance(value, Mapping | Entry) else "<words>",
        )
        return core_schema.no_info_after_validator_function(
            cls.of, written, serialization=core_schema.plain_serializer_function_ser_schema(_as_written)
        )


def _as_written(words: Words) -> object:
    return {"words": list(words), "within": words.within} if words.within else list(words)


Model = TypeVar("Model", bound=PackModel)


def made(model: type[Model], **values: object) -> Model:
    """A value made by another one from parts already checked, its fields given by name."""
    by_alias: dict[str, Any] = {model.model_fields[name].alias or name: value for name, value in values.items()}
    return cast("Model", model.model_construct(**by_alias))


def listed(names: Sequence[str], last: str = "or") -> str:
    """Names as a phrase: "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
