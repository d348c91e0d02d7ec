"""Which things together would bring a level to be met: minimal correction sets, by one pass over its tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from minqual.judging import Tree
from minqual.values import quickly_made

WAIT: Final = -1
"""That time passes, and present jobs go on with it."""

NO_TIME: Final = frozenset({-2})
"""What lessens a measure in which no time is: all of it, so that none that takes time is less."""

MOST_SETS: Final = 160
"""Sets that are kept of one clause."""

MOST_MEASURED: Final = 1 << 12
"""Measures of remedies of which it is kept which leaves they are of."""


@quickly_made(frozen=True, slots=True)
class Correction:
    """Remedies by number that together bring a clause to be met.

    measured: the leaves that say how much of them is needed, each with what lessens that.
    """

    remedies: frozenset[int] = frozenset()
    measured: frozenset[tuple[int, frozenset[int]]] = frozenset()

    @property
    def leaves(self) -> frozenset[int]:
        """The leaves that say how much of the remedies is needed."""
        return _leaves_of(self.measured)

    def __or__(self, other: Correction) -> Correction:
        return Correction(self.remedies | other.remedies, self.measured | other.measured)


@lru_cache(maxsize=MOST_MEASURED)
def _leaves_of(measured: frozenset[tuple[int, frozenset[int]]]) -> frozenset[int]:
    return frozenset(leaf for leaf, _ in measured)


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Per leaf, what brings it to be met. sets: those found of them, by the node to be met and the nodes that are."""

    of: Mapping[int, Sequence[Correction]] = field(default_factory=dict)
    sets: dict[tuple[int, bytes], list[Correction]] = field(default_factory=dict)


Easier: TypeAlias = Callable[[int, int], bool]
"""Whether one remedy does less than another, and so asks less."""


def corrections(
    tree: Tree, root: int, met: Sequence[bool], options: Mapping[int, Sequence[Correction]]
) -> list[Correction]:
    """The minimal sets that bring a node to be met. met: per node. options: per leaf, what brings it to be met.

    Any is the union of its parts, all the union of one of each, at least k that of any k of them.
    """
    found: dict[int, list[Correction]] = {}
    for number in range(tree.first()[root], root + 1):
        node = tree.nodes[number]
        if met[number]:
            found[number] = [Correction()]
        elif node.leaf is not None:
            found[number] = least(options.get(node.leaf, ()))
        elif node.gate == "any":
            found[number] = least([each for part in node.parts for each in found[part]])
        else:
            wanted = len(node.parts) if node.gate == "all" else node.gate
            found[number] = _of_so_many([found[part] for part in node.parts], wanted)
    return found[root]


def _of_so_many(parts: Sequence[Sequence[Correction]], wanted: int) -> list[Correction]:
    """The sets that bring so many of some nodes to be met, each of which has sets of its own."""
    reached: list[list[Correction]] = [[Correction()], *([] for _ in range(wanted))]
    for place, sets in enumerate(parts):
        rest = len(parts) - place - 1
        for count in range(min(place + 1, wanted), max(wanted - rest, 1) - 1, -1):
            more = [one | other for one in reached[count - 1] for other in sets]
            reached[count] = least([*reached[count], *more])
    return reached[wanted]


def told_apart(each: Correction, alike: Sequence[Sequence[int]]) -> list[Correction]:
    """A set of which, of remedies that are one or the other, one is kept, each in turn."""
    several = [inside for of in alike if len(inside := [one for one in of if one in each.remedies]) > 1]
    return [
        Correction(each.remedies - {one for of in several for one in of} | set(kept), each.measured)
        for kept in product(*several)
    ]


def never(_: int, __: int) -> bool:
    """That no remedy is easier than another: as long as another clause may need it anyway."""
    return False


def least(sets: Sequence[Correction], easier: Easier = never) -> list[Correction]:
    """Some sets without those that another of them is no more than; of many the smallest."""
    kept: list[Correction] = []
    for each in sorted(dict.fromkeys(sets), key=lambda each: (len(each.remedies), len(each.measured))):
        if not any(_no_more(other, each, easier) for other in kept):
            kept.append(each)
            if len(kept) == MOST_SETS:
                break
    return kept


def _no_more(one: Correction, other: Correction, easier: Easier) -> bool:
    """Whether one set asks for no more than another."""
    return one.measured <= other.measured and all(
        remedy in other.remedies or any(easier(remedy, each) for each in other.remedies) for remedy in one.remedies
    )
