"""What the documents of others have in common: rows under paths, and how dates, degrees and lists are written there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from minqual.records import MOST_ROWS
from minqual.sources.assembly import UNSTATED
from minqual.sources.documents.gathered_rows import Gathering, shape, written
from minqual.values import fold, goes_on, read_degree


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A row of one table as a document states it.

    path: where it stands ("work 2"). cells: values by column of the table, each with the key under which it stands
    there; None, null, a blank text and a column left out are open. fault: why nothing of it can be read.
    stood: what stood there instead.
    """

    table: str
    path: str
    cells: Mapping[str, tuple[str, object]] = field(default_factory=dict)
    fault: tuple[str, str] | None = None
    stood: object = None


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """What a document states of one applicant.

    applicant: the id and its path, where the format has one. stated: the tables on which it says anything at all,
    if only by an empty list; on the others nothing is known.
    """

    applicant: tuple[str, object] | None
    rows: Sequence[Row]
    stated: Collection[str]


@dataclass(frozen=True, slots=True, repr=False)
class Format:
    """A form in which other systems write applicants down.

    open: what it does not carry, and so stays open. candidate: what of an object is the applicant, told from its keys;
    None where the object is of another form. states: what that says. Names, addresses and demographic facts are not
    looked at. known: its keys that are read, and those that need no word.
    """

    name: str
    open: str
    candidate: Callable[[Mapping[str, object]], Mapping[str, object] | None]
    states: Callable[[Mapping[str, object]], Person]
    known: Known

    def recognises(self, value: Mapping[str, object]) -> bool:
        """Whether an object is of this form."""
        return self.candidate(value) is not None

    def person(self, value: Mapping[str, object]) -> Person:
        """What an object of this form states."""
        return self.states(self.candidate(value) or {})

    def unread(self, value: Mapping[str, object]) -> Iterator[str]:
        """The keys of an object of this form that are filled and are not read."""
        return unread_keys(self.candidate(value) or {}, self.known)


def gather(person: Person, fallback: str, where: str, number: int, into: Gathering) -> None:
    """Gather what a document states of an applicant, whose id is the fallback where the format has none."""
    path, stated = person.applicant or ("", fallback)
    applicant = into.applicant(stated, where, number, path)
    for row in person.rows:
        sheet = into.sheet(row.table)
        names = tuple((column, f"{row.path} {key}") for column, (key, _) in row.cells.items() if key)
        at = sheet.place(where, f"{row.path} ", names)
        if row.fault:
            sheet.add_broken(applicant, number, at, *row.fault, written(row.stood))
        else:
            sheet.add(applicant, number, at, {column: value for column, (_, value) in row.cells.items()})
    add_unstated(applicant, person.stated, where, number, into)


def add_unstated(applicant: str, stated: Collection[str], where: str, number: int, into: Gathering) -> None:
    """Gather an open row for each table on which a document says nothing: none at all would mean that there is none."""
    for table, entry in UNSTATED.items():
        if table not in stated:
            sheet = into.sheet(table)
            sheet.add(applicant, number, sheet.place(where, f"{table} "), {"entry": entry})


def stated_in(value: Mapping[str, object], lists: Mapping[str, str]) -> frozenset[str]:
    """The tables for which an object has a list. lists: the table of each, by its key."""
    return frozenset(table for key, table in lists.items() if value.get(key) is not None)


def listed(
    value: Mapping[str, object], key: str, table: str, above: str = ""
) -> Iterator[tuple[str, dict[str, object] | Row]]:
    """The objects of a list, each with its path; a row that cannot be read in place of whatever else stands there.

    Some programs write a list as an object with the key "item".
    """
    stated, path = value.get(key), f"{above} {key}".strip()
    if type(stated) is dict and list(stated) == ["item"]:
        stated = stated["item"]
    if stated is None:
        return
    if not isinstance(stated, list):
        yield path, Row(table, path, fault=(shape(stated), "a list"), stood=stated)
    elif len(stated) > MOST_ROWS:
        yield path, Row(table, path, fault=(f"a list of more than {MOST_ROWS} entries", f"at most {MOST_ROWS}"))
    else:
        for place, each in enumerate(stated, start=1):
            at = f"{path} {place}"
            found = getattr(each, "found", None) or shape(each)
            yield (
                at,
                each
                if type(each) is dict
                else Row(table, at, fault=(found, "an object with named values"), stood=each),
            )


Reader: TypeAlias = Callable[[object], object]


@dataclass(frozen=True, slots=True, repr=False)
class ListOf:
    """A list of plain objects in a document, or a file of an archive, each of whose entries is a row of a table.

    key: under which it stands. fields: by column of the table, the keys under which it may stand, the first filled one
    counting. read: how values of columns are read. fixed: what the list itself says of each of its rows. beside: keys
    of its objects that are known and not read.
    """

    key: str
    table: str
    fields: Mapping[str, Sequence[str]]
    read: Mapping[str, Reader] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    beside: Sequence[str] = ()

    def rows(self, value: Mapping[str, object]) -> Iterator[Row]:
        """The rows of a document's list."""
        for path, each in listed(value, self.key, self.table):
            if isinstance(each, Row):
                yield each
                continue
            cells = {column: first(each, keys) for column, keys in self.fields.items()}
            for column, reader in self.read.items():
                cells[column] = (cells[column][0], reader(cells[column][1]))
            if "end" in cells:
                cells["end"] = end_of(each, cells["end"])
            yield Row(self.table, path, {**cells, **{column: ("", said) for column, said in self.fixed.items()}})

    @property
    def known(self) -> Known:
        """The keys of its objects that are known."""
        own = (key for keys in self.fields.values() for key in keys)
        return dict.fromkeys((*self.beside, *(CURRENT if "end" in self.fields else ()), *own))


def rows_and_stated(value: Mapping[str, object], lists: Sequence[ListOf]) -> tuple[list[Row], frozenset[str]]:
    """The rows of some lists of a document, and the tables for which it has one."""
    return [row for each in lists for row in each.rows(value)], stated_in(
        value, {each.key: each.table for each in lists}
    )


def first(value: Mapping[str, object], keys: Sequence[str]) -> tuple[str, object]:
    """The first key whose value is filled, with its value; the first of all if none is."""
    for key in keys:
        found = value.get(key)
        if found is not None and found != "":
            return key, found
    return keys[0], value.get(keys[0])


_MONTH: Final = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?(?:T.*)?")
_SLASHED: Final = re.compile(r"(\d{1,2})/\d{1,2}/(\d{4})")
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T.*")


def month(value: object) -> object:
    """The month of a date; anything else stays as it is."""
    if isinstance(value, str):
        if found := _MONTH.fullmatch(value.strip()):
            return f"{found[1]}-{found[2]}"
        if found := _SLASHED.fullmatch(value.strip()):
            return f"{found[2]}-{found[1]:0>2}"
    return value


def day(value: object) -> object:
    """The day of a moment, as written, whatever its time zone; anything else stays as it is."""
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1] if found else value


def readable(value: object) -> bool:
    """Whether a value is a level of education that is known, and no words that leave it open."""
    try:
        found = read_degree(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return found.low == found.high or found.foreign


Known = Mapping[str, "Known | None"]
"""The keys of an object that are read; below one that holds objects, the keys of these."""


def unread_keys(value: Mapping[str, object], known: Known, above: str = "") -> Iterator[str]:
    """The filled keys of an object, and of those in it, that are not read, each with the keys above it."""
    for key, stated in value.items():
        path = f"{above} {key}".strip()
        if key in known:
            below = known[key]
            if below is not None:
                for each in _objects(stated):
                    yield from unread_keys(each, below, path)
        elif stated not in (None, "", [], {}):
            yield path


def _objects(stated: object) -> list[dict[str, object]]:
    """The objects that a value is or lists."""
    if type(stated) is dict:
        stated = stated["item"] if list(stated) == ["item"] else [stated]
    return [each for each in stated if type(each) is dict] if isinstance(stated, list) else []


CURRENT: Final = (
    "isCurrentRole", "isCurrent", "current", "currentlyWorking", "currentRole", "is_current", "currently_employed",
    "currently_working", "ongoing", "present",
)  # fmt: skip
"""Keys under which programs say that a job goes on, beside its dates."""


def end_of(each: Mapping[str, object], end: tuple[str, object]) -> tuple[str, object]:
    """The end of a job that may be said to go on; one that is, beside another end, is no date."""
    key = next((key for key in CURRENT if each.get(key) is True or fold(str(each.get(key))) in {"true", "yes"}), None)
    if key is None or (isinstance(end[1], str) and goes_on(end[1])):
        return end
    return (key, "present") if end[1] in (None, "") else (end[0], f"{end[1]}, and {key}")
