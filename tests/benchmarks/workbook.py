"""Screening the same applicants from one workbook and from a folder of CSV files: time and memory of each.

    python tests/benchmarks/workbook.py --applicants 100000 --rules stockton/mayoral-pio

The tables are generated as for screen.py; their workbook, of five sheets, is written once by openpyxl and kept beside
them (--data). Cells that are plain numbers are stored as numbers, as a spreadsheet program would when someone
types them; all others as text. Both sides are measured in turns, each as a fresh process from its start to its end,
and their results must be the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

from floors import TABLES
from measuring import Run, interleaved, median_cpu, median_peak, median_seconds, run
from screen import tables_of

HERE: Final = Path(__file__).parent
NUMBER: Final = re.compile(r"0|[1-9]\d{0,8}|(0|[1-9]\d{0,8})\.\d{0,2}[1-9]")


def write_workbook(folder: Path, workbook: Path) -> None:
    """A folder's tables as the sheets of one workbook."""
    from openpyxl import Workbook  # noqa: PLC0415  # the measuring process must stay small

    book = Workbook(write_only=True)
    for name in TABLES:
        sheet = book.create_sheet(name)
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append([float(cell) if NUMBER.fullmatch(cell) else cell or None for cell in row])
    book.save(workbook)


def workbook_of(folder: Path) -> Path:
    """The workbook of a folder's tables, made in a process of its own if it is not there yet."""
    workbook = folder / "pool.xlsx"
    if not workbook.is_file():
        print(f"writing {workbook}", file=sys.stderr)
        made = run([sys.executable, str(HERE / "workbook.py"), "--write", str(folder), str(workbook)])
        size = workbook.stat().st_size / 1e6
        print(f"written in {made.seconds:.0f} s, peak {made.peak:.0f} MB, {size:.0f} MB", file=sys.stderr)
    return workbook


def screened(source: Path, rules: str, day: str, output: Path) -> Run:
    """One screening on the command line; 4 is its exit code where a row was rejected."""
    options = ["--rules", rules, "--as-of", day, "-o", str(output), "--force"]
    return run([sys.executable, "-m", "minqual", "screen", str(source), *options], accepted=(0, 4))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--rules", default="stockton/mayoral-pio", help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("--write", type=Path, nargs=2, metavar=("FOLDER", "WORKBOOK"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write is not None:
        write_workbook(*given.write)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = tables_of(given.data or Path(temporary), given.applicants, given.seed)
        workbook = workbook_of(folder)
        outputs = [Path(temporary) / "workbook.csv", Path(temporary) / "folder.csv"]
        sides = interleaved(
            [
                lambda: screened(workbook, given.rules, given.as_of, outputs[0]),
                lambda: screened(folder, given.rules, given.as_of, outputs[1]),
            ],
            given.repeat,
        )
        same = outputs[0].read_bytes() == outputs[1].read_bytes()
    print(f"{given.applicants} applicants, {given.rules}; results {'the same' if same else 'DIFFERENT'}")
    for name, runs in zip(("workbook", "CSV"), sides, strict=True):
        seconds, cpu, peak = median_seconds(runs), median_cpu(runs), median_peak(runs)
        ratio = seconds / median_seconds(sides[1])
        print(f"{name:<10}{seconds:>8.2f} s{ratio:>8.2f} times CSV{cpu:>9.2f} cpu s{peak:>8.0f} MB peak")
    sys.exit(not same)


if __name__ == "__main__":
    main()
