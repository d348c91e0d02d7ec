"""How a source is divided: folders of regular tables into blocks that are read apart, any other as it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from minqual.parallel.file_blocks import Block, cuts, first_line, in_one, read_block, same_header
from minqual.parallel.parts import OWNER, Outline, batch_of, places_of
from minqual.records import COLUMNS, Origin, Tables, in_either_order
from minqual.sources import (
    APPLICANT,
    ApplicantIndex,
    Contents,
    DelimitedFile,
    Irregular,
    Reading,
    by_place,
    files_in,
    index_of,
    may_hold_stray_lines,
    open_parquet,
    own_columns,
    stated_in,
    table_file,
    told_name,
)
from minqual.sources import ENDING as PARQUET
from minqual.values import SourceError, no_plain_file

# pyarrow is untyped: whatever comes from it is Any.

UTF_8: Final = ("UTF-8", "UTF-8 WITH A MARK", "UTF8")
"""How a text in UTF-8 is called."""

SAMPLE: Final = 1 << 17
"""Bytes that tell how a file is written."""


@dataclass(frozen=True, slots=True)
class Division:
    """A source as it is divided among shares.

    whole: by table, batches of rows that have been read already. blocks: those that are still to be read.
    """

    index: ApplicantIndex
    outline: Outline
    whole: Mapping[str, Sequence[Any]]
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a table that can be read in blocks. unknown: its headings that mean nothing here."""

    name: str
    unknown: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def table(self) -> str:
        """The table that it is of."""
        return self.blocks[0].table


def division_of(tables: Tables) -> Division:
    """The division of tables that have been read."""
    import pyarrow as pa

    every = {"applicants": tables.applicants, **tables.tables}
    ids = pa.array(tables.applicant_ids, pa.string())
    outline = Outline(
        columns={name: tuple(table.columns) for name, table in every.items()},
        origins={name: table.origins for name, table in every.items()},
        written={name: tuple(table.written) for name, table in every.items() if table.written},
        blank=tables.blank_rows,
        left_out=tables.left_out,
        lines=tables.lines,
        unknown_columns=tables.unknown_columns,
        either_order={name: in_either_order(table) for name, table in every.items()},
    )
    whole = {name: [batch_of(table)] for name, table in every.items()}
    whole["applicants"] = [_in_place(each, 0) for each in whole["applicants"]]
    return Division(ApplicantIndex(ids, tables.repeated), outline, whole, ())


def _in_place(people: Any, start: int) -> Any:  # noqa: ANN401
    """Rows of the applicants table, each of which belongs to its own place in the index, whatever id it has."""
    import pyarrow as pa

    place = people.schema.get_field_index(OWNER)
    return people.set_column(place, OWNER, pa.array(np.arange(start, start + people.num_rows, dtype=np.int32)))


def division_in_blocks(folder: Path, reading: Reading, size: int) -> Division | None:
    """The division of a folder of regular tables, of which only the applicants are read yet; None for any other.

    size: bytes of a block. What is wrong with such a folder is told by whoever reads it otherwise.
    """
    if reading.map is not None or not folder.is_dir():
        return None
    try:
        found = files_in(folder)
        files = [
            _divided(table, origin, folder, name, reading, size)
            for table, names in found.items()
            for origin, name in enumerate(names)
        ]
    except (Irregular, SourceError, OSError):
        return None
    if not {"applicants", *reading.needed} <= {each.table for each in files}:
        return None
    blocks = [block for each in files for block in each.blocks]
    try:
        people = _People([block for block in blocks if block.table == "applicants"])
    except Irregular:
        return None
    if may_hold_stray_lines(people.ids):
        return None
    rest = [block for block in blocks if block.table != "applicants"]
    return Division(index_of(people.ids), _outline(files), {"applicants": people.batches}, rest)


def _divided(table: str, origin: int, folder: Path, name: str, reading: Reading, size: int) -> _File:
    """A file of a folder, by its path from there, in blocks; Irregular or SourceError for one read otherwise."""
    if stated_in(name) or no_plain_file(folder / name):
        raise Irregular
    if name.casefold().endswith(PARQUET):
        return _in_groups(table, origin, folder / name, told_name(name), size)
    return _regular(table, origin, folder / name, told_name(name), reading, size)


def _in_groups(table: str, origin: int, path: Path, name: str, size: int) -> _File:
    """A Parquet file in blocks of whole row groups."""
    with open_parquet(name, path) as file:
        places, unknown = own_columns(table, name, file.header, 0)
        columns = {file.header[place]: column for column, place in places.items()}
        file.places(lambda heading: heading in columns)
        whole = Block(table, str(path), origin, 0, 0, file.header, columns, "", 1)
        blocks = tuple(replace(whole, start=each.start, stop=each.stop) for each in file.groups(size))
    return _File(name, unknown, blocks)


def _regular(table: str, origin: int, path: Path, name: str, reading: Reading, size: int) -> _File:
    """A file in UTF-8 with a header of its own; Irregular or SourceError for any other."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if len(sample) == SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1]
    text = table_file(Contents(name, sample), reading)
    if not sample.strip() or not isinstance(text, DelimitedFile) or text.text.encoding.upper() not in UTF_8:
        raise Irregular
    layout = text.layout()
    skipped = layout.header_row - 1
    with path.open("rb") as file:
        raw = same_header(file, skipped, layout.delimiter)
    if tuple(each.strip() for each in raw) != text.header() or len(set(raw)) != len(raw):
        raise Irregular
    places, unknown = own_columns(table, name, raw, layout.header_row)
    columns = {raw[place]: column for column, place in places.items()}
    whole = Block(table, str(path), origin, 0, 0, raw, columns, layout.delimiter, layout.header_row + 1)
    return _File(name, unknown, tuple(_cut(whole, skipped, size)))


def _cut(whole: Block, skipped: int, size: int) -> Iterator[Block]:
    """The blocks of a file, at least one; Irregular where a row is too long."""
    with Path(whole.path).open("rb") as file:
        begin = first_line(file, skipped)
        found = list(cuts(file, begin, size)) or [(begin, begin)]
    return (replace(whole, start=start, stop=stop) for start, stop in found)


def _outline(files: Sequence[_File]) -> Outline:
    """What the shares of a folder have in common."""
    tables = [name for name in COLUMNS if any(each.table == name for each in files)]
    columns = {
        name: tuple(
            dict.fromkeys(column for each in files if each.table == name for column in each.blocks[0].columns.values())
        )
        for name in tables
    }
    origins = {name: tuple(Origin(each.name) for each in files if each.table == name) for name in tables}
    unknown: dict[str, tuple[str, ...]] = {}
    for table in tables:
        mine = [each for each in files if each.table == table]
        unknown |= by_place([each.name for each in mine], [each.unknown for each in mine])
    return Outline(columns, origins, unknown_columns=unknown)


class _People:
    """The applicants table, read block by block: the ids, and every row with its place in the index."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        import pyarrow as pa

        self.ids: Any = pa.array([], pa.string())
        self.batches: list[Any] = []
        first: dict[int, int] = {}
        for block in blocks:
            rows = read_block(block)
            begin, row = len(self.ids), first.get(block.origin, block.first_row)
            first[block.origin] = row + rows.num_rows
            column = rows.column(APPLICANT)
            self.ids = pa.concat_arrays([self.ids, *column.chunks])
            self.batches.append(_numbered(rows, block.origin, begin, row))


def _numbered(rows: Any, origin: int, begin: int, row: int) -> Any:  # noqa: ANN401
    """Rows of the applicants table as a batch, with their places in the index and in their file."""
    import pyarrow as pa

    height = rows.num_rows
    columns = {name: in_one(rows.column(name)) for name in rows.column_names}
    columns[APPLICANT] = pa.nulls(height, pa.string())  # the ids stand in the index
    owner, origins = np.arange(begin, begin + height, dtype=np.int32), np.full(height, origin, dtype=np.int32)
    return pa.record_batch(columns | places_of(owner, np.arange(row, row + height), origins))
