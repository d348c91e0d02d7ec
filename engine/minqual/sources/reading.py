"""Sources of applicants: what a path holds is told from its content, and read into tables."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from minqual.records import BESIDE_TABLES, COLUMNS, Tables
from minqual.sources.archives import Archive, open_archive
from minqual.sources.assembly import (
    Folder,
    header_faults,
    own_tables,
    sheets_by_table,
    together,
    wanted_in,
    with_stated,
)
from minqual.sources.column_maps.choice import own_wide_map, without_map
from minqual.sources.column_maps.headings import sheets_of, wanted_by
from minqual.sources.column_maps.mapping import mapped, sheets
from minqual.sources.column_maps.model import WrittenMap
from minqual.sources.documents.json_entries import is_json
from minqual.sources.documents.linkedin import is_linkedin
from minqual.sources.documents.reader import document_paths, read_documents
from minqual.sources.files import Contents, Text, name_of, read_contents, read_text, told_name
from minqual.sources.grids import Grid, Wanted, below_title, named
from minqual.sources.left_over import folders_beside, left_over
from minqual.sources.parquet import ENDING as PARQUET
from minqual.sources.parquet import is_parquet
from minqual.sources.sheet_files import (
    ParquetFile,
    Reading,
    SheetFile,
    WorkbookFile,
    delimited_file,
    sheet_file,
    table_file,
)
from minqual.sources.table_files import is_table_file, names_in, stated_in, table_files, table_of
from minqual.sources.xlsx import Workbook, open_workbook
from minqual.values import Fault, SourceError, no_plain_file

MOST_ABOVE: Final = 30
"""Rows of a title, of filters or of notes that may stand above a header."""

LEAST_KNOWN: Final = 2
"""Headings that say something, by which a row below others is known for the header."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReadSource:
    """A source as it was read.

    form: what it is, in words. notes: what a person should know of how it was read. files: how each file was read.
    """

    tables: Tables
    form: str
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def read_source(path: Path | Contents | None, reading: Reading) -> ReadSource:
    """What a folder, a file or standard input (no path) holds; SourceError carries every fault.

    path: contents, where a file has been read already.
    """
    if isinstance(path, Contents):
        return source_of(path, reading)
    if path is not None and path.is_dir():
        return _read_folder(path, reading) if reading.map is None else _read_mapped_folder(path, reading, reading.map)
    return source_of(read_contents(path), reading)


def source_of(contents: Contents, reading: Reading) -> ReadSource:
    """What the contents of one file hold; SourceError carries every fault."""
    if reading.map is not None:
        return _mapped([contents], reading, reading.map)
    if contents.zipped:
        archive = open_archive(contents)
        if is_linkedin(archive):
            return _documents([(archive.name, lambda: archive)], reading)
        book = open_workbook(archive)
        return _read_archive(archive, reading) if book is None else _read_workbook(archive.name, book, reading)
    if is_parquet(contents):
        return _own_wide(table_file(contents, reading), reading)
    text = read_text(contents, reading.encoding)
    if is_json(text):
        return _documents([(text.name, lambda: text)], reading)
    if not text.content.strip():
        raise SourceError([Fault(text.name, "an empty file", "a header row and rows below it, or JSON records")])
    return _own_wide(delimited_file(text, reading), reading)


def _own_wide(file: SheetFile, reading: Reading) -> ReadSource:
    """One table under our own headings, rows side by side; SourceError if its headings are others."""
    header = file.header()
    written = own_wide_map(header)
    if written is None:
        if above := file.above():
            raise SourceError([below_title(file.name, above)])
        raise SourceError([without_map(file.name, header)])
    told = f"{file.name}: read by the column map {written.name}, which all its columns fit"
    return _read_mapped([(file, "")], reading, written, [told], alone=True)


def _mapped(files: Sequence[Contents], reading: Reading, written: WrittenMap) -> ReadSource:
    """Files of delimited text, or one workbook, read as a column map says."""
    skipping = replace(reading, skip_lines=reading.skip_lines or written.columns.header_row - 1)
    told: list[str] = []
    return _read_mapped(_opened(files, skipping, told), skipping, written, told, alone=len(files) == 1)


def _read_mapped(
    files: Iterable[tuple[SheetFile, str]], reading: Reading, written: WrittenMap, told: list[str], *, alone: bool
) -> ReadSource:
    """Files, each with its path in an archive, read as a column map says. alone: whether there is but one."""
    wanted = wanted_by(written.columns)
    grids: list[Grid] = []
    for file, member in files:
        grids += _members(file.grids(wanted, wanted if alone and not member else None), member)
        told += [f"{file.name}: {file.note}"] if file.note else []
    tables = mapped(sheets(_meant(grids, written, told)), written, reading.needed)
    return ReadSource(tables, f"a table read by the column map {written.name}", tuple(told))


def _members(grids: Iterable[Grid], member: str) -> Iterator[Grid]:
    """Grids that are a member of an archive, if they are one."""
    return (replace(grid, member=member) for grid in grids)


def _opened(
    files: Sequence[Contents], reading: Reading, told: list[str] | None = None
) -> Iterator[tuple[SheetFile, str]]:
    """Files of sheets, and in place of an archive the tables in it, each with its path there.

    told: takes the notes of what is not read.
    """
    for done, contents in enumerate(files):
        reading.watch(contents.name, done, len(files), "files")
        archive = open_archive(contents) if contents.zipped else None
        book = None if archive is None else open_workbook(archive)
        if book is not None:
            yield WorkbookFile(contents.name, book, reading.watch, reading.skip_lines), ""
        elif archive is None:
            _check_no_json(contents, reading)
            yield table_file(contents, reading), ""
        else:
            members = [each for each in _own_members(archive) if is_table_file(each)]
            if not members:
                raise SourceError([archive.unread()])
            if told is not None:
                told += left_over(archive.members, members, archive.name)[0]
            yield from ((sheet_file(archive.contents(each), reading), each) for each in members)


def _check_no_json(contents: Contents, reading: Reading) -> None:
    """SourceError if a file is JSON, whose text would be taken for headings and cells."""
    if not is_parquet(contents) and is_json(read_text(contents, reading.encoding)):
        expected = "a table or a workbook: JSON is read without a column map"
        raise SourceError([Fault(contents.name, "JSON", expected, code="other-kind")])


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
    paths = [path for path in sorted(folder.iterdir()) if not path.is_dir() and is_table_file(path.name)]
    if not paths:
        raise SourceError([Fault(str(folder), "no table in it", "files such as applicants.csv")])
    names = [path.name + "/" * path.is_dir() for path in folder.iterdir()]
    notes, _ = left_over(names, {path.name for path in paths}, str(folder))
    read = _mapped([read_contents(path) for path in paths], reading, written)
    return replace(read, notes=(*read.notes, *notes))


def files_of_source(folder: Path, *, mapped: bool) -> list[Path]:
    """The files of a folder that are read as applicants. mapped: whether a column map reads it."""
    names = names_in(folder)
    tables = [name for name in names if (is_table_file(name) if mapped else table_of(name) is not None)]
    return [folder / name for name in tables] or document_paths(folder)


def all_grids(path: Path | None, reading: Reading, known: Wanted) -> Sequence[Grid]:
    """The sheets of a file with all their columns, before anyone says what they mean; at least one.

    known: whether a text is a heading that says something. The header of each sheet is the row with the most of them;
    where no one has said how many rows stand above it, it is looked for.
    """
    if path is not None and path.is_dir():
        raise SourceError([Fault(str(path), "a folder", "one table of it, a workbook or a zip archive")])
    contents = read_contents(path)
    grids: list[Grid] = []
    for file, member in _opened([contents], reading):
        above = {} if reading.skip_lines else _above(file, known)
        for skipped in sorted(set(above.values()) or {0}):
            found = file.below(skipped).grids(lambda _: True)
            grids += _members((grid for grid in found if above.get(grid.sheet, 0) == skipped), member)
    if not grids:
        raise SourceError([Fault(contents.name, "a workbook of empty sheets", "a sheet with a header row")])
    return grids


def _above(file: SheetFile, known: Wanted) -> Mapping[str, int]:
    """By sheet, how many rows stand above the one with the most headings that say something."""
    best: dict[str, tuple[int, int]] = {}
    for skipped in range(MOST_ABOVE + 1):
        for sheet, header in file.headers(skipped).items():
            score = sum(map(known, filter(None, header)))
            if score > best.get(sheet, (-1, 0))[0]:
                best[sheet] = score, skipped
    titled = file.above()
    return {sheet: skipped if score >= LEAST_KNOWN else titled for sheet, (score, skipped) in best.items()}


def _unmapped(name: str, what: str) -> Fault:
    expected = "a folder of tables, a workbook with a sheet for each, or a column map for it"
    return Fault(name, f"{what}, and no column map for it", expected)


def _read_workbook(name: str, book: Workbook, reading: Reading) -> ReadSource:
    """A workbook with a sheet for each table."""
    sheets = sheets_by_table(book.names, name)
    if not sheets and len(book.names) == 1:
        return _own_wide(WorkbookFile(name, book, reading.watch, reading.skip_lines), reading)
    if not sheets:
        raise SourceError([_unmapped(name, "no sheet named applicants")])
    tables = {sheet: table for table, sheet in sheets.items()}

    def wanted(sheet: str, heading: str) -> bool:
        return sheet in tables and wanted_in(tables[sheet], heading)

    read = book.grids(wanted, reading.watch, reading.skip_lines)
    grids = {tables[grid.sheet]: [grid] for grid in read if grid.sheet in tables}
    known = {*tables, *BESIDE_TABLES}
    notes = tuple(f"{name}: sheet {each!r} is not used" for each in book.names if each not in known)
    return ReadSource(own_tables(grids, reading.needed, Folder(name, " sheet", book.names)), "a workbook", notes)


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

    def opened(name: str) -> SheetFile:
        return table_file(archive.contents(files[name]), reading)

    used = {files[name] for parts in paths.values() for name in parts}
    called = {member: each.filename for member, each in archive.members.items() if "__macosx" not in member.split("/")}
    notes, near = left_over(called.values(), {called[member] for member in used}, archive.name)
    read = _read_tables(folder, paths, faults + near, opened, reading, "an archive of tables")
    return replace(read, notes=(*read.notes, *notes))


def _documents(files: Sequence[tuple[str, Callable[[], Contents | Text | Archive]]], reading: Reading) -> ReadSource:
    read = read_documents(files, reading.encoding, reading.watch)
    return ReadSource(read.tables, read.form, read.notes)


def _read_folder(folder: Path, reading: Reading) -> ReadSource:
    names = names_in(folder)
    files, faults = table_files(names, str(folder))
    beside = folders_beside(folder)
    if not files and (documents := document_paths(folder)):
        read = _documents([(name_of(path), partial(read_contents, path)) for path in documents], reading)
        notes, _ = left_over([*names, *beside], {path.name for path in documents}, str(folder))
        return replace(read, notes=(*read.notes, *notes))
    notes, near = left_over([*names, *beside], {name for parts in files.values() for name in parts}, str(folder))
    found, opened = Folder(str(folder), ".csv", names), partial(_file_in, folder, reading=reading)
    read = _read_tables(found, files, faults + near, opened, reading, "a folder of tables")
    return replace(read, notes=(*read.notes, *notes))


def _file_in(folder: Path, name: str, reading: Reading) -> SheetFile:
    """A file inside a folder: Parquet by its path, since it is not read as a whole, any other by its contents."""
    if found := no_plain_file(folder / name):
        raise SourceError([Fault(told_name(name), found, "a plain file", code="file")])
    if name.casefold().endswith(PARQUET):
        return ParquetFile(told_name(name), folder / name)
    contents = read_contents(folder / name)
    called = posixpath.join(posixpath.dirname(told_name(name)), contents.name)
    return table_file(replace(contents, name=called), reading)


def _read_tables(
    folder: Folder,
    files: Mapping[str, Sequence[str]],
    faults: list[Fault],
    opened: Callable[[str], SheetFile],
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
            reading.watch(told_name(name), done, total, "files")
            done += 1
            try:
                file = opened(name)
                grid = _part(table, name, file)
            except SourceError as error:
                faults += error.faults
                continue
            grids.setdefault(table, []).append(grid)
            said.setdefault(file.how, []).append(file.name)
            if file.note:
                strange.setdefault(file.note, []).append(file.name)
        notes += [f"{together(where)}: {note}" for note, where in strange.items()]
        told += [f"{together(where)}: {how}" for how, where in said.items()]
    if faults:
        unread = set(files) - set(grids)
        raise SourceError([*faults, *header_faults(grids, set(reading.needed) - unread, folder)])
    return ReadSource(own_tables(grids, reading.needed, folder), form, tuple(notes), tuple(told))


def _part(table: str, name: str, file: SheetFile) -> Grid:
    """One file of a table, with what the folders around it state."""
    wanted = partial(wanted_in, table)
    (grid,) = file.grids(wanted, known=lambda heading: named(heading) in COLUMNS[table])
    return with_stated(grid, stated_in(name), wanted)


def _own_members(archive: Archive) -> list[str]:
    """The members of an archive without those that a system adds for itself."""
    return [each for each in archive.members if "__macosx" not in each.split("/") and not each.endswith(".gz")]
