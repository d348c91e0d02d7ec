"""What kind of file stands where a pack or a column map was wanted, told without anything out of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from minqual.notation.yaml_text import Value, YamlText, parse_yaml
from minqual.values import Fault, PackError


@dataclass(frozen=True, slots=True)
class WantedFile:
    """What a file should be. said: in words. keys: of which a broken one has two at the beginning of lines.

    means: whether a mapping is meant to be one.
    """

    said: str
    keys: tuple[str, ...]
    means: Callable[[Mapping[str, Value]], bool]


def parse_written(content: bytes, where: str, wanted: WantedFile) -> YamlText:
    """The values of a YAML document that is what is wanted; PackError shows nothing of a file that is not."""
    if content.startswith(tuple(begin for begin, _ in _BEGIN)):
        raise _of_another_kind(content, where, wanted)
    try:
        text = parse_yaml(content, where)
    except PackError as error:
        if error.faults[0].code == "missing":
            empty = replace(error.faults[0], expected=wanted.said)
            raise PackError([empty]) from None
        if _keys_in(content, wanted.keys) >= _ENOUGH:
            raise
        raise _of_another_kind(content, where, wanted) from None
    if not isinstance(text.value, Mapping) or not wanted.means(text.value):
        raise _of_another_kind(content, where, wanted, keyed=isinstance(text.value, Mapping))
    return text


def _of_another_kind(content: bytes, where: str, wanted: WantedFile, *, keyed: bool = False) -> PackError:
    kind = kind_of(content)
    found = "YAML with other keys" if keyed and kind == A_TEXT else kind
    return PackError([Fault(where, found, wanted.said, code="other-kind")])


def _keys_in(content: bytes, keys: tuple[str, ...]) -> int:
    """How many of some keys stand at the beginning of a line."""
    written = "|".join(map(re.escape, keys)).encode()
    return len(set(re.findall(rb"^[\"']?(" + written + rb")[\"']?[ \t]*:", content, re.MULTILINE)))


_ENOUGH: Final = 2

_BEGIN: Final = (
    (b"PK\x03\x04", "a zip archive, as workbooks are"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a document of a word processor"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old or protected workbook or document"),
)
_LOOKED_AT: Final = 1 << 16
"""Bytes by which a text is told."""

_LINES: Final = 50
_MOSTLY: Final = 0.8
"""The share of lines that have one number of delimiters in a table."""


def kind_of(content: bytes) -> str:
    """The kind of a file by its content."""
    for beginning, said in _BEGIN:
        if content.startswith(beginning):
            return said
    if b"\0" in content:
        return "a text in UTF-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "a binary file"
    return _kind_of_text(content)


def _kind_of_text(content: bytes) -> str:
    text = content[:_LOOKED_AT].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "HTML" if re.match(r"<(?:!doctype html|html|table|head|body)", text, re.IGNORECASE) else "XML"
    if text[:1] in {"{", "["} and _is_json(content):
        return "JSON"
    lines = [line for line in text.splitlines() if line.strip()][:_LINES]
    if lines and all(line.startswith("{") and line.rstrip().endswith("}") for line in lines[:-1] or lines):
        return "JSON lines"
    return "a table of delimited text, such as CSV" if _is_table(lines) else A_TEXT


A_TEXT: Final = "a text"


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(lines: list[str]) -> bool:
    """Whether most lines have as many of one delimiter as the first has."""
    for sign in ",\t;|":
        first = lines[0].count(sign) if lines else 0
        if first and sum(line.count(sign) == first for line in lines) >= _MOSTLY * len(lines):
            return True
    return False
