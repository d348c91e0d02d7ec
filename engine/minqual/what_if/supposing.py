"""Hypothetical records judged: whatever several searches suppose of one day, as one pool."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from minqual.clauses import Assessment
from minqual.judging import Screener, Screening, Tree
from minqual.records import Tables
from minqual.settlements import corrected
from minqual.values import CONDITIONAL, MET, REVIEW, UNMET, AsOf, Standing, Standings, once, quickly_made
from minqual.what_if.hypothetical_tables import Hypotheses, Supposed

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Tried:
    """Hypothetical records that were judged together, as far as it is certain: a test that is open counts as not met.

    nodes, leaves: per node or leaf, and record, where it stands. What a person decides stands where they have left it.
    open: where each leaf stands as it is, unread rows last. applicants: of whom each record is.
    """

    def __init__(
        self, supposing: Supposing, applicants: NDArray[np.int64], assessments: Sequence[Assessment], open_: Standings
    ) -> None:
        self.assessments, self.open, self.applicants, self._supposing = assessments, open_, applicants, supposing
        self.leaves = supposing.certain(open_[:-1].copy(), applicants)
        self.nodes = supposing.tree.evaluate(self.leaves)
        self.met = (self.leaves == MET).tolist()
        self._lacks: dict[int, tuple[list[float], float] | None] = {}
        self._at_best: dict[int, list[float] | None] = {}

    @cached_property
    def leaves_at_best(self) -> Standings:
        """Where each leaf stands if all that is open turns out well."""
        return self._supposing.at_best(self)

    @cached_property
    def nodes_at_best(self) -> Standings:
        """Where each node stands if all that is open turns out well."""
        return self._supposing.tree.evaluate(self.leaves_at_best)

    @cached_property
    def met_at_best(self) -> list[list[bool]]:
        """Per leaf and record, whether it is met if all that is open turns out well."""
        met: list[list[bool]] = (self.leaves_at_best == MET).tolist()
        return met

    def lack_and_need(self, leaf: int) -> tuple[list[float], float] | None:
        """About what each record lacks of what a leaf needs, and that, where it counts something."""
        if leaf not in self._lacks:
            self._lacks[leaf] = _lack_and_need(self.assessments[leaf])
        return self._lacks[leaf]

    def lack_at_best(self, leaf: int) -> list[float] | None:
        """About what each record lacks of what a leaf needs if all that is open turns out well."""
        if leaf not in self._at_best:
            found, counted = self.lack_and_need(leaf), self.assessments[leaf].counted
            self._at_best[leaf] = None
            if found is not None and counted is not None:
                self._at_best[leaf] = (found[1] - counted.high / counted.scale).tolist()
        return self._at_best[leaf]


def _lack_and_need(each: Assessment) -> tuple[list[float], float] | None:
    if each.counted is None or each.needed is None:
        return None
    needed = float((each.needed.years if each.counted.unit == "years" else each.needed.value) - each.forgiven)
    return (needed - each.counted.low / each.counted.scale).tolist(), needed


@quickly_made(frozen=True, slots=True, eq=False)
class Outcome:
    """What a hypothetical record comes to: one of those that were tried together."""

    tried: Tried
    place: int

    def stands(self, node: int) -> int:
        """Where a node certainly stands."""
        return int(self.tried.nodes[node, self.place])

    def met(self, leaf: int) -> bool:
        """Whether a leaf certainly is met."""
        met: bool = self.tried.met[leaf][self.place]
        return met

    def stands_at_best(self, node: int) -> int:
        """Where a node stands if all that is open turns out well."""
        return int(self.tried.nodes_at_best[node, self.place])

    def met_at_best(self, leaf: int) -> bool:
        """Whether a leaf is met if all that is open turns out well."""
        return self.tried.met_at_best[leaf][self.place]

    def opens(self, leaf: int) -> bool:
        """Whether a leaf is met only if what is open turns out well."""
        return self.tried.met_at_best[leaf][self.place] and not self.tried.met[leaf][self.place]

    def in_years(self, leaf: int) -> bool:
        """Whether a leaf counts time in years."""
        counted = self.tried.assessments[leaf].counted
        return counted is not None and counted.unit == "years"

    def lacking(self, leaf: int) -> float | None:
        """About what a leaf lacks of its need, where it counts something; below zero: what is beyond it."""
        found = self.tried.lack_and_need(leaf)
        return None if found is None else found[0][self.place]

    def lacking_at_best(self, leaf: int) -> float | None:
        """About what a leaf lacks of its need if all that is open turns out well, where it counts something."""
        found = self.tried.lack_at_best(leaf)
        return None if found is None else found[self.place]

    def lack_and_need(self, leaf: int) -> tuple[float, float] | None:
        """About what a leaf lacks of its need, and its need, where it counts something."""
        found = self.tried.lack_and_need(leaf)
        return None if found is None else (found[0][self.place], found[1])


Asked: TypeAlias = Sequence[tuple[int, Supposed]]
"""Hypothetical records to be judged, each so many days after the as-of date."""

Found = TypeVar("Found")

Looking: TypeAlias = Generator[Asked, Sequence[Outcome], Found]
"""A search that asks for hypothetical records to be judged, and at last finds something."""


@once
def _beyond_records(tree: Tree) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which leaves people decide, which others nothing brings to be met, and which can but be accepted."""
    by_people = [leaf.by_person for leaf in tree.leaves]
    never = [leaf.reaches < MET and not leaf.by_person for leaf in tree.leaves]
    accepted = [leaf.reaches <= Standing.REFER for leaf in tree.leaves]
    return np.array(by_people, dtype=np.bool_), np.array(never, dtype=np.bool_), np.array(accepted, dtype=np.bool_)


class Supposing:
    """Judges hypothetical records of a source's applicants; of the number after the last of them, nothing is known."""

    def __init__(self, screener: Screener, tables: Tables, screening: Screening) -> None:
        self._screener, self._decided = screener, screening.decided
        laid = corrected(tables, screener.pack.run.settlements, screening.rows).tables
        self._records = Hypotheses(laid, screening.applicants.ids, screening.applicants.as_of)
        self.tree, self.as_of = screening.tree, screening.applicants.as_of
        self.nobody = len(screening.applicants.ids)
        self.by_people, self.never, self.only_accepted = _beyond_records(self.tree)

    def cells(self, applicant: int, tables: frozenset[str], columns: frozenset[str]) -> Iterator[str]:
        """The cells of some columns of some tables of one applicant's record."""
        return self._records.cells(applicant, tables, columns)

    def degrees_due(self, applicant: int) -> list[str]:
        """The days on which the degrees of one applicant are expected, as they stand."""
        return self._records.degrees_due(applicant)

    def certain(self, standings: Standings, applicants: NDArray[np.int64]) -> Standings:
        """Per leaf, the unread rows last, and record: where it certainly stands."""
        for (leaf, applicant), reading in self._decided.items():
            standings[leaf, applicants == applicant] = MET if reading.accepted else UNMET
        sure = np.where(self.by_people[:, None] | (standings == MET), standings, UNMET)
        return np.concatenate([sure, np.full((1, len(applicants)), UNMET, dtype=np.int8)])

    def at_best(self, tried: Tried) -> Standings:
        """Per leaf, the unread rows last, and record: where it stands if all that is open turns out well."""
        count = len(tried.applicants)
        counted = [each.counted for each in tried.assessments]
        none = np.zeros(count, dtype=np.bool_)
        ranges = np.array([none if each is None else each.low != each.high for each in counted] + [none])
        open_ = (tried.open == REVIEW) | ((tried.open == CONDITIONAL) & ranges)
        open_[:-1] &= ~self.only_accepted[:, np.newaxis]  # what a person decides may be decided well
        for leaf, applicant in self._decided:
            open_[leaf, tried.applicants == applicant] = False
        return np.where(open_, np.int8(MET), tried.leaves)

    def outcomes(self, asked: Asked) -> list[Outcome]:
        """What some records come to, each so many days after the as-of date."""
        supposed = [each for _, each in asked]
        tally = self._screener.count(self._records.together(supposed), self._days(asked))
        assessments = tuple(leaf.assess(tally) for leaf in self.tree.leaves)
        standings = np.array([each.standings for each in assessments], dtype=np.int8).reshape(-1, len(supposed))
        unread = np.where(tally.applicants.unread, np.int8(REVIEW), np.int8(UNMET))
        applicants = np.array([each.applicant for each in supposed])
        tried = Tried(self, applicants, assessments, np.concatenate([standings, unread[np.newaxis]]))
        return [Outcome(tried, place) for place in range(len(supposed))]

    def proven(self, outcomes: Sequence[Outcome]) -> list[Sequence[Standing]]:
        """The standing of every node by the rule engine, as for any record."""
        if not outcomes:
            return []
        return [
            each.standings
            for each in self._screener.derived(np.stack([each.tried.open[:, each.place] for each in outcomes], axis=1))
        ]

    def _days(self, asked: Asked) -> AsOf:
        return AsOf.of_each([self.as_of + timedelta(days=days) for days, _ in asked])

    def run(self, searches: Sequence[Looking[Found]]) -> list[Found]:
        """What some searches find; what they ask for at once is judged together, the same record once."""
        found: dict[int, Found] = {}
        waiting: dict[int, Asked] = {}

        def go_on(number: int, outcomes: Sequence[Outcome] | None) -> None:
            try:
                waiting[number] = next(searches[number]) if outcomes is None else searches[number].send(outcomes)
            except StopIteration as end:
                found[number] = end.value

        for number in range(len(searches)):
            go_on(number, None)
        while waiting:
            asked, waiting = waiting, {}
            every = {id(each): each for of_one in asked.values() for each in of_one}
            outcomes = dict(zip(every, self.outcomes(list(every.values())) if every else (), strict=True))
            for number, of_one in asked.items():
                go_on(number, [outcomes[id(each)] for each in of_one])
        return [found[number] for number in range(len(searches))]


def together(searches: Sequence[Looking[Found]]) -> Looking[list[Found]]:
    """Some searches as one that asks for all that they ask for at once."""
    found: dict[int, Found] = {}
    waiting: dict[int, Asked] = {}
    answers: dict[int, Sequence[Outcome] | None] = dict.fromkeys(range(len(searches)))
    while answers:
        for number, outcomes in answers.items():
            try:
                waiting[number] = next(searches[number]) if outcomes is None else searches[number].send(outcomes)
            except StopIteration as end:
                found[number] = end.value
        if not waiting:
            break
        given = iter((yield [each for asked in waiting.values() for each in asked]))
        answers = {number: [next(given) for _ in asked] for number, asked in waiting.items()}
        waiting = {}
    return [found[number] for number in range(len(searches))]
