"""Facts that people settled, laid over the tables of a source as if it had said them itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.records import (
    AMONG_FACTS,
    AS_IT_STANDS,
    COLUMNS,
    ENTRY,
    PART,
    THE_SAME,
    Origin,
    Table,
    Tables,
    TextColumn,
    empty_table,
    names_meant,
    told_beside,
)
from minqual.settlements.digests import ApplicantRows, row_digest
from minqual.settlements.settlement import NOBODY, OWNER, ROW, SettledFact
from minqual.settlements.settlements import Settlements
from minqual.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ADDED: Final = "settlements"
"""Where rows stand that people added."""

ADDED_ROW: Final = "+"
"""Stands before a column in place of the digest of a row: the row that was added where this was in question."""


LastTold: TypeAlias = "Mapping[tuple[str, str], date]"
"""The day on which something was told last of each part of a row's cells, by column and thing."""

Unreadable: TypeAlias = Mapping[str, Mapping[int, tuple[str, str, str]]]
"""What is no cell, by column and row, as tables have it."""


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
            stale += (fact for fact in facts if not _placed(fact, tables, owner, rows, changes[fact.table]))
    changed = {name: each.applied(tables.tables.get(name) or empty_table(name)) for name, each in changes.items()}
    return Corrected(replace(tables, tables={**tables.tables, **changed}), tuple(stale))


def _placed(fact: SettledFact, tables: Tables, owner: int, rows: ApplicantRows, change: _Changes) -> bool:
    """Note where a fact belongs; whether the row is there of which it was settled."""
    if not fact.row:
        change.added[owner, fact.column] = fact
        return True
    if fact.row.startswith(ADDED_ROW):
        change.of_added.append((owner, fact))
        return True
    table = tables.tables.get(fact.table)
    if table is None:
        return False
    lost = [row for row in rows.lost(fact.table, owner) if row_digest(table, row) == fact.row]
    if fact.column in {OWNER, ROW}:
        change.lost += ((row, owner, fact) for row in lost)
        return bool(lost)
    mine = [row for row in rows.of(fact.table, owner) if row_digest(table, row) == fact.row]
    change.cells[fact.column].update(dict.fromkeys([*mine, *lost], (owner, fact)))
    return bool(mine or lost)


class _Changes:
    """What is settled of one table.

    cells: of its rows, by column, each with whose it is. added: rows to be added, by owner and the column in question.
    of_added: cells of these. lost: what becomes of rows that are lost, with who may own them.
    """

    def __init__(self) -> None:
        self.cells: dict[str, dict[int, tuple[int, SettledFact]]] = defaultdict(dict)
        self.added: dict[tuple[int, str], SettledFact] = {}
        self.of_added: list[tuple[int, SettledFact]] = []
        self.lost: list[tuple[int, int, SettledFact]] = []

    def applied(self, table: Table) -> Table:
        """The table with all that is settled of it."""
        read = self._with_lost_rows(table) if self.lost else table
        laid = self._with_cells(read)
        return self._with_rows(laid) if self.added else laid

    def _with_cells(self, table: Table) -> Table:
        """The table with cells that say something else, or were said to be right."""
        columns, written = dict(table.columns), dict(table.written)
        unreadable = {name: dict(cells) for name, cells in table.unreadable.items()}
        confirmed = {name: set(rows) for name, rows in table.confirmed.items()}
        told: dict[int, list[str]] = defaultdict(list, {row: list(each) for row, each in table.told.items()})
        again, last = set(table.again), self._last_told(table)
        for name in sorted(self.cells, key=lambda each: (PART in each, each)):
            facts = {row: fact for row, (owner, fact) in self.cells[name].items() if table.owner[row] == owner}
            column, part = _place(name)
            if not name:
                again |= {row for row, fact in facts.items() if fact.says == THE_SAME}
                facts = {row: fact for row, fact in facts.items() if fact.says != THE_SAME}
            for row, fact in facts.items():
                told[row].append(fact.told)
                for each in _said(fact, last[row]):
                    confirmed.setdefault(each, set()).add(row)
            said = {row: fact.says for row, fact in facts.items() if fact.says is not None}
            if not said or not name or told_beside(column, part):
                continue
            if part:
                cells = columns.get(column, TextColumn.blank(table.height))
                said = {
                    row: "; ".join(filter(None, (cells.cell(row), *_in_text(facts[row], last[row])))) for row in said
                }
            columns[column] = _with_cells(columns.get(column, TextColumn.blank(table.height)), said)
            if column in written:
                written[column] = _with_cells(written[column], said)
            if column in unreadable:
                unreadable[column] = {row: each for row, each in unreadable[column].items() if row not in said}
        return replace(
            table,
            columns=columns,
            written=written,
            unreadable=unreadable,
            confirmed={name: frozenset(rows) for name, rows in confirmed.items()},
            again=frozenset(again),
            told={row: tuple(each) for row, each in told.items()},
            source=table.as_read,
        )

    def _last_told(self, table: Table) -> Mapping[int, LastTold]:
        """Of each row, when something was told last of each part of its cells."""
        of_rows: dict[int, list[SettledFact]] = defaultdict(list)
        for cells in self.cells.values():
            for row, (owner, fact) in cells.items():
                if table.owner[row] == owner:
                    of_rows[row].append(fact)
        return {row: _last_told(facts) for row, facts in of_rows.items()}

    def _with_lost_rows(self, table: Table) -> Table:
        """The table with lost rows as people say: theirs, read, or nobody's."""
        owner, broken, nearly = table.owner.copy(), dict(table.broken), dict(table.nearly)
        told: dict[int, tuple[str, ...]] = dict(table.told)
        read: dict[int, Mapping[str, str]] = {}
        for row, whose, fact in self.lost:
            theirs = fact.says != NOBODY and (fact.column == ROW or fact.says == fact.applicant)
            if theirs:
                owner[row] = whose
                told[row] = (*told.get(row, ()), fact.told)
            elif owner[row] == whose:
                owner[row] = -1
            left = () if theirs else tuple(each for each in nearly.pop(row, ()) if each != whose)
            nearly.pop(row, None)
            if left:
                nearly[row] = left
            if theirs and fact.column == ROW:
                broken.pop(row, None)
                read[row] = _cells_of(fact)
        table = replace(
            table, owner=owner, broken=broken, nearly=nearly, told=told, source=table.as_read,
            unreadable=_without(table.unreadable, read),
        )  # fmt: skip
        return _reread(table, read) if read else table

    def _with_rows(self, table: Table) -> Table:
        """The table with rows added at its end; an answer stands in place of all others to the same question."""
        rows = [self._cells_added(owner, fact) for (owner, _), fact in self.added.items()]
        table = self._without_other_answers(table) if table.name == "answers" else table
        names = dict.fromkeys((*table.columns, *(name for cells in rows for name in cells)))
        height, count = table.height, len(rows)

        def longer(name: str, each: TextColumn) -> TextColumn:
            more = np.zeros(count, dtype=np.int32)
            grown = TextColumn(np.concatenate([each.codes, more]), each.words if len(each.words) else ("",))
            return _with_cells(grown, {height + place: cells.get(name, "") for place, cells in enumerate(rows)})

        columns = {name: longer(name, table.column(name)) for name in names}
        written = {name: longer(name, each) for name, each in table.written.items()}
        owners = np.array([owner for owner, _ in self.added], dtype=np.int32)
        confirmed, told = {name: set(places) for name, places in table.confirmed.items()}, dict(table.told)
        for place, ((owner, _), fact) in enumerate(self.added.items(), height):
            since = self._said_of(owner, fact)
            told[place] = tuple(each.told for each in (fact, *since))
            last = _last_told(since)
            for each in since:
                for name in _said(each, last):
                    confirmed.setdefault(name, set()).add(place)
        return replace(
            table,
            origins=(*table.origins, Origin(ADDED, aside=True)),
            columns=columns,
            written=written,
            owner=np.concatenate([table.owner, owners]),
            origin=np.concatenate([table.origin, np.full(count, len(table.origins), dtype=np.int32)]),
            rows=np.concatenate([table.rows, np.arange(1, count + 1, dtype=np.int64)]),
            confirmed={name: frozenset(places) for name, places in confirmed.items()},
            told=told,
            added=tuple(column for _, column in self.added),
        )

    def _said_of(self, owner: int, fact: SettledFact) -> Sequence[SettledFact]:
        """What was said of a row that is added, since it was told last."""
        name = ADDED_ROW + fact.column
        return [each for whose, each in self.of_added if whose == owner and each.row == name and each.on >= fact.on]

    def _cells_added(self, owner: int, fact: SettledFact) -> Mapping[str, str]:
        """The cells of a row that is added, with what was said of them since."""
        cells, since = dict(_cells_of(fact)), self._said_of(owner, fact)
        last = _last_told(since)
        for each in since:
            column, part = _place(each.column)
            if each.says is not None and column and not told_beside(column, part):
                more = _in_text(each, last) if part else [each.says]
                cells[column] = "; ".join(filter(None, (cells.get(column, "") if part else "", *more)))
        return cells

    def _without_other_answers(self, table: Table) -> Table:
        """Answers without those to questions whose answer a person has told."""
        told = {(owner, fold(question)): fact.told for (owner, question), fact in self.added.items()}
        questions, owners = table.column("question"), table.owner.tolist()
        words = [fold(each) for each in questions.words]
        found = {
            row: said
            for row, (owner, code) in enumerate(zip(owners, questions.codes.tolist(), strict=True))
            if (said := told.get((owner, words[code]))) is not None
        }
        if not found:
            return table
        answers = _with_cells(table.column("answer"), dict.fromkeys(found, ""))
        return replace(
            table,
            columns={**table.columns, "answer": answers},
            unreadable=_without(table.unreadable, found),
            told={**table.told, **{row: (*table.told.get(row, ()), said) for row, said in found.items()}},
        )


def _place(name: str) -> tuple[str, str]:
    """The column of a cell that is settled, and the part of it that is meant; of "kinds: facts: sales" the facts."""
    of_facts = name.startswith(f"kinds{PART}{AMONG_FACTS}")
    column, _, part = (name.removeprefix(f"kinds{PART}") if of_facts else name).partition(PART)
    return column, part


def _things(fact: SettledFact) -> Sequence[tuple[str, str]]:
    """What a fact says of parts of a cell: of each thing what it is; of several, whether it is so."""
    column, part = _place(fact.column)
    if fact.says is None or not part or told_beside(column, part):
        return ()
    several = [each.strip() for each in part.split(";")]
    if len(several) == 1:
        return [(part, fact.says)]
    if fold(fact.says) in {"yes", "no"}:
        return [(each, fold(fact.says)) for each in several]
    chosen = {fold(each) for each in fact.says.split(";")}
    return [(each, "yes" if fold(each) in chosen else "no") for each in several]


def _last_told(facts: Iterable[SettledFact]) -> LastTold:
    last: dict[tuple[str, str], date] = {}
    for fact in facts:
        for thing, _ in _things(fact):
            place = _place(fact.column)[0], thing
            last[place] = max(last.get(place, fact.on), fact.on)
    return last


def _stated(fact: SettledFact, last: LastTold) -> Sequence[str]:
    """What a fact says of parts of a cell, in words that stand in it; but for what was told otherwise later."""
    column = _place(fact.column)[0]
    return [f"{thing}{PART}{says}" for thing, says in _things(fact) if last[column, thing] == fact.on]


def _in_text(fact: SettledFact, last: LastTold) -> Sequence[str]:
    """The same, as it stands in the text of a cell; of names, those that it means."""
    if not names_meant(*_place(fact.column)):
        return _stated(fact, last)
    return [thing for thing, says in _things(fact) if says == "yes"]


def _said(fact: SettledFact, last: LastTold) -> Iterator[str]:
    """Under which names it is noted what was said of a cell: under its own, and with what was said."""
    name = fact.column
    yield name
    yield f"{name}{PART}{AS_IT_STANDS if fact.says is None else fact.says}"
    column = _place(name)[0]
    for each in _stated(fact, last):
        yield f"{column}{PART}{each}"
        yield f"{column}{PART}{each.partition(PART)[0]}"


def _without(unreadable: Unreadable, rows: Container[int]) -> Unreadable:
    """What is no cell, but for some rows."""
    return {name: {row: each for row, each in cells.items() if row not in rows} for name, cells in unreadable.items()}


def _reread(table: Table, read: Mapping[int, Mapping[str, str]]) -> Table:
    """A table some rows of which read otherwise from end to end."""
    names = dict.fromkeys((*table.columns, *(name for cells in read.values() for name in cells)))

    def again(name: str, column: TextColumn) -> TextColumn:
        return _with_cells(column, {row: cells.get(name, "") for row, cells in read.items()})

    return replace(
        table,
        columns={name: again(name, table.column(name)) for name in names if name != OWNER}
        | {name: table.columns[name] for name in names if name == OWNER},
        written={name: again(name, each) for name, each in table.written.items()},
    )


def _cells_of(fact: SettledFact) -> Mapping[str, str]:
    """The cells of a row that a fact adds: an answer to a question, or "column: text; column: text"."""
    says = fact.says or ""
    if fact.table == "answers" and fact.column != ROW:
        return {"question": fact.column, "answer": says}
    return stated_cells(fact.table, says) or {fact.column.partition(PART)[0]: says}


def stated_cells(table: str, text: str) -> Mapping[str, str]:
    """The cells that "column: text; column: text" states; none where it does not begin with a column of the table.

    What stands behind a semicolon and names no column is more of the same cell: "kinds: sales; teaching; paid: yes".
    """
    cells: dict[str, str] = {}
    last = ""
    for piece in text.split(";"):
        name, mark, cell = piece.replace("=", ":", 1).partition(":")
        column = name.strip().casefold().replace(" ", "_")
        if mark and column in (*COLUMNS[table], ENTRY):
            last, cells[column] = column, cell.strip()
        elif last:
            cells[last] = "; ".join(filter(None, (cells[last], piece.strip())))
        else:
            return {}
    return cells


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
