"""minqual rules show: a pack as a person reads it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from minqual.commands.console import guarded, width
from minqual.commands.console import show as show_lines
from minqual.packs import load_pack


class Format(StrEnum):
    """How a pack is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"


@guarded
def show(
    pack: Annotated[str, typer.Argument(help="Name of a bundled pack, or a path.", metavar="PACK")],
    format_: Annotated[
        Format, typer.Option("--format", help="An outline for the terminal, or a page of Markdown.")
    ] = Format.TEXT,
) -> None:
    """Show a pack as a person reads it: levels, clauses, sources, and what does not decide."""
    from minqual.judging import grow
    from minqual.reports import pack_as_markdown, pack_as_text, page

    loaded = load_pack(pack)
    shown = page(loaded, grow(loaded))
    show_lines(pack_as_markdown(shown) if format_ is Format.MARKDOWN else pack_as_text(shown, width()))
