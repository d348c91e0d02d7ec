"""Digests of what a settlement was made on: of a row, of an applicant's rows, of the names of a pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.values import Kept, once

if TYPE_CHECKING:
    from minqual.records import Table, Tables
    from minqual.values import Numbers

LENGTH = 16
"""Letters of a digest that stand in a key: enough that no two of a pool are alike by chance."""


canonical: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""Plain values as canonical JSON: keys sorted, no blanks, signs as they are."""

canonical_text: Final = encode_basestring
"""A text as canonical JSON."""


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(content: object) -> str:
    """The first letters of the SHA-256 of plain values, written as canonical JSON."""
    return sha256(canonical(content))[:LENGTH]


def row_digest(table: Table, row: int) -> str:
    """The digest of all filled cells of a row as it was read, the same wherever it stands; none of one added since.

    A row that cannot be taken apart is told by its line as well: nobody knows which cells it has.
    """
    table = table.as_read
    if row >= table.height:
        return ""
    broken = table.broken.get(row)
    return digest_of([table.name, _filled(table, row), *((broken[0], int(table.rows[row])) if broken else ())])


def _filled(table: Table, row: int) -> Mapping[str, str]:
    return {name: cell for name in sorted(table.columns) if (cell := table.cell(name, row))}


class ApplicantRows:
    """Where each applicant's rows stand in the tables of a source, and a digest of what they say."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._places: dict[str, tuple[Numbers, Numbers]] = {}
        self.kept: Kept = {}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each applicant in the source, by id."""
        return {each: number for number, each in enumerate(self._tables.applicant_ids)}

    def of(self, table: str, number: int) -> Sequence[int]:
        """The places of one applicant's rows in a table."""
        if table not in self._places:
            owner = self._tables.tables[table].owner
            order = np.argsort(owner, kind="stable")
            self._places[table] = order, owner[order]
        order, owners = self._places[table]
        first, last = np.searchsorted(owners, (number, number + 1)).tolist()
        places: list[int] = order[first:last].tolist()
        return places

    @once
    def _lost(self, table: str) -> Mapping[int, Sequence[int]]:
        """The places of rows that are lost, by whose they may be."""
        found, rows = self._tables.tables[table], dict[int, list[int]]()
        for row in sorted({*found.nearly, *found.broken}):
            for number in found.nearly.get(row, (int(found.owner[row]),)):
                rows.setdefault(number, []).append(row)
        return rows

    def lost(self, table: str, number: int) -> Sequence[int]:
        """The places of rows that are lost and may be one applicant's: broken ones, and those with nearly their id."""
        return self._lost(table).get(number, ())

    def digest(self, applicant: str) -> str:
        """The digest of all rows of an applicant, in whatever order they stand."""
        tables, number = self._tables.tables, self.numbers[applicant]
        own = {
            name: sorted(digest_of([name, _filled(table.as_read, row)]) for row in self.of(name, number))
            for name, table in tables.items()
        }
        return digest_of({name: rows for name, rows in own.items() if rows})


def names_digest(names: Iterable[str]) -> str:
    """The digest of the names that there were to choose from."""
    return digest_of(sorted(names))
