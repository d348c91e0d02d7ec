"""Arrow arrays of strings as cells of a file: safe to open in a spreadsheet, or null where they are blank."""

from __future__ import annotations

from typing import Any

import numpy as np

from minqual.outputs.whole_files import safe_cell
from minqual.records import bounds_and_letters

# pyarrow is untyped: whatever comes from it is Any.

_LOOKED_AT = np.ones(256, dtype=np.bool_)
_LOOKED_AT[[ord(sign) for sign in "0123456789\"'()[]ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]] = False
"""Letters with which a text may begin that some spreadsheet takes for a formula."""


def letters_of(texts: Any) -> memoryview:  # noqa: ANN401
    """All texts of an Arrow array one after the other, in UTF-8."""
    bounds, letters = bounds_and_letters(texts)
    return letters[bounds[0] : bounds[-1]].data if len(texts) else memoryview(b"")


def safe_cells(texts: Any) -> Any:  # noqa: ANN401
    """Texts that no spreadsheet takes for formulas: those of safe_cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(texts):
        return texts
    bounds, letters = bounds_and_letters(texts)
    filled = np.flatnonzero(bounds[:-1] < bounds[1:])
    rows = filled[_LOOKED_AT[letters[bounds[filled]]]]
    if not len(rows):
        return texts
    distinct = texts.take(pa.array(rows)).dictionary_encode()
    words = distinct.dictionary.to_pylist()
    changed = np.array([word != safe_cell(word) for word in words], dtype=np.bool_)
    risky = np.zeros(len(texts), dtype=np.bool_)
    risky[rows] = changed[distinct.indices.to_numpy()]
    return pc.if_else(pa.array(risky), pc.binary_join_element_wise("'", texts, ""), texts) if risky.any() else texts


def blank_as_null(texts: Any) -> Any:  # noqa: ANN401
    """Texts with null in place of those that are empty."""
    import pyarrow as pa

    if not len(texts):
        return texts
    bounds, _ = bounds_and_letters(texts)
    filled = bounds[:-1] < bounds[1:]
    if filled.all():
        return texts
    valid = pa.py_buffer(np.packbits(filled, bitorder="little"))
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(bounds), texts.buffers()[2], valid)
