"""One record as a program holds it: read, or refused with every fault of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from minqual.records import LISTS, Record, parse_json, parse_record, with_faulty_cells
from minqual.sources.files import Contents, read_text
from minqual.values import RecordError, silent


def read_record(value: str | bytes | Mapping[str, Any] | Record) -> Record:
    """A record from JSON text or from a mapping of the same shape; RecordError carries every fault.

    A key that nobody knows is refused, with the nearest that is known.
    """
    if isinstance(value, Record):
        given = [name for name in LISTS if name not in value.left_out]
        return parse_record({name: getattr(value, name, None) for name in ("applicant_id", *given)})
    if isinstance(value, bytes):
        return parse_json(read_text(Contents("record", value)).content)
    return parse_json(value) if isinstance(value, str) else parse_record(value)


def id_if_any(record: Record | str | bytes | Mapping[str, Any]) -> str:
    """Whose a record is, whatever is wrong with the rest of it; empty where that cannot be read."""
    try:
        return read_record(record).applicant_id
    except RecordError as error:
        rest = error.rest[0].applicant_id if isinstance(error.rest, tuple) else ""
        return "" if silent(rest) else rest


def record_or_every_fault(
    record: Record | str | bytes | Mapping[str, Any], as_of: date, levels: Collection[str]
) -> Record:
    """A record; where it cannot be read as one, RecordError carries the faults of its cells, too.

    as_of, levels: as of which day cells are read, and folded words for levels of study that a pack knows.
    """
    try:
        return read_record(record)
    except RecordError as error:
        raise with_faulty_cells(error, as_of, levels) from None
