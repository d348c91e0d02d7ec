"""A pool screened into files in shares, by worker processes or a cluster, without ever holding all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from minqual.judging import Screener, tables_for
from minqual.outputs import (
    Form,
    Target,
    imprint,
    judged_rows,
    packing,
    rejects_of,
    room_beside,
    write_listing,
    write_whole,
)
from minqual.parallel.part_results import screened
from minqual.parallel.part_work import Task, in_shares
from minqual.parallel.partition import division_in_blocks, division_of
from minqual.records import Tables, empty_table
from minqual.sources import Irregular, read_source
from minqual.verdicts import Judged, judged_by, summary_of

if TYPE_CHECKING:
    from minqual.parallel.part_results import Executor, Whole
    from minqual.parallel.partition import Division
    from minqual.sources import Reading

Hired = Callable[[Path, "Division", Task], "AbstractContextManager[Executor]"]
"""Whoever does the work: called with a folder for their files, how the source is divided, and the task."""


@dataclass(frozen=True, slots=True)
class Pool:
    """A source divided among shares, and where it is from.

    screeners: of the packs by which it is judged. task: how. whole: reads it as a whole, for a source that turns out
    not to be regular.
    """

    division: Division
    screeners: Sequence[Screener]
    task: Task
    source: str
    whole: Callable[[], Tables]


def pool_of(
    path: Path | None, reading: Reading, screeners: Sequence[Screener], task: Task, block: int, source: str
) -> Pool:
    """A source divided among shares; in blocks of so many bytes where it is a folder of regular tables."""

    def whole() -> Tables:
        return read_source(path, reading).tables

    division = None if path is None else division_in_blocks(path, reading, block)
    return Pool(division or division_of(whole()), screeners, task, source, whole)


def screen_pool(
    pool: Pool, output: Target, rejects: Target | None, hired: Hired, told: Callable[[int, int], None]
) -> Judged:
    """Screen a pool into files, which all appear whole, or none does; the results hold no rows of applicants.

    told: of so many more applicants judged, of how many.
    """
    try:
        return _screened(pool, output, rejects, hired, told)
    except Irregular:
        again = replace(pool, division=division_of(pool.whole()))
        return _screened(again, output, rejects, hired, told)


def _screened(
    pool: Pool, output: Target, rejects: Target | None, hired: Hired, told: Callable[[int, int], None]
) -> Judged:
    division, task, none = pool.division, pool.task, nobody(pool.screeners, pool.task)
    like, said = judged_rows(none, Form.CSV), imprint(none, pool.source)
    targets = [target for target in (output, rejects) if target]
    with write_whole(*(target.path for target in targets)) as files:
        with (
            room_beside(files[0]) as room,
            hired(Path(room), division, task) as executor,
            packing(files[0], packed=output.packed) as inner,
            in_shares(task.form, like, inner, said.stamp) as take,
        ):
            found = screened(division, task.size, executor, take, told)
        judged = _summed(none, task, found)
        if rejects:
            with packing(files[1], packed=rejects.packed) as inner:
                write_listing(rejects_of(judged.first), rejects.form, inner, imprint(judged, pool.source))
    return judged


def _summed(none: Judged, task: Task, found: Whole) -> Judged:
    """What became of a whole pool, without rows of applicants."""
    by_pack = []
    for each, counts in zip(none.by_pack, found.counts, strict=True):
        summary = summary_of(each.pack, task.as_of, counts)
        by_pack.append(replace(each, columns={}, rejected=found.rejected, summary=summary, counts=counts))
    return Judged(tuple(by_pack), none.classed)


def nobody(screeners: Sequence[Screener], task: Task) -> Judged:
    """The results of no applicant at all, which have all columns."""
    empty = {name: empty_table(name) for name in tables_for(screeners)}
    tables = Tables([], empty_table("applicants"), empty, np.zeros(0, dtype=np.bool_))
    return judged_by(screeners, tables, task.as_of, task.level, apart=task.classed, detailed=False)
