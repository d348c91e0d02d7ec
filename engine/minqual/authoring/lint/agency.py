"""Remarks on an agency's file: what it states and no pack of its folder draws on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from minqual.authoring.lint.written_pack import Found, Remarker
from minqual.notation import YamlText
from minqual.packs import names_drawn

UNDRAWN: Final = Remarker(
    "what no pack draws on",
    "warning",
    "A clause, a note or a name of an agency's file that no pack in its folder draws on. Employers, classes, issuers "
    "and credentials that none uses are known to be none of those that a pack uses.",
)
"""What is remarked on an agency's file, which is no pack."""


def undrawn(agency: YamlText, packs: Sequence[YamlText]) -> Iterator[Found]:
    """What of an agency's file no pack draws on; nothing where there is no pack."""
    drawn = names_drawn(agency, packs)
    stated = agency.value if isinstance(agency.value, dict) else {}
    for key, used in drawn.items() if packs else ():
        for path, name in _names(stated, key):
            if name not in used:
                says = f"no pack in the folder draws on {name!r}, under {key}"
                yield Found(path, (name,), says, "leave it out until one does, or see whether a pack states it itself")


def _names(stated: Mapping[str, object], key: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names under a key, each with its path; groups may stand by section."""
    named = stated.get(key)
    for name, each in named.items() if isinstance(named, dict) else ():
        if key == "groups" and isinstance(each, dict):
            yield from (((key, name, group), group) for group in each)
        else:
            yield (key, name), name
