"""Source stamps: what results say of their source, its files with their digests, its map, how it was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from minqual.sources.files import Contents
from minqual.sources.reading import files_of_source
from minqual.values import no_plain_file

if TYPE_CHECKING:
    from minqual.sources.column_maps.model import WrittenMap
    from minqual.sources.sheet_files import Reading


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """What results say of their source.

    name: what it was called. files: each file that was read, without the folder of the source, with its SHA-256; of
    standard input, that of what was unpacked. map: the name of its column map and its SHA-256. how: what a person said
    of how it is to be read.
    """

    name: str = ""
    files: tuple[tuple[str, str], ...] = ()
    map: tuple[str, str] | None = None
    how: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """One digest of all files, of those that have one."""
        return hashlib.sha256(json.dumps(self.files, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


UNSAID = SourceStamp()
"""A source of which nothing is known, such as tables that a program holds."""


def stamp_of_source(name: str, given: Path | Contents, reading: Reading) -> SourceStamp:
    """The stamp of a source that is called so, as it is read."""
    return SourceStamp(name, tuple(_digests(given, mapped=reading.map is not None)), _map(reading.map), _how(reading))


def _digests(given: Path | Contents, *, mapped: bool) -> Iterator[tuple[str, str]]:
    if isinstance(given, Contents):
        yield given.name, hashlib.sha256(given.content).hexdigest()
        return
    whole = given.is_dir()
    for path in files_of_source(given, mapped=mapped) if whole else [given]:
        if no_plain_file(path):
            continue  # whoever reads it says so
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield path.relative_to(given).as_posix() if whole else path.name, digest


def _map(written: WrittenMap | None) -> tuple[str, str] | None:
    if written is None:
        return None
    return written.name, hashlib.sha256(written.columns.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def _how(reading: Reading) -> tuple[tuple[str, str], ...]:
    said = {
        "encoding": reading.encoding or "",
        "delimiter": reading.delimiter or "",
        "skip_lines": str(reading.skip_lines or ""),
    }
    return tuple((name, value) for name, value in said.items() if value)
