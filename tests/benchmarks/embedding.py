"""minqual inside another process: what a single check takes, and whether memory grows over many.

    python tests/benchmarks/embedding.py
    python tests/benchmarks/embedding.py --checks 100000 --timed 3000 --rules san-jose/council-community-relations

One minqual.Screener judges made-up records one by one: minqual.check(record, screener, as_of), from a mapping to the
verdict with its clauses, evidence and questions. No record comes twice. Records with a row that cannot be read are
refused by minqual, and not counted.

- known pattern: the clauses of the record stand as those of one that this screener has judged before
- new pattern: they do not, so that the rule engine derives them
- known, as JSON: a check of a known pattern, and writing its verdict as text

Shown are medians and the 95th of 100, in milliseconds of wall time and of the thread's processor time. For the pack
stockton/mayoral-pio a check stands beside zen-engine with its trace and cedarpy with its reasons, taken in turns: they
decide the same table from figures that minqual has counted before, and come to the same standing. They are in the
benchmark group of pyproject.toml, and left out where they are not installed. Then threads
share the screener, and their verdicts are compared with those of one thread. Then memory: the resident set at each
tenth of all checks, and what it grew by from the first of these to the last. Exit code 1 if a verdict differs.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import Any, Final

import minqual
import peer_engines
from generate import HEADERS, made
from measuring import MEGABYTE, memory
from minqual.records import record_tables
from peer_engines import Decide
from pool import pool_from
from screen import DAY, JOBS_EACH, PACK

Record = dict[str, Any]
AT_A_TIME: Final = 1_000
"""Records made at a time: they are let go before the next are made."""
TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Check:
    """What one check took in seconds of wall and processor time. pattern: how the clauses stand."""

    wall: float
    cpu: float
    pattern: tuple[str, ...]


def records(seed: int) -> Iterator[Record]:
    """Made-up records without end, those that cannot be read among them."""
    for first in itertools.count(0, AT_A_TIME):
        yield from records_of(seed, first, AT_A_TIME)


def records_of(seed: int, first: int, number: int) -> list[Record]:
    """The records of some applicants as minqual takes them: lists of rows, without blank cells."""
    tables = made(seed, first, first + number, number * JOBS_EACH)
    by_id: dict[str, Record] = {}
    for applicant in tables.pop("applicants")[0].tolist():
        by_id[applicant] = {"applicant_id": applicant} | {name: [] for name in tables}
    for name, columns in tables.items():
        for owner, *cells in zip(*(column.tolist() for column in columns), strict=True):
            row = {column: cell for column, cell in zip(HEADERS[name][1:], cells, strict=True) if cell}
            if owner in by_id:
                by_id[owner][name].append(row)
    return list(by_id.values())


def readable(made_up: Iterator[Record], number: int, screener: minqual.Screener, as_of: date) -> list[Record]:
    """So many of the next records that the screener can read; it is not the one that is measured."""
    found: list[Record] = []
    while len(found) < number:
        record = next(made_up)
        with suppress(minqual.RecordError):
            minqual.check(record, screener, as_of)
            found.append(record)
    return found


def pattern_of(verdict: minqual.Verdict) -> tuple[str, ...]:
    """How the clauses of a verdict stand."""
    return tuple(clause.standing for level in verdict.levels for clause in level.clauses)


def checked_whole(record: Record, screener: minqual.Screener, as_of: date) -> minqual.Verdict:
    """A verdict with its clauses, which are put together when they are looked at."""
    verdict = minqual.check(record, screener, as_of)
    _ = verdict.levels
    return verdict


def checked(screener: minqual.Screener, as_of: date, pool: Sequence[Record]) -> list[Check]:
    """Each record checked, one by one."""
    found = []
    for record in pool:
        began, worked = time.perf_counter(), time.thread_time()
        verdict = checked_whole(record, screener, as_of)
        wall, cpu = time.perf_counter() - began, time.thread_time() - worked
        found.append(Check(wall, cpu, pattern_of(verdict)))
    return found


def sorted_out(checks: Sequence[Check]) -> tuple[list[Check], list[Check]]:
    """Checks whose pattern an earlier one had, and those whose pattern was new."""
    seen: set[tuple[str, ...]] = set()
    known: list[Check] = []
    new: list[Check] = []
    for each in checks:
        (known if each.pattern in seen else new).append(each)
        seen.add(each.pattern)
    return known, new


def told(name: str, walls: Sequence[float], cpus: Sequence[float]) -> str:
    """Medians and the 95th of 100 as one line."""
    cells = []
    for seconds in (walls, cpus):
        high = sorted(seconds)[int(len(seconds) * 0.95)]
        cells.append(f"{statistics.median(seconds) * 1e3:>10.3f}{high * 1e3:>10.3f}")
    return f"{name:<16}{len(walls):>8}{''.join(cells)}"


def as_json(screener: minqual.Screener, as_of: date, pool: Sequence[Record]) -> tuple[list[float], list[float]]:
    """What it takes to check and to write the verdict as text."""
    walls, cpus = [], []
    for record in pool:
        began, worked = time.perf_counter(), time.thread_time()
        minqual.check(record, screener, as_of).to_json()
        walls.append(time.perf_counter() - began)
        cpus.append(time.thread_time() - worked)
    return walls, cpus


def beside(
    screener: minqual.Screener, as_of: date, pool: Sequence[Record], peers: Mapping[str, Decide]
) -> tuple[dict[str, tuple[list[float], list[float]]], int]:
    """Wall and processor seconds of checks and of peers in turns, and how many of their standings differ."""
    counted = pool_from(record_tables([minqual.read_record(each) for each in pool]), as_of, len(pool))
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ("one check", *peers)}
    differing = 0
    for record, figures in zip(pool, counted.figures, strict=True):
        acts: dict[str, Callable[[], Any]] = {"one check": partial(checked_whole, record, screener, as_of)}
        acts |= {name: partial(decide, [figures]) for name, decide in peers.items()}
        found = {}
        for name, act in acts.items():
            began, worked = time.perf_counter(), time.thread_time()
            found[name] = act()
            taken[name][0].append(time.perf_counter() - began)
            taken[name][1].append(time.thread_time() - worked)
        standing = int(found.pop("one check").standing)
        differing += sum(int(other) != standing for (other,) in found.values())
    return taken, differing


def installed_peers() -> dict[str, Decide]:
    """The peers that are installed, each made ready."""
    makers = {"zen, with trace": ("zen", peer_engines.zen_traced), "cedarpy": ("cedarpy", peer_engines.cedar)}
    return {name: make() for name, (package, make) in makers.items() if find_spec(package)}


def shared(screener: minqual.Screener, as_of: date, pool: Sequence[Record], threads: int) -> tuple[float, int]:
    """Checks a second by threads that share a screener, and how many of their verdicts differ from one thread's."""
    alone = [minqual.check(record, screener, as_of) for record in pool]
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as workers:
        found = list(workers.map(lambda record: minqual.check(record, screener, as_of), pool))
    seconds = time.perf_counter() - began
    return len(pool) / seconds, sum(one != other for one, other in zip(alone, found, strict=True))


def growth(screener: minqual.Screener, as_of: date, made_up: Iterator[Record], checks: int) -> list[float]:
    """Megabytes held after each tenth of many checks."""
    held = []
    for _ in range(TENTHS):
        done = 0
        while done < checks // TENTHS:
            with suppress(minqual.RecordError):
                minqual.check(next(made_up), screener, as_of)
                done += 1
        gc.collect()
        held.append(memory(os.getpid()).resident / MEGABYTE)
        print(f"  {len(held) * checks // TENTHS:>8} checks {held[-1]:>8.1f} MB", flush=True)
    return held


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", default=PACK, help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default=DAY)
    parser.add_argument("--timed", type=int, default=3_000, help="checks that are timed one by one")
    parser.add_argument("--checks", type=int, default=100_000, help="checks over which memory is looked at; 0: none")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(arguments)


def main() -> int:
    """The command line."""
    given = parsed()
    pack, as_of = minqual.load_pack(given.rules), date.fromisoformat(given.as_of)
    made_up = records(given.seed)
    pool = readable(made_up, given.timed, minqual.Screener(pack), as_of)
    screener = minqual.Screener(pack)
    known, new = sorted_out(checked(screener, as_of, pool))
    print(f"one check, {given.rules}{'':<8}wall ms  95 of 100   cpu ms  95 of 100")
    print(told("known pattern", [each.wall for each in known], [each.cpu for each in known]))
    print(told("new pattern", [each.wall for each in new], [each.cpu for each in new]))
    print(told("known, as JSON", *as_json(screener, as_of, pool[: given.timed // 4])))
    differing = 0
    if given.rules == PACK and (peers := installed_peers()):
        distinct = list({each["applicant_id"]: each for each in pool}.values())[: given.timed // 4]
        taken, differing = beside(screener, as_of, distinct, peers)
        for name, (walls, cpus) in taken.items():
            print(told(name, walls, cpus))
        print(f"of the peers' standings {differing} differ")
    rate, others = shared(screener, as_of, pool, given.threads)
    print(f"{given.threads} threads share the screener: {rate:.0f} checks a second, {others} verdicts differ")
    if given.checks:
        held = growth(screener, as_of, made_up, given.checks)
        grown = held[-1] - held[0]
        print(f"memory grew by {grown:.1f} MB from {given.checks // TENTHS} checks to {given.checks}")
    return 1 if differing or others else 0


if __name__ == "__main__":
    sys.exit(main())
