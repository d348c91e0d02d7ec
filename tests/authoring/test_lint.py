"""What lint remarks on: each remark is drawn by one pack and not by the nearest one that gives no cause for it."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.authoring import REMARKS, UNDRAWN, Remark, remarks_on
from minqual.authoring.lint.personal_facts import asked_words, certified_health, personal_words
from minqual.notation import bundled_rules, parse_yaml
from minqual.packs import load_written, pack_names
from minqual.packs.checks import read_pack
from minqual.values import PackError
from support.bad_inputs import SAN_JOSE, STOCKTON
from support.command_line import Said, minqual
from support.examples import examples, some_of

HEAD: Final = """\
name: elmwood/clerk
title: Clerk
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
"""
SOURCE: Final = "source: {section: Minimum Qualifications, anchor: "


def pack(requires: str, *, title: str = "Clerk", source: str = "one year}", rest: str = "") -> str:
    """A pack of one level with some requirements; a source of its own if one is given."""
    words = {
        "kinds": ("office work", "filing"),
        "fields": ("history", "botany"),
        "credentials": ("typing certificate", "driver's license"),
        "issuers": ("Alder County",),
    }
    used = {section: [name for name in names if name in requires + rest] for section, names in words.items()}
    lines = [
        HEAD,
        *(
            f"{section}: {{{', '.join(f'{name}: []' for name in names)}}}\n"
            for section, names in used.items()
            if names and f"{section}:" not in rest
        ),
        rest,
        f"levels:\n  - id: clerk\n    title: {title}\n",
        f"    {SOURCE}{source}\n" if source else "",
        "    requires:\n",
        requires,
    ]
    return "".join(lines)


def clauses(*written: str) -> str:
    """Requirements in flow style, one in each entry."""
    return "".join(f"      - {{{each}}}\n" for each in written)


def table(rows: Sequence[tuple[str, str]], rest: str = "") -> str:
    """A table with rows of education and experience."""
    printed = ", ".join(f"{{education: {education}, experience: {years}}}" for education, years in rows)
    return clauses(
        f"table: grid, base: {{experience: 1 year, in: filing}}, rows count: filing, rows: [{printed}]{rest}"
    )


LINE: Final = (
    ", year for year: {years in all: 6 years, experience at least: 2 years, year of education: 30 semester units, "
    "education at most: 4 years, full education: {degree: bachelor}, or without units: {degree: high school}}"
)
LICENCE: Final = "credential: driver's license, due: "
FILING: Final = "experience: 1 year, in: filing"
ONE_OF: Final = FILING + ", also in: [copying, sorting]"
SEVERAL: Final = "kinds: {filing: [], copying: [], sorting: []}\n"
OFFICE: Final = "experience: 1 year, in: office work"
PATHLESS: Final = "remark: degree without another path, because: so"
CITY: Final = "{discretion: the City, may accept: anything equal}"
BUILDS: Final = "  - id: chief\n    title: Chief\n    builds on: clerk\n    " + SOURCE + "two}\n    requires:\n"
TWO: Final = "  - id: chief\n    title: Chief\n    " + SOURCE + "two}\n    requires:\n"
CONFIRM: Final = "confirm:\n  - {says: the work is professional, source: {section: Notes, anchor: it}}\n"
FACING: Final = "kinds: {filing: [paper filing], storing: [paper filling]}\n"
APART: Final = "kinds: {filing: [paper filing], storing: [archive]}\n"

VACANCY = 'vacancy: {permanent: {ask: "Is it for good?", one of: yes or no}}\n'

PAIRS: Final[dict[str, list[tuple[str, str]]]] = {
    "clause without a source": [
        (pack(clauses(FILING), source=""), pack(clauses(f"{FILING}, {SOURCE}one}}"), source="")),
        (
            pack(clauses(f"any of: [{{{FILING}, {SOURCE}one}}}}, {CITY}]"), source=""),
            pack(clauses(f"any of: [{{{FILING}}}, {CITY}], {SOURCE}one}}"), source=""),
        ),
        (
            pack(clauses(FILING), rest=f"every level requires: [{{{OFFICE}}}]\n"),
            pack(clauses(FILING), rest=f"every level requires: [{{{OFFICE}, {SOURCE}one}}}}]\n"),
        ),
    ],
    "left from the draft": [
        (
            pack(clauses(FILING), rest="kinds: {filing: [another word for it]}\n"),
            pack(clauses(FILING), rest="kinds: {filing: [another word]}\n"),
        ),
        (
            pack(clauses(FILING), source="a few words as printed}"),
            pack(clauses(FILING), source="a few words}"),
        ),
    ],
    "discretion alone": [(pack(clauses(f"any of: [{CITY}]")), pack(clauses(f"any of: [{{{FILING}}}, {CITY}]")))],
    "judgement by no one": [
        (pack(clauses('judgement: prose, by: " "')), pack(clauses("judgement: prose, by: the screener"))),
        (pack(clauses('judgement: "", by: the screener')), pack(clauses("judgement: prose, by: the screener"))),
    ],
    "accreditation not asked": [
        (
            pack(clauses(FILING), source="an accredited college}"),
            pack(clauses(FILING), source="an accredited college}", rest="accreditation: must be stated\n"),
        ),
    ],
    "other hours of full time": [
        (
            pack(clauses(FILING), source='"full time (37.5 hours)"}'),
            pack(clauses(FILING), source='"full time (40 hours)"}'),
        ),
        (
            pack(clauses(FILING), source="35 hours a week of full-time work}"),
            pack(clauses(FILING), source="full-time work within 35 months}"),
        ),
    ],
    "average without a scale": [
        (
            pack(clauses("number: 3.0, of: grade points, questions: {gpa: What is it?}")),
            pack(clauses("number: 3.0, out of: 4.0, of: grade points, questions: {gpa: What is it?}")),
        ),
        (
            pack(clauses("number: 3, of: points, questions: {a: What is your GPA?}")),
            pack(clauses("number: 3, of: points, questions: {a: What do you score?}")),
        ),
    ],
    "question that asks nothing": [
        (
            pack(clauses("number: 3.0, of: points, questions: {gpa: Your average}")),
            pack(clauses("number: 3.0, of: points, questions: {gpa: What is your average?}")),
        ),
        (pack(clauses("answer: late, ask: Works late")), pack(clauses("answer: late, ask: Can you work late?"))),
    ],
    "id twice in one group": [
        (pack(clauses(f"id: a, {FILING}", f"id: a, {OFFICE}")), pack(clauses(f"id: a, {FILING}", f"id: b, {OFFICE}"))),
        (
            pack(clauses("id: degree, " + FILING, "degree: bachelor")),
            pack(clauses("id: a, " + FILING, "degree: bachelor")),
        ),
        (
            pack(clauses(f"any of: [{{id: a, {FILING}}}, {{id: a, {OFFICE}}}]")),
            pack(clauses(f"any of: [{{id: a, {FILING}}}, {{id: b, {OFFICE}}}]")),
        ),
    ],
    "name that no clause uses": [
        (pack(clauses("degree: bachelor"), rest="kinds: {storing: []}\n"), pack(clauses(FILING))),
        (
            pack(clauses(FILING), rest="groups: {all work: [filing]}\n"),
            pack(
                clauses("experience: 1 year, in: all work"), rest="kinds: {filing: []}\ngroups: {all work: [filing]}\n"
            ),
        ),
    ],
    "parameter of the vacancy that no clause uses": [
        (
            pack(clauses(FILING), rest=VACANCY),
            pack(clauses("if: {vacancy: permanent}, then: {degree: bachelor}"), rest=VACANCY),
        ),
    ],
    "name twice in one list": [
        (
            pack(clauses("experience: 1 year, in: [filing, filing]")),
            pack(clauses("experience: 1 year, in: [filing, office work]")),
        ),
    ],
    "name both asked for and barred": [
        (
            pack(clauses("experience: 1 year, in: [filing, office work], not in: filing")),
            pack(clauses("experience: 1 year, in: office work, not in: filing")),
        ),
    ],
    "names nearly alike": [
        (
            pack(clauses("experience: 1 year, in: [storing]"), rest=FACING),
            pack(clauses("experience: 1 year, in: [storing]"), rest=APART),
        ),
        (
            pack(clauses(FILING), rest="kinds: {filing: [ferry clerk], other: [ferry clark]}\n"),
            pack(
                clauses(FILING), rest="kinds: {filing: [ferry clerk iii], other: [ferry clerk ii, ferry line clerk]}\n"
            ),
        ),
    ],
    "one of several where all are named": [
        (
            pack(clauses(f"{ONE_OF}, {SOURCE}copying and sorting}}"), rest=SEVERAL),
            pack(clauses(f"{ONE_OF}, {SOURCE}copying or sorting}}"), rest=SEVERAL),
        ),
        (
            pack(clauses(f"{ONE_OF}, {SOURCE}'copying, sorting and binding'}}"), rest=SEVERAL),
            pack(clauses(f"{FILING}, also in: copying, {SOURCE}'copying, sorting and binding'}}"), rest=SEVERAL),
        ),
    ],
    "Spanish of nothing": [
        (
            pack(clauses(FILING), rest="es: {fileing: archivo}\n"),
            pack(clauses(FILING), rest="es: {filing: archivo}\n"),
        ),
    ],
    "Spanish for a part alone": [
        (
            pack(clauses(FILING), rest="es: {filing: archivo}\n"),
            pack(clauses(FILING)),
        ),
    ],
    "desirable inside a requirement": [
        (
            pack(clauses(f"{FILING}, {SOURCE}a year is preferred}}")),
            pack(clauses(f"{FILING}, {SOURCE}a year is needed}}")),
        ),
        (pack(clauses("judgement: tact is desirable, by: me")), pack(clauses("judgement: tact, by: me"))),
        (
            pack(clauses(f"{FILING}, source: {{section: Desirable Qualifications, anchor: a}}")),
            pack(clauses(f"{FILING}, {SOURCE}degree plus one year}}")),
        ),
    ],
    "quality that no one confirms": [
        (
            pack(clauses(f"{FILING}, {SOURCE}Professional experience}}")),
            pack(clauses(f"{FILING}, {SOURCE}Professional experience}}"), rest=CONFIRM),
        ),
        (pack(clauses(FILING), source="responsible work}"), pack(clauses(FILING), source="work}")),
        (
            pack(clauses(f"{FILING}, {SOURCE}comparable position}}")),
            pack(clauses(f"{FILING}, {SOURCE}comparable position}}", "judgement: it is comparable, by: the screener")),
        ),
    ],
    "degree without another path": [
        (
            pack(clauses("degree: bachelor", FILING)),
            pack(clauses(f"any of: [{{degree: bachelor}}, {{{FILING}}}]")),
        ),
        (
            pack(clauses("any of: [{degree: bachelor}, {units: 120 semester units}]")),
            pack(clauses(f"any of: [{{degree: bachelor}}, {CITY}]")),
        ),
        (
            pack(clauses("any of: [{degree: bachelor}, {units: 60 semester units}]")),
            pack(clauses(f"any of: [{{degree: bachelor}}, {{all of: [{{units: 60 semester units}}, {{{FILING}}}]}}]")),
        ),
        (pack(clauses("degree: associate")), pack(clauses("degree: high school"))),
        (
            pack(table([("{degree: master}", "2 years"), ("{degree: bachelor}", "4 years")])),
            pack(table([("{degree: bachelor}", "2 years"), ("{degree: high school}", "6 years")])),
        ),
    ],
    "driver's licence at filing": [
        (pack(clauses(LICENCE + "at filing")), pack(clauses(LICENCE + "by appointment"))),
        (pack(clauses(LICENCE + "at filing")), pack(clauses("credential: typing certificate, due: at filing"))),
    ],
    "physical or demographic word": [
        (
            pack(clauses("total: 1 year, of: [{count: number, question: a, ask: Your age?, every: 1, gives: 1 year}]")),
            pack(
                clauses("total: 1 year, of: [{count: number, question: a, ask: Your wage?, every: 1, gives: 1 year}]")
            ),
        ),
        (
            pack(clauses("answer: lift, ask: Can you lift 50 pounds?")),
            pack(clauses("answer: late, ask: Can you work late?")),
        ),
        (pack(clauses("judgement: age, by: me")), pack(clauses("judgement: management, by: me"))),
        (pack(clauses(FILING), title="Male Clerk"), pack(clauses(FILING), title="Stage Clerk")),
        (
            pack(clauses("experience: 1 year, in: vision tests"), rest="kinds: {vision tests: []}\n"),
            pack(clauses("experience: 1 year, in: supervision"), rest="kinds: {supervision: []}\n"),
        ),
        (
            pack(clauses(f"{FILING}, source: {{section: Physical Demands, anchor: a}}")),
            pack(
                clauses(FILING),
                rest="never screened: [{says: lifting, source: {section: Physical Demands, anchor: vision}}]\n",
            ),
        ),
    ],
    "alternative that never decides": [
        (
            pack(clauses("any of: [{units: 60 semester units}, {units: 30 semester units}]")),
            pack(clauses(f"any of: [{{units: 60 semester units}}, {{{FILING}}}]")),
        ),
        (
            pack(clauses("any of: [{units: 90 quarter units}, {units: 60 semester units}]")),
            pack(clauses(f"any of: [{{units: 90 quarter units}}, {{{FILING}}}]")),
        ),
        (
            pack(
                clauses(
                    "any of: [{experience: 3 years, in: filing}, {experience: 24 months, in: [filing, office work]}]"
                )
            ),
            pack(clauses("any of: [{experience: 3 years, in: filing}, {experience: 24 months, in: office work}]")),
        ),
        (
            pack(clauses("any of: [{degree: bachelor}, {degree: associate}]")),
            pack(clauses("any of: [{degree: bachelor}, {degree: associate, in: history}]")),
        ),
        (
            pack(clauses(f"any of: [{{all of: [{{{FILING}}}, {{degree: bachelor}}]}}, {{{FILING}}}]")),
            pack(clauses(f"any of: [{{all of: [{{{FILING}}}, {{degree: bachelor}}]}}, {{{OFFICE}}}]")),
        ),
        (
            pack(clauses(f"any of: [{{id: a, {FILING}}}, {{id: b, {FILING}}}]")),
            pack(clauses(f"any of: [{{id: a, {FILING}}}, {{id: b, {OFFICE}}}]")),
        ),
        (
            pack(table([("{degree: associate}", "2 years"), ("{degree: bachelor}", "3 years")])),
            pack(table([("{degree: bachelor}", "2 years"), ("{degree: associate}", "3 years")])),
        ),
        (
            pack(
                table(
                    [("{degree: associate}", "2 years"), ("{any of: [{degree: associate}, " + CITY + "]}", "3 years")]
                )
            ),
            pack(
                table([("{degree: bachelor}", "2 years"), ("{any of: [{degree: associate}, " + CITY + "]}", "3 years")])
            ),
        ),
    ],
    "clause that follows from another": [
        (
            pack(clauses("experience: 2 years, in: filing") + BUILDS + clauses(FILING)),
            pack(clauses(FILING) + BUILDS + clauses("experience: 2 years, in: filing")),
        ),
        (
            pack(clauses("degree: bachelor", "degree: associate")),
            pack(clauses("degree: bachelor, in: history", FILING)),
        ),
        (
            pack(clauses(FILING), rest=f"every level requires: [{{{FILING}, {SOURCE}one}}}}]\n"),
            pack(clauses(FILING), rest=f"every level requires: [{{{OFFICE}, {SOURCE}one}}}}]\n"),
        ),
        (
            pack(clauses(f"all of: [{{{FILING}}}, {{experience: 2 years, in: filing}}]")),
            pack(clauses(f"all of: [{{{FILING}}}, {{experience: 2 years, in: office work}}]")),
        ),
        (
            pack(clauses("degree: bachelor, in: [history, botany], other fields: review", "degree: bachelor")),
            pack(
                clauses(
                    "degree: bachelor, in: history, other fields: review", "degree: bachelor, in: [history, botany]"
                )
            ),
        ),
    ],
    "row at odds with its sentence": [
        (
            pack(table([("{degree: bachelor}", "2 years"), ("{units: 60 semester units}", "5 years")], LINE)),
            pack(table([("{degree: bachelor}", "2 years"), ("{units: 60 semester units}", "4 years")], LINE)),
        ),
        (
            pack(table([("{degree: bachelor}", "3 years"), ("{degree: high school}", "6 years")], LINE)),
            pack(table([("{degree: bachelor}", "2 years"), ("{degree: associate}", "5 years")], LINE)),
        ),
        (
            pack(table([("{units: 150 semester units}", "1 year")], LINE)),
            pack(table([("{units: 150 semester units}", "2 years")], LINE)),
        ),
    ],
    "gap between rows": [
        (
            pack(table([("{units: 60 semester units}", "2 years"), ("{units: 30 semester units}", "3 years")])),
            pack(table([("{units: 120 semester units}", "2 years"), ("{units: 60 semester units}", "4 years")], LINE)),
        ),
        (
            pack(table([("{units: 60 semester units}", "2 years"), ("{units: 30 semester units}", "3 years")])),
            pack(table([("{units: 60 semester units}", "2 years"), ("{degree: high school}", "3 years")])),
        ),
    ],
    "higher level without the lower": [
        (pack(clauses(FILING) + TWO + clauses(OFFICE)), pack(clauses(FILING) + BUILDS + clauses(OFFICE))),
        (
            pack(clauses(FILING) + TWO + clauses("experience: 2 years, in: office work")),
            pack(clauses(FILING) + TWO + clauses("experience: 2 years, in: [filing]", OFFICE)),
        ),
        (
            pack(clauses(FILING) + TWO + clauses(f"any of: [{{{OFFICE}}}, {CITY}]")),
            pack(clauses(f"any of: [{{{FILING}}}, {CITY}]") + TWO + clauses(f"any of: [{{{FILING}}}, {CITY}]", OFFICE)),
        ),
    ],
    "title without a paragraph": [
        (pack(clauses(f"{FILING}, {SOURCE}one}}"), source=""), pack(clauses(f"{FILING}, {SOURCE}one}}")))
    ],
    "level without a clause of its own": [
        (pack(clauses(FILING) + BUILDS + clauses(FILING)), pack(clauses(FILING) + BUILDS + clauses(OFFICE))),
        (
            pack(clauses(FILING), rest=f"every level requires: [{{{FILING}, {SOURCE}one}}}}]\n"),
            pack(clauses(FILING), rest=f"every level requires: [{{{OFFICE}, {SOURCE}one}}}}]\n"),
        ),
    ],
    "acceptance of nothing": [
        (
            pack(
                clauses("degree: high school"), rest="accepted: [{remark: degree without another path, because: so}]\n"
            ),
            pack(clauses("degree: bachelor"), rest="accepted: [{remark: degree without another path, because: so}]\n"),
        ),
        (
            pack(clauses("degree: bachelor"), rest="accepted: [{remark: degree without other path, because: so}]\n"),
            pack(clauses("degree: bachelor"), rest="accepted: [{remark: degree without another path, because: so}]\n"),
        ),
        (
            pack(clauses("degree: bachelor"), rest="accepted: [{remark: degree without another path, because: ''}]\n"),
            pack(clauses("degree: bachelor"), rest="accepted: [{remark: degree without another path, because: so}]\n"),
        ),
        (
            pack(
                clauses("degree: bachelor"),
                rest="accepted: [{remark: degree without another path, clause: a, because: so}]\n",
            ),
            pack(
                clauses("id: a, degree: bachelor"),
                rest="accepted: [{remark: degree without another path, clause: a, because: so}]\n",
            ),
        ),
    ],
    "acceptance of several at once": [
        (
            pack(clauses("degree: bachelor", "degree: master, in: history"), rest=f"accepted: [{{{PATHLESS}}}]\n"),
            pack(
                clauses("degree: bachelor", "degree: master, in: history"),
                rest=f"accepted: [{{{PATHLESS}, clause: {about}}}]\n",
            ),
        )
        for about in ("all", "[level-1.degree-1, level-1.degree-2]")
    ],
}
"""For each remark, packs that draw it, each with the nearest one that does not."""


def linted(text: str) -> tuple[Remark, ...]:
    """The remarks on a pack given as text."""
    read = parse_yaml(text.encode(), "pack.yaml")
    return remarks_on(read_pack(read), read)


def drawn(text: str) -> set[str]:
    """The names of the remarks that a pack draws and does not accept."""
    return {remark.name for remark in linted(text) if remark.because is None}


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, pairs in PAIRS.items() for number in range(len(pairs))]
)
def test_a_remark_is_drawn_by_one_pack_and_not_by_the_nearest(name: str, number: int) -> None:
    drawing, other = PAIRS[name][number]
    assert name in drawn(drawing)
    assert name not in drawn(other)


def test_every_remark_has_a_pair_a_sentence_and_a_name_of_its_own() -> None:
    assert set(PAIRS) == {each.name for each in REMARKS}
    assert len({each.name for each in REMARKS}) == len(REMARKS)
    assert all(each.says.endswith(".") for each in REMARKS)


@pytest.mark.parametrize("name", some_of(pack_names(), 4))
def test_nothing_stands_against_a_bundled_pack(name: str) -> None:
    assert [remark for remark in remarks_on(*load_written(name)) if remark.because is None] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stages of management, average standards, raceway, landscape", []),
        ("a public hearing before the hearing officer", []),
        ("Hearing and VISION", ["hearing", "vision"]),
        ("physical therapist", []),
        ("physical fitness", ["physical"]),
        ("at least 21 years of age", ["years of age"]),
        ("able-bodied", ["able-bodied"]),
        ("citizen services", []),
        ("a United States citizen", ["citizen"]),
        ("a native speaker of Spanish", ["native speaker"]),
    ],
)
def test_words_for_personal_facts_are_whole_words_that_mean_nothing_else(text: str, words: list[str]) -> None:
    assert personal_words(text) == words


ASKED = """\
Were you no older than 35 years on the first of March?
Are you at least 18?
Were you under 40 on 1 March?
Have you completed your 21st year of life?
In which year were you born?
How tall are you?
centimetres
Can you read the third line of the chart without glasses?
Can you carry 25 kilograms up a flight of stairs?
Are you in good health?
Have you ever had a serious illness?
Are you free of any contagious disease?
Have you passed a medical examination?
Do you claim the easing for a reserved group (widows, settlers, H)?
Do you belong to a tribe of the valley?
Were your parents born here?
Do you have children?
somebody older
Are you a Muslim?
Have you been vaccinated?
What is your national origin?
"""
NOT_ASKED = """\
How many years were you a health inspector?
Have you worked in a mental health clinic?
Did you record the age of the building?
Do you speak Spanish and Portuguese?
Have you issued certificates of origin?
Have you worked with older adults or in schools for the deaf?
How many medical records did you code?
Have you supervised at least 18 employees?
Have you completed at least 60 hours of training?
Are you at least a senior clerk?
Were you over 20 hours a week at work?
Did you carry out audits of health departments?
Do you wear safety glasses at work?
Can you run a database?
Have you written a public health plan for the county?
A diploma stands for one of the three years
Will you have completed 30 units by appointment?
"""


@pytest.mark.parametrize("text", ASKED.splitlines())
def test_what_asks_for_a_personal_fact_is_found_however_it_is_put(text: str) -> None:
    assert asked_words(text)


@pytest.mark.parametrize("text", NOT_ASKED.splitlines())
def test_what_asks_for_work_is_no_personal_fact(text: str) -> None:
    assert asked_words(text) == ()


def test_a_paper_that_shows_nothing_but_a_personal_fact_is_one() -> None:
    assert certified_health("certificate of good health")
    assert certified_health("registration as a nurse") == []


def test_a_level_names_the_clause_of_the_lower_one_that_it_lacks() -> None:
    lower = clauses(f"any of: [{{all of: [{{degree: high school}}, {{{FILING}}}]}}, {CITY}]")
    higher = clauses(
        f"any of: [{{all of: [{{units: 60 semester units}}, {{experience: 2 years, in: filing}}]}}, {CITY}]"
    )
    found = next(each for each in linted(pack(lower + TWO + higher)) if each.name == "higher level without the lower")
    assert found.found.endswith("below it: a high school diploma, GED or the like")


def test_a_remark_stands_where_its_clause_is_written() -> None:
    text = pack(table([("{units: 60 semester units}", "1 year"), ("{units: 60 semester units}", "2 years")]))
    found = next(each for each in linted(text) if each.name == "alternative that never decides")
    line = text[: text.index("- {table")].count("\n") + 1
    column = text.splitlines()[line - 1].rindex("education:") + 1
    assert found.where == f"pack.yaml line {line} column {column}"


WIDE: Final = pack(
    f"""\
      - disjoint:
          - needs: 4 years
            of:
              - {{count: units, every: 30 semester units, gives: 1 year, at most: 4 years}}
              - {{count: experience, in: filing, at most: 2 years}}
          - needs: 1 year
            of: [{{count: experience, in: [filing, office work]}}]
      - {{number: 3.0, out of: 4.0, of: grade points, questions: {{gpa: "What is your grade average?"}}, decimals: 1}}
      - any of:
          - total: 8 years
            may lack: 6 months
            of:
              - {{count: experience, in: filing, every: 2 years, gives: 1 year, at most: 1 year}}
              - count: best of
                terms:
                  - {{count: clause, holds: {{degree: bachelor, in: history}}, gives: 4 years}}
                  - {{count: units, every: 30 semester units, gives: 1 year, at most: 3 years}}
          - {{unbroken: 12 months, in: filing, gap at most: 1 month}}
          - bounded discretion: the City
            may accept: anything equal
            only if: {{degree: high school}}
      - ambiguous: whether the certificate is needed in any case
        readings:
          - any of: [{{{FILING}}}, {{{OFFICE}}}]
          - all of: [{{{FILING}}}, {{credential: typing certificate, due: at filing}}]
      - experience: 1040 hours
        in: filing
        within: 10 years
        share at least: 85%
      - table: grid
        rows count: filing
        rows:
          - {{education: {{degree: bachelor}}, experience: 2 years}}
          - {{education: {{degree: associate}}, experience: 3 years}}
  - id: chief
    title: Chief
    builds on: clerk
    {SOURCE}the same}}
    requires:
      - {{experience: 5 years, in: filing}}
"""
)
"""A pack with a little of everything."""

READABLE: Final = {
    "wide": yaml.load(WIDE, yaml.BaseLoader),  # noqa: S506  # it makes nothing but text, lists and mappings
    **{
        name: yaml.load((bundled_rules() / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # it makes text alone
        for name in (STOCKTON, SAN_JOSE)
    },
}
"""Packs as plain values, all scalars as text."""


def test_a_pack_with_a_little_of_everything_can_be_linted() -> None:
    """Its table alone, whose rows all ask for a degree, gives cause for a remark."""
    assert [(each.name, each.about) for each in linted(WIDE)] == [
        ("degree without another path", "clerk.table.rows.row-1.education"),
        ("degree without another path", "clerk.table.rows.row-2.education"),
    ]


def mutated(value: Any, data: st.DataObject) -> Any:  # noqa: ANN401  # any part of a pack
    """A pack with one part left out, repeated, or put in the place of another."""
    value = copy.deepcopy(value)
    places: list[tuple[Any, Any]] = []

    def walk(part: Any) -> None:  # noqa: ANN401  # any value of YAML
        for key in list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ():
            places.append((part, key))
            walk(part[key])

    walk(value)
    part, key = data.draw(st.sampled_from(places))
    other, its = data.draw(st.sampled_from(places))
    change = data.draw(st.sampled_from(["leave out", "repeat", "replace", "replace"]))
    if change == "leave out":
        del part[key]
    elif change == "repeat" and isinstance(part, list):
        part.insert(key, copy.deepcopy(part[key]))
    else:
        part[key] = copy.deepcopy(other[its])
    return value


@settings(max_examples=examples(100), deadline=None)
@given(st.sampled_from(sorted(READABLE)), st.integers(1, 3), st.data())
def test_lint_never_fails_on_a_pack_that_can_be_read(name: str, times: int, data: st.DataObject) -> None:
    """And reading it never fails but with faults."""
    value = READABLE[name]
    for _ in range(times):
        value = mutated(value, data)
    try:
        remarks = linted(yaml.safe_dump(value, allow_unicode=True))
    except PackError as error:
        faults = error.faults
    else:
        faults = ()
        assert {each.name for each in remarks} <= {each.name for each in REMARKS}
        assert all(" line " in each.where for each in remarks)
    assert all(fault.found for fault in faults)


def said(tmp_path: Path, text: str, *options: str) -> Said:
    """Lint of a pack in a file."""
    path = tmp_path / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    return minqual("rules", "lint", path, *options)


WARNED: Final = pack(clauses("degree: bachelor"))
FAULTY: Final = pack(clauses(f"any of: [{CITY}]"))
ACCEPTED: Final = pack(
    clauses("degree: bachelor"), rest="accepted: [{remark: degree without another path, because: a law asks for it}]\n"
)


@pytest.mark.parametrize(
    ("text", "code", "strict"),
    [(WARNED, 0, 1), (FAULTY, 1, 1), (ACCEPTED, 0, 0), (WARNED.replace("degree", "x"), 2, 2)],
)
def test_the_exit_code_of_lint_says_what_stands(tmp_path: Path, text: str, code: int, strict: int) -> None:
    assert said(tmp_path, text).code == code
    assert said(tmp_path, text, "--strict").code == strict


def test_a_remark_is_told_with_its_place_its_name_and_what_to_do(tmp_path: Path) -> None:
    out = said(tmp_path, WARNED).out
    line = WARNED[: WARNED.index("- {degree")].count("\n") + 1
    assert f"pack.yaml line {line} column 9: warning: degree without another path (clerk.degree)\n" in out
    assert "    -> see whether" in out
    assert out.endswith("pack.yaml: 1 warning\n")


def test_an_accepted_remark_is_shown_with_its_reason(tmp_path: Path) -> None:
    out = said(tmp_path, ACCEPTED).out
    assert "accepted\n" in out
    assert "accepted because a law asks for it" in out
    assert out.endswith("pack.yaml: 1 accepted\n")


def test_lint_without_packs_looks_at_all_bundled_ones() -> None:
    done = minqual("rules", "lint", "--strict")
    assert done.code == 0
    assert all(f"\n{name}: " in f"\n{done.out}" for name in pack_names())


def test_faults_of_all_packs_are_told_and_the_readable_ones_linted(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"bad{number}.yaml").write_text(WARNED.replace("degree", f"x{number}"), encoding="utf-8")
    done = minqual("rules", "lint", tmp_path / "bad1.yaml", STOCKTON, tmp_path / "bad2.yaml", "no/such-pack")
    assert done.code == 2
    done.line("bad1.yaml line", "x1")
    done.line("bad2.yaml line", "x2")
    done.line("unknown pack 'no/such-pack'")
    assert f"{STOCKTON}: " in done.out


def test_json_holds_remarks_acceptances_and_faults(tmp_path: Path) -> None:
    [listed] = json.loads(said(tmp_path, WARNED, "--format", "json").out)
    [remark] = listed["remarks"]
    assert (remark["remark"], remark["strength"], remark["about"]) == (
        "degree without another path", "warning", "clerk.degree",
    )  # fmt: skip
    assert (remark["line"], remark["column"], listed["readable"]) == (WARNED.count("\n"), 9, True)
    [listed] = json.loads(said(tmp_path, ACCEPTED, "--format", "json").out)
    assert [each["because"] for each in listed["accepted"]] == ["a law asks for it"]
    done = said(tmp_path, WARNED.replace("degree", "x"), "--format", "json")
    [listed] = json.loads(done.out)
    assert (listed["readable"], len(listed["faults"]), listed["faults"][0]["line"]) == (False, 1, WARNED.count("\n"))


def test_explain_lists_every_remark() -> None:
    out = minqual("rules", "lint", "--explain").out
    assert all(f"{each.name} ({each.strength})\n" in out for each in REMARKS)
    listed = json.loads(minqual("rules", "lint", "--explain", "--format", "json").out)
    assert [each["name"] for each in listed] == [each.name for each in (*REMARKS, UNDRAWN)]


def test_a_misspelt_remark_is_told_with_the_nearest_name() -> None:
    drawing, _ = PAIRS["acceptance of nothing"][1]
    found = next(each for each in linted(drawing) if each.name == "acceptance of nothing")
    assert found.advice == "did you mean 'degree without another path'?"
