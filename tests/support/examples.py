"""How many examples a law is tried on, and which of many like cases are tried: few usually, all in a long run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T")

USUAL: Final = "usual"
"""The profile of `pytest`: few examples, the same ones every time."""
LONG: Final = "long"
"""The profile of `pytest --long`: as many examples as a law states, new ones every time unless a seed is given."""
COUNTED: Final = "counted"
"""The profile of `pytest --long --examples N`: so many of every law."""

SHARE: Final = 8
FEWEST, MOST = 2, 8
"""Of the examples that a law states, an eighth is tried usually; never less, and never more, than so many."""


def register_profiles(counted: int) -> None:
    """Registers the profiles, with all that hypothesis would choose otherwise in continuous integration.

    No law is timed, because machines are noisy; no health check that goes by the clock, either.
    """
    untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    exploring = settings(untimed, derandomize=False, print_blob=True)
    settings.register_profile(USUAL, untimed, derandomize=True, print_blob=False, max_examples=MOST)
    settings.register_profile(LONG, exploring)
    settings.register_profile(COUNTED, exploring, max_examples=counted)


def examples(stated: int) -> int:
    """As many examples as the chosen profile tries of a law that states so many."""
    match settings.get_current_profile_name():
        case "usual":
            return max(min(stated, FEWEST), min(stated // SHARE, MOST))
        case "counted":
            return settings().max_examples
        case _:
            return stated


def spread(count: int, few: int) -> frozenset[int]:
    """A few places of a list, spread over it, the first and the last among them."""
    return frozenset(round(place * (count - 1) / max(few - 1, 1)) for place in range(few))


def some_of(cases: Iterable[Any], few: int = 3, called: Callable[[Any], str] | None = None) -> list[Any]:
    """Cases of a kind to try a test on, of which all but a few, spread over the list, belong to the long run."""
    listed = list(cases)
    usual = spread(len(listed), few)
    return [
        pytest.param(case, marks=() if number in usual else pytest.mark.long, id=called(case) if called else None)
        for number, case in enumerate(listed)
    ]


def few_of(cases: Iterable[T], few: int) -> list[T]:
    """All cases of a kind in a long run, and else a few, spread over the list: for laws and loops that draw on them."""
    listed = list(cases)
    usual = spread(len(listed), few) if settings.get_current_profile_name() == USUAL else range(len(listed))
    return [case for number, case in enumerate(listed) if number in usual]
