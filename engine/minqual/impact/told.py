"""Impact as plain data, as sheets and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from minqual.impact.by_group import Impact
from minqual.impact.change_by_group import GroupShift, ImpactChange
from minqual.impact.conventions import Convention
from minqual.impact.rate_data import rate_data
from minqual.impact.selection_rates import Conclusion, SelectionRate
from minqual.outputs import Sheet, listing_of_rows
from minqual.values import so_many
from minqual.verdicts import Funnel, Stop, funnel_data

AS_IT_IS: Final = "as it is"

CONCLUDED: Final = {
    "below": "{beyond}, however what is open ends",
    "not below": "not {beyond}, however what is open ends",
    "open": "whether {beyond} hangs on what is still open",
    "none": "",
    "too small": "too few people for the threshold: it would not be {beyond} if nobody came through",
}


def concluded(conclusion: Conclusion, convention: Convention) -> str:
    """What a convention says of a rate, in words that name what is compared and with what."""
    return CONCLUDED[conclusion].format(beyond=convention.beyond)


def three_places(value: Fraction | None) -> str:
    """A ratio rounded down to three places, so that 0.7996 is never shown as what it falls short of."""
    return "" if value is None else f"{int(value * 1000) / 1000:.3f}"


def rate_cells(rate: SelectionRate, convention: Convention | None = None) -> dict[str, str]:
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
        "convention": "" if convention is None else concluded(rate.conclusion, convention),
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
        "others": str(stop.others),
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
    rates = [{"category": each.category, **rate_data(rate)} for each in found.categories for rate in each.rates]
    stops = [
        {"category": each.category, "group": rate.selected.group, **stop}
        for each in found.categories
        for rate, funnel in zip(each.rates, each.funnels, strict=False)
        for stop in funnel_data(funnel)["clauses"]
    ]
    clauses = [
        {"category": each.category, "clause": clause.part.clause, "says": clause.part.says, **rate_data(rate)}
        for each in found.categories
        for clause in each.clauses
        for rate in clause.rates
    ]
    return {"rates": rates, "stopped": stops, "clauses": clauses}


def impact_change_sheets(changes: Sequence[ImpactChange]) -> list[Sheet]:
    """Impact before and after as sheets: those of impact, each row with the level and the change that it belongs to."""
    told: dict[str, list[dict[str, Any]]] = {}
    for found in changes:
        for says, impact, shifts in _sides(found):
            moved = [each for of_category in shifts for each in of_category]
            for name, rows in _rows(impact).items():
                of = {"level": impact.outcomes.level, "change": says}
                more = (each.to_dict() for each in moved) if name == "rates" else [{}] * len(rows)
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


def impact_data(found: Impact) -> dict[str, Any]:
    """Impact as plain data, for programs; rates and ratios to six places, chances as they are."""
    return found.to_dict()


def impact_change_data(found: ImpactChange) -> dict[str, Any]:
    """Impact before and after changes as plain data, for programs."""
    return found.to_dict()
