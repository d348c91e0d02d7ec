"""The catalogue of messages: every sentence of a letter in each language, with its figures and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Final

from minqual.notation import parse_yaml
from minqual.values import DAYS_IN_MONTH, DAYS_IN_YEAR, InternalFault

LANGUAGES: Final = ("en", "es")
"""The languages of letters; packs are written in the first one."""

MESSAGES: Final = Path(__file__).with_name("messages.yaml")


class Said(str):
    """A text of a letter. own: its words that are ours, without all that packs, records and profiles put in.

    foreign: stretches of it in the language of packs, where the letter is in another one.
    """

    __slots__ = ("foreign", "own")

    own: str
    foreign: tuple[str, ...]

    @classmethod
    def of(cls, text: str, own: str = "", foreign: Sequence[str] = ()) -> Said:
        """A text, what of it is ours, and what of it is in another language."""
        said = cls(text)
        said.own, said.foreign = own, tuple(foreign)
        return said

    @classmethod
    def joined(cls, parts: Sequence[str], sign: str) -> Said:
        """Several texts in a row, with a sign between them."""
        own = sign.join(getattr(each, "own", "") for each in parts)
        return cls.of(sign.join(parts), own, [word for each in parts for word in getattr(each, "foreign", ())])


@lru_cache(maxsize=8)
def every_message() -> Mapping[str, Mapping[str, str]]:
    """Every message by key and language; InternalFault where one lacks a language, or fields of the other."""
    found = parse_yaml(MESSAGES.read_bytes(), MESSAGES.name).value
    assert isinstance(found, dict)
    for key, said in found.items():
        if not isinstance(said, dict) or set(said) != set(LANGUAGES) or not all(map(str, said.values())):
            msg = f"{MESSAGES.name}: {key!r} is not said in each language"
            raise InternalFault(msg)
        if len({frozenset(fields_of(str(each))) for each in said.values()}) > 1:
            msg = f"{MESSAGES.name}: {key!r} does not have the same fields in each language"
            raise InternalFault(msg)
    return found  # type: ignore[return-value]  # checked above


def fields_of(message: str) -> Sequence[str]:
    """What is filled into a message."""
    return [name for _, name, _, _ in Formatter().parse(message) if name]


def filled(message: str, fields: Mapping[str, str]) -> Said:
    """A message, filled in; a value's braces stay as they are."""
    own = {name: getattr(value, "own", "") for name, value in fields.items()}
    foreign = [word for value in fields.values() for word in getattr(value, "foreign", ())]
    return Said.of(message.format(**fields), message.format(**own), foreign)


class Catalogue:
    """The messages in one language.

    Figures have the decimal point in each: the letters are those of United States agencies, whose Spanish has it too.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __contains__(self, key: str) -> bool:
        return key in every_message()

    def say(self, key: str, **fields: str) -> Said:
        """A message, filled in. Headings are no sentences: nothing of them is measured."""
        said = filled(every_message()[key][self.language], fields)
        return Said.of(said, "", said.foreign) if key.startswith("heading") else said

    def foreign(self, words: str) -> Sequence[str]:
        """Words in the language of packs, where the letter is in another."""
        return [words] if words and self.language != LANGUAGES[0] else []

    def marked(self, words: str) -> Said:
        """Words in the language of packs, marked where the letter is in another."""
        return self.say("marked", words=Said.of(words, "", self.foreign(words))) if words else Said.of("")

    def day(self, day: date) -> Said:
        """A day as it is written."""
        return Said.of(self.say("day", month=self.say(f"month {day.month}"), day=str(day.day), year=f"{day.year}"))

    def month(self, year: int, month: int) -> Said:
        """A month as it is written."""
        return Said.of(self.say("month", month=self.say(f"month {month}"), year=f"{year}"))

    def amount(self, figure: str, unit: str) -> Said:
        """A figure with its unit, without a fraction of nothing: 3.17 years, 5 years."""
        whole = figure.removesuffix(".00")
        key = f"{unit} one" if whole == "1" else unit
        return self.say(key, n=whole) if key in self else Said.of(f"{whole} {unit}")

    def lasting(self, years: Fraction) -> Said:
        """A time in years, months and days, days rounded down."""
        days = years.numerator * DAYS_IN_YEAR // years.denominator
        parts = (
            (days // DAYS_IN_YEAR, "years"),
            (days % DAYS_IN_YEAR // DAYS_IN_MONTH, "months"),
            (days % DAYS_IN_MONTH, "days"),
        )
        return self.listed(
            [self.amount(str(count), unit) for count, unit in parts if count] or [self.amount("0", "days")]
        )

    def listed(self, parts: Sequence[str], key: str = "and") -> Said:
        """Several things in a row, the last one after `and` or `or`."""
        *first, last = parts
        if not first:
            return last if isinstance(last, Said) else Said.of(last)
        return self.say(key, first=Said.joined(first, ", "), last=last)
