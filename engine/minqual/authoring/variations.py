"""Clauses with one value inside them nudged: an amount smaller or larger, another choice, a part left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Final, Literal, get_args, get_origin

from pydantic import ValidationError

from minqual.clauses import Clause, HeldWhen, Limit, Shortfall, Undeciding, directions
from minqual.notation import Amount, Model, PackModel, key_of, with_value
from minqual.packs import in_words

SMALLER: Final = "smaller"
LARGER: Final = "larger"
LEFT_OUT: Final = "left out"


@dataclass(frozen=True, slots=True)
class Nudge:
    """A clause, or a part of one, with one value changed.

    way: the keys to the value, entries of lists by number from 1. value: what stands there, in words. side: what
    became of it: smaller, larger, left out, or the choice in its place.
    """

    way: tuple[str, ...]
    value: str
    side: str
    model: PackModel


def nudges(clause: Clause) -> Iterator[Nudge]:
    """Every value that a clause states, beside its bounds, nudged in every way that the notation allows.

    Of each side the furthest change comes first: what it does not change, a smaller one does not either.
    """
    yield from _inside(clause, bounds=True)


def _inside(model: PackModel, *, bounds: bool = False) -> Iterator[Nudge]:
    """The values of a model, nudged; bounds: without those that pairs of cases hold, which reach the whole clause."""
    for name, field in type(model).model_fields.items():
        key, direction = key_of(name), directions(type(model)).get(name)
        if name not in model.model_fields_set or isinstance(direction, Undeciding):
            continue
        if isinstance(direction, Limit) and direction.afterwards:
            continue
        value, bounding = getattr(model, name), isinstance(direction, Shortfall) or key == getattr(model, "kind", "")
        if bounds and bounding and isinstance(value, Amount | Fraction | str):
            continue
        choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
        for way, says, side, other in _changes(value, choices, optional=not field.is_required()):
            changed = rebuilt(model, name, other)
            if changed is not None:
                yield Nudge(way if bounds and bounding else (key, *way), says, side, changed)


Change = tuple[tuple[str, ...], str, str, object]
"""A changed value: the way to what was changed in it, that in words, the side, and the value."""


def _changes(value: object, choices: Sequence[str], *, optional: bool) -> Iterator[Change]:
    """The changes of the value of one key; choices: what else it could be."""
    words = in_words(value)
    if isinstance(value, Amount | Fraction | IntEnum):
        for side, other in _stepped(value):
            yield (), words, side, other
        if optional:
            yield (), words, LEFT_OUT, None
    elif isinstance(value, HeldWhen):
        for side, days in ((SMALLER, -365), (SMALLER, -1), (LARGER, 365), (LARGER, 1)) if value.day else ():
            yield (), words, side, value.later(days)
    elif isinstance(value, str):
        yield from (((), value, other, other) for other in choices if other != value)
    elif isinstance(value, PackModel):
        yield from ((each.way, each.value, each.side, each.model) for each in _inside(value))
    elif isinstance(value, Mapping):
        yield from _caps(value)
    elif isinstance(value, tuple) and value and all(isinstance(part, PackModel) for part in value):
        yield from _entries(value)


def _caps(amounts: Mapping[str, object]) -> Iterator[Change]:
    """The changes of amounts by name, each of them and each left out."""
    for name, amount in amounts.items():
        if isinstance(amount, Amount):
            for side, other in _stepped(amount):
                yield (name,), in_words(amount), side, {**amounts, name: other}
            fewer = {each: other for each, other in amounts.items() if each != name}
            yield (name,), in_words(amount), LEFT_OUT, fewer


def _entries(parts: Sequence[PackModel]) -> Iterator[Change]:
    """The changes of a list of mappings: inside each, and each left out that is no clause of its own."""
    for place, part in enumerate(parts):
        number = str(place + 1)
        for each in _inside(part):
            yield (number, *each.way), each.value, each.side, (*parts[:place], each.model, *parts[place + 1 :])
        if not isinstance(part, Clause):
            yield (number,), _told(part), LEFT_OUT, (*parts[:place], *parts[place + 1 :])


def _told(part: PackModel) -> str:
    says = getattr(part, "says", None)
    return str(says()) if says is not None else in_words(part)


def _stepped(value: Amount | Fraction | IntEnum) -> Iterator[tuple[str, Amount | Fraction | IntEnum]]:
    """A value made smaller and larger, the furthest first."""
    if isinstance(value, IntEnum):
        kind = type(value)
        yield from ((SMALLER, each) for each in kind if 0 < each < value)
        yield from ((LARGER, each) for each in reversed(kind) if each > value)
    elif isinstance(value, Amount):
        for side, number, unit in _amounts(value):
            yield side, Amount(number, unit)
    else:
        step = Fraction(1) if value.denominator == 1 and value > 1 else Fraction(1, 100)
        most = Fraction(1) if value < 1 else None
        others = [value / 2, value * 2, value - 1, value + 1, value - step, value + step]
        others += [most] if most is not None and value * 2 > most else []
        for number in others:
            if number > 0 or (number == 0 and value.denominator == 1):
                yield (SMALLER if number < value else LARGER), number


def _amounts(amount: Amount) -> Iterator[tuple[str, Fraction, str]]:
    value, unit = amount.value, amount.unit
    forms = [(value / 2, unit), (value * 2, unit)] if value else []
    forms += [(value - 1, unit), (value + 1, unit)]
    if unit == "years":
        forms += [(value * 12 - 1, "months"), (value * 12 + 1, "months")]
    for number, its in forms:
        if number >= 0:
            own = number / 12 if its != unit else number
            yield (SMALLER if own < value else LARGER), number, its


def rebuilt(model: Model, name: str, value: object) -> Model | None:
    """A model with another value in one field, None where the notation does not allow it."""
    try:
        return with_value(model, name, value)
    except ValidationError:
        return None
