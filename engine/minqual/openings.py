"""What is open: which clauses hold a level back, and the facts that would settle them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from minqual.applicants import BLANK, Flags, Reject
from minqual.clauses.base import Question
from minqual.screening import Screening
from minqual.standings import Standing
from minqual.trees import Node, Tree

UNSETTLED = (Standing.REVIEW, Standing.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A question for all applicants whom it holds back, with the leaf that asks it; or a row that was rejected."""

    leaf: int
    question: Question
    reject: Reject | None = None


def holding_back(tree: Tree, standings: Sequence[Standing], level: int) -> frozenset[int]:
    """The leaves whose open facts decide a level that stands at review or conditional."""
    if standings[tree.levels[level]] not in UNSETTLED:
        return frozenset()
    found: set[int] = set()
    stack = [tree.levels[level]]
    while stack:
        number = stack.pop()
        node = tree.nodes[number]
        if standings[number] not in UNSETTLED:
            continue
        if node.leaf is not None:
            found.add(node.leaf)
        stack += _worth_asking(tree, standings, node) if node.gate == "any" else node.parts
    return frozenset(found)


def _worth_asking(tree: Tree, standings: Sequence[Standing], node: Node) -> list[int]:
    """The parts of an any-of that may lift it: the last resort only where it is the only one."""
    unsettled = [part for part in node.parts if standings[part] in UNSETTLED]
    first = [part for part in unsettled if not getattr(tree.nodes[part].clause, "last_resort", False)]
    return first or unsettled


def levels_above(tree: Tree, standings: Sequence[Standing], only: int | None) -> range:
    """The levels worth asking about: those above the eligible one, or the one asked for."""
    if only is not None:
        return range(only, only + 1)
    met = [place for place, node in enumerate(tree.levels) if standings[node] is Standing.MET]
    return range(met[-1] + 1 if met else 0, len(tree.levels))


def referred(tree: Tree, standings: Sequence[Standing], level: int) -> frozenset[int]:
    """The leaves of discretion that hold a level at refer: who may accept an equivalent."""
    found: set[int] = set()
    stack = [tree.levels[level]]
    while stack:
        number = stack.pop()
        node = tree.nodes[number]
        if standings[number] is Standing.REFER:
            stack += node.parts
            if node.leaf is not None:
                found.add(node.leaf)
    return frozenset(found)


def leaves_to_ask(screening: Screening, only: int | None) -> list[frozenset[int]]:
    """Per pattern, the leaves whose open facts decide a level that the applicant may still reach."""
    tree = screening.tree
    return [
        frozenset().union(
            *(holding_back(tree, each.standings, level) for level in levels_above(tree, each.standings, only))
        )
        for each in screening.derived
    ]


def open_facts(screening: Screening, only: int | None) -> Iterator[OpenFact]:
    """Every open fact that decides a verdict, clause by clause in pack order, for all applicants at once."""
    asked = leaves_to_ask(screening, only)
    for leaf, clause in enumerate(screening.tree.leaves):
        by_pattern = np.array([leaf in leaves for leaves in asked], dtype=np.bool_)
        if by_pattern.any():
            wanted: Flags = by_pattern[screening.pattern]
            for question in clause.questions(screening.tally, wanted):
                if len(question.owner):
                    yield OpenFact(leaf, question)
    held_by_rows = np.array([screening.tree.unread in leaves for leaves in asked], dtype=np.bool_)
    for reject in screening.applicants.rejects:
        if reject.applicant != BLANK and held_by_rows[screening.pattern[reject.applicant]]:
            owner, row = np.array([reject.applicant], dtype=np.int32), np.array([-1], dtype=np.int64)
            ask = f"Correct a row of {reject.table} that cannot be read ({reject.column}: {reject.reason})."
            yield OpenFact(
                screening.tree.unread, Question(reject.table, reject.column, ask, "screener", owner, row), reject
            )
