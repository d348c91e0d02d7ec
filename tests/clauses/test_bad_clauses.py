"""Clauses and policies that contradict themselves: each is refused with its line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.test_bad_packs import SOUND, refused, shown, spoilt
from support.command_line import minqual

HEAD = SOUND[: SOUND.index("levels:")]
OFFICE = "{count: experience, in: office work}"
VOCABULARY = "subjects: {accounting: , law: }\nclasses: {Clerk I: }\n"


def asking(clause: str) -> str:
    """A pack of one clause in flow style, in its last line."""
    return f"{HEAD}{VOCABULARY}levels:\n  - id: clerk\n    title: Clerk\n    requires:\n      - {clause}\n"


CONTRADICTIONS = {
    "a shortfall above the need": (
        "{experience: 6 months, in: office work, may lack: 1 year}",
        ("6 months that may lack 1 year", "no larger than what is needed"),
    ),
    "hours short by months": (
        "{experience: 100 hours, in: office work, may lack: 1 month}",
        ("100 hours that may lack 1 month", "hours for hours"),
    ),
    "a window too short": (
        "{experience: 5 years, in: office work, within: 3 years}",
        ("5 years within 3 years", "a window at least as long"),
    ),
    "a window of no whole month": (
        "{experience: 1 year, in: office work, within: 1.01 years}",
        ("a whole number of months",),
    ),
    "work of no kind": ("{experience: 1 year, unpaid work: refused}", ("work of no kind", "under 'in'")),
    "other classes without a class": (
        "{experience: 1 year, in: office work, other classes: review}",
        ("'other classes' beside no 'class'", "the 'class' of which"),
    ),
    "hours after a clause": (
        "{experience: 90 hours, in: office work, after: {degree: bachelor}}",
        ("90 hours after a clause was met", "a duration there"),
    ),
    "after what has no date": (
        "{experience: 1 year, in: office work, after: {judgement: fit, by: the City}}",
        ("a clause that can be said to be met since a day",),
    ),
    "more than a life": ("{experience: 300 years, in: office work}", ("'300 years'", "at most 80 years")),
    "an unbroken time longer than its window": (
        "{unbroken: 2 years, in: office work, within: 12 months}",
        ("2 years within 12 months",),
    ),
    "a pair of one system": (
        "{units: 60 semester units, or: 90 semester units}",
        ("60 semester units or 90 semester units", "the other system"),
    ),
    "a cap on a subject not asked": (
        "{units: 24 semester units, in: accounting, at most: {law: 6 semester units}}",
        ("in 'law'", "one of the subjects under 'in'"),
    ),
    "caps below the need": (
        "{units: 24 semester units, in: accounting, at most: {accounting: 6 semester units}}",
        ("all subjects together count for less",),
    ),
    "a licence by appointment with a time after it": (
        "{credential: typing certificate, due: by appointment, within: 6 months}",
        ("due by appointment with 'within'", "due: 10 days after filing"),
    ),
    "an answer due after filing, and nobody knows when": (
        "{answer: form, ask: Has the form come?, due: after filing}",
        ("'after filing'", "10 days after filing"),
    ),
    "an answer that may be a no yet, at filing": (
        "{answer: form, ask: Has the form come?, if no: conditional}",
        ("'if no: conditional' of what is due at filing", "'due'"),
    ),
    "a credential under way that is refused": (
        "{credential: typing certificate, due: at filing, in progress: refused, expected within: 4 months}",
        ("'in progress: refused' with 'expected within'", "one of the two"),
    ),
    "a total of too little": (
        "{total: 5 years, of: [{count: experience, in: office work, at most: 2 years}]}",
        ("5 years of parts that make up less", "leave room"),
    ),
    "a term in the wrong unit": (
        "{total: 5 years, of: [{count: units, every: 30 semester units, gives: 6 semester units}]}",
        ("a term with gives 6 semester units", "a duration there"),
    ),
    "experience among the best": (
        "{total: 1 year, of: [{count: best of, terms: [{count: experience, in: office work}, {count: units}]}]}",
        ("a term of experience inside 'best of'",),
    ),
    "a term that counts nothing known": (
        "{total: 1 year, of: [{count: experiences, in: office work}]}",
        ("'count' as one of experience, units",),
    ),
    "a use with two terms of time": (
        f"{{disjoint: [{{needs: 1 year, of: [{OFFICE}, {OFFICE}]}}, {{needs: 1 year, of: [{OFFICE}]}}]}}",
        ("2 terms of experience in one use", "at most one"),
    ),
    "more than there are": (
        "{at least: 3, of: [{degree: bachelor}, {units: 30 semester units}]}",
        ("3 of 2 clauses", "from 1 to 2"),
    ),
    "a clause that would count twice": (
        "{at least: 2, of: [{degree: bachelor}, {degree: bachelor}]}",
        ("a clause listed twice", "each clause once"),
    ),
    "a term where a clause should be": (
        "{count: units, every: 30 semester units}",
        ("a term of a total where a clause should be", "under 'of'"),
    ),
    "decimals beyond three": (
        "{number: 3, of: points, questions: {gpa: What is it?}, decimals: 7}",
        ("0, 1, 2 or 3 decimals",),
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_clause_that_contradicts_itself_is_refused_where_it_stands(tmp_path: Path, name: str) -> None:
    clause, parts = CONTRADICTIONS[name]
    text = asking(clause)
    refused(shown(tmp_path, text), f"line {len(text.splitlines())} column", *parts)


POLICIES = {
    "a policy nobody knows": ("{like: los-angels}", ("unknown counting policy 'los-angels'", "'los-angeles'?")),
    "a key of no policy": ("{like: default, forgiven: 14}", ("unknown key 'forgiven'", "'forgiven days'?")),
    "more hours than a week has": ("{full time hours: 400}", ("400", "up to 168")),
    "no hours at all": ("{full time hours: 0}", ("above 0 and up to 168",)),
    "a least above full time": ("{least hours: 50}", ("50, more than full time",)),
    "weeks without hours": ("{weeks in a month: 4.35}", ("without the other", "both, or neither")),
    "unpaid work above paid": ("{unpaid work: 2}", ("a number up to 1",)),
    "a quarter unit of nothing": ("{quarter unit: 0}", ("above 0 and up to 1",)),
    "forgiveness without end": ("{forgiven days: 365}", ("a number up to 31",)),
    "a number that is none": ("{forgiven days: two weeks}", ("'two weeks'", "a number such as 14, 0.15 or 2/3")),
    "a choice that is none": ("{months: whole}", ("'whole'", "one of by days, of 15 days or more")),
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_counting_policy_that_cannot_be_right_is_refused_where_it_stands(tmp_path: Path, name: str) -> None:
    policy, parts = POLICIES[name]
    text = spoilt('version: "1"\n', f'version: "1"\ncounting policy: {policy}\n')
    refused(shown(tmp_path, text), "line 6 column", *parts)


LEVELS = """\
levels:
  - {id: a, title: A, builds on: BASE, requires: [{degree: bachelor}]}
  - {id: b, title: B, builds on: a, requires: [{degree: master}]}
"""


@pytest.mark.parametrize(
    ("base", "parts"),
    [
        ("b", ("in a circle: a on b on a",)),
        ("a", ("in a circle: a on a",)),
        ("c", ("unknown level 'c'", "the id of a level")),
    ],
)
def test_levels_build_on_levels_below_them(tmp_path: Path, base: str, parts: tuple[str, ...]) -> None:
    refused(shown(tmp_path, HEAD + LEVELS.replace("BASE", base)), "line 19 column", *parts)


def test_a_level_does_not_build_on_one_above_it(tmp_path: Path) -> None:
    levels = LEVELS.replace(" builds on: BASE,", " builds on: b,").replace(" builds on: a,", "")
    refused(shown(tmp_path, HEAD + levels), "line 19 column", "level 'b' stands above it", "stands before it")


def test_all_contradictions_of_a_pack_are_told_at_once(tmp_path: Path) -> None:
    """As many lines on stderr as the pack has faults, in the order of its lines."""
    clauses = [clause for clause, _ in CONTRADICTIONS.values()]
    text = asking("\n      - ".join(clauses))
    said = shown(tmp_path, text)
    lines = [line for line in said.err.splitlines() if " line " in line]
    assert said.code == 2
    assert len(lines) == len(clauses)


def test_a_pack_too_large_for_the_rule_engine_is_refused_by_name(tmp_path: Path) -> None:
    many = "\n      - ".join(f"{{units: {number} semester units}}" for number in range(1, 700))
    path = tmp_path / "pack.yaml"
    path.write_text(asking(many))
    said = minqual("check", "-", "--rules", path, "--as-of", "2026-11-21", stdin=b'{"applicant_id": "a001"}')
    assert said.code == 2
    said.line("elmwood/clerk", "a pack that compiles to", "split the pack")
