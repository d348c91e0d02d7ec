"""The earliest day of each way as what is open of a record may turn out, and the leaves of which something is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from minqual.values import Standing, quickly_made
from minqual.what_if.looks import Look, Seen, evenly, spread
from minqual.what_if.supposing import Looking, Outcome
from minqual.what_if.way_search import Way


@quickly_made(frozen=True, slots=True)
class OpenWay:
    """A way of one applicant to a node, of whose leaves something is open.

    aim: the standing to be reached. way: with still, how much of each of its things, by number, but of work, and work,
    of that. leaves: those below the node. edges: days ahead at which what counts may turn. axis: that of days ahead, on
    which time is counted.
    """

    node: int
    aim: Standing
    way: Way
    still: Mapping[int, int]
    work: Mapping[int, int]
    leaves: Sequence[int]
    edges: Sequence[int]
    axis: Sequence[int]


def soonest(each: OpenWay, seen: Seen) -> Looking[Way]:
    """A way with the first day on which it may be gone if all that is open turns out well, and what is open then."""
    way = each.way
    points = [day for day in sorted({0, *each.edges, way.days - 1}) if 0 <= day < way.days]
    low, high, less = -1, way.days, _less(each)
    found: frozenset[int] | None = None
    below: Sequence[Outcome] = ()
    above: Sequence[Outcome] = ()
    guessed = False
    while points or found is None:
        asked = [(amounts, day) for day in points for amounts in _by(each, day)]
        outcomes = yield from seen.look([*asked, *less])
        if found is None:
            found, less = _open_at(each, outcomes[len(asked) :]), []
        for day in points:
            mine = [outcome for (_, of), outcome in zip(asked, outcomes, strict=False) if of == day]
            if open_ := _open_at(each, mine):
                high, found, above = day, open_, mine
                break
            low, below = day, mine
        else:
            if high == way.days:
                break
        likely = [day for day in _likely(each, low, high, below, above) if low < day < high]
        # Where what lacks does not go down evenly, it is looked all over for the day.
        all_over = () if likely and not guessed else (*spread(low, high), high - 1)
        points, guessed = sorted({day for day in (*likely, *all_over) if low < day < high}), True
    return replace(way, soonest=high, open=tuple(sorted(found)))


def _likely(each: OpenWay, low: int, high: int, below: Sequence[Outcome], above: Sequence[Outcome]) -> frozenset[int]:
    """Days on which a leaf may turn between two, and those before, if what it lacks at best goes down evenly."""
    found = set()
    for place, after in enumerate(above if below else ()):
        before = below[min(place, len(below) - 1)]
        for leaf in each.leaves:
            if after.met_at_best(leaf) and not before.met_at_best(leaf):
                years = each.axis if before.in_years(leaf) else ()
                lacks, rest = before.lacking_at_best(leaf), after.lacking_at_best(leaf)
                found.add(evenly(low, high, lacks, rest, years))
    return frozenset(day for turn in found if turn is not None for day in (turn - 1, turn))


def _by(each: OpenWay, day: int) -> Iterator[Mapping[int, int]]:
    """A way gone as far as may be by an earlier day; and where present jobs go on instead."""
    yield each.still
    if each.work and day:
        yield dict(sorted({**each.still, **{number: min(amount, day) for number, amount in each.work.items()}}.items()))


def _less(each: OpenWay) -> list[Look]:
    """Less of what a way measures otherwise than in time, on its own day."""
    every = {**each.still, **each.work}
    return [
        (dict(sorted({**every, number: amount - 1}.items())), each.way.days)
        for number, amount in each.still.items()
        if amount > 1
    ]


def _open_at(each: OpenWay, outcomes: Sequence[Outcome]) -> frozenset[int]:
    """The leaves that are open where a record may reach the node, as they turn out; none where it cannot."""
    for outcome in outcomes:
        if outcome.stands_at_best(each.node) >= each.aim:
            return frozenset(filter(outcome.opens, each.leaves))
    return frozenset()
