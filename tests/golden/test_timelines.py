"""The timelines that other projects can count too: the engine and the oracle come to their answers, exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final

import pytest
import yaml

import minqual
from minqual.counting import bundled_policies
from minqual.notation import parse_yaml
from minqual.packs.checks import read_pack
from support.oracle.pack import judge
from support.places import APPLICANTS

Bounds = tuple[Fraction, Fraction | None]

SET: Final = json.loads((APPLICANTS / "timelines" / "timelines.json").read_text(encoding="utf-8"))
TIMELINES: Final[Sequence[Mapping[str, Any]]] = SET["timelines"]
POLICIES: Final[Mapping[str, Mapping[str, str]]] = SET["policies"]

TOPICS: Final = {
    "overlap", "part time", "hours range", "partial dates", "present", "promotion", "as-of edge", "month end",
    "leap day", "gap", "duration", "share", "unpaid",
}  # fmt: skip

PACK: Final = """
name: example/timelines
title: Timelines
agency: Town of Example
specification: an example
version: "1"
in force: 2024-01-01
counting policy: {policy}
kinds: {{work: }}
levels:
  - id: class
    title: Class
    source: {{section: Q, anchor: a}}
    requires: [{{id: it, experience: 80 years, in: work}}]
"""


@cache
def screener(policy: str) -> minqual.Screener:
    return minqual.Screener(read_pack(parse_yaml(PACK.format(policy=policy).encode(), "pack.yaml")))


def record(timeline: Mapping[str, Any]) -> dict[str, Any]:
    return {"applicant_id": timeline["id"], "experience": [{**job, "kinds": "work"} for job in timeline["jobs"]]}


def exact(answer: Mapping[str, str | None]) -> Bounds:
    """The bounds of an answer."""
    low, high = answer["low"], answer["high"]
    assert low is not None
    return Fraction(low), None if high is None else Fraction(high)


@pytest.mark.parametrize("policy", POLICIES)
def test_the_engine_comes_to_every_answer(policy: str) -> None:
    for each in TIMELINES:
        verdict = minqual.check(record(each), screener(policy), date.fromisoformat(each["as_of"]))
        counted = verdict.levels[0].clauses[0].counted
        assert counted is not None
        low, high = counted.exact
        assert exact({"low": low, "high": high}) == exact(each["answers"][policy]), each["id"]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_oracle_comes_to_every_answer(policy: str) -> None:
    pack = yaml.load(PACK.format(policy=policy), yaml.BaseLoader)  # noqa: S506  # scalars as text, nothing else
    for each in TIMELINES:
        found = judge(pack, record(each), date.fromisoformat(each["as_of"])).bounds["class.it"]
        assert found == exact(each["answers"][policy]), each["id"]


def test_there_are_a_hundred_timelines_of_every_topic_each_with_its_why() -> None:
    assert [each["id"] for each in TIMELINES] == [f"t{number:03}" for number in range(1, 101)]
    assert {each["topic"] for each in TIMELINES} == TOPICS
    assert all(each["why"].endswith(".") and each["shows"] for each in TIMELINES)
    assert len({each["shows"] for each in TIMELINES}) == len(TIMELINES)


def test_the_policies_of_the_timelines_are_the_bundled_ones_with_their_sources() -> None:
    bundled = bundled_policies()
    assert next(iter(POLICIES)) == "default"
    for name, stated in POLICIES.items():
        policy = bundled[name]
        assert stated == {
            "source": policy.source,
            "full_time_hours": str(policy.full_time_hours),
            "full_time_from": str(policy.full_from),
            "months": policy.months,
            "partial_dates": policy.partial_dates,
            "as_of_day": policy.as_of_day,
            "unpaid_work": str(policy.unpaid_work),
            "unstated_share": policy.unstated_share,
        }


DAYS: Final = {"year": 360, "month": 30, "day": 1}


def in_years(words: str) -> Fraction:
    """Years, months and days in words, with days of 30/360: "1 year 7 1/2 days"."""
    total, amount = Fraction(0), Fraction(0)
    for word in words.split():
        if word.rstrip("s") in DAYS:
            total, amount = total + amount * DAYS[word.rstrip("s")], Fraction(0)
        elif word != "nothing":
            amount += Fraction(word)
    return total / 360


def test_the_words_of_an_answer_say_what_its_fractions_do() -> None:
    for each in TIMELINES:
        for answer in each["answers"].values():
            least, _, most = answer["says"].partition(" to ")
            endless = least.removesuffix(" or more, without limit")
            low, high = exact(answer)
            assert in_years(endless) == low, answer
            assert (high is None) == (endless != least), answer
            assert high is None or in_years(most or least) == high, answer
