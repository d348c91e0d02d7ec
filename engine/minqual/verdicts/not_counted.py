"""What is on record and does not count: of those who lack something, the rows that come near it, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from minqual.clauses import NotCounted, jobs_of_no_credit
from minqual.judging import Screening
from minqual.values import CONDITIONAL, MET, UNMET, Flags, anywhere
from minqual.verdicts.statements import of_each

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.verdicts.text_columns import Places, Tiles

Aside: TypeAlias = tuple[str, str]
"""What a row is, and why it does not count."""


class NotCountedRows:
    """What counts for nothing, said of all applicants of a screening: what holds of whom, leaf by leaf."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self._said: dict[int, Sequence[NotCounted]] = {}
        self._of: dict[tuple[int, frozenset[int]], Mapping[Aside, NDArray[np.int32]]] = {}

    def told(
        self,
        lacking: Sequence[frozenset[int]],
        of: Places,
        tiles: Tiles,
        said: Callable[[Sequence[Aside]], str],
        asked: Sequence[frozenset[int]] = (),
    ) -> Places:
        """Per applicant, the tile that says what some leaves do not count; or is empty.

        lacking: sets of leaves. of: per applicant, the place of the one that is theirs. said: rows in a sentence.
        asked: likewise, the leaves of which is said too which jobs count for nothing by the counting policy.
        """
        return of_each(len(of), chain(self._holding(lacking, of), self._by_policy(asked, of)), tiles, said)

    def _by_policy(self, asked: Sequence[frozenset[int]], of: Places) -> Iterator[tuple[Aside, NDArray[np.int32]]]:
        """The applicants who have jobs that no clause counts, and who might stand higher if one did."""
        screening = self._screening
        for jobs, why in jobs_of_no_credit(screening.tally) if asked else ():
            short = np.zeros(len(of), dtype=np.bool_)
            for number, leaf in enumerate(screening.tree.leaves):
                if "experience" in leaf.draws_on():
                    theirs = np.array([number in each for each in asked], dtype=np.bool_)
                    short |= theirs[of] & (screening.assessments[number].standings != MET)
            owners = screening.applicants.experience.owner[jobs]
            yield ("a job", why), owners[short[owners]]

    def _holding(self, lacking: Sequence[frozenset[int]], of: Places) -> Iterator[tuple[Aside, NDArray[np.int32]]]:
        for leaf in sorted(frozenset[int]().union(*lacking)):
            beside: dict[frozenset[int], list[int]] = {}
            for place, leaves in enumerate(lacking):
                if leaf in leaves:
                    beside.setdefault(self._counting(leaf, leaves), []).append(place)
            for others, places in beside.items():
                rows = self._rows(leaf, others)
                if rows:
                    theirs = np.zeros(len(lacking), dtype=np.bool_)
                    theirs[places] = True
                    mine = theirs[of]
                    yield from ((aside, owners[mine[owners]]) for aside, owners in rows.items())

    def _counting(self, leaf: int, leaves: frozenset[int]) -> frozenset[int]:
        """Those of some leaves that count rows of the tables of a leaf, as it does: what they count is counted."""
        assessments, clauses = self._screening.assessments, self._screening.tree.leaves
        if assessments[leaf].counted is None:
            return frozenset()
        return frozenset(
            each
            for each in leaves - {leaf}
            if assessments[each].counted is not None and clauses[each].tables == clauses[leaf].tables
        )

    def _rows(self, leaf: int, others: frozenset[int]) -> Mapping[Aside, NDArray[np.int32]]:
        """The applicants who have rows that a leaf which they lack does not count, by what is said of the rows.

        others: leaves of the same tables, none of which counts the rows either.
        """
        key = leaf, others
        if key not in self._of:
            screening = self._screening
            standings = screening.assessments[leaf].standings
            lacks = (standings == UNMET) | (standings == CONDITIONAL)
            found: dict[Aside, NDArray[np.int32]] = {}
            for each in self._said_by(leaf) if anywhere(lacks) else ():
                rows = each.rows & lacks[each.owner]
                owners = each.owner[rows & self._left(others, each.owner) if others else rows]
                if len(owners):
                    before = found.get((each.what, each.why), owners[:0])
                    found[each.what, each.why] = np.concatenate([before, owners])
            self._of[key] = found
        return self._of[key]

    def _said_by(self, leaf: int) -> Sequence[NotCounted]:
        """What a leaf does not count, read once."""
        if leaf not in self._said:
            self._said[leaf] = list(self._screening.tree.leaves[leaf].not_counted(self._screening.tally))
        return self._said[leaf]

    def _left(self, others: frozenset[int], owner: NDArray[np.int32]) -> Flags:
        """The rows that none of some leaves counts. owner: whose each row is."""
        left: Flags = np.ones(len(owner), dtype=np.bool_)
        for leaf in others:
            rows = [each.rows for each in self._said_by(leaf)]
            left &= np.logical_or.reduce(rows) if rows else False
        return left
