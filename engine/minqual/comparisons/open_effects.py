"""What a rule change may still do: how many more, or fewer, would come through once all that is open is settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from minqual.clauses import Undeciding, measure
from minqual.judging import Screening, Tree, counting_in_one
from minqual.packs import Pack, compare
from minqual.settlements import Decision
from minqual.values import Standing

MOST_OPEN: Final = 10
"""Open clauses of a level whose answers are tried all together; where more are open, anything that may be is told."""

Roots: TypeAlias = tuple[Sequence[int], Sequence[int]]
"""The nodes of which one must hold, under the pack as it is and under the new one."""

_CLAUSES: Final = {"levels", "every_level_requires", "for_some_posts"}
_FAILS, _HOLDS, _OPEN = -1, 1, 0
FIRM: Final = (_FAILS, _HOLDS)

Leaves: TypeAlias = NDArray[np.int8]
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpenEffect:
    """How many more come through with a change, at least and at most, whatever the answers to all that is open.

    may_move: those of whom an answer may yet decide whether the change moves them: through, or from it.
    """

    at_least: int
    at_most: int
    may_move: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """A leaf under the old pack and one under the new. way: 1 where the new one asks less, -1 where it asks more."""

    old: int
    new: int
    same: bool
    way: int = 0


class OpenEffects:
    """Two screenings of one source and what between them is open, level by level."""

    def __init__(self, first: Screening, other: Screening) -> None:
        self._trees = first.tree, other.tree
        size = max(len(other.derived), 1)
        both, self._counts = np.unique(first.pattern * size + other.pattern, return_counts=True)
        patterns = np.divmod(both, size)
        self._leaves = _leaves(first, patterns[0]), _leaves(other, patterns[1])
        self._pairs = tuple(_pairs(first, other))
        self._alike = _alike(*self._trees)
        effects = {str(each.effect) for each in compare(first.pack.written, other.pack.written) if each.decides}
        sole = effects if _same_ground(first, other) else set()
        self._only = {"easier": _HOLDS, "harder": _FAILS}.get(next(iter(sole)), 0) if len(sole) == 1 else 0

    def of(self, roots: Roots) -> OpenEffect:
        """Of what holds where one of some nodes does."""
        below = [_below(tree, each) for tree, each in zip(self._trees, roots, strict=True)]
        size = len(below[0])
        columns = np.vstack([leaves[at] for leaves, at in zip(self._leaves, below, strict=True)])
        found, where = np.unique(columns, axis=1, return_inverse=True)
        counts = np.bincount(where.ravel(), weights=self._counts, minlength=found.shape[1]).astype(np.int64)
        sides = []
        for tree, at, part in zip(self._trees, below, (found[:size], found[size:]), strict=True):
            leaves = np.full((len(tree.leaves) + 1, found.shape[1]), _FAILS, dtype=np.int8)
            leaves[at] = part
            sides.append(leaves)
        least = most = movable = 0
        for (low, high), count in zip(self._between(sides, below, roots), counts.tolist(), strict=True):
            least, most = least + low * count, most + high * count
            movable += count if low < high else 0
        return OpenEffect(least, most, movable)

    def _between(self, sides: Sequence[Leaves], below: Sequence[Places], roots: Roots) -> Iterator[tuple[int, int]]:
        """What the change does at least and at most where the leaves stand so: -1, 0 or 1 more through."""
        bounds = [
            [self._holds(side, np.where(sides[side] == _OPEN, np.int8(out), sides[side]), roots[side]) for out in FIRM]
            for side in (0, 1)
        ]
        pairs = [each for each in self._pairs if each.old in below[0] and each.new in below[1]]
        changed = self._changed(sides, below, pairs)
        for place in range(sides[0].shape[1]):
            (old_low, old_high), (new_low, new_high) = ([bool(each[place]) for each in side] for side in bounds)
            values = sides[0][:, place], sides[1][:, place]
            up = changed[place] and not old_low and new_high and self._may(_HOLDS, values, pairs, roots)
            down = changed[place] and old_high and not new_low and self._may(_FAILS, values, pairs, roots)
            if new_low and not old_high:
                yield 1, 1
            elif old_low and not new_high:
                yield -1, -1
            else:
                yield -int(down), int(up)

    def _changed(self, sides: Sequence[Leaves], below: Sequence[Places], pairs: Sequence[_Pair]) -> NDArray[np.bool_]:
        """Where something may come out otherwise: not where all that is changed stands firm, and stands as before."""
        same = {each.old for each in pairs if each.same}
        otherwise = [each for each in pairs if not each.same]
        if not self._alike or {*below[0].tolist()} - same - {each.old for each in otherwise}:
            return np.ones(sides[0].shape[1], dtype=np.bool_)
        stands = [(sides[0][each.old], sides[1][each.new]) for each in otherwise]
        found = np.zeros(sides[0].shape[1], dtype=np.bool_)
        for old, new in stands:
            found |= (old != new) | (old == _OPEN)
        return found

    def _holds(self, side: int, given: Leaves, roots: Sequence[int]) -> NDArray[np.bool_]:
        """Whether one of the nodes holds, where the leaves hold or do not."""
        leaves = np.where(given == _HOLDS, np.int8(Standing.MET), np.int8(Standing.UNMET))
        held: NDArray[np.bool_] = self._trees[side].evaluate(leaves)[list(roots)].max(axis=0) == Standing.MET
        return held

    def _may(self, want: int, values: Sequence[Leaves], pairs: Sequence[_Pair], roots: Roots) -> bool:
        """Whether some answer lets the change bring somebody through (1), or keep them from it (-1)."""
        if self._only and self._only != want:
            return False
        shared = [
            each
            for each in pairs
            if values[0][each.old] == values[1][each.new] == _OPEN and (each.same or each.way == -want)
        ]
        if len(shared) > MOST_OPEN:
            return True
        answers = np.array([*product(FIRM, repeat=len(shared))], dtype=np.int8).reshape(2 ** len(shared), len(shared)).T
        held = []
        for side, out in ((0, -want), (1, want)):
            one = np.where(values[side] == _OPEN, np.int8(out), values[side])
            leaves = np.repeat(one[:, np.newaxis], answers.shape[1], axis=1)
            leaves[[each.new if side else each.old for each in shared]] = answers
            held.append(self._holds(side, leaves, roots[side]))
        old, new = held
        return bool((new & ~old if want == _HOLDS else old & ~new).any())


def _leaves(screening: Screening, patterns: NDArray[np.int64]) -> Leaves:
    """How every leaf stands in some patterns: it lets people through, does not, or is open.

    Of whoever has an unread row, all is open that is not met.
    """
    tree = screening.tree
    place = {node.leaf: number for number, node in enumerate(tree.nodes) if node.leaf is not None}
    at = [place[leaf] for leaf in range(len(tree.leaves) + 1)]
    derived = np.array([each.standings for each in screening.derived], dtype=np.int8).reshape(-1, len(tree.nodes))
    stands = derived[patterns][:, at].T
    unread = stands[tree.unread] == Standing.REVIEW
    passes = stands >= Standing.CONDITIONAL
    is_open = ~passes & ((stands == Standing.REVIEW) | unread)
    return np.where(is_open, np.int8(_OPEN), np.where(passes, np.int8(_HOLDS), np.int8(_FAILS)))


def _below(tree: Tree, roots: Sequence[int]) -> Places:
    """The leaves below some nodes."""
    found: set[int] = set()
    left = [*roots]
    while left:
        node = tree.nodes[left.pop()]
        if node.leaf is not None:
            found.add(node.leaf)
        left += node.parts
    return np.array(sorted(found), dtype=np.int64)


def _alike(one: Tree, other: Tree) -> bool:
    """Whether two trees combine their leaves alike."""
    return [(each.parts, each.gate, each.leaf) for each in one.nodes] == [
        (each.parts, each.gate, each.leaf) for each in other.nodes
    ]


def _same_ground(first: Screening, other: Screening) -> bool:
    """Whether two packs count and understand alike, so that one answer settles a clause of the same words in both."""
    ground = [
        name
        for name, field in Pack.model_fields.items()
        if name not in _CLAUSES and not any(isinstance(each, Undeciding) for each in field.metadata)
    ]
    packs = first.pack.written, other.pack.written
    alone = counting_in_one(first, other)
    return (
        all(getattr(packs[0], name) == getattr(packs[1], name) for name in ground)
        and first.pack.run.vacancy == other.pack.run.vacancy
        and all(isinstance(each, Decision) for side in alone for each in side)
    )


def _pairs(first: Screening, other: Screening) -> Iterator[_Pair]:
    """The leaves that are the same under both packs, and those that are but for an amount."""
    if not _same_ground(first, other):
        return
    places = {node.id: node.leaf for node in other.tree.nodes}
    done: set[tuple[int, int]] = set()
    for node in first.tree.nodes:
        old, new = node.leaf, places.get(node.id)
        if old is None or new is None or (old, new) in done or first.tree.unread == old or other.tree.unread == new:
            continue
        done.add((old, new))
        if first.tree.leaves[old].substance == other.tree.leaves[new].substance:
            if np.array_equal(first.assessments[old].standings, other.assessments[new].standings):
                yield _Pair(old, new, same=True)
        else:
            yield _Pair(old, new, same=False, way=_way(first, other, old, new))


def _way(first: Screening, other: Screening, old: int, new: int) -> int:
    """Whether a leaf that differs by one amount alone asks less (1) or more (-1); 0 where that is not known."""
    one, two = first.tree.leaves[old], other.tree.leaves[new]
    if type(one) is not type(two):
        return 0
    differ = [name for name in type(one).model_fields if getattr(one, name) != getattr(two, name)]
    before, after = (measure(each.needed) for each in (first.assessments[old], other.assessments[new]))
    if len(differ) != 1 or before is None or after is None or before[1] != after[1] or before[0] == after[0]:
        return 0
    return _HOLDS if after[0] < before[0] else _FAILS
