"""Coverage: which clauses decide the level that some case expects, by being met and by not being met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minqual.authoring.boundary_pairs import moves, written_places
from minqual.authoring.case_runs import Trial
from minqual.judging import Screening, Tree
from minqual.values import Standing


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether a written clause decides some case. nodes: where it stands in the tree; name: the id of the first."""

    leaf: int
    nodes: tuple[int, ...]
    name: str
    standing: bool
    lacking: bool
    one_sided: bool

    @property
    def both(self) -> bool:
        """Whether it decides on every side that it has."""
        return self.standing and (self.lacking or self.one_sided)


def coverage(screening: Screening, trials: Sequence[Trial]) -> list[Decided]:
    """For every written clause of a pack, whether some case's expected levels depend on it, and on which side.

    Equal clauses of two places are two: a case of the one says nothing about the other.
    """
    tree = screening.tree
    patterns = {
        (tuple(trial.leaves), tuple(place for place, level in enumerate(trial.screening.pack.judged)
                                    if level.id in trial.case.expect))
        for trial in trials
    }  # fmt: skip
    return [
        Decided(
            leaf,
            nodes,
            tree.nodes[nodes[0]].id,
            any(stands_by(tree, leaves, levels, nodes) for leaves, levels in patterns),
            any(falls_by(tree, leaves, levels, nodes) for leaves, levels in patterns),
            tree.leaves[leaf].by_person,
        )
        for leaf, nodes in written_places(screening)
    ]


def stands_by(tree: Tree, leaves: Sequence[int], levels: Sequence[int], nodes: Sequence[int]) -> bool:
    """Whether one of the levels would fall if a clause that stands as high as it can were unmet where it stands."""
    leaf = _leaf(tree, nodes)
    return leaves[leaf] == tree.leaves[leaf].reaches and _changes(tree, leaves, levels, nodes, Standing.UNMET)


def falls_by(tree: Tree, leaves: Sequence[int], levels: Sequence[int], nodes: Sequence[int]) -> bool:
    """Whether one of the levels would rise if a clause that stands lower stood as high as it can where it stands."""
    leaf = _leaf(tree, nodes)
    highest = tree.leaves[leaf].reaches
    return leaves[leaf] < highest and _changes(tree, leaves, levels, nodes, highest)


def _leaf(tree: Tree, nodes: Sequence[int]) -> int:
    leaf = tree.nodes[nodes[0]].leaf
    assert leaf is not None
    return leaf


def _changes(
    tree: Tree, leaves: Sequence[int], levels: Sequence[int], nodes: Sequence[int], standing: Standing
) -> bool:
    # A tree is monotone: where the furthest standing changes nothing, none in between does.
    return moves(tree, leaves, nodes, int(standing), [tree.judged[level] for level in levels])


def told(decided: Sequence[Decided]) -> str:
    """Coverage in one sentence: how many clauses are decided on both sides, and which are not."""
    both = sum(each.both for each in decided)
    never = [each.name for each in decided if not each.standing and not each.lacking]
    one = [
        f"{each.name} (only {'met' if each.standing else 'not met'})"
        for each in decided
        if not each.both and each.name not in never
    ]
    parts = [f"clauses: {both} of {len(decided)} decided on both sides"]
    if never:
        parts.append("never decided: " + ", ".join(never))
    if one:
        parts.append("decided on one side only: " + ", ".join(one))
    return "; ".join(parts)
