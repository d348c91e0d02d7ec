"""In which direction another value makes a clause easier or harder: said once, on the field that holds the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cache
from typing import Final, Literal, TypeAlias

from minqual.notation import Amount, NumberRange, PackModel, key_of
from minqual.values import DAYS_IN_YEAR

Effect: TypeAlias = Literal["easier", "harder"]


@dataclass(frozen=True, slots=True)
class Direction:
    """What another value of a field does to the clause: here, that nothing is certain, since it is another test.

    section: the section of the pack's vocabulary whose names it holds.
    """

    section: str = ""

    def effect(self, old: object, new: object) -> Effect | None:
        """The effect of one value in place of another, where it is certain whatever else the pack says."""
        return None


class Undeciding(Direction):
    """A value that decides nothing: it names, cites or explains."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Demand(Direction):
    """A value that is asked for: less of it is easier, and none is easiest.

    instead: where none is stated another rule holds in its stead, so that nothing is certain.
    """

    instead: bool = False

    def effect(self, old: object, new: object) -> Effect | None:
        return _of_amounts(old, new, more="harder", stated=None if self.instead else "harder")


@dataclass(frozen=True, slots=True)
class Allowance(Direction):
    """A value that is granted: more of it is easier, and none is hardest. instead: as for a demand."""

    instead: bool = False

    def effect(self, old: object, new: object) -> Effect | None:
        return _of_amounts(old, new, more="easier", stated=None if self.instead else "easier")


@dataclass(frozen=True, slots=True)
class LeastOrMost(Direction):
    """A least or a most of what a clause counts, which pairs of cases hold. upper: whether it is a most."""

    upper: bool = False

    def effect(self, old: object, new: object) -> Effect | None:
        return _of_amounts(old, new, more="easier" if self.upper else "harder", stated="harder")


class Shortfall(Allowance):
    """What may be lacking of the amount that a clause asks, and still be made up."""

    __slots__ = ()


SHORT: Final = (
    "a shortfall up to this is conditional; beside the place where the specification says so: "
    "`{up to: 4 months, source: {anchor: …}}`"
)
"""What is said of a field that holds a shortfall."""


@dataclass(frozen=True, slots=True)
class Limit(Direction):
    """A value that bounds what counts: more of it is easier, and no bound is easiest.

    afterwards: people see to it after appointment, and no record can be short of it.
    """

    afterwards: bool = False

    def effect(self, old: object, new: object) -> Effect | None:
        return _of_amounts(old, new, more="easier", stated="harder")


class Window(Limit):
    """The stretch of time up to the as-of date outside of which nothing counts."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FromHardest(Direction):
    """One of some words. words: from the hardest to the easiest. of: the field without which they mean nothing."""

    words: tuple[str, ...] = ()
    of: str = ""

    def effect(self, old: object, new: object) -> Effect | None:
        return _rising(self.words.index(str(old)), self.words.index(str(new)), "easier")


class Narrow(Direction):
    """A least, a most, or both: a span inside another is harder."""

    __slots__ = ()

    def effect(self, old: object, new: object) -> Effect | None:
        if not isinstance(old, NumberRange) or not isinstance(new, NumberRange) or old == new:
            return None
        inside, around = _lies_in(new, old), _lies_in(old, new)
        return "harder" if inside else "easier" if around else None


def _lies_in(inner: NumberRange, outer: NumberRange) -> bool:
    """Whether whatever lies in one span lies in another."""
    low = outer.least is None or (inner.least is not None and inner.least >= outer.least)
    return low and (outer.most is None or (inner.most is not None and inner.most <= outer.most))


class Welcome(Direction):
    """Names that count: more of them are easier, and none at all means any."""

    __slots__ = ()

    def effect(self, old: object, new: object) -> Effect | None:
        before, after = frozenset(names_in(old)), frozenset(names_in(new))
        if bool(before) != bool(after):
            return "harder" if after else "easier"
        return _of_sets(before, after, "easier")


class Barred(Direction):
    """Names that do not count: more of them are harder."""

    __slots__ = ()

    def effect(self, old: object, new: object) -> Effect | None:
        return _of_sets(frozenset(names_in(old)), frozenset(names_in(new)), "harder")


class Together(Direction):
    """Names of which each is asked for: more of them are harder."""

    __slots__ = ()

    def effect(self, old: object, new: object) -> Effect | None:
        return _of_sets(frozenset(names_in(old)), frozenset(names_in(new)), "harder")


@dataclass(frozen=True, slots=True)
class Parts(Direction):
    """A part or several, of which an easier one makes the whole easier. more: what one more of them does."""

    more: Effect | None = None

    def effect(self, old: object, new: object) -> Effect | None:
        return self.more if old is None else opposite(self.more) if new is None else None


ANOTHER: Final = Direction()
"""The direction of a field that states none."""


@cache
def directions(model: type[PackModel]) -> Mapping[str, Direction]:
    """The directions that the fields of a model state, by the names of the fields."""
    return {
        name: each
        for name, field in model.model_fields.items()
        for each in field.metadata
        if isinstance(each, Direction)
    }


@cache
def direction_of(model: type[PackModel], key: str) -> Direction:
    """The direction of the value under a key of a model."""
    return next((each for name, each in directions(model).items() if key_of(name) == key), ANOTHER)


def opposite(effect: Effect | None) -> Effect | None:
    """The effect of the change undone."""
    return None if effect is None else "harder" if effect == "easier" else "easier"


def names_in(value: object) -> Sequence[str]:
    """The names that the value of a field holds: one, a list of them, or the keys of amounts; or none."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, tuple | frozenset | Mapping) else ()


def measure(value: object) -> tuple[Fraction, str] | None:
    """A value with its unit, so that two in the same unit can be compared; None for what is no amount."""
    if isinstance(value, Amount):
        if value.of_weeks:
            return value.years * DAYS_IN_YEAR, "days"
        calendar = value.unit in {"years", "months"}
        return (value.years, "years") if calendar else (value.value, value.unit)
    if isinstance(value, IntEnum):
        return Fraction(int(value)), type(value).__name__
    return (Fraction(value), "") if isinstance(value, Fraction | int) else None


def _of_amounts(old: object, new: object, *, more: Effect, stated: Effect | None) -> Effect | None:
    """The effect of an amount in place of another. stated: that of one where there was none."""
    if old is None or new is None:
        return None if old is new else stated if old is None else opposite(stated)
    before, after = measure(old), measure(new)
    if before is None or after is None or before[1] != after[1]:
        return None
    return _rising(before[0], after[0], more)


def _of_sets(before: frozenset[str], after: frozenset[str], more: Effect) -> Effect | None:
    return more if before < after else opposite(more) if after < before else None


def _rising(old: Fraction | int, new: Fraction | int, more: Effect) -> Effect | None:
    return None if old == new else more if new > old else opposite(more)
