"""What columns of dates tell themselves of the order of day and month, which is assumed to be month first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from minqual.records.column_meanings import DATES
from minqual.records.tables import Table
from minqual.values import told_order

DAY_FIRST: Final = r"^(1[3-9]|2[0-9]|3[01])[/.-](0?[1-9]|1[0-2])[/.-][0-9]{4}"
"""Begins a date in which only the day can stand first, as Arrow writes a pattern."""


def in_either_order(table: Table) -> frozenset[str]:
    """The columns of a table whose dates may have the day before the month.

    A column with a date in which only the day can stand first is one, and so is a column that tells nothing, beside
    such a one: who writes a table writes its dates alike.
    """
    if table.either_order is not None:
        return table.either_order
    return contradicted({name: text.words for name, text in table.columns.items() if name in DATES})


def contradicted(columns: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The same of columns by name, each with its words."""
    told = {name: {told_order(word) for word in words} for name, words in columns.items()}
    if not any("day first" in orders for orders in told.values()):
        return frozenset()
    return frozenset(name for name, orders in told.items() if "day first" in orders or "month first" not in orders)
