"""minqual rules lint: what a careful colleague would ask about packs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minqual.commands.console import Exit, Format, guarded, show_json, show_page, width
from minqual.packs import (
    agencies_in,
    bundled_agencies,
    drawing_on,
    is_agency_file,
    is_folder,
    load_agency,
    load_written,
    pack_names,
    references_of,
)
from minqual.values import Fault, PackError

if TYPE_CHECKING:
    from minqual.authoring import Remark
    from minqual.reports import Text


@guarded
def lint(
    packs: Annotated[
        list[str] | None,
        typer.Argument(help="Packs or folders to look at; all packs by name if none is given.", metavar="[PACK]..."),
    ] = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help="Text for people, or JSON.")] = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as faults do.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="List all remarks with what each is about.")] = False,
) -> None:
    """Ask about packs what a careful colleague would ask.

    Exit codes: 0 nothing or only warnings, 1 faults (with --strict, warnings too), 2 a pack cannot be read.
    """
    from minqual.authoring import REMARKS, UNDRAWN, remarks_on, remarks_on_agency

    if explain:
        kinds = [{"name": each.name, "strength": each.strength, "says": each.says} for each in (*REMARKS, UNDRAWN)]
        if format_ is Format.JSON:
            show_json(kinds)
        else:
            _show(_explained(kinds))
        return
    faults: list[Fault] = []
    looked_at: list[tuple[str, Sequence[Remark], Sequence[Fault]]] = []
    given = [each for name in packs for each in _looked_at(name)] if packs else (*pack_names(), *bundled_agencies())
    for name in given:
        try:
            if is_agency_file(Path(name)):
                looked_at.append((name, remarks_on_agency(load_agency(name), drawing_on(name)), ()))
                continue
            looked_at.append((name, remarks_on(*load_written(name)), ()))
        except PackError as error:
            faults += error.faults
            looked_at.append((name, (), error.faults))
    if format_ is Format.JSON:
        show_json([_listed(*each) for each in looked_at])
    else:
        _show(line for name, remarks, unread in looked_at if not unread for line in _told(name, remarks))
    if faults:
        raise PackError(faults)
    strengths = {each.strength for _, remarks, _ in looked_at for each in remarks if each.because is None}
    if "fault" in strengths or (strict and strengths):
        raise typer.Exit(Exit.NOT_MET)


def _looked_at(name: str) -> Iterator[str]:
    """The packs that a name stands for, and of a folder the agencies' files in it."""
    yield from references_of(name)
    yield from agencies_in(name) if is_folder(name) else ()


def _show(lines: Iterable[Text]) -> None:
    from minqual.reports import Page, Text

    page = Page(Text(()), tuple(lines))
    show_page(page, width())


def _told(name: str, remarks: Sequence[Remark]) -> Iterator[Text]:
    """The remarks on one pack: those that stand, those that are accepted, and how many there are."""
    from minqual.reports import Span, Text

    columns = width()
    standing = [each for each in remarks if each.because is None]
    accepted = [each for each in remarks if each.because is not None]
    for each in standing:
        colour = typer.colors.RED if each.strength == "fault" else typer.colors.YELLOW
        strength, remark = Span(each.strength, colour), Span(each.name, bold=True)
        yield from _headed(each.where, Text.of(strength, ": ", remark, f" ({each.about})"), columns)
        yield from _wrapped(each.found, columns)
        yield from _wrapped(f"-> {each.advice}", columns)
    if accepted:
        yield Text.of(Span("accepted", bold=True))
    for each in accepted:
        yield from _headed(each.where, Text.of(f"{each.name} ({each.about})"), columns)
        yield from _wrapped(each.found, columns)
        yield from _wrapped(f"accepted because {each.because}", columns)
    counts = [
        f"{count} {word}{'' if count == 1 or word == 'accepted' else 's'}"
        for word, count in (
            ("fault", sum(each.strength == "fault" for each in standing)),
            ("warning", sum(each.strength == "warning" for each in standing)),
            ("accepted", len(accepted)),
        )
        if count
    ]
    yield Text.of(f"{name}: {', '.join(counts) or 'no remarks'}")


def _headed(where: str, says: Text, columns: int) -> Iterator[Text]:
    """A place with what is said of it behind it where all of it fits, else below."""
    from minqual.reports import Text

    if len(f"{where}: {says.plain}") <= columns:
        yield Text.of(f"{where}: ", *says.spans)
    else:
        yield Text.of(f"{where}:")
        yield Text.of("  ", *says.spans)


def _wrapped(text: str, columns: int) -> list[Text]:
    from minqual.reports import Text

    return [Text.of(each) for each in textwrap.wrap(text, columns, initial_indent="    ", subsequent_indent="    ")]


def _explained(kinds: Sequence[dict[str, str]]) -> Iterator[Text]:
    from minqual.reports import Span, Text

    for kind in kinds:
        yield Text.of(Span(kind["name"], bold=True), f" ({kind['strength']})")
        yield from _wrapped(kind["says"], width())


def _listed(name: str, remarks: Sequence[Remark], unread: Sequence[Fault]) -> dict[str, Any]:
    """What was found in one pack, as JSON."""
    return {
        "pack": name,
        "readable": not unread,
        "faults": [_place(each.where) | _fault(each) for each in unread],
        "remarks": [_place(each.where) | _remark(each) for each in remarks if each.because is None],
        "accepted": [
            _place(each.where) | _remark(each) | {"because": each.because}
            for each in remarks
            if each.because is not None
        ],
    }


def _fault(fault: Fault) -> dict[str, str | None]:
    return {"found": fault.found, "expected": fault.expected, "nearest": fault.nearest}


def _remark(remark: Remark) -> dict[str, str]:
    return {
        "remark": remark.name,
        "strength": remark.strength,
        "about": remark.about,
        "found": remark.found,
        "advice": remark.advice,
    }


def _place(where: str) -> dict[str, str | int | None]:
    """A place such as "file line 3 column 5" in its parts."""
    file, _, rest = where.rpartition(" line ")
    line, _, column = rest.partition(" column ")
    if not (file and line.isdigit()):
        return {"file": where, "line": None, "column": None}
    return {"file": file, "line": int(line), "column": int(column) if column.isdigit() else None}
