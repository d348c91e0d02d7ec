"""The headings of a file as families: those that differ by a number alone belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from minqual.preparing.heading_words import label_of, prefix_of, words_of
from minqual.records import TextColumn
from minqual.sources import MOST_SLOTS, Grid, Header, filled, holds_slot, named

_NUMBER: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_ORDINALS: Final = {
    word: str(number)
    for number, words in enumerate(("1st first", "2nd second", "3rd third", "4th fourth", "5th fifth"), 1)
    for word in words.split()
}
_NUMBERED: Final = re.compile(r"\s*(\d{1,3})\s*[.):]\s*(?=[^\W\d])")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Family:
    """Columns whose headings differ by a number alone, or one column.

    pattern: the heading as a map writes it, with {n} for what differs. slots: what stands for it; none for one column.
    asked: signs of it that a form puts before its own questions. at: where its first column stands in the file.
    """

    pattern: str
    slots: tuple[str, ...]
    columns: tuple[TextColumn, ...]

    asked: int = 0
    at: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the heading, without numbers and without what a form puts before its own questions."""
        return tuple(word for word in words_of(filled(self.pattern[self.asked :], " ")) if not word.isdigit())

    @property
    def place(self) -> tuple[str, ...]:
        """Which of several jobs or schools a heading is about, as it says itself: "current", "2"; nothing usually."""
        numbers = () if self.slots else _NUMBER.findall(self.pattern[self.asked :])
        return (*sorted(label_of(self.words)), *(str(int(number)) for number in numbers))

    @property
    def number(self) -> str:
        """Which of several jobs or schools one column is about, where its heading counts them: "Second degree" too."""
        return next((_ORDINALS.get(each, each) for each in self.place[::-1] if each.isdigit() or each in _ORDINALS), "")

    def numbered(self) -> Family:
        """One column whose heading has a number as the column of a group that repeats, with that number alone."""
        found = next(_NUMBER.finditer(self.pattern, self.asked))
        form = "{n:02}" if found[0].startswith("0") else "{n}"
        pattern = f"{self.pattern[: found.start()]}{form}{self.pattern[found.end() :]}"
        return replace(self, pattern=pattern, slots=(str(int(found[0])),))

    @property
    def cells(self) -> frozenset[str]:
        """Every distinct cell below the headings."""
        return frozenset(word for column in self.columns for word in column.words if word)

    @property
    def counted(self) -> Mapping[str, int]:
        """How often each cell stands below the headings, blank ones aside."""
        found = Counter[str]()
        for column in self.columns:
            found.update(column.counted())
        found.pop("", None)
        return found


def _asked(header: Sequence[str]) -> Mapping[str, int]:
    """How many signs of each heading are what a form puts before its own questions.

    Numbers alone, as in "1. Employer", are such where each stands once.
    """
    numbers = [found[1] for each in header if (found := _NUMBERED.match(each))]
    once = len(set(numbers)) == len(numbers) > 1
    asked = {}
    for heading in header:
        found = _NUMBERED.match(heading) if once else None
        asked[heading] = prefix_of(heading) if found is None else found.end()
    return asked


def families(grid: Grid) -> tuple[list[Family], list[str]]:
    """The families of a sheet's headings in their order, and headings that a map cannot name."""
    header, asked = Header.of(grid), _asked(grid.header)
    found: dict[tuple[str, ...], Family] = {}
    taken: set[int] = set()
    for pattern, slots in _patterns(grid.header, asked):
        places = [header.place(filled(pattern, slot)) for slot in slots]
        if None in places or len(set(places)) < len(places) or taken & set(places):
            continue
        taken |= {place for place in places if place is not None}
        found[pattern, *slots] = Family(
            pattern,
            slots,
            tuple(grid.columns[place] for place in places if place is not None),
            max(asked[grid.header[place]] for place in places if place is not None),
            min(place for place in places if place is not None),
        )
    unnamed = []
    for place, heading in enumerate(grid.header):
        if place in taken or not heading:
            continue
        if holds_slot(heading) or header.place(heading) != place:
            unnamed.append(heading)
        else:
            found[heading, ""] = Family(heading, (), (grid.columns[place],), asked[heading], place)
    return sorted(found.values(), key=lambda each: each.at), unnamed


def _patterns(header: Sequence[str], asked: Mapping[str, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Patterns that several headings follow, each with what stands for {n} in them."""
    folded = list(map(named, header))
    for heading in dict.fromkeys(folded):
        number = folded.count(heading)
        if heading and 1 < number <= MOST_SLOTS and not holds_slot(heading):
            written = header[folded.index(heading)]
            yield f"{written} {{n}}", ("", *(f"({place})" for place in range(2, number + 1)))
    numbered: dict[tuple[str, str, str], dict[int, str]] = {}
    for heading in header:
        places = [each for each in _NUMBER.finditer(heading) if each.start() >= asked[heading]]
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
