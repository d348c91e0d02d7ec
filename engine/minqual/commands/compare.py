"""minqual compare: two results, or results and what people decided: who moved, and by which clause."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from minqual.commands.console import Exit, Format, guarded, output_option, say, show_json, show_page, width
from minqual.commands.figure_files import LISTS, PAGE, check_figures, write_figures
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.comparisons import Clauses, Comparison, DecidedFile

NO_DAY: Final = "2000-01-01"
"""The day in the properties of a workbook, where the files name none."""


@guarded
def compare(
    results: Annotated[
        Path, typer.Argument(help="Results of minqual (.csv, .xlsx, .jsonl, .parquet), or decisions by hand.")
    ],
    other: Annotated[
        Path, typer.Argument(help="Other results, or decisions by hand: columns applicant_id and decision.")
    ],
    details: Annotated[
        Path | None, typer.Option(help="Details of the first, as screen --details writes them.", metavar="FILE")
    ] = None,
    other_details: Annotated[Path | None, typer.Option(help="Details of the other.", metavar="FILE")] = None,
    output: Annotated[Path | None, output_option("All who moved: .csv, .xlsx, .html.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="Sentences for people, or JSON.")] = Format.TEXT,
) -> None:
    """Say who stands otherwise in other results, or was decided on otherwise by hand, and by which clause.

    Exit codes: 0 nobody moved, 1 somebody did, 2 a file cannot be read or compared.
    """
    from minqual.comparisons import compared, comparison_data

    paths = (details, other_details)
    inputs = [(each, "a file that is compared") for each in (results, other, *paths) if each]
    if output is not None:
        check_figures(output, inputs, force=force, endings=(*LISTS, PAGE))
    files = _both(results, other)

    def clauses(which: int, keys: Collection[tuple[str, str]]) -> Clauses | None:
        from minqual.comparisons import read_clauses

        path = paths[which]
        option = ("--details", "--other-details")[which]
        return None if path is None else read_clauses(path, option, files[which].stamp, keys)

    found = compared(*files, clauses)
    if output is not None:
        _write(found, output)
    if format_ is Format.JSON:
        show_json(comparison_data(found))
    else:
        from minqual.reports import page_of_comparison

        show_page(page_of_comparison(found), width())
    if output is not None:
        say(f"all who moved are in {output}")
    if found.moves:
        raise typer.Exit(Exit.NOT_MET)


def _both(results: Path, other: Path) -> tuple[DecidedFile, DecidedFile]:
    """What both files decide; SourceError carries the faults of both."""
    from minqual.comparisons import read_decided

    files: list[DecidedFile] = []
    faults: list[Fault] = []
    for path in (results, other):
        try:
            files.append(read_decided(path))
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)
    return files[0], files[1]


def _write(found: Comparison, output: Path) -> None:
    from minqual.comparisons import comparison_said, comparison_sheets
    from minqual.reports import page_of_comparison

    day = next((str(each.stamp["as_of"]) for each in reversed(found.files) if "as_of" in each.stamp), NO_DAY)
    title = [("Comparison",), *((each,) for each in comparison_said(found))]
    write_figures(output, partial(comparison_sheets, found), title, day, partial(page_of_comparison, found))
