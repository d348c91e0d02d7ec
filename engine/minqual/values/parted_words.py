"""Several words in one cell with signs between them, parted at these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

SIGNS: Final = (";", "|", ",", "/")
"""Signs that usually stand between several words of one cell."""


def parts_of(text: str, signs: Iterable[str], whole: Callable[[str], bool]) -> list[str]:
    """The parts of a text between signs, without blanks around them; a part that is one word is not parted further."""
    parts = [text.strip()]
    # What says nothing often has a slash in it ("n/a"): by then it stands alone.
    for sign in sorted(signs, key="/".__eq__):
        parts = [
            piece.strip() for part in parts for piece in ([part] if whole(part) else part.split(sign)) if piece.strip()
        ]
    return parts
