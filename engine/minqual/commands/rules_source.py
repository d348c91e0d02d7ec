"""minqual rules source: each sentence of a specification with how a pack treats it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from minqual.commands.console import WIDE, Exit, Format, guarded, say, show_json, show_page, width
from minqual.commands.inputs import over_inputs
from minqual.commands.page_files import write_file
from minqual.packs import find_pack, load_pack
from minqual.values import Fault, FaultyInput

_READABLE: Final = 160
"""Columns of a sentence where no terminal says how wide it is."""


@guarded
def source(
    pack: Annotated[str, typer.Argument(help="Name of a bundled pack, or a path.", metavar="PACK")],
    file: Annotated[Path, typer.Argument(help="The class specification as plain text in UTF-8.", metavar="FILE")],
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 unless every sentence is accounted for and as recorded.")
    ] = False,
    format_: Annotated[Format, typer.Option("--format", help="Lines for people, or JSON.")] = Format.TEXT,
    write: Annotated[
        bool, typer.Option("--write", help="Record the sentences, as digests, in a file beside the pack.")
    ] = False,
) -> None:
    """List each sentence of a specification's qualification part with how the pack treats it.

    Exit codes: 0 listed, 1 with --strict if a sentence is unaccounted for, changed or gone, 2 unreadable.
    """
    from minqual.authoring import (
        account,
        page_of_account,
        passages,
        plain_account,
        read_recorded,
        record_text,
        recorded_beside,
        specification_text,
    )

    loaded, beside = load_pack(pack), recorded_beside(find_pack(pack))
    if write and (over := _cannot_be_written(beside, file)):
        raise FaultyInput(over)
    text = passages(specification_text(file))
    found = account(loaded, text, None if write else read_recorded(beside))
    if not found.sentences:
        raise FaultyInput([Fault(str(file), "no sentence in the qualification part", "the text of a specification")])
    if write:
        write_file(beside, record_text(loaded, found).encode())
        say(f"{len(found.sentences)} sentences are recorded in {beside.name}, beside the pack")
    if format_ is Format.JSON:
        show_json(list(plain_account(found)))
    else:
        columns = _READABLE if width() == WIDE else width()
        show_page(page_of_account(loaded, file.name, found, columns), columns)
    if strict and not found.settled:
        raise typer.Exit(Exit.NOT_MET)


def _cannot_be_written(beside: Path, file: Path) -> list[Fault]:
    """Why the record of a specification cannot be written: it is the specification itself, or no plain file."""
    from minqual.outputs import place_faults

    over = over_inputs("--write", beside, [(file, "the specification itself")])
    return over or place_faults("--write", beside, force=True)
