"""minqual screen: every applicant of a source, results in the form that is wanted."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    AsOfOption,
    Exit,
    QuietOption,
    as_of_date,
    complain,
    guarded,
    output_option,
    say,
    say_page,
    show_page,
    width,
)
from minqual.commands.destinations import MOST_SHOWN, Destinations, Outputs, WorkListOption
from minqual.commands.inputs import inputs_of
from minqual.commands.packs import (
    ConfirmOption,
    Packs,
    PacksOption,
    RunOptions,
    VerdictLevelOption,
    check_confirm,
    class_faults,
    complain_of_others,
    complain_of_stale,
)
from minqual.commands.parts import in_shares, within
from minqual.commands.progress import Stages, stages
from minqual.commands.reading import ReadingOptions, SourceArgument, given_source, source_faults
from minqual.commands.specification_texts import (
    SpecificationOption,
    check_quoting,
    quotes_by_pack,
    specification_inputs,
)
from minqual.judging import settlement_faults
from minqual.outputs import DRAWERS, Form
from minqual.values import SourceError

if TYPE_CHECKING:
    from minqual.commands.reading import Given
    from minqual.notation import Quotes
    from minqual.records import Tables
    from minqual.sources import Reading
    from minqual.verdicts import Judged


@guarded
def screen(
    source: SourceArgument,
    rules: PacksOption,
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None, output_option("Results file: .csv, .xlsx, .jsonl, .parquet, .html (a page); - is stdout.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="File for rejected rows; FILE.rejects.csv if not given.", metavar="FILE")
    ] = None,
    to_resolve: WorkListOption = None,
    confirm: ConfirmOption = False,  # noqa: FBT002  # typer's flag
    details: Annotated[
        Path | None,
        typer.Option(help="File for each clause's standing, figures and open facts: .jsonl, .parquet.", metavar="FILE"),
    ] = None,
    format_: Annotated[
        Form | None, typer.Option("--format", help="Form of the results, where the file's name does not say.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,  # noqa: FBT002  # typer's flag
    level: VerdictLevelOption = None,
    *,
    said: RunOptions,
    how: ReadingOptions,
    memory: Annotated[
        str | None,
        typer.Option(help="Memory to keep within, such as 2GB: applicants are judged share by share.", metavar="SIZE"),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Worker processes; as many as there are cores if not given.", min=1, max=1024),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="Dask scheduler whose workers judge share by share, such as tcp://host:8786.", metavar="ADDRESS"
        ),
    ] = None,
    limit_errors: Annotated[int, typer.Option(help="Reasons for rejected rows to show on the terminal.", min=0)] = 10,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no progress.")] = False,
    ways: Annotated[
        bool, typer.Option("--ways", help="Add what would be enough for each level: a column; on a page, in drawers.")
    ] = False,
    drawers: Annotated[
        int, typer.Option(help="Applicants of whom a page holds evidence and work history; of more, none.", min=0)
    ] = DRAWERS,
    specification: SpecificationOption = None,
    funnel: Annotated[bool, typer.Option("--funnel", help="Say clause by clause where the pool stands.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Judge every applicant of a source and write one row of results for each.

    Exit codes: 0 every row used (there may be none: blank tables screen to nothing), 4 some rows rejected or cells set
    open (results still written), 2 usage or input error, or every applicant among the rejected.
    """
    day = as_of_date(as_of)
    check_confirm(to_resolve, confirm=confirm)
    outputs = Outputs(output, rejects, to_resolve, details, format_, force, drawers)
    inputs = [*inputs_of(source, rules, how.column_map, said.settled), *specification_inputs(specification)]
    if faults := [*source_faults(source), *outputs.faults(Path(source), inputs)]:
        raise SourceError(faults)
    check_quoting(specification, "-o FILE.html", wanted=outputs.page is not None)
    to = outputs.destinations()
    means = within(memory, workers, cluster)
    with stages(shown=not no_progress and sys.stderr.isatty()) as stage:
        stage("reading the pack")
        packs = said.packs(rules, level, day)
        to.check_use(classed=packs.classed)
        to = replace(to, quotes=_quotes(packs, specification))
        reading = how.reading(packs.tables, stage.watch)
        try:
            given = given_source(source)
            more = {"--ways": ways, "--funnel": funnel}
            at_once = [option for option, asked in more.items() if asked]
            judged = in_shares(given, packs, day, reading, to, means, stage, at_once=at_once)
            if judged is None:
                judged, to = _judged(given, packs, day, reading, to, stage, at_once)
                judged = judged.confirming() if confirm else judged
                to.write(judged, source, stage)
        except SourceError as error:
            raise SourceError(class_faults(error.faults, packs)) from None
    to.show(judged)
    _report(judged, to, limit_errors, funnel=funnel)
    summary = judged.first.summary
    if summary.rejected and not summary.applicants:
        complain("no applicant could be judged")
        raise typer.Exit(Exit.FAULTY_INPUT)
    if summary.rejected or summary.opened:
        raise typer.Exit(Exit.SOME_REJECTED)


def _quotes(packs: Packs, specification: Sequence[str] | None) -> Quotes:
    """The words that the pack of a page cites."""
    (first, *_), (written, *_) = packs.screeners, packs.written
    return quotes_by_pack({first.pack.name: (first.pack, written.file)}, specification).get(first.pack.name, {})


def _judged(
    source: Given, packs: Packs, day: date, how: Reading, to: Destinations, stage: Stages, at_once: Sequence[str]
) -> tuple[Judged, Destinations]:
    """What becomes of a source that is read as a whole and judged in this process, and where it goes."""
    from minqual.sources import read_source
    from minqual.verdicts import judged_by

    stage("reading tables")
    stamp = source.stamp(how)
    found = read_source(source.given, how)
    say(*found.notes)
    stage("judging")
    tables = found.tables
    to.check_size(len(tables.applicant_ids))
    settlements = packs.screeners[0].pack.run.settlements
    judged_by_packs = [(each.pack, each.tree) for each in packs.screeners]
    if faults := list(settlement_faults(settlements, judged_by_packs, tables.applicant_ids, day)):
        raise SourceError(faults)
    complain_of_others(settlements, [each.pack for each in packs.screeners])
    del found
    detailed = to.detailed or bool(at_once)
    judged = judged_by(packs.screeners, tables, day, packs.level, apart=packs.classed, detailed=detailed)
    if "--ways" in at_once:
        stage("looking for ways")
        judged, to = _with_ways(judged, packs, tables, to)
    return judged.of_source(stamp), to


def _with_ways(judged: Judged, packs: Packs, tables: Tables, to: Destinations) -> tuple[Judged, Destinations]:
    """Results with the first way to each level that is not met; of a page, its drawers with all ways."""
    from minqual.what_if import ways_of_pool, with_ways

    if to.page is None:
        return with_ways(judged, packs.screeners, tables, packs.level), to
    results, (screener,) = judged.first, packs.screeners
    if (count := results.summary.applicants) > to.drawers:
        say(f"ways stand in drawers, which a page of {count:,} applicants has none of: --drawers {count}, or check -o")
        return judged, to
    from minqual.verdicts import Results

    assert isinstance(results, Results)
    return judged, replace(to, ways=ways_of_pool(screener, tables, results.screening, packs.level))


def _show_funnels(judged: Judged, *, beside: bool) -> None:
    """Funnels on stdout; beside: on stderr, since stdout holds the results."""
    from minqual.reports import page_of_funnels
    from minqual.verdicts import Results

    for each in judged.by_pack:
        assert isinstance(each, Results)
        page = page_of_funnels(each.screening)
        if beside:
            say_page(page, width(sys.stderr), asked=True)
        else:
            show_page(page, width())


def _report(judged: Judged, to: Destinations, limit: int, *, funnel: bool) -> None:
    from minqual.reports import page_of_summaries, page_of_summary, reject_lines, rejects_line, stranger_lines

    results, of_class = judged.first, " and classes" if judged.classed else ""
    if results.rejected:
        complain(*reject_lines(results.rejected, limit), *stranger_lines(results.rejected))
        kept = f"are in {to.rejects.path}" if to.rejects else "are kept by --rejects FILE"
        complain(f"rejected rows and cells {kept}: {rejects_line(results.summary)}")
    rows = results.summary.applicants * len(judged.by_pack)
    if to.on_terminal and rows > MOST_SHOWN:
        say(f"the first {MOST_SHOWN} of {rows} applicants{of_class}; -o FILE writes all, with reasons")
    summaries = [each.summary for each in judged.by_pack]
    page = page_of_summaries(summaries) if judged.classed else page_of_summary(results.summary)
    say_page(page, width(sys.stderr))
    if funnel:
        _show_funnels(judged, beside=to.streamed is not None)
    complain_of_stale(each for result in judged.by_pack for each in result.stale)
    if to.results:
        say(f"results are in {to.results}")
    if to.to_resolve:
        say(f"what to settle is in {to.to_resolve.path}")
    if to.details:
        say(f"details of each clause are in {to.details.path}")
