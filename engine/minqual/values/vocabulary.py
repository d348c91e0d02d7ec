"""Words that applicants write, matched whole against the words that a pack knows."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.values.faults import LONGEST_MISSPELLING

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR: Final = 0.82
"""Similarity (difflib's ratio) from which an unknown word is taken for a possible misspelling."""

MANY: Final = 64
"""Words from which on it pays to compare all at once."""

CLASSES: Final = 31
"""Classes into which letters fall when words are compared all at once."""

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
        near = self._near.get(word)
        if near is None:
            near = self._close(word)
            if len(self._near) >= MOST_KEPT:
                self._near.clear()
            self._near[word] = near
        return near

    def _close(self, word: str) -> frozenset[str]:
        """The names to which a word is close: difflib compares only what its measure can find close at all."""
        spellings = [each.text for each in self._spellings if each.may_be(word)]
        close = difflib.get_close_matches(word, spellings, n=3, cutoff=NEAR) if spellings else ()
        return frozenset(self._meaning[spelling] for spelling in close)

    def meanings(self, words: Words) -> dict[int, Match]:
        """What each of some folded words may mean, by its number; words that mean NOTHING are left out."""
        texts, silent_ = words.texts, words.silent
        if len(texts) < MANY:
            asked: Iterable[int] = range(len(texts))
        else:
            known = [number for each in self._meaning if (number := words.numbers.get(each)) is not None]
            asked = {*silent_, *known, *words.like([each.text for each in self._spellings])}
        found = {number: self._any if number in silent_ else self.match(texts[number]) for number in asked}
        return {number: match for number, match in found.items() if match is not NOTHING}

    def match(self, word: str | None) -> Match:
        """What a folded word may mean; none at all, or one that says "not known", may mean every name."""
        if word is None or word in _SILENT:
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


class Words:
    """Folded words, to be compared with spellings all at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.silent = frozenset([number for number, text in enumerate(self.texts) if silent(text)])

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each word."""
        return {text: number for number, text in enumerate(self.texts)}

    @cached_property
    def _letters(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The length of each word, and how many of its letters fall into each of some classes of letters."""
        return _letters_of(self.texts)

    def like(self, spellings: Sequence[str]) -> list[int]:
        """The numbers of words that share so many letters with any spelling that they may be near to it."""
        lengths, letters = self._letters
        like = np.zeros(len(self.texts), dtype=np.bool_)
        own_lengths, own_letters = _letters_of(spellings)
        for length, own in zip(own_lengths.tolist(), own_letters, strict=True):
            rows = np.flatnonzero(~like & (2.0 * np.minimum(lengths, length) / np.maximum(lengths + length, 1) >= NEAR))
            shared = np.minimum(letters[rows], own).sum(axis=1, dtype=np.int64)
            like[rows] = 2.0 * shared / np.maximum(lengths[rows] + length, 1) >= NEAR
        found: list[int] = np.flatnonzero(like).tolist()
        return found


def _letters_of(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """The length of each text, and how many of its letters fall into each class, at most 255 told."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32) % CLASSES
    places = np.repeat(np.arange(len(texts)), lengths) * CLASSES + signs
    counts = np.bincount(places, minlength=len(texts) * CLASSES).reshape(len(texts), CLASSES)
    return lengths, np.minimum(counts, 255).astype(np.uint8)


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
