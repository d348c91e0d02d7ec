"""The files that a command reads, which none of its outputs may replace, with --force as well."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from minqual.packs import CASES, pack_paths
from minqual.values import Fault, PackError, no_plain_file

Input: TypeAlias = tuple[Path, str]
"""A file that is read, and what it is in words."""


def source_inputs(source: str, *, mapped: bool = False) -> Iterator[Input]:
    """The files of a source: itself, or those in its folder that are read. mapped: whether a column map reads it."""
    from minqual.sources import files_of_source

    path = Path(source)
    if path.is_dir():
        yield from ((each, "one of the source's own tables") for each in files_of_source(path, mapped=mapped))
    elif source != STDIN:
        yield path, "the source itself"
    elif (file := _read_as_stdin()) is not None:
        yield file, "the source itself, which standard input reads"


STDIN: Final = "-"


def _read_as_stdin() -> Path | None:
    """The path that leads to the file which standard input reads, where it reads a file."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        number = sys.stdin.fileno()
        if stat.S_ISREG(os.fstat(number).st_mode):
            return Path(f"/dev/fd/{number}")
    return None


def pack_inputs(names: Iterable[str]) -> Iterator[Input]:
    """The files of packs, with the versions, the cases and the recorded sources beside them."""
    for name in names:
        try:
            for path in pack_paths(name):
                yield path, "a file of cases" if path.name.endswith(CASES) else "a rule pack, or what belongs to it"
        except PackError:
            continue  # it is told where the pack is read


def map_inputs(column_map: str | None) -> Iterator[Input]:
    """The file of a column map."""
    if column_map:
        from minqual.sources import map_path

        yield map_path(column_map), "the column map itself"


def inputs_of(
    source: str | None, names: Iterable[str], column_map: str | None, settled: Iterable[Path] | None
) -> list[Input]:
    """The files of a source, of packs, of a column map and of what people have settled."""
    found = () if source is None else source_inputs(source, mapped=column_map is not None)
    told = ((each, "a file of settlements") for each in settled or ())
    return [*found, *pack_inputs(names), *map_inputs(column_map), *told]


def over_inputs(where: str, path: Path, inputs: Sequence[Input]) -> list[Fault]:
    """The fault of an output that is one of the inputs, by whatever name or link."""
    said = next((said for each, said in inputs if _one(path, each)), "")
    return [Fault(where, said, "another file")] if said else []


def _one(path: Path, other: Path) -> bool:
    """Whether two paths are one file: by what lies there, or where nothing does yet by where they lead."""
    if os.path.realpath(path) == os.path.realpath(other):
        return True
    try:
        return not no_plain_file(path) and path.samefile(other)
    except OSError:
        return False
