"""A file of groups: who belongs to which group of which category. It is read for impact alone, and never judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from minqual.comparisons import FileColumns, columns_in
from minqual.values import Fault, SourceError, plain_id, silent, so_many

APPLICANT: Final = "applicant id"
UNKNOWN: Final = "unknown"
MOST_ALONE: Final = 10
"""Of more people than these, a column in which each has a word of their own is none of groups."""

HEADINGS: Final = "the column applicant_id, and one for each category, such as sex or race, with the group in each row"


@dataclass(frozen=True, slots=True)
class Groups:
    """Who belongs to which group, by category and applicant id. strangers: people of the file who are not judged."""

    name: str
    categories: Mapping[str, Mapping[str, str]]
    strangers: int = 0

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


def groups_given(categories: Mapping[str, Mapping[str, str]]) -> Groups:
    """Groups that a program holds: by category, the group of each applicant id."""
    said = {
        name: {each: UNKNOWN if silent(group) else group for each, group in members.items()}
        for name, members in categories.items()
    }
    return Groups("groups", said)


def read_groups(path: Path, judged: Collection[str]) -> Groups:
    """The groups that a file states. judged: the ids of all whom the results hold.

    SourceError carries every fault: someone twice, nobody who is judged, ids that differ from those judged by form.
    """
    read = columns_in(path, lambda names: APPLICANT in names and len(names) > 1, HEADINGS)
    column = read.columns[APPLICANT]
    ids = [column.words[code] for code in column.codes.tolist()]
    faults = [*_faults_of_ids(read, ids), *_strangers(read.name, ids, frozenset(judged))]
    if faults:
        raise SourceError(faults)
    categories = {name: _members(read, name, ids) for name in read.columns if name != APPLICANT}
    if faults := [fault for name, members in categories.items() for fault in _no_groups(read.name, name, members)]:
        raise SourceError(faults)
    return Groups(read.name, categories, len(set(ids).difference(judged)))


def _members(read: FileColumns, name: str, ids: list[str]) -> Mapping[str, str]:
    column = read.columns[name]
    words = [UNKNOWN if silent(word) else word for word in column.words]
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
