"""Values of other types than text as the cells that they would be in a spreadsheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import numpy as np

# pyarrow is untyped: whatever comes from it is Any.

EXPECTED: Final = "text, numbers, days, time stamps, or yes and no (true and false)"
"""The types of columns whose values are cells, in words."""


def cell_of(value: object) -> str:
    """A value as the cell that it would be in a spreadsheet.

    Missing values are blank, lists are joined by semicolons, a time stamp counts by its date.
    """
    if isinstance(value, list | tuple | np.ndarray):
        return ";".join(map(str, value))
    if value is None or type(value).__name__ == "NAType" or value != value:  # noqa: PLR0124  # missing values differ from themselves
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value.isoformat())[:10] if hasattr(value, "isoformat") else _figures(value)


def _figures(value: object) -> str:
    """A value as text; one with decimals, which may have more of them than it needs, in plain figures."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return str(value)
    figures = format(value, "f")
    return figures.rstrip("0").removesuffix(".") if "." in figures else figures


def unread_type(kind: Any) -> str:  # noqa: ANN401
    """What a column of an Arrow type holds, in words, if its values are no cells; empty if they are."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind):
        return unread_type(kind.value_type)
    if types.is_nested(kind):
        return "nested values"
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind):
        return "bytes, not marked as text"
    known = (
        types.is_string, types.is_large_string, types.is_string_view, types.is_null, types.is_boolean, types.is_integer,
        types.is_floating, types.is_decimal, types.is_date, types.is_timestamp,
    )  # fmt: skip
    return "" if any(is_kind(kind) for is_kind in known) else f"values of type {kind.id and str(kind)[:40]}"


def text_cells(array: Any) -> Any:  # noqa: ANN401
    """The cells of an Arrow array as a dictionary of strings, each distinct value turned into text once.

    Null is a blank cell, as an index or as the empty word. ValueError (Arrow's): the array is damaged.
    """
    import pyarrow as pa

    if pa.types.is_null(array.type):
        return pa.DictionaryArray.from_arrays(pa.nulls(len(array), pa.int32()), pa.array([""]))
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    encoded.validate(full=True)
    words = _words(encoded.dictionary)
    words = words.fill_null("") if words.null_count else words
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), words)


def _words(values: Any) -> Any:  # noqa: ANN401
    """Values without repetition as strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, types = values.type, pa.types
    if types.is_boolean(kind):
        return pc.if_else(values, "yes", "no")
    if types.is_floating(kind):
        return pa.array(map(cell_of, values.to_numpy(zero_copy_only=False)), pa.string())
    if types.is_decimal(kind):
        return pa.array(map(cell_of, values.to_pylist()), pa.string())
    if types.is_timestamp(kind) and kind.tz is not None:
        values = pc.local_timestamp(values)
    if types.is_timestamp(kind) or types.is_date(kind):
        values = values.cast(pa.date32())
    return values.cast(pa.string())
