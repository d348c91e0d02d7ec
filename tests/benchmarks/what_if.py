"""What a change of an amount would do to a pool, measured against one screening of it, by processor time.

    python tests/benchmarks/what_if.py --applicants 100000

- screen: minqual screen FOLDER --rules PACK -o FILE
- what-if: minqual what-if FOLDER --rules PACK --change CHANGE -o FILE, both packs judged and all who move written

All are fresh processes, in turns. The tables are generated once and used again (--data).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from measuring import Run, interleaved, median_cpu, median_seconds, run
from screen import DAY, Asked, screened, tables_of

PACK = "san-jose/council-community-relations"
CHANGE = "director.experience: 4 years"


def asked(folder: Path, change: str, output: Path, options: Sequence[str]) -> Run:
    """One change asked of the pool."""
    words = ["what-if", str(folder), "--rules", PACK, "--as-of", DAY, "--change", change, "-o", str(output), "--force"]
    return run([sys.executable, "-m", "minqual", *words, *options], (0, 4))


def told(screenings: Sequence[Run], changes: Sequence[Run]) -> str:
    """The measurements, and how many times as long the change takes."""
    rows = (("one screening", screenings), ("what-if", changes))
    lines = [f"{'':<16}{'seconds':>10}{'cpu s':>10}"]
    lines += [f"{name:<16}{median_seconds(each):>10.2f}{median_cpu(each):>10.2f}" for name, each in rows]
    lines.append(f"what-if takes {median_cpu(changes) / median_cpu(screenings):.2f} times the processor time")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--change", default=CHANGE)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("options", nargs="*", help="what stands behind -- goes to minqual what-if")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder = tables_of(given.data or place, given.applicants, given.seed)
        sides = (
            partial(screened, folder, Asked(PACK, DAY, "csv", ["--workers", "1"]), place / "results.csv"),
            partial(asked, folder, given.change, place / "moved.csv", given.options),
        )
        screenings, changes = interleaved(sides, given.repeat)
    print(f"{given.applicants} applicants, {PACK} with {given.change}")
    print(told(screenings, changes))


if __name__ == "__main__":
    main()
