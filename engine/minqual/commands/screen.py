"""minqual screen: every applicant of a source, results as CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    AsOfOption,
    Exit,
    LevelOption,
    RulesOption,
    as_of_date,
    complain,
    console,
    guarded,
    mind_the_date,
    say,
)
from minqual.commands.reading import (
    DelimiterOption,
    EncodingOption,
    SkipOption,
    SourceArgument,
    read,
    reading,
    source_faults,
)
from minqual.faults import Fault, SourceError
from minqual.library import load_pack
from minqual.screening import Screener

if TYPE_CHECKING:
    from collections.abc import Callable

    from minqual.results import Results
    from minqual.sources import Reading

MOST_SHOWN = 50


@guarded
def screen(
    source: SourceArgument,
    rules: RulesOption,
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Results file (CSV); - is stdout.", metavar="FILE", show_default=False),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="File for rejected rows; FILE.rejects.csv if not given.", metavar="FILE", show_default=False),
    ] = None,
    level: LevelOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    skip_lines: SkipOption = 0,
    limit_errors: Annotated[int, typer.Option(help="Rejected rows to show on the terminal.", min=0)] = 10,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no progress.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Judge every applicant of a source and write one row of results for each.

    Exit codes: 0 every row used, 4 some rows rejected (results still written), 2 usage or input error.
    """
    day = as_of_date(as_of)
    _check_paths(source, output, rejects)
    with _progress(shown=not no_progress and sys.stderr.isatty()) as stage:
        results = _screened(
            source, rules, day, level, lambda needed: reading(needed, encoding, delimiter, skip_lines, stage), stage
        )
        stage("writing")
        _write(results, output, rejects)
    _report(results, output, rejects, limit_errors)
    if results.summary.rejected and not results.summary.applicants:
        complain("no applicant could be judged")
        raise typer.Exit(Exit.FAULTY_INPUT)
    if results.summary.rejected:
        raise typer.Exit(Exit.SOME_REJECTED)


def _screened(
    source: str,
    rules: str,
    day: date,
    level: str | None,
    how: Callable[[tuple[str, ...]], Reading],
    stage: Callable[[str], None],
) -> Results:
    from minqual.results import results_of

    stage("reading the pack")
    screener = Screener(load_pack(rules))
    if level is not None:
        screener.pack.level(level)
    mind_the_date(screener.pack, day)
    stage("reading tables")
    found = read(source, how(screener.tables))
    say(*found.notes)
    stage("judging")
    screening = screener.screen(found.tables, day)
    del found
    stage("telling reasons")
    return results_of(screening, level)


def _check_paths(source: str, output: Path | None, rejects: Path | None) -> None:
    faults = source_faults(source)
    for option, path in (("--output", output), ("--rejects", rejects)):
        if path is None or str(path) == "-":
            continue
        if not path.parent.is_dir():
            faults.append(Fault(option, f"no folder {str(path.parent)!r}", "a file in a folder that exists"))
        elif path.resolve().parent == Path(source).resolve() and path.stem in {
            "applicants",
            "education",
            "experience",
            "credentials",
            "answers",
        }:
            faults.append(Fault(option, "one of the source's own tables", "another file"))
        elif path.is_dir():
            faults.append(Fault(option, "a folder", "a file"))
    if rejects is not None and str(rejects) == "-":
        faults.append(Fault("--rejects", "standard output, where the results go", "a file"))
    elif rejects is not None and output is not None and rejects.resolve() == output.resolve():
        faults.append(Fault("--rejects", "the same file as --output", "another file"))
    if faults:
        raise SourceError(faults)


def _write(results: Results, output: Path | None, rejects: Path | None) -> None:
    from minqual.results import FREE_TEXT
    from minqual.writing import whole_files, write_csv

    if output is None and sys.stdout.isatty():
        from minqual.reports import results_table

        console(sys.stdout).print(results_table(results, MOST_SHOWN))
    elif output is None or str(output) == "-":
        write_csv(results.columns, FREE_TEXT, sys.stdout.buffer)
        sys.stdout.flush()
    named = output if output is not None and str(output) != "-" else None
    beside = rejects or _beside(output)
    written = [
        (path, columns, free)
        for path, columns, free in ((named, results.columns, FREE_TEXT), (beside, results.rejects, ("value",)))
        if path is not None
    ]
    with whole_files(*(path for path, _, _ in written)) as files:
        for file, (_, columns, free) in zip(files, written, strict=True):
            write_csv(columns, free, file)


def _beside(output: Path | None) -> Path | None:
    """The rejects file of an output file."""
    return None if output is None or str(output) == "-" else output.with_name(f"{output.name}.rejects.csv")


def _report(results: Results, output: Path | None, rejects: Path | None, limit: int) -> None:
    from minqual.reports import reject_line, summary_lines

    shown = results.rejected[:limit]
    if results.rejected:
        complain(*map(reject_line, shown))
        rest = len(results.rejected) - len(shown)
        if rest:
            complain(f"and {rest} more reasons")
        file = rejects or _beside(output)
        complain(f"rejected rows are in {file}" if file else "--rejects FILE keeps all rejected rows")
    if output is None and sys.stdout.isatty() and results.summary.applicants > MOST_SHOWN:
        say(f"the first {MOST_SHOWN} of {results.summary.applicants} applicants; -o FILE writes all, with reasons")
    say(*summary_lines(results.summary))
    if output is not None and str(output) != "-":
        say(f"results are in {output}")


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[..., None]]:
    """Says on stderr what is being done, where someone is looking; with a bar where it is known of how much."""
    if not shown:
        yield lambda *_: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as progress:
        task = progress.add_task("starting", total=None)
        yield lambda what, done=0, total=0: progress.update(task, description=what, completed=done, total=total or None)
