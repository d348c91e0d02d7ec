"""Pieces of tables, as readers find them, put together: who owns each row, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from minqual.records import COLUMNS, Codes, Origin, Rows, Table, Tables, TextColumn, chained, places_in
from minqual.sources.grids import filled_rows

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
    places = np.arange(len(column.codes), dtype=np.int32)
    first = np.full(len(column.words), -1, dtype=np.int32)
    first[column.codes[::-1]] = places[::-1]
    filled = filled_rows([column], len(places))
    repeated = (np.bincount(column.codes, minlength=1)[column.codes] > 1) & filled
    first[column.codes[~filled]] = -1
    tables = {name: _owned(piece, column.words, first) for name, piece in joined.items() if piece is not None}
    blank = {name: piece.blank for name, piece in joined.items() if piece is not None}
    return Tables(_cells(column), tables.pop("applicants"), tables, repeated, blank, unknown)


def _cells(column: TextColumn) -> Sequence[str]:
    """The cells of a column, row by row."""
    if len(column.words) == len(column.codes) and bool((np.diff(column.codes) == 1).all()):
        return list(column.words)
    return [column.words[code] for code in column.codes.tolist()]


def _owned(piece: Piece, ids: Sequence[str], first: Codes) -> Table:
    """A piece whose rows know their applicant. first: by id, the first applicant that has it, −1 if it is nobody's."""
    column = piece.columns[APPLICANT]
    by_word = np.append(first, np.int32(-1))[places_in(column.words, ids)]
    owner = by_word[column.codes]
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
        name: chained([table.get(name) or TextColumn.blank(rows) for table, rows in zip(tables, heights, strict=True)])
        for name in names
    }
