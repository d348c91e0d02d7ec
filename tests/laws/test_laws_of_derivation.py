"""The derivation by rules comes to what minimum, maximum and k-th largest over the clause tree come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minqual.clauses import Gate, Judgement
from minqual.judging import Node, Tree
from minqual.judging.derivation import Derivation
from minqual.notation import made
from minqual.values import Standing
from support.examples import examples
from support.screened import relaxed, screener
from support.strategies.records import PACKS

Patterns = list[list[int]]


def plain(tree: Tree, leaves: Sequence[int], number: int) -> int:
    """A node's standing as the design has it: all is the minimum, any the maximum, at least k the k-th largest."""
    node = tree.nodes[number]
    if node.leaf is not None:
        return leaves[node.leaf]
    parts = [plain(tree, leaves, part) for part in node.parts]
    if node.gate == "all":
        return min(parts)
    return max(parts) if node.gate == "any" else sorted(parts)[-node.gate]


def agree(tree: Tree, derivation: Derivation, leaves: Sequence[int]) -> None:
    """Rules, the engine's own evaluation and the plain one come to the same standings."""
    wanted = [plain(tree, leaves, number) for number in range(len(tree.nodes))]
    assert tree.evaluate(leaves).tolist() == wanted
    (derived,) = derivation.derive(np.array([leaves], dtype=np.int8).T)
    assert [int(each) for each in derived.standings] == wanted


def tree_of(leaves: int, groups: Sequence[tuple[Gate, Sequence[int]]], twice: Sequence[int] = ()) -> Tree:
    """A tree over some leaves; those in `twice` have a second node, after the first ones."""
    shown = [*range(leaves), *twice]
    nodes = [Node(f"leaf{place}", None, None, "all", (), leaf) for place, leaf in enumerate(shown)]
    nodes += [Node(f"group{place}", None, None, gate, tuple(parts), None) for place, (gate, parts) in enumerate(groups)]
    asked = made(Judgement, judgement="suitability", by="a screener")
    return Tree(tuple(nodes), (asked,) * (leaves - 1), (), (), (), len(nodes) - 1)


@st.composite
def trees(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Tree:
    """A tree of up to twenty leaves and some groups, one of them of any width."""
    leaves = draw(st.integers(2, 20))
    twice = draw(st.lists(st.integers(0, leaves - 1), max_size=2, unique=True))
    groups: list[tuple[Gate, Sequence[int]]] = []
    for number in range(draw(st.integers(1, 4))):
        known = [*range(leaves), *range(leaves + len(twice), leaves + len(twice) + number)]
        widest = len(known) if not number else 6
        parts = draw(st.lists(st.sampled_from(known), min_size=1, max_size=widest, unique=True))
        gate = draw(st.sampled_from(["all", "any"]) | st.integers(1, min(len(parts), 3)))
        if isinstance(gate, str):
            parts = [*parts, *range(leaves, leaves + len(twice))]
        groups.append((gate, parts))
    return tree_of(leaves, groups, twice)


def patterns(leaves: int) -> st.SearchStrategy[Patterns]:
    """Some ways for leaves to stand."""
    return st.lists(st.lists(st.integers(0, 4), min_size=leaves, max_size=leaves), min_size=1, max_size=12)


@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_random_trees(data: st.DataObject) -> None:
    """A tree of any gates and widths is derived as it is evaluated."""
    tree = data.draw(trees())
    derivation = Derivation(tree, "a random tree")
    for leaves in data.draw(patterns(len(tree.leaves) + 1)):
        agree(tree, derivation, leaves)


@given(data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_a_batch_of_patterns_is_derived_as_each_alone(data: st.DataObject) -> None:
    """Standings and what holds them up, also where a pattern comes twice."""
    tree = data.draw(trees())
    drawn = data.draw(patterns(len(tree.leaves) + 1))
    derivation = Derivation(tree, "a random tree")
    columns = np.array(drawn, dtype=np.int8).T
    alone = [derived for place in range(len(drawn)) for derived in derivation.derive(columns[:, [place]])]
    assert list(derivation.derive(columns)) == alone
    assert tree.evaluate(columns).T.tolist() == [tree.evaluate(each).tolist() for each in drawn]


@pytest.mark.parametrize("gate", ["all", "any", 1, 2, 9, 16, 17, 18])
@given(leaves=st.lists(st.integers(0, 4), min_size=18, max_size=18))
@example(leaves=[4] * 18)
@example(leaves=[0] * 18)
@example(leaves=[4] * 17 + [3])
@settings(relaxed, max_examples=examples(30))
def test_wide_groups(gate: Gate, leaves: list[int]) -> None:
    """A group of more than 16 parts is derived as it is evaluated, whatever its gate."""
    tree, derivation = _wide(gate)
    agree(tree, derivation, leaves)


_WIDE: dict[Gate, tuple[Tree, Derivation]] = {}


def _wide(gate: Gate) -> tuple[Tree, Derivation]:
    if gate not in _WIDE:
        tree = tree_of(18, [(gate, range(18))])
        _WIDE[gate] = tree, Derivation(tree, f"18 parts, {gate}")
    return _WIDE[gate]


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_packs(pack: str, data: st.DataObject) -> None:
    """A pack's levels are derived as they are evaluated, for any standings of its leaves."""
    tree = screener(pack).tree
    if pack not in _PACKS:
        _PACKS[pack] = Derivation(tree, pack)
    for leaves in data.draw(patterns(len(tree.leaves) + 1)):
        agree(tree, _PACKS[pack], leaves)


_PACKS: dict[str, Derivation] = {}


def test_a_level_stands_at_the_best_that_its_clauses_and_unread_rows_allow() -> None:
    """A leaf of unread rows raises levels below review to review."""
    for pack in PACKS:
        tree = screener(pack).tree
        nothing = [Standing.UNMET] * len(tree.leaves)
        for unread in (Standing.UNMET, Standing.REVIEW):
            standings = tree.evaluate([*nothing, unread])
            assert {standings[level] for level in tree.levels} == {unread}
