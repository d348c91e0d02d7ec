"""Measuring child processes: time from start to end, imports included, and the most memory each held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a child process.

    cpu: seconds of processor time over all its threads, which other work on the machine disturbs less.
    peak: its largest resident set in MB, as the kernel kept it.
    """

    seconds: float
    cpu: float
    peak: float
    output: str


ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Compiled modules are kept, as they are where someone works: otherwise each start would compile minqual anew."""


def run(command: Sequence[str], accepted: Sequence[int] = (0,)) -> Run:
    """Run a command as a fresh process; RuntimeError if it ends with an exit code that is not accepted.

    A child starts out with the peak of the process that starts it, so the measuring process must stay small:
    it imports nothing beyond the standard library.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=ENVIRONMENT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if child.returncode not in accepted:
            msg = f"exit code {child.returncode}: {' '.join(command)}\n{errors.read().decode(errors='replace')}"
            raise RuntimeError(msg)
        unit = 1_000_000 if sys.platform == "darwin" else 1_000
        return Run(
            seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, output.read().decode(errors="replace")
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
