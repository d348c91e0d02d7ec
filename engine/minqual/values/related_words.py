"""Words related to known ones: what contains a name or is contained in one, shares a word with it or shortens it."""

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
SHORTEST_PART: Final = 5
"""Letters from which a word at the end of a longer one makes the longer one a kind of it: "photojournalism"."""
SHORTEST_SHORT: Final = 3
"""Letters from which the beginning of a word stands for it: "Journ.", "Poli Sci"."""
_POINTED: Final = re.compile(rf"(?<![^\W_])([^\W\d_]{{{SHORTEST_SHORT},}})\.")


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
        self._ends: dict[str, set[str]] = {}
        self._heads: dict[str, set[tuple[tuple[str, ...], str]]] = {}
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
            self._heads.setdefault(word[:SHORTEST_SHORT], set()).add((words, name))
            if len(word) >= SHORTEST_PART:
                self._ends.setdefault(word[-SHORTEST_PART:], set()).add(word)

    def may_be(self, plain: str) -> bool:
        """Whether a folded word of letters, figures and blanks alone may have something to do with any name."""
        pieces = plain.split()
        return not self._forms.isdisjoint(pieces) or any(map(self._like_one, pieces))

    def names(self, folded: str) -> frozenset[str]:
        """The names that a folded word contains, is contained in, shares a word of content with or shortens."""
        if folded.replace(" ", "").isalnum() and not self.may_be(folded):
            return _NONE
        words = words_in(folded)
        found = set(self._inside.get(words, ()))
        for place, word in enumerate(words):
            found.update(self._content.get(word, ()))
            found.update(
                name for whole, name in self._whole.get(word, ()) if words[place : place + len(whole)] == whole
            )
        return frozenset(found | self._compounded(words) | self._shortened(folded, words))

    def _like_one(self, piece: str) -> bool:
        """Whether a piece of a text may have to do with any name, so that it is worth a closer look."""
        return (
            piece[:SHORTEST_SHORT] in self._heads
            or piece[-SHORTEST_PART:] in self._ends
            or _singular(piece)[-SHORTEST_PART:] in self._ends
        )

    def _compounded(self, words: tuple[str, ...]) -> set[str]:
        """The names of which a word ends with a written one, or the other way round."""
        found: set[str] = set()
        for word in words:
            if len(word) >= SHORTEST_PART and has_content(word):
                for known in self._ends.get(word[-SHORTEST_PART:], ()):
                    if word.endswith(known) or known.endswith(word):
                        found |= self._content[known]
        return found

    def _shortened(self, folded: str, words: tuple[str, ...]) -> set[str]:
        """The names that a text shortens: all its words of content, or one with a point, begin words of the name."""
        whole = tuple(filter(has_content, words))
        tries = [whole, *((short,) for short in _POINTED.findall(folded))]
        return {
            name
            for shorts in tries
            for first in shorts
            for known, name in self._heads.get(first[:SHORTEST_SHORT], ())
            if _begin(shorts, known)
        }


def _begin(shorts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether shortened words begin words of a name, in their order, and one of these is of content."""
    rest, content = iter(words), False
    for short in shorts:
        word = next((each for each in rest if each.startswith(short)), None)
        if word is None or len(short) < SHORTEST_SHORT:
            return False
        content |= has_content(word)
    return content
