"""Worker processes on this machine, each with a core of its own: an executor, and what it is asked to do."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor as Pool
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, Final, TypeVar

from minqual.packs import WrittenPack
from minqual.parallel.file_blocks import Block
from minqual.parallel.part_work import Outcome, SortedPart, Task, judged_part, screeners_of, sort_block, sorted_rows
from minqual.parallel.partition import Division
from minqual.parallel.parts import Outline, Part
from minqual.sources import ApplicantIndex, Irregular
from minqual.values import Fault, FaultyInput, InternalFault, SourceError

KEEPING: Final = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_TOP_PAD_": str(1 << 26),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""Lets a worker keep memory from one share to the next: each page that comes anew from the system costs time."""

IDS, REPEATED = "ids", "repeated"
"""The columns of the file that holds an index of applicants."""

Answer = TypeVar("Answer")
Lying = tuple[str, str, int, int]
"""Rows of one table and share: the table, the file, the batch in it, and what is added to the number of each row."""


class _Context(SpawnContext):
    """Spawned processes of which it is known which they are, so that they can be ended whatever they are at."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *given: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: ANN401, N802
        self.started.append(SpawnProcess(*given, **named))
        return self.started[-1]


@dataclass(frozen=True, slots=True)
class Processes:
    """An executor of worker processes at one pool, that share a folder for their files."""

    executor: Pool
    folder: Path
    index: str
    outline: Outline
    task: Task

    def sort(self, blocks: Sequence[Block]) -> Iterator[SortedPart]:
        """Blocks sorted by share, in their order; Irregular where one must be read otherwise."""
        files = [str(self.folder / f"block{number}.arrow") for number in range(len(blocks))]
        for block, file, (rows, shares) in zip(blocks, files, self._each(_sort, blocks, files), strict=True):
            yield SortedPart(block.table, file, rows, shares)

    def keep(self, table: str, rows: Any) -> SortedPart:  # noqa: ANN401  # pyarrow is untyped
        """Rows that have been read already, sorted by share."""
        height, shares, content = sorted_rows(rows, self.task.size)
        file = self.folder / f"{table}{len(list(self.folder.iterdir()))}.arrow"
        file.write_bytes(content)
        return SortedPart(table, str(file), height, shares)

    def judge(self, shares: Sequence[int], rows: Sequence[SortedPart]) -> Iterator[Outcome]:
        """What becomes of shares, in their order."""
        lying: dict[int, list[Lying]] = {share: [] for share in shares}
        for each in rows:
            for batch, share in enumerate(each.shares):
                lying[share].append((each.table, each.place, batch, each.first_row))
        files = [self.folder / f"share{share}.rows" for share in shares]
        for outcome, file in zip(self._each(_judge, shares, lying.values(), map(str, files)), files, strict=True):
            made = file.read_bytes()
            file.unlink()
            yield replace(outcome, rows=made)

    def _each(self, do: Callable[..., Answer], *given: Iterable[object]) -> Iterator[Answer]:
        """Each answer in its order; what went wrong is raised as if it had been done here."""
        common = replace(self.task, packs=()), self.outline, self.index
        try:
            yield from self.executor.map(partial(do, *common), *given)
        except BrokenProcessPool:
            found = "a worker process that ended before its work was done"
            expected = "enough memory for each: a smaller --memory, or fewer --workers"
            raise SourceError([Fault("--workers", found, expected)]) from None
        except (FaultyInput, Irregular):
            raise
        except Exception as error:
            msg = f"a worker process failed: {type(error).__name__}: {error}"
            raise InternalFault(msg) from error


class Workers:
    """Worker processes, made ready for some packs while there is nothing else for them to do."""

    def __init__(self, number: int, packs: tuple[WrittenPack, ...]) -> None:
        self._number, self._packs, self._context = number, packs, _Context()
        self._executor: ProcessPoolExecutor | None = None

    def begin(self) -> Pool:
        """Start them, where they are not there yet."""
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._number, self._context, _begin, (self._packs,))
            with _inherited():
                for _ in range(self._number):
                    self._executor.submit(_ready)
        return self._executor

    def end(self) -> None:
        """End them, whatever they are at."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
        for each in self._context.started:
            if each.pid is not None:
                each.kill()
                each.join()
        self._context.started.clear()

    @contextmanager
    def at(self, folder: Path, division: Division, task: Task) -> Iterator[Processes]:
        """The workers at one pool; where something goes wrong there, they write no file any more."""
        file = folder / "index.arrow"
        _write_index(division.index, file)
        try:
            yield Processes(self.begin(), folder, str(file), division.outline, task)
        except BaseException:
            self.end()
            raise


@contextmanager
def worker_processes(number: int, packs: tuple[WrittenPack, ...]) -> Iterator[Workers]:
    """Worker processes while something lasts."""
    workers = Workers(number, packs)
    try:
        workers.begin()
        yield workers
    finally:
        workers.end()


@contextmanager
def _inherited() -> Iterator[None]:
    """What workers inherit that start meanwhile: settings, no interrupts, and not the program that starts them.

    Each would else import that program's main module, or run it again where nothing keeps it from that.
    """
    added = {name: value for name, value in KEEPING.items() if name not in os.environ}
    main, masks = sys.modules["__main__"], hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else ()
    os.environ |= added
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name in added:
            del os.environ[name]
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


_packs: list[tuple[WrittenPack, ...]] = []
"""In a worker: the packs that it judges by. They cross once, at its start."""


def _begin(packs: tuple[WrittenPack, ...]) -> None:
    """Begin as a worker, which ends with the process that started it."""
    import pyarrow as pa

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    pa.set_cpu_count(1)
    _packs[:] = [packs]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _ready() -> None:
    """Make ready what every share needs."""
    screeners_of(_packs[0])


def _sort(task: Task, outline: Outline, index: str, block: Block, to: str) -> tuple[int, tuple[int, ...]]:
    """Sort a block into a file: how many rows it has, and of which shares."""
    height, shares, content = sort_block(block, _index_in(index), task.size)
    Path(to).write_bytes(content)
    return height, shares


def _judge(task: Task, outline: Outline, index: str, share: int, lying: Sequence[Lying], to: str) -> Outcome:
    """Judge a share; its rows go into a file."""
    parts = [Part(table, _mapped(path).get_batch(batch), first_row) for table, path, batch, first_row in lying]
    outcome = judged_part(replace(task, packs=_packs[0]), outline, _index_in(index), share, parts)
    Path(to).write_bytes(outcome.rows)
    return replace(outcome, rows=b"")


def _write_index(index: ApplicantIndex, file: Path) -> None:
    import pyarrow as pa

    table = pa.table({IDS: index.ids, REPEATED: pa.array(index.repeated)})
    with pa.ipc.new_file(str(file), table.schema) as writer:
        writer.write_table(table)


@lru_cache(1)
def _index_in(file: str) -> ApplicantIndex:
    table = _mapped(file).read_all()
    return ApplicantIndex(table.column(IDS).combine_chunks(), table.column(REPEATED).to_numpy())


def _mapped(path: str) -> Any:  # noqa: ANN401  # pyarrow is untyped
    """An Arrow file, of which only what is looked at is read."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(path))
