"""minqual rules diff: two versions of a pack, in words."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer

from minqual.commands.console import Exit, Format, guarded, show_json, show_page, width
from minqual.packs import Pack, load_pack
from minqual.values import so_many

if TYPE_CHECKING:
    from minqual.packs import Change
    from minqual.reports import Text


COLOURS: Final = {"easier": "green", "harder": "yellow"}


@guarded
def diff(
    old: Annotated[str, typer.Argument(help="The old version: name of a bundled pack, or a path.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The new version: name of a bundled pack, or a path.", metavar="NEW")],
    format_: Annotated[Format, typer.Option("--format", help="Sentences for people, or JSON.")] = Format.TEXT,
) -> None:
    """Say in words how two versions of a pack differ, and what becomes easier or harder.

    Each change is judged by itself, as if all else stayed as it is; where its effect is not certain, none is said.

    Exit codes: 0 nothing that decides differs, 1 something does, 2 a pack cannot be read.
    """
    from minqual.packs import compare, decides

    packs = load_pack(old), load_pack(new)
    changes = compare(*packs)
    decisive = decides(changes)
    if format_ is Format.JSON:
        named = [{"name": pack.name, "version": pack.version, "digest": pack.digest} for pack in packs]
        report = {"old": named[0], "new": named[1], "decides": decisive, "changes": [asdict(each) for each in changes]}
        show_json(report)
    else:
        from minqual.reports import Page, Text

        show_page(Page(Text(()), tuple(_report(*packs, changes, width()))), width())
    if decisive:
        raise typer.Exit(Exit.NOT_MET)


def _report(old: Pack, new: Pack, changes: Sequence[Change], columns: int) -> Iterator[Text]:
    """The changes under their headings, each with its effect before it."""
    from minqual.reports import Span, Text

    yield Text.of(Span(f"{old.called} compared with {_other(old, new)}", bold=True))
    section = ""
    for change in changes:
        if change.section != section:
            section = change.section
            yield Text.of("")
            yield Text.of(Span(section, bold=True))
        mark = f"{change.effect or '':<8}"
        pieces = textwrap.wrap(change.says, max(20, columns - 10)) or [""]
        colour = COLOURS[change.effect] if change.effect else None
        yield Text.of("  ", Span(mark, colour), pieces[0])
        yield from (Text.of(f"          {piece}") for piece in pieces[1:])
    yield Text.of("")
    yield Text.of(_in_all(changes, same=old.digest == new.digest))


def _other(old: Pack, new: Pack) -> str:
    """The new version, named by what tells it from the old one."""
    if old.name != new.name:
        return new.called
    return f"version {new.version}" if old.version != new.version else "another text of that version"


def _in_all(changes: Sequence[Change], *, same: bool) -> str:
    if not changes:
        return "No difference." if same else "No difference but the order of names or words, which has no effect."
    effects = Counter(change.effect for change in changes if change.effect)
    deciding = sum(change.decides for change in changes)
    marks = ", ".join(f"{effects[effect]} {effect}" for effect in ("easier", "harder") if effects[effect])
    many = so_many(len(changes), "change")
    return f"{many}, {deciding or 'none'} in what decides{f' ({marks})' if marks else ''}."
