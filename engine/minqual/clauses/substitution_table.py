"""Printed substitution tables: education in exchange for experience, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from minqual.clauses.base import (
    AnyClause,
    Clause,
    Gate,
    Group,
    Leaf,
    Making,
    Member,
    Provision,
    SaidIn,
    WaysToRead,
    is_needed,
)
from minqual.clauses.experience import Experience
from minqual.clauses.field_directions import Demand, Limit, Parts, Undeciding, Welcome
from minqual.clauses.findings import COUNTED, Assessment, Question, Wording, put_without_row
from minqual.clauses.jobs_meant import LeavingOut, LeftOutJobs
from minqual.clauses.remedies import Remedy
from minqual.clauses.total_terms import single
from minqual.clauses.units import CollegeUnits
from minqual.counting import Tally
from minqual.notation import Amount, Duration, Mistake, Names, SomeDuration, Units, made
from minqual.records import UNIT_COLUMNS
from minqual.values import REVIEW, UNBOUNDED, UNMET, Flags, Standing, anywhere, large, once_each, plain


class TableRow(Provision):
    """One printed row: some education, and the experience needed with it."""

    education: Annotated[AnyClause, Parts()]
    experience: Annotated[SomeDuration, Demand()]
    source: SaidIn = None


class YearForYear(Provision):
    """How a table reads as a line instead of steps: years of education and of experience that add up.

    Where only this reading passes, the table stands at review: a person decides between the two readings.
    """

    years_in_all: Annotated[Duration, Field(description="education and experience together"), Demand()]
    experience_at_least: Annotated[Duration, Field(description="never less experience than this"), Demand()]
    year_of_education: Annotated[Units, Field(description="units that make one year of education"), Demand()]
    education_at_most: Annotated[Duration, Field(description="never more education than this"), Limit()]
    full_education: Annotated[
        AnyClause,
        AfterValidator(single),
        Field(description="what counts as the most education, whatever its units"),
        Parts(),
    ]
    or_without_units: Annotated[
        AnyClause,
        AfterValidator(single),
        Field(description="what opens the reading to those without any units"),
        Parts(),
    ]
    source: SaidIn = None

    @model_validator(mode="after")
    def _fits(self) -> YearForYear:
        if self.experience_at_least.years > self.years_in_all.years:
            found = f"{self.experience_at_least} of experience at least, of {self.years_in_all} in all"
            raise Mistake(found, "no more than the years in all")
        return self


class SubstitutionTable(Group):
    """A printed grid of education and experience; any one row is enough, and rows step down.

    The base experience is needed on every row; it may be left out. Rows run from the most education to the
    least, and the experience that they ask must rise from row to row. `year for year` is the sentence that reads
    the table as a line, where there is one: where only that line passes, the table stands at review
    until a person has said that it applies; then it is met, or conditional where what stands for units is due later.

        - table: education and experience
          base: {experience: 5 years, in: communications}
          rows count: [communications, journalism]
          rows:
            - education: {degree: bachelor}
              experience: 5 years
            - education:
                any of:
                  - degree: associate
                  - units: 60 semester units
              experience: 7 years
          year for year:
            years in all: 9 years
            experience at least: 5 years
            year of education: 30 semester units
            education at most: 4 years
            full education: {degree: bachelor}
            or without units: {degree: high school}
    """

    kind: ClassVar[str] = "table"

    table: Annotated[str, Field(description="what the table is called"), Undeciding()]
    base: Annotated[Experience | None, Field(description="experience that every row needs"), Parts(more="harder")] = (
        None
    )
    rows_count: Annotated[
        Names,
        Field(description="kinds of experience, or groups, that count toward the rows"),
        Welcome(section="kinds"),
    ]
    leaving_out: Annotated[
        LeftOutJobs, Field(description="jobs that do not count toward the rows, as in `experience`"), LeavingOut()
    ] = ()
    rows: Annotated[tuple[TableRow, ...], Field(min_length=1), Parts(more="easier")]
    year_for_year: Annotated[YearForYear | None, Parts(more="easier")] = None

    @model_validator(mode="after")
    def _rises(self) -> SubstitutionTable:
        years = [row.experience.years for row in self.rows]
        for place, (before, after) in enumerate(pairwise(years), start=2):
            if after <= before:
                found = (
                    f"not monotone: row {place} asks {self.rows[place - 1].experience} of experience, "
                    f"no more than the row above it, for less education"
                )
                raise Mistake(found, "experience that rises as education falls")
        return self

    def columns(self) -> Iterator[str]:
        yield from (*super().columns(), *UNIT_COLUMNS)

    def says(self) -> str:
        return f"any row of the table: {self.table}"

    def members(self) -> Sequence[Member]:
        rows = [Member(f"row-{place}", self._row(row)) for place, row in enumerate(self.rows, start=1)]
        if self.year_for_year is not None:
            line = made(
                LinearReading,
                rule=self.year_for_year,
                rows_count=self.rows_count,
                leaving_out=self.leaving_out,
                source=self.year_for_year.source,
            )
            rows.append(Member("year-for-year", line))
        inside = Member("rows", made(TableRows, table=self.table, rows=tuple(rows)))
        return (inside,) if self.base is None else (Member("base", self.base), inside)

    def _experience(self, needed: Amount) -> Experience:
        return made(Experience, experience=needed, in_=self.rows_count, leaving_out=self.leaving_out)

    def _row(self, row: TableRow) -> Row:
        return made(
            Row,
            education=row.education,
            experience=self._experience(row.experience),
            source=row.source or row.education.source,
        )


class Row(Group):
    """One row of a table: its education and its experience."""

    kind: ClassVar[str] = "row"
    depends_on: ClassVar[tuple[str, ...]] = ("the experience", "the education")

    education: Annotated[Clause, Parts()]
    experience: Annotated[Experience, Parts()]

    def says(self) -> str:
        return f"{self.education.says()}, with {self.experience.experience} of experience"

    def members(self) -> Sequence[Member]:
        return (Member("education", self.education), Member("experience", self.experience))


class TableRows(Group):
    """The rows of a table: any one of them."""

    kind: ClassVar[str] = "rows"
    must_hold: ClassVar[Gate] = "any"

    table: Annotated[str, Undeciding()]
    rows: Annotated[tuple[Member, ...], Parts(more="easier")]

    def says(self) -> str:
        return "any one row"

    def fall_short(self, education: Sequence[Standing]) -> tuple[Wording, Sequence[Leaf]]:
        """Why no row is filled, by how the education of each printed one stands; with the leaves of its figures.

        Where the education that is on record certainly reaches a row, only what is asked with it is said.
        """
        printed = [row.clause.experience for row in self.rows if isinstance(row.clause, Row)]
        standings = list(zip(printed, education, strict=True))
        may = [row.experience for row, each in standings if each >= Standing.REVIEW]
        sure = [row.experience for row, each in standings if each is Standing.MET]
        counted = f"{COUNTED} of {printed[0].work()}"
        units = made(CollegeUnits, units=Amount(Fraction(0), "semester units"))
        if not may:
            said = f"{COUNTED} of college study, which is not enough education for any row of the table of {self.table}"
            short = f"{COUNTED} of qualifying experience, and not enough education for any row of the table"
            return Wording(f"{counted}; and {said}", shown=True, short=short), (printed[0], units)
        most = sure[0] if sure else may[-1]
        least = plain(may[0].value) if may[0].unit == most.unit else str(may[0])
        span = is_needed(most) if may[0] == most else f"from {least} to {most} are needed"
        said = f"{span} with the education on record ({COUNTED} of college study)"
        short = f"{COUNTED} of qualifying experience, where {span} with the education on record"
        asks = (str(may[0]), str(most))
        return Wording(f"{counted}, where {said}", shown=True, short=short, asks=asks), (printed[0], units)

    def members(self) -> Sequence[Member]:
        return self.rows


_READ_AS_A_LINE: Final = "it is still to be decided whether education counts for years between the rows of the table"


class LinearReading(Leaf):
    """The table read as a line between its rows: review where this reading can pass, else unmet."""

    kind: ClassVar[str] = "year for year"
    tables: ClassVar[tuple[str, ...]] = ("education", "experience")

    last_resort: ClassVar[bool] = True
    reaches: ClassVar[Standing] = Standing.REVIEW
    decidable: ClassVar[bool] = True
    # What a person says of it once for everybody makes it no other clause.
    beside_substance: ClassVar[frozenset[str]] = frozenset({"id", "source", "applies"})

    rule: Annotated[YearForYear, Parts()]
    rows_count: Annotated[tuple[str, ...], Welcome(section="kinds")]
    leaving_out: Annotated[LeftOutJobs, LeavingOut()] = ()
    applies: Annotated[Literal["open", "yes", "no"], Undeciding()] = "open"

    def ways_to_read(self) -> WaysToRead | None:
        ask = f"Does the year-for-year sentence apply between the printed rows? {self.says().capitalize()}."
        return WaysToRead(ask, {each: {"applies": each} for each in ("yes", "no")})

    def says(self) -> str:
        rule = self.rule
        return (
            f"read year for year: education (one year for {rule.year_of_education}, at most {rule.education_at_most}) "
            f"and experience make {rule.years_in_all}, experience never below {rule.experience_at_least}"
        )

    def assess(self, tally: Tally) -> Assessment:
        passes = self._passes(tally, Standing.REVIEW) & (self.applies != "no")
        standings = np.where(passes, REVIEW, UNMET)
        if self.applies == "yes":
            for enough in (Standing.CONDITIONAL, Standing.MET):
                standings = np.where(self._passes(tally, enough), np.int8(enough), standings)
        return Assessment(standings)

    def assessed(self, tally: Tally) -> Assessment:
        return self.assess(tally)  # what a person says of it is beside its substance

    def reason(self, standing: Standing) -> Wording:
        if self.applies == "no":
            return Wording("the screener decided that the table is not read year for year between its rows")
        if standing is Standing.REVIEW and self.applies == "yes":
            return Wording(f"the record does not settle whether the table is filled, {self.says()}")
        if standing is Standing.REVIEW:
            return Wording(f"it is still to be decided whether the table may be {self.says()}", short=_READ_AS_A_LINE)
        if standing is Standing.CONDITIONAL:
            return Wording(f"education that fills the table, {self.says()}, is still to be conferred or shown")
        if standing is Standing.MET:
            return Wording(f"it was decided that the table may be {self.says()}")
        return Wording(f"the table is not filled even if {self.says()}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        if (ways := self.ways_to_read()) is not None and self.applies == "open":
            yield put_without_row("", "", ways.ask, "screener", wanted)
        unsure = wanted & ~self._passes(tally, Standing.MET)
        for clause in (self._experience, self._year):
            quantity = clause.counted(tally)
            if anywhere(matters := unsure & (quantity.low < quantity.high)):
                yield from clause.questions(tally, matters)
        # Without units the line needs all its years in experience; only then does the diploma matter.
        time = self._experience.counted(tally)
        by_experience = (tally.units.low == 0) & (time.high >= int(self.rule.years_in_all.years * time.scale))
        for part, matters in ((self.rule.full_education, unsure), (self.rule.or_without_units, unsure & by_experience)):
            open_ = leaf_of(part).assessed(tally).standings == REVIEW
            if anywhere(asked := matters & open_):
                yield from leaf_of(part).questions(tally, asked)

    @cached_property
    def _experience(self) -> Experience:
        return made(
            Experience,
            experience=self.rule.years_in_all,
            in_=self.rows_count,
            leaving_out=self.leaving_out,
        )

    @cached_property
    def _year(self) -> CollegeUnits:
        return made(CollegeUnits, units=self.rule.year_of_education)

    def remedies(self, needed: Amount | None, making: Making) -> Iterator[Remedy]:
        yield from ()  # a person decides whether it holds

    @once_each
    def _passes(self, tally: Tally, enough: Standing) -> Flags:
        """Whether the line is reached by the certain figures, or by what they may be at most (enough: review).

        enough: how education must stand at least that takes the place of units.
        """
        time, units = self._experience.counted(tally), tally.units
        certainly = enough is not Standing.REVIEW
        worked, studied = (time.low, units.low) if certainly else (time.high, units.high)
        full = leaf_of(self.rule.full_education).assessed(tally).standings >= enough
        opened = leaf_of(self.rule.or_without_units).assessed(tally).standings >= enough
        per_year = self._year.semester_units(tally.policy) * units.scale
        most = int(self.rule.education_at_most.years * per_year)
        needed = ceil(self.rule.years_in_all.years * time.scale)
        studied, worked = np.where(full, most, np.minimum(studied, most)), np.minimum(worked, needed)
        if needed * int(per_year) + most * time.scale >= UNBOUNDED:
            studied, worked = large(studied), large(worked)
        together = worked * int(per_year) + studied * time.scale
        total = (self.rule.years_in_all.years - tally.forgiven) * time.scale
        least = (self.rule.experience_at_least.years - tally.forgiven) * time.scale
        reached = np.asarray(together >= ceil(total * per_year), dtype=np.bool_)
        return reached & (worked >= ceil(least)) & ((studied > 0) | full | opened)


def leaf_of(clause: Clause) -> Leaf:
    """A clause that has been seen to be a single test."""
    assert isinstance(clause, Leaf)
    return clause
