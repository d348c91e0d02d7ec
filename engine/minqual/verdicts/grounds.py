"""The account of a standing: what holds a level up or back, put together as phrases with slots for figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from minqual.clauses import COUNTED, Group, Leaf, Row, TableRows, Wording
from minqual.judging import Derived, Node, Tree
from minqual.values import Kept, Standing, once, quickly_made
from minqual.verdicts.open_facts import UNSETTLED
from minqual.verdicts.wording import ALTERNATIVES, WAYS, Phrase, Unsaid, choice, counted, distinct, several


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """What is told of one node. Those of the same phrases are one object."""

    phrases: tuple[Phrase, ...]


UNREAD: Final = Phrase("a row of the application could not be read, so that it is not counted yet", remark=True)

_MISSING: Final = {
    Standing.UNMET: "the following falls short",
    Standing.REFER: "the following falls short",
    Standing.REVIEW: "the following is not settled yet",
    Standing.CONDITIONAL: "the following is still to come",
}


@quickly_made(frozen=True, slots=True)
class Below:
    """How a node and all those below it stand, and what holds each of them up, which follows from that.

    standings: of the nodes up to this one, from the first that is below it. supports: of all nodes.
    """

    number: int
    standings: bytes
    supports: tuple[tuple[int, ...], ...] = field(compare=False)

    @classmethod
    def top(cls, derived: Derived) -> Below:
        """How all nodes stand."""
        return cls(len(derived.standings) - 1, bytes(derived.standings), derived.supports)

    @property
    def first(self) -> int:
        """The number of the first node."""
        return self.number + 1 - len(self.standings)

    def standing(self, number: int) -> Standing:
        """The standing of a node."""
        return Standing(self.standings[number - self.first])

    def part(self, tree: Tree, number: int) -> Below:
        """The same of a node that is below this one."""
        first = self.first
        return Below(number, self.standings[tree.first()[number] - first : number + 1 - first], self.supports)


class Accounts:
    """The accounts of the nodes of one tree, each made once for what stands below it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._last_resort = [getattr(node.clause, "last_resort", False) for node in tree.nodes]
        self.kept: Kept = {}

    def of(self, derived: Below, number: int) -> Account:
        """What accounts for a node's standing: what holds it up where it is met, else what holds it back."""
        return self._of(derived.part(self._tree, number))

    def _account(self, phrases: tuple[Phrase, ...]) -> Account:
        return self._exactly(phrases, tuple(each.unsaid for each in phrases))

    @once
    def _exactly(self, phrases: tuple[Phrase, ...], unsaid: tuple[Unsaid, ...]) -> Account:  # the key
        return Account(phrases)

    @once
    def _of(self, below: Below) -> Account:
        tree, number = self._tree, below.number
        node, standing = tree.nodes[number], below.standing(number)
        if node.leaf is not None:
            return self._leaf(number, standing)
        if isinstance(node.clause, TableRows) and standing < Standing.REVIEW:
            printed = (part for part in node.parts if isinstance(tree.nodes[part].clause, Row))
            return self._table(number, bytes(below.standing(tree.nodes[row].parts[0]) for row in printed))
        parts = self._accounting(below)
        if node.gate == "all" and standing is not Standing.MET:
            return self._all_of(below, parts)
        if node.gate == "any" and standing is not Standing.MET:
            return self._any_of(below, parts)
        told = self._parts(below, parts)
        if standing is Standing.MET:
            return self._account(tuple(_all_told(told)))
        assert isinstance(node.gate, int)
        return self._at_least(node.gate, len(node.parts), standing, told)

    def _parts(self, below: Below, parts: Iterable[int]) -> tuple[Account, ...]:
        return tuple(self._of(below.part(self._tree, part)) for part in parts)

    @once
    def _leaf(self, number: int, standing: Standing) -> Account:
        """What a leaf says of itself."""
        node = self._tree.nodes[number]
        if node.leaf == self._tree.unread:
            return self._account((UNREAD,))
        assert isinstance(node.clause, Leaf)
        assert node.leaf is not None
        said = _phrase(node.clause.reason(standing), [node.clause])
        remark = node.clause.reaches is Standing.REFER
        return self._account((replace(said, remark=remark, of=frozenset({(node.leaf, standing)})),))

    @once
    def _table(self, number: int, education: bytes) -> Account:
        """In what a table falls short, by the standings of its rows in education."""
        clause = self._tree.nodes[number].clause
        assert isinstance(clause, TableRows)
        said = _phrase(*clause.fall_short(list(map(Standing, education))))
        work = self._tree.nodes[self._tree.nodes[self._tree.nodes[number].parts[0]].parts[-1]].leaf
        assert work is not None
        printed = [part for part in self._tree.nodes[number].parts if isinstance(self._tree.nodes[part].clause, Row)]
        short = [part for part, each in zip(printed, education, strict=True) if each == Standing.UNMET]
        lacking = {work, *(leaf for part in short for leaf in self._any_study(self._tree.nodes[part].parts[0]))}
        return self._account((replace(said, of=frozenset((leaf, Standing.UNMET) for leaf in lacking)),))

    def _any_study(self, number: int) -> Iterable[int]:
        """The leaves below a node that ask for education of no named kind: what they do not count, no row does."""
        for node in self._tree.nodes[self._tree.first()[number] : number + 1]:
            if node.leaf is not None and isinstance(node.clause, Leaf) and not any(node.clause.names()):
                yield node.leaf

    @once
    def _at_least(self, gate: int, count: int, standing: Standing, told: tuple[Account, ...]) -> Account:
        """The parts of which so many are needed."""
        lead = f"{counted(gate)} of {counted(count)} requirements must be met, and {_MISSING[standing]}"
        return self._account((several(lead, [each.phrases for each in told]),))

    def _all_of(self, below: Below, parts: Sequence[int]) -> Account:
        """The parts that hold it back, and besides those that would still have to be settled."""
        unsettled = _unsettled(self._tree, below)
        holding, others = self._parts(below, parts), self._parts(below, unsettled)
        return self._held(below.number, tuple(parts), holding, tuple(unsettled), others)

    @once
    def _held(
        self,
        number: int,
        parts: tuple[int, ...],
        holding: tuple[Account, ...],
        unsettled: tuple[int, ...],
        others: tuple[Account, ...],
    ) -> Account:
        node = self._tree.nodes[number]
        told = [phrase for part, each in zip(parts, holding, strict=True) for phrase in _depending(node, part, each)]
        if len(node.parts) > 1:
            told = [replace(phrase, text=phrase.text.replace(WAYS, ALTERNATIVES, 1)) for phrase in told]
        return self._account(tuple(distinct([*told, *map(self._beside, unsettled, others)])))

    def _beside(self, part: int, account: Account) -> Phrase:
        """A part that does not decide, but would have to be settled too."""
        node, told = self._tree.nodes[part], account.phrases
        if len(told) == 1 and (node.leaf is not None or told[0].within is None):
            return replace(told[0], remark=True, beside=True)
        if node.gate == "all":
            return Phrase("another requirement would still have to be settled", remark=True, beside=True)
        first = self._tree.nodes[node.parts[0]].clause
        such = f", such as {first.called()}" if isinstance(first, Leaf) else ""
        return Phrase(f"one of several alternatives would still have to be settled{such}", remark=True, beside=True)

    def _any_of(self, below: Below, parts: Sequence[int]) -> Account:
        """The ways that are open or closed, then who may accept another one, and rows that could not be read."""
        others = [part for part in parts if not _apart(self._tree, below, part)]
        ways = tuple(way for part in others for way in self._ways(below.part(self._tree, part)))
        apart = self._parts(below, [part for part in parts if part not in others])
        return self._choice(below.standing(below.number), ways, apart)

    @once
    def _choice(self, standing: Standing, each: tuple[Account, ...], apart: tuple[Account, ...]) -> Account:
        ways = _alike(_distinct_ways([way.phrases for way in each]))
        said = list(ways[0]) if len(ways) == 1 else [choice(standing, ways)] if ways else []
        return self._account((*said, *_all_told(apart)))

    @once
    def _ways(self, below: Below) -> tuple[Account, ...]:
        """A part as one way, or as several where it is itself any of several."""
        tree, part = self._tree, below.number
        node, standing = tree.nodes[part], below.standing(part)
        whole = isinstance(node.clause, TableRows) and standing < Standing.REVIEW
        if node.leaf is not None or whole or standing is Standing.MET or isinstance(node.gate, int):
            return (self._of(below),)
        inner = self._accounting(below)
        alone = node.gate == "any" or (len(inner) == 1 and not _unsettled(tree, below))
        if not alone or any(_apart(tree, below, each) for each in inner):
            return (self._of(below),)
        return tuple(
            self._account(_depending(node, each, way)) for each in inner for way in self._ways(below.part(tree, each))
        )

    def _accounting(self, below: Below) -> Sequence[int]:
        """The parts that account for a group: of a met one those that hold it up, else those that hold it back."""
        tree, node, standing = self._tree, self._tree.nodes[below.number], below.standing(below.number)
        parts = below.supports[below.number]
        if standing is Standing.MET:
            return parts[:1] if node.gate == "any" else parts
        if node.gate != "any":
            return [part for part in node.parts if below.standing(part) <= standing]
        if standing >= Standing.REVIEW:
            first = [part for part in parts if not self._last_resort[part]]
            return _readings(node, first or parts)
        lacking = [part for part in node.parts if tree.nodes[part].leaf != tree.unread]
        last = isinstance(node.clause, Group) and node.clause.lacks_last
        return lacking[-1:] if last else _readings(node, lacking)


def _phrase(said: Wording, figures: Sequence[Leaf]) -> Phrase:
    shown = tuple(figures) if COUNTED in said.text else ()
    where = (said.where,) if said.where else ()
    told = Phrase(said.text, shown, said.shown, where, made_of=said.made_of, briefly=said.briefly, short=said.short)
    return replace(told, asks=said.asks) if said.asks else told


def _depending(node: Node, part: int, account: Account) -> tuple[Phrase, ...]:
    """What is told of a part; of a table's row, with that on which it depends how much is needed."""
    told = account.phrases
    if not isinstance(node.clause, Group) or not node.clause.depends_on:
        return told
    by = node.clause.depends_on[part != node.parts[0]]
    return tuple(replace(phrase, by=by) if phrase.where else phrase for phrase in told)


def _all_told(accounts: Iterable[Account]) -> list[Phrase]:
    """What is told of several nodes, each phrase once."""
    return distinct(chain.from_iterable(account.phrases for account in accounts))


def _unsettled(tree: Tree, below: Below) -> list[int]:
    """Parts of a node that is referred, that do not decide but would have to be settled too; of an unmet one none."""
    if below.standing(below.number) is not Standing.REFER:
        return []
    parts = tree.nodes[below.number].parts
    return [part for part in parts if below.standing(part) in UNSETTLED and tree.nodes[part].leaf != tree.unread]


def _distinct_ways(ways: Sequence[Sequence[Phrase]]) -> list[tuple[Phrase, ...]]:
    """Ways without those that say the same; that there is no degree at all says that there is no conferred one."""
    shortest = {phrase.text: phrase for way in ways for phrase in way if phrase.shown and not phrase.figures}

    def short(phrase: Phrase) -> Phrase:
        return shortest.get(phrase.briefly or phrase.text, phrase) if phrase.text in shortest else phrase

    return list(dict.fromkeys(tuple(distinct(map(short, way))) for way in ways))


def _alike(ways: Sequence[tuple[Phrase, ...]]) -> list[tuple[Phrase, ...]]:
    """Ways with those that differ only in how much is needed told as one."""
    kept: dict[object, tuple[Phrase, ...]] = {}
    for way in ways:
        key = tuple((phrase.text, bool(phrase.where), phrase.made_of) for phrase in way)
        known = kept.setdefault(key, way)
        if known is way:
            continue
        kept[key] = tuple(_as_one(one, other) for one, other in zip(known, way, strict=True))
    return list(kept.values())


def _as_one(one: Phrase, other: Phrase) -> Phrase:
    """Two phrases that differ only in how much is needed."""
    where = tuple(dict.fromkeys((*one.where, *other.where)))
    return replace(one, where=where, of=one.of | other.of)


def _apart(tree: Tree, below: Below, part: int) -> bool:
    """Whether a part is told by itself: what a person may accept, and rows that could not be read."""
    node = tree.nodes[part]
    discreet = node.clause is not None and node.clause.reaches is Standing.REFER
    return node.leaf == tree.unread or (discreet and below.standing(part) is Standing.REFER)


def _readings(node: Node, parts: Sequence[int]) -> Sequence[int]:
    """Of a wording that can be read in several ways, what any of the readings asks for: the last part."""
    return parts[-1:] if isinstance(node.clause, Group) and node.clause.last_tells else parts
