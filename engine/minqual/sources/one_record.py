"""One record as a program holds it: read, or refused with every fault of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from minqual.records import LISTS, MOST_ID, Record, parse_json, parse_record, with_faulty_cells
from minqual.sources.files import Contents, read_text
from minqual.values import RecordError, visible


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


def stated_id(value: object) -> str:
    """The applicant id that a record states, whatever else is wrong with it; blank where none can be read."""
    if isinstance(value, str | bytes):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ""
    found = value.applicant_id if isinstance(value, Record) else None
    if isinstance(value, Mapping):
        found = value.get("applicant_id")
    return visible(found) if isinstance(found, str) and len(found) <= MOST_ID else ""


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
