"""Sentences that ask for a property of each job: duties together, supervision, sizes, grades, departments, words."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

import minqual
from minqual.counting import JobFact, Sought, ToldFacts
from minqual.judging import Screener
from support.places import TESTS, language

RESTATED = TESTS / "language" / "restated"
LINES = ("a01", "a02", "a03", "a07", "a08", "a10", "a11")


@pytest.mark.parametrize("name", LINES)
def test_a_restated_pack_gives_the_right_standing(name: str) -> None:
    lines = language("right.csv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["pack"] == name]
    records = [json.loads(line) for line in language(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {record["applicant_id"]: _verdict(name, record, rows[0]["as_of"]) for record in records}
    for row in rows:
        assert found[row["applicant_id"]] in row["right"].split("|"), row["applicant_id"]


@cache
def _screener(name: str) -> Screener:
    return Screener(minqual.load_pack(RESTATED / f"{name}.yaml"))


def _verdict(name: str, record: Mapping[str, Any], as_of: str, level: str = "") -> str:
    found = minqual.check(record, _screener(name).pack, as_of=date.fromisoformat(as_of))
    return str(next(each.standing for each in found.levels if each.level == level) if level else found.verdict)


def _stands(level: str, *jobs: Mapping[str, Any]) -> str:
    dated = [{"start": "2020-01-01", "end": "2021-12-31", "hours_per_week": 40, **job} for job in jobs]
    return _verdict("every-fact", {"applicant_id": "a", "experience": dated}, "2026-11-21", level)


LIBRARY = {"kinds": "library work; lending; binding"}


@pytest.mark.parametrize(
    ("level", "facts", "standing"),
    [
        ("library", {"duties": ["lending desk", "bindery"], "grade": "clerk", "appointment": "permanent"}, "met"),
        ("library", {"duties": ["lending desk"], "grade": "clerk", "appointment": "permanent"}, "unmet"),
        ("library", {"duties": "none", "grade": "clerk", "appointment": "permanent"}, "unmet"),
        ("library", {"grade": "clerk", "appointment": "permanent"}, "review"),
        ("library", "bindery; lending desk; senior clerk; temporary", "met"),
        ("library", "bindery; lending desk; trainee; temporary", "unmet"),
        ("library", "bindery; lending desk; senior clerk; provisional", "unmet"),
        ("library", "bindery; lending desk; chief clerk; temporary", "review"),
        ("library", "bindery; lending desk; trainee; clerk; temporary", "review"),
        ("driver", {"seats": 12, "night work": True}, "met"),
        ("driver", {"seats": "12 or more", "night work": True}, "met"),
        ("driver", {"seats": 11, "night work": True}, "unmet"),
        ("driver", {"seats": "up to 14", "night work": True}, "review"),
        ("driver", {"seats": "about 20", "night work": True}, "review"),
        ("driver", {"seats": 12, "night work": False}, "unmet"),
        ("driver", "14 seats; night work", "met"),
        ("driver", "14 seats; no night work", "unmet"),
        ("driver", "14 seats", "review"),
        ("driver", "more than 12 seats; night work", "met"),
        ("driver", "fewer than 12 seats; night work", "unmet"),
        ("driver", "under 13 seats; night work", "review"),
        ("library", {"duties": "lending desk; see resume", "grade": "clerk", "appointment": "permanent"}, "unmet"),
        ("library", "lending desk; duties: see resume; clerk; permanent", "review"),
        ("driver", "not 14 seats; night work", "review"),
        ("driver", ["14-seats", "night work"], "met"),
        ("driver", "14 seats; 9 seats; night work", "review"),
    ],
)
def test_a_fact_decides_where_it_is_told_and_is_open_where_it_is_not(level: str, facts: object, standing: str) -> None:
    kinds = LIBRARY if level == "library" else {"kinds": "driving a van"}
    assert _stands(level, {**kinds, "facts": facts}) == standing


@pytest.mark.parametrize(
    ("kinds", "standing"),
    [
        ("driving a van; 12 seats; night work", "met"),
        ("driving a van; 11 seats; night work", "unmet"),
        ("12 seats; night work", "review"),
        ("lending; 12 seats; night work", "unmet"),
    ],
)
def test_a_word_of_a_fact_among_the_kinds_states_the_fact_and_no_kind(kinds: str, standing: str) -> None:
    assert _stands("driver", {"kinds": kinds}) == standing


def test_facts_of_two_jobs_are_not_put_together() -> None:
    one = {"kinds": "driving a van", "facts": "12 seats; no night work"}
    other = {"kinds": "driving a van", "facts": "9 seats; night work", "start": "2018-01-01", "end": "2019-12-31"}
    assert _stands("driver", one, other) == "unmet"


@pytest.mark.parametrize(
    ("job", "standing"),
    [
        ({"kinds": "library work; supervision", "employer": "harbour dept"}, "met"),
        ({"kinds": "library work", "employer": "harbour dept", "facts": "oversight: yes"}, "met"),
        ({"kinds": "library work", "employer": "harbour dept"}, "unmet"),
        ({"kinds": "library work; no oversight of others", "employer": "harbour dept"}, "unmet"),
        ({"kinds": "library work; supervision", "employer": "Town of Example"}, "review"),
        ({"kinds": "library work; supervision", "employer": "Acme"}, "unmet"),
        ({"kinds": "library help; supervision", "employer": "harbour dept"}, "review"),
        ({"kinds": "shelving; supervision", "employer": "harbour dept"}, "unmet"),
    ],
)
def test_silence_counts_as_no_where_the_pack_says_so_and_a_part_states_its_whole(
    job: Mapping[str, str], standing: str
) -> None:
    assert _stands("lead", job) == standing


@pytest.mark.parametrize(
    ("jobs", "standing"),
    [
        (["library work; lending; binding", "cataloguing"], "met"),
        (["library work; lending; binding"], "unmet"),
        (["library work"], "review"),
        (["driving a van"], "unmet"),
        (["library work; lending; binding", "library work"], "review"),
        (["?"], "review"),
    ],
)
def test_each_named_thing_stands_in_some_job(jobs: list[str], standing: str) -> None:
    assert _stands("named", *({"kinds": kinds} for kinds in jobs)) == standing


def test_kinds_asked_together_stand_in_one_job() -> None:
    facts = "bindery; lending desk; clerk; permanent"
    apart = [{"kinds": "library work; lending", "facts": facts}, {"kinds": "library work; binding", "facts": facts}]
    assert _stands("library", *apart) == "unmet"


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        (("grade 7 or above",), "grade 7"),
        (("12 seats or more",), "12 seats"),
        (("at least 12",), "12"),
        (("exactly 12",), "12"),
        (("fewer than 12",), "fewer than 12"),
        (("yes",), "yes"),
    ],
)
def test_a_record_that_is_made_states_a_value_and_no_range(asked: tuple[str, ...], stated: str) -> None:
    assert Sought(asked).example == stated


@pytest.mark.parametrize(
    ("asked", "stated", "fits"),
    [
        ("more than 12", "12 seats", (False, False)),
        ("more than 12", "12.001 seats", (True, True)),
        ("over 12", "12 or more", (False, True)),
        ("fewer than 12", "12 seats", (False, False)),
        ("below 12", "11 seats", (True, True)),
        ("12 or fewer", "12 seats", (True, True)),
    ],
)
def test_more_than_a_number_does_not_take_it_in(asked: str, stated: str, fits: tuple[bool, bool]) -> None:
    seats = ToldFacts({"seats": JobFact.model_validate({"number of": "seats"})}, {})
    assert seats.facts["seats"].passes(seats.said("seats", stated), Sought((asked,))) == fits


@pytest.mark.parametrize(("asked", "fits"), [("no", (True, True)), ("yes", (False, False))])
def test_silence_that_counts_as_no_is_a_no(asked: str, fits: tuple[bool, bool]) -> None:
    oversight = ToldFacts({"oversight": JobFact.model_validate({"not told": "counts as no"})}, {})
    silent = oversight.said("oversight", "library work")
    assert oversight.facts["oversight"].passes(silent, Sought((asked,))) == fits
