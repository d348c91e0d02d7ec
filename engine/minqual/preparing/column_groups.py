"""Columns that belong together, as entries of a column map: what makes a row of a table, and what does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np

from minqual.preparing.cell_agreement import date_in, is_date, mostly, said, says
from minqual.preparing.column_claims import Claim, Unplaced
from minqual.preparing.heading_families import Family
from minqual.preparing.heading_words import HELD, NOT_HELD, Phrase, is_beside, phrase_of, table_of
from minqual.records import YES_NO
from minqual.values import fold

_TWICE: Final = "it says what another column says as well: give one of them its place"
_NO_ROW: Final = "no entry of its own: {} beside it, nothing would say {}"
_DOUBTFUL: Final = "credentials stay open as a whole: another column may say until when they are valid"
_DUE: Final = "a no in it would say that no degree is due, and another column may say when one is"
_WHOSE: Final = "it stands beside columns of another table: is it of a job that was held?"
_LASTING: Final = (
    "it says how long jobs lasted beside dates that say it too, and a job with both is asked about: give it its place "
    "as years only if the dates are left out"
)
_TURNED: Final = "many of the dates under which these rows begin lie after those under which they end"

_NOT_TAKEN_TWICE: Final = frozenset({"field", "employer", "title", "institution", "class_code"})
"""Columns of which the first of two is taken: the other is about something else."""

_DATED: Final = frozenset({"start", "end", "span"})
_JOB: Final = frozenset({"employer", "title", "kinds", "class_code", "facts"})
_OF_DEGREES: Final = frozenset(
    {"graduation", "graduate", "graduated", "conferral", "conferred", "expected", "anticipated"}
)
"""Words of headings of dates that may be those of degrees."""

_OF_CREDENTIALS: Final[Mapping[str, Phrase]] = {
    "license": frozenset({"license", "driver", "drivers", "driving"}),
    "certificate": frozenset({"certificate"}),
    "certification": frozenset({"certification"}),
    "credential": frozenset({"credential"}),
}
"""Words that tell the credentials of a file apart, each kind with an entry of its own."""

_MAKING: Final = frozenset({"level", "name"})
"""Columns without which a row is lost, or may be any."""

MOST_TURNED: Final = 0.1
"""The share of rows that may end before they begin; where more do, the two columns are something else."""


@dataclass(slots=True, eq=False, repr=False)
class Proposed:
    """A group of a proposed map. cells: our columns with the family that fills each, or the parts of a date.

    always: our columns with words that are the same in every row. when: the family that says whether there is a row.
    box: that of a box for what goes on. where: by our column, the family that tells its system, and its words.
    turned: columns in which a yes means no. sheet, ids: the sheet that it stands in and the column of applicant ids
    there, where they are not the applicants'. once: whether rows that say the same are one. split: what stands
    between several kinds of work in one cell, where the words of the pack tell it. having: the words of when for which
    there is a row, where there is none for all others.
    """

    table: str
    slots: tuple[str, ...]
    cells: dict[str, Family | dict[str, Family]] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)
    when: Family | None = None
    box: Family | None = None
    where: dict[str, tuple[Family, tuple[str, ...]]] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    sheet: str = ""
    ids: str = ""
    once: bool = False
    split: tuple[str, ...] = ()
    having: tuple[str, ...] = ()

    @property
    def at(self) -> int:
        """Where its first column stands in the file."""
        return min(family.at for family in self.families)

    @property
    def families(self) -> Iterator[Family]:
        """The families that it draws on."""
        for cell in self.cells.values():
            yield from cell.values() if isinstance(cell, dict) else (cell,)
        yield from (each for each in (self.when, self.box) if each is not None)
        yield from (family for family, _ in self.where.values())

    @property
    def later(self) -> bool:
        """Whether it is the second or a further one of several schools or jobs, which most people do not have."""
        numbers = [each.number for each in self.families]
        several = self.table in {"education", "experience"} and not self.slots and self.when is None
        return several and bool(numbers) and all(number.isdigit() and int(number) > 1 for number in numbers)

    def whole(self, column: str) -> Family | None:
        """The family of one of our columns, where it stands in one."""
        cell = self.cells.get(column)
        return None if isinstance(cell, dict) else cell


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grouping:
    """Columns as entries of a map. unplaced: those without a place in one. partly: tables that are stated in part."""

    groups: Sequence[Proposed]
    unplaced: Sequence[Unplaced]
    partly: frozenset[str]


def grouped(claims: Sequence[Claim], left_over: Sequence[Unplaced]) -> Grouping:
    """Columns as entries of a map. left_over: those that are taken for nothing."""
    alone = [claim for claim in claims if claim.always and not claim.asks]
    groups = [Proposed(claim.table, (), {claim.column: claim.family}, dict(claim.always)) for claim in alone]
    rest, unplaced = _beside_their_like([each for each in claims if each not in alone])
    partly: set[str] = set()
    for claimed in _classes(rest):
        for group, lost in _entries(claimed):
            unplaced += lost
            partly |= {group.table for each in lost if meant(each.family, claimed) in _MAKING}
            why = _no_row(group)
            if why is None:
                groups.append(group)
                continue
            unplaced += [Unplaced(family, why) for family in dict.fromkeys(group.families)]
            partly |= {group.table} if _is_of_several(group) else set()
    left = [*left_over, *unplaced]
    doubtful = any(_is_of_any(claim, rest) for claim in rest) or any(_may_end(each.family) for each in left)
    for group in groups:
        if group.table == "credentials" and "expires" not in group.cells and _unread_dates(group, left, rest):
            doubtful = True
        if group.table == "education" and "expected" not in group.cells and _unread_dates(group, left, rest):
            left += _without_conferral(group)
    given_up = [group for group in groups if doubtful and group.table == "credentials"]
    for group in given_up:
        left += [Unplaced(each, _DOUBTFUL) for each in dict.fromkeys(group.families)]
    partly |= {"credentials" for each in left if _is_of_credentials(each.family)}
    kept = [each for each in groups if (each.cells or each.when is not None) and each not in given_up]
    kept.sort(key=lambda each: each.at)
    return Grouping(kept, left, frozenset(partly & {group.table for group in kept}))


def meant(family: Family, claims: Sequence[Claim]) -> str:
    """The column of ours that a family is taken for."""
    return next((claim.column for claim in claims if claim.family is family), "")


def _is_of_any(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether a column may be of any of several credentials."""
    kinds = {_credential(each.family) for each in claims if each.table == "credentials"} - {""}
    return claim.table == "credentials" and not _credential(claim.family) and len(kinds) > 1


def _is_of_several(group: Proposed) -> bool:
    """Whether what is no entry is one of several jobs or schools, so that the others are not all of them."""
    telling = _DATED | {"employer", "institution", "level"}
    several = bool(group.slots) or any(family.place for family in group.families)
    return several and bool(telling & set(group.cells))


def _beside_their_like(claims: Sequence[Claim]) -> tuple[list[Claim], list[Unplaced]]:
    """Dates whose headings do not tell their table, such as "Start date", stay where columns of that table stand.

    The next column to the left that is taken for something must be of it; where there is none, the next to the right.
    """
    placed = sorted(claims, key=lambda each: each.family.at)
    kept: list[Claim] = []
    lost: list[Unplaced] = []
    for number, claim in enumerate(placed):
        if claim.table != "experience" or claim.own or claim.column not in _DATED:
            kept.append(claim)
            continue
        after = [each for each in placed[number + 1 :] if each.own or each.column not in _DATED]
        beside = kept[-1] if kept else after[0] if after else claim
        if beside.table == claim.table:
            kept.append(claim)
        else:
            lost.append(Unplaced(claim.family, _WHOSE))
    return kept, lost


def _classes(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Columns of one table that are about the same job, school or credential, or about the same row of them."""
    joined = _numbered_alike(claims)
    classes: list[tuple[tuple[object, ...], tuple[str, ...], list[Claim]]] = []
    kind = ""
    for claim in sorted(joined, key=lambda each: each.family.at):
        if claim.table == "credentials":
            kind = _credential(claim.family) or kind
        about = (claim.table, _place(claim), kind if claim.table == "credentials" else "")
        for number, (key, slots, members) in enumerate(classes):
            if key == about and _fit(slots, claim.family.slots):
                members.append(claim)
                classes[number] = key, tuple(dict.fromkeys((*slots, *claim.family.slots))), members
                break
        else:
            classes.append((about, claim.family.slots, [claim]))
    yield from (members for _, _, members in classes)


def _place(claim: Claim) -> tuple[str, ...]:
    """Which of several jobs or schools a column is about; a box for what goes on is of no current job."""
    said_so = {"current", "present"} if claim.column == "current" else set()
    return tuple(each for each in claim.family.place if each not in said_so)


def _credential(family: Family) -> str:
    """The kind of credential that a heading is about; empty where it does not say."""
    phrase = phrase_of(family.words)
    return next((kind for kind, words in _OF_CREDENTIALS.items() if words & phrase), "")


def _fit(slots: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two families repeat alike. Headings that stand several times must do so as often as each other."""
    if not slots or not others:
        return not slots and not others
    if any(each.startswith("(") for each in (*slots, *others)):
        return slots == others
    return not set(slots).isdisjoint(others)


def _numbered_alike(claims: Sequence[Claim]) -> list[Claim]:
    """Columns with a number of their own as part of the group that has such a number: "Job 1 Title" of "Job {n}"."""
    known = {(claim.table, claim.family.place): set[str]() for claim in claims if claim.family.slots}
    for claim in claims:
        if claim.family.slots:
            known[claim.table, claim.family.place].update(claim.family.slots)
    found = []
    for claim in claims:
        family = claim.family
        number = family.place[-1] if family.place else ""
        if not family.slots and number.isdigit() and number in known.get((claim.table, family.place[:-1]), ()):
            found.append(replace(claim, family=family.numbered()))
        else:
            found.append(claim)
    return found


def _entries(claims: Sequence[Claim]) -> Iterator[tuple[Proposed, list[Unplaced]]]:
    """The entries that columns of one class make; where two levels are stated, that of the highest has its own."""
    levels = [claim for claim in claims if claim.column == "level"]
    highest = [claim for claim in levels if "highest" in claim.family.words]
    if len(levels) == 2 and len(highest) == 1:
        yield _entry(highest)
        yield _entry([claim for claim in claims if claim not in highest])
    else:
        yield _entry(claims)


def _entry(claims: Sequence[Claim]) -> tuple[Proposed, list[Unplaced]]:
    """Columns as one entry, and those that say what others say as well."""
    by_column: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_column.setdefault((claim.column, claim.part), []).append(claim)
    whole = {column for column, part in by_column if not part}
    group, lost = Proposed(claims[0].table, ()), list[Unplaced]()
    for (column, part), members in by_column.items():
        taken = members[:1]
        if len(members) > 1 and column not in _NOT_TAKEN_TWICE:
            taken = []
        elif len(members) > 1:
            taken = [each for each in members if column in each.family.words][:1] or taken
        if (part and column in whole) or (column == "span" and {"start", "end"} & whole):
            taken = []
        lost += [Unplaced(each.family, _TWICE) for each in members if each not in taken]
        for claim in taken:
            _put(group, claim)
    if sum(claim.asks for claim in claims) > 1:
        group.when = None
    lost += _turned(group)
    lost += _lasting_beside_dates(group)
    return group, lost


def _put(group: Proposed, claim: Claim) -> None:
    """A column into its entry."""
    group.slots = tuple(dict.fromkeys((*group.slots, *claim.family.slots)))
    group.always |= claim.always
    if claim.asks:
        group.when = claim.family
    elif claim.column == "current":
        group.box = claim.family
    elif claim.part:
        parts = group.cells.setdefault(claim.column, {})
        assert isinstance(parts, dict)
        parts[claim.part] = claim.family
    else:
        group.cells[claim.column] = claim.family
    if claim.where is not None:
        group.where[claim.column] = claim.where
    if claim.turned:
        group.turned.add(claim.column)


def _no_row(group: Proposed) -> str | None:
    """Why a group is no entry, None where it is one: what makes it a row of its table is there."""
    cells, numbered = set(group.cells), bool(group.slots)
    for column, cell in group.cells.items():
        if isinstance(cell, dict) and ("year" not in cell or ("day" in cell and "month" not in cell)):
            return f"a part of a date under {column} without the others"
    numbered = numbered or any(family.place for family in group.families)
    match group.table:
        case "education":
            row = "level" in cells or bool(cells - {"institution", "accredited", "field"})
            return None if row else _NO_ROW.format("without a degree", "what was studied")
        case "experience":
            dated = bool(_DATED & cells)
            job = bool(_JOB & cells)
            named = (dated and (job or _tells_of_jobs(group))) or "kinds" in cells or {"title", "employer"} <= cells
            alone = dated and ("employer" in cells or "kinds" in cells or _tells_of_jobs(group))
            row = "years" in cells or (named if numbered else alone)
            return None if row else _NO_ROW.format("without an employer and dates", "that it is a job held")
        case "credentials":
            row = "name" in cells or (group.when is not None and "name" in group.always)
            return None if row else _NO_ROW.format("without a name", "what was issued")
    return None


def _tells_of_jobs(group: Proposed) -> bool:
    """Whether a heading of dates says that they are those of an applicant's job, as "Employed from" does."""
    words = {word for column in _DATED for family in _of(group, column) for word in family.words}
    several = bool(group.slots) or any(family.place for family in group.families)
    of_jobs = any(table_of(phrase_of(family.words)) == "experience" for family in group.families)
    return (several and of_jobs) or bool(words & {"employed", "employment", "worked", "hired", "hire", "left"})


def _of(group: Proposed, column: str) -> Sequence[Family]:
    cell = group.cells.get(column)
    return tuple(cell.values()) if isinstance(cell, dict) else () if cell is None else (cell,)


def _turned(group: Proposed) -> list[Unplaced]:
    """First and last dates that most often stand the wrong way round are taken out of their entry."""
    start, end = group.whole("start"), group.whole("end")
    if start is None or end is None or start.slots != end.slots or _share_turned(start, end) <= MOST_TURNED:
        return []
    del group.cells["start"], group.cells["end"]
    return [Unplaced(start, _TURNED), Unplaced(end, _TURNED)]


def _lasting_beside_dates(group: Proposed) -> list[Unplaced]:
    """Durations that stand beside dates in the same rows are taken out of their entry: the two would contradict."""
    years = group.whole("years")
    dated = [family for column in _DATED for family in _of(group, column)]
    if years is None or not any(map(partial(_in_same_rows, years), dated)):
        return []
    del group.cells["years"]
    return [Unplaced(years, _LASTING)]


def _in_same_rows(one: Family, other: Family) -> bool:
    """Whether two families that repeat alike are both filled in any row."""
    pairs = zip(one.columns, other.columns, strict=False)
    return any(bool((first.flags(says) & second.flags(says)).any()) for first, second in pairs)


def _share_turned(start: Family, end: Family) -> float:
    """The share of rows, of those with two dates, that end before they begin in every order of day and month."""
    wrong = both = 0
    for first, last in zip(start.columns, end.columns, strict=True):
        pairs, counts = np.unique(np.stack([first.codes, last.codes]), axis=1, return_counts=True)
        for (one, other), count in zip(pairs.T.tolist(), counts.tolist(), strict=True):
            begins, ends = date_in(first.words[one], "open"), date_in(last.words[other], "open")
            if begins is not None and ends is not None:
                both += count
                wrong += count * (begins.earliest > ends.latest)
    return wrong / both if both else 0


def _is_of_credentials(family: Family) -> bool:
    """Whether a column that is taken for nothing may say something of a credential that would decide."""
    if table_of(phrase_of(family.words)) != "credentials" or is_beside(family.words):
        return False
    return any(not fold(cell).isdigit() for cell in said(family))


def _without_conferral(group: Proposed) -> list[Unplaced]:
    """A column that says whether a degree is conferred, out of its group: a no in it says that none is due either."""
    family = group.whole("conferred")
    if family is None:
        return []
    del group.cells["conferred"]
    return [Unplaced(family, _DUE)]


def _unread_dates(group: Proposed, left: Sequence[Unplaced], claims: Sequence[Claim]) -> bool:
    """Whether dates of no known meaning may be of a group: by their heading, or standing right of its columns."""
    degrees = _OF_DEGREES if group.table == "education" else frozenset()
    own = {family.at for family in group.families}
    for each in left:
        cells = said(each.family)
        if not cells or not mostly(cells, is_date):
            continue
        phrase = phrase_of(each.family.words)
        before = [claim.family.at for claim in claims if claim.family.at < each.family.at]
        if table_of(phrase) == group.table or phrase & degrees or (before and max(before) in own):
            return True
    return False


def _may_end(family: Family) -> bool:
    """Whether such a column may say that a credential is no longer valid: by a date, or by words for how it stands."""
    if not _is_of_credentials(family):
        return False
    cells = said(family)
    return any(map(is_date, cells)) or any(fold(cell) in {*HELD, *NOT_HELD} - {*YES_NO} for cell in cells)
