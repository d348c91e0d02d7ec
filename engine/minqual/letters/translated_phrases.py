"""Phrases: what packs, records and the engine say in English, as a letter says it in its language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from minqual.letters.catalogue import LANGUAGES, Catalogue, Said, fields_of, filled
from minqual.notation import parse_yaml
from minqual.values import InternalFault

PHRASES: Final = Path(__file__).with_name("translated_phrases.yaml")

_UNIT: Final = "(?:semester |quarter )?units?|years?|months?|weeks?|days?|hours?"
_FOLLOWING: Final = (
    "due", "or expected", "conferred", "in the last", "paid", "leaving out", "where", "at most", "parts of that",
    "whole ones",
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """What comes in English, and how each language says it."""

    comes: re.Pattern[str]
    said: Mapping[str, str]


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
        found.append(Phrase(_pattern(str(each["is"])), said))
    return found


def _kind(slot: str) -> str:
    return slot.rstrip("0123456789")


def _pattern(comes: str) -> re.Pattern[str]:
    parts = re.split(r"\{([a-z]+[0-9]?)\}", comes)
    text = [f"(?P<{part}>{_SLOTS[_kind(part)]})" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(text), re.DOTALL)


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
        if words in self._glossary:
            return Said.of(self._glossary[words])
        for phrase in every_phrase():
            if found := phrase.comes.fullmatch(words):
                slots = {slot: self._slot(_kind(slot), text) for slot, text in found.groupdict().items()}
                fields = {slot: said for slot, said in slots.items() if said is not None}
                if len(fields) == len(slots):
                    return filled(phrase.said[self._say.language], fields)
        return None

    def _slot(self, kind: str, text: str) -> Said | None:
        """What stands in a slot; None for a phrase that nobody knows."""
        tell = {
            "said": self.known, "amount": self._amount, "when": self._when, "names": self._names, "one": self.told,
            "words": self.told, "tail": self._tail,
        }  # fmt: skip
        return tell.get(kind, Said.of)(text)

    def _amount(self, text: str) -> Said:
        figure, _, unit = text.partition(" ")
        return self._say.amount(figure, f"{unit.removesuffix('s')}s")

    def _tail(self, text: str) -> Said:
        return Said.joined(["", *map(self.told, text.split(", ")[1:])], ", ")

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
        *first, last = re.split(", | (?:or|and) ", text)
        names = [*first, last]
        if all(each in self._glossary for each in names):
            return self._say.listed(
                [Said.of(self._glossary[each]) for each in names], "and" if " and " in text else "or"
            )
        return self._say.marked(text)
