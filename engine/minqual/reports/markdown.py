"""Pages as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from minqual.reports.page import (
    Block,
    Entry,
    Facts,
    Grid,
    List,
    Names,
    Outline,
    Page,
    Section,
    Table,
    Text,
    page_visible,
)

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|~&$#])")
_OPENING: Final = re.compile(r"^(?=[+=-])|^(\d+)(?=[.)])")

Grids = list[tuple[str, Grid]]
"""The substitution tables of a page so far, each with its title."""


def escaped(text: str) -> str:
    """A text as Markdown that shows it as it is, on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda found: f"{found[1] or ''}\\", line)


def as_markdown(page: Page) -> Iterator[str]:
    """A page line by line as Markdown, the same for the same page."""
    page = page_visible(page)
    yield f"# {escaped(page.title.plain)}"
    grids: Grids = []
    for block in page.blocks:
        yield from _block(block, 2, grids)


def _block(block: Block, level: int, grids: Grids) -> Iterator[str]:
    """A block behind an empty line; nothing where it is empty. level: of a heading in it."""
    if isinstance(block, Section):
        yield from _section(block, level, grids)
    elif isinstance(block, Outline):
        yield from _outline(block.entry, level, grids)
    elif lines := list(_lines(block)):
        yield from ("", *lines)


def _lines(block: Text | Facts | Names | Table | List) -> Iterator[str]:
    match block:
        case Text():
            yield escaped(block.plain)
        case Facts(rows, columns):
            yield from _table(columns, [(name, "; ".join(said)) for name, *said in rows])
        case Names(columns, names):
            yield from _table(columns, names)
        case Table(columns, rows):
            yield from _table(columns, [tuple(map(str, row)) for row in rows])
        case List(items):
            yield from (f"- {escaped(says)}{_cited(source)}" for says, source in items)


def _section(section: Section, level: int, grids: Grids) -> Iterator[str]:
    body = [line for block in section.blocks for line in _block(block, level + 1, grids)]
    if not body:
        return
    yield from ("", f"{'#' * level} {escaped(section.title.plain)}")
    if section.facts:
        said = "; ".join(f"{escaped(key)} {escaped(value)}" for key, value in section.facts)
        yield from ("", f"{said[:1].upper()}{said[1:]}{_cited(section.source)}.")
    yield from body


def _outline(entry: Entry, level: int, grids: Grids) -> Iterator[str]:
    """An outline as nested lists under its first line, the grids in it below them."""
    yield from ("", f"{escaped(entry.says[:1].upper() + entry.says[1:])}:", "")
    before = len(grids)
    for each in entry.below:
        yield from _list(each, "", grids)
    for number, (title, grid) in enumerate(grids[before:], start=before + 1):
        yield from ("", f"{'#' * level} Table {number}: {escaped(title)}", "")
        cited = any(grid.sources)
        rows = [(*row, *([source] if cited else [])) for row, source in zip(grid.rows, grid.sources, strict=True)]
        yield from _table((*grid.columns, *(["source"] if cited else [])), rows, last_in_italics=cited)


def _list(entry: Entry, indent: str, grids: Grids, title: str = "") -> Iterator[str]:
    """An entry as a bullet with its own below it; rows that stand in a grid are named there."""
    if entry.grid is None:
        mark = "" if entry.standing is None else f"**{entry.standing.word}** "
        yield f"{indent}- {mark}{escaped(entry.says)}{_cited(entry.source)}"
        for each in entry.below:
            yield from _list(each, f"{indent}  ", grids, entry.says.rpartition(": ")[2])
        return
    grids.append((title, entry.grid))
    says = entry.says.partition(";")[0]
    yield f"{indent}- {escaped(says)} of **table {len(grids)}**, below{_cited(entry.source)}"
    for each in entry.grid.rest:
        yield from _list(each, indent, grids)


def _cited(source: str) -> str:
    return f" (*{escaped(source)}*)" if source else ""


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, last_in_italics: bool = False) -> Iterator[str]:
    """Rows under the names of their columns."""
    yield f"| {' | '.join(map(escaped, columns))} |"
    yield f"|{'|'.join(' --- ' for _ in columns)}|"
    for row in rows:
        cells = [escaped(cell) for cell in row]
        if last_in_italics and cells[-1]:
            cells[-1] = f"*{cells[-1]}*"
        yield f"| {' | '.join(cells)} |"
