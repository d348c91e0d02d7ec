"""Words that applicants write, matched whole against the words that a pack knows."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from minqual.faults import LONGEST_MISSPELLING

NEAR: Final = 0.82
"""Similarity (difflib's ratio) from which an unknown word is taken for a possible misspelling."""

MOST_KEPT: Final = 100_000
"""Unknown words whose possible meanings a vocabulary keeps."""

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
    """What words may mean: names they certainly state, names they may mean, and whether any of them means nothing.

    open: whether any word is not certain to state one name (blank cells and possible misspellings).
    """

    certain: frozenset[str]
    possible: frozenset[str]
    unknown: bool
    open: bool


NOTHING: Final = Match(frozenset(), frozenset(), unknown=True, open=False)
"""What a word means that is in no vocabulary, and near to no word of it."""


class Vocabulary:
    """Names with the words that applicants use for them; a word means one name at most."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(names)
        self._meaning = {fold(word): name for name, words in names.items() for word in (name, *words)}
        stated = {name: frozenset((name,)) for name in names}
        self._stated = {name: Match(each, each, unknown=False, open=False) for name, each in stated.items()}
        self._spellings = [_Spelling(each) for each in self._meaning]
        self._near: dict[str, frozenset[str]] = {}
        self._any = Match(frozenset(), frozenset(names), unknown=False, open=True)

    @cached_property
    def content(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """What it says: two vocabularies of the same content take every word alike."""
        return frozenset(self.names), frozenset(self._meaning.items())

    def meaning(self, word: str) -> str | None:
        """The name that a folded word states, if any."""
        return self._meaning.get(word)

    def near(self, word: str) -> frozenset[str]:
        """The names that a folded word, not itself known, may be a misspelling of."""
        if len(word) > LONGEST_MISSPELLING:
            return frozenset()
        if word not in self._near:
            if len(self._near) >= MOST_KEPT:
                self._near.clear()
            self._near[word] = self._close(word)
        return self._near[word]

    def _close(self, word: str) -> frozenset[str]:
        """The names to which a word is close: difflib compares only what its measure can find close at all."""
        spellings = [each.text for each in self._spellings if each.may_be(word)]
        close = difflib.get_close_matches(word, spellings, n=3, cutoff=NEAR) if spellings else ()
        return frozenset(self._meaning[spelling] for spelling in close)

    def match(self, word: str | None) -> Match:
        """What a folded word may mean; none at all, or one that says "not known", may mean every name."""
        if word is None or silent(word):
            return self._any
        name = self.meaning(word)
        if name is not None:
            return self._stated[name]
        near = self.near(word)
        return Match(frozenset(), near, unknown=False, open=True) if near else NOTHING


class _Spelling:
    """A word as it is known, with its letters counted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._letters = [(letter, text.count(letter)) for letter in dict.fromkeys(text)]

    def may_be(self, word: str) -> bool:
        """Whether a word shares so many letters with it that difflib's ratio, whatever their order, may reach NEAR."""
        length = len(self.text) + len(word)
        if not length or 2.0 * min(len(self.text), len(word)) / length < NEAR:
            return False
        shared = sum([min(count, word.count(letter)) for letter, count in self._letters])
        return 2.0 * shared / length >= NEAR


def together(matches: Sequence[Match]) -> Match:
    """What several words in one cell mean."""
    if len(matches) == 1:
        return matches[0]
    return Match(
        frozenset().union(*(each.certain for each in matches)),
        frozenset().union(*(each.possible for each in matches)),
        unknown=any(each.unknown for each in matches),
        open=any(each.open for each in matches),
    )
