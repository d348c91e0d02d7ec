"""A standard stream that is closed: the work is done without it, or it is told that it is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.places import APPLICANTS

RULES = ("--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21")
SOURCE = str(APPLICANTS / "stockton-mayoral-pio")
CHECK = ("check", *RULES, "--degree", "bachelor: economics")
SCREEN = ("screen", SOURCE, *RULES)
LIBRARY = ("library",)
WORKING = (CHECK, SCREEN, ("rules", "list"))
TELLING = (
    CHECK,
    (*CHECK, "--format", "json"),
    (*SCREEN, "-q"),
    (*SCREEN, "-q", "--format", "xlsx"),
    ("rules", "show", "stockton/mayoral-pio"),
    ("schema", "result"),
    ("--version",),
    ("--help",),
)
READING = (("check", *RULES), ("check", "-", *RULES), ("screen", "-", *RULES))
WITHOUT_STDOUT = "minqual: standard output: closed; expected a terminal, a pipe or a file\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")

Closed = tuple[int, ...]
Case = tuple[Closed, tuple[str, ...]]


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it printed."""

    code: int
    stdout: str
    stderr: str


def cases() -> list[Case]:
    """Every process that is looked at: the numbers of the streams that it lacks, and its command."""
    working = [(closed, arguments) for closed in ((), (0,), (2,), (0, 2)) for arguments in WORKING]
    telling = [((1,), arguments) for arguments in TELLING]
    reading = [((0,), arguments) for arguments in READING]
    library = [(closed, LIBRARY) for closed in ((0,), (1,), (2,), (0, 1, 2))]
    return [*working, *telling, *reading, *library]


FORKING = """
import json, os, sys, tempfile
from datetime import date
from pathlib import Path
import minqual
from minqual import commands

def library():
    screener = minqual.Screener("stockton/mayoral-pio")
    minqual.check({"applicant_id": "a1"}, screener, as_of=date(2026, 11, 21))
    results = minqual.screen(SOURCE, screener, as_of=date(2026, 11, 21))
    with tempfile.TemporaryDirectory() as folder:
        minqual.write_results(results, Path(folder) / "results.csv")

def child(closed, arguments, folder):
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if number in closed:
            os.close(number)
            setattr(sys, name, None)
        else:
            flags = os.O_RDWR | os.O_CREAT
            os.dup2(os.open(folder / f"{len(os.listdir(folder))}-{name}", flags, 0o600), number)
    sys.argv = ["minqual", *arguments]
    library() if arguments == ["library"] else commands.main()

def ended(closed, arguments):
    with tempfile.TemporaryDirectory() as name:
        number = os.fork()
        if number == 0:
            code = 1
            try:
                child(closed, arguments, Path(name))
                code = 0
            except SystemExit as error:
                code = error.code or 0
            finally:
                for stream in (sys.stdout, sys.stderr):
                    stream and stream.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        told = {path.name.split("-")[1]: path.read_text() for path in Path(name).iterdir()}
        return [code, told.get("stdout", ""), told.get("stderr", "")]

library()  # what it imports, no child needs to
print(json.dumps([ended(*case) for case in json.loads(sys.argv[1])]))
"""


@pytest.fixture(scope="module")
def processes() -> dict[Case, Ended]:
    """How all processes ended: they are forked from one that has imported what they need."""
    script = f"SOURCE = {SOURCE!r}\n{FORKING}"
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(cases())], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {case: Ended(*told) for case, told in zip(cases(), json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize("arguments", WORKING)
@pytest.mark.parametrize("closed", [(0,), (2,), (0, 2)])
def test_a_command_that_needs_no_closed_stream_prints_what_it_always_prints(
    processes: dict[Case, Ended], closed: Closed, arguments: tuple[str, ...]
) -> None:
    usual, found = processes[(), arguments], processes[closed, arguments]
    assert usual.code in {0, 1}
    assert (found.code, found.stdout) == (usual.code, usual.stdout)
    assert found.stderr == ("" if 2 in closed else usual.stderr)


@pytest.mark.parametrize("arguments", TELLING)
def test_results_that_nobody_can_take_are_a_fault(processes: dict[Case, Ended], arguments: tuple[str, ...]) -> None:
    assert processes[(1,), arguments] == Ended(2, "", WITHOUT_STDOUT)


@pytest.mark.parametrize("arguments", READING)
def test_a_record_that_cannot_be_read_is_a_fault(processes: dict[Case, Ended], arguments: tuple[str, ...]) -> None:
    found = processes[(0,), arguments]
    assert (found.code, found.stdout) == (2, "")
    assert found.stderr.startswith("minqual: stdin: ")


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_the_library_needs_no_standard_stream(processes: dict[Case, Ended], closed: Closed) -> None:
    assert processes[closed, LIBRARY] == Ended(0, "", "")


def test_worker_processes_write_results_to_a_file_where_all_streams_are_closed(tmp_path: Path) -> None:
    written = tmp_path / "written.csv"
    command = [*SCREEN, "--workers", "2", "--memory", "800MB", "-o", str(written)]
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-m", "minqual", *command]
    assert subprocess.run(shell, check=False).returncode == 0
    assert len(written.read_text(encoding="utf-8").splitlines()) == 32
