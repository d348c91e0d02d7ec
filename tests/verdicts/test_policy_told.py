"""Values of a counting policy are said wherever they decide: without them the standing is another one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Final

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual
from minqual.verdicts import results_of
from support.examples import examples
from support.places import ROOT
from support.screened import tables_of

AS_OF: Final = date(2026, 11, 21)
FORGIVING: Final = {"like": "default", "forgiven days": 15}
Clause = Mapping[str, Any]

FIELD: Final = {"count": "experience", "in": "field work"}
HOLDER: Final = {"count": "clause", "holds": {"degree": "bachelor"}, "gives": "6 months"}
LEAVES: Final = st.sampled_from(
    [
        {"experience": "1 year", "in": "field work"},
        {"experience": "52 weeks", "in": "field work"},
        {"experience": "2 years", "in": ["field work", "desk work"]},
        {"experience": "1 year", "in": "desk work", "may lack": "6 months"},
        {"unbroken": "12 months", "in": "field work"},
        {"total": "18 months", "of": [FIELD, HOLDER]},
        {"disjoint": [{"needs": "1 year", "of": [FIELD]}, {"needs": "6 months", "of": [FIELD]}]},
        {"degree": "bachelor"},
        {"credential": "permit", "due": "by appointment"},
    ]
)  # fmt: skip
CLAUSES: Final = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, parts: {kind: parts},
        st.sampled_from(["all of", "any of"]),
        st.lists(inner, min_size=2, max_size=3, unique_by=str),
    ),
    max_leaves=4,
)
LEVELS: Final = st.lists(st.lists(CLAUSES, min_size=1, max_size=2, unique_by=str), min_size=1, max_size=2)
JOBS: Final = st.builds(
    lambda kind, year, months, short: {
        "start": f"{year}-01-01",
        "end": str(date(year, 1, 1) + timedelta(days=round(months * 365 / 12) - 1 - short)),
        "hours_per_week": "40",
        "kinds": kind,
    },
    st.sampled_from(["field work", "desk work"]),
    st.sampled_from([2016, 2019, 2022]),
    st.sampled_from([6, 12, 18, 24]),
    st.integers(-1, 20),
)
STUDY: Final = st.sampled_from(
    [{"level": "bachelor"}, {"level": "bachelor", "conferred": "yes"}, {"level": "high school"}]
)
RECORDS: Final = st.builds(
    lambda jobs, study: {"experience": jobs, "education": study},
    st.lists(JOBS, min_size=1, max_size=3),
    st.lists(STUDY, max_size=1),
)


def pack(levels: list[list[Clause]], policy: object) -> dict[str, Any]:
    told = [
        {"id": f"l{place}", "title": f"Clerk {place}", "source": {"anchor": "a clerk"}, "requires": requires}
        for place, requires in enumerate(levels)
    ]
    return {
        "name": "example/clerk", "title": "Clerk", "agency": "Town of Example", "specification": "An invented one",
        "version": "1", "in force": "2024-01-01", "kinds": {"field work": [], "desk work": []},
        "credentials": {"permit": []},
        "counting policy": policy, "levels": told,
    }  # fmt: skip


WORDS: Final = "forgiven by the counting policy"


def both(
    levels: list[list[Clause]] | Mapping[str, Any], records: list[dict[str, Any]], stated: Mapping[str, Any] = FORGIVING
) -> tuple[minqual.Results, minqual.Results]:
    """Records judged with a policy that states a value, such as forgiven days, and without."""

    def judged(policy: object) -> minqual.Results:
        written = pack(levels, policy) if isinstance(levels, list) else {**levels, "counting policy": policy}
        return results_of(minqual.Screener(written).screen(tables_of(records), AS_OF))

    return judged(stated), judged("default")


def moved_without_a_word(first: minqual.Results, other: minqual.Results, words: str = WORDS) -> list[str]:
    """The full reasons of those whose verdict the value changes, where they say nothing of it."""
    columns = zip(first.columns["verdict"], other.columns["verdict"], first.columns["reasons_in_full"], strict=True)
    return [says for verdict, before, says in columns if verdict != before and words not in says]


@settings(deadline=None, max_examples=examples(150))
@given(LEVELS, st.lists(RECORDS, min_size=1, max_size=6))
@example(
    [[{"all of": [{"experience": "1 year", "in": "field work"}, {"degree": "bachelor"}]}]],
    [{"experience": [{"start": "2020-01-01", "end": "2020-12-25", "hours_per_week": "40", "kinds": "field work"}],
      "education": [{"level": "bachelor"}]}],
)  # fmt: skip
def test_whom_forgiven_days_move_is_told_of_them(levels: list[list[Clause]], records: list[dict[str, Any]]) -> None:
    named = [{"applicant_id": f"A{place}", **each} for place, each in enumerate(records)]
    found = both(levels, named)
    assert not moved_without_a_word(*found)


NONE_AT_ALL: Final = {
    "unpaid": {"like": "default", "unpaid work": 0},
    "fewer than 20 hours a week": {"like": "default", "least hours": 20},
}
"""Values by which a job counts for nothing, with what is said of it."""


@settings(deadline=None, max_examples=examples(150))
@given(
    st.sampled_from(sorted(NONE_AT_ALL)),
    LEVELS,
    st.lists(RECORDS, min_size=1, max_size=6),
    st.lists(st.sampled_from(["40", "20", "19.5", "8"])),
    st.lists(st.booleans()),
)
@example(
    "fewer than 20 hours a week",
    [[{"any of": [{"experience": "1 year", "in": "field work"}, {"credential": "permit", "due": "by appointment"}]}]],
    [{"experience": [{"start": "2016-01-01", "end": "2017-07-01", "kinds": "field work"}], "education": []}],
    ["19.5"], [],
)  # fmt: skip
@example(
    "fewer than 20 hours a week",
    [[{"all of": [{"experience": "1 year", "in": "field work"}, {"total": "18 months", "of": [FIELD, HOLDER]}]}]],
    [{"experience": [{"start": "2016-01-01", "end": "2016-06-30", "kinds": "field work"},
                     {"start": "2019-01-01", "end": "2020-06-29", "kinds": "field work"}], "education": []}],
    ["19.5"], [],
)  # fmt: skip
def test_whom_a_value_moves_by_which_jobs_count_for_nothing_is_told_of_it(
    why: str, levels: list[list[Clause]], records: list[dict[str, Any]], hours: list[str], unpaid: list[bool]
) -> None:
    jobs = [job for each in records for job in each["experience"]]
    for job, week, free in zip_longest(jobs, hours[: len(jobs)], unpaid[: len(jobs)]):
        job.update({"hours_per_week": week or "40", "paid": "no" if free else "yes"})
    named = [{"applicant_id": f"A{place}", **each} for place, each in enumerate(records)]
    assert not moved_without_a_word(*both(levels, named, NONE_AT_ALL[why]), why)


VALUES: Final[Mapping[str, Mapping[str, Any]]] = {
    "full time is 35 hours a week": {"full time hours": 35},
    "full time from 30 hours a week": {"full time from": 30},
    "173 hours to a month": {"weeks in a month": "4.35", "hours in a month": 173},
    "part time counts half": {"part time": "half"},
    "whole ones": {"weeks": "whole weeks only"},
    "15 days or more, else not": {"months": "of 15 days or more"},
    "month by month": {"partial dates": "month by month"},
    "the final filing date itself": {"as of day": "does not count"},
    "50% of paid work": {"unpaid work": "1/2"},
    "no share of its duties": {"unstated share": "is open"},
    "a quarter unit is": {"quarter unit": "1/2"},
    "24 semester units are a year": {"units in a year": 24},
}
"""Values of a policy by which something counts for more or less, by a part of what is said of each."""
WORKED: Final = st.builds(
    lambda start, end, **cells: {"start": start, "end": end, "kinds": "field work", **cells},
    st.sampled_from(["2018", "2018-03", "2018-03-10", "2019-01-01"]),
    st.sampled_from(["2019", "2019-03", "2019-03-09", "2019-12-31", "2026-11-21"]),
    hours_per_week=st.sampled_from(["40", "36", "30", "20", "10"]),
    paid=st.sampled_from(["yes", "no"]),
    share=st.sampled_from(["", "50%", "1"]),
)
STUDIED: Final = st.sampled_from(
    [{"level": "bachelor", "quarter_units": "90"}, {"level": "bachelor", "semester_units": "48"}]
)
ASKED: Final = st.sampled_from(
    [
        {"experience": "1 year", "in": "field work"},
        {"experience": "52 weeks", "in": "field work"},
        {"total": "2 years", "of": [FIELD, {"count": "units"}]},
        {"units": "60 semester units"},
        {"any of": [{"experience": "8 years", "in": "field work"}, {"units": "50 semester units"}]},
    ]
)


@settings(deadline=None, max_examples=examples(300))
@given(
    st.sampled_from(sorted(VALUES)),
    st.lists(ASKED, min_size=1, max_size=2, unique_by=str),
    st.lists(WORKED, min_size=1, max_size=2),
    st.lists(STUDIED, max_size=1),
)
@example("part time counts half", [{"experience": "1 year", "in": "field work"}],
         [{"start": "2019-01-01", "end": "2026-11-21", "kinds": "field work", "hours_per_week": "10", "paid": "yes",
           "share": "1"}], [])  # fmt: skip
@example("the final filing date itself", [{"experience": "1 year", "in": "field work"}],
         [{"start": "2025-11-22", "end": "2026-11-21", "kinds": "field work", "hours_per_week": "40", "paid": "yes",
           "share": "1"}], [])  # fmt: skip
@example("a quarter unit is", [{"units": "60 semester units"}], [], [{"level": "bachelor", "quarter_units": "90"}])
def test_whom_a_value_of_the_counting_policy_moves_is_told_of_it(
    words: str, requires: list[Clause], jobs: list[dict[str, Any]], study: list[dict[str, Any]]
) -> None:
    record = {"applicant_id": "A0", "experience": jobs, "education": study}
    found = both([requires], [record], {"like": "default", **VALUES[words]})
    assert not moved_without_a_word(*found, words)
    assert words not in next(iter(found[1].columns["reasons_in_full"]))


def test_the_substitution_table_of_stockton_tells_of_forgiven_days_as_well() -> None:
    written = yaml.safe_load((ROOT / "rules" / "stockton" / "mayoral-pio.yaml").read_text(encoding="utf-8"))
    records = [
        {
            "applicant_id": f"A{years}-{short}-{level}",
            "education": [{"level": level, "conferred": "yes", "semester_units": units}],
            "experience": [
                {"start": f"{2024 - years}-01-01", "end": str(date(2023, 12, 31) - timedelta(days=short)),
                 "hours_per_week": "40", "kinds": "communications"}
            ],
        }
        for years in (5, 6, 7, 8, 9)
        for short in (0, 7, 14, 20)
        for level, units in (("bachelor", ""), ("associate", "75"), ("high school", "45"))
    ]  # fmt: skip
    found = both(written, records)
    assert list(found[0].columns["verdict"]) != list(found[1].columns["verdict"])
    assert not moved_without_a_word(*found)
