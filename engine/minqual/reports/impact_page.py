"""The page of impact: the rates of every group, and the clauses that stop them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.impact import funnel_said, rate_cells, stop_cells
from minqual.reports.page import Block, Page, Span, Table, Text
from minqual.values import so_many
from minqual.verdicts import funnels_of, part_standings

if TYPE_CHECKING:
    from minqual.impact import CategoryImpact, Impact
    from minqual.judging import Screening
    from minqual.verdicts import Funnel

RATES: Final = ("people", "through", "open", "rate", "ratio", "can become", "Fisher", "Z")


def page_of_impact(found: Impact) -> Page:
    """Impact for people."""
    level = f", level {found.outcomes.level}" if found.outcomes.level else ""
    title = f"{found.outcomes.name} by the groups of {found.groups.name}{level}"
    return Page(Text.of(Span(title, bold=True)), tuple(_blocks(found)))


def _blocks(found: Impact) -> Iterator[Block]:
    convention = found.convention
    yield _broken(f"Through is whoever is met or conditional. Convention {convention.name}: {convention.says}")
    yield _broken(f"({convention.source})", dim=True)
    if found.groups.strangers:
        yield Text.of(f"not in the results: {so_many(found.groups.strangers, 'applicant')} of {found.groups.name}")
    if found.whole is not None:
        yield Text.of("")
        yield from funnel_blocks(found.whole)
    for each in found.categories:
        yield from _category(each)
    yield from (Text.of(each) for each in found.outcomes.missing)


def funnel_blocks(found: Funnel) -> Iterator[Block]:
    """Where people stand at a level: in words, then clause by clause."""
    yield from map(_broken, funnel_said(found))
    if not found.stops:
        return
    cells = [stop_cells(each) for each in found.stops]
    names = [name for name in cells[0] if name != "clause"]
    rows = zip(found.stops, cells, strict=True)
    yield Table(
        ("stopped by", *names),
        tuple((stop.part.number or stop.part.kind, *(each[name] for name in names)) for stop, each in rows),
    )
    yield _broken(
        "Open, alone and with others: of whom it is open, and whom it stops. Share: whoever n clauses stop counts as "
        "an nth for each. First here: whom none above it stops. Left: who comes past it and those above it, or may.",
        dim=True,
    )
    yield from (_broken(f"  {each['clause']}", dim=True) for each in cells)


def page_of_funnels(screening: Screening) -> Page:
    """Where a pool stands at each level of a pack, then at posts: clause by clause, and who is one clause short."""
    everyone = np.ones((1, screening.applicants.count), dtype=np.bool_)
    blocks: list[Block] = []
    for place in range(len(screening.pack.judged)):
        blocks += [Text.of(""), *funnel_blocks(funnels_of(part_standings(screening, place), everyone)[0])]
    return Page(Text.of(Span(f"{screening.pack.called}, clause by clause", bold=True)), tuple(blocks))


def _category(found: CategoryImpact) -> Iterator[Block]:
    yield Text.of("")
    yield Text.of(Span(found.category, bold=True))
    cells = [rate_cells(each) for each in found.rates]
    yield Table(("", *RATES), tuple((each["group"], *(each[name] for name in RATES)) for each in cells))
    for each in cells:
        said = "; ".join(filter(None, (each["convention"], each["notes"], _more(each), _flip(each["flips by one"]))))
        if said:
            yield _broken(f"  {each['group']}: {said}")
    for rate, funnel in zip(found.rates, found.funnels, strict=False):
        if funnel.stopped:
            alone = ", ".join(
                f"{stop.part.number or stop.part.says} {stop.alone} alone, {stop.others} with others"
                for stop in funnel.stops
                if stop.alone or stop.others
            )
            yield _broken(f"  {rate.selected.group}: {funnel.stopped} stopped: {alone}")


def _broken(words: str, *, dim: bool = False) -> Text:
    return Text((Span(words, dim=dim),), broken=True)


def _more(cells: dict[str, str]) -> str:
    return f"{cells['shortfall']} more at the rate of both together" if cells["shortfall"] else ""


def _flip(said: str) -> str:
    return "one more who came through would change what the convention says" if said else ""
