"""How like two spellings are, by rapidfuzz's ratio, and which known one is nearest to a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from minqual._forking import no_fork
from minqual.values.arrays import wherever
from minqual.values.faults import Fault

LONGEST_MISSPELLING: Final = 80
"""Letters beyond which a text is no misspelt word, and comparing it would take long."""

HINTED: Final = 0.7
"""Ratio from which a known spelling is worth a hint."""

AT_ONCE: Final = 1 << 14
"""Words that are compared with all known spellings at once."""


def _rapidfuzz() -> tuple[Any, Any]:
    """The library, which a check seldom needs, imported while nothing forks: a child would wait for it for ever."""
    with no_fork:
        from rapidfuzz import fuzz, process
    return fuzz, process


def likest(word: str, known: Iterable[str], least: float, most: int) -> list[str]:
    """The known spellings whose ratio to a word is the least or more, the likest first, at most so many.

    The ratio is twice the letters that both have in one order, of the letters of both.
    """
    if len(word) > LONGEST_MISSPELLING:
        return []
    letters = Counter(word)
    # Letters in whatever order tell most spellings apart, and a check then need not import rapidfuzz.
    worth = [
        each
        for each in known
        if 2 * min(len(each), len(word)) >= least * (len(each) + len(word))
        and 2 * (letters & Counter(each)).total() >= least * (len(each) + len(word))
    ]
    if not worth:
        return []
    fuzz, process = _rapidfuzz()
    worth.sort(reverse=True)
    return [
        each for each, _, _ in process.extract(word, worth, scorer=fuzz.ratio, limit=most, score_cutoff=100 * least)
    ]


def like_any(words: Sequence[str], known: Sequence[str], least: float) -> Iterator[int]:
    """The numbers of the words, of very many, whose ratio to any known spelling is the least or more."""
    if not (words and known):
        return
    fuzz, process = _rapidfuzz()
    for first in range(0, len(words), AT_ONCE):
        some = words[first : first + AT_ONCE]
        ratios = process.cdist(some, known, scorer=fuzz.ratio, score_cutoff=100 * least, dtype=np.uint8)
        yield from (wherever(ratios.any(axis=1)) + first).tolist()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known spelling closest to a word, or None if none is close."""
    by_fold = {each.casefold(): each for each in known}
    close = likest(word.casefold(), by_fold, HINTED, 1)
    return by_fold[close[0]] if close else None


def unknown(where: str, what: str, name: object, known: Iterable[str], expected: str = "") -> Fault:
    """The fault of a name of something that is not among the known ones. expected: told in place of all of these."""
    listed = list(known)
    right = expected or "one of " + ", ".join(listed)
    return Fault(where, f"unknown {what} {name!r}", right, nearest(str(name), listed), code="unknown-name")
