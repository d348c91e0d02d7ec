"""A column map proposed from a file: what its headings and the shapes of its cells tell, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.preparing.heading_families import Family, families
from minqual.preparing.heading_words import IDS, is_private, meanings, part_of, words_of
from minqual.records import YES_NO
from minqual.sources import Grid, filled, named
from minqual.values import Fault, SourceError, Vocabulary, fold, nearest, silent

if TYPE_CHECKING:
    from minqual.packs import Pack

_AMOUNT: Final = frozenset(
    {"years", "year", "yrs", "yr", "months", "month", "mos", "of", "in", "experience", "exp", "full", "time"}
    | {"number", "total", "how", "many", "with", "work", "as", "a"}
)
"""Words of a heading that states how long some kind of work lasted, besides the kind."""

LEAST_JOINED: Final = 0.5
"""The share of a column's cells that must be ids of applicants, for it to say whose each row is."""

_LICENCE: Final = frozenset({"license", "licence", "licenses"})


@dataclass(slots=True, eq=False, repr=False)
class Proposed:
    """A group of a proposed map. cells: our columns with the family that fills each, or the parts of a date.

    always: our columns with words that are the same in every row. when: the family that says whether there is a row.
    sheet, ids: the sheet that it stands in and the column of applicant ids there, where they are not the applicants'.
    """

    table: str
    slots: tuple[str, ...]
    cells: dict[str, Family | dict[str, Family]] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)
    when: Family | None = None
    sheet: str = ""
    ids: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Proposal:
    """What could be told of a file's columns. several: ids repeat. unplaced, ignored: headings without a place.

    sheet: that of the applicants, where there are several.
    """

    ids: str
    several: bool
    groups: tuple[Proposed, ...]
    unplaced: tuple[str, ...]
    ignored: tuple[str, ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Asked:
    """The words of a pack that headings may speak of: kinds, questions with how they are asked, credentials."""

    kinds: Vocabulary
    questions: Mapping[str, str]
    licences: Sequence[str] = ()


def asked_by(pack: Pack, questions: Mapping[str, str]) -> Asked:
    """The words of a pack. questions: by name, how each is asked."""
    licences = [name for name in pack.credentials if _LICENCE & set(words_of(name)) and "driver" in name.casefold()]
    return Asked(pack.vocabularies["kinds"], questions, licences)


NOTHING_ASKED: Final = Asked(Vocabulary({}), {})


def proposal(grid: Grid, asked: Asked = NOTHING_ASKED) -> Proposal:
    """What the headings and cells of a sheet tell; SourceError where nothing in it can be an applicant id."""
    members, unnamed = families(grid)
    return _placed(members, unnamed, _ids(grid, members), asked)


def joined_proposal(grids: Sequence[Grid], asked: Asked = NOTHING_ASKED) -> Proposal:
    """What several sheets tell together: that of the applicants, and others whose rows name one of its ids each."""
    if len(grids) == 1:
        return proposal(grids[0], asked)
    people, own = _people(grids, asked)
    known = next((family.cells for family in families(people)[0] if family.pattern == own.ids), frozenset())
    groups, unplaced, ignored = list(own.groups), list(own.unplaced), list(own.ignored)
    for grid in grids:
        if grid is people:
            continue
        members, unnamed = families(grid)
        owner = _owner(members, own.ids, known)
        if owner is None:
            unplaced += [f"{heading} ({grid.called})" for heading in grid.header if heading]
            continue
        found = _placed(members, unnamed, owner, asked)
        for group in found.groups:
            group.sheet, group.ids = grid.called, "" if named(owner.pattern) == named(own.ids) else owner.pattern
        groups += found.groups
        unplaced += [f"{heading} ({grid.called})" for heading in found.unplaced]
        ignored += found.ignored
    return Proposal(own.ids, own.several, tuple(groups), tuple(unplaced), tuple(ignored), people.called)


def _people(grids: Sequence[Grid], asked: Asked) -> tuple[Grid, Proposal]:
    """The sheet of the applicants: the first in which no id repeats, or of those with ids the first."""
    found: list[tuple[Grid, Proposal]] = []
    faults: list[Fault] = []
    for grid in grids:
        try:
            found.append((grid, proposal(grid, asked)))
        except SourceError as error:
            faults += error.faults
    if not found:
        raise SourceError(faults)
    return next((each for each in found if not each[1].several), found[0])


def _owner(members: Sequence[Family], ids: str, known: frozenset[str]) -> Family | None:
    """The column of a sheet that says whose each row is: of that name, or else with the most ids among its cells."""
    single = [family for family in members if not family.slots]
    shares = [len(known & family.cells) / max(len(family.cells), 1) for family in single]
    for family, share in zip(single, shares, strict=True):
        if named(family.pattern) == named(ids) and (share or not family.cells):
            return family
    best = max(shares, default=0)
    return single[shares.index(best)] if best >= LEAST_JOINED else None


def _placed(members: Sequence[Family], unnamed: Iterable[str], ids: Family, asked: Asked) -> Proposal:
    """The families of one sheet, each with its place if there is one for it."""
    placing = _Placing(asked, unnamed)
    for family in members:
        if family is not ids:
            placing.place(family)
    placing.place_late()
    column = ids.columns[0]
    rows = np.bincount(column.codes, minlength=len(column.words))
    several = any(count > 1 and word for count, word in zip(rows.tolist(), column.words, strict=True))
    sound = [group for group in placing.groups if _whole(group)]
    lost = [heading for group in placing.groups if not _whole(group) for heading in _all_headings(group)]
    return Proposal(ids.pattern, several, tuple(sound), (*placing.unplaced, *lost), tuple(placing.ignored))


class _Placing:
    """The columns of a file as they find their places, one after the other."""

    def __init__(self, asked: Asked, unnamed: Iterable[str]) -> None:
        self._asked = asked
        self._late: list[tuple[Family, str]] = []
        self.groups: list[Proposed] = []
        self.unplaced = list(unnamed)
        self.ignored: list[str] = []

    def place(self, family: Family) -> None:
        """Give a family its place, if its heading tells one."""
        words = family.words
        part, meant = part_of(words), next(iter(meanings(words)), None)
        if is_private(words):
            self.ignored += _headings(family)
        elif _driving(family, self._asked, self.groups) or _asked(family, self._asked, self.groups):
            return
        elif part is not None:
            if not _put_part(self.groups, *part, family):
                self.unplaced += _headings(family)
        elif meant is None or (meant == ("credentials", "name") and _is_yes_no(family)):
            self.unplaced += _headings(family)
        elif not meant[0]:
            self._late.append((family, meant[1]))
        else:
            _put(self.groups, *_by_cells(meant, family), family)

    def place_late(self) -> None:
        """Place what only the columns around it tell: "From" is of a job where there are jobs."""
        for family, column in self._late:
            if any(group.table == "experience" and _fits(group, family) for group in self.groups):
                _put(self.groups, "experience", column, family)
            else:
                self.unplaced += _headings(family)


def _ids(grid: Grid, members: Sequence[Family]) -> Family:
    """The column of applicant ids: one that is called so, else the first that is filled and different in every row."""
    single = [family for family in members if not family.slots]
    for called in IDS:
        for family in single:
            if " ".join(words_of(family.pattern)) == called:
                return family
    for family in single:
        column = family.columns[0]
        if not is_private(family.words) and len(column.words) == grid.height and "" not in column.words and grid.height:
            return family
    found = "no column that could hold applicant ids"
    known = [family.pattern for family in single]
    raise SourceError([Fault(grid.said, found, "a column such as 'applicant_id'", nearest("applicant_id", known))])


def _headings(family: Family) -> list[str]:
    """The headings of a family as the file has them."""
    return [" ".join(filled(family.pattern, slot).split()) for slot in family.slots] or [family.pattern]


def _all_headings(group: Proposed) -> Iterator[str]:
    for cell in (*group.cells.values(), *([group.when] if group.when is not None else [])):
        for family in cell.values() if isinstance(cell, dict) else (cell,):
            yield from _headings(family)


def _fits(group: Proposed, family: Family) -> bool:
    """Whether a family repeats as a group does."""
    if not group.slots or not family.slots:
        return not group.slots and not family.slots
    return group.slots[0] == family.slots[0]


def _put(groups: list[Proposed], table: str, column: str, family: Family) -> Proposed:
    """A family as a column of the first group that lacks it, or of a new one."""
    for group in groups:
        if group.table == table and _fits(group, family) and column not in group.cells and column not in group.always:
            break
    else:
        group = Proposed(table, family.slots)
        groups.append(group)
    group.cells[column] = family
    group.slots = tuple(dict.fromkeys((*group.slots, *family.slots)))
    return group


def _put_part(groups: list[Proposed], table: str, column: str, part: str, family: Family) -> bool:
    """A family as the year, month or day of a date; False where that part is there already."""
    for group in groups:
        cell = group.cells.get(column)
        if group.table == table and isinstance(cell, dict) and _fits(group, family):
            if part in cell or next(iter(cell.values())).slots != family.slots:
                return False
            cell[part] = family
            return True
    group = _put(groups, table, column, family)
    group.cells[column] = {part: family}
    return True


def _whole(group: Proposed) -> bool:
    """Whether the dates of a group that stand in several columns have all that they need."""
    dates = [cell for cell in group.cells.values() if isinstance(cell, dict)]
    return all("year" in cell and ("month" in cell or "day" not in cell) for cell in dates)


def _driving(family: Family, asked: Asked, groups: list[Proposed]) -> bool:
    """Whether a column says yes or no to a driver's license; it then tells whether there is a row of one."""
    words = set(family.words)
    if family.slots or not (words & _LICENCE and words & {"driver", "drivers"} and _is_yes_no(family)):
        return False
    free = (each for each in groups if each.table == "credentials" and not each.slots and "name" not in each.cells)
    group = next((each for each in free if each.when is None), None)
    if group is None:
        group = Proposed("credentials", ())
        groups.append(group)
    group.when = family
    group.always["name"] = asked.licences[0] if asked.licences else "driver's license"
    return True


def _asked(family: Family, asked: Asked, groups: list[Proposed]) -> bool:
    """Whether a heading is about something that a pack asks; it is then placed."""
    words, text = family.words, " ".join(family.words)
    if family.slots:
        return False
    kind = asked.kinds.meaning(fold(" ".join(word for word in words if word not in _AMOUNT)))
    if kind is not None and {"years", "yrs", "year", "months", "month", "mos"} & set(words):
        groups.append(Proposed("experience", (), {"years": family}, {"kinds": kind}))
        return True
    for question, ask in asked.questions.items():
        named_so = set(words_of(question)) <= set(words)
        if named_so or nearest(text, [" ".join(words_of(ask))]) is not None:
            groups.append(Proposed("answers", (), {"answer": family}, {"question": question}))
            return True
    return False


def _by_cells(meant: tuple[str, str], family: Family) -> tuple[str, str]:
    """What a heading means, where only the cells tell whether it is a date or a yes or no: "Degree awarded"."""
    said = [cell for cell in family.cells if not silent(cell)]
    if meant == ("education", "conferred") and said and all(any(sign.isdigit() for sign in cell[-4:]) for cell in said):
        return "education", "awarded"
    return ("education", "conferred") if meant == ("education", "awarded") and _is_yes_no(family) else meant


def _is_yes_no(family: Family) -> bool:
    """Whether nothing but yes and no stands in a column, and anything does."""
    said = [cell for cell in family.cells if not silent(cell)]
    return bool(said) and all(fold(cell) in YES_NO for cell in said)
