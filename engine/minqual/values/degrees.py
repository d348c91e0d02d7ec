"""Levels of education and the usual ways of writing them, which stand in degrees.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from minqual.values.folding import fold
from minqual.values.listed_words import word_lists


class DegreeLevel(IntEnum):
    """A level of education; a higher conferred level satisfies a demand for a lower one."""

    NONE = 0
    HIGH_SCHOOL = 1
    SOME_COLLEGE = 2
    CERTIFICATE = 3
    ASSOCIATE = 4
    BACHELOR = 5
    MASTER = 6
    DOCTORATE = 7

    @property
    def word(self) -> str:
        """The word used in packs and tables."""
        return self.name.lower().replace("_", " ")


SAID: Final = {
    DegreeLevel.HIGH_SCHOOL: "a high school diploma, GED or the like",
    DegreeLevel.SOME_COLLEGE: "some college study",
    DegreeLevel.CERTIFICATE: "a college certificate",
    DegreeLevel.ASSOCIATE: "an associate degree",
    DegreeLevel.BACHELOR: "a bachelor's degree",
    DegreeLevel.MASTER: "a master's degree",
    DegreeLevel.DOCTORATE: "a doctorate",
}

IMPLIED_UNITS: Final = {
    DegreeLevel.ASSOCIATE: 60,
    DegreeLevel.BACHELOR: 120,
    DegreeLevel.MASTER: 120,
    DegreeLevel.DOCTORATE: 120,
}
"""Semester units that a conferred degree holds at least."""

_WRITTEN: Final = word_lists(Path(__file__).with_suffix(".yaml"))
_LEVEL_OF: Final[Mapping[str, DegreeLevel]] = {
    word: level for level in DegreeLevel for word in _WRITTEN["levels"][level.word]
}
_FIELD_OF: Final[Mapping[str, str]] = {word: field for field, words in _WRITTEN["fields"].items() for word in words}

DEGREE_SPELLINGS: Final = tuple(_LEVEL_OF)

DEGREE_HINTS: Final = tuple(word for word, level in _LEVEL_OF.items() if level)
"""The words that a misspelt one may be meant for; that there is none is never proposed."""

DEGREE_WORDS: Final = (*(level.word for level in DegreeLevel), "ged")

LEVELS_EXPECTED: Final = f"one of {', '.join(DEGREE_WORDS)}, or a usual way of writing one"
"""What may stand in a cell for a level; hints may name any of the usual ways."""


@dataclass(frozen=True, slots=True)
class DegreeWord:
    """What a written degree level means: bounds of the level, and the field that its name carries.

    low and high differ where the words leave the level open (foreign and equivalent credentials).
    """

    low: DegreeLevel
    high: DegreeLevel
    field: str = ""


def read_degree(text: str) -> DegreeWord:
    """The level that a cell states; ValueError if its words are none that we know.

    "Bachelor of Science in Economics", "Bachelor of Science, Economics" and "B.S. Economics" carry a field;
    "foreign …" and "… equivalent" are open. A hyphen in the level is as good as a blank.
    """
    stated = words = _said_once(fold(text).replace(".", "").replace("'s", "s").replace("s'", "s"))
    while words not in _LEVEL_OF and (opened := _opened(words)) is not None:
        words = opened
    name, _, field = words.partition(" in ")
    if words not in _LEVEL_OF and name not in _LEVEL_OF:
        name = name.replace("-", " ")
    if words in _LEVEL_OF:
        name, field = words, _FIELD_OF.get(words, "")
    elif name not in _LEVEL_OF and words == stated:
        name, field = _with_field(words, text)
    if name not in _LEVEL_OF:
        msg = "not a degree level"
        raise ValueError(msg)
    return DegreeWord(_LEVEL_OF[name] if words == stated else DegreeLevel.NONE, _LEVEL_OF[name], field)


def _said_once(words: str) -> str:
    """A degree without its honours, and without its letters in brackets that say the same again."""
    found = _BRACKETS.fullmatch(words)
    if found is None:
        return words
    name, inside, rest = found[1], found[2] or found[3], found[4]
    if name in _LEVEL_OF and (inside in _HONOURS or _LEVEL_OF.get(inside) is _LEVEL_OF[name]):
        return name + rest
    return words


def _with_field(words: str, text: str) -> tuple[str, str]:
    """A degree and the field behind it, after a comma or after letters in capitals; blank where it is no such thing."""
    name, comma, field = words.partition(", ")
    if comma:
        known = _LEVEL_OF.get(name, DegreeLevel.NONE) >= DegreeLevel.ASSOCIATE
    else:
        name, _, field = words.partition(" ")
        letters = text.split(maxsplit=1)[0].replace(".", "") if text.strip() else ""
        capitals = sum(map(str.isupper, letters))
        shouted = text == text.upper() and name in _ALSO_WORDS
        known = name in _LETTERS and fold(letters) == name and capitals > 1 and not shouted
    if known and _FIELD.fullmatch(field) and field not in _LEVEL_OF and not _NO_FIELD.intersection(field.split()):
        return name, field
    return "", ""


_BRACKETS: Final = re.compile(r"([^(),]{1,80}?) (?:\(([^()]{1,40})\)|(hons|honours|honors))((?:, | in ).+|)")
_HONOURS: Final = frozenset({"hons", "honours", "honors"})
_LETTERS: Final = frozenset(
    word for word, level in _LEVEL_OF.items() if level >= DegreeLevel.BACHELOR and len(word) <= 5 and word.isalpha()
)
_ALSO_WORDS: Final = frozenset({"ma", "ms", "ab", "md", "ba", "bs"})
_FIELD: Final = re.compile(r"(?!(?:and|or|with|for|of|by|to|the|a|an|in|on) )[^\W\d_][^\d_(),;:|?!<>=@#$%*+]{2,80}")
_ELSE: Final = (
    "no not none never progress incomplete unfinished uncompleted completed partial ongoing pending expected "
    "candidate student dropout withdrew attended attending coursework minor some only units credits year years "
    "university college school institute academy degree degrees diploma certificate equivalent foreign level "
    "bachelor bachelors master masters doctor doctorate associate associates or from at required needed preferred "
    "license licence office word excel windows access powerpoint outlook teams project bell anderson edwards"
)
_NO_FIELD: Final = frozenset(_ELSE.split())
"""Words behind a degree that say something else than its field."""


def _opened(words: str) -> str | None:
    """The degree inside "foreign …", "… equivalent" and the like, or None."""
    if words.startswith("foreign "):
        return words.removeprefix("foreign ")
    if words.startswith("equivalent to "):
        return words.removeprefix("equivalent to ").removeprefix("a ").removeprefix("an ")
    for ending in (" or equivalent", " equivalent", " equivalency", " (foreign)"):
        if words.endswith(ending):
            return words.removesuffix(ending)
    return None
