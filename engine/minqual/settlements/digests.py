"""Digests of what a settlement was made on: of a row, of an applicant's rows, of the names of a pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from minqual.records import Table, Tables

LENGTH = 16
"""Letters of a digest that stand in a key: enough that no two of a pool are alike by chance."""


def digest_of(content: object) -> str:
    """The first letters of the SHA-256 of plain values, written as canonical JSON."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:LENGTH]


def row_digest(table: Table, row: int) -> str:
    """The digest of all filled cells of a row, the same wherever the row stands."""
    cells = {name: cell for name in sorted(table.columns) if (cell := table.cell(name, row))}
    return digest_of([table.name, cells])


def rows_digest(tables: Mapping[str, Table], rows: Mapping[str, Sequence[int]]) -> str:
    """The digest of all rows of one applicant. rows: their places, by table."""
    return digest_of({name: sorted(row_digest(tables[name], row) for row in own) for name, own in rows.items() if own})


def names_digest(names: Iterable[str]) -> str:
    """The digest of the names that there were to choose from."""
    return digest_of(sorted(names))


def own_rows(tables: Tables, owner: int) -> Mapping[str, Sequence[int]]:
    """The places of one applicant's rows, by table. owner: the applicant's number."""
    return {name: (table.owner == owner).nonzero()[0].tolist() for name, table in tables.tables.items()}
