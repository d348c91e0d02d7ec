"""Outlines on the terminal: lines that hang below lines, broken at a width, with the marks of standings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from typer import style

from minqual.values import Standing

COLOURS: Final = {
    Standing.MET: "green",
    Standing.CONDITIONAL: "cyan",
    Standing.REVIEW: "yellow",
    Standing.REFER: "magenta",
    Standing.UNMET: "red",
}
SIGNS: Final = {
    Standing.MET: "+",
    Standing.CONDITIONAL: "~",
    Standing.REVIEW: "?",
    Standing.REFER: ">",
    Standing.UNMET: "-",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of an outline and what hangs below it. standing: gives the mark before the text and its colour."""

    text: str
    below: tuple[Branch, ...] = ()
    standing: Standing | None = None
    bold: bool = False

    @property
    def mark(self) -> str:
        """The sign and word of a standing, in a column of their own."""
        return "" if self.standing is None else f"{SIGNS[self.standing]} {self.standing.word:<11} "


def drawn(branch: Branch, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    """An outline line by line, broken at a width; marks carry the colours of their standings."""
    pieces = textwrap.wrap(branch.text, max(20, width - len(rest) - len(branch.mark))) or [""]
    mark = branch.mark if branch.standing is None else style(branch.mark, fg=COLOURS[branch.standing])
    yield f"{first}{mark}{style(pieces[0], bold=True) if branch.bold else pieces[0]}"
    yield from (f"{rest}{' ' * len(branch.mark)}{piece}" for piece in pieces[1:])
    for number, each in enumerate(branch.below, start=1):
        last = number == len(branch.below)
        yield from drawn(each, width, f"{rest}{'└── ' if last else '├── '}", f"{rest}{'    ' if last else '│   '}")


def section(title: str, lines: Sequence[str], width: int) -> Iterator[str]:
    """A heading with its lines below it, broken at a width; nothing where there are none."""
    if lines:
        yield ""
        yield style(title, bold=True)
    for line in lines:
        yield textwrap.fill(line, max(20, width), initial_indent="  ", subsequent_indent="    ")
