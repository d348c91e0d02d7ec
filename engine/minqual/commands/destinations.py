"""Where a screening's results go: files, standard output, or a table on the terminal; and what is wrong with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import console, streamed
from minqual.commands.inputs import Input, over_inputs
from minqual.commands.page_files import is_page
from minqual.commands.progress import Stages
from minqual.outputs import DETAILED, DRAWERS, Form, Target, about_beside, beside, place_faults, target_of
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.notation import Quotes
    from minqual.verdicts import Judged
    from minqual.what_if import LevelWays

WorkListOption = Annotated[
    Path | None, typer.Option(help="File for the work list: what to settle, one row each.", metavar="FILE")
]

MOST_SHOWN = 50
STDOUT = "-"
ON_PAPER = (Form.XLSX, Form.PARQUET)
"""Forms that no terminal shows."""

BY_CLAUSE = (Form.JSONL, Form.PARQUET)
"""Forms of details."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where results, rejected rows, the work list and the details go.

    streamed: the form in which results go to standard output, if they do. page: a page for browsers, if results go to
    one; drawers: of how many applicants at most it holds all; quotes: words of the specification to stand there; ways:
    of each applicant to each level that is not met, where these are to stand there.
    """

    output: Target | None
    rejects: Target | None
    to_resolve: Target | None
    details: Target | None
    streamed: Form | None
    page: Path | None = None
    drawers: int = 0
    quotes: Quotes = field(default_factory=dict)
    ways: Sequence[Sequence[LevelWays]] = ()

    @property
    def on_terminal(self) -> bool:
        """Whether results are shown as a table only."""
        return self.output is None and self.streamed is None and self.page is None

    @property
    def detailed(self) -> bool:
        """Whether more is written than the columns of results and the rejected rows hold."""
        form = self.output.form if self.output else self.streamed
        return form in DETAILED or any((self.to_resolve, self.details, self.page))

    @property
    def results(self) -> Path | None:
        """The file of the results, if they go to one."""
        return self.output.path if self.output else self.page

    def check_use(self, *, classed: bool) -> None:
        """SourceError: a page is wanted of several classes; FaultyInput: what makes pages is not installed."""
        if self.page is None:
            return
        from minqual.pages import needs

        if classed:
            raise SourceError([Fault("--output", "a page of several classes", "one --rules, or another form")])
        needs()

    def check_size(self, applicants: int) -> None:
        """SourceError where there are more applicants than a page holds."""
        if self.page is not None:
            from minqual.pages import check_size

            check_size(applicants)

    def write(self, judged: Judged, source: str, stage: Stages) -> None:
        """Write what goes to files and to standard output."""
        from minqual.outputs import write_judged_form

        if self.streamed is not None:
            stage("writing")
            with streamed() as stream:
                write_judged_form(judged, self.streamed, stream, source=source)
        if self.results or self.rejects or self.to_resolve or self.details:
            stage("writing")
            self.write_files(judged, source, stage.done)

    def write_files(self, judged: Judged, source: str, told: Callable[[int, int], None] | None = None) -> None:
        """Write what goes to files. told: is told of so many more rows written, of so many in all."""
        from minqual.outputs import unheard, write_judged

        more = {}
        if self.page is not None:
            from minqual.pages import pool_page

            more[self.page] = pool_page(judged, source, self.drawers, self.quotes, self.ways)
        to = (self.output, self.rejects, self.to_resolve, self.details)
        write_judged(judged, *to, source=source, told=told or unheard, more=more)

    def show(self, judged: Judged) -> None:
        """Show the first results as a table, where they go nowhere else."""
        if self.on_terminal:
            from minqual.outputs import judged_rows
            from minqual.reports import results_table

            console(sys.stdout).print(results_table(judged_rows(judged, Form.CSV), MOST_SHOWN))


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the options say of results, rejected rows, work list and details: their files, the form of the results.

    force: whether files that are there may be replaced.
    """

    results: Path | None
    rejects: Path | None
    to_resolve: Path | None
    details: Path | None
    form: Form | None
    force: bool
    drawers: int = DRAWERS

    @property
    def page(self) -> Path | None:
        """The page for browsers, if results go to one."""
        return self.file if is_page(self.file) else None

    @property
    def file(self) -> Path | None:
        """The file of the results, if they go to one."""
        return None if self.results is None or str(self.results) == STDOUT else self.results

    def destinations(self) -> Destinations:
        """Where what a screening makes goes; the terminal gets a table, a pipe gets CSV."""
        named = None if self.file is None or self.page else target_of("--output", self.file, self.form)
        other = self.rejects or (None if self.file is None else beside(self.file))
        kept = None if other is None else target_of("--rejects", other)
        work = None if self.to_resolve is None else target_of("--to-resolve", self.to_resolve)
        clauses = None if self.details is None else target_of("--details", self.details)
        streamed = None
        if self.file is None and (self.results is not None or self.form is not None or not sys.stdout.isatty()):
            streamed = self.form or Form.CSV
        return Destinations(named, kept, work, clauses, streamed, self.page, self.drawers)

    def faults(self, source: Path, inputs: Sequence[Input] = ()) -> list[Fault]:
        """Everything wrong with where they are to go, before anything is read. inputs: the files that are read."""
        faults = []
        if self.file is None and self.form in ON_PAPER and sys.stdout.isatty():
            faults.append(Fault("--format", f"{self.form.value} on a terminal", "-o FILE, or a pipe"))
        files: dict[str, Path] = {}
        if self.file is not None:
            files["--output"] = self.file
            if self.rejects is None and self.file.parent.is_dir():
                files["--rejects"] = beside(self.file)
        for option, path in (
            ("--rejects", self.rejects),
            ("--to-resolve", self.to_resolve),
            ("--details", self.details),
        ):
            if path is None:
                continue
            same = next(
                (
                    name
                    for name, other in files.items()
                    if name != option and os.path.realpath(other) == os.path.realpath(path)
                ),
                "",
            )
            if str(path) == STDOUT:
                faults.append(Fault(option, "standard output, where the results go", "a file"))
            elif same:
                faults.append(Fault(option, f"the same file as {same}", "another file"))
            else:
                files[option] = path
        if self.page is not None and self.form is not None:
            faults.append(Fault("--format", f"{self.form.value} for a page", "no --format, or a file of that form"))
        for option, path in files.items():
            form = self.form if option == "--output" else None
            over = over_inputs(option, path, inputs)
            paged = path == self.page and option == "--output"
            faults += over or _file_faults(option, source, path, form, force=self.force, paged=paged)
        return [*faults, *(self._beside_faults(files, inputs) if not faults else ())]

    def _beside_faults(self, files: Mapping[str, Path], inputs: Sequence[Input]) -> Iterator[Fault]:
        """Everything wrong with the form of the details, and with the files that say of texts what they are."""
        if self.details is not None and target_of("--details", self.details).form not in BY_CLAUSE:
            found = f"a name that ends in {self.details.suffix!r}"
            yield Fault("--details", found, "one of .jsonl, .jsonl.gz, .ndjson, .ndjson.gz, .parquet")
        for option, form in (("--output", self.form), ("--details", None)):
            if (
                option in files
                and files[option] != self.page
                and (about := about_beside(target_of(option, files[option], form)))
            ):
                same = next((other for other, path in files.items() if path == about), "")
                if same:
                    yield Fault(same, f"the file that says what {option} is", "another file")
                yield from over_inputs(option, about, inputs) or place_faults(option, about, force=self.force)


def _file_faults(where: str, source: Path, path: Path, form: Form | None, *, force: bool, paged: bool) -> list[Fault]:
    from minqual.sources import table_of

    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(source))
    if table_of(Path(inside).as_posix()) is not None:
        return [Fault(where, "one of the source's own tables", "another file")]
    faults = place_faults(where, path, force=force)
    if paged:
        return faults
    try:
        target_of(where, path, form)
    except SourceError as error:
        # What is no file has no form either.
        faults += error.faults if not path.is_dir() else ()
    return faults
