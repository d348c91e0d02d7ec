"""What a running program is told of the work: by a hook and by loggers, and nothing of any applicant."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Final

import pytest

import minqual

PACK: Final = "stockton/mayoral-pio"
AS_OF: Final = date(2026, 11, 21)
THREADS: Final = 20
RECORD: Final = {"applicant_id": "Mary-Quite-Contrary", "education": [{"level": "GED", "field": "secret gardens"}]}


def test_a_hook_is_told_of_each_judging_and_of_new_patterns() -> None:
    told: list[minqual.Judging] = []
    screener = minqual.Screener(PACK, on_judged=told.append)
    for _ in range(2):
        minqual.check(RECORD, screener, AS_OF)
    assert [(each.pack, each.applicants, each.patterns, each.new) for each in told] == [
        (PACK, 1, 1, 1),
        (PACK, 1, 1, 0),
    ]
    assert all(0 < each.seconds < 60 for each in told)


def test_a_judging_has_no_more_new_patterns_than_patterns_whatever_other_threads_judge() -> None:
    told: list[minqual.Judging] = []
    screener = minqual.Screener(PACK, on_judged=told.append)
    begin = Barrier(THREADS)

    def check(number: int) -> None:
        begin.wait()
        units = {"level": "some college", "semester_units": str(30 * (number % 5))}
        jobs = {
            "start": "2026-01-01",
            "end": "present",
            "hours_per_week": "40",
            "kinds": ["communications", ""][number % 2],
        }
        minqual.check(RECORD | {"education": [units], "experience": [jobs]}, screener, AS_OF)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(check, range(THREADS)))
    assert len(told) == THREADS
    assert all(each.patterns == 1 for each in told)
    assert all(each.new in {0, 1} for each in told)
    assert sum(each.new for each in told) >= 2


def test_loggers_of_minqual_tell_of_the_work_and_of_no_applicant(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "minqual")
    minqual.check(RECORD, minqual.Screener(PACK), AS_OF)
    assert caplog.records
    assert all(each.name.startswith("minqual") for each in caplog.records)
    assert "Mary" not in caplog.text
    assert "garden" not in caplog.text
    assert not logging.getLogger("minqual").handlers


def test_a_pack_is_replaced_under_threads_that_check_by_one_assignment() -> None:
    ready = {"clerk": minqual.Screener(PACK)}
    old, new = ready["clerk"], minqual.Screener("san-jose/council-community-relations")

    def check(number: int) -> str:
        if number == 40:
            ready["clerk"] = new
        return minqual.check(RECORD, ready["clerk"], AS_OF).pack.digest

    with ThreadPoolExecutor(4) as threads:
        digests = list(threads.map(check, range(80)))
    assert set(digests) == {old.pack.digest, new.pack.digest}
    assert digests[-1] == new.pack.digest
