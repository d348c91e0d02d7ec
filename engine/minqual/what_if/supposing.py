"""Hypothetical records judged: whatever several searches suppose of one day, as one pool."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from minqual.clauses import Assessment
from minqual.judging import Screener, Screening
from minqual.records import Tables
from minqual.settlements import corrected
from minqual.values import CONDITIONAL, MET, REVIEW, UNMET, AsOf, Standing, Standings
from minqual.what_if.hypothetical_tables import Hypotheses, Supposed

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a hypothetical record comes to, as far as it is certain: a test that is open counts as not met.

    nodes, leaves: where each stands. What a person decides stands where they have left it. open: where each leaf
    stands as it is, unread rows last.
    """

    nodes: Standings
    leaves: Standings
    open: Standings
    assessments: Sequence[Assessment]
    place: int

    def met(self, leaf: int) -> bool:
        """Whether a leaf certainly is met."""
        return bool(self.leaves[leaf] == MET)

    def in_years(self, leaf: int) -> bool:
        """Whether a leaf counts time in years."""
        counted = self.assessments[leaf].counted
        return counted is not None and counted.unit == "years"

    def lacking(self, leaf: int) -> float | None:
        """About what a leaf lacks of its need, where it counts something; below zero: what is beyond it."""
        found = self.lack_and_need(leaf)
        return None if found is None else found[0]

    def lack_and_need(self, leaf: int) -> tuple[float, float] | None:
        """About what a leaf lacks of its need, and its need, where it counts something."""
        each = self.assessments[leaf]
        if each.counted is None or each.needed is None:
            return None
        needed = float((each.needed.years if each.counted.unit == "years" else each.needed.value) - each.forgiven)
        return needed - float(each.counted.low[self.place]) / each.counted.scale, needed


Asked: TypeAlias = Sequence[tuple[int, Supposed]]
"""Hypothetical records to be judged, each so many days after the as-of date."""

Found = TypeVar("Found")

Looking: TypeAlias = Generator[Asked, Sequence[Outcome], Found]
"""A search that asks for hypothetical records to be judged, and at last finds something."""


class Supposing:
    """Judges hypothetical records of a source's applicants; of the number after the last of them, nothing is known."""

    def __init__(self, screener: Screener, tables: Tables, screening: Screening) -> None:
        self._screener, self._decided = screener, screening.decided
        laid = corrected(tables, screener.pack.run.settlements, screening.rows).tables
        self._records = Hypotheses(laid, screening.applicants.ids, screening.applicants.as_of)
        self.tree, self.as_of = screening.tree, screening.applicants.as_of
        self.nobody = len(screening.applicants.ids)
        leaves = self.tree.leaves
        self.by_people = np.array([leaf.by_person for leaf in leaves], dtype=np.bool_)
        self.never = np.array([leaf.reaches < MET and not leaf.by_person for leaf in leaves], dtype=np.bool_)

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

    def at_best(self, applicant: int, outcome: Outcome) -> Standings:
        """Per leaf, the unread rows last, where it stands if all that is open of a record turns out well."""
        counted = [each.counted for each in outcome.assessments]
        ranges = [each is not None and each.low[outcome.place] != each.high[outcome.place] for each in counted]
        open_ = (outcome.open == REVIEW) | ((outcome.open == CONDITIONAL) & np.array([*ranges, False], dtype=np.bool_))
        open_[:-1] &= ~self.by_people & ~self.never
        open_[[leaf for leaf, of in self._decided if of == applicant]] = False
        return np.where(open_, MET, outcome.leaves)

    def outcomes(self, asked: Asked) -> list[Outcome]:
        """What some records come to, each so many days after the as-of date."""
        supposed = [each for _, each in asked]
        tally = self._screener.count(self._records.together(supposed), self._days(asked))
        assessments = tuple(leaf.assess(tally) for leaf in self.tree.leaves)
        standings = np.array([each.standings for each in assessments], dtype=np.int8).reshape(-1, len(supposed))
        unread = np.where(tally.applicants.unread, REVIEW, UNMET)
        stand = np.concatenate([standings, unread[np.newaxis]])
        leaves = self.certain(standings, np.array([each.applicant for each in supposed]))
        nodes = self.tree.evaluate(leaves)
        columns = zip(nodes.T, leaves.T, stand.T, strict=True)
        return [Outcome(*each, assessments, place) for place, each in enumerate(columns)]

    def proven(self, outcomes: Sequence[Outcome]) -> list[Sequence[Standing]]:
        """The standing of every node by the rule engine, as for any record."""
        if not outcomes:
            return []
        return [each.standings for each in self._screener.derived(np.stack([each.open for each in outcomes], axis=1))]

    def _days(self, asked: Asked) -> AsOf:
        return AsOf.of_each([self.as_of + timedelta(days=days) for days, _ in asked])

    def run(self, searches: Sequence[Looking[Found]]) -> list[Found]:
        """What some searches find; what they ask for at once is judged together."""
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
            every = [each for of_one in asked.values() for each in of_one]
            told = iter(self.outcomes(every) if every else ())
            for number, of_one in asked.items():
                go_on(number, [next(told) for _ in of_one])
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
