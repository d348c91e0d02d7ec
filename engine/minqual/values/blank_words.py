"""Words that say nothing, which are blanks wherever they stand; they are listed in blank_words.yaml."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from minqual.values.folding import fold
from minqual.values.listed_words import word_lists

_WRITTEN: Final = word_lists(Path(__file__).with_suffix(".yaml"))
_PIECES: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def _key(folded: str) -> str:
    """The letters and figures of a folded word, with one blank wherever other signs part them."""
    return folded if folded.replace(" ", "").isalnum() else " ".join(_PIECES.findall(folded))


_NONE: Final = frozenset(map(_key, _WRITTEN["none"]))
_ELSEWHERE: Final = frozenset(map(_key, _WRITTEN["elsewhere"]))
_BLANK: Final = frozenset(map(_key, _WRITTEN["words"])) | _NONE | _ELSEWHERE
_ERRORS: Final = frozenset(_WRITTEN["errors"])
BLANKS: Final = _BLANK | _ERRORS
"""Words that say nothing, folded; one of letters, figures and blanks alone says something if it is not among them."""

MOST_KEPT: Final = 1 << 14
"""Words of which is kept whether they say anything: a check asks it of each several times."""

_LONGEST: Final = 2 * max(map(len, BLANKS))


@lru_cache(maxsize=MOST_KEPT)
def silent(text: str) -> bool:
    """Whether a cell says nothing: blank, no letter or figure in it, or a word for "there is no answer"."""
    return not text or says_nothing(fold(text))


def says_nothing(folded: str) -> bool:
    """Whether a folded word says nothing."""
    if folded.replace(" ", "").isalnum():
        return folded in BLANKS
    if len(folded) > _LONGEST:
        return not any(map(str.isalnum, folded))
    return (key := _key(folded)) in _BLANK or not key or folded in _ERRORS


def blank(text: str) -> bool:
    """Whether a cell is as good as not filled in: it says nothing, and not that what was asked stands elsewhere."""
    return silent(text) and _key(fold(text)) not in _ELSEWHERE


@lru_cache(maxsize=MOST_KEPT)
def unanswered(text: str) -> bool:
    """Whether a cell says nothing where "none" is an answer."""
    return silent(text) and not says_none(fold(text))


def says_none(folded: str) -> bool:
    """Whether a folded word says that there is none, which is an answer to what there is, and else a blank."""
    return _key(folded) in _NONE
