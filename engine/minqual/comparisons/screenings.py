"""Screenings compared: the same applicants judged twice, who stands otherwise and by which clauses."""

from __future__ import annotations

from collections.abc import Callable, Collection

from minqual.comparisons.comparison import Comparison, compared
from minqual.comparisons.decided_files import Decided, DecidedFile, Key
from minqual.comparisons.standing_clauses import Clauses, StandingClause
from minqual.judging import Screening
from minqual.values import Standing
from minqual.verdicts import ClauseVerdict, explain


def screenings_compared(first: Screening, other: Screening) -> Comparison:
    """Two screenings of the same applicants, compared; the clauses of those alone who moved are looked at."""
    sides = (first, other)

    def clauses(side: int, keys: Collection[Key]) -> Clauses:
        return _clauses(sides[side], keys)

    told: Callable[[int, Collection[Key]], Clauses | None] = clauses
    return compared(_decided(first), _decided(other), told)


def _decided(screening: Screening) -> DecidedFile:
    """What was decided of all applicants of a screening."""
    tree, pack = screening.tree, screening.pack
    by_pattern = []
    for each in screening.derived:
        standings = each.standings
        levels = {judged.id: standings[node] for judged, node in zip(pack.judged, tree.judged, strict=True)}
        places = (tree.highest(standings, enough) for enough in (Standing.MET, Standing.CONDITIONAL, Standing.REVIEW))
        reached = tuple("" if place is None else pack.levels[place].id for place in places)
        by_pattern.append(Decided(standings[tree.verdict], levels, reached))
    rows = {
        (name, ""): by_pattern[pattern]
        for name, pattern in zip(screening.applicants.ids, screening.pattern.tolist(), strict=True)
    }
    stamp = {"pack": pack.name, "pack version": pack.version, "pack digest": pack.digest}
    return DecidedFile(pack.called, by_hand=False, rows=rows, stamp=stamp)


def _clauses(screening: Screening, keys: Collection[Key]) -> Clauses:
    """How the clauses stand for some applicants."""
    places = {name: place for place, name in enumerate(screening.applicants.ids)}
    tree = screening.tree
    found: dict[Key, tuple[StandingClause, ...]] = {}
    for key in keys:
        verdict = explain(screening, places[key[0]])
        told = [
            *((each.level, each.clauses) for each in verdict.levels),
            *((each.posts, each.clauses) for each in verdict.posts),
        ]
        found[key] = tuple(
            StandingClause(level, clause.id, number, clause.kind, clause.says, standing, _counted(clause))
            for (level, clauses), root in zip(told, tree.requirements, strict=True)
            for (number, _), clause in zip([*tree.outline(root), ("", 0)], clauses, strict=False)
            for standing in (Standing[clause.standing.upper()],)
        )
    return found


def _counted(clause: ClauseVerdict) -> str:
    """What was counted, in words: 3.17 to 3.33 of 5.00 years."""
    counted = clause.counted
    if counted is None:
        return ""
    low, high = counted.low, counted.high
    said = low if low == high else f"{low} to {high}" if high else f"{low} or more"
    needed = f" of {clause.needed}" if clause.needed else ""
    return f"{said}{needed}{f', at most {clause.most}' if clause.most else ''} {counted.unit}"
