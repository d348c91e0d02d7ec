"""Phrases: what packs, records and the engine say in English, as a letter says it in its language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from minqual.letters.catalogue import LANGUAGES, Catalogue, Said, fields_of, filled
from minqual.notation import parse_yaml
from minqual.values import InternalFault

PHRASES: Final = Path(__file__).with_name("translated_phrases.yaml")

_UNIT: Final = "(?:semester |quarter )?units?|years?|months?|weeks?|days?|hours?"
_FOLLOWING: Final = (
    "due", "or expected", "conferred", "in the last", "paid", "leaving out", "where", "at most", "parts of that",
    "whole ones", "after", "not as", "not with", "foreign study",
)  # fmt: skip
"""How begins what may follow after a comma."""
_SLOTS: Final = {
    "amount": rf"[0-9][0-9,.]*[ ](?:{_UNIT})",
    "n": "[0-9][0-9,.]*",
    "id": "[a-z0-9-]+",
    "tail": f"(?:, (?:{'|'.join(_FOLLOWING)})(?: .*)?)?",
    "one": "(?:(?! and |, ).)+?",
    "when": ".+?", "names": ".+?", "words": ".+?", "own": ".+?", "said": ".+?",
}  # fmt: skip
"""What may stand in each kind of slot."""
_SLOT: Final = {kind: re.compile(text, re.DOTALL) for kind, text in _SLOTS.items()}

LONGEST_WEIGHED: Final = 700
"""Signs of a text up to which its other readings are weighed, where the first leaves words in another language."""

MOST_READINGS: Final = 60
"""Readings by one phrase that are weighed."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What comes in English, and how each language says it. parts: what stands between slots, and these, in turns."""

    comes: re.Pattern[str]
    parts: Sequence[str]
    said: Mapping[str, str]

    def readings(self, text: str) -> Iterator[Mapping[str, str]]:
        """What may stand in the slots of a text, with what comes first as short as can be."""
        found = self.comes.fullmatch(text)
        if found is None:
            return
        yield found.groupdict()
        if len(text) <= LONGEST_WEIGHED:
            yield from islice(self._split(text, 0, {}), 1, MOST_READINGS)

    def _split(self, text: str, place: int, slots: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        """The readings of a text from one of the parts on, a fixed one. slots: what stands in those before it."""
        fixed = self.parts[place]
        if not text.startswith(fixed):
            return
        rest = text[len(fixed) :]
        if place + 1 == len(self.parts):
            if not rest:
                yield slots
            return
        slot, after = self.parts[place + 1], self.parts[place + 2]
        ends = [len(rest)] if place + 3 == len(self.parts) and not after else _places(rest, after)
        for end in ends:
            if _SLOT[_kind(slot)].fullmatch(rest[:end]):
                yield from self._split(rest[end:], place + 2, {**slots, slot: rest[:end]})


def _places(text: str, part: str) -> Iterator[int]:
    """Where a part begins in a text; every place for a blank one."""
    if not part:
        yield from range(len(text) + 1)
        return
    end = text.find(part)
    while end >= 0:
        yield end
        end = text.find(part, end + 1)


@lru_cache(maxsize=2)
def every_phrase() -> Sequence[Phrase]:
    """Every phrase in its order; InternalFault where one lacks a language, or fields of the other."""
    listed: Any = parse_yaml(PHRASES.read_bytes(), PHRASES.name).value
    found = []
    for each in listed:
        said = {"en": str(each.get("en", each["is"])), "es": str(each.get("es", ""))}
        slots = sorted(fields_of(str(each["is"])))
        if not all(said.values()) or any(
            sorted({*fields_of(text), "id"}) != sorted({*slots, "id"}) for text in said.values()
        ):
            msg = f"{PHRASES.name}: {each['is']!r} is not said in each language, with the same fields"
            raise InternalFault(msg)
        parts = re.split(r"\{([a-z]+[0-9]?)\}", str(each["is"]))
        found.append(Phrase(_pattern(parts), parts, said))
    return found


def _kind(slot: str) -> str:
    return slot.rstrip("0123456789")


def _pattern(parts: Sequence[str]) -> re.Pattern[str]:
    text = [f"(?P<{part}>{_SLOTS[_kind(part)]})" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(text), re.DOTALL)


_BETWEENS: Final = re.compile(", | (?:or|and) ")
"""What stands between names in a row."""

_BETWEEN: Final = re.compile(f"(?:{_BETWEENS.pattern})$")


def _foreign(said: Said) -> int:
    """How many signs of a text are in another language."""
    return sum(map(len, said.foreign))


class Speech:
    """Says in the language of a letter what packs and records say. glossary: a pack's own words in that language."""

    def __init__(self, say: Catalogue, glossary: Mapping[str, str]) -> None:
        self._say = say
        self._glossary = {} if say.language == LANGUAGES[0] else glossary
        self._known: dict[str, Said | None] = {}

    def told(self, words: str) -> Said:
        """Words of a pack or of the engine; marked where nobody has said them in this language."""
        return self.known(words) or self._say.marked(words)

    def entry(self, words: str) -> Said:
        """What stands for a row: an applicant's own words stay as they are."""
        return self.known(words) or Said.of(words)

    def why(self, reason: str) -> Said:
        """One reason, or several in a row."""
        if (whole := self.known(reason)) is not None:
            return whole
        parts = [part for each in reason.split(", ") for part in each.split(" and ")]
        told = [self.known(each) for each in parts]
        known = [each for each in told if each is not None]
        return self._say.listed(known) if len(known) == len(told) else self._say.marked(reason)

    def known(self, words: str) -> Said | None:
        """Words as a phrase or the pack's glossary has them in this language; None where neither does."""
        if words not in self._known:
            self._known[words] = self._looked_up(words)
        return self._known[words]

    def _looked_up(self, words: str) -> Said | None:
        """The first reading that leaves nothing in another language, else the first that leaves least in it."""
        if words in self._glossary:
            return Said.of(self._glossary[words])
        best: Said | None = None
        for phrase in every_phrase():
            for slots in phrase.readings(words):
                found = self._filled(phrase, slots)
                if found is not None and (best is None or _foreign(found) < _foreign(best)):
                    best = found
                if best is not None and not best.foreign:
                    return best
        return best

    def _filled(self, phrase: Phrase, slots: Mapping[str, str]) -> Said | None:
        """A phrase with what stands in its slots; None where a slot for a phrase holds none that is known."""
        fields: dict[str, Said] = {}
        for slot, text in slots.items():
            said = self._slot(_kind(slot), text)
            if said is None:
                return None
            fields[slot] = said
        return filled(phrase.said[self._say.language], fields)

    def _slot(self, kind: str, text: str) -> Said | None:
        """What stands in a slot; None for a phrase that nobody knows."""
        tell = {
            "said": self.known, "amount": self._amount, "when": self._when, "names": self._names, "one": self.told,
            "words": self._listed, "tail": self._tail,
        }  # fmt: skip
        return tell.get(kind, Said.of)(text)

    def _amount(self, text: str) -> Said:
        figure, _, unit = text.partition(" ")
        return self._say.amount(figure, f"{unit.removesuffix('s')}s")

    def _listed(self, text: str) -> Said:
        """Words, or several in a row behind semicolons where each is known."""
        parts = [self.known(each) for each in text.split("; ")]
        known = [each for each in parts if each is not None]
        return Said.joined(known, "; ") if len(known) == len(parts) else self.told(text)

    def _tail(self, text: str) -> Said:
        """What follows after commas, some of which may stand inside one of its parts."""
        parts = text.split(", ")[1:]
        said, place = [""], 0
        while place < len(parts):
            ends = range(place + 1, len(parts) + 1)
            whole = next((end for end in ends if not self.told(", ".join(parts[place:end])).foreign), place + 1)
            said.append(self.told(", ".join(parts[place:whole])))
            place = whole
        return Said.joined(said, ", ")

    def _when(self, text: str) -> Said:
        """A day or a month as it is written; what else stands for a day stays as it is."""
        if text in {"present", "now"}:
            return self._say.say("now")
        if text == "?":
            return self._say.say("day unknown")
        if re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text):
            return self._say.month(int(text[:4]), int(text[5:]))
        try:
            return self._say.day(date.fromisoformat(text))
        except ValueError:
            return Said.of(text)

    def _names(self, text: str) -> Said:
        """A row of names of a pack: each from its glossary, or all of them as they stand."""
        if text in self._glossary:
            return Said.of(self._glossary[text])
        names, signs = self._in_a_row(text)
        if not names:
            return self._say.marked(text)
        told = [Said.of(self._glossary[each]) for each in names]
        return self._say.listed(told, "and" if " and " in signs else "or")

    def _in_a_row(self, text: str) -> tuple[Sequence[str], frozenset[str]]:
        """The names of a pack in a row, and what stands between them; none where something else stands there.

        A name may hold what else stands between names, as "finance or accounting" does.
        """
        begun: dict[int, tuple[Sequence[str], frozenset[str]]] = {len(text): ((), frozenset())}
        for start in range(len(text) - 1, -1, -1):
            if start and not _BETWEEN.search(text[:start]):
                continue
            for end in [*(found.start() for found in _BETWEENS.finditer(text, start)), len(text)]:
                between = _BETWEENS.match(text, end)
                after = between.end() if between else end
                if text[start:end] in self._glossary and after in begun and (between or end == len(text)):
                    names, signs = begun[after]
                    begun[start] = (text[start:end], *names), signs | ({between[0]} if between else set())
                    break
        return begun.get(0, ((), frozenset()))
