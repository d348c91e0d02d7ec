"""Questions in words: what each applicant is asked, with the row that it is about, each cell once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.judging import Screening
from minqual.values import wherever
from minqual.verdicts.open_facts import OpenFact, levels_decided, open_facts, widest_first
from minqual.verdicts.row_names import Names, entry_of
from minqual.verdicts.text_columns import Lettered, Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.values import Flags, Numbers

AT_A_TIME: Final = 2_000
"""Applicants whose questions are put into words at a time: in between, these take much memory."""

SEPARATOR: Final = " | "


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Asking:
    """Who is asked which of some facts about which row (−1: none), in the order of the applicants.

    A cell is asked for once, whichever clauses need it, by the fact that asks the most. levels: those that it holds
    back, and posts, as bits.
    """

    facts: Sequence[OpenFact]
    owner: Numbers
    fact: Numbers
    row: Numbers
    levels: NDArray[Any]

    @classmethod
    def of(cls, screening: Screening, facts: Iterable[OpenFact], only: int | None) -> Asking:
        """Who is asked of some facts that are open and decide. only: the one level that verdicts are of."""
        ordered, decided = widest_first(facts), levels_decided(screening, only)
        held: dict[tuple[str, ...], NDArray[Any]] = {}
        asked: dict[tuple[str, ...], list[tuple[int, Numbers, Numbers, Numbers]]] = {}
        for number, each in enumerate(ordered):
            owner, row = each.question.owner, each.question.row
            of_a_cell = bool(len(row)) and bool(row[0] >= 0)
            cell = each.same if of_a_cell else (each.question.ask,)
            place = row if of_a_cell else owner
            if cell not in held:
                table = screening.applicants.table(each.question.table) if of_a_cell else None
                held[cell] = np.zeros(table.height if table else screening.tally.count, dtype=decided.dtype)
            fresh = held[cell][place] == 0
            held[cell][place] |= decided[each.leaf][screening.pattern[owner]]
            asked.setdefault(cell, []).append((number, owner[fresh], row[fresh], place[fresh]))
        parts = [(*part, held[cell][part[3]]) for cell, of_it in asked.items() for part in of_it]
        none = np.zeros(0, dtype=np.int64)
        every = np.concatenate([none, *(part[1] for part in parts)])
        order = np.argsort(every, kind="stable")
        fact = np.repeat(np.array([part[0] for part in parts], dtype=np.int64), [len(part[1]) for part in parts])
        row = np.concatenate([none, *(part[2] for part in parts)])
        levels = np.concatenate([np.zeros(0, dtype=decided.dtype), *(part[4] for part in parts)])
        return cls(ordered, every[order], fact[order], row[order], levels[order])


@dataclass(frozen=True, slots=True)
class AskedQuestion:
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


def asked(screening: Screening, only: str | None = None) -> list[AskedQuestion]:
    """Everything that is open and decides, in the order of applicants and of words, each thing that is said once.

    only: the one level that verdicts are of.
    """
    level = None if only is None else screening.pack.levels.index(screening.pack.level(only))
    return asked_about(screening, open_facts(screening, level), level)


def asked_about(screening: Screening, facts: Iterable[OpenFact], only: int | None) -> list[AskedQuestion]:
    """The same of some open facts. only: the place of the one level that verdicts are of."""
    asking, applicants = Asking.of(screening, facts, only), screening.applicants
    told: dict[tuple[int, str], tuple[str, OpenFact, int]] = {}
    columns = (each.tolist() for each in (asking.owner, asking.fact, asking.row, asking.levels))
    for owner, number, row, bits in zip(*columns, strict=True):
        fact = asking.facts[number]
        entry = entry_of(applicants, fact.question.table, row)
        said = f"{entry}: {fact.question.ask}" if entry else fact.question.ask
        first, of, before = told.get((owner, said), (entry, fact, 0))
        told[owner, said] = first, of, before | bits
    names = [each.id for each in screening.pack.judged]
    return [
        AskedQuestion(owner, entry, fact.question.ask, fact.who, levels_named(names, bits))
        for (owner, _), (entry, fact, bits) in sorted(told.items(), key=lambda item: item[0])
    ]


def to_settle(questions: Iterable[AskedQuestion]) -> list[str]:
    """What one applicant's record leaves open, each with who can say; what decides most levels first."""
    ordered = sorted(questions, key=lambda each: -len(each.levels))
    return [f"{each.said} ({each.who} can say)" for each in ordered]


def levels_named(names: Sequence[str], bits: int) -> tuple[str, ...]:
    """The levels and posts that bits stand for. names: of all of them."""
    return tuple(name for place, name in enumerate(names) if bits >> place & 1)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AskedColumns:
    """The same as columns, in the same order. fact: which of `facts` each asks about. levels: as bits."""

    applicant: Numbers
    entry: Texts
    facts: Sequence[OpenFact]
    fact: Numbers
    levels: NDArray[Any]


def asked_columns(screening: Screening, only: str | None = None) -> AskedColumns:
    """Everything that is open and decides, of many applicants at once: what `asked` says of them."""
    level = None if only is None else screening.pack.levels.index(screening.pack.level(only))
    asking = Asking.of(screening, open_facts(screening, level), level)
    parts = list(_in_words(screening, asking))
    return AskedColumns(
        np.concatenate([asking.owner[:0], *(each.owner for each in parts)]),
        Lettered([each.entry for each in parts]),
        asking.facts,
        np.concatenate([asking.fact[:0], *(each.fact for each in parts)]),
        np.concatenate([asking.levels[:0], *(each.levels for each in parts)]),
    )


def asked_of_each(screening: Screening, only: str | None = None) -> tuple[Sequence[OpenFact], Numbers, Numbers]:
    """What is open and decides, without the rows that it is about: facts, and who is asked which of them, in order."""
    level = None if only is None else screening.pack.levels.index(screening.pack.level(only))
    asking = Asking.of(screening, open_facts(screening, level), level)
    pairs = np.unique(asking.owner * max(len(asking.facts), 1) + asking.fact)
    owner, fact = np.divmod(pairs, max(len(asking.facts), 1))
    return asking.facts, owner, fact


def to_resolve(screening: Screening, facts: Iterable[OpenFact], only: int | None) -> Lettered:
    """Per applicant, the open facts that decide, each with the row it is about, in the order of their words."""
    import pyarrow as pa
    import pyarrow.compute as pc

    made = []
    for part in _in_words(screening, Asking.of(screening, facts, only)):
        bounds = np.searchsorted(part.owner, np.arange(part.first, part.last + 1)).astype(np.int32)
        made.append(pc.binary_join(pa.ListArray.from_arrays(pa.array(bounds), part.said), SEPARATOR))
    return Lettered(made)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _InWords:
    """What the applicants from `first` up to `last` are asked, in the order of words, each thing once.

    entry, said: Arrow arrays of the names of rows, and of the questions with them.
    """

    first: int
    last: int
    owner: Numbers
    entry: Any
    said: Any
    fact: Numbers
    levels: NDArray[Any]


def _in_words(screening: Screening, asking: Asking) -> Iterator[_InWords]:
    """What all applicants are asked, some applicants at a time."""
    wording = Wording(screening, asking.facts)
    for start in range(0, screening.tally.count, AT_A_TIME):
        stop = min(start + AT_A_TIME, screening.tally.count)
        mine = slice(*np.searchsorted(asking.owner, (start, stop)).tolist())
        owner, fact, row = asking.owner[mine], asking.fact[mine], asking.row[mine]
        entry = wording.entries(fact, row)
        said = wording.said(fact, row, entry)
        order, fresh = in_order(owner, said)
        kept, levels = order[fresh], asking.levels[mine]
        if len(order):
            levels = np.bitwise_or.reduceat(levels[order], wherever(fresh))
        yield _InWords(start, stop, owner[kept], entry.take(kept), said.take(kept), fact[kept], levels)


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
            mine = wherever(table == number)
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
