"""LinkedIn's export of one's own profile: an archive of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from minqual.sources.archives import Archive
from minqual.sources.delimited import Layout, read_delimited
from minqual.sources.documents.common import add_unstated, degree
from minqual.sources.documents.gathered_rows import Gathering
from minqual.sources.files import Contents, read_text
from minqual.sources.grids import Grid
from minqual.values import Fault, SourceError

NAME: Final = "LinkedIn export"
OPEN: Final = (
    "hours a week, kinds of work, units, fields of study and whether a degree was conferred are not in it; "
    "a position whose Finished On is blank may have ended"
)


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


def is_linkedin(archive: Archive) -> bool:
    """Whether an archive has one of LinkedIn's tables, spelt as there, and is none of ours."""
    names = _members(archive)
    return any(name in names for name in _MEMBERS) and "applicants.csv" not in names


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """The tables of an archive as they were read, by the names of its members, and the applicant whose they are."""

    name: str
    applicant: str
    grids: Mapping[str, Grid]


def read(archive: Archive, applicant: str) -> Export:
    """The tables of an archive. SourceError carries every fault."""
    names, faults, grids = _members(archive), _twice(archive), dict[str, Grid]()
    for name, member in _MEMBERS.items():
        if name in names:
            said = f"{archive.name} {name}"
            try:
                grids[name] = _grid(Contents(said, archive.contents(names[name]).content), member, said)
            except SourceError as error:
                faults += error.faults
    if faults:
        raise SourceError(faults)
    return Export(archive.name, applicant, grids)


def take(export: Export, number: int, into: Gathering) -> tuple[str, ...]:
    """Gather the rows of an archive's one applicant; the tables that it lacks.

    The end of a course of study proves no award: it is when a degree is due. A position whose Finished On is blank
    mostly goes on, but LinkedIn does not say so in writing and nobody need keep a profile up to date: it is open.
    """
    people = into.sheet("applicants")
    people.add(export.applicant, number, people.place(export.name), {})
    for name, grid in export.grids.items():
        _take_table(export, name, grid, _MEMBERS[name], into)
    add_unstated(export.applicant, {_MEMBERS[name].table for name in export.grids}, export.name, number, into)
    return tuple(name for name in _MEMBERS if name not in export.grids)


def _take_table(export: Export, name: str, grid: Grid, member: _Member, into: Gathering) -> None:
    sheet, applicant = into.sheet(member.table), export.applicant
    sheet.blank += grid.blank
    at = sheet.place(export.name, names=tuple(member.columns.items()), sheet=name)
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


def _members(archive: Archive) -> Mapping[str, str]:
    """The members of an archive by their names without folders, spelt as there."""
    return {each.filename.rpartition("/")[2]: member for member, each in reversed(list(archive.members.items()))}


def _twice(archive: Archive) -> list[Fault]:
    """The faults of tables that stand in two folders of an archive."""
    names = [each.filename.rpartition("/")[2] for each in archive.members.values()]
    return [
        Fault(archive.name, f"{name} twice, in two folders", "each table once")
        for name in _MEMBERS
        if names.count(name) > 1
    ]
