"""A disk without room, a file or a folder that may not be written to: said in words, and nothing is changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from minqual.examinations import Examination, faults_of
from support.command_line import Said
from support.command_line import minqual as run
from support.places import ROOT

if sys.platform == "win32":
    pytest.skip("limits and permissions of POSIX", allow_module_level=True)
import resource

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
SETTLED: Final = ROOT / "applicants" / "settled.csv"
LIMITS: Final = (0, 1_000, 20_000, 40_000, 100_000, 200_000, 350_000, 400_000)

SEVERAL: Final = """
import json, sys
from typer.testing import CliRunner
from minqual.commands import app
for words in json.loads(sys.argv[1]):
    done = CliRunner().invoke(app, words, prog_name="minqual")
    print(json.dumps([done.exit_code, done.stdout, done.stderr]))
"""


@pytest.fixture
def examination(tmp_path: Path) -> Path:
    """An examination that was screened, in a folder of its own."""
    path = tmp_path / "exams" / "one.exam"
    path.parent.mkdir()
    assert run("exam", "open", path, "--rules", PACK, "--as-of", "2026-11-21").code == 0
    assert run("exam", "screen", path, SOURCE).code in {0, 4}
    return path


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def head_of(path: Path) -> str:
    with Examination.of(path) as examination:
        assert faults_of(examination) == []
        return list(examination.file.entries())[-1].digest


@pytest.mark.parametrize("words", [("screen", SOURCE), ("settle", SETTLED)], ids=["screen", "settle"])
def test_a_disk_without_room_is_said_and_nothing_is_added(examination: Path, words: tuple[str, Path]) -> None:
    command, given = words
    start = before = head_of(examination)
    refused = 0
    for size in LIMITS:
        with room_for(size):
            done = run("exam", command, examination, given)
        if done.code == 2:
            refused += 1
            assert done.line(str(examination), "a disk that is full")
            assert head_of(examination) == before
        else:
            before = head_of(examination)
    assert refused
    assert run("exam", command, examination, given).code in {0, 4}
    assert head_of(examination) != start


def test_an_examination_that_has_no_room_is_not_opened_in_half(tmp_path: Path) -> None:
    path, refused = tmp_path / "one.exam", 0
    for size in LIMITS:
        with room_for(size):
            done = run("exam", "open", path, "--rules", PACK, "--as-of", "2026-11-21")
        if done.code == 0:
            assert head_of(path)
            path.unlink()
        else:
            refused += 1
            assert done.code == 2
            assert done.line(str(path), "a disk that is full")
        assert list(tmp_path.iterdir()) == []
    assert 0 < refused < len(LIMITS)


def without_rights(*commands: Sequence[object]) -> list[Said]:
    """What commands say of whoever may do no more than the rights of files allow, even where tests run as root."""
    words = json.dumps([list(map(str, each)) for each in commands])
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if drop and not shutil.which(drop[0]):
        pytest.skip("as root, rights hold nobody back")
    told = [*drop, sys.executable, "-c", SEVERAL, words]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Said(*json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.long
@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_may_not_be_written_to_is_read_and_not_added_to(examination: Path, place: str, tmp_path: Path) -> None:
    before = head_of(examination)
    files = sorted(each.name for each in examination.parent.iterdir())
    closed, rights = (examination, 0o444) if place == "file" else (examination.parent, 0o555)
    allowed = closed.stat().st_mode
    closed.chmod(rights)
    try:
        *read, settled, screened = without_rights(
            ("exam", "verify", examination),
            ("exam", "status", examination),
            ("exam", "replay", examination),
            ("exam", "export", examination, "-o", tmp_path / "file"),
            ("exam", "settle", examination, SETTLED),
            ("exam", "screen", examination, SOURCE),
        )
    finally:
        closed.chmod(allowed)
    assert [each.code for each in read] == [0] * 4, [each.err for each in read]
    for each in (settled, screened):
        assert each.code == 2
        assert each.line(str(examination), "may not be written to: nothing was added")
    assert sorted(each.name for each in examination.parent.iterdir()) == files
    assert head_of(examination) == before


def test_an_examination_is_not_opened_where_nothing_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    path = folder / "one.exam"
    (done,) = without_rights(("exam", "open", path, "--rules", PACK, "--as-of", "2026-11-21"))
    assert done.code == 2
    assert done.line(str(path), "whose folder may not be written to")
    assert list(folder.iterdir()) == []
