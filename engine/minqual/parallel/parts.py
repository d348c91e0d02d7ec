"""Shares of a pool: so many applicants of the index, one after the other, with all their rows, as Arrow batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import Lines, Origin, Table, Tables, TextColumn, text_column
from minqual.sources import APPLICANT

if TYPE_CHECKING:
    from minqual.records import Codes, Rows
    from minqual.sources import ApplicantIndex

# pyarrow is untyped: whatever comes from it is Any.

OWNER, ROW, ORIGIN, FOUND, EXPECTED = "#owner", "#row", "#origin", "#found", "#expected"
"""Columns of a batch beside the table's own: its applicant's number in the index, where it stands, why it is broken."""

NEARLY, ECHOED = "#nearly", "#echoed"
"""Columns of a batch with rows of nobody whose id misses applicants' by form alone: the numbers of these in the index,
and whether the row is counted with another share."""

WRITTEN: Final = "#written "
"""Begins the name of a column whose cells a column map rewrote, as they stand in the source."""

UNREADABLE: Final = "#unreadable "
"""Begins the name of a column of what is no cell in a column of the table."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What all shares of a pool have in common: the tables, their columns and where they were read.

    columns, origins: by table. either_order: by table, as in Table: what the whole pool tells. blank, left_out: such
    rows by table, and lines by file; they are counted with the first share. Columns that mean nothing or never decide:
    as in Tables.
    """

    columns: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, tuple[Origin, ...]]
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blank: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, Lines] = field(default_factory=dict)
    unknown_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    either_order: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that belong to one share, as they were put apart.

    first_row: what is added to the number of each row, for rows that were numbered before it was known where they
    begin.
    """

    table: str
    batch: Any
    first_row: int = 0


def apart(batch: Any, size: int) -> dict[int, Any]:  # noqa: ANN401
    """The rows of a batch by the share that they belong to, in their order; rows of nobody stay beside those above.

    A row whose id misses applicants' by form alone is in the share of each of them, and is counted in the first.
    """
    owner = batch.column(OWNER).to_numpy()
    above = np.maximum.accumulate(np.where(owner >= 0, np.arange(len(owner)), 0))
    share = np.maximum(owner[above], 0) // size
    if NEARLY in batch.schema.names:
        batch, share = _with_echoes(batch, share, size)
    if (share[1:] < share[:-1]).any():
        order = np.argsort(share, kind="stable")
        batch, share = batch.take(order), share[order]
    starts = np.flatnonzero(np.append(True, share[1:] != share[:-1])) if len(share) else np.zeros(0, dtype=np.int64)
    stops = np.append(starts[1:], len(share))[: len(starts)]
    return {
        int(share[start]): batch.slice(start, stop - start)
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    }


def _with_echoes(batch: Any, share: Rows, size: int) -> tuple[Any, Rows]:  # noqa: ANN401
    """A batch in which rows that may be of applicants in several shares stand once for each, and the share of each."""
    import pyarrow as pa

    share, again, others = share.copy(), list[int](), list[int]()
    for row, near in enumerate(batch.column(NEARLY).to_pylist()):
        if near is not None:
            first, *rest = sorted({place // size for place in near})
            share[row] = first
            again += [row] * len(rest)
            others += rest
    echoed = np.append(np.zeros(len(share), dtype=np.bool_), np.ones(len(again), dtype=np.bool_))
    batch = batch.take(np.append(np.arange(len(share)), again).astype(np.int64))
    return batch.append_column(ECHOED, pa.array(echoed)), np.append(share, others).astype(np.int64)


def nearly_column(nearly: Mapping[int, tuple[int, ...]], height: int) -> Any:  # noqa: ANN401
    """What stands in NEARLY for the rows of a batch."""
    import pyarrow as pa

    return pa.array([nearly.get(row) for row in range(height)], pa.list_(pa.int32()))


def places_of(owner: Codes, rows: Rows, origin: Codes) -> dict[str, Any]:
    """The columns of a batch that say whose each row is and where it stands."""
    import pyarrow as pa

    kinds = {OWNER: (owner, pa.int32()), ROW: (rows, pa.int64()), ORIGIN: (origin, pa.int32())}
    return {name: pa.array(numbers, kind) for name, (numbers, kind) in kinds.items()}


def batch_of(table: Table) -> Any:  # noqa: ANN401
    """A whole table as a batch."""
    import pyarrow as pa

    columns = {name: _dictionary(column) for name, column in table.columns.items()}
    columns |= {WRITTEN + name: _dictionary(column) for name, column in table.written.items()}
    columns |= places_of(table.owner, table.rows, table.origin)
    columns |= {
        UNREADABLE + name: pa.array([cells.get(row) for row in range(table.height)], pa.list_(pa.string()))
        for name, cells in table.unreadable.items()
    }
    if table.broken:
        told: list[tuple[str | None, str | None]] = [(None, None)] * table.height
        for row, why in table.broken.items():
            told[row] = why
        columns |= {
            name: pa.array([why[place] for why in told], pa.string()) for place, name in enumerate((FOUND, EXPECTED))
        }
    if table.nearly:
        columns[NEARLY] = nearly_column(table.nearly, table.height)
    return pa.record_batch(columns)


def _dictionary(column: TextColumn) -> Any:  # noqa: ANN401
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(column.codes, pa.int32()), pa.array(list(column.words), pa.string()))


def tables_of(outline: Outline, index: ApplicantIndex, start: int, size: int, portions: Sequence[Part]) -> Tables:
    """The tables of one share: the applicants from one place of the index on, and the rows that are theirs."""
    stop = min(start + size, len(index))
    ids = tuple(index.ids.slice(start, stop - start).to_pylist())
    made = {name: _table(outline, name, (start, ids), portions) for name in outline.columns}
    people = made.pop("applicants")
    first = start == 0
    return Tables(
        ids,
        people,
        made,
        index.repeated[start:stop],
        {name: outline.blank.get(name, 0) if first else 0 for name in (*made, "applicants")},
        outline.unknown_columns,
        left_out=outline.left_out if first else {},
        lines=outline.lines if first else {},
    )


def _table(outline: Outline, name: str, people: tuple[int, tuple[str, ...]], portions: Sequence[Part]) -> Table:
    """The rows of one table that belong to a share. people: where it begins in the index, and the ids from there on."""
    import pyarrow as pa

    own = [each for each in portions if each.table == name and each.batch.num_rows]
    origins = outline.origins[name]
    if not own:
        none = np.zeros(0, dtype=np.int32)
        blank = {column: TextColumn.blank(0) for column in outline.columns[name]}
        return Table(name, origins, blank, none, none, np.zeros(0, dtype=np.int64))
    rows = pa.concat_tables([pa.Table.from_batches([each.batch]) for each in own], promote_options="default")
    numbers = [each.batch.column(ROW).to_numpy() + each.first_row for each in own]
    start, ids = people
    owner = _whole(rows, OWNER)
    owner = np.where(owner < 0, owner, owner - start).astype(np.int32)
    columns = {column: _column(rows, column) for column in outline.columns[name]}
    columns[APPLICANT] = _people(columns[APPLICANT], owner, ids)
    return Table(
        name,
        origins,
        columns,
        owner,
        _whole(rows, ORIGIN),
        np.concatenate(numbers),
        _broken(rows),
        {column: _column(rows, WRITTEN + column) for column in outline.written.get(name, ())},
        nearly=_nearly(rows, start, start + len(ids)),
        echoed=_echoed(rows),
        unreadable=_unreadable(rows),
        either_order=outline.either_order.get(name, frozenset()),
    )


def _people(stated: TextColumn, owner: Codes, ids: tuple[str, ...]) -> TextColumn:
    """The ids of rows' applicants: from the index, and where they are nobody's, as they stand in the row."""
    strangers = stated.only(owner < 0)
    codes = owner.copy()
    codes[owner < 0] = strangers.codes + len(ids)
    return TextColumn(codes, (*ids, *strangers.words))


def _column(rows: Any, name: str) -> TextColumn:  # noqa: ANN401
    if name not in rows.column_names:
        return TextColumn.blank(rows.num_rows)
    return text_column(rows.column(name))


def _whole(rows: Any, name: str) -> Codes:  # noqa: ANN401
    return np.asarray(rows.column(name).to_numpy(), dtype=np.int32)


def _said(rows: Any, name: str) -> dict[int, Any]:  # noqa: ANN401
    """What a column says, if it is there, by the rows in which it says anything."""
    cells = rows.column(name).to_pylist() if name in rows.column_names else ()
    return {row: cell for row, cell in enumerate(cells) if cell is not None}


def _broken(rows: Any) -> dict[int, tuple[str, str]]:  # noqa: ANN401
    """The rows that cannot be taken apart, by place: what was found, and what would be right."""
    expected = _said(rows, EXPECTED)
    return {row: (found, expected[row]) for row, found in _said(rows, FOUND).items()}


def _unreadable(rows: Any) -> dict[str, dict[int, tuple[str, str, str]]]:  # noqa: ANN401
    """What is no cell, by column and row: what was found, what would be right, and what stood there."""
    names = [name.removeprefix(UNREADABLE) for name in rows.column_names if name.startswith(UNREADABLE)]
    return {name: {row: tuple(why) for row, why in _said(rows, UNREADABLE + name).items()} for name in names}


def _nearly(rows: Any, start: int, stop: int) -> dict[int, tuple[int, ...]]:  # noqa: ANN401
    """By row, the applicants of a share whose id it misses by form alone. start, stop: their places in the index."""
    found = _said(rows, NEARLY).items()
    return {row: tuple(each - start for each in near if start <= each < stop) for row, near in found if near}


def _echoed(rows: Any) -> frozenset[int]:  # noqa: ANN401
    """The rows that are counted with another share."""
    return frozenset(row for row, echo in _said(rows, ECHOED).items() if echo)


def packed(batches: Sequence[Any]) -> bytes:
    """Batches of one schema as the bytes of an Arrow file."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return bytes(sink.getvalue())
