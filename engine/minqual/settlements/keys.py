"""Keys as the work list prints them: what a row settles, and on what, in one cell that a sheet hands back unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, unquote

SEPARATOR = "|"


def written_key(parts: Sequence[str]) -> str:
    """A key in one cell: its parts between bars, with signs that could be mistaken written as %XX."""
    return SEPARATOR.join(quote(part, safe=" ,.:;'()/&+-_") for part in parts)


def read_key(text: str) -> tuple[str, ...]:
    """The parts of a key."""
    return tuple(map(unquote, text.strip().split(SEPARATOR)))
