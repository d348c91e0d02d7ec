"""LinkedIn's export of one's own profile: an archive of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.records import TextColumn
from minqual.sources.archives import Archive
from minqual.sources.delimited import Layout, header_of, read_delimited
from minqual.sources.documents.common import ListOf, add_unstated
from minqual.sources.documents.gathered_rows import Gathering
from minqual.sources.files import Contents, read_text
from minqual.sources.grids import Grid, named
from minqual.values import Fault, SourceError

NAME: Final = "LinkedIn export"
OPEN: Final = (
    "hours a week, kinds of work, units and whether a degree was conferred are not in it; "
    "a position whose Finished On is blank may have ended"
)


_STARTED: Final = ("Started On", "Start Date")
_FINISHED: Final = ("Finished On", "Ended On", "End Date")
_TIME: Final = {"start": _STARTED, "end": _FINISHED}
_VOLUNTEERING: Final = "Volunteering.csv"
_EDUCATION: Final = "Education.csv"
_FILES: Final = (
    ListOf(
        "Positions.csv",
        "experience",
        {**_TIME, "employer": ("Company Name", "Company"), "title": ("Title", "Position")},
    ),
    ListOf(
        _VOLUNTEERING,
        "experience",
        {**_TIME, "employer": ("Company Name", "Organization", "Company"), "title": ("Role", "Title")},
        fixed={"paid": "no"},
    ),
    ListOf(
        _EDUCATION,
        "education",
        {
            "institution": ("School Name", "School", "Institution"),
            "level": ("Degree Name", "Degree"),
            "expected": ("End Date", "Finished On", "Ended On"),
            "field": ("Field of Study", "Fields of Study", "Field", "Major"),
        },
    ),
    ListOf(
        "Certifications.csv",
        "credentials",
        {
            "name": ("Name",),
            "issuer": ("Authority", "Issuing Organization"),
            "valid_from": _STARTED,
            "expires": _FINISHED,
        },
    ),
)
_MEMBERS: Final = {each.key: each for each in _FILES}
"""The tables of the archive by their files; of each, the first column is needed."""

_MAIN: Final = tuple(name for name in _MEMBERS if name != _VOLUNTEERING)
"""Those without which our table is not stated."""


def _headings(member: ListOf) -> frozenset[str]:
    """All headings of a table that are read."""
    return frozenset(named(each) for headings in member.fields.values() for each in headings)


MOST_ABOVE: Final = 12
"""Lines of notes above the headings of a table."""


def is_linkedin(archive: Archive) -> bool:
    """Whether an archive has one of LinkedIn's tables, spelt as there, and is none of ours."""
    names = _members(archive)
    return any(name in names for name in _MEMBERS) and "applicants.csv" not in names


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """The tables of an archive as they were read, by the names of its members, and the applicant whose they are.

    others: the files that are not read.
    """

    name: str
    applicant: str
    grids: Mapping[str, Grid]
    others: Sequence[str]

    @property
    def unread(self) -> Mapping[str, Sequence[str]]:
        """The columns that are not read, by table."""
        return {
            name: [each for each in grid.header if each and named(each) not in _headings(_MEMBERS[name])]
            for name, grid in self.grids.items()
        }


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
    used = {names[name] for name in grids}
    others = [each.filename for member, each in archive.members.items() if member not in used]
    return Export(archive.name, applicant, grids, others)


def take(export: Export, number: int, into: Gathering) -> tuple[str, ...]:
    """Gather the rows of an archive's one applicant; what it lacks.

    The end of a course of study proves no award: it is when a degree is due. A position whose Finished On is blank
    mostly goes on, but LinkedIn does not say so in writing and nobody need keep a profile up to date: it is open.
    """
    people = into.sheet("applicants")
    people.add(export.applicant, number, people.place(export.name), {})
    for name, grid in export.grids.items():
        _take_table(export, name, grid, _MEMBERS[name], into)
    stated = {_MEMBERS[name].table for name in export.grids if name in _MAIN}
    add_unstated(export.applicant, stated, export.name, number, into)
    lacks = [name for name in _MAIN if name not in export.grids]
    if (study := export.grids.get(_EDUCATION)) and not _under(study, _MEMBERS[_EDUCATION], "field"):
        lacks.append("fields of study")
    return tuple(lacks)


def _take_table(export: Export, name: str, grid: Grid, member: ListOf, into: Gathering) -> None:
    sheet, applicant = into.sheet(member.table), export.applicant
    sheet.blank += grid.blank
    found = {column: under for column in member.fields if (under := _under(grid, member, column))}
    at = sheet.place(export.name, names=tuple((column, heading) for column, (heading, _) in found.items()), sheet=name)
    for place, number in enumerate(grid.rows.tolist()):
        if place in grid.broken:
            sheet.add_broken(applicant, number, at, *grid.broken[place])
            continue
        cells: dict[str, object] = {column: cell.cell(place) or None for column, (_, cell) in found.items()}
        sheet.add(applicant, number, at, {**cells, **member.fixed})


def _under(grid: Grid, member: ListOf, column: str) -> tuple[str, TextColumn] | None:
    """The first column of a table under one of its headings, with that heading; None where there is none."""
    for heading in member.fields[column]:
        if (cells := grid.under(heading)) is not None:
            return heading, cells
    return None


def _grid(contents: Contents, member: ListOf, said: str) -> Grid:
    """A table of the archive; notes may stand above its headings."""
    text, (needed, *_) = read_text(contents), member.fields.values()
    wanted = {named(each) for each in needed}
    headers = ((row, header_of(text, Layout(",", row))) for row in range(1, MOST_ABOVE + 2))
    row = next((row for row, header in headers if not wanted.isdisjoint(map(named, header))), 1)
    headings = _headings(member)
    grid = read_delimited(text, Layout(",", row), lambda heading: named(heading) in headings)
    if all(grid.under(heading) is None for heading in needed):
        raise SourceError([Fault(f"{said} row 1", f"no column {needed[0]!r}", "the table as LinkedIn exports it")])
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
