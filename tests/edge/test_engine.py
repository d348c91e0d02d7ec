"""What the engine owes where a figure, a share, a bound or a forgiven day decides: kinds that inputs from outside met.

The inputs lie beside the repository, where they are present at all; further ones of each kind stand here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import minqual
from minqual.notation import parse_yaml
from minqual.packs.checks import read_pack
from minqual.verdicts import ClauseVerdict, Verdict
from support.places import SHARED

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


@cache
def screener(requires: str, head: str = "") -> minqual.Screener:
    """A pack of one level, `class`, that requires what is written, indented by six."""
    level = "levels:\n  - id: class\n    title: Class\n    source: {section: Q, anchor: a}\n    requires:\n"
    text = parse_yaml(f"{HEAD}{head}{level}{requires}".encode(), "pack.yaml")
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
