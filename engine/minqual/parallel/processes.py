"""Worker processes on this machine, each with a core of its own, among which the shares of a pool are dealt out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from minqual.parallel.file_blocks import Block, Irregular
from minqual.parallel.messages import block_as_json, orders_as_json, outcome_from, outline_as_json
from minqual.parallel.part_results import Heap
from minqual.parallel.part_work import Orders, Outcome, Sorted, sorted_rows
from minqual.parallel.partition import Division
from minqual.parallel.process_main import IDS, REPEATED
from minqual.values import Fault, InternalFault, SourceError

KEEPING: Final = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_TOP_PAD_": str(1 << 26),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""Lets a worker keep memory from one share to the next: each page that comes anew from the system costs time."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Json = dict[str, Any]


class Crew:
    """Workers that share a room for files, and the tasks that they answer."""

    def __init__(self, room: Path, division: Division, orders: Orders, workers: int) -> None:
        self._room, self._division, self._orders, self._workers = room, division, orders, workers
        self._idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        self._all: list[subprocess.Popen[str]] = []

    def begin(self) -> None:
        """Start the workers and tell them what all shares have in common."""
        import pyarrow as pa

        roll, file = self._division.roll, self._room / "roll.arrow"
        table = pa.table({IDS: roll.ids, REPEATED: pa.array(roll.repeated)})
        with pa.ipc.new_file(str(file), table.schema) as writer:
            writer.write_table(table)
        first = {
            "orders": orders_as_json(self._orders),
            "outline": outline_as_json(self._division.outline),
            "roll": str(file),
        }
        self._all += [_started() for _ in range(self._workers)]
        with ThreadPoolExecutor(self._workers) as threads:
            list(threads.map(lambda worker: _asked(worker, first), self._all))
        for worker in self._all:
            self._idle.put(worker)

    def end(self) -> None:
        """Let the workers go, whatever they are at."""
        for worker in self._all:
            worker.kill()
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def sort(self, blocks: Sequence[Block]) -> Iterator[Heap]:
        """Blocks sorted by share, in their order; Irregular where one must be read otherwise."""
        yield from self._dealt(self._sorted, list(enumerate(blocks)))

    def _sorted(self, numbered: tuple[int, Block]) -> Heap:
        number, block = numbered
        file = self._room / f"block{number}.arrow"
        told = self._ask({"do": "sort", "block": block_as_json(block), "to": str(file)})
        if "irregular" in told:
            raise Irregular
        return Heap(block.table, str(file), told["rows"], tuple(told["shares"]))

    def keep(self, table: str, rows: Any) -> Heap:  # noqa: ANN401  # pyarrow is untyped
        """Rows that have been read already, sorted by share."""
        found: Sorted = sorted_rows(rows, self._orders.size)
        file = self._room / f"{table}{len(list(self._room.iterdir()))}.arrow"
        file.write_bytes(found.content)
        return Heap(table, str(file), found.rows, found.shares)

    def judge(self, shares: Sequence[int], heaps: Sequence[Heap]) -> Iterator[Outcome]:
        """What becomes of shares, in their order."""
        portions: dict[int, list[tuple[str, str, int, int]]] = {share: [] for share in shares}
        for heap in heaps:
            for number, share in enumerate(heap.shares):
                portions[share].append((heap.table, heap.place, number, heap.first_row))
        yield from self._dealt(self._judged, list(portions.items()))

    def _judged(self, work: tuple[int, list[tuple[str, str, int, int]]]) -> Outcome:
        share, portions = work
        file = self._room / f"share{share}.rows"
        told = self._ask({"do": "judge", "share": share, "portions": portions, "to": str(file)})
        rows = file.read_bytes()
        file.unlink()
        return outcome_from(told, rows)

    def _dealt(self, do: Callable[[Item], Answer], items: Iterable[Item]) -> Iterator[Answer]:
        """Each item's answer in the order of the items; a worker that is idle takes the next one."""
        with ThreadPoolExecutor(self._workers) as threads:
            try:
                yield from threads.map(do, items)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                self.end()
                raise

    def _ask(self, task: Mapping[str, Any]) -> Json:
        worker = self._idle.get()
        try:
            return _asked(worker, task)
        finally:
            self._idle.put(worker)


def _started() -> subprocess.Popen[str]:
    """A worker process of this very minqual."""
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-m", "minqual.parallel.process_main"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=KEEPING | os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        text=True,
        encoding="utf-8",
    )


def _asked(worker: subprocess.Popen[str], task: Mapping[str, Any]) -> Json:
    """A worker's answer; SourceError and InternalFault are raised as if it had been done here."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        worker.stdin.write(json.dumps(task) + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
    except OSError:
        line = ""
    if not line:
        found = "a worker process that ended before its work was done"
        raise SourceError([Fault("--workers", found, "enough memory for each: a smaller --memory, or fewer --workers")])
    told: Json = json.loads(line)
    if "faults" in told:
        raise SourceError([Fault(*each) for each in told["faults"]])
    if "failed" in told:
        raise InternalFault(f"a worker process failed: {told['failed']}")
    return told


@contextmanager
def crew(room: Path, division: Division, orders: Orders, workers: int) -> Iterator[Crew]:
    """A crew of workers, let go at the end."""
    made = Crew(room, division, orders, workers)
    try:
        made.begin()
        yield made
    finally:
        made.end()
