"""Impact as plain data, as sheets and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from minqual.impact.by_group import CategoryImpact, Impact
from minqual.impact.change_by_group import GroupShift, ImpactChange
from minqual.impact.exact_tests import Tested
from minqual.impact.selection_rates import SelectionRate
from minqual.outputs import Sheet, listing_of_rows
from minqual.values import so_many
from minqual.verdicts import Funnel, Stop, funnel_data

AS_IT_IS: Final = "as it is"

CONCLUDED: Final = {
    "below": "below the threshold, however what is open ends",
    "not below": "not below the threshold, however what is open ends",
    "open": "whether below the threshold hangs on what is still open",
    "none": "",
    "too small": "too few people for the threshold: it would not be below if nobody came through",
}


def impact_data(found: Impact) -> dict[str, Any]:
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
        "whole": None if found.whole is None else funnel_data(found.whole),
        "categories": [_category(each) for each in found.categories],
        "missing": list(found.outcomes.missing),
        "stamp": dict(found.outcomes.stamp),
    }


def _category(found: CategoryImpact) -> dict[str, Any]:
    groups = [each.selected.group for each in found.rates]
    return {
        "category": found.category,
        "rates": [_rate(each) for each in found.rates],
        "stopped": [{"group": group} | funnel_data(each) for group, each in zip(groups, found.funnels, strict=False)],
        "clauses": [
            {"clause": each.part.clause, "says": each.part.says, "rates": [_rate(rate) for rate in each.rates]}
            for each in found.clauses
        ],
    }


def _rate(rate: SelectionRate) -> dict[str, Any]:
    chosen = rate.selected
    low, high = rate.ratios or (None, None)
    return {
        "group": chosen.group,
        "count": chosen.count,
        "through": chosen.passed,
        "open": chosen.open,
        "rate": _figure(chosen.rate),
        "compared_with": rate.compared_with,
        "ratio": _figure(rate.ratio),
        "ratio_if_all_open_pass": _figure(rate.if_all_pass),
        "ratio_least": _figure(low),
        "ratio_most": _figure(high),
        **_tested(rate.tested),
        "fisher_holm": rate.holm,
        "fisher_worst": rate.worst.fisher if rate.worst else None,
        "fisher_best": rate.best.fisher if rate.best else None,
        "shortfall": _figure(rate.shortfall),
        "flips_by_one": rate.flips,
        "conclusion": rate.conclusion,
        "notes": list(rate.notes),
    }


def _tested(tested: Tested | None) -> dict[str, float | None]:
    if tested is None:
        return {"fisher": None, "mid_p": None, "z": None}
    return {"fisher": tested.fisher, "mid_p": tested.mid_p, "z": tested.z}


def _figure(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)


def three_places(value: Fraction | None) -> str:
    """A ratio rounded down to three places, so that 0.7996 is never shown as what it falls short of."""
    return "" if value is None else f"{int(value * 1000) / 1000:.3f}"


def rate_cells(rate: SelectionRate) -> dict[str, str]:
    """A rate in words and figures, by the name of the column."""
    chosen, tested = rate.selected, rate.tested
    share = "" if chosen.rate is None else f"{float(chosen.rate):.1%}"
    between = "" if rate.ratios is None else "-".join(map(three_places, rate.ratios))
    return {
        "group": chosen.group,
        "people": str(chosen.count),
        "through": str(chosen.passed),
        "open": str(chosen.open),
        "rate": share,
        "ratio": three_places(rate.ratio),
        "can become": between,
        "Fisher": _chance(None if tested is None else tested.fisher),
        "mid-P": _chance(None if tested is None else tested.mid_p),
        "Holm": _chance(rate.holm),
        "Z": "" if tested is None or tested.z is None else f"{tested.z:.2f}",
        "shortfall": "" if rate.shortfall is None else f"{float(rate.shortfall):.1f}",
        "flips by one": "yes" if rate.flips else "",
        "convention": CONCLUDED[rate.conclusion],
        "notes": "; ".join((*((f"compared with {rate.compared_with}",) if rate.compared_with else ()), *rate.notes)),
    }


def _chance(value: float | None) -> str:
    return "" if value is None else "<0.0001" if value < 0.0001 else f"{value:.4f}"


def stop_cells(stop: Stop) -> dict[str, str]:
    """Whom a clause stops, in figures, by the name of the column."""
    return {
        "clause": f"{stop.part.number} {stop.part.says}".strip(),
        "through": str(stop.met),
        "open": str(stop.open),
        "alone": str(stop.alone),
        "perhaps": str(stop.perhaps),
        "with others": str(stop.others),
        "share": f"{float(stop.share):.2f}",
        "first here": str(stop.first),
        "left": str(stop.left),
    }


def funnel_said(found: Funnel) -> Iterator[str]:
    """Where people stand at a level, in a sentence or two."""
    people = so_many(found.count, "applicant")
    yield f"{found.level}: {people}, {found.through} through, {found.open} open, {found.stopped} stopped"
    short = [(each, each.alone + each.perhaps) for each in found.stops if each.alone + each.perhaps]
    if short:
        short.sort(key=lambda of: -of[1])
        told = (f"{each.part.brief} ({_from_to(each.alone, most)})" for each, most in short)
        yield f"one clause short: {_from_to(found.one_short, found.one_short_at_most)}: {', '.join(told)}"


def _from_to(least: int, most: int) -> str:
    """How many there are certainly and at most, where what is open leaves a difference."""
    return str(least) if least == most else f"{least} certainly, {most} at most"


def impact_sheets(found: Impact) -> list[Sheet]:
    """Impact as sheets of figures: the rates of every group, what stops them, the rates of each clause."""
    return [Sheet(listing_of_rows(name, rows)) for name, rows in _rows(found).items() if rows]


def _rows(found: Impact) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet."""
    rates = [{"category": each.category, **_rate(rate)} for each in found.categories for rate in each.rates]
    stops = [
        {"category": each.category, "group": rate.selected.group, **stop}
        for each in found.categories
        for rate, funnel in zip(each.rates, each.funnels, strict=False)
        for stop in funnel_data(funnel)["clauses"]
    ]
    clauses = [
        {"category": each.category, "clause": clause.part.clause, "says": clause.part.says, **_rate(rate)}
        for each in found.categories
        for clause in each.clauses
        for rate in clause.rates
    ]
    return {"rates": rates, "stopped": stops, "clauses": clauses}


def impact_change_data(found: ImpactChange) -> dict[str, Any]:
    """Impact before and after changes as plain data, for programs."""
    return {
        "before": impact_data(found.before),
        "changes": [
            {
                "change": step.says,
                "after": impact_data(step.after),
                "moved": [
                    {"category": each.category, "groups": [_shift(shift) for shift in shifts]}
                    for each, shifts in zip(step.after.categories, step.shifts, strict=True)
                ],
            }
            for step in found.steps
        ],
    }


def _shift(shift: GroupShift) -> dict[str, Any]:
    return {"group": shift.group, "newly_through": shift.gained, "no_longer_through": shift.lost}


def impact_change_sheets(changes: Sequence[ImpactChange]) -> list[Sheet]:
    """Impact before and after as sheets: those of impact, each row with the level and the change that it belongs to."""
    told: dict[str, list[dict[str, Any]]] = {}
    for found in changes:
        for says, impact, shifts in _sides(found):
            moved = [each for of_category in shifts for each in of_category]
            for name, rows in _rows(impact).items():
                of = {"level": impact.outcomes.level, "change": says}
                more = map(_shift, moved) if name == "rates" else [{}] * len(rows)
                made = [of | row | each for row, each in zip(rows, more, strict=True)]
                told.setdefault(f"{name} by group", []).extend(made)
    return [Sheet(listing_of_rows(name, rows)) for name, rows in told.items() if rows]


def _sides(found: ImpactChange) -> Iterator[tuple[str, Impact, Sequence[Sequence[GroupShift]]]]:
    """Impact as it is, where nobody moves, then with each change."""
    still = [[GroupShift(rate.selected.group, 0, 0) for rate in each.rates] for each in found.before.categories]
    yield AS_IT_IS, found.before, still
    yield from ((each.says, each.after, each.shifts) for each in found.steps)


def impact_said(found: Impact) -> list[str]:
    """What figures are of: the results, the groups, the convention with its source, and what the results say."""
    stamp = found.outcomes.stamp
    return [
        f"{found.outcomes.name} by the groups of {found.groups.name}",
        *([f"level {found.outcomes.level}"] if found.outcomes.level else []),
        f"through: met or conditional; convention {found.convention.name}: {found.convention.says}",
        *([f"source: {found.convention.source}"] if found.convention.source else []),
        *(f"compared with {group}, in {name}" for name, group in found.reference.items()),
        *found.groups.notes(),
        *(f"{name}: {stamp[name]}" for name in ("pack", "version", "digest", "as_of", "engine") if name in stamp),
    ]
