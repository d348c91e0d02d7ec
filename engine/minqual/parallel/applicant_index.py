"""The index of a pool: its applicants' ids in the order of the source, and the number of each row's applicant there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records import Codes

# pyarrow is untyped: whatever comes from it is Any.

SLACK: Final = 4096
"""How far ahead of the last applicant found the next ones are looked for, beside twice as many as there are to find."""

MOST_STRANGERS: Final = 100_000
"""Ids of nobody that are kept, so that each is looked for once."""


class ApplicantIndex:
    """The ids of a pool's applicants, stripped, as an Arrow array, with which of them stand there more than once.

    An applicant's number is their place; rows of an id that stands more than once belong to its first place.
    """

    def __init__(self, ids: Any, repeated: NDArray[np.bool_]) -> None:  # noqa: ANN401
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
        opens = np.ones(len(column), dtype=np.bool_)
        opens[1:] = pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)).to_numpy(zero_copy_only=False)
        starts = np.flatnonzero(opens)
        found = self._in_order(column.take(starts))
        return np.repeat(found, np.diff(np.append(starts, len(column))))

    def _in_order(self, wanted: Any) -> Codes:  # noqa: ANN401
        """The numbers of ids, looked for where the index goes on, and where they are not there, on all of it."""
        import pyarrow.compute as pc

        numbers = np.full(len(wanted), -1, dtype=np.int32)
        begin = self._place_of(wanted[0])
        reach = 2 * len(wanted) + SLACK
        ahead = _places(wanted, self.ids.slice(begin, reach))
        numbers[ahead >= 0] = ahead[ahead >= 0] + begin
        missing = np.flatnonzero(numbers < 0)
        if len(missing):
            numbers[missing] = self._anywhere(wanted.take(missing))
        if self._first:
            self._to_first(wanted, numbers)
        numbers[pc.equal(wanted, "").to_numpy(zero_copy_only=False)] = -1
        return numbers

    def _place_of(self, wanted: Any) -> int:  # noqa: ANN401
        """The place of one id; 0 if it is not there."""
        import pyarrow.compute as pc

        return max(int(pc.index(self.ids, wanted).as_py()), 0)

    def _anywhere(self, wanted: Any) -> Codes:  # noqa: ANN401
        """The numbers of ids that may stand anywhere."""
        distinct = wanted.dictionary_encode()
        words = distinct.dictionary.to_pylist()
        unknown = [word for word in words if word and word not in self._strangers]
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
        which = _places(self.ids, pa.array(words, pa.string()))
        places = np.flatnonzero(which >= 0)
        return {words[number]: place for number, place in zip(which[places].tolist(), places.tolist(), strict=True)}

    def _to_first(self, wanted: Any, numbers: Codes) -> None:  # noqa: ANN401
        """Let rows of an id that stands more than once belong to its first place."""
        for row in np.flatnonzero(self.repeated[numbers] & (numbers >= 0)).tolist():
            numbers[row] = self._first[wanted[row].as_py()]


def index_of(ids: Any) -> ApplicantIndex:  # noqa: ANN401
    """The index of stripped ids, an Arrow array of strings in the order of the source."""
    distinct = ids.dictionary_encode()
    codes = distinct.indices.to_numpy()
    blank = distinct.dictionary.index("").as_py() if len(ids) else -1
    counts = np.bincount(codes, minlength=1)
    return ApplicantIndex(ids, (counts[codes] > 1) & (codes != blank))


def _places(wanted: Any, among: Any) -> Codes:  # noqa: ANN401
    """Per value wanted, its place among others; −1 where it is not there."""
    import pyarrow.compute as pc

    return np.asarray(pc.index_in(wanted, value_set=among).fill_null(-1).to_numpy(), dtype=np.int32)
