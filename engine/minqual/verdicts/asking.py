"""Who is asked what: one entry for each applicant and open fact, with the levels that it holds back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.judging.screening import Screening
from minqual.verdicts.open_facts import OpenFact, holding_back, levels_above, levels_decided, open_facts, widest_first
from minqual.verdicts.questions import AT_A_TIME, Wording, in_order
from minqual.verdicts.row_names import entry_of
from minqual.verdicts.text_columns import Lettered, Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records.applicants import Numbers

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
