"""LinkedIn's export of one's own profile: an archive of tables."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from minqual.contents import Contents, read_text
from minqual.delimited import Layout, read_delimited
from minqual.documents.gathering import Gathering
from minqual.documents.shapes import add_unstated, degree
from minqual.faults import Fault, SourceError
from minqual.grids import Grid

if TYPE_CHECKING:
    from zipfile import ZipFile

NAME: Final = "LinkedIn export"
OPEN: Final = (
    "hours a week, kinds of work, units, fields of study and whether a degree was conferred are not in it; "
    "a position whose Finished On is blank may have ended"
)

MOST_BYTES: Final = 64 << 20
"""Bytes of one table of an archive, unpacked; more is no one's profile."""

MOST_MEMBERS: Final = 10_000
"""Files in an archive."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A table of the archive: our table, and by column the heading under which it stands; the first is needed."""

    table: str
    columns: Mapping[str, str]


_MEMBERS: Final = {
    "Positions.csv": _Member(
        "experience", {"start": "Started On", "end": "Finished On", "employer": "Company Name", "title": "Title"}
    ),
    "Education.csv": _Member(
        "education", {"level": "Degree Name", "expected": "End Date", "institution": "School Name"}
    ),
    "Certifications.csv": _Member(
        "credentials", {"name": "Name", "issuer": "Authority", "valid_from": "Started On", "expires": "Finished On"}
    ),
}


def is_linkedin(contents: Contents) -> bool:
    """Whether an archive has one of LinkedIn's tables, spelt as there, and is none of ours."""
    if not contents.zipped:
        return False
    try:
        names = _names(contents)
    except SourceError:
        return False
    return any(name in names for name in _MEMBERS) and "applicants.csv" not in names


def take(contents: Contents, applicant: str, number: int, into: Gathering) -> tuple[str, ...]:
    """Gather the rows of an archive's one applicant; the tables that it lacks. SourceError carries every fault.

    The end of a course of study proves no award: it is when a degree is due. A position whose Finished On is blank
    mostly goes on, but LinkedIn does not say so in writing and nobody need keep a profile up to date: it is open.
    """
    names = _names(contents)
    people = into.sheet("applicants")
    people.add(applicant, number, people.place(contents.name), {})
    faults: list[Fault] = []
    for name, member in _MEMBERS.items():
        if name in names:
            try:
                _take_table(contents, names[name], name, member, applicant, into)
            except SourceError as error:
                faults += error.faults
    if faults:
        raise SourceError(faults)
    add_unstated(
        applicant, {each.table for name, each in _MEMBERS.items() if name in names}, contents.name, number, into
    )
    return tuple(name for name in _MEMBERS if name not in names)


def _take_table(contents: Contents, path: str, name: str, member: _Member, applicant: str, into: Gathering) -> None:
    said = f"{contents.name} {name}"
    grid = _grid(Contents(said, _unpacked(contents, path)), member, said)
    sheet = into.sheet(member.table)
    sheet.blank += grid.blank
    at = sheet.place(contents.name, names=tuple(member.columns.items()), sheet=name)
    found = {column: grid.under(heading) for column, heading in member.columns.items()}
    for place, number in enumerate(grid.rows.tolist()):
        if place in grid.broken:
            sheet.add_broken(applicant, number, at, *grid.broken[place])
            continue
        cells: dict[str, object] = {column: cell.cell(place) or None for column, cell in found.items() if cell}
        sheet.add(applicant, number, at, {**cells, "level": degree(cells["level"])} if "level" in cells else cells)


def _grid(contents: Contents, member: _Member, said: str) -> Grid:
    headings = list(member.columns.values())
    grid = read_delimited(read_text(contents), Layout(",", 1), lambda heading: heading.strip() in headings)
    if grid.under(headings[0]) is None:
        raise SourceError([Fault(f"{said} row 1", f"no column {headings[0]!r}", "the table as LinkedIn exports it")])
    return grid


def _names(contents: Contents) -> Mapping[str, str]:
    """The paths of an archive's files by their names without folders."""
    with _opened(contents, contents.name) as archive:
        paths = archive.namelist()
    if len(paths) > MOST_MEMBERS:
        raise SourceError([Fault(contents.name, f"{len(paths)} files", f"at most {MOST_MEMBERS} files")])
    return {path.rpartition("/")[2]: path for path in reversed(paths)}


def _unpacked(contents: Contents, path: str) -> bytes:
    """One file of an archive, no further than it may go."""
    said = f"{contents.name} {path.rpartition('/')[2]}"
    with _opened(contents, said) as archive, archive.open(path) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SourceError([Fault(said, f"more than {MOST_BYTES >> 20} MiB", f"at most {MOST_BYTES >> 20} MiB")])
    return content


@contextmanager
def _opened(contents: Contents, said: str) -> Iterator[ZipFile]:
    """An archive; SourceError where it, or what is read of it, is broken or needs a password."""
    from lzma import LZMAError
    from struct import error as not_a_header
    from zipfile import BadZipFile, ZipFile
    from zlib import error as not_packed

    broken = (
        BadZipFile, LZMAError, not_a_header, not_packed,
        OSError, EOFError, RuntimeError, ValueError, LookupError, OverflowError,
    )  # fmt: skip
    try:
        with ZipFile(io.BytesIO(contents.content)) as archive:
            yield archive
    except broken:
        found, expected = "what cannot be unpacked", "the archive as it was exported, without a password"
        raise SourceError([Fault(said, found, expected)]) from None
