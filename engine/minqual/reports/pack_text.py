"""A pack as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typer import style

from minqual.reports.outline import Branch, drawn, section
from minqual.reports.pack_page import Entry, LevelPart, Page


def pack_as_text(page: Page, width: int) -> Iterator[str]:
    """A pack line by line, broken at a width."""
    yield from (style(line, bold=True) for line in drawn(Branch(page.title), width))
    yield from _table(page.facts, width)
    for level in page.levels:
        yield ""
        yield from (style(line, bold=True) for line in drawn(Branch(_heading(level)), width))
        opening = f"requires{'' if len(level.requires) == 1 else ' all of these'}{_cited(level.source)}"
        yield from drawn(Branch(opening, tuple(map(_branch, level.requires))), width)
    for names in page.names:
        yield from section(names.title, [f"{name}: {words}" if words else name for name, words in names.names], width)
    for title, statements in page.statements:
        yield from section(title, [says + _cited(source) for says, source in statements], width)
    yield ""
    yield style("Counting policy", bold=True)
    yield from _table(page.policy, width)


def _heading(level: LevelPart) -> str:
    facts = [f"{key} {value}" if key == "level" else f"{key}: {value}" for key, value in level.facts]
    return ", ".join((level.title, *facts))


def _branch(entry: Entry) -> Branch:
    return Branch(entry.says + _cited(entry.source), tuple(map(_branch, entry.below)))


def _cited(source: str) -> str:
    return f"  ({source})" if source else ""


def _table(facts: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Names in one column and their values in another."""
    wide = max(len(name) for name, _ in facts) + 2
    for name, value in facts:
        yield from drawn(Branch(value), width, f"  {name:<{wide}}", " " * (wide + 2))
