"""Whoever adds to an examination file may be killed at any moment: what was acknowledged is there, and whole."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import connect
from typing import Any, Final

import pytest

from minqual.examinations import Examination, SourceFiles
from minqual.packs import given_packs
from minqual.sources import Reading, read_source
from support.examples import some_of
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
WRITERS: Final = ROOT / "tests" / "support" / "killed_writers.py"


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An examination that was screened once."""
    path = tmp_path_factory.mktemp("exam") / "one.exam"
    tables = read_source(SOURCE, Reading(())).tables
    packs = [each.written for each in given_packs([PACK])]
    with Examination.open(path, packs, date(2026, 11, 21), None, "2026-11-22T10:00:00Z") as examination:
        examination.screen(tables, SourceFiles(()), "2026-11-22T10:00:00Z")
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def killed(path: Path, moments: int, *writers: str) -> list[dict[str, Any]]:
    """What was found after writers were killed at so many moments."""
    words = [sys.executable, str(WRITERS), str(path), str(SOURCE), "0", str(moments), *writers]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(found: list[dict[str, Any]], moments: int, writers: int) -> None:
    assert len(found) == moments
    assert [each for each in found if each["lost"] or each["faults"]] == []
    # One addition of each writer may be there whole whose acknowledgement it did not live to give.
    assert all(0 <= each["unacknowledged"] <= writers for each in found)
    assert sum(each["acknowledged"] for each in found)


@pytest.mark.parametrize("writers", some_of([["settle"], ["screen", "settle"]], 1), ids="-".join)
def test_a_writer_that_is_killed_loses_nothing_acknowledged_and_leaves_nothing_in_half(
    screened: Path, writers: list[str]
) -> None:
    check(killed(screened, 4, *writers), 4, len(writers))


@pytest.mark.long
@pytest.mark.parametrize("writers", [["settle"], ["screen"], ["screen", "settle"], ["settle", "settle"]], ids="-".join)
def test_writers_killed_at_many_moments_lose_nothing(screened: Path, writers: list[str]) -> None:
    check(killed(screened, 50, *writers), 50, len(writers))
