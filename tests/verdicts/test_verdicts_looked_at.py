"""A verdict whose clauses are put together when they are looked at is the same, however and by whomever it is."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, asdict, fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual import Screener, Verdict
from support.examples import examples

AS_OF = date(2026, 11, 21)
SCREENER = Screener("stockton/mayoral-pio")

jobs = st.fixed_dictionaries(
    {"start": st.sampled_from(["2012", "2015-03-01", "2019-02", ""]), "end": st.sampled_from(["2020", "present", ""])},
    optional={
        "hours_per_week": st.sampled_from(["20", "40", ""]),
        "kinds": st.sampled_from(["communications", "journalism; data analysis", "gardening"]),
    },
)
studies = st.fixed_dictionaries(
    {"level": st.sampled_from(["bachelor", "associate", "high school", ""])},
    optional={"field": st.sampled_from(["economics", "journalism"]), "awarded": st.sampled_from(["2012-06", "2011"])},
)
records = st.fixed_dictionaries(
    {
        "applicant_id": st.just("A1"),
        "experience": st.lists(jobs, max_size=3),
        "education": st.lists(studies, max_size=2),
    }
)

LOOKS: dict[str, Callable[[Verdict], Any]] = {
    "its clauses": lambda verdict: verdict.levels,
    "its assumptions": lambda verdict: verdict.assumptions,
    "its reasons": lambda verdict: verdict.reasons(full=True),
    "its length in print": lambda verdict: len(repr(verdict)),
    "nothing": lambda _: None,
}

WAYS: dict[str, Callable[[Verdict], Verdict]] = {
    "itself": lambda verdict: verdict,
    "copied": copy.copy,
    "copied whole": copy.deepcopy,
    "replaced": replace,
    "pickled": lambda verdict: pickle.loads(pickle.dumps(verdict)),  # noqa: S301  # our own
    "written and read": lambda verdict: Verdict.from_json(verdict.to_json()),
}


def checked(record: dict[str, Any]) -> Verdict:
    return minqual.check(record, SCREENER, AS_OF)


@settings(max_examples=examples(30))
@given(records, st.sampled_from(sorted(LOOKS)), st.sampled_from(sorted(WAYS)))
def test_a_verdict_is_the_same_whatever_was_looked_at_first(record: dict[str, Any], look: str, way: str) -> None:
    try:
        verdict = checked(record)
    except minqual.RecordError:  # a job that ends before it begins
        return
    LOOKS[look](verdict)
    other = WAYS[way](verdict)
    assert other == checked(record)
    assert other.to_json() == checked(record).to_json()
    assert asdict(other) == asdict(checked(record))


def test_a_verdict_stays_as_it_is() -> None:
    verdict = checked({"applicant_id": "A1"})
    for each in fields(verdict):
        with pytest.raises(FrozenInstanceError):
            setattr(verdict, each.name, None)
    with pytest.raises(AttributeError):
        verdict.nothing  # type: ignore[attr-defined]  # noqa: B018
    assert verdict == checked({"applicant_id": "A1"})


def test_threads_that_look_at_one_verdict_at_once_see_the_same() -> None:
    record = {"applicant_id": "A1", "experience": [{"start": "2012", "end": "present", "kinds": "communications"}]}
    expected = checked(record)
    assert expected.levels
    looks = [*LOOKS.values()] * 4
    with ThreadPoolExecutor(4) as threads:
        for _ in range(20):
            fresh = [checked(record)] * len(looks)
            assert [*threads.map(lambda look, of: look(of), looks, fresh)] == [look(expected) for look in looks]
