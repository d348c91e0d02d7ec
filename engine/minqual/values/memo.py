"""What is computed once from a value that never changes, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import attrgetter
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeAlias, TypeVar, cast

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

    @property
    def substance(self) -> str:
        """What makes two of them one."""


K = TypeVar("K", bound=Keeper)
S = TypeVar("S", bound=Substantial)
P = ParamSpec("P")
T = TypeVar("T")


def _without_defaults(compute: Callable[..., Any]) -> None:
    """Refuse a function of which an argument may be left out: left out and given, it would be two keys."""
    if compute.__defaults__ or compute.__kwdefaults__:
        msg = f"{compute.__qualname__}: an argument that may be left out"
        raise TypeError(msg)


def _keep(kept: Kept, key: tuple[object, ...], made: T) -> T:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = made
    return made


def once(compute: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """A function computed once for all that it is given, kept with its first argument.

    The other arguments, given by place, are the key, so that none that it hangs on can be left out: values that never
    change, equal where they say the same, or columns, which are themselves alone.
    """
    _without_defaults(compute)
    made: Callable[..., T] = compute
    alone = (compute,)

    @wraps(compute)
    def known(keeper: Any, /, *given: Any) -> Any:  # noqa: ANN401  # typed as what it stands for
        kept, key = keeper.kept, alone + given
        found = kept.get(key, _NOTHING)
        return _keep(kept, key, made(keeper, *given)) if found is _NOTHING else found

    @wraps(compute)
    def known_by_itself(keeper: Any, /) -> Any:  # noqa: ANN401  # as above
        found = keeper.kept.get(alone, _NOTHING)
        return _keep(keeper.kept, alone, made(keeper)) if found is _NOTHING else found

    return cast("Callable[Concatenate[K, P], T]", known if compute.__code__.co_argcount > 1 else known_by_itself)


def once_each(compute: Callable[Concatenate[S, K, P], T]) -> Callable[Concatenate[S, K, P], T]:
    """A method computed once for all values of one substance, kept with its first argument; the others are as there."""
    _without_defaults(compute)

    @wraps(compute)
    def known(value: Any, keeper: Any, /, *given: Any) -> Any:  # noqa: ANN401  # typed as what it stands for
        kept, key = keeper.kept, (compute, value.substance, *given)
        found = kept.get(key, _NOTHING)
        return _keep(kept, key, compute(value, keeper, *given)) if found is _NOTHING else found  # type: ignore[call-arg]

    return cast("Callable[Concatenate[S, K, P], T]", known)


def once_for(part: str) -> Callable[[Callable[Concatenate[S, K, P], T]], Callable[Concatenate[S, K, P], T]]:
    """The same for a method that is computed by a part of the value, of the same class, and sees nothing else of it."""
    of = attrgetter(part)

    def by_part(compute: Callable[Concatenate[S, K, P], T]) -> Callable[Concatenate[S, K, P], T]:
        _without_defaults(compute)

        @wraps(compute)
        def known(value: Any, keeper: Any, /, *given: Any) -> Any:  # noqa: ANN401  # typed as what it stands for
            part = of(value)
            kept, key = keeper.kept, (compute, part.substance, *given)
            found = kept.get(key, _NOTHING)
            return _keep(kept, key, compute(part, keeper, *given)) if found is _NOTHING else found  # type: ignore[call-arg]

        return cast("Callable[Concatenate[S, K, P], T]", known)

    return by_part
