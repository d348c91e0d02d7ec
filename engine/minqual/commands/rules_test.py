"""minqual rules test: whether the cases beside packs hold, what they decide, and the cases they lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import Exit, Format, guarded, output_option, say, show, show_json, show_text, width
from minqual.commands.inputs import over_inputs, pack_inputs
from minqual.packs import pack_versions, references_of
from minqual.values import Fault, Gathered, PackError, no_plain_file, so_many

if TYPE_CHECKING:
    from minqual.authoring import PackRun, Proposals


@guarded
def test(
    packs: Annotated[
        list[str] | None,
        typer.Argument(
            help="Packs to test, or folders of them; all that have a name, in every version, if none is given.",
            metavar="[PACK]...",
        ),
    ] = None,
    case: Annotated[
        str | None, typer.Option(help="Run only cases with this in their name, without coverage.", metavar="PART")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="Text for people, or JSON.")] = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Demand them of packs not bundled, too.")] = False,  # noqa: FBT002  # typer's flag
    propose: Annotated[bool, typer.Option("--propose", help="Write the missing cases as YAML.")] = False,  # noqa: FBT002  # typer's flag
    output: Annotated[Path | None, output_option("The file for proposed cases.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace that file if it is there.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Run the cases beside packs: which do not hold, what none decides or feels, which bounds lack a pair.

    Bundled packs need a pair of cases at each bound, and a case that feels each amount inside a clause.

    Exit codes: 0 all is well, 1 a case fails or a needed one is missing, 2 something cannot be read or nothing was run.
    """
    every = [version.reference for version in pack_versions()] if not packs else []
    names = [each for name in packs or () for each in references_of(name)] or every
    if propose and (case is not None or format_ is Format.JSON):
        raise PackError([Fault("--propose", "--case or --format beside it", "--propose with no other than --output")])
    if propose:
        _propose(names, output, force=force)
        return
    if output is not None or force:
        raise PackError([Fault("--output", "no --propose", "--propose beside it: a test writes no file")])
    unread = Gathered()
    runs = list(_runs(names, case, unread, strict=strict))
    _print(runs, format_)
    unread.told()
    if not runs:
        raise PackError([Fault("--case", f"no case with {case!r} in its name", "part of the name of a case")])
    if not all(run.passes for run in runs):
        raise typer.Exit(Exit.NOT_MET)


def _runs(names: list[str], case: str | None, unread: Gathered, *, strict: bool) -> Iterator[PackRun]:
    """Every pack that can be read, run; packs without any case of the wanted name are left out."""
    from minqual.authoring import run_pack

    for name in dict.fromkeys(names):
        with unread.step():
            run = run_pack(name, only=case, strict=strict)
            if run.outcomes:
                yield run


def _print(runs: list[PackRun], format_: Format) -> None:
    from minqual.authoring import run_lines, run_values, sum_line, totals

    if format_ is Format.JSON:
        values = {"packs": [run_values(run) for run in runs], "totals": totals(runs)}
        show_json(values)
        return
    for run in runs:
        show(run_lines(run, width()))
    if len(runs) > 1:
        show([sum_line(runs)])


def _propose(names: list[str], output: Path | None, *, force: bool) -> None:
    """The missing cases as YAML, on stdout or in a file; exit code 1 where one could not be made."""
    from minqual.authoring import proposals

    if output is not None:
        _check_output(names, output, force=force)
    today = date.today()  # noqa: DTZ011  # the local calendar day is meant
    unable, unread = False, Gathered()
    for name in dict.fromkeys(names):
        with unread.step():
            proposed = proposals(name, today)
            if output is not None and proposed.text:
                output.write_text(proposed.text, encoding="utf-8")
            elif proposed.text:
                show_text(proposed.text)
            say(*(f"{name}: {reason}" for reason in (*proposed.unable, *proposed.undecided)))
            say(f"{name}: {_came(proposed, output)}")
            unable = unable or bool(proposed.unable)
    unread.told()
    if unable:
        raise typer.Exit(Exit.NOT_MET)


def _check_output(names: list[str], output: Path, *, force: bool) -> None:
    """PackError where proposals cannot go to a file."""
    if len(names) != 1:
        raise PackError([Fault("--output", f"{len(names)} packs", "one pack, whose proposals the file is to hold")])
    if over := over_inputs("--output", output, list(pack_inputs(names))):
        raise PackError(over)
    if output.exists() and not force:
        raise PackError([Fault(str(output), "a file that is there already", "another name, or --force")])
    if output.exists() and (found := no_plain_file(output)):
        raise PackError([Fault("--output", found, "a plain file")])


def _came(proposed: Proposals, output: Path | None) -> str:
    """What came of looking for missing cases, in words."""
    if proposed.text:
        where = f", written to {output}" if output is not None else ""
        return f"{so_many(len(proposed.cases), 'case')} proposed{where}"
    without = f", and {output} is not written" if output is not None else ""
    if proposed.unable or proposed.undecided:
        return f"no case could be proposed{without}"
    return f"nothing is missing{without}"
