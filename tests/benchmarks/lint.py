"""Linting one rule pack, measured against importing minqual.

    python tests/benchmarks/lint.py --repeat 9

All sides are fresh processes, measured in turns from start to end; medians are shown.

- one line for each pack: a process that reads it, asks all that lint asks, and ends
- floor: a process that imports what these need, and ends

What lint takes beyond the floor should stay below the target of 0.3 seconds. Exit code 1 if it does not.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import Final

from measuring import interleaved, median_cpu, median_peak, median_seconds, run

TARGET: Final = 0.3
"""Seconds that a pack may take beyond the floor."""
BUNDLED: Final = ("example/every-form", "new-york-city/associate-project-manager", "opm/administrative-positions")
FLOOR: Final = "import minqual.packs.library, minqual.authoring.lint"
LINT: Final = FLOOR + "; minqual.authoring.lint.remarks_on(*minqual.packs.library.load_written({!r}))"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "packs",
        nargs="*",
        default=list(BUNDLED),
        help="rule packs, bundled or paths; the longest bundled ones if none is given",
    )
    parser.add_argument("--repeat", type=int, default=9)
    given = parser.parse_args()
    programs = [FLOOR, *(LINT.format(pack) for pack in given.packs)]
    sides = interleaved([partial(run, [sys.executable, "-c", program]) for program in programs], given.repeat)
    floor = median_seconds(sides[0])
    print(f"{'':<40}{'ms':>8}{'ratio':>8}{'beyond ms':>11}{'cpu ms':>9}{'peak MB':>10}")
    slow = False
    for name, runs in zip(("floor", *given.packs), sides, strict=True):
        seconds = median_seconds(runs)
        slow |= seconds - floor > TARGET
        print(
            f"{name:<40}{seconds * 1000:>8.0f}{seconds / floor:>8.2f}{(seconds - floor) * 1000:>11.0f}"
            f"{median_cpu(runs) * 1000:>9.0f}{median_peak(runs):>10.0f}"
        )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
