"""Decisions of people: which clauses they decide for which applicants, and which of them are stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.clauses import Assessment, DiscretionWithin
from minqual.judging.requirement_tree import Tree
from minqual.settlements import ApplicantRows, ClauseReading, Decision, Settlements, digest_of, reading_of
from minqual.values import Kept, Standing, once

if TYPE_CHECKING:
    from minqual.records import Applicants

Place: TypeAlias = tuple[int, int]
"""The number of a leaf, and of an applicant."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, by leaf and applicant.

    waiting: what somebody else must read too. stale: made on another clause, or on other rows.
    """

    decisions: Mapping[Place, ClauseReading] = field(default_factory=dict)
    waiting: Mapping[Place, ClauseReading] = field(default_factory=dict)
    stale: tuple[Decision, ...] = ()

    def laid_over(self, tree: Tree, assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
        """Assessments in which each decision stands in place of what the clause itself can say: figures stay."""
        if not self.decisions:
            return assessments
        standings = {leaf: assessments[leaf].standings.copy() for leaf, _ in self.decisions}
        for (leaf, applicant), reading in self.decisions.items():
            standings[leaf][applicant] = Standing.MET if reading.accepted else Standing.UNMET
        laid = [
            Assessment(standings[number]) if number in standings else each for number, each in enumerate(assessments)
        ]
        self._open_with_their_bounds(tree, laid)
        return tuple(laid)

    def _open_with_their_bounds(self, tree: Tree, laid: list[Assessment]) -> None:
        """Let discretion within a bound stand as its bound does, of which a part was decided."""
        for node in tree.nodes:
            if not isinstance(node.clause, DiscretionWithin) or node.leaf is None or node.parent is None:
                continue
            bound = next(part for part in tree.nodes[node.parent].parts if tree.nodes[part].leaf != node.leaf)
            unread = np.zeros_like(laid[node.leaf].standings)
            stands = tree.evaluate(np.array([*(each.standings for each in laid), unread]))[bound]
            own = [applicant for leaf, applicant in self.decisions if leaf == node.leaf]
            within = np.where(stands == Standing.REVIEW, np.int8(Standing.REVIEW), np.int8(Standing.REFER))
            within[own] = laid[node.leaf].standings[own]
            laid[node.leaf] = Assessment(within)


NOTHING_DECIDED: Final = Decided()


@dataclass(frozen=True, eq=False)
class Decidable:
    """The clauses of a tree that people decide: each leaf under the ids at which it stands."""

    tree: Tree
    kept: Kept = field(default_factory=dict, repr=False)

    @once
    def leaves(self) -> Mapping[str, int]:
        """The leaf that each id of a clause stands for which a person decides."""
        tree = self.tree
        return {
            node.id: node.leaf
            for node in tree.nodes
            if node.leaf is not None and node.clause is not None and tree.leaves[node.leaf].decidable
        }

    @once
    def ids(self) -> Mapping[int, str]:
        """The first id of each such leaf."""
        first: dict[int, str] = {}
        for name, leaf in self.leaves().items():
            first.setdefault(leaf, name)
        return first

    @once
    def content(self, leaf: int) -> str:
        """What a leaf asks, as it bears on whether a decision is stale."""
        return self.tree.leaves[leaf].substance


def made_on(content: str, rows: str) -> str:
    """The digest of what a decision was made on: of the clause, and of the applicant's rows."""
    return digest_of([content, rows])


def decided(
    decidable: Decidable,
    pack: str,
    applicants: Applicants,
    settlements: Settlements,
    rows: ApplicantRows,
) -> Decided:
    """What settlements decide by a pack. rows: those of the source."""
    if not settlements.decisions:
        return NOTHING_DECIDED
    leaves = decidable.leaves()
    says: dict[Place, list[Decision]] = {}
    stale = []
    for applicant, name in enumerate(applicants.ids):
        for each in _of(settlements.decisions.get(name, ()), pack):
            leaf = leaves.get(each.clause)
            if leaf is None or (each.made_on and each.made_on != made_on(decidable.content(leaf), rows.digest(name))):
                stale.append(each)
            else:
                says.setdefault((leaf, applicant), []).append(each)
    readings = {place: reading_of(each, settlements.readers) for place, each in says.items()}
    return Decided(
        {place: each for place, each in readings.items() if each.accepted is not None},
        {place: each for place, each in readings.items() if each.accepted is None},
        tuple(stale),
    )


def _of(decisions: Sequence[Decision], pack: str) -> Sequence[Decision]:
    return [each for each in decisions if each.pack == pack]
