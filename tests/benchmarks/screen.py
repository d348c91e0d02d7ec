"""Screening many applicants, measured against the floor of reading their tables and writing a file of the same size.

    python tests/benchmarks/screen.py --applicants 1000000
    python tests/benchmarks/screen.py --applicants 1000000 --form parquet
    python tests/benchmarks/screen.py --growth 500000 4000000
    python tests/benchmarks/screen.py --applicants 1000000 -- --memory 2GB

What stands behind -- goes to minqual. All sides are measured in the same run, in turns, each as a fresh process from
its start to its end, so that the start of Python and every import count on all sides. Medians are shown, of wall time
(seconds) and of processor time over all threads and processes (cpu s), which is the steadier of the two where the
machine is shared; and the most memory that a side and all that it started held at once.

- minqual: python -m minqual screen FOLDER --rules PACK --as-of DATE -o FILE
- floors, for CSV pandas and pyarrow (the harder one), for Parquet that of pyarrow: floors.py says what each does. They
  write the results that minqual has just written; loading these is no part of the floor, and its seconds are taken
  off. Its memory cannot be taken off, and is part of the floor's peak.

minqual also puts its file on disk (fsync) before it ends; the floors do not. --growth measures minqual alone, at two
sizes in turns, and compares what one applicant costs.

The tables are generated once and used again as long as they are kept (--data); the generator's time is not measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from floors import OF_FORM
from measuring import Run, interleaved, median_cpu, median_peak, median_seconds, run
from table_files import FORMS

HERE: Final = Path(__file__).parent
JOBS_EACH: Final = 3
PACK: Final = "stockton/mayoral-pio"
DAY: Final = "2026-11-21"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured: a pack, the form of tables and results, and minqual's further options."""

    rules: str
    as_of: str
    form: str
    options: Sequence[str] = ()


def tables_of(data: Path, applicants: int, seed: int, form: str = "csv", files: int = 1) -> Path:
    """The folder of generated tables, made if it is not there yet."""
    further = "" if (form, files) == ("csv", 1) else f"-{form}-{files}"
    folder = data / f"{applicants}-{seed}{further}"
    made = folder / "complete"
    if not made.is_file():
        print(f"generating {applicants} applicants in {folder}", file=sys.stderr)
        sizes = ["--applicants", str(applicants), "--jobs", str(applicants * JOBS_EACH), "--seed", str(seed)]
        shape = ["--form", form, "--files", str(files)]
        run([sys.executable, str(HERE / "generate.py"), str(folder), *sizes, *shape])
        made.touch()
    return folder


def screened(folder: Path, asked: Asked, output: Path) -> Run:
    """One screening on the command line; 4 is its exit code where a row was rejected."""
    options = ["--rules", asked.rules, "--as-of", asked.as_of, "-o", str(output), "--force", *asked.options]
    return run([sys.executable, "-m", "minqual", "screen", str(folder), *options], accepted=(0, 4))


def floored(floor: str, folder: Path, results: Path, output: Path) -> Run:
    """One run of a floor, less the seconds in which it loaded the results."""
    done = run([sys.executable, str(HERE / "floors.py"), floor, str(folder), str(results), str(output)])
    if output.stat().st_size == 0:
        msg = f"the floor {floor} wrote nothing"
        raise RuntimeError(msg)
    loading, work = map(float, done.output.split()[:2])
    return replace(done, seconds=done.seconds - loading, cpu=done.cpu - work)


def measure(folder: Path, asked: Asked, repeat: int) -> dict[str, list[Run]]:
    """The runs of minqual and of each floor, in turns."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        results, copy = (Path(place) / f"{name}.{asked.form}" for name in ("results", "floor"))
        sides = {"minqual": partial(screened, folder, asked, results)} | {
            floor: partial(floored, floor, folder, results, copy) for floor in OF_FORM[asked.form]
        }
        runs = interleaved(list(sides.values()), repeat)
    return dict(zip(sides, runs, strict=True))


def told(applicants: int, runs: Mapping[str, Sequence[Run]]) -> str:
    """The measurements as a small table, with minqual's ratio to each floor."""
    lines = [f"{'':<16}{'seconds':>10}{'cpu s':>9}{'peak MB':>10}{'applicants/s':>15}   runs"]
    for name, each in runs.items():
        seconds, called = median_seconds(each), name if name == "minqual" else f"{name} floor"
        walls = " ".join(f"{one.seconds:.2f}" for one in each)
        lines.append(
            f"{called:<16}{seconds:>10.2f}{median_cpu(each):>9.2f}{median_peak(each):>10.0f}"
            f"{applicants / seconds:>15.0f}   {walls}"
        )
    own = runs["minqual"]
    for name, each in runs.items():
        if name != "minqual":
            wall, cpu = median_seconds(own) / median_seconds(each), median_cpu(own) / median_cpu(each)
            lines.append(f"minqual takes {wall:.2f} times the {name} floor, {cpu:.2f} times its processor time")
    return "\n".join(lines)


def grown(sizes: Sequence[int], folders: Sequence[Path], asked: Asked, repeat: int) -> str:
    """What one applicant costs at each size, and at the last against the first."""
    with tempfile.TemporaryDirectory(dir=folders[0].parent) as place:
        output = Path(place) / f"results.{asked.form}"
        runs = interleaved([partial(screened, folder, asked, output) for folder in folders], repeat)
    lines = [f"{'applicants':>12}{'seconds':>10}{'cpu s':>9}{'us each':>9}{'cpu us':>8}{'peak MB':>9}   runs"]
    costs = []
    for size, each in zip(sizes, runs, strict=True):
        cost = (median_seconds(each) / size, median_cpu(each) / size)
        walls = " ".join(f"{one.seconds:.2f}" for one in each)
        lines.append(
            f"{size:>12}{median_seconds(each):>10.2f}{median_cpu(each):>9.2f}{cost[0] * 1e6:>9.2f}{cost[1] * 1e6:>8.2f}"
            f"{median_peak(each):>9.0f}   {walls}"
        )
        costs.append(cost)
    wall, cpu = (last / first for first, last in zip(costs[0], costs[-1], strict=True))
    lines.append(f"an applicant costs {wall:.2f} times as much at {sizes[-1]}, {cpu:.2f} times the processor time")
    return "\n".join(lines)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--rules", default=PACK, help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default=DAY)
    parser.add_argument("--form", choices=FORMS, default="csv", help="of the tables and of the results")
    parser.add_argument("--files", type=int, default=1, help="files to each table")
    parser.add_argument("--growth", type=int, nargs=2, metavar=("FEW", "MANY"), help="compare two sizes")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("options", nargs="*", help="what stands behind -- goes to minqual")
    return parser.parse_args(arguments)


def main() -> None:
    """The command line."""
    given = parsed()
    asked = Asked(given.rules, given.as_of, given.form, given.options)
    sizes = given.growth or [given.applicants]
    with tempfile.TemporaryDirectory() as temporary:
        data = given.data or Path(temporary)
        folders = [tables_of(data, size, given.seed, given.form, given.files) for size in sizes]
        further = " ".join(["", *asked.options])
        if given.growth:
            print(f"{asked.rules}, {asked.form}{further}")
            print(grown(sizes, folders, asked, given.repeat))
            return
        print(f"{sizes[0]} applicants, {sizes[0] * JOBS_EACH} jobs, {asked.rules}, {asked.form}{further}")
        print(told(sizes[0], measure(folders[0], asked, given.repeat)))


if __name__ == "__main__":
    main()
