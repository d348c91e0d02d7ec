"""Levels of study and awards under any pack: what a cell of the column of levels may mean, word by word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from support.oracle.two_packs import CERTIFICATE, FOREIGN, LEVEL_WORDS, SOME_COLLEGE
from support.oracle.words import blank, fold, none

LEVELS = ("none", "high school", "some college", "certificate", "associate", "bachelor", "master", "doctorate")
ANY = tuple(range(8))


def words_of(entry: Any) -> list[str]:  # noqa: ANN401  # a list of words, or a mapping that holds one
    """The words of a name, however they are stated."""
    return list((entry.get("words") if isinstance(entry, Mapping) else entry) or ())


class Levels:
    """One pack's levels and awards."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        self.own = {fold(word): name for name, words in pack.get("levels of study", {}).items() for word in words}
        self.counted = {
            name: LEVELS.index(entry["counts as"]) if isinstance(entry, Mapping) and "counts as" in entry else None
            for name, entry in pack.get("awards", {}).items()
        }
        self.awards = {
            fold(word): name for name, entry in pack.get("awards", {}).items() for word in (name, *words_of(entry))
        }
        self.others = set(map(fold, pack.get("known others", {}).get("awards", ())))
        self.ladders = pack.get("award ranks", ())

    def levels(self, cell: str) -> tuple[int, ...]:
        """The levels that a cell may mean."""
        word = fold(cell)
        if word in self.own:
            return (LEVELS.index(self.own[word]),)
        if word in self.awards:
            counted = self.counted[self.awards[word]]
            return tuple(range(CERTIFICATE + 1)) if counted is None else (counted,)
        if word in self.others:
            return tuple(range(CERTIFICATE + 1))
        return LEVEL_WORDS.get(cell, ANY)

    def strange(self, cell: str) -> bool:
        """Whether a cell holds a word for a level that nobody knows."""
        known = fold(cell) in {*self.own, *self.awards, *self.others} or cell in LEVEL_WORDS
        return not known and not blank(cell)

    def named(self, cell: str) -> tuple[set[str], set[str]]:
        """The awards that a cell states, and those that it may state."""
        word = fold(cell)
        if word in self.awards:
            return {self.awards[word]}, {self.awards[word]}
        if word in self.others or word in self.own or none(cell):
            return set(), set()
        if blank(cell) or cell not in LEVEL_WORDS:
            return set(), set(self.counted)
        levels = LEVEL_WORDS[cell]
        if cell in FOREIGN or len(levels) == 1 or max(levels) < SOME_COLLEGE:
            return set(), set()
        return set(), {name for name, level in self.counted.items() if level is None or level in levels}

    def enough(self, names: set[str]) -> set[str]:
        """Some awards with all that rank above them."""
        found = set(names)
        for ladder in self.ladders:
            found |= {each for place, each in enumerate(ladder) if set(ladder[:place]) & names}
        return found
