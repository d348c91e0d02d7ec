"""Our own records in a pool: each row taken or set aside by itself, where a single check refuses the record."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final

from minqual.records import COLUMNS, ENTRY, LISTS, MOST_ROWS, Record, cell_of_facts
from minqual.sources.assembly import APPLICANT
from minqual.sources.documents.gathered_rows import Gathering, shape, written
from minqual.sources.files import told_name
from minqual.values import LONGEST_MISSPELLING, Fault, SourceError, nearest, path_to

MOST_KEYS: Final = 2_000
"""Different unknown keys of one source; more are no one's columns."""

MOST_COMPARED: Final = 10_000
"""Strange keys of one source that are compared with the known ones, which takes long."""

MOST_FAULTS: Final = 20
"""Misspelt keys of one source that are told."""

_ROWS: Final = "a list of rows"
_ROW: Final = "an object with named values"
_ABSENT: Final = object()


class OwnRecords:
    """Records in our own form, as they are taken one by one; unknown keys are minded over all of them."""

    def __init__(self) -> None:
        self._keys = {"": tuple(Record.model_fields)} | {name: (*COLUMNS[name][1:], ENTRY) for name in LISTS}
        self._shapes: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, str | None], ...]] = {}
        self._unknown: dict[str, dict[str, None]] = {}
        self._faults: dict[tuple[str, str], Fault] = {}
        self._near: dict[tuple[str, str], tuple[str, ...]] = {}
        self._places: dict[tuple[str, str], list[int]] = {}

    def recognises(self, value: Mapping[str, object]) -> bool:
        """Whether an object is, or means to be, one of our records."""
        named = APPLICANT in value or any(name in value for name in LISTS)
        return named or any(APPLICANT in self._like("", key) for key in islice(value, MOST_FAULTS))

    def take(self, value: Mapping[str, object], where: str, number: int, into: Gathering) -> None:
        """Gather the rows of one record, which stands in a file at some line or place."""
        self._mind("", value, where, number, 0)
        applicant = into.applicant(value.get(APPLICANT), where, number, APPLICANT)
        for name in LISTS:
            rows = value.get(name, _ABSENT)
            if rows is not _ABSENT:
                self._take_rows(name, rows, applicant, where, number, into)

    def _take_rows(self, name: str, rows: object, applicant: str, where: str, number: int, into: Gathering) -> None:
        sheet = into.sheet(name)
        if not isinstance(rows, list):
            sheet.add_broken(applicant, number, sheet.place(where, f"{name} "), shape(rows), _ROWS, written(rows))
            return
        if len(rows) > MOST_ROWS:
            found, expected = f"a list of more than {MOST_ROWS} rows", f"at most {MOST_ROWS} rows"
            sheet.add_broken(applicant, number, sheet.place(where, f"{name} "), found, expected)
            return
        places = self._places.setdefault((where, name), [])
        for place, row in enumerate(rows, start=1):
            if place > len(places):
                places.append(sheet.place(where, f"{name} {place} "))
            at = places[place - 1]
            if type(row) is dict:
                self._mind(name, row, where, number, place)
                kinds = row.get("kinds")
                if type(kinds) is list and all(type(each) is str for each in kinds):
                    row["kinds"] = ";".join(kinds)
                if "facts" in row:
                    row["facts"] = cell_of_facts(row["facts"])
                sheet.add(applicant, number, at, row)
            else:
                found = getattr(row, "found", None) or shape(row)
                sheet.add_broken(applicant, number, at, found, _ROW, written(row))

    def _mind(self, name: str, row: Mapping[str, object], where: str, number: int, at: int) -> None:
        """Note the keys of a row that mean nothing here."""
        form = (name, tuple(row))
        strange = self._shapes.get(form)
        if strange is None:
            if len(self._shapes) > MOST_KEYS:
                self._shapes.clear()
            strange = self._shapes[form] = self._strange(name, row)
        if not strange:
            return
        unknown = self._unknown.setdefault(where, {})
        for key, meant in strange:
            if meant is None:
                unknown[f"{name} {key}".strip()] = None
            elif len(self._faults) < MOST_FAULTS and (name, key) not in self._faults:
                place = f"{where} row {number}" + (f" {name} {at}" if name else "")
                self._faults[name, key] = Fault(
                    place, f"unknown key {key!r}", "a key of this row", meant,
                    path=path_to((number - 1, *((name, at - 1) if name else ()), key)), code="unknown-key",
                )  # fmt: skip
        if len(unknown) > MOST_KEYS:
            raise SourceError([Fault(where, f"more than {MOST_KEYS} different keys", "the keys of our records")])

    def _strange(self, name: str, row: Mapping[str, object]) -> tuple[tuple[str, str | None], ...]:
        """The keys of a row that mean nothing here, each with the absent one that it nearly is."""
        strange = [key for key in row if key not in self._keys[name]]
        near = {key: next((each for each in self._like(name, key) if each not in row), None) for key in strange}
        return tuple((key[:LONGEST_MISSPELLING], meant) for key, meant in near.items())

    def _like(self, name: str, key: str) -> tuple[str, ...]:
        """The keys of a table that a strange one is like, the nearest first; of very many the first are compared."""
        if (name, key) not in self._near:
            if len(self._near) >= MOST_COMPARED:
                return ()
            left, like = list(self._keys[name]), list[str]()
            while (meant := nearest(key, left)) is not None:
                left.remove(meant)
                like.append(meant)
            self._near[name, key] = tuple(like)
        return self._near[name, key]

    def unknown(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that were not used, by file. SourceError: some are nearly those of columns that are absent."""
        if self._faults:
            raise SourceError(list(self._faults.values()))
        return {where: tuple(map(told_name, keys)) for where, keys in self._unknown.items() if keys}
