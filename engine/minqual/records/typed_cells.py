"""Values of other types than text as the cells that they would be in a spreadsheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

import numpy as np

MOST_SIGNS: Final = 131_072
"""Signs in one cell; more is no cell that anyone typed."""

NO_TEXT: Final = ("letters that are no text", "a text in Unicode")
TOO_LONG: Final = ("a text too long to be a cell", f"at most {MOST_SIGNS} signs")


def cell_fault(cell: str) -> tuple[str, str] | None:
    """What is wrong with a text that is to be a cell, and what would be right."""
    if len(cell) > MOST_SIGNS:
        return TOO_LONG
    return None if "\0" not in cell and (cell.isascii() or _is_unicode(cell)) else NO_TEXT


def _is_unicode(text: str) -> bool:
    """Whether a text holds no half surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def endless(value: object) -> bool:
    """Whether a value is a number without end."""
    if isinstance(value, Decimal):
        return value.is_infinite()
    return isinstance(value, float | np.floating) and bool(np.isinf(value))


def cell_of(value: object) -> str | None:
    """A value as the text of the cell that it would be in a spreadsheet; None where it would be none.

    Missing values are blank, a moment counts by its date.
    """
    if isinstance(value, str):
        return value
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number | Decimal) and not isinstance(value, np.complexfloating):
        return _figures(value)
    if isinstance(value, date | np.datetime64):
        return "" if isinstance(value, np.datetime64) and np.isnat(value) else str(value)[:10]
    return str(value) if isinstance(value, UUID) else None


def _figures(value: float | np.number | Decimal) -> str | None:
    """A number in figures, without decimals that it does not need; blank for what is no number."""
    if isinstance(value, Decimal) and not value.is_finite():
        return "" if value.is_nan() else str(value)
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else str(value)
    if not isinstance(value, Decimal):
        try:
            return str(value)
        except ValueError:  # Python writes no number of more than 4,300 digits
            return None
    figures = format(value, "f")
    return figures.rstrip("0").removesuffix(".") if "." in figures else figures
