"""Rows of experience as time: spells on an axis of days in their shortest and longest reading, by a counting policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from minqual.applicants import BLANK, Days, Experience, Flags, Numbers
from minqual.dates import AXIS_START, day_number, number_after
from minqual.figures import DAYS_IN_YEAR
from minqual.policies import CountingPolicy

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS_OF_52_WEEKS: Final = 364
DAYS_OF_LEAP_YEAR: Final = 366
DECEMBER: Final = 330
"""Days on the 30/360 axis from the start of a year to its December."""

CALENDAR_START: Final = date(1900, 1, 1).toordinal() - AXIS_START
"""What lies between a calendar day's ordinal and its number on the calendar axis."""

Axis = Literal["30/360", "calendar"]

LOAD_SCALE: Final[Mapping[Axis, int]] = {"30/360": 100, "calendar": 6000}
"""Makes a stated duration in thousandths of a month, times the days of a month, a whole number of load-days."""

DAYS_STATED: Final[Mapping[Axis, tuple[int, int]]] = {
    "30/360": (DAYS_IN_YEAR * 100 // 12_000, DAYS_IN_YEAR * 100 // 12_000),
    "calendar": (DAYS_OF_52_WEEKS * 6000 // 12_000, DAYS_OF_LEAP_YEAR * 6000 // 12_000),
}
"""The days of a stated month (a twelfth of a year), at least and at most, over a thousand, times the load scale."""


@dataclass(frozen=True, slots=True)
class Spells:
    """Every row of experience as time on an axis, cut at the as-of date, in its shortest and longest reading.

    Dated rows have begin and end; a blank start is `endless` in the longest reading. Rows that state years instead are
    `undated`: `stated` (at most `stated_most`) times load // load_scale is their load-days; years without an upper
    bound are endless and fill any window. load: hours as they count, times the share of duties, in units of `full`;
    whole: the same without the share. apart: durations of one owner with the same number do not overlap; 0 says
    nothing. cut: the day from which nothing counts.
    """

    owner: NDArray[np.int32]
    begin_low: Numbers
    end_low: Numbers
    begin_high: Numbers
    end_high: Numbers
    endless: Flags
    undated: Flags
    stated: Numbers
    stated_most: Numbers
    load_low: Numbers
    load_high: Numbers
    whole_low: Numbers
    whole_high: Numbers
    apart: NDArray[np.int32]
    full: int
    load_scale: int
    cut: int
    by_months: bool

    @property
    def scale(self) -> int:
        """Load-days in one year of full-time credit."""
        return self.full * DAYS_IN_YEAR


def full_load(policy: CountingPolicy, axis: Axis) -> int:
    """The load of full time: hours and share in thousandths, as fine as the policy's values need."""
    rates = _part_time(policy, axis).denominator * policy.unpaid_work.denominator
    return int(policy.full_time_hours * 1000) * 1000 * LOAD_SCALE[axis] * rates


def _part_time(policy: CountingPolicy, axis: Axis) -> Fraction:
    """How part time is converted to months; hours that are counted as hours are not converted."""
    return policy.part_time if axis == "30/360" else Fraction(1)


def values_of(policy: CountingPolicy) -> tuple[object, ...]:
    """The values of a policy on which spells hang: where these are equal, so are the spells."""
    return (
        policy.full_time_hours,
        policy.full_from,
        policy.least_hours,
        policy.part_time,
        policy.months,
        policy.partial_dates,
        policy.as_of_day,
        policy.unpaid_work,
        policy.unstated_share,
    )


def cut_of(as_of: date, policy: CountingPolicy, axis: Axis) -> int:
    """The day on the axis from which nothing counts: after the as-of date, or on it where it does not count."""
    counts = policy.as_of_day == "counts"
    if axis == "calendar":
        return as_of.toordinal() - CALENDAR_START + counts
    return number_after(as_of) if counts else day_number(as_of)


def forgiven(policy: CountingPolicy, as_of: date) -> Fraction:
    """Years by which time may fall short: so many calendar days after the as-of date, as the axis counts them."""
    days, rest = divmod(Fraction(policy.forgiven_days), 1)
    counted = day_number(as_of + timedelta(days=days)) - day_number(as_of)
    return (counted + rest) / DAYS_IN_YEAR


def spells(experience: Experience, as_of: date, policy: CountingPolicy, axis: Axis = "30/360") -> Spells:
    """Rows of experience as spells: partial dates, blanks, hours and shares turned into bounds."""
    cut = cut_of(as_of, policy, axis)
    start, end = experience.start, experience.end
    years, dated = experience.years, ~experience.years.stated
    first, last, after_first, after_last = _readings(start, end, policy, axis)
    after_low = np.where(end.stated, after_first, np.where(experience.ongoing, cut, AXIS_START))
    after_high = np.where(end.stated, after_last, cut)
    begin_low = np.where(start.stated, last, cut)
    begin_high = np.where(start.stated, first, AXIS_START)
    whole_low, whole_high = _hours(experience, policy, axis)
    open_share = policy.unstated_share == "is open"
    share_low = np.where(experience.share == BLANK, 0 if open_share else 1000, experience.share)
    share_high = np.where(experience.share == BLANK, 1000, experience.share)
    return Spells(
        owner=experience.owner,
        begin_low=np.where(dated, begin_low, AXIS_START),
        end_low=np.where(dated, np.minimum(after_low, cut), AXIS_START),
        begin_high=np.where(dated, begin_high, AXIS_START),
        end_high=np.where(dated, np.minimum(after_high, cut), AXIS_START),
        endless=(dated & ~start.stated & (np.minimum(after_high, cut) > AXIS_START)) | years.unlimited,
        undated=years.stated,
        stated=years.low * DAYS_STATED[axis][0],
        stated_most=np.where(
            years.unlimited,
            (cut - AXIS_START) * LOAD_SCALE[axis],
            np.where(years.unlimited, 0, years.high) * DAYS_STATED[axis][1],
        ),
        load_low=whole_low * share_low,
        load_high=whole_high * share_high,
        whole_low=whole_low * 1000,
        whole_high=whole_high * 1000,
        apart=experience.apart,
        full=full_load(policy, axis),
        load_scale=LOAD_SCALE[axis],
        cut=cut,
        by_months=policy.months != "by days" and axis == "30/360",
    )


def _hours(experience: Experience, policy: CountingPolicy, axis: Axis) -> tuple[Numbers, Numbers]:
    """Hours a week as they count, as bounds, in parts of which full time has full_load / 1000."""
    hours, unpaid = experience.hours, policy.unpaid_work
    rate = np.where(experience.paid == 0, unpaid.numerator, unpaid.denominator) * LOAD_SCALE[axis]
    most = int(policy.full_time_hours * 1000) * _part_time(policy, axis).denominator
    low: Numbers = np.where(hours.stated, _counted(hours.low, policy, axis), 0) * rate
    high: Numbers = np.where(hours.stated, _counted(hours.high, policy, axis), most) * rate
    return low, high


def _counted(hours: Numbers, policy: CountingPolicy, axis: Axis) -> Numbers:
    """Stated hours as they count: capped at full time, converted as the policy says, or too few to count."""
    full, part_time = int(policy.full_time_hours * 1000), _part_time(policy, axis)
    most = full * part_time.denominator
    counted: Numbers = np.minimum(np.minimum(hours, full) * part_time.numerator, most)
    if axis == "30/360":
        counted[hours >= int(policy.full_from * 1000)] = most
    counted[hours < int(policy.least_hours * 1000)] = 0
    return counted


def _readings(start: Days, end: Days, policy: CountingPolicy, axis: Axis) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """First and last day on which a job may begin, and the same of the days after its end."""
    if axis == "calendar":
        begins = (start.earliest - CALENDAR_START, start.latest - CALENDAR_START)
        ends = (end.earliest + 1 - CALENDAR_START, end.latest + 1 - CALENDAR_START)
    else:
        begins, ends = (start.first, start.last), (end.after_first, end.after_last)
    if policy.partial_dates == "as bounds":
        return (*begins, *ends)
    # Month by month: a month stands for its first day, a first year for its December, a last year for its January.
    december = begins[0] + DECEMBER if axis == "30/360" else begins[1] - 30
    began = np.where(start.latest - start.earliest > 31, december, begins[0])
    ended = ends[0] - 1 if axis == "calendar" else end.first
    first, last = (np.where(start.whole, began, each) for each in begins)
    after_first, after_last = (np.where(end.whole, ended, each) for each in ends)
    return first, last, after_first, after_last


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows count for a use, and from which day on.

    certain, possible: rows that do and that may. from_low, from_high: per row, the first day that certainly counts
    and that may count; AXIS_START where all do. whole: the share of duties does not lessen what counts.
    """

    certain: Flags
    possible: Flags
    from_low: Numbers
    from_high: Numbers
    whole: bool = False


@dataclass(frozen=True, slots=True)
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
    load_low, load_high = low * selection.certain, high * selection.possible
    # A duration without dates certainly lies in no window, and at most fills it.
    span_low = np.where((selection.from_low > AXIS_START) | (load_low == 0), 0, spells.stated)
    window = np.maximum(spells.cut - selection.from_high, 0) * spells.load_scale
    span_high = np.where(load_high == 0, 0, spells.stated_most)
    span_high = np.where(selection.from_high > AXIS_START, np.minimum(span_high, window), span_high)
    dated = ~spells.undated
    return Stretches(
        owner=spells.owner,
        begin_low=np.maximum(spells.begin_low, selection.from_low),
        end_low=spells.end_low,
        load_low=load_low * dated,
        stated_low=span_low * (load_low // spells.load_scale),
        span_low=span_low,
        begin_high=np.maximum(spells.begin_high, selection.from_high),
        end_high=spells.end_high,
        load_high=load_high * dated,
        stated_high=span_high * (load_high // spells.load_scale),
        span_high=span_high,
        endless=spells.endless & (load_high > 0) & (selection.from_high <= AXIS_START),
        apart=spells.apart,
    )


def pooled(uses: Sequence[Stretches]) -> Stretches:
    """The time of any of several uses, none of it twice: at each moment a row counts as far as one of them counts it.

    A row that the uses count from different days on, or with different loads, becomes several.
    """
    if len(uses) == 1:
        return uses[0]
    begin_low, end_low, load_low = _layers([(each.begin_low, each.end_low, each.load_low) for each in uses])
    begin_high, end_high, load_high = _layers([(each.begin_high, each.end_high, each.load_high) for each in uses])

    def once(parts: list[Numbers]) -> Numbers:
        """The largest of one figure of each row, told for the first of its layers alone."""
        largest = np.maximum.reduce(parts)
        return np.concatenate([largest, *(np.zeros_like(largest) for _ in uses[1:])])

    endless = np.logical_or.reduce([each.endless for each in uses])
    return Stretches(
        owner=np.tile(uses[0].owner, len(uses)),
        begin_low=begin_low,
        end_low=end_low,
        load_low=load_low,
        stated_low=once([each.stated_low for each in uses]),
        span_low=once([each.span_low for each in uses]),
        begin_high=begin_high,
        end_high=end_high,
        load_high=load_high,
        stated_high=once([_stated_layers(uses)]),
        span_high=once([each.span_high for each in uses]),
        endless=np.tile(endless, len(uses)),
        apart=np.tile(uses[0].apart, len(uses)),
    )


def _stated_layers(uses: Sequence[Stretches]) -> Numbers:
    """The most load-days of each duration without dates: of its longest part that a use counts, the largest load."""
    spans = np.stack([each.span_high for each in uses])
    loads = np.stack([each.stated_high // np.maximum(each.span_high, 1) for each in uses])
    order = np.argsort(-spans, axis=0, kind="stable")
    spans = np.take_along_axis(spans, order, axis=0)
    loads = np.maximum.accumulate(np.take_along_axis(loads, order, axis=0), axis=0)
    shorter = np.concatenate([spans[1:], np.zeros_like(spans[:1])])
    return np.asarray(((spans - shorter) * loads).sum(axis=0), dtype=np.int64)


def _layers(uses: Sequence[tuple[Numbers, Numbers, Numbers]]) -> tuple[Numbers, Numbers, Numbers]:
    """Begin, end and load of each row's layers: from each use's first day to the next one's, with the largest load."""
    never = np.int64(1) << 40
    begins = np.stack([np.where(load > 0, begin, never) for begin, _, load in uses])
    loads = np.stack([load for _, _, load in uses])
    order = np.argsort(begins, axis=0, kind="stable")
    begins = np.take_along_axis(begins, order, axis=0)
    loads = np.maximum.accumulate(np.take_along_axis(loads, order, axis=0), axis=0)
    last = uses[0][1]
    ends = np.concatenate([np.minimum(begins[1:], last), last[np.newaxis]])
    return begins.reshape(-1), ends.reshape(-1), loads.reshape(-1)
