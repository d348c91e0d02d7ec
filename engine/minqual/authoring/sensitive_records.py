"""Pools: records near the edges of one clause, among which a value inside it is felt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from minqual.authoring.case_runs import Trial
from minqual.authoring.judged_trials import JudgedTrials
from minqual.authoring.sensitivity import Inside, Sense
from minqual.authoring.starting_records import tweaks
from minqual.clauses import Leaf
from minqual.values import Standing
from minqual.what_if import Lever, Lists, levers, stated

MOST_SEEDS: Final = 60
"""Seeds whose edges are looked for."""
MOST_RECORDS: Final = 2000
"""Seeds that are tried as they are."""
MOST_LEVERS: Final = 8
MOST_TURNS: Final = 24
"""Seeds on which an edge is looked for that only the changed clause has."""

Dated = tuple[Lists, date]


class Pool:
    """Records made from the seeds of one clause: as they are, with one thing changed, and set to the clause's edges."""

    def __init__(self, attempts: JudgedTrials, inside: Inside, seeds: Sequence[Dated]) -> None:
        self._attempts, self._tree = attempts, attempts.screener.tree
        leaf = self._tree.leaves[inside.leaf]
        self._highest = leaf.reaches
        pack = attempts.screener.pack
        tweaked = [(stated(each), day) for lists, day in seeds for each in tweaks(leaf, lists, day, pack)]
        self._seeds = [*seeds, *tweaked]
        self._settings: dict[int, tuple[list[Lever], list[int | None]]] = {}
        edges = [
            (each, day)
            for number in range(min(len(self._seeds), MOST_SEEDS))
            for each, day in self._edges(number, leaf)
        ]
        self._trials = self._judged([*self._seeds[:MOST_RECORDS], *edges])

    def feeling(self, inside: Inside, side: str) -> Trial | None:
        """A record that feels a value change to one side, if need be with the clause named; the smallest change."""
        clauses = inside.sides[side][::-1]
        found = self._first(self._trials, inside, clauses)
        for number in range(min(len(self._seeds), MOST_TURNS)) if found is None else ():
            between = self._judged([each for clause in clauses[-1:] for each in self._between(number, clause)])
            found = self._first(between, inside, clauses)
            if found is not None:
                break
        return found

    def _first(self, trials: Sequence[Trial], inside: Inside, clauses: Sequence[Leaf]) -> Trial | None:
        node = self._tree.nodes[inside.nodes[0]].id
        naming = [
            replace(trial, case=trial.case.model_copy(update={"clauses": {node: Standing(standing).word}}))
            for trial in trials
            for standing in [trial.leaves[inside.leaf]]
        ]
        for clause in clauses:
            for some in (trials, naming):
                found = Sense(self._tree, some).feeling(inside, clause)
                if found is not None:
                    return found
        return None

    def _levers(self, number: int, leaf: Leaf) -> tuple[list[Lever], list[int | None]]:
        """The levers of a seed, and where the clause begins to stand."""
        if number not in self._settings:
            lists, as_of = self._seeds[number]
            moved = list(levers(lists, as_of))[:MOST_LEVERS]
            self._settings[number] = moved, self._attempts.reach(moved, leaf, self._highest, as_of)
        return self._settings[number]

    def _edges(self, number: int, leaf: Leaf) -> Iterator[Dated]:
        """A seed set to where the clause begins to stand, and just below."""
        moved, reached = self._levers(number, leaf)
        for lever, setting in zip(moved, reached, strict=True):
            if setting is not None:
                settings = (setting, *(setting - step for step in lever.steps if step <= setting))
                yield from self._set(lever, settings, number)

    def _between(self, number: int, clause: Leaf) -> Iterator[Dated]:
        """A seed set to where a changed clause begins to stand, and just below, where that is elsewhere."""
        moved, reached = self._settings[number]
        changed = self._attempts.reach(moved, clause, self._highest, self._seeds[number][1])
        for lever, before, after in zip(moved, reached, changed, strict=True):
            if after is not None and before != after:
                yield from self._set(lever, (after, max(after - 1, 0)), number)

    def _set(self, lever: Lever, settings: Sequence[int], number: int) -> Iterator[Dated]:
        for setting in settings:
            lists = lever.near(setting)
            if lists is not None:
                yield lists, self._seeds[number][1]

    def _judged(self, dated: Sequence[Dated]) -> list[Trial]:
        days = dict.fromkeys(day for _, day in dated)
        return [
            trial
            for as_of in days
            for trial in self._attempts.judged([lists for lists, day in dated if day == as_of], as_of)
        ]
