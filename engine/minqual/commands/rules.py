"""minqual rules: the bundled packs, what a pack says, and whether its cases hold."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from minqual.commands.console import Exit, guarded, width
from minqual.commands.console import show as show_lines
from minqual.faults import Fault, PackError
from minqual.library import load_pack, pack_names
from minqual.screening import Screener

rules = typer.Typer(help="List, show and test rule packs.", no_args_is_help=True)


class Format(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


@rules.command("list")
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


@rules.command()
@guarded
def show(pack: Annotated[str, typer.Argument(help="Name of a bundled pack, or a path.", metavar="PACK")]) -> None:
    """Show a pack as a person reads it: levels, clauses, sources, and what does not decide."""
    from minqual.reports import pack_report

    loaded = load_pack(pack)
    show_lines(pack_report(loaded, Screener(loaded).tree, width()))


@rules.command()
@guarded
def test(
    packs: Annotated[
        list[str] | None, typer.Argument(help="Packs to test; all bundled ones if none is given.", metavar="[PACK]...")
    ] = None,
) -> None:
    """Run the cases beside packs and say which do not hold.

    Exit codes: 0 all hold, 1 some do not, 2 a pack or its cases cannot be read.
    """
    from minqual.cases import cases_of, failures, read_cases, run_cases

    failed = 0
    faults: list[Fault] = []
    for name in packs or pack_names():
        try:
            screener = Screener(load_pack(name))
            outcomes = run_cases(*read_cases(cases_of(name), screener), screener)
        except PackError as error:
            faults += error.faults
            continue
        wrong = failures(outcomes)
        failed += len(wrong)
        for outcome in wrong:
            print(f"FAILED {outcome.place}: {outcome.case}")
            for difference in outcome.differences:
                print(f"    {difference}")
        print(f"{name}: {len(outcomes) - len(wrong)} of {len(outcomes)} cases hold")
    if faults:
        raise PackError(faults)
    if failed:
        raise typer.Exit(Exit.NOT_MET)
