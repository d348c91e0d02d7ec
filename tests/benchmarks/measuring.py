"""Measuring child processes with all that they start: wall time, processor time, and memory held at once."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROCESSES: Final = Path("/proc")
EVERY: Final = 0.05
"""Seconds from one look at the processes to the next."""
LOOKED_FOR: Final = 10
"""Looks from one search for new processes to the next."""
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: a process and all that it started.

    cpu: seconds of processor time over all of them, which other work on the machine disturbs less than wall time.
    peak: the most memory in MB that all of them held at one moment, looked at every 50 ms, and never less than the
    largest resident set that the kernel recorded for one of them. Files that they all have mapped count once; pages
    that a forked child still shares with its parent count for both.
    """

    seconds: float
    cpu: float
    peak: float
    output: str


ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Compiled modules are kept, as they are where someone works: otherwise each start would compile minqual anew."""


class Watch:
    """The processes of one session while they run: how much they hold together, and their processor time.

    A child that is started in a session of its own leads it; what it starts stays in it, also where its parent ended.
    Only where there is /proc; elsewhere nothing is seen, and what the kernel says of the child alone counts.
    """

    def __init__(self, session: int) -> None:
        self.peak = 0
        self._session = session
        self._cpu: dict[int, int] = {}
        self._living: list[int] = []
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    @property
    def cpu(self) -> float:
        """Seconds of processor time of all processes, as far as they were seen."""
        return sum(self._cpu.values()) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self._looking.join()

    def _look(self) -> None:
        looks = 0
        while PROCESSES.is_dir() and not self._ended.wait(EVERY):
            if looks % LOOKED_FOR == 0:
                self._living = list(processes_of(self._session))
            looks += 1
            for process in self._living:
                self._cpu[process] = max(self._cpu.get(process, 0), ticks(process))
            held = [memory(process) for process in self._living]
            own = sum(each.resident - each.of_files for each in held)
            self.peak = max(self.peak, own + max((each.of_files for each in held), default=0))


def processes_of(session: int) -> Iterator[int]:
    """The processes of a session."""
    for entry in PROCESSES.iterdir():
        if entry.name.isdecimal() and (state := _state(int(entry.name))) and int(state[3]) == session:
            yield int(entry.name)


def ticks(process: int) -> int:
    """Clock ticks of processor time of one process; 0 once it has ended."""
    state = _state(process)
    return int(state[11]) + int(state[12]) if state else 0


def _state(process: int) -> list[str]:
    """What the kernel says of a process behind its name; nothing once it has ended."""
    return _read(process, "stat").rpartition(")")[2].split()


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that a process holds in memory, and how many of them are pages of files, as libraries are."""

    resident: int
    of_files: int


def memory(process: int) -> Memory:
    """What a process holds; nothing once it has ended."""
    told = _read(process, "statm").split()
    page = os.sysconf("SC_PAGE_SIZE")
    return Memory(int(told[1]) * page, int(told[2]) * page) if told else Memory(0, 0)


def _read(process: int, name: str) -> str:
    try:
        return (PROCESSES / str(process) / name).read_text()
    except OSError:
        return ""


def run(command: Sequence[str], accepted: Sequence[int] = (0,)) -> Run:
    """Run a command as a fresh process; RuntimeError if it ends with an exit code that is not accepted.

    A child starts out with the peak of the process that starts it, so the measuring process must stay small:
    it imports nothing beyond the standard library.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=ENVIRONMENT, start_new_session=True
        )
        watch = Watch(child.pid)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise
        finally:
            watch.end()
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if child.returncode not in accepted:
            msg = f"exit code {child.returncode}: {' '.join(command)}\n{errors.read().decode(errors='replace')}"
            raise RuntimeError(msg)
        largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return Run(
            seconds,
            max(usage.ru_utime + usage.ru_stime, watch.cpu),
            max(largest, watch.peak) / MEGABYTE,
            output.read().decode(errors="replace"),
        )


def interleaved(sides: Sequence[Callable[[], Run]], repeat: int) -> list[list[Run]]:
    """The runs of each side, taken in turns so that a slow spell of the machine falls on all of them."""
    runs: list[list[Run]] = [[] for _ in sides]
    for _ in range(repeat):
        for kept, side in zip(runs, sides, strict=True):
            kept.append(side())
    return runs


def median_seconds(runs: Sequence[Run]) -> float:
    """The median wall time."""
    return statistics.median(each.seconds for each in runs)


def median_cpu(runs: Sequence[Run]) -> float:
    """The median processor time in seconds."""
    return statistics.median(each.cpu for each in runs)


def median_peak(runs: Sequence[Run]) -> float:
    """The median peak memory in MB."""
    return statistics.median(each.peak for each in runs)
