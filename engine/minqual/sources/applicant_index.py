"""The index of a source: its applicants' ids in their order, and the number of each row's applicant there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import ArrowWords, first_of_each_run
from minqual.sources.ids_by_form import IdsByForm

if TYPE_CHECKING:
    from minqual.records import Codes, TextColumn
    from minqual.values import Flags

# pyarrow is untyped: whatever comes from it is Any.

WINDOW: Final = 1 << 15
"""Ids that are looked for at once."""

MOST_STRANGERS: Final = 100_000
"""Ids of nobody that are kept, so that each is looked for once."""


class ApplicantIndex:
    """The ids of applicants, stripped, as an Arrow array, with which of them stand there more than once.

    An applicant's number is their place; rows of an id that stands more than once belong to its first place.
    """

    def __init__(self, ids: Any, repeated: Flags) -> None:  # noqa: ANN401
        self.ids, self.repeated = ids, repeated
        self._strangers: set[str] = set()
        self._first: dict[str, int] = {}
        for place in np.flatnonzero(repeated).tolist():
            self._first.setdefault(ids[place].as_py(), place)

    def __len__(self) -> int:
        return len(self.ids)

    def owners(self, column: Any) -> Codes:  # noqa: ANN401
        """Per row of an Arrow array of stripped ids, the number of its applicant; −1 for a blank and for nobody's id.

        Quick where rows stand in the order of the index, each applicant's together.
        """
        import pyarrow.compute as pc

        if not len(column):
            return np.zeros(0, dtype=np.int32)
        starts = np.flatnonzero(first_of_each_run(column))
        wanted = column.take(starts)
        found = self.places(wanted)
        for row in np.flatnonzero(self.repeated[found] & (found >= 0)).tolist() if self._first else ():
            found[row] = self._first[wanted[row].as_py()]
        found[pc.equal(wanted, "").to_numpy(zero_copy_only=False)] = -1
        return np.repeat(found, np.diff(np.append(starts, len(column))))

    @cached_property
    def by_form(self) -> IdsByForm:
        """The ids by what they are but for their form."""
        return IdsByForm(ArrowWords(self.ids))

    def places(self, wanted: Any) -> Codes:  # noqa: ANN401
        """The places of ids, looked for where the index goes on, and where they are not there, on all of it."""
        places = np.full(len(wanted), -1, dtype=np.int32)
        begin = 0
        for start in range(0, len(wanted), WINDOW):
            part, into = wanted.slice(start, WINDOW), places[start : start + WINDOW]
            begin += max(_place_of(part[0], self.ids.slice(begin)), 0)
            reach = _place_of(part[-1], self.ids.slice(begin)) + 1 or 2 * WINDOW
            ahead = _places(part, self.ids.slice(begin, reach))
            into[ahead >= 0] = ahead[ahead >= 0] + begin
            begin = max(int(into.max()) + 1, begin)
        missing = np.flatnonzero(places < 0)
        if len(missing):
            places[missing] = self._anywhere(wanted.take(missing))
        return places

    def _anywhere(self, wanted: Any) -> Codes:  # noqa: ANN401
        """The numbers of ids that may stand anywhere."""
        distinct = wanted.dictionary_encode()
        words = distinct.dictionary.to_pylist()
        unknown = [word for word in words if word not in self._strangers]
        found = self._looked_up(unknown)
        if len(self._strangers) < MOST_STRANGERS:
            self._strangers |= {word for word in unknown if word not in found}
        by_word = np.array([found.get(word, -1) for word in words], dtype=np.int32)
        return np.asarray(by_word[distinct.indices.to_numpy()], dtype=np.int32)

    def _looked_up(self, words: list[str]) -> dict[str, int]:
        """The place of each word that is in the index."""
        import pyarrow as pa

        if not words:
            return {}
        which = _places(self.ids, pa.array(words, self.ids.type))
        places = np.flatnonzero(which >= 0)
        return {words[number]: place for number, place in zip(which[places].tolist(), places.tolist(), strict=True)}


def index_of(ids: Any) -> ApplicantIndex:  # noqa: ANN401
    """The index of stripped ids, an Arrow array of strings in the order of the source."""
    import pyarrow.compute as pc

    if pc.all(pc.less(ids.slice(0, max(len(ids) - 1, 0)), ids.slice(1))).as_py():
        return ApplicantIndex(ids, np.zeros(len(ids), dtype=np.bool_))
    distinct = ids.dictionary_encode()
    codes = distinct.indices.to_numpy()
    blank = distinct.dictionary.index("").as_py()
    counts = np.bincount(codes, minlength=1)
    return ApplicantIndex(ids, (counts[codes] > 1) & (codes != blank))


def places_in(words: Sequence[str], among: Sequence[str]) -> Codes:
    """Per word its place among ids, each of which stands there once; −1 where it is not there."""
    if words is among:
        return np.arange(len(words), dtype=np.int32)
    if isinstance(words, ArrowWords) and isinstance(among, ArrowWords):
        index = ApplicantIndex(among.array, np.zeros(len(among), dtype=np.bool_))
        return index.places(words.array.cast(among.array.type))
    number = {word: place for place, word in enumerate(among)}
    return np.array([number.get(word, -1) for word in words], dtype=np.int32)


def near_rows(column: TextColumn, owner: Codes, by_form: Callable[[], IdsByForm]) -> Mapping[int, tuple[int, ...]]:
    """By row whose id is nobody's, the applicants whose id it misses only by the form in which it is written."""
    strangers = np.flatnonzero(owner < 0)
    if not len(strangers):
        return {}
    codes = column.codes[strangers]
    words = {code: column.words[code] for code in np.unique(codes).tolist()}
    if not any(words.values()):
        return {}
    near = by_form().near({word for word in words.values() if word})
    found = ((row, near.get(words[code])) for row, code in zip(strangers.tolist(), codes.tolist(), strict=True))
    return {row: places for row, places in found if places}


def _place_of(word: Any, ids: Any) -> int:  # noqa: ANN401
    import pyarrow.compute as pc

    return int(pc.index(ids, word).as_py())


def _places(wanted: Any, among: Any) -> Codes:  # noqa: ANN401
    """Per value wanted, its place among others; −1 where it is not there."""
    import pyarrow.compute as pc

    return np.asarray(pc.index_in(wanted, value_set=among).fill_null(-1).to_numpy(), dtype=np.int32)
