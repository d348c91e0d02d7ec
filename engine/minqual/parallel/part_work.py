"""What is done for a share of a pool, wherever it is done: blocks put apart, applicants judged, their rows rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from minqual.judging import Screener, screen_all
from minqual.outputs import Form, arrow_batch, csv_head, csv_rows, in_classes, jsonl_rows, parquet_parts, rows_of
from minqual.packs import WrittenPack
from minqual.parallel.file_blocks import Block, owned, read_block
from minqual.parallel.parts import Outline, Part, apart, packed, tables_of
from minqual.records import Reject
from minqual.sources import UNSAID, SourceStamp
from minqual.verdicts import Counts, classed, results_of

if TYPE_CHECKING:
    from minqual.outputs import Listing
    from minqual.records import Tables
    from minqual.sources import ApplicantIndex

# pyarrow is untyped: whatever comes from it is Any.

Sorted: TypeAlias = tuple[int, tuple[int, ...], bytes]
"""Rows by the share that they belong to: how many there are, the shares that have any, and an Arrow file with a batch
for each of these."""

MOST_READY: Final = 2
"""Screenings whose packs a worker keeps ready, the last ones."""


@dataclass(frozen=True, slots=True)
class Task:
    """By which packs, as of which date and in which form every share of a pool is judged.

    level: the one level that verdicts are of. size: the most applicants of a share. classed: whether there is a row for
    each applicant and class; else there is one pack. read_from: what is said of the source.
    """

    packs: tuple[WrittenPack, ...]
    as_of: date
    level: str | None
    form: Form
    size: int
    classed: bool = False
    read_from: SourceStamp = UNSAID


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one share: the applicants' rows in the form of the output, rejected rows, and the counts.

    rows: text without a header, or an Arrow file for Parquet. counts: by pack.
    """

    height: int
    rows: bytes
    rejected: tuple[Reject, ...]
    counts: tuple[Counts, ...]


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


def sort_block(block: Block, index: ApplicantIndex, size: int) -> Sorted:
    """The rows of a block by share; Irregular where its file must be read otherwise."""
    return sorted_rows(owned(read_block(block), block.origin, index), size)


def sorted_rows(rows: Any, size: int) -> Sorted:  # noqa: ANN401
    """The rows of a batch by share."""
    found = apart(rows, size)
    return rows.num_rows, tuple(found), packed(list(found.values())) if found else b""


@lru_cache(MOST_READY)
def screeners_of(packs: tuple[WrittenPack, ...]) -> tuple[Screener, ...]:
    """Screeners by some packs, made ready once in each process."""
    return tuple(Screener(pack.read()) for pack in packs)


def judged_part(task: Task, outline: Outline, index: ApplicantIndex, number: int, parts: Sequence[Part]) -> Outcome:
    """What becomes of one part."""
    listing, rejected, counts = _judged(task, tables_of(outline, index, number * task.size, task.size, parts))
    # All else that was told of the applicants is let go by now: rows in the form of an output take much memory.
    return Outcome(listing.height, rendered(listing, task.form), rejected, counts)


def _judged(task: Task, tables: Tables) -> tuple[Listing, tuple[Reject, ...], tuple[Counts, ...]]:
    """The rows of some applicants, what was rejected, and the counts."""
    rejected: Sequence[Reject] = ()
    listings: list[Listing] = []
    counts: list[Counts] = []
    for screening in screen_all(screeners_of(task.packs), tables, task.as_of):
        results = replace(results_of(screening, task.level, of_share=True), read_from=task.read_from)
        listings.append(rows_of(classed(results) if task.classed else results, task.form))
        counts.append(replace(results.counts, people=counts[0].people) if counts else results.counts)
        rejected = results.rejected
    listing = in_classes(listings) if task.classed else listings[0]
    return listing, tuple(rejected), tuple(counts)


def rendered(listing: Listing, form: Form) -> bytes:
    """The rows of a listing in the form of an output, without what stands before them."""
    if form is Form.PARQUET:
        return packed([arrow_batch(listing)])
    return csv_rows(listing) if form is Form.CSV else jsonl_rows(listing)


@contextmanager
def in_shares(
    form: Form, like: Listing, file: IO[bytes], stamp: Mapping[str, str]
) -> Iterator[Callable[[Outcome], object]]:
    """What writes outcomes to a file, share after share in their order; byte for byte what is written of all at once.

    like: a listing with the columns of the outcomes', of any height.
    """
    if form is Form.PARQUET:
        with parquet_parts(like, file, stamp) as write:
            yield lambda outcome: [write(batch) for batch in _batches(outcome.rows)]
        return
    if form is Form.CSV:
        file.write(csv_head(like))
    yield lambda outcome: file.write(outcome.rows)


def _batches(content: bytes) -> list[Any]:
    import pyarrow as pa

    file = pa.ipc.open_file(content)
    return [file.get_batch(number) for number in range(file.num_record_batches)]
