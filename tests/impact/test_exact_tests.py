"""The tests of rates are exact."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from math import comb, isclose

import pytest

from minqual.impact.exact_tests import holm, rates_tested

Table = tuple[int, int, int, int]


def by_counting(passed: int, count: int, other_passed: int, other_count: int) -> tuple[Fraction, Fraction]:
    """Fisher's chance and its mid-P, counted in whole numbers."""
    through, every = passed + other_passed, comb(count + other_count, passed + other_passed)
    ways = [
        comb(count, each) * comb(other_count, through - each)
        for each in range(max(0, through - other_count), min(count, through) + 1)
    ]
    own = comb(count, passed) * comb(other_count, other_passed)
    fisher = Fraction(sum(each for each in ways if each <= own), every)
    return fisher, fisher - Fraction(own, 2 * every)


def small_tables(most: int) -> Iterator[Table]:
    for count in range(1, most):
        for other in range(1, most + 1 - count):
            for passed in range(count + 1):
                yield from ((passed, count, other_passed, other) for other_passed in range(other + 1))


def large_tables(number: int, most: int) -> Iterator[Table]:
    drawn = random.Random(5)
    for _ in range(number):
        count, other = drawn.randint(1, most), drawn.randint(1, most)
        passed = drawn.randint(0, count)
        near = round(passed * other / count + drawn.gauss(0, 1) * other**0.5)
        yield passed, count, min(max(near, 0), other), other


@pytest.mark.parametrize("most", [12, pytest.param(30, marks=pytest.mark.long)])
def test_the_chances_of_small_tables_are_those_that_whole_numbers_give(most: int) -> None:
    for table in small_tables(most):
        fisher, mid_p = by_counting(*table)
        found = rates_tested(*table)
        assert isclose(found.fisher, fisher, abs_tol=1e-12), table
        assert isclose(found.mid_p, mid_p, abs_tol=1e-12), table


def test_the_chances_of_large_tables_are_those_that_whole_numbers_give() -> None:
    for table in large_tables(40, 2_000):
        fisher, mid_p = by_counting(*table)
        found = rates_tested(*table)
        assert isclose(found.fisher, fisher, abs_tol=1e-9), table
        assert isclose(found.mid_p, mid_p, abs_tol=1e-9), table


@pytest.mark.long
def test_scipy_and_statsmodels_find_the_same() -> None:
    stats = pytest.importorskip("scipy.stats")
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for table in (*small_tables(30), *large_tables(1_000, 20_000)):
        passed, count, other_passed, other = table
        found = rates_tested(*table)
        cells = [[passed, count - passed], [other_passed, other - other_passed]]
        assert isclose(found.fisher, stats.fisher_exact(cells)[1], abs_tol=1e-9), table
        if found.z is not None:
            z, _ = proportion.proportions_ztest([passed, other_passed], [count, other])
            assert isclose(found.z, z, rel_tol=1e-9, abs_tol=1e-9), table


@pytest.mark.long
def test_statsmodels_corrects_several_chances_alike() -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    drawn = random.Random(3)
    for _ in range(200):
        chances = [drawn.random() ** 3 for _ in range(drawn.randint(1, 20))]
        expected = multitest.multipletests(chances, method="holm")[1]
        assert all(isclose(one, two, abs_tol=1e-9) for one, two in zip(holm(chances), expected, strict=True))


def test_the_smallest_of_several_chances_is_taken_as_often_as_there_are_chances() -> None:
    assert holm([0.04, 0.01, 0.5]) == (0.08, 0.03, 0.5)
    assert holm([0.01, 0.011]) == (0.02, 0.02)
    assert holm([]) == ()
