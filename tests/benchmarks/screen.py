"""Screening many applicants, measured against the floor of reading their tables and writing the results with pandas.

    python tests/benchmarks/screen.py --applicants 100000 --rules stockton/mayoral-pio

Both sides are measured in the same run, in turns, each as a fresh process from its start to its end, so that the
start of Python and every import count on both sides. Medians are shown, of wall time (seconds) and of processor
time over all threads (cpu s), which is the steadier of the two where the machine is shared.

- minqual: python -m minqual screen FOLDER --rules PACK --as-of DATE -o FILE
- floor: pandas.read_csv(engine="pyarrow", dtype=str) of every table, all of them kept, then DataFrame.to_csv of a
  frame that holds the results minqual has just written. Reading that frame is no part of the floor: the floor's
  process times it and its seconds are taken off. Its memory cannot be taken off, and is part of the floor's peak.

minqual also puts its file on disk (fsync) before it ends; the floor does not.

Peak memory is the largest resident set that the kernel recorded for each process. The tables are generated once and
used again as long as they are kept (--data); the generator's own time is not measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from measuring import Run, interleaved, median_cpu, median_peak, median_seconds, run

HERE: Final = Path(__file__).parent
TABLES: Final = ("applicants", "education", "experience", "credentials", "answers")
JOBS_EACH: Final = 3


def floor(folder: Path, results: Path, output: Path) -> None:
    """Read every table and write the results' bytes; print the wall and processor seconds of loading the results."""
    import pandas as pd  # noqa: PLC0415  # the measuring process must stay small

    began, worked = time.perf_counter(), time.process_time()
    frame = pd.read_csv(results, engine="pyarrow", dtype=str, keep_default_na=False)
    loading, work = time.perf_counter() - began, time.process_time() - worked
    kept = [pd.read_csv(folder / f"{name}.csv", engine="pyarrow", dtype=str) for name in TABLES]
    frame.to_csv(output, index=False, lineterminator="\n")
    print(loading, work, sum(map(len, kept)))


def tables_of(data: Path, applicants: int, seed: int) -> Path:
    """The folder of generated tables, made if it is not there yet."""
    folder = data / f"{applicants}-{seed}"
    made = folder / "complete"
    if not made.is_file():
        print(f"generating {applicants} applicants in {folder}", file=sys.stderr)
        sizes = ["--applicants", str(applicants), "--jobs", str(applicants * JOBS_EACH), "--seed", str(seed)]
        run([sys.executable, str(HERE / "generate.py"), str(folder), *sizes])
        made.touch()
    return folder


def screened(folder: Path, rules: str, day: str, output: Path) -> Run:
    """One screening on the command line; 4 is its exit code where a row was rejected."""
    options = ["--rules", rules, "--as-of", day, "-o", str(output), "--force"]
    return run([sys.executable, "-m", "minqual", "screen", str(folder), *options], accepted=(0, 4))


def floored(folder: Path, results: Path, output: Path) -> Run:
    """One run of the floor, less the seconds in which it loaded the results."""
    done = run([sys.executable, str(HERE / "screen.py"), "--floor", str(folder), str(results), str(output)])
    if output.stat().st_size == 0:
        msg = "the floor wrote nothing"
        raise RuntimeError(msg)
    loading, work = map(float, done.output.split()[:2])
    return replace(done, seconds=done.seconds - loading, cpu=done.cpu - work)


def told(applicants: int, minqual: Sequence[Run], base: Sequence[Run]) -> str:
    """The measurements as a small table."""
    lines = [f"{'':<10}{'seconds':>10}{'ratio':>8}{'cpu s':>9}{'ratio':>8}{'peak MB':>10}{'applicants/s':>15}   runs"]
    for name, runs in (("minqual", minqual), ("floor", base)):
        seconds, cpu = median_seconds(runs), median_cpu(runs)
        each = " ".join(f"{one.seconds:.2f}" for one in runs)
        lines.append(
            f"{name:<10}{seconds:>10.2f}{seconds / median_seconds(base):>8.2f}{cpu:>9.2f}"
            f"{cpu / median_cpu(base):>8.2f}{median_peak(runs):>10.0f}{applicants / seconds:>15.0f}   {each}"
        )
    return "\n".join(lines)


def measure(folder: Path, rules: str, day: str, repeat: int) -> tuple[list[Run], list[Run]]:
    """The runs of minqual and of the floor, in turns."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        results, copy = Path(place) / "results.csv", Path(place) / "floor.csv"
        minqual, base = interleaved(
            [lambda: screened(folder, rules, day, results), lambda: floored(folder, results, copy)], repeat
        )
    return minqual, base


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--rules", default="stockton/mayoral-pio", help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("--floor", type=Path, nargs=3, metavar=("FOLDER", "RESULTS", "OUTPUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.floor is not None:
        floor(*given.floor)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = tables_of(given.data or Path(temporary), given.applicants, given.seed)
        minqual, base = measure(folder, given.rules, given.as_of, given.repeat)
    print(f"{given.applicants} applicants, {given.applicants * JOBS_EACH} jobs, {given.rules}")
    print(told(given.applicants, minqual, base))


if __name__ == "__main__":
    main()
