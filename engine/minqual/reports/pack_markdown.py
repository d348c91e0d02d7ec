"""A pack as a page of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from minqual.reports.pack_page import Entry, Grid, LevelPart, Page

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|~&$#])")
_OPENING: Final = re.compile(r"^(?=[+=-])|^(\d+)(?=[.)])")


def escaped(text: str) -> str:
    """A text as Markdown that shows it as it is, on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda found: f"{found[1] or ''}\\", line)


def pack_as_markdown(page: Page) -> Iterator[str]:
    """A pack line by line as Markdown, the same for the same pack."""
    yield f"# {escaped(page.title)}"
    yield ""
    yield from _table(("fact", "value"), page.facts)
    tables: list[tuple[str, Grid]] = []
    for level in page.levels:
        yield from _level(level, tables)
    yield from _headed(
        "## Names",
        (
            line
            for names in page.names
            for line in _headed(f"### {escaped(names.title)}", _table(names.columns, names.names))
        ),
    )
    yield from _headed(
        "## What does not decide",
        (
            line
            for title, statements in page.statements
            for line in _headed(
                f"### {escaped(title)}", (f"- {escaped(says)}{_cited(source)}" for says, source in statements)
            )
        ),
    )
    yield from _headed("## Counting policy", _table(("value", "in force"), page.policy))


def _headed(heading: str, lines: Iterator[str]) -> Iterator[str]:
    """Lines under a heading; nothing where there are none."""
    body = list(lines)
    if body:
        yield from ("", heading, *([""] if body[0] else []), *body)


def _level(level: LevelPart, tables: list[tuple[str, Grid]]) -> Iterator[str]:
    """A level as nested lists, its substitution tables below them; tables: those of the page so far."""
    yield from ("", f"## {escaped(level.title)}", "")
    if level.facts:
        said = "; ".join(f"{escaped(key)} {escaped(value)}" for key, value in level.facts)
        yield from (f"{said[:1].upper()}{said[1:]}{_cited(level.source)}.", "")
    yield from ("Requires:" if len(level.requires) == 1 else "Requires all of these:", "")
    before = len(tables)
    for entry in level.requires:
        yield from _list(entry, "", tables)
    for number, (title, grid) in enumerate(tables[before:], start=before + 1):
        yield from ("", f"### Table {number}: {escaped(title)}", "")
        cited = any(grid.sources)
        rows = [(*row, *([source] if cited else [])) for row, source in zip(grid.rows, grid.sources, strict=True)]
        yield from _table((*grid.columns, *(["source"] if cited else [])), rows, last_in_italics=cited)


def _list(entry: Entry, indent: str, tables: list[tuple[str, Grid]], title: str = "") -> Iterator[str]:
    """An entry as a bullet with its own below it; rows that stand in a table are named there."""
    if entry.grid is None:
        yield f"{indent}- {escaped(entry.says)}{_cited(entry.source)}"
        for each in entry.below:
            yield from _list(each, f"{indent}  ", tables, entry.says.rpartition(": ")[2])
        return
    tables.append((title, entry.grid))
    says = entry.says.partition(";")[0]
    yield f"{indent}- {escaped(says)} of **table {len(tables)}**, below{_cited(entry.source)}"
    for each in entry.grid.rest:
        yield from _list(each, indent, tables)


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
