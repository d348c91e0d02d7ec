"""XML parts of a workbook, read as a stream: a document type, deep nesting and endless tags are refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final, Protocol
from xml.parsers import expat

from minqual.values import Fault, SourceError

LONGEST_TAG: Final = 4 << 20
"""Bytes of one tag."""

MOST_ELEMENTS: Final = 100_000
"""Elements of one kind (sheets, number formats, styles) in one workbook."""

MOST_DEPTH: Final = 200
"""How deep elements lie inside each other."""

_SPREADSHEET: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",
)
_OTHERS: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships ",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships ",
    "http://purl.oclc.org/ooxml/officeDocument/relationships ",
)


class Visitor(Protocol):
    """What is told of an XML part: elements begin (with their attributes) and end, text between them."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text, perhaps in several pieces."""


def visit(pieces: Iterable[bytes], where: str, visitor: Visitor, done: Callable[[], bool] = bool) -> None:
    """Let a visitor see a part. Once it is done, the rest is only unpacked.

    SourceError for what no program writes; ExpatError where it is no XML. Names bear the URI of their namespace
    before a blank: see local_name.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = visitor.start
    parser.EndElementHandler = visitor.end
    parser.CharacterDataHandler = visitor.text

    def refuse(*_: object) -> None:
        raise SourceError([Fault(where, "a document type (DOCTYPE), which no workbook has", "the workbook saved anew")])

    parser.StartDoctypeDeclHandler = refuse
    fed = 0
    for piece in pieces:
        if done():
            continue
        parser.Parse(piece, False)  # noqa: FBT003  # expat takes it by place
        fed += len(piece)
        if fed - parser.CurrentByteIndex > LONGEST_TAG + len(piece):
            raise SourceError([Fault(where, "a tag without an end", "the workbook saved anew")])
    if not done():
        parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by place


def local_name(name: str) -> str:
    """The name of an element or attribute in a namespace of workbooks; empty in any other."""
    for space in (*_SPREADSHEET, *_OTHERS):
        if name.startswith(space):
            return name[len(space) :]
    return "" if " " in name else name


class Depth:
    """How deep elements lie inside each other; SourceError beyond MOST_DEPTH."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.deep = 0

    def down(self) -> None:
        """One element further in."""
        self.deep += 1
        if self.deep > MOST_DEPTH:
            raise SourceError([Fault(self.where, "elements nested too deeply", "the workbook saved anew")])

    def up(self) -> None:
        """One element back."""
        self.deep -= 1


class _Elements:
    """A visitor that keeps elements of some paths."""

    def __init__(self, where: str, wanted: Collection[str]) -> None:
        self.depth = Depth(where)
        self.wanted = wanted
        self.steps = {each[:end] for each in wanted for end in range(len(each) + 1)}
        self.paths = [""]
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth.down()
        path = f"{self.paths[-1]}/{local_name(name)}"
        self.paths.append(path if path in self.steps else "-")
        if path in self.wanted:
            self.found.append((path, {local_name(each): value for each, value in attributes.items()}))
            if len(self.found) > MOST_ELEMENTS:
                found = f"more than {MOST_ELEMENTS} elements"
                raise SourceError([Fault(self.depth.where, found, "the workbook saved anew")])

    def end(self, name: str) -> None:
        self.depth.up()
        self.paths.pop()

    def text(self, text: str) -> None:
        pass


def elements(pieces: Iterable[bytes], where: str, wanted: Collection[str]) -> list[tuple[str, dict[str, str]]]:
    """The elements of some paths ("/styleSheet/cellXfs/xf") with their attributes, in their order."""
    visitor = _Elements(where, wanted)
    visit(pieces, where, visitor)
    return visitor.found
