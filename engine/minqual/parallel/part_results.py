"""A pool screened share by share: sorted, judged, and the outcomes of the shares put together as if they were one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from minqual.parallel.part_work import all_counts, all_rejected

if TYPE_CHECKING:
    from minqual.parallel.file_blocks import Block
    from minqual.parallel.part_work import Outcome
    from minqual.parallel.partition import Division
    from minqual.records import Reject
    from minqual.verdicts import Counts


@dataclass(frozen=True, slots=True)
class SortedPart:
    """Rows of one table that are sorted by share.

    place: where they lie, as whoever sorted them knows. shares: those that have rows, in their order. first_row: is
    added to the number of each row.
    """

    table: str
    place: Any
    rows: int
    shares: tuple[int, ...]
    first_row: int = 0


class Executor(Protocol):
    """Whoever works at a pool and sorts blocks and judges shares: worker processes on this machine, or a cluster."""

    def sort(self, blocks: Sequence[Block]) -> Iterator[SortedPart]:
        """Blocks sorted by share, in their order; Irregular where one must be read otherwise."""

    def keep(self, table: str, rows: Any) -> SortedPart:  # noqa: ANN401  # pyarrow is untyped
        """Rows that have been read already, sorted by share."""

    def judge(self, shares: Sequence[int], rows: Sequence[SortedPart]) -> Iterator[Outcome]:
        """What becomes of shares, in their order."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of a whole pool: its rejected rows in the order of the source, and its counts by pack."""

    rejected: tuple[Reject, ...]
    counts: tuple[Counts, ...]


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
    return Whole(all_rejected(rejected), all_counts(counts))


def _numbered(blocks: Sequence[Block], sorted_: Iterator[SortedPart]) -> Iterator[SortedPart]:
    """Sorted blocks whose rows have the numbers that they have in their files."""
    following: dict[tuple[str, int], int] = {}
    for block, each in zip(blocks, sorted_, strict=True):
        file = (block.table, block.origin)
        first = following.get(file, block.first_row)
        following[file] = first + each.rows
        yield replace(each, first_row=first)
