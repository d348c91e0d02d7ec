"""Counting one applicant's rows in plain Python, by the default counting policy: rows in, figures out.

Given are rows whose cells are read and whose words are matched against the pack's vocabularies: dates as bounds, on the
30/360 axis for jobs and as calendar days elsewhere, figures as bounds in thousandths, kinds of work, fields, names and
issuers as what they mean. Blanks are None. It is also what engines that cannot count are given their figures by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from decision import (
    CONDITIONAL,
    MET,
    MOST_STUDY,
    REVIEW,
    UNIT,
    UNLIMITED,
    YEARS_OF_UNITS,
    Figures,
)

Bounds = tuple[int, int]
Pair = tuple[bool, bool]
"""Whether something certainly is, and whether it may be."""

SOME_COLLEGE, ASSOCIATE, BACHELOR, HIGH_SCHOOL = 2, 4, 5, 1
IMPLIED: Final = {ASSOCIATE: 60 * UNIT, BACHELOR: 120 * UNIT, 6: 120 * UNIT, 7: 120 * UNIT}
"""What a conferred degree holds at least."""
FULL: Final = 40_000 * 1_000
"""Full time: hours a week times the share of duties, in thousandths each."""
DAY: Final = 100
"""Parts of a year in one day of the smallest load."""
MONTH: Final = 3
"""The same in a thousandth of a month."""
AXIS_START: Final = 360 * 1900


class Study(NamedTuple):
    """A row of education. level: bounds. fits: whether its field is listed. awarded, expected: calendar days.

    repeated: it says what another row says, so that it certainly adds nothing.
    """

    level: Bounds
    fits: bool
    accredited: bool | None
    conferred: bool | None
    awarded: Bounds | None
    expected: Bounds | None
    semester: Bounds | None
    quarter: Bounds | None
    repeated: bool


class Job(NamedTuple):
    """A row of experience. after: the days after its end. base, counts: whether its kinds are of the four, the five."""

    start: Bounds | None
    after: Bounds | None
    ongoing: bool
    hours: Bounds | None
    share: int | None
    years: Bounds | None
    base: Pair
    counts: Pair
    repeated: bool


class Licence(NamedTuple):
    """A credential. named, issued: whether it certainly is the licence asked for, of the issuer asked for."""

    named: bool
    issued: bool
    valid_from: Bounds | None
    expires: Bounds | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """One applicant's rows. answers: to the pack's question, 0 silent, 1 no, 2 yes, 4 neither."""

    education: Sequence[Study]
    experience: Sequence[Job]
    credentials: Sequence[Licence]
    answers: Sequence[int]
    unread: bool


def counted(parsed: Parsed, today: int, cut: int) -> Figures:
    """The figures of one applicant. today: the as-of date as a calendar day; cut: the day after it on the axis."""
    base_low, base_high = worked([(job, *job.base) for job in parsed.experience if job.base[1]], cut)
    all_low, all_high = worked([(job, *job.counts) for job in parsed.experience if job.counts[1]], cut)
    conferrals = [conferral(row, today) for row in parsed.education]
    units_low, units_high = studied(parsed.education, conferrals)
    listed, bachelor, associate, school = degrees(parsed.education, conferrals)
    study = MOST_STUDY if bachelor >= REVIEW else min(units_high, MOST_STUDY)
    return {
        "base_low": base_low,
        "base_high": base_high,
        "all_low": all_low,
        "all_high": all_high,
        "units_low": units_low,
        "units_high": units_high,
        "together_high": all_high + study * YEARS_OF_UNITS,
        "listed": listed,
        "bachelor": bachelor,
        "associate": associate,
        "school": school,
        "licence": MET if any(holds(each, today) for each in parsed.credentials) else CONDITIONAL,
        "answer": answered(parsed.answers),
        "unread": int(parsed.unread),
    }


def worked(jobs: Iterable[tuple[Job, bool, bool]], cut: int) -> Bounds:
    """Parts of years over jobs, each with whether it certainly counts; all of them may."""
    low_events: list[Bounds] = []
    high_events: list[Bounds] = []
    longest = added = 0
    unlimited = False
    for job, certain, _ in jobs:
        share = 1_000 if job.share is None else job.share
        load_low = min(job.hours[0], 40_000) * share if certain and job.hours and not job.repeated else 0
        load_high = (min(job.hours[1], 40_000) if job.hours else 40_000) * share
        if job.years is not None:
            longest = max(longest, job.years[0] * MONTH * load_low)
            unlimited |= job.years[1] >= UNLIMITED and load_high > 0
            added += job.years[1] * MONTH * load_high
            continue
        begin = job.start[1] if job.start else cut
        end = min(job.after[0] if job.after else cut if job.ongoing else AXIS_START, cut)
        if load_low and end > begin:
            low_events += [(begin, load_low), (end, -load_low)]
        begin = job.start[0] if job.start else AXIS_START
        end = min(job.after[1] if job.after else cut, cut)
        if load_high and end > begin:
            unlimited |= job.start is None
            high_events += [(begin, load_high), (end, -load_high)]
    low = max(swept(low_events) * DAY, longest)
    return low, UNLIMITED if unlimited else swept(high_events) * DAY + added


def swept(events: list[Bounds]) -> int:
    """Load over days, what is held at once capped at full time."""
    total = load = before = 0
    for day, change in sorted(events):
        total += min(load, FULL) * (day - before)
        load += change
        before = day
    return total


def conferral(row: Study, today: int) -> Bounds:
    """How far a degree is conferred: 0 not, 3 to come, 4 conferred."""
    if row.awarded:
        earliest, latest = row.awarded
        if latest <= today:
            return MET, MET
        return (CONDITIONAL, CONDITIONAL) if earliest > today else (0, MET)
    if row.conferred:
        return MET, MET
    if row.expected and row.expected[0] > today:
        return CONDITIONAL, CONDITIONAL
    if row.conferred is False:
        return (0, MET) if row.expected else (0, 0)
    return 0, MET


def degrees(rows: Sequence[Study], conferrals: Sequence[Bounds]) -> tuple[int, int, int, int]:
    """How the best row stands for a bachelor's in a listed field, any bachelor's, an associate's, and a diploma."""
    listed = bachelor = associate = school = 0
    for row, (low, high) in zip(rows, conferrals, strict=True):
        given = low if low == high else REVIEW
        if row.level[1] >= SOME_COLLEGE:
            school = max(school, REVIEW)
        if row.accredited is False:
            continue
        third = min(_reaches(row.level, BACHELOR), given)
        listed = max(listed, third if row.fits else min(third, REVIEW))
        bachelor = max(bachelor, third)
        associate = max(associate, min(_reaches(row.level, ASSOCIATE), given))
        without_degree = SOME_COLLEGE <= row.level[0] < ASSOCIATE
        school = max(school, min(REVIEW if without_degree else _reaches(row.level, HIGH_SCHOOL), given))
    return listed, bachelor, associate, school


def _reaches(level: Bounds, needed: int) -> int:
    if level[0] >= needed:
        return MET
    return REVIEW if level[1] >= needed else 0


def studied(rows: Sequence[Study], conferrals: Sequence[Bounds]) -> Bounds:
    """Parts of semester units over the rows."""
    stated = implied_most = high = 0
    unlimited = False
    for row, (given_low, given_high) in zip(rows, conferrals, strict=True):
        if row.accredited is False:
            continue
        implied = IMPLIED.get(row.level[0], 0) if given_low == MET else 0
        if row.semester is None and row.quarter is None:
            implied_most = max(implied_most, implied)
            high += implied
            unlimited |= not implied and row.level[1] >= SOME_COLLEGE
            continue
        semester, quarter = row.semester or (0, 0), row.quarter or (0, 0)
        stated += 0 if row.repeated else max(semester[0] * 3, quarter[0] * 2)
        unlimited |= max(semester[1], quarter[1]) >= UNLIMITED
        may_be = IMPLIED.get(row.level[1], 0) if given_high == MET else 0
        high += max(semester[1] * 3 + quarter[1] * 2, may_be)
    return max(stated, implied_most), UNLIMITED if unlimited else high


def holds(row: Licence, today: int) -> bool:
    """Whether a credential certainly is the licence, valid today."""
    begun = row.valid_from is None or row.valid_from[1] <= today
    return row.named and row.issued and begun and (row.expires is None or row.expires[0] >= today)


def answered(answers: Sequence[int]) -> int:
    """How the question is answered: a yes, not at all, or in a way that a person looks at."""
    given = 0
    for each in answers:
        given |= each
    return {0: CONDITIONAL, 2: MET}.get(given, REVIEW)
