"""Signs as a keyboard has them: full-width forms, other dashes and blanks, signs that nobody sees."""

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
_SLASHES: Final = {0x2044: "/", 0x2215: "/", 0x223C: "~", 0xFF5E: "~"}
_HALVES: Final = {0xBC: ".25", 0xBD: ".5", 0xBE: ".75"}


def keyboard_signs(text: str) -> str:
    """A text without width and variants of quotes and dashes, and with nothing unseen in it."""
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHIC))
    return _UNSEEN.sub("", plain).translate(_TYPOGRAPHIC)


def typed(text: str) -> str:
    """A text in the signs of a keyboard, with single blanks."""
    return " ".join((text if text.isascii() else keyboard_signs(text).translate(_SLASHES)).split())


def with_decimals(text: str) -> str:
    """A figure whose quarters and halves are signs of their own, in decimals: "3½" is "3.5"."""
    return text if text.isascii() else text.translate(_HALVES)
