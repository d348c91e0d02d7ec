"""What lies beside the tables of a folder or an archive and is not read: named, or told as nearly a table."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from minqual.records import COLUMNS
from minqual.sources.files import told_name
from minqual.sources.table_files import SUFFIXES
from minqual.values import Fault, nearest

MOST_NAMED: Final = 20
"""Files that are named; of more the number is told."""

_LIKE_TABLES: Final = (*SUFFIXES, ".parquet", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".json", ".jsonl", ".ndjson")
"""Endings of files that may hold rows."""

_COPY: Final = re.compile(r"^copy of |(?:[ _-]*(?:\(\d+\)|copy(?: ?\(?\d+\)?)?|- copy|~\d*))+$")
"""What programs add to the name of a file that is there already."""


def left_over(names: Collection[str], used: Collection[str], where: str) -> tuple[tuple[str, ...], list[Fault]]:
    """A note that names the files that are not read, and the faults of those that are named nearly as a table.

    names: all files by their paths, used: those that are read.
    """
    others = [name for name in names if name not in used and not _is_hidden(name)]
    read = {posixpath.basename(name).partition(".")[0] for name in used} | {name.partition("/")[0] for name in used}
    absent = [table for table in COLUMNS if table not in read]
    faults = list(_nearly_tables(others, absent, where))
    return not_read(others, where), faults


def not_read(names: Sequence[str], where: str) -> tuple[str, ...]:
    """A note that names what is not read; none where all is."""
    if not names:
        return ()
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (f"{where}: not read: {', '.join(map(told_name, sorted(names)[:MOST_NAMED]))}{more}",)


def folders_beside(folder: Path) -> list[str]:
    """The folders inside one that are no tables."""
    return [f"{path.name}/" for path in folder.iterdir() if path.is_dir() and path.name not in COLUMNS]


def _nearly_tables(others: Sequence[str], absent: Sequence[str], where: str) -> Iterator[Fault]:
    for name in others:
        low = posixpath.basename(name).casefold().removesuffix(".gz")
        end = next((end for end in _LIKE_TABLES if low.endswith(end)), None)
        if end is None:
            continue
        stem = low.removesuffix(end)
        plain = _COPY.sub("", stem)
        meant = plain if plain in COLUMNS else nearest(stem, absent)
        if meant is not None:
            yield Fault(f"{where} {told_name(name)}", "a file named nearly as a table", "the name of a table", meant)


def _is_hidden(name: str) -> bool:
    """Whether a system or a program made a file for itself."""
    return any(part.startswith((".", "_", "~$")) for part in name.split("/")) or name.casefold() in {
        "thumbs.db",
        "desktop.ini",
    }
