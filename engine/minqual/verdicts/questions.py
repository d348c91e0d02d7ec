"""Questions in words, many at a time: what each applicant is asked, with the row that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.judging.screening import Screening
from minqual.verdicts.open_facts import OpenFact, widest_first
from minqual.verdicts.row_names import Names
from minqual.verdicts.text_columns import Lettered

if TYPE_CHECKING:
    from minqual.records.applicants import Flags, Numbers

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
