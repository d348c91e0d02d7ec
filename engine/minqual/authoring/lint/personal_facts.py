"""Words for facts about a person that may decide nothing: age, body, health, origin, kin and belief.

Some are such words wherever they stand. Others are about the work in the name of a kind of work or a class, and about
the person in a question to them: those are looked for in what is asked and judged alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from minqual.values import fold, word_lists

_SAID: Final = word_lists(Path(__file__).with_suffix(".yaml"))
_AGE: Final = (
    r"(?:\d{2}|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_AILMENT: Final = (
    r"(?:ill(?:ness(?:es)?)?|diseases?|sick(?:ness)?|injur(?:y|ies|ed)|surgery|diabet\w+|epilep\w+|tubercul\w+|asthma"
    r"|cancer|hiv|disorders?|ailments?|seizures?|allerg(?:y|ies)|addict\w*|conditions? that)"
)


def _any_of(key: str, end: str = r"\b") -> re.Pattern[str]:
    """The words of a list beside this module, whole."""
    words = "|".join(_SAID[key]).replace("<age>", _AGE).replace("<ailment>", _AILMENT)
    return re.compile(rf"\b({words}){end}")


PERSONAL: Final = _any_of("personal")
"""Words for facts about a person that decide nothing, as they are folded."""

ASKED: Final = _any_of("asked", r"(?!\w)")
"""Ways to ask a person for such a fact: words that in the name of a kind of work would be about the work."""

CERTIFIED: Final = _any_of("certified")
"""Papers that show nothing but such a fact."""

HARMLESS: Final = _any_of("harmless")
"""Phrases in which such a word is no fact about an applicant: kinds of work, fields and places."""


def personal_words(text: str) -> list[str]:
    """The words of a text that are for bodily or demographic facts."""
    return [found[0] for found in PERSONAL.finditer(HARMLESS.sub(" ", fold(text)))]


@lru_cache(maxsize=10_000)
def asked_words(text: str) -> tuple[str, ...]:
    """The same of a text that asks or judges, with the ways to ask a person for such a fact."""
    plain = HARMLESS.sub(" ", fold(text))
    return (*(found[0] for found in PERSONAL.finditer(plain)), *(found[0].strip() for found in ASKED.finditer(plain)))


def certified_health(text: str) -> list[str]:
    """The words of a credential's name that say that it shows nothing but such a fact."""
    return [found[0] for found in CERTIFIED.finditer(fold(text))]


def texts_inside(value: object) -> Iterator[str]:
    """Every text inside a value of a pack, and the names in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for _, part in value:
            yield from texts_inside(part)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from texts_inside(name)
            yield from texts_inside(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts_inside(part)
