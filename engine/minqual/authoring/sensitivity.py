"""Feeling: whether some case fails as soon as one amount, choice, name or part inside a clause is another one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from minqual.authoring.boundary_pairs import moves, written_places
from minqual.authoring.case_runs import Trial, asserted
from minqual.authoring.variations import ANOTHER_NAME, LARGER, LEFT_OUT, SMALLER, Change, NamesOf, nudges
from minqual.clauses import FACTS, AtLeast, Leaf
from minqual.judging import Screening, Tree
from minqual.packs import SECTIONS, Pack
from minqual.values import Kept, Standings, once

OF_PARTS: Final = -1
"""Stands for the leaf of a value that belongs to a combination."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A value inside a written clause, beside its bounds.

    nodes: where the clause stands in the tree. sides: the clause with the value nudged, by what became of it, the
    furthest first. named: whether it is a name of the pack. one_with: what the value stands in, where the same may
    stand in several places: a list of names, or a clause after which time counts. A case of one place is enough then.
    """

    nodes: tuple[int, ...]
    leaf: int
    name: str
    value: str
    sides: Mapping[str, tuple[Leaf, ...]]
    named: bool = False
    one_with: Hashable = None

    def __str__(self) -> str:
        return f"{self.name} ({self.value})"


@dataclass(frozen=True, slots=True)
class Felt:
    """A value inside a clause, and on which sides some case feels it change."""

    inside: Inside
    sides: Mapping[str, bool]

    def beside(self, other: Felt) -> Felt:
        """The same value in two places, felt on a side where it is felt in one of them."""
        sides = {side: felt or other.sides.get(side, False) for side, felt in self.sides.items()}
        return Felt(other.inside if self.by_none else self.inside, sides)

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


_YES_OR_NO: Final = ("no", "yes")


class Sense:
    """Cases that can feel a change: judged, each with the nodes whose standing it names."""

    def __init__(self, tree: Tree, trials: Sequence[Trial]) -> None:
        self._tree = tree
        self._trials: dict[Screening, list[Trial]] = {}
        for trial in trials:
            self._trials.setdefault(trial.screening, []).append(trial)
        self._nodes = {trial: tuple(asserted(trial)) for trial in trials}
        self._leaves = {trial: tuple(trial.leaves) for trial in trials}
        self.kept: Kept = {}

    def feeling(self, inside: Inside, clause: Leaf) -> Trial | None:
        """The first case whose expectation would be something else if a clause stood in the place of another."""
        for screening, trials in self._trials.items():
            before = screening.assessments[inside.leaf].standings
            after: Standings = screening.pack.said_in(clause).assess(screening.tally).standings
            for trial in trials:
                if before[trial.applicant] == after[trial.applicant]:
                    continue
                standing = int(after[trial.applicant])
                if self._moves(self._leaves[trial], inside.nodes, standing, self._nodes[trial]):
                    return trial
        return None

    def feels(self, inside: Inside, side: str) -> bool:
        """Whether some case feels a value change to one side."""
        return any(self.feeling(inside, clause) is not None for clause in inside.sides[side])

    def felt(self, inside: Inside) -> Felt:
        """On which sides some case feels a value change."""
        return Felt(inside, {side: self.feels(inside, side) for side in inside.sides})

    @once
    def _moves(self, leaves: Sequence[int], nodes: Sequence[int], standing: int, watched: Sequence[int]) -> bool:
        return moves(self._tree, leaves, nodes, standing, watched)


def insides(screening: Screening) -> list[Inside]:
    """Every value that stands inside a clause of a pack, beside its bounds; each written clause once."""
    tree, names, found = screening.tree, names_of(screening.pack.written), []
    written = tree.written or tree.leaves
    for leaf, nodes in written_places(screening):
        by_value: dict[tuple[object, ...], list[Change]] = {}
        for nudge in nudges(written[leaf], names):
            by_value.setdefault((nudge.way, nudge.value, nudge.named), []).append(nudge)
        for (first, *_), several in ((each, each) for each in by_value.values()):
            sides: dict[str, list[Leaf]] = {}
            for nudge in several:
                assert isinstance(nudge.model, Leaf)
                sides.setdefault(nudge.side, []).append(nudge.model)
            keys = (key.replace(" ", "-") for key in first.way if key != "rule")
            name = ".".join((tree.nodes[nodes[0]].id, *keys))
            clauses = {side: tuple(each) for side, each in sides.items()}
            found.append(Inside(nodes, leaf, name, first.value, clauses, first.named, first.one_with))
    return found


def names_of(pack: Pack) -> NamesOf:
    """The names that a pack has in each section, each with those that it stands for."""
    single = {section: {name: (name,) for name in getattr(pack, section)} for section in SECTIONS}
    facts = {
        name: tuple(fact.values) or _YES_OR_NO[: 2 * (fact.form == "yes or no")]
        for name, fact in pack.job_facts.items()
    }
    return {**single, "kinds": {**single["kinds"], **pack.groups}, FACTS: facts}


def feelings(screening: Screening, trials: Sequence[Trial]) -> list[Felt]:
    """Every value inside the clauses of a pack, and on which sides some case feels it change."""
    sense = Sense(screening.tree, trials)
    found: dict[Hashable, Felt] = {}
    for inside in insides(screening):
        felt, alone = sense.felt(inside), (inside.nodes, inside.name)
        same = (alone if inside.one_with is None else inside.one_with, inside.value)
        found[same] = found[same].beside(felt) if same in found else felt
    return [*found.values(), *numbers_of_parts(screening.tree, trials)]


def numbers_of_parts(tree: Tree, trials: Sequence[Trial]) -> Iterator[Felt]:
    """How many of its parts each clause of `at least` asks, and whether some case feels one more, or one fewer."""
    for place, node in enumerate(tree.nodes):
        if not isinstance(node.gate, int) or not isinstance(node.clause, AtLeast):
            continue
        sides = {}
        for side, gate in ((SMALLER, node.gate - 1), (LARGER, node.gate + 1)):
            if 0 < gate <= len(node.parts):
                nodes = (replace(each, gate=gate) if at == place else each for at, each in enumerate(tree.nodes))
                changed = replace(tree, nodes=tuple(nodes))
                sides[side] = any(_feels(changed, trial) for trial in trials)
        yield Felt(Inside((place,), OF_PARTS, node.id, f"at least {node.gate}", {}), sides)


def _feels(changed: Tree, trial: Trial) -> bool:
    """Whether what a case expects would be something else in a changed tree."""
    after = changed.evaluate([*trial.leaves])
    return any(trial.standings[node] != after[node] for node in asserted(trial))


def by_clause(felt: Sequence[Felt]) -> list[str]:
    """Values with where they stand, those of one list together."""
    values: dict[str, list[str]] = {}
    for each in felt:
        values.setdefault(each.inside.name, []).append(each.inside.value)
    return [f"{name} ({', '.join(each)})" for name, each in values.items()]


def was(side: str) -> str:
    """A side as the end of a sentence."""
    if side in {LEFT_OUT, SMALLER, LARGER}:
        return side
    return f"as {side if side == ANOTHER_NAME else repr(side)}"


def told(felt: Sequence[Felt]) -> str:
    """Feelings in one sentence: how many values are felt on every side, and which are not."""
    whole = sum(each.whole for each in felt)
    named = bool(felt) and all(each.inside.named for each in felt)
    parts = [f"names: {whole} of {len(felt)} felt" if named else f"amounts: {whole} of {len(felt)} felt on both sides"]
    if never := by_clause([each for each in felt if each.by_none]):
        parts.append("felt by no case: " + ", ".join(never))
    one = [f"{each.inside}: not {' or '.join(each.unfelt)}" for each in felt if not each.by_none and not each.whole]
    if one:
        parts.append("on one side only: " + ", ".join(one))
    return "; ".join(parts)
