"""How far a command is, on stderr, where someone is looking: what is being done, and rows of all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from minqual.commands.console import console
from minqual.values import visible

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn


class Stages:
    """What a command is doing: called with its words, and told of rows as they are done. Shows nothing by itself."""

    def __call__(self, doing: str) -> None:
        """Begin something."""

    def done(self, rows: int, total: int) -> None:
        """So many more rows are done, of so many in all."""

    def watch(self, what: str, done: int, total: int) -> None:
        """Something is being read, so many rows of it by now; 0 in all: not known of how many."""


class _Shown(Stages):
    """Stages as a line on the terminal."""

    def __init__(self, bar: Progress) -> None:
        self._bar, self._task = bar, bar.add_task("starting", total=None)

    def __call__(self, doing: str) -> None:
        self._bar.reset(self._task, description=doing, total=None)

    def done(self, rows: int, total: int) -> None:
        self._bar.update(self._task, advance=rows, total=total)

    def watch(self, what: str, done: int, total: int) -> None:
        self._bar.update(self._task, description=visible(what), completed=done, total=total or None)


@contextmanager
def stages(*, shown: bool) -> Iterator[Stages]:
    """The stages of a command, on stderr where they are to be shown; the line goes away at the end."""
    if not shown:
        yield Stages()
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        _rows_column(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        yield _Shown(bar)


def _rows_column() -> ProgressColumn:
    """Rows done of all; nothing where it is not known how many there are."""
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Rows(ProgressColumn):
        """Rows done of all."""

        def render(self, task: Task) -> Text:
            return Text("" if task.total is None else f"{int(task.completed):,} of {int(task.total):,} rows")

    return Rows()
