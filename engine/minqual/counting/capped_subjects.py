"""Units in subjects that count up to so many: the worst and the best way in which rows of several subjects divide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from math import prod
from typing import Final

import numpy as np

from minqual.values import Flags, Numbers, anywhere

MOST_WAYS: Final = 4096
"""Ways of dividing that are all looked at; of more, what certainly counts is the row alone that certainly adds most."""

MOST_CUTS: Final = 10
"""Subjects of which every set is looked at, for all applicants at once; among more, each one's units are led there."""

Units = Mapping[frozenset[str], Numbers]
"""Units of all applicants by the capped subjects among which they divide; no subject: they count in full."""


def worst(units: Units, caps: Mapping[str, int], applicants: int) -> Numbers:
    """The least that units count for: what divides lies wholly in one of its subjects, as it is worst."""
    total, inside = _alone(units, caps, applicants)
    for rows, dividing in _patterns(units):
        mine = {name: amounts[rows] for name, amounts in inside.items()}
        for together in _connected(dividing):
            total[rows] += _worst_of({names: units[names][rows] for names in together}, mine, caps)
    return total


def best(units: Units, caps: Mapping[str, int], applicants: int) -> Numbers:
    """The most that units count for."""
    total, inside = _alone(units, caps, applicants)
    for rows, dividing in _patterns(units):
        room = {name: caps[name] - np.minimum(amounts[rows], caps[name]) for name, amounts in inside.items()}
        for together in _connected(dividing):
            total[rows] += _best_of({names: units[names][rows] for names in together}, room)
    return total


def _alone(units: Units, caps: Mapping[str, int], applicants: int) -> tuple[Numbers, dict[str, Numbers]]:
    """What counts of units that do not divide, and per capped subject how many there are."""
    nothing = np.zeros(applicants, dtype=np.int64)
    inside = {name: units.get(frozenset({name}), nothing) for name in caps}
    total = units.get(frozenset(), nothing).copy()
    for name, amounts in inside.items():
        total += np.minimum(amounts, caps[name])
    return total, inside


def _patterns(units: Units) -> Iterator[tuple[Flags, Sequence[frozenset[str]]]]:
    """Applicants whose units divide among the same sets of subjects, and these."""
    every = sorted((names for names in units if len(names) > 1), key=sorted)
    if not every:
        return
    there = np.stack([units[names] > 0 for names in every])
    for pattern in np.unique(there, axis=1).T:
        if anywhere(pattern):
            rows: Flags = (there == pattern[:, np.newaxis]).all(axis=0)
            yield rows, [names for names, has in zip(every, pattern.tolist(), strict=True) if has]


def _connected(sets: Iterable[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Sets of subjects in groups that share none."""
    groups: list[list[frozenset[str]]] = []
    for names in sets:
        near = [group for group in groups if any(names & other for other in group)]
        groups = [group for group in groups if group not in near] + [
            [names, *(each for group in near for each in group)]
        ]
    return groups


def _worst_of(units: Units, inside: Mapping[str, Numbers], caps: Mapping[str, int]) -> Numbers:
    """The least that units which divide add to what is in their subjects already."""
    if prod(map(len, units)) > MOST_WAYS:
        return np.asarray(np.maximum.reduce([_worst_of({names: each}, inside, caps) for names, each in units.items()]))
    found: Numbers | None = None
    for chosen in product(*map(sorted, units)):
        added: dict[str, Numbers] = {}
        for name, each in zip(chosen, units.values(), strict=True):
            added[name] = added[name] + each if name in added else each
        gained = sum(
            np.minimum(inside[name] + each, caps[name]) - np.minimum(inside[name], caps[name])
            for name, each in added.items()
        )
        found = np.asarray(gained) if found is None else np.minimum(found, gained)
    assert found is not None
    return found


def _best_of(units: Units, room: Mapping[str, Numbers]) -> Numbers:
    """The most that units which divide find room for in their subjects."""
    subjects = sorted(frozenset().union(*units))
    if all(one <= other or other <= one or not one & other for one, other in combinations(units, 2)):
        return _nested(sorted(units, key=len), units, room)
    if len(subjects) <= MOST_CUTS:
        return _least_cut(subjects, units, room)
    amounts = {names: each.tolist() for names, each in units.items()}
    rooms = {name: room[name].tolist() for name in subjects}
    count = len(next(iter(units.values())))
    each = (
        _led({names: of[place] for names, of in amounts.items()}, {name: of[place] for name, of in rooms.items()})
        for place in range(count)
    )
    return np.fromiter(each, dtype=np.int64, count=count)


def _nested(ordered: Sequence[frozenset[str]], units: Units, room: Mapping[str, Numbers]) -> Numbers:
    """The same where every two sets lie one in the other or share nothing: the smaller ones are filled first."""
    filled: dict[frozenset[str], Numbers] = {}
    for names in ordered:
        inner = [each for each in filled if each < names]
        full = np.add.reduce([room[name] for name in sorted(names)])
        filled[names] = np.minimum(full, units[names] + sum(filled.pop(each) for each in inner))
    found: Numbers = np.add.reduce(list(filled.values()))
    return found


def _least_cut(subjects: Sequence[str], units: Units, room: Mapping[str, Numbers]) -> Numbers:
    """The same by cuts: any set of subjects that is full leaves only what may lie elsewhere."""
    found: Numbers | None = None
    for full in (set(each) for size in range(len(subjects) + 1) for each in combinations(subjects, size)):
        parts = [*(room[name] for name in sorted(full)), *(each for names, each in units.items() if not names <= full)]
        held = np.add.reduce(parts)
        found = held if found is None else np.minimum(found, held)
    assert found is not None
    return found


def _led(units: Mapping[frozenset[str], int], room: Mapping[str, int]) -> int:
    """The same of one applicant: units are led to room, if need be by moving others, while there is a way."""
    left, free = dict(units), dict(room)
    placed = {(names, name): 0 for names in units for name in names}
    while way := _way(left, free, placed):
        amount = min(left[way[0][0]], free[way[-1][1]], *(placed[other, name] for (_, name), (other, _) in _turns(way)))
        left[way[0][0]] -= amount
        free[way[-1][1]] -= amount
        for names, name in way:
            placed[names, name] += amount
        for (_, name), (other, _) in _turns(way):
            placed[other, name] -= amount
    return sum(units.values()) - sum(left.values())


Steps = list[tuple[frozenset[str], str]]
"""Units put into a subject, for which others leave it, which are put into the next one."""


def _turns(way: Steps) -> Iterable[tuple[tuple[frozenset[str], str], tuple[frozenset[str], str]]]:
    return pairwise(way)


def _way(
    left: Mapping[frozenset[str], int], free: Mapping[str, int], placed: Mapping[tuple[frozenset[str], str], int]
) -> Steps:
    """The shortest way from units that are left to a subject with room; none where there is none."""
    ways: list[Steps] = [[(names, name)] for names, amount in left.items() if amount for name in sorted(names)]
    seen: set[str] = set()
    while ways:
        further: list[Steps] = []
        for way in ways:
            name = way[-1][1]
            if name in seen:
                continue
            seen.add(name)
            if free[name]:
                return way
            movable = [names for (names, held), amount in placed.items() if held == name and amount]
            further += [[*way, (names, to)] for names in movable for to in sorted(names) if to not in seen]
        ways = further
    return []
