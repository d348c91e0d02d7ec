"""The parts of a letter: the clauses that decide, each with its place, what was counted row by row, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from minqual.clauses import ONE_ENOUGH
from minqual.letters.catalogue import Catalogue, Said
from minqual.letters.translated_phrases import Speech
from minqual.notation import Quotes
from minqual.values import Standing, hundredths
from minqual.verdicts import ClauseVerdict, Counted, EvidenceItem, LevelVerdict, SourcePlace, credible


@dataclass(frozen=True, slots=True)
class Part:
    """A clause as a letter tells it. lines: its place, what was counted and what is missing, one sentence each."""

    number: str
    needs: Said
    lines: tuple[Said, ...]


class Teller:
    """Tells the deciding clauses of levels in letters of one kind and language."""

    def __init__(self, say: Catalogue, speech: Speech, kind: str, quotes: Quotes) -> None:
        self._say, self._speech, self._kind, self._quotes = say, speech, kind, quotes
        self._told_rows: dict[tuple[Said, ...], str] = {}

    def parts(self, level: LevelVerdict, before: str = "") -> Iterator[Part]:
        """The clauses that hold a level where it stands, numbered as they contain each other.

        Of several that would be enough, a letter about a level that is met tells one.
        """
        for place, clause in enumerate(self._deciding(level, None, level.standing), start=1):
            yield from self._told(level, clause, f"{before}{place}.")

    def _deciding(self, level: LevelVerdict, parent: ClauseVerdict | None, standing: str) -> list[ClauseVerdict]:
        inside = None if parent is None else parent.id
        deciding = [each for each in level.clauses if each.parent == inside and each.standing == standing]
        one = parent is not None and parent.kind in ONE_ENOUGH and standing == Standing.MET.word
        return deciding[:1] if one else deciding

    def _told(self, level: LevelVerdict, clause: ClauseVerdict, number: str) -> Iterator[Part]:
        """A clause, or those inside it; a group of which one clause decides is told as that."""
        inside = self._deciding(level, clause, clause.standing)
        if not inside:
            lines = (*self._place(clause), *self._figures(clause), *self._rows_once(clause, number))
            yield Part(number, self._needs(clause), lines)
        elif len(inside) == 1:
            yield from self._told(level, inside[0], number)
        else:
            yield Part(number, self._group(clause), ())
            for place, each in enumerate(inside, start=1):
                yield from self._told(level, each, f"{number}{place}.")

    def _needs(self, clause: ClauseVerdict) -> Said:
        """What a clause needs; what somebody may accept is nothing that a person can meet."""
        words = self._speech.told(clause.says)
        if clause.kind == "discretion" and clause.standing == Standing.UNMET.word:
            return self._say.say("row part", words=_begun(words))
        return self._say.say(f"needs {self._kind}", words=words)

    def _group(self, clause: ClauseVerdict) -> Said:
        if clause.kind == "at least":
            return self._say.say("group some", words=self._speech.told(clause.says))
        return self._say.say("group any of" if clause.kind in ONE_ENOUGH else "group")

    def _place(self, clause: ClauseVerdict) -> Iterator[Said]:
        sources = () if clause.source is None else (clause.source, *clause.further_sources)
        for source in filter(lambda each: each.section or each.anchor, sources):
            yield self._stands(source)
            if words := self._quotes.get((source.section, source.anchor)):
                yield self._say.say("quote", words=Said.of(words, "", self._say.foreign(words)))

    def _stands(self, source: SourcePlace) -> Said:
        said = {name: each for name, each in (("section", source.section), ("anchor", source.anchor)) if each}
        return self._say.say(
            _PLACES[frozenset(said)], **{name: Said.of(each, "", [each]) for name, each in said.items()}
        )

    def _figures(self, clause: ClauseVerdict) -> Iterator[Said]:
        """What was counted and needed, and what is missing."""
        counted, say = clause.counted, self._say
        if counted is None:
            if clause.standing == "unmet":
                yield say.say(_LACKING.get(clause.kind, "lacking record"))
            return
        unit = counted.unit
        if counted.high is None or counted.exact[1] is None or not credible(Fraction(counted.exact[1]), unit):
            none = Fraction(counted.exact[0]) == 0
            yield say.say(
                "counted unknown" if none else "counted or more",
                **({} if none else {"low": say.amount(counted.low, unit)}),
            )
        elif counted.low == counted.high:
            yield say.say("counted", amount=self._in_full(counted))
        else:
            yield say.say("counted range", low=say.amount(counted.low, unit), high=say.amount(counted.high, unit))
        if clause.needed is not None:
            yield say.say("needed", amount=say.amount(clause.needed, unit))
        if clause.most is not None:
            yield say.say("most", amount=say.amount(clause.most, unit))
        if clause.standing == "unmet":
            yield from self._missing(clause)

    def _in_full(self, counted: Counted) -> Said:
        """A figure; of years that are not whole ones also what they are in months and days."""
        amount = self._say.amount(counted.low, counted.unit)
        if counted.unit != "years" or counted.low.endswith(".00"):
            return amount
        return self._say.say("in full", amount=amount, lasting=self._say.lasting(Fraction(counted.exact[0])))

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

    def _rows_once(self, clause: ClauseVerdict, number: str) -> tuple[Said, ...]:
        """The rows of a clause, or where the very same were told before."""
        rows = tuple(self._rows(clause))
        before = self._told_rows.setdefault(rows, number) if clause.evidence else number
        return rows if before == number else (self._say.say("rows as before", number=before.rstrip(".")),)

    def _rows(self, clause: ClauseVerdict) -> Iterator[Said]:
        """What was counted row by row, and what was not, and why."""
        unit = "" if clause.counted is None else clause.counted.unit
        for item in clause.evidence:
            yield self._row(item, unit) if item.entry else self._part(item, unit)
        if not clause.evidence and clause.kind not in _OF_NO_ROWS:
            yield self._say.say("no rows")

    def _row(self, item: EvidenceItem, unit: str) -> Said:
        say, speech = self._say, self._speech
        if item.table == "answers":
            return say.say("row part", words=_begun(speech.told(item.says)))
        says, part = self._part_named(item.says)
        entry = speech.entry(item.entry)
        if part:
            entry = say.say("for part", words=entry, part=part)
        head, _, reason = says.partition(": ")
        if head == "does not count":
            return say.say("row not", entry=entry, why=speech.why(reason))
        if head == "open" and reason and reason not in _OPEN:
            return say.say("row open", entry=entry, why=speech.why(reason))
        if says not in _COUNTS:
            implied = says.startswith(_IMPLIED) and unit and item.low == item.high
            amount = {"amount": say.amount(item.low, unit)} if implied and item.low is not None else {}
            return say.say("row says for" if amount else "row says", entry=entry, why=speech.why(says), **amount)
        if item.low is None or not unit:
            return say.say(_COUNTS[says], entry=entry)
        return self._row_for(entry, item.low, item.high, unit)

    def _part_named(self, says: str) -> tuple[str, Said | None]:
        """What is said of a row, and the parts of a sum that it is said of."""
        found = _OF_PARTS.fullmatch(says)
        if found is None:
            return says, None
        numbers = re.findall("[0-9]+", found["parts"])
        return found["says"], self._say.listed([self._say.say("part", n=each) for each in numbers])

    def _part(self, item: EvidenceItem, unit: str) -> Said:
        """A part of a sum, with what it comes to; or what people said, which is of no row."""
        say = self._say
        found = _PART.fullmatch(item.says)
        if found is None:
            return say.say("row part", words=_begun(self._speech.told(item.says)))
        words = Said.joined([_begun(say.say("part", n=found["n"])), self._speech.told(found["says"])], ", ")
        if item.low is None or not unit:
            return say.say("row part", words=words)
        if item.high == item.low:
            return say.say("row part for", words=words, amount=say.amount(item.low, unit))
        if Fraction(item.low) == 0:
            return say.say("row part unknown", words=words)
        return say.say("row part more", words=words, low=say.amount(item.low, unit))

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


_LACKING = {
    "answer": "lacking answer",
    "discretion": "lacking accepted",
    "judgement": "lacking accepted",
    "year for year": "lacking sum",
}
"""What is missing at kinds of clause that no row of a record meets by itself."""

_OF_NO_ROWS = frozenset(_LACKING)

_OPEN = frozenset({"study without stated units", "perhaps an answer to this question"})
"""What is open about a row that is no reason against it."""

_IMPLIED = "units that the degree implies"
"""What is said of units that no row states."""

_OF_PARTS = re.compile(r"(?P<says>.*) \((?P<parts>(?:(?:, | and )?(?:part|use) [0-9]+)+)\)", re.DOTALL)
_PART = re.compile(r"(?:part|use) (?P<n>[0-9]+), (?P<says>.*)", re.DOTALL)


def _begun(said: Said) -> Said:
    """A text as a sentence begins."""
    return Said.of(said[:1].upper() + said[1:], said.own, said.foreign)


_COUNTS = {"counts": "row counts", "counts as far as is known": "row partly"}
"""What is said of rows that count, by what their evidence says."""

_PLACES = {
    frozenset({"section", "anchor"}): "place",
    frozenset({"section"}): "place no anchor",
    frozenset({"anchor"}): "place no section",
}
"""How a place is told, by what is known of it."""
