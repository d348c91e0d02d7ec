"""A Dask scheduler with worker processes, as someone starts them, for the tests of clusters; and a pool to judge."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

distributed = pytest.importorskip("distributed", reason='pip install "minqual[dask]" brings Dask')

ROOT = Path(__file__).parent.parent
QUIET = {"DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s", "PYTHONWARNINGS": "ignore"}


def wait_for(done: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so; the test fails if it never is."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def process(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's command line, killed at the end. settings: of its environment."""
    environment = os.environ | QUIET | {"PYTHONPATH": str(ROOT / "engine")} | settings
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
        places = ("--local-directory", str(self.folder))
        made = [self._stack.enter_context(process(self.folder, *words, *places, **settings)) for _ in range(number)]
        with client_of(self) as client:
            client.wait_for_workers(len(self.workers) + number, timeout=60)
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
    client = distributed.Client(cluster.address, set_as_default=False, timeout=30)
    try:
        yield client
    finally:
        client.close(timeout=10)


HEADERS: Mapping[str, Sequence[str]] = {
    "applicants": ("applicant_id",),
    "education": ("applicant_id", "level", "field", "conferred", "awarded"),
    "experience": ("applicant_id", "start", "end", "hours_per_week", "kinds"),
    "credentials": ("applicant_id", "name", "issuer", "expires"),
    "answers": ("applicant_id", "question", "answer"),
}


def pool_of_tables(folder: Path, applicants: int, seed: int = 7) -> Path:
    """A folder of tables: rows in any order, some of nobody, some faulty, an id that stands twice, lines in quotes."""
    dice = random.Random(seed)
    ids = [f"A{number}" for number in range(applicants)]
    ids[applicants // 2] = ids[3]
    rows: dict[str, list[Sequence[str]]] = {"applicants": [(each,) for each in ids], "answers": []}
    rows["education"] = [
        (
            dice.choice([each, each, each, f"nobody {each}" if dice.random() < 0.05 else each]),
            dice.choice(["bachelor", "high school", "master", "bachelor", "no such level"]),
            dice.choice(["journalism", "public relations", "history", ""]),
            dice.choice(["yes", ""]),
            dice.choice(["2012-05-20", "2014", "", "2030-13"]),
        )
        for each in ids
    ]
    rows["experience"] = [
        (
            each,
            dice.choice(["2010-01-05", "2015-03", "2018", "soon"]),
            dice.choice(["2021-06-30", "present", "2020", ""]),
            dice.choice(["40", "20", "", "many"]),
            dice.choice(["communications", "customer service", "data\nanalysis", "public relations", ""]),
        )
        for each in dice.choices(ids, k=3 * applicants)
    ]
    rows["credentials"] = [
        (each, "driver's license", dice.choice(["California", ""]), dice.choice(["2029-03", "2025", ""]))
        for each in ids[::2]
    ]
    folder.mkdir()
    for table, cells in rows.items():
        lines = [",".join(_cell(cell) for cell in row) for row in [HEADERS[table], *cells]]
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return folder


def _cell(text: str) -> str:
    return f'"{text}"' if "\n" in text else text
