"""What a worker of a cluster does: the tasks of a pool screened there, which any other worker can do over again.

What they give and take is made of plain bytes, tuples and numbers: Dask knows how large these are, and where to work.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minqual._version import __version__
from minqual.parallel.file_blocks import Irregular
from minqual.parallel.part_work import Judge, Orders, Outcome, sort_block
from minqual.parallel.parts import Outline, Portion, packed
from minqual.values import Fault, FaultyInput

if TYPE_CHECKING:
    from minqual.parallel.applicant_index import Roll
    from minqual.parallel.file_blocks import Block

MOST_JUDGES = 2
"""Screenings whose packs a worker keeps ready, the last ones."""

Pieces = tuple[int, tuple[int, ...], bytes]
"""A block's rows by share: how many, the shares that have any, and an Arrow file with a batch for each of them."""

Judged = tuple[Outcome, bytes]
"""What became of a share, without its rows, and these."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all tasks of a screening share: what to do, and the pool's outline and roll."""

    orders: Orders
    outline: Outline
    roll: Roll


@dataclass(frozen=True, slots=True)
class Untaken:
    """A block that cannot be taken apart where it was tried.

    irregular: its file must be read otherwise. found: what a worker found in its place, and which worker.
    """

    irregular: bool
    found: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A share that cannot be judged: what is wrong. Errors lose it on their way from one process to another."""

    faults: tuple[Fault, ...]


def versions() -> dict[str, str]:
    """What must be the same wherever a pool is screened, by name."""
    import distributed

    python = ".".join(platform.python_version_tuple()[:2])
    return {"minqual": __version__, "Python": python, "Dask": distributed.__version__}


def means(dask_worker: Any) -> tuple[int, int | None]:  # noqa: ANN401  # as Dask calls it
    """What a worker has: threads, and bytes of memory, if it is limited."""
    return dask_worker.state.nthreads, dask_worker.memory_manager.memory_limit


def common(orders: Orders, outline: Outline, roll: Roll) -> Common:
    """What all tasks share, as a task of its own: computed anew wherever the worker that had it is lost."""
    return Common(orders, outline, roll)


def sort(common: Common, block: Block, size: int) -> Pieces | Untaken:
    """The rows of a block by share. size: bytes of the whole file, as whoever divided it saw it."""
    try:
        here = Path(block.path).stat().st_size
        if here != size:
            return Untaken(irregular=False, found=f"a file of {here:,} bytes instead of {size:,}{_here()}")
        found = sort_block(block, common.roll, common.orders.size)
    except Irregular:
        return Untaken(irregular=True)
    except (FileNotFoundError, NotADirectoryError):
        return Untaken(irregular=False, found=f"no such file{_here()}")
    except PermissionError:
        return Untaken(irregular=False, found=f"a file that may not be read{_here()}")
    return found.rows, found.shares, found.content


def _here() -> str:
    """On which worker this is."""
    from distributed import get_worker

    return f" on the worker {get_worker().address}"


def shares_in(pieces: Pieces | Untaken) -> tuple[int, tuple[int, ...]] | Untaken:
    """How many rows a sorted block has, and of which shares."""
    return pieces if isinstance(pieces, Untaken) else pieces[:2]


def piece(pieces: Pieces, share: int) -> bytes:
    """A block's rows of one share, as an Arrow file."""
    import pyarrow as pa

    _, shares, content = pieces
    return packed([pa.ipc.open_file(content).get_batch(shares.index(share))])


def judge(common: Common, share: int, told: Sequence[tuple[str, int]], *contents: bytes) -> Judged | Refused:
    """What becomes of one share. told: of each piece, its table and what is added to the numbers of its rows."""
    import pyarrow as pa

    try:
        portions = [
            Portion(table, pa.ipc.open_file(content).get_batch(0), first_row)
            for (table, first_row), content in zip(told, contents, strict=True)
        ]
        outcome = _judge(common.orders).outcome(common.outline, common.roll, share, portions)
    except FaultyInput as error:
        return Refused(error.faults)
    return replace(outcome, rows=b""), outcome.rows


@lru_cache(MOST_JUDGES)
def _judge(orders: Orders) -> Judge:
    """Whoever judges by some orders, made ready once in each worker process."""
    return Judge(orders)
