"""How far a command is, on stderr, where someone is looking: what is being done, and how much of all."""

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
    """What a command is doing: called with its words, and told what is done of it. Shows nothing by itself."""

    def __call__(self, doing: str) -> None:
        """Begin something."""

    def done(self, count: int, total: int, *, of: str = "rows") -> None:
        """So many more are done, of so many in all. of: what is counted."""

    def watch(self, what: str, done: int, total: int, of: str) -> None:
        """Something is being read, so much of it by now; 0 in all: not known of how much. of: what is counted."""


class _Shown(Stages):
    """Stages as a line on the terminal."""

    def __init__(self, bar: Progress) -> None:
        self._bar, self._task = bar, bar.add_task("starting", total=None, of="")

    def __call__(self, doing: str) -> None:
        self._bar.reset(self._task, description=doing, total=None)

    def done(self, count: int, total: int, *, of: str = "rows") -> None:
        self._bar.update(self._task, advance=count, total=total, of=of)

    def watch(self, what: str, done: int, total: int, of: str) -> None:
        self._bar.update(self._task, description=visible(what), completed=done, total=total or None, of=of)


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
        _count_column(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        yield _Shown(bar)


def _count_column() -> ProgressColumn:
    """How many are done of all, and what is counted; nothing where it is not known how many there are."""
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Count(ProgressColumn):
        """How many are done of all."""

        def render(self, task: Task) -> Text:
            done, total = int(task.completed), task.total
            return Text("" if total is None else f"{done:,} of {int(total):,} {task.fields['of']}")

    return Count()
