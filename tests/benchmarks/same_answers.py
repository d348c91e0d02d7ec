"""Whether two checkouts answer alike, byte for byte: the same commands on the same inputs, run by each side's Python.

    python tests/benchmarks/same_answers.py --before ../before --applicants 100000 --keep /tmp/kept

Each checkout has minqual in a .venv of its own. Asked is all that the command line does: screening bundled samples in
every form and made-up applicants by all packs, checks as JSON and text, and what rules, applicants and schema print
and write. Compared are standard output, standard error, exit codes and every file; checkouts' own folders in them
count as the same, and workbooks and Parquet are compared by what they hold. Differences that are meant stand in
ALLOWED.

A line for each kind of question says how many outputs were compared and how many of them differ; then stands where.
The exit code is 1 if something differs that is not allowed. With --keep, the inputs and what the side before answered
stay in a folder, and are used again where commit and arguments are the same; a run that was broken off goes on there.
--only NAME asks only what has NAME in its kind or its name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from asked_of_both import Step, prepared, steps
from same_files import Allowed, Difference, Sides

HERE: Final = Path(__file__).resolve().parent
RUNNER: Final = HERE / "on_one_side.py"
ENVIRONMENT: Final = {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
ASKING: Final = ("asked_of_both.py", "classes.py", "generate.py", "on_one_side.py", "pool_of_packs.py")
"""The files on which it hangs what is asked."""
SHOWN: Final = 40
"""Differences shown of each kind."""

ALLOWED: Final = (
    Allowed(
        re.compile(""),
        re.compile(r" ?\(did you mean '[^']*'\?\)"),
        "which near word is suggested",
    ),
    Allowed(
        re.compile(r"greenhouse|hr-open|json-resume|linkedin|r10\d|l40\d|candidates|webhooks"),
        re.compile(r"(education|experience|credentials|answers) \d+ \w+"),
        "the names of places inside foreign documents",
    ),
)
"""What may differ between the two sides, and why."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, help="a checkout with its .venv")
    parser.add_argument("--after", type=Path, default=HERE.parents[1], help="another one; this one unless given")
    parser.add_argument("--applicants", type=int, default=2000, help="made-up applicants that are screened")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--packs", action="append", default=[], metavar="PACK", help="only this pack; several times")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where inputs and answers stay for the next run")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only such steps; several times")
    given = parser.parse_args(arguments)
    with folder_for(given) as folder:
        inputs = prepared(given.before, folder / "inputs", given.packs, given.applicants, given.seed)
        asked = [step for step in steps(inputs) if wanted(step, given.only)]
        answer(given, folder, asked)
        found = compared(given, folder, asked)
    sys.exit(told(asked, found))


def wanted(step: Step, only: Sequence[str]) -> bool:
    """Whether a step is among those asked for."""
    return not only or any(name in f"{step.kind} {step.name}" for name in only)


@contextmanager
def folder_for(given: argparse.Namespace) -> Iterator[Path]:
    """The folder of a comparison: one that stays for the same question, or one that goes."""
    if given.keep is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    commit = subprocess.run(
        ["git", "-C", given.before, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout
    asking = [(HERE / name).read_text(encoding="utf-8") for name in ASKING]
    told = [commit, given.applicants, given.seed, given.packs, *asking]
    key = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]
    folder = given.keep.resolve() / key
    folder.mkdir(parents=True, exist_ok=True)
    yield folder


def answer(given: argparse.Namespace, folder: Path, asked: Sequence[Step]) -> None:
    """Let both sides answer at once, the side before only where it has not yet."""
    shutil.rmtree(folder / "after", ignore_errors=True)
    started = time.perf_counter()
    with ExitStack() as running:
        sides = {
            name: running.enter_context(_answering(checkout, folder, name, asked))
            for name, checkout in (("before", given.before), ("after", given.after))
        }
        for name, process in sides.items():
            if process.wait():
                sys.exit(f"the side {name} ended with exit code {process.returncode}")
            print(f"{name}: answered after {time.perf_counter() - started:.0f} s", flush=True)


@contextmanager
def _answering(checkout: Path, folder: Path, name: str, asked: Sequence[Step]) -> Iterator[subprocess.Popen[bytes]]:
    """The process of one side, ended with all that it started where the comparison ends first."""
    for step in asked:
        _lay_out(step, folder / name)
    lines = folder / f"{name}.jsonl"
    lines.write_text("".join(f"{json.dumps(step.asked(folder / name))}\n" for step in asked), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | ENVIRONMENT
    python = checkout.absolute() / ".venv" / "bin" / "python"
    process = subprocess.Popen([python, "-P", RUNNER, lines], env=environment, cwd=folder, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _lay_out(step: Step, side: Path) -> None:
    """An empty folder for a step that has no answer yet, with the files that it works on."""
    folder = step.folder(side)
    if (folder / "exit").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    for path in step.copies:
        shutil.copy(path, folder / "files")


def compared(given: argparse.Namespace, folder: Path, asked: Sequence[Step]) -> dict[str, tuple[int, list[Difference]]]:
    """Of each step, the number of outputs and those that differ; what does not differ is let go."""
    roots: dict[str, str] = {}
    for name, checkout in (("before", given.before), ("after", given.after)):
        roots |= {str(folder / name): "(side)", str(checkout.resolve()): "(checkout)", str(checkout): "(checkout)"}
    found = {}
    for step in asked:
        sides = Sides(step.folder(folder / "before"), step.folder(folder / "after"), roots)
        found[step.name] = len(sides.files()), list(sides.differences(step.name, ALLOWED))
        if not found[step.name][1]:
            shutil.rmtree(sides.after)
    return found


def told(asked: Sequence[Step], found: dict[str, tuple[int, list[Difference]]]) -> int:
    """Print what was found; the exit code."""
    outputs: Counter[str] = Counter()
    differing: dict[str, list[tuple[Step, Difference]]] = {step.kind: [] for step in asked}
    for step in asked:
        number, differences = found[step.name]
        outputs[step.kind] += number
        differing[step.kind] += [(step, each) for each in differences]
    print(f"{'':<44}{'outputs':>9}{'differ':>9}{'allowed':>9}")
    for kind, here in differing.items():
        allowed = sum(bool(each.allowed) for _, each in here)
        print(f"{kind:<44}{outputs[kind]:>9}{len(here) - allowed:>9}{allowed:>9}")
    for here in differing.values():
        for step, each in here[:SHOWN]:
            _tell(step, each)
        if len(here) > SHOWN:
            print(f"\nand {len(here) - SHOWN} more of {here[0][0].kind}")
    return int(any(not each.allowed for here in differing.values() for _, each in here))


def _tell(step: Step, difference: Difference) -> None:
    allowed = f" (allowed: {difference.allowed})" if difference.allowed else ""
    print(f"\n{step.name}, {difference.file}{allowed}: {' '.join(step.words)}")
    for before, after in difference.lines:
        print(f"  - {before}\n  + {after}")


if __name__ == "__main__":
    main()
