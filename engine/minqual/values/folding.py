"""A word as it is compared: without case, width, normal form, signs that nobody sees and ways of writing a dash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from minqual.values.typography import keyboard_signs


def fold(text: str) -> str:
    """A word as it is compared: in small letters, with variants and runs of blanks made one, nothing unseen in it."""
    if text.isascii() and text.isprintable() and "`" not in text:
        return " ".join(text.casefold().split())
    return " ".join(unicodedata.normalize("NFKC", keyboard_signs(text).casefold()).split())


AT_ONCE: Final = 1 << 10
"""Words that are folded together where none of them needs more than small letters, as most do not."""

_APART: Final = "\n"
_MORE: Final = re.compile(r"  | \n|\n |`")


def folded(words: Sequence[str]) -> Iterator[str]:
    """Each of many words, folded."""
    for start in range(0, len(words), AT_ONCE):
        some = words[start : start + AT_ONCE]
        together = _APART.join(("", *some, ""))
        plain = together.isascii() and together.replace(_APART, "").isprintable() and not _MORE.search(together)
        if plain and together.count(_APART) == len(some) + 1:
            yield from together[1:-1].casefold().split(_APART)
        else:
            yield from map(fold, some)
