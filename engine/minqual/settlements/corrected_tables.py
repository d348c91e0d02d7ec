"""Facts that people settled, laid over the tables of a source as if it had said them itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.records import Origin, Table, Tables, TextColumn, empty_table
from minqual.settlements.digests import ApplicantRows, row_digest
from minqual.settlements.settlement import SettledFact
from minqual.settlements.settlements import Settlements

if TYPE_CHECKING:
    from collections.abc import Callable

THE_SAME: Final = "the same"
SEPARATE: Final = "separate"
"""What people say of rows that are equal in all that they state, under no column."""

ADDED: Final = "settlements"
"""Where rows stand that people added."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Tables with what was settled of them. stale: facts whose row is no longer there as it was."""

    tables: Tables
    stale: tuple[SettledFact, ...] = ()


def corrected(tables: Tables, settlements: Settlements, rows: ApplicantRows) -> Corrected:
    """The tables with the facts that were settled of the applicants in them; what was settled of others is left.

    rows: those of the same tables, by applicant.
    """
    if not settlements.facts:
        return Corrected(tables)
    changes: dict[str, _Changes] = defaultdict(_Changes)
    stale: list[SettledFact] = []
    for each, facts in settlements.facts.items():
        owner = rows.numbers.get(each)
        if owner is not None:
            stale += (fact for fact in facts if not _placed(fact, tables, owner, rows, changes))
    changed = {name: each.applied(tables.tables.get(name) or empty_table(name)) for name, each in changes.items()}
    return Corrected(replace(tables, tables={**tables.tables, **changed}), tuple(stale))


def _placed(
    fact: SettledFact, tables: Tables, owner: int, rows: ApplicantRows, changes: Mapping[str, _Changes]
) -> bool:
    """Note where a fact belongs; whether the row is there of which it was settled."""
    change = changes[fact.table]
    if not fact.row:
        change.added.append((owner, fact))
        return True
    table = tables.tables.get(fact.table)
    mine = [] if table is None else [row for row in rows.of(fact.table, owner) if row_digest(table, row) == fact.row]
    change.cells[fact.column].update(dict.fromkeys(mine, fact))
    return bool(mine)


class _Changes:
    """What is settled of one table: cells of its rows, by column, and rows to be added with their owners."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[int, SettledFact]] = defaultdict(dict)
        self.added: list[tuple[int, SettledFact]] = []

    def applied(self, table: Table) -> Table:
        """The table with all that is settled of it."""
        columns, written = dict(table.columns), dict(table.written)
        unreadable = {name: dict(cells) for name, cells in table.unreadable.items()}
        confirmed = {name: set(rows) for name, rows in table.confirmed.items()}
        told: dict[int, list[str]] = defaultdict(list, {row: list(each) for row, each in table.told.items()})
        again = set(table.again)
        for name, facts in self.cells.items():
            if not name:
                again |= {row for row, fact in facts.items() if fact.says == THE_SAME}
                facts = {row: fact for row, fact in facts.items() if fact.says != THE_SAME}  # noqa: PLW2901  # the others
            confirmed.setdefault(name, set()).update(facts)
            for row, fact in facts.items():
                told[row].append(fact.told)
            said = {row: fact.says for row, fact in facts.items() if fact.says is not None}
            if not said or not name:
                continue
            columns[name] = _with_cells(table.column(name), said)
            if name in written:
                written[name] = _with_cells(written[name], said)
            if name in unreadable:
                unreadable[name] = {row: each for row, each in unreadable[name].items() if row not in said}
        laid = replace(
            table,
            columns=columns,
            written=written,
            unreadable=unreadable,
            confirmed={name: frozenset(rows) for name, rows in confirmed.items()},
            again=frozenset(again),
            told={row: tuple(each) for row, each in told.items()},
            source=table.as_read,
        )
        return self._with_rows(laid) if self.added else laid

    def _with_rows(self, table: Table) -> Table:
        """The table with rows added at its end."""
        rows = [_cells_of(fact) for _, fact in self.added]
        names = dict.fromkeys((*table.columns, *(name for cells in rows for name in cells)))
        height, count = table.height, len(rows)

        def longer(each: TextColumn, cell: Callable[[Mapping[str, str]], str]) -> TextColumn:
            more = np.zeros(count, dtype=np.int32)
            grown = TextColumn(np.concatenate([each.codes, more]), each.words if len(each.words) else ("",))
            return _with_cells(grown, {height + place: cell(cells) for place, cells in enumerate(rows)})

        columns = {
            name: longer(table.column(name), lambda cells, name=name: cells.get(name, ""))  # type: ignore[misc]
            for name in names
        }
        written = {
            name: longer(each, lambda cells, name=name: cells.get(name, ""))  # type: ignore[misc]
            for name, each in table.written.items()
        }
        owners = np.array([owner for owner, _ in self.added], dtype=np.int32)
        return replace(
            table,
            origins=(*table.origins, Origin(ADDED, aside=True)),
            columns=columns,
            written=written,
            owner=np.concatenate([table.owner, owners]),
            origin=np.concatenate([table.origin, np.full(count, len(table.origins), dtype=np.int32)]),
            rows=np.concatenate([table.rows, np.arange(1, count + 1, dtype=np.int64)]),
            told={**table.told, **{height + place: (fact.told,) for place, (_, fact) in enumerate(self.added)}},
        )


def _cells_of(fact: SettledFact) -> Mapping[str, str]:
    """The cells of a row that a fact adds: an answer to a question, or "column: text; column: text"."""
    says = fact.says or ""
    if fact.table == "answers":
        return {"question": fact.column, "answer": says}
    return stated_cells(says) or {fact.column: says}


def stated_cells(text: str) -> Mapping[str, str]:
    """The cells that "column: text; column: text" states; none where it is not of that form."""
    pairs = [each.partition(":") for each in text.split(";")]
    if not all(mark and name.strip() for name, mark, _ in pairs):
        return {}
    return {name.strip().casefold().replace(" ", "_"): cell.strip() for name, _, cell in pairs}


def _with_cells(column: TextColumn, cells: Mapping[int, str]) -> TextColumn:
    """A column with other text in some rows."""
    codes, words = column.codes.copy(), list(column.words)
    numbers: dict[str, int] = {}
    for row, cell in cells.items():
        code = numbers.get(cell)
        if code is None:
            code = numbers[cell] = len(words)
            words.append(cell)
        codes[row] = code
    return TextColumn(codes, tuple(words))
