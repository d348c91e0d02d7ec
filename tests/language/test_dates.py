"""Who does not count, classes by rank, and days: sentences of specifications with records on both sides of each."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

import minqual
from support.places import said_in

AS_OF = date(2026, 11, 21)
VOCABULARY: Mapping[str, Any] = {
    "kinds": {"guard duty": [], "gallery work": [], "teaching visitors": []},
    "employers": {"Town of Elm": ["town hall"], "Ash County": []},
    "classes": {"Porter": [], "Guard": ["4410"], "Head Guard": [], "Captain": []},
    "credentials": {"guard card": []},
}


def pack(*requires: Mapping[str, Any], **keys: object) -> dict[str, Any]:
    """A pack of one level."""
    return {
        "name": "example/guard",
        "title": "Guard",
        "agency": "Town of Elm",
        "specification": "made up",
        "version": "1",
        "in force": "2026-01",
        **VOCABULARY,
        "levels": [{"id": "guard", "title": "Guard", "requires": list(requires)}],
        **keys,
    }


def job(start: str = "2020-01-01", end: str = "2021-12-31", **cells: str) -> dict[str, str]:
    return {"kinds": "guard duty", "start": start, "end": end, "hours_per_week": "40", **cells}


def checked(rules: Mapping[str, Any], *jobs: Mapping[str, str], **tables: object) -> minqual.Verdict:
    return minqual.check({"applicant_id": "a", "experience": list(jobs), **tables}, rules, AS_OF)


def standing(rules: Mapping[str, Any], *jobs: Mapping[str, str], **tables: object) -> str:
    return str(checked(rules, *jobs, **tables).levels[0].standing)


def told(rules: Mapping[str, Any], *jobs: Mapping[str, str], **tables: object) -> list[str]:
    """What is said of each row, clause by clause."""
    clauses = checked(rules, *jobs, **tables).levels[0].clauses
    return [each.says for clause in clauses for each in clause.evidence if each.entry.startswith("job")]


@pytest.mark.parametrize("name", ["a04", "a05", "a09", "a12", "a13", "a13b"])
def test_invented_sentences_stand_where_they_should(name: str) -> None:
    """Each record of a pack beside the checkout has the standing that was written down before."""
    rules, records, right = said_in(name)
    wanted = {
        row["applicant_id"]: row["right"].split("|")
        for row in csv.DictReader(right.read_text(encoding="utf-8").splitlines())
        if row["pack"] == name
    }
    for line in records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert minqual.check(record, str(rules), AS_OF).verdict in wanted[record["applicant_id"]]


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"employer": "Elm Estate Ltd"}, "review"),
        ({"employer": "Acme"}, "met"),
        ({"employer": "Town Hall"}, "unmet"),
        ({"employer": "Town of Elm, Parks"}, "review"),
        ({}, "review"),
    ],
)
def test_time_with_one_employer_does_not_count(cells: dict[str, str], right: str) -> None:
    rules = pack({"experience": "2 years", "in": "guard duty", "not employer": "Town of Elm"})
    assert standing(rules, job(**cells)) == right


def test_time_in_classes_other_than_one() -> None:
    """Nothing but the class that does not count is named: any other time with the Town counts."""
    rules = pack({"experience": "2 years", "employer": "Town of Elm", "not class": ["Porter"]})
    town = {"employer": "Town of Elm"}
    assert standing(rules, job(**town, class_code="Guard")) == "met"
    assert standing(rules, job(**town, class_code="Porter")) == "unmet"
    assert standing(rules, job(**town)) == "review"


def test_a_name_cannot_be_asked_for_and_left_out() -> None:
    rules = pack({"experience": "2 years", "class": "Guard", "not class": ["Guard", "Porter"]})
    with pytest.raises(minqual.PackError, match="Guard under 'class' and under 'not class'"):
        checked(rules)


FAILED: Sequence[tuple[dict[str, Any], str]] = [
    ({"in": "gallery work"}, "another kind of work"),
    ({"in": "guard duty", "class": "Head Guard"}, "another class"),
    ({"in": "guard duty", "employer": "Ash County"}, "another employer"),
    ({"in": "guard duty", "not class": "Porter"}, "as Porter"),
    ({"in": "guard duty", "not employer": "Town of Elm"}, "with Town of Elm"),
    ({"in": "guard duty", "unpaid work": "refused"}, "unpaid"),
    ({"in": "guard duty", "also in": "teaching visitors"}, "not in teaching visitors as well"),
    ({"in": "guard duty", "share at least": "50%"}, "less than 50% of qualifying duties"),
    ({"in": "guard duty", "within": "2 years"}, "before the last 2 years"),
    ({"in": "guard duty", "after": {"degree": "bachelor"}}, "not after a bachelor's degree"),
    ({"in": "gallery work", "class": "Guard"}, "another kind of work and another class"),
]


@pytest.mark.parametrize(("keys", "failed"), FAILED)
@pytest.mark.parametrize("clause", ["experience", "unbroken", "total", "disjoint"])
def test_each_job_that_does_not_count_is_told_why(keys: dict[str, Any], failed: str, clause: str) -> None:
    """Whoever signs a rejection reads which condition of the clause a job fails, in every clause that counts time."""
    term = {"count": "experience", **keys}
    asked = {
        "experience": {"experience": "1 year", **keys},
        "unbroken": {"unbroken": "1 year", **keys},
        "total": {"total": "1 year", "of": [term]},
        "disjoint": {"disjoint": [{"needs": "1 year", "of": [term]}, {"needs": "1 year", "of": [term]}]},
    }
    fails = job("2010-01-01", "2013-12-31", employer="Town of Elm", class_code="Porter", paid="no", share="20%")
    fails["facts"] = "teaching visitors: no"
    assert set(told(pack(asked[clause]), fails)) == {f"does not count: {failed}"}


@pytest.mark.parametrize(
    ("cells", "policy", "failed"),
    [
        ({"hours_per_week": "8"}, {"least hours": "10"}, "fewer than 10 hours a week"),
        ({"paid": "no"}, {"unpaid work": "0"}, "unpaid"),
        ({"share": "0%"}, {}, "no share of qualifying duties"),
    ],
)
def test_what_a_policy_takes_away_is_told(cells: dict[str, str], policy: dict[str, str], failed: str) -> None:
    rules = pack({"experience": "1 year", "in": "guard duty"}, **{"counting policy": policy})
    assert told(rules, job(**cells)) == [f"does not count: {failed}"]


RANKS = {"class ranks": [["Guard", "Head Guard"], ["Head Guard", "Captain"]]}


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Head Guard", "met"),
        ("Captain", "met"),
        ("4410", "unmet"),
        ("Porter", "review"),
        ("Warden", "review"),
        ("Guard (night)", "review"),
        ("", "review"),
    ],
)
def test_known_ranks_decide_before_people_do(written: str, right: str) -> None:
    """A class that ranks below is a firm no, one above counts; what nobody ranked is for a person to say."""
    asks = {"experience": "2 years", "in": "guard duty", "class": "Head Guard"}
    rules = pack({**asks, "other classes": "at that level"}, **RANKS)
    assert standing(rules, job(class_code=written)) == right
    assert standing(rules, job(class_code=written)) == standing(
        pack({**asks, "other classes": "review"}, **RANKS), job(class_code=written)
    )


def test_a_class_below_one_of_several_is_asked_about() -> None:
    """Who asks for one class more asks for no more of anybody."""
    asks = {"experience": "2 years", "class": ["Head Guard", "Porter"], "other classes": "at that level"}
    assert standing(pack(asks, **RANKS), job(class_code="Guard")) == "review"
    assert told(pack(asks | {"class": ["Head Guard"]}, **RANKS), job(class_code="Guard")) == [
        "does not count: a lower class"
    ]


@pytest.mark.parametrize(
    ("ladders", "fault"),
    [
        ([["Guard", "Head Gard"]], "unknown class 'Head Gard'"),
        ([["Guard", "Captain"], ["Captain", "Guard"]], "Captain and Guard above itself"),
    ],
)
def test_ladders_that_cannot_be(ladders: list[list[str]], fault: str) -> None:
    with pytest.raises(minqual.PackError, match=fault):
        checked(pack({"experience": "2 years", "class": "Guard"}, **{"class ranks": ladders}))


def test_the_level_of_a_class_is_asked_once_for_each_class_and_employer() -> None:
    """With the printed test of that level, of one applicant and of a whole pool."""
    test = "a year's training, or two years on nights"
    rules = pack(
        {
            "experience": "9 years",
            "in": "guard duty",
            "class": "Guard",
            "other classes": "at that level",
            "level test": test,
        }
    )
    acme, elm = {"class_code": "Warden", "employer": "Acme"}, {"class_code": "warden", "employer": "Town of Elm"}
    jobs = [job("2000-01-01", "2004-12-31", **acme), job("2005-01-01", "2009-12-31", **acme), job(**elm)]
    ask = f"Is the class at the level of Guard? The specification's test: {test}."
    found = [each.ask for each in checked(rules, *jobs).levels[0].clauses[0].open]
    assert found == [ask, ask]
    pool = [{"applicant_id": name, "experience": jobs} for name in ("a", "b", "c")]
    listed = minqual.screen(minqual.read(pool), rules, AS_OF).work_list
    assert sorted(zip(listed["about"], listed["verdicts"], strict=True)) == [
        ("warden with acme", "3"), ("warden with town of elm", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("when", "cells", "right"),
    [
        ("now", {"end": "2026-11-21"}, "met"),
        ("now", {"end": "2026-11-20"}, "unmet"),
        ("now", {"end": "present", "start": ""}, "met"),
        ("now", {"start": "", "end": "", "years": "3"}, "review"),
        ("on 2016-05-15", {"start": "2016-05-15", "end": "2016-05-15"}, "met"),
        ("on 2016-05-15", {"start": "2014-01-01", "end": "2016-05-14"}, "unmet"),
        ("on 2016-05-15", {"start": "2016-05", "end": "2017-01-01"}, "review"),
        ("on 2027-05-15", {"start": "2016-05-15", "end": "present"}, "review"),
        ("begun by 2012-03-31", {"start": "", "end": "2012-03-31"}, "met"),
        ("begun by 2012-03-31", {"start": "2012-04-01"}, "unmet"),
        ("begun from 2012-04-01", {"start": "2012-04-01"}, "met"),
        ("begun from 2012-04-01", {"start": "2012-03-31"}, "unmet"),
        ("begun from 2012-04-01", {"start": "2026-12-01", "end": ""}, "unmet"),
    ],
)
def test_a_job_is_held_or_begun_on_days(when: str, cells: dict[str, str], right: str) -> None:
    """Days are compared as they are, and no rounding of a policy moves one."""
    for policy in ("default", "los-angeles"):
        rules = pack({"employed": when, "employer": "Town of Elm"}, **{"counting policy": policy})
        assert standing(rules, job(employer="Town of Elm") | cells) == right


def test_of_a_job_that_is_not_held_it_is_told_why() -> None:
    rules = pack({"employed": "now", "employer": "Town of Elm", "class": "Guard"})
    assert told(
        rules, job("2020-01-01", "present", employer="Acme"), job(employer="Town of Elm", class_code="Guard")
    ) == [
        "does not count: another employer",
        "does not count: no longer held on 2026-11-21",
    ]
    found = checked(rules, job("2020-01-01", "", employer="Town of Elm", class_code="Guard")).levels[0].clauses[0]
    assert [each.ask for each in found.open] == ["When did the job end, or does it go on?"]


@pytest.mark.parametrize("when", ["1 day", "since 2012-04-01", "on 2012-02-30", "on 2012"])
def test_a_day_is_written_in_full(when: str) -> None:
    with pytest.raises(minqual.PackError, match="begun by 2012-03-31"):
        checked(pack({"employed": when, "employer": "Town of Elm"}))
    with pytest.raises(minqual.PackError, match="'within' beside 'employed'"):
        checked(pack({"employed": "now", "employer": "Town of Elm", "within": "1 year"}))


@pytest.mark.parametrize(
    ("card", "right"),
    [
        ({"name": "guard card", "valid_from": "2020-01-01", "expires": "2021-01-01"}, "met"),
        ({"name": "guard card", "valid_from": "2020-01-02"}, "unmet"),
        ({"name": "guard card", "valid_from": "2020-01"}, "review"),
        ({"name": "guard card"}, "review"),
        ({"name": "first aid"}, "unmet"),
    ],
)
def test_time_after_a_credential_counts_from_its_first_day(card: dict[str, str], right: str) -> None:
    """Whether it is valid still does not matter there; a day that is not told is open."""
    rules = pack({"experience": "2 years", "in": "guard duty", "after": {"credential": "guard card"}})
    assert standing(rules, job(), credentials=[card]) == right
