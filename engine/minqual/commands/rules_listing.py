"""minqual rules list: the bundled packs."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from minqual.commands.console import guarded
from minqual.library import load_pack, pack_names


class Format(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


@guarded
def list_packs(
    format_: Annotated[Format, typer.Option("--format", help="A table for people, or JSON.")] = Format.TABLE,
) -> None:
    """List the bundled packs: name, title, version, levels."""
    packs = [load_pack(name) for name in pack_names()]
    if format_ is Format.JSON:
        listed = [
            {
                "name": pack.name,
                "title": pack.title,
                "version": pack.version,
                "levels": [level.id for level in pack.levels],
            }
            for pack in packs
        ]
        print(json.dumps(listed, indent=2, ensure_ascii=False))
        return
    for pack in packs:
        print(f"{pack.name}  version {pack.version}  {pack.title}")
        print(f"    levels: {', '.join(level.id for level in pack.levels)}")
