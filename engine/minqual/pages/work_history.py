"""The work history of one applicant as it was counted: each job with its days, overlaps, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.reports import evidence_words
from minqual.values import calendar_words, day_number, visible
from minqual.verdicts import entry_of

if TYPE_CHECKING:
    from minqual.judging import Screening
    from minqual.records import Experience
    from minqual.verdicts import EvidenceItem, Verdict

COUNTS: Final = "counts"
MAY_COUNT: Final = "may count"
NOT_COUNTED: Final = "does not count"

WIDE: Final = 1000
"""How wide the picture is, in its own units."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job on the axis. first, last: where it may begin and end; sure: what is certain of it; None where undated.

    when: its days as the record has them, where its name does not. counted: whether it counts, may count or does not
    for any clause. says: how a clause saw it.
    """

    name: str
    when: str
    counted: str
    says: str
    first: float | None
    last: float | None
    sure: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """Jobs in the order of their days. years: marks of the axis with their places. remarks: overlaps and gaps."""

    jobs: tuple[Job, ...]
    years: tuple[tuple[int, float], ...]
    remarks: tuple[str, ...]


def work_history(screening: Screening, applicant: int, verdict: Verdict) -> WorkHistory:
    """The jobs of one applicant as a verdict counted them."""
    jobs = screening.applicants.experience
    mine = np.flatnonzero(jobs.owner == applicant)
    if not len(mine):
        return WorkHistory((), (), ())
    today = screening.applicants.as_of
    days = [_Days.of(screening, place, today.toordinal()) for place in mine.tolist()]
    dated = [each for each in days if each.first is not None]
    start = min((each.first for each in dated if each.first is not None), default=today.toordinal() - 365)
    scale = WIDE / max(today.toordinal() - start, 1)
    names = [entry_of(screening.applicants, "experience", row) for row in jobs.row[mine].tolist()]
    counted = _by_job(verdict, names)

    def at(day: int) -> float:
        return round(min(max((day - start) * scale, 0), WIDE), 1)

    told = []
    for row, name, each, items in zip(jobs.row[mine].tolist(), names, days, counted, strict=True):
        what, says = _counted(items)
        sure = None if each.sure is None else (at(each.sure[0]), at(each.sure[1]))
        first, last = (None, None) if each.first is None else (at(each.first), at(each.last))
        told.append((each, Job(visible(name), _when(jobs, row, name), what, visible(says), first, last, sure)))
    told.sort(key=lambda pair: (pair[0].first or 0, pair[0].last, pair[1].name, pair[1].says))
    first_year = date.fromordinal(start).year + 1
    step = max(1, (today.year - first_year) // 8 + 1)
    years = [(year, at(date(year, 1, 1).toordinal())) for year in range(first_year, today.year + 1, step)]
    remarks = tuple(_remarks([(each, job.name) for each, job in told], verdict.policy["overlap"]))
    return WorkHistory(tuple(job for _, job in told), tuple(years), remarks)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a job: from where to where it may last, and those that are certain."""

    first: int | None
    last: int
    sure: tuple[int, int] | None

    @classmethod
    def of(cls, screening: Screening, place: int, today: int) -> _Days:
        jobs = screening.applicants.experience
        here = np.array([place])
        start, end = jobs.start.only(here), jobs.end.only(here)
        if not start.stated[0]:
            return cls(None, today, None)
        goes_on = bool(jobs.ongoing[place])
        known = goes_on or bool(end.stated[0])
        latest = today if goes_on or not end.stated[0] else min(int(end.latest[0]), today)
        earliest = today if goes_on else min(int(end.earliest[0]), today) if known else 0
        begun = int(start.latest[0])
        sure = (begun, earliest) if known and earliest >= begun else None
        return cls(min(int(start.earliest[0]), today), latest, sure)


def _when(jobs: Experience, row: int, name: str) -> str:
    """The first and the last day of a job as the record has them; nothing where its name says them."""
    start, end = (visible(jobs.table.cell(column, row).strip()) for column in ("start", "end"))
    return "" if not start or start in name else f"{start} to {end or 'no day that is known'}"


Found: TypeAlias = "list[tuple[EvidenceItem, str]]"
"""Evidence, each with the unit in which it counts."""


def _by_job(verdict: Verdict, names: Sequence[str]) -> list[Found]:
    """The evidence of each job, by their names; jobs of one name have theirs in the order of the record."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    found: list[Found] = [[] for _ in names]
    judged = [each.clauses for each in verdict.levels] + [each.clauses for each in verdict.posts]
    for clause in (clause for clauses in judged for clause in clauses):
        unit = "" if clause.counted is None else f" {clause.counted.unit}"
        for name, alike in places.items():
            items = [(each, unit) for each in clause.evidence if each.table == "experience" and each.entry == name]
            for place, item in zip(alike, items, strict=False):
                found[place].append(item)
    return found


def _counted(items: Found) -> tuple[str, str]:
    """Whether a job counts for any clause, and how that clause saw it."""
    sure = next((each for each in items if each[0].low is not None and Fraction(each[0].low) > 0), None)
    if sure is not None:
        return COUNTS, evidence_words(*sure)
    may = (each for each in items if each[0].low is not None and (each[0].high is None or Fraction(each[0].high) > 0))
    if (found := next(may, None)) is not None:
        return MAY_COUNT, evidence_words(*found)
    return NOT_COUNTED, items[0][0].says if items else "no clause asks for it"


def _remarks(jobs: Sequence[tuple[_Days, str]], overlap: str) -> Iterator[str]:
    """Overlaps and gaps, in the order of the days. overlap: what the counting policy says of hours at once."""
    until, latest = 0, ""
    for days, name in jobs:
        if days.first is None:
            yield f"{name}: without a first day, so it stands nowhere on the line"
            continue
        if latest and days.first > until + 1:
            gap = day_number(date.fromordinal(days.first)) - day_number(date.fromordinal(until)) - 1
            if gap > 0:
                yield f"gap of {calendar_words(Fraction(gap, 360))} before {name}"
        elif latest and days.first < until:
            yield f"{latest} and {name} overlap, or may: {overlap}"
        if days.last >= until:
            until, latest = days.last, name
