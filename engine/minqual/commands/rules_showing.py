"""minqual rules show: a pack as a person reads it."""

from __future__ import annotations

from typing import Annotated

import typer

from minqual.commands.console import guarded, width
from minqual.commands.console import show as show_lines
from minqual.library import load_pack
from minqual.screening import Screener


@guarded
def show(pack: Annotated[str, typer.Argument(help="Name of a bundled pack, or a path.", metavar="PACK")]) -> None:
    """Show a pack as a person reads it: levels, clauses, sources, and what does not decide."""
    from minqual.reports import pack_report

    loaded = load_pack(pack)
    show_lines(pack_report(loaded, Screener(loaded).tree, width()))
