"""Tables of which an export states a part: what it does not ask for is open, and not none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from minqual.preparing.cell_agreement import is_level
from minqual.preparing.column_claims import Asked
from minqual.preparing.column_groups import Proposed
from minqual.preparing.heading_families import Family
from minqual.preparing.heading_words import Phrase, phrase_of, words_of
from minqual.values import DEGREE_SPELLINGS, DegreeLevel, fold, read_degree

_CERTIFICATES: Final = frozenset({"certificate", "certification", "credential"})
_BELOW: Final = {DegreeLevel.MASTER: "undergraduate degree", DegreeLevel.DOCTORATE: "higher than bachelors"}
"""By the level of a degree, the one below it that whoever has it has as well, in words that leave open which it is."""

_ANY: Final = ("license", "certificate")
"""What a pack may ask for, where none is given."""


def stated_in_part(groups: Sequence[Proposed], asked: Asked) -> frozenset[str]:
    """The tables that a file does not state in full, though it has columns for them."""
    credentials = [group for group in groups if group.table == "credentials"]
    vocabulary = asked.known.by_section.get("credentials")
    names: Iterable[str] = _ANY if vocabulary is None else vocabulary.names
    found = set[str]()
    if credentials and not all(any(_covers(group, name) for group in credentials) for name in names):
        found.add("credentials")
    if any("" in _higher(level) for _, level in _highest_alone(groups, asked)):
        found.add("education")
    return frozenset(found)


def lower_degrees(groups: Sequence[Proposed], asked: Asked) -> Iterator[Proposed]:
    """Entries for the degrees that whoever has a higher one has as well, where the highest is the only one stated."""
    for group, level in _highest_alone(groups, asked):
        words = _higher(level)
        for above, below in _BELOW.items():
            having = tuple(word for word, stated in words.items() if word and stated is above)
            if having:
                yield Proposed(
                    "education", (), {}, {"level": below}, level, sheet=group.sheet, ids=group.ids, having=having
                )


def _highest_alone(groups: Sequence[Proposed], asked: Asked) -> list[tuple[Proposed, Family]]:
    """Groups of the highest degree in a file that states no other, with its column, where fields may decide."""
    fields = asked.known.by_section.get("fields")
    highest = [group for group in groups if _is_highest(group)]
    others = any("level" in group.cells and group not in highest for group in groups if group.table == "education")
    if others or not (fields is None or fields.names):
        return []
    return [(group, level) for group in highest if (level := group.whole("level")) is not None]


def _higher(level: Family) -> Mapping[str, DegreeLevel]:
    """The words of a column for degrees beyond a bachelor's, by which a map may know them, with what they mean.

    Only usual words are told, and of others the first, with a star; "" where that is none.
    """
    found: dict[str, DegreeLevel] = {}
    for cell in sorted(set(map(fold, filter(is_level, level.cells)))):
        stated = read_degree(cell).low
        if stated not in _BELOW:
            continue
        first = cell.split()[0].rstrip(".,:")
        usual = first in DEGREE_SPELLINGS and read_degree(first).low is stated
        found[cell if cell in DEGREE_SPELLINGS else f"{first}*" if usual else ""] = stated
    return found


def _covers(group: Proposed, name: str) -> bool:
    """Whether somebody who has a credential would state it in such columns."""
    if "name" in group.always:
        return group.always["name"] == name
    family = group.whole("name")
    about: Phrase = frozenset() if family is None else phrase_of(family.words)
    return "license" in about if "license" in phrase_of(words_of(name)) else bool(_CERTIFICATES & about)


def _is_highest(group: Proposed) -> bool:
    """Whether a group states the highest degree alone, with its field: those of lower ones stay untold."""
    level = group.whole("level") if group.table == "education" and "field" in group.cells else None
    return level is not None and "highest" in level.words
