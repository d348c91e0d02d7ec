"""minqual applicants words: the words and titles that hold verdicts back, as a form to be filled in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    AsOfOption,
    Exit,
    QuietOption,
    RulesOption,
    as_of_date,
    complain,
    console,
    guarded,
    output_option,
    say,
    streamed,
)
from minqual.commands.destinations import MOST_SHOWN
from minqual.commands.inputs import inputs_of, over_inputs
from minqual.commands.packs import SettledOption, VacancyOption, packs_of, run_of, settlements_of, vacancy_in
from minqual.commands.reading import ReadingOptions, SourceArgument, read, source_faults
from minqual.judging import settlement_faults
from minqual.outputs import place_faults, target_of
from minqual.packs import TITLE_COLUMN, is_folder
from minqual.values import Fault, SourceError, so_many

if TYPE_CHECKING:
    from minqual.outputs import Listing, Target


@guarded
def words(
    source: SourceArgument,
    rules: RulesOption,
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None,
        output_option("The form: .csv, .xlsx with drop-downs, .jsonl, .parquet; without it a table on the terminal."),
    ] = None,
    titles: Annotated[  # noqa: FBT002  # typer's flag
        bool, typer.Option("--titles", help="List titles with their employers too, of jobs that tell no kind of work.")
    ] = False,
    settled: SettledOption = None,
    vacancy: VacancyOption = None,
    *,
    how: ReadingOptions,
    force: Annotated[bool, typer.Option("--force", help="Replace that file if it is there.")] = False,
    quiet: QuietOption = False,
) -> None:
    """List the words that a pack does not know and that hold verdicts back, each once for the whole pool.

    Filled in, the list is handed back with `minqual screen --settled`. Words stand in it as applicants wrote them.

    Exit codes: 0 listed, 4 some rows were rejected or cells set open, 2 usage or input error.
    """
    day = as_of_date(as_of)
    to = _target(source, rules, output, how.column_map, settled, force=force)
    run = run_of(None, None, day, settlements_of(settled, [rules]))
    packs = packs_of([rules], None, day, run, vacancy_in(vacancy))
    found = read(source, how.reading(packs.tables))
    say(*found.notes)
    judged_by_packs = [(each.pack, each.tree) for each in packs.screeners]
    if faults := list(settlement_faults(run.settlements, judged_by_packs, found.tables.applicant_ids)):
        raise SourceError(faults)
    from minqual.outputs import words_of, write_words
    from minqual.verdicts import judged_by

    results = judged_by(packs.screeners, found.tables, day, None, apart=False, detailed=True).first
    listing = words_of(results, titles=titles)
    if to is not None:
        write_words(results, listing, to, source)
    else:
        _show(listing)
    _report(listing, to)
    if results.summary.rejected or results.summary.opened:
        complain("some rows were rejected or cells set open; minqual applicants inspect tells which")
        raise typer.Exit(Exit.SOME_REJECTED)


def _target(
    source: str, rules: str, output: Path | None, column_map: str | None, settled: list[Path] | None, *, force: bool
) -> Target | None:
    """Where the form goes; SourceError carries all that is wrong with the names that were given."""
    faults = source_faults(source)
    if is_folder(rules):
        faults.append(Fault("--rules", "a folder of packs", "one pack: each has names of its own"))
    if output is not None:
        inputs = inputs_of(source, [rules], column_map, settled)
        faults += over_inputs("--output", output, inputs) or place_faults("--output", output, force=force)
    if faults:
        raise SourceError(faults)
    return None if output is None else target_of("--output", output)


def _show(listing: Listing) -> None:
    """Show the list: a table on a terminal, CSV elsewhere."""
    if not sys.stdout.isatty():
        from minqual.outputs import csv_head, csv_rows

        with streamed() as stream:
            stream.write(csv_head(listing))
            stream.write(csv_rows(listing))
    elif listing.height:
        from minqual.reports import words_table

        console(sys.stdout).print(words_table(listing, MOST_SHOWN))


def _report(listing: Listing, to: Target | None) -> None:
    """Say how much there is to fill in, and where."""
    titled = sum(each == TITLE_COLUMN for each in listing.columns["column"])
    say(f"what holds verdicts back: {so_many(listing.height - titled, 'word')}, {so_many(titled, 'title')}")
    where = zip(listing.columns["column"], listing.columns["nearest"], strict=True)
    several = sum(column == "experience.kinds" and ";" in str(near) for column, near in where)
    if several:
        signs = 'a column map reads them apart, with split: [",", "/"] under kinds'
        say(f"{so_many(several, 'word')} of kinds made up of several that the pack knows, as nearest shows: {signs}")
    if to is not None:
        say(
            f"the list is in {to.path}",
            "Fill in answer, by and on, and hand it back: minqual screen ... --settled " + str(to.path),
        )
    elif listing.height > MOST_SHOWN and sys.stdout.isatty():
        say(f"the first {MOST_SHOWN} are shown; -o FILE writes all, with columns to fill in")
