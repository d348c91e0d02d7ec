"""Pools larger than memory: partition, parts, worker processes, a cluster.

The modules in their order:

    parts           Shares of a pool: so many applicants of the index, one after the other, with all their rows
    share_sizes     How many applicants make a share, so that screening keeps within the memory that it may use
    file_blocks     Blocks: stretches of the files of a folder of tables, each of which can be read by itself
    part_work       What is done for a share of a pool, wherever it is done: blocks put apart, applicants judged
    partition       How a source is divided: folders of regular tables into blocks that are read apart
    dask_tasks      What a worker of a cluster does: the tasks of a pool screened there
    pool_screening  A pool screened into files in shares, by worker processes or a cluster
    processes       Worker processes on this machine, each with a core of its own: an executor
    dask_cluster    A cluster that screens a pool: the workers of a Dask scheduler, wherever they are
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.parallel.dask_cluster import connected
    from minqual.parallel.part_work import Task
    from minqual.parallel.pool_screening import Hired, pool_of, screen_pool
    from minqual.parallel.processes import worker_processes
    from minqual.parallel.share_sizes import Limits, bytes_of, limits_of

__all__, __getattr__, __dir__ = door(__name__)
