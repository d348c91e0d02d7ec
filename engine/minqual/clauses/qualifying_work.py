"""Which time counts: the kinds, classes, employers, dates and shares that a clause asks of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, reduce
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from minqual.clauses.base import AnyClause, Clause, Provision
from minqual.clauses.field_directions import (
    Barred,
    Demand,
    FromHardest,
    Parts,
    Undeciding,
    Window,
)
from minqual.clauses.findings import Ask, Evidence, Gap, NotCounted, Question, Since, open_questions, open_rows, put
from minqual.clauses.job_properties import JobProperty, Test
from minqual.clauses.job_questions import open_of_time
from minqual.clauses.jobs_meant import JobConditions, LeavingOut, LeftOutJobs
from minqual.clauses.met_since import differs, in_one_breath, open_since
from minqual.counting import (
    CALENDAR_START,
    Axis,
    CountingPolicy,
    Selection,
    Spells,
    Stretches,
    Tally,
    added_up,
    divided,
    idle,
    select,
)
from minqual.notation import Amount, AnyNames, CalendarTime, Mistake, Path, Share, listed, made
from minqual.records import BLANK, EITHER
from minqual.values import (
    AXIS_START,
    DAYS_IN_MONTH,
    DAYS_IN_YEAR,
    EARLIEST_YEAR,
    Flags,
    Numbers,
    anywhere,
    day_number,
    once,
    once_for,
    plain,
)

AT_THAT_LEVEL: Final = "at that level"
"""The other way to say that other classes are reviewed: they count where they are at the level of those named."""

NO_SHARE: Final = "no share of qualifying duties"
"""Why a job whose stated share of duties is none does not count."""


def whole_months(duration: Amount) -> Amount:
    """A duration that is a whole number of months, or of weeks."""
    whole = duration.value if duration.of_weeks else duration.years * 12
    if whole.denominator != 1:
        msg = "a whole number of weeks" if duration.of_weeks else "a whole number of months"
        raise ValueError(msg)
    return duration


def _without_due(value: object) -> object:
    """A clause after which time counts: there, it does not matter by when a credential is shown."""
    if not isinstance(value, dict):
        return value
    inside = {key: [*map(_without_due, part)] if isinstance(part, list) else part for key, part in value.items()}
    return {"due": "at filing", **inside} if "credential" in inside else inside


def _datable(clause: Clause) -> Clause:
    if not clause.dated():
        dated = "degree, units, experience, credential, or all of and any of these"
        msg = f"a clause that can be said to be met since a day: {dated}"
        raise ValueError(msg)
    return clause


class Work(JobConditions):
    """Which time counts. Jobs must pass every test that is stated; a test that a blank leaves open is asked about.

    adds_up: whether durations that do not overlap are added to each other. any_hours: whether hours that are not stated
    lessen nothing.
    """

    adds_up: ClassVar[bool] = True
    any_hours: ClassVar[bool] = False

    not_in: Annotated[
        AnyNames,
        Field(
            description="kinds that do not count: their share of a job is left out. Where a job states such a kind "
            "beside one that counts, its `share` is that of the duties asked for: with 50 % half of its time counts, "
            "without a share it is open"
        ),
        Barred(section="kinds"),
    ] = ()
    other_classes: Annotated[
        Literal["refused", "review"],
        BeforeValidator(
            lambda value: "review" if value == AT_THAT_LEVEL else value,
            json_schema_input_type=Literal["refused", "review", "at that level"],
        ),
        Field(
            description="a class not named: refused, or reviewed as possibly at that level (`at that level` says the "
            "same); one that `class ranks` puts below does not count, one above does"
        ),
        FromHardest(words=("refused", "review"), of="class_"),
    ] = "refused"
    level_test: Annotated[
        str, Field(description="the printed test of that level, for whoever decides on other classes"), Undeciding()
    ] = ""
    leaving_out: Annotated[
        LeftOutJobs,
        Field(
            description="jobs that do not count, by conditions of which all hold: `{class: Helper, employer: Town}`, "
            "or a list of such; the keys are `in`, `also in`, `in all of`, `where`, `class`, `employer`, `not class`, "
            "`not employer` and `paid: yes` or `no`; open where a job leaves one open"
        ),
        LeavingOut(),
    ] = ()
    unpaid_work: Annotated[
        Literal["counts", "refused"],
        Field(description="whether unpaid jobs count"),
        FromHardest(words=("refused", "counts")),
    ] = "counts"
    share_at_least: Annotated[
        Share | None,
        Field(description="jobs with a smaller share of qualifying duties do not count; others count whole"),
        Demand(instead=True),
    ] = None
    within: Annotated[
        CalendarTime | None, Field(description="only time this long before the as-of date, or less"), Window()
    ] = None
    after: Annotated[
        AnyClause | None, BeforeValidator(_without_due), AfterValidator(lambda clause: clause and _datable(clause)),
        Field(description="only time after this clause was first met; a credential from its valid_from on"),
        Parts(more="harder"),
    ] = None  # fmt: skip

    @model_validator(mode="after")
    def _asks_something(self) -> Work:
        named = self.in_ or self.in_all_of or self.class_ or self.employer
        if not (named or self.not_class or self.not_employer):
            kinds = "kinds of experience under 'in' or 'in all of'"
            raise Mistake("work of no kind", f"{kinds}, or a 'class', or an 'employer'")
        if self.other_classes == "review" and not self.class_:
            raise Mistake("'other classes' beside no 'class'", "the 'class' of which others may be at the level")
        if self.level_test and self.other_classes == "refused":
            raise Mistake("'level test' beside other classes that are refused", f"'other classes: {AT_THAT_LEVEL}'")
        if self.within is not None:
            whole_months(self.within)
        return self

    @property
    def _or_at_its_level(self) -> str:
        return " or a class at that level" if self.other_classes == "review" else ""

    def columns(self) -> Iterator[str]:
        yield from super().columns()
        if self.unpaid_work == "refused":
            yield "paid"

    def work(self) -> str:
        """The work in words: "experience in a or b with the City, in the last 10 years"."""
        return "".join(["experience", *self._where(), *self._how(), *self._when()])

    def _how(self) -> Iterator[str]:
        """The further kinds, the pay and the share of duties in words."""
        yield from self._told_beside()
        if self.not_in:
            yield f", leaving out {listed(self.not_in)}"
        for jobs in self.leaving_out:
            yield f", leaving out {jobs.says()}"
        if self.unpaid_work == "refused":
            yield ", paid"
        if self.share_at_least is not None:
            yield f", with {plain(self.share_at_least * 100)}% or more of qualifying duties"

    def _when(self) -> Iterator[str]:
        """The window and the day from which time counts, in words."""
        if self.within is not None:
            yield f", in the last {self.within}"
        if self.after is not None:
            yield f", after {in_one_breath(self.after)}"

    @property
    def axis(self) -> Axis:
        """On which axis its time is counted."""
        return "30/360"

    @cached_property
    def alone(self) -> Work:
        """Which time counts, and nothing of what is asked of that time."""
        return made(self._kind_of_work, **{name: getattr(self, name) for name in Work.model_fields})

    @property
    def _kind_of_work(self) -> type[Work]:
        """The class of what says which time counts, and nothing else."""
        return Work

    @once_for("alone")
    def stretches(self, tally: Tally, axis: Axis) -> Stretches:
        """The time that counts, row by row."""
        spells = tally.spells_on(axis)
        return select(spells, self._selection(tally, axis, spells))

    def _selection(self, tally: Tally, axis: Axis, spells: Spells) -> Selection:
        tests = self.tests(tally)
        certain = reduce(np.logical_and, (test.certain for test in tests))
        possible = reduce(np.logical_and, (test.possible for test in tests))
        begin_low, begin_high = self._opens(tally, axis, spells)
        whole = self.share_at_least is not None
        return Selection(certain, possible, begin_low, begin_high, whole=whole, any_hours=self.any_hours)

    def _opens(self, tally: Tally, axis: Axis, spells: Spells) -> tuple[Numbers | int, Numbers | int]:
        """The first day that certainly counts and the first that may, for each job or for all."""
        first: int | Numbers = AXIS_START
        if self.within is not None:
            window = self._window(tally, axis, spells)
            first = max(AXIS_START, window) if isinstance(window, int) else np.maximum(AXIS_START, window)
        if self.after is None:
            return first, first
        since = self.after.known_since(tally)
        return np.maximum(first, since.low[spells.owner]), np.maximum(first, since.high[spells.owner])

    def _window(self, tally: Tally, axis: Axis, spells: Spells) -> int | Numbers:
        """The first day of the window before the as-of date, for all or for each job."""
        within, counts = self.within, tally.policy.as_of_day == "counts"
        assert within is not None
        if axis == "30/360" and not within.of_weeks:
            return spells.cut_of(spells.owner) - int(within.years * 12) * DAYS_IN_MONTH

        def opens(as_of: date) -> int:
            day = max(within.before(as_of + timedelta(days=counts)), date(EARLIEST_YEAR, 1, 1))
            return day_number(day) if axis == "30/360" else day.toordinal() - CALENDAR_START

        return tally.applicants.dated.told(opens, spells.owner)

    @once_for("alone")
    def _stated(self, tally: Tally) -> Sequence[JobProperty]:
        """What a job must state in words, but for its class."""
        return tuple(self._properties(tally))

    @once_for("alone")
    def tests(self, tally: Tally) -> Sequence[Test]:
        """Each test of a job, as rows that certainly pass it and rows that may, with what a job is that fails it."""
        jobs = tally.applicants.experience
        tests: list[Test] = [*self._stated(tally), *self._barred(tally)]
        if self.class_:
            tests += self._tests_of_class(tally)
        tests += [jobs.left_out(tally) for jobs in self.leaving_out]
        if self.unpaid_work == "refused":
            may_be = jobs.paid != 0
            tests.append(Test(may_be & (jobs.paid != EITHER), may_be, "unpaid"))
        tests += self._tests_of_share(tally)
        return tests

    def _tests_of_share(self, tally: Tally) -> Iterator[Test]:
        """The tests of the share of a job's duties: of work beside what does not count, and of a least share."""
        share = tally.applicants.experience.share
        blank = ~share.stated
        if self.not_in:
            beside = tally.kinds.possible(tally.kinds_in(self.not_in))
            open_, none = blank | (share.low == 0), ~blank & (share.high == 0)
            yield Test(~(beside & open_), ~(beside & none), NO_SHARE)
        if self.share_at_least is not None:
            least, assumed = int(self.share_at_least * 1000), blank & (tally.policy.unstated_share == "counts in full")
            failed = f"less than {plain(self.share_at_least * 100)}% of qualifying duties"
            yield Test(assumed | (share.low >= least), blank | (share.high >= least), failed)

    def _tests_of_class(self, tally: Tally) -> Iterator[Test]:
        """The tests of a job's class: another may be at the level of those named, but for those that rank below."""
        named, classes = self._of_class(tally), tally.classes
        if self.other_classes == "refused":
            yield named
            return
        yield Test(named.certain, named.possible | ~classes.others(), named.failed)
        if lower := tally.ranks.lower(self.class_):
            not_lower = ~classes.whole(lower)
            yield Test(not_lower, not_lower, "a lower class")

    def open_facts(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        """What is open about the jobs that may count for the wanted applicants."""
        yield from put(self._asks(tally, self.axis), wanted)
        if self.after is not None and anywhere(wanted & differs(self.after.known_since(tally))):
            yield from open_since(self.after, tally, wanted, self._days_of_work(tally))

    @once_for("alone")
    def _days_of_work(self, tally: Tally) -> Since:
        """The days on which each applicant may have done work that may count: the first, and the one after the last."""
        spells, counted = tally.spells, self.stretches(tally, "30/360")
        live = (counted.load_high > 0) | (counted.stated_high > 0)
        first, last = (np.full(tally.count, day, dtype=np.int64) for day in (spells.cut, AXIS_START))
        np.minimum.at(first, spells.owner[live], spells.begin_high[live])
        np.maximum.at(
            last, spells.owner[live], np.where(spells.undated, spells.cut_of(spells.owner), spells.end_high)[live]
        )
        return Since(np.maximum(first, last), first)

    @once_for("alone")
    def _asks(self, tally: Tally, axis: Axis) -> Sequence[Question]:
        """What is open about jobs that may count."""
        jobs, counted = tally.applicants.experience, self.stretches(tally, "30/360")
        live = (counted.load_high > 0) & (counted.end_high > counted.begin_high) | (counted.stated_high > 0)
        if not anywhere(live):
            return ()
        said: list[Ask] = [
            (column, ask, "applicant", live & rows, says)
            for column, ask, rows, says in open_of_time(tally, axis, self.any_hours)
        ]
        if anywhere(jobs.repeated):
            # Beside a job of full time another of the same days adds nothing.
            adding = live & (jobs.years.stated | (self.adds_up & (counted.load_high < tally.spells_on(axis).full)))
            said.append(("", "Are these rows the same job?", "applicant", jobs.repeated & adding, Gap.EQUAL_JOBS))
        every = open_rows([*said, *self.asks_of_tests(tally, live), *self._undated(tally, live)])
        return open_questions("experience", self._that_matter(tally, axis, every), jobs)

    def asks_of_tests(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        """What is open about what is asked of jobs themselves, whenever they were held."""
        jobs = tally.applicants.experience
        yield from self._asks_of_share(tally, live & (self._open_share(tally) | jobs.share.vague))
        if self.unpaid_work == "refused" or tally.policy.unpaid_work != 1:
            yield "paid", "Was this work paid?", "applicant", live & (jobs.paid == EITHER), Gap.PAID
        named = [self._of_class(tally)] if self.class_ else []
        for each in (*self._stated(tally), *named, *self._barred(tally)):
            yield from each.asks(live)
        yield from self._judged_classes(tally, live)
        yield from self._asks_of_left_out(tally, live)

    def _asks_of_share(self, tally: Tally, rows: Flags) -> Iterator[Ask]:
        """What share of their duties jobs had in qualifying work, where it is blank and where it is not exact."""
        ask, blank = "What share of the duties was qualifying?", ~tally.applicants.experience.share.stated
        yield "share", ask, "applicant", rows & blank, Gap.SHARE
        yield "share", ask, "applicant", rows & ~blank, Gap.VAGUE_SHARE

    def _asks_of_left_out(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        """What is open of jobs that may be left out."""
        for jobs in self.leaving_out:
            yield from jobs.open_of(tally, live)

    def _classes(self, tally: Tally) -> Sequence[str]:
        """The classes that count: those named, and where others may be at their level those that rank above them."""
        return self.class_ if self.other_classes == "refused" else (*self.class_, *tally.ranks.higher(self.class_))

    def _that_matter(self, tally: Tally, axis: Axis, asks: Sequence[Ask]) -> Iterator[Ask]:
        """The asks without the jobs at whose every moment full time is certain anyway."""
        if asks:
            spells = tally.spells_on(axis)
            rows = np.logical_or.reduce([ask[3] for ask in asks])
            moot = idle(self.stretches(tally, axis), rows & ~spells.undated, spells.full, tally.count)
            for column, ask, of, open_, says in asks:
                yield column, ask, of, open_ & ~moot, says

    def _open_share(self, tally: Tally) -> Flags:
        """Jobs whose share of duties is blank and matters."""
        jobs = tally.applicants.experience
        matters: Flags = np.full(len(jobs.owner), tally.policy.unstated_share == "is open", dtype=np.bool_)
        if self.not_in:
            matters = matters | tally.kinds.possible(tally.kinds_in(self.not_in))
        matters &= ~jobs.share.stated
        return matters

    def _judged_classes(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        """Other classes, of which a person says whether they are at the level of those named."""
        if self.class_ and self.other_classes == "review":
            rows = live & ~tally.classes.possible(self._classes(tally)) & ~tally.classes.others()
            ask = f"Is the class at the level of {listed(self.class_)}?"
            if self.level_test:
                ask += f" The specification's test: {self.level_test.rstrip('.')}."
            yield "class_code", ask, "screener", rows, Gap.CLASS_AT_LEVEL

    def _undated(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        """Durations without dates, which may overlap other jobs or lie outside a window."""
        jobs = tally.applicants.experience
        if not tally.spells.durations:
            return
        undated = live & jobs.years.stated
        clipped = self.within is not None or self.after is not None
        beside = np.bincount(jobs.owner[live], minlength=tally.count)[jobs.owner]
        if self.adds_up:
            beside = beside - self._added_up(tally, undated)
        several = undated & ((beside > 1) | clipped)
        ask = "Between which dates? A duration without dates may overlap other jobs."
        if clipped:
            ask = "Between which dates? A duration without dates may overlap other jobs, or lie outside what is asked."
        yield "years", ask, "applicant", several, Gap.DATES

    def _added_up(self, tally: Tally, undated: Flags) -> Numbers:
        """For each duration, how many others of its owner are added to it because they do not overlap it."""
        spells = tally.spells
        if not added_up(spells, spells.apart):
            return np.zeros(len(undated), dtype=np.int64)
        keys, place = np.unique(np.stack([spells.owner, spells.apart]), axis=1, return_inverse=True)
        together = np.bincount(place.reshape(-1)[undated], minlength=keys.shape[1])
        return np.where(undated & (spells.apart > 0), together[place.reshape(-1)] - 1, 0)

    @once_for("alone")
    def jobs(self, tally: Tally, applicant: int, axis: Axis) -> Sequence[Evidence]:
        """The jobs of one applicant, each with what it adds in years, hours or weeks, by the axis."""
        return tuple(self._jobs(tally, applicant, axis))

    def _jobs(self, tally: Tally, applicant: int, axis: Axis) -> Iterator[Evidence]:
        jobs, counted = tally.applicants.experience, self.stretches(tally, axis)
        spells = tally.spells_on(axis)
        mine = in_order(tally, applicant)
        low, high = divided(spells, counted, mine)
        week = 7 / tally.policy.full_time_hours if axis == "calendar" else Fraction(7)
        part = Fraction(DAYS_IN_YEAR) if axis == "30/360" else week
        for position, job in enumerate(mine):
            least, most = low[position] / part, high[position]
            most = None if most is None else least if most == low[position] else most / part
            if most == 0:
                said = self._why_nothing(tally, job, axis)
            elif jobs.repeated[job]:
                said = "says what another row says, and may be the same job"
            elif most == least:
                said = "counts"
            else:
                said = "counts as far as is known"
            yield Evidence("experience", int(jobs.row[job]), said, least, most)

    def _why_nothing(self, tally: Tally, job: int, axis: Axis) -> str:
        """Why a job adds nothing: all the conditions that it fails, else that it has no time left."""
        failed = [test.failed for test in self.tests(tally) if not test.possible[job]]
        if not failed:
            failed = [*self._too_early(tally, job, axis), *_no_load(tally, job)]
        if failed:
            return f"does not count: {listed(failed, 'and')}"
        return "adds nothing: no time by the as-of date beyond what is counted already"

    def _too_early(self, tally: Tally, job: int, axis: Axis) -> Iterator[str]:
        """Whether all time of a job lies before the window, or before the clause after which time counts is met."""
        spells = tally.spells_on(axis)
        undated, ends = bool(spells.undated[job]), int(spells.end_high[job])
        if not undated and ends <= spells.begin_high[job]:
            return
        if self.within is not None and not undated:
            opens = np.broadcast_to(self._window(tally, axis, spells), len(spells.owner))
            if ends <= opens[job]:
                yield f"before the last {self.within}"
        if self.after is not None:
            since = int(self.after.known_since(tally).high[spells.owner[job]])
            cut = np.broadcast_to(spells.cut_of(spells.owner), len(spells.owner))
            if since >= (cut[job] if undated else ends):
                yield f"not after {in_one_breath(self.after)}"

    @once_for("alone")
    def taken_as_given(self, tally: Tally, applicant: int) -> Sequence[str]:
        """What was settled by assumption about one applicant's jobs."""
        counted, rows = self.stretches(tally, "30/360"), tally.rows_of("experience", applicant)
        used = [row for row in rows if counted.load_high[row] > 0 or counted.stated_high[row] > 0]
        return (*self.given(tally, used), *self._given_of_time(tally, used))

    def given(self, tally: Tally, used: Sequence[int]) -> Iterator[str]:
        """What was settled by assumption about jobs that are used."""
        jobs = tally.applicants.experience
        if tally.policy.unstated_share == "counts in full" and anywhere(~jobs.share.stated[used]):
            yield "a job that states no share of qualifying duties is qualifying in full"
        if anywhere(jobs.ongoing[used]):
            yield f"a job that goes on was held up to the as-of date, {tally.applicants.as_of}"
        told_apart = self.unpaid_work == "refused" or any(jobs.paid for jobs in self.leaving_out)
        paid_matters = told_apart or tally.policy.unpaid_work != 1
        if paid_matters and any(jobs.paid[row] == BLANK for row in used):
            yield "a job that does not say whether it was paid was paid"

    def _given_of_time(self, tally: Tally, used: Sequence[int]) -> Iterator[str]:
        """What was settled by assumption about their time."""
        jobs = tally.applicants.experience
        if tally.spells.durations:
            undated = np.zeros(len(jobs.owner), dtype=np.bool_)
            undated[[row for row in used if jobs.years.stated[row]]] = True
            if anywhere(self._added_up(tally, undated) > 0):
                yield "durations without dates that the column map says do not overlap do not"
        by_month = tally.policy.partial_dates == "month by month"
        if by_month and anywhere((jobs.start.whole | jobs.end.whole)[used]):
            yield "a date without its day is settled month by month, as the counting policy says"


@once
def in_order(tally: Tally, applicant: int) -> Sequence[int]:
    """The places of one applicant's jobs, in an order that does not depend on where they stand."""
    jobs = tally.applicants.experience

    def content(job: int) -> tuple[str, ...]:
        return jobs.table.content(int(jobs.row[job]))

    return sorted(tally.rows_of("experience", applicant), key=content)


def _no_load(tally: Tally, job: int) -> Iterator[str]:
    """What makes a job count for nothing whatever is asked: its hours, its pay or its share of duties."""
    jobs, policy = tally.applicants.experience, tally.policy
    hours = jobs.hours
    if hours.stated[job] and hours.high[job] == 0:
        yield "no hours a week"
    elif hours.stated[job] and hours.high[job] < policy.least_hours * 1000:
        yield _few_hours(policy)
    if policy.unpaid_work == 0 and jobs.paid[job] == 0:
        yield "unpaid"
    if jobs.share.stated[job] and jobs.share.high[job] == 0:
        yield NO_SHARE


def _few_hours(policy: CountingPolicy) -> str:
    return f"fewer than {plain(policy.least_hours)} hours a week"


def jobs_of_no_credit(tally: Tally) -> Iterator[tuple[Flags, str]]:
    """The jobs that count for nothing as the counting policy has it, whatever is asked, with what makes them so."""
    jobs, policy = tally.applicants.experience, tally.policy
    if policy.least_hours:
        yield jobs.hours.stated & (jobs.hours.high < policy.thousandths[2]), _few_hours(policy)
    if policy.unpaid_work == 0:
        yield jobs.paid == 0, "unpaid"


def jobs_not_counted(works: Sequence[Work], tally: Tally, axis: Axis) -> Iterator[NotCounted]:
    """The jobs that count for none of several kinds of work, each with the first thing that it is for the first one."""
    owner, first = tally.applicants.experience.owner, works[0]
    left = np.ones(len(owner), dtype=np.bool_)
    for each in works[1:]:
        left &= ~reduce(np.logical_and, (test.possible for test in each.tests(tally)))
    for test in first.tests(tally):
        fails = left & ~test.possible
        if fails.any():
            yield NotCounted(owner, fails, "a job", test.failed)
            left = left & ~fails
    for none, why in jobs_of_no_credit(tally):
        if (left & none).any():
            yield NotCounted(owner, left & none, "a job", why)
            left = left & ~none
    if first.within is not None and len(works) == 1:
        spells = tally.spells_on(axis)
        early = left & ~spells.undated & (spells.end_high <= first._window(tally, axis, spells))  # noqa: SLF001  # of its kind
        early &= spells.end_high > spells.begin_high
        if early.any():
            yield NotCounted(owner, early, "a job", f"before the last {first.within}")


def conditions_of_jobs(clause: Clause) -> Iterator[tuple[Path, JobConditions]]:
    """What a clause says of which jobs are meant, without the clauses inside it: each with its path of keys."""
    provisions: list[tuple[Path, Provision]] = [((), clause)]
    while provisions:
        path, provision = provisions.pop()
        if isinstance(provision, JobConditions):
            yield path, provision
        provisions += [((*path, *step), part) for step, part in provision.parts() if not isinstance(part, Clause)]
