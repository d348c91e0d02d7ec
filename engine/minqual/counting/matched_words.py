"""Columns of words matched against a pack's vocabulary: what each distinct cell means, and so each row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from minqual.records import TextColumn
from minqual.values import NOTHING, Flags, Match, Vocabulary, fold, joint_match

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Worded:
    """A column of cells that list words between semicolons, taken apart: what no vocabulary changes.

    words: each folded word once. cells: per distinct cell of the column, the numbers of its words; lone: that of the
    only one, else -1; several: cells of more than one. codes: per row, the number of its cell.
    """

    def __init__(self, column: TextColumn) -> None:
        numbers: dict[str, int] = {}
        written: dict[str, int] = {}

        def number(piece: str) -> int:
            word = fold(piece)
            written[piece] = found = numbers.setdefault(word, len(numbers)) if word else -1
            return found

        known = written.get
        self.cells = [
            tuple(
                [
                    found
                    for piece in cell.split(";")
                    if (found := number(piece) if (seen := known(piece)) is None else seen) >= 0
                ]
            )
            for cell in column.words
        ]
        self.words = tuple(numbers)
        self.several = {place: cell for place, cell in enumerate(self.cells) if len(cell) > 1}
        lone = [cell[0] if len(cell) == 1 else -1 for cell in self.cells]
        self.lone: NDArray[np.int32] = np.array(lone, dtype=np.int32)
        self.codes = column.codes


class Matched:
    """A column of words matched against a vocabulary: which rows state, and which may mean, a name."""

    def __init__(self, wording: Worded, vocabulary: Vocabulary) -> None:
        self._wording = wording
        meant = vocabulary.meanings(wording.words)
        numbers = {vocabulary.match(None): 0, NOTHING: 1}
        by_word = np.ones(len(wording.words) + 1, dtype=np.int32)
        by_word[-1] = 0
        for word, match in meant.items():
            by_word[word] = numbers.setdefault(match, len(numbers))
        self._cells: NDArray[np.int32] = by_word[wording.lone]
        if wording.several:
            self._set_several(meant, by_word.tolist(), numbers)
        self._meanings = tuple(numbers)
        self._meant = meant

    def _set_several(self, meant: Mapping[int, Match], by_word: Sequence[int], numbers: dict[Match, int]) -> None:
        """Tell what the cells of several words mean, each combination of meanings once."""
        known: dict[tuple[int, ...], int] = {}
        found = []
        for cell in self._wording.several.values():
            key = tuple([by_word[word] for word in cell])
            number = known.get(key)
            if number is None:
                match = joint_match([meant.get(word, NOTHING) for word in cell])
                number = known[key] = numbers.setdefault(match, len(numbers))
            found.append(number)
        self._cells[list(self._wording.several)] = found

    @property
    def matches(self) -> list[Match]:
        """What each distinct cell of the column means, in the order of its words."""
        return [self._meanings[number] for number in self._cells.tolist()]

    def certain(self, names: Sequence[str]) -> Flags:
        """Rows that state one of the names."""
        return self._flags([not match.certain.isdisjoint(names) for match in self._meanings])

    def possible(self, names: Sequence[str]) -> Flags:
        """Rows that state or may mean one of the names."""
        return self._flags([not match.possible.isdisjoint(names) for match in self._meanings])

    def dividing(
        self, names: Sequence[str], capped: Collection[str], *, certainly: bool
    ) -> Mapping[frozenset[str], Flags]:
        """Rows that state only some names (or may state one), by those of them that are capped.

        Rows that state (or may state) names without a cap are under the empty set where that is certain to be better
        (or may be).
        """
        groups: dict[frozenset[str], set[int]] = {}
        for place, match in enumerate(self._meanings):
            whole = not match.open and not match.unknown and match.certain <= set(names)
            meant = match.certain if certainly else match.possible & set(names)
            if not meant or (certainly and not whole):
                continue
            free = meant.isdisjoint(capped) if certainly else not meant <= set(capped)
            groups.setdefault(frozenset() if free else frozenset(meant & set(capped)), set()).add(place)
        return {
            each: self._flags([place in places for place in range(len(self._meanings))])
            for each, places in groups.items()
        }

    def whole(self, names: Sequence[str]) -> Flags:
        """Rows that state names, all of which are among some."""
        return self._flags(
            [not match.open and not match.unknown and match.certain <= set(names) for match in self._meanings]
        )

    def several(self) -> Flags:
        """Rows that state more than one name."""
        return self._flags([len(match.certain) > 1 for match in self._meanings])

    def unknown(self) -> dict[str, int]:
        """Words that mean nothing here, and in how many rows each stands."""
        wording, meant = self._wording, self._meant
        rows = np.bincount(wording.codes, minlength=len(wording.cells))
        holding = np.array([match.unknown for match in self._meanings], dtype=np.bool_)[self._cells]
        found: dict[str, int] = {}
        for cell in np.flatnonzero(holding).tolist():
            for number in wording.cells[cell]:
                if number not in meant:
                    word = wording.words[number]
                    found[word] = found.get(word, 0) + int(rows[cell])
        return found

    def _flags(self, by_meaning: list[bool]) -> Flags:
        by_cell = np.array(by_meaning, dtype=np.bool_)[self._cells]
        return np.asarray(by_cell[self._wording.codes], dtype=np.bool_)
