"""minqual what-if: what another pack, or another amount in a clause, would do to a pool."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    AsOfOption,
    Exit,
    Format,
    QuietOption,
    as_of_date,
    complain,
    guarded,
    hush,
    say,
    show_page,
    show_text,
    width,
)
from minqual.commands.figure_files import check_figures, write_figures
from minqual.commands.inputs import inputs_of
from minqual.commands.packs import (
    RunOptions,
    class_faults,
    complain_of_stale,
)
from minqual.commands.reading import (
    ReadingOptions,
    SourceArgument,
    read,
    source_faults,
)
from minqual.judging import Screener, screen_all, settlement_faults, tables_for
from minqual.packs import is_folder
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.comparisons import RuleChange
    from minqual.sources import Reading


@guarded
def what_if(
    source: SourceArgument,
    rules: Annotated[
        str,
        typer.Option("--rules", help="The pack as it is: the name of a bundled one, or a path.", metavar="PACK"),
    ],
    against: Annotated[
        str | None,
        typer.Option(help="Another pack, or another version of it (PACK@DATE).", metavar="PACK", show_default=False),
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            help="Another amount in a clause, 'director.experience: 4 years'; '3 years..6 years step 1 year' tries "
            "each. Several times for several clauses.",
            metavar="CLAUSE: AMOUNT",
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="All who move (.csv), with all counts (.xlsx), a plot (.svg) or a page (.html).",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="Tables for people, or JSON.")] = Format.TEXT,
    *,
    said: RunOptions,
    how: ReadingOptions,
    quiet: QuietOption = False,
) -> None:
    """Say who would stand otherwise under another pack, or with another amount in a clause, and by which clause.

    The source is read and counted once. Nothing is decided by it: the results of `screen` stay as they are.

    Exit codes: 0 told, 2 usage or input error, 4 some rows were rejected or cells set open.
    """
    hush(quiet=quiet)
    day = as_of_date(as_of)
    names = [rules, *([against] if against is not None else [])]
    if faults := _faults(source, names, change or []):
        raise SourceError(faults)
    if output is not None:
        check_figures(output, inputs_of(source, names, how.column_map, said.settled), force=force)
    packs = said.packs(names, None, day)
    says, screeners = _changed(packs.screeners, change or [])
    try:
        found = _found(source, screeners, says, day, how.reading(tables_for(screeners)))
    except SourceError as error:
        raise SourceError(class_faults(error.faults, packs)) from None
    _show(found, output, format_)


def _faults(source: str, names: Sequence[str], changes: Sequence[str]) -> list[Fault]:
    """What is wrong with what was asked."""
    faults = source_faults(source)
    for option, name in zip(("--rules", "--against"), names, strict=False):
        if is_folder(name):
            faults.append(Fault(option, "a folder of packs", "one pack"))
    if len(names) == 1 and not changes:
        expected = "--against PACK, or --change 'CLAUSE: AMOUNT'"
        faults.append(Fault("what-if", "nothing that would change", expected, code="missing"))
    return faults


def _changed(screeners: Sequence[Screener], changes: Sequence[str]) -> tuple[list[str], list[Screener]]:
    """What each new pack changes, and the screeners: of the pack as it is, then of each new one."""
    from minqual.what_if import changed_packs

    first = screeners[0].pack
    says, made = [each.pack.called for each in screeners[1:]], list(screeners)
    for each in changed_packs(first.written, changes) if changes else ():
        says.append(each.says)
        made.append(Screener(each.pack.for_run(first.run)))
    return says, made


def _found(source: str, screeners: Sequence[Screener], says: Sequence[str], day: date, how: Reading) -> RuleChange:
    """The rule change over a source that is read and counted once."""
    from minqual.comparisons import effects_of

    found = read(source, how)
    say(*found.notes)
    settlements = screeners[0].pack.run.settlements
    if settlements:
        judged_by = [(each.pack, each.tree) for each in screeners]
        if faults := list(settlement_faults(settlements, judged_by, found.tables.applicant_ids, day)):
            raise SourceError(faults)
    return effects_of(screen_all(screeners, found.tables, day), says)


def _show(found: RuleChange, output: Path | None, format_: Format) -> None:
    from minqual.comparisons import rule_change_data, rule_change_sheets
    from minqual.reports import page_of_rule_change, plot_of_rule_change

    if output is not None:
        title = [("What if",), (f"{found.pack}, as of {found.as_of}",)]
        drawn = (lambda: plot_of_rule_change(found), lambda: page_of_rule_change(found))
        write_figures(output, lambda: rule_change_sheets(found), title, found.as_of, drawn)
    if format_ is Format.JSON:
        show_text(json.dumps(rule_change_data(found), indent=2, ensure_ascii=False))
    else:
        show_page(page_of_rule_change(found), width())
    if output is not None:
        say(f"all who move are in {output}")
    complain_of_stale(each for step in found.steps for each in step.stale)
    if found.rejects:
        complain("some rows were rejected or cells set open; minqual applicants inspect tells which")
        raise typer.Exit(Exit.SOME_REJECTED)
