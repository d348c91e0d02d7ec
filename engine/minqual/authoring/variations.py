"""Clauses with one value inside them nudged: an amount smaller or larger, another choice or name, a part left out."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args, get_origin

from pydantic import ValidationError

from minqual.clauses import (
    FACTS,
    Barred,
    Clause,
    Direction,
    DueBy,
    HeldWhen,
    LeastOrMost,
    Limit,
    Shortfall,
    Undeciding,
    deadline,
    directions,
    names_in,
)
from minqual.counting import Sought
from minqual.notation import Amount, Model, PackModel, key_of, with_value
from minqual.packs import in_words

SMALLER: Final = "smaller"
LARGER: Final = "larger"
LEFT_OUT: Final = "left out"
ANOTHER_NAME: Final = "another name"

NamesOf: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""The names of a pack by section of its vocabulary, each with those that it stands for: itself, or those of a group.

Among them the facts of a job, each with its values from the lowest.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is another one.

    way: the keys to the value, entries of lists by number from 1. value: what stands there, in words. side: what
    became of it: smaller, larger, left out, another name, or the choice in its place. other: the value then. named:
    whether it is a name. one_with: what it stands in, where that may stand in several places of a pack.
    """

    way: tuple[str, ...]
    value: str
    side: str
    other: object
    named: bool = False
    one_with: Hashable = None

    def put(self, other: object, *keys: str) -> Change:
        """The same, seen from further out."""
        return replace(self, way=(*keys, *self.way), other=other)

    @property
    def model(self) -> PackModel:
        """The clause, or the part, with the value changed."""
        assert isinstance(self.other, PackModel)
        return self.other


def nudges(clause: Clause, names: NamesOf | None = None) -> Iterator[Change]:
    """Every value that a clause states, beside its bounds, nudged in every way that the notation allows.

    Of each side the furthest change comes first: what it does not change, a smaller one does not either. names: what
    the pack has names for; without them no name is changed.
    """
    return _inside(clause, names or {}, bounds=True)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A value that no record can show: the key to it, the value in words, and why."""

    key: str
    value: str
    why: str


def unseen(clause: Clause) -> Iterator[Unseen]:
    """The values of a clause that no record can show, so that no pair of cases can hold them."""
    for name, direction in directions(type(clause)).items():
        value = getattr(clause, name)
        if isinstance(direction, Limit) and direction.afterwards and value is not None:
            yield Unseen(key_of(name), in_words(value), "people see to it after appointment")


def _inside(model: PackModel, names: NamesOf, *, bounds: bool = False) -> Iterator[Change]:
    """The values of a model, nudged; bounds: without those that pairs of cases hold, which reach the whole clause."""
    for name, field in type(model).model_fields.items():
        key, direction = key_of(name), directions(type(model)).get(name)
        if name not in model.model_fields_set or isinstance(direction, Undeciding):
            continue
        if isinstance(direction, Limit) and direction.afterwards:
            continue
        value = getattr(model, name)
        bounding = isinstance(direction, Shortfall | LeastOrMost) or key == getattr(model, "kind", "")
        if direction is not None and direction.section == FACTS:
            changes = _told_otherwise(value, names.get(FACTS, {}))
        elif direction is not None and direction.section in names:
            changes = _renamed(key, value, direction, names[direction.section])
        elif isinstance(direction, DueBy):
            changes = _deadlines(value)
        elif bounds and bounding and isinstance(value, Amount | Fraction | str):
            continue
        else:
            choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
            changes = _changes(value, choices, names, optional=not field.is_required())
        for each in changes:
            changed = rebuilt(model, name, each.other)
            if changed is None:
                continue
            whole = bounds and bounding and (each.way or not each.named)
            put = each.put(changed) if whole else each.put(changed, key)
            alone = key == "after" and put.one_with is None
            yield replace(put, one_with=(put.way, repr(value))) if alone else put


def _deadlines(due: str) -> Iterator[Change]:
    """The changes of the days after filing up to which something may come."""
    when = deadline(due)
    for number in (when.number * 2, when.number + 1, when.number // 2, when.number - 1) if when.number else ():
        if number > 0:
            side = LARGER if number > when.number else SMALLER
            yield Change((), due, side, f"{number} {when.unit}{'' if number == 1 else 's'} after filing")


def _renamed(key: str, value: object, direction: Direction, known: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """The names in one field, each left out of several, and one by itself in turn by each other name."""
    if isinstance(value, Mapping):
        yield from _caps(value)
        return
    listed = names_in(value)
    for name in listed:
        rest = tuple(other for other in listed if other != name)
        members = known.get(name, ())
        for each in members if len(members) > 1 else ():
            fewer = (*rest, *(other for other in members if other != each))
            yield Change((), each, LEFT_OUT, fewer, named=True, one_with=("group", name))
        if rest:
            yield Change((), name, LEFT_OUT, rest, named=True, one_with=(key, listed))
        elif isinstance(direction, Barred):
            yield Change((), name, LEFT_OUT, None, named=True)
        else:
            others = [other for other in known if other != name]
            yield from (
                Change((), name, ANOTHER_NAME, other if isinstance(value, str) else (other,), named=True)
                for other in others
            )


def _told_otherwise(asked: Mapping[str, Sought], facts: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """What is asked of facts of a job, each left out, and asked for a little less and a little more."""
    for name, sought in asked.items():
        rest = {each: other for each, other in asked.items() if each != name}
        yield Change((name,), str(sought), LEFT_OUT, rest or None)
        for side, others in _sought_otherwise(sought.names, facts.get(name, ())):
            yield Change((name,), str(sought), side, {**asked, name: replace(sought, names=others)})


def _sought_otherwise(names: Sequence[str], values: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The values asked of a fact: each of several left out, one by itself by its neighbours, a number by one."""
    if len(names) > 1:
        yield from ((f"without {name}", tuple(other for other in names if other != name)) for name in names)
        return
    (name,) = names
    for place, value in enumerate(values):
        if name == value or name.startswith(f"{value} or "):
            near = ((SMALLER, place - 1), (LARGER, place + 1))
            yield from ((side, (values[at] + name[len(value) :],)) for side, at in near if 0 <= at < len(values))
    for found in re.finditer(r"\d+", name) if not values else ():
        for side, step in ((SMALLER, -1), (LARGER, 1)):
            yield side, (f"{name[: found.start()]}{int(found[0]) + step}{name[found.end() :]}",)


def _changes(value: object, choices: Sequence[str], names: NamesOf, *, optional: bool) -> Iterator[Change]:
    """The changes of the value of one key; choices: what else it could be."""
    words = in_words(value)
    if isinstance(value, Amount | Fraction | IntEnum):
        for side, other in _stepped(value):
            yield Change((), words, side, other)
        if optional:
            yield Change((), words, LEFT_OUT, None)
    elif isinstance(value, HeldWhen):
        for side, days in ((SMALLER, -365), (SMALLER, -1), (LARGER, 365), (LARGER, 1)) if value.day else ():
            yield Change((), words, side, value.later(days))
    elif isinstance(value, str):
        yield from (Change((), value, other, other) for other in choices if other != value)
    elif isinstance(value, PackModel):
        yield from _inside(value, names)
    elif isinstance(value, Mapping):
        yield from _caps(value)
    elif isinstance(value, tuple) and value and all(isinstance(part, PackModel) for part in value):
        yield from _entries(value, names)


def _caps(amounts: Mapping[str, object]) -> Iterator[Change]:
    """The changes of amounts by name, each of them and each left out."""
    for name, amount in amounts.items():
        if isinstance(amount, Amount):
            for side, other in _stepped(amount):
                yield Change((name,), in_words(amount), side, {**amounts, name: other})
            fewer = {each: other for each, other in amounts.items() if each != name}
            yield Change((name,), in_words(amount), LEFT_OUT, fewer)


def _entries(parts: Sequence[PackModel], names: NamesOf) -> Iterator[Change]:
    """The changes of a list of mappings: inside each, and each left out that is no clause of its own."""
    for place, part in enumerate(parts):
        number = str(place + 1)
        for each in _inside(part, names):
            yield each.put((*parts[:place], each.other, *parts[place + 1 :]), number)
        if not isinstance(part, Clause):
            yield Change((number,), _told(part), LEFT_OUT, (*parts[:place], *parts[place + 1 :]))


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
