"""Feeling: whether some case fails as soon as one amount, choice or part inside a clause is another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minqual.authoring.boundary_pairs import apart, written_places
from minqual.authoring.case_runs import Trial, asserted
from minqual.authoring.variations import LARGER, LEFT_OUT, SMALLER, nudges
from minqual.clauses import Leaf
from minqual.judging import Screening, Tree
from minqual.values import Standings


@dataclass(frozen=True, slots=True)
class Inside:
    """A value inside a written clause, beside its bounds.

    nodes: where the clause stands in the tree. restated: it belongs to a combination under `after`, which says again
    what stands elsewhere in the pack. sides: the clause with the value nudged, by what became of it, the
    furthest first.
    """

    nodes: tuple[int, ...]
    leaf: int
    name: str
    value: str
    restated: bool
    sides: Mapping[str, tuple[Leaf, ...]]

    def __str__(self) -> str:
        return f"{self.name} ({self.value})"


@dataclass(frozen=True, slots=True)
class Felt:
    """A value inside a clause, and on which sides some case feels it change."""

    inside: Inside
    sides: Mapping[str, bool]

    @property
    def by_none(self) -> bool:
        """Whether no case feels any change of it."""
        return not any(self.sides.values())

    @property
    def unfelt(self) -> list[str]:
        """The sides on which no case feels it. What a smaller or larger one does not show, leaving it out need not."""
        ordered = [side for side in self.sides if side != LEFT_OUT] or list(self.sides)
        return [side for side in ordered if not self.sides[side]]

    @property
    def whole(self) -> bool:
        """Whether it is felt on every side."""
        return not self.unfelt


class Sense:
    """Cases that can feel a change: judged, each with the nodes whose standing it names."""

    def __init__(self, tree: Tree, trials: Sequence[Trial]) -> None:
        self._tree = tree
        self._trials: dict[Screening, list[Trial]] = {}
        for trial in trials:
            self._trials.setdefault(trial.screening, []).append(trial)
        self._nodes = {trial: tuple(asserted(trial)) for trial in trials}
        self._leaves = {trial: tuple(trial.leaves) for trial in trials}
        self._known: dict[tuple[object, ...], bool] = {}

    def feeling(self, inside: Inside, clause: Leaf) -> Trial | None:
        """The first case whose expectation would be something else if a clause stood in the place of another."""
        for screening, trials in self._trials.items():
            before = screening.assessments[inside.leaf].standings
            after: Standings = screening.pack.said_in(clause).assess(screening.tally).standings
            for trial in trials:
                if before[trial.applicant] == after[trial.applicant]:
                    continue
                if self._changes(inside, trial, int(after[trial.applicant])):
                    return trial
        return None

    def feels(self, inside: Inside, side: str) -> bool:
        """Whether some case feels a value change to one side."""
        return any(self.feeling(inside, clause) is not None for clause in inside.sides[side])

    def felt(self, inside: Inside) -> Felt:
        """On which sides some case feels a value change."""
        return Felt(inside, {side: self.feels(inside, side) for side in inside.sides})

    def _changes(self, inside: Inside, trial: Trial, standing: int) -> bool:
        nodes, leaves = self._nodes[trial], self._leaves[trial]
        key = (nodes, leaves, inside.nodes, standing)
        if key not in self._known:
            after = apart(self._tree, inside.nodes).evaluate([*leaves, standing])
            self._known[key] = any(trial.standings[node] != after[node] for node in nodes)
        return self._known[key]


def insides(screening: Screening) -> list[Inside]:
    """Every value that stands inside a clause of a pack, beside its bounds; each written clause once."""
    tree, found = screening.tree, []
    written = tree.written or tree.leaves
    for leaf, nodes in written_places(screening):
        by_value: dict[tuple[tuple[str, ...], str], dict[str, list[Leaf]]] = {}
        for nudge in nudges(written[leaf]):
            assert isinstance(nudge.model, Leaf)
            by_value.setdefault((nudge.way, nudge.value), {}).setdefault(nudge.side, []).append(nudge.model)
        for (way, value), sides in by_value.items():
            name = ".".join((tree.nodes[nodes[0]].id, *(key.replace(" ", "-") for key in way if key != "rule")))
            restated = "after" in way and bool({"all of", "any of", "at least", "readings"} & set(way))
            found.append(
                Inside(nodes, leaf, name, value, restated, {side: tuple(each) for side, each in sides.items()})
            )
    return found


def feelings(screening: Screening, trials: Sequence[Trial]) -> list[Felt]:
    """Every value inside the clauses of a pack, and on which sides some case feels it change."""
    sense = Sense(screening.tree, trials)
    return [sense.felt(inside) for inside in insides(screening)]


def was(side: str) -> str:
    """A side as the end of a sentence."""
    return "left out" if side == LEFT_OUT else side if side in {SMALLER, LARGER} else f"as {side!r}"


def told(felt: Sequence[Felt]) -> str:
    """Feelings in one sentence: how many values are felt on every side, and which are not."""
    whole = sum(each.whole for each in felt)
    parts = [f"amounts: {whole} of {len(felt)} felt on both sides"]
    shown = [each for each in felt if not each.inside.restated]
    never = [str(each.inside) for each in shown if each.by_none]
    if never:
        parts.append("felt by no case: " + ", ".join(never))
    one = [f"{each.inside}: not {' or '.join(each.unfelt)}" for each in shown if not each.by_none and not each.whole]
    if one:
        parts.append("on one side only: " + ", ".join(one))
    restated = sum(not each.whole for each in felt if each.inside.restated)
    if restated:
        parts.append(f"{restated} in combinations under 'after' not felt on both sides")
    return "; ".join(parts)
