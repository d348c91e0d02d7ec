"""What is said for one run of a pack and stands in none of its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from minqual.settlements import NOTHING_SETTLED, Settlements

OtherKinds: TypeAlias = Literal["review", "count for nothing"]
"""What a kind of work means that a pack does not know."""


Vacancy: TypeAlias = tuple[tuple[str, str], ...]
"""What is said of the vacancy: its parameters, each with its value."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is said for one run.

    other_kinds: what kinds of work mean that the pack does not know, in place of what it says itself. papers_until: the
    day up to which papers and answers are in; the as-of date where it is not said. vacancy: what is said of the
    parameters that the pack leaves to it. settlements: what people have said after the source was written.
    """

    other_kinds: OtherKinds | None = None
    papers_until: date | None = None
    vacancy: Vacancy = ()
    settlements: Settlements = NOTHING_SETTLED


AS_WRITTEN = Run()
"""A run for which nothing was said."""
