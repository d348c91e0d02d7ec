"""Questions in words, many at a time: what each applicant is asked, with the row that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.judging import Screening
from minqual.verdicts.open_facts import OpenFact, widest_first
from minqual.verdicts.row_names import Names
from minqual.verdicts.text_columns import Lettered

if TYPE_CHECKING:
    from minqual.values import Flags, Numbers


from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from minqual.verdicts.open_facts import holding_back, levels_above, levels_decided, open_facts
from minqual.verdicts.row_names import entry_of
from minqual.verdicts.text_columns import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.values import Numbers

AT_A_TIME: Final = 50_000
"""Applicants whose questions are put into words at a time."""

SEPARATOR: Final = " | "


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Asking:
    """Who is asked which of some facts about which row (−1: none), in the order of the applicants."""

    owner: Numbers
    fact: Numbers
    row: Numbers

    @classmethod
    def of(cls, parts: Sequence[tuple[int, Numbers, Numbers]]) -> Asking:
        """From the number of each fact, with the applicants asked and the rows, in the order of the facts."""
        none = np.zeros(0, dtype=np.int64)
        owner = np.concatenate([none, *(owner for _, owner, _ in parts)])
        fact = np.repeat([number for number, _, _ in parts], [len(owner) for _, owner, _ in parts])
        row = np.concatenate([none, *(row for _, _, row in parts)])
        order = np.argsort(owner, kind="stable")
        return cls(owner[order], fact[order].astype(np.int64), row[order])


class Wording:
    """Facts in words, for the rows that they are asked about."""

    def __init__(self, screening: Screening, facts: Sequence[OpenFact]) -> None:
        import pyarrow as pa

        self._screening = screening
        self._asks = pa.array([fact.question.ask for fact in facts], pa.string())
        tables = [fact.question.table for fact in facts]
        self._names = {name: place for place, name in enumerate(dict.fromkeys(tables))}
        self._table = np.array([self._names[table] for table in tables], dtype=np.int64)
        self._made: dict[str, Names] = {}

    def entries(self, fact: Numbers, row: Numbers) -> Any:  # noqa: ANN401
        """The names of the rows that some facts are asked about; empty where none is meant."""
        import pyarrow as pa

        table = np.where(row < 0, -1, self._table[fact])
        found, places = [pa.array([""], pa.string())], np.zeros(len(row), dtype=np.int64)
        first = 1
        for name, number in self._names.items():
            mine = np.flatnonzero(table == number)
            if len(mine):
                found.append(self._of(name).of(row[mine]))
                places[mine] = np.arange(first, first + len(mine))
                first += len(mine)
        return pa.concat_arrays(found).take(pa.array(places))

    def _of(self, table: str) -> Names:
        if table not in self._made:
            self._made[table] = Names(self._screening.applicants.table(table))
        return self._made[table]

    def said(self, fact: Numbers, row: Numbers, entries: Any) -> Any:  # noqa: ANN401
        """Questions with the rows that they are about: "name: question", or the question alone."""
        import pyarrow as pa
        import pyarrow.compute as pc

        apart = pa.array(["", ": "]).take(pa.array((row >= 0).astype(np.int8)))
        return pc.binary_join_element_wise(entries, apart, self._asks.take(pa.array(fact)), "")


def in_order(owner: Numbers, said: Any) -> tuple[Numbers, Flags]:  # noqa: ANN401
    """The order by applicants and words, and in that order which are not the same as the one before."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = [("owner", "ascending"), ("said", "ascending")]
    order = pc.sort_indices(pa.table({"owner": owner, "said": said}), sort_keys=keys)
    there = said.take(order)
    fresh = np.ones(len(owner), dtype=np.bool_)
    if len(owner):
        alike = pc.equal(there.slice(1), there.slice(0, len(there) - 1)).to_numpy(zero_copy_only=False)
        fresh[1:] = ~(alike & (owner[1:] == owner[:-1]))
    return order.to_numpy().astype(np.int64), fresh


def to_resolve(screening: Screening, facts: Sequence[OpenFact]) -> Lettered:
    """Per applicant, the open facts that decide, each with the row it is about, in the order of their words."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ordered = widest_first(facts)
    asking, wording = Asking.of(list(_once_each(screening, ordered))), Wording(screening, ordered)
    made = []
    for start in range(0, screening.tally.count, AT_A_TIME):
        stop = min(start + AT_A_TIME, screening.tally.count)
        first, last = np.searchsorted(asking.owner, (start, stop)).tolist()
        owner, fact, row = (each[first:last] for each in (asking.owner, asking.fact, asking.row))
        said = wording.said(fact, row, wording.entries(fact, row))
        order, fresh = in_order(owner, said)
        kept = order[fresh]
        bounds = np.searchsorted(owner[kept], np.arange(start, stop + 1)).astype(np.int32)
        lists = pa.ListArray.from_arrays(pa.array(bounds), said.take(pa.array(kept)))
        made.append(pc.binary_join(lists, SEPARATOR))
    return Lettered(made)


def _once_each(screening: Screening, facts: Sequence[OpenFact]) -> Iterator[tuple[int, Numbers, Numbers]]:
    """The number of each fact, with the applicants and the rows of which no fact before it asked the same."""
    asked: dict[tuple[str, ...], Flags] = {}
    for number, fact in enumerate(facts):
        owner, rows = fact.question.owner, fact.question.row
        if len(rows) and rows[0] >= 0:
            height = screening.applicants.table(fact.question.table).height
            seen = asked.setdefault(fact.same, np.zeros(height, dtype=np.bool_))
            fresh = ~seen[rows]
            owner, rows = owner[fresh], rows[fresh]
            seen[rows] = True
        yield number, owner.astype(np.int64), rows


ROWS: Final = 1 << 40
"""More rows than a table has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One applicant asked one thing. entry: the row it is about. who: who can say. levels: those that it holds back."""

    applicant: int
    entry: str
    ask: str
    who: str
    levels: tuple[str, ...]

    @property
    def said(self) -> str:
        """The question with the row that it is about."""
        return f"{self.entry}: {self.ask}" if self.entry else self.ask


def asked(screening: Screening, only: str | None = None) -> list[Asked]:
    """Everything that is open and decides, in the order of applicants and of words.

    A cell is asked for once, whichever clauses need it, and so are cells of which the same would be said. only: the one
    level that verdicts are of.
    """
    level = None if only is None else screening.pack.levels.index(screening.pack.level(only))
    facts = widest_first(open_facts(screening, level))
    if not facts:
        return []
    order, starts = _groups(*_entries(facts))
    held = _held(screening, level)
    holds = np.concatenate([held[fact.leaf][screening.pattern[fact.question.owner]] for fact in facts])[order]
    together = np.logical_or.reduceat(holds, starts, axis=0)
    first = order[starts]
    owner = np.concatenate([fact.question.owner for fact in facts])[first]
    row = np.concatenate([fact.question.row for fact in facts])[first]
    number = np.repeat(np.arange(len(facts)), [len(fact.question.owner) for fact in facts])[first]
    levels = [level.id for level in screening.pack.levels]
    told: dict[bytes, tuple[str, ...]] = {}
    names: dict[tuple[str, int], str] = {}

    def entries() -> Iterator[Asked]:
        for applicant, place, fact, holding in zip(
            owner.tolist(), row.tolist(), number.tolist(), together, strict=True
        ):
            question = facts[fact].question
            key = holding.tobytes()
            if key not in told:
                told[key] = tuple(name for name, holds in zip(levels, holding.tolist(), strict=True) if holds)
            entry = names.get((question.table, place))
            if entry is None:
                entry = names[question.table, place] = entry_of(screening.applicants, question.table, place)
            yield Asked(applicant, entry, question.ask, facts[fact].who, told[key])

    return list(_merged(sorted(entries(), key=lambda each: (each.applicant, each.said)), levels))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AskedColumns:
    """The same as columns, in the same order. fact: which of `facts` each asks about. levels: as bits."""

    applicant: NDArray[np.int64]
    entry: Texts
    facts: Sequence[OpenFact]
    fact: NDArray[np.int64]
    levels: NDArray[np.generic]


def asked_columns(screening: Screening, only: str | None = None) -> AskedColumns:
    """Everything that is open and decides, of many applicants at once: what `asked` says of them."""
    level = None if only is None else screening.pack.levels.index(screening.pack.level(only))
    facts = widest_first(open_facts(screening, level))
    none = np.zeros(0, dtype=np.int64)
    if not facts:
        return AskedColumns(none, Lettered([]), (), none, none)
    order, starts = _groups(*_entries(facts))
    decided = levels_decided(screening, level)
    held = np.concatenate([decided[fact.leaf][screening.pattern[fact.question.owner]] for fact in facts])
    held = np.bitwise_or.reduceat(held[order], starts)
    first = order[starts]
    owner = np.concatenate([fact.question.owner for fact in facts])[first].astype(np.int64)
    row = np.concatenate([fact.question.row for fact in facts])[first]
    number = np.repeat(np.arange(len(facts)), [len(fact.question.owner) for fact in facts])[first]
    parts = list(_in_words(Wording(screening, facts), owner, number, row, held))
    return AskedColumns(
        np.concatenate([none, *(each.applicant for each in parts)]),
        Lettered([each.entry.arrow(0, len(each.entry)) for each in parts]),
        facts,
        np.concatenate([none, *(each.fact for each in parts)]),
        np.concatenate([held[:0], *(each.levels for each in parts)]),
    )


def _in_words(
    wording: Wording, owner: Numbers, fact: Numbers, row: Numbers, held: NDArray[np.generic]
) -> Iterator[AskedColumns]:
    """What some applicants at a time are asked, in the order of words, each thing once."""
    for start in range(0, int(owner[-1]) + 1, AT_A_TIME):
        first, last = np.searchsorted(owner, (start, start + AT_A_TIME)).tolist()
        if first == last:
            continue
        mine = slice(first, last)
        entries = wording.entries(fact[mine], row[mine])
        order, fresh = in_order(owner[mine], wording.said(fact[mine], row[mine], entries))
        kept = order[fresh]
        levels = np.bitwise_or.reduceat(held[mine][order], np.flatnonzero(fresh))
        yield AskedColumns(owner[mine][kept], Lettered([entries.take(kept)]), (), fact[mine][kept], levels)


def _merged(entries: Sequence[Asked], levels: Sequence[str]) -> Iterator[Asked]:
    """Entries without repetition: of those that say the same, one that holds back the levels of all."""
    for _, same in groupby(entries, key=lambda each: (each.applicant, each.said)):
        first, *others = same
        held = {level for each in (first, *others) for level in each.levels}
        yield replace(first, levels=tuple(level for level in levels if level in held)) if others else first


def _entries(facts: Sequence[OpenFact]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per applicant and fact, the applicant's number and that of the cell, or of the question if no cell is meant."""
    numbers: dict[tuple[str, ...], int] = {}
    owners, cells = [], []
    for fact in facts:
        question = fact.question
        of_a_cell = bool(len(question.row)) and bool(question.row[0] >= 0)
        key = fact.same if of_a_cell else (question.ask,)
        number = numbers.setdefault(key, len(numbers))
        owners.append(question.owner.astype(np.int64))
        cells.append(number * ROWS + (question.row if of_a_cell else np.zeros(len(question.owner), dtype=np.int64)))
    return np.concatenate(owners), np.concatenate(cells)


def _groups(owner: NDArray[np.int64], cell: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """An order in which the same question to the same applicant stands together, and where each group starts."""
    order = np.lexsort((cell, owner))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (owner[order][1:] != owner[order][:-1]) | (cell[order][1:] != cell[order][:-1])
    return order, np.flatnonzero(fresh)


def _held(screening: Screening, only: int | None) -> Mapping[int, NDArray[np.bool_]]:
    """Per leaf, which levels it holds back in each pattern: patterns by levels."""
    tree = screening.tree
    shape = (len(screening.derived), len(tree.levels))
    held: dict[int, NDArray[np.bool_]] = {}
    for pattern, derived in enumerate(screening.derived):
        for level in levels_above(tree, derived.standings, only):
            for leaf in holding_back(tree, derived.standings, level):
                held.setdefault(leaf, np.zeros(shape, dtype=np.bool_))[pattern, level] = True
    return held
