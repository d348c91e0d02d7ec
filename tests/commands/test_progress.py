"""Progress counts what it says it counts: files as files, rows as rows, entries as entries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from minqual.sources import Reading, read_source
from support.places import APPLICANTS

pty: Final = pytest.importorskip("pty", reason="no terminals are made here")

Seen = list[tuple[str, int, int, str]]


def watched(source: Path) -> Seen:
    """All that reading a source tells whoever watches."""
    seen: Seen = []
    read_source(source, Reading(("applicants",), watch=lambda *told: seen.append(told)))
    return seen


def test_tables_of_a_folder_are_counted_as_files() -> None:
    folder = APPLICANTS / "stockton-mayoral-pio"
    tables = len(list(folder.glob("*.csv")))
    seen = watched(folder)
    assert [(done, total, of) for _, done, total, of in seen] == [(n, tables, "files") for n in range(tables)]
    assert all(name.endswith(".csv") for name, *_ in seen)


def test_rows_of_a_workbook_are_counted_as_rows_of_their_sheet() -> None:
    seen = watched(APPLICANTS / "stockton-mayoral-pio.xlsx")
    assert seen
    for what, done, total, of in seen:
        assert of == "rows"
        assert done <= total
        assert " sheet " in what


def test_records_of_a_document_are_counted_as_entries() -> None:
    seen = watched(APPLICANTS / "json-resume")
    assert {of for *_, of in seen} == {"entries"}


def test_a_terminal_shows_what_is_counted(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    source, output = APPLICANTS / "stockton-mayoral-pio", tmp_path / "results.csv"
    command = ("screen", source, "--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21", "-o", output)
    with subprocess.Popen(
        [sys.executable, "-m", "minqual", *map(str, command)],
        stdout=subprocess.DEVNULL, stderr=theirs, env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 65536):
                shown += more
        except OSError:  # the terminal is closed once the process has ended
            pass
        process.wait(60)
    os.close(ours)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8", "replace"))
    assert re.search(r"\d of \d+ (files|rows)", plain), plain
    assert "of 5 rows" not in plain
