"""Selection rates of groups: ratios to the highest, tests, shortfall, and what each can still become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Final, Literal

from minqual.impact.conventions import NONE, Convention
from minqual.impact.exact_tests import Tested, holm, rates_tested

Conclusion = Literal["below", "not below", "open", "none", "too small"]

Interval = tuple[Fraction, Fraction]

SMALL: Final = 30
"""Fewer of a group than these: figures hang on single people, whatever tests say."""

RARE: Final = Fraction(2, 100)
"""A smaller share of all is marked: 6 RCNY 5-301 lets an audit leave such a group out, and here none is."""


@dataclass(frozen=True, slots=True)
class Selected:
    """How many of a group came through, and of how many it is still open."""

    group: str
    count: int
    passed: int
    open: int

    @property
    def rate(self) -> Fraction | None:
        """The share that came through, as it stands: whoever is open did not."""
        return Fraction(self.passed, self.count) if self.count else None

    @property
    def highest(self) -> Fraction:
        """The share where all that is open comes through."""
        return Fraction(self.passed + self.open, self.count)


@dataclass(frozen=True, slots=True)
class SelectionRate:
    """A group's rate beside that of the group it is compared with; None where no figure can stand.

    ratio: as it stands. if_all_pass: where all that is open, of every group, comes through. ratios: the least and the
    most that the ratio can become, however what is open ends; of the group with the highest rate, its ratio to the
    highest of the others. tested: as it stands, None where there is no difference;
    worst and best: by the splits of what is open that are worst and best for the group. holm: Fisher's chance corrected
    for the groups of one category. shortfall: how many more of the group would have come through at the rate of both
    together. flips: one more of the group who came through would change what the convention says. notes: why a figure
    is to be taken with care, or why there is none.
    """

    selected: Selected
    compared_with: str | None
    ratio: Fraction | None = None
    if_all_pass: Fraction | None = None
    ratios: Interval | None = None
    tested: Tested | None = None
    worst: Tested | None = None
    best: Tested | None = None
    holm: float | None = None
    shortfall: Fraction | None = None
    conclusion: Conclusion = "none"
    flips: bool = False
    notes: tuple[str, ...] = ()


def selection_rates(
    groups: Sequence[Selected],
    convention: Convention,
    reference: str | None = None,
    apart: Mapping[str, str] | None = None,
) -> tuple[SelectionRate, ...]:
    """The rates of the groups of one category, in their order.

    reference: the group that others are compared with; that with the highest rate if not given. apart: groups that are
    shown and compared with none, with the reason why.
    """
    apart = apart or {}
    whole = sum(each.count for each in groups)
    able = [each for each in groups if each.count and each.group not in apart]
    chosen = next((each for each in able if each.group == reference), None) if reference else _highest(able)
    rates = [
        _rate(each, chosen, able, convention, highest=reference is None) if each in able else SelectionRate(each, None)
        for each in groups
    ]
    noted = [replace(each, notes=(*_notes(each.selected, whole, apart), *_no_figures(each, able))) for each in rates]
    return _corrected(noted)


def _highest(groups: Sequence[Selected]) -> Selected | None:
    """The group with the highest rate; of several the largest."""
    return max(groups, key=lambda each: (each.rate or 0, each.count), default=None)


def _notes(each: Selected, whole: int, apart: Mapping[str, str]) -> Iterator[str]:
    if each.group in apart:
        yield apart[each.group]
    if not each.count:
        yield "nobody"
        return
    if each.count < SMALL:
        yield f"fewer than {SMALL} people"
    if Fraction(each.count, whole) < RARE:
        yield f"below {float(RARE):.0%} of all"


def _no_figures(found: SelectionRate, able: Sequence[Selected]) -> Iterator[str]:
    """Why there are no figures beside a group's rate."""
    if found.selected in able and len(able) < 2:
        yield "no other group to compare with"
    elif found.compared_with is not None and found.tested is None:
        what = "nobody" if not found.selected.passed else "everybody"
        yield f"{what} of it or of {found.compared_with} came through: no difference to test"
    elif found.compared_with is not None and found.ratio is None:
        yield f"nobody of {found.compared_with} came through: no ratio"


def _rate(
    each: Selected, chosen: Selected | None, able: Sequence[Selected], convention: Convention, *, highest: bool
) -> SelectionRate:
    if chosen is None or len(able) < 2:
        return SelectionRate(each, None)
    if each == chosen:
        others = [other for other in able if other != each]
        unsure = highest and any(other.open for other in able)
        return SelectionRate(each, None, ratios=_ratios(each, others) if unsure else None)
    others = [other for other in able if other != each] if highest else [chosen]
    counts = (chosen.passed, chosen.count)
    more = min(each.passed + 1, each.count)
    found = SelectionRate(
        each,
        chosen.group,
        _ratio(each.rate, chosen.rate),
        _ratio(each.highest, max(other.highest for other in others)),
        _ratios(each, others),
        rates_tested(each.passed, each.count, *counts),
        rates_tested(each.passed, each.count, chosen.passed + chosen.open, chosen.count),
        rates_tested(each.passed + each.open, each.count, *counts),
        shortfall=each.count * Fraction(each.passed + chosen.passed, each.count + chosen.count) - each.passed,
    )
    if found.tested is not None and found.tested.z is None:
        found = replace(found, tested=None, shortfall=None)
    found = replace(found, worst=_with_z(found.worst), best=_with_z(found.best))
    now = _is_below(found.ratio, found.tested, convention)
    one_more = _is_below(
        _ratio(Fraction(more, each.count), chosen.rate), rates_tested(more, each.count, *counts), convention
    )
    return replace(found, conclusion=_conclusion(found, _rivals(others), convention), flips=now != one_more)


def _with_z(tested: Tested | None) -> Tested | None:
    """A test of two rates; None where nobody or everybody came through, so that there is nothing to test."""
    return None if tested is None or tested.z is None else tested


def _ratio(rate: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if rate is None or not other else rate / other


def _ratios(each: Selected, others: Sequence[Selected]) -> Interval | None:
    """The least and the most that a ratio can become; None where nobody of the others can come through.

    Where it is still open whether anybody of the others does, there is a ratio as soon as one of them does.
    """
    assert each.rate is not None
    top = max(other.highest for other in others)
    if not top:
        return None
    least = max(other.rate or Fraction(0) for other in others)
    return each.rate / top, each.highest / (least or min(Fraction(1, other.count) for other in others if other.open))


def _is_below(ratio: Fraction | None, tested: Tested | None, convention: Convention) -> bool | None:
    """Whether a rate is below what a convention asks for; None where it asks for nothing, or there is no figure."""
    if convention.ratio is not None:
        return None if ratio is None else ratio < Fraction(str(convention.ratio))
    if tested is None or tested.z is None:
        return None
    if convention.z is not None:
        return tested.z < -convention.z
    if convention.chance is not None:
        return tested.z < 0 and tested.fisher < convention.chance
    return None


@dataclass(frozen=True, slots=True)
class _Rival:
    """A group that may come to be the one that is compared with: how many of it come through at least and at most."""

    least: int
    most: int
    count: int


def _rivals(others: Sequence[Selected]) -> list[_Rival]:
    """The groups that can have the highest rate of some, however what is open ends."""
    top = max(other.rate or Fraction(0) for other in others)
    able = (other for other in others if other.highest >= top)
    return [_Rival(max(each.passed, ceil(top * each.count)), each.passed + each.open, each.count) for each in able]


def _conclusion(found: SelectionRate, rivals: Sequence[_Rival], convention: Convention) -> Conclusion:
    """What a convention says of a rate, where it says the same however what is open ends, whoever is compared with."""
    if found.ratios is None or convention.name == NONE:
        return "none"
    own, (low, high) = found.selected, found.ratios

    def below(ratio: Fraction, passed: int, rival: int, of: int) -> bool | None:
        tested = None if convention.ratio is not None else rates_tested(passed, own.count, rival, of)
        return _is_below(ratio, tested, convention)

    worst = {below(low, own.passed, each.most, each.count) for each in rivals}
    best = {below(high, own.passed + own.open, each.least, each.count) for each in rivals}
    said = worst | best
    if len(said) > 1:
        return "open"
    if None in said:
        return "none"
    if True in said:
        return "below"
    nobody = {below(Fraction(0), 0, each.most, each.count) for each in rivals}
    return "not below" if True in nobody else "too small"


def _corrected(rates: Sequence[SelectionRate]) -> tuple[SelectionRate, ...]:
    """Rates with Fisher's chances corrected for that there are several."""
    chances = [each.tested.fisher for each in rates if each.tested is not None]
    corrected = iter(holm(chances))
    return tuple(each if each.tested is None else replace(each, holm=next(corrected)) for each in rates)
