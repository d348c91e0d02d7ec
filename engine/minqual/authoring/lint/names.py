"""Remarks on a pack's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from minqual.authoring.lint.written_pack import Found, Written, remarker
from minqual.clauses import Barred, If, Welcome, directions, names_in
from minqual.notation import PackModel, key_of
from minqual.packs import SECTIONS, parameter_in
from minqual.values import NEAR, fold, likest


@remarker("name that no clause uses", "warning")
def unused_name(written: Written) -> Iterator[Found]:
    """A name of the vocabulary, or a group, that no clause uses: left over, or a clause is missing."""
    used = set(_used(written))
    groups = written.pack.groups
    used |= {("kinds", kind) for section, name in used if section == "kinds" for kind in groups.get(name, ())}
    for section in SECTIONS:
        for name, words in getattr(written.pack, section).items():
            used |= {(section, words.within)} if (section, name) in used else set()
    for section in (*SECTIONS, "groups"):
        for name in getattr(written.pack, section):
            if ("kinds" if section == "groups" else section, name) not in used:
                yield Found(
                    (section, name),
                    (name,),
                    f"no clause uses {name!r}",
                    "leave it out, or add the clause that was meant to use it",
                )


@remarker("parameter of the vacancy that no clause uses", "warning")
def unused_parameter(written: Written) -> Iterator[Found]:
    """What the pack leaves to the vacancy and no clause uses, so that it is asked at each run for nothing."""
    used = {parameter_in(name) for clause in written.pack.clauses for _, _, name in clause.names()}
    used |= {clause.if_.vacancy for clause in written.pack.clauses if isinstance(clause, If)}
    asked = {text for part in written.parts for work in _facts_asked(part.model) for text in work}
    for name in written.pack.vacancy:
        if name not in used and not any(text.startswith(f"the vacancy's {name}") for text in asked):
            says = f"no clause uses the vacancy's {name!r}"
            yield Found(("vacancy", name), (name,), says, "leave it out, or add the clause that was meant to use it")


def _facts_asked(model: PackModel) -> Iterator[Sequence[str]]:
    where = getattr(model, "where", None)
    if isinstance(where, Mapping):
        yield from (asked.names for asked in where.values())


@remarker("name twice in one list", "fault")
def repeated_name(written: Written) -> Iterator[Found]:
    """A name that stands twice in one list of a clause: one of the two was meant to be another."""
    for part in written.parts:
        for field, direction in directions(type(part.model)).items():
            names = names_in(getattr(part.model, field)) if direction.section else ()
            for name in dict.fromkeys(each for each in names if names.count(each) > 1):
                says = f"{name!r} stands twice under {key_of(field)!r}"
                yield Found(
                    (*part.path, key_of(field)), part.within.about, says, "leave one of them out, or correct it"
                )


@remarker("name both asked for and barred", "warning")
def barred_name(written: Written) -> Iterator[Found]:
    """A name that a clause asks for and bars, so that nothing of it counts."""
    for part in written.parts:
        fields = directions(type(part.model))
        for field, barred in fields.items():
            if not isinstance(barred, Barred):
                continue
            asked = {
                name
                for other, each in fields.items()
                if isinstance(each, Welcome) and each.section == barred.section
                for name in _members(written, names_in(getattr(part.model, other)))
            }
            for name in _members(written, names_in(getattr(part.model, field))) if asked else ():
                if name in asked:
                    says = f"{name!r} is asked for, and barred under {key_of(field)!r}"
                    advice = "leave it out of one of the two; if a group is meant without it, accept it"
                    yield Found((*part.path, key_of(field)), part.within.about, says, advice)


def _members(written: Written, names: Sequence[str]) -> list[str]:
    return [each for name in names for each in written.pack.groups.get(name, (name,))]


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


_NUMERAL: Final = re.compile(r".*\d.*|[ivxlc]+|[a-z]")
"""A word that tells one grade from another: a figure, a roman numeral, a single letter."""

_SLIP: Final = 0.75
"""Ratio from which two single words may be one with a letter or two amiss."""


def _word_by_word(one: str, other: str) -> bool:
    """Whether two names are the same but for single words with a letter or two amiss, and no grade is another one."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return "".join(words) == "".join(others)
    pairs = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return not any(_NUMERAL.fullmatch(word) for pair in pairs for word in pair) and all(
        abs(len(first) - len(second)) < 3 and likest(first, [second], _SLIP, 1) for first, second in pairs
    )


def _used(written: Written) -> Iterator[tuple[str, str]]:
    for clause in written.pack.clauses:
        for _, section, name in clause.names():
            parameter = written.pack.vacancy.get(parameter_in(name) or "")
            yield from ((section, each) for each in (parameter.one_of if parameter else (name,)))
    yield from (("classes", name) for ladder in written.pack.class_ranks for name in ladder)
    yield from (("awards", name) for ladder in written.pack.award_ranks for name in ladder)
    yield from (("awards", name) for name, words in written.pack.awards.items() if words.counts_as)
    meanings = written.pack.may_mean.items()
    yield from ((section, name) for section, words in meanings for names in words.values() for name in names)


def _alike(names: Mapping[str, Sequence[str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Two words of different names, each with its name, that may be taken for each other; the later one first."""
    words = {fold(word): name for name, listed in names.items() for word in (name, *listed)}
    earlier: dict[str, str] = {}
    for word, name in words.items():
        others = [each for each, other in earlier.items() if other != name]
        alike = {each for each in likest(word, others, NEAR, len(others)) if _word_by_word(word, each)}
        yield from (((word, name), (each, earlier[each])) for each in others if each in alike)
        earlier[word] = name
