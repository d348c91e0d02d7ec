"""Signs as a keyboard has them: full-width forms, other dashes and blanks, signs that nobody sees."""

from __future__ import annotations

from typing import Final

_FULL_WIDTH: Final = {0xFF01 + place: 0x21 + place for place in range(94)}
_DASHES: Final = dict.fromkeys((*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
_UNSEEN: Final = dict.fromkeys(
    (0xAD, 0x34F, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
_QUOTES: Final = {0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x2032: "'", 0x201C: '"', 0x201D: '"', 0x2033: '"'}
_SLASHES: Final = {0x2044: "/", 0x2215: "/", 0x223C: "~", 0xFF5E: "~"}
_HALVES: Final = {0xBC: ".25", 0xBD: ".5", 0xBE: ".75"}
_TYPED: Final = _FULL_WIDTH | _DASHES | _UNSEEN | _QUOTES | _SLASHES


def typed(text: str) -> str:
    """A text in the signs of a keyboard, with single blanks."""
    return " ".join((text if text.isascii() else text.translate(_TYPED)).split())


def with_decimals(text: str) -> str:
    """A figure whose quarters and halves are signs of their own, in decimals: "3½" is "3.5"."""
    return text if text.isascii() else text.translate(_HALVES)
