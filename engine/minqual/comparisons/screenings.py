"""Screenings compared: the same applicants judged twice, who stands otherwise and by which clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from minqual.comparisons.comparison import ClauseChange, Comparison, Move, move_between, pairs_of, runs_of, with_clauses
from minqual.comparisons.decided_files import Decided, DecidedFile
from minqual.comparisons.standing_clauses import StandingClause, figures_said
from minqual.judging import UNREAD, Screening, highest_level
from minqual.values import Standing, hundredths

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ANY: tuple[str, str] = ("", "")
"""Stands for all applicants of one pattern of standings."""


def screenings_compared(first: Screening, other: Screening) -> Comparison:
    """Two screenings of one source, compared.

    Applicants who have one pattern of standings in the first and one in the other are compared once; only the figures
    of those who moved are looked at one by one.
    """
    sides = first, other
    decided = [_decided(each) for each in sides]
    both, of_both, counts = _patterns_of_both(first, other)
    pairs: Counter[tuple[Standing, Standing]] = Counter()
    moves: list[Move | None] = []
    for (before, after), count in zip(both, counts, strict=True):
        stood, stands = decided[0][before], decided[1][after]
        pairs.update(dict.fromkeys(pairs_of(stood, stands), count))
        move = move_between(_ANY, stood, stands)
        if move is not None:
            move = with_clauses(move, {_ANY: _clauses(first, before)}, {_ANY: _clauses(other, after)})
        moves.append(move)
    moved = np.array([each is not None for each in moves], dtype=np.bool_)[of_both]
    files = _file(first, decided[0]), _file(other, decided[1])
    leaves = [{node.id: node.leaf for node in each.tree.nodes} for each in sides]
    told = (_of_applicant(sides, leaves, moves[of_both[place]], place) for place in np.flatnonzero(moved).tolist())
    runs = runs_of(files[0].stamp, files[1].stamp)
    source = first.applicants
    rest = runs, (), source.counts, source.rejects, source.unknown_columns
    return Comparison(files, source.count, tuple(told), pairs, ((), ()), *rest)


def _patterns_of_both(first: Screening, other: Screening) -> tuple[list[tuple[int, int]], NDArray[np.int64], list[int]]:
    """The distinct patterns in one screening and the other, which of them each applicant has, and how many have it."""
    size = max(len(other.derived), 1)
    found, of_both, counts = np.unique(first.pattern * size + other.pattern, return_inverse=True, return_counts=True)
    return [divmod(each, size) for each in found.tolist()], of_both.ravel(), counts.tolist()


def _decided(screening: Screening) -> list[Decided]:
    """What was decided of the applicants of each pattern."""
    tree, pack = screening.tree, screening.pack
    by_pattern = []
    for each in screening.derived:
        standings = each.standings
        levels = {judged.id: standings[node] for judged, node in zip(pack.judged, tree.judged, strict=True)}
        limits = (Standing.MET, Standing.CONDITIONAL, Standing.REVIEW)
        places = (highest_level(tree, standings, enough) for enough in limits)
        reached = tuple("" if place is None else pack.levels[place].id for place in places)
        by_pattern.append(Decided(standings[tree.verdict], levels, reached))
    return by_pattern


def _file(screening: Screening, by_pattern: list[Decided]) -> DecidedFile:
    """What was decided of all applicants of a screening."""
    pack = screening.pack
    rows = {
        (name, ""): by_pattern[pattern]
        for name, pattern in zip(screening.applicants.ids, screening.pattern.tolist(), strict=True)
    }
    stamp = {"pack": pack.name, "pack version": pack.version, "pack digest": pack.digest}
    return DecidedFile(pack.called, by_hand=False, rows=rows, stamp=stamp)


def _clauses(screening: Screening, pattern: int) -> tuple[StandingClause, ...]:
    """How the clauses stand for the applicants of a pattern, without figures."""
    tree, standings = screening.tree, screening.derived[pattern].standings
    told: list[StandingClause] = []
    for judged, root in zip(screening.pack.judged, tree.requirements, strict=True):
        for number, place in tree.outline(root):
            clause, name = tree.nodes[place].clause, tree.nodes[place].id
            assert clause is not None
            told.append(StandingClause(judged.id, name, number, clause.kind, clause.says(), standings[place], ""))
        if any(node.leaf == tree.unread and standings[place] for place, node in enumerate(tree.nodes)):
            says = "every row of the record can be read"
            told.append(
                StandingClause(judged.id, f"{judged.id}.{UNREAD}", "", "unread rows", says, Standing.REVIEW, "")
            )
    return tuple(told)


def _of_applicant(
    sides: tuple[Screening, Screening], leaves: list[dict[str, int | None]], move: Move | None, place: int
) -> Move:
    """How one applicant moved: as all of the pattern did, with the figures of this one."""
    assert move is not None
    clauses = tuple(
        ClauseChange(
            _with_figures(sides[0], leaves[0], each.before, place),
            _with_figures(sides[1], leaves[1], each.after, place),
        )
        for each in move.clauses
    )
    return replace(move, key=(sides[0].applicants.ids[place], ""), clauses=clauses)


def _with_figures(
    screening: Screening, leaves: Mapping[str, int | None], clause: StandingClause | None, place: int
) -> StandingClause | None:
    """A clause with what was counted for an applicant, in words: 3.17 to 3.33 of 5.00 years."""
    leaf = None if clause is None else leaves.get(clause.clause)
    if clause is None or leaf is None or leaf == screening.tree.unread:
        return clause
    assessment = screening.assessments[leaf]
    counted, amount = assessment.counted, assessment.amount
    if counted is None or amount is None:
        return clause
    months = amount.unit == "months"
    least, largest = counted.exact(place)
    low = hundredths(least * 12 if months else least)
    high = "" if largest is None else hundredths(largest * 12 if months else largest)
    needed, most = (
        "" if each is None else hundredths(screening.pack.policy.semester_units(each))
        for each in (assessment.needed, assessment.most)
    )
    unit = "months" if months else counted.unit
    return replace(clause, counted=figures_said(low, high, needed, most, unit))
