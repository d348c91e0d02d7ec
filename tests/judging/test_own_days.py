"""Applicants who are judged at once, each as of a day of their own, are judged as they would be alone."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.clauses import Assessment
from minqual.values import UNBOUNDED, AsOf
from support.examples import examples
from support.screened import relaxed, tables_of
from support.strategies.packs_with_records import Drawn, drawn


def figures(assessment: Assessment, applicant: int) -> tuple[int, list[Fraction | None]]:
    """The standing of one applicant, with what was counted at least and at most; None is without limit."""
    stands, counted = int(assessment.standings[applicant]), assessment.counted
    if counted is None:
        return stands, []
    bounds = [int(each[applicant]) for each in (counted.low, counted.high)]
    return stands, [None if each >= UNBOUNDED else Fraction(each, counted.scale) for each in bounds]


@given(case=drawn(size=4), ahead=st.lists(st.integers(0, 4000), min_size=4, max_size=4))
@settings(relaxed, max_examples=examples(60))
def test_a_day_of_its_own_for_each_applicant_is_the_same_as_each_alone(case: Drawn, ahead: list[int]) -> None:
    screener = case.screener()
    days = [case.as_of + timedelta(days=each) for each in ahead]
    at_once = screener.count(tables_of(case.pool), AsOf.of_each(days))
    for applicant, (record, day) in enumerate(zip(case.pool, days, strict=True)):
        alone = screener.count(tables_of([record]), day)
        for leaf in screener.tree.leaves:
            assert figures(leaf.assess(at_once), applicant) == figures(leaf.assess(alone), 0), (leaf.says(), day)
