"""Packs as people read them: where words of a pack can be read in several ways, which of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from minqual.clauses import Leaf, Provision, WaysToRead, remade
from minqual.judging.requirement_tree import Tree
from minqual.settlements import SettledWord, names_digest
from minqual.values import fold

if TYPE_CHECKING:
    from minqual.notation import PackModel


def ways_to_read(tree: Tree) -> Mapping[str, WaysToRead]:
    """The ways in which words of a pack can be read, by the folded question which of them holds."""
    return {fold(ways.ask): ways for leaf in tree.leaves for ways in leaf.every_way_to_read()}


def as_read(tree: Tree, said: Mapping[str, SettledWord]) -> tuple[Tree, tuple[SettledWord, ...]]:
    """A tree whose leaves are read as people say, and what they say of questions that there are no more."""
    if not said:
        return tree, ()
    ways = ways_to_read(tree)
    holds = {ask: each.means[0] for ask, each in said.items() if ask in ways and _holds(each, ways[ask])}
    stale = tuple(each for ask, each in said.items() if ask not in holds)
    if not holds:
        return tree, stale

    def change(model: PackModel) -> Mapping[str, object]:
        own = model.ways_to_read() if isinstance(model, Provision) else None
        return own.choices[holds[fold(own.ask)]] if own is not None and fold(own.ask) in holds else {}

    leaves = tuple(remade(leaf, change) for leaf in tree.leaves)
    nodes = tuple(
        replace(node, clause=leaves[node.leaf]) if isinstance(node.clause, Leaf) and node.leaf is not None else node
        for node in tree.nodes
    )
    return replace(tree, nodes=nodes, leaves=leaves), stale


def _holds(word: SettledWord, ways: WaysToRead) -> bool:
    """Whether what was said still is one of the ways to read it."""
    fresh = not word.made_on or word.made_on == names_digest(ways.choices)
    return fresh and len(word.means) == 1 and word.means[0] in ways.choices
