"""The earliest day of each way as what is open of a record may turn out, and the leaves of which something is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from minqual.values import MET, Standing
from minqual.what_if.hypothetical_tables import Supposed
from minqual.what_if.supposing import Looking, Outcome
from minqual.what_if.way_search import Thing, Way, spread


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way of one applicant to a node, of whose leaves something is open.

    aim: the standing to be reached. leaves: those below the node. edges: days ahead at which what counts may turn.
    """

    applicant: int
    node: int
    aim: Standing
    way: Way
    leaves: Sequence[int]
    edges: Sequence[int]


Record = Callable[[int, Way], Supposed]
"""An applicant, by number, who has gone a way."""


def soonest(each: OpenWay, record: Record) -> Looking[Way]:
    """A way with the first day on which it may be gone if all that is open turns out well, and what is open then."""
    way = each.way
    points = [day for day in sorted({0, *each.edges, way.days - 1}) if 0 <= day < way.days]
    low, high, found = -1, way.days, _open_at(each, (yield _less(each, record)))
    while points:
        asked = [(day, one) for day in points for one in _by(each, record, day)]
        outcomes = yield asked
        for day in points:
            mine = [outcome for (of, _), outcome in zip(asked, outcomes, strict=True) if of == day]
            if open_ := _open_at(each, mine):
                high, found = day, open_
                break
            low = day
        else:
            if high == way.days:
                break
        points = sorted({day for day in (*spread(low, high), high - 1) if low < day < high})
    return replace(way, soonest=high, open=tuple(sorted(found)))


def _by(each: OpenWay, record: Record, day: int) -> Iterator[Supposed]:
    """The record with a way gone as far as may be by an earlier day; and where present jobs go on instead."""
    every = (*each.way.things, *each.way.answers)
    still = tuple(one for one in every if not one.remedy.of_time)
    work = tuple(Thing(one.remedy, min(one.amount, day)) for one in every if one.remedy.of_time and day)
    yield record(each.applicant, replace(each.way, things=still, answers=(), days=day))
    if work:
        yield record(each.applicant, replace(each.way, things=(*still, *work), answers=(), days=day))


def _less(each: OpenWay, record: Record) -> list[tuple[int, Supposed]]:
    """The record with less of what a way measures otherwise than in time, on its own day."""
    every = (*each.way.things, *each.way.answers)
    return [
        (each.way.days, record(each.applicant, replace(each.way, things=tuple(less), answers=())))
        for place, one in enumerate(every)
        if one.amount > 1 and not one.remedy.of_time
        for less in [(*every[:place], Thing(one.remedy, one.amount - 1), *every[place + 1 :])]
    ]


def _open_at(each: OpenWay, outcomes: Sequence[Outcome]) -> frozenset[int]:
    """The leaves that are open where a record may reach the node, as they turn out; none where it cannot."""
    for outcome in outcomes:
        tried, place = outcome.tried, outcome.place
        if tried.nodes_at_best[each.node, place] >= each.aim:
            best, sure = tried.leaves_at_best[:, place], tried.leaves[:, place]
            return frozenset(leaf for leaf in each.leaves if best[leaf] == MET != sure[leaf])
    return frozenset()
