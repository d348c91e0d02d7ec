"""What people have said that words mean, as a pack takes it: by section of its vocabulary, and what is stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from minqual.counting import SECTION_OF
from minqual.settlements import SettledWord, names_digest

CLASS_COLUMN: Final = "experience.class_code"
AT_LEVEL: Final = "at the level of {name}"
"""What a class is called that a person has put at the level of another one: it ranks with it, and is not it."""


@dataclass(frozen=True, slots=True)
class SettledWords:
    """Settled words under a pack.

    words: by section, what each word means. posts: what classes with an employer are at the level of, by the words of
    both. stale: settled on names that are no longer those of the pack.
    """

    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    posts: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    stale: tuple[SettledWord, ...] = ()


NO_WORDS: Final = SettledWords()


def settled_words(given: Sequence[SettledWord], names: Mapping[str, Sequence[str]]) -> SettledWords:
    """What settled words mean under a pack. names: of each section; a later word of several of one key counts."""
    if not given:
        return NO_WORDS
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    posts: dict[tuple[str, str], tuple[str, ...]] = {}
    stale = []
    for each in given:
        table, _, column = each.column.partition(".")
        section = SECTION_OF.get((table, column), "")
        known = names.get(section, ())
        if (each.made_on and each.made_on != names_digest(known)) or not set(each.means) <= set(known):
            stale.append(each)
        elif len(each.words) > 1:
            posts[each.words[0], each.words[1]] = each.means
        else:
            words.setdefault(section, {})[each.words[0]] = each.means
    return SettledWords(words, posts, tuple(stale))


def joint_word(class_: str, employer: str) -> str:
    """A class and its employer as one word of the column of classes."""
    return f"{class_} with {employer}" if employer else class_
