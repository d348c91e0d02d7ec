"""minqual compare: two results, or results and what people decided: who moved, and by which clause."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from minqual.commands.console import Exit, Format, guarded, output_option
from minqual.commands.figure_files import LISTS, PAGE, Figures, check_figures
from minqual.values import Gathered

if TYPE_CHECKING:
    from minqual.comparisons import Clauses, Comparison
    from minqual.reports import Page

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
    from minqual.comparisons import compared, read_decided

    paths = (details, other_details)
    inputs = [(each, "a file that is compared") for each in (results, other, *paths) if each]
    if output is not None:
        check_figures(output, inputs, force=force, endings=(*LISTS, PAGE))
    files, unread = [], Gathered()
    for path in (results, other):
        with unread.step():
            files.append(read_decided(path))
    unread.told()

    def clauses(which: int, keys: Collection[tuple[str, str]]) -> Clauses | None:
        from minqual.comparisons import read_clauses

        details_of = paths[which]
        option = ("--details", "--other-details")[which]
        return None if details_of is None else read_clauses(details_of, option, files[which].stamp, keys)

    found = compared(files[0], files[1], clauses)
    _figures(found).show(output, format_, "all who moved are")
    if found.moves:
        raise typer.Exit(Exit.NOT_MET)


def _figures(found: Comparison) -> Figures:
    from minqual.comparisons import comparison_data, comparison_said, comparison_sheets

    def page() -> Page:
        from minqual.reports import page_of_comparison

        return page_of_comparison(found)

    day = next((str(each.stamp["as_of"]) for each in reversed(found.files) if "as_of" in each.stamp), NO_DAY)
    data, sheets = partial(comparison_data, found), partial(comparison_sheets, found)
    return Figures("Comparison", list(comparison_said(found)), day, data, sheets, page)
