"""The entries of a JSON text: one object, a list of them, or one a line, each read by itself as far as it can be."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from minqual.sources.files import Text
from minqual.values import LONGEST_MISSPELLING, Fault, SourceError

MOST_DOCUMENT: Final = 512 << 20
"""Bytes of one JSON object or list; more comes line by line."""

MOST_LINE: Final = 64 << 20
"""Bytes of one line of JSON; more is no applicant's record."""

MOST_SHOWN: Final = 200
"""Signs of a value that the rejects show where it is no cell."""

OWN_KEY: Final = "applicant_id"
"""The key that a record of ours has, and nothing that other systems write."""

ONE_KEY: Final = "applicants"
"""The key under which a list of applicants may stand, where nothing stands beside it."""

SUFFIXES: Final = (".json", ".jsonl", ".ndjson")

_RECORD: Final = "one JSON object for an applicant"
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_FIRST: Final = re.compile(rb'[ \t\r\n]*([\[{])(?=[ \t\r\n]*(?:["\[\]{}\d]|-\d|true|false|null|$))')


class Twice(dict[str, object]):
    """An object in which a key stands twice, so that no one can say which of its values is meant."""

    key: str = ""

    @property
    def found(self) -> str:
        """What is wrong with it."""
        return f"the key {self.key!r} twice" if len(self.key) <= LONGEST_MISSPELLING else "a key twice"


class Number(str):
    """A number as it is written."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One entry: its line, or its place from 1 in a list, and its value; or what was found and what would be right.

    value: where there is a fault, the beginning of its text.
    alone: whether the text is this one object.
    """

    number: int
    value: object = None
    fault: tuple[str, str] | None = None
    alone: bool = False


def is_json(text: Text) -> bool:
    """Whether a text is JSON by its first sign, or means to be by its name."""
    return _FIRST.match(text.content) is not None or text.name.casefold().endswith(SUFFIXES)


def stem(name: str) -> str:
    """A file's name without what follows its last dot."""
    return name.rpartition(".")[0] or name


def entries(text: Text) -> Iterator[Entry]:
    """The entries of a text, one by one. SourceError where it is not JSON as a whole.

    Numbers come as they are written, as texts; those that are none (NaN, Infinity) as floats.
    """
    if not text.content.strip():
        raise SourceError([Fault(text.name, "an empty file", "a JSON record, a list of them, or one a line")])
    if _is_lines(text.content):
        yield from _lines(text)
        return
    if len(text.content) > MOST_DOCUMENT:
        found = f"more than {MOST_DOCUMENT >> 20} MiB in one JSON value"
        raise SourceError([Fault(text.name, found, "one record a line (JSONL)")])
    source = text.content.decode("utf-8")
    if source.lstrip(" \t\r\n").startswith("["):
        yield from _listed(text.name, source)
        return
    try:
        value = parsed(source)
    except _NotJson as error:
        if _may_be_lines(text.content):
            yield from _lines(text)
            return
        raise SourceError([error.fault(text.name)]) from None
    yield from _unwrapped(value)


def parsed(source: str) -> object:
    """A JSON value."""
    try:
        return _DECODER.decode(source)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _NotJson(error) from None


def _unwrapped(value: object) -> Iterator[Entry]:
    """One object as an entry, or the entries of the list that it holds and nothing else."""
    if type(value) is dict and list(value) == [ONE_KEY] and isinstance(value[ONE_KEY], list):
        yield from (Entry(number, each) for number, each in enumerate(value[ONE_KEY], start=1))
    else:
        yield Entry(1, value, alone=True)


class _NotJson(ValueError):
    """A text that is not JSON."""

    def __init__(self, error: json.JSONDecodeError | RecursionError) -> None:
        super().__init__()
        self.line, self.column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)

    @property
    def found(self) -> str:
        """What is wrong in one line."""
        return f"not JSON (from sign {self.column} on)" if self.column else _NESTED

    def fault(self, where: str) -> Fault:
        """What is wrong in a text of several lines."""
        place = f"{where} line {self.line} column {self.column}" if self.line else where
        return Fault(place, "not JSON" if self.line else _NESTED, "a JSON record, a list of them, or one a line")


_NESTED: Final = "lists or objects nested too deeply"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    twice, seen = Twice(made), set[str]()
    twice.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return twice


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=float
)


def _is_lines(content: bytes) -> bool:
    """Whether an object ends with the first line and another begins with the next."""
    stripped = content.lstrip()
    end = stripped.find(b"\n")
    if end < 0 or not stripped.startswith(b"{"):
        return False
    rest = stripped[end : end + 4096].lstrip()
    return stripped[max(0, end - 4096) : end].rstrip().endswith(b"}") and rest.startswith(b"{")


def _may_be_lines(content: bytes) -> bool:
    """Whether what is no JSON as a whole holds a line that is an object."""
    lines = [line.rstrip() for line in content.splitlines() if line.strip()]
    return len(lines) > 1 and any(line.startswith(b"{") and line.endswith(b"}") for line in lines)


def _lines(text: Text) -> Iterator[Entry]:
    """One entry a line; blank lines are none."""
    for number, line in enumerate(io.BytesIO(text.content), start=1):
        if len(line) > MOST_LINE:
            yield Entry(number, fault=(f"a line of more than {MOST_LINE >> 20} MiB", _RECORD))
            continue
        source = line.decode("utf-8").strip()
        if not source:
            continue
        try:
            value = parsed(source)
        except _NotJson as error:
            yield Entry(number, source[:MOST_SHOWN].replace("\0", "\\0"), (error.found, _RECORD))
            continue
        yield Entry(number, value)


def _listed(where: str, source: str) -> Iterator[Entry]:
    """The entries of a list, each read only when it is asked for, so that they need not all be held at once."""
    number, place = 0, _after_blanks(source, source.index("[") + 1)
    ended = source[place : place + 1] == "]"
    while not ended:
        try:
            value, place = _DECODER.raw_decode(source, place)
        except (json.JSONDecodeError, RecursionError) as error:
            raise SourceError([_NotJson(error).fault(where)]) from None
        number += 1
        yield Entry(number, value)
        place = _after_blanks(source, place)
        ended = source[place : place + 1] == "]"
        if not ended:
            if source[place : place + 1] != ",":
                raise _broken(where, source, place)
            place = _after_blanks(source, place + 1)
    end = _after_blanks(source, place + 1)
    if end < len(source):
        raise _broken(where, source, end)


def _broken(where: str, source: str, place: int) -> SourceError:
    return SourceError([_NotJson(json.JSONDecodeError("", source, place)).fault(where)])


def _after_blanks(source: str, place: int) -> int:
    found = _BLANK.match(source, place)
    return found.end() if found else place
