"""The options by which commands are told how to read a source of applicants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.sources import unwatched
from minqual.values import NO_FILE, Fault, SourceError, no_plain_file

if TYPE_CHECKING:
    from minqual.sources import Contents, Reading, ReadSource, SourceStamp, Watch

SourceArgument = Annotated[
    str,
    typer.Argument(
        help="Folder of applicant tables (CSV or Parquet) or documents, a workbook (.xlsx) with a sheet for each "
        "table, a zip archive of tables, a file of applicants (JSON, JSONL, a LinkedIn export; gzip as well), "
        "or - for standard input."
    ),
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", "-e", help="Encoding of text files; told from the content if not given.")
]
DelimiterOption = Annotated[
    str | None,
    typer.Option(
        "--delimiter", "-d", help="comma, tab, semicolon, pipe or the sign; told from the content if not given."
    ),
]
MapOption = Annotated[
    str | None,
    typer.Option("--map", "-m", help="Column map of the export: the name of a bundled one, or a path.", metavar="MAP"),
]
SkipOption = Annotated[int, typer.Option("--skip-lines", "-K", help="Rows above the header of each table.", min=0)]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """The options that say how a source is read."""

    column_map: MapOption = None
    encoding: EncodingOption = None
    delimiter: DelimiterOption = None
    skip_lines: SkipOption = 0

    def reading(self, needed: tuple[str, ...], watch: Watch = unwatched) -> Reading:
        """How to read a source. needed: the tables that a pack draws on."""
        from minqual.packs import pack_names
        from minqual.sources import Reading, load_map

        written = None if self.column_map is None else load_map(self.column_map, pack_names())
        return Reading(needed, self.encoding, self.delimiter, self.skip_lines, watch, written)


def source_faults(source: str) -> list[Fault]:
    """What is wrong with the name of a source."""
    expected = "a folder of tables, a file, or - for standard input"
    if not source.strip():
        return [Fault("source", "an empty name", expected, code="missing")]
    found = "" if source == "-" else no_plain_file(Path(source))
    if not found or Path(source).is_dir():
        return []
    said = "no such file or folder" if found == NO_FILE else found
    return [Fault(source, said, expected, code="file")]


@dataclass(frozen=True, slots=True)
class Given:
    """A source as a command is given it: what it is called, and a path or what standard input held."""

    name: str
    given: Path | Contents

    def stamp(self, how: Reading) -> SourceStamp:
        """What results say of it."""
        from minqual.sources import stamp_of_source

        return stamp_of_source(self.name, self.given, how)


def given_source(source: str) -> Given:
    """A source by its name; standard input is read, since it can be read but once. SourceError carries every fault."""
    from minqual.sources import read_contents

    if faults := source_faults(source):
        raise SourceError(faults)
    return Given(source, read_contents(None) if source == "-" else Path(source))


def read(source: str, how: Reading) -> ReadSource:
    """What a source holds; SourceError carries every fault."""
    from minqual.sources import read_source

    return read_source(given_source(source).given, how)
