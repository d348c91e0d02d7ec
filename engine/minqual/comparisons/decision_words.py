"""The words in which people write what they decided, as standings; they are listed in decision_words.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from minqual.values import Standing, nearest, word_lists

EXPECTED: Final = (
    "eligible, conditional, review, refer, not eligible, or another word for one of these (yes, no, passed, MQ met)"
)


_STANDINGS: Final = {
    word: Standing[standing.upper()]
    for standing, words in word_lists(Path(__file__).with_suffix(".yaml")).items()
    for word in words
}


def decided_standing(word: str) -> Standing | None:
    """What a word says, capitals, dashes and underlines aside; None for one that says nothing known."""
    return _STANDINGS.get(plain_word(word))


def likest_word(word: str) -> str | None:
    """The known word that is nearest to one."""
    return nearest(plain_word(word), _STANDINGS)


def plain_word(word: str) -> str:
    """A word or a heading as it is compared."""
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").strip(" .!").split())
