"""What is on record and does not count: of those who lack something, the rows that come near it, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from minqual.judging import Screening
from minqual.values import Standing
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
        self._of: dict[int, Mapping[Aside, NDArray[np.int32]]] = {}

    def told(
        self, lacking: Sequence[frozenset[int]], of: Places, tiles: Tiles, said: Callable[[Sequence[Aside]], str]
    ) -> Places:
        """Per applicant, the tile that says what some leaves do not count; or is empty.

        lacking: sets of leaves. of: per applicant, the place of the one that is theirs. said: rows in a sentence.
        """
        return of_each(len(of), self._holding(lacking, of), tiles, said)

    def _holding(self, lacking: Sequence[frozenset[int]], of: Places) -> Iterator[tuple[Aside, NDArray[np.int32]]]:
        for leaf in sorted(frozenset[int]().union(*lacking)):
            rows = self._rows(leaf)
            if rows:
                mine = np.array([leaf in leaves for leaves in lacking], dtype=np.bool_)[of]
                yield from ((aside, owners[mine[owners]]) for aside, owners in rows.items())

    def _rows(self, leaf: int) -> Mapping[Aside, NDArray[np.int32]]:
        """The applicants who have rows that a leaf which they lack does not count, by what is said of the rows."""
        if leaf not in self._of:
            screening = self._screening
            unmet = screening.assessments[leaf].standings == Standing.UNMET
            found: dict[Aside, NDArray[np.int32]] = {}
            for each in screening.tree.leaves[leaf].not_counted(screening.tally) if unmet.any() else ():
                owners = each.owner[each.rows & unmet[each.owner]]
                if len(owners):
                    before = found.get((each.what, each.why), owners[:0])
                    found[each.what, each.why] = np.concatenate([before, owners])
            self._of[leaf] = found
        return self._of[leaf]
