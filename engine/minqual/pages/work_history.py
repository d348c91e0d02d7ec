"""The work history of one applicant as it was counted: each job with its days, overlaps, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.values import calendar_words, day_number
from minqual.verdicts import entry_of

if TYPE_CHECKING:
    from minqual.judging import Screening
    from minqual.verdicts import EvidenceItem, Verdict

COUNTS: Final = "counts"
MAY_COUNT: Final = "may count"
NOT_COUNTED: Final = "does not count"

YEAR: Final = 365.25
WIDE: Final = 1000
"""How wide the picture is, in its own units."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job on the axis. first, last: where it may begin and end; sure: what is certain of it; None where undated.

    counted: whether it counts, may count or does not for any clause. says: how a clause saw it.
    """

    name: str
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
    counted = _by_entry(verdict)

    def at(day: int) -> float:
        return round(min(max((day - start) * scale, 0), WIDE), 1)

    told = []
    for row, each in zip(jobs.row[mine].tolist(), days, strict=True):
        name = entry_of(screening.applicants, "experience", row)
        what, says = _counted(counted.get(name, ()))
        sure = None if each.sure is None else (at(each.sure[0]), at(each.sure[1]))
        first, last = (None, None) if each.first is None else (at(each.first), at(each.last))
        told.append((each, Job(name, what, says, first, last, sure)))
    told.sort(key=lambda pair: (pair[0].first or 0, pair[0].last, pair[1].name, pair[1].says))
    first_year = date.fromordinal(start).year + 1
    step = max(1, (today.year - first_year) // 8 + 1)
    years = [(year, at(date(year, 1, 1).toordinal())) for year in range(first_year, today.year + 1, step)]
    remarks = tuple(_remarks([(each, job.name) for each, job in told]))
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


def _by_entry(verdict: Verdict) -> dict[str, list[EvidenceItem]]:
    found: dict[str, list[EvidenceItem]] = {}
    judged = [each.clauses for each in verdict.levels] + [each.clauses for each in verdict.posts]
    for item in (item for clauses in judged for clause in clauses for item in clause.evidence):
        if item.table == "experience":
            found.setdefault(item.entry, []).append(item)
    return found


def _counted(items: Sequence[EvidenceItem]) -> tuple[str, str]:
    """Whether a job counts for any clause, and how that clause saw it."""
    sure = next((each for each in items if each.low is not None and Fraction(each.low) > 0), None)
    if sure is not None:
        return COUNTS, sure.says
    may = next(
        (each for each in items if each.low is not None and (each.high is None or Fraction(each.high) > 0)), None
    )
    if may is not None:
        return MAY_COUNT, may.says
    return NOT_COUNTED, items[0].says if items else "no clause asks for it"


def _remarks(jobs: Sequence[tuple[_Days, str]]) -> Iterator[str]:
    """Overlaps and gaps, in the order of the days."""
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
            yield f"{latest} and {name} overlap, or may: no moment counts twice"
        if days.last >= until:
            until, latest = days.last, name
