"""Records built from a pack's own words, so that certain clauses hold and no others need to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from minqual.clauses import (
    Answer,
    Clause,
    ClauseTerm,
    Credential,
    Degree,
    Leaf,
    NumberTerm,
    StatedNumber,
    Term,
    TimeTerm,
)
from minqual.judging import Tree
from minqual.notation import Amount
from minqual.packs import Pack
from minqual.records import LISTS
from minqual.values import DAYS_IN_YEAR, DegreeLevel, number_after
from minqual.what_if.moves import Lists, changed, decimal, on

Row = Mapping[str, Any]


class NotBuilt(ValueError):
    """A clause for which no record can be built; its message says which kind."""


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
        while (parent := self._tree.nodes[here].parent) is not None and parent not in self._tree.levels:
            node = self._tree.nodes[parent]
            others = [part for part in node.parts if part != here]
            wanted = len(others) if node.gate == "all" else 0 if node.gate == "any" else node.gate - 1
            _add(rows, self._first(others, wanted))
            here = parent
        return rows

    def term(self, term: Term, size: Fraction, stop: date) -> Lists:
        """A record that counts so much for a term of a total: years, semester units or a number; work until a day."""
        if isinstance(term, ClauseTerm):
            assert isinstance(term.holds, Leaf)
            return self._leaf(term.holds, getattr(term.holds, term.holds.kind, None))
        if isinstance(term, NumberTerm):
            return {"answers": [{"question": term.question, "answer": decimal(ceil(size * 1000))}]}
        words = self._words(term)
        if isinstance(term, TimeTerm):
            return self._work(term, size, words, stop)
        return {"education": [_study(term, Amount(size, "semester units"), words.get("subjects in"))]}

    def holding(self, number: int) -> Lists:
        """A record in which a node holds."""
        node = self._tree.nodes[number]
        if node.leaf is not None:
            own = self._leaf(self._tree.leaves[node.leaf], self._needed[node.leaf])
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

    def _leaf(self, leaf: Leaf, needed: Amount | None) -> dict[str, list[Row]]:
        words = self._words(leaf)
        if isinstance(leaf, Degree):
            field = {"field": words["fields in"]} if "fields in" in words else {}
            return {"education": [{"level": leaf.degree.word, **field, "conferred": "yes"}]}
        if isinstance(leaf, Credential):
            issuer = {"issuer": words["issuers issued by"]} if "issuers issued by" in words else {}
            return {"credentials": [{"name": leaf.credential, **issuer}]}
        if isinstance(leaf, Answer):
            return {"answers": [{"question": leaf.answer, "answer": "yes"}]}
        if isinstance(leaf, StatedNumber):
            stated = decimal(ceil(leaf.number * 1000))
            first, *others = leaf.questions_
            answers: list[Row] = [{"question": first, "answer": stated}]
            return {"answers": [*answers, *({"question": name, "answer": "0"} for name in others)]}
        return self._counting(leaf, needed, words) if leaf.draws_on() else {}

    def _counting(self, leaf: Leaf, needed: Amount | None, words: Mapping[str, str]) -> dict[str, list[Row]]:
        """Work or study, whichever a clause counts: work where it names any."""
        if needed is not None and any(key.startswith(("kinds", "classes", "employers")) for key in words):
            years = needed.years if needed.unit in {"years", "months"} else Fraction(1)
            return self._work(leaf, years, words, date(self._as_of.year - 1, 12, 31))
        if needed is not None and "education" in leaf.draws_on():
            units = needed if needed.of_units else Amount(needed.years * self._pack.policy.units_in_a_year, "semester")
            return {"education": [_study(leaf, units, words.get("subjects in"))]}
        msg = f"no record can be built for a clause of the kind {leaf.kind!r}"
        raise NotBuilt(msg)

    def _work(self, leaf: Leaf | Term, years: Fraction, words: Mapping[str, str], stop: date) -> dict[str, list[Row]]:
        """Full-time work for so many years, up to a day."""
        begin = on(number_after(stop) - ceil(years * DAYS_IN_YEAR)) or date(stop.year - ceil(years), 1, 1)
        job = {"start": begin.isoformat(), "end": stop.isoformat(), "hours_per_week": "40"}
        job |= {"employer": words["employers employer"]} if "employers employer" in words else {}
        job |= {"class_code": words["classes class"]} if "classes class" in words else {}
        kinds = [words[key] for key in ("kinds in", "kinds rows count", "kinds also in") if key in words]
        stated = ";".join(dict.fromkeys(kinds)) or "other work"
        rows: dict[str, list[Row]] = {"experience": [{**job, "kinds": stated}]}
        before: Clause | None = getattr(leaf, "after", None)
        if isinstance(before, Degree):
            (degree,) = self._leaf(before, None)["education"]
            awarded = {"awarded": f"{begin.year - 1}-06-15"}
            rows["education"] = [{**{key: cell for key, cell in degree.items() if key != "conferred"}, **awarded}]
        return rows

    def _words(self, leaf: Leaf | Term) -> dict[str, str]:
        """The first name that a clause asks for under each key, by section and key; of a group, its first kind."""
        found: dict[str, str] = {}
        for key, section, name in leaf.names():
            if not key.startswith("not"):
                found.setdefault(f"{section} {key}", self._pack.groups.get(name, (name,))[0])
        return found


def _study(leaf: Leaf | Term, units: Amount, subject: str | None) -> Row:
    """Study of so many units, at the level that a clause asks."""
    level: DegreeLevel | None = getattr(leaf, "level", None)
    subjects = {"subject": subject} if subject else {}
    system = "quarter_units" if units.unit == "quarter units" else "semester_units"
    degree = {"level": level.word, "conferred": "no"} if level else {"level": "some college"}
    return {**degree, **subjects, system: decimal(ceil(units.value * 1000))}


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
        if not row.get("semester_units") and not row.get("quarter_units"):
            yield changed(lists, "education", place, semester_units="1")
        for field in pack.fields:
            yield changed(lists, "education", place, field=field)
    for place in range(len(lists.get("answers", ()))):
        yield changed(lists, "answers", place, answer="no")
