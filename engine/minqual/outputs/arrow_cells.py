"""Arrow arrays of strings as cells of a file: safe to open in a spreadsheet, or null where they are blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from minqual.outputs.whole_files import RISKY

if TYPE_CHECKING:
    from numpy.typing import NDArray

# pyarrow is untyped: whatever comes from it is Any.

_IS_RISKY = np.zeros(256, dtype=np.bool_)
_IS_RISKY[[ord(sign) for sign in RISKY]] = True


def _parts(texts: Any) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:  # noqa: ANN401
    """Where each text begins and the last ends, and all letters; a null text has none."""
    _, offsets, letters = texts.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return bounds, np.frombuffer(b"" if letters is None else letters, dtype=np.uint8)


def letters_of(texts: Any) -> memoryview:  # noqa: ANN401
    """All texts of an Arrow array one after the other, in UTF-8."""
    bounds, letters = _parts(texts)
    return letters[bounds[0] : bounds[-1]].data if len(texts) else memoryview(b"")


def safe_cells(texts: Any) -> Any:  # noqa: ANN401
    """Texts that no spreadsheet takes for formulas: those of safe_cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(texts):
        return texts
    bounds, letters = _parts(texts)
    risky = np.zeros(len(texts), dtype=np.bool_)
    filled = np.flatnonzero(bounds[:-1] < bounds[1:])
    risky[filled] = _IS_RISKY[letters[bounds[filled]]]
    if not risky.any():
        return texts
    return pc.if_else(pa.array(risky), pc.binary_join_element_wise("'", texts, ""), texts)


def blank_as_null(texts: Any) -> Any:  # noqa: ANN401
    """Texts with null in place of those that are empty."""
    import pyarrow as pa

    if not len(texts):
        return texts
    bounds, _ = _parts(texts)
    filled = bounds[:-1] < bounds[1:]
    if filled.all():
        return texts
    valid = pa.py_buffer(np.packbits(filled, bitorder="little"))
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(bounds), texts.buffers()[2], valid)
