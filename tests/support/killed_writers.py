"""Writers of an examination file that are killed at some moment, and what is then found in the file.

    python tests/support/killed_writers.py FILE SOURCE FIRST LAST WRITER...

WRITER: settle or screen; of several, all add to one file at a time. They are forked from a process that has everything
ready, so that a thousand take minutes. Each number from FIRST up to LAST stands for one moment; for each, one line of
JSON says how many additions were acknowledged, which of these are gone, how many were not acknowledged and are there,
and what verification says. After so many moments the file is taken anew as it was.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from minqual import Decision
from minqual.examinations import Examination, SourceFiles, faults_of
from minqual.records import Tables
from minqual.sources import Reading, read_source

AT: Final = "2026-11-24T10:00:00Z"
ANEW: Final = 10
LONGEST: Final = {"settle": 0.08, "screen": 0.4}
"""Seconds after which a writer is killed at the latest: so many as a few additions take."""


def written_anew(tables: Tables, number: int) -> Tables:
    """The same rows, standing elsewhere in their files: they are kept once more."""
    return replace(
        tables, tables={name: replace(each, rows=each.rows + number) for name, each in tables.tables.items()}
    )


def write(path: Path, what: str, tables: Tables, said: int) -> None:
    """Add to a file without an end, and acknowledge each addition by its number and digest."""
    with Examination.of(path) as examination:
        clause = next(node.id for node in examination.screeners(examination.settlements())[0].tree.nodes
                      if node.leaf is not None and node.clause and node.clause.decidable)  # fmt: skip
        pack = examination.packs[0].read().name
        os.write(said, b"ready\n")
        for number in range(10_000):
            if what == "settle":
                decision = Decision(pack=pack, applicant=tables.applicant_ids[0], clause=clause, accepted=True,
                                    by=str(os.getpid()), on=date(2026, 11, 24), why=str(number))  # fmt: skip
                entry = examination.settle([decision], AT)
            else:
                entry = examination.screen(written_anew(tables, number), SourceFiles(()), AT).entry
            os.write(said, f"{entry.number} {entry.digest}\n".encode())


def begun(path: Path, what: str, tables: Tables) -> tuple[int, int]:
    """A writer that has opened the file: its process, and where it acknowledges."""
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        try:
            write(path, what, tables, said)
        finally:
            os._exit(1)
    os.close(said)
    assert os.read(heard, len(b"ready\n")) == b"ready\n"
    return child, heard


def acknowledged(heard: int) -> list[tuple[int, str]]:
    """All that a writer acknowledged before it ended."""
    with os.fdopen(heard, "rb") as file:
        told = [line.split() for line in file.read().decode().splitlines()]
    return [(int(number), digest) for number, digest in told]


def tried(path: Path, writers: Sequence[str], tables: Tables, number: int) -> dict[str, object]:
    """What is found in a file after writers were killed at a moment that a number stands for."""
    with Examination.of(path) as examination:
        before = len(list(examination.file.entries()))
    children = [begun(path, what, tables) for what in writers]
    time.sleep(random.Random(number).uniform(0, max(LONGEST[each] for each in writers)))  # moments, not secrets
    for child, _ in children:
        os.kill(child, signal.SIGKILL)
    for child, _ in children:
        os.waitpid(child, 0)
    said = [each for _, heard in children for each in acknowledged(heard)]
    with Examination.of(path) as examination:
        held = {each.number: each.digest for each in examination.file.entries()}
        return {
            "number": number,
            "acknowledged": len(said),
            "lost": [place for place, digest in said if held.get(place) != digest],
            "unacknowledged": len(held) - before - len(said),
            "faults": list(map(str, faults_of(examination))),
        }


def main() -> None:
    """Try each moment."""
    file, source, first, last, *writers = sys.argv[1:]
    tables = read_source(Path(source), Reading(())).tables
    copy = Path(file + ".copy")
    for number in range(int(first), int(last)):
        if (number - int(first)) % ANEW == 0:
            for end in ("", "-wal", "-shm"):
                Path(f"{copy}{end}").unlink(missing_ok=True)
            shutil.copy(file, copy)
        print(json.dumps(tried(copy, writers, tables, number)), flush=True)


if __name__ == "__main__":
    main()
