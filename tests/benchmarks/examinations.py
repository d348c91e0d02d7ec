"""How long an examination takes: a screening kept in a file against one written to Parquet, and verification.

    python tests/benchmarks/examinations.py [--applicants N] [--decisions N] [--runs N]

Each round screens a generated pool to Parquet and into a new examination file, one after the other in turns; figures
are processor seconds of the whole command, medians, and their ratio. Then so many decisions are settled, and the file
is verified.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Final

from minqual import Decision
from minqual.examinations import Examination, faults_of

PACK: Final = "san-jose/council-community-relations"
AS_OF: Final = "2026-11-21"
HERE: Final = Path(__file__).parent


def spent(*words: object) -> float:
    """Processor seconds of a command."""
    before = os.times()
    command(*words)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def command(*words: object) -> None:
    """Run a command of minqual."""
    done = subprocess.run([sys.executable, "-m", "minqual", "-q", *map(str, words)], capture_output=True, check=False)
    assert done.returncode in {0, 4}, done.stderr.decode()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = ("--applicants", str(asked.applicants), "--jobs", str(3 * asked.applicants), "--seed", "7")
        generate = [sys.executable, str(HERE / "generate.py"), str(folder / "pool"), *made]
        subprocess.run(generate, check=True, capture_output=True)
        parquet, kept = [], []
        for number in range(asked.runs):
            output, file = folder / f"{number}.parquet", folder / f"{number}.exam"
            whole = ("screen", folder / "pool", "--rules", PACK, "--as-of", AS_OF, "-o", output)
            parquet.append(spent(*whole))
            command("exam", "open", file, "--rules", PACK, "--as-of", AS_OF)
            into = ("exam", "screen", file, folder / "pool")
            kept.append(spent(*into))
        first, second = statistics.median(parquet), statistics.median(kept)
        print(f"{asked.applicants} applicants: to Parquet {first:.2f} s, into an examination {second:.2f} s, "
              f"{second / first:.2f} times")  # fmt: skip
        with Examination.of(folder / "0.exam") as examination:
            people = examination.applicants()
            at = "2026-11-24T10:00:00Z"
            examination.settle([
                Decision(pack=PACK, applicant=people[each % len(people)], clause="director.any-of.discretion",
                         accepted=True, by="JD", on=date(2026, 11, 24), why=str(each))
                for each in range(asked.decisions)
            ], at)  # fmt: skip
            start = time.process_time()
            assert faults_of(examination) == []
            print(f"verification of {asked.decisions} decisions and of {len(people)} verdicts: "
                  f"{time.process_time() - start:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
