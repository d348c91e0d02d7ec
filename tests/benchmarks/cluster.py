"""Screening on a Dask cluster: two workers of one thread each, measured against one.

    python tests/benchmarks/cluster.py --applicants 500000
    python tests/benchmarks/cluster.py --applicants 500000 --form parquet --files 8 --workers 2

Two clusters are started on this machine, each of a scheduler and its workers (dask scheduler, dask worker --nthreads 1
--no-nanny), one with a single worker. After a first run on each, which is not measured and in which the workers import
what they need, the same screening runs on them in turns, each time by a fresh command:

    minqual screen FOLDER --rules PACK --as-of DATE -o FILE --cluster ADDRESS

The wall time of the command is what counts, and only where as many cores are free as there are workers. The processor
time (cpu s) is that of the command alone, which divides the source and writes the results: no worker takes any of it
off its hands, and it is steadier where the machine is shared. Its results are compared with those of a local run, byte
for byte: exit code 1 if they differ. Peak memory is that of the command with its cluster's processes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from filecmp import cmp
from functools import partial
from pathlib import Path
from typing import Final

from measuring import ENVIRONMENT, MEGABYTE, Run, Watch, interleaved, median_cpu, median_peak, median_seconds, run
from screen import DAY, JOBS_EACH, PACK, Asked, screened, tables_of
from table_files import FORMS

DASK: Final = str(Path(sys.executable).with_name("dask"))
LONGEST_START: Final = 60
"""Seconds in which a scheduler must be up, and then its workers."""
JOINED: Final = (
    "import sys, distributed as d; d.Client(sys.argv[1]).wait_for_workers(int(sys.argv[2]), int(sys.argv[3]))"
)
"""Waits for the workers of a scheduler, in a process of its own: the measuring one must stay small."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running scheduler with its workers. processes: the ids of the sessions that they lead."""

    address: str
    workers: int
    processes: tuple[int, ...]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster on this machine while the block runs; its files stand in a folder."""
    folder.mkdir()
    place = folder / "scheduler.json"
    with ExitStack() as ending:
        scheduler = _start(ending, folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", place)
        deadline = time.monotonic() + LONGEST_START
        while not place.exists() or not place.read_text():
            if scheduler.poll() is not None or time.monotonic() > deadline:
                msg = f"no scheduler: {(folder / 'scheduler.log').read_text()[-2000:]}"
                raise RuntimeError(msg)
            time.sleep(0.1)
        running = [scheduler]
        for number in range(workers):
            options = ["--nthreads", "1", "--nworkers", "1", "--no-nanny", "--memory-limit", "0"]
            options += ["--local-directory", str(folder), "--name", f"worker-{number}"]
            running.append(_start(ending, folder, "worker", "--scheduler-file", place, *options))
        address = json.loads(place.read_text())["address"]
        run([sys.executable, "-c", JOINED, address, str(workers), str(LONGEST_START)])
        yield Cluster(address, workers, tuple(each.pid for each in running))
        dead = [each.args for each in running if each.poll() is not None]
        if dead:
            msg = f"ended before its time: {dead}"
            raise RuntimeError(msg)


def _start(ending: ExitStack, folder: Path, what: str, *options: str | Path) -> subprocess.Popen[bytes]:
    """A process of the cluster, ended with the others; what it says goes to a file."""
    command = [DASK, what, "--no-dashboard", *map(str, options)]
    with (folder / f"{what}.log").open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=ENVIRONMENT, start_new_session=True
        )
    ending.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def on_cluster(folder: Path, asked: Asked, output: Path, given: Cluster) -> Run:
    """One screening on a cluster, with the memory of the cluster's processes added."""
    watches = [Watch(process) for process in given.processes]
    try:
        done = screened(folder, replace(asked, options=[*asked.options, "--cluster", given.address]), output)
    finally:
        for each in watches:
            each.end()
    return replace(done, peak=done.peak + sum(each.peak for each in watches) / MEGABYTE)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=500_000)
    parser.add_argument("--workers", type=int, default=2, help="of the larger cluster")
    parser.add_argument("--rules", default=PACK, help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default=DAY)
    parser.add_argument("--form", choices=FORMS, default="csv", help="of the tables and of the results")
    parser.add_argument("--files", type=int, default=1, help="files to each table")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("options", nargs="*", help="what stands behind -- goes to minqual")
    return parser.parse_args(arguments)


def main() -> int:
    """The command line."""
    given = parsed()
    asked = Asked(given.rules, given.as_of, given.form, given.options)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as running:
        place = Path(temporary)
        folder = tables_of(given.data or place, given.applicants, given.seed, given.form, given.files)
        local, output = (place / f"{name}.{given.form}" for name in ("local", "results"))
        screened(folder, asked, local)
        clusters = [
            running.enter_context(cluster(place / f"cluster-{workers}", workers)) for workers in (1, given.workers)
        ]
        differing = []
        for each in clusters:
            on_cluster(folder, asked, output, each)
            differing += [each.workers] if not cmp(local, output, shallow=False) else []
        runs = interleaved([partial(on_cluster, folder, asked, output, each) for each in clusters], given.repeat)
    print(f"{given.applicants} applicants, {given.applicants * JOBS_EACH} jobs, {given.rules}; {os.cpu_count()} cores")
    for each, measured in zip(clusters, runs, strict=True):
        walls = " ".join(f"{one.seconds:.2f}" for one in measured)
        print(
            f"{each.workers} workers {median_seconds(measured):>9.2f} s {median_cpu(measured):>8.2f} cpu s"
            f" {median_peak(measured):>8.0f} MB   {walls}"
        )
    one, more = map(median_seconds, runs)
    print(f"{given.workers} workers are {one / more:.2f} times as fast as one")
    for workers in differing:
        print(f"the results of {workers} workers differ from those of a local run", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
