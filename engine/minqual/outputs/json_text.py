"""Columns of text as JSON, many cells at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from minqual.records import bounds_and_letters
from minqual.verdicts import Texts, Worded, arrow_words

# pyarrow is untyped: whatever comes from it is Any.

ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_TO_ESCAPE: Final = np.zeros(256, dtype=np.bool_)
_TO_ESCAPE[[*range(0x20), ord('"'), ord("\\")]] = True


@dataclass(frozen=True, eq=False, repr=False)
class Json(Texts):
    """A column whose cells are JSON already."""

    of: Texts

    def __len__(self) -> int:
        return len(self.of)

    def arrow(self, start: int, stop: int) -> Any:  # noqa: ANN401
        """Some rows as an Arrow array."""
        return self.of.arrow(start, stop)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401  # a stretch of JSON is JSON
        return Json(self.of[place]) if isinstance(place, slice) else self.of[place]  # type: ignore[arg-type]


def json_texts(texts: Any) -> Any:  # noqa: ANN401
    """Texts in an Arrow array, or null where they are empty, as JSON."""
    import pyarrow as pa
    import pyarrow.compute as pc

    told = pc.binary_join_element_wise('"', texts, '"', "")
    if _signs(texts):
        escaped = pc.match_substring_regex(texts, '[\\x00-\\x1f"\\\\]')
        told = pc.replace_with_mask(
            told, escaped, pa.array(map(ENCODE, texts.filter(escaped).to_pylist()), pa.string())
        )
    blank = pc.equal(pc.binary_length(texts), 0)
    return pc.if_else(blank, "null", told) if pc.any(blank).as_py() else told


def _signs(texts: Any) -> bool:  # noqa: ANN401
    """Whether there may be signs that JSON escapes."""
    bounds, letters = bounds_and_letters(texts)
    text = letters[bounds[0] : bounds[-1]]
    return bool((np.bincount(text, minlength=256)[_TO_ESCAPE] > 0).any())


def json_cells(column: Sequence[Any]) -> Any:  # noqa: ANN401
    """The cells of a column as JSON in an Arrow array, null where a cell is blank."""
    import pyarrow as pa

    if isinstance(column, Json):
        return column.arrow(0, len(column))
    if isinstance(column, Worded):
        return json_texts(arrow_words(column.words)).take(pa.array(column.codes))
    if isinstance(column, Texts):
        return json_texts(column.arrow(0, len(column)))
    if all(type(cell) is str for cell in column):
        return json_texts(pa.array(column, pa.string()))
    return pa.array([ENCODE(None if isinstance(cell, str) and cell == "" else cell) for cell in column], pa.string())
