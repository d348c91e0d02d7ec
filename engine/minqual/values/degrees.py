"""Levels of education, and the words that mean them, which stand in degrees.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from minqual.values.listed_words import word_lists
from minqual.values.quick_making import quickly_found


@quickly_found
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

GRADUATE_UNITS: Final = 30
"""Semester units of graduate study that a conferred master's degree or doctorate holds at least."""

WRITTEN: Final = word_lists(Path(__file__).with_suffix(".yaml"))
LEVEL_OF: Final[Mapping[str, DegreeLevel]] = {
    word: level for level in DegreeLevel for word in WRITTEN["levels"][level.word]
}
FIELD_OF: Final[Mapping[str, str]] = {word: field for field, words in WRITTEN["fields"].items() for word in words}

DEGREE_SPELLINGS: Final = tuple(LEVEL_OF)

DEGREE_HINTS: Final = tuple(word for word, level in LEVEL_OF.items() if level)
"""The words that a misspelt one may be meant for; that there is none is never proposed."""

DEGREE_WORDS: Final = (*(level.word for level in DegreeLevel), "ged")

LEVELS_EXPECTED: Final = f"one of {', '.join(DEGREE_WORDS)}, or a usual way of writing one"
"""What may stand in a cell for a level; hints may name any of the usual ways."""


@dataclass(frozen=True, slots=True)
class DegreeWord:
    """What a written degree level means: bounds of the level, and the field that its name carries.

    low and high differ where the words leave the level open. foreign: it is the level of a foreign or an equivalent
    credential, if an evaluation says so. study: it may be college study though it is no level above the low one.
    stated: it says anything of a level at all. strange: it is a word that is not known. in_part: levels stand in it
    beside other words.
    """

    low: DegreeLevel
    high: DegreeLevel
    field: str = ""
    foreign: bool = False
    study: bool = False
    stated: bool = True
    strange: bool = False
    in_part: bool = False


ANY_LEVEL: Final = DegreeWord(DegreeLevel.NONE, DegreeLevel.DOCTORATE, stated=False)
"""What a blank may mean."""

STRANGE_LEVEL: Final = DegreeWord(DegreeLevel.NONE, DegreeLevel.DOCTORATE, strange=True)
"""What a word may mean that is not known."""
