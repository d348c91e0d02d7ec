"""Outputs appear whole or not at all, whatever ends the process, and nothing is replaced without being asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from support.bad_inputs import AS_OF, SAN_JOSE, more, row_of, source
from support.command_line import minqual as run
from support.examples import some_of

POSIX: Final = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
WAITING: Final = """
import signal, sys, time, minqual.outputs.results
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
write = minqual.outputs.results.write_csv
def slow(listing, file, told):
    write(listing, file, told)
    file.flush()
    print("written", listing.name, flush=True)
    time.sleep(600 if listing.name == "rejects" else 0)
minqual.outputs.results.write_csv = slow
sys.argv = ["minqual", *sys.argv[1:]]
from minqual.__main__ import main
main()
"""
"""The command line, which stops when all is written and nothing has its name yet."""

FULL: Final = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["minqual", *sys.argv[2:]]
from minqual.__main__ import main
main()
"""
"""The command line, on a disk that has only so many bytes for a file."""


def words(folder: Path, output: Path, *options: str) -> list[str]:
    return ["screen", str(folder), "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", str(output), *options]


def stopped(folder: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    """A screening that has written everything and given nothing its name."""
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING, *words(folder, output, *options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while "rejects" not in process.stdout.readline():
        assert process.poll() is None
    return process


def files_of(folder: Path) -> list[str]:
    """Every file and folder in a folder but the source, hidden ones too."""
    return sorted(path.name for path in folder.iterdir() if path.name != "in")


@POSIX
@pytest.mark.parametrize("number", some_of([signal.SIGINT, signal.SIGHUP, signal.SIGTERM], 2))
def test_a_run_that_is_told_to_end_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    process = stopped(source(tmp_path / "in"), tmp_path / "results.csv")
    process.send_signal(number)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "no file is half written" in said
    assert files_of(tmp_path) == []


@POSIX
def test_a_killed_run_leaves_no_file_of_the_name_and_the_next_takes_away_what_it_left(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    process = stopped(folder, tmp_path / "results.csv")
    process.kill()
    process.communicate(timeout=600)
    assert all(name.endswith(".part") for name in files_of(tmp_path))
    assert len(files_of(tmp_path)) == 3
    assert run(*words(folder, tmp_path / "results.csv")).code == 0
    assert files_of(tmp_path) == ["results.csv", "results.csv.about.json", "results.csv.rejects.csv"]


@POSIX
def test_what_a_running_process_writes_is_left_to_it(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    process = stopped(folder, tmp_path / "results.csv")
    assert run(*words(folder, tmp_path / "results.csv")).code == 0
    assert len(files_of(tmp_path)) == 6
    process.terminate()
    process.communicate(timeout=600)
    assert files_of(tmp_path) == ["results.csv", "results.csv.about.json", "results.csv.rejects.csv"]


@POSIX
@pytest.mark.parametrize("name", some_of(["results.xlsx", "results.csv", "results.parquet", "results.jsonl.gz"], 2))
def test_a_full_disk_leaves_nothing_and_is_told(tmp_path: Path, name: str) -> None:
    process = subprocess.run(
        [sys.executable, "-c", FULL, "200", *words(source(tmp_path / "in"), tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 2, process.stderr
    assert "File too large" in process.stderr
    assert "Traceback" not in process.stderr
    assert files_of(tmp_path) == []


def test_files_that_are_there_are_told_all_at_once_before_anything_is_read(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", education="a file that cannot be read")
    for name in ("results.csv", "faults.csv"):
        (tmp_path / name).write_text("as before\n")
    said = run(*words(folder, tmp_path / "results.csv", "--rejects", str(tmp_path / "faults.csv")))
    assert said.code == 2
    said.line("--output", "already exists", "another name, or --force")
    said.line("--rejects", "already exists", "another name, or --force")
    assert "education" not in said.err
    assert (tmp_path / "results.csv").read_text() == "as before\n"


@pytest.mark.parametrize("name", ["results.csv.rejects.csv", "results.csv.about.json"])
def test_what_stands_beside_an_output_is_kept_too(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("as before\n")
    said = run(*words(source(tmp_path / "in"), tmp_path / "results.csv"))
    assert said.code == 2
    said.line(name, "already exists")
    assert files_of(tmp_path) == [name]


def test_files_are_replaced_where_that_is_asked_for(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    names = ("results.csv", "results.csv.about.json", "results.csv.rejects.csv")
    for name in names:
        (tmp_path / name).write_text("as before\n")
    assert run(*words(folder, tmp_path / "results.csv", "--force")).code == 0
    assert not any("as before" in (tmp_path / name).read_text() for name in names)


@POSIX
def test_an_output_through_a_link_goes_where_it_points(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "results.csv").symlink_to(tmp_path / "there" / "real.csv")
    assert run(*words(source(tmp_path / "in"), tmp_path / "results.csv")).code == 0
    assert (tmp_path / "results.csv").is_symlink()
    assert (tmp_path / "there" / "real.csv").is_file()


@POSIX
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    said = run(*words(source(tmp_path / "in"), tmp_path / "pipe.csv", "--force"))
    assert said.code == 2
    said.line("--output", "no plain file")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("results.xslx", ("a name that ends in '.xslx'", "did you mean '.xlsx'?")),
        ("results", ("a name without an ending", "or --format")),
        ("results.xlsx.gz", ("packed once more",)),
    ],
)
def test_a_name_that_tells_no_form_is_refused(tmp_path: Path, name: str, parts: tuple[str, ...]) -> None:
    said = run(*words(source(tmp_path / "in"), tmp_path / name))
    assert said.code == 2
    said.line("--output", *parts)
    assert files_of(tmp_path) == []


def test_a_form_at_odds_with_the_name_is_refused(tmp_path: Path) -> None:
    said = run(*words(source(tmp_path / "in"), tmp_path / "results.csv", "--format", "xlsx"))
    assert said.code == 2
    said.line("xlsx in a file that is named as csv", "a name that ends in .xlsx, or --format csv")


def test_rejects_are_in_the_form_of_their_own_name(tmp_path: Path) -> None:
    row = row_of("education", {"applicant_id": "a001", "level": "zz"})
    folder = source(tmp_path / "in", education=more("education", row))
    said = run(*words(folder, tmp_path / "results.parquet", "--rejects", str(tmp_path / "faults.jsonl")))
    assert said.code == 4
    assert '"row":4' in (tmp_path / "faults.jsonl").read_text()
    assert files_of(tmp_path) == ["faults.jsonl", "results.parquet"]
