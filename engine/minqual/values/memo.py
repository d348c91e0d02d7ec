"""What is computed once from a value that never changes, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import attrgetter
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeAlias, TypeVar

MOST_KEPT: Final = 1 << 18
"""Values that are kept with one; then all are let go, and computed again when they are asked for."""

Kept: TypeAlias = dict[tuple[object, ...], Any]
"""What was computed, by the function that did and all that it was given: only this module puts such keys together."""


_NOTHING: Final[Any] = object()


class Keeper(Protocol):
    """A value with which is kept what was computed from it."""

    @property
    def kept(self) -> Kept:
        """What was computed so far."""


class Substantial(Protocol):
    """A value that says what it comes to: two of the same substance are one."""

    def substance(self) -> str:
        """What makes two of them one."""


K = TypeVar("K", bound=Keeper)
S = TypeVar("S", bound=Substantial)
P = ParamSpec("P")
T = TypeVar("T")


def _keep(kept: Kept, key: tuple[object, ...], made: T) -> T:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = made
    return made


def once(compute: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """A function computed once for all that it is given, kept with its first argument.

    The other arguments are the key, so that none that it hangs on can be left out: values that never change, equal
    where they say the same, or columns, which are themselves alone.
    """

    @wraps(compute)
    def known(keeper: K, /, *given: P.args, **named: P.kwargs) -> T:
        kept, key = keeper.kept, (compute, *given, *named.items())
        found: T = kept.get(key, _NOTHING)
        return _keep(kept, key, compute(keeper, *given, **named)) if found is _NOTHING else found

    return known


def once_each(compute: Callable[Concatenate[S, K, P], T]) -> Callable[Concatenate[S, K, P], T]:
    """A method computed once for all values of one substance, kept with its first argument; the others are as there."""
    return _by_substance(compute, lambda value: value)


def once_for(part: str) -> Callable[[Callable[Concatenate[S, K, P], T]], Callable[Concatenate[S, K, P], T]]:
    """The same for a method that is computed by a part of the value, of the same class, and sees nothing else of it."""
    return lambda compute: _by_substance(compute, attrgetter(part))


def _by_substance(
    compute: Callable[Concatenate[S, K, P], T], part: Callable[[S], S]
) -> Callable[Concatenate[S, K, P], T]:
    @wraps(compute)
    def known(value: S, keeper: K, /, *given: P.args, **named: P.kwargs) -> T:
        by = part(value)
        kept, key = keeper.kept, (compute, by.substance(), *given, *named.items())
        found: T = kept.get(key, _NOTHING)
        return _keep(kept, key, compute(by, keeper, *given, **named)) if found is _NOTHING else found

    return known
