"""Words that applicants write, matched whole against the words that a pack knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from minqual.values.spelling import LONGEST_MISSPELLING, like_any, likest

NEAR: Final = 0.82
"""Ratio from which an unknown word is taken for a possible misspelling."""

MOST_NEAR: Final = 3
"""Words that one word is taken for a possible misspelling of."""

MANY: Final = 64
"""Words from which on it pays to compare all at once."""

MOST_KEPT: Final = 1 << 14
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
        self._near: dict[str, frozenset[str]] = {}
        self._any = Match(frozenset(), frozenset(names), unknown=False, open=True)

    @cached_property
    def content(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """What it says: two vocabularies of the same content take every word alike."""
        return frozenset(self.names), frozenset(self._meaning.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)

    def meaning(self, word: str) -> str | None:
        """The name that a folded word states, if any."""
        return self._meaning.get(word)

    def near(self, word: str) -> frozenset[str]:
        """The names that a folded word, not itself known, may be a misspelling of."""
        near = self._near.get(word)
        if near is None:
            near = frozenset([self._meaning[each] for each in likest(word, self._meaning, NEAR, MOST_NEAR)])
            if len(self._near) >= MOST_KEPT:
                self._near.clear()
            self._near[word] = near
        return near

    def meanings(self, words: Sequence[str]) -> dict[int, Match]:
        """What each of some folded words may mean, by its number; words that mean NOTHING are left out."""
        asked = range(len(words)) if len(words) < MANY else self._not_strange(words)
        found = {number: self.match(words[number]) for number in asked}
        return {number: match for number, match in found.items() if match is not NOTHING}

    def _not_strange(self, words: Sequence[str]) -> Iterator[int]:
        """The numbers of words that are known, that say nothing, or that are near to a known one."""
        strange = []
        for number, word in enumerate(words):
            if word in self._meaning or word in _SILENT:
                yield number
            elif len(word) <= LONGEST_MISSPELLING:
                strange.append(number)
        near = like_any([words[number] for number in strange], list(self._meaning), NEAR)
        yield from (strange[place] for place in near)

    def match(self, word: str | None) -> Match:
        """What a folded word may mean; none at all, or one that says "not known", may mean every name."""
        if word is None or word in _SILENT:
            return self._any
        name = self.meaning(word)
        if name is not None:
            return self._stated[name]
        near = self.near(word)
        return Match(frozenset(), near, unknown=False, open=True) if near else NOTHING


def joint_match(matches: Sequence[Match]) -> Match:
    """What several words in one cell mean."""
    if len(matches) == 1:
        return matches[0]
    return Match(
        frozenset().union(*(each.certain for each in matches)),
        frozenset().union(*(each.possible for each in matches)),
        unknown=any(each.unknown for each in matches),
        open=any(each.open for each in matches),
    )
