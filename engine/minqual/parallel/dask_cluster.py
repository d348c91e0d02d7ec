"""A cluster that screens a pool: the workers of a Dask scheduler, wherever they are.

Every task can be done over again by another worker, from what the scheduler knows of it: a worker that is lost takes
nothing with it that would not be made anew, and each share is taken from the cluster once.
"""

from __future__ import annotations

import gc
import logging
import secrets
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from minqual.parallel import dask_tasks
from minqual.parallel.part_work import Outcome, SortedPart, Task
from minqual.parallel.parts import apart, packed
from minqual.parallel.share_sizes import AT_THE_HEAD, LEAST_BLOCK, Limits, limits_of
from minqual.sources import Irregular
from minqual.values import Fault, FaultyInput, InternalFault, SourceError

if TYPE_CHECKING:
    from minqual.parallel.file_blocks import Block
    from minqual.parallel.partition import Division

# distributed is untyped here: whatever comes from it is Any.

CONNECTING: Final = 10
"""Seconds within which the scheduler answers."""

REACHING: Final = 2
"""Seconds within which a worker answers that can be reached from here."""

PATIENCE: Final = 30
"""Seconds without any worker, after which none is waited for any more: a new one starts in less."""

GLANCE: Final = 1
"""Seconds after which it is looked whether there still are workers."""

AGAIN: Final = 2
"""Times that a task is tried again where it failed, as on storage that did not answer. Lost workers do not count."""

AHEAD: Final = 2
"""Shares asked for ahead, for each thread of the workers."""

ON_THE_WAY: Final = 256 << 20
"""Bytes of rows that this process read itself and that the scheduler holds at any time."""

FOR_WORK: Final = 0.5
"""The part of a worker's memory that its tasks may take; the rest is for sorted rows that wait for them."""

SETTINGS: Final = {
    "distributed.comm.timeouts.connect": f"{CONNECTING}s",
    # A share's rows, and the index, are part of the tasks on purpose: what is scattered is lost with its worker.
    "distributed.admin.large-graph-warning-threshold": "4GB",
}


MOST_FAULTS: Final = 3
"""Workers that are named where many are not as they must be."""


class Cluster:
    """A connection to a Dask scheduler whose workers can do the work."""

    def __init__(self, client: Any, address: str) -> None:  # noqa: ANN401
        self._client, self._address = client, address

    def check(self) -> None:
        """SourceError: there are no workers, or what is installed there is not what is here."""
        here = dask_tasks.versions()
        with _told(self._address):
            try:
                self._client.wait_for_workers(1, timeout=CONNECTING)
            except TimeoutError:
                raise SourceError([_without_workers(self._address)]) from None
            there = {"its scheduler": _versions_on(self._client.run_on_scheduler)}
            workers = self._client.run(dask_tasks.versions, on_error="return")
            there |= {f"the worker {name}": found for name, found in workers.items()}
        faults = [
            Fault(
                _place(self._address),
                f"{_all(found) if isinstance(found, Mapping) else 'no such minqual'} on {name}",
                f"{_all(here)}, as here",
            )
            for name, found in there.items()
            if found != here
        ]
        if faults:
            raise SourceError(faults[:MOST_FAULTS])
        self._client.direct_to_workers = self._reaches(list(workers)[:MOST_FAULTS])

    def _reaches(self, workers: Sequence[str]) -> bool:
        """Whether workers answer here: what they made need not pass through the scheduler then, once more each byte."""
        from distributed.comm import connect

        async def reach() -> None:
            for each in workers:
                await (await connect(each, timeout=REACHING)).close()

        try:
            self._client.sync(reach)
        except OSError:
            return False
        return True

    def limits(self, size: int, packs: int = 1) -> Limits:
        """How a source of so many bytes is divided, so that the work keeps within the memory of the least worker.

        packs: by how many of them each applicant is judged.
        """
        with _told(self._address):
            means = self._client.run(dask_tasks.means, on_error="ignore").values()
        threads = max(sum(number for number, _ in means), 1)
        least = min((memory // number for number, memory in means if memory), default=None)
        usual = limits_of(None if least is None else int(least * FOR_WORK) + AT_THE_HEAD, 1, packs)
        block = min(usual.block, max(-(-size // (AHEAD * threads)), LEAST_BLOCK))
        return Limits(threads, usual.share, block)

    @contextmanager
    def at(self, folder: Path, division: Division, task: Task) -> Iterator[ClusterExecutor]:
        """The cluster's workers, told what all shares of a pool have in common."""
        yield ClusterExecutor(self._client, self._address, division, task)


@dataclass(slots=True)
class _Sorted:
    """A sorted block on the cluster. left: how many of its shares are still to be asked for."""

    rows: Any
    left: int


class ClusterExecutor:
    """The workers of a cluster, at one pool."""

    def __init__(self, client: Any, address: str, division: Division, task: Task) -> None:  # noqa: ANN401
        self._client, self._address, self._size = client, address, task.size
        self._run = secrets.token_hex(6)
        self._common = self._submit("common", 0, dask_tasks.Common, task, division.outline, division.index)

    def sort(self, blocks: Sequence[Block]) -> Iterator[SortedPart]:
        """Blocks sorted by share, in their order; Irregular where one must be read otherwise."""
        sizes = {path: Path(path).stat().st_size for path in {block.path for block in blocks}}
        waiting: deque[tuple[Block, Any, Any]] = deque()
        for number, block in enumerate(blocks):
            there = replace(block, path=str(Path(block.path).absolute()))
            rows = self._submit("sort", number, dask_tasks.sort, self._common, there, sizes[block.path])
            waiting.append((block, rows, self._submit("shares", number, dask_tasks.shares_in, rows)))
        while waiting:
            block, rows, told = waiting.popleft()
            height, shares = self._result(told)
            yield SortedPart(block.table, _Sorted(rows, len(shares)), height, shares)

    def keep(self, table: str, rows: Any) -> SortedPart:  # noqa: ANN401
        """Rows that have been read already, sorted by share; they stay here until their share is asked for."""
        found = {share: packed([batch]) for share, batch in apart(rows, self._size).items()}
        return SortedPart(table, found, rows.num_rows, tuple(found))

    def judge(self, shares: Sequence[int], rows: Sequence[SortedPart]) -> Iterator[Outcome]:
        """What becomes of shares, in their order; some are asked for ahead."""
        by_share: dict[int, list[SortedPart]] = {share: [] for share in shares}
        for each in rows:
            for share in each.shares:
                by_share[share].append(each)
        waiting: deque[tuple[Any, int]] = deque()
        for share in shares:
            waiting.append(self._asked_for(share, by_share.pop(share)))
            while len(waiting) > self._ahead() or sum(sent for _, sent in waiting) > ON_THE_WAY:
                yield self._outcome(waiting.popleft()[0])
        while waiting:
            yield self._outcome(waiting.popleft()[0])

    def _asked_for(self, share: int, rows: Sequence[SortedPart]) -> tuple[Any, int]:
        """A share that is to be judged, and how many bytes of its rows are sent from here."""
        contents = [self._content(number, share, heap) for number, heap in enumerate(rows)]
        told = tuple((heap.table, heap.first_row) for heap in rows)
        sent = sum(len(each) for each in contents if isinstance(each, bytes))
        return self._submit("judge", share, dask_tasks.judge, self._common, share, told, *contents), sent

    def _content(self, number: int, share: int, heap: SortedPart) -> Any:  # noqa: ANN401
        """A heap's rows of one share: as they are, or as a task. None is asked for twice: they are let go."""
        place = heap.place
        if not isinstance(place, _Sorted):
            return place.pop(share)
        made = self._submit("piece", f"{share}-{number}", dask_tasks.piece, place.rows, share)
        place.left -= 1
        if not place.left:
            place.rows = None
        return made

    def _outcome(self, judged: Any) -> Outcome:  # noqa: ANN401
        outcome, rows = self._result(judged)
        made: Outcome = replace(outcome, rows=rows)
        return made

    def _submit(self, what: str, number: int | str, do: Callable[..., object], *given: object) -> Any:  # noqa: ANN401
        """A task with a name of its own: no other run's is taken for it."""
        with _told(self._address):
            return self._client.submit(do, *given, key=f"minqual-{what}-{self._run}-{number}", retries=AGAIN)

    def _ahead(self) -> int:
        """How many shares are asked for ahead, by the workers that there are now."""
        return AHEAD * max(self._threads(), 1)

    def _threads(self) -> int:
        with _told(self._address):
            return sum(self._client.nthreads().values())

    def _result(self, future: Any) -> Any:  # noqa: ANN401
        """What a task made; SourceError where the cluster cannot do it any more."""
        seen, patience = monotonic(), PATIENCE
        with _told(self._address):
            while True:
                try:
                    error = future.exception(timeout=GLANCE)
                    if error is None:
                        return future.result(timeout=patience)
                    break
                except TimeoutError:
                    patience += PATIENCE if future.done() else 0
                    seen = monotonic() if self._threads() else seen
                    if monotonic() - seen > PATIENCE:
                        raise SourceError([_without_workers(self._address)]) from None
        raise _failure(self._address, error)


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """A cluster at the address of its scheduler; SourceError: nobody answers there, or not as is needed."""
    try:
        import dask
        import distributed
    except ImportError:
        expected = 'pip install "minqual[dask]", here and wherever its scheduler and workers run'
        raise SourceError([Fault("--cluster", "Dask, which is not installed", expected)]) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told by this module
    with dask.config.set(SETTINGS), warnings.catch_warnings():
        # What differs between here and there is checked by this module.
        warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
        # One that could not connect is closed when it is collected: while another starts, both would wait for ever.
        gc.collect()
        try:
            client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
        except (OSError, ValueError, TypeError):
            expected = "the address of a Dask scheduler such as tcp://host:8786"
            raise SourceError([Fault("--cluster", f"nobody who answers at {address}", expected)]) from None
        try:
            found = Cluster(client, address)
            found.check()
            yield found
        finally:
            client.close(timeout=CONNECTING)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """A scheduler that is lost, as a fault."""
    from asyncio import CancelledError

    try:
        yield
    except (CancelledError, OSError):
        expected = "one that stays until the end; its log may tell why it did not"
        raise SourceError([Fault(_place(address), "a scheduler that went away", expected)]) from None


def _failure(address: str, error: BaseException) -> Exception:
    """What a task ended with, as a fault."""
    from distributed import KilledWorker

    if isinstance(error, FaultyInput | Irregular):
        return error
    if isinstance(error, KilledWorker):
        found = f"{error.allowed_failures + 1} of its workers lost at one and the same task"
        expected = "workers with more memory each (dask worker --memory-limit), and that nobody stops"
        return SourceError([Fault(_place(address), found, expected)])
    if isinstance(error, ImportError):
        expected = f"{_all(dask_tasks.versions())} wherever workers run"
        return SourceError([Fault(_place(address), "a worker on which minqual cannot be imported", expected)])
    if isinstance(error, OSError):
        found = f"a worker that could not do its work: {error.strerror or type(error).__name__}"
        return SourceError(
            [Fault(_place(address), found, "storage that all workers can read, and space for their files")]
        )
    return InternalFault(f"a worker of the cluster failed: {type(error).__name__}: {error}")


def _without_workers(address: str) -> Fault:
    return Fault(_place(address), "no worker", f"at least one, started by: dask worker {address} --nthreads 1")


def _place(address: str) -> str:
    return f"--cluster {address}"


def _all(versions: Mapping[str, str]) -> str:
    """Versions as one reads them."""
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _versions_on(scheduler: Callable[..., Any]) -> object:
    """The versions on a scheduler, or the error that it made instead."""
    try:
        return scheduler(dask_tasks.versions)
    except Exception as error:  # noqa: BLE001  # whatever it is, minqual is not there as it is here
        return error
