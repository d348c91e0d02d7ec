"""Short reasons: what decides one level, from the most that may be said of it down to how it stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from minqual.judging import Tree
from minqual.values import Standing
from minqual.verdicts.wording import Phrase, clauses, counted

Groups: TypeAlias = Mapping[str, Sequence[str]]

MOST_WORDS: Final = 40
"""Words that a short reason has at most."""

_OPENINGS: Final = {
    Standing.MET: "eligible for %s",
    Standing.CONDITIONAL: "conditionally eligible for %s",
    Standing.REVIEW: "eligibility for %s is still open",
    Standing.REFER: "the printed requirement for %s is not met",
    Standing.UNMET: "not eligible for %s",
}

_CHOICES: Final = {
    Standing.UNMET: "none of %s ways to qualify is met; for one of them, ",
    Standing.REFER: "none of %s ways to qualify is met; for one of them, ",
    Standing.REVIEW: "%s ways to qualify are not settled; for one of them, ",
    Standing.CONDITIONAL: "any one of %s ways will be enough; for one of them, ",
}

_ALTERNATIVE: Final = "for one of several alternatives, "

_MORE: Final = {
    Standing.MET: "met",
    Standing.CONDITIONAL: "still to come",
    Standing.REVIEW: "not settled yet",
    Standing.REFER: "not met",
    Standing.UNMET: "not met",
}

_ALL_MET: Final = Phrase("all that is asked is met")


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to say a short reason: a sentence, and another after it.

    noted: whether the first ends with what is on record and does not count. opened: whether what is open comes last.
    """

    first: Phrase
    then: Phrase | None = None
    noted: bool = False
    opened: bool = False

    @property
    def may_fit(self) -> bool:
        """Whether its words are few enough before its figures are filled in, of which each has a word at least."""
        return sum(len(each.text.split()) for each in (self.first, self.then) if each is not None) <= MOST_WORDS


def best_level(tree: Tree, standings: Sequence[Standing] | bytes) -> int:
    """The place of the level that a short reason is of: the highest that may be reached, else the nearest one."""
    best = max(standings[node] for node in tree.levels)
    places = [place for place, node in enumerate(tree.levels) if standings[node] == best]
    return places[-1] if best >= Standing.REVIEW else places[0]


def ladder(standing: Standing, phrases: Sequence[Phrase], title: str, groups: Groups) -> tuple[Rung, ...]:
    """The ways to say why a level stands where it does, the most telling first; the last has no title.

    groups: the names that each group of the pack stands for.
    """
    opening = _OPENINGS[standing] % title
    asides = [phrase for phrase in phrases if phrase.remark and not phrase.beside]
    told = [phrase for phrase in phrases if not phrase.remark and not phrase.beside]
    after = asides[:1] if told else []
    lead, pieces = _deciding(standing, told or asides, groups)
    bodies = [_sentence(f"{opening}: {lead}", body) for body in _bodies(standing, pieces)]
    noted, open_ = any(lacking(piece) for piece in pieces[:1]), standing is Standing.REVIEW
    thens: list[Phrase | None] = [*after, *(phrase.shortened for phrase in after if phrase.short)]
    named, unnamed = bodies[:-1], bodies[-1:]
    rungs = [
        Rung(body, then, note, open_ and then is None)
        for body in named
        for note in ((True, False) if noted else (False,))
        for then in thens or [None]
    ]
    rungs += [Rung(body, opened=open_) for body in named]
    rungs += [Rung(body, then, opened=open_ and then is None) for body in unnamed for then in thens or [None]]
    rungs += [Rung(body) for body in bodies]
    bare = [Rung(Phrase(opening)), Rung(Phrase(_OPENINGS[standing] % "this level"))]
    return (*dict.fromkeys(rung for rung in rungs if rung.may_fit), *bare)


def noted_of(phrases: Sequence[Phrase], standing: Standing, groups: Groups) -> frozenset[int]:
    """The leaves of which a short reason says what is on record and does not count: that of what it names first."""
    told = [phrase for phrase in phrases if not phrase.remark and not phrase.beside]
    _, pieces = _deciding(standing, told, groups)
    return lacking(pieces[0]) if pieces else frozenset()


def lacking(phrase: Phrase) -> frozenset[int]:
    """The leaves that a phrase speaks of as not met, or as still to come."""
    return phrase.standing_at(Standing.UNMET) | phrase.standing_at(Standing.CONDITIONAL)


def _deciding(standing: Standing, told: Sequence[Phrase], groups: Groups) -> tuple[str, list[Phrase]]:
    """What is said before what decides, and what does: of several ways, that with the least that is missing."""
    if len(told) == 1 and told[0].parts and not told[0].needs and standing in _CHOICES:
        return _CHOICES[standing] % counted(len(told[0].parts)), _flat(told[0])
    several = [phrase.needs for phrase in told if phrase.needs]
    chosen = any(phrase.parts and not phrase.needs for phrase in told)
    lead = f"{several[0]}: " if several and len(told) == 1 else _ALTERNATIVE if chosen else ""
    return lead, _telling([piece for phrase in told for piece in _flat(phrase)], groups)


def _telling(pieces: Sequence[Phrase], groups: Groups) -> list[Phrase]:
    """Statements without what follows from another of them, and the work of which the most is needed first.

    What a table asks with the education on record is told before less that is asked besides.
    """
    kept = [piece for piece in pieces if not any(_follows(piece, other, groups) for other in pieces)]
    tables = [piece for piece in kept if piece.asks]
    first = [table for table in tables if any(_most(other) < _most(table) for other in kept if other.where)]
    return [*first, *(piece for piece in kept if piece not in first)]


def _follows(table: Phrase, other: Phrase, groups: Groups) -> bool:
    """Whether what a table asks for is there once something else is: no less of work that the table counts too."""
    if not (table.asks and other.where and table.figures and other.figures) or _most(table) > _most(other):
        return False
    work, asked = table.figures[0], other.figures[0]
    kinds, needed = (
        {kind for _, section, name in each.asked_names() if section == "kinds" for kind in groups.get(name, (name,))}
        for each in (work, asked)
    )
    left, out = (getattr(each, "leaving_out", ()) for each in (work, asked))
    return bool(needed) and needed <= kinds and left == out


def _most(phrase: Phrase) -> float:
    """The most years that are needed of what it counts; none where it asks for no years."""
    amounts = [amount.partition(" ") for amount in (*phrase.where, *phrase.asks)]
    return max((float(number) for number, _, unit in amounts if unit in {"year", "years"}), default=0.0)


def _flat(phrase: Phrase) -> list[Phrase]:
    """The statements that a phrase is made of."""
    if not phrase.parts:
        return [phrase]
    each = [[piece for inner in part for piece in _flat(inner)] for part in phrase.parts]
    if phrase.needs:
        return [piece for part in each for piece in part]
    # What somebody did not accept is no way that an applicant can come nearer to, where there is another.
    return min(each, key=lambda part: (_accepted(part), len(part), not any(piece.figures for piece in part)))


def _accepted(way: Sequence[Phrase]) -> bool:
    """Whether a way is what somebody may accept, and nothing else."""
    return all(piece.remark for piece in way)


def _bodies(standing: Standing, pieces: Sequence[Phrase]) -> Iterator[Phrase]:
    """What decides in ever fewer words."""
    short = [piece.shortened for piece in pieces]
    if pieces:
        yield clauses(pieces, ", and ")
        if len(pieces) > 1:
            yield _and_more(standing, pieces)
        # Two figures of qualifying experience in one sentence would read as the same one twice.
        if len({piece.text.partition(",")[0] for piece in short}) == len(short):
            yield clauses(short, ", and ")
        if len(pieces) > 1:
            yield _and_more(standing, short)
            first = clauses(short[:1])
            yield Phrase(f"{first.text}, among other things", first.figures)
    yield _ALL_MET if standing is Standing.MET else Phrase(_so_many(standing, max(1, len(pieces)), "requirement"))


def _and_more(standing: Standing, pieces: Sequence[Phrase]) -> Phrase:
    """The first of several statements, and how many there are besides."""
    first = clauses(pieces[:1])
    more = _so_many(standing, len(pieces) - 1, "more requirement")
    return Phrase(f"{first.text}, and {more}", first.figures)


def _so_many(standing: Standing, number: int, what: str) -> str:
    return (
        f"{counted(number)} {what} is {_MORE[standing]}"
        if number == 1
        else (f"{counted(number)} {what}s are {_MORE[standing]}")
    )


def _sentence(before: str, body: Phrase) -> Phrase:
    return Phrase(before + body.text, body.figures)
