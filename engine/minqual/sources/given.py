"""What a program hands over in memory: records, the forms of others, bytes and open files, read as files are."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final, TypeGuard

import numpy as np
from pydantic import BaseModel

from minqual.records import LISTS, Record, Tables, cell_of, endless
from minqual.sources.dataframes import frame_tables, is_frame
from minqual.sources.documents.single_record import is_one_record
from minqual.sources.files import MOST_BYTES, Contents, contents_of, read_contents
from minqual.sources.reading import ReadSource, read_source, source_of
from minqual.sources.sheet_files import Reading
from minqual.values import NO_FILE, Fault, SourceError, misused, no_plain_file, path_to

NAME: Final = "input"
"""How messages name what has no name."""

_EXPECTED: Final = (
    "records as mappings or as JSON, the bytes or the text of a file, an open file, a path, or DataFrames by table name"
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pool:
    """A pool of applicants as it was read, ready for screen and check.

    form: what it is, in words. notes: what a person should know of how it was read, and what of it was not.
    record: the content, where it is one record of ours and nothing else: a check refuses it with all its faults.
    """

    tables: Tables
    form: str
    notes: tuple[str, ...]
    record: bytes | None = None

    @property
    def applicant_ids(self) -> tuple[str, ...]:
        """The ids of its applicants, in their order."""
        return tuple(self.tables.applicant_ids)


def read_given(given: object, name: str, reading: Reading) -> Pool:
    """What a program hands over, read by its content; SourceError carries every fault.

    name: what it is called, by which its form may be told as well. A text of one line that is no JSON is a path.
    """
    if isinstance(given, Mapping) and given and all(map(is_frame, given.values())):
        if reading.map is not None:
            raise SourceError([map_for_frames()])
        return Pool(frame_tables(given), "DataFrames", ())
    if isinstance(given, PurePath) or (isinstance(given, str) and _is_path(given)):
        return _at(Path(given), reading)
    return _held(_contents(given, name), reading)


def map_for_frames() -> Fault:
    """The fault of a column map given with what has columns of ours."""
    return Fault("column_map", "a map for DataFrames", "one for the path of a table or workbook", code="argument")


def _is_path(text: str) -> bool:
    """Whether a text is a path: in one line, and no JSON."""
    return bool(text.strip()) and "\n" not in text and not text.lstrip().startswith(("{", "["))


def _at(path: Path, reading: Reading) -> Pool:
    """What lies at a path."""
    if no_plain_file(path) == NO_FILE:
        expected = "a folder of tables, or a file of applicants"
        raise SourceError([Fault(str(path), "no such file or folder", expected, code="file")])
    if path.is_dir():
        return _made(read_source(path, reading), None)
    return _held(read_contents(path), reading)


def _held(contents: Contents, reading: Reading) -> Pool:
    """What the contents of one file hold."""
    listed = contents.content.lstrip().startswith(b"[")
    one = reading.map is None and not listed and is_one_record(contents)
    return _made(source_of(contents, reading), contents.content if one else None)


def _made(read: ReadSource, record: bytes | None) -> Pool:
    unread = [f"{where}: not read: {', '.join(names)}" for where, names in read.tables.unknown_columns.items()]
    return Pool(read.tables, read.form, (*read.notes, *unread), record)


def _contents(given: object, name: str) -> Contents:
    """What is in memory, as the contents of a file."""
    if isinstance(given, str):
        return contents_of(name or NAME, given.encode("utf-8", "surrogatepass"))
    if isinstance(given, bytes | bytearray | memoryview):
        return contents_of(name or NAME, bytes(given))
    if hasattr(given, "read"):
        return _read_to_the_end(given, name)
    if isinstance(given, Mapping | Record):
        return contents_of(name or NAME, _json(given))
    if is_iterable(given):
        return contents_of(name or NAME, b"[" + b",\n".join(map(_json, given)) + b"]")
    raise misused("source", given, _EXPECTED)


def is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    """Whether a value can be gone through; an array of numpy without dimensions only seems so."""
    return isinstance(value, Iterable) and not (isinstance(value, np.ndarray) and value.ndim == 0)


def _read_to_the_end(file: Any, name: str) -> Contents:  # noqa: ANN401  # whatever has a method read
    own = getattr(file, "name", "")
    called = name or (Path(own).name if isinstance(own, str) else "") or NAME
    try:
        content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise SourceError([Fault(called, "a file that cannot be read", "an open file", code="file")]) from None
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if not isinstance(content, bytes | bytearray):
        raise misused("source", file, _EXPECTED)
    return contents_of(called, bytes(content))


def _json(value: object) -> bytes:
    """A record or a document as JSON; SourceError names each value that JSON has no form for, with its path."""
    faults: list[Fault] = []
    if isinstance(value, Record):
        value = {name: _stated(getattr(value, name, None)) for name in ("applicant_id", *LISTS)}
    if not isinstance(value, Mapping):
        raise misused("source", value, "records as mappings")
    try:
        plain = _plain(value, (), faults)
    except RecursionError:
        faults.append(Fault(NAME, "lists or mappings nested too deeply", "a record", code="limit"))
    if faults:
        raise SourceError(faults)
    return json.dumps(plain).encode()


def _stated(value: object) -> object:
    """What a record's field states, its rows as mappings; whatever else a program has put there stays."""
    if isinstance(value, list | tuple):
        return [dict(row) if isinstance(row, BaseModel) else row for row in value]
    return value


def _plain(value: object, path: tuple[int | str, ...], faults: list[Fault]) -> object:
    """A value as JSON has it: days and figures of other libraries as the cells that they are, missing ones null."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        strange = [key for key in value if not isinstance(key, str)]
        if strange:
            faults.append(_wrong(path, "a key that is no text", "keys that are texts"))
        return {key: _plain(part, (*path, key), faults) for key, part in value.items() if isinstance(key, str)}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(part, (*path, number), faults) for number, part in enumerate(value)]
    if type(value) is float and math.isfinite(value):
        return value
    cell = None if endless(value) else cell_of(value)
    if cell is None:
        faults.append(_wrong(path, f"a value of type {type(value).__name__}", "a text, a number, yes/no or null"))
    return int(cell) if type(value) is int and cell is not None else cell or None


def _wrong(path: tuple[int | str, ...], found: str, expected: str) -> Fault:
    where = path_to(path)
    return Fault(f"{NAME} {where.removeprefix('$').removeprefix('.')}", found, expected, path=where, code="wrong-type")
