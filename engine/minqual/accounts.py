"""The account of a standing: what holds a level up or back, put together as sentences with slots for figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from minqual.clauses.base import COUNTED, Group, Leaf, Wording
from minqual.clauses.groups import Ambiguous
from minqual.clauses.judgement import BoundedDiscretion, Discretion
from minqual.derivation import Derived
from minqual.notation import listed
from minqual.standings import Standing
from minqual.trees import Node, Tree


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with slots, marked COUNTED, and what fills them: a leaf its figure, the number of one what it leaves open.

    shown: "the record shows" goes before it. where: what it is that is needed, and is said after it. open: the leaf
    whose open facts are said at the end. remark: it holds of a level as a whole, and need not be said for each of
    several levels.
    """

    text: str
    figures: tuple[Leaf | int, ...] = field(default=(), hash=False)
    shown: bool = False
    where: tuple[str, ...] = ()
    remark: bool = False
    open: int | None = None

    @property
    def whole(self) -> str:
        """The words with what is needed and what is open."""
        verb = "is" if len(self.where) == 1 and self.where[0].startswith("1 ") else "are"
        where = f", where {listed(self.where)} {verb} needed" if self.where else ""
        return f"{self.text}{where}{'' if self.open is None else COUNTED}"

    @property
    def slots(self) -> tuple[Leaf | int, ...]:
        """What fills the slots of the whole."""
        return self.figures if self.open is None else (*self.figures, self.open)


UNREAD: Final = Phrase("a row of the application could not be read, so that it is not counted yet", remark=True)

_OR: Final = "; or "

_NUMBERS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_WAYS: Final = {
    Standing.UNMET: "any one of the following would be enough, but none of them is complete",
    Standing.REFER: "any one of the following would be enough, but none of them is complete",
    Standing.REVIEW: "any one of the following would be enough, but none of them is settled yet",
    Standing.CONDITIONAL: "any one of the following will be enough",
}

_MISSING: Final = {
    Standing.UNMET: "the following falls short",
    Standing.REFER: "the following falls short",
    Standing.REVIEW: "the following is not settled yet",
    Standing.CONDITIONAL: "the following is still to come",
}


class Accounts:
    """The accounts of the nodes of one tree, each made once for what stands below it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._first: list[int] = []
        for number, node in enumerate(tree.nodes):
            self._first.append(min([number, *(self._first[part] for part in node.parts)]))
        self._known: dict[tuple[int, tuple[Standing, ...]], tuple[Phrase, ...]] = {}
        self._reasons: dict[tuple[int, Standing], Wording | None] = {}

    def of(self, derived: Derived, number: int) -> tuple[Phrase, ...]:
        """What accounts for a node's standing: what holds it up where it is met, else what holds it back."""
        key = number, derived.standings[self._first[number] : number + 1]
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = tuple(self._made(derived, number))
        return known

    def _made(self, derived: Derived, number: int) -> list[Phrase]:
        tree, node, standing = self._tree, self._tree.nodes[number], derived.standings[number]
        if node.leaf == tree.unread:
            return [UNREAD]
        said = self._said(number, standing)
        if said is not None and isinstance(node.clause, Leaf):
            told = _phrase(said, [node.clause])
            open_ = node.leaf if standing is Standing.REVIEW else None
            return [replace(told, remark=isinstance(node.clause, Discretion), open=open_)]
        if said is not None and isinstance(node.clause, Group):
            return [_phrase(said, node.clause.figures())]
        parts = _accounting(tree, derived, number)
        if standing is Standing.MET or node.gate == "all":
            return _once(phrase for part in parts for phrase in self.of(derived, part))
        if node.gate == "any":
            return self._any_of(derived, standing, parts)
        needed = f"{_counted(node.gate)} of {_counted(len(node.parts))} requirements must be met"
        return [_choice(f"{needed}, and {_MISSING[standing]}", [self.of(derived, part) for part in parts])]

    def _said(self, number: int, standing: Standing) -> Wording | None:
        """What a clause says of itself; nothing where its parts speak."""
        if (number, standing) not in self._reasons:
            clause = self._tree.nodes[number].clause
            self._reasons[number, standing] = clause.reason(standing) if isinstance(clause, Leaf | Group) else None
        return self._reasons[number, standing]

    def _any_of(self, derived: Derived, standing: Standing, parts: Sequence[int]) -> list[Phrase]:
        """The ways that are open or closed, then who may accept another one, and rows that could not be read."""
        others = [part for part in parts if not _apart(self._tree, derived, part)]
        ways = _alike(list(dict.fromkeys(way for part in others for way in self._ways(derived, part))))
        said = list(ways[0]) if len(ways) == 1 else [_choice(_WAYS[standing], ways)] if ways else []
        apart = (phrase for part in parts if part not in others for phrase in self.of(derived, part))
        return [*said, *_once(apart)]

    def _ways(self, derived: Derived, part: int) -> list[tuple[Phrase, ...]]:
        """A part as one way, or as several where it is itself any of several."""
        tree, node, standing = self._tree, self._tree.nodes[part], derived.standings[part]
        single = node.leaf is not None or self._said(part, standing) is not None
        if single or standing is Standing.MET or isinstance(node.gate, int):
            return [self.of(derived, part)]
        inner = _accounting(tree, derived, part)
        if (node.gate == "all" and len(inner) > 1) or any(_apart(tree, derived, each) for each in inner):
            return [self.of(derived, part)]
        return [way for each in inner for way in self._ways(derived, each)]


def _phrase(said: Wording, figures: Sequence[Leaf]) -> Phrase:
    shown = tuple(figures) if COUNTED in said.text else ()
    return Phrase(said.text, shown, said.shown, (said.where,) if said.where else ())


def _once(phrases: Iterator[Phrase]) -> list[Phrase]:
    return list(dict.fromkeys(phrases))


def _counted(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _alike(ways: Sequence[tuple[Phrase, ...]]) -> list[tuple[Phrase, ...]]:
    """Ways with those that differ only in how much is needed told as one."""
    kept: dict[object, tuple[Phrase, ...]] = {}
    for way in ways:
        last = way[-1]
        key = (*way[:-1], last.text) if last.where else way
        known = kept.get(key)
        where = (*(known[-1].where if known else ()), *last.where)
        kept[key] = (*way[:-1], replace((known or way)[-1], where=tuple(dict.fromkeys(where))))
    return list(kept.values())


def _apart(tree: Tree, derived: Derived, part: int) -> bool:
    """Whether a part is told by itself: what a person may accept, and rows that could not be read."""
    node = tree.nodes[part]
    discreet = isinstance(node.clause, Discretion | BoundedDiscretion)
    return node.leaf == tree.unread or (discreet and derived.standings[part] is Standing.REFER)


def _choice(lead: str, ways: Sequence[Sequence[Phrase]]) -> Phrase:
    """Several ways as one statement."""
    told = [(" and ".join(_bracketed(phrase.whole) for phrase in way), way) for way in map(_statements, ways)]
    return Phrase(
        f"{lead}: {_OR.join(text for text, _ in told)}",
        tuple(leaf for _, way in told for phrase in way for leaf in phrase.slots),
    )


def _bracketed(text: str) -> str:
    """A statement that is itself a choice, set apart within another one."""
    return f"({text})" if _OR in text else text


def _statements(phrases: Sequence[Phrase], apart: str = " and also ", last: str = " and also ") -> list[Phrase]:
    """Phrases as statements: all that the record shows in one, the first, then each other one by itself."""
    shown = [phrase for phrase in phrases if phrase.shown]
    others = [phrase for phrase in phrases if not phrase.shown]
    if not shown:
        return others
    said = [phrase.whole for phrase in shown]
    together = last.join((apart.join(said[:-1]), said[-1])) if len(said) > 1 else said[0]
    figures = tuple(leaf for phrase in shown for leaf in phrase.slots)
    return [Phrase(f"the record shows {together}", figures), *others]


def sentences(phrases: Sequence[Phrase]) -> Phrase:
    """Phrases as sentences."""
    said = _statements(phrases, "; ", "; and ")
    text = " ".join(_sentence(phrase.whole) for phrase in said)
    return Phrase(text, tuple(leaf for phrase in said for leaf in phrase.slots))


def _sentence(text: str) -> str:
    """A statement with its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _accounting(tree: Tree, derived: Derived, number: int) -> Sequence[int]:
    """The parts that account for a group: of a met one those that hold it up, of another those that hold it back."""
    node, standings = tree.nodes[number], derived.standings
    if standings[number] is Standing.MET:
        supports = derived.supports[number]
        return supports[:1] if node.gate == "any" else supports
    if node.gate != "any":
        return [part for part in node.parts if standings[part] <= standings[number]]
    if standings[number] >= Standing.REVIEW:
        parts = derived.supports[number]
        first = [part for part in parts if not getattr(tree.nodes[part].clause, "last_resort", False)]
        return _readings(node, first or parts)
    return _readings(node, [part for part in node.parts if tree.nodes[part].leaf != tree.unread])


def _readings(node: Node, parts: Sequence[int]) -> Sequence[int]:
    """Of a wording that can be read in several ways, what any of the readings asks for: the last part."""
    return parts[-1:] if isinstance(node.clause, Ambiguous) else parts
