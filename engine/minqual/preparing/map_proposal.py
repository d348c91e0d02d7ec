"""A column map proposed from a file: what its headings and its cells tell together, and what they leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from minqual.preparing.applicant_sheet import ids_in, named_ids, nearly_owner_in, owner_in, unlike_others, without_ids
from minqual.preparing.column_claims import NOTHING_ASKED, Asked, taken
from minqual.preparing.column_groups import Proposed, grouped
from minqual.preparing.heading_families import Family, families
from minqual.preparing.heading_words import known_heading
from minqual.preparing.hidden_rows import with_hidden_rows
from minqual.preparing.joined_rows import is_joined
from minqual.preparing.signs_between import signs_between
from minqual.preparing.stated_parts import lower_degrees, stated_in_part
from minqual.records import TextColumn
from minqual.sources import Grid, RepeatedIds, filled, named, repeated_ids
from minqual.values import Fault, SourceError, nearest


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LeftOver:
    """A column without a place. why: what a person should know of it. words: its cells, for those who ask for them.

    owners: per row the applicant whose cell it is.
    """

    heading: str
    why: str = ""
    columns: tuple[TextColumn, ...] = ()
    owners: TextColumn | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Proposal:
    """What could be told of a file's columns. several: ids repeat because the export is built so.

    repeated: the ids that do. unplaced, ignored: headings without a place. sheet: that of the applicants, where there
    are several. not_read: sheets that have no part in the map. partly: tables that are stated in part.
    """

    ids: str
    several: bool
    repeated: RepeatedIds
    groups: tuple[Proposed, ...]
    unplaced: tuple[LeftOver, ...]
    ignored: tuple[str, ...]
    sheet: str = ""
    header_row: int = 1
    not_read: tuple[str, ...] = ()
    partly: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Sheet:
    """A sheet with the families of its headings, the column of its ids, and what its columns are taken for."""

    grid: Grid
    members: Sequence[Family]
    ids: Family | None
    groups: Sequence[Proposed] = ()
    unplaced: Sequence[LeftOver] = ()
    ignored: Sequence[str] = ()
    partly: frozenset[str] = frozenset()

    @property
    def several(self) -> bool:
        """Whether the export is built so that an id stands in several rows."""
        return self.repeated.is_way(numbered=any(group.slots for group in self.groups))

    @property
    def repeated(self) -> RepeatedIds:
        """The ids that stand in several rows."""
        assert self.ids is not None
        return repeated_ids(self.ids.columns[0], self.grid.rows)


def joined_proposal(grids: Sequence[Grid], asked: Asked = NOTHING_ASKED, ids: str = "") -> Proposal:
    """What sheets tell together: that of the applicants, and others whose rows name one of its ids each.

    ids: the heading of their ids, where it is not to be told. SourceError where no sheet holds applicants, or nothing
    in it has a place.
    """
    read = [_read(grid, asked, ids) for grid in grids]
    if ids and all(sheet.ids is None for sheet in read):
        headings = [family.pattern for sheet in read for family in sheet.members]
        near = nearest(ids, headings)
        raise SourceError([Fault("--ids", f"no column {ids!r} in the file", "the heading of applicant ids", near)])
    people = _people(read)
    assert people.ids is not None
    several = len(grids) > 1
    groups, unplaced, ignored = list(people.groups), list(people.unplaced), list(people.ignored)
    not_read: list[str] = []
    partly = people.partly
    for sheet in read:
        if sheet is people:
            continue
        owner = owner_in(sheet.members, people.ids.pattern, people.ids.cells)
        found = None if owner is None else _placed(sheet.grid, sheet.members, owner, asked)
        if owner is None:
            _check_form(people, sheet)
        if found is None or owner is None or not found.groups:
            not_read.append(sheet.grid.called)
            continue
        _check_rows(people.grid, sheet.grid)
        for group in found.groups:
            group.sheet = sheet.grid.called
            group.ids = "" if named(owner.pattern) == named(people.ids.pattern) else owner.pattern
        groups += found.groups
        partly |= found.partly
        unplaced += [_named_in(each, sheet.grid) for each in found.unplaced]
        ignored += found.ignored
    groups += lower_degrees(groups, asked)
    for group in groups:
        if (kinds := group.whole("kinds")) is not None:
            group.split = signs_between(kinds.cells, asked.kinds)
    if not groups:
        raise SourceError([_nothing_placed(people)])
    called = people.grid.called if several else ""
    return Proposal(
        people.ids.pattern, people.several, people.repeated, tuple(groups), tuple(unplaced),
        tuple(dict.fromkeys(ignored)), called, people.grid.header_row, tuple(not_read),
        partly | stated_in_part(groups, asked),
    )  # fmt: skip


def _read(grid: Grid, asked: Asked, heading: str = "") -> _Sheet:
    """A sheet by itself. heading: that of its ids, where somebody has named it."""
    members, unnamed = families(grid)
    ids = named_ids(members, heading) if heading else ids_in(members)
    sheet = _placed(grid, members, ids, asked, unnamed)
    if ids is None and not heading and sheet.groups and (found := unlike_others(grid, members)) is not None:
        return _placed(grid, members, found, asked, unnamed)
    return sheet


def _placed(
    grid: Grid, members: Sequence[Family], ids: Family | None, asked: Asked, unnamed: Sequence[str] = ()
) -> _Sheet:
    """The columns of a sheet but that of its ids, each with its place if there is one for it."""
    claims, left_over, private = taken([family for family in members if family is not ids], asked)
    found = grouped(claims, left_over)
    groups, unplaced = found.groups, found.unplaced
    owners = None if ids is None else ids.columns[0]
    if owners is not None:
        _say_joined(owners, groups)
    named_so = [LeftOver(heading) for heading in unnamed]
    ignored = [heading for family in private for heading in _headings(family)]
    why: dict[Family, str] = {}
    for each in unplaced:
        why.setdefault(each.family, each.why)
    left = [LeftOver(", ".join(_headings(each)), said, each.columns, owners) for each, said in why.items()]
    sheet = _Sheet(grid, members, ids, groups, (*named_so, *left), ignored, found.partly)
    hidden = with_hidden_rows(groups, unplaced, several=ids is not None and sheet.several)
    return replace(sheet, partly=found.partly | hidden)


def _say_joined(owners: TextColumn, groups: Sequence[Proposed]) -> None:
    """Of a table of jobs by schools, say of each that its rows repeat."""
    single = [group for group in groups if not group.slots and "years" not in group.cells]
    jobs = [group for group in single if group.table == "experience"]
    schools = [group for group in single if group.table == "education"]
    if len(jobs) == len(schools) == 1 and is_joined(owners, jobs[0], schools[0]):
        jobs[0].once = True


def _people(read: Sequence[_Sheet]) -> _Sheet:
    """The sheet of the applicants: of those with ids, the first in which none repeats, or the first of them."""
    found = [sheet for sheet in read if sheet.ids is not None and sheet.grid.height]
    found = found or [sheet for sheet in read if sheet.ids is not None]
    if not found:
        likely = [sheet for sheet in read if sheet.groups] or list(read)
        raise SourceError([without_ids(sheet.grid, sheet.members) for sheet in likely])
    placed = [sheet for sheet in found if sheet.groups] or found
    once = [sheet for sheet in found if not sheet.several]
    if len(found) > 1 and once and once[0] not in placed:
        others = [sheet for sheet in placed if _share_ids(once[0], sheet)]
        return once[0] if others else placed[0]
    return next((sheet for sheet in placed if not sheet.several), placed[0])


def _share_ids(one: _Sheet, other: _Sheet) -> bool:
    """Whether the ids of one sheet are those of another, their form aside."""
    assert one.ids is not None
    ids = (one.ids.pattern, one.ids.cells)
    return owner_in(other.members, *ids) is not None or nearly_owner_in(other.members, *ids) is not None


def _check_form(people: _Sheet, other: _Sheet) -> None:
    """SourceError where the rows of a sheet name applicants whose ids are written in another form."""
    assert people.ids is not None
    owner = nearly_owner_in(other.members, people.ids.pattern, people.ids.cells)
    if owner is not None:
        found = f"ids under {owner.pattern!r} that differ in form alone from those of {people.grid.called!r}"
        expected = "ids in one form in all sheets, such as text with its zeros in front, or numbers"
        raise SourceError([Fault(other.grid.said, found, expected)])


def _check_rows(people: Grid, other: Grid) -> None:
    """SourceError where the headings of two sheets stand in different rows: a map has one row for all."""
    if people.header_row != other.header_row:
        found = f"headings in row {other.header_row}, and in row {people.header_row} of {people.called!r}"
        expected = "the headings of all sheets in the same row: delete the rows above them"
        raise SourceError([Fault(other.said, found, expected)])


def _nothing_placed(people: _Sheet) -> Fault:
    """The fault of a sheet of which nothing but the ids is understood."""
    found = "no column that could be placed besides the ids"
    headings = [heading for heading in people.grid.header if heading]
    if not any(map(known_heading, headings[1:])):
        found = "no heading that is known besides that of the ids"
    return Fault(
        people.grid.header_said,
        found,
        "headings such as 'Degree', 'Employer 1', 'Start Date 1', 'Hours per Week 1' above cells of that kind",
    )


def _named_in(left: LeftOver, grid: Grid) -> LeftOver:
    """A column without a place, with the sheet that it stands in."""
    return LeftOver(f"{left.heading} ({grid.called})", left.why, left.columns, left.owners)


def _headings(family: Family) -> list[str]:
    """The headings of a family as the file has them."""
    return [" ".join(filled(family.pattern, slot).split()) for slot in family.slots] or [family.pattern]
