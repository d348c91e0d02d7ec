"""Digests of what a settlement was made on: of a row, of an applicant's rows, of the names of a pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

import numpy as np

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
    """The digest of all filled cells of a row as it was read, the same wherever it stands; none of one added since."""
    table = table.as_read
    if row >= table.height:
        return ""
    cells = {name: cell for name in sorted(table.columns) if (cell := table.cell(name, row))}
    return digest_of([table.name, cells])


class ApplicantRows:
    """Where each applicant's rows stand in the tables of a source, and a digest of what they say."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._places: dict[str, tuple[Numbers, Numbers]] = {}

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

    def digest(self, applicant: str) -> str:
        """The digest of all rows of an applicant, in whatever order they stand."""
        tables, number = self._tables.tables, self.numbers[applicant]
        own = {name: sorted(row_digest(tables[name], row) for row in self.of(name, number)) for name in tables}
        return digest_of({name: rows for name, rows in own.items() if rows})


def names_digest(names: Iterable[str]) -> str:
    """The digest of the names that there were to choose from."""
    return digest_of(sorted(names))
