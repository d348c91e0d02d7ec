"""Remarks on a pack's vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from minqual.authoring.lint.written_pack import Found, Written, remarker
from minqual.packs import SECTIONS
from minqual.values import NEAR, fold, likest


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
        told: set[tuple[str, str]] = set()
        for (word, name), (earlier, other) in _alike(getattr(written.pack, section)):
            if (name, other) not in told:
                told.add((name, other))
                yield Found(
                    (section, name),
                    (name, other),
                    f"{earlier!r} (for {other!r}) and {word!r} (for {name!r}) differ by a letter or two",
                    "choose words that a slip of the pen cannot turn into each other, or accept that it is asked about",
                )


def _used(written: Written) -> Iterator[tuple[str, str]]:
    for clause in written.pack.clauses:
        yield from ((section, name) for _, section, name in clause.names())
    yield from (("classes", name) for ladder in written.pack.class_ranks for name in ladder)


def _alike(names: Mapping[str, Sequence[str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Two words of different names, each with its name, that may be taken for each other; the later one first."""
    words = {fold(word): name for name, listed in names.items() for word in (name, *listed)}
    earlier: dict[str, str] = {}
    for word, name in words.items():
        others = [each for each, other in earlier.items() if other != name]
        alike = set(likest(word, others, NEAR, len(others)))
        yield from (((word, name), (each, earlier[each])) for each in others if each in alike)
        earlier[word] = name
