"""What people have said that words mean, as a pack takes it: by section of its vocabulary, and what is stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from minqual.counting import SECTION_OF
from minqual.settlements import READING, SettledWord, digest_of, names_digest
from minqual.values import Vocabulary, items

TITLE_COLUMN: Final = "experience.title"
"""The column of titles, of which people say with the employer beside them what kind of work they are."""

LEVEL_COLUMN: Final = "education.level"
AWARD_COLUMN: Final = "credentials.award"
"""The column of levels of study, and that of credentials where an award is asked for."""

AT_LEVEL: Final = "at the level of {name}"
"""What a class is called that a person has put at the level of another one: it ranks with it, and is not it."""

Post: TypeAlias = tuple[str, str]
"""A class or a title with its employer, as words are compared."""


@dataclass(frozen=True, slots=True)
class SettledWords:
    """Settled words under a pack.

    words: by section, what was said of each word. posts: of classes with their employers, at the level of which others
    they are. titles: of titles with their employers, which kinds of work they are. readings: which way of reading the
    pack holds, by question. stale: settled on names that are no
    longer those of the pack.
    """

    words: Mapping[str, Mapping[str, SettledWord]] = field(default_factory=dict)
    posts: Mapping[Post, SettledWord] = field(default_factory=dict)
    titles: Mapping[Post, SettledWord] = field(default_factory=dict)
    readings: Mapping[str, SettledWord] = field(default_factory=dict)
    stale: tuple[SettledWord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.posts or self.titles)


NO_WORDS: Final = SettledWords()


TOGETHER: Final[Mapping[str, tuple[int, int]]] = {"experience.class_code": (1, 2), TITLE_COLUMN: (2, 2)}
"""Of how many words at least and at most one settlement is, where it is not of one."""


def fits(word: SettledWord) -> bool:
    """Whether a settlement is of as many words as its column asks for."""
    least, most = TOGETHER.get(word.column, (1, 1))
    return least <= len(word.words) <= most


def section_of(column: str) -> str:
    """The section whose names words of a column mean, such as kinds for experience.title; empty where there is none."""
    table, _, name = column.partition(".")
    return _SECTIONS.get(column) or SECTION_OF.get((table, name), "")


LEVEL_NAMES: Final = "levels"
"""The section of the levels of study, and of the awards beside them."""

_SECTIONS: Final = {
    TITLE_COLUMN: "kinds",
    LEVEL_COLUMN: LEVEL_NAMES,
    AWARD_COLUMN: "awards",
    READING: "readings",
}


def columns_of_words() -> tuple[str, ...]:
    """The columns of whose words people may say what they mean."""
    return (*(f"{table}.{column}" for table, column in SECTION_OF), *_SECTIONS)


def settled_words(given: Sequence[SettledWord], names: Mapping[str, Sequence[str]]) -> SettledWords:
    """What settled words mean under a pack. names: of each section; a later word of several of one key counts."""
    if not given:
        return NO_WORDS
    words: dict[str, dict[str, SettledWord]] = {}
    posts: dict[Post, SettledWord] = {}
    titles: dict[Post, SettledWord] = {}
    stale = []
    readings = {each.words[0]: each for each in given if each.column == READING and fits(each)}
    for each in given:
        if each.column == READING and fits(each):
            continue
        section = section_of(each.column)
        known = names.get(section, ())
        changed = each.made_on and each.made_on != names_digest(known)
        if changed or not set(each.means) <= set(known) or not fits(each):
            stale.append(each)
        elif len(each.words) > 1:
            of_several = titles if each.column == TITLE_COLUMN else posts
            of_several[each.words[0], each.words[1]] = each
        else:
            words.setdefault(section, {})[each.words[0]] = each
    return SettledWords(words, posts, titles, readings, tuple(stale))


def joint_word(class_: str, employer: str) -> str:
    """A class and its employer as one word of the column of classes."""
    return f"{class_} with {employer}" if employer else class_


def title_word(title: str, employer: str) -> str:
    """A title and its employer as one word of the column of kinds, which nobody writes there."""
    return f"title {digest_of([title, employer])}"


def kinds_left_to_title(cell: str, kinds: Vocabulary) -> list[str] | None:
    """The words of a cell of kinds that a settled title stands beside; None where the pack itself knows one of them.

    A title says nothing of a job whose kind of work its duties tell. What people have said of a word counts beside it,
    and words that nobody knows are what the title was said for.
    """
    words = items(cell)
    return None if any(map(kinds.tells_by_itself, words)) else [word for word in words if kinds.is_settled(word)]
