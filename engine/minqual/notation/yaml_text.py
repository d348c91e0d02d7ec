"""YAML read safely: only text, lists and mappings, within limits, with the line of every value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from minqual.values import ROOT, Fault, PackError, Place, path_to

MOST_BYTES: Final = 1_000_000
MOST_DEPTH: Final = 40

Path = tuple[int | str, ...]
Value = str | list["Value"] | dict[str, "Value"] | None

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlText:
    """A parsed YAML text: plain values in which every scalar is text as typed, and where each stands.

    Nothing is guessed from how a scalar looks: yes, 1.10 and 08-01 stay text. A key without a value is None.
    drawn: what was put in from another place, the same text or another one, by the path at which it stands here.
    """

    where: str
    value: Value
    places: Mapping[Path, tuple[int, int]]
    drawn: Mapping[Path, tuple[YamlText, Path]] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Where a value stands, or the closest thing around it, as "file line 3 column 5".

        Values that were never written stand at their path, as "pack levels[0].title".
        """
        if (home := self.home(path)) is not None:
            return home[0].place(home[1])
        line, column = self.position(path)
        if line:
            return Place.at(f"{self.where} line {line} column {column}", path)
        inside = "" if self.places else path_to(path).removeprefix(ROOT).removeprefix(".")
        return Place.at(f"{self.where} {inside}".strip(), path)

    def home(self, path: Path) -> tuple[YamlText, Path] | None:
        """Where a value that was drawn from another place is written; None for what is written here."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.drawn:
                text, begin = self.drawn[path[:length]]
                return text, (*begin, *path[length:])
            if path[:length] in self.places:
                return None
        return None

    def position(self, path: Path) -> tuple[int, int]:
        """The line and column of a value, or of the closest thing around it; (0, 0) where there is none."""
        if (home := self.home(path)) is not None:
            return home[0].position(home[1])
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return (0, 0)


def written_values(value: object, where: str) -> YamlText:
    """The values of a mapping from a program, as if they had been written; PackError carries every fault.

    Numbers, days and yes and no become texts.
    """
    faults: list[Fault] = []
    plain = _as_written(value, (), where, faults)
    if faults:
        raise PackError(faults)
    return YamlText(where, plain, {})


def _as_written(value: object, path: Path, where: str, faults: list[Fault]) -> Value:
    place = YamlText(where, None, {}).place
    if len(path) > MOST_DEPTH:
        faults.append(Fault(place(path), "nesting too deep", f"at most {MOST_DEPTH} levels", code="limit"))
        return None
    if isinstance(value, list | tuple):
        return [_as_written(item, (*path, number), where, faults) for number, item in enumerate(value)]
    if isinstance(value, Mapping):
        mapping: dict[str, Value] = {}
        for key, item in value.items():
            name = _scalar(key)
            if name is None:
                faults.append(Fault(place(path), "a key that is not text", "a key written as text", code="wrong-type"))
            elif name in mapping:
                faults.append(Fault(place(path), f"the key {name!r} twice", "each key once", code="twice"))
            else:
                mapping[name] = _as_written(item, (*path, name), where, faults)
        return mapping
    text = _scalar(value)
    if text is None and value is not None:
        found = f"a value of type {type(value).__name__}"
        faults.append(Fault(place(path), found, "a text, a list or a mapping", code="wrong-type"))
    return text


def _scalar(value: object) -> str | None:
    """A single value as it would be written; None for what is none, or no text in Unicode."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal | date):
        try:
            text = str(value)
        except ValueError:  # Python writes no number of more than 4,300 digits
            return None
        return text.removesuffix(".0") if isinstance(value, float) else text
    if isinstance(value, str) and not re.search("[\ud800-\udfff]", value):
        return value
    return None


def parse_yaml(text: bytes, where: str) -> YamlText:
    """The values of one YAML document; PackError if it is broken, too large, too deep or uses anchors."""
    if len(text) > MOST_BYTES:
        raise PackError([Fault(where, f"{len(text)} bytes", f"at most {MOST_BYTES} bytes")])
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise PackError([Fault(f"{where} line {line}", "bytes that are not UTF-8", "text saved as UTF-8")]) from None
    _refuse_anchors_and_depth(decoded, where)
    try:
        node = yaml.compose(decoded, Loader=_Loader)
    except yaml.YAMLError as error:
        raise PackError([_fault(error, where, decoded)]) from None
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        raise PackError([Fault(where, "an empty file", "a mapping of keys", code="missing")])
    places: dict[Path, tuple[int, int]] = {}
    faults: list[Fault] = []
    value = _plain(node, (), where, places, faults)
    if faults:
        raise PackError(faults)
    return YamlText(where, value, places)


def top_scalar(text: bytes, wanted: str) -> str | None:
    """The scalar under one key of a document's mapping, read no further than it; None where none is found."""
    depth = 0
    key: str | None = None
    try:
        for event in _events(text.decode("utf-8-sig")):
            if isinstance(event, yaml.ScalarEvent) and depth == 1:
                if key == wanted:
                    return str(event.value)
                key = event.value if key is None else None
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                key = key if depth != 1 else "" if key is None else None
    except (yaml.YAMLError, UnicodeDecodeError):
        pass
    return None


def _refuse_anchors_and_depth(text: str, where: str) -> None:
    """Look at the events only, so that nothing is built from a text that is out of bounds."""
    depth = 0
    faults: list[Fault] = []
    try:
        for event in _events(text):
            place = _place(where, event.start_mark)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                faults.append(Fault(place, "an anchor or alias", "the value written out"))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MOST_DEPTH:
                raise PackError([Fault(place, "nesting too deep", f"at most {MOST_DEPTH} levels")])
    except yaml.YAMLError as error:
        raise PackError([_fault(error, where, text)]) from None
    if faults:
        raise PackError(faults)


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
    return events


def _fault(error: yaml.YAMLError, where: str, text: str) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):  # its position is that of a byte
        line = text.encode()[: error.position].count(b"\n") + 1
        return Fault(f"{where} line {line}", "a control sign", "text without it; in double quotes \\ and its code")
    problem = getattr(error, "problem", None) or "unreadable YAML"
    mark = getattr(error, "problem_mark", None)
    expected = next(
        (said for sign, said in _ADVICE.items() if sign in problem), "well-formed YAML, indented with blanks"
    )
    return Fault(_place(where, mark), f"broken YAML: {problem}", expected)


_ADVICE: Final = {
    "cannot start any token": "blanks instead of a tab; text that begins with a sign in double quotes",
    "mapping values are not allowed": "text with a colon in it in double quotes; every key at the depth of its list",
    "did not find expected ',' or '}'": "text with a comma, a colon or a quotation mark in it in double quotes",
    "did not find expected ',' or ']'": "text with a comma, a colon or a quotation mark in it in double quotes",
    "did not find expected key": "keys of one mapping at one depth; text with a quotation mark in it in double quotes",
}
"""What to write instead, by what the reader of YAML stumbled over."""


def _place(where: str, mark: Any) -> str:  # noqa: ANN401  # two classes of mark, C and Python, with no common base
    return f"{where} line {mark.line + 1} column {mark.column + 1}" if mark else where


def _plain(node: yaml.Node, path: Path, where: str, places: dict[Path, tuple[int, int]], faults: list[Fault]) -> Value:
    mark = node.start_mark
    places[path] = (mark.line + 1, mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        text: str = node.value
        return None if text == "" and not node.style else text
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, place), where, places, faults) for place, item in enumerate(node.value)]
    mapping: dict[str, Value] = {}
    for key, item in node.value:
        place = _place(where, key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            faults.append(Fault(place, "a key that is not text", "a key written as text"))
            continue
        if key.value in mapping:
            faults.append(Fault(place, f"the key {key.value!r} twice", "each key once"))
        mapping[key.value] = _plain(item, (*path, key.value), where, places, faults)
        places[*path, key.value] = (key.start_mark.line + 1, key.start_mark.column + 1)
    return mapping
