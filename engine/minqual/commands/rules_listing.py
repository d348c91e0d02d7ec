"""minqual rules list: the bundled packs, version by version."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Annotated

import typer

from minqual.commands.console import guarded, show, width
from minqual.packs import Version, in_force, load_pack, pack_versions


class Format(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


@guarded
def list_packs(
    format_: Annotated[Format, typer.Option("--format", help="A table for people, or JSON.")] = Format.TABLE,
) -> None:
    """List the bundled packs: name, date in force, version, title, levels.

    Of several versions of a pack, the one in force today is listed under the bare name.
    """
    versions = pack_versions()
    if format_ is Format.JSON:
        print(json.dumps([_entry(version) for version in versions], indent=2, ensure_ascii=False))
        return
    for name, each in groupby(versions, key=lambda version: version.name):
        show(_lines(name, list(each), width()))


def _entry(version: Version) -> dict[str, object]:
    pack = load_pack(version.reference)
    return {
        "name": pack.name,
        "title": pack.title,
        "version": pack.version,
        "in_force": str(pack.in_force),
        "reference": version.reference,
        "levels": [level.id for level in pack.levels],
    }


def _lines(name: str, versions: Sequence[Version], columns: int) -> Iterator[str]:
    """The versions of one pack, the newest first, each with what --rules takes for it."""
    today = in_force(versions, date.today())  # noqa: DTZ011  # the local calendar day is meant
    lasts = [version.since - timedelta(days=1) for version in versions[1:]]
    for version, last in reversed(list(zip(versions, [*lasts, None], strict=True))):
        pack = load_pack(version.reference)
        until = f" to {last.isoformat()}" if last else ""
        yield name if version is today else version.reference
        yield from _indented(pack.title, columns)
        yield from _indented(f"in force from {pack.in_force}{until}, version {pack.version}", columns)
        yield from _indented("levels: " + ", ".join(level.id for level in pack.levels), columns)


def _indented(text: str, columns: int) -> Sequence[str]:
    return textwrap.wrap(text, max(20, columns), initial_indent="    ", subsequent_indent="      ")
