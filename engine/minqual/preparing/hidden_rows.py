"""Rows that an export holds and that no placed column shows: jobs or schools of which only other columns are filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from minqual.preparing.cell_agreement import says
from minqual.preparing.column_claims import Unplaced
from minqual.preparing.column_groups import Proposed
from minqual.preparing.heading_families import Family
from minqual.preparing.heading_words import phrase_of, table_of
from minqual.records import YES_NO
from minqual.values import Flags, fold

if TYPE_CHECKING:
    from minqual.records import TextColumn

_EMPTY: Final = frozenset({"0", "false", "no", "0.0", "0.00"})
"""What forms write by themselves where nobody has filled in anything."""


def with_hidden_rows(groups: Sequence[Proposed], left: Sequence[Unplaced], *, several: bool) -> frozenset[str]:
    """The tables that have more rows than their placed columns show, as columns without a place tell.

    A repeated entry that is blank in all its columns is no row. So where another column of that number is filled, and
    no table with a row there explains it, something was stated that is not understood. several: whether ids repeat,
    so that an entry that is not repeated may be no row as well.
    """
    found: set[str] = set()
    for each in left:
        about = table_of(phrase_of(each.family.words))
        slots = _slots(each.family) or (("",) if several and about is not None else ())
        tables = {group.table for group in groups if not set(slots).isdisjoint(_slots_of(group))}
        tables &= {about} if about is not None else tables
        if tables and _tells(each.family) and not any(_explains(groups, table, each.family, slots) for table in tables):
            found |= tables
    return frozenset(found - {"answers"})


def _slots(family: Family) -> tuple[str, ...]:
    """What numbers the columns of a family; nothing where it has no number."""
    return family.slots or ((family.number,) if family.number else ())


def _slots_of(group: Proposed) -> set[str]:
    return set(group.slots) or {"", *(slot for family in group.families for slot in _slots(family))}


def _tells(family: Family) -> bool:
    """Whether a column is filled where somebody filled it, not by the form: not with yes and no, or always the same."""
    words = {fold(word) for word in family.cells if says(word)} - _EMPTY
    return len(words) > 1 and bool(words - set(YES_NO))


def _explains(groups: Sequence[Proposed], table: str, family: Family, slots: Sequence[str]) -> bool:
    """Whether a table has a row wherever a column is filled."""
    for column, slot in zip(family.columns, slots, strict=True):
        filled = _filled(column)
        for group in groups:
            if group.table == table:
                for other in _columns(group, slot):
                    filled &= ~_filled(other)
        if filled.any():
            return False
    return True


def _columns(group: Proposed, slot: str) -> Iterator[TextColumn]:
    """The columns of a group under a number; all of one that is not repeated."""
    for family in group.families:
        if family is group.box:
            continue
        if not family.slots:
            yield from family.columns if slot in _slots_of(group) else ()
        elif slot in family.slots:
            yield family.columns[family.slots.index(slot)]


def _filled(column: TextColumn) -> Flags:
    return column.flags(lambda word: says(word) and fold(word) not in _EMPTY)
