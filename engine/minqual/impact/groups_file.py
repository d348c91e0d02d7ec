"""A file of groups: who belongs to which group of which category. It is read for impact alone, and never judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from minqual.comparisons import FileColumns, columns_in, columns_of_frame
from minqual.records import cell_of
from minqual.sources import is_frame
from minqual.values import Fault, FaultyInput, SourceError, fold, misused, plain_id, silent, so_many

APPLICANT: Final = "applicant id"
UNKNOWN: Final = "unknown"
MOST_ALONE: Final = 10
"""Of more people than these, a column in which each has a word of their own is none of groups."""

BY_CATEGORY: Final = 'by category, such as sex, the group of each applicant id: {"sex": {"a001": "women"}}'

HEADINGS: Final = "the column applicant_id, and one for each category, such as sex or race, with the group in each row"


@dataclass(frozen=True, slots=True)
class Groups:
    """Who belongs to which group, by category and applicant id.

    strangers: how many people of the file are not judged. unlisted: how many who are judged it does not have; their
    groups are unknown.
    """

    name: str
    categories: Mapping[str, Mapping[str, str]]
    strangers: int = 0
    unlisted: int = 0

    def notes(self) -> Iterator[str]:
        """What does not fit together with the results, or within it, in sentences."""
        if self.strangers:
            yield f"not in the results: {so_many(self.strangers, 'applicant')} of {self.name}"
        if self.unlisted:
            yield f"not in {self.name}, so that their groups are unknown: {so_many(self.unlisted, 'applicant')}"
        for name, words in self.alike():
            yield f"groups of {name} that may be one, written in several ways: {', '.join(words)}"

    def alike(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Groups of a category that differ in capitals and blanks alone, and may be one."""
        for name, members in self.categories.items():
            written: dict[str, dict[str, None]] = {}
            for each in members.values():
                written.setdefault(fold(each), {})[each] = None
            yield from ((name, tuple(sorted(words))) for words in written.values() if len(words) > 1)

    def crossed(self) -> Mapping[str, Mapping[str, str]]:
        """The categories, then any two of them together."""
        pairs = {
            f"{one} and {two}": {
                each: f"{self.categories[one].get(each, UNKNOWN)}, {self.categories[two].get(each, UNKNOWN)}"
                for each in {**self.categories[one], **self.categories[two]}
            }
            for one, two in combinations(self.categories, 2)
        }
        return {**self.categories, **pairs}


def groups_given(given: object, judged: Collection[str]) -> Groups:
    """Groups as a program gives them: by category the group of each applicant id, a DataFrame, or the path of a file.

    judged: the ids of all whom the results hold. FaultyInput: it is something else, or turned round; what else is wrong
    is told as of a file.
    """
    if isinstance(given, str | Path):
        return read_groups(Path(given), judged)
    if is_frame(given):
        columns = columns_of_frame(given, "groups")
        if APPLICANT not in columns.columns or len(columns.columns) < 2:
            raise SourceError([Fault("groups", "other columns", HEADINGS, code="missing")])
        return _groups_in(columns, judged)
    if not isinstance(given, Mapping):
        raise misused("groups", given, f"{BY_CATEGORY}, a DataFrame, or the path of a file")
    if not given:
        raise FaultyInput([Fault("groups", "no category", BY_CATEGORY, code="missing")])
    known = frozenset(judged)
    if known.issuperset(given):
        raise FaultyInput([Fault("groups", "the ids of applicants in place of categories", BY_CATEGORY)])
    faults = [fault for name, members in given.items() for fault in _no_members(name, members)]
    ids = [] if faults else list(dict.fromkeys(each for members in given.values() for each in members))
    faults += _strangers("groups", ids, known)
    if faults:
        raise FaultyInput(faults)
    said = {
        name: {each: _group(cell_of(group) or "") for each, group in members.items()} for name, members in given.items()
    }
    return Groups("groups", said, len(set(ids) - known), len(known.difference(ids)))


def _no_members(name: object, members: object) -> Iterator[Fault]:
    """What of a category is not the group of each applicant id."""
    if not isinstance(name, str):
        yield from misused("groups", name, "the name of a category, a text").faults
    if not isinstance(members, Mapping):
        yield from misused(f"groups {name!r}", members, "the group of each applicant id, as a mapping").faults
        return
    strange = sum(not isinstance(each, str) or cell_of(group) is None for each, group in members.items())
    if strange:
        found = f"{so_many(strange, 'entry', 'entries')} of another type"
        yield Fault(f"groups {name!r}", found, "the id of an applicant and a group, both texts", code="wrong-type")


def read_groups(path: Path, judged: Collection[str]) -> Groups:
    """The groups that a file states. judged: the ids of all whom the results hold.

    SourceError carries every fault: someone twice, nobody who is judged, ids that differ from those judged by form.
    """
    return _groups_in(columns_in(path, lambda names: APPLICANT in names and len(names) > 1, HEADINGS), judged)


def _groups_in(read: FileColumns, judged: Collection[str]) -> Groups:
    """The groups that columns state; SourceError carries every fault."""
    column = read.columns[APPLICANT]
    ids = [column.words[code] for code in column.codes.tolist()]
    if not ids:
        raise SourceError([Fault(read.name, "headings and no rows", "a row for each applicant", code="missing")])
    faults = [*_faults_of_ids(read, ids), *_strangers(read.name, ids, frozenset(judged))]
    if faults:
        raise SourceError(faults)
    categories = {name: _members(read, name, ids) for name in read.columns if name != APPLICANT}
    if faults := [fault for name, members in categories.items() for fault in _no_groups(read.name, name, members)]:
        raise SourceError(faults)
    return Groups(read.name, categories, len(set(ids).difference(judged)), len(set(judged).difference(ids)))


def _group(word: str) -> str:
    return UNKNOWN if silent(word) else word


def _members(read: FileColumns, name: str, ids: list[str]) -> Mapping[str, str]:
    column = read.columns[name]
    words = [_group(word) for word in column.words]
    return dict(zip(ids, (words[code] for code in column.codes.tolist()), strict=True))


def _no_groups(file: str, name: str, members: Mapping[str, str]) -> Iterator[Fault]:
    """Whether a column holds something else of each person, such as a name or a number, and no group."""
    known = [each for each in members.values() if each != UNKNOWN]
    if len(known) > MOST_ALONE and len(set(known)) == len(known):
        found = f"another word for each of {len(known)} applicants"
        yield Fault(f"{file}, column {name!r}", found, "a group that several belong to; leave other columns out")


def _faults_of_ids(read: FileColumns, ids: list[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row, each in enumerate(ids):
        where = f"{read.places(row)}, column 'applicant_id'"
        if not each:
            yield Fault(where, "blank", "the id of an applicant", code="cell")
        elif each in first:
            again = _again(read, first[each], row)
            yield Fault(where, f"an applicant of {read.places(first[each])} as well{again}", "each once", code="cell")
        else:
            first[each] = row


def _again(read: FileColumns, one: int, two: int) -> str:
    """Which categories two rows of one applicant differ in."""
    columns = {name: column for name, column in read.columns.items() if name != APPLICANT}
    other = [name for name, column in columns.items() if column.codes[one] != column.codes[two]]
    return f", in another group of {' and '.join(map(repr, other))}" if other else ""


def _strangers(name: str, ids: list[str], judged: frozenset[str]) -> Iterator[Fault]:
    """Ids that are nobody's, and differ from someone's only in how they are written; or all of them are nobody's."""
    strange = set(ids) - judged - {""}
    if not strange:
        return
    bare = {plain_id(each) for each in judged}
    nearly = sum(plain_id(each) in bare for each in strange)
    expected = "the same applicants, by the same ids"
    if nearly:
        found = f"{so_many(nearly, 'id')} written otherwise than in the results (leading zeros, case, blanks)"
        yield Fault(f"{name}, column 'applicant_id'", found, expected, code="other-kind")
    elif len(strange) == len(set(ids)):
        found = f"{so_many(len(strange), 'id')}, none of which the results hold"
        yield Fault(f"{name}, column 'applicant_id'", found, expected, code="other-kind")
