"""The headings of a file as families: those that differ by a number alone belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.preparing.heading_words import words_of
from minqual.records import TextColumn
from minqual.sources import MOST_SLOTS, Grid, Header, filled, holds_slot, named

_NUMBER: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Family:
    """Columns whose headings differ by a number alone, or one column.

    pattern: the heading as a map writes it, with {n} for what differs. slots: what stands for it; none for one column.
    """

    pattern: str
    slots: tuple[str, ...]
    columns: tuple[TextColumn, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the heading, without numbers."""
        return tuple(word for word in words_of(filled(self.pattern, " ")) if not word.isdigit())

    @property
    def cells(self) -> frozenset[str]:
        """Every distinct cell below the headings."""
        return frozenset(word for column in self.columns for word in column.words if word)


def families(grid: Grid) -> tuple[list[Family], list[str]]:
    """The families of a sheet's headings in their order, and headings that a map cannot name."""
    header = Header.of(grid)
    found: dict[tuple[str, ...], Family] = {}
    taken: set[int] = set()
    for pattern, slots in _patterns(grid.header):
        places = [header.place(filled(pattern, slot)) for slot in slots]
        if None in places or len(set(places)) < len(places) or taken & set(places):
            continue
        taken |= {place for place in places if place is not None}
        found[pattern, *slots] = Family(
            pattern, slots, tuple(grid.columns[place] for place in places if place is not None)
        )
    unnamed = []
    for place, heading in enumerate(grid.header):
        if place in taken or not heading:
            continue
        if holds_slot(heading) or header.place(heading) != place:
            unnamed.append(heading)
        else:
            found[heading, ""] = Family(heading, (), (grid.columns[place],))
    order = {named(heading): place for place, heading in reversed(list(enumerate(grid.header)))}
    first = {id(each): order.get(named(filled(each.pattern, (each.slots or ("",))[0])), 0) for each in found.values()}
    return sorted(found.values(), key=lambda each: first[id(each)]), unnamed


def _patterns(header: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Patterns that several headings follow, each with what stands for {n} in them."""
    folded = list(map(named, header))
    for heading in dict.fromkeys(folded):
        number = folded.count(heading)
        if heading and 1 < number <= MOST_SLOTS and not holds_slot(heading):
            written = header[folded.index(heading)]
            yield f"{written} {{n}}", ("", *(f"({place})" for place in range(2, number + 1)))
    numbered: dict[tuple[str, str, str], dict[int, str]] = {}
    for heading in header:
        places = list(_NUMBER.finditer(heading))
        if len(places) == 1 and not holds_slot(heading) and folded.count(named(heading)) == 1:
            before, after = heading[: places[0].start()], heading[places[0].end() :]
            form = "{n:02}" if places[0][0].startswith("0") and len(places[0][0]) == 2 else "{n}"
            numbered.setdefault((before, form, after), {})[int(places[0][0])] = heading
    for (before, form, after), headings in _padded(numbered).items():
        slots = tuple(map(str, sorted(headings)))
        base = named(before) if not after.strip() else ""
        if base and base in folded and folded.count(base) == 1 and slots[0] != "1":
            yield f"{before}{form}{after}", ("", *slots)
        elif len(slots) > 1:
            yield f"{before}{form}{after}", slots


def _padded(
    numbered: dict[tuple[str, str, str], dict[int, str]],
) -> dict[tuple[str, str, str], dict[int, str]]:
    """Numbers with a leading zero and those from 10 on as one row of numbers."""
    joined = {}
    for (before, form, after), headings in numbered.items():
        if form == "{n}" and (before, "{n:02}", after) in numbered and min(headings) > 9:
            continue
        tens = numbered.get((before, "{n}", after), {}) if form == "{n:02}" else {}
        joined[before, form, after] = headings | {number: each for number, each in tens.items() if number > 9}
    return joined
