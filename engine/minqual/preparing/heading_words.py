"""What exports usually call the columns that minqual knows, and those that it must never use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, cast

from minqual.notation import parse_yaml
from minqual.sources import ENDED
from minqual.values import nearest

_WORDS: Final = "heading-words.yaml"
"""What the file of all these words is called, beside this module."""

_SAID: Final = cast("Mapping[str, object]", parse_yaml(Path(__file__).with_name(_WORDS).read_bytes(), _WORDS).value)

Phrase: TypeAlias = "frozenset[str]"
"""The words of a heading that say what it is, in any order."""


def _listed(key: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", _SAID[key]))


def _named(key: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in cast("Mapping[str, list[str]]", _SAID[key]).items()}


NOTHING: Final = _listed("nothing")
"""Words that usually mean that a cell says nothing."""

CATEGORIES: Final = frozenset(_listed("categories"))
"""Words that tell of a category of employment or of the state of an application."""

PLACES: Final = frozenset(_listed("places"))
"""Places that issue licenses."""

HELD, NOT_HELD = _listed("held"), (*ENDED, "no", "none")
"""How a credential stands that is held, and one that is no longer."""

CLOSED: Final = {word: meant for meant, words in _named("closed words").items() for word in sorted(words)}
"""Words for yes and no that usually stand in such columns."""

_TABLES, _PARTS, _LESS, _UNITS = map(_named, ("tables", "parts of a date", "aside", "units"))
_SAME: Final = {word: one for one, words in _named("same").items() for word in words}
_NEVER, _NAMES, _LABELS, _FILLERS = (
    frozenset(_listed(key)) for key in ("never used", "names of people", "labels", "fillers")
)
_DRIVING, _BESIDE, _IN_QUESTIONS = (frozenset(_listed(key)) for key in ("driving", "credentials beside", "questions"))
_PREFIX: Final = re.compile(
    r"\s*(?:(?:{words})\s*#?\s*\d{{0,3}}\s*(?:[:.)]|[-\u2013\u2014](?=\s))"
    r"|[\[(]\s*(?:{words})\s*#?\s*\d{{0,3}}\s*[\])]\s*[:.-]?)\s*(?=\S)".format(
        words="|".join(sorted(map(re.escape, _listed("prefixes")), key=len, reverse=True))
    ),
    re.IGNORECASE,
)
_ASKED: Final = re.compile(r"(?:q|question)\s*#?\s*\d{1,3}\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading may mean. table: empty where only the columns around it tell. sure: whether its words suffice."""

    table: str
    column: str
    sure: bool = True


def prefix_of(heading: str) -> int:
    """How many signs of a heading are what a form puts before its own questions: "Q12.", "[Supplemental]"."""
    found = _PREFIX.match(heading) or _ASKED.match(heading)
    return 0 if found is None else found.end()


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading: camel case, signs and digits set apart, in small letters."""
    said = heading.replace("%", " percent ").replace("#", " number ")
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", said)
    return tuple(re.sub(r"[^\w]|_", " ", apart.replace("'", "").replace("\u2019", "").casefold()).split())


def one_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a heading, each as the one that it is taken for."""
    return tuple(_SAME.get(word, word) for word in words)


def phrase_of(words: tuple[str, ...]) -> Phrase:
    """The words of a heading that say what it is."""
    return frozenset(one_of(words)) - _FILLERS


def label_of(words: tuple[str, ...]) -> Phrase:
    """The words of a heading that tell which of several jobs or schools it is about: "current", "previous"."""
    return _LABELS & set(words)


def is_id(words: tuple[str, ...]) -> int | None:
    """How likely a heading is that of applicant ids: the lower, the likelier; None if it is not."""
    numbered = dict.fromkeys(("no", "nr", "num", "nbr"), "number")
    said = [" ".join(words), " ".join(numbered.get(word, word) for word in words)]
    return next((IDS.index(each) for each in said if each in IDS), None)


IDS: Final = _listed("ids")
"""Headings of applicant ids, the likeliest first."""


def is_private(words: tuple[str, ...]) -> bool:
    """Whether a heading names what no decision may rest on."""
    return not set(words).isdisjoint(_NEVER) or " ".join(words) in _NAMES


def table_of(phrase: Phrase) -> str | None:
    """The table that the words of a heading tell, if they tell of one alone."""
    told = [table for table, context in _TABLES.items() if context & phrase]
    return told[0] if len(told) == 1 else None


def _phrases() -> tuple[Mapping[Phrase, list[Meaning]], Mapping[tuple[str, Phrase], list[Meaning]]]:
    """The vocabulary by phrase: what it means alone, and what it means in a heading about some table."""
    alone: dict[Phrase, list[Meaning]] = {}
    there: dict[tuple[str, Phrase], list[Meaning]] = {}
    columns = cast("Mapping[str, Mapping[str, Mapping[str, list[str]]]]", _SAID["columns"])
    for table, named in columns.items():
        for column, says in named.items():
            for key in ("alone", "not sure"):
                for phrase in says.get(key, ()):
                    alone.setdefault(phrase_of(words_of(phrase)), []).append(Meaning(table, column, key == "alone"))
            for phrase in says.get("there", ()):
                there.setdefault((table, phrase_of(words_of(phrase))), []).append(Meaning(table, column))
    return alone, there


_ALONE, _THERE = _phrases()
_KNOWN: Final = (
    {word for phrase in (*_ALONE, *(phrase for _, phrase in _THERE)) for word in phrase}
    | _NEVER | _LABELS | _DRIVING | _BESIDE | _IN_QUESTIONS | _FILLERS
    | {word for words in (*_TABLES.values(), *_PARTS.values(), *_UNITS.values()) for word in words}
    | {word for name in (*_NAMES, *IDS, *CATEGORIES, *_listed("no misspellings")) for word in name.split()}
)  # fmt: skip
"""Every word that means something in a heading: none of them is a slip of the pen for another."""

LEAST_MISSPELT: Final = 5
"""Letters of a word that may be taken for a misspelling; of shorter ones, too many are near to each other."""


def meanings(words: tuple[str, ...]) -> tuple[Meaning, ...]:
    """What a heading may mean, the likeliest first; its cells decide between them."""
    phrase = phrase_of(words)
    found = list(_meanings(phrase)) or [each for other in _spelt(phrase) for each in _meanings(other)]
    return tuple(dict.fromkeys(found))


def _meanings(phrase: Phrase) -> Iterator[Meaning]:
    for some in dict.fromkeys((phrase, phrase - _LABELS)):
        yield from _ALONE.get(some, ())
        table = table_of(some)
        if table is not None:
            less = some - _LESS[table]
            shorter = [less] if less != some else []
            shorter += [less - {word} for word in sorted(less & _TABLES[table])]
            yield from (each for said in shorter for each in _ALONE.get(said, ()) if each.table == table)
            yield from _THERE.get((table, less - _TABLES[table]), ())


def _spelt(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase as it should be spelt, where one of its words is near to a known one."""
    strange = [word for word in phrase if word not in _KNOWN and word not in _SAME]
    if len(strange) != 1 or len(strange[0]) < LEAST_MISSPELT:
        return
    near = nearest(strange[0], _KNOWN)
    if near is not None and abs(len(near) - len(strange[0])) <= 1 and near[0] == strange[0][0]:
        yield (phrase - set(strange)) | {_SAME.get(near, near)}


def part_of(words: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Of a date in several columns: table, column and which part a heading names."""
    said = set(words) - _LABELS
    for part, names in _PARTS.items():
        rest = said - names
        if len(rest) == len(said) or not rest:
            continue
        if rest <= {"graduation", "graduated", "grad", "degree", "conferred", "awarded", "of", "date"}:
            return "education", "awarded", part
        left = rest - {"date"}
        for column, words_for in (("start", {"start", "from", "begin", "started"}), ("end", {"end", "to", "ended"})):
            if words_for & left and table_of(frozenset(rest)) in {None, "experience"} and len(left) <= 2:
                return "experience", column, part
    return None


def units_of(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The systems in which a heading counts units of a college; None where it is about no units."""
    phrase = phrase_of(words) - _LABELS
    systems = tuple(name for name in ("semester", "quarter") if _UNITS[name] & phrase)
    left = phrase - _UNITS["semester"] - _UNITS["quarter"] - _UNITS["nouns"] - _UNITS["besides"]
    nouns = phrase & _UNITS["nouns"]
    if left or not nouns or (not systems and nouns == {"hours"} and table_of(phrase) != "education"):
        return None
    return systems


def asks_to_drive(words: tuple[str, ...]) -> bool:
    """Whether a heading asks for a license to drive and for nothing else."""
    phrase = phrase_of(words)
    driving = {"driver", "drivers", "driving"} & phrase
    return bool(driving) and "license" in phrase and phrase <= _DRIVING


def is_beside(words: tuple[str, ...]) -> bool:
    """Whether a heading about a credential tells nothing of it that could decide."""
    return bool(_BESIDE & phrase_of(words))


def answers(words: tuple[str, ...], question: Phrase, ask: Phrase) -> bool:
    """Whether a heading asks a question of a pack, by its name or in its own words, and says nothing else."""
    said = set(words)
    return (question <= said <= question | ask | _IN_QUESTIONS | _FILLERS) or (bool(ask) and said == ask)


def known_heading(heading: str) -> bool:
    """Whether a text says what a column is, as headings do, and titles and cells hardly ever."""
    words = tuple(word for word in words_of(heading[prefix_of(heading) :]) if not word.isdigit())
    if not words:
        return False
    known = is_id(words) is not None or is_private(words) or bool(meanings(words)) or part_of(words) is not None
    return known or bool(units_of(words)) or asks_to_drive(words)
