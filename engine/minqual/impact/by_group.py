"""Impact by group: selection rates of every group of every category, and what stops each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.impact.conventions import Convention, convention_of
from minqual.impact.groups_file import UNKNOWN, Groups
from minqual.impact.outcomes import Outcomes, nobody
from minqual.impact.rate_data import rate_data
from minqual.impact.selection_rates import Selected, SelectionRate, selection_rates
from minqual.values import Fault, SourceError, Standing, nearest
from minqual.verdicts import Funnel, Part, funnel_data, funnels_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOT_COMPARED: Final = "not known, so compared with none"


@dataclass(frozen=True, slots=True)
class ClauseImpact:
    """A clause that all must meet: the rates at which groups meet it."""

    part: Part
    rates: tuple[SelectionRate, ...]


@dataclass(frozen=True, slots=True)
class CategoryImpact:
    """A category: the rates of its groups, what stops each group, and the rates of meeting each clause."""

    category: str
    rates: tuple[SelectionRate, ...]
    funnels: tuple[Funnel, ...] = ()
    clauses: tuple[ClauseImpact, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Impact:
    """What a requirement does to groups of applicants.

    whole: the funnel of all; None where no level is meant. reference: by category, the group that was named to be
    compared with.
    """

    outcomes: Outcomes
    groups: Groups
    convention: Convention
    categories: tuple[CategoryImpact, ...]
    whole: Funnel | None
    reference: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, as the command prints it for programs."""
        return _impact_data(self)

    def __repr__(self) -> str:
        level = f", level {self.outcomes.level}" if self.outcomes.level else ""
        named = ", ".join(each.category for each in self.categories)
        return f"<Impact of {self.outcomes.name}{level}: {len(self.outcomes.ids)} applicants by {named}>"


def impact_on(
    outcomes: Outcomes, groups: Groups, convention: str = "none", reference: Mapping[str, str] | None = None
) -> Impact:
    """The impact on groups. reference: by category, the group that others are compared with; else the highest rate.

    SourceError: a convention, a category or a group that is not known.
    """
    if not outcomes.ids:
        raise nobody(outcomes.name)
    _check_references(groups, reference or {})
    named = convention_of(convention)
    crossed = groups.crossed()
    every = np.ones((1, len(outcomes.ids)), dtype=bool)
    return Impact(
        outcomes,
        groups,
        named,
        tuple(_category(outcomes, name, each, named, (reference or {}).get(name)) for name, each in crossed.items()),
        None if outcomes.parts is None else funnels_of(outcomes.parts, every)[0],
        reference or {},
    )


def _check_references(groups: Groups, references: Mapping[str, str]) -> None:
    faults: list[Fault] = []
    for name, group in references.items():
        if name not in groups.categories:
            expected = f"one of {', '.join(groups.categories)}"
            near = nearest(name, groups.categories)
            faults.append(Fault("--reference", f"category {name!r}", expected, near, code="unknown-name"))
        elif group not in (known := set(groups.categories[name].values())):
            expected = f"one of {', '.join(sorted(known))}"
            near = nearest(group, known) or _of_same_letters(group, known)
            faults.append(Fault("--reference", f"{group!r} of {name}", expected, near))
    if faults:
        raise SourceError(faults)


def _of_same_letters(word: str, known: Iterable[str]) -> str | None:
    """A short name with letters that changed places, which is too unlike for a ratio."""
    return next((each for each in known if sorted(each.casefold()) == sorted(word.casefold())), None)


def _category(
    outcomes: Outcomes, category: str, members: Mapping[str, str], convention: Convention, reference: str | None
) -> CategoryImpact:
    names, codes = groups_of(outcomes.ids, members)
    masks = np.arange(len(names))[:, None] == codes[None, :]
    apart = {name: NOT_COMPARED for name in names if UNKNOWN in name.split(", ")}

    def rates(standings: NDArray[np.int8]) -> tuple[SelectionRate, ...]:
        selected = _selected(names, codes, standings)
        return selection_rates(selected, convention, reference, apart)

    found = outcomes.parts
    if found is None:
        return CategoryImpact(category, rates(outcomes.standings))
    clauses = zip(found.parts, found.standings, strict=True)
    return CategoryImpact(
        category,
        rates(outcomes.standings),
        tuple(funnels_of(found, masks)),
        tuple(ClauseImpact(part, rates(standings)) for part, standings in clauses),
    )


def groups_of(ids: Sequence[str], members: Mapping[str, str]) -> tuple[list[str], NDArray[np.int64]]:
    """The groups of one category in their order, those that are not known at the end, and that of each applicant."""
    of = [members.get(each, UNKNOWN) for each in ids]
    names = sorted(set(of), key=lambda name: (UNKNOWN in name.split(", "), name))
    number = {name: code for code, name in enumerate(names)}
    return names, np.array([number[each] for each in of], dtype=np.int64)


def _selected(names: list[str], codes: NDArray[np.int64], standings: NDArray[np.int8]) -> list[Selected]:
    """How many of each group came through, and of how many that is open."""
    through = np.bincount(codes[standings >= Standing.CONDITIONAL], minlength=len(names))
    open_ = np.bincount(codes[standings == Standing.REVIEW], minlength=len(names))
    counts = np.bincount(codes, minlength=len(names))
    return [
        Selected(name, int(counts[place]), int(through[place]), int(open_[place])) for place, name in enumerate(names)
    ]


def _impact_data(found: Impact) -> dict[str, Any]:
    """Impact as plain data, for programs; rates and ratios to six places, chances as they are."""
    convention = found.convention
    return {
        "of": found.outcomes.name,
        "level": found.outcomes.level or None,
        "groups": found.groups.name,
        "applicants": len(found.outcomes.ids),
        "through": "met or conditional",
        "convention": {"name": convention.name, "says": convention.says, "source": convention.source},
        "strangers": found.groups.strangers,
        "unlisted": found.groups.unlisted,
        "groups_alike": [{"category": name, "groups": list(each)} for name, each in found.groups.alike()],
        "whole": None if found.whole is None else funnel_data(found.whole),
        "categories": [_category_data(each) for each in found.categories],
        "missing": list(found.outcomes.missing),
        "stamp": dict(found.outcomes.stamp),
    }


def _category_data(found: CategoryImpact) -> dict[str, Any]:
    groups = [each.selected.group for each in found.rates]
    return {
        "category": found.category,
        "rates": [rate_data(each) for each in found.rates],
        "stopped": [{"group": group} | funnel_data(each) for group, each in zip(groups, found.funnels, strict=False)],
        "clauses": [
            {"clause": each.part.clause, "says": each.part.says, "rates": [rate_data(rate) for rate in each.rates]}
            for each in found.clauses
        ],
    }
