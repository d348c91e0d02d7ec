"""Rows as an examination keeps them: in canonical JSON, each applicant's by themselves, as they were read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.examinations.kept_records import kept_records, shape_of, tables_of_records
from minqual.records import Table, Tables
from minqual.settlements import canonical
from support.examples import examples
from support.screened import relaxed, tables_of
from support.strategies.records import PACKS, pools


def plainly(tables: Tables) -> list[str]:
    """Each applicant's rows, looked up one cell at a time."""
    found: list[dict[str, list[Any]]] = [{} for _ in tables.applicant_ids]
    for name, table in {"applicants": tables.applicants, **tables.tables}.items():
        for place in range(table.height):
            owner = int(table.owner[place])
            for each in [owner] if owner >= 0 else table.nearly.get(place, ()):
                found[each].setdefault(name, []).append(row_of(table, place))
    return [json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for each in found]


def row_of(table: Table, place: int) -> list[Any]:
    row = [
        int(table.rows[place]), int(table.origin[place]), [each.cell(place) for each in table.columns.values()],
        [each.cell(place) for each in table.written.values()],
    ]  # fmt: skip
    if not (table.broken or table.unreadable or table.nearly):
        return row
    unreadable = {name: list(cells[place]) for name, cells in table.unreadable.items() if place in cells}
    wrong = {"broken": table.broken.get(place), "unreadable": unreadable, "nearly": place in table.nearly}
    return [*row, {key: value for key, value in wrong.items() if value}]


@st.composite
def damaged(draw: st.DrawFn) -> Tables:
    """A pool, some of whose rows cannot be taken apart, hold what is no cell, or nearly bear the id of applicants."""
    _, people = draw(pools(PACKS[0]))
    tables = tables_of(people)
    numbers = st.integers(0, len(tables.applicant_ids) - 1)
    made: dict[str, Table] = {}
    for name, table in tables.tables.items():
        places = [place for place in range(table.height) if draw(st.integers(0, 3)) == 0]
        owner = table.owner.copy()
        broken, unreadable, nearly = {}, {}, {}
        for place in places:
            kind = draw(st.sampled_from(["broken", "unreadable", "nearly", "nobody"]))
            if kind == "broken":
                broken[place] = ("7 cells", "6 cells")
            elif kind == "unreadable":
                unreadable[place] = ("a list", 'one "value"', "[1]")
            else:
                owner[place] = -1
            if kind == "nearly":
                nearly[place] = tuple(draw(st.lists(numbers, min_size=1, max_size=2, unique=True)))
        order = np.array(draw(st.permutations(range(table.height))), dtype=np.int64)
        column = next(iter(table.columns), "")
        cells = {column: unreadable} if unreadable else {}
        made[name] = in_order(replace(table, owner=owner, broken=broken, unreadable=cells, nearly=nearly), order)
    return replace(tables, tables=made)


def in_order(table: Table, order: Any) -> Table:  # noqa: ANN401
    """The same table with its rows in another order."""
    to = {int(old): new for new, old in enumerate(order)}

    def moved(rows: Mapping[int, Any]) -> dict[int, Any]:
        return {to[place]: said for place, said in rows.items()}

    return replace(
        table,
        columns={name: each.only(order) for name, each in table.columns.items()},
        written={name: each.only(order) for name, each in table.written.items()},
        owner=table.owner[order],
        origin=table.origin[order],
        rows=table.rows[order],
        broken=moved(table.broken),
        nearly=moved(table.nearly),
        unreadable={name: moved(cells) for name, cells in table.unreadable.items()},
    )


@settings(relaxed, max_examples=examples(60))
@given(tables=damaged())
def test_rows_are_kept_as_they_are_when_looked_up_cell_by_cell(tables: Tables) -> None:
    kept = kept_records(tables)
    assert kept == plainly(tables)
    shape = json.loads(canonical(shape_of(tables)))
    for name, content in zip(tables.applicant_ids, kept, strict=True):
        (again,) = kept_records(tables_of_records({name: content}, shape))
        # That nothing is wrong with a row is said where something is wrong with another of its table.
        assert again.replace(",{}]", "]") == content.replace(",{}]", "]")
    together = kept_records(tables_of_records(dict(zip(tables.applicant_ids, kept, strict=True)), shape))
    assert [each.replace(",{}]", "]") for each in together] == [each.replace(",{}]", "]") for each in kept]
