"""Words related to known ones: what contains a name, is contained in one, or shares a word of content with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from minqual.values.listed_words import word_lists

_WRITTEN: Final = word_lists(Path(__file__).with_suffix(".yaml"))
_PIECES: Final = re.compile(r"[^\W_]+")
_LONGEST_SINGULAR: Final = 4
"""Letters up to which an s at the end is a part of the word."""


def _singular(piece: str) -> str:
    plural = len(piece) > _LONGEST_SINGULAR and piece[-1] == "s" and piece[-2] != "s"
    return piece[:-1] if plural else piece


_NO_CONTENT: Final = frozenset(map(_singular, _WRITTEN["no content"]))


def words_in(folded: str) -> tuple[str, ...]:
    """The single words of a folded text, without apostrophes and an s at the end."""
    return tuple(map(_singular, _PIECES.findall(folded.replace("'", ""))))


def has_content(word: str) -> bool:
    """Whether two names that share the word have something to do with each other."""
    return not (word in _NO_CONTENT or len(word) == 1 or (len(word) <= 2 and word.isdigit()))


_NONE: Final[frozenset[str]] = frozenset()


class Related:
    """The names that unknown words have something to do with. meaning: the folded words of each name."""

    def __init__(self, meaning: Mapping[str, str]) -> None:
        self._inside: dict[tuple[str, ...], set[str]] = {}
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._content: dict[str, set[str]] = {}
        self._forms: set[str] = set()
        for known, name in meaning.items():
            self._add(words_in(known), name)

    def _add(self, words: tuple[str, ...], name: str) -> None:
        if not words:
            return
        self._forms.update(words, (f"{word}s" for word in words))
        self._whole.setdefault(words[0], []).append((words, name))
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                self._inside.setdefault(words[first:last], set()).add(name)
        for word in filter(has_content, words):
            self._content.setdefault(word, set()).add(name)

    def may_be(self, plain: str) -> bool:
        """Whether a folded word of letters, figures and blanks alone may have something to do with any name."""
        return not self._forms.isdisjoint(plain.split())

    def names(self, folded: str) -> frozenset[str]:
        """The names that a folded word contains, is contained in, or shares a word of content with."""
        if folded.replace(" ", "").isalnum() and not self.may_be(folded):
            return _NONE
        words = words_in(folded)
        found = set(self._inside.get(words, ()))
        for place, word in enumerate(words):
            found.update(self._content.get(word, ()))
            found.update(
                name for whole, name in self._whole.get(word, ()) if words[place : place + len(whole)] == whole
            )
        return frozenset(found)
