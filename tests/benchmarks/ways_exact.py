"""Whether ways to qualify are exact, on as many made-up packs and records as asked for.

    python tests/benchmarks/ways_exact.py leads --pairs 1000
    python tests/benchmarks/ways_exact.py missing --pairs 1000 --seed 7
    python tests/benchmarks/ways_exact.py days --pairs 1000 --policy california

- leads: whether every way leads to its level, and neither what is smaller nor a day sooner does
- missing: whether brute force finds a way of at most two things that is not told
- days: whether the earliest day of each way up to 800 days ahead is that of a simulation day by day

A pair is a pack and a record that has a way that is looked at. The same seed makes the same packs; the policy takes the
place of the counting policy that they state. Told are counts, and whatever is odd; then the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import Final, TypeAlias

sys.path.append(str(Path(__file__).parents[1]))  # where this runs as a script

from minqual.judging import Screener
from minqual.values import PackError
from minqual.what_if.ways import WaysToLevel
from support.strategies.any_records import record
from support.strategies.packs import Author
from support.strategies.packs_with_records import Drawn
from support.strategies.records import Record, Tape, as_of_date
from support.ways_by_force import Grid, grid_of, missing_from
from support.ways_gone import certainly_at_once, day_before, first_day, gone, smaller, ways

SIZE: Final = 6
"""Records for each pack."""

TAPE: Final = 700
"""Bytes that decide a pack, or a record."""

MOST_SIMULATED: Final = 800
"""Days ahead up to which a simulation looks at each."""

To: TypeAlias = tuple[Drawn, Screener, Record, int, WaysToLevel, Grid]
"""A case, a record, the node of a level, the ways that are told to it, and what brute force tries."""

Odd: TypeAlias = Iterator[str]
"""What is odd of the ways to one level, after it was counted what was looked at."""


def case_of(seed: int, policy: str) -> Drawn:
    """A made-up pack with its applicants."""
    dice = random.Random(seed)  # nothing is kept secret
    tapes = [Tape(dice.randbytes(TAPE)) for _ in range(SIZE)]
    as_of = as_of_date(tapes[0])
    until = as_of + timedelta(days=tapes[-1].pick((0, 10, 11, 0, 45)))
    pack = Author(Tape(dice.randbytes(TAPE))).pack()
    pool = [record(tape, as_of, f"A{number}") for number, tape in enumerate(tapes)]
    return Drawn({**pack, "counting policy": policy} if policy else pack, as_of, pool, until)


def leads(of: To, told: Counter[str]) -> Odd:
    """What does not lead to its level, and what is smaller and does."""
    case, screener, who, root, level, _ = of
    for way in level.ways:
        before = day_before(way)
        less = [*smaller(way), *([(before, before.days)] if before is not None else [])]
        told["ways"] += 1
        told["smaller"] += len(less)
        pool = [gone(case, who, one, days) for one, days in ((way, way.days), *less)]
        first, *rest = certainly_at_once(screener, pool, root, level.standing)
        if not first:
            yield f"leads nowhere: {way}"
        yield from (f"smaller: {one} than {way}" for (one, _), enough in zip(less, rest, strict=True) if enough)


def missing(of: To, told: Counter[str]) -> Odd:
    """The first that brute force finds besides."""
    case, screener, who, root, level, grid = of
    told["levels"] += 1
    every = missing_from(case, screener, grid, who, (root, level))
    yield from (f"missing for level {level.level}: {way}" for way in islice(every, 1))


def days(of: To, told: Counter[str]) -> Odd:
    """Whose earliest day is another one."""
    case, screener, who, root, level, _ = of
    for way in level.ways:
        if 0 < way.days <= MOST_SIMULATED:
            first = first_day(case, screener, who, (root, level.standing, way))
            told["ways"] += 1
            told["days"] += way.days
            if first != way.days:
                yield f"day {first}: {way}"


WHAT: Final[Mapping[str, Callable[[To, Counter[str]], Odd]]] = {"leads": leads, "missing": missing, "days": days}


def looked_at(of: str, case: Drawn, told: Counter[str]) -> Iterator[tuple[int, str]]:
    """What is odd of the applicants of a case, each with who it is of."""
    found, screening, every = ways(case)
    screener = case.screener()
    for applicant, (who, levels) in enumerate(zip(case.pool, every, strict=True)):
        before = sum(told.values())
        for each in levels:
            grid = grid_of(found, screening, applicant, each.level)
            to = case, screener, who, screening.tree.requirements[each.level], each, grid
            yield from ((applicant, odd) for odd in WHAT[of](to, told))
        told["pairs"] += sum(told.values()) > before


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("of", choices=WHAT)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", default="")
    given = parser.parse_args(arguments)
    told: Counter[str] = Counter()
    for seed in count(given.seed * 1_000_000):
        if told["pairs"] >= given.pairs:
            break
        try:
            for applicant, odd in looked_at(given.of, case_of(seed, given.policy), told):
                told["odd"] += 1
                print(f"pack {seed}, applicant {applicant}: {odd}", flush=True)
        except PackError:
            told["refused packs"] += 1
    print(", ".join(f"{many} {name}" for name, many in told.items()))
    return 1 if told["odd"] else 0


if __name__ == "__main__":
    sys.exit(main())
