"""Keys as the work list prints them: what a row settles, and on what, in one cell that a sheet hands back unchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

SEPARATOR: Final = "|"

_WRITTEN: Final = re.compile("%(25|7C|0A|0D)")
_SIGNS: Final = {"%": "%25", SEPARATOR: "%7C", "\n": "%0A", "\r": "%0D"}
_MEANT: Final = {written[1:]: sign for sign, written in _SIGNS.items()}


def written_key(parts: Sequence[str]) -> str:
    """A key in one cell: its parts between bars; bars and line ends within them are written as %XX."""
    return SEPARATOR.join("".join(_SIGNS.get(sign, sign) for sign in part) for part in parts)


def read_key(text: str) -> tuple[str, ...]:
    """The parts of a key."""
    return tuple(_WRITTEN.sub(lambda found: _MEANT[found[1]], part) for part in text.strip().split(SEPARATOR))
