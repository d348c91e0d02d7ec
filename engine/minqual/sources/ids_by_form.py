"""Ids of applicants by what they are but for their form, so that ids which miss them by that alone are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.values import plain_id, rewritten_ids, rounded_id, roundings, written_plainly

if TYPE_CHECKING:
    from minqual.records import Codes, Rows


AT_ONCE: Final = 1 << 12
"""Ids that are looked at together: most pools write all of them alike."""


class IdsByForm:
    """The ids of applicants by the hash of what they are without form and zeros: of millions nothing else is kept.

    Made where an id fits no applicant, which is seldom.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._rounded: dict[tuple[int, int], dict[str, list[int]]] = {}
        rewritten: list[tuple[int, int]] = []
        bare = np.zeros(len(ids), dtype=np.int64)
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            together = "\n".join(some)
            if written_plainly(together) and together.count("\n") == len(some) - 1:
                bare[start : start + len(some)] = list(map(hash, together.lower().replace("0", "").split("\n")))
            else:
                for place, text in enumerate(some, start):
                    bare[place] = self._taken_apart(text, place, rewritten)
        self._bare = _Hashed(bare, np.arange(len(ids), dtype=np.int32))
        hashes, places = np.array(rewritten, dtype=np.int64).reshape(-1, 2).T
        self._rewritten = _Hashed(hashes, places.astype(np.int32))

    def _taken_apart(self, text: str, place: int, rewritten: list[tuple[int, int]]) -> int:
        """The hash of an id without form and zeros; what else it may be is kept."""
        plain = plain_id(text)
        if not text.isalpha():
            rewritten += ((hash(other), place) for other in rewritten_ids(text))
            if (found := rounded_id(plain)) is not None:
                power, decimals, digits = found
                self._rounded.setdefault((power, decimals), {}).setdefault(digits, []).append(place)
        return hash(plain.replace("0", ""))

    def near(self, words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        """Of ids that are no applicant's, those that miss some by form alone, with the places of these."""
        bare = {word: plain for word in words if (plain := plain_id(word))}
        found = {word: tuple(sorted(self._found(word, plain))) for word, plain in bare.items()}
        lost = {word: each for word, plain in bare.items() if (each := rounded_id(plain)) is not None}
        if lost:
            self._add_unrounded(lost, found)
        return {word: places for word, places in found.items() if places}

    def _found(self, word: str, plain: str) -> set[int]:
        """The places of the ids that an id may be. plain: the same without its form."""
        others = tuple(rewritten_ids(word))
        places = {
            place
            for other in (plain, *others)
            for place in self._bare.places(hash(other.replace("0", "")))
            if plain_id(self._ids[place]) == other
        }
        places |= {place for place in self._rewritten.places(hash(plain)) if plain in rewritten_ids(self._ids[place])}
        if plain.isdigit():
            for (power, decimals), by_digits in self._rounded.items():
                if len(plain) == power + 1:
                    places |= {place for digits in roundings(plain, decimals) for place in by_digits.get(digits, ())}
        return places

    def _add_unrounded(self, lost: Mapping[str, tuple[int, int, str]], found: dict[str, tuple[int, ...]]) -> None:
        """Put to ids that were rounded the places of those that they may have been."""
        for place, text in enumerate(self._ids):
            plain = plain_id(text)
            for word, (power, decimals, digits) in lost.items() if plain.isdigit() else ():
                if len(plain) == power + 1 and digits in roundings(plain, decimals):
                    found[word] = tuple(sorted({*found[word], place}))


class _Hashed:
    """Places by hashes."""

    def __init__(self, hashes: Rows, places: Codes) -> None:
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._places = hashes[order], places[order]

    def places(self, wanted: int) -> list[int]:
        """The places of a hash."""
        start, stop = np.searchsorted(self._hashes, wanted), np.searchsorted(self._hashes, wanted, side="right")
        places: list[int] = self._places[start:stop].tolist()
        return places
