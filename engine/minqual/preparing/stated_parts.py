"""Tables of which an export states a part: what it does not ask for is open, and not none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from minqual.preparing.column_claims import Asked
from minqual.preparing.column_groups import Proposed
from minqual.preparing.heading_words import Phrase, phrase_of, words_of

_CERTIFICATES: Final = frozenset({"certificate", "certification", "credential"})
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
    fields = asked.known.by_section.get("fields")
    others = any("level" in group.cells and not _is_highest(group) for group in groups if group.table == "education")
    if any(_is_highest(group) for group in groups) and not others and (fields is None or fields.names):
        found.add("education")
    return frozenset(found)


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
