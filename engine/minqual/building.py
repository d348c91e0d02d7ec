"""Records built from a pack's own words, so that certain clauses hold and no others need to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from minqual.clauses.answer import Answer
from minqual.clauses.base import Amount, Leaf
from minqual.clauses.credential import Credential
from minqual.clauses.degree import Degree
from minqual.dates import number_after
from minqual.figures import DAYS_IN_YEAR
from minqual.levers import Lists, changed, decimal, on
from minqual.packs import Pack
from minqual.records import LISTS
from minqual.trees import Tree

Row = Mapping[str, Any]


class NotBuilt(ValueError):
    """A clause for which no record can be built; its message says which kind."""


class Builder:
    """Builds records for the clauses of one pack as of a date."""

    def __init__(self, pack: Pack, tree: Tree, as_of: date) -> None:
        self._pack, self._tree, self._as_of = pack, tree, as_of

    def deciding(self, number: int) -> Lists:
        """A record in which a node decides its level: all else that the level needs holds, nothing instead of it."""
        rows: dict[str, list[Row]] = {name: [] for name in LISTS}
        here = number
        while (parent := self._tree.nodes[here].parent) is not None and parent not in self._tree.levels:
            node = self._tree.nodes[parent]
            others = [part for part in node.parts if part != here]
            wanted = len(others) if node.gate == "all" else 0 if node.gate == "any" else node.gate - 1
            self._add(rows, self._cheapest(others, wanted))
            here = parent
        self._add(rows, [self.holding(number)])
        return rows

    def holding(self, number: int) -> Lists:
        """A record in which a node holds."""
        node = self._tree.nodes[number]
        if node.leaf is not None:
            own = self._leaf(self._tree.leaves[node.leaf])
            return {name: tuple(own.get(name, ())) for name in LISTS}
        wanted = {"all": len(node.parts), "any": 1}.get(str(node.gate)) or int(node.gate)
        rows: dict[str, list[Row]] = {name: [] for name in LISTS}
        self._add(rows, self._cheapest(node.parts, wanted))
        return rows

    def _cheapest(self, parts: Sequence[int], wanted: int) -> list[Lists]:
        """Records for so many of some nodes, in pack order, passing over what cannot be built."""
        found: list[Lists] = []
        unable: list[str] = []
        for part in parts:
            if len(found) == wanted:
                break
            try:
                found.append(self.holding(part))
            except NotBuilt as error:
                unable.append(str(error))
        if len(found) < wanted:
            raise NotBuilt(unable[0] if unable else "too few clauses")
        return found

    @staticmethod
    def _add(rows: dict[str, list[Row]], more: Sequence[Lists]) -> None:
        for lists in more:
            for name, added in lists.items():
                for row in added:
                    # Jobs of one kind end together here: the longest holds what the others would.
                    same = [each for each in rows[name] if name == "experience" and each["kinds"] == row["kinds"]]
                    if row in rows[name] or any(each["start"] <= row["start"] for each in same):
                        continue
                    rows[name] = [*(each for each in rows[name] if each not in same), row]

    def _leaf(self, leaf: Leaf) -> dict[str, list[Row]]:
        names = self._names(leaf)
        if isinstance(leaf, Degree):
            field = {"field": names["fields"]} if "fields" in names else {}
            return {"education": [{"level": leaf.degree.word, **field, "conferred": "yes"}]}
        if isinstance(leaf, Credential):
            issuer = {"issuer": names["issuers"]} if "issuers" in names else {}
            return {"credentials": [{"name": names["credentials"], **issuer}]}
        if isinstance(leaf, Answer):
            return {"answers": [{"question": leaf.answer, "answer": "yes"}]}
        amount = needed_by(leaf)
        if amount is not None and amount.unit in {"years", "months"} and "kinds" in names:
            return {"experience": [self.job(amount.years, names["kinds"])]}
        if amount is not None and amount.unit.endswith(" units"):
            return {"education": [study(amount, names.get("subjects"))]}
        msg = f"no record can be built for a clause of the kind {leaf.kind!r}"
        raise NotBuilt(msg)

    def job(self, years: Fraction, kind: str) -> Row:
        """Full-time work of a kind for so many years, up to the last day of the year before the as-of date."""
        stop = date(self._as_of.year - 1, 12, 31)
        begin = on(number_after(stop) - ceil(years * DAYS_IN_YEAR)) or date(stop.year - ceil(years), 1, 1)
        return {"start": begin.isoformat(), "end": stop.isoformat(), "hours_per_week": "40", "kinds": kind}

    def _names(self, leaf: Leaf) -> dict[str, str]:
        """The first name of each section that a clause asks for; of a group, its first kind."""
        found: dict[str, str] = {}
        for key, section, name in leaf.names():
            if not key.startswith("not"):
                found.setdefault(section, self._pack.groups.get(name, (name,))[0])
        return found


def study(amount: Amount, subject: str | None) -> Row:
    """Study without a degree of so many units."""
    subjects = {"subject": subject} if subject else {}
    return {"level": "some college", f"{amount.unit.split()[0]}_units": decimal(ceil(amount.value * 1000)), **subjects}


def needed_by(leaf: Leaf) -> Amount | None:
    """What a clause asks for, from its own key."""
    value = getattr(leaf, leaf.kind.replace(" ", "_"), None)
    return value if isinstance(value, Amount) else None


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
        if not row.get("semester_units") and not row.get("quarter_units"):
            yield changed(lists, "education", place, semester_units="1")
        for field in pack.fields:
            yield changed(lists, "education", place, field=field)
    for place in range(len(lists.get("answers", ()))):
        yield changed(lists, "answers", place, answer="no")
