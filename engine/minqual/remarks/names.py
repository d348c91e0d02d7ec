"""Remarks on a pack's vocabulary."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import combinations

from minqual.packs import SECTIONS
from minqual.remarks.base import Found, Placed, Written, remarker
from minqual.words import NEAR, fold


@remarker("name that no clause uses", "warning")
def unused_name(written: Written) -> Iterator[Found]:
    """A name of the vocabulary, or a group, that no clause uses: left over, or a clause is missing."""
    used = set(_used(written))
    groups = written.pack.groups
    used |= {("kinds", kind) for section, name in used if section == "kinds" for kind in groups.get(name, ())}
    for section in (*SECTIONS, "groups"):
        for name in getattr(written.pack, section):
            if ("kinds" if section == "groups" else section, name) not in used:
                yield Found(
                    (section, name),
                    (name,),
                    f"no clause uses {name!r}",
                    "leave it out, or add the clause that was meant to use it",
                )


@remarker("names nearly alike", "warning")
def near_names(written: Written) -> Iterator[Found]:
    """Two names whose words are so alike that one letter amiss could mean either."""
    for section in SECTIONS:
        names = getattr(written.pack, section)
        words = {name: {fold(word) for word in (name, *names[name])} for name in names}
        for one, other in combinations(words, 2):
            alike = next(((a, b) for a in sorted(words[one]) for b in sorted(words[other]) if _near(a, b)), None)
            if alike:
                yield Found(
                    (section, other),
                    (other, one),
                    f"{alike[0]!r} (for {one!r}) and {alike[1]!r} (for {other!r}) differ by a letter or two",
                    "choose words that a slip of the pen cannot turn into each other, or accept that it is asked about",
                )


def _used(written: Written) -> Iterator[tuple[str, str]]:
    for part in written.parts:
        model = part.clause if isinstance(part, Placed) else part[1]
        names = getattr(model, "names", None)
        for _, section, name in names() if names else ():
            yield section, name


def _near(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR
