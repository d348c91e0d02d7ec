"""minqual impact: at what rates groups of applicants come through, and which clauses stop them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import Format, guarded, output_option
from minqual.commands.figure_files import PAGE, PLOT, Figures, check_figures
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.impact import Impact, ImpactChange


ConventionOption = Annotated[
    str, typer.Option(help="The threshold that rates are held against: none, four-fifths, …", metavar="NAME")
]
ReferenceOption = Annotated[
    list[str] | None,
    typer.Option(
        help="A group that others are compared with; that with the highest rate if not given. Repeatable.",
        metavar="CATEGORY=GROUP",
    ),
]


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
            help="Details of the results, as screen --details writes them: which clauses stop whom.", metavar="FILE"
        ),
    ] = None,
    after: Annotated[
        Path | None,
        typer.Option(
            help="Results of the same applicants after a change: the rates before and after it, and who moves.",
            metavar="RESULTS",
        ),
    ] = None,
    after_details: Annotated[
        Path | None, typer.Option(help="Details of the results after the change.", metavar="FILE")
    ] = None,
    level: Annotated[str | None, typer.Option(help="The level that is meant; else the verdict.", metavar="ID")] = None,
    class_: Annotated[
        str | None, typer.Option("--class", help="The class that is meant, of several.", metavar="PACK")
    ] = None,
    convention: ConventionOption = "none",
    reference: ReferenceOption = None,
    output: Annotated[
        Path | None, output_option("All figures (.xlsx), the rates (.csv), a plot (.svg) or a page (.html).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="Tables for people, or JSON.")] = Format.TEXT,
) -> None:
    """Say at what rates groups come through, within what bounds, and which clauses stop them.

    The file of groups is read here alone and never judged by. Exit codes: 0, 2 a file or an option cannot be used.
    """
    from minqual.impact import impact_changed, impact_on, outcomes_of_file, read_groups

    inputs = [(each, "a file that is read") for each in (results, groups, details, after, after_details) if each]
    if after_details is not None and after is None:
        raise SourceError([Fault("--after-details", "without --after", "the results that they belong to")])
    if output is not None:
        check_figures(output, inputs, force=force)
    outcomes = outcomes_of_file(results, level, details, class_)
    of = read_groups(groups, outcomes.ids), convention, references_in(reference or [])
    if after is None:
        figures = _figures(impact_on(outcomes, *of))
    else:
        other = outcomes_of_file(after, level, after_details, class_, option="--after-details")
        figures = _figures_of_change(impact_changed(outcomes, [(other.name, other)], *of))
    held = {PLOT: "the ratios are", PAGE: "the page is", ".xlsx": "all figures are"}
    of_list = "the rates of every group are (.xlsx: with what stops them, and by clause)"
    figures.show(output, format_, held.get(output.suffix if output else "", of_list))


def _figures(found: Impact) -> Figures:
    """Impact as it is shown."""
    from minqual.impact import impact_data, impact_said, impact_sheets
    from minqual.reports import page_of_impact, plot_of_impact

    return Figures(
        "Impact",
        impact_said(found),
        _day(found),
        partial(impact_data, found),
        partial(impact_sheets, found),
        partial(page_of_impact, found),
        partial(plot_of_impact, found),
    )


def _figures_of_change(found: ImpactChange) -> Figures:
    """Impact before and after a change as it is shown."""
    from minqual.impact import impact_change_data, impact_change_sheets, impact_said
    from minqual.reports import page_of_impact_change, plot_of_impact_change

    said = [f"before: {each}" for each in impact_said(found.before)]
    said += [f"after {step.says}: {each}" for step in found.steps for each in impact_said(step.after)]
    return Figures(
        "Impact",
        said,
        _day(found.before),
        partial(impact_change_data, found),
        partial(impact_change_sheets, [found]),
        partial(page_of_impact_change, found),
        partial(plot_of_impact_change, found),
    )


def _day(found: Impact) -> str:
    return found.outcomes.stamp.get("as_of", "2000-01-01")


def references_in(given: list[str]) -> dict[str, str]:
    """By category, the group that others are compared with."""
    pairs = [each.partition("=") for each in given]
    named = [name.strip().casefold() for name, *_ in pairs]
    faults = [
        Fault("--reference", "no group" if sign else "no =", "a category and one of its groups, such as sex=women")
        for name, sign, group in pairs
        if not (name.strip() and group.strip())
    ]
    again = dict.fromkeys(each for each in named if each and named.count(each) > 1)
    faults += [
        Fault("--reference", f"two groups of {each!r}", "one group of each category", code="twice") for each in again
    ]
    if faults:
        raise SourceError(faults)
    return {name.strip().casefold(): group.strip() for name, _, group in pairs}
