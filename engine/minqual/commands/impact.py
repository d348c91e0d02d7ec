"""minqual impact: at what rates groups of applicants come through, and which clauses stop them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from minqual.commands.console import Format, guarded, say, show_page, show_text, width
from minqual.commands.figure_files import PLOT, check_figures, write_figures
from minqual.values import Fault, SourceError


@guarded
def impact(
    results: Annotated[
        Path, typer.Argument(help="Results (.csv, .xlsx, .jsonl, .parquet), decisions by hand, or an examination file.")
    ],
    groups: Annotated[
        Path,
        typer.Option(help="Who belongs to which group: applicant_id and a column for each category.", metavar="FILE"),
    ],
    details: Annotated[
        Path | None,
        typer.Option(
            help="Details of the results, as screen --details writes them: which clauses stop whom.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    level: Annotated[
        str | None, typer.Option(help="The level that is meant; else the verdict.", metavar="ID", show_default=False)
    ] = None,
    class_: Annotated[
        str | None,
        typer.Option("--class", help="The class that is meant, of several.", metavar="PACK", show_default=False),
    ] = None,
    convention: Annotated[
        str, typer.Option(help="The threshold that rates are held against: none, four-fifths, …", metavar="NAME")
    ] = "none",
    reference: Annotated[
        list[str] | None,
        typer.Option(
            help="A group that others are compared with; that with the highest rate if not given. Repeatable.",
            metavar="CATEGORY=GROUP",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="All figures (.csv, .xlsx), a plot (.svg) or a page (.html).",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="Tables for people, or JSON.")] = Format.TEXT,
) -> None:
    """Say at what rates groups come through, within what bounds, and which clauses stop them.

    The file of groups is read here alone and never judged by. Exit codes: 0, 2 a file or an option cannot be used.
    """
    from minqual.impact import impact_data, impact_on, impact_said, impact_sheets, outcomes_of_file, read_groups
    from minqual.reports import page_of_impact, plot_of_impact

    inputs = [(each, "a file that is read") for each in (results, groups, details) if each]
    if output is not None:
        check_figures(output, inputs, force=force)
    outcomes = outcomes_of_file(results, level, details, class_)
    found = impact_on(outcomes, read_groups(groups, outcomes.ids), convention, _references(reference or []))
    if output is not None:
        title = [("Impact",), *((each,) for each in impact_said(found))]
        day = outcomes.stamp.get("as_of", "2000-01-01")
        drawn = (lambda: plot_of_impact(found), lambda: page_of_impact(found))
        write_figures(output, lambda: impact_sheets(found), title, day, drawn)
    if format_ is Format.JSON:
        show_text(json.dumps(impact_data(found), indent=2, ensure_ascii=False))
    else:
        show_page(page_of_impact(found), width())
    if output is not None:
        say(f"{'the ratios' if output.suffix == PLOT else 'all figures'} are in {output}")


def _references(given: list[str]) -> dict[str, str]:
    """By category, the group that others are compared with."""
    pairs = [each.partition("=") for each in given]
    faults = [
        Fault("--reference", "no group" if sign else "no =", "a category and one of its groups, such as sex=women")
        for name, sign, group in pairs
        if not (name.strip() and group.strip())
    ]
    if faults:
        raise SourceError(faults)
    return {name.strip().casefold(): group.strip() for name, _, group in pairs}
