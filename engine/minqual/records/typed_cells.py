"""Values of other types than text as the cells that they would be in a spreadsheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np


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
    if isinstance(value, int | float | np.number | Decimal):
        return _figures(value)
    return value.isoformat()[:10] if isinstance(value, date) else None


def _figures(value: float | np.number | Decimal) -> str:
    """A number in figures, without decimals that it does not need; blank for what is no number."""
    if value != value:  # noqa: PLR0124  # NaN differs from itself
        return ""
    if isinstance(value, float | np.floating):
        return str(int(value)) if float(value).is_integer() else str(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        return str(value)
    figures = format(value, "f")
    return figures.rstrip("0").removesuffix(".") if "." in figures else figures
