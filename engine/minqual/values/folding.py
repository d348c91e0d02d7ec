"""A word as it is compared: without case, width, normal form, signs that nobody sees and ways of writing a dash."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TYPOGRAPHIC: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff40", "'")
    | dict.fromkeys("\u201c\u201d\u201f\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u058a", "-")
)
"""Apostrophes, quotation marks and dashes, each as it stands on a keyboard."""

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Signs without a shape of their own: controls, joiners, marks of direction, soft hyphens, fillers."""


def fold(text: str) -> str:
    """A word as it is compared: in small letters, with variants and runs of blanks made one, nothing unseen in it."""
    if text.isascii() and text.isprintable() and "`" not in text:
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHIC))
    seen = _INVISIBLE.sub("", plain).translate(_TYPOGRAPHIC).casefold()
    return " ".join(unicodedata.normalize("NFKC", seen).split())
