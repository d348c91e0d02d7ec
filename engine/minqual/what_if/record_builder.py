"""Records built from a pack's own words, so that certain clauses hold and no others need to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from minqual.clauses import Making, NotBuilt, Term
from minqual.judging import Tree
from minqual.notation import Amount
from minqual.packs import Pack
from minqual.records import LISTS
from minqual.what_if.moves import Lists, changed

Row = Mapping[str, Any]


class Builder:
    """Builds records for the clauses of one pack as of a date. needed: what each leaf asks, where it asks a figure."""

    def __init__(self, pack: Pack, tree: Tree, needed: Sequence[Amount | None], as_of: date) -> None:
        self._pack, self._tree, self._needed, self._as_of = pack, tree, needed, as_of

    def deciding(self, number: int) -> Lists:
        """A record in which a node decides its level: all else that the level needs holds, nothing instead of it."""
        rows = {name: list(own) for name, own in self.around(number).items()}
        _add(rows, [self.holding(number)])
        return rows

    def around(self, number: int) -> Lists:
        """A record of all else that the level of a node needs, and nothing instead of it."""
        rows: dict[str, list[Row]] = {name: [] for name in LISTS}
        here = number
        while (parent := self._tree.nodes[here].parent) is not None and parent not in self._tree.judged:
            node = self._tree.nodes[parent]
            others = [part for part in node.parts if part != here]
            wanted = len(others) if node.gate == "all" else 0 if node.gate == "any" else node.gate - 1
            _add(rows, self._first(others, wanted))
            here = parent
        return rows

    def term(self, term: Term, size: Fraction, stop: date) -> Lists:
        """A record that counts so much for a term of a total: years, semester units or a number; work until a day."""
        return term.example(size, self._making(stop))

    def _making(self, stop: date) -> Making:
        return Making(stop, self._pack.groups, self._pack.policy.units_in_a_year, self._as_of)

    def holding(self, number: int) -> Lists:
        """A record in which a node holds."""
        node = self._tree.nodes[number]
        if node.leaf is not None:
            last_year = self._making(date(self._as_of.year - 1, 12, 31))
            own = self._tree.leaves[node.leaf].example(self._needed[node.leaf], last_year)
            return {name: tuple(own.get(name, ())) for name in LISTS}
        wanted = len(node.parts) if node.gate == "all" else 1 if node.gate == "any" else node.gate
        rows: dict[str, list[Row]] = {name: [] for name in LISTS}
        _add(rows, self._first(node.parts, wanted))
        return rows

    def _first(self, parts: Sequence[int], wanted: int) -> list[Lists]:
        """Records for so many of some nodes, in pack order, what no record decides last; past what cannot be built."""
        found: list[Lists] = []
        unable: list[str] = []
        for part in sorted(parts, key=self._undecidable):
            if len(found) == wanted:
                break
            try:
                found.append(self.holding(part))
            except NotBuilt as error:
                unable.append(str(error))
        if len(found) < wanted:
            raise NotBuilt(unable[0] if unable else "too few clauses")
        return found

    def _undecidable(self, number: int) -> bool:
        leaf = self._tree.nodes[number].leaf
        return leaf is not None and leaf != self._tree.unread and not self._tree.leaves[leaf].draws_on()


def _add(rows: dict[str, list[Row]], more: Sequence[Lists]) -> None:
    """Rows taken into others. Jobs that differ in length only end together here: the longest holds the others."""
    for lists in more:
        for name, added in lists.items():
            for row in added:
                same = [each for each in rows[name] if name == "experience" and _kind_of(each) == _kind_of(row)]
                if row in rows[name] or any(each["start"] <= row["start"] for each in same):
                    continue
                rows[name] = [*(each for each in rows[name] if each not in same), row]


def _kind_of(job: Row) -> tuple[object, ...]:
    return tuple(job.get(column) for column in ("kinds", "employer", "class_code"))


def without(lists: Lists, table: str) -> Iterator[Lists]:
    """A record without each row of a table in turn."""
    for place in range(len(lists.get(table, ()))):
        yield {**lists, table: [row for number, row in enumerate(lists[table]) if number != place]}


def variants(pack: Pack, lists: Lists) -> Iterator[Lists]:
    """A record with one cell changed: another kind of work or field, a degree not conferred or of few units."""
    for place in range(len(lists.get("experience", ()))):
        for kind in pack.kinds:
            yield changed(lists, "experience", place, kinds=kind)
    for place, row in enumerate(lists.get("education", ())):
        yield changed(lists, "education", place, conferred="no")
        if not any(row.get(column) for column in ("semester_units", "quarter_units", "credits")):
            yield changed(lists, "education", place, semester_units="1")
        for field in pack.fields:
            yield changed(lists, "education", place, field=field)
    for place in range(len(lists.get("answers", ()))):
        yield changed(lists, "answers", place, answer="no")
