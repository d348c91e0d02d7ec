"""Columns of words matched against a pack's vocabulary: what each distinct cell means, and so each row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.records import TextColumn
from minqual.values import (
    ASIDE,
    NONE_OF_THESE,
    Flags,
    Match,
    Numbers,
    Vocabulary,
    anywhere,
    folded,
    joint_match,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Words, and how widely each is spread: in how many rows it stands, and of how many applicants they are."""

    words: tuple[str, ...]
    rows: Numbers
    people: Numbers

    @classmethod
    def of(cls, words: Sequence[str], codes: Numbers, owner: NDArray[np.int32]) -> Spread:
        """Words as they stand in rows. words: each distinct one, of which some may be equal; codes, owner: per row."""
        if not len(codes):
            none = np.zeros(0, dtype=np.int64)
            return cls((), none, none)
        numbers = {word: place for place, word in enumerate(dict.fromkeys(words))}
        said = np.array([numbers[word] for word in words], dtype=np.int64)[codes]
        everybody = int(owner.max()) + 1
        people = np.bincount(np.unique(said * everybody + owner) // everybody, minlength=len(numbers))
        rows, names = np.bincount(said, minlength=len(numbers)), tuple(numbers)
        kept = wherever(rows)
        return cls(tuple(names[place] for place in kept.tolist()), rows[kept], people[kept])

    @classmethod
    def together(cls, parts: Sequence[Spread]) -> Spread:
        """What is spread over several pools, none of whose applicants is in another."""
        number: dict[str, int] = {}
        places = [number.setdefault(word, len(number)) for part in parts for word in part.words]
        rows, people = (np.zeros(len(number), dtype=np.int64) for _ in range(2))
        np.add.at(rows, places, np.concatenate([part.rows for part in parts]))
        np.add.at(people, places, np.concatenate([part.people for part in parts]))
        return cls(tuple(number), rows, people)


FEW_CELLS: Final = 8
"""Distinct cells of a column up to which what they mean is kept: those of one applicant, which others have as well."""

MOST_COLUMNS: Final = 1 << 8
"""Columns of so few cells that are kept for each vocabulary."""


class Worded:
    """A column of cells that list words between semicolons, taken apart: what no vocabulary changes.

    codes: per row, the number of its cell.
    """

    def __init__(self, column: TextColumn) -> None:
        self._cells, self.codes = column.words, column.codes

    @property
    def few(self) -> tuple[str, ...] | None:
        """Its distinct cells, if they are few."""
        return tuple(self._cells) if len(self._cells) <= FEW_CELLS else None

    @cached_property
    def _apart(self) -> _Apart:
        return _apart(self._cells)

    @property
    def words(self) -> tuple[str, ...]:
        """Each folded word once."""
        return self._apart[0]

    @property
    def lone(self) -> NDArray[np.int32]:
        """Per distinct cell of the column, the number of its only word, else -1."""
        return self._apart[1]

    @property
    def several(self) -> Mapping[int, tuple[int, ...]]:
        """The numbers of the words of cells that have more than one, by cell."""
        return self._apart[2]

    @cached_property
    def inside(self) -> tuple[Numbers, Numbers]:
        """The cells of several words, each as often as it has different ones, and these words."""
        lengths = np.fromiter(map(len, self.several.values()), dtype=np.int64, count=len(self.several))
        cells = np.repeat(np.fromiter(self.several, dtype=np.int64, count=len(self.several)), lengths)
        every = np.fromiter(chain.from_iterable(self.several.values()), dtype=np.int64, count=len(cells))
        pairs = np.unique(cells * (len(self.words) + 1) + every)
        return pairs // (len(self.words) + 1), pairs % (len(self.words) + 1)


_Apart: TypeAlias = "tuple[tuple[str, ...], NDArray[np.int32], Mapping[int, tuple[int, ...]]]"
"""The words of a column, and those of each of its cells, as in Worded."""


def _apart(cells: Sequence[str]) -> _Apart:
    """Distinct cells taken apart."""
    numbers: dict[str, int] = {}
    lists = {place: cell for place, cell in enumerate(cells) if ";" in cell}
    alone = ["" if place in lists else cell for place, cell in enumerate(cells)] if lists else cells
    lone = [numbers.setdefault(word, len(numbers)) if word else -1 for word in folded(alone)]
    several: dict[int, tuple[int, ...]] = {}
    if lists:
        pieces = {place: cell.split(";") for place, cell in lists.items()}
        distinct = list(dict.fromkeys(chain.from_iterable(pieces.values())))
        said = zip(distinct, folded(distinct), strict=True)
        number = {piece: numbers.setdefault(word, len(numbers)) if word else -1 for piece, word in said}
        for place, each in pieces.items():
            cell = tuple([found for piece in each if (found := number[piece]) >= 0])
            if len(cell) > 1:
                several[place] = cell
            elif cell:
                lone[place] = cell[0]
    return tuple(numbers), np.array(lone, dtype=np.int32), several


class Meant:
    """What each distinct cell of a column means by a vocabulary.

    cells: per cell, the number of its meaning among `meanings`. strange: per word, whether it is not known. by_cell:
    what was told of each cell, by what it is.
    """

    def __init__(self, wording: Worded, vocabulary: Vocabulary) -> None:
        meant = vocabulary.meanings(wording.words)
        numbers = {vocabulary.match(None): 0}
        by_word = np.full(len(wording.words) + 1, numbers.setdefault(vocabulary.unknown, len(numbers)), dtype=np.int32)
        by_word[-1] = 0
        for word, match in meant.items():
            by_word[word] = numbers.setdefault(match, len(numbers))
        # A word that speaks of something else says nothing of the names where it stands alone.
        lone = np.where(by_word == numbers.get(ASIDE, -1), 0, by_word) if ASIDE in numbers else by_word
        self.cells: NDArray[np.int32] = lone[wording.lone]
        if wording.several:
            self.cells[list(wording.several)] = _of_several(wording, vocabulary, meant, by_word.tolist(), numbers)
        self.meanings = tuple(numbers)
        self.by_cell: dict[tuple[str, ...], Flags] = {}
        self.strange: Flags = np.full(len(wording.words), vocabulary.unknown.strange, dtype=np.bool_)
        self.strange[list(meant)] = [match.strange for match in meant.values()]


def _of_several(
    wording: Worded,
    vocabulary: Vocabulary,
    meant: Mapping[int, Match],
    by_word: Sequence[int],
    numbers: dict[Match, int],
) -> list[int]:
    """The numbers of what the cells of several words mean, each combination of meanings told once."""
    known: dict[tuple[bool, tuple[int, ...]], int] = {}
    found = []
    end = wording.words.index(NONE_OF_THESE) if NONE_OF_THESE in wording.words else -1
    for cell in wording.several.values():
        ends, words = end in cell, [word for word in cell if word != end]
        key = ends, tuple([by_word[word] for word in words])
        number = known.get(key)
        if number is None:
            said = [meant.get(word, vocabulary.unknown) for word in words]
            match = joint_match([each for each in said if each is not ASIDE] or [vocabulary.match(None)])
            number = known[key] = numbers.setdefault(match.alone() if ends else match, len(numbers))
        found.append(number)
    return found


def _meant(wording: Worded, vocabulary: Vocabulary) -> Meant:
    """What the cells of a column mean; of those of few it is kept with the vocabulary."""
    cells = wording.few
    if cells is None:
        return Meant(wording, vocabulary)
    kept: dict[tuple[str, ...], Meant] = vocabulary.columns
    found = kept.get(cells)
    if found is None:
        if len(kept) >= MOST_COLUMNS:
            kept.clear()
        found = kept[cells] = Meant(wording, vocabulary)
    return found


class Matched:
    """A column of words matched against a vocabulary: which rows state, and which may mean, a name.

    denied: by name, the rows of which people have said that they do not mean it.
    """

    def __init__(self, wording: Worded, vocabulary: Vocabulary, denied: Mapping[str, Flags] | None = None) -> None:
        meant = _meant(wording, vocabulary)
        self._wording, self._vocabulary = wording, vocabulary
        self._cells, self._meanings, self._strange = meant.cells, meant.meanings, meant.strange
        self._by_cell = meant.by_cell
        self._denied = denied or {}

    @property
    def matches(self) -> list[Match]:
        """What each distinct cell of the column means, in the order of its words."""
        return [self._meanings[number] for number in self._cells.tolist()]

    def certain(self, names: Sequence[str]) -> Flags:
        """Rows that state one of the names."""
        return self._told("certain", names, lambda match: match.states(names))

    def possible(self, names: Sequence[str]) -> Flags:
        """Rows that state or may mean one of the names."""
        possible = self._told("possible", names, lambda match: not match.possible.isdisjoint(names))
        return possible & ~self._none_of(names) if self._denied else possible

    def _none_of(self, names: Sequence[str]) -> Flags:
        """Rows that do not state one of the names, and of which people have said so of each that they may mean."""
        said = np.zeros(len(self._wording.codes), dtype=np.bool_)
        left = ~self.certain(names)
        for name in names:
            may = self._told("possible", (name,), lambda match, name=name: name in match.possible)  # type: ignore[misc]
            denied = self._denied.get(name, np.zeros_like(said))
            said, left = said | denied, left & (denied | ~may)
        return said & left

    def of_a_whole(self, names: Sequence[str]) -> Flags:
        """Rows whose words are known, and state that of which one of the names is a part: it alone is open."""
        wholes = tuple(frozenset().union(*map(self._vocabulary.wholes, names)).difference(names))
        if not wholes:
            return np.zeros(len(self._wording.codes), dtype=np.bool_)
        return self.certain(wholes) & ~self._told("strange", (), lambda match: match.strange or match.open)

    def dividing(
        self, names: Sequence[str], capped: Collection[str], *, certainly: bool
    ) -> Mapping[frozenset[str], Flags]:
        """Rows that state only some names (or may state one), by those of them that are capped.

        Rows that state (or may state) names without a cap are under the empty set where that is certain to be better
        (or may be).
        """
        groups: dict[frozenset[str], set[int]] = {}
        for place, match in enumerate(self._meanings):
            whole = self._is_whole(match, names)
            meant = (match.certain if certainly else match.possible) & set(names)
            if not meant or (certainly and not whole):
                continue
            free = meant.isdisjoint(capped) if certainly else not meant <= set(capped)
            groups.setdefault(frozenset() if free else frozenset(meant & set(capped)), set()).add(place)
        left = ~self._none_of(names) if self._denied else np.ones(len(self._wording.codes), dtype=np.bool_)
        return {
            each: self._flags([place in places for place in range(len(self._meanings))]) & left
            for each, places in groups.items()
        }

    def whole(self, names: Sequence[str]) -> Flags:
        """Rows that state names, all of which are among some."""
        return self._flags([self._is_whole(match, names) for match in self._meanings])

    def _is_whole(self, match: Match, names: Sequence[str]) -> bool:
        """Whether all that is stated is among some names, or a part of one of them."""
        if match.open or match.other:
            return False
        return all(not self._vocabulary.wholes(name).isdisjoint(names) for name in match.stated)

    def share_none(self, groups: Sequence[Sequence[str]]) -> bool:
        """Whether no name of a group is a part of one of another group."""
        wholes = [frozenset().union(*map(self._vocabulary.wholes, names)) for names in groups]
        return all(
            wholes[place].isdisjoint(names)
            for place in range(len(groups))
            for other, names in enumerate(groups)
            if other != place
        )

    def several(self) -> Flags:
        """Rows that state more than one name."""
        return self._flags([len(match.stated) > 1 for match in self._meanings])

    def others(self) -> Flags:
        """Rows whose every word is known to be none of the names, or has a meaning that a person has settled."""
        return self._told(
            "others", (), lambda match: (match.other or match.closed) and not (match.strange or match.open)
        )

    def in_question(self, names: Sequence[str]) -> Flags:
        """Rows of which a word that is not known decides whether they state one of the names."""
        return self._told(
            "in question",
            names,
            lambda match: (
                match.strange and match.open and not match.states(names) and not match.possible.isdisjoint(names)
            ),
        )

    def unknown(self, owner: NDArray[np.int32]) -> Spread:
        """The words that are not known, with how widely each is spread. owner: whose each row is."""
        wording, strange = self._wording, self._strange
        none = np.zeros(0, dtype=np.int64)
        if not anywhere(strange):
            return Spread((), none, none)
        lone = wording.lone.take(wording.codes)
        alone = ((wording.lone >= 0) & strange.take(wording.lone)).take(wording.codes)
        several, those = self._among_others(strange)
        words = np.concatenate([lone[alone], several]).astype(np.int64)
        whose = np.concatenate([owner[alone], owner[those]]).astype(np.int64)
        pairs = np.sort(words * (int(owner.max(initial=0)) + 1) + whose)
        others = pairs[np.diff(pairs, prepend=-1) != 0] // (int(owner.max(initial=0)) + 1)
        rows, people = (np.bincount(each, minlength=len(strange)) for each in (words, others))
        used = wherever(rows)
        return Spread(tuple([wording.words[word] for word in used.tolist()]), rows[used], people[used])

    def _among_others(self, chosen: Flags) -> tuple[Numbers, Numbers]:
        """Words that stand in a cell beside others, once for each row that holds it, and those rows."""
        cells, words = self._wording.inside
        cells, words = cells[chosen[words]], words[chosen[words]]
        codes = self._wording.codes
        counts = np.bincount(cells, minlength=len(self._wording.lone))
        starts = np.cumsum(counts) - counts
        rows = wherever(counts[codes])
        held = counts[codes[rows]]
        first = np.repeat(starts[codes[rows]] - (np.cumsum(held) - held), held)
        return words[first + np.arange(len(first))], np.repeat(rows, held)

    def _told(self, what: str, names: Sequence[str], holds: Callable[[Match], bool]) -> Flags:
        """Rows whose meaning holds, told of each cell once. what, names: what holds, by which it is known."""
        key = (what, *names)
        by_cell = self._by_cell.get(key)
        if by_cell is None:
            by_meaning = np.array([holds(match) for match in self._meanings], dtype=np.bool_)
            by_cell = self._by_cell[key] = by_meaning.take(self._cells)
        return np.asarray(by_cell.take(self._wording.codes), dtype=np.bool_)

    def _flags(self, by_meaning: list[bool]) -> Flags:
        by_cell = np.array(by_meaning, dtype=np.bool_).take(self._cells)
        return np.asarray(by_cell.take(self._wording.codes), dtype=np.bool_)
