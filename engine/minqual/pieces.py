"""Pieces of tables, as readers find them, put together: who owns each row, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from minqual.tables import COLUMNS, Codes, Origin, Rows, Table, Tables, TextColumn

APPLICANT: Final = "applicant_id"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Piece:
    """Rows of one table, with the id of each row's applicant among their columns.

    origins, origin, rows, broken, written: as in Table. blank: blank rows that were left out.
    """

    name: str
    origins: tuple[Origin, ...]
    columns: Mapping[str, TextColumn]
    origin: Codes
    rows: Rows
    broken: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    blank: int = 0
    written: Mapping[str, TextColumn] = field(default_factory=dict)


def piece_at(
    name: str,
    origin: Origin,
    columns: Mapping[str, TextColumn],
    rows: Rows,
    broken: Mapping[int, tuple[str, str]],
    blank: int = 0,
    written: Mapping[str, TextColumn] | None = None,
) -> Piece:
    """Rows that were all read in one place."""
    return Piece(name, (origin,), columns, np.zeros(len(rows), dtype=np.int32), rows, broken, blank, written or {})


def assembled(pieces: Sequence[Piece], unknown: Mapping[str, tuple[str, ...]]) -> Tables:
    """The tables that pieces make up: the applicants are listed by the pieces of the applicants table.

    unknown: columns that mean nothing here, by file.
    """
    joined = {name: _joined([piece for piece in pieces if piece.name == name]) for name in COLUMNS}
    people = joined["applicants"]
    assert people is not None
    column = people.columns[APPLICANT]
    ids = [column.words[code] for code in column.codes.tolist()]
    first: dict[str, int] = {}
    for place, each in enumerate(ids):
        first.setdefault(each, place)
    counts = np.bincount(column.codes, minlength=1)
    filled = np.array([bool(each) for each in ids], dtype=np.bool_)
    repeated = (counts[column.codes] > 1) & filled if ids else filled
    first.pop("", None)
    tables = {name: _owned(piece, first) for name, piece in joined.items() if piece is not None}
    blank = {name: piece.blank for name, piece in joined.items() if piece is not None}
    return Tables(ids, tables.pop("applicants"), tables, repeated, blank, unknown)


def _owned(piece: Piece, number: Mapping[str, int]) -> Table:
    """A piece whose rows know their applicant."""
    column = piece.columns[APPLICANT]
    by_word = np.array([number.get(word, -1) for word in column.words], dtype=np.int32)
    owner = by_word[column.codes] if len(by_word) else np.zeros(0, dtype=np.int32)
    return Table(piece.name, piece.origins, piece.columns, owner, piece.origin, piece.rows, piece.broken, piece.written)


def _joined(pieces: Sequence[Piece]) -> Piece | None:
    """Several pieces of one table as one; None of none."""
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    names = dict.fromkeys(name for piece in pieces for name in piece.columns)
    heights = [len(piece.rows) for piece in pieces]
    starts = np.concatenate([[0], np.cumsum(heights)])
    shifts = np.concatenate([[0], np.cumsum([len(piece.origins) for piece in pieces])])
    columns = _below(names, [piece.columns for piece in pieces], heights)
    rewritten = dict.fromkeys(name for piece in pieces for name in piece.written)
    written = _below(rewritten, [{**piece.columns, **piece.written} for piece in pieces], heights)
    return Piece(
        pieces[0].name,
        tuple(origin for piece in pieces for origin in piece.origins),
        columns,
        np.concatenate([piece.origin + shift for piece, shift in zip(pieces, shifts[:-1], strict=True)]).astype(
            np.int32
        ),
        np.concatenate([piece.rows for piece in pieces]),
        {
            row + int(start): found
            for piece, start in zip(pieces, starts, strict=False)
            for row, found in piece.broken.items()
        },
        sum(piece.blank for piece in pieces),
        written,
    )


def _below(
    names: Iterable[str], tables: Sequence[Mapping[str, TextColumn]], heights: Sequence[int]
) -> dict[str, TextColumn]:
    """Some columns of several tables one below the other; one that a table lacks is blank there."""
    return {
        name: _chained([table.get(name) or TextColumn.blank(rows) for table, rows in zip(tables, heights, strict=True)])
        for name in names
    }


def _chained(columns: Sequence[TextColumn]) -> TextColumn:
    """Columns one below the other, with one list of words."""
    numbers: dict[str, int] = {}
    codes = []
    for column in columns:
        place = np.array([numbers.setdefault(word, len(numbers)) for word in column.words], dtype=np.int32)
        codes.append(place[column.codes] if len(column.codes) else column.codes)
    return TextColumn(np.concatenate(codes).astype(np.int32), tuple(numbers))
