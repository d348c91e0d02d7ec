"""Counting time for all applicants at once, exactly, as (low, high)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, gcd, lcm
from typing import TYPE_CHECKING

import numpy as np

from minqual.counting.policies import CountingPolicy
from minqual.counting.spells import Axis, Spells, Stretches
from minqual.values import (
    AXIS_SPAN,
    AXIS_START,
    DAYS_IN_MONTH,
    DAYS_IN_YEAR,
    UNBOUNDED,
    Flags,
    Numbers,
    Quantity,
    anywhere,
    times,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF_MONTH = 15
"""Days worked in a calendar month from which it counts whole, where a policy counts by months."""

MOST_BITS = 1024
"""The size of a common denominator up to which what each row adds is exact; beyond it, far finer than is printed."""

FINE = 1 << 512
"""The parts of a day to which it is rounded there: so that what is exact in print stays so."""

DAYS_IN_WEEK = 7

FEW = 64
"""Rows below which looking for those that do not overlap costs more than it saves."""


def time_credit(spells: Spells, counted: Stretches, applicants: int) -> Quantity:
    """Credit in years over the rows that certainly count (low) and those that may (high).

    Hours of jobs held at once are added and capped at full time. Stated durations overlap everything for
    low (the larger of the dated credit and the largest of them) and nothing for high (the sum). Those that are
    stated not to overlap each other are added up for low as well.
    """
    low, high = load_days(spells, counted, applicants)
    return Quantity(low, high, spells.scale, "years")


def hours_worked(spells: Spells, counted: Stretches, policy: CountingPolicy, applicants: int) -> Quantity:
    """The same in hours: calendar days over seven, times hours a week. spells: on the calendar axis."""
    low, high = load_days(spells, counted, applicants)
    week = policy.full_time_hours
    hours = Quantity(low, high, spells.full * 7, "hours")
    if week.denominator == 1 and hours.scale % int(week) == 0:
        return Quantity(low, high, hours.scale // int(week), "hours")
    return times(hours, week, "hours")


def weeks_worked(spells: Spells, counted: Stretches, applicants: int) -> Quantity:
    """The same in weeks of full time: calendar days over seven. spells: on the axis of weeks."""
    low, high = load_days(spells, counted, applicants)
    return Quantity(low, high, spells.full * DAYS_IN_WEEK, "weeks")


def load_days(spells: Spells, counted: Stretches, applicants: int) -> tuple[Numbers, Numbers]:
    """Load-days of every applicant as bounds; the high one UNBOUNDED where nothing limits it."""
    owner, full = counted.owner, spells.full
    sum_up = months_worked if spells.by_months else sweep
    # Whoever's rows are all the same in both readings has the same in both; else the other reading is another's rows.
    rows, open_ = _differing(spells, counted, applicants)
    read = counted.begin_low, counted.end_low, counted.load_low
    if not anywhere(rows):
        low = sum_up(owner, *read, full, applicants)
        high = low.copy()
    else:
        others = counted.begin_high, counted.end_high, counted.load_high
        begin, end, load = (np.concatenate([each, other[rows]]) for each, other in zip(read, others, strict=True))
        whose = np.concatenate([owner, owner[rows] + applicants])
        low, high = sum_up(whose, begin, end, load, full, 2 * applicants).reshape(2, applicants)
        high = np.where(open_, high, low)
    if spells.durations:
        _add_durations(spells, counted, low, high)
    high[owner[counted.endless]] = UNBOUNDED
    return low, high


def _differing(spells: Spells, counted: Stretches, applicants: int) -> tuple[Flags, Flags]:
    """The applicants of whom a dated row counts differently in both readings, and all their rows."""
    if counted.begin_low is spells.begin_low and counted.begin_high is spells.begin_high:
        differ = spells.open_dates
    else:
        differ = (counted.begin_low != counted.begin_high) | (counted.end_low != counted.end_high)
    differ = (differ & (counted.load_high > 0)) | (counted.load_low != counted.load_high)
    open_ = np.zeros(applicants, dtype=np.bool_)
    open_[counted.owner[differ]] = True
    return open_[counted.owner], open_


def _add_durations(spells: Spells, counted: Stretches, low: Numbers, high: Numbers) -> None:
    """Put durations without dates to the load-days of dated rows."""
    owner = counted.owner
    sure, may = counted.stated_low > 0, counted.stated_high > 0
    np.maximum.at(low, owner[sure], counted.stated_low[sure])
    if added_up(spells, counted.apart):
        sure &= counted.apart > 0
        together, place = np.unique(np.stack([owner[sure], counted.apart[sure]]), axis=1, return_inverse=True)
        sums = np.zeros(together.shape[1], dtype=np.int64)
        np.add.at(sums, place.reshape(-1), counted.stated_low[sure])
        np.maximum.at(low, together[0], sums)
    np.add.at(high, owner[may], counted.stated_high[may])


def added_up(spells: Spells, apart: NDArray[np.int32]) -> bool:
    """Whether any durations are added up for low; not by months, of which two durations may share one."""
    return not spells.by_months and bool(anywhere(apart))


def sweep(owner: Numbers, begin: Numbers, end: Numbers, load: Numbers, full: int, applicants: int) -> Numbers:
    """Load-days per applicant: starts and ends as events, the running sum of loads capped, times the gap.

    Rows of one applicant that follow each other, forwards or backwards, do not overlap and need no events.
    """
    counted = _that_count(begin, end, load)
    owner, begin, end, load = owner[counted], begin[counted], end[counted], load[counted]
    if len(owner) < FEW:
        return _swept(owner, begin, end, load, full, applicants)
    total = _summed(owner, np.minimum(load, full) * (end - begin), applicants)
    tangled = _tangled(owner, begin, end, applicants)
    rows = tangled[owner]
    total[tangled] = _swept(owner[rows], begin[rows], end[rows], load[rows], full, applicants)[tangled]
    return total


def _that_count(begin: Numbers, end: Numbers, load: Numbers) -> Flags:
    return np.asarray((end > begin) & (load > 0), dtype=np.bool_)


def _summed(owner: Numbers, values: Numbers, applicants: int) -> Numbers:
    """The sum of each applicant's values, exactly; fast where their rows stand together."""
    if not len(owner) or not (owner[1:] >= owner[:-1]).all():
        total = np.zeros(applicants, dtype=np.int64)
        np.add.at(total, owner, values)
        return total
    so_far = np.zeros(len(owner) + 1, dtype=np.int64)
    np.cumsum(values, out=so_far[1:])
    ends = np.zeros(applicants + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=applicants), out=ends[1:])
    return np.diff(so_far[ends])


def _tangled(owner: Numbers, begin: Numbers, end: Numbers, applicants: int) -> Flags:
    """Applicants whose rows do not follow each other, neither forwards nor backwards."""
    own, later = owner[1:] == owner[:-1], owner[1:]
    back, forth, apart = (np.zeros(applicants, dtype=np.bool_) for _ in range(3))
    forth[later[own & (begin[1:] < end[:-1])]] = True
    back[later[own & (end[1:] > begin[:-1])]] = True
    if not (later >= owner[:-1]).all():
        starts = np.append(0, wherever(~own) + 1)
        apart = np.bincount(owner[starts], minlength=applicants) > 1
    return (forth & back) | apart


def _swept(owner: Numbers, begin: Numbers, end: Numbers, load: Numbers, full: int, applicants: int) -> Numbers:
    """Load-days per applicant over rows that all count, by events."""
    moments, running = _events(owner, begin, end, load, full)
    if not len(moments):
        return np.zeros(applicants, dtype=np.int64)
    credit = np.zeros(len(moments) + 1, dtype=np.int64)
    (running[:-1] * (moments[1:] - moments[:-1])).cumsum(out=credit[2:])
    last = (np.bincount(owner, minlength=applicants) * 2).cumsum()
    totals = np.zeros(applicants + 1, dtype=np.int64)
    totals[1:] = credit[last]
    return totals[1:] - totals[:-1]


def _events(owner: Numbers, begin: Numbers, end: Numbers, load: Numbers, full: int) -> tuple[Numbers, Numbers]:
    """The moments at which any of some rows begins or ends, each with its owner, and the load from each on."""
    base = owner.astype(np.int64) * AXIS_SPAN - AXIS_START
    moments = np.concatenate([base + begin, base + end])
    order = np.argsort(moments)
    return moments[order], np.minimum(np.concatenate([load, -load])[order].cumsum(), full)


def months_worked(owner: Numbers, begin: Numbers, end: Numbers, load: Numbers, full: int, applicants: int) -> Numbers:
    """Load-days per applicant by calendar months: each counts whole with the load held on 15 of its days, else not."""
    counted = _that_count(begin, end, load)
    moments, running = _events(owner[counted], begin[counted], end[counted], load[counted], full)
    total = np.zeros(applicants, dtype=np.int64)
    if not len(moments):
        return total
    held = (running[:-1] > 0) & (np.diff(moments) > 0)
    first, last, loads = moments[:-1][held], moments[1:][held], running[:-1][held]
    # Days of a month are numbered from 1 to 30; before the first of the axis lies the start of spells without one.
    person, start = first // AXIS_SPAN, first % AXIS_SPAN - 1
    stop = start + (last - first)
    opening, closing = start // DAYS_IN_MONTH, (stop - 1) // DAYS_IN_MONTH
    np.add.at(total, person, np.maximum(closing - opening - 1, 0) * loads * DAYS_IN_MONTH)
    # The months between are worked on all days; the first and the last may be shared with others.
    two = wherever(closing > opening)
    row = np.concatenate([np.arange(len(start)), two])
    month = np.concatenate([opening, closing[two]])
    days = np.minimum(stop[row], (month + 1) * DAYS_IN_MONTH) - np.maximum(start[row], month * DAYS_IN_MONTH)
    key = person[row] * AXIS_SPAN + month + 1
    order = np.lexsort((-loads[row], key))
    key, days, held_load = key[order], days[order], loads[row][order]
    so_far = np.cumsum(days)
    opens = np.r_[True, key[1:] != key[:-1]]
    before = np.repeat(so_far[opens] - days[opens], np.diff(np.r_[wherever(opens), len(key)]))
    enough = (so_far - before >= HALF_MONTH) & (so_far - days - before < HALF_MONTH)
    np.add.at(total, key[enough] // AXIS_SPAN, held_load[enough] * DAYS_IN_MONTH)
    return total


def completed(
    owner: NDArray[np.int32],
    begin: Numbers,
    end: Numbers,
    load: Numbers,
    full: int,
    needed: Numbers,
    never: int | Numbers,
) -> Numbers:
    """Per applicant, the first day at whose start so many load-days are complete; `never` where they are not.

    needed: load-days per applicant; nothing needed is complete from the start of the axis.
    """
    found = np.full(len(needed), never, dtype=np.int64)
    found[needed <= 0] = AXIS_START
    counted = _that_count(begin, end, load)
    moments, running = _events(owner[counted], begin[counted], end[counted], load[counted], full)
    if not len(moments):
        return found
    person = moments // AXIS_SPAN
    gained = np.zeros(len(moments), dtype=np.int64)
    gained[:-1] = running[:-1] * np.diff(moments) * (person[1:] == person[:-1])
    so_far = np.cumsum(gained)
    opens = np.r_[True, person[1:] != person[:-1]]
    before = np.repeat(so_far[opens] - gained[opens], np.diff(np.r_[wherever(opens), len(person)]))
    had = so_far - gained - before
    wanted = needed[person]
    crossing = (wanted > 0) & (had < wanted) & (had + gained >= wanted)
    at = wherever(crossing)
    days = -(-(wanted[at] - had[at]) // np.maximum(running[at], 1))
    latest = np.broadcast_to(never, len(needed))[person[at]]
    found[person[at]] = np.minimum(moments[at] % AXIS_SPAN + days + AXIS_START, latest)
    return found


def idle(counted: Stretches, rows: Flags, full: int, applicants: int) -> Flags:
    """Of some rows, those at whose every moment full time is certain anyway: whatever they are, they change nothing."""
    asked = np.zeros(applicants, dtype=np.bool_)
    asked[counted.owner[rows]] = True
    sure = _that_count(counted.begin_low, counted.end_low, counted.load_low) & asked[counted.owner]
    found = rows & (counted.end_high > counted.begin_high)
    if not anywhere(sure) or not anywhere(found):
        return np.zeros_like(rows)
    moments, running = _events(
        counted.owner[sure], counted.begin_low[sure], counted.end_low[sure], counted.load_low[sure], full
    )
    lacking = running < full
    so_far = np.append(0, np.where(lacking[:-1], moments[1:] - moments[:-1], 0).cumsum())
    base = counted.owner[found].astype(np.int64) * AXIS_SPAN - AXIS_START

    def lacking_until(day: Numbers) -> Numbers:
        """Days up to one on which full time is not certain, from some day before it."""
        before = np.searchsorted(moments, base + day, side="right") - 1
        after = np.where(lacking[before] | (before < 0), base + day - moments[np.maximum(before, 0)], 0)
        return np.asarray(so_far[np.maximum(before, 0)] + after)

    found[found] = lacking_until(counted.begin_high[found]) == lacking_until(counted.end_high[found])
    return found


def divided(spells: Spells, counted: Stretches, rows: Sequence[int]) -> tuple[list[Fraction], list[Fraction | None]]:
    """One applicant's load-days over full time, row by row (low, high); a capped moment is divided in proportion.

    rows: the applicant's rows. Counted by days, the parts add up to load_days; None is unbounded.
    """
    full = spells.full
    dates_low = _dates(rows, counted.begin_low, counted.end_low, counted.load_low)
    dates_high = _dates(rows, counted.begin_high, counted.end_high, counted.load_high)
    low = _divided_dates(dates_low, len(rows), full)
    high: list[Fraction | None] = [*(low if dates_low == dates_high else _divided_dates(dates_high, len(rows), full))]
    if spells.durations:
        low = _with_durations(spells, counted, rows, low)
        for place, row in enumerate(rows):
            if counted.stated_high[row] > 0:
                high[place] = Fraction(int(counted.stated_high[row]), full)
    for place in wherever(counted.endless[rows]).tolist() if len(rows) else ():
        high[place] = None
    return low, high


def _with_durations(spells: Spells, counted: Stretches, rows: Sequence[int], dated: list[Fraction]) -> list[Fraction]:
    """What each row certainly adds: the dates, or where they make more the durations that are added up."""
    durations = [Fraction(int(counted.stated_low[row]), spells.full) for row in rows]
    groups = _together(spells, counted, rows)
    largest = frozenset(max(groups, key=lambda group: sum(durations[place] for place in group), default=()))
    if sum(durations[place] for place in largest) > sum(dated, Fraction(0)):
        return [each if place in largest else Fraction(0) for place, each in enumerate(durations)]
    return dated


def _together(spells: Spells, counted: Stretches, rows: Sequence[int]) -> list[tuple[int, ...]]:
    """The places of an applicant's rows in groups whose durations are added up for low."""
    apart = counted.apart if added_up(spells, counted.apart) else np.zeros_like(counted.apart)
    groups: dict[tuple[int, int], list[int]] = {}
    for place, row in enumerate(rows):
        number = int(apart[row])
        groups.setdefault((number, 0 if number else place), []).append(place)
    return [tuple(group) for group in groups.values()]


def _dates(rows: Sequence[int], begin: Numbers, end: Numbers, load: Numbers) -> list[tuple[int, int, int, int]]:
    """The rows with dates that count: place among the rows, begin, end and load."""
    jobs = ((place, int(begin[row]), int(end[row]), int(load[row])) for place, row in enumerate(rows))
    return [(place, first, last, weight) for place, first, last, weight in jobs if weight > 0 and last > first]


def _divided_dates(jobs: Sequence[tuple[int, int, int, int]], rows: int, full: int) -> list[Fraction]:
    """Dated days of each row: its load, times what a load of one earns from its begin to its end."""
    found = [Fraction(0)] * rows
    if all(end <= begin for (*_, end, _), (_, begin, *_) in pairwise(sorted(jobs, key=lambda job: job[1:3]))):
        for row, first, last, load in jobs:  # at no moment is anything held beside them
            found[row] = Fraction(min(load, full) * (last - first), full)
        return found
    spans, totals = _loads(jobs)
    loads = sorted({max(total, full) for total in totals})
    unit = gcd(*loads) or 1
    parts, divides = _common([load // unit for load in loads])
    earned = {load: parts // (load // unit) for load in loads}
    so_far = [0, *accumulate(length * earned[max(total, full)] for length, total in zip(spans, totals, strict=True))]
    place = {moment: at for at, moment in enumerate(sorted({each for job in jobs for each in job[1:3]}))}
    for row, first, last, load in jobs:
        days = load * (so_far[place[last]] - so_far[place[first]])
        exact = Fraction(days, parts * unit)
        found[row] = exact if divides else Fraction(ceil(exact * FINE), FINE)
    return found


def _loads(jobs: Sequence[tuple[int, int, int, int]]) -> tuple[list[int], list[int]]:
    """The stretches between every two moments at which anything begins or ends: their days, and all that is held."""
    changes: dict[int, int] = {}
    for _, first, last, load in jobs:
        changes[first] = changes.get(first, 0) + load
        changes[last] = changes.get(last, 0) - load
    moments = sorted(changes)
    held = list(accumulate(changes[each] for each in moments))
    return [after - before for before, after in pairwise(moments)], held[:-1]


def _common(loads: Sequence[int]) -> tuple[int, bool]:
    """A number that all loads divide, and whether they do: beyond some size, one that is fine enough for print."""
    common = 1
    for load in loads:
        common = lcm(common, load)
        if common.bit_length() > MOST_BITS:
            return 1 << MOST_BITS, False
    return common, True


def longest_stretch(counted: Stretches, gap: int, spells: Spells, applicants: int, axis: Axis) -> Quantity:
    """The longest unbroken time of each applicant, whatever the hours; gaps of so many days are bridged.

    It is in years, or on the axis of weeks in weeks.

    Durations without dates stand alone for low (the longest of them) and may bridge anything for high (all is added).
    """
    owner, scale = counted.owner, spells.load_scale
    low, _, _ = runs_of_spells(owner, counted.begin_low, counted.end_low, counted.load_low, gap, applicants)
    low *= scale
    np.maximum.at(low, owner, counted.span_low)
    longest, spans, runs = runs_of_spells(
        owner, counted.begin_high, counted.end_high, counted.load_high, gap, applicants
    )
    loose = np.zeros(applicants, dtype=np.int64)
    np.add.at(loose, owner, counted.span_high)
    pieces = runs + np.bincount(owner[counted.span_high > 0], minlength=applicants)
    bridged = spans * scale + loose + np.maximum(pieces - 1, 0) * gap * scale
    high = np.where(loose > 0, bridged, longest * scale)
    high[owner[counted.endless]] = UNBOUNDED
    if axis == "weeks":
        return Quantity(low, high, DAYS_IN_WEEK * scale, "weeks")
    return Quantity(low, high, DAYS_IN_YEAR * scale, "years")


def runs_of_spells(
    owner: Numbers, begin: Numbers, end: Numbers, load: Numbers, gap: int, applicants: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Runs of spells that follow each other with gaps of at most so many days: the longest, all together, how many."""
    counted = _that_count(begin, end, load)
    owners, begins, ends = owner[counted].astype(np.int64), begin[counted], end[counted]
    longest, runs = (np.zeros(applicants, dtype=np.int64) for _ in range(2))
    if not len(owners):
        return longest, longest.copy(), runs
    order = np.lexsort((begins, owners))
    owners, begins, ends = owners[order], begins[order], ends[order]
    base = owners * AXIS_SPAN - AXIS_START
    so_far = np.maximum.accumulate(base + ends) - base
    before = np.append(so_far[0], so_far[:-1])
    opens = np.append(True, (owners[1:] != owners[:-1]) | (begins[1:] > before[1:] + gap))
    starts = wherever(opens)
    lasts = np.append(starts[1:], len(owners)) - 1
    np.maximum.at(longest, owners[starts], so_far[lasts] - begins[starts])
    together = _summed(owners, np.maximum(ends - np.where(opens, begins, before), 0), applicants)
    return longest, together, np.bincount(owners[starts], minlength=applicants)
