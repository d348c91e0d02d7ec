"""What is asked of a job whose hours and dates are not stated, or not exactly: how many hours a week, since when."""

from __future__ import annotations

from collections.abc import Sequence

from minqual.clauses.findings import Gap
from minqual.counting import Axis, Tally
from minqual.values import Flags, anywhere, once


def asked_days(tally: Tally, start: Flags, end: Flags) -> Sequence[tuple[str, str, Flags, Gap]]:
    """What is asked of the first and the last day of dated jobs: column, ask, rows and statement.

    start, end: the jobs whose day is stated, and not exactly.
    """
    jobs = tally.applicants.experience
    dated = ~jobs.years.stated
    return (
        ("start", "When did the job begin?", dated & ~jobs.start.stated, Gap.BLANK_START),
        ("start", "On which day did the job begin?", dated & start, Gap.VAGUE_START),
        ("end", "When did the job end, or does it go on?", dated & ~jobs.end.stated & ~jobs.ongoing, Gap.BLANK_END),
        ("end", "On which day did the job end?", dated & end, Gap.VAGUE_END),
    )


@once
def open_of_time(tally: Tally, axis: Axis, any_hours: bool) -> Sequence[tuple[str, str, Flags, Gap]]:  # noqa: FBT001  # what is kept is known by it
    """What jobs leave open of their hours and dates, whatever else is asked: column, ask, rows and statement."""
    jobs, spells = tally.applicants.experience, tally.spells_on(axis)
    settled = tally.policy.partial_dates == "month by month"
    start, end = (days.partial & ~(days.whole & settled) for days in (jobs.start, jobs.end))
    blank, vague = ~jobs.hours.stated, jobs.hours.vague & (spells.whole_low < spells.whole_high)
    if any_hours:
        blank, vague = blank & ~spells.held, vague & (spells.whole_low == 0)
    asks = (
        ("hours_per_week", "How many hours a week?", blank, Gap.BLANK_HOURS),
        ("hours_per_week", "How many hours a week exactly?", vague, Gap.VAGUE_HOURS),
        *asked_days(tally, start, end),
        ("years", "How many years and months exactly?", jobs.years.vague, Gap.VAGUE_YEARS),
    )
    return [each for each in asks if anywhere(each[2])]
