"""Screening in shares: when a source is judged share by share, and by whom."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from minqual.commands.packs import Packs
from minqual.faults import Fault, SourceError
from minqual.forms import Form, Target
from minqual.limits import Limits, limits_of

if TYPE_CHECKING:
    from minqual.classes import Judged
    from minqual.commands.destinations import Destinations
    from minqual.commands.progress import Stages
    from minqual.sources import Reading

IN_PARTS: Final = (Form.CSV, Form.JSONL, Form.PARQUET)
"""Forms that are written part after part."""

FEW: Final = 8 << 20
"""Bytes of a source below which starting worker processes takes longer than they save."""


@dataclass(frozen=True, slots=True)
class Within:
    """What a screening may use. memory: bytes, of all processes together. workers: processes."""

    memory: int | None
    workers: int | None

    @property
    def asked(self) -> bool:
        """Whether anyone asked for shares."""
        return self.memory is not None or self.workers is not None


def in_shares(
    source: str,
    packs: Packs,
    day: date,
    how: Reading,
    to: Destinations,
    within: Within,
    stage: Stages,
) -> Judged | None:
    """What became of a source that is judged share by share; None where it is better judged as a whole.

    SourceError: shares are asked for, and what is to be written needs all applicants at once.
    """
    form = to.output.form if to.output else to.streamed
    if form not in IN_PARTS or to.to_resolve:
        if within.memory is not None:
            found = "a table on the terminal" if form is None else "a work list" if to.to_resolve else f".{form}"
            expected = "-o with a .csv, .jsonl or .parquet file, and no --to-resolve: others need all at once"
            raise SourceError([Fault("--memory", f"{found}, which is not made in shares", expected)])
        return None
    path = Path(source)
    if not within.asked and (source == "-" or _bytes_in(path) < FEW):
        return None
    return _pooled(
        source, packs, day, how, to, limits_of(within.memory, within.workers, len(packs.written)), form, stage
    )


def _pooled(
    source: str,
    packs: Packs,
    day: date,
    how: Reading,
    to: Destinations,
    limits: Limits,
    form: Form,
    stage: Stages,
) -> Judged:
    from minqual.crew import crew
    from minqual.pooling import pool_of, screen_pool
    from minqual.share_work import Orders

    stage("reading tables")
    path = None if source == "-" else Path(source)
    told = Orders(packs.written, day, packs.level, form, limits.share, packs.classed)
    pool = pool_of(path, how, packs.screeners, told, limits.block, source)
    stage("judging")
    with tempfile.TemporaryDirectory() as folder:
        output = to.output or Target(Path(folder) / "results", form)
        judged = screen_pool(
            pool,
            output,
            to.rejects,
            lambda room, division, orders: crew(room, division, orders, limits.workers),
            stage.done,
        )
        if to.output is None:
            with output.path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.flush()
    return judged


def _bytes_in(path: Path) -> int:
    """How many bytes a source holds."""
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files)
