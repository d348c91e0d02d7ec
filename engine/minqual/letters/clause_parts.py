"""The parts of a letter: the clauses that decide, each with its place, what was counted row by row, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from minqual.letters.catalogue import Catalogue, Said
from minqual.notation import Quotes
from minqual.values import hundredths
from minqual.verdicts import ClauseVerdict, EvidenceItem, LevelVerdict, SourcePlace, credible


@dataclass(frozen=True, slots=True)
class Part:
    """A clause as a letter tells it. lines: its place, what was counted and what is missing, one sentence each."""

    number: str
    needs: Said
    lines: tuple[Said, ...]


class Teller:
    """Tells the deciding clauses of levels in letters of one kind and language."""

    def __init__(self, catalogue: Catalogue, kind: str, quotes: Quotes) -> None:
        self._say, self._kind, self._quotes = catalogue, kind, quotes

    def parts(self, level: LevelVerdict, before: str = "") -> Iterator[Part]:
        """The clauses that hold a level where it stands, numbered as they contain each other."""
        yield from self._below(level, None, level.standing, before)

    def _below(self, level: LevelVerdict, parent: str | None, standing: str, before: str) -> Iterator[Part]:
        deciding = [each for each in level.clauses if each.parent == parent and each.standing == standing]
        for place, clause in enumerate(deciding, start=1):
            number = f"{before}{place}."
            if any(each.parent == clause.id and each.standing == standing for each in level.clauses):
                any_of = clause.kind in _ANY_OF
                yield Part(number, self._say.say("group any of" if any_of else "group"), ())
                yield from self._below(level, clause.id, standing, number)
            else:
                words = self._say.marked(clause.says)
                lines = (*self._place(clause), *self._figures(clause), *self._rows(clause))
                yield Part(number, self._say.say(f"needs {self._kind}", words=words), lines)

    def _place(self, clause: ClauseVerdict) -> Iterator[Said]:
        sources = () if clause.source is None else (clause.source, *clause.further_sources)
        for source in filter(lambda each: each.section or each.anchor, sources):
            yield self._stands(source)
            if words := self._quotes.get((source.section, source.anchor)):
                yield self._say.say("quote", words=self._say.marked(words))

    def _stands(self, source: SourcePlace) -> Said:
        said = {name: each for name, each in (("section", source.section), ("anchor", source.anchor)) if each}
        return self._say.say(_PLACES[frozenset(said)], **said)

    def _figures(self, clause: ClauseVerdict) -> Iterator[Said]:
        """What was counted and needed, and what is missing."""
        counted, say = clause.counted, self._say
        if counted is None:
            if clause.standing == "unmet":
                yield say.say("lacking record")
            return
        unit = counted.unit
        if counted.high is None or counted.exact[1] is None or not credible(Fraction(counted.exact[1]), unit):
            yield say.say("counted or more", low=say.amount(counted.low, unit))
        elif counted.low == counted.high:
            yield say.say("counted", amount=say.amount(counted.low, unit))
        else:
            yield say.say("counted range", low=say.amount(counted.low, unit), high=say.amount(counted.high, unit))
        if clause.needed is not None:
            yield say.say("needed", amount=say.amount(clause.needed, unit))
        if clause.most is not None:
            yield say.say("most", amount=say.amount(clause.most, unit))
        if clause.standing == "unmet":
            yield from self._missing(clause)

    def _missing(self, clause: ClauseVerdict) -> Iterator[Said]:
        counted, say = clause.counted, self._say
        assert counted is not None
        low = Fraction(counted.exact[0])
        if clause.most is not None and low > Fraction(clause.most):
            yield say.say("too much", amount=self._amount(low - Fraction(clause.most), counted.unit))
        elif clause.needed is not None and counted.exact[1] is not None:
            most, least = (Fraction(clause.needed) - Fraction(each or 0) for each in counted.exact)
            if least == most:
                yield say.say("lacking", amount=self._amount(most, counted.unit))
            else:
                bounds = {name: self._amount(each, counted.unit) for name, each in (("least", least), ("most", most))}
                yield say.say("lacking range", **bounds)

    def _amount(self, figure: Fraction, unit: str) -> Said:
        if unit in {"years", "months"}:
            return self._say.lasting(figure / (12 if unit == "months" else 1))
        return self._say.amount(hundredths(figure), unit)

    def _rows(self, clause: ClauseVerdict) -> Iterator[Said]:
        """What was counted row by row, and what was not, and why."""
        unit = "" if clause.counted is None else clause.counted.unit
        for item in clause.evidence:
            yield self._row(item, unit)
        if not clause.evidence:
            yield self._say.say("no rows")

    def _row(self, item: EvidenceItem, unit: str) -> Said:
        say, entry = self._say, self._say.marked(item.entry)
        head, _, reason = item.says.partition(": ")
        if not item.entry:
            return Said.of(f"{say.marked(item.says)}.", "")
        if head == "does not count":
            return say.say("row not", entry=entry, why=say.why(reason))
        if item.says not in _COUNTS:
            return say.say("row says", entry=entry, why=say.why(item.says))
        if item.low is None or not unit:
            return say.say(_COUNTS[item.says], entry=entry)
        return self._row_for(entry, item.low, item.high, unit)

    def _row_for(self, entry: Said, low: str, high: str | None, unit: str) -> Said:
        """A row that counts for a figure."""
        say = self._say
        if high is None or not credible(Fraction(high), unit):
            return say.say("row partly or more", entry=entry, low=say.amount(low, unit))
        # Beside more jobs that may count, a job's part of full time may be the smaller one.
        least, most = (say.amount(each, unit) for each in sorted((low, high), key=Fraction))
        if least == most:
            return say.say("row counts for", entry=entry, amount=least)
        return say.say("row partly for", entry=entry, low=least, high=most)


_COUNTS = {"counts": "row counts", "counts as far as is known": "row partly"}
"""What is said of rows that count, by what their evidence says."""

_ANY_OF = frozenset({"any of", "rows", "where counted", "if", "eased"})
"""Kinds of clause of which one part is enough."""

_PLACES = {
    frozenset({"section", "anchor"}): "place",
    frozenset({"section"}): "place no anchor",
    frozenset({"anchor"}): "place no section",
}
"""How a place is told, by what is known of it."""
