"""One applicant with many jobs and rows of study: processor time of a check, and how it grows with their number.

    python tests/benchmarks/many_rows.py [NUMBER] [--pack NAME]...

Every pack named, or every bundled one, checks an applicant of NUMBER overlapping jobs and as many rows of study (1,000
if none is said), and one of twice as many. What counts is the ratio: two where cost is in proportion to the rows, four
where it grows with their square. Exit code 1 if any of them is above MOST_RATIO.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import minqual
from minqual.packs import Pack, pack_names

AS_OF: Final = date(2026, 11, 21)
MOST_RATIO: Final = 3.0
RUNS: Final = 3
DAYS: Final = 12_000
"""Days over which jobs begin."""


def main() -> int:
    """Check both applicants by each pack, and tell the ratios."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("number", nargs="?", type=int, default=1000)
    asked.add_argument("--pack", action="append", default=[])
    given = asked.parse_args()
    worst = 0.0
    for name in given.pack or pack_names():
        few, many = grown(minqual.Screener(name), given.number)
        worst = max(worst, many / few)
        print(f"{name:<56}{few:>8.2f} s {many:>8.2f} s {many / few:>6.1f}", flush=True)
    return int(worst > MOST_RATIO)


def grown(screener: minqual.Screener, number: int) -> tuple[float, float]:
    """Seconds for so many rows, and for twice as many: the best of several checks."""
    few, many = (record(screener.pack, rows) for rows in (number, 2 * number))
    return best(screener, few), best(screener, many)


def best(screener: minqual.Screener, stated: dict[str, Any]) -> float:
    """Seconds of processor time of the fastest check."""
    return min(taken(screener, stated) for _ in range(RUNS))


def taken(screener: minqual.Screener, stated: dict[str, Any]) -> float:
    """Seconds of processor time of one check."""
    began = time.process_time()
    minqual.check(stated, screener, AS_OF)
    return time.process_time() - began


def record(pack: Pack, number: int) -> dict[str, Any]:
    """An applicant with so many jobs in the pack's words, dated or not, and as many rows of study."""
    draw = random.Random(number)
    jobs = [job(draw, pack) for _ in range(number)]
    return {"applicant_id": "a001", "experience": jobs, "education": [study(draw, pack) for _ in range(number)]}


def job(draw: random.Random, pack: Pack) -> dict[str, str]:
    """A job in the pack's words, of which some cells are open."""
    start = date(1990, 1, 1) + timedelta(draw.randrange(DAYS))
    cells = {
        "kinds": word(draw, [*pack.kinds, ""]),
        "class_code": word(draw, sorted(pack.classes)),
        "employer": word(draw, sorted(pack.employers)),
        "hours_per_week": draw.choice(("2", "3", "2.125", "40", "")),
        "share": draw.choice(("", "", "", "0.9", "0.5")),
    }
    if draw.random() < 0.1:
        return {**cells, "years": str(draw.randrange(1, 6))}
    end = start + timedelta(draw.randrange(3000))
    return {**cells, "start": start.isoformat()[: draw.choice((7, 10, 10))], "end": end.isoformat()}


def study(draw: random.Random, pack: Pack) -> dict[str, str]:
    """A row of study, of which some cells are open."""
    return {
        "level": draw.choice(("bachelor", "some college", "associate", "high school")),
        "semester_units": draw.choice(("3", "2.5", "")),
        "subject": word(draw, [*pack.subjects, ""]),
        "awarded": (date(1990, 1, 1) + timedelta(draw.randrange(9000))).isoformat(),
    }


def word(draw: random.Random, words: Sequence[str]) -> str:
    """One of some words; none where there are none."""
    return draw.choice(words) if words else ""


if __name__ == "__main__":
    sys.exit(main())
