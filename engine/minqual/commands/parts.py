"""Screening in shares: when a source is judged share by share, and by whom."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from minqual.commands.console import streamed
from minqual.commands.packs import Packs
from minqual.outputs import Form, Target
from minqual.parallel import Limits, bytes_of, limits_of
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.commands.destinations import Destinations
    from minqual.commands.progress import Stages
    from minqual.commands.reading import Given
    from minqual.parallel import Hired
    from minqual.sources import Reading
    from minqual.verdicts import Judged

IN_PARTS: Final = (Form.CSV, Form.JSONL, Form.PARQUET)
"""Forms that are written part after part."""

FEW: Final = 8 << 20
"""Bytes of a source below which starting worker processes takes longer than they save."""


@dataclass(frozen=True, slots=True)
class Within:
    """What a screening may use. memory: bytes, of all processes together. workers: processes.

    cluster: the address of a Dask scheduler, whose workers do the work instead.
    """

    memory: int | None
    workers: int | None
    cluster: str | None = None

    @property
    def asked(self) -> bool:
        """Whether anyone asked for shares."""
        return self.memory is not None or self.workers is not None or self.cluster is not None


def within(memory: str | None, workers: int | None, cluster: str | None) -> Within:
    """What the options say that a screening may use; SourceError where one is at odds with another."""
    if cluster is not None:
        expected = "it where the cluster's workers are started: dask worker {0}; or no --cluster"
        faults = [
            Fault(option, "what does not reach a cluster", expected.format(there))
            for option, value, there in (
                ("--memory", memory, "--memory-limit 4GB"),
                ("--workers", workers, "--nworkers 4 --nthreads 1"),
            )
            if value is not None
        ]
        if faults:
            raise SourceError(faults)
    return Within(None if memory is None else bytes_of(memory), workers, cluster)


def in_shares(
    source: Given,
    packs: Packs,
    day: date,
    how: Reading,
    to: Destinations,
    within: Within,
    stage: Stages,
    *,
    at_once: Sequence[str] = (),
) -> Judged | None:
    """What became of a source that is judged share by share; None where it is better judged as a whole.

    at_once: options given that need all applicants at once. SourceError: shares are asked for, and something needs all.
    """
    form = to.output.form if to.output else to.streamed
    if form not in IN_PARTS or to.to_resolve or to.details or at_once:
        needing = "--cluster" if within.cluster is not None else "--memory"
        if within.memory is not None or within.cluster is not None:
            found = "a table on the terminal" if form is None else "a work list" if to.to_resolve else f".{form}"
            if to.page is not None:
                found = "a page"
            if to.details:
                found = "--details"
            if at_once:
                found = at_once[0]
            expected = (
                "-o with a .csv, .jsonl or .parquet file, and no --to-resolve, --details, --ways or --funnel: "
                "they need all at once"
            )
            raise SourceError([Fault(needing, f"{found}, which is not made in shares", expected)])
        return None
    if not within.asked and (not isinstance(source.given, Path) or _bytes_in(source.given) < FEW):
        return None
    return _pooled(source, packs, day, how, to, within, form, stage)


def _pooled(
    source: Given,
    packs: Packs,
    day: date,
    how: Reading,
    to: Destinations,
    within: Within,
    form: Form,
    stage: Stages,
) -> Judged:
    from minqual.parallel import Task, pool_of, screen_pool

    path = source.given if isinstance(source.given, Path) else None
    with _hired(within, path, packs, stage) as (limits, hired), tempfile.TemporaryDirectory() as folder:
        stage("reading tables")
        told = Task(packs.written, day, packs.level, form, limits.share, packs.classed, source.stamp(how))
        pool = pool_of(source.given, how, packs.screeners, told, limits.block, source.name)
        size = limits.share_for(len(pool.division.index))
        pool = replace(pool, task=replace(told, size=size))
        stage("judging")
        output = to.output or Target(Path(folder) / "results", form)
        judged = screen_pool(pool, output, to.rejects, hired, partial(stage.done, of="applicants"))
        if to.output is None:
            with output.path.open("rb") as file, streamed() as stream:
                shutil.copyfileobj(file, stream)
    return judged


@contextmanager
def _hired(within: Within, path: Path | None, packs: Packs, stage: Stages) -> Iterator[tuple[Limits, Hired]]:
    """Whoever does the work, and how it is divided among them: worker processes on this machine, or a cluster."""
    if within.cluster is None:
        from minqual.parallel import worker_processes

        limits = limits_of(within.memory, within.workers, len(packs.written))
        with worker_processes(limits.workers, packs.written) as workers:
            yield limits, workers.at
        return
    from minqual.parallel import connected

    stage("asking the cluster")
    with connected(within.cluster) as cluster:
        yield cluster.limits(0 if path is None else _bytes_in(path), len(packs.written)), cluster.at


def _bytes_in(path: Path) -> int:
    """How many bytes a source holds."""
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files)
