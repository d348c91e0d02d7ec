"""Text made visible: signs that steer a terminal, turn the order of letters or are seen by nobody, as escapes."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\ufffb\ufffe-\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Control, format and bidirectional signs, half surrogates, and letters without a shape, as ranges of a pattern."""

_UNSEEN: Final = re.compile(f"[{UNSEEN}]")


def visible(text: str) -> str:
    """A text in which each sign of these is an escape such as \u001b, as JSON and quoted YAML read it back."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_escape, text)


def visible_lines(text: str) -> str:
    """The same for a text of several lines, which stay lines."""
    return "\n".join(map(visible, text.split("\n")))


def _escape(found: re.Match[str]) -> str:
    """A sign in units of UTF-16, of which those beyond the first 65,536 have two."""
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(rf"\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
