"""Totals and disjoint uses as the design defines them: every way of sharing out time, as a linear programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise

from support.oracle.linear import Sum, most
from support.oracle.policy import Plain, Policy, of_units, semester, years
from support.oracle.study import EVER
from support.oracle.time import High
from support.oracle.two_packs import MET, REVIEW
from support.oracle.work import Jobs, Piece, Time

Bounds = tuple[Fraction, High]


@dataclass(frozen=True)
class Use:
    """A use of time: what counts for it, what a year of it is worth, and the most that it may be worth.

    whole: it counts jobs whole, not by their share.
    """

    time: Time
    rate: Fraction
    most: tuple[High, High]
    whole: bool = False


@dataclass(frozen=True)
class Worth:
    """What the terms of a total are worth, in its unit."""

    policy: Policy
    in_units: bool
    units: Callable[[Plain, Fraction], Bounds]
    standing: Callable[[Plain], int]
    number: Callable[[str], Bounds]

    def amount(self, text: str) -> Fraction:
        """An amount in the unit of the total."""
        return semester(text, self.policy.quarter) if of_units(text) else years(text)

    def term(self, term: Plain) -> Bounds:
        """What a term that is not of time is worth."""
        low, high = getattr(self, "_" + term["count"].replace(" ", "_"))(term)
        if "at most" in term:
            cap = self.amount(term["at most"])
            return min(low, cap), cap if high is None else min(high, cap)
        return low, high

    def rate(self, term: Plain) -> Fraction:
        """What a year, or a semester unit, is worth."""
        of_study = term["count"] == "units"
        every = term.get("every", "1 semester units" if of_study else "1 years")
        base = semester(every, self.policy.quarter) if of_study else years(every)
        if "gives" in term:
            return self.amount(term["gives"]) / base
        if of_study == self.in_units:
            return Fraction(1)
        return self.policy.year if self.in_units else 1 / self.policy.year

    def _units(self, term: Plain) -> Bounds:
        beyond = semester(term.get("beyond", "0 semester units"), self.policy.quarter)
        study = {key: term[key] for key in ("in", "level", "foreign") if key in term}
        low, high = self.units(study, self.policy.quarter)
        low, high = max(low - beyond, Fraction(0)), None if high is None else max(high - beyond, Fraction(0))
        step = semester(term.get("every", "1 semester units"), self.policy.quarter)
        part = term.get("part of a step", "counts")
        if part != "counts":
            low = low // step * step
        if part == "does not count" and high is not None:
            high = high // step * step
        rate = self.rate(term)
        return low * rate, None if high is None else high * rate

    def _clause(self, term: Plain) -> Bounds:
        standing, gives = self.standing(term["holds"]), self.amount(term["gives"])
        return gives if standing == MET else Fraction(0), gives if standing >= REVIEW else Fraction(0)

    def _number(self, term: Plain) -> Bounds:
        low, high = self.number(term["question"])
        rate = self.amount(term["gives"]) / Fraction(term["every"])
        return low * rate, None if high is None else high * rate

    def _best_of(self, term: Plain) -> Bounds:
        worth = [self.term(each) for each in term["terms"]]
        highs = [high for _, high in worth if high is not None]
        return max(low for low, _ in worth), max(highs) if len(highs) == len(worth) else None


def added(parts: Sequence[Bounds]) -> Bounds:
    """Bounds added up."""
    highs = [high for _, high in parts if high is not None]
    return sum((low for low, _ in parts), Fraction(0)), sum(highs, Fraction(0)) if len(highs) == len(parts) else None


def shared_out(jobs: Jobs, uses: Sequence[Use]) -> Bounds:
    """The most that uses of time are worth together."""
    if not uses:
        return Fraction(0), Fraction(0)
    if len(uses) == 1:
        return _alone(jobs, uses[0])
    low, high = _certain(jobs, uses), (_by_sets if jobs.policy.by_months else _by_moments)(jobs, uses, 1)
    assert low is not None
    return low, high


def _certain(jobs: Jobs, uses: Sequence[Use]) -> High:
    """Low: durations without dates overlap everything; those that are apart do not overlap each other."""
    pieces = [piece for use in uses for piece in use.time.low]
    durations = [piece for piece in pieces if piece.years is not None]
    if not durations and not jobs.policy.by_months:
        return _by_moments(jobs, uses, 0)
    if all(piece.load == _least_load(uses, piece) for piece in pieces):
        return _by_sets(jobs, uses, 0)
    # Whole for one use and by its share for another: pools of time do not tell what such a moment is worth.
    found = [_by_sets(jobs, _kept(uses, lambda piece: replace(piece, load=_least_load(uses, piece))), 0)]
    if whole := [use for use in uses if use.whole]:
        found.append(_by_sets(jobs, whole, 0))
    if not jobs.policy.by_months:
        found.append(_by_moments(jobs, _kept(uses, lambda piece: piece if piece.years is None else None), 0))
        each = {_together(piece) for piece in durations}
        found += [_by_moments(jobs, _kept(uses, partial(_one_of, alike)), 0) for alike in each]
    return max(each for each in found if each is not None)


def _least_load(uses: Sequence[Use], piece: Piece) -> Fraction:
    """The least load of a piece's job for any use that counts it."""
    return min(each.load for use in uses for each in use.time.low if each.job == piece.job)


def _together(piece: Piece) -> str | int:
    """What the durations have in common that are added up."""
    return piece.apart or piece.job


def _one_of(alike: str | int, piece: Piece) -> Piece | None:
    return piece if piece.years is not None and _together(piece) == alike else None


def _kept(uses: Sequence[Use], kept: Callable[[Piece], Piece | None]) -> list[Use]:
    """Uses with what is kept of the pieces that certainly count."""
    return [
        replace(use, time=Time([each for piece in use.time.low if (each := kept(piece))], use.time.high))
        for use in uses
    ]


def _alone(jobs: Jobs, use: Use) -> Bounds:
    low, high = jobs.credit(use.time)
    low, high = low * use.rate, None if high is None else high * use.rate
    if use.most[0] is not None:
        low = min(low, use.most[0])
    if use.most[1] is not None:
        high = use.most[1] if high is None else min(high, use.most[1])
    return low, high


def _subsets(count: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, count + 1):
        yield from combinations(range(count), size)


def _by_moments(jobs: Jobs, uses: Sequence[Use], place: int) -> High:
    """Each stretch between two events shared out: full time in all, each job once, each use its cap."""
    pieces = [(use.time.low, use.time.high)[place] for use in uses]
    rates, caps = [use.rate for use in uses], [use.most[place] for use in uses]
    worth: dict[tuple[int, int, int], Fraction] = {}
    limits: list[tuple[Sum, Fraction]] = []
    for moment, (held, length) in enumerate(_moments(pieces)):
        everything: dict[tuple[int, int, int], Fraction] = {}
        for job in sorted({job for loads in held for job in loads}):
            shares = {(moment, job, use): 1 / loads[job] for use, loads in enumerate(held) if loads.get(job)}
            if length is not None:
                limits.append((shares, length / jobs.policy.full / 360))
            mine = {(moment, job, use): rates[use] for use in range(len(pieces)) if job in held[use]}
            worth |= mine
            everything |= dict.fromkeys(mine, Fraction(1))
        if length is not None:
            limits.append((everything, length / 360))
    for use, cap in enumerate(caps):
        if cap is not None:
            limits.append(({name: rate for name, rate in worth.items() if name[2] == use}, cap))
    return most(worth, limits)


def _moments(pieces: Sequence[Sequence[Piece]]) -> Iterator[tuple[list[dict[int, Fraction]], High]]:
    """Stretches in which nothing changes: each job's load for each use, and days (None: without end).

    Durations without dates overlap nothing: each is a stretch of its own.
    """
    dated = [[piece for piece in each if piece.years is None] for each in pieces]
    for day, after in pairwise(sorted({day for each in dated for piece in each for day in (piece.begin, piece.end)})):
        held = [{piece.job: piece.load for piece in each if piece.begin <= day < piece.end} for each in dated]
        yield held, None if day == EVER else Fraction(after - day)
    for job in sorted({piece.job for each in pieces for piece in each if piece.years is not None}):
        mine = [[piece for piece in each if piece.job == job and piece.years is not None] for each in pieces]
        ends = {Fraction(0), *(piece.years for each in mine for piece in each if piece.years)}
        for begun, done in pairwise(sorted(ends)):
            held = [{piece.job: piece.load for piece in each if (piece.years or 0) > begun} for each in mine]
            yield held, (done - begun) * 360


def _by_sets(jobs: Jobs, uses: Sequence[Use], place: int) -> High:
    """No set of uses has more than its pooled time; for what has no moments: whole months, and what overlaps all."""
    limits: list[tuple[Sum, Fraction]] = []
    for chosen in _subsets(len(uses)):
        pooled = _pooled([(uses[use].time.low, uses[use].time.high)[place] for use in chosen])
        time = jobs.credit(Time(pooled, ()))[0] if place == 0 else jobs.credit(Time((), pooled))[1]
        if time is not None:
            limits.append((dict.fromkeys(chosen, Fraction(1)), time))
    worth = {number: use.rate for number, use in enumerate(uses)}
    for number, use in enumerate(uses):
        cap = use.most[place]
        if cap is not None:
            limits.append(({number: use.rate}, cap))
    return most(worth, limits)


def _pooled(pieces: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Every job as far as any use counts it, in each stretch with the largest of their loads."""
    found: list[Piece] = []
    for job in sorted({piece.job for each in pieces for piece in each}):
        mine = [piece for each in pieces for piece in each if piece.job == job]
        dated = [piece for piece in mine if piece.years is None]
        for day, after in pairwise(sorted({day for piece in dated for day in (piece.begin, piece.end)})):
            loads = [piece.load for piece in dated if piece.begin <= day < piece.end]
            found.append(Piece(job, max(loads, default=Fraction(0)), day, after))
        ends = {Fraction(0), *(piece.years for piece in mine if piece.years)}
        for begun, done in pairwise(sorted(ends)):
            loads = [piece.load for piece in mine if (piece.years or 0) > begun]
            found.append(Piece(job, max(loads), years=done - begun, apart=mine[0].apart))
    return [piece for piece in found if piece.load]
