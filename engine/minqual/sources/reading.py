"""Sources of applicants: what a path holds is told from its content, and read into tables."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from minqual.records import BESIDE_TABLES, COLUMNS, Tables
from minqual.sources.archives import Archive, open_archive
from minqual.sources.column_maps.choice import own_wide_map, without_map
from minqual.sources.column_maps.headings import sheets_of, wanted_by
from minqual.sources.column_maps.mapping import mapped, sheets
from minqual.sources.column_maps.model import WrittenMap
from minqual.sources.delimited import DELIMITERS, Layout, delimiter_of, header_of, layout_of, read_delimited
from minqual.sources.documents.json_entries import is_json
from minqual.sources.documents.linkedin import is_linkedin
from minqual.sources.documents.reader import document_paths, read_documents
from minqual.sources.files import Contents, Text, name_of, not_delimited, read_contents, read_text
from minqual.sources.grids import Grid, HeaderAt, Wanted, below_title, named, rows_above, unwatched
from minqual.sources.own_tables import (
    Folder,
    header_faults,
    plain_tables,
    sheets_by_table,
    together,
    wanted_in,
    with_stated,
)
from minqual.sources.parquet import ENDING as PARQUET
from minqual.sources.parquet import is_parquet, parquet_header, read_parquet
from minqual.sources.table_files import is_table_file, names_in, stated_in, table_files, told_name
from minqual.sources.xlsx.workbook import is_workbook, read_workbook, sheet_names
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.sources.grids import Watch


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a source, as a person says it; what is not said is told from the content.

    needed: tables that a pack draws on. skip_lines: rows above the header of each table. map: what its columns mean.
    """

    needed: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int = 0
    watch: Watch = unwatched
    map: WrittenMap | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReadSource:
    """A source as it was read.

    form: what it is, in words. notes: what a person should know of how it was read. files: how each file was read.
    """

    tables: Tables
    form: str
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def read_source(path: Path | None, reading: Reading) -> ReadSource:
    """What a folder, a file or standard input (no path) holds; SourceError carries every fault."""
    if path is not None and path.is_dir():
        return _read_folder(path, reading) if reading.map is None else _read_mapped_folder(path, reading, reading.map)
    return source_of(read_contents(path), reading)


def source_of(contents: Contents, reading: Reading) -> ReadSource:
    """What the contents of one file hold; SourceError carries every fault."""
    if reading.map is not None:
        return _mapped([contents], reading, reading.map, [])
    if contents.zipped:
        archive = open_archive(contents)
        if is_linkedin(archive):
            return _documents([(contents.name, lambda: contents)], reading)
        return _read_workbook(contents, reading) if is_workbook(archive) else _read_archive(archive, reading)
    if is_parquet(contents):
        return _own_wide(contents, reading, _parquet_headers(contents))
    text = read_text(contents, reading.encoding)
    if is_json(text):
        return _documents([(contents.name, lambda: contents)], reading)
    if not text.content.strip():
        raise SourceError([Fault(text.name, "an empty file", "a header row and rows below it, or JSON records")])
    if fault := not_delimited(text):
        raise SourceError([fault])
    return _own_wide(contents, reading, _headers_in(text, reading))


def _own_wide(contents: Contents, reading: Reading, header_at: HeaderAt) -> ReadSource:
    """One table under our own headings, rows side by side; SourceError if its headings are others."""
    header = header_at(0)
    written = own_wide_map(header)
    if written is None:
        if above := _above(reading, header_at):
            raise SourceError([below_title(contents.name, above)])
        raise SourceError([without_map(contents.name, header)])
    told = f"{contents.name}: read by the column map {written.name}, which all its columns fit"
    return _mapped([contents], reading, written, [told])


def _headers_in(text: Text, reading: Reading) -> HeaderAt:
    """The headings of a text, by how many more rows are skipped than it is told to."""
    return lambda more: header_of(text, _layout(text, replace(reading, skip_lines=reading.skip_lines + more)))


def _parquet_headers(contents: Contents) -> HeaderAt:
    """The names of a Parquet file's columns: nothing stands above them."""
    return lambda more: () if more else parquet_header(contents.name, contents.content)


def _above(reading: Reading, header_at: HeaderAt) -> int:
    """Rows above what seems to be the header, where no one has said how many there are."""
    return 0 if reading.skip_lines else rows_above(header_at)


def _check_header(name: str, reading: Reading, header_at: HeaderAt, known: Wanted) -> None:
    """SourceError if a table begins with a title in place of a header. known: headings that are of use."""
    if not any(map(known, header_at(0))) and (above := _above(reading, header_at)):
        raise SourceError([below_title(name, above)])


def _mapped(files: Sequence[Contents], reading: Reading, written: WrittenMap, notes: Iterable[str]) -> ReadSource:
    """Files of delimited text, or one workbook, read as a column map says."""
    wanted, told = wanted_by(written.columns), list(notes)
    skipping = replace(reading, skip_lines=reading.skip_lines or written.columns.header_row - 1)
    grids: list[Grid] = []
    for contents, member in _unpacked(files):
        reading.watch(contents.name, len(grids), len(files))
        if contents.zipped and is_workbook(open_archive(contents)):
            found = read_workbook(contents, lambda _, heading: wanted(heading), reading.watch, skipping.skip_lines)
            grids += [grid for grid in found if grid.header]
            if len(grids) == 1:
                _check_header(contents.name, skipping, _headers_of(contents, grids[0].header), wanted)
        elif is_parquet(contents):
            grids.append(replace(read_parquet(contents.name, contents.content, wanted), member=member))
        else:
            text = _text(contents, reading)
            if not member and len(files) == 1:
                _check_header(contents.name, skipping, _headers_in(text, skipping), wanted)
            grids.append(replace(_grid(text, skipping, wanted), member=member))
            told += [f"{text.name}: {note}"] if (note := _note(text)) else []
    tables = mapped(sheets(_meant(grids, written, told)), written, reading.needed)
    return ReadSource(tables, f"a table read by the column map {written.name}", tuple(told))


def _unpacked(files: Iterable[Contents]) -> Iterator[tuple[Contents, str]]:
    """Files, and in place of an archive the tables in it, each with its path there."""
    for contents in files:
        archive = open_archive(contents) if contents.zipped else None
        if archive is None or is_workbook(archive):
            yield contents, ""
            continue
        members = [each for each in _own_members(archive) if is_table_file(each)]
        if not members:
            raise SourceError([archive.unread()])
        yield from ((archive.contents(each), each) for each in members)


def _headers_of(contents: Contents, first: Sequence[str]) -> HeaderAt:
    """The headings of a workbook's only sheet that is not empty, by how many rows are skipped."""

    def header_at(skipped: int) -> Sequence[str]:
        if not skipped:
            return first
        found = [grid.header for grid in read_workbook(contents, lambda _, __: False, skipped=skipped) if grid.header]
        return found[0] if len(found) == 1 else ()

    return header_at


def _meant(grids: Sequence[Grid], written: WrittenMap, told: list[str]) -> Sequence[Grid]:
    """The sheets that a map names, or all where it names none of them."""
    called = set(map(named, sheets_of(written.columns)))
    meant = [grid for grid in grids if named(grid.called) in called]
    if not meant or len(grids) < 2:
        return grids
    told += [f"{grid.said}: not read, since the map names it nowhere" for grid in grids if grid not in meant]
    return meant


def _read_mapped_folder(folder: Path, reading: Reading, written: WrittenMap) -> ReadSource:
    """A folder whose files are the sheets of a column map."""
    paths = [path for path in sorted(folder.iterdir()) if path.is_file() and is_table_file(path.name)]
    if not paths:
        raise SourceError([Fault(str(folder), "no table in it", "files such as applicants.csv")])
    return _mapped([read_contents(path) for path in paths], reading, written, [])


def all_grids(path: Path | None, reading: Reading) -> Sequence[Grid]:
    """The sheets of a file with all their columns, before anyone says what they mean; at least one.

    Where a single sheet begins with a title, its header is looked for below.
    """
    if path is not None and path.is_dir():
        raise SourceError([Fault(str(path), "a folder", "one table of it, a workbook or a zip archive")])
    grids: list[Grid] = []
    for contents, member in _unpacked([read_contents(path)]):
        if contents.zipped:
            return _sheets_below_titles(contents, reading)
        if is_parquet(contents):
            grids.append(replace(read_parquet(contents.name, contents.content, lambda _: True), member=member))
            continue
        text = _text(contents, reading)
        above = 0 if member else _above(reading, _headers_in(text, reading))
        found = _grid(text, replace(reading, skip_lines=reading.skip_lines + above), lambda _: True)
        grids.append(replace(found, member=member))
    return grids


def _sheets_below_titles(contents: Contents, reading: Reading) -> Sequence[Grid]:
    """The sheets of a workbook that are not empty."""
    found = read_workbook(contents, lambda _, __: True, reading.watch, reading.skip_lines)
    filled = [grid for grid in found if grid.header]
    if not filled:
        raise SourceError([Fault(contents.name, "a workbook of empty sheets", "a sheet with a header row")])
    if len(filled) > 1 or not (above := _above(reading, _headers_of(contents, filled[0].header))):
        return filled
    again = read_workbook(contents, lambda _, __: True, reading.watch, above)
    return [grid for grid in again if grid.header]


def _unmapped(name: str, what: str) -> Fault:
    expected = "a folder of tables, a workbook with a sheet for each, or --map with a column map"
    return Fault(name, f"{what}, and no column map for it", expected)


def _read_workbook(contents: Contents, reading: Reading) -> ReadSource:
    """A workbook with a sheet for each table."""
    names = sheet_names(contents)
    sheets = sheets_by_table(names, contents.name)
    if not sheets and len(names) == 1:
        (grid,) = read_workbook(contents, lambda _, __: False, reading.watch, reading.skip_lines)
        return _own_wide(contents, reading, _headers_of(contents, grid.header))
    if not sheets:
        raise SourceError([_unmapped(contents.name, "no sheet named applicants")])
    tables = {sheet: table for table, sheet in sheets.items()}

    def wanted(sheet: str, heading: str) -> bool:
        return sheet in tables and wanted_in(tables[sheet], heading)

    read = read_workbook(contents, wanted, reading.watch, reading.skip_lines)
    grids = {tables[grid.sheet]: [grid] for grid in read if grid.sheet in tables}
    known = {*tables, *BESIDE_TABLES}
    notes = tuple(f"{contents.name}: sheet {name!r} is not used" for name in names if name not in known)
    return ReadSource(plain_tables(grids, reading.needed, Folder(contents.name, " sheet", names)), "a workbook", notes)


def _read_archive(archive: Archive, reading: Reading) -> ReadSource:
    """An archive with the files of tables, read as a folder is; which folders they are in does not matter."""
    members = _own_members(archive)
    files = {posixpath.basename(each): each for each in reversed(members)}
    folder = Folder(archive.name, ".csv", sorted(files))
    twice = sorted({name for each in members if files[name := posixpath.basename(each)] != each})
    paths, faults = table_files(sorted(files), archive.name)
    if not paths:
        raise SourceError([archive.unread()])
    faults += [
        Fault(archive.name, f"{name} twice, in two folders", "each table once")
        for name in twice
        if any(name in parts for parts in paths.values())
    ]
    return _read_tables(
        folder, paths, faults, lambda name: archive.contents(files[name]), reading, "an archive of tables"
    )


def read_folder(folder: Path, needed: Iterable[str]) -> Tables:
    """The tables of a folder: applicants.csv, education.csv and so on. SourceError carries every fault."""
    return _read_folder(folder, Reading(tuple(needed))).tables


def _documents(files: Sequence[tuple[str, Callable[[], Contents]]], reading: Reading) -> ReadSource:
    read = read_documents(files, reading.encoding, reading.watch)
    return ReadSource(read.tables, read.form, read.notes)


def _read_folder(folder: Path, reading: Reading) -> ReadSource:
    names = names_in(folder)
    files, faults = table_files(names, str(folder))
    if not files and (documents := document_paths(folder)):
        return _documents([(name_of(path), partial(read_contents, path)) for path in documents], reading)
    found = Folder(str(folder), ".csv", names)
    return _read_tables(found, files, faults, partial(_opened, folder), reading, "a folder of tables")


def _opened(folder: Path, name: str) -> Contents | Path:
    """A file inside a folder: Parquet by its path, since it is not read as a whole, any other by its contents."""
    if name.casefold().endswith(PARQUET):
        return folder / name
    contents = read_contents(folder / name)
    return replace(contents, name=posixpath.join(posixpath.dirname(told_name(name)), contents.name))


def _read_tables(
    folder: Folder,
    files: Mapping[str, Sequence[str]],
    faults: list[Fault],
    opened: Callable[[str], Contents | Path],
    reading: Reading,
    form: str,
) -> ReadSource:
    """Tables by their files, each in its own form. faults: those known before; they are told with all others."""
    grids: dict[str, list[Grid]] = {}
    notes: list[str] = []
    told: list[str] = []
    done, total = 0, sum(map(len, files.values()))
    for table, parts in files.items():
        said: dict[str, list[str]] = {}
        strange: dict[str, list[str]] = {}
        for name in parts:
            reading.watch(told_name(name), done, total)
            done += 1
            try:
                grid, how, note = _part(table, name, opened(name), reading)
            except SourceError as error:
                faults += error.faults
                continue
            grids.setdefault(table, []).append(grid)
            said.setdefault(how, []).append(grid.where)
            if note:
                strange.setdefault(note, []).append(grid.where)
        notes += [f"{together(where)}: {note}" for note, where in strange.items()]
        told += [f"{together(where)}: {how}" for how, where in said.items()]
    if faults:
        unread = set(files) - set(grids)
        raise SourceError([*faults, *header_faults(grids, set(reading.needed) - unread, folder)])
    return ReadSource(plain_tables(grids, reading.needed, folder), form, tuple(notes), tuple(told))


def _part(table: str, name: str, found: Contents | Path, reading: Reading) -> tuple[Grid, str, str]:
    """One file of a table, how it was read, and what a person should know of it."""
    wanted = partial(wanted_in, table)
    if isinstance(found, Path):
        grid, how, note = read_parquet(told_name(name), found, wanted), "Parquet", ""
    elif is_parquet(found):
        grid, how, note = read_parquet(found.name, found.content, wanted), "Parquet", ""
    else:
        text = _text(found, reading)
        _check_header(text.name, reading, _headers_in(text, reading), partial(_is_column, table))
        grid, how, note = _grid(text, reading, wanted), _said(text, reading), _note(text)
    return with_stated(grid, stated_in(name), wanted), how, note


def _own_members(archive: Archive) -> list[str]:
    """The members of an archive without those that a system adds for itself."""
    return [each for each in archive.members if "__macosx" not in each.split("/") and not each.endswith(".gz")]


def _is_column(table: str, heading: str) -> bool:
    return named(heading) in COLUMNS[table]


def _text(contents: Contents, reading: Reading) -> Text:
    """The delimited text of a table; SourceError if a file so named is of another kind."""
    if contents.zipped:
        expected = "delimited text; a workbook with a sheet for each table is read where it is given by itself"
        fault = open_archive(contents).foreign()
        raise SourceError([fault or Fault(contents.name, "a workbook or an archive", expected)])
    text = read_text(contents, reading.encoding)
    if fault := not_delimited(text):
        raise SourceError([fault])
    return text


def _grid(text: Text, reading: Reading, wanted: Wanted) -> Grid:
    return read_delimited(text, _layout(text, reading), wanted)


def _layout(text: Text, reading: Reading) -> Layout:
    delimiter = None if reading.delimiter is None else delimiter_of(reading.delimiter)
    return layout_of(text, delimiter, reading.skip_lines)


def _said(text: Text, reading: Reading) -> str:
    """How a text was read: its encoding and what stands between its cells."""
    sign = _layout(text, reading).delimiter
    return f"{text.encoding}, {next(name for name, each in DELIMITERS.items() if each == sign)}"


def _note(text: Text) -> str:
    """What a person should know of a text: that it was not plain UTF-8."""
    return "" if text.encoding.startswith("UTF-8") else f"read as {text.encoding}"
