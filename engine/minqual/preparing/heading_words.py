"""What exports usually call the columns that minqual knows, and those that it must never use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, cast

from minqual.notation import parse_yaml
from minqual.values import nearest

_WORDS: Final = "heading-words.yaml"
"""What the file of all these words is called, beside this module."""

_SAID: Final = cast("Mapping[str, object]", parse_yaml(Path(__file__).with_name(_WORDS).read_bytes(), _WORDS).value)


def _listed(key: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", _SAID[key]))


def _named(key: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in cast("Mapping[str, list[str]]", _SAID[key]).items()}


IDS: Final = _listed("ids")
"""Headings of applicant ids, the likeliest first."""

NOTHING: Final = _listed("nothing")
"""Words that usually mean that a cell says nothing."""

CLOSED: Final = {word: meant for meant, words in _named("closed words").items() for word in sorted(words)}
"""Words for yes and no that usually stand in such columns."""

_TABLES, _PARTS = _named("tables"), _named("parts of a date")
_ASIDE, _NEVER, _NAMES = (frozenset(_listed(key)) for key in ("aside", "never used", "names of people"))


def _phrases() -> tuple[Mapping[str, tuple[str, str]], Mapping[tuple[str, str], tuple[str, str]]]:
    """The vocabulary by phrase: what it means alone, and what it means in a heading about some table."""
    alone: dict[str, tuple[str, str]] = {}
    there: dict[tuple[str, str], tuple[str, str]] = {}
    columns = cast("Mapping[str, Mapping[str, Mapping[str, list[str]]]]", _SAID["columns"])
    for table, named in columns.items():
        for column, says in named.items():
            for phrase in says["alone"]:
                alone.setdefault(phrase, (table, column))
            for phrase in says["there"]:
                there.setdefault((table, phrase), (table, column))
    return alone, there


_ALONE, _THERE = _phrases()


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading: camel case, signs and digits set apart, in small letters."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", heading)
    return tuple(re.sub(r"[^\w]|_", " ", apart.replace("'", "").replace("\u2019", "").casefold()).split())


def is_private(words: tuple[str, ...]) -> bool:
    """Whether a heading names what no decision may rest on."""
    return not set(words).isdisjoint(_NEVER) or " ".join(words) in _NAMES


def table_of(words: tuple[str, ...]) -> str | None:
    """The table that a word of a heading tells, if any does."""
    return next((table for table, context in _TABLES.items() if context & set(words)), None)


def meanings(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What a heading may mean: table and column, the likeliest first; empty table where another column tells it."""
    table = table_of(words)
    for some in _shortened(words):
        meant = _ALONE.get(" ".join(some))
        if meant is not None and table in {None, meant[0]}:
            yield meant
    for of, context in _TABLES.items():
        rest = " ".join(word for word in words if word not in context | _ASIDE)
        if rest != " ".join(words) and (of, rest) in _THERE and table == of:
            yield _THERE[of, rest]
    whole = " ".join(words)
    if (found := _THERE.get(("experience", whole))) and found[1] in {"start", "end"}:
        yield "", found[1]
    if len(whole) > 4 and (near := nearest(whole, _ALONE)) is not None and _close(whole, near):
        yield _ALONE[near]


def _shortened(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A heading in full, without words that say nothing of what it is, and without the one that tells its table."""
    yield words
    telling = tuple(word for word in words if word not in _ASIDE)
    yield telling
    if len(telling) > 1 and table_of(telling[:1]) is not None:
        yield telling[1:]


def part_of(words: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Of a date in several columns: table, column and which part a heading names."""
    for part, said in _PARTS.items():
        rest = tuple(word for word in words if word not in said)
        if len(rest) == len(words) or not rest:
            continue
        if set(rest) <= {"graduation", "graduated", "grad", "degree", "conferred", "awarded", "of", "date"}:
            return "education", "awarded", part
        left = tuple(word for word in rest if word != "date")
        for column, words_for in (("start", {"start", "from", "begin", "started"}), ("end", {"end", "to", "ended"})):
            if words_for & set(left) and table_of(rest) in {None, "experience"} and len(left) <= 2:
                return "experience", column, part
    return None


def _close(word: str, known: str) -> bool:
    """Whether two words differ by little more than a slip of the pen."""
    return abs(len(word) - len(known)) <= 2 and len(set(word.split()) ^ set(known.split())) <= 2
