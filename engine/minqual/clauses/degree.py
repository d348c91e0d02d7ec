"""Degrees and diplomas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from minqual.applicants import Flags
from minqual.clauses.base import AnyNames, Assessment, Evidence, Leaf, Question, asked, listed
from minqual.counting import may_be_college
from minqual.degrees import SAID, Level
from minqual.standings import Standing, Standings, settle
from minqual.tally import Tally
from minqual.words import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = tuple(level.word for level in Level if level is not Level.NONE)


def _level(value: object) -> Level:
    if isinstance(value, str) and value in LEVELS:
        return Level[value.upper().replace(" ", "_")]
    msg = "one of " + ", ".join(LEVELS)
    raise ValueError(msg)


class Degree(Leaf):
    """A conferred degree or diploma at a level or above it, if need be in certain fields.

    Any one row of education suffices: it must be at or above the level, conferred by the as-of date, and in
    one of the fields. A field that is blank is open; one that is not listed goes by `other fields`.
    """

    kind: ClassVar[str] = "degree"
    tables: ClassVar[tuple[str, ...]] = ("education",)

    degree: Annotated[
        Any, BeforeValidator(_level, json_schema_input_type=Literal[LEVELS]), Field(description="the lowest level")
    ]
    in_: Annotated[AnyNames, Field(description="fields that satisfy it; none: any field")] = ()
    other_fields: Annotated[
        Literal["review", "refused"],
        Field(description="a field not listed: reviewed as possibly related, or refused"),
    ] = "refused"

    def names(self) -> Iterator[tuple[str, str, str]]:
        for name in self.in_:
            yield "in", "fields", name

    def says(self) -> str:
        fields = f" in {listed(self.in_)}" if self.in_ else ""
        related = " or a related field" if self.in_ and self.other_fields == "review" else ""
        return f"{SAID[self.degree]}{fields}{related}"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(tally.best(tally.applicants.education.owner, self._rows(tally)))

    def reason(self, standing: Standing) -> str:
        degree = self.says()
        return {
            Standing.MET: degree,
            Standing.CONDITIONAL: f"{degree}: to be conferred",
            Standing.REVIEW: f"{degree}: open",
        }.get(standing, f"no record of {degree}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        education = tally.applicants.education
        rows = self._rows(tally)
        level, conferral, field = self._parts(tally)
        live = asked(education.owner, (rows == Standing.REVIEW) | (rows == Standing.CONDITIONAL), wanted)
        open_level, blank = live & (level == Standing.REVIEW), ~education.level_stated
        if self.degree is Level.HIGH_SCHOOL:
            without_degree = (conferral == Standing.UNMET) | ~tally.recognised
            open_level |= live & (rows == Standing.REVIEW) & may_be_college(education) & without_degree
            open_level |= live & (rows == Standing.CONDITIONAL) & may_be_college(education)
        straddles = education.awarded.stated
        undecided = live & (conferral == Standing.REVIEW) & ~open_level
        due = undecided & (education.conferral_high == Standing.CONDITIONAL)
        undecided &= ~due
        silent_field = education.field.flags(silent)
        open_field = live & (field == Standing.REVIEW)
        asks: tuple[tuple[str, str, Literal["applicant", "screener"], Flags], ...] = (
            ("level", "Which degree or diploma is this?", "applicant", open_level & blank),
            ("level", self._level_question(), "applicant", open_level & ~blank),
            ("expected", "On which day is the degree expected?", "applicant", due),
            ("conferred", "Was the degree conferred, and when?", "applicant", undecided & ~straddles),
            ("awarded", "On which day was the degree conferred?", "applicant", undecided & straddles),
            (
                "awarded",
                "Can the applicant show the degree once it is conferred?",
                "applicant",
                live & (conferral == Standing.CONDITIONAL),
            ),
            ("field", "What is the field of the degree?", "applicant", open_field & silent_field),
            ("field", f"Is the field related to {listed(self.in_)}?", "screener", open_field & ~silent_field),
        )
        for column, ask, of, rows_asked in asks:
            yield Question("education", column, ask, of, education.owner[rows_asked], education.row[rows_asked])

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        education = tally.applicants.education
        rows, recognised = self._rows(tally), tally.recognised
        level, conferral, field = self._parts(tally)
        for row in np.flatnonzero(education.owner == applicant).tolist():
            failed = [
                said
                for said, holds in (
                    ("not accredited", recognised[row]),
                    (f"below {self.degree.word}", level[row]),
                    ("not conferred", conferral[row]),
                    ("another field", field[row]),
                )
                if not holds
            ]
            standing = Standing(int(rows[row]))
            said = {Standing.MET: "counts", Standing.CONDITIONAL: "to be conferred", Standing.REVIEW: "open"}
            yield Evidence(
                "education", int(education.row[row]), said.get(standing, f"does not count: {listed(failed, 'and')}")
            )

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        education = tally.applicants.education
        silent_ = (education.owner == applicant) & (self._rows(tally) != Standing.UNMET) & (education.accredited < 0)
        if tally.accredited and silent_.any():
            yield "an institution whose accreditation is not stated is accredited"

    def _level_question(self) -> str:
        if self.degree is Level.HIGH_SCHOOL:
            return "Does the applicant hold a high school diploma, a GED or the like?"
        return f"Does an evaluation show that it is equal to {SAID[self.degree]}?"

    def _rows(self, tally: Tally) -> Standings:
        """The standing of each row of education."""

        def judge() -> Standings:
            level, conferral, field = self._parts(tally)
            rows = np.minimum(np.minimum(level, conferral), field)
            rows[~tally.recognised] = Standing.UNMET
            if self.degree is Level.HIGH_SCHOOL:
                study = may_be_college(tally.applicants.education)
                rows[study] = np.maximum(rows[study], Standing.REVIEW)
            return rows.astype(np.int8)

        return tally.once(("rows", self.substance()), judge)

    def _parts(self, tally: Tally) -> tuple[Standings, Standings, Standings]:
        """How each row stands in level, in conferral and in field."""
        education = tally.applicants.education
        level = settle(_reaches(education.level_low, self.degree), _reaches(education.level_high, self.degree))
        conferral = settle(education.conferral_low, education.conferral_high)
        conferral[education.conferral_low != education.conferral_high] = Standing.REVIEW
        if self.degree is Level.HIGH_SCHOOL:
            without_degree = (education.level_low >= Level.SOME_COLLEGE) & (education.level_low < Level.ASSOCIATE)
            level[without_degree] = Standing.REVIEW
        if self.degree is Level.SOME_COLLEGE:
            conferral[education.level_low >= Level.SOME_COLLEGE] = Standing.MET
        return level, conferral, self._field(tally)

    def _field(self, tally: Tally) -> Standings:
        education = tally.applicants.education
        field = np.full(len(education.owner), Standing.MET, dtype=np.int8)
        if not self.in_:
            return field
        otherwise = Standing.REVIEW if self.other_fields == "review" else Standing.UNMET
        field[:] = np.where(tally.fields.possible(self.in_), np.int8(Standing.REVIEW), np.int8(otherwise))
        field[tally.fields.certain(self.in_)] = Standing.MET
        return field


def _reaches(levels: NDArray[np.int8], needed: Level) -> Standings:
    return np.where(levels >= needed, np.int8(Standing.MET), np.int8(Standing.UNMET))
