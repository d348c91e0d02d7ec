"""Rows of experience as time: spells on an axis of days in their shortest and longest reading, by a counting policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from minqual.counting.policies import CountingPolicy
from minqual.records import EITHER, WHOLE, Days, Experience
from minqual.values import (
    AXIS_START,
    DAYS_IN_YEAR,
    AsOf,
    Flags,
    Numbers,
    anywhere,
    day_number,
    everywhere,
    number_after,
    quickly_made,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS_OF_52_WEEKS: Final = 364
DAYS_OF_LEAP_YEAR: Final = 366
DECEMBER: Final = 330
"""Days on the 30/360 axis from the start of a year to its December."""

NEVER: Final = 1 << 30
"""Later than any day; fits 32 bits, as days do."""

CALENDAR_START: Final = date(1900, 1, 1).toordinal() - AXIS_START
"""What lies between a calendar day's ordinal and its number on the calendar axis."""

_AS_IT_IS: Final = Fraction(1)

Axis = Literal["30/360", "calendar", "weeks"]
"""Years and months are counted on the 30/360 axis, hours and weeks on that of the calendar; hours are hours there."""

LOAD_SCALE: Final[Mapping[Axis, int]] = {"30/360": 100, "calendar": 6000, "weeks": 6000}
"""Makes a stated duration in thousandths of a month, times the days of a month, a whole number of load-days."""

DAYS_STATED: Final[Mapping[Axis, tuple[int, int]]] = {
    "30/360": (DAYS_IN_YEAR * 100 // 12_000, DAYS_IN_YEAR * 100 // 12_000),
    "calendar": (DAYS_OF_52_WEEKS * 6000 // 12_000, DAYS_OF_LEAP_YEAR * 6000 // 12_000),
    "weeks": (DAYS_OF_52_WEEKS * 6000 // 12_000, DAYS_OF_LEAP_YEAR * 6000 // 12_000),
}
"""The days of a stated month (a twelfth of a year), at least and at most, over a thousand, times the load scale."""


@quickly_made(frozen=True, slots=True)
class Spells:
    """Every row of experience as time on an axis, cut at the as-of date, in its shortest and longest reading.

    Dated rows have begin and end (open_dates: one of these is not known to the day); a blank start is `endless` in the
    longest reading. Rows that state years instead are `undated` (durations: whether there are any): `stated` (at most
    `stated_most`) times load // load_scale is their load-days; years without an upper bound are endless and fill any
    window. load: hours as they count, times the share of duties, in units of `full`; whole: the same without the share,
    in units of which full has a thousandth. held: rows of any hours that certainly count where hours do not matter, as
    in their longest reading. apart: durations of one owner with the same number do not overlap; 0 says nothing.
    nothing: a zero for each row. cut: the day from which nothing counts, for all or for each applicant.
    """

    owner: NDArray[np.int32]
    begin_low: Numbers
    end_low: Numbers
    begin_high: Numbers
    end_high: Numbers
    open_dates: Flags
    endless: Flags
    durations: bool
    undated: Flags
    stated: Numbers
    stated_most: Numbers
    load_low: Numbers
    load_high: Numbers
    whole_low: Numbers
    whole_high: Numbers
    held: Flags
    apart: NDArray[np.int32]
    nothing: Numbers
    full: int
    load_scale: int
    cut: int | Numbers
    by_months: bool

    def cut_of(self, owner: NDArray[np.int32]) -> int | Numbers:
        """The day from which nothing counts, for all or for each of some owners."""
        return self.cut if isinstance(self.cut, int) else self.cut[owner]

    @property
    def scale(self) -> int:
        """Load-days in one year of full-time credit."""
        return self.full * DAYS_IN_YEAR


def full_load(policy: CountingPolicy, axis: Axis) -> int:
    """The load of full time: hours and share in thousandths, as fine as the policy's values need."""
    rates = _parts(policy, axis) * policy.unpaid_work.denominator
    return policy.thousandths[0] * 1000 * LOAD_SCALE[axis] * rates


def _part_time(policy: CountingPolicy, axis: Axis) -> Fraction:
    """How part time is converted to months; hours that are counted as hours are not converted."""
    return policy.part_time_rate if axis == "30/360" else _AS_IT_IS


def _parts(policy: CountingPolicy, axis: Axis) -> int:
    """The parts of which a counted hour is a whole number."""
    return 2 if policy.part_time == "half" else _part_time(policy, axis).denominator


def cut_of(as_of: date, policy: CountingPolicy, axis: Axis) -> int:
    """The day on the axis from which nothing counts: after the as-of date, or on it where it does not count."""
    counts = policy.as_of_day == "counts"
    if axis != "30/360":
        return as_of.toordinal() - CALENDAR_START + counts
    return number_after(as_of) if counts else day_number(as_of)


def spells(experience: Experience, as_of: AsOf, policy: CountingPolicy, axis: Axis = "30/360") -> Spells:
    """Rows of experience as spells: partial dates, blanks, hours and shares turned into bounds."""
    years, owner = experience.years, experience.owner
    cut = as_of.told(lambda day: cut_of(day, policy, axis))
    own_cut = cut if isinstance(cut, int) else cut[owner]
    begin_low, end_low, begin_high, end_high = _dates(experience, own_cut, policy, axis)
    endless = ~experience.start.stated & (end_high > AXIS_START)
    nothing = np.zeros(len(owner), dtype=np.int64)
    stated = stated_most = nothing
    undated = years.stated
    durations = bool(anywhere(undated))
    if durations:
        for column in (begin_low, end_low, begin_high, end_high):
            column[undated] = AXIS_START
        unlimited, high = years.unlimited, years.high
        endless = (endless & ~undated) | unlimited
        least, most = DAYS_STATED[axis]
        stated = years.low * least
        longest = (own_cut - AXIS_START) * LOAD_SCALE[axis]
        stated_most = np.where(unlimited, longest, np.where(unlimited, 0, high) * most)
    whole_low, whole_high = _hours(experience, policy, axis)
    share = experience.share.each_word
    assumed = 0 if policy.unstated_share == "is open" else WHOLE
    share_low = np.where(share.said, share.low, assumed).take(experience.share.codes)
    share_high = np.where(share.said, share.high, WHOLE).take(experience.share.codes)
    if anywhere(experience.repeated):
        # Rows that say the same may be one job: certainly there is but one of them.
        whole_low = np.where(experience.repeated, 0, whole_low)
    return Spells(
        owner=owner,
        begin_low=begin_low,
        end_low=end_low,
        begin_high=begin_high,
        end_high=end_high,
        open_dates=(begin_low != begin_high) | (end_low != end_high),
        endless=endless,
        durations=durations,
        undated=undated,
        stated=stated,
        stated_most=stated_most,
        load_low=whole_low * share_low,
        load_high=whole_high * share_high,
        whole_low=whole_low,
        whole_high=whole_high,
        held=_held(experience, policy) & (share_low == share_high),
        apart=experience.apart,
        nothing=nothing,
        full=full_load(policy, axis),
        load_scale=LOAD_SCALE[axis],
        cut=cut,
        by_months=policy.months != "by days" and axis == "30/360",
    )


def _held(experience: Experience, policy: CountingPolicy) -> Flags:
    """Rows of any hours that certainly count where hours do not matter: none where few count for nothing."""
    hours = experience.hours
    held: Flags = (~hours.stated | ((hours.low == 0) & (hours.high > 0))) & ~experience.repeated
    return np.zeros_like(held) if policy.least_hours else held


def _dates(experience: Experience, cut: int | Numbers, policy: CountingPolicy, axis: Axis) -> tuple[Numbers, ...]:
    """Begin and end of each row in its shortest reading, and in its longest: told for each distinct cell once."""
    start, end = experience.start.each_word, experience.end.each_word
    first, last, after_first, after_last = _readings(start, end, policy, axis)
    begins = (last, np.where(start.said, first, AXIS_START))
    ends = (np.where(end.said, after_first, AXIS_START), np.where(end.said, after_last, NEVER))
    begin_low, begin_high = (each.astype(np.int32).take(experience.start.codes) for each in begins)
    end_low, end_high = (
        np.minimum(each.astype(np.int32).take(experience.end.codes), cut, dtype=np.int32, casting="unsafe")
        for each in ends
    )
    if not everywhere(start.said):
        begin_low = np.where(experience.start.stated, begin_low, cut).astype(np.int32)
    end_low = np.where(experience.ongoing, cut, end_low).astype(np.int32) if anywhere(experience.ongoing) else end_low
    return begin_low, end_low, begin_high, end_high


def _hours(experience: Experience, policy: CountingPolicy, axis: Axis) -> tuple[Numbers, Numbers]:
    """Hours a week as they count, as bounds, in parts of which full time has full_load / 1000."""
    hours, unpaid = experience.hours.each_word, policy.unpaid_work
    most = policy.thousandths[0] * _parts(policy, axis)
    rate = unpaid.denominator * LOAD_SCALE[axis]
    low = np.where(hours.said, _counted(hours.low, policy, axis), 0) * rate
    high = np.where(hours.said, _counted(hours.high, policy, axis), most) * rate
    whole_low, whole_high = low.take(experience.hours.codes), high.take(experience.hours.codes)
    if unpaid != 1:
        surely, perhaps = experience.paid == 0, experience.paid == EITHER
        for column, without in ((whole_low, surely | perhaps), (whole_high, surely)):
            column[without] = column[without] // unpaid.denominator * unpaid.numerator
    return whole_low, whole_high


def _counted(hours: Numbers, policy: CountingPolicy, axis: Axis) -> Numbers:
    """Stated hours as they count: capped at full time, converted as the policy says, or too few to count."""
    (full, full_from, least), part_time = policy.thousandths, _part_time(policy, axis)
    most = full * _parts(policy, axis)
    counted: Numbers = np.minimum(hours, full)
    if policy.part_time == "half":
        counted = counted * 2 if axis == "calendar" else np.where(hours > 0, full, 0)
    elif part_time != 1:
        counted = np.minimum(counted * part_time.numerator, most)
    if axis != "calendar" and (full_from < full or part_time < 1 or policy.part_time == "half"):
        counted[hours >= full_from] = most
    if least:
        counted[hours < least] = 0
    return counted


def _readings(start: Days, end: Days, policy: CountingPolicy, axis: Axis) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """First and last day on which a job may begin, and the same of the days after its end."""
    if axis != "30/360":
        begins = (start.earliest - CALENDAR_START, start.latest - CALENDAR_START)
        ends = (end.earliest + 1 - CALENDAR_START, end.latest + 1 - CALENDAR_START)
    else:
        begins, ends = (start.first, start.last), (end.after_first, end.after_last)
    if policy.partial_dates == "as bounds":
        return (*begins, *ends)
    # Month by month: a month stands for its first day, a first year for its December, a last year for its January.
    december = begins[0] + DECEMBER if axis == "30/360" else begins[1] - 30
    began = np.where(start.latest - start.earliest > 31, december, begins[0])
    ended = ends[0] - 1 if axis != "30/360" else end.first
    first, last = (np.where(start.whole, began, each) for each in begins)
    after_first, after_last = (np.where(end.whole, ended, each) for each in ends)
    return first, last, after_first, after_last


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows count for a use, and from which day on.

    certain, possible: rows that do and that may. from_low, from_high: the first day that certainly counts and that may
    count, per row or for all of them; AXIS_START where all do. whole: the share of duties does not lessen what counts.
    any_hours: neither do hours that are not stated.
    """

    certain: Flags
    possible: Flags
    from_low: Numbers | int = AXIS_START
    from_high: Numbers | int = AXIS_START
    whole: bool = False
    any_hours: bool = False


@quickly_made(frozen=True, slots=True, eq=False)
class Stretches:
    """The time of one use, row by row: what of each spell counts for it, in both readings.

    A row without load does not count. stated: load-days of durations without dates; span: the same whatever the load,
    in days times the load scale. apart: as in Spells.
    """

    owner: NDArray[np.int32]
    begin_low: Numbers
    end_low: Numbers
    load_low: Numbers
    stated_low: Numbers
    span_low: Numbers
    begin_high: Numbers
    end_high: Numbers
    load_high: Numbers
    stated_high: Numbers
    span_high: Numbers
    endless: Flags
    apart: NDArray[np.int32]


def select(spells: Spells, selection: Selection) -> Stretches:
    """The time that a selection takes from the spells."""
    low, high = (spells.whole_low, spells.whole_high) if selection.whole else (spells.load_low, spells.load_high)
    if selection.any_hours:
        low = np.where(spells.held, high, low)
    load_low, load_high = low * selection.certain, high * selection.possible
    if selection.whole:
        load_low, load_high = load_low * WHOLE, load_high * WHOLE
    span_low = span_high = stated_low = stated_high = spells.nothing
    if spells.durations:
        # A duration without dates certainly lies in no window, and at most fills it.
        window = np.maximum(spells.cut_of(spells.owner) - selection.from_high, 0) * spells.load_scale
        span_low = np.where((load_low == 0) | (selection.from_low > AXIS_START), 0, spells.stated)
        span_high = np.where(load_high == 0, 0, spells.stated_most)
        span_high = np.where(selection.from_high > AXIS_START, np.minimum(span_high, window), span_high)
        stated_low = span_low * (load_low // spells.load_scale)
        stated_high = span_high * (load_high // spells.load_scale)
        load_low[spells.undated] = load_high[spells.undated] = 0
    endless = spells.endless & (high > 0) & selection.possible
    return Stretches(
        owner=spells.owner,
        begin_low=_from(spells.begin_low, selection.from_low),
        end_low=spells.end_low,
        load_low=load_low,
        stated_low=stated_low,
        span_low=span_low,
        begin_high=_from(spells.begin_high, selection.from_high),
        end_high=spells.end_high,
        load_high=load_high,
        stated_high=stated_high,
        span_high=span_high,
        endless=endless & (selection.from_high <= AXIS_START),
        apart=spells.apart,
    )


def _from(begin: Numbers, first: Numbers | int) -> Numbers:
    """Where spells begin if nothing counts before a day; the very same column where that takes nothing away."""
    return begin if isinstance(first, int) and first <= AXIS_START else np.maximum(begin, first)


def pooled(uses: Sequence[Stretches]) -> Stretches:
    """The time of any of several uses, none of it twice: at each moment a row counts as far as one of them counts it.

    A row that the uses count from different days on, or with different loads, becomes several.
    """
    if len(uses) == 1:
        return uses[0]
    begin_low, load_low, layered_low = _first([(each.begin_low, each.load_low) for each in uses])
    begin_high, load_high, layered_high = _first([(each.begin_high, each.load_high) for each in uses])
    layered = wherever(layered_low | layered_high)
    load_low[layered] = load_high[layered] = 0
    whole = replace(
        uses[0],
        begin_low=begin_low,
        load_low=load_low,
        stated_low=_largest([each.stated_low for each in uses]),
        span_low=_largest([each.span_low for each in uses]),
        begin_high=begin_high,
        load_high=load_high,
        stated_high=_stated_layers(uses),
        span_high=_largest([each.span_high for each in uses]),
        endless=np.logical_or.reduce([each.endless for each in uses]),
    )
    return _with_layers(whole, uses, layered) if len(layered) else whole


def _largest(columns: Sequence[Numbers]) -> Numbers:
    return columns[0] if all(each is columns[0] for each in columns) else np.maximum.reduce(columns)


def _first(uses: Sequence[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers, Flags]:
    """From when on each row counts for any use, its largest load, and whether it has less than that at first."""
    load = np.maximum.reduce([load for _, load in uses])
    if all(each is uses[0][0] for each, _ in uses):
        return uses[0][0], load, np.zeros(len(load), dtype=np.bool_)
    begins = [np.where(load > 0, begin, NEVER) for begin, load in uses]
    begin = np.minimum.reduce(begins)
    at_first = np.maximum.reduce([load * (each == begin) for each, (_, load) in zip(begins, uses, strict=True)])
    return begin, load, at_first < load


def _with_layers(whole: Stretches, uses: Sequence[Stretches], rows: Numbers) -> Stretches:
    """Stretches with rows added for the layers of some."""
    low = _layers([(each.begin_low[rows], each.end_low[rows], each.load_low[rows]) for each in uses])
    high = _layers([(each.begin_high[rows], each.end_high[rows], each.load_high[rows]) for each in uses])
    names = ("begin_low", "end_low", "load_low", "begin_high", "end_high", "load_high")
    added = {"owner": np.tile(whole.owner[rows], len(uses))} | dict(zip(names, (*low, *high), strict=True))
    none = np.zeros(len(rows) * len(uses), dtype=np.int8)
    columns = {each.name: getattr(whole, each.name) for each in fields(Stretches)}
    joined = {
        name: np.concatenate([column, added.get(name, none)]).astype(column.dtype) for name, column in columns.items()
    }
    return Stretches(**joined)


def _stated_layers(uses: Sequence[Stretches]) -> Numbers:
    """The most load-days of each duration without dates: of its longest part that a use counts, the largest load."""
    found = _largest([each.stated_high for each in uses])
    rows = wherever(found)
    if not len(rows):
        return found
    spans = np.stack([each.span_high[rows] for each in uses])
    loads = np.stack([each.stated_high[rows] // np.maximum(each.span_high[rows], 1) for each in uses])
    order = np.argsort(-spans, axis=0, kind="stable")
    spans = np.take_along_axis(spans, order, axis=0)
    loads = np.maximum.accumulate(np.take_along_axis(loads, order, axis=0), axis=0)
    shorter = np.concatenate([spans[1:], np.zeros_like(spans[:1])])
    stated = found.copy()
    stated[rows] = ((spans - shorter) * loads).sum(axis=0)
    return stated


def _layers(uses: Sequence[tuple[Numbers, Numbers, Numbers]]) -> tuple[Numbers, Numbers, Numbers]:
    """Begin, end and load of each row's layers: from each use's first day to the next one's, with the largest load."""
    begins = np.stack([np.where(load > 0, begin, NEVER) for begin, _, load in uses])
    loads = np.stack([load for _, _, load in uses])
    order = np.argsort(begins, axis=0, kind="stable")
    begins = np.take_along_axis(begins, order, axis=0)
    loads = np.maximum.accumulate(np.take_along_axis(loads, order, axis=0), axis=0)
    last = uses[0][1]
    ends = np.concatenate([np.minimum(begins[1:], last), last[np.newaxis]])
    return begins.reshape(-1), ends.reshape(-1), loads.reshape(-1)
