"""minqual compare: two results, or results and what people decided: who moved, and by which clause."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from minqual.commands.console import Exit, Format, guarded, say, show_page, show_text, width
from minqual.commands.inputs import over_inputs
from minqual.commands.page_files import check_page, is_page, write_page
from minqual.outputs import Form, Target, place_faults, target_of
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.comparisons import Clauses, Comparison, DecidedFile

LISTS: Final = (Form.CSV, Form.XLSX)
"""Forms in which a comparison is written."""

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
        Path | None,
        typer.Option(help="Details of the first, as screen --details writes them.", metavar="FILE", show_default=False),
    ] = None,
    other_details: Annotated[
        Path | None, typer.Option(help="Details of the other.", metavar="FILE", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="All who moved: .csv, .xlsx, .html.", metavar="FILE", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="Sentences for people, or JSON.")] = Format.TEXT,
) -> None:
    """Say who stands otherwise in other results, or was decided on otherwise by hand, and by which clause.

    Exit codes: 0 nobody moved, 1 somebody did, 2 a file cannot be read or compared.
    """
    from minqual.comparisons import compared, comparison_data

    paths = (details, other_details)
    inputs = [(each, "a file that is compared") for each in (results, other, *paths) if each]
    target = None
    if output is not None and is_page(output):
        check_page("--output", output, inputs, force=force)
    elif output is not None:
        target = _target(output, inputs, force=force)
    files = _both(results, other)

    def clauses(which: int, keys: Collection[tuple[str, str]]) -> Clauses | None:
        from minqual.comparisons import read_clauses

        path = paths[which]
        option = ("--details", "--other-details")[which]
        return None if path is None else read_clauses(path, option, files[which].stamp, keys)

    found = compared(*files, clauses)
    if target is not None:
        _write(found, target)
    if output is not None and target is None:
        from minqual.pages import plain_page
        from minqual.reports import page_of_comparison

        write_page(output, plain_page(page_of_comparison(found)))
    if format_ is Format.JSON:
        show_text(json.dumps(comparison_data(found), indent=2, ensure_ascii=False))
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


def _target(output: Path, inputs: Sequence[tuple[Path, str]], *, force: bool) -> Target:
    """The file that is written; SourceError carries what is wrong with it."""
    faults = over_inputs("--output", output, inputs) or place_faults("--output", output, force=force)
    if faults:
        raise SourceError(faults)
    target = target_of("--output", output)
    if target.form not in LISTS:
        raise SourceError(
            [Fault("--output", f"a name that ends in {output.suffix!r}", "one of .csv, .csv.gz, .xlsx, .html")]
        )
    return target


def _write(found: Comparison, target: Target) -> None:
    from minqual.comparisons import comparison_said, comparison_sheets
    from minqual.outputs import Imprint, packing, write_listing, write_whole, write_workbook

    sheets = comparison_sheets(found)
    day = next((str(each.stamp["as_of"]) for each in reversed(found.files) if "as_of" in each.stamp), NO_DAY)
    rows = [("Comparison",), *((each,) for each in comparison_said(found))]
    with write_whole(target.path) as (file,), packing(file, packed=target.packed) as inner:
        if target.form is Form.XLSX:
            write_workbook(sheets, rows, inner, day)
        else:
            write_listing(sheets[0].listing, target.form, inner, Imprint({}, (), day))
