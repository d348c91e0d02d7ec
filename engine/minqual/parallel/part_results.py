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
class Heap:
    """Rows of one table that are sorted by share.

    place: where they lie, as whoever sorted them knows. shares: those that have rows, in their order. first_row: is
    added to the number of each row.
    """

    table: str
    place: Any
    rows: int
    shares: tuple[int, ...]
    first_row: int = 0


class Hands(Protocol):
    """Whoever sorts blocks and judges shares: worker processes on this machine, or a cluster."""

    def sort(self, blocks: Sequence[Block]) -> Iterator[Heap]:
        """Blocks sorted by share, in their order; Irregular where one must be read otherwise."""

    def keep(self, table: str, rows: Any) -> Heap:  # noqa: ANN401  # pyarrow is untyped
        """Rows that have been read already, sorted by share."""

    def judge(self, shares: Sequence[int], heaps: Sequence[Heap]) -> Iterator[Outcome]:
        """What becomes of shares, in their order."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of a whole pool: its rejected rows in the order of the source, and its counts by pack."""

    rejected: tuple[Reject, ...]
    counts: tuple[Counts, ...]


def screened(
    division: Division, size: int, hands: Hands, take: Callable[[Outcome], object], told: Callable[[int, int], None]
) -> Whole:
    """A pool screened in shares of so many applicants.

    take: is given every share's outcome, in the order of the roll. told: of so many more applicants judged, of how
    many. Irregular: a block must be read otherwise, and nothing was given yet.
    """
    heaps = [hands.keep(table, batch) for table, batches in division.whole.items() for batch in batches]
    heaps += _numbered(division.blocks, hands.sort(division.blocks))
    shares = range(max(-(-len(division.roll) // size), 1))
    rejected: list[tuple[int, Sequence[Reject]]] = []
    counts: list[tuple[Counts, ...]] = []
    for outcome in hands.judge(shares, heaps):
        take(outcome)
        rejected.append((outcome.counts[0].applicants, outcome.rejected))
        counts.append(outcome.counts)
        told(outcome.counts[0].applicants, len(division.roll))
    return Whole(all_rejected(rejected), all_counts(counts))


def _numbered(blocks: Sequence[Block], heaps: Iterator[Heap]) -> Iterator[Heap]:
    """Sorted blocks whose rows have the numbers that they have in their files."""
    following: dict[tuple[str, int], int] = {}
    for block, heap in zip(blocks, heaps, strict=True):
        file = (block.table, block.origin)
        first = following.get(file, block.first_row)
        following[file] = first + heap.rows
        yield replace(heap, first_row=first)
