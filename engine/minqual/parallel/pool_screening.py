"""A pool screened into files in shares, by worker processes or a cluster, without ever holding all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from minqual.judging import Screener, settlement_faults, tables_for
from minqual.outputs import (
    Form,
    Target,
    about_beside,
    about_bytes,
    imprint,
    judged_rows,
    packing,
    rejects_of,
    room_beside,
    write_listing,
    write_whole,
)
from minqual.parallel.part_work import Task, in_shares
from minqual.parallel.partition import division_in_blocks, division_of
from minqual.records import BLANK, Tables, empty_table
from minqual.sources import Contents, Irregular, read_source
from minqual.values import SourceError
from minqual.verdicts import Judged, counts_of_parts, judged_by, summary_of

if TYPE_CHECKING:
    from minqual.parallel.file_blocks import Block
    from minqual.parallel.part_work import Executor, Outcome, SortedPart
    from minqual.parallel.partition import Division
    from minqual.records import Reject
    from minqual.sources import Reading
    from minqual.verdicts import Counts

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
    path: Path | Contents | None, reading: Reading, screeners: Sequence[Screener], task: Task, block: int, source: str
) -> Pool:
    """A source divided among shares; in blocks of so many bytes where it is a folder of regular tables.

    path: contents, where a file has been read already.
    """

    def whole() -> Tables:
        return read_source(path, reading).tables

    division = division_in_blocks(path, reading, block) if isinstance(path, Path) else None
    return Pool(division or division_of(whole()), screeners, task, source, whole)


def screen_pool(
    pool: Pool, output: Target, rejects: Target | None, hired: Hired, told: Callable[[int, int], None]
) -> Judged:
    """Screen a pool into files, which all appear whole, or none does; the results hold no rows of applicants.

    told: of so many more applicants judged, of how many. SourceError: settlements fit nothing in it.
    """
    settlements = pool.screeners[0].pack.run.settlements
    if settlements:
        trees = [(each.pack, each.tree) for each in pool.screeners]
        if faults := list(settlement_faults(settlements, trees, pool.division.index.ids.to_pylist())):
            raise SourceError(faults)
    try:
        return _screened(pool, output, rejects, hired, told)
    except Irregular:
        again = replace(pool, division=division_of(pool.whole()))
        return _screened(again, output, rejects, hired, told)


def _screened(
    pool: Pool, output: Target, rejects: Target | None, hired: Hired, told: Callable[[int, int], None]
) -> Judged:
    task = replace(pool.task, read_from=replace(pool.task.read_from, name=pool.source))
    division, none = pool.division, nobody(pool.screeners, task).of_source(task.read_from)
    like, said = judged_rows(none, Form.CSV), imprint(none)
    paths = [target.path for target in (output, rejects) if target]
    about = about_beside(output)
    with write_whole(*paths, *((about,) if about else ())) as files:
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
                write_listing(rejects_of(judged.first), rejects.form, inner, imprint(judged))
        if about:
            files[-1].write(about_bytes(said.stamp))
    return judged


def _summed(none: Judged, task: Task, found: Whole) -> Judged:
    """What became of a whole pool, without rows of applicants."""
    by_pack = []
    for each, parts in zip(none.by_pack, found.counts, strict=True):
        counts = counts_of_parts(parts, each.pack.run.settlements)
        summary, stale = summary_of(each.pack, task.as_of, counts), counts.settled.stale
        by_pack.append(replace(each, columns={}, rejected=found.rejected, summary=summary, counts=counts, stale=stale))
    return Judged(tuple(by_pack), none.classed)


def nobody(screeners: Sequence[Screener], task: Task) -> Judged:
    """The results of no applicant at all, which have all columns."""
    empty = {name: empty_table(name) for name in tables_for(screeners)}
    tables = Tables([], empty_table("applicants"), empty, np.zeros(0, dtype=np.bool_))
    return judged_by(screeners, tables, task.as_of, task.level, apart=task.classed, detailed=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of a whole pool: its rejected rows in the order of the source, and by pack its shares' counts."""

    rejected: tuple[Reject, ...]
    counts: tuple[tuple[Counts, ...], ...]


def screened(
    division: Division,
    size: int,
    executor: Executor,
    take: Callable[[Outcome], object],
    told: Callable[[int, int], None],
) -> Whole:
    """A pool screened in shares of so many applicants.

    take: is given every share's outcome, in the order of the index. told: of so many more applicants judged, of how
    many. Irregular: a block must be read otherwise, and nothing was given yet.
    """
    sorted_ = [executor.keep(table, batch) for table, batches in division.whole.items() for batch in batches]
    sorted_ += _numbered(division.blocks, executor.sort(division.blocks))
    shares = range(max(-(-len(division.index) // size), 1))
    rejected: list[tuple[int, Sequence[Reject]]] = []
    counts: list[tuple[Counts, ...]] = []
    for outcome in executor.judge(shares, sorted_):
        take(outcome)
        rejected.append((outcome.counts[0].applicants, outcome.rejected))
        counts.append(outcome.counts)
        told(outcome.counts[0].applicants, len(division.index))
    return Whole(_all_rejected(rejected), tuple(zip(*counts, strict=True)))


def _numbered(blocks: Sequence[Block], sorted_: Iterator[SortedPart]) -> Iterator[SortedPart]:
    """Sorted blocks whose rows have the numbers that they have in their files."""
    following: dict[tuple[str, int], int] = {}
    for block, each in zip(blocks, sorted_, strict=True):
        file = (block.table, block.origin)
        first = following.get(file, block.first_row)
        following[file] = first + each.rows
        yield replace(each, first_row=first)


def _all_rejected(shares: Sequence[tuple[int, Sequence[Reject]]]) -> tuple[Reject, ...]:
    """The rejected rows of all shares in the order of the source. Each share comes with how many it judged."""
    found: list[Reject] = []
    before = 0
    for judged, rejected in shares:
        found += (
            replace(each, applicant=each.applicant + before) if each.applicant != BLANK else each for each in rejected
        )
        before += judged
    return tuple(sorted(found, key=lambda each: each.place))
