"""A pack's clauses as one tree, leaves first, and its plain evaluation by minimum and maximum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.clauses import AllOf, AnyOf, BoundedDiscretion, Clause, Discretion, Gate, Group, Leaf, numbered
from minqual.notation import Sources, made
from minqual.packs import Level, Pack, Posts
from minqual.values import Kept, Standing, once

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNREAD: Final = "unread-rows"
BY_CHOICE: Final = (Discretion, BoundedDiscretion)
VERDICT: Final = "verdict"


@dataclass(frozen=True, slots=True)
class Node:
    """One place in the tree.

    clause: what stands there in the pack; None for a level, the verdict and the leaf of unread rows.
    parts: numbers of the nodes that it combines, each smaller than its own; empty for a leaf.
    leaf: the number of the leaf that decides it; None for a group.
    """

    id: str
    parent: int | None
    clause: Clause | None
    gate: Gate
    parts: tuple[int, ...]
    leaf: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """All levels of a pack over one set of leaves.

    leaves: each distinct test once; the one after the last stands for rows that could not be read.
    levels: per level, the number of its node. posts: the same of posts for which more is asked.
    requirements: per level, then per posts, that of what it requires.
    verdict: the number of the node that is the best of the levels. written: the leaves as the pack has them, where
    something is said of the vacancy in these; else nothing.
    """

    nodes: tuple[Node, ...]
    leaves: tuple[Leaf, ...]
    levels: tuple[int, ...]
    posts: tuple[int, ...]
    requirements: tuple[int, ...]
    verdict: int
    written: tuple[Leaf, ...] = ()
    kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def unread(self) -> int:
        """The number of the leaf that stands at review where a row of the applicant was rejected."""
        return len(self.leaves)

    @property
    def judged(self) -> tuple[int, ...]:
        """The nodes of whatever has a standing of its own: of the levels, then of posts."""
        return (*self.levels, *self.posts)

    @once
    def first(self) -> tuple[int, ...]:
        """Per node, the smallest number of it and of those below it: they lie between that and its own."""
        found: list[int] = []
        for number, node in enumerate(self.nodes):
            found.append(min([number, *(found[part] for part in node.parts)]))
        return tuple(found)

    def evaluate(self, leaves: Sequence[int] | NDArray[np.int8]) -> NDArray[np.int8]:
        """The standing of every node from those of the leaves, of one pattern or of several side by side.

        All is the minimum, any the maximum, at least k the k-th largest.
        """
        of_leaves = np.asarray(leaves, dtype=np.int8)
        standings = np.empty((len(self.nodes), *of_leaves.shape[1:]), dtype=np.int8)
        for number, node in enumerate(self.nodes):
            if node.leaf is not None:
                standings[number] = of_leaves[node.leaf]
                continue
            parts = standings[list(node.parts)]
            if node.gate == "all":
                standings[number] = parts.min(axis=0)
            elif node.gate == "any":
                standings[number] = parts.max(axis=0)
            else:
                standings[number] = np.sort(parts, axis=0)[-node.gate]
        return standings

    def asked_of_all(self, root: int) -> list[int]:
        """The nodes below one that all must hold for it to hold, discretion aside, in pack order."""
        node = self.nodes[root]
        parts = [each for each in node.parts if not isinstance(self.nodes[each].clause, BY_CHOICE)]
        if node.leaf is None and (node.gate == "all" or len(parts) == 1):
            return list(dict.fromkeys(each for part in parts for each in self.asked_of_all(part)))
        return [root]

    def source(self, number: int) -> Sources | None:
        """Where the specification says it: the source of a node's clause, or of the closest one around it."""
        here: int | None = number
        while here is not None:
            node = self.nodes[here]
            if node.clause is not None and node.clause.source is not None:
                return node.clause.source
            here = node.parent
        return None

    def outline(self, root: int, above: str = "") -> Iterator[tuple[str, int]]:
        """The nodes below one in pack order, each with its number in the outline: "1", "1.1", "1.2", "2"."""
        for place, part in enumerate(self.nodes[root].parts, start=1):
            number = f"{above}{place}"
            yield number, part
            yield from self.outline(part, f"{number}.")


class _Growing:
    """A tree while its nodes are added."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.leaves: list[Leaf] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def add(self, name: str, clause: Clause | None, gate: Gate, parts: Sequence[int], leaf: int | None = None) -> int:
        number = len(self.nodes)
        self.nodes.append(Node(name, None, clause, gate, tuple(dict.fromkeys(parts)), leaf))
        for part in parts:
            inner = self.nodes[part]
            if inner.parent is None:
                self.nodes[part] = Node(inner.id, number, inner.clause, inner.gate, inner.parts, inner.leaf)
        return number

    def clause(self, clause: Clause, name: str, levels: Sequence[str]) -> int:
        """A clause with all that is in it. levels: the one of which it is a part, then those on which that builds.

        What a person decides is decided for one level: the same words in another one are a leaf of their own.
        """
        if isinstance(clause, Leaf):
            key = clause.substance, levels[0] if clause.decidable else ""
            leaf = self._numbers.setdefault(key, len(self.leaves))
            if leaf == len(self.leaves):
                self.leaves.append(clause)
            return self.add(name, clause, "all", (), leaf)
        assert isinstance(clause, Group)
        within = levels[1:] if clause.id in levels[1:2] else levels
        parts = [self.clause(member.clause, f"{name}.{member.slug}", within) for member in clause.members()]
        return self.add(name, clause, clause.gate(), parts)


def required(pack: Pack, level: Level | Posts) -> tuple[Clause, ...]:
    """All that a level requires: its own clauses, those of the level it builds on, and what every level requires.

    Posts require what they ask besides the level.
    Where the specification is silent on equivalents and the counting policy says who may accept one, they may.
    """
    if isinstance(level, Posts):
        return level.requires
    own: tuple[Clause, ...] = (*_with_base(pack, level), *pack.every_level_requires)
    if not pack.policy.accepts_equivalents or any(_may_accept(clause) for clause in own):
        return own
    accepted = made(
        Discretion,
        discretion=pack.policy.who_may_accept,
        may_accept="an equivalent, on which the specification is silent",
    )
    return (made(AnyOf, any_of=(made(AllOf, all_of=own), accepted)),)


def _may_accept(clause: Clause) -> bool:
    """Whether somebody's discretion stands in a clause."""
    return any(each.reaches is Standing.REFER for each in clause.all_inside())


def _built_on(pack: Pack, level: Level | Posts) -> tuple[str, ...]:
    """The id of a level, then of the one on which it builds, and so on."""
    base = None if isinstance(level, Posts) else level.builds_on
    return (level.id,) if base is None else (level.id, *_built_on(pack, pack.level(base)))


def _with_base(pack: Pack, level: Level) -> tuple[Clause, ...]:
    if level.builds_on is None:
        return level.requires
    base = pack.level(level.builds_on)
    return (made(AllOf, id=base.id, source=base.source, all_of=_with_base(pack, base)), *level.requires)


def tree_of(pack: Pack, written: Tree) -> Tree:
    """The tree of a pack in which something is said of the vacancy; written: that of the pack as it is written.

    Nodes and leaves keep their numbers, whatever is said, so that what is derived of the one holds for the other.
    """
    tree, leaves = grow(pack), list(written.leaves)
    nodes = []
    for node, own in zip(tree.nodes, written.nodes, strict=True):
        nodes.append(replace(node, leaf=own.leaf))
        if own.leaf is not None and own.leaf != written.unread:
            assert isinstance(node.clause, Leaf)
            leaves[own.leaf] = node.clause
    return replace(tree, nodes=tuple(nodes), leaves=tuple(leaves), written=written.leaves)


def grow(pack: Pack) -> Tree:
    """The tree of a pack: each level holds if its clauses do; an unread row holds it at review at least."""
    tree = _Growing()
    requirements = []
    for each in pack.judged:
        members = numbered(required(pack, each))
        parts = [tree.clause(member.clause, f"{each.id}.{member.slug}", _built_on(pack, each)) for member in members]
        requirements.append(tree.add(f"{each.id}.requirements", None, "all", parts))
    unread = tree.add(UNREAD, None, "all", (), len(tree.leaves))
    judged = [
        tree.add(each.id, None, "any", (required, unread))
        for each, required in zip(pack.judged, requirements, strict=True)
    ]
    levels, posts = tuple(judged[: len(pack.levels)]), tuple(judged[len(pack.levels) :])
    verdict = tree.add(VERDICT, None, "any", levels)
    return Tree(tuple(tree.nodes), tuple(tree.leaves), levels, posts, tuple(requirements), verdict)
