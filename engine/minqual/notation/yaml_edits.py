"""YAML texts with words added to lists in them: comments and layout stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

import yaml

PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./()'+%-]*[A-Za-z0-9_./()'+%])?")
"""Texts that stand in YAML without quotes."""

Edit = tuple[int, str]
"""A place in a text, and what is put in there."""


def scalar(text: str, plain: re.Pattern[str] = PLAIN) -> str:
    """A text as a YAML scalar, in quotes where it could be taken for something else."""
    return text if plain.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def with_words(text: str, lists: Sequence[tuple[tuple[str, ...], Sequence[str]]]) -> str:
    """A text of YAML with words added to the lists at some paths of keys; what is not there yet is made.

    A list may stand as one word, or under the key words. text: a mapping of keys.
    """
    for path, words in lists:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        assert isinstance(root, yaml.MappingNode)
        for place, more in sorted(_edits(text, root, path, words), reverse=True):
            text = text[:place] + more + text[place:]
    return text


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _flow(path: Sequence[str], words: Sequence[str]) -> str:
    """The keys of a path with a list of words, in one line."""
    inner = "[" + ", ".join(map(scalar, words)) + "]"
    for key in reversed(path[1:]):
        inner = f"{{{scalar(key)}: {inner}}}"
    return f"{scalar(path[0])}: {inner}"


def _block(path: Sequence[str], words: Sequence[str], column: int, end: str) -> str:
    """The same in lines of their own, the last one ended."""
    *above, last = path
    lines = [f"{' ' * (column + 2 * depth)}{scalar(key)}:" for depth, key in enumerate(above)]
    lines.append(" " * (column + 2 * len(above)) + _flow([last], words))
    return end.join(lines) + end


def _edits(text: str, node: yaml.MappingNode, path: tuple[str, ...], words: Sequence[str]) -> Iterator[Edit]:
    """What is to be put in below a mapping."""
    value = next((value for key, value in node.value if key.value == path[0]), None)
    if value is None:
        yield from _new_key(text, node, path, words)
    elif isinstance(value, yaml.MappingNode):
        yield from _edits(text, value, path[1:] or ("words",), words)
    elif isinstance(value, yaml.SequenceNode):
        yield _at_the_end(text, value, words)
    elif value.value == "" and not value.style:
        inner = path[1:]
        said = f" {{{_flow(inner, words)}}}" if inner else f" [{', '.join(map(scalar, words))}]"
        yield value.start_mark.index, said
    else:
        yield value.start_mark.index, "["
        yield value.end_mark.index, "".join(f", {scalar(each)}" for each in words) + "]"


def _new_key(text: str, node: yaml.MappingNode, path: tuple[str, ...], words: Sequence[str]) -> Iterator[Edit]:
    if node.flow_style:
        place = _end_of(node.value[-1][1]) if node.value else node.start_mark.index + 1
        # A comma that touches the colon of a key without a value would be taken for a part of the key.
        before = "" if not node.value else " , " if text[place - 1] == ":" else ", "
        yield place, f"{before}{_flow(path, words)}"
        return
    column = node.start_mark.column
    place, end = _end_of_line(text, _end_of(node.value[-1][1])), _line_end(text)
    said = _block(path, words, column, end)
    if column == 0 and len(path) > 1:
        # A section of its own stands apart at the end of the file.
        place, said = len(text), end + said
        yield place, said if text.endswith("\n") else end + said
        return
    yield place, end + said.removesuffix(end)


def _at_the_end(text: str, node: yaml.SequenceNode, words: Sequence[str]) -> Edit:
    """Words behind the last one of a list."""
    if node.flow_style:
        joined = ", ".join(map(scalar, words))
        return (_end_of(node.value[-1]), f", {joined}") if node.value else (node.start_mark.index + 1, joined)
    place, end, column = _end_of_line(text, _end_of(node.value[-1])), _line_end(text), node.start_mark.column
    return place, "".join(f"{end}{' ' * column}- {scalar(each)}" for each in words)


def _end_of(node: yaml.Node) -> int:
    """Where a value ends, comments and blank lines behind it aside."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(last[1] if isinstance(node, yaml.MappingNode) else last)
    index: int = node.end_mark.index
    return index


def _end_of_line(text: str, place: int) -> int:
    found = text.find("\n", place)
    if found < 0:
        return len(text)
    return found - 1 if found and text[found - 1] == "\r" else found
