"""The funnel of a level: what all must meet, clause by clause, and by which of these clauses people are stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from minqual.judging import UNREAD, Screening
from minqual.values import Standing
from minqual.verdicts.alternatives import Part, StandingPart, asked_lines, parts_within

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PartStandings:
    """How the parts of a level stand. standings: parts × applicants; whole: of the level itself, for each applicant."""

    level: str
    parts: tuple[Part, ...]
    standings: NDArray[np.int8]
    whole: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Stop:
    """Whom a part stops.

    met: who meets it, at conditional or better. open: of whom that is open. alone: who is stopped by it alone, all
    else met; perhaps: who is stopped by it, while another part is still open and may stop them too; others: who is
    stopped by it and by others; share: those of all three kinds, each stopped by n parts as an nth, so that shares add
    up to all who are stopped. first: whom it stops as the first in the order of the pack, which add up too; left: who
    comes past it and all before it, or may.
    """

    part: Part
    met: int
    open: int
    alone: int
    perhaps: int
    others: int
    share: Fraction
    first: int
    left: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """Where people stand at a level: how many there are, come through, are open, are stopped, and by what."""

    level: str
    count: int
    through: int
    open: int
    stopped: int
    stops: tuple[Stop, ...]

    @property
    def one_short(self) -> int:
        """How many are certainly stopped by one clause alone."""
        return sum(each.alone for each in self.stops)

    @property
    def one_short_at_most(self) -> int:
        """How many are stopped by one clause, where what else is open of them may turn out well."""
        return sum(each.alone + each.perhaps for each in self.stops)


def part_standings(screening: Screening, place: int) -> PartStandings:
    """How the parts of a level stand for the applicants of a screening. place: of the level in the pack."""
    tree, level = screening.tree, screening.pack.judged[place].id
    of_all = frozenset(tree.asked_of_all(tree.requirements[place]))
    lines = [
        StandingPart(_part(screening, node, number), screening.standing(node), of_all=node in of_all)
        for number, node in tree.outline(tree.requirements[place])
    ]
    unread = screening.applicants.unread
    if unread.any():
        standings = np.where(unread, np.int8(Standing.REVIEW), np.int8(Standing.MET)).astype(np.int8)
        part = Part(f"{level}.{UNREAD}", "", "unread rows", "every row of the record can be read")
        lines.append(StandingPart(part, standings, of_all=True))
    return standing_parts(level, lines, screening.standing(tree.judged[place]))


def _part(screening: Screening, node: int, number: str) -> Part:
    clause = screening.tree.nodes[node].clause
    assert clause is not None
    return Part(screening.tree.nodes[node].id, number, clause.kind, clause.says())


def standing_parts(level: str, lines: Sequence[StandingPart], whole: NDArray[np.int8]) -> PartStandings:
    """The parts of a level. lines: its outline; whole: how the level itself stands for each applicant."""
    found = [part for each in asked_lines(lines) for part in parts_within(each, lines)]
    standings = [each.standings for each in found]
    parts = tuple(each.part for each in found)
    return PartStandings(level, parts, np.array(standings, dtype=np.int8).reshape(len(parts), len(whole)), whole)


def funnels_of(found: PartStandings, groups: NDArray[np.bool_]) -> list[Funnel]:
    """The funnel of each of some groups of applicants. groups: groups × applicants.

    Applicants who fail the same parts are counted as one, so that a group costs what its distinct patterns cost.
    """
    stopped = found.whole < Standing.REVIEW
    through = found.whole >= Standing.CONDITIONAL
    failed = (found.standings < Standing.REVIEW) & stopped
    open_ = found.standings == Standing.REVIEW
    told = np.vstack([failed, open_.any(axis=0)])
    patterns, pattern_of = np.unique(np.packbits(told, axis=0).T, axis=0, return_inverse=True)
    kinds = np.unpackbits(patterns, axis=1, count=len(told)).astype(bool)
    of_groups = groups.astype(np.float64)
    counts = np.array(
        [np.bincount(pattern_of.ravel()[each], minlength=len(patterns)) for each in groups], dtype=np.int64
    ).reshape(len(groups), len(patterns))
    met = np.rint((found.standings >= Standing.CONDITIONAL).astype(np.float64) @ of_groups.T).astype(np.int64)
    opened = np.rint(open_.astype(np.float64) @ of_groups.T).astype(np.int64)
    return [
        Funnel(
            found.level,
            int(each.sum()),
            int((each & through).sum()),
            int((each & ~through & ~stopped).sum()),
            int((each & stopped).sum()),
            _stops(found.parts, kinds, counts[place], met[:, place].tolist(), opened[:, place].tolist()),
        )
        for place, each in enumerate(groups)
    ]


def _stops(
    parts: tuple[Part, ...], kinds: NDArray[np.bool_], counts: NDArray[np.int64], met: list[int], opened: list[int]
) -> tuple[Stop, ...]:
    """Whom each part stops.

    kinds: distinct patterns × which parts fail, then whether any is open. counts: how many there are of each pattern.
    """
    fails, may = kinds[:, :-1], kinds[:, -1]
    several = fails.sum(axis=1)
    first = np.where(several > 0, fails.argmax(axis=1), -1)
    left = int(counts.sum())
    stops: list[Stop] = []
    for place, part in enumerate(parts):
        by = fails[:, place]
        alone = int(counts[by & (several == 1) & ~may].sum())
        perhaps = int(counts[by & (several == 1) & may].sum())
        others = int(counts[by & (several > 1)].sum())
        share = sum(
            (Fraction(int(counts[by & (several == number)].sum()), number) for number in set(several[by].tolist())),
            Fraction(0),
        )
        here = int(counts[first == place].sum())
        left -= here
        stops.append(Stop(part, met[place], opened[place], alone, perhaps, others, share, here, left))
    return tuple(stops)


def funnel_data(found: Funnel) -> dict[str, Any]:
    """A funnel as plain data."""
    return {
        "level": found.level,
        "count": found.count,
        "through": found.through,
        "open": found.open,
        "stopped": found.stopped,
        "one_clause_short": found.one_short,
        "one_clause_short_at_most": found.one_short_at_most,
        "clauses": [
            {
                "clause": each.part.clause,
                "number": each.part.number,
                "says": each.part.says,
                "through": each.met,
                "open": each.open,
                "stopped_alone": each.alone,
                "stopped_perhaps_alone": each.perhaps,
                "stopped_with_others": each.others,
                "share": round(float(each.share), 6),
                "stopped_first": each.first,
                "left": each.left,
            }
            for each in found.stops
        ],
    }
