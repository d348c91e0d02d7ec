"""Screening: applicants counted, every leaf assessed, each distinct pattern derived once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.ma  # numpy imports it late, where a thread may hold the lock of it while another forks

from minqual.clauses import Assessment
from minqual.counting import Ledger, Tally
from minqual.judging.derivation import Derivation, Derived
from minqual.judging.distinct_standings import patterns
from minqual.judging.peoples_decisions import Decidable, Place, decided, made_on
from minqual.judging.read_packs import as_read
from minqual.judging.requirement_tree import Tree, grow, tree_of
from minqual.judging.settled_posts import as_settled
from minqual.packs import AS_WRITTEN, Pack, Run, pack_from, refuse_unsaid
from minqual.records import Applicants, Tables, take_in
from minqual.settlements import (
    ApplicantRows,
    ClauseReading,
    SettledFact,
    SettledWord,
    Settlement,
    Settlements,
    corrected,
)
from minqual.values import AsOf, Standing, Standings, log, misused, once, watched

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PATTERNS = 1 << 14
"""Patterns whose derivations a screener keeps; beyond them all are let go, and derived again when they come up."""


MOST_READY = 64
"""Runs for which a screener is kept ready."""


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """What became of every applicant: columns of leaf standings, patterns among them, and their derivations.

    pattern: per applicant, the number of their pattern in `derived`. decided: what people decided, by leaf and
    applicant. waiting: what one person decided and another must read. stale: settlements that no longer count. rows:
    those of the source, by applicant. fresh: how many of the patterns were not known before.
    """

    pack: Pack
    tree: Tree
    tally: Tally
    assessments: tuple[Assessment, ...]
    pattern: NDArray[np.int64]
    derived: tuple[Derived, ...]
    decided: Mapping[Place, ClauseReading]
    waiting: Mapping[Place, ClauseReading]
    stale: tuple[Settlement, ...]
    rows: ApplicantRows
    fresh: int

    @property
    def applicants(self) -> Applicants:
        """The applicants that were judged."""
        return self.tally.applicants

    def decision_on(self, leaf: int, applicant: int) -> tuple[str, str]:
        """The id of a clause that a person decides for an applicant, and the digest of what they decide it on."""
        decidable = Decidable(self.tree)
        rows = self.rows.digest(self.applicants.ids[applicant])
        return decidable.ids()[leaf], made_on(decidable.content(leaf), rows)

    def standing(self, node: int) -> Standings:
        """One node's standing for every applicant."""
        by_pattern = np.array([each.standings[node] for each in self.derived], dtype=np.int8)
        return by_pattern[self.pattern] if len(by_pattern) else np.zeros(0, dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What was taken in of a source, with what people settled of it.

    rows: those of the source. stale: facts whose row is no longer as it was.
    """

    ledger: Ledger
    rows: ApplicantRows
    stale: tuple[SettledFact, ...]


def taken(tables: Tables, as_of: date | AsOf, settlements: Settlements, levels: Collection[str] = ()) -> Taken:
    """A source taken in, as if it had said itself what was settled of it. levels: words for them that packs know."""
    rows = ApplicantRows(tables)
    found = corrected(tables, settlements, rows)
    return Taken(Ledger(take_in(found.tables, as_of, levels)), rows, found.stale)


@dataclass(frozen=True, slots=True)
class Judging:
    """What judging some applicants took: by which pack, how many they were, and how many patterns of standings.

    new: patterns that were derived for it and were not known before. seconds: by the clock.
    """

    pack: str
    digest: str
    applicants: int
    patterns: int
    new: int
    seconds: float

    def __str__(self) -> str:
        judged = f"judged {self.applicants} by {self.pack} in {self.seconds * 1000:.1f} ms"
        return f"{judged}: {self.patterns} patterns, {self.new} of them new"


class Screener:
    """A pack made ready to judge any number of applicants, one by one or all at once.

    Made once and kept as long as a program runs, by any number of threads. What a check counts belongs to that check
    alone. What checks share is the pack, which never changes, and what was derived of patterns of standings: these are
    found or put in whole, so that two threads may at most derive the same one twice; and of all the screeners of a
    process one derives at a time, behind a lock. What is kept has an upper limit, however many checks there are.
    A process that forks passes it on; a copy is the same screener; pickled it is its pack, made ready anew.
    """

    def __init__(
        self, pack: Pack | str | Path | Mapping[str, object], *, on_judged: Callable[[Judging], None] | None = None
    ) -> None:
        """on_judged: called after each time that applicants were judged, by the thread that judged them.

        What it raises comes out of what judged: check, screen and the like.
        """
        if on_judged is not None and not callable(on_judged):
            raise misused("on_judged", on_judged, "a function that takes a Judging")
        self.pack = pack_from(pack)
        self._run = self.pack.run
        self._on_judged = on_judged
        pack = self.pack
        self._written = grow(pack.written)
        self.tree, self._unread = self._tree_for(pack)
        self._derivation = Derivation(self._written, pack.name)
        self._ready: dict[Run, Self] = {}
        self._known: dict[bytes, Derived] = {}
        self._decidable = Decidable(self.tree)

    def _tree_for(self, pack: Pack) -> tuple[Tree, tuple[SettledWord, ...]]:
        """The tree for what is said of the vacancy and of how the pack is read, and what is said of no part of it."""
        tree = tree_of(pack, self._written) if pack.run.vacancy else self._written
        return as_read(tree, pack.settled.readings)

    def __copy__(self) -> Self:
        return self  # the rules that durable-rules holds are freed once

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[Pack]]:
        return type(self), (copy(self.pack),)  # without what it remembers of applicants' words

    def for_run(self, run: Run) -> Self:
        """The screener for a run of which this is said; what was derived is shared, since the tree is the same.

        Whatever is said of the vacancy, nodes and leaves have the same numbers.
        """
        if run == self._run:
            return self
        kept = not run.settlements  # of which each examination has its own
        if kept and (known := self._ready.get(run)) is not None:
            return known
        pack = self.pack.for_run(run)
        tree, stale = self.tree, self._unread
        if run.vacancy != self._run.vacancy or pack.settled.readings or self.pack.settled.readings:
            tree, stale = self._tree_for(pack)
        ready = object.__new__(type(self))
        ready.__dict__ |= self.__dict__ | {"pack": pack, "_run": run, "tree": tree, "_unread": stale}
        if kept and len(self._ready) < MOST_READY:
            self._ready[run] = ready
        return ready

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that the pack draws on."""
        return _drawn_on(self.tree)

    @property
    def asks(self) -> tuple[str, ...]:
        """The names of the questions that the pack asks, each once."""
        return _asked(self.tree)

    def count(self, tables: Tables, as_of: date | AsOf) -> Tally:
        """Every applicant of a source counted as of a date, or each as of their own, before any clause judges them."""
        return self._tally(self._taken(tables, as_of).ledger)

    def screen(self, tables: Tables, as_of: date) -> Screening:
        """Judge every applicant of a source as of a date."""
        return self.judge(self._taken(tables, as_of))

    def _taken(self, tables: Tables, as_of: date | AsOf) -> Taken:
        return taken(tables, as_of, self._run.settlements, self.pack.study_words.words)

    def judge(self, given: Taken) -> Screening:
        """Judge every applicant of what was taken in; what other packs have counted already is not counted anew."""
        if self._on_judged is None and not watched(__name__):
            return self.decide(self._tally(given.ledger), given)
        begun = perf_counter()
        screening = self.decide(self._tally(given.ledger), given)
        judged = Judging(
            self.pack.name,
            self.pack.digest,
            screening.applicants.count,
            len(screening.derived),
            screening.fresh,
            perf_counter() - begun,
        )
        log(__name__, str(judged))
        if self._on_judged is not None:
            self._on_judged(judged)
        return screening

    def decide(self, tally: Tally, given: Taken) -> Screening:
        """Judge every applicant whom this screener has counted."""
        settlements = self._run.settlements
        of_people = decided(self._decidable, self.pack.name, tally.applicants, settlements, given.rows)
        assessments = of_people.laid_over(self.tree, tuple([leaf.assessed(tally) for leaf in self.tree.leaves]))
        unread = np.where(tally.applicants.unread, np.int8(Standing.REVIEW), np.int8(Standing.UNMET))
        leaves = [*(each.standings for each in assessments), unread]
        pattern, first = patterns(leaves)
        derived, fresh = self._derived(np.array([leaf[first] for leaf in leaves]))
        stale: tuple[Settlement, ...] = (
            *self.pack.settled.stale,
            *self._unread,
            *given.stale,
            *of_people.stale,
        )
        decided_, waiting = of_people.decisions, of_people.waiting
        return Screening(
            self.pack, self.tree, tally, assessments, pattern, derived, decided_, waiting, stale, given.rows, fresh
        )

    def _tally(self, ledger: Ledger) -> Tally:
        pack = self.pack
        refuse_unsaid(pack.vacancy, self._run.vacancy)
        return Tally(
            as_settled(ledger, pack),
            pack.policy,
            pack.vocabularies,
            groups=pack.groups,
            accreditation=pack.accreditation,
            facts=pack.told_facts,
            asks=self.asks,
            papers_until=self._run.papers_until,
            ranks=pack.ranks,
            award_ranks=pack.award_order,
            study_words=pack.study_words,
            vacancy=dict(self._run.vacancy),
        )

    def derived(self, leaves: NDArray[np.int8]) -> tuple[Derived, ...]:
        """The derivations of patterns of standings, one in each column, unread rows last; kept for the next time."""
        derived, _ = self._derived(leaves)
        return derived

    def _derived(self, leaves: NDArray[np.int8]) -> tuple[tuple[Derived, ...], int]:
        """The same, with how many of them were not known before."""
        keys = [pattern.tobytes() for pattern in leaves.T]
        before = self._known
        known = {key: before[key] for key in keys if key in before}
        fresh = [place for place, key in enumerate(keys) if key not in known]
        if fresh:
            found = dict(zip([keys[place] for place in fresh], self._derivation.derive(leaves[:, fresh]), strict=True))
            known |= found
            self._keep(found)
        return tuple(map(known.__getitem__, keys)), len(fresh)

    def _keep(self, found: dict[bytes, Derived]) -> None:
        if len(self._known) + len(found) > MOST_PATTERNS:
            self._known = {}
        if len(found) <= MOST_PATTERNS:
            self._known.update(found)


@once
def _drawn_on(tree: Tree) -> tuple[str, ...]:
    return tuple(sorted({table for leaf in tree.leaves for table in leaf.draws_on()}))


@once
def _asked(tree: Tree) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for leaf in tree.leaves for each in leaf.asks()))


def screen_all(screeners: Sequence[Screener], tables: Tables, as_of: date) -> Iterator[Screening]:
    """What each of several screeners alone would make of a source, one after the other: it is read and counted once.

    The tables must be those that all of them together draw on. A screening need not be kept until the next is made.
    """
    run = screeners[0].pack.run if screeners else AS_WRITTEN
    known = frozenset().union(*(screener.pack.study_words.words for screener in screeners))
    given = taken(tables, as_of, run.settlements, known)
    for screener in screeners:
        yield screener.judge(given)


def tables_for(screeners: Iterable[Screener]) -> tuple[str, ...]:
    """The tables that some screeners together draw on."""
    return tuple(sorted({table for screener in screeners for table in screener.tables}))
