"""A file of people: names and addresses for letters. It is read for letters alone, and never judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minqual.comparisons import FileColumns, columns_in
from minqual.letters.catalogue import LANGUAGES
from minqual.values import Fault, SourceError, nearest

APPLICANT: Final = "applicant id"
ADDRESS: Final = "address"
KNOWN: Final = (APPLICANT, "name", ADDRESS, "language")
HEADINGS: Final = "the columns applicant_id, name, address (or address 1, address 2, …) and, if you like, language"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a letter is for. address: its lines, with line breaks between them."""

    name: str
    address: str
    language: str


def read_people(path: Path) -> Mapping[str, Person]:
    """The people of a file by applicant id; SourceError carries every fault, and shows nothing that a cell says."""
    read = columns_in(path, lambda names: APPLICANT in names, HEADINGS)
    if faults := list(_faults_of_columns(read)):
        raise SourceError(faults)
    cells = {name: [column.words[code] for code in column.codes.tolist()] for name, column in read.columns.items()}
    if faults := list(_faults_of_rows(read, cells)):
        raise SourceError(faults)
    lines = [name for name in cells if _is_address(name)]
    return {
        each: Person(
            cells["name"][row].strip(),
            "\n".join(filter(None, (cells[name][row].strip() for name in lines))),
            _language(cells, row),
        )
        for row, each in enumerate(cells[APPLICANT])
    }


def _is_address(name: str) -> bool:
    return name.removeprefix(ADDRESS).strip().isdigit() or name == ADDRESS


def _language(cells: Mapping[str, list[str]], row: int) -> str:
    return (cells["language"][row].strip().casefold() if "language" in cells else "") or LANGUAGES[0]


def _faults_of_columns(read: FileColumns) -> Iterator[Fault]:
    where = read.name
    if "name" not in read.columns:
        yield Fault(where, "no column name", HEADINGS, code="missing")
    if not any(map(_is_address, read.columns)):
        yield Fault(where, "no column address", HEADINGS, code="missing")
    for name in read.columns:
        if name not in KNOWN and not _is_address(name):
            yield Fault(f"{where}, a column", "a heading that nothing is known of", HEADINGS, nearest(name, KNOWN),
                        code="unknown-key")  # fmt: skip


def _faults_of_rows(read: FileColumns, cells: Mapping[str, list[str]]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    addresses = [cells[name] for name in cells if _is_address(name)]
    for row, each in enumerate(cells[APPLICANT]):
        where = read.places(row)
        if not each:
            yield Fault(f"{where}, column 'applicant_id'", "blank", "the id of an applicant", code="cell")
        elif each in first:
            found = f"an applicant of {read.places(first[each])} as well"
            yield Fault(f"{where}, column 'applicant_id'", found, "each once", code="twice")
        first.setdefault(each, row)
        if not cells["name"][row].strip():
            yield Fault(f"{where}, column 'name'", "blank", "a name", code="cell")
        if not any(column[row].strip() for column in addresses):
            yield Fault(f"{where}, column 'address'", "blank", "an address", code="cell")
        if _language(cells, row) not in LANGUAGES:
            found = "a language that letters are not written in"
            yield Fault(f"{where}, column 'language'", found, f"one of {', '.join(LANGUAGES)}", code="cell")
