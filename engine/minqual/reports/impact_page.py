"""The page of impact: the rates of every group, before and after a change as well, and the clauses that stop them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.impact import AS_IT_IS, funnel_said, rate_cells, stop_cells
from minqual.reports.page import Block, Page, Span, Table, Text
from minqual.values import so_many
from minqual.verdicts import funnels_of, part_standings

if TYPE_CHECKING:
    from minqual.impact import CategoryImpact, Convention, GroupShift, Impact, ImpactChange, SelectionRate
    from minqual.judging import Screening
    from minqual.verdicts import Funnel

RATES: Final = ("people", "through", "open", "rate", "ratio", "can become", "Fisher")
BY_CLAUSE: Final = ("through", "open", "stopped", "rate", "ratio", "can become", "Fisher")
CHANGED: Final = ("through", "open", "rate", "ratio", "can become", "newly", "no longer")


def page_of_impact(found: Impact) -> Page:
    """Impact for people."""
    title = f"{found.outcomes.name} by the groups of {found.groups.name}{_level(found)}"
    return Page(Text.wrapped(title, bold=True), tuple(_blocks(found)))


def page_of_impact_change(found: ImpactChange) -> Page:
    """Impact before and after changes for people."""
    before = found.before
    title = f"{before.outcomes.name} by the groups of {before.groups.name}{_level(before)}, before and after"
    return Page(Text.wrapped(title, bold=True), tuple(_changes(found)))


def _level(found: Impact) -> str:
    return f", level {found.outcomes.level}" if found.outcomes.level else ""


def _head(found: Impact) -> Iterator[Block]:
    convention = found.convention
    yield Text.wrapped(f"Through is whoever is met or conditional. Convention {convention.name}: {convention.says}")
    if convention.source:
        yield Text.wrapped(f"Its source: {convention.source}", dim=True)
    yield from map(Text.of, found.groups.notes())


def _blocks(found: Impact) -> Iterator[Block]:
    yield from _head(found)
    if found.whole is not None:
        yield Text.of("")
        yield from funnel_blocks(found.whole)
    for each in found.categories:
        yield from _category(each, found.convention, crossed=_is_crossed(found, each))
    yield Text.of("")
    yield Text.wrapped(
        "Fisher, mid-P: chances of so large a difference by two exact tests. Holm: Fisher's, corrected for the groups "
        "of one category. Z: standard deviations from the rate compared with.",
        dim=True,
    )
    yield from (Text.wrapped(each) for each in found.outcomes.missing)


def _is_crossed(found: Impact, category: CategoryImpact) -> bool:
    return category.category not in found.groups.categories


def _changes(found: ImpactChange) -> Iterator[Block]:
    """The rates of every group as it is and with each change, and how many of each move."""
    before = found.before
    yield from _head(before)
    for number, step in enumerate(found.steps, start=1):
        yield Text.wrapped(f"change {number} is {step.says}")
    yield from map(Text.wrapped, found.differing())
    for place, category in enumerate(before.categories):
        yield Text.of("")
        yield Text.of(Span(category.category, bold=True))
        rows: list[tuple[str | int, ...]] = []
        for group, rate in enumerate(category.rates):
            steps = [(each.after.categories[place].rates[group], each.shifts[place][group]) for each in found.steps]
            people = so_many(rate.selected.count, "person", "people")
            rows += [(f"{rate.selected.group} ({people})", *[""] * len(CHANGED)), _changed(AS_IT_IS, rate, None)]
            rows += [_changed(f"change {number}", *each) for number, each in enumerate(steps, start=1)]
        yield Table(("", *CHANGED), tuple(rows))
        for says, impact in [(AS_IT_IS, before), *((f"change {n}", s.after) for n, s in enumerate(found.steps, 1))]:
            yield from _concluded(impact.categories[place].rates, before.convention, says)
        yield from (
            Text.wrapped(f"  {each.selected.group}: {'; '.join(each.notes)}") for each in category.rates if each.notes
        )
    yield Text.of("")
    yield Text.wrapped("Newly: who comes through and did not. No longer: who came through and does not.", dim=True)
    yield from (Text.wrapped(each) for each in before.outcomes.missing)


def _changed(says: str, rate: SelectionRate, shift: GroupShift | None) -> tuple[str, ...]:
    cells = rate_cells(rate)
    moved = ("", "") if shift is None else (str(shift.gained), str(shift.lost))
    return (f"  {says}", *(cells[name] for name in CHANGED[:5]), *moved)


def funnel_blocks(found: Funnel) -> Iterator[Block]:
    """Where people stand at a level: in words, then clause by clause."""
    yield from map(Text.wrapped, funnel_said(found))
    if not found.stops:
        return
    cells = [stop_cells(each) for each in found.stops]
    names = [name for name in cells[0] if name != "clause"]
    rows = zip(found.stops, cells, strict=True)
    yield Table(
        ("stopped by", *names),
        tuple((stop.part.number or stop.part.kind, *(each[name] for name in names)) for stop, each in rows),
    )
    yield Text.wrapped(
        "Open: of whom it is open. Alone, perhaps, others: whom it stops, where all else is met, where another "
        "clause is still open and may stop them too, where another one does. Share: whoever n clauses stop counts as "
        "an nth for each. First here: whom none above it stops. Left: who comes past it and those above it, or may.",
        dim=True,
    )
    yield from (Text.wrapped(f"  {each['clause']}", dim=True) for each in cells)


def page_of_funnels(screening: Screening) -> Page:
    """Where a pool stands at each level of a pack, then at posts: clause by clause, and who is one clause short."""
    everyone = np.ones((1, screening.applicants.count), dtype=np.bool_)
    blocks: list[Block] = []
    for place in range(len(screening.pack.judged)):
        blocks += [Text.of(""), *funnel_blocks(funnels_of(part_standings(screening, place), everyone)[0])]
    return Page(Text.of(Span(f"{screening.pack.called}, clause by clause", bold=True)), tuple(blocks))


def _category(found: CategoryImpact, convention: Convention, *, crossed: bool) -> Iterator[Block]:
    yield Text.of("")
    yield Text.of(Span(found.category, bold=True))
    cells = [rate_cells(each, convention) for each in found.rates]
    yield Table(("", *RATES), tuple((each["group"], *(each[name] for name in RATES)) for each in cells))
    yield from (Text.wrapped(each) for each in _tests_said(cells))
    yield from _said(found, convention)
    if not crossed and found.funnels:
        yield from _clauses(found, convention)


def _tests_said(cells: Sequence[dict[str, str]]) -> Iterator[str]:
    """What the tests beside Fisher's say of each group that is tested; no table of eighty columns holds them too."""
    for each in cells:
        if each["Fisher"]:
            told = (f"{name} {each[name]}" for name in ("mid-P", "Holm", "Z") if each[name])
            yield f"  {each['group']}: Fisher {each['Fisher']}, {', '.join(told)}"


def _concluded(rates: Sequence[SelectionRate], convention: Convention, says: str) -> Iterator[Block]:
    """What the convention says of each group that is compared, where it says anything: as it is, or of what."""
    for each in (rate_cells(rate, convention) for rate in rates):
        if each["convention"]:
            flips = f"; {_flip(each['flips by one'])}" if each["flips by one"] else ""
            yield Text.wrapped(f"  {each['group']}, {says}: {each['convention']}{flips}")


def _said(found: CategoryImpact, convention: Convention) -> Iterator[Block]:
    """What is to be said of each group besides its figures."""
    chosen = {each.compared_with for each in found.rates}
    for each in (rate_cells(rate, convention) for rate in found.rates):
        with_it = "the others are compared with it" if each["group"] in chosen else ""
        told = (each["convention"], with_it, each["notes"], _more(each), _flip(each["flips by one"]))
        said = "; ".join(filter(None, told))
        if said:
            yield Text.wrapped(f"  {each['group']}: {said}")


def _clauses(found: CategoryImpact, convention: Convention) -> Iterator[Block]:
    """The rate at which each group comes through each clause, and how many it stops; then what is concluded of it."""
    named = [each.part.number or each.part.kind for each in found.clauses]
    rows: list[tuple[str | int, ...]] = []
    concluded: list[Block] = []
    for place, (name, clause) in enumerate(zip(named, found.clauses, strict=True)):
        stops = [each.stops[place] for each in found.funnels]
        if not any(each.alone + each.perhaps + each.others + each.open for each in stops):
            rows.append((f"{name}: stops nobody", *[""] * len(BY_CLAUSE)))
            continue
        rows.append((name, *[""] * len(BY_CLAUSE)))
        for rate, stop in zip(clause.rates, stops, strict=True):
            cells = rate_cells(rate, convention) | {"stopped": f"{stop.alone}+{stop.perhaps}+{stop.others}"}
            rows.append((f"  {rate.selected.group}", *(cells[each] for each in BY_CLAUSE)))
        concluded += _concluded(clause.rates, convention, f"at {name}")
    if not rows:
        return
    yield Text.of("")
    yield Table(("clause by clause", *BY_CLAUSE), tuple(rows))
    yield from concluded
    yield Text.wrapped(
        "Through, open: who comes through the clause, and of whom it is open. Stopped: by it alone + perhaps alone, "
        "since another clause is still open + with others.",
        dim=True,
    )


def _more(cells: dict[str, str]) -> str:
    """How many a group falls short, where it does."""
    few = cells["shortfall"] in {"", "0.0"} or cells["shortfall"].startswith("-")
    return "" if few else f"{cells['shortfall']} more would be through at the rate of both together"


def _flip(said: str) -> str:
    return "one more who came through would change what the convention says" if said else ""
