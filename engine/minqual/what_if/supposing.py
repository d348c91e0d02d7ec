"""Hypothetical records judged: whatever several searches suppose of one day, as one pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from minqual.clauses import Assessment
from minqual.judging import Screener, Screening
from minqual.records import Tables
from minqual.settlements import corrected
from minqual.values import MET, UNMET, Standing, Standings
from minqual.what_if.hypothetical_tables import Hypotheses, Supposed

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a hypothetical record comes to, as far as it is certain: a test that is open counts as not met.

    nodes, leaves: where each stands. What a person decides stands where they have left it.
    """

    nodes: Standings
    leaves: Standings
    assessments: Sequence[Assessment]
    place: int

    def lacking(self, leaf: int) -> Fraction | None:
        """What a leaf lacks of its need, where it counts something; below zero: what is beyond it."""
        each = self.assessments[leaf]
        if each.counted is None or each.needed is None:
            return None
        needed = each.needed.years if each.counted.unit == "years" else each.needed.value
        return needed - each.forgiven - Fraction(int(each.counted.low[self.place]), each.counted.scale)


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

    def outcomes(self, days: int, supposed: Sequence[Supposed]) -> list[Outcome]:
        """What some records come to so many days after the as-of date."""
        tally = self._screener.count(self._records.together(supposed), self.as_of + timedelta(days=days))
        assessments = tuple(leaf.assess(tally) for leaf in self.tree.leaves)
        standings = np.array([each.standings for each in assessments], dtype=np.int8).reshape(-1, len(supposed))
        leaves = self.certain(standings, np.array([each.applicant for each in supposed]))
        nodes = self.tree.evaluate(leaves)
        return [Outcome(nodes[:, place], leaves[:, place], assessments, place) for place in range(len(supposed))]

    def proven(self, days: int, supposed: Sequence[Supposed]) -> list[Sequence[Standing]]:
        """The standing of every node by the rule engine, as for any record."""
        screening = self._screener.screen(self._records.together(supposed), self.as_of + timedelta(days=days))
        return [screening.derived[pattern].standings for pattern in screening.pattern.tolist()]

    def run(self, searches: Sequence[Looking[Found]]) -> list[Found]:
        """What some searches find; what they ask for at once is judged together, day by day."""
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
            by_day: dict[int, list[tuple[int, int, Supposed]]] = defaultdict(list)
            for number, each in asked.items():
                for place, (days, supposed) in enumerate(each):
                    by_day[days].append((number, place, supposed))
            told: Mapping[int, dict[int, Outcome]] = {number: {} for number in asked}
            for days, of_day in by_day.items():
                outcomes = self.outcomes(days, [supposed for _, _, supposed in of_day])
                for (number, place, _), outcome in zip(of_day, outcomes, strict=True):
                    told[number][place] = outcome
            for number in asked:
                go_on(number, [told[number][place] for place in range(len(asked[number]))])
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
