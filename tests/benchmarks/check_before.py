"""One check by this checkout and by another one, in one run: processor time in turns, for known and new patterns.

    python tests/benchmarks/check_before.py --other ../before/.venv/bin/python
    python tests/benchmarks/check_before.py --other ../before/.venv/bin/python --rules honolulu/clerical --checks 500

Each side is a process of its own that keeps one minqual.Screener; --other is the interpreter of the other checkout's
environment. Both check the same made-up records, some tens at a time and in turns, so that a slow spell of the machine
falls on both. Records that either of them refuses are left out. A pattern is new where no earlier record of that side
stood so in all its clauses. Shown are medians and the 95th of 100 of the thread's processor time in milliseconds, and
the ratio of the medians: with every clause of the verdict, its evidence and open facts; without looking at them, which
asks how it stands alone; and written as JSON, which since then says the reasons in sentences too.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

DAY: Final = "2026-11-21"
PACK: Final = "stockton/mayoral-pio"
AT_A_TIME: Final = 50

Told: TypeAlias = tuple[float, float, float, str]
"""Seconds to how a record stands, to every clause of it and to its JSON, and how its clauses stand."""


def answer(rules: str, day: str) -> None:
    """Check what is asked on standard input, a list of records a line, and say what each took and how it stood."""
    import minqual  # noqa: PLC0415  # that of the interpreter, which need not be the one that asks

    screener, as_of = minqual.Screener(minqual.load_pack(rules)), date.fromisoformat(day)
    for line in sys.stdin:
        told: list[Told | None] = []
        for record in json.loads(line):
            try:
                began = time.thread_time()
                verdict = minqual.check(record, screener, as_of)
                stood = time.thread_time()
                levels = verdict.levels
                checked = time.thread_time()
                verdict.to_json()
                written = time.thread_time()
            except minqual.RecordError:
                told.append(None)
                continue
            pattern = "".join(clause.standing[0] for level in levels for clause in level.clauses)
            told.append((stood - began, checked - began, written - began, pattern))
        print(json.dumps(told), flush=True)


class Side:
    """A process that checks records with the minqual of an interpreter."""

    def __init__(self, python: str, rules: str, day: str) -> None:
        command = [python, "-P", __file__, "--answering", "--rules", rules, "--as-of", day]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, records: Sequence[Any]) -> list[Told | None]:
        """What each record took to check and to write, and its pattern; None where it was refused."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(records) + "\n")
        self._process.stdin.flush()
        told: list[Told | None] = json.loads(self._process.stdout.readline())
        return told

    def end(self) -> None:
        """Let the process go."""
        self._process.communicate()


def in_turns(sides: Sequence[Side], made_up: Iterator[Any], number: int) -> list[list[Told]]:
    """What so many records took each side, without those that either of them refuses."""
    found: list[list[Told]] = [[] for _ in sides]
    turn = 0
    while len(found[0]) < number:
        records = [next(made_up) for _ in range(AT_A_TIME)]
        order = list(range(len(sides)))
        turn += 1
        told: dict[int, list[Told | None]] = {}
        for side in order if turn % 2 else reversed(order):
            told[side] = sides[side].ask(records)
        for place in range(len(records)):
            each = [told[side][place] for side in order]
            for kept, one in zip(found, each, strict=True):
                if one is not None and None not in each:
                    kept.append(one)
    return found


def sorted_out(checks: Sequence[Told]) -> dict[str, list[float]]:
    """Seconds by what was measured."""
    seen: set[str] = set()
    found: dict[str, list[float]] = {"known pattern": [], "new pattern": [], "known, alone": [], "known, as JSON": []}
    for stood, checked, written, pattern in checks:
        found["known pattern" if pattern in seen else "new pattern"].append(checked)
        if pattern in seen:
            found["known, alone"].append(stood)
            found["known, as JSON"].append(written)
        seen.add(pattern)
    return found


def told(now: dict[str, list[float]], before: dict[str, list[float]]) -> str:
    """The measurements as a small table."""
    lines = [
        f"{'cpu ms a check':<16}{'checks':>8}{'now':>9}{'95 of 100':>11}{'before':>9}{'95 of 100':>11}{'ratio':>7}"
    ]
    for name, each in now.items():
        cells = [f"{name:<16}{len(each):>8}"]
        for seconds in (each, before[name]):
            high = sorted(seconds)[int(len(seconds) * 0.95)]
            cells.append(f"{statistics.median(seconds) * 1e3:>9.3f}{high * 1e3:>11.3f}")
        cells.append(f"{statistics.median(each) / statistics.median(before[name]):>7.2f}")
        lines.append("".join(cells))
    return "\n".join(lines)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--other", default=sys.executable, help="the interpreter of the other checkout")
    parser.add_argument("--rules", default=PACK, help="a rule pack, bundled with both")
    parser.add_argument("--as-of", default=DAY)
    parser.add_argument("--checks", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--answering", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main() -> int:
    """The command line."""
    given = parsed()
    if given.answering:
        answer(given.rules, given.as_of)
        return 0
    sys.path.insert(0, str(Path(__file__).parent))
    from embedding import records  # noqa: PLC0415  # not for the side that answers, which may be an older one

    sides = [Side(python, given.rules, given.as_of) for python in (sys.executable, given.other)]
    with suppress(BrokenPipeError):
        now, before = in_turns(sides, records(given.seed), given.checks)
        print(f"{given.rules}, {len(now)} records that both sides read")
        print(told(sorted_out(now), sorted_out(before)))
    for side in sides:
        side.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
