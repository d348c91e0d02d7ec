"""A rule change over a pool: how many stand where before and after it, and who moves by which clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from minqual.comparisons.comparison import Comparison, Pair
from minqual.comparisons.open_effects import OpenEffect, OpenEffects
from minqual.comparisons.screenings import screenings_compared
from minqual.comparisons.told import comparison_data, comparison_sheets, counts_of
from minqual.judging import Screening, counting_in_one
from minqual.outputs import Listing, Sheet
from minqual.records import Reject
from minqual.settlements import Settlement
from minqual.values import FaultyInput, Standing, Standings, unknown
from minqual.verdicts import HeldBack, held_back

VERDICT: Final = "verdict"
"""What the best of all levels is listed under."""

SIDES: Final = ("before", "after")

THROUGH: Final = (Standing.MET, Standing.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Shift:
    """How often who stood so at a level stands so now. level: of posts as well, or the verdict over all levels.

    open_effect: how many more come through once all that is open is settled, at least and at most.
    """

    level: str
    pairs: Mapping[Pair, int]
    open_effect: OpenEffect

    def at(self, standing: Standing, side: int) -> int:
        """How many stand so, before (0) or after (1)."""
        return sum(times for pair, times in self.pairs.items() if pair[side] is standing)

    def through(self, side: int) -> int:
        """How many come through, before or after: met or conditional."""
        return sum(self.at(each, side) for each in THROUGH)

    @property
    def moved(self) -> int:
        """How many stand otherwise."""
        return sum(times for (one, other), times in self.pairs.items() if one is not other)

    @property
    def still_open(self) -> int:
        """How many are at review before and after; the change need not be able to move them: open_effect.may_move."""
        return self.pairs.get((Standing.REVIEW, Standing.REVIEW), 0)


@dataclass(frozen=True, slots=True, repr=False)
class RuleStep:
    """One new pack held against the old one. says: what it changes. shifts: of the verdict, then of each level.

    stale: settlements that no longer count under the new pack. alone: those that count for one of the two only, the old
    one and then the new: what people settled there makes a difference that the rules do not.
    """

    says: str
    comparison: Comparison
    shifts: tuple[Shift, ...]
    stale: tuple[Settlement, ...] = ()
    alone: tuple[tuple[Settlement, ...], tuple[Settlement, ...]] = ((), ())

    def shift(self, level: str) -> Shift:
        """What becomes of a level, or of the "verdict" over all; FaultyInput where both packs do not have it."""
        found = {each.level: each for each in self.shifts}
        if level not in found:
            raise FaultyInput([unknown("level", "level", level, found)])
        return found[level]

    def __repr__(self) -> str:
        moved = len(self.comparison.moves)
        return f"<RuleStep {self.says}: {moved} moved; shift(LEVEL) of {', '.join(each.level for each in self.shifts)}>"


@dataclass(frozen=True, slots=True, repr=False)
class RuleChange:
    """What a rule change does to a pool: the pack as it is, and each new one held against it.

    rejects: the rows and cells of the source that could not be read. changed: the levels that some new pack states
    otherwise. held_back: the open facts that hold applicants back as the pack is. How many more come through is read
    of each step: step.shift(level).through(1) after the change, of (0) before it; who moved, and by which clauses, is
    in step.comparison.moves.
    """

    pack: str
    as_of: str
    applicants: int
    steps: tuple[RuleStep, ...]
    rejects: tuple[Reject, ...] = ()
    changed: tuple[str, ...] = ()
    held_back: Sequence[HeldBack] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that some step moves somebody at, in the order of the pack; where it moves nobody, those changed.

        The verdict where there is neither.
        """
        moved = [each.level for step in self.steps for each in step.shifts if each.moved]
        order = [each.level for each in self.steps[0].shifts if each.level != VERDICT] if self.steps else []
        told = (tuple(each for each in order if each in some) for some in (moved, self.changed))
        return next(filter(None, told), (VERDICT,))

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, as `minqual what-if --format json` tells it."""
        return rule_change_data(self)

    def __repr__(self) -> str:
        return f"<RuleChange of {self.pack}, as of {self.as_of}, {self.applicants} applicants: {list(self.steps)}>"


def effects_of(screenings: Iterable[Screening], says: Iterable[str]) -> RuleChange:
    """Screenings of one source, that of the pack as it is first, as a rule change. says: what each other changes."""
    every = iter(screenings)
    first = next(every)
    steps: list[RuleStep] = []
    changed: set[str] = set()
    for other, each in zip(every, says, strict=True):
        steps.append(_step(first, other, each))
        changed.update(_changed_levels(first, other))
    applicants = first.applicants
    return RuleChange(
        first.pack.called,
        applicants.as_of.isoformat(),
        applicants.count,
        tuple(steps),
        tuple(applicants.rejects),
        tuple(each.id for each in first.pack.judged if each.id in changed),
        held_back(first),
    )


def _step(first: Screening, other: Screening, says: str) -> RuleStep:
    given = {id(each) for each in first.pack.run.settlements.all}
    stale = tuple(each for each in other.stale if id(each) in given)
    shifts = tuple(_shifts(first, other))
    return RuleStep(says, screenings_compared(first, other), shifts, stale, counting_in_one(first, other))


def _changed_levels(first: Screening, other: Screening) -> Iterator[str]:
    """The levels and posts that both packs have and state otherwise; all where what every level requires differs."""
    every = first.pack.every_level_requires != other.pack.every_level_requires
    stated = {each.id: each for each in other.pack.judged}
    return (each.id for each in first.pack.judged if each.id in stated and (every or each != stated[each.id]))


def _shifts(first: Screening, other: Screening) -> Iterator[Shift]:
    """The verdict, then each level and posts that both packs have."""
    may = OpenEffects(first, other)
    levels = first.tree.requirements[: len(first.tree.levels)], other.tree.requirements[: len(other.tree.levels)]
    verdicts = (each.standing(each.tree.verdict) for each in (first, other))
    yield Shift(VERDICT, _pairs(*verdicts), may.of(levels))
    places = {judged.id: place for place, judged in enumerate(other.pack.judged)}
    for place, judged in enumerate(first.pack.judged):
        if judged.id in places:
            at = place, places[judged.id]
            nodes = (each.tree.judged[here] for each, here in zip((first, other), at, strict=True))
            stands = (each.standing(node) for each, node in zip((first, other), nodes, strict=True))
            roots = ([each.tree.requirements[here]] for each, here in zip((first, other), at, strict=True))
            one, two = roots
            yield Shift(judged.id, _pairs(*stands), may.of((one, two)))


def _pairs(before: Standings, after: Standings) -> Mapping[Pair, int]:
    size = len(Standing)
    counts = np.bincount(before.astype(np.int64) * size + after, minlength=size * size).tolist()
    return Counter({(Standing(at // size), Standing(at % size)): times for at, times in enumerate(counts) if times})


def rule_change_data(found: RuleChange) -> dict[str, Any]:
    """A rule change as plain data, for programs."""
    return {
        "pack": found.pack,
        "as_of": found.as_of,
        "applicants": found.applicants,
        "steps": [
            {
                "change": step.says,
                "settled_for_one_alone": dict(zip(SIDES, map(_kinds_of, step.alone), strict=True)),
                "levels": {each.level: _shift_data(each) for each in step.shifts},
                "comparison": comparison_data(step.comparison),
            }
            for step in found.steps
        ],
    }


def _kinds_of(settlements: Sequence[Settlement]) -> dict[str, int]:
    return dict(Counter(each.kind for each in settlements))


def _shift_data(shift: Shift) -> dict[str, Any]:
    return {
        "before": {each.word: shift.at(each, 0) for each in reversed(Standing)},
        "after": {each.word: shift.at(each, 1) for each in reversed(Standing)},
        "through": {"before": shift.through(0), "after": shift.through(1)},
        "more": {
            "now": shift.through(1) - shift.through(0),
            "at_least": shift.open_effect.at_least,
            "at_most": shift.open_effect.at_most,
        },
        "moved": shift.moved,
        "may_move": shift.open_effect.may_move,
        "still_open": shift.still_open,
        "counts": counts_of(shift.pairs),
    }


def rule_change_sheets(found: RuleChange) -> list[Sheet]:
    """A rule change as sheets: who moves with each change, how many stand where, which clauses move them."""
    sheets = [comparison_sheets(step.comparison) for step in found.steps]
    moved, clauses = (
        _under_each_other(found, [each[place].listing for each in sheets], free)
        for place, free in ((0, True), (2, False))
    )
    return [Sheet(moved, ("first", "other")), Sheet(_standings(found)), Sheet(clauses)]


def _under_each_other(found: RuleChange, listings: list[Listing], free: bool) -> Listing:  # noqa: FBT001  # of one caller
    """The rows of all steps, each with the change that it belongs to."""
    columns: dict[str, Any] = {"change": []}
    for step, listing in zip(found.steps, listings, strict=True):
        height = len(next(iter(listing.columns.values())))
        columns["change"] += [step.says] * height
        for name, column in listing.columns.items():
            columns.setdefault(name, []).extend(list(column))
    if not columns["change"]:
        columns = {name: [] for name in columns}
    numbers = {"moved"}
    columns = {name: np.array(each, dtype=np.int64) if name in numbers else each for name, each in columns.items()}
    return Listing(listings[0].name, columns, ("change", "applicant_id", "levels") if free else ("change",))


def _standings(found: RuleChange) -> Listing:
    """How many stand where at each level, as it is and with each change."""
    rows = [
        (level, says, *(shift.at(each, side) for each in reversed(Standing)), shift.through(side), moved, still)
        for level in dict.fromkeys(each.level for step in found.steps for each in step.shifts)
        for says, shift, side, moved, still in _sides(found, level)
    ]
    names = ("level", "change", *(each.word for each in reversed(Standing)), "through", "moved", "still_open")
    columns: dict[str, Any] = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    counted = {
        name: np.array(each, dtype=np.int64) for name, each in columns.items() if name not in {"level", "change"}
    }
    return Listing("standings", columns | counted, ("change",))


def _sides(found: RuleChange, level: str) -> Iterator[tuple[str, Shift, int, int, int]]:
    """A level as it is, then with each change."""
    shifts = [(step.says, each) for step in found.steps for each in step.shifts if each.level == level]
    if shifts:
        before = shifts[0][1]
        yield "as it is", before, 0, 0, before.at(Standing.REVIEW, 0)
    yield from ((says, each, 1, each.moved, each.still_open) for says, each in shifts)
