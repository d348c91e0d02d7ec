"""A page for people before it is printed: a title and blocks, which text, Markdown and other forms render."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final, TypeAlias

from minqual.values import Standing, visible

COLOURS: Final = {
    Standing.MET: "green",
    Standing.CONDITIONAL: "cyan",
    Standing.REVIEW: "yellow",
    Standing.REFER: "magenta",
    Standing.UNMET: "red",
}

Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words that look alike. cut: shortened where a line has no more room."""

    text: str
    colour: str | None = None
    bold: bool = False
    dim: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; broken: at the width, where it has no room in one."""

    spans: tuple[Span, ...]
    broken: bool = False

    @classmethod
    def of(cls, *words: str | Span) -> Text:
        """A line of plain words and others."""
        return cls(tuple(Span(each) if isinstance(each, str) else each for each in words))

    @classmethod
    def wrapped(cls, words: str, *, dim: bool = False, bold: bool = False) -> Text:
        """Words that look alike, broken at the width."""
        return cls((Span(words, dim=dim, bold=bold),), broken=True)

    @property
    def plain(self) -> str:
        """Its words alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Facts:
    """Names, each with its value and what else is to say of it. columns: what names and values are."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, str] = ("fact", "value")


@dataclass(frozen=True, slots=True)
class Names:
    """Names, each with the words or names that it stands for."""

    columns: tuple[str, str]
    names: Pairs


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in columns, under the names of the columns; the first cell of a row is its name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class List:
    """Sentences, each with its source or none."""

    items: Pairs


@dataclass(frozen=True, slots=True)
class Bar:
    """What was counted against what is needed, for a picture beside the words; a high of None is unlimited."""

    low: float
    high: float | None
    needed: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an outline: its words, its source, what hangs below it, and its grid if it has rows.

    standing: gives the mark before the words. bar: a picture of its figures.
    """

    says: str
    source: str = ""
    below: tuple[Entry, ...] = ()
    grid: Grid | None = None
    standing: Standing | None = None
    bold: bool = False
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a substitution table, each with a cell for every column and its source.

    rest: what else could stand in for a row.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    rest: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """An entry with all that hangs below it."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading, or set apart without one; nothing where there are none.

    facts: what is stated of all of it, beside the heading, and source: where.
    """

    title: Text
    blocks: tuple[Block, ...]
    facts: Pairs = ()
    source: str = ""


Block: TypeAlias = Text | Facts | Names | Table | List | Outline | Section


@dataclass(frozen=True, slots=True)
class Page:
    """What a person reads at once."""

    title: Text
    blocks: tuple[Block, ...]


def section(title: str, *blocks: Block) -> Section:
    """Blocks under a heading in bold."""
    return Section(Text.of(Span(title, bold=True)), blocks)


def page_visible(page: Page) -> Page:
    """A page with no sign of any input in it that steers a terminal, turns the order of letters or is seen by nobody.

    Breaks of lines and tabs are blanks, as where lines are filled.
    """
    made: Page = _visible(page)
    return made


def _visible(part: Any) -> Any:  # noqa: ANN401  # a page, or what it is made of
    if isinstance(part, Standing):
        return part
    if isinstance(part, str):
        return visible(part.translate(_BLANKS))
    if isinstance(part, tuple | list):
        return tuple(map(_visible, part))
    if is_dataclass(part) and not isinstance(part, type):
        values: dict[str, Any] = {each.name: _visible(getattr(part, each.name)) for each in fields(part)}
        return type(part)(**values)
    return part


_BLANKS: Final = dict.fromkeys(map(ord, "\t\n\x0b\x0c\r"), " ")
