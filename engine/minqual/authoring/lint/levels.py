"""Remarks on the levels of a class series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from minqual.authoring.lint.written_pack import Found, Written, remarker, shortened
from minqual.clauses import AllOf, AnyOf, Clause
from minqual.judging import required
from minqual.notation import Path, made
from minqual.packs import Implication, Level


@remarker("higher level without the lower", "warning")
def missing_rung(written: Written) -> Iterator[Found]:
    """A level that might be met while the one below it is not: not all that the lower one asks follows from it."""
    for place, (lower, higher) in enumerate(pairwise(written.pack.levels), start=1):
        asked = required(written.pack, higher)
        open_ = [
            part for clause in required(written.pack, lower) for part in unimplied(asked, clause, written.implication)
        ]
        if open_:
            clauses = "; ".join(shortened(clause.says(), 70) for clause in open_)
            yield Found(
                ("levels", place),
                (higher.id,),
                f"{higher.title!r} does not certainly include {lower.title!r}, below it: {clauses}",
                "see whether the specification means it so; if it does, accept it with the reason",
            )


@remarker("title without a paragraph", "warning")
def no_paragraph(written: Written) -> Iterator[Found]:
    """A level without a source: perhaps a title of the series that the specification says nothing about."""
    for place, level in enumerate(written.pack.levels):
        if level.source is None:
            says = f"{level.title!r} has no source of its own"
            yield _about(level, place, says, "give the section and a few words of its paragraph; if there is none, ask")


@remarker("level without a clause of its own", "warning")
def nothing_own(written: Written) -> Iterator[Found]:
    """A level that asks nothing beyond what every level requires, or the level that it builds on."""
    for place, level in enumerate(written.pack.levels):
        others = [clause for _, clause in (*written.inherited(level), *written.shared)]
        if all(any(written.implication.holds(other, clause) for other in others) for clause in level.requires):
            says = f"{level.title!r} asks nothing but what others require as well"
            yield _about(level, place, says, "state what the specification asks for this title, or ask what it is")


def unimplied(asked: Sequence[Clause], easier: Clause, implication: Implication) -> list[Clause]:
    """What of a clause does not certainly follow from all of some others, as small parts as can be named."""
    if implication.holds(made(AllOf, all_of=tuple(asked)), easier):
        return []
    # Whoever takes an alternative that does not lead to the clause shows what is missing.
    for place, each in enumerate(asked):
        if isinstance(each, AnyOf):
            for other in each.any_of:
                chosen = (*asked[:place], other, *asked[place + 1 :])
                if found := unimplied(chosen, easier, implication):
                    return found
    if isinstance(easier, AllOf):
        return [part for each in easier.all_of for part in unimplied(asked, each, implication)]
    if isinstance(easier, AnyOf):
        alternatives = [unimplied(_spread(asked), each, implication) for each in easier.any_of]
        return min(alternatives, key=len)
    return [easier]


def _spread(asked: Sequence[Clause]) -> list[Clause]:
    """Clauses with each all of as its parts."""
    return [part for each in asked for part in (_spread(each.all_of) if isinstance(each, AllOf) else [each])]


def _about(level: Level, place: int, says: str, advice: str) -> Found:
    path: Path = ("levels", place)
    return Found(path, (level.id,), says, advice)
