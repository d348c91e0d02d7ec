"""Changes between two versions of a pack as values, and the words in which parts and values are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import Final, Literal

from minqual.clauses import Clause, Effect, Group, opposite
from minqual.counting import JobFact
from minqual.notation import CitedAmount, PackModel, Source, Sources, Words, listed
from minqual.packs.vacancy import VacancyParameter
from minqual.packs.versions.matching import fields
from minqual.values import plain

What = Literal["added", "removed", "changed", "moved", "reordered"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    section: the heading under which it belongs. key: the key that it stands under. before, after: where it stands in
    the old and the new version, by tree id in a level; empty where it is not there. old, new: the values in words.
    effect: whether the requirement becomes easier or harder, where that is certain. decides: whether it can change a
    standing. says: the change as a sentence.
    """

    section: str
    what: What
    key: str
    before: str
    after: str
    old: str
    new: str
    effect: Effect | None
    decides: bool
    says: str

    def undone(self) -> Change:
        """The change back, without its sentence."""
        turned: dict[What, What] = {"added": "removed", "removed": "added"}
        return replace(
            self,
            what=turned.get(self.what, self.what),
            before=self.after,
            after=self.before,
            old=self.new,
            new=self.old,
            effect=opposite(self.effect),
            says="",
        )


SINGULAR: Final = {"of": "term", "disjoint": "use"}


def item(key: str, number: int) -> str:
    """One entry of a list under a key: "row 2"."""
    return f"{SINGULAR.get(key, key.removesuffix('s'))} {number}"


MOST_WORDS: Final = 4
"""Words beyond which a text is put in quotation marks."""


def quoted(text: str) -> str:
    """A text as it stands inside a sentence: a longer one in quotation marks."""
    return f"\u201c{text}\u201d" if len(text.split()) > MOST_WORDS else text


def becomes(old: str, new: str) -> str:
    """One text in place of another, both in quotation marks where one has to be."""
    if quoted(old) == old and quoted(new) == new:
        return f"{old} becomes {new}"
    return f"\u201c{old}\u201d becomes \u201c{new}\u201d"


def in_words(value: object) -> str:  # noqa: C901, PLR0911  # one return for each sort of value
    """A value of a pack in words; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, IntEnum):
        return value.name.lower().replace("_", " ")
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, CitedAmount):
        return f"{value} ({value.source.cited})"
    if isinstance(value, Source | Sources):
        return value.cited
    if isinstance(value, Clause):
        return told(value)
    if isinstance(value, PackModel):
        stated = ((key, in_words(inner)) for key, inner in fields(value).items())
        return ", ".join(f"{key} {words}" for key, words in stated if words)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {in_words(inner)}".strip() for key, inner in value.items())
    if isinstance(value, tuple | list):
        return listed([in_words(inner) for inner in value], "and")
    return str(value)


def understood(entry: object) -> tuple[str, ...]:
    """What is said of a name in a section of a pack: its words, what they may mean, what states a fact."""
    if isinstance(entry, Words | JobFact | VacancyParameter):
        return entry.understood
    if isinstance(entry, Mapping):
        return tuple(f"{word} ({listed(names)})" for word, names in entry.items())
    if isinstance(entry, str):
        return (entry,)
    assert isinstance(entry, tuple)
    return entry


def told(clause: Clause) -> str:
    """A clause in words, with the clauses inside it where its own words only point at them."""
    if isinstance(clause, Group) and clause.points:
        return f"{clause.says()} ({'; '.join(told(member.clause) for member in clause.members())})"
    return clause.says()


def tree_ids(clause: Clause, name: str) -> Iterator[tuple[int, str]]:
    """Each clause of a tree, by its identity in memory, with its tree id; a clause made for the tree as well."""
    yield id(clause), name
    if isinstance(clause, Group):
        for member in clause.members():
            yield from tree_ids(member.clause, f"{name}.{member.slug}")


def sentence(subject: str, key: str, old: str, new: str) -> str:
    """One value in place of another under a key."""
    about = f"{subject}: " if subject else ""
    if key == "due" and old and new and subject.endswith(f"due {old}"):
        return f"{subject} becomes due {new}"
    if key == "due" and old and new:
        return f"{about}due {old} becomes due {new}"
    if key == "source":
        return f"{about}the source is now {quoted(new)}" if new else f"{about}no source is cited any more"
    name = "the name (id)" if key == "id" else key
    if not old or not new:
        return f"{about}{name} {quoted(new)} is new" if new else f"{about}{name} {quoted(old)} is gone"
    return f"{about}{name} {becomes(old, new)}"


def names_sentence(subject: str, key: str, more: list[str], fewer: list[str]) -> str:
    """Names that came and went under a key."""
    lead = "in " if key == "in" else ""
    parts = [f"now also {lead}{listed(more, 'and')}"] if more else []
    parts += [f"no longer {lead}{listed(fewer, 'or')}"] if fewer else []
    said = ", ".join(parts)
    about = f"{subject}: " if subject else ""
    return about + (said if key == "in" else f"{key}: {said}")
