"""What a worker of a cluster does: the tasks of a pool screened there, which any other worker can do over again.

What they give and take is made of plain bytes, tuples and numbers: Dask knows how large these are, and where to work.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minqual._version import __version__
from minqual.parallel.part_work import Outcome, Sorted, Task, judged_part, sort_block
from minqual.parallel.parts import Outline, Part, packed
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.parallel.file_blocks import Block
    from minqual.sources import ApplicantIndex

Judged = tuple[Outcome, bytes]
"""What became of a share, without its rows, and these."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all tasks of a screening share: what to do, and the pool's outline and index.

    It is a task of its own: made anew wherever the worker that had it is lost.
    """

    task: Task
    outline: Outline
    index: ApplicantIndex


def versions() -> dict[str, str]:
    """What must be the same wherever a pool is screened, by name."""
    import distributed

    python = ".".join(platform.python_version_tuple()[:2])
    return {"minqual": __version__, "Python": python, "Dask": distributed.__version__}


def means(dask_worker: Any) -> tuple[int, int | None]:  # noqa: ANN401  # as Dask calls it
    """What a worker has: threads, and bytes of memory, if it is limited."""
    return dask_worker.state.nthreads, dask_worker.memory_manager.memory_limit


def sort(common: Common, block: Block, size: int) -> Sorted:
    """The rows of a block by share. size: bytes of the whole file, as whoever divided it saw it.

    Irregular: the block must be read otherwise. SourceError: the file is not seen here as it is seen there.
    """
    try:
        here = Path(block.path).stat().st_size
        if here != size:
            raise _unseen(block, f"a file of {here:,} bytes instead of {size:,}")
        return sort_block(block, common.index, common.task.size)
    except (FileNotFoundError, NotADirectoryError):
        raise _unseen(block, "no such file") from None
    except PermissionError:
        raise _unseen(block, "a file that may not be read") from None


def _unseen(block: Block, found: str) -> SourceError:
    """A file that this worker does not see as it is seen elsewhere."""
    from distributed import get_worker

    expected = "storage that has the source under the same path here and on all workers"
    return SourceError([Fault(block.path, f"{found} on the worker {get_worker().address}", expected)])


def shares_in(pieces: Sorted) -> tuple[int, tuple[int, ...]]:
    """How many rows a sorted block has, and of which shares."""
    return pieces[:2]


def piece(pieces: Sorted, share: int) -> bytes:
    """A block's rows of one share, as an Arrow file."""
    import pyarrow as pa

    _, shares, content = pieces
    return packed([pa.ipc.open_file(content).get_batch(shares.index(share))])


def judge(common: Common, share: int, told: Sequence[tuple[str, int]], *contents: bytes) -> Judged:
    """What becomes of one share. told: of each piece, its table and what is added to the numbers of its rows."""
    import pyarrow as pa

    parts = [
        Part(table, pa.ipc.open_file(content).get_batch(0), first_row)
        for (table, first_row), content in zip(told, contents, strict=True)
    ]
    outcome = judged_part(common.task, common.outline, common.index, share, parts)
    return replace(outcome, rows=b""), outcome.rows
