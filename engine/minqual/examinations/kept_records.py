"""Applicants' rows as an examination keeps them: as they were read, each applicant's by themselves, in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from minqual.records import Origin, Table, Tables, TextColumn, in_either_order
from minqual.settlements import canonical, canonical_text

if TYPE_CHECKING:
    from minqual.values import Numbers

Shape: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What the tables of a source have in common: by table its columns, where it was read, and its order of dates."""

PEOPLE: Final = "applicants"


def shape_of(tables: Tables) -> Shape:
    """What all applicants' rows have in common; it holds nothing of anybody."""
    return {name: _shape(table) for name, table in _all(tables).items()}


def _all(tables: Tables) -> Mapping[str, Table]:
    return {PEOPLE: tables.applicants, **tables.tables}


def _shape(table: Table) -> Mapping[str, Any]:
    return {
        "columns": list(table.columns),
        "written": list(table.written),
        "origins": list(map(asdict, table.origins)),
        "either_order": sorted(in_either_order(table)),
    }


def kept_records(tables: Tables) -> list[str]:
    """Each applicant's rows in canonical JSON, in the order of the applicants: by table, row by row.

    A row is its number, its origin, its cells, these as the source has them, and what is wrong with it, if anything.
    """
    found: list[list[str]] = [[] for _ in tables.applicant_ids]
    for name, table in sorted(_all(tables).items()):
        owners, places = _by_owner(table)
        rows = list(_rows(table))
        rows = [rows[place] for place in places.tolist()]
        first = np.flatnonzero(np.diff(owners, prepend=-1)).tolist()
        for start, stop in pairwise([*first, len(rows)]):
            found[owners[start]].append(f"{canonical(name)}:[{','.join(rows[start:stop])}]")
    return ["{" + ",".join(each) + "}" for each in found]


def _by_owner(table: Table) -> tuple[Numbers, Numbers]:
    """Applicants and the places of their rows, in this order; a row of nobody stands with all whose it may be."""
    owners, places = table.owner.astype(np.int64), np.arange(table.height)
    near = [(owner, place) for place, all_ in table.nearly.items() for owner in all_ if owners[place] < 0]
    if near:
        more = np.array(near, dtype=np.int64)
        owners, places = np.concatenate([owners, more[:, 0]]), np.concatenate([places, more[:, 1]])
    order = np.lexsort((places, owners))
    return owners[order], places[order]


def _rows(table: Table) -> Iterator[str]:
    """Each row in canonical JSON."""
    told: list[Iterable[Any]] = [
        table.rows.tolist(), table.origin.tolist(), _cells(table, table.columns), _cells(table, table.written)
    ]  # fmt: skip
    form = "[%d,%d,[%s],[%s]"
    if table.broken or table.unreadable or table.nearly:
        places = {*table.broken, *table.nearly, *chain.from_iterable(table.unreadable.values())}
        wrong = {place: canonical(_wrong(table, place)) for place in places}
        form, told = form + ",%s", [*told, [wrong.get(place, "{}") for place in range(table.height)]]
    return map((form + "]").__mod__, zip(*told, strict=True))


def _wrong(table: Table, place: int) -> Mapping[str, object]:
    """What is wrong with a row: that it cannot be taken apart, what is no cell in it, that its id is nearly another."""
    unreadable = {name: cells[place] for name, cells in table.unreadable.items() if place in cells}
    wrong = {"broken": table.broken.get(place), "unreadable": unreadable, "nearly": place in table.nearly}
    return {key: value for key, value in wrong.items() if value}


def _cells(table: Table, columns: Mapping[str, TextColumn]) -> Iterable[str]:
    """Per row its cells in JSON, one after the other; a word is written once, however many cells hold it."""
    if not columns:
        return [""] * table.height
    written = (map(list(map(canonical_text, each.words)).__getitem__, each.codes.tolist()) for each in columns.values())
    return map(",".join, zip(*written, strict=True))


def tables_of_records(contents: Mapping[str, str], shape: Shape) -> Tables:
    """The tables of some applicants, as they were read. contents: each applicant's rows, by id.

    A row of nobody that may be several applicants' stands there once for each of them.
    """
    records: list[Mapping[str, Sequence[Any]]] = list(map(json.loads, contents.values()))
    people = [(owner, each.get(PEOPLE) or [_blank(shape[PEOPLE])]) for owner, each in enumerate(records)]
    made = {
        name: _table(name, [(owner, row) for owner, each in enumerate(records) for row in each.get(name, ())], own)
        for name, own in shape.items()
        if name != PEOPLE
    }
    applicants = _table(PEOPLE, [(owner, row) for owner, rows in people for row in rows], shape[PEOPLE])
    applicants = replace(applicants, owner=np.array([owner for owner, rows in people for _ in rows], dtype=np.int32))
    return Tables(list(contents), applicants, made, np.zeros(len(contents), dtype=np.bool_))


def _blank(shape: Mapping[str, Any]) -> Sequence[Any]:
    """A row without anything in it."""
    return 0, 0, [""] * len(shape["columns"]), [""] * len(shape["written"])


def _table(name: str, owned: Sequence[tuple[int, Any]], shape: Mapping[str, Any]) -> Table:
    """A table from its rows, each with the number of its applicant."""
    rows = [row for _, row in owned]
    wrong = {place: row[4] for place, row in enumerate(rows) if len(row) > 4}
    unreadable: dict[str, dict[int, tuple[str, str, str]]] = {}
    for place, each in wrong.items():
        for column, why in each.get("unreadable", {}).items():
            unreadable.setdefault(column, {})[place] = tuple(why)
    nearly = {place: (owned[place][0],) for place, each in wrong.items() if each.get("nearly")}
    return Table(
        name,
        tuple(Origin(**each) for each in shape["origins"]),
        {column: TextColumn.of(row[2][place] for row in rows) for place, column in enumerate(shape["columns"])},
        np.array([-1 if place in nearly else owner for place, (owner, _) in enumerate(owned)], dtype=np.int32),
        np.array([row[1] for row in rows], dtype=np.int32),
        np.array([row[0] for row in rows], dtype=np.int64),
        {place: tuple(each["broken"]) for place, each in wrong.items() if each.get("broken")},
        {column: TextColumn.of(row[3][place] for row in rows) for place, column in enumerate(shape["written"])},
        nearly=nearly,
        unreadable=unreadable,
        either_order=frozenset(shape["either_order"]),
    )
