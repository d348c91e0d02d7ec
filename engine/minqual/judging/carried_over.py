"""Settlements carried to another pack: what was settled under one counts under the other where it asks the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from minqual.judging.faulty_settlements import of_packs
from minqual.judging.peoples_decisions import Decidable
from minqual.judging.read_packs import ways_to_read
from minqual.packs import section_of
from minqual.settlements import READING, Decision, SettledFact, SettledWord, Settlement, settled

if TYPE_CHECKING:
    from minqual.judging.screening import Screener, Screening

Said: TypeAlias = tuple[object, ...]
"""What was settled and how, whatever the pack."""


def with_carried(first: Screener, other: Screener) -> Screener:
    """Another pack made ready with what was settled under the first, where it asks the same; itself if that is all.

    What was settled under the other itself stands. A decision counts of the same clause alone, by its id and its words;
    a word where there are the same names to choose from.
    """
    settlements = other.pack.run.settlements
    if first.pack.name == other.pack.name or not settlements:
        return other
    own = {_about(each) for each in settlements.words_for(other.pack.name)}
    own |= {_about(each) for each in settlements.of(Decision) if each.pack == other.pack.name}
    carried = [each for each in _carried(first, other) if _about(each) not in own]
    if not carried:
        return other
    every = settled([*settlements.all, *carried], settlements.readers)
    return other.for_run(replace(other.pack.run, settlements=every))


def _carried(first: Screener, other: Screener) -> Iterator[Settlement]:
    """What was settled under the first pack, as of the other, where it is the same question."""
    settlements, name = first.pack.run.settlements, other.pack.name
    words = {_about(each): each for each in settlements.words_for(first.pack.name)}
    yield from (replace(each, pack=name) for each in words.values() if _same_choices(each, first, other))
    asked = [Decidable(each.tree) for each in (first, other)]
    leaves = [each.leaves() for each in asked]
    for each in settlements.of(Decision):
        if each.pack == first.pack.name and all(each.clause in known for known in leaves):
            one, two = (of.content(known[each.clause]) for of, known in zip(asked, leaves, strict=True))
            if one == two:
                yield replace(each, pack=name)


def _same_choices(word: SettledWord, first: Screener, other: Screener) -> bool:
    """Whether there are the same names to choose from for a word; of a way of reading, whether it is asked for."""
    if word.column == READING:
        return word.words[0] in ways_to_read(other.tree)
    section = section_of(word.column)
    return bool(section) and set(first.pack.names_of(section)) == set(other.pack.names_of(section))


def _about(each: Settlement) -> Said:
    """What a settlement settles, whatever the pack."""
    if isinstance(each, SettledWord):
        return (each.kind, each.column, each.words)
    if isinstance(each, Decision):
        return (each.kind, each.applicant, each.clause)
    return each.key


def counting_in_one(first: Screening, other: Screening) -> tuple[tuple[Settlement, ...], tuple[Settlement, ...]]:
    """The settlements that count in one of two screenings alone: in the first, then in the other."""
    counting = [_counting(each) for each in (first, other)]
    one, two = (
        tuple(each for said, each in counting[side].items() if said not in counting[1 - side]) for side in (0, 1)
    )
    return one, two


def _counting(screening: Screening) -> dict[Said, Settlement]:
    """The facts, words and decisions by which a screening judged, by what they say."""
    return {
        (*_about(each), *each.content, each.by if isinstance(each, Decision) else ""): each
        for each in of_packs(screening.pack.run.settlements, [screening.pack.name])["here"]
        if isinstance(each, SettledFact | SettledWord | Decision) and each not in screening.stale
    }
