"""Whoever judges shares in the tests' own process: what worker processes do, one task after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from minqual.parallel import Orders
from minqual.parallel.file_blocks import Block
from minqual.parallel.part_results import Heap
from minqual.parallel.part_work import Judge, Outcome, Sorted, sort_block, sorted_rows
from minqual.parallel.partition import Division
from minqual.parallel.parts import Portion


class OneHand:
    """All the work done here, with nothing crossing to another process."""

    def __init__(self, division: Division, orders: Orders) -> None:
        self._division, self._orders = division, orders
        self._judge = Judge(orders)

    def sort(self, blocks: Sequence[Block]) -> Iterator[Heap]:
        for block in blocks:
            found = sort_block(block, self._division.roll, self._orders.size)
            yield _heap(block.table, found)

    def keep(self, table: str, rows: Any) -> Heap:  # noqa: ANN401  # pyarrow is untyped
        return _heap(table, sorted_rows(rows, self._orders.size))

    def judge(self, shares: Sequence[int], heaps: Sequence[Heap]) -> Iterator[Outcome]:
        for share in shares:
            portions = [
                Portion(heap.table, pa.ipc.open_file(heap.place).get_batch(heap.shares.index(share)), heap.first_row)
                for heap in heaps
                if share in heap.shares
            ]
            yield self._judge.outcome(self._division.outline, self._division.roll, share, portions)


def _heap(table: str, found: Sorted) -> Heap:
    return Heap(table, found.content, found.rows, found.shares)


@contextmanager
def one_hand(room: Path, division: Division, orders: Orders) -> Iterator[OneHand]:
    yield OneHand(division, orders)
