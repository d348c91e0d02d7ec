"""Levels of education and the usual ways of writing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from minqual.values.vocabulary import fold


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

_WORDS: Final[dict[DegreeLevel, str]] = {
    DegreeLevel.NONE: "none|no degree|no diploma|n/a|na|no",
    DegreeLevel.HIGH_SCHOOL: (
        "high school|high school diploma|high school graduate|hs|hs diploma|hs graduate|secondary school|"
        "12th grade|high school or ged|"
        "high school/ged|high school diploma/ged|hs/ged|high school diploma or ged|"
        "high school or equivalent|high school diploma or equivalent|ged|g e d|ged certificate|hiset|tasc|chspe|"
        "high school equivalency|high school equivalency diploma|hse|general educational development"
    ),
    DegreeLevel.SOME_COLLEGE: "some college|college credit|college coursework|college units|some university",
    DegreeLevel.CERTIFICATE: "certificate|college certificate|certificate of achievement|vocational certificate",
    DegreeLevel.ASSOCIATE: (
        "associate|associates|associate degree|associates degree|associate of arts|associate of science|"
        "associate of applied science|associate in arts|associate in science|associate's|aa|as|aas|aa degree|as degree|"
        "2 year degree|two year degree|2 year college degree|two year college degree"
    ),
    DegreeLevel.BACHELOR: (
        "bachelor|bachelors|bachelor degree|bachelors degree|baccalaureate|baccalaureate degree|bachelor of arts|"
        "bachelor of science|bachelor of fine arts|bachelor of business administration|bachelor of journalism|"
        "bachelor of engineering|bachelor of technology|bachelor of laws|"
        "ba|bs|bsc|ab|bfa|bba|bsba|bj|beng|btech|llb|4 year degree|four year degree|4 year college degree|"
        "four year college degree"
    ),
    DegreeLevel.MASTER: (
        "master|masters|master degree|masters degree|"
        "master of arts|master of science|master of business administration|"
        "master of public administration|master of public policy|master of laws|llm|"
        "ma|ms|msc|mfa|mba|mpa|mpp|med|msw|mph"
    ),
    DegreeLevel.DOCTORATE: (
        "doctorate|doctoral|doctor|doctoral degree|doctor of philosophy|doctor of education|juris doctor|"
        "doctor of jurisprudence|doctor of medicine|phd|ph d|edd|dba|dpa|jd|md"
    ),
}

_LEVEL_OF: Final = {word: level for level, words in _WORDS.items() for word in words.split("|")}

_FIELD_OF: Final = {
    "mba": "business administration",
    "bba": "business administration",
    "bsba": "business administration",
    "dba": "business administration",
    "master of business administration": "business administration",
    "bachelor of business administration": "business administration",
    "mpa": "public administration",
    "dpa": "public administration",
    "master of public administration": "public administration",
    "mpp": "public policy",
    "master of public policy": "public policy",
    "bj": "journalism",
    "bachelor of journalism": "journalism",
    "msw": "social work",
    "mph": "public health",
    "med": "education",
    "edd": "education",
    "doctor of education": "education",
    "jd": "law",
    "juris doctor": "law",
    "doctor of jurisprudence": "law",
    "llb": "law",
    "bachelor of laws": "law",
    "llm": "law",
    "master of laws": "law",
    "beng": "engineering",
    "bachelor of engineering": "engineering",
    "btech": "technology",
    "bachelor of technology": "technology",
    "md": "medicine",
    "doctor of medicine": "medicine",
}

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
