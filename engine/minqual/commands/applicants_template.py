"""minqual applicants template: blank tables that hold just what a pack asks for."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, TypeAlias

import typer

from minqual.commands.console import guarded, output_option, say, show
from minqual.commands.inputs import over_inputs, pack_inputs
from minqual.packs import load_pack
from minqual.values import NO_FILE, Fault, FaultyInput, no_plain_file

if TYPE_CHECKING:
    from minqual.preparing import Asks

Written: TypeAlias = Callable[[IO[bytes]], object]
"""What writes one file."""


@guarded
def template(
    pack: Annotated[
        str,
        typer.Argument(help="Rule pack: the name of a bundled one, or a path; @DATE picks a version.", metavar="PACK"),
    ],
    output: Annotated[
        Path | None,
        output_option(
            "A folder for CSV tables, an .xlsx workbook, or a .csv file for one row per applicant; "
            "without it the columns are listed.",
            "FOLDER|FILE",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Write blank tables that hold just what a rule pack asks for.

    A folder gets one CSV for each table; an .xlsx workbook has notes on its headings and words to choose from. A .csv
    file has one row for each applicant, with columns such as job1_start and job2_start side by side.
    Without --output the tables and columns are listed. Nothing is overwritten without --force.
    """
    from minqual.preparing import asked_in_sheets

    asks = asked_in_sheets(load_pack(pack))
    if output is None:
        show(_listed(asks))
        return
    files = _files(asks, output)
    read = list(pack_inputs([pack]))
    if over := [fault for path in files for fault in over_inputs("--output", path, read)]:
        raise FaultyInput(over)
    _check_free(files, force=force)
    with _folder(next(iter(files)).parent):
        _write(files)
    say(
        *(f"wrote {path}" for path in files),
        "Fill in the rows, then see what was understood, and screen:",
        f"    minqual applicants inspect {shlex.quote(str(output))} --rules {shlex.quote(pack)}",
        f"    minqual screen {shlex.quote(str(output))} --rules {shlex.quote(pack)}",
    )


def _listed(asks: Asks) -> Iterator[str]:
    """The tables and columns, each column with what goes in."""
    from minqual.preparing import note_of

    width = max(len(column.column) for table in asks.tables for column in table.columns)
    yield f"{asks.pack.called}: {asks.title}, {asks.agency}"
    for table in asks.tables:
        yield ""
        yield f"{table.table}: one row is {table.row}"
        for column in table.columns:
            yield f"  {column.column:<{width}}  {note_of(column, asks.questions)}"


def _files(asks: Asks, output: Path) -> Mapping[Path, Written]:
    """What is to be written, by the name of the output."""
    from minqual.preparing import blank_csv, wide_csv, write_blank_workbook

    if output.suffix.lower() == ".xlsx" and not output.is_dir():
        return {output: lambda file: write_blank_workbook(asks, file)}
    if output.suffix.lower() == ".csv" and not output.is_dir():
        return {output: lambda file: file.write(wide_csv(asks))}
    if output.suffix and not output.is_dir():
        found = f"a file that ends in {output.suffix}"
        raise FaultyInput([Fault("--output", found, "a folder, or a file that ends in .xlsx or .csv")])
    texts = {output / f"{table.table}.csv": blank_csv(table) for table in asks.tables}
    return {path: lambda file, text=text: file.write(text) for path, text in texts.items()}  # type: ignore[misc]


def _check_free(files: Mapping[Path, Written], *, force: bool) -> None:
    strange = {path: found for path in files if (found := no_plain_file(path)) and found != NO_FILE}
    faults = [Fault(str(path), found, "a plain file, or a name that is free") for path, found in strange.items()]
    taken = [path for path in files if path.exists() and path not in strange and not force]
    faults += [Fault(str(path), "a file is there already", "a name that is free, or --force") for path in taken]
    if faults:
        raise FaultyInput(faults)


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """A folder that is made for what is written there, and is gone again if that fails."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for each in made:
            with contextlib.suppress(OSError):
                each.rmdir()
        raise


def _write(files: Mapping[Path, Written]) -> None:
    from minqual.outputs import write_whole

    with write_whole(*files) as opened:
        for file, write in zip(opened, files.values(), strict=True):
            write(file)
