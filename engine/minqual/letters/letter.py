"""A letter: all that one applicant is told of one verdict, field by field, in one language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minqual._version import __version__
from minqual.letters.agency_profile import AgencyProfile
from minqual.letters.catalogue import Catalogue, Said
from minqual.letters.letter_fields import ALWAYS, HEADINGS, KINDS, OF_KIND
from minqual.letters.people_file import Person
from minqual.letters.told_clauses import Part, Teller
from minqual.letters.translated_phrases import Speech
from minqual.notation import Quotes
from minqual.packs import Pack
from minqual.values import Standing
from minqual.verdicts import AskedQuestion, LevelVerdict, Verdict
from minqual.what_if import LevelWays, ThingTold, WayTold


@dataclass(frozen=True, slots=True)
class Basis:
    """What a letter rests on. number: the decision's own. entry: of an examination that keeps it, None of results.

    examination: its name, as people know it. level: the one asked for. told_until: the last day that it tells of, which
    is the as-of day, or one on which people settled something.
    """

    verdict: Verdict
    number: str
    entry: int | None
    examination: str
    pack: Pack
    level: str | None
    told_until: date
    asked: Callable[[], Sequence[AskedQuestion]]
    ways: Callable[[], Sequence[LevelWays]]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. fields: what its template is filled with."""

    kind: str
    applicant: str
    language: str
    pack: str
    fields: Mapping[str, Any]


def kind_of(verdict: Verdict) -> str | None:
    """The kind of letter that a verdict may be told in; None where there is none to be written.

    A rejection is written of a verdict alone that is unmet, and that a person stands by; one that refers to an
    authority is open until the authority has decided.
    """
    if verdict.standing is Standing.UNMET and verdict.confirmed is None:
        return None
    return next((kind for kind, standing in KINDS.items() if standing is verdict.standing), None)


def levels_told(verdict: Verdict, level: str | None) -> Sequence[LevelVerdict]:
    """The levels that a letter is about: the one asked for, the best that is reached or open, or all that are unmet."""
    best = {
        Standing.MET: verdict.eligible_level,
        Standing.CONDITIONAL: verdict.conditional_level,
        Standing.REVIEW: None,
        Standing.UNMET: None,
    }[verdict.standing]
    wanted = level or best
    standing = [each for each in verdict.levels if each.level == wanted or wanted is None]
    same = [each for each in standing if each.standing == verdict.verdict]
    return same[:1] if verdict.standing is Standing.REVIEW else same


def letter_of(decided: Basis, person: Person, profile: AgencyProfile, day: date, quotes: Quotes) -> Letter:
    """The letter to a person of a verdict of which one may be written; CalendarEndsError as deadlines have it."""
    verdict = decided.verdict
    kind = kind_of(verdict)
    assert kind is not None
    writer = _Writer(decided, kind, profile, day, Catalogue(person.language))
    fields: dict[str, Any] = {
        **writer.frame(person),
        "language": person.language,
        "parts": writer.parts(quotes),
        **writer.rights(),
        "tool": writer.tool(),
        **{name: getattr(text, person.language) for name, text in profile.fields.items()},
    }
    for name in OF_KIND[kind]:
        fields[name] = getattr(writer, name)()
    assert set(fields) == {*ALWAYS, *OF_KIND[kind], "headings", "language", *profile.fields}
    return Letter(kind, verdict.applicant_id, person.language, verdict.pack.name, fields)


class _Writer:
    """Writes the fields of one letter."""

    def __init__(self, decided: Basis, kind: str, profile: AgencyProfile, day: date, say: Catalogue) -> None:
        self._decided, self._kind, self._profile, self._day, self._say = decided, kind, profile, day, say
        self._speech = Speech(say, decided.pack.es)
        self._levels = levels_told(decided.verdict, decided.level)

    def _until(self, of: str) -> Said:
        return self._say.day(self._profile.deadline(of, self._day))

    def frame(self, person: Person) -> dict[str, Any]:
        """What stands around what is decided, and the decision."""
        profile, say = self._profile, self._say
        titles = say.listed([self._speech.told(each.title) for each in self._levels])
        headings = {name: say.say(self._heading(name)) for name in HEADINGS}
        return {
            "sender": "\n".join((profile.agency, profile.office, *profile.address)),
            "day": say.day(self._day),
            "recipient": f"{person.name}\n{person.address}",
            "subject": say.say("subject", title=self._speech.told(self._decided.pack.title)),
            "greeting": say.say("greeting", name=person.name),
            "decision": say.say(f"decision {self._kind}", title=titles),
            "about": list(self._about(titles)),
            "headings": headings,
            "decision_id": say.say("decision id", id=self._decided.number),
            "closing": say.say("closing"),
            "signed": f"{profile.signed}\n{profile.contact}",
            "accommodation": say.say("accommodation", contact=getattr(profile.accommodation, say.language)),
            "correct": say.say("correct", day=self._until("correct"), contact=profile.contact),
        }

    def _heading(self, name: str) -> str:
        return f"heading parts {self._kind}" if name == "parts" else f"heading {name}"

    def _about(self, titles: str) -> Iterator[Said]:
        say, decided = self._say, self._decided
        codes = list(dict.fromkeys(each.class_code for each in self._levels if each.class_code))
        name = self._speech.told(decided.pack.title)
        yield (
            say.say("about class code", name=name, code=", ".join(codes))
            if codes
            else say.say("about class", name=name)
        )
        yield say.say("about level" if len(self._levels) == 1 else "about levels", title=titles)
        yield say.say("about examination", name=self._speech.entry(decided.examination))
        yield say.say("about day", day=say.day(date.fromisoformat(decided.verdict.as_of)))

    def parts(self, quotes: Quotes) -> list[Part]:
        """The clauses that decide, of several levels one after the other."""
        teller = Teller(self._say, self._speech, self._kind, quotes)
        if len(self._levels) == 1:
            return list(teller.parts(self._levels[0]))
        parts = []
        for place, level in enumerate(self._levels, start=1):
            title = self._speech.told(level.title)
            parts.append(Part(f"{place}.", self._say.say("group some", words=title), ()))
            parts += teller.parts(level, f"{place}.")
        return parts

    def rights(self) -> dict[str, Said]:
        """Review by a person, and appeal."""
        say = self._say
        where = getattr(self._profile.appeal_to, say.language)
        return {
            "review": say.say("review", day=self._until("review")),
            "appeal": say.say("appeal", day=self._until("appeal"), where=where),
        }

    def tool(self) -> list[Said]:
        """That a tool was used, which, and what a person did."""
        say, verdict = self._say, self._decided.verdict
        pack = f"{verdict.pack.name} {verdict.pack.version}"
        used = say.say("tool", version=__version__, pack=pack)
        if verdict.confirmed is None:
            return [used, say.say("tool not confirmed")]
        return [used, say.say("tool confirmed", signature=verdict.confirmed)]

    def due(self) -> list[Said]:
        """By when what is due is to be shown."""
        return [self._say.say("due", day=self._until("answer"))]

    def asks(self) -> list[Said]:
        """How the levels beside those told stand, what the applicant is asked, and by when it is to be answered."""
        say, beside = self._say, self._beside()
        lines = []
        for key, levels in beside.items():
            titles = say.listed([self._speech.told(each.title) for each in levels])
            lines.append(say.say(key, title=titles))
        asked = list(self._asked({each.level for levels in (self._levels, *beside.values()) for each in levels}))
        if asked:
            return [*lines, *asked, say.say("ask by", day=self._until("answer"))]
        is_open = self._kind == _OPEN_KIND or f"decision {_OPEN_KIND}" in beside
        return [*lines, say.say("ask nothing" if is_open else "ask nothing else")]

    def _beside(self) -> Mapping[str, Sequence[LevelVerdict]]:
        """Of a verdict that levels reach, those that do not reach it, by what is said of them."""
        verdict = self._decided.verdict
        found: dict[str, list[LevelVerdict]] = defaultdict(list)
        if self._kind == _OPEN_KIND:
            return found
        for each in verdict.levels:
            if each.standing != verdict.verdict:
                found[_BESIDE.get(each.standing, "level short")].append(each)
        return found

    def _asked(self, levels: Collection[str]) -> Iterator[Said]:
        """What the applicant is asked about some levels."""
        say = self._say
        for each in self._decided.asked():
            if each.who == "the applicant" and (not each.levels or any(level in levels for level in each.levels)):
                words, entry = self._speech.told(each.ask), self._speech.entry(each.entry)
                row = each.entry and not _QUESTION.fullmatch(each.entry)
                yield say.say("ask about", entry=entry, words=words) if row else say.say("ask", words=words)

    def cure(self) -> list[Said]:
        """What would bring a level to be met, and by when; and by when it can be shown now."""
        told = {each.level for each in self._levels}
        ways = [way for each in self._decided.ways() if each.level in told for way in each.ways]
        told_ways = dict.fromkeys(tuple(self._way(way)) for way in ways)
        lines: list[Said] = []
        for place, way_told in enumerate(told_ways):
            lines += [self._say.say("other way" if place else "one way"), *way_told]
        return [*(lines or [self._say.say("no way")]), self._say.say("cure by", day=self._until("answer"))]

    def _way(self, way: WayTold) -> Iterator[Said]:
        say = self._say
        yield from map(self._thing, way.things)
        for each in way.answers:
            yield say.say("way answers", words=self._speech.told(each.rstrip(".")))
        if not way.things and not way.answers:
            yield say.say("thing waits")
        day = self._day.isoformat()
        if way.day != way.earliest and way.day is not None:
            yield say.say("way sooner", day=say.day(date.fromisoformat(way.day)))
        elif way.earliest is not None and way.earliest <= day:
            yield say.say("way now")
        elif way.earliest is not None:
            yield say.say("way by", day=say.day(date.fromisoformat(way.earliest)))
        elif way.not_before > day:
            yield say.say("way not before", day=say.day(date.fromisoformat(way.not_before)))
        else:
            yield say.say("way open")

    def _thing(self, thing: ThingTold) -> Said:
        """One thing that is still to come, with how much of it."""
        say, words = self._say, self._speech.told(thing.says)
        if not thing.amount:
            return say.say("thing", words=words)
        if thing.amount.startswith(_ANSWER):
            return say.say("thing answer", amount=thing.amount.removeprefix(_ANSWER), words=words)
        if lasting := _LASTING.fullmatch(thing.amount):
            amounts = [say.amount(count, f"{unit}s") for count, unit in _TIME.findall(lasting["time"])]
            return say.say("thing more", amount=say.listed(amounts), words=words)
        units = _UNITS.fullmatch(thing.amount)
        assert units is not None, "an amount of another form"
        return say.say("thing units", amount=say.amount(units["count"], units["unit"]), words=words)


_OPEN_KIND = "what-we-still-need"
_BESIDE = {"review": f"decision {_OPEN_KIND}", "conditional": "decision conditionally-eligible"}
"""What is said of a level beside those that a letter is about, by how it stands."""

_QUESTION = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
"""An answer's row is named by its question's id, which says nothing to people."""
_ANSWER = "the answer "
_TIME = re.compile(r"([0-9]+) (year|month|day)s?")
_LASTING = re.compile(r"(?P<time>(?:[0-9]+ (?:year|month|day)s? ?)+) more of")
_UNITS = re.compile(r"(?P<count>[0-9.]+) more (?P<unit>semester units|quarter units)")
