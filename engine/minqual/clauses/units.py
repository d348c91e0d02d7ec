"""College units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from minqual.applicants import BLANK, Flags
from minqual.clauses.base import Assessment, Evidence, Leaf, Question, Units, asked
from minqual.counting import may_be_college
from minqual.degrees import IMPLIED_UNITS, Level
from minqual.policies import CountingPolicy
from minqual.standings import Standing, threshold
from minqual.tally import Tally


class CollegeUnits(Leaf):
    """College units earned, overall, as semester-unit equivalents.

    A conferred degree whose row states no units holds at least what it implies (associate 60, bachelor's
    and above 120 semester units); study without a degree whose row states none may hold any number.
    """

    kind: ClassVar[str] = "units"
    tables: ClassVar[tuple[str, ...]] = ("education",)

    units: Annotated[Units, Field(description="how many, with their system: 60 semester units")]

    def semester_units(self, policy: CountingPolicy) -> Fraction:
        """What is needed, in semester units."""
        value: Fraction = self.units.value
        return value * policy.quarter_unit if self.units.unit == "quarter units" else value

    def says(self) -> str:
        return f"{self.units} or more of college study"

    def assess(self, tally: Tally) -> Assessment:
        counted = tally.units
        needed = self.semester_units(tally.policy) * counted.scale
        whole = -(-needed.numerator // needed.denominator)
        return Assessment(threshold(counted.low, counted.high, whole), counted, self.units)

    def reason(self, standing: Standing) -> str:
        return f"{{counted}} of {self.units}"

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        education = tally.applicants.education
        has_semester, has_quarter = education.semester != BLANK, education.quarter != BLANK
        live = asked(education.owner, tally.recognised, wanted)
        silent_ = live & may_be_college(education) & ~has_semester & ~has_quarter
        certain = (education.conferral_low == Standing.MET) & (education.level_low >= Level.ASSOCIATE)
        holding = tally.recognised & (has_semester | has_quarter | may_be_college(education))
        several = np.bincount(education.owner[holding], minlength=tally.count)[education.owner] > 1
        both = live & has_semester & has_quarter
        degree = live & (has_semester ^ has_quarter) & (education.conferral_high == Standing.MET)
        degree &= education.level_high >= Level.ASSOCIATE
        factor = tally.policy.quarter_unit
        stated = np.where(has_semester, education.semester * factor.denominator, education.quarter * factor.numerator)
        whole = 1000 * factor.denominator
        implied = np.array([IMPLIED_UNITS.get(level, 0) * whole for level in Level])[education.level_high]
        for ask, rows in (
            ("How many semester or quarter units were earned?", silent_ & ~certain),
            (
                "How many units were earned for the degree, beside others?",
                silent_ & certain & several,
            ),
            ("Are the semester and the quarter units the same units, or separate ones?", both),
            (
                "The degree implies more units than the row states: how many were earned in all?",
                degree & (stated < implied),
            ),
        ):
            yield Question("education", "semester_units", ask, "applicant", education.owner[rows], education.row[rows])

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        education = tally.applicants.education
        quarter_unit = tally.policy.quarter_unit
        for row in np.flatnonzero(education.owner == applicant).tolist():
            semester, quarter = int(education.semester[row]), int(education.quarter[row])
            stated = []
            if semester != BLANK:
                stated.append(Fraction(semester, 1000))
            if quarter != BLANK:
                stated.append(Fraction(quarter, 1000) * quarter_unit)
            level, conferred = Level(int(education.level_low[row])), education.conferral_low[row] == Standing.MET
            implied = Fraction(IMPLIED_UNITS.get(level, 0)) if conferred else Fraction(0)
            place = int(education.row[row])
            if not tally.recognised[row]:
                yield Evidence("education", place, "does not count: not accredited", Fraction(0), Fraction(0))
            elif stated:
                yield Evidence("education", place, "units stated", max(stated), max(sum(stated, Fraction(0)), implied))
            elif implied:
                yield Evidence("education", place, "units that the degree implies", implied, implied)
            elif education.level_high[row] >= Level.SOME_COLLEGE:
                yield Evidence("education", place, "open: study without stated units", Fraction(0), None)

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        education = tally.applicants.education
        mine = (education.owner == applicant) & tally.recognised
        silent_ = mine & (education.semester == BLANK) & (education.quarter == BLANK)
        if (silent_ & (education.conferral_low == Standing.MET) & (education.level_low >= Level.ASSOCIATE)).any():
            yield "a conferred degree that states no units holds the number it implies (associate 60, bachelor's 120)"
        if tally.accredited and (mine & (education.accredited < 0) & may_be_college(education)).any():
            yield "an institution whose accreditation is not stated is accredited"
