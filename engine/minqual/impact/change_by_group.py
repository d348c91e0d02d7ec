"""Impact before and after a change: what becomes of the rates of every group, and how many of each move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.impact.by_group import Impact, groups_of, impact_on
from minqual.impact.groups_file import Groups
from minqual.impact.outcomes import Outcomes
from minqual.values import Fault, SourceError, Standing, plain_id, so_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN: Final = ("as_of", "policy", "settlements", "other_kinds", "vacancy", "papers_until", "sources_digest")
"""What of a run is no rule, and changes standings."""


@dataclass(frozen=True, slots=True)
class GroupShift:
    """How many of a group come through that did not, and how many no longer do."""

    group: str
    gained: int
    lost: int

    def to_dict(self) -> dict[str, Any]:
        """It as plain data."""
        return {"group": self.group, "newly_through": self.gained, "no_longer_through": self.lost}


@dataclass(frozen=True, slots=True)
class ImpactStep:
    """Impact after one change. says: which. shifts: by category, in the order of its rates."""

    says: str
    after: Impact
    shifts: tuple[tuple[GroupShift, ...], ...]


@dataclass(frozen=True, slots=True)
class ImpactChange:
    """Impact as it is, and after each change."""

    before: Impact
    steps: tuple[ImpactStep, ...]

    def differing(self) -> Iterator[str]:
        """In what the runs differ besides their rules, where both say it: then that is in the difference too."""
        before = self.before.outcomes.stamp
        for step in self.steps:
            after = step.after.outcomes.stamp
            for name in RUN:
                one, other = before.get(name), after.get(name)
                if one != other and (None not in {one, other}):
                    yield f"{step.says} is of another run: {name} {other}, before {one}; its difference is in it too"

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, as the command prints it for programs."""
        return {
            "before": self.before.to_dict(),
            "differing": list(self.differing()),
            "changes": [
                {
                    "change": step.says,
                    "after": step.after.to_dict(),
                    "moved": [
                        {"category": each.category, "groups": [shift.to_dict() for shift in shifts]}
                        for each, shifts in zip(step.after.categories, step.shifts, strict=True)
                    ],
                }
                for step in self.steps
            ],
        }


def impact_changed(
    before: Outcomes,
    after: Iterable[tuple[str, Outcomes]],
    groups: Groups,
    convention: str = "none",
    reference: Mapping[str, str] | None = None,
) -> ImpactChange:
    """The impact of some outcomes and of the same applicants' after changes. after: each with what it is called.

    SourceError: other applicants, or what impact_on raises.
    """
    first = impact_on(before, groups, convention, reference)
    steps = []
    for says, each in after:
        aligned = _in_order_of(before, each)
        found = impact_on(aligned, groups, convention, reference)
        steps.append(ImpactStep(says, found, tuple(_shifts(first, found))))
    return ImpactChange(first, tuple(steps))


def _in_order_of(first: Outcomes, other: Outcomes) -> Outcomes:
    """Outcomes of the same applicants in the order of others; SourceError where they are of other applicants."""
    if first.ids == other.ids:
        return other
    place = {each: number for number, each in enumerate(other.ids)}
    lacking = [each for each in first.ids if each not in place]
    more = len(other.ids) - len(first.ids) + len(lacking)
    if lacking or more:
        raise SourceError([_of_another_pool(first, other, lacking, more)])
    order = np.array([place[each] for each in first.ids], dtype=np.int64)
    parts = other.parts
    if parts is not None:
        parts = replace(parts, standings=parts.standings[:, order], whole=parts.whole[order])
    return replace(other, ids=first.ids, standings=other.standings[order], parts=parts)


def _of_another_pool(first: Outcomes, other: Outcomes, lacking: list[str], more: int) -> Fault:
    bare = set(map(plain_id, other.ids))
    nearly = sum(plain_id(each) in bare for each in lacking)
    said = [f"without {so_many(len(lacking), 'applicant')} of {first.name}"] if lacking else []
    said += [f"with {more} whom {first.name} lacks"] if more else []
    expected = "results of the same applicants, before and after"
    if nearly:
        expected += f": {so_many(nearly, 'id')} are written otherwise here (leading zeros, case, blanks)"
    return Fault(other.name, " and ".join(said), expected, code="other-kind")


def _shifts(before: Impact, after: Impact) -> Iterable[tuple[GroupShift, ...]]:
    """How many of each group move, category by category."""
    stood, stands = (each.outcomes.standings >= Standing.CONDITIONAL for each in (before, after))
    for members in before.groups.crossed().values():
        names, codes = groups_of(before.outcomes.ids, members)
        gained, lost = _counts(codes, stands & ~stood, len(names)), _counts(codes, stood & ~stands, len(names))
        yield tuple(GroupShift(*each) for each in zip(names, gained, lost, strict=True))


def _counts(codes: NDArray[np.int64], which: NDArray[np.bool_], most: int) -> list[int]:
    counts: list[int] = np.bincount(codes[which], minlength=most).tolist()
    return counts
