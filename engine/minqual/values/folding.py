"""A word as it is compared: without case, width, normal form, signs that nobody sees and ways of writing a dash."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from minqual.values.visible_text import UNSEEN

_TYPOGRAPHIC: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff40", "'")
    | dict.fromkeys("\u201c\u201d\u201f\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u058a", "-")
)
"""Apostrophes, quotation marks and dashes, each as it stands on a keyboard."""

_UNSEEN: Final = re.compile(rf"(?!\s)[{UNSEEN}\u2800]")


def fold(text: str) -> str:
    """A word as it is compared: in small letters, with variants and runs of blanks made one, nothing unseen in it."""
    if text.isascii() and text.isprintable() and "`" not in text:
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHIC))
    seen = _UNSEEN.sub("", plain).translate(_TYPOGRAPHIC).casefold()
    return " ".join(unicodedata.normalize("NFKC", seen).split())
