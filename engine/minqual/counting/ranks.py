"""Which names rank above others, as a specification or its agency says: job classes, awards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise


@dataclass(frozen=True)
class Ranks:
    """Ladders of names, each from the lowest; what ranks above a name ranks above all that it ranks above."""

    ladders: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def _next(self) -> dict[str, set[str]]:
        """The names right above each, in some ladder."""
        found: dict[str, set[str]] = {}
        for ladder in self.ladders:
            for lower, higher in pairwise(ladder):
                found.setdefault(lower, set()).add(higher)
        return found

    def above(self, name: str) -> frozenset[str]:
        """The names that rank above one; itself among them where ladders go round in a circle."""
        found: set[str] = set()
        left = [name]
        while left:
            more = self._next.get(left.pop(), set()) - found
            found |= more
            left.extend(more)
        return frozenset(found)

    def higher(self, names: Collection[str]) -> Sequence[str]:
        """The names that rank above any of some, sorted."""
        return sorted(frozenset().union(*map(self.above, names)).difference(names))

    def lower(self, names: Collection[str]) -> Sequence[str]:
        """The names that rank below every one of some, sorted."""
        ranked = sorted(self._next.keys() - set(names))
        return [each for each in ranked if self.above(each).issuperset(names)]
