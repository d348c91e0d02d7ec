"""minqual rules list, show, schema and manual: what there is to read of packs, and on how they are written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from minqual.commands.console import guarded, output_option, say, show, show_json, show_page, show_text, width
from minqual.commands.page_files import write_file
from minqual.outputs import place_faults
from minqual.packs import (
    Version,
    agencies_in,
    bundled_agencies,
    in_force,
    is_folder,
    load_pack,
    pack_versions,
    packs_in,
    references_of,
)
from minqual.values import FaultyInput


class ListFormat(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


@guarded
def list_packs(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            help="Folders, or agencies, to list; all packs by name if none is given.", metavar="[FOLDER]..."
        ),
    ] = None,
    format_: Annotated[ListFormat, typer.Option("--format", help="A table for people, or JSON.")] = ListFormat.TABLE,
) -> None:
    """List packs: name, date in force, version, title, levels.

    Of several versions of a pack, the one in force today is listed under the bare name.
    """
    versions = [each for name in folders for each in packs_in(name)] if folders else pack_versions()
    if format_ is ListFormat.JSON:
        show_json([_listed(version) for version in versions])
        return
    for name, each in groupby(versions, key=lambda version: version.name):
        show(_version_lines(name, list(each), width()))
    for agency in [each for name in folders for each in agencies_in(name)] if folders else bundled_agencies():
        show((agency, *_indented("the words, clauses and notes that the packs beside it draw on", width())))


def _listed(version: Version) -> dict[str, object]:
    pack = load_pack(version.reference)
    return {
        "name": pack.name,
        "title": pack.title,
        "invented": pack.invented == "yes",
        "version": pack.version,
        "in_force": str(pack.in_force),
        "reference": version.reference,
        "levels": [level.id for level in pack.levels],
    }


def _version_lines(name: str, versions: Sequence[Version], columns: int) -> Iterator[str]:
    """The versions of one pack, the newest first, each with what --rules takes for it."""
    today = in_force(versions, date.today())  # noqa: DTZ011  # the local calendar day is meant
    lasts = [version.since - timedelta(days=1) for version in versions[1:]]
    for version, last in reversed(list(zip(versions, [*lasts, None], strict=True))):
        pack = load_pack(version.reference)
        until = f" to {last.isoformat()}" if last else ""
        yield name if version is today else version.reference
        yield from _indented(pack.titled, columns)
        yield from _indented(f"in force from {pack.in_force}{until}, version {pack.version}", columns)
        yield from _indented("levels: " + ", ".join(level.id for level in pack.levels), columns)


def _indented(text: str, columns: int) -> Sequence[str]:
    return textwrap.wrap(text, max(20, columns), initial_indent="    ", subsequent_indent="      ")


class PageFormat(StrEnum):
    """How a pack is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


@guarded
def show_pack(
    pack: Annotated[str, typer.Argument(help="Name of a pack, a path, or a folder of packs.", metavar="PACK")],
    format_: Annotated[
        PageFormat, typer.Option("--format", help="An outline, a page of Markdown, or what it asks as JSON.")
    ] = PageFormat.TEXT,
) -> None:
    """Show a pack as a person reads it: levels, clauses, sources, and what does not decide."""
    loaded = [load_pack(each) for each in references_of(pack)]
    if format_ is PageFormat.JSON:
        from minqual.preparing import asked_of

        said = [asked_of(each).to_dict() for each in loaded]
        show_json(said if is_folder(pack) else said[0])
        return
    from minqual.judging import grow
    from minqual.reports import as_markdown, page_of_pack

    for each in loaded:
        shown = page_of_pack(each, grow(each))
        if format_ is PageFormat.MARKDOWN:
            show(as_markdown(shown))
        else:
            show_page(shown, width())


@guarded
def print_schema(
    output: Annotated[Path | None, output_option("File to write; standard output if not given.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace that file if it is there.")] = False,  # noqa: FBT002  # typer's flag
    *,
    agency: Annotated[bool, typer.Option("--agency", help="The schema of an agency's file instead.")] = False,
) -> None:
    """Print the JSON Schema of rule packs, by which editors check and complete them."""
    from minqual.packs import schema_text

    text = schema_text(agency=agency)
    if output is None:
        show_text(text)
        return
    faults = place_faults("--output", output, force=force)
    if faults:
        raise FaultyInput(faults)
    write_file(output, text.encode())
    say(f"wrote {output}")


@guarded
def print_manual() -> None:
    """Print the manual of clauses, totals and counting policies, as rules/README.md holds it."""
    from minqual.authoring import manual_page

    show_text(manual_page())
