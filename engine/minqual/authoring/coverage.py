"""Coverage: which clauses decide the level that some case expects, by being met and by not being met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minqual.authoring.case_runs import Trial
from minqual.judging import Tree
from minqual.values import Standing


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether a clause decides some case. name: the id of the first clause in the tree that makes this test."""

    leaf: int
    name: str
    standing: bool
    lacking: bool
    one_sided: bool

    @property
    def both(self) -> bool:
        """Whether it decides on every side that it has."""
        return self.standing and (self.lacking or self.one_sided)


def coverage(tree: Tree, trials: Sequence[Trial]) -> list[Decided]:
    """For every distinct test of a tree, whether some case's expected levels depend on it, and on which side."""
    patterns = {
        (tuple(trial.leaves), tuple(place for place, level in enumerate(trial.screening.pack.judged)
                                    if level.id in trial.case.expect))
        for trial in trials
    }  # fmt: skip
    names: dict[int, str] = {}
    for node in tree.nodes:
        if node.leaf is not None:
            names.setdefault(node.leaf, node.id)
    return [
        Decided(
            number,
            names[number],
            any(stands_by(tree, leaves, levels, number) for leaves, levels in patterns),
            any(falls_by(tree, leaves, levels, number) for leaves, levels in patterns),
            clause.by_person,
        )
        for number, clause in enumerate(tree.leaves)
    ]


def stands_by(tree: Tree, leaves: Sequence[int], levels: Sequence[int], leaf: int) -> bool:
    """Whether one of the levels would fall if a leaf that stands as high as it can were unmet."""
    highest = tree.leaves[leaf].reaches
    return leaves[leaf] == highest and _changes(tree, leaves, levels, leaf, Standing.UNMET)


def falls_by(tree: Tree, leaves: Sequence[int], levels: Sequence[int], leaf: int) -> bool:
    """Whether one of the levels would rise if a leaf that stands lower stood as high as it can."""
    highest = tree.leaves[leaf].reaches
    return leaves[leaf] < highest and _changes(tree, leaves, levels, leaf, highest)


def _changes(tree: Tree, leaves: Sequence[int], levels: Sequence[int], leaf: int, standing: Standing) -> bool:
    # A tree is monotone: where the furthest standing changes nothing, none in between does.
    before = tree.evaluate(leaves)
    after = tree.evaluate([*leaves[:leaf], int(standing), *leaves[leaf + 1 :]])
    return any(before[tree.judged[level]] != after[tree.judged[level]] for level in levels)


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
