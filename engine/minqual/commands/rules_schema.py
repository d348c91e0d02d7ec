"""minqual rules schema: the JSON Schema of rule packs, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minqual.commands.console import guarded, say
from minqual.outputs import place_faults
from minqual.values import FaultyInput


@guarded
def schema(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write; standard output if not given.", metavar="FILE"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace that file if it is there.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Print the JSON Schema of rule packs, by which editors check and complete them."""
    from minqual.outputs import write_whole
    from minqual.packs import schema_text

    text = schema_text()
    if output is None:
        print(text, end="")
        return
    faults = place_faults("--output", output, force=force)
    if faults:
        raise FaultyInput(faults)
    with write_whole(output) as (file,):
        file.write(text.encode())
    say(f"wrote {output}")
