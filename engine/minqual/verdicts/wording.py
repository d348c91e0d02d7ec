"""Phrases: words with slots for figures, and how they come together as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import Final, TypeAlias

from minqual.clauses import COUNTED, RECORD, Leaf
from minqual.notation import listed
from minqual.values import Standing, quickly_made

WAYS: Final = "ways to qualify"
"""What the parts of a choice are called where they are all that a level asks for."""

ALTERNATIVES: Final = "alternatives"
"""What they are called elsewhere."""

_NUMBERS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

_LEADS: Final = {
    Standing.UNMET: f"of the %s {WAYS} none is met",
    Standing.REFER: f"of the %s {WAYS} none is met",
    Standing.REVIEW: f"%s {WAYS} are not settled yet",
    Standing.CONDITIONAL: f"any one of %s {WAYS} will be enough",
}

_NESTED: Final = {
    Standing.UNMET: "of %s alternatives none is met",
    Standing.REFER: "of %s alternatives none is met",
    Standing.REVIEW: "of %s alternatives none is settled yet",
    Standing.CONDITIONAL: "any one of %s alternatives will be enough",
}

_REST: Final = {
    Standing.UNMET: "nothing else is missing",
    Standing.REFER: "nothing else is missing",
    Standing.REVIEW: "nothing else is open",
    Standing.CONDITIONAL: "nothing else is still to come",
}


Unsaid: TypeAlias = tuple[object, ...]
"""What a phrase holds beside its words."""


@quickly_made(frozen=True, slots=True)
class Phrase:
    """Words with slots, marked COUNTED, each filled with the figure of a leaf.

    shown: "the record shows" goes before it. where: how much of it is needed; several where any one of them may do, and
    then it depends on `by`. made_of: the parts of what is needed. remark: it need not be said for each of several
    levels. beside: it is no part of what decides, and is said after that. of: the leaves that it speaks of, each with
    its standing. within: the same where it is a part of a longer statement. lead, ways: of a choice, how it stands, and
    what is told of each way. parts: of a choice, or of several that are needed, what is told of each one by one.
    needs: of several, how many, with how that stands. briefly: words that say this as well. short: the same without
    its lists. asks: how much is needed of its first figure, where the text itself says it.
    """

    text: str
    figures: tuple[Leaf, ...] = field(default=(), hash=False)
    shown: bool = False
    where: tuple[str, ...] = ()
    by: str = ""
    made_of: str = ""
    remark: bool = False
    beside: bool = False
    of: frozenset[tuple[int, Standing]] = frozenset()
    within: Phrase | None = None
    lead: str = ""
    ways: tuple[Phrase, ...] = ()
    parts: tuple[tuple[Phrase, ...], ...] = ()
    needs: str = ""
    briefly: str = ""
    short: str = ""
    asks: tuple[str, ...] = ()

    @property
    def unsaid(self) -> Unsaid:
        """What tells it apart from another of the same words: its leaves, its parts, what is said in short."""
        return self.of, self.short, tuple(tuple((each, each.unsaid) for each in part) for part in self.parts)

    def standing_at(self, standing: Standing) -> frozenset[int]:
        """The leaves that it speaks of as standing so."""
        return frozenset(leaf for leaf, each in self.of if each is standing)

    @property
    def shortened(self) -> Phrase:
        """The same without lists, and without the parts of what is needed."""
        text = self.short or self.text
        return replace(self, text=text, figures=self.figures[: text.count(COUNTED)], made_of="")

    @property
    def whole(self) -> str:
        """The words with what is needed."""
        made_of = f" ({self.made_of})" if self.made_of else ""
        return f"{self.text}, where {needed(self.where, self.by)}{made_of}" if self.where else self.text


def needed(amounts: Sequence[str], by: str) -> str:
    """Amounts that are needed, any one of them: "from 5 to 9 years are needed, depending on the education"."""
    if len(amounts) == 1:
        return f"{amounts[0]} {'is' if amounts[0].startswith('1 ') else 'are'} needed"
    depending = f", depending on {by or 'the alternative'}"
    figures = [amount.partition(" ") for amount in amounts]
    if len({unit.removesuffix("s") for _, _, unit in figures}) > 1 or not all(map(_is_number, figures)):
        return f"{listed(amounts)} are needed{depending}"
    ordered = sorted(figures, key=lambda each: float(each[0]))
    span = f"{ordered[0][0]} or" if len(ordered) == 2 else f"from {ordered[0][0]} to"
    return f"{span} {ordered[-1][0]} {ordered[-1][2]} are needed{depending}"


def _is_number(figure: tuple[str, str, str]) -> bool:
    return figure[0].replace(".", "", 1).isdecimal()


def counted(number: int) -> str:
    """A number in words."""
    return _NUMBERS[number] if number < len(_NUMBERS) else "many"


def distinct(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Phrases without those that say what stands there already, of whatever leaves they say it."""
    said = list(phrases)
    if len({phrase.text for phrase in said}) == len(said):
        return said
    found: dict[Phrase, Phrase] = {}
    for phrase in said:
        bare = replace(phrase, of=frozenset())
        found[bare] = replace(phrase, of=phrase.of | found[bare].of) if bare in found else phrase
    return list(found.values())


def spoken_of(phrases: Iterable[Phrase]) -> frozenset[tuple[int, Standing]]:
    """The leaves that some phrases speak of, each with its standing."""
    return frozenset().union(*(phrase.of for phrase in phrases))


def choice(standing: Standing, ways: Sequence[Sequence[Phrase]]) -> Phrase:
    """Several ways of which one is enough, as sentences: first what all of them have in common, then each of them."""
    common = [phrase for phrase in ways[0] if all(phrase in way for way in ways[1:])]
    told = [Phrase(_LEADS[standing] % counted(len(ways)))]
    if common:
        told += _way("both" if len(ways) == 2 else "each of them", common, standing)
    for place, way in enumerate(ways):
        told += _way(_ordinal(place), [phrase for phrase in way if phrase not in common], standing)
    each = tuple(clauses(way, ", and also ") for way in ways)
    within = Phrase(
        f"{_NESTED[standing] % f'the {counted(len(ways))} following'}: {'; or '.join(way.text for way in each)}",
        tuple(leaf for way in each for leaf in way.figures),
    )
    return Phrase(
        ". ".join(phrase.text for phrase in told),
        tuple(leaf for phrase in told for leaf in phrase.figures),
        of=spoken_of(phrase for way in ways for phrase in way),
        within=within,
        lead=_NESTED[standing] % counted(len(ways)),
        ways=each,
        parts=tuple(map(tuple, ways)),
    )


def _way(called: str, way: Sequence[Phrase], standing: Standing) -> list[Phrase]:
    """What is to be said for one way, as sentences: that of a choice inside it is one for each of its own ways."""
    inside = [phrase for phrase in way if phrase.ways]
    said = clauses([phrase for phrase in way if not phrase.ways] + [Phrase(each.lead) for each in inside[:1]])
    told = [Phrase(f"For {called}, {said.text or _REST[standing]}", said.figures)]
    for place, each in enumerate(inside):
        if place:
            told.append(Phrase(f"Besides, for {called}, {each.lead}"))
        told += [
            Phrase(f"For {_ordinal(number)} of these, {inner.text}", inner.figures)
            for number, inner in enumerate(each.ways)
        ]
    return told


def _ordinal(place: int) -> str:
    return f"the {_ORDINALS[place]}" if place < len(_ORDINALS) else "another one"


def several(lead: str, phrases: Sequence[Sequence[Phrase]]) -> Phrase:
    """Parts of which so many are needed as the lead says, as sentences."""
    each = [clauses(part, ", and also ") for part in phrases]
    told = "; ".join(part.text for part in each)
    figures = tuple(leaf for part in each for leaf in part.figures)
    return Phrase(
        f"{lead}: {told}",
        figures,
        of=spoken_of(phrase for part in phrases for phrase in part),
        within=Phrase(f"{lead}: {told}", figures, within=Phrase(lead)),
        parts=tuple(map(tuple, phrases)),
        needs=lead,
    )


def clauses(phrases: Sequence[Phrase], apart: str = "; and ") -> Phrase:
    """Phrases as one statement, without capital and full stop."""
    inner = [phrase.within or phrase for phrase in phrases]
    decisive = _statements([each for each, of in zip(inner, phrases, strict=True) if not of.beside], apart)
    beside = _statements([each for each, of in zip(inner, phrases, strict=True) if of.beside], apart)
    decided, added = (apart.join(each.whole for each in said) for said in (decisive, beside))
    text = "; besides, ".join(filter(None, (decided, added))) if decided else added
    return Phrase(text, tuple(leaf for phrase in (*decisive, *beside) for leaf in phrase.figures))


def sentences(phrases: Sequence[Phrase]) -> Phrase:
    """Phrases as sentences: what decides, what is to be said besides, and remarks."""
    decisive = _statements([each for each in phrases if not each.beside and not each.remark], "; ")
    beside = [phrase for phrase in phrases if phrase.beside]
    remarks = [phrase for phrase in phrases if phrase.remark and not phrase.beside]
    added = [besides(clauses(beside))] if beside else []
    said = [*decisive, *added, *remarks]
    text = " ".join(_sentence(phrase.whole) for phrase in said)
    return Phrase(text, tuple(leaf for phrase in said for leaf in phrase.figures))


def besides(statement: Phrase, of: str = "") -> Phrase:
    """A statement as one that is said after what decides; of: the levels that it is about, where they must be named."""
    return Phrase(f"Besides, {f'for {of}, ' if of else ''}{statement.text}.", statement.figures)


def _statements(phrases: Sequence[Phrase], apart: str) -> list[Phrase]:
    """Phrases as statements: all that the record shows in one, the first, then each other one by itself."""
    shown = [phrase for phrase in phrases if phrase.shown]
    others = [phrase for phrase in phrases if not phrase.shown]
    if not shown:
        return others
    said = [phrase.whole for phrase in shown]
    last = "; and " if apart == "; " else apart
    together = last.join((apart.join(said[:-1]), said[-1])) if len(said) > 1 else said[0]
    figures = tuple(leaf for phrase in shown for leaf in phrase.figures)
    return [Phrase(f"{RECORD} shows {together}", figures), *others]


def _sentence(text: str) -> str:
    """A statement with its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
