"""Signs between several kinds of work in one cell, told by the words of the pack on both sides of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial, reduce

from minqual.values import SIGNS, Vocabulary, fold, parts_of


def signs_between(cells: Collection[str], kinds: Vocabulary) -> tuple[str, ...]:
    """The signs at which cells are to be parted, so that their parts are words of the pack; none where no cell tells.

    A sign that stands inside a word of the pack is none of them. A semicolon is, where it occurs.
    """
    known = partial(_knows, kinds)
    between, inside = set[str](), set[str]()
    for cell in cells:
        parts = parts_of(cell, SIGNS, known)
        named = [part for part in parts if _names(kinds, part)]
        inside |= {sign for sign in SIGNS if any(sign in part for part in named)}
        if len(parts) > 1 and all(map(known, parts)) and any(kinds.meaning(fold(part)) for part in parts):
            # What says nothing stays whole when cells are read ("n/a"), whatever sign is in it.
            bare = reduce(lambda text, part: text.replace(part, "", 1), parts, cell)
            between |= {sign for sign in SIGNS if sign in bare}
    found = between - inside
    if not found - {";"}:
        return ()
    return tuple(sign for sign in SIGNS if sign in found or (sign == ";" and any(";" in cell for cell in cells)))


def _knows(kinds: Vocabulary, part: str) -> bool:
    return kinds.knows(fold(part))


def _names(kinds: Vocabulary, part: str) -> bool:
    """Whether a part is a name of the pack, or one that is known to be none."""
    return kinds.meaning(fold(part)) is not None or kinds.is_other(fold(part))
