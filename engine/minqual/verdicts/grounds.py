"""The account of a standing: what holds a level up or back, put together as phrases with slots for figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, TypeAlias

from minqual.clauses import COUNTED, Group, Leaf, Row, TableRows, Wording
from minqual.judging import Derived, Node, Tree
from minqual.values import Standing
from minqual.verdicts.open_facts import UNSETTLED
from minqual.verdicts.wording import ALTERNATIVES, WAYS, Phrase, choice, counted, once, several

Account: TypeAlias = tuple[Phrase, ...]
"""What is told of one node."""

UNREAD: Final = Phrase("a row of the application could not be read, so that it is not counted yet", remark=True)

_MISSING: Final = {
    Standing.UNMET: "the following falls short",
    Standing.REFER: "the following falls short",
    Standing.REVIEW: "the following is not settled yet",
    Standing.CONDITIONAL: "the following is still to come",
}


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The standings of all nodes and what holds them up. packed: the standings as bytes, of which parts are keys."""

    standings: tuple[Standing, ...]
    supports: tuple[tuple[int, ...], ...]
    packed: bytes


class Accounts:
    """The accounts of the nodes of one tree, each made once for what stands below it.

    Equal accounts are one object, so that what is put together from them is made once for those that it is made from.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._first: list[int] = []
        for number, node in enumerate(tree.nodes):
            self._first.append(min([number, *(self._first[part] for part in node.parts)]))
        self._last_resort = [getattr(node.clause, "last_resort", False) for node in tree.nodes]
        self._known: dict[tuple[int, bytes], Account] = {}
        self._known_ways: dict[tuple[int, bytes], tuple[Account, ...]] = {}
        self._same: dict[Account, Account] = {}
        # What has an id in a key is kept beside it so that nothing else can get its id.
        self._made_from: dict[tuple[object, ...], tuple[object, Account]] = {}

    def of(self, derived: Derived, number: int) -> Account:
        """What accounts for a node's standing: what holds it up where it is met, else what holds it back."""
        return self._of(_Pattern(derived.standings, derived.supports, bytes(derived.standings)), number)

    def _of(self, pattern: _Pattern, number: int) -> Account:
        key = number, pattern.packed[self._first[number] : number + 1]
        known = self._known.get(key)
        if known is None:
            known = self._known.setdefault(key, self._made(pattern, number))
        return known

    def _once(self, how: tuple[object, ...], parts: Sequence[Account], make: Callable[[], Iterable[Phrase]]) -> Account:
        """What is made in some way from the accounts of parts, made once."""
        key = (*how, *map(id, parts))
        known = self._made_from.get(key)
        if known is None:
            made = tuple(make())
            known = self._made_from.setdefault(key, (parts, self._same.setdefault(made, made)))
        return known[1]

    def _made(self, pattern: _Pattern, number: int) -> Account:
        tree, node, standing = self._tree, self._tree.nodes[number], pattern.standings[number]
        if node.leaf is not None:
            return self._once((number, int(standing)), (), lambda: [self._single(number, standing)])
        if isinstance(node.clause, TableRows) and standing < Standing.REVIEW:
            clause, printed = node.clause, (part for part in node.parts if isinstance(tree.nodes[part].clause, Row))
            education = [pattern.standings[tree.nodes[row].parts[0]] for row in printed]
            return self._once((number, bytes(education)), (), lambda: [_phrase(*clause.fall_short(education))])
        parts = self._accounting(pattern, number)
        if node.gate == "all" and standing is not Standing.MET:
            return self._all_of(pattern, number, parts)
        if node.gate == "any" and standing is not Standing.MET:
            return self._any_of(pattern, standing, parts)
        told = [self._of(pattern, part) for part in parts]
        if standing is Standing.MET:
            return self._once(("met",), told, lambda: once(chain.from_iterable(told)))
        assert isinstance(node.gate, int)
        needed = f"{counted(node.gate)} of {counted(len(node.parts))} requirements must be met"
        lead = f"{needed}, and {_MISSING[standing]}"
        return self._once((lead,), told, lambda: [several(lead, told)])

    def _single(self, number: int, standing: Standing) -> Phrase:
        """What a leaf says of itself."""
        node = self._tree.nodes[number]
        if node.leaf == self._tree.unread:
            return UNREAD
        assert isinstance(node.clause, Leaf)
        assert node.leaf is not None
        open_ = frozenset({node.leaf}) if standing is Standing.REVIEW else frozenset[int]()
        said = _phrase(node.clause.reason(standing), [node.clause])
        return replace(said, remark=node.clause.reaches is Standing.REFER, open=open_)

    def _all_of(self, pattern: _Pattern, number: int, parts: Sequence[int]) -> Account:
        """The parts that hold it back, and besides those that would still have to be settled."""
        node, unsettled = self._tree.nodes[number], _unsettled(self._tree, pattern, number)
        holding = [self._of(pattern, part) for part in parts]
        others = [self._of(pattern, part) for part in unsettled]

        def make() -> list[Phrase]:
            told = [
                phrase for part, each in zip(parts, holding, strict=True) for phrase in _depending(node, part, each)
            ]
            if len(node.parts) > 1:
                told = [replace(phrase, text=phrase.text.replace(WAYS, ALTERNATIVES, 1)) for phrase in told]
            return once([*told, *map(self._beside, unsettled, others)])

        return self._once((number, *parts, "beside", *unsettled, "of"), [*holding, *others], make)

    def _beside(self, part: int, told: Account) -> Phrase:
        """A part that does not decide, but would have to be settled too."""
        node = self._tree.nodes[part]
        if len(told) == 1 and (node.leaf is not None or told[0].within is None):
            return replace(told[0], remark=True, beside=True, open=frozenset())
        if node.gate == "all":
            return Phrase("another requirement would still have to be settled", remark=True, beside=True)
        first = self._tree.nodes[node.parts[0]].clause
        such = f", such as {first.called()}" if isinstance(first, Leaf) else ""
        return Phrase(f"one of several alternatives would still have to be settled{such}", remark=True, beside=True)

    def _any_of(self, pattern: _Pattern, standing: Standing, parts: Sequence[int]) -> Account:
        """The ways that are open or closed, then who may accept another one, and rows that could not be read."""
        others = [part for part in parts if not _apart(self._tree, pattern, part)]
        each = [way for part in others for way in self._ways(pattern, part)]
        apart = [self._of(pattern, part) for part in parts if part not in others]

        def make() -> list[Phrase]:
            ways = _alike(_distinct(each))
            said = list(ways[0]) if len(ways) == 1 else [choice(standing, ways)] if ways else []
            return [*said, *once(chain.from_iterable(apart))]

        return self._once(("any", int(standing), len(each)), [*each, *apart], make)

    def _ways(self, pattern: _Pattern, part: int) -> tuple[Account, ...]:
        """A part as one way, or as several where it is itself any of several."""
        key = part, pattern.packed[self._first[part] : part + 1]
        known = self._known_ways.get(key)
        if known is None:
            known = self._known_ways.setdefault(key, tuple(self._ways_of(pattern, part)))
        return known

    def _ways_of(self, pattern: _Pattern, part: int) -> list[Account]:
        tree, node, standing = self._tree, self._tree.nodes[part], pattern.standings[part]
        whole = isinstance(node.clause, TableRows) and standing < Standing.REVIEW
        if node.leaf is not None or whole or standing is Standing.MET or isinstance(node.gate, int):
            return [self._of(pattern, part)]
        inner = self._accounting(pattern, part)
        alone = node.gate == "any" or (len(inner) == 1 and not _unsettled(tree, pattern, part))
        if not alone or any(_apart(tree, pattern, each) for each in inner):
            return [self._of(pattern, part)]
        return [
            self._once(("depending", part, each), [way], lambda each=each, way=way: _depending(node, each, way))  # type: ignore[misc]
            for each in inner
            for way in self._ways(pattern, each)
        ]

    def _accounting(self, pattern: _Pattern, number: int) -> Sequence[int]:
        """The parts that account for a group: of a met one those that hold it up, else those that hold it back."""
        tree, node, standings = self._tree, self._tree.nodes[number], pattern.standings
        if standings[number] is Standing.MET:
            supports = pattern.supports[number]
            return supports[:1] if node.gate == "any" else supports
        if node.gate != "any":
            return [part for part in node.parts if standings[part] <= standings[number]]
        if standings[number] >= Standing.REVIEW:
            parts = pattern.supports[number]
            first = [part for part in parts if not self._last_resort[part]]
            return _readings(node, first or parts)
        return _readings(node, [part for part in node.parts if tree.nodes[part].leaf != tree.unread])


def _phrase(said: Wording, figures: Sequence[Leaf]) -> Phrase:
    shown = tuple(figures) if COUNTED in said.text else ()
    return Phrase(said.text, shown, said.shown, (said.where,) if said.where else (), briefly=said.briefly)


def _depending(node: Node, part: int, told: Account) -> Account:
    """What is told of a part; of a table's row, with that on which it depends how much is needed."""
    if not isinstance(node.clause, Group) or not node.clause.depends_on:
        return told
    by = node.clause.depends_on[part != node.parts[0]]
    return tuple(replace(phrase, by=by) if phrase.where else phrase for phrase in told)


def _unsettled(tree: Tree, pattern: _Pattern, number: int) -> list[int]:
    """Parts of a node that is not met, or referred, that do not decide but would have to be settled too."""
    standings = pattern.standings
    if standings[number] >= Standing.REVIEW:
        return []
    parts = tree.nodes[number].parts
    return [part for part in parts if standings[part] in UNSETTLED and tree.nodes[part].leaf != tree.unread]


def _distinct(ways: Sequence[Account]) -> list[Account]:
    """Ways without those that say the same; that there is no degree at all says that there is no conferred one."""
    shortest = {phrase.text: phrase for way in ways for phrase in way if phrase.shown and not phrase.figures}

    def short(phrase: Phrase) -> Phrase:
        return shortest.get(phrase.briefly or phrase.text, phrase) if phrase.text in shortest else phrase

    return list(dict.fromkeys(tuple(once(map(short, way))) for way in ways))


def _alike(ways: Sequence[Account]) -> list[Account]:
    """Ways with those that differ only in how much is needed told as one."""
    kept: dict[object, Account] = {}
    for way in ways:
        key = tuple((phrase.text, bool(phrase.where)) for phrase in way)
        known = kept.setdefault(key, way)
        if known is way:
            continue
        kept[key] = tuple(
            replace(one, where=tuple(dict.fromkeys((*one.where, *other.where))), open=one.open | other.open)
            for one, other in zip(known, way, strict=True)
        )
    return list(kept.values())


def _apart(tree: Tree, pattern: _Pattern, part: int) -> bool:
    """Whether a part is told by itself: what a person may accept, and rows that could not be read."""
    node = tree.nodes[part]
    discreet = node.clause is not None and node.clause.reaches is Standing.REFER
    return node.leaf == tree.unread or (discreet and pattern.standings[part] is Standing.REFER)


def _readings(node: Node, parts: Sequence[int]) -> Sequence[int]:
    """Of a wording that can be read in several ways, what any of the readings asks for: the last part."""
    return parts[-1:] if isinstance(node.clause, Group) and node.clause.last_tells else parts
