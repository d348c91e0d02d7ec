"""Pages as text for the terminal: outlines that hang, lines broken at a width, the marks of standings in colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from typer import style

from minqual.reports.page import (
    COLOURS,
    Block,
    Entry,
    Facts,
    List,
    Names,
    Outline,
    Page,
    Section,
    Span,
    Table,
    Text,
    page_visible,
)
from minqual.values import Standing

SIGNS: Final = {
    Standing.MET: "+",
    Standing.CONDITIONAL: "~",
    Standing.REVIEW: "?",
    Standing.REFER: ">",
    Standing.UNMET: "-",
}
NARROWEST: Final = 16
"""Columns that a text is given, however far it is indented."""
ROOMY: Final = 80
"""Columns up to which a table is spread, however wide the terminal."""


def as_text(page: Page, width: int) -> Iterator[str]:
    """A page line by line, broken at a width."""
    page = page_visible(page)
    yield from _text(page.title, width)
    for block in page.blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Text():
            yield from _text(block, width)
        case Facts(rows):
            yield from _facts(rows, width)
        case Names(_, names):
            yield from _list([f"{name}: {words}" if words else name for name, words in names], width)
        case List(items):
            yield from _list([says + _cited(source) for says, source in items], width)
        case Table(columns, rows):
            yield from _table(columns, rows, width)
        case Outline(entry):
            yield from _outline(entry, width)
        case Section():
            yield from _section(block, width)


def _table(columns: tuple[str, ...], rows: tuple[tuple[str | int, ...], ...], width: int) -> Iterator[str]:
    """Columns as wide as their widest cell, ten at least where there is room for that, the names at the left.

    Names, of columns as of rows, are broken into lines where there is no room for them; where there is none for the
    figures, each stands under the name of its row, behind that of its column.
    """
    lines = [tuple(map(str, each)) for each in (columns, *rows)]
    first, *others = _widths(lines, width)
    room = min(first, width - sum(others))
    if room < min(first, NARROWEST):
        for name, *cells in lines[1:]:
            yield from flowing(name, width)
            yield from (
                line for pair in zip(columns[1:], cells, strict=True) for line in flowing("  " + ": ".join(pair), width)
            )
        return
    for name, *cells in lines:
        names = _broken(name, room - 2) if len(name) > room - 2 else [name]
        figures = [
            _broken(cell, each - 2, least=1) if len(cell) > each - 2 else [cell]
            for cell, each in zip(cells, others, strict=True)
        ]
        high = max(map(len, (names, *figures)))
        raised = [[""] * (high - len(each)) + each for each in (names, *figures)]
        for place, (said, *parts) in enumerate(zip(*raised, strict=True), start=1):
            line = f"{said:<{room}}" + "".join(f"{part:>{each}}" for part, each in zip(parts, others, strict=True))
            yield line if place == high else line.rstrip()


def _widths(lines: Sequence[tuple[str, ...]], width: int) -> list[int]:
    """How wide the columns are: with room to spare, as their cells need it, or with names broken between words."""
    wide = [max(map(len, each)) + 2 for each in zip(*lines, strict=True)]
    roomy = [max(least, each) for least, each in zip((14, *(10 for _ in wide[1:])), wide, strict=True)]
    if sum(roomy) <= min(width, ROOMY):
        return roomy
    first, *others = wide
    if width - sum(others) >= min(first, NARROWEST):
        return wide
    words = [max(map(len, ("", *head.split(), *cells))) + 2 for head, *cells in zip(*lines, strict=True)]
    spare = max(0, width - min(first, 24) - sum(words[1:])) // max(1, len(others))
    return [first, *(min(each, least + spare) for each, least in zip(others, words[1:], strict=True))]


def _section(section: Section, width: int) -> Iterator[str]:
    """Lines under their heading; one that stands above headings alone is left out."""
    lines = [line for block in section.blocks for line in _block(block, width)]
    if not lines:
        return
    if not all(isinstance(block, Section) for block in section.blocks):
        yield ""
        stated = [f"{name} {value}" if name == "level" else f"{name}: {value}" for name, value in section.facts]
        first, *others = section.title.spans or (Span(""),)
        said = replace(first, text=", ".join((first.text, *stated)))
        yield from _text(replace(section.title, spans=(said, *others) if said.text else ()), width)
    yield from lines


def _text(text: Text, width: int) -> Iterator[str]:
    if text.broken:
        yield from (_styled(span, line) for span in text.spans for line in _hung(span.text, width))
    elif text.spans:
        yield from _flowing(tuple(_cut_at(text.spans, width)), width)


def _cut_at(spans: Sequence[Span], width: int) -> Iterator[Span]:
    """Words of one line, those shortened that may be."""
    for span in spans:
        said = _cut(span.text, width) if span.cut else span.text
        yield replace(span, text=said)
        width -= len(said)


def flowing(text: str, width: int) -> list[str]:
    """A line of text as lines of at most a width, those after the first a little further in."""
    return _indented(text, width, "  ") if len(text) > width else [text]


def _hung(text: str, width: int) -> list[str]:
    """A text as lines of at most a width; those after the first a little further in where the first is indented."""
    return _indented(text, width, "  " if text[:1] == " " else "")


def _indented(text: str, width: int, further: str) -> list[str]:
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return _broken(text.lstrip(" "), width, indent, indent + further)


def _flowing(spans: Sequence[Span], width: int) -> Iterator[str]:
    """Words that look different as lines of at most a width."""
    left = [(letter, span) for span in spans for letter in span.text]
    for number, line in enumerate(flowing("".join(span.text for span in spans), width)):
        said = list[tuple[str, Span]]()
        for letter in line.lstrip(" ") if number else line:
            while left and left[0][0] != letter:
                left.pop(0)
            said.append(left.pop(0) if left else (letter, spans[-1]))
        indent = line[: len(line) - len(line.lstrip(" "))] if number else ""
        alike = groupby(said, key=lambda each: each[1])
        yield indent + "".join(_styled(span, "".join(letter for letter, _ in each)) for span, each in alike)


def _styled(span: Span, text: str) -> str:
    if not (span.colour or span.bold or span.dim):
        return text
    return style(text, fg=span.colour, bold=span.bold or None, dim=span.dim or None)


def _broken(text: str, width: int, first: str = "", rest: str = "", least: int = NARROWEST) -> list[str]:
    """A text as lines of at most a width, broken between words; a word that is longer, anywhere in it."""
    room = max(least, width)
    return textwrap.wrap(text, room, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [""]


def _cut(text: str, columns: int) -> str:
    """A text in one line, shortened to a width."""
    plain = " ".join(text.split())
    return plain if len(plain) <= columns else plain[: max(columns - 1, 1)].rstrip() + "…"


def _facts(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Names in one column and their values in another, or below where the names are long."""
    wide = max((len(name) for name, *_ in rows), default=0) + 2
    if wide + 2 > width - NARROWEST:
        for name, *values in rows:
            yield from flowing(f"  {name}", width)
            yield from (line for each in values for line in flowing(f"    {each}", width))
        return
    for name, value, *more in rows:
        yield from _hanging(Span(""), value, width, f"  {name:<{wide}}", " " * (wide + 2))
        yield from (line for each in more for line in flowing(f"{'':<{wide + 4}}{each}", width))


def _list(lines: Sequence[str], width: int) -> Iterator[str]:
    for line in lines:
        yield from _broken(line, width, "  ", "    ")


def _outline(entry: Entry, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    """An outline line by line."""
    yield from _hanging(_mark(entry), entry.says + _cited(entry.source), width, first, rest, bold=entry.bold)
    for number, each in enumerate(entry.below, start=1):
        last = number == len(entry.below)
        yield from _outline(each, width, f"{rest}{'└── ' if last else '├── '}", f"{rest}{'    ' if last else '│   '}")


def _mark(entry: Entry) -> Span:
    """The sign and word of a standing, in a column of their own."""
    if entry.standing is None:
        return Span("")
    return Span(f"{SIGNS[entry.standing]} {entry.standing.word:<11} ", COLOURS[entry.standing])


def _hanging(mark: Span, text: str, width: int, first: str, rest: str, *, bold: bool = False) -> Iterator[str]:
    """A text behind its mark, its first line behind one indent and the others behind another."""
    pieces = _broken(text, width - len(rest) - len(mark.text))
    yield f"{first}{_styled(mark, mark.text)}{style(pieces[0], bold=True) if bold else pieces[0]}"
    yield from (f"{rest}{' ' * len(mark.text)}{piece}" for piece in pieces[1:])


def _cited(source: str) -> str:
    return f"  ({source})" if source else ""
