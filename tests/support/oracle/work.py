"""Work as the design defines it, the slow way: which jobs count, from when to when, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import floor
from typing import Literal

from support.as_written import figure
from support.oracle.equal import repeats
from support.oracle.facts import Facts
from support.oracle.policy import Plain, Policy, listed, months, years
from support.oracle.study import EVER, NEVER, Since, before, on_calendar
from support.oracle.time import (
    High,
    Row,
    day_number,
    last_of_month,
    number_after,
    ongoing,
    read_date,
    share_of,
)
from support.oracle.words import Words

UNLIMITED = Fraction(10**9)
"""Stands for years without an upper bound, until a window cuts them off."""

Axis = Literal["30/360", "calendar", "weeks"]
SinceOf = Callable[[Plain], tuple[Since, Since]]


@dataclass(frozen=True)
class Piece:
    """What one job counts for one use in one reading: from a day to a day, or for so many years without dates.

    job: its number. load: hours a week that count, of which no more than full time do. apart: pieces with one word
    there do not overlap each other.
    """

    job: int
    load: Fraction
    begin: int = 0
    end: int = 0
    years: Fraction | None = None
    apart: str = ""


@dataclass(frozen=True)
class Time:
    """What counts for one use, certainly and possibly."""

    low: Sequence[Piece]
    high: Sequence[Piece]


@dataclass(frozen=True)
class Jobs:
    """An applicant's jobs under one pack, as of one date."""

    rows: Sequence[Row]
    as_of: date
    policy: Policy
    kinds: Words
    groups: Mapping[str, Sequence[str]]
    classes: Words
    employers: Words
    facts: Facts
    ranks: Sequence[Sequence[str]] = ()

    @cached_property
    def cut(self) -> date:
        """The day from which nothing counts."""
        return self.as_of + timedelta(days=1 if self.policy.as_of_counts else 0)

    def time(self, work: Plain, since_of: SinceOf, axis: Axis = "30/360") -> Time:
        """The time that counts, job by job."""
        first = self._first(work, since_of, axis)
        pieces: tuple[list[Piece], list[Piece]] = ([], [])
        again = repeats(self.rows)
        for number, row in enumerate(self.rows):
            for low, found in zip((True, False), pieces, strict=True):
                if self._counts(row, work)[0 if low else 1] and not (low and again[number]):
                    load = self._load(row, work, axis, low=low)
                    piece = self._piece(number, row, axis, low=low)
                    if load and piece and (kept := self._from(piece, first[0 if low else 1], axis, low=low)):
                        found.append(replace(kept, load=load))
        return Time(*pieces)

    def _first(self, work: Plain, since_of: SinceOf, axis: Axis) -> tuple[int, int]:
        """The first day that certainly counts, and the first that may."""
        low = high = EVER
        if "within" in work:
            opens = before(self.cut, work["within"])
            low = high = day_number(opens) if axis == "30/360" else opens.toordinal()
            if axis == "30/360" and "week" not in work["within"] and "day" not in work["within"]:
                low = high = day_number(self.cut) - 30 * months(work["within"])
        if "after" in work:
            place = 0 if axis == "30/360" else 1
            since = since_of(work["after"])
            low, high = max(low, since[0][place]), max(high, since[1][place])
        return low, high

    def kinds_in(self, names: str | Sequence[str]) -> set[str]:
        """The kinds that some names of kinds and groups stand for."""
        return {kind for name in listed(names) for kind in listed(self.groups.get(name, name))}

    def _counts(self, row: Row, work: Plain) -> tuple[bool, bool]:
        """Whether a job certainly counts, and whether it may."""
        tests: list[tuple[bool, bool]] = [*self._of_facts(row, work), *self._together(row, work)]
        if "in" in work and "takes in" not in work:
            tests.append(_stated(self.kinds, row["kinds"], self.kinds_in(work["in"])))
        if "not in" in work:
            barred = self.kinds.may_state(row["kinds"], self.kinds_in(work["not in"]))
            share = share_of(row["share"]) if row["share"] else None
            tests.append((not barred or bool(share), not barred or share != 0))
        if "class" in work:
            tests += self._of_class(row, work)
        if "employer" in work:
            tests.append(_stated(self.employers, row["employer"], listed(work["employer"])))
        for key, words, column in (
            ("not class", self.classes, "class_code"), ("not employer", self.employers, "employer"),
        ):  # fmt: skip
            if key in work:
                certain, possible = _stated(words, row[column], listed(work[key]))
                tests.append((not possible, not certain))
        for jobs in sets_of(work.get("leaving out", ())):
            certain_, possible_ = self._meant(row, jobs)
            tests.append((not possible_, not certain_))
        if work.get("unpaid work") == "refused":
            tests.append((row["paid"] != "no",) * 2)
        if "share at least" in work:
            enough = share_of(row["share"]) >= Fraction(work["share at least"].removesuffix("%")) / 100
            tests.append((enough and not (self.policy.share_open and not row["share"]), enough))
        return all(test[0] for test in tests), all(test[1] for test in tests)

    def _meant(self, row: Row, jobs: Plain) -> tuple[bool, bool]:
        """Whether a job certainly is one of those that some conditions mean, and whether it may be."""
        certain, possible = self._counts(row, {key: value for key, value in jobs.items() if key != "paid"})
        fits = "paid" not in jobs or (row["paid"] == "no") == (jobs["paid"] == "no")
        return certain and fits, possible and fits

    def employed(self, row: Row, clause: Plain) -> tuple[bool, bool]:
        """Whether a job certainly is held, or was begun, as a clause asks, and whether it may be."""
        how, _, written = clause["employed"].rpartition(" ")
        day = date.fromisoformat(written) if how else self.as_of
        start, end = read_date(row["start"]), None if ongoing(row["end"]) else read_date(row["end"])
        first = start[0] if start else date.min
        latest = self.as_of if ongoing(row["end"]) else end[1] if end else date.max
        last = start[1] if start else latest
        ended = self.as_of if ongoing(row["end"]) else end[0] if end else first
        ended_last = end[1] if end else date.max
        if how == "begun by":
            held = last <= min(day, self.as_of), first <= min(day, self.as_of)
        elif how == "begun from":
            held = first >= day and last <= self.as_of, last >= day and first <= self.as_of
        else:
            held = day <= self.as_of and last <= day <= ended, first <= day <= ended_last
        counts = self._counts(row, clause)
        return held[0] and counts[0], held[1] and counts[1]

    def _of_class(self, row: Row, work: Plain) -> list[tuple[bool, bool]]:
        """Whether the class of a job certainly is one that counts, and whether it may be."""
        wanted, stated = set(listed(work["class"])), self.classes.stated(row["class_code"])
        if work.get("other classes", "refused") == "refused":
            return [_stated(self.classes, row["class_code"], wanted)]
        lower = {name for name in self.classes.names - wanted if wanted <= self._above(name)}
        is_lower = stated is not None and all(self.classes.wholes(name) & lower for name in stated)
        if self.classes.known_other(row["class_code"]) or is_lower:
            return [(False, False)]
        wanted |= {name for each in wanted for name in self._above(each)}
        return [(self.classes.states(row["class_code"], wanted), True)]

    def _above(self, name: str) -> set[str]:
        """The classes that rank above one."""
        right_above = {ladder[at + 1] for ladder in self.ranks for at in range(len(ladder) - 1) if ladder[at] == name}
        return right_above | {above for each in right_above for above in self._above(each)}

    def takes_in(self, work: Plain, since_of: SinceOf) -> int:
        """Whether each named thing stands in some job: 2 certainly, 1 perhaps, 0 not."""
        opens = self._first(work, since_of, "30/360")
        things = listed(work["takes in"])
        return min(max((self._states(row, name, work, opens) for row in self.rows), default=0) for name in things)

    def _states(self, row: Row, name: str, work: Plain, opens: tuple[int, int]) -> int:
        """Whether one job states a thing: 2 certainly, 1 perhaps, 0 not."""
        things = listed(work["takes in"])
        certain, possible = self._counts(row, work)
        alone, beside = (self.named(row, name, things, beside=each) for each in (False, True))
        silent = "in" not in work or self.kinds.may_state(row["kinds"], self.kinds_in(work["in"]))
        held = self._held(row, opens)
        if certain and alone[0] and held[0]:
            return 2
        return 1 if possible and held[1] and (alone[1] or (beside[1] and silent)) else 0

    def _held(self, row: Row, opens: tuple[int, int]) -> tuple[bool, bool]:
        """Whether a job certainly was held from a day on and before all is cut off, and whether it may have been."""
        cut, start = day_number(self.cut), read_date(row["start"])
        end = None if ongoing(row["end"]) else read_date(row["end"])
        if opens[1] >= cut:
            return False, False
        if row["years"]:
            return opens[0] == EVER, True
        least = cut if ongoing(row["end"]) else EVER if end is None else min(cut, self._stop(end, "30/360", low=True))
        most = cut if end is None else min(cut, self._stop(end, "30/360", low=False))
        begun = not start or self._begin(start, "30/360", low=True) < cut
        may = not start or self._begin(start, "30/360", low=False) < cut
        return begun and (opens[0] == EVER or least > opens[0]), may and most > opens[1]

    def named(self, row: Row, name: str, names: Sequence[str], *, beside: bool) -> tuple[bool, bool]:
        """Whether a job states one of several things told together, certainly and possibly."""
        certain, may, denied = self._of_kinds(row, self.kinds_in(name))
        told = self._of_kinds(row, self.kinds_in(names))[0]
        return certain, may or (beside and not told and not denied)

    def _of_kinds(self, row: Row, wanted: set[str]) -> tuple[bool, bool, bool]:
        """Whether words and facts say that a job is of some kinds, whether words may, and whether facts deny it."""
        certain, may = _stated(self.kinds, row["kinds"], wanted)
        certain = certain or any(self.facts.states(kind, row) for kind in wanted)
        return certain, certain or may, all(self.facts.denies(kind, row) for kind in wanted)

    def _together(self, row: Row, work: Plain) -> list[tuple[bool, bool]]:
        """Whether a job states one of some kinds as well, and each of some others."""
        beside = any(key in work for key in ("in", "class", "employer"))
        names = listed(work.get("in all of", ()))
        tests = [self.named(row, each, names, beside=beside) for each in names]
        if "also in" in work:
            certain, may, denied = self._of_kinds(row, self.kinds_in(work["also in"]))
            tests.append((certain, may or not denied))
        return tests

    def _of_facts(self, row: Row, work: Plain) -> list[tuple[bool, bool]]:
        """Whether a job states what is asked of each fact; a fact that it does not tell is open."""
        return [self.facts.passes(name, row, asked) for name, asked in work.get("where", {}).items()]

    def _load(self, row: Row, work: Plain, axis: Axis, *, low: bool) -> Fraction:
        policy = self.policy
        # Unbroken time is time held, whatever the hours, unless few of them count for nothing.
        least, most = figure("hours_per_week", row["hours_per_week"]) if row["hours_per_week"] else (0, None)
        held = "unbroken" in work and not policy.least and least == 0 and most != 0
        load = self._hours(row["hours_per_week"], axis, low=low and not held)
        if "share at least" not in work:
            load *= share_of(row["share"]) if row["share"] or not policy.share_open else Fraction(0 if low else 1)
        return load * (policy.unpaid if row["paid"] == "no" else 1)

    def _hours(self, stated: str, axis: Axis, *, low: bool) -> Fraction:
        """Hours a week as they count: hours that are counted as hours are capped and no more."""
        policy = self.policy
        if not stated:
            return Fraction(0) if low else policy.full
        least, most = figure("hours_per_week", stated)
        hours = least if low else policy.full if most is None else most
        if hours < policy.least:
            return Fraction(0)
        if axis == "calendar":
            return min(hours, policy.full)
        if hours >= policy.full_from:
            return policy.full
        if policy.half:
            return policy.full / 2 if hours else Fraction(0)
        return min(policy.full, hours * (policy.part if axis == "30/360" else 1))

    def _piece(self, number: int, row: Row, axis: Axis, *, low: bool) -> Piece | None:
        """A job in its shortest or longest reading; nothing where a blank leaves nothing certain."""
        if row["years"]:
            least, most = figure("years", row["years"])
            apart = "" if self.policy.by_months and axis == "30/360" else row["apart"]
            years = least if low else UNLIMITED if most is None else most
            return Piece(number, Fraction(0), years=years, apart=apart)
        start, end = read_date(row["start"]), None if ongoing(row["end"]) else read_date(row["end"])
        cut = day_number(self.cut) if axis == "30/360" else self.cut.toordinal()
        if low and (not start or not row["end"]):
            return None
        begin = EVER if start is None else self._begin(start, axis, low=low)
        stop = cut if end is None else min(cut, self._stop(end, axis, low=low))
        return Piece(number, Fraction(0), begin, stop)

    def _from(self, piece: Piece, first: int, axis: Axis, *, low: bool) -> Piece | None:
        """A piece from a day on; a duration without dates lies all after it for high, and for low before it."""
        if piece.years is not None:
            cut = day_number(self.cut) if axis == "30/360" else self.cut.toordinal()
            if first == EVER and piece.years == UNLIMITED:
                return replace(piece, years=None, begin=EVER, end=cut)
            if first == EVER or (not low and first < cut):
                year = 360 if axis == "30/360" else 366
                return replace(piece, years=min(piece.years, Fraction(cut - first, year)))
            return None
        begun = replace(piece, begin=max(piece.begin, first))
        return begun if begun.begin < begun.end else None

    def _begin(self, start: tuple[date, date], axis: Axis, *, low: bool) -> int:
        day = start[1] if low else start[0]
        if self.policy.settled and settles(start):
            day = date(start[0].year, 12, 1) if _is_year(start) else start[0]
        return day_number(day) if axis == "30/360" else day.toordinal()

    def _stop(self, end: tuple[date, date], axis: Axis, *, low: bool) -> int:
        if self.policy.settled and settles(end):
            return day_number(end[0]) if axis == "30/360" else end[0].toordinal()
        last = end[0] if low else end[1]
        return number_after(last) if axis == "30/360" else last.toordinal() + 1

    def credit(self, time: Time) -> tuple[Fraction, High]:
        """Years of full-time credit, or by months that count whole."""
        count = self._by_months if self.policy.by_months else self._by_days
        return _bounds(time, lambda pieces: _scaled(count(pieces), 360 * self.policy.full), self._stated_years)

    def hours(self, time: Time) -> tuple[Fraction, High]:
        """Hours worked: calendar days over seven, times hours a week."""
        return _bounds(
            time, lambda pieces: _scaled(self._by_days(pieces), Fraction(7)), _hours_at_least, _hours_at_most
        )

    def weeks(self, time: Time) -> tuple[Fraction, High]:
        """Weeks of full time: calendar days over seven."""
        full = self.policy.full

        def least(piece: Piece) -> Fraction:
            return _hours_at_least(piece) / full

        def most(piece: Piece) -> Fraction:
            return _hours_at_most(piece) / full

        return self.whole(_bounds(time, lambda pieces: _scaled(self._by_days(pieces), 7 * full), least, most))

    def whole(self, weeks: tuple[Fraction, High]) -> tuple[Fraction, High]:
        """Weeks as the policy counts them: whole ones alone, or as they are."""
        low, high = weeks
        if not self.policy.whole_weeks:
            return weeks
        return Fraction(floor(low)), None if high is None else Fraction(floor(high))

    def _stated_years(self, piece: Piece) -> Fraction:
        assert piece.years is not None
        return piece.years * piece.load / self.policy.full

    def _by_days(self, pieces: Sequence[Piece]) -> High:
        """Load-days, from one day on which anything changes to the next."""
        if any(piece.begin == EVER < piece.end for piece in pieces):
            return None
        total = Fraction(0)
        for day, after in pairwise(sorted({day for piece in pieces for day in (piece.begin, piece.end)})):
            total += (after - day) * self.held(pieces, day)
        return total

    def held(self, pieces: Sequence[Piece], day: int) -> Fraction:
        """Hours a week that count on one day."""
        return min(self.policy.full, sum((each.load for each in pieces if each.begin <= day < each.end), Fraction(0)))

    def _by_months(self, pieces: Sequence[Piece]) -> High:
        """Load-days by months: each counts whole with the most that was held on 15 of its 30 days."""
        if any(piece.begin == EVER < piece.end for piece in pieces):
            return None
        total = Fraction(0)
        moments = {day for piece in pieces for day in (piece.begin, piece.end)}
        first, last = (min(moments) - 1) // 30 if moments else 0, (max(moments) - 1) // 30 + 1 if moments else 0
        for month in range(first, last):
            days = range(30 * month + 1, 30 * month + 31)
            changes = any(day in moments for day in days[1:])
            each = [self.held(pieces, day) for day in (days if changes else days[:1])]
            total += 30 * (sorted(each, reverse=True)[14] if changes else each[0])
        return total

    def complete(self, time: Time, needed: Fraction, axis: Axis) -> tuple[Since, Since]:
        """The day on which so many years (on the calendar: hours) are complete: certainly, and possibly."""
        rate = 360 * self.policy.full if axis == "30/360" else Fraction(7)
        stated = self._stated_years if axis == "30/360" else _hours_at_most
        given = sum((stated(piece) for piece in time.high if piece.years is not None), Fraction(0))
        low = self._complete(time.low, needed * rate)
        high = self._complete(time.high, (needed - given) * rate)
        if axis == "30/360":
            return on_calendar(low), on_calendar(high)
        return _on_axis(low), _on_axis(high)

    def _complete(self, pieces: Sequence[Piece], needed: Fraction) -> int:
        """The first day at whose start so many load-days are complete."""
        dated = [piece for piece in pieces if piece.years is None and piece.begin < piece.end]
        if needed <= 0 or any(piece.begin == EVER for piece in dated):
            return EVER
        for day, after in pairwise(sorted({day for piece in dated for day in (piece.begin, piece.end)})):
            held = self.held(dated, day)
            if held and needed <= held * (after - day):
                return day + -(-needed // held)
            needed -= held * (after - day)
        return NEVER

    def unbroken(self, time: Time, gap: int, axis: Axis) -> tuple[Fraction, High]:
        """Years, or weeks, of the longest run of days with any work; short gaps are bridged."""
        each, shortest, longest = (360, 1, 1) if axis == "30/360" else (7, 52, Fraction(366, 7))
        low, high = _runs(time.low, gap, each), _runs(time.high, gap, each)
        alone = [piece.years * shortest for piece in time.low if piece.years is not None]
        more = [piece.years * longest for piece in time.high if piece.years]
        assert low is not None
        if high is not None and more:
            bridged = Fraction(gap * (len(high) + len(more) - 1), each)
            high = [sum(high, Fraction(0)) + sum(more, Fraction(0)) + bridged]
        return max([Fraction(0), *low, *alone]), None if high is None else max(high, default=Fraction(0))


def _stated(words: Words, cell: str, names: Collection[str]) -> tuple[bool, bool]:
    """Whether a cell certainly states one of some names, and whether it may."""
    return words.states(cell, names), words.may_state(cell, names)


def sets_of(jobs: Plain | Sequence[Plain]) -> Sequence[Plain]:
    """One set of jobs, or several."""
    return [jobs] if isinstance(jobs, Mapping) else jobs


def _runs(pieces: Sequence[Piece], gap: int, each: int) -> list[Fraction] | None:
    """The length of each run of dated work, short gaps bridged; None where one has no beginning. each: days of one."""
    spells = sorted((piece.begin, piece.end) for piece in pieces if piece.years is None)
    if any(begin == EVER for begin, _ in spells):
        return None
    runs: list[tuple[int, int]] = []
    for begin, end in spells:
        if runs and begin - runs[-1][1] <= gap:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((begin, end))
    return [Fraction(end - begin, each) for begin, end in runs]


def _bounds(
    time: Time,
    dated: Callable[[Sequence[Piece]], High],
    least: Callable[[Piece], Fraction],
    most: Callable[[Piece], Fraction] | None = None,
) -> tuple[Fraction, High]:
    """Durations without dates overlap everything for low, if not stated otherwise, and nothing for high."""
    low = dated([piece for piece in time.low if piece.years is None])
    high = dated([piece for piece in time.high if piece.years is None])
    assert low is not None
    single = [least(piece) for piece in time.low if piece.years is not None]
    more = sum(((most or least)(piece) for piece in time.high if piece.years is not None), Fraction(0))
    undated = [piece for piece in time.low if piece.years is not None and piece.apart]
    words = {piece.apart for piece in undated}
    together = [sum((least(piece) for piece in undated if piece.apart == word), Fraction(0)) for word in words]
    return max([low, *single, *together]), None if high is None else high + more


def _scaled(value: High, by: Fraction) -> High:
    return None if value is None else value / by


def _hours_at_least(piece: Piece) -> Fraction:
    """A year without dates is 52 weeks at least."""
    assert piece.years is not None
    return piece.years * 52 * piece.load


def _hours_at_most(piece: Piece) -> Fraction:
    """A year without dates is a leap year at most."""
    assert piece.years is not None
    return piece.years * Fraction(366, 7) * piece.load


def settles(span: tuple[date, date]) -> bool:
    """Whether a date is known to the month or the year, which is what a policy settles: not to a season, or to days."""
    months = {last_of_month(span[0].year, span[0].month), date(span[0].year, 12, 31)}
    return span[0] != span[1] and span[0].day == 1 and span[1] in months and (_is_month(span) or span[0].month == 1)


def _is_month(span: tuple[date, date]) -> bool:
    return span[1] == last_of_month(span[0].year, span[0].month)


def _is_year(span: tuple[date, date]) -> bool:
    return (span[1] - span[0]).days > 31


def _on_axis(ordinal: int) -> Since:
    return (ordinal, ordinal) if ordinal in (EVER, NEVER) else (day_number(date.fromordinal(ordinal)), ordinal)


def needed_time(amount: str) -> tuple[Fraction, Axis]:
    """A need in years, in hours or in weeks, with the axis on which it is counted."""
    if "hour" in amount:
        return Fraction(amount.split(maxsplit=1)[0]), "calendar"
    if "week" in amount:
        return Fraction(amount.split(maxsplit=1)[0]), "weeks"
    return years(amount), "30/360"
