"""What the engine owes where a figure, a share, a bound or a forgiven day decides: kinds that inputs from outside met.

The inputs lie beside the repository, where they are present at all; further ones of each kind stand here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.counting import capped_subjects
from minqual.counting.capped_subjects import best as most
from minqual.counting.capped_subjects import worst as least
from minqual.notation import parse_yaml
from minqual.packs.checks import read_pack
from minqual.verdicts import ClauseVerdict, Counted, Verdict
from support.examples import examples
from support.oracle.pack import judge
from support.places import SHARED
from support.screened import relaxed

EDGE: Final = SHARED / "findings" / "edge"
AS_OF: Final = date(2026, 11, 21)

HEAD: Final = """
name: example/edge
title: Edge
agency: Town of Example
specification: Class specification, 2024
version: "1"
in force: 2024-01-01
kinds:
  clerical work: [clerk]
  field work: [ranger]
subjects: {s0: , s1: , s2: , s3: }
"""


LEVEL: Final = "levels:\n  - id: class\n    title: Class\n    source: {section: Q, anchor: a}\n    requires:\n"


@cache
def screener(requires: str, head: str = "") -> minqual.Screener:
    """A pack of one level, `class`, that requires what is written, indented by six."""
    text = parse_yaml(f"{HEAD}{head}{LEVEL}{requires}".encode(), "pack.yaml")
    return minqual.Screener(read_pack(text))


def record(**tables: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"applicant_id": "a", **tables}


def judged(requires: str, head: str = "", as_of: date = AS_OF, **tables: Sequence[Mapping[str, Any]]) -> Verdict:
    return minqual.check(record(**tables), screener(requires, head), as_of)


def edge(name: str) -> Path:
    """An input from beside the repository; the test is skipped where it is absent."""
    path = EDGE / name
    if not path.is_file():
        pytest.skip(f"{name} is not here: the inputs are kept outside the repository")
    return path


def edge_record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(edge(name).read_text(encoding="utf-8"))
    return found


def clause(verdict: Verdict, kind: str) -> ClauseVerdict:
    """The first clause of a kind."""
    return next(each for level in verdict.levels for each in level.clauses if each.kind == kind)


def asks(verdict: Verdict) -> list[str]:
    """What decides and is asked, each as often as it stands there."""
    every = [item for level in verdict.levels for each in level.clauses for item in each.open]
    return [item.ask for item in every if item.decides]


# Discretion within a bound.

BOUNDED: Final = """
      - any of:
          - degree: bachelor
          - bounded discretion: the department
            may accept: any equivalent combination
            only if: {experience: 5 years, in: clerical work}
"""


@pytest.mark.parametrize(
    ("cells", "standing"),
    [
        ({}, "review"),
        ({"hours_per_week": 40}, "refer"),
        ({"hours_per_week": 20}, "unmet"),
        ({"hours_per_week": 25}, "refer"),
        ({"hours_per_week": 40, "kinds": ""}, "review"),
        ({"hours_per_week": 40, "kinds": "ranger"}, "unmet"),
        ({"hours_per_week": 40, "end": "2022"}, "review"),
    ],
)
def test_discretion_stands_where_its_bound_lets_it(cells: Mapping[str, Any], standing: str) -> None:
    """An open bound is review with the question that the bound asks; one that holds refers; one that fails is unmet."""
    job = {"kinds": "clerk", "start": "2018-01-01", "end": "2025-12-31", **cells}
    verdict = judged(BOUNDED, experience=[job])
    assert verdict.verdict == standing
    assert bool(asks(verdict)) == (standing == "review")


def test_an_open_bound_asks_for_the_hours_that_decide() -> None:
    verdict = minqual.check(edge_record("bounded.json"), edge("bounded.yaml"), AS_OF)
    assert verdict.verdict == "review"
    assert asks(verdict) == ["How many hours a week?"]
    full = edge_record("bounded.json")
    full["experience"][0]["hours_per_week"] = 40
    assert minqual.check(full, edge("bounded.yaml"), AS_OF).verdict == "refer"


def test_a_bound_of_several_tests_is_open_while_what_decides_it_is() -> None:
    requires = BOUNDED.replace(
        "{experience: 5 years, in: clerical work}",
        "{any of: [{degree: high school}, {experience: 5 years, in: clerical work}]}",
    )
    job = {"kinds": "clerk", "start": "2018-01-01", "end": "2025-12-31"}
    diploma = {"level": "high school", "conferred": "yes"}
    assert judged(requires, experience=[job]).verdict == "review"
    assert judged(requires, experience=[job], education=[diploma]).verdict == "refer"
    assert judged(requires).verdict == "unmet"


def test_what_can_only_refer_is_not_asked_beside_what_is_conditional_already() -> None:
    """Discretion lifts nobody above a degree that is to be conferred; without the degree its bound is asked for."""
    job = {"kinds": "clerk", "start": "2018-01-01", "end": "2025-12-31"}
    due = {"level": "bachelor", "conferred": "no", "expected": "2027-05-20"}
    verdict = judged(BOUNDED, experience=[job], education=[due])
    assert verdict.verdict == "conditional"
    assert asks(verdict) == ["Can the applicant show the degree once it is conferred?"]
    assert asks(judged(BOUNDED, experience=[job])) == ["How many hours a week?"]


# Forgiven days.

ROUNDED: Final = "counting policy: los-angeles\n"
LACKING: Final = """
      - experience: 1 year
        in: clerical work
        may lack: 6 months
"""


def worked(start: str, end: str, **cells: object) -> dict[str, object]:
    return {"kinds": "clerk", "start": start, "end": end, "hours_per_week": 40, **cells}


@pytest.mark.parametrize(
    ("end", "standing"),
    [
        ("2021-12-31", "met"),
        ("2021-12-16", "met"),
        ("2021-12-15", "conditional"),
        ("2021-06-30", "conditional"),
        ("2021-06-16", "conditional"),
        ("2021-06-15", "unmet"),
    ],
)
def test_forgiven_days_hold_at_the_need_and_at_the_edge_of_what_may_lack(end: str, standing: str) -> None:
    verdict = judged(LACKING, ROUNDED, experience=[worked("2021-01-01", end)])
    assert verdict.verdict == standing
    says = clause(verdict, "experience").says
    assert ("14 days forgiven" in says) == (end in {"2021-12-16", "2021-06-16"})


def test_what_lacks_six_months_less_the_days_forgiven_is_conditional_and_says_so() -> None:
    short = edge_record("lack.json")
    verdict = minqual.check(short, edge("rounding.yaml"), AS_OF)
    assert verdict.levels[0].standing == "conditional"
    assert "14 days forgiven" in verdict.levels[0].clauses[0].says
    short["experience"][0]["start"] = "2026-05-17"
    assert minqual.check(short, edge("rounding.yaml"), AS_OF).levels[0].standing == "unmet"


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 2, 28), date(2024, 2, 29), date(2026, 11, 21)])
def test_forgiven_days_are_the_same_whatever_the_as_of_date(day: date) -> None:
    """Fourteen days short of a year pass and fifteen do not, though the days after the as-of date may be 31sts."""
    jobs = (worked("2021-01-01", "2021-12-16"), worked("2021-01-01", "2021-12-15"))
    standings = [
        judged("\n      - {experience: 1 year, in: clerical work}\n", ROUNDED, day, experience=[job]).verdict
        for job in jobs
    ]
    assert standings == ["met", "unmet"]


def test_forgiven_days_never_mend_unbroken_time_nor_widen_a_window() -> None:
    unbroken = "\n      - {unbroken: 12 months, in: clerical work}\n"
    window = "\n      - {experience: 1 year, in: clerical work, within: 2 years}\n"
    almost, whole = worked("2021-01-01", "2021-12-30"), worked("2021-01-01", "2021-12-31")
    assert judged(unbroken, ROUNDED, experience=[almost]).verdict == "unmet"
    assert judged(unbroken, ROUNDED, experience=[whole]).verdict == "met"
    long_ago = worked("2014-01-01", "2024-11-20")
    counted = clause(judged(window, ROUNDED, experience=[long_ago]), "experience").counted
    assert counted is not None
    assert counted.exact == ("0", "0")


@pytest.mark.parametrize(
    "requires",
    [
        "\n      - total: 1 year\n        of: [{count: experience, in: clerical work}]\n",
        """
      - disjoint:
          - {needs: 6 months, of: [{count: experience, in: clerical work}]}
          - {needs: 6 months, of: [{count: experience, in: [clerical work, field work]}]}
""",
    ],
)
def test_forgiven_days_hold_wherever_time_is_compared_with_a_need(requires: str) -> None:
    ends = {"2021-12-31": False, "2021-12-16": True, "2021-12-15": False}
    verdicts = [judged(requires, ROUNDED, experience=[worked("2021-01-01", end)]) for end in ends]
    assert [each.verdict for each in verdicts] == ["met", "met", "unmet"]
    assert ["forgiven" in each.levels[0].clauses[0].says for each in verdicts] == list(ends.values())


# Subjects that count up to so many units.


def shares_of(tape: st.DataObject, subjects: Sequence[str]) -> dict[frozenset[str], int]:
    """Units by the subjects among which they divide, of a few rows."""
    rows = tape.draw(st.lists(st.tuples(st.sets(st.sampled_from(subjects), max_size=4), st.integers(0, 9)), max_size=5))
    found: dict[frozenset[str], int] = {}
    for names, amount in rows:
        found[frozenset(names)] = found.get(frozenset(names), 0) + amount
    return found


def counted_of(chosen: Mapping[frozenset[str], Mapping[str, int]], caps: Mapping[str, int], free: int) -> int:
    inside = {name: sum(each.get(name, 0) for each in chosen.values()) for name in caps}
    return free + sum(min(amount, caps[name]) for name, amount in inside.items())


def every_way(names: frozenset[str], amount: int) -> Iterator[dict[str, int]]:
    """All ways in which whole units divide among some subjects."""
    first, *others = sorted(names)
    for here in range(amount + 1) if others else (amount,):
        for rest in every_way(frozenset(others), amount - here) if others else ({},):
            yield {first: here, **rest}


@given(data=st.data())
@settings(relaxed, max_examples=examples(100))
def test_units_divide_among_capped_subjects_in_the_best_and_in_the_worst_way(data: st.DataObject) -> None:
    """Whichever way it is reckoned, the bounds are those over all ways of dividing whole units."""
    caps = {f"s{number}": data.draw(st.integers(1, 7)) for number in range(3)}
    pool = [shares_of(data, sorted(caps)) for _ in range(3)]
    sets = {names for units in pool for names in units} | {frozenset[str]()}
    columns = {names: np.array([units.get(names, 0) for units in pool]) for names in sets}
    few = [least(columns, caps, len(pool)).tolist(), most(columns, caps, len(pool)).tolist()]
    for place, units in enumerate(pool):
        free = units.get(frozenset(), 0)
        dividing = {names: amount for names, amount in units.items() if names}
        ways = [list(every_way(names, amount)) for names, amount in dividing.items()]
        each = [counted_of(dict(zip(dividing, way, strict=True)), caps, free) for way in product(*ways)]
        assert [few[0][place], few[1][place]] == [min(each), max(each)]
        found = capped_subjects._led(dividing, caps)  # noqa: SLF001  # what a pool of many subjects is reckoned by
        assert free + found == max(each)


def test_units_in_many_capped_subjects_are_counted_at_once() -> None:
    """Sixty capped subjects, named singly, in pairs and not at all, are no power of two."""
    many = [f"s{number}" for number in range(60)]
    pack = f"subjects: {{{', '.join(f'{name}: ' for name in many)}}}\n"
    caps = ", ".join(f"{name}: 3 semester units" for name in many)
    requires = f"\n      - units: 90 semester units\n        in: [{', '.join(many)}]\n        at most: {{{caps}}}\n"
    own = HEAD.replace("subjects: {s0: , s1: , s2: , s3: }\n", "")
    pairs = [{"level": "some college", "semester_units": 5, "subject": f"{a};{b}"} for a, b in pairwise(many)]
    single = [{"level": "some college", "semester_units": 2, "subject": name} for name in many[:20]]
    for rows, low, high in ((single, "40", "40"), ([*single, *pairs], None, "180"), ([{"level": "master"}], "0", None)):
        text = parse_yaml(f"{own}{pack}{LEVEL}{requires}".encode(), "pack.yaml")
        counted = clause(minqual.check(record(education=rows), read_pack(text), AS_OF), "units").counted
        assert counted is not None
        assert low in {None, counted.exact[0]}
        assert high in {None, counted.exact[1]}


def test_the_units_of_21_capped_subjects_are_told() -> None:
    verdict = minqual.check(edge_record("caps.json"), edge("caps.yaml"), AS_OF)
    assert clause(verdict, "units").counted == Counted(low="3.00", high="3.00", unit="semester units", exact=("3", "3"))


# Units that a blank and a word prove.


def units_of(*rows: Mapping[str, Any], clause_: str = "units: 150 semester units") -> tuple[str, str | None]:
    counted = clause(judged(f"\n      - {{{clause_}}}\n", education=rows), "units").counted
    assert counted is not None
    return counted.exact


def test_a_blank_subject_proves_no_more_units_than_a_stated_one() -> None:
    """Rows are a list of what there is: what they state adds up, whether or not they say in which subject."""
    here, there = ({"level": "some college", "institution": each, "semester_units": 30} for each in "ab")
    for first, second in product(({}, {"subject": "s0"}, {"subject": "s9"}), repeat=2):
        assert units_of({**here, **first}, {**there, **second}) == ("60", "60")


SILENT: Final = {"level": "bachelor", "conferred": "yes"}


@pytest.mark.parametrize("level", ["some college", "associate", "bachelor"])
def test_a_harder_demand_for_units_never_stands_better_than_an_easier_one(level: str) -> None:
    """What a silent degree implies holds at a level of study and bounds what it may hold in a subject."""
    study = {"level": "some college", "semester_units": 10, "subject": "s0"}
    assert units_of(SILENT) == ("120", "120")
    assert units_of(SILENT, clause_=f"units: 150 semester units, level: {level}") == ("120", "120")
    assert units_of(SILENT, clause_="units: 150 semester units, in: s0") == ("0", "120")
    assert units_of(SILENT, study) == ("120", "130")
    assert units_of(SILENT, study, clause_="units: 150 semester units, in: s0") == ("10", "130")
    assert units_of({"level": "master", "conferred": "yes"}, clause_="units: 9 semester units, level: master") == (
        "30",
        None,
    )
    assert units_of({"level": "some college"}, clause_="units: 9 semester units, in: s0") == ("0", None)


# A share that one use asks for.


def cells(data: st.DataObject) -> dict[str, str]:
    """A job, dated or not, with a share of duties."""
    job = {"kinds": data.draw(st.sampled_from(["clerk", "ranger", "clerk;ranger", ""]))}
    job["share"] = data.draw(st.sampled_from(["", "0.85", "0.5", "0.9", "1"]))
    job["hours_per_week"] = data.draw(st.sampled_from(["40", "20", "30", ""]))
    if data.draw(st.integers(0, 5)) == 0:
        return {**job, "years": data.draw(st.sampled_from(["1", "2.5", "0.5"]))}
    start = date(2018, 1, 1) + timedelta(data.draw(st.integers(0, 1200)))
    ends = [(start + timedelta(days)).isoformat() for days in (100, 300, 800)]
    return {
        **job,
        "start": data.draw(st.sampled_from([start.isoformat(), start.isoformat()[:7], ""])),
        "end": data.draw(st.sampled_from([*ends, ""])),
    }


SHARED_USES: Final = (
    """
      - total: 9 years
        of:
          - {count: experience, in: clerical work, share at least: 85%, at most: 2 years}
          - {count: experience, in: clerical work}
""",
    """
      - total: 9 years
        of:
          - {count: experience, in: [clerical work, field work], share at least: 50%, every: 2 years, gives: 1 year}
          - {count: experience, in: clerical work, at most: 3 years, within: 7 years}
          - {count: experience, in: field work}
""",
    """
      - disjoint:
          - {needs: 2 years, of: [{count: experience, in: clerical work, share at least: 85%}]}
          - {needs: 3 years, of: [{count: experience, in: [clerical work, field work]}]}
          - {needs: 1 year, of: [{count: experience, in: field work, share at least: 50%, within: 8 years}]}
""",
)


@pytest.mark.parametrize("requires", SHARED_USES)
@pytest.mark.parametrize("policy", ["", "counting policy: university-of-south-florida\n"])
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_a_job_counts_whole_only_for_the_use_that_asks_its_share(
    requires: str, policy: str, data: st.DataObject
) -> None:
    """The engine and every way of sharing out each moment come to the same bounds."""
    jobs = [cells(data) for _ in range(data.draw(st.integers(1, 3)))]
    found = judged(requires, policy, experience=jobs).levels[0].clauses[0]
    assert found.counted is not None
    pack = yaml.load(f"{HEAD}{policy}{LEVEL}{requires}", yaml.BaseLoader)  # noqa: S506  # scalars as text, nothing else
    pack["levels"][0]["requires"][0]["id"] = "it"
    low, high = judge(pack, record(experience=jobs), AS_OF).bounds["class.it"]
    assert found.counted.exact == (str(low), None if high is None else str(high)), jobs


def test_credit_of_a_share_stays_with_the_term_that_asks_it() -> None:
    verdict = minqual.check(edge_record("share.json"), edge("share.yaml"), AS_OF)
    counted = {level.level: level.clauses[0].counted for level in verdict.levels}
    assert counted["total"] is not None
    assert counted["total"].exact == ("37/10", "37/10")
    assert {level.level: level.standing for level in verdict.levels}["total"] == "unmet"


@pytest.mark.parametrize(
    ("share", "exact"), [("1", "4"), ("", "4"), ("0.9", "19/5"), ("0.85", "37/10"), ("0.84", "84/25")]
)
def test_a_share_counts_whole_up_to_the_cap_of_its_term(share: str, exact: str) -> None:
    """Two years whole and two by the share; all of four by it where it is too small; whole where it is all."""
    job = worked("2022-11-01", "2026-10-31", share=share)
    counted = clause(judged(SHARED_USES[0], experience=[job]), "total").counted
    assert counted is not None
    assert counted.exact == (exact, exact)


def test_many_overlapping_jobs_of_many_shares_are_counted_or_bounded() -> None:
    """Shares of a thousand kinds, all at once: looked through where there are few, and bounded by sets of uses."""
    for number in (40, 600):
        jobs = [
            worked(f"{2000 + place % 20}-01-01", f"{2002 + place % 20}-12-31", share=f"0.{999 - place % 150}")
            | {"hours_per_week": "3"}
            for place in range(number)
        ]
        counted = clause(judged(SHARED_USES[0], experience=jobs), "total").counted
        assert counted is not None
        assert counted.exact[1] is not None
        assert Fraction(counted.exact[0]) <= Fraction(counted.exact[1])


# Questions that decide.


def test_each_open_fact_stands_once_under_a_clause_and_what_a_ged_settles_is_not_asked() -> None:
    pack = "new-york-city/procurement-analyst"
    stated = edge_record("same-question.json")
    verdict = minqual.check(stated, pack, AS_OF)
    for level in verdict.levels:
        for each in level.clauses:
            assert len(each.open) == len(set(map(repr, each.open))), each.id
    every = asks(verdict)
    assert "By which day were the units earned?" in every
    assert not any("diploma" in ask for ask in every)
    stated["education"][1]["awarded"] = "2000-05-05"
    assert {level.level: level.standing for level in minqual.check(stated, pack, AS_OF).levels}["level-2"] == "met"


AFTER: Final = """
      - experience: 2 years
        in: clerical work
        after: {all of: [{degree: high school}, {units: 60 semester units}]}
"""
GED: Final = {"level": "ged", "conferred": "yes"}
DIPLOMA: Final = "Does the applicant hold a high school diploma, a GED or the like?"


@pytest.mark.parametrize(
    ("awarded", "start", "asked"),
    [
        ("1999-06-15", "2024-01-01", {"By which day were the units earned?"}),
        ("2024-06-15", "2024-01-01", {"By which day were the units earned?", DIPLOMA}),
        ("", "2024-01-01", {"By which day were the units earned?", DIPLOMA, "On which day was the degree conferred?"}),
    ],
)
def test_since_when_is_asked_only_of_what_the_time_after_it_hangs_on(awarded: str, start: str, asked: set[str]) -> None:
    """A diploma that was there before the first job is not asked for, whatever a college row may say beside it."""
    study = {"level": "some college", "semester_units": 60}
    verdict = judged(AFTER, education=[{**GED, "awarded": awarded}, study], experience=[worked(start, "2026-10-27")])
    assert verdict.verdict == "review"
    assert set(asks(verdict)) == asked


def test_no_job_is_asked_of_that_can_change_nothing() -> None:
    """A job all of whose time is full already neither helps nor hinders, whatever it was."""
    five = "\n      - {experience: 5 years, in: clerical work}\n"
    sure = worked("2015-01-01", "2018-12-31")
    idle, open_ = ({"start": start, "end": end, "hours_per_week": 40, "entry": entry} for start, end, entry in JOBS)
    items = clause(judged(five, experience=[sure, idle, open_]), "experience").open
    assert {item.entry for item in items} == {"beyond"}
    partly = {**idle, "end": "2019-01-01"}
    assert {item.entry for item in clause(judged(five, experience=[sure, partly]), "experience").open} == set()
    verdict = judged(five, experience=[{**sure, "end": "2019-12-30"}, {**partly, "start": "2019-06-01", "end": ""}])
    assert [item.entry for item in clause(verdict, "experience").open] == ["within", "within"]


JOBS: Final = (("2016-01-01", "2016-12-31", "within"), ("2018-06-01", "2020-12-31", "beyond"))


@given(data=st.data())
@settings(relaxed, max_examples=examples(100))
def test_what_is_not_asked_of_a_job_changes_nothing(data: st.DataObject) -> None:
    """However the open cells of a job are filled in that is not asked for, what is counted stays the same."""
    jobs = [{**cells(data), "entry": str(place)} for place in range(data.draw(st.integers(1, 4)))]
    jobs = [job for job in jobs if "years" not in job]
    requires = "\n      - {experience: 9 years, in: clerical work}\n"
    before = clause(judged(requires, experience=jobs), "experience")
    asked_of = {item.entry for item in before.open}
    fills = {"kinds": ["clerk", "ranger"], "hours_per_week": ["40", "20", "0"], "start": ["2017-02-03"]}
    filled = [
        {key: value or data.draw(st.sampled_from(fills.get(key, [""]))) for key, value in job.items()}
        if job["entry"] not in asked_of
        else job
        for job in jobs
    ]
    if before.standing == "review":
        assert before.counted == clause(judged(requires, experience=filled), "experience").counted, (jobs, filled)


UNBROKEN: Final = "\n      - {unbroken: 12 months, in: clerical work}\n"


@pytest.mark.parametrize(
    ("hours", "head", "standing", "asked"),
    [
        ("", "", "met", []),
        ("10", "", "met", []),
        ("0-20", "", "met", []),
        ("", "counting policy: {least hours: 10}\n", "review", ["How many hours a week?"]),
        ("9", "counting policy: {least hours: 10}\n", "unmet", []),
    ],
)
def test_unbroken_time_asks_for_hours_only_where_few_count_for_nothing(
    hours: str, head: str, standing: str, asked: list[str]
) -> None:
    job = {**worked("2020-01-01", "2020-12-31"), "hours_per_week": hours}
    verdict = judged(UNBROKEN, head, experience=[job])
    assert verdict.verdict == standing
    assert asks(verdict) == asked


# Cost.


def test_ten_thousand_overlapping_jobs_are_counted_and_told_at_once() -> None:
    """What each job adds comes to what is counted; the square of their number would take minutes."""
    draw = Random(1)
    starts = [date(1990, 1, 1) + timedelta(draw.randrange(12_000)) for _ in range(10_000)]
    jobs = [
        worked(start.isoformat(), (start + timedelta(draw.randrange(3_000))).isoformat(), hours_per_week=hours)
        for start in starts
        for hours in (draw.choice((2, 3)),)
    ]
    verdict = judged("\n      - {experience: 5 years, in: clerical work}\n", experience=jobs)
    shown = clause(verdict, "experience")
    assert shown.standing == "met"
    assert shown.counted is not None
    assert sum((Fraction(item.low or 0) for item in shown.evidence), Fraction(0)) <= Fraction(shown.counted.exact[0])


def test_jobs_of_ever_other_hours_are_told_as_finely_as_print_asks() -> None:
    """Where no common part of all loads is small enough, what a job adds is rounded far below what is printed."""
    draw = Random(2)
    jobs = [
        worked(f"{2000 + place % 20}-01-01", f"{2001 + place % 20}-12-31", hours_per_week=f"{draw.uniform(5, 40):.3f}")
        for place in range(600)
    ]
    verdict = judged("\n      - {experience: 5 years, in: clerical work}\n", experience=jobs)
    shown = clause(verdict, "experience")
    assert shown.counted is not None
    assert shown.counted.exact == ("21", "21")
    told = [Fraction(item.low) for item in shown.evidence if item.low is not None]
    assert abs(sum(told, Fraction(0)) - 21) < Fraction(len(jobs), 100)
