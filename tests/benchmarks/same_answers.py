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
import fcntl
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
from dataclasses import dataclass
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
        with alone_in(folder):
            inputs = prepared(given.before, folder / "inputs", given.packs, given.applicants, given.seed)
        asked = [step for step in steps(inputs) if wanted(step, given.only)]
        before = Side(given.before, folder / "before")
        after = Side(given.after, Path(tempfile.mkdtemp(prefix="after-", dir=folder)))
        try:
            answer(before, after, asked)
            found = compared(before, after, asked)
        except BaseException:
            shutil.rmtree(after.folder, ignore_errors=True)
            raise
        sys.exit(told(asked, found, after.folder))


@dataclass(frozen=True, slots=True)
class Side:
    """A checkout, and the folder in which its answers stand."""

    checkout: Path
    folder: Path

    @property
    def python(self) -> Path:
        """Its own Python."""
        return self.checkout.absolute() / ".venv" / "bin" / "python"

    @property
    def roots(self) -> dict[str, str]:
        """Folders of its own, with what is said in their place."""
        checkouts = {str(path): "(checkout)" for path in (self.checkout.absolute(), self.checkout.resolve())}
        return {str(self.folder): "(side)", **checkouts}

    def lacks(self, asked: Sequence[Step]) -> bool:
        """Whether something that is asked has no answer yet."""
        return not all((step.folder(self.folder) / "exit").exists() for step in asked)


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


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let other comparisons that share a folder wait until what is shared is made."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def answer(before: Side, after: Side, asked: Sequence[Step]) -> None:
    """Let both sides answer at once, the side before only where it has not yet."""
    started = time.perf_counter()
    with ExitStack() as shared:
        shared.enter_context(alone_in(before.folder.parent))
        sides = {"after": after}
        if before.lacks(asked):
            sides["before"] = before
        else:
            shared.close()
        running = {name: shared.enter_context(_answering(side, asked)) for name, side in sides.items()}
        for name, process in running.items():
            if process.wait():
                sys.exit(f"the side {name} ended with exit code {process.returncode}")
            print(f"{name}: answered after {time.perf_counter() - started:.0f} s", flush=True)


@contextmanager
def _answering(side: Side, asked: Sequence[Step]) -> Iterator[subprocess.Popen[bytes]]:
    """The process of one side, ended with all that it started where the comparison ends first."""
    for step in asked:
        _lay_out(step, side.folder)
    lines = side.folder.with_suffix(".jsonl")
    lines.write_text("".join(f"{json.dumps(step.asked(side.folder))}\n" for step in asked), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | ENVIRONMENT
    process = subprocess.Popen(
        [side.python, "-P", RUNNER, lines], env=environment, cwd=side.folder, start_new_session=True
    )
    try:
        yield process
    finally:
        lines.unlink()
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


def compared(before: Side, after: Side, asked: Sequence[Step]) -> dict[str, tuple[int, list[Difference]]]:
    """Of each step, the number of outputs and those that differ; what does not differ is let go."""
    roots = dict(sorted((before.roots | after.roots).items(), key=lambda root: -len(root[0])))
    found = {}
    for step in asked:
        sides = Sides(step.folder(before.folder), step.folder(after.folder), roots)
        found[step.name] = len(sides.files()), list(sides.differences(step.name, ALLOWED))
        if not found[step.name][1]:
            shutil.rmtree(sides.after)
    if not any(after.folder.iterdir()):
        after.folder.rmdir()
    return found


def told(asked: Sequence[Step], found: dict[str, tuple[int, list[Difference]]], after: Path) -> int:
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
    if after.exists():
        print(f"\nwhat the side after answered otherwise stands in {after} (with --keep, it stays there)")
    return int(any(not each.allowed for here in differing.values() for _, each in here))


def _tell(step: Step, difference: Difference) -> None:
    allowed = f" (allowed: {difference.allowed})" if difference.allowed else ""
    print(f"\n{step.name}, {difference.file}{allowed}: {' '.join(step.words)}")
    for before, after in difference.lines:
        print(f"  - {before}\n  + {after}")


if __name__ == "__main__":
    main()
