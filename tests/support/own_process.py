"""Whoever judges shares in the tests' own process: what worker processes do, one task after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from minqual.parallel import Task
from minqual.parallel.file_blocks import Block
from minqual.parallel.part_work import Outcome, Sorted, SortedPart, judged_part, sort_block, sorted_rows
from minqual.parallel.partition import Division
from minqual.parallel.parts import Part


class OneHand:
    """All the work done here, with nothing crossing to another process."""

    def __init__(self, division: Division, task: Task) -> None:
        self._division, self._task = division, task

    def sort(self, blocks: Sequence[Block]) -> Iterator[SortedPart]:
        for block in blocks:
            yield _kept(block.table, sort_block(block, self._division.index, self._task.size))

    def keep(self, table: str, rows: Any) -> SortedPart:  # noqa: ANN401  # pyarrow is untyped
        return _kept(table, sorted_rows(rows, self._task.size))

    def judge(self, shares: Sequence[int], rows: Sequence[SortedPart]) -> Iterator[Outcome]:
        for share in shares:
            parts = [
                Part(each.table, pa.ipc.open_file(each.place).get_batch(each.shares.index(share)), each.first_row)
                for each in rows
                if share in each.shares
            ]
            yield judged_part(self._task, self._division.outline, self._division.index, share, parts)


def _kept(table: str, found: Sorted) -> SortedPart:
    height, shares, content = found
    return SortedPart(table, content, height, shares)


@contextmanager
def one_hand(room: Path, division: Division, task: Task) -> Iterator[OneHand]:
    yield OneHand(division, task)
