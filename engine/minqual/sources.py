"""Sources of applicants: what a path holds is told from its content, and read into tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.contents import Contents, Text, read_contents, read_text
from minqual.delimited import delimiter_of, layout_of, read_delimited
from minqual.documents.entries import is_json
from minqual.documents.linkedin import is_linkedin
from minqual.documents.reader import document_paths, read_documents
from minqual.faults import Fault, SourceError, nearest
from minqual.grids import Grid, Wanted, grid_of, unwatched
from minqual.plain_tables import Folder, header_faults, plain_tables, wanted_in
from minqual.tables import COLUMNS, Tables, TextColumn

if TYPE_CHECKING:
    import pandas as pd

    from minqual.grids import Watch

SUFFIXES: Final = (".csv", ".tsv", ".tab", ".txt")
"""What follows the name of a file of delimited text; .gz may follow it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a source, as a person says it; what is not said is told from the content.

    needed: tables that a pack draws on. skip_lines: rows above the header of each table.
    """

    needed: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int = 0
    watch: Watch = unwatched


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """A source as it was read. form: what it is, in words. notes: what a person should know of how it was read."""

    tables: Tables
    form: str
    notes: tuple[str, ...] = ()


def read_source(path: Path | None, reading: Reading) -> Source:
    """What a folder, a file or standard input (no path) holds; SourceError carries every fault."""
    if path is not None and path.is_dir():
        return _read_folder(path, reading)
    return source_of(read_contents(path), reading)


def source_of(contents: Contents, reading: Reading) -> Source:
    """What the contents of one file hold; SourceError carries every fault."""
    if is_linkedin(contents):
        return _documents([contents], reading)
    text = read_text(contents, reading.encoding)
    if is_json(text):
        return _documents([contents], reading)
    found = "one table, and no column map for it"
    expected = "a folder of tables, or --map with a column map"
    raise SourceError([Fault(text.name, found, expected)])


def read_folder(folder: Path, needed: Iterable[str]) -> Tables:
    """The tables of a folder: applicants.csv, education.csv and so on. SourceError carries every fault."""
    return _read_folder(folder, Reading(tuple(needed))).tables


def _documents(files: Iterable[Contents], reading: Reading) -> Source:
    read = read_documents(files, reading.encoding, reading.watch)
    return Source(read.tables, read.form, read.notes)


def _read_folder(folder: Path, reading: Reading) -> Source:
    paths, faults = _table_paths(folder)
    if not paths and (documents := document_paths(folder)):
        return _documents(map(read_contents, documents), reading)
    grids: dict[str, Grid] = {}
    notes: list[str] = []
    for name, path in paths.items():
        try:
            reading.watch(path.name, len(grids), len(paths))
            text = read_text(read_contents(path), reading.encoding)
            grids[name] = _grid(text, reading, lambda heading, name=name: wanted_in(name, heading))  # type: ignore[misc]
        except SourceError as error:
            faults += error.faults
            continue
        notes += _note(text)
    if faults:
        unread = set(paths) - set(grids)
        raise SourceError([*faults, *header_faults(grids, set(reading.needed) - unread, _folder(folder))])
    return Source(plain_tables(grids, reading.needed, _folder(folder)), "a folder of tables", tuple(notes))


def _folder(folder: Path) -> Folder:
    return Folder(str(folder), ".csv", sorted(path.name for path in folder.iterdir() if path.is_file()))


def _table_paths(folder: Path) -> tuple[dict[str, Path], list[Fault]]:
    """The file of each table in a folder, and the faults of tables that stand in two."""
    paths: dict[str, Path] = {}
    faults = []
    for name in COLUMNS:
        called = [f"{name}{suffix}{packed}" for suffix in SUFFIXES for packed in ("", ".gz")]
        found = [folder / each for each in called if (folder / each).is_file()]
        if len(found) > 1:
            both = " and ".join(path.name for path in found)
            faults.append(Fault(str(folder), f"the table {name} twice ({both})", "each table in one file"))
        if found:
            paths[name] = found[0]
    return paths, faults


def _grid(text: Text, reading: Reading, wanted: Wanted) -> Grid:
    delimiter = None if reading.delimiter is None else delimiter_of(reading.delimiter)
    return read_delimited(text, layout_of(text, delimiter, reading.skip_lines), wanted)


def _note(text: Text) -> list[str]:
    """What a person should know of a text: that it was not plain UTF-8."""
    return [] if text.encoding.startswith("UTF-8") else [f"{text.name}: read as {text.encoding}"]


def frame_tables(frames: Mapping[str, pd.DataFrame]) -> Tables:
    """The tables that DataFrames hold, by table name; missing values are blank. SourceError carries every fault."""
    faults = [
        Fault("tables", f"unknown table {name!r}", "one of " + ", ".join(COLUMNS), nearest(name, COLUMNS))
        for name in frames
        if name not in COLUMNS
    ]
    if "applicants" not in frames:
        faults.append(Fault("tables", "no table 'applicants'", "a DataFrame of applicants"))
    if faults:
        raise SourceError(faults)
    grids = {name: _frame_grid(name, frame) for name, frame in frames.items()}
    return plain_tables(grids, (), Folder("tables", "", list(frames)))


def _frame_grid(name: str, frame: pd.DataFrame) -> Grid:
    columns = {place: TextColumn.of(map(_cell, frame.iloc[:, place])) for place in range(frame.shape[1])}
    rows = np.arange(2, len(frame) + 2, dtype=np.int64)
    return grid_of(name, "", tuple(map(str, frame.columns)), columns, rows, {})


def _cell(value: object) -> str:
    """A DataFrame's value as the cell that it would be in a spreadsheet."""
    if value is None or value != value:  # noqa: PLR0124  # missing values differ from themselves
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if str(value) == "<NA>" else str(value)
