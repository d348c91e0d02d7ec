"""A mapping in a rule pack: its keys, what makes two of them one, and what parts of it get wrong together."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict


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

    beside_substance: ClassVar[frozenset[str]] = frozenset({"id", "source"})

    @cached_property
    def substance(self) -> str:
        """What makes two of them one: everything but where they stand and what they are called."""
        parts = sorted((name, _substance(value)) for name, value in self if name not in self.beside_substance)
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
    if isinstance(value, tuple) and any(isinstance(each, PackModel) for each in value):
        return ", ".join(map(_substance, value))
    return repr(value)


def same_substance(one: object, other: object) -> bool:
    """Whether two values say the same, wherever that stands."""
    return one == other or _substance(one) == _substance(other)


class Mistake(ValueError):
    """What parts of a mapping, each right by itself, get wrong together."""

    def __init__(self, found: str, expected: str) -> None:
        self.found, self.expected = found, expected
        super().__init__(expected)


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
