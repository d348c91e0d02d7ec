"""The account of a standing: what holds a level up or back, put together as phrases with slots for figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from minqual.clauses.base import COUNTED, Leaf, Wording
from minqual.clauses.groups import Ambiguous
from minqual.clauses.judgement import BoundedDiscretion, Discretion
from minqual.clauses.table import Row, Rows
from minqual.derivation import Derived
from minqual.openings import UNSETTLED
from minqual.phrases import ALTERNATIVES, WAYS, Phrase, choice, counted, once, several
from minqual.standings import Standing
from minqual.trees import Node, Tree

UNREAD: Final = Phrase("a row of the application could not be read, so that it is not counted yet", remark=True)

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
        if node.leaf is not None:
            return [UNREAD if node.leaf == tree.unread else self._single(number, node.leaf, standing)]
        if isinstance(node.clause, Rows) and standing < Standing.REVIEW:
            printed = [tree.nodes[part] for part in node.parts if isinstance(tree.nodes[part].clause, Row)]
            return [_phrase(*node.clause.fall_short([derived.standings[row.parts[0]] for row in printed]))]
        parts = _accounting(tree, derived, number)
        if standing is Standing.MET:
            return once(phrase for part in parts for phrase in self.of(derived, part))
        if node.gate == "all":
            return self._all_of(derived, number, parts)
        if node.gate == "any":
            return self._any_of(derived, standing, parts)
        needed = f"{counted(node.gate)} of {counted(len(node.parts))} requirements must be met"
        return [several(f"{needed}, and {_MISSING[standing]}", [self.of(derived, part) for part in parts])]

    def _single(self, number: int, leaf: int, standing: Standing) -> Phrase:
        """What a leaf says of itself."""
        clause = self._tree.nodes[number].clause
        assert isinstance(clause, Leaf)
        if (number, standing) not in self._reasons:
            self._reasons[number, standing] = clause.reason(standing)
        said = self._reasons[number, standing]
        assert said is not None
        open_ = frozenset({leaf}) if standing is Standing.REVIEW else frozenset[int]()
        return replace(_phrase(said, [clause]), remark=isinstance(clause, Discretion), open=open_)

    def _all_of(self, derived: Derived, number: int, parts: Sequence[int]) -> list[Phrase]:
        """The parts that hold it back, and besides those that would still have to be settled."""
        tree, node = self._tree, self._tree.nodes[number]
        told = [phrase for part in parts for phrase in _depending(node, part, self.of(derived, part))]
        if len(node.parts) > 1:
            told = [replace(phrase, text=phrase.text.replace(WAYS, ALTERNATIVES, 1)) for phrase in told]
        return once([*told, *(self._beside(derived, part) for part in _unsettled(tree, derived, number))])

    def _beside(self, derived: Derived, part: int) -> Phrase:
        """A part that does not decide, but would have to be settled too."""
        node, standing = self._tree.nodes[part], derived.standings[part]
        if node.leaf is not None:
            return replace(self._single(part, node.leaf, standing), remark=True, beside=True, open=frozenset())
        told = self.of(derived, part)
        if len(told) == 1 and told[0].within is None:
            return replace(told[0], remark=True, beside=True, open=frozenset())
        if node.gate == "all":
            return Phrase("another requirement would still have to be settled", remark=True, beside=True)
        first = self._tree.nodes[node.parts[0]].clause
        such = f", such as {first.called()}" if isinstance(first, Leaf) else ""
        return Phrase(f"one of several alternatives would still have to be settled{such}", remark=True, beside=True)

    def _any_of(self, derived: Derived, standing: Standing, parts: Sequence[int]) -> list[Phrase]:
        """The ways that are open or closed, then who may accept another one, and rows that could not be read."""
        others = [part for part in parts if not _apart(self._tree, derived, part)]
        ways = _alike(_distinct([way for part in others for way in self._ways(derived, part)]))
        said = list(ways[0]) if len(ways) == 1 else [choice(standing, ways)] if ways else []
        apart = (phrase for part in parts if part not in others for phrase in self.of(derived, part))
        return [*said, *once(apart)]

    def _ways(self, derived: Derived, part: int) -> list[tuple[Phrase, ...]]:
        """A part as one way, or as several where it is itself any of several."""
        tree, node, standing = self._tree, self._tree.nodes[part], derived.standings[part]
        whole = isinstance(node.clause, Rows) and standing < Standing.REVIEW
        if node.leaf is not None or whole or standing is Standing.MET or isinstance(node.gate, int):
            return [self.of(derived, part)]
        inner = _accounting(tree, derived, part)
        alone = node.gate == "any" or (len(inner) == 1 and not _unsettled(tree, derived, part))
        if not alone or any(_apart(tree, derived, each) for each in inner):
            return [self.of(derived, part)]
        return [_depending(node, each, way) for each in inner for way in self._ways(derived, each)]


def _phrase(said: Wording, figures: Sequence[Leaf]) -> Phrase:
    shown = tuple(figures) if COUNTED in said.text else ()
    return Phrase(said.text, shown, said.shown, (said.where,) if said.where else ())


def _depending(node: Node, part: int, told: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """What is told of a part; of a table's row, with that on which it depends how much is needed."""
    if not isinstance(node.clause, Row):
        return told
    by = "the experience" if part == node.parts[0] else "the education"
    return tuple(replace(phrase, by=by) if phrase.where else phrase for phrase in told)


def _unsettled(tree: Tree, derived: Derived, number: int) -> list[int]:
    """Parts of a node that is not met, or referred, that do not decide but would have to be settled too."""
    standings = derived.standings
    if standings[number] >= Standing.REVIEW:
        return []
    parts = tree.nodes[number].parts
    return [part for part in parts if standings[part] in UNSETTLED and tree.nodes[part].leaf != tree.unread]


def _distinct(ways: Sequence[tuple[Phrase, ...]]) -> list[tuple[Phrase, ...]]:
    """Ways without those that say the same; that there is no degree at all says that there is no conferred one."""
    shortest = {phrase.text: phrase for way in ways for phrase in way if phrase.shown and not phrase.figures}

    def short(phrase: Phrase) -> Phrase:
        return shortest.get(phrase.text.partition(" that is ")[0], phrase) if phrase.text in shortest else phrase

    return list(dict.fromkeys(tuple(once(map(short, way))) for way in ways))


def _alike(ways: Sequence[tuple[Phrase, ...]]) -> list[tuple[Phrase, ...]]:
    """Ways with those that differ only in how much is needed told as one."""
    kept: dict[object, tuple[Phrase, ...]] = {}
    for way in ways:
        key = tuple((phrase.text, bool(phrase.where)) for phrase in way)
        known = kept.get(key, way)
        kept[key] = tuple(
            replace(one, where=tuple(dict.fromkeys((*one.where, *other.where))), open=one.open | other.open)
            for one, other in zip(known, way, strict=True)
        )
    return list(kept.values())


def _apart(tree: Tree, derived: Derived, part: int) -> bool:
    """Whether a part is told by itself: what a person may accept, and rows that could not be read."""
    node = tree.nodes[part]
    discreet = isinstance(node.clause, Discretion | BoundedDiscretion)
    return node.leaf == tree.unread or (discreet and derived.standings[part] is Standing.REFER)


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
