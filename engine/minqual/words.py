"""Words that applicants write, matched whole against the words that a pack knows."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.faults import LONGEST_MISSPELLING

NEAR: Final = 0.82
"""Similarity (difflib's ratio) from which an unknown word is taken for a possible misspelling."""

_SILENT: Final = frozenset(
    {"", "?", "unknown", "not known", "n/k", "unsure", "not sure", "don't know", "dont know", "do not know", "tbd"}
)


def fold(text: str) -> str:
    """A word as it is compared: case-folded, typographic variants and runs of blanks made one."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold().split())


def silent(text: str) -> bool:
    """Whether a cell says nothing: blank, or in words that the writer does not know."""
    return not text or fold(text) in _SILENT


def items(text: str) -> list[str]:
    """The folded words of a cell that lists them between semicolons, without empty ones."""
    return [word for word in map(fold, text.split(";")) if word]


@dataclass(frozen=True, slots=True)
class Match:
    """What one cell's words may mean: names it certainly states, names it may mean, words unknown.

    open: whether any word is not certain to state one name (blank cells and possible misspellings).
    """

    certain: frozenset[str]
    possible: frozenset[str]
    unknown: tuple[str, ...]
    open: bool


class Vocabulary:
    """Names with the words that applicants use for them; a word means one name at most."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(names)
        self._meaning = {fold(word): name for name, words in names.items() for word in (name, *words)}
        self._spellings = list(self._meaning)
        self._near: dict[str, frozenset[str]] = {}

    def meaning(self, word: str) -> str | None:
        """The name that a folded word states, if any."""
        return self._meaning.get(word)

    def near(self, word: str) -> frozenset[str]:
        """The names that a folded word, not itself known, may be a misspelling of."""
        if len(word) > LONGEST_MISSPELLING:
            return frozenset()
        if word not in self._near:
            close = difflib.get_close_matches(word, self._spellings, n=3, cutoff=NEAR)
            self._near[word] = frozenset(self._meaning[spelling] for spelling in close)
        return self._near[word]

    def match(self, text: str) -> Match:
        """What a cell's words mean; a blank cell, or a word that says "not known", may mean every name."""
        words = items(text)
        certain: set[str] = set()
        possible: set[str] = set() if words else set(self.names)
        unknown: list[str] = []
        for word in words:
            name = self.meaning(word)
            if silent(word):
                possible |= set(self.names)
                continue
            if name is not None:
                certain.add(name)
            elif near := self.near(word):
                possible |= near
            else:
                unknown.append(word)
        return Match(frozenset(certain), frozenset(certain | possible), tuple(unknown), bool(possible) or not words)
