"""Courses completed, whatever their units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from minqual.clauses.base import ExampleRows, Leaf, Making
from minqual.clauses.degree import accreditation_asks, named, taken_for_accredited
from minqual.clauses.field_directions import Direction
from minqual.clauses.findings import (
    RECORD,
    Ask,
    Assessment,
    Evidence,
    Gap,
    Question,
    Wording,
    open_questions,
    put,
)
from minqual.clauses.unit_asks import unit_figure_asks
from minqual.counting import Tally, stated_units, without_award
from minqual.records import PART
from minqual.values import (
    CONDITIONAL,
    MET,
    REVIEW,
    UNMET,
    DegreeLevel,
    Flags,
    Standing,
    Standings,
    anywhere,
    once_each,
    silent,
)


class Course(Leaf):
    """A course completed, whatever its units: a row of education that has it as its subject.

    Each course is a clause of its own. A row counts that names it in the subject column; one whose `awarded` or
    `expected` date lies ahead is conditional, one that states 0 units is not completed. College study that names no
    subject is open.

        - course: first aid
        - course: radio
    """

    kind: ClassVar[str] = "course"
    tables: ClassVar[tuple[str, ...]] = ("education",)

    course: Annotated[str, Field(description="its name in the vocabulary of subjects"), Direction(section="subjects")]

    def example(self, needed: object, making: Making) -> ExampleRows:
        return {"education": [{"level": "some college", "subject": self.course}]}

    def says(self) -> str:
        return f"a course in {self.course}"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(tally.best(tally.education.owner, self._rows(tally)))

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.MET:
            return Wording(self.says(), shown=True)
        if standing is Standing.CONDITIONAL:
            return Wording(f"{self.says()} is still to be completed before it counts")
        if standing is Standing.REVIEW:
            return Wording(f"{RECORD} does not settle whether {self.says()} was completed")
        return Wording(f"no course in {self.course}", shown=True)

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from put(self._asks(tally), wanted)

    @once_each
    def _asks(self, tally: Tally) -> Sequence[Question]:
        """What is open about rows that may be it."""
        education, rows = tally.education, self._rows(tally)
        live = (rows == REVIEW) | (rows == CONDITIONAL)
        if not anywhere(live):
            return ()
        subject, completed = named(tally.subjects, [self.course]), _completed(tally)
        word = live & (subject == REVIEW) & tally.subjects.in_question([self.course])
        whole = live & (subject == REVIEW) & tally.subjects.of_a_whole([self.course])
        blank = live & (subject == REVIEW) & ~word & ~whole
        ask, none = f"Was {self.says()} part of this study?", without_award(education)
        when, undone = "Was the course completed, and when?", live & (completed != MET) & ~_open_by_units(tally)
        asks: tuple[Ask, ...] = (
            ("subject", ask, "applicant", blank, Gap.COURSE),
            (f"subject{PART}{self.course}", ask, "applicant", whole, Gap.COURSE),
            ("subject", f"Is this course {self.course}?", "screener", word, Gap.COURSE_WORD),
            ("awarded", when, "applicant", undone & ~none, Gap.COURSE),
            # Beside what says that there is no degree, no day of an award fits: a person must judge such a course.
            ("awarded", when, "screener", undone & none, Gap.COURSE),
            *unit_figure_asks(education, live & _open_by_units(tally)),
            *accreditation_asks(tally, live & education.study),
        )
        return open_questions("education", asks, education)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        education, rows = tally.education, self._rows(tally)
        subject = named(tally.subjects, [self.course])
        says = {
            Standing.MET: "counts",
            Standing.CONDITIONAL: "to be completed",
            Standing.REVIEW: "open",
        }
        for row in tally.rows_of("education", applicant):
            failed = "another subject" if not subject[row] else "not completed"
            failed = failed if tally.recognised[row] else "not accredited"
            said = says.get(Standing(rows[row]), f"does not count: {failed}")
            yield Evidence("education", int(education.row[row]), said)

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        rows = self._rows(tally)
        yield from taken_for_accredited(tally, applicant, rows)
        education = tally.education
        undated = (rows == MET) & ~(education.awarded.stated | education.expected.stated)
        if anywhere(undated[tally.rows_of("education", applicant)]):
            yield "a course on record without a date was completed"

    @once_each
    def _rows(self, tally: Tally) -> Standings:
        """How each row of education stands."""
        education = tally.education
        subject = named(tally.subjects, [self.course])
        nowhere = education.subject.flags(silent) & ~education.study  # a school diploma names no courses
        rows = np.minimum(np.where(nowhere, UNMET, subject), _completed(tally))
        rows = np.where(tally.surely_recognised, rows, np.minimum(rows, REVIEW))
        return np.where(tally.recognised, rows, UNMET)


def _completed(tally: Tally) -> Standings:
    """How far the study of each row is completed: a date tells, or units; without either it is."""
    standing, education = _completed_by_date(tally), tally.education
    least, most, stated = stated_units(education, tally.policy.quarter_unit)
    standing = np.where(stated & (least == 0), np.minimum(standing, REVIEW), standing)
    return np.where(stated & (most == 0), UNMET, standing)


def _completed_by_date(tally: Tally) -> Standings:
    education = tally.education
    low, high = education.conferral_low, education.conferral_high
    dated = education.awarded.stated | education.expected.stated
    denied = (education.conferred == 0) & (education.level_low != DegreeLevel.SOME_COLLEGE)
    told = np.where(low == high, np.where(low == UNMET, REVIEW, low), REVIEW)
    return np.where(dated, told, np.where(denied, REVIEW, MET))


def _open_by_units(tally: Tally) -> Flags:
    """Rows whose units alone leave open whether they were completed: they may be none."""
    least, most, stated = stated_units(tally.education, tally.policy.quarter_unit)
    open_: Flags = (_completed_by_date(tally) == MET) & stated & (least == 0) & (most > 0)
    return open_
