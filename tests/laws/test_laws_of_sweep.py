"""Adding up time by columns comes to what walking each applicant's days comes to, whatever the rows look like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.counting.time_credit import FEW, months_worked, runs_of_spells, sweep
from minqual.values import AXIS_START, Numbers
from support.examples import examples
from support.screened import relaxed

FULL = 40
Row = tuple[int, int, int, int]
"""Owner, begin, end and load of one row."""

days = st.integers(0, 130) | st.sampled_from([0, 1, 29, 30, 31, 60])
rows = st.tuples(st.integers(0, 5), days, days, st.sampled_from([0, 1, 20, 39, 40]))
pools = st.lists(rows, max_size=12) | st.lists(rows, min_size=FEW, max_size=FEW + 30)
"""A few rows, and many; they end before they begin, last no day, count for nothing, and stand in any order."""


def columns(pool: Sequence[Row]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Rows as columns, on the axis of days."""
    owner, begin, end, load = np.array(pool, dtype=np.int64).reshape(-1, 4).T
    return owner.astype(np.int32), begin + AXIS_START + 1, end + AXIS_START + 1, load


def held(pool: Sequence[Row], owner: int, day: int) -> int:
    """The load of one applicant on one day, no more than full."""
    return min(FULL, sum(load for who, begin, end, load in pool if who == owner and begin <= day < end))


def arranged(pool: list[Row], order: str) -> list[Row]:
    """Rows as applicants list them: the oldest first, the newest first, or each one's rows wherever they are."""
    if order == "as drawn":
        return pool
    return sorted(pool, key=lambda row: (row[0], row[1] if order == "forwards" else -row[1]))


@pytest.mark.parametrize("order", ["as drawn", "forwards", "backwards"])
@given(pool=pools)
@settings(relaxed, max_examples=examples(150))
def test_the_sweep_comes_to_what_day_by_day_comes_to(order: str, pool: list[Row]) -> None:
    pool = arranged(pool, order)
    wanted = [sum(held(pool, owner, day) for day in range(131)) for owner in range(7)]
    assert sweep(*columns(pool), FULL, 7).tolist() == wanted


@given(pool=pools, jobs=st.integers(FEW, 200))
@settings(relaxed, max_examples=examples(50))
def test_jobs_that_follow_each_other_among_others_that_overlap(pool: list[Row], jobs: int) -> None:
    """One applicant's many jobs touch, and begin and end on the same days."""
    chain = [(6, day, day + 1, 20 + day % 21) for day in range(jobs)]
    wanted = [sum(held(pool, owner, day) for day in range(131)) for owner in range(6)]
    assert sweep(*columns([*pool, *chain]), FULL, 7).tolist() == [*wanted, sum(load for *_, load in chain)]


@given(pool=pools)
@settings(relaxed, max_examples=examples(100))
def test_months_come_to_what_day_by_day_comes_to(pool: list[Row]) -> None:
    """A month of 30 days counts whole with the load that is held, or exceeded, on fifteen of them."""
    wanted = []
    for owner in range(7):
        loads = [
            sorted((held(pool, owner, day) for day in range(month, month + 30)), reverse=True)
            for month in range(0, 150, 30)
        ]
        wanted.append(sum(each[14] * 30 for each in loads))
    assert months_worked(*columns(pool), FULL, 7).tolist() == wanted


@given(pool=pools, gap=st.integers(0, 5))
@settings(relaxed, max_examples=examples(100))
def test_the_longest_run_is_that_of_the_days_walked(pool: list[Row], gap: int) -> None:
    """Gaps of so many days do not end a run, and count as a part of it."""
    longest, together, runs = runs_of_spells(*columns(pool), gap, 7)
    for owner in range(7):
        worked = [day for day in range(131) if held(pool, owner, day)]
        pieces: list[list[int]] = []
        for day in worked:
            if pieces and day - pieces[-1][-1] <= gap + 1:
                pieces[-1].append(day)
            else:
                pieces.append([day])
        spans = [piece[-1] - piece[0] + 1 for piece in pieces]
        assert (longest[owner], together[owner], runs[owner]) == (max(spans, default=0), sum(spans), len(spans))
