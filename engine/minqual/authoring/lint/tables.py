"""Remarks on printed tables: whether rows agree with the sentence that reads them as a line, and what lies between."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from minqual.authoring.lint.written_pack import Found, Placed, Written, remarker
from minqual.clauses import AllOf, AnyOf, Clause, CollegeUnits, Degree, SubstitutionTable, YearForYear
from minqual.values import plain


@remarker("row at odds with its sentence", "fault")
def odd_row(written: Written) -> Iterator[Found]:
    """A row whose education and experience do not make the years that the table's year-for-year sentence names."""
    for placed, table in _tables(written):
        rule = table.year_for_year
        for place, row in enumerate(table.rows if rule else ()):
            assert rule is not None
            studied = _years(written, rule, row.education)
            if studied is None:
                continue
            together = studied + row.experience.years
            advice = "correct the row or the sentence; if both are printed so, accept it and say which one holds"
            sum_ = (
                f"{plain(studied)} years of education and {row.experience} of experience make {plain(together)} years"
            )
            if together != rule.years_in_all.years:
                says = f"row {place + 1}: {sum_}, and the sentence says {rule.years_in_all}"
                yield Found((*placed.path, "rows", place), placed.about, says, advice)
            elif row.experience.years < rule.experience_at_least.years:
                least = rule.experience_at_least
                says = f"row {place + 1} asks {row.experience}, and the sentence never less than {least}"
                yield Found((*placed.path, "rows", place), placed.about, says, advice)


@remarker("gap between rows", "warning")
def gap(written: Written) -> Iterator[Found]:
    """A table whose rows step from one number of units to another, without a word on what lies between."""
    for placed, table in _tables(written):
        if table.year_for_year is not None:
            continue
        units = [min(each, default=None) for each in (list(_units(written, row.education)) for row in table.rows)]
        steps = [
            f"{plain(less)} and {plain(more)}"
            for more, less in pairwise(units)
            if more is not None and less is not None and more > less
        ]
        if steps:
            yield placed.found(
                f"rows step between {', '.join(steps)} semester units, and nothing says what units between them count",
                "ask whether fractions count; if so, add year for year, if not, accept it with the reason",
            )


def _tables(written: Written) -> Iterator[tuple[Placed, SubstitutionTable]]:
    for placed in written.clauses:
        if isinstance(placed.clause, SubstitutionTable):
            yield placed, placed.clause


def _units(written: Written, education: Clause) -> Iterator[Fraction]:
    """The units that a row's education names, in semester units."""
    if isinstance(education, CollegeUnits):
        yield written.implication.semester_units(education.units)
    for inner in written.implication.members(education):
        yield from _units(written, inner)


def _years(written: Written, rule: YearForYear, education: Clause) -> Fraction | None:
    """The years of education that a row stands for; None where the sentence does not tell."""
    holds, most = written.implication.holds, rule.education_at_most.years
    if isinstance(education, CollegeUnits):
        per_year = written.implication.semester_units(rule.year_of_education)
        studied = written.implication.semester_units(education.units) / per_year if per_year else most
        return Fraction(min(studied, most))
    if isinstance(education, Degree):
        if holds(education, rule.full_education):
            return Fraction(most)
        opened = rule.or_without_units
        return Fraction(0) if holds(education, opened) and holds(opened, education) else None
    parts = [_years(written, rule, each) for each in written.implication.members(education)]
    known = [years for years in parts if years is not None]
    if isinstance(education, AnyOf):
        return min(known, default=None)
    return max(known, default=None) if isinstance(education, AllOf) else None
