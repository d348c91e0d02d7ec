"""Rates of groups, and what they can still become."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minqual.impact import Convention, Selected
from minqual.impact.conventions import conventions
from minqual.impact.selection_rates import selection_rates
from minqual.values import Standing
from minqual.verdicts import Part, PartStandings, funnels_of
from support.examples import examples
from support.screened import relaxed

few = st.integers(0, 4)
groups = st.lists(st.tuples(few, few, few), min_size=1, max_size=3).map(
    lambda drawn: [Selected(f"g{place}", sum(each), each[0], each[1]) for place, each in enumerate(drawn)]
)
named = st.sampled_from(list(conventions().values()))


@given(found=groups, convention=named, reference=st.sampled_from(["g0", None]))
@example(
    found=[Selected("g0", 4, 0, 4), Selected("g1", 4, 0, 4)], convention=conventions()["four-fifths"], reference="g0"
)
@settings(relaxed, max_examples=examples(60))
def test_a_ratio_and_a_conclusion_hold_however_what_is_open_ends(
    found: list[Selected], convention: Convention, reference: str | None
) -> None:
    """Every split of what is open, group by group, is tried; another group may come to be the highest."""
    rates = selection_rates(found, convention, reference)
    for passed in product(*(range(each.passed, each.passed + each.open + 1) for each in found)):
        ended = [Selected(each.group, each.count, through, 0) for each, through in zip(found, passed, strict=True)]
        for open_, firm in zip(rates, selection_rates(ended, convention, reference), strict=True):
            # The highest group is compared with none as it stands.
            if firm.ratio is not None and open_.compared_with is not None:
                assert open_.ratios is not None
                assert open_.ratios[0] <= firm.ratio <= open_.ratios[1]
            if open_.conclusion in {"below", "not below", "too small"} and firm.conclusion != "none":
                said = {open_.conclusion} | ({"too small"} if open_.conclusion == "not below" else set())
                assert firm.conclusion in said


def test_every_group_is_shown_with_the_reason_why_a_figure_is_to_be_taken_with_care() -> None:
    found = [Selected("men", 970, 400, 0), Selected("women", 20, 3, 2), Selected("unknown", 10, 0, 0)]
    men, women, unknown = selection_rates(found, conventions()["four-fifths"], None, {"unknown": "not known"})
    assert (men.compared_with, men.notes) == (None, ())
    assert women.compared_with == "men"
    assert women.notes == ("fewer than 30 people",)
    assert women.ratio == Fraction(3, 20) / Fraction(40, 97)
    assert women.conclusion == "below"
    assert unknown.notes == ("not known", "fewer than 30 people", "below 2% of all")
    assert unknown.ratio is None


def test_one_group_or_none_that_came_through_gives_no_ratio() -> None:
    (alone,) = selection_rates([Selected("all", 5, 3, 1)], conventions()["four-fifths"])
    assert (alone.ratio, alone.conclusion) == (None, "none")
    one, two = selection_rates([Selected("a", 5, 0, 0), Selected("b", 5, 0, 0)], conventions()["four-fifths"])
    assert (one.ratio, two.ratio, two.conclusion) == (None, None, "none")
    assert (two.tested, two.shortfall, two.holm) == (None, None, None)
    assert (two.worst, two.best) == (None, None)
    assert "nobody of it or of a came through: no difference to test" in two.notes
    assert alone.notes == ("fewer than 30 people", "no other group to compare with")


def test_the_highest_group_has_the_bounds_of_its_ratio_to_the_highest_of_the_others() -> None:
    one, two = selection_rates([Selected("a", 10, 5, 0), Selected("b", 10, 0, 10)], conventions()["four-fifths"])
    assert (one.compared_with, one.ratios) == (None, (Fraction(1, 2), Fraction(5)))
    assert two.compared_with == "a"


def test_where_one_more_person_would_change_what_a_convention_says_it_is_said() -> None:
    _, flips = selection_rates([Selected("a", 10, 10, 0), Selected("b", 10, 7, 0)], conventions()["four-fifths"], "a")
    _, stays = selection_rates([Selected("a", 10, 10, 0), Selected("b", 10, 6, 0)], conventions()["four-fifths"], "a")
    assert (flips.conclusion, flips.flips) == ("below", True)
    assert (stays.conclusion, stays.flips) == ("below", False)


standings = st.sampled_from([int(each) for each in Standing])


@given(
    st.integers(1, 4).flatmap(lambda parts: st.lists(st.lists(standings, min_size=parts, max_size=parts), max_size=9))
)
@settings(relaxed, max_examples=examples(60))
def test_what_stops_people_adds_up_to_those_who_are_stopped(drawn: list[list[int]]) -> None:
    columns = np.array(drawn, dtype=np.int8).reshape(len(drawn), -1 if drawn else 1).T
    parts = tuple(Part(f"c{place}", str(place), "experience", "…") for place in range(len(columns)))
    whole = columns.min(axis=0)
    found = PartStandings("level", parts, columns, whole)
    halves = np.arange(len(drawn)) % 2 == 0
    for funnel, mask in zip(funnels_of(found, np.array([halves, ~halves])), (halves, ~halves), strict=True):
        own = columns[:, mask]
        stopped = own.min(axis=0, initial=int(Standing.MET)) < Standing.REVIEW
        failed = (own < Standing.REVIEW) & stopped
        assert (funnel.count, funnel.stopped) == (int(mask.sum()), int(stopped.sum()))
        assert funnel.count == funnel.through + funnel.open + funnel.stopped
        assert sum(each.share for each in funnel.stops) == funnel.stopped
        assert sum(each.first for each in funnel.stops) == funnel.stopped
        for place, each in enumerate(funnel.stops):
            one, open_ = failed[place] & (failed.sum(axis=0) == 1), (own == Standing.REVIEW).any(axis=0)
            assert (each.alone, each.perhaps) == (int((one & ~open_).sum()), int((one & open_).sum()))
            assert each.alone + each.perhaps + each.others == int(failed[place].sum())
