"""A Dask scheduler with worker processes, as someone starts them, for the tests of clusters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.places import ROOT

distributed = pytest.importorskip("distributed", reason='pip install "minqual[dask]" brings Dask')

PATHS = os.pathsep.join([str(ROOT / "engine"), *filter(None, [os.environ.get("PYTHONPATH")])])
QUIET = {"DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s", "PYTHONWARNINGS": "ignore"}


def wait_for(done: Callable[[], object], seconds: float = 600) -> None:
    """Wait until something is so; the test fails if it never is."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def process(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's command line, killed at the end. settings: of its environment."""
    environment = os.environ | QUIET | {"PYTHONPATH": PATHS} | settings
    with (folder / f"{words[0]}.log").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "dask", *words], cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@dataclass(slots=True)
class Started:
    """A scheduler that answers, and its workers by address."""

    folder: Path
    address: str
    scheduler: subprocess.Popen[bytes]
    _stack: ExitStack
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def more_workers(self, number: int = 1, **settings: str) -> None:
        """Start workers of one thread each."""
        words = ("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        places = ("--local-directory", str(self.folder), "--death-timeout", "600")
        made = [self._stack.enter_context(process(self.folder, *words, *places, **settings)) for _ in range(number)]
        with client_of(self) as client:
            client.wait_for_workers(len(self.workers) + number, timeout=600)
            pids = {pid: address for address, pid in client.run(os.getpid).items()} if not settings else {}
        self.workers |= {pids.get(each.pid, str(each.pid)): each for each in made}


@contextmanager
def started(folder: Path, workers: int, **settings: str) -> Iterator[Started]:
    """A scheduler with so many workers of one thread each."""
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        words = ("scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))
        scheduler = stack.enter_context(process(folder, *words, **settings))
        wait_for(lambda: file.exists() and file.read_bytes().rstrip().endswith(b"}"))
        address = json.loads(file.read_bytes())["address"]
        made = Started(folder, address, scheduler, stack)
        if workers:
            made.more_workers(workers)
        yield made


@contextmanager
def client_of(cluster: Started) -> Iterator[Any]:
    """A connection of the test's own, to look at a cluster."""
    client = distributed.Client(cluster.address, set_as_default=False, timeout=300)
    try:
        yield client
    finally:
        client.close(timeout=10)
