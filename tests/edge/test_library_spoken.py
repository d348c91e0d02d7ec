"""Spoken options refuse words that they do not understand, and no second word replaces a first in silence."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.commands.spoken_record import Spoken
from minqual.values import FaultyInput, Vocabulary
from support.command_line import Said, minqual
from support.examples import examples
from support.places import ROOT, edge

PACK = """\
name: example/edge
title: Edge
agency: Town of Example
specification: Class specification 100, 2024
version: "1"
in force: 2024-01-01
kinds: {clerical work: [clerk]}
fields: {journalism: [media], expected value theory: }
subjects: {accounting: }
credentials: {driver's license: [driver license], notary public: }
issuers: {California: [ca]}
levels:
  - {id: degree, title: D, source: {section: Q, anchor: a}, requires: [degree: bachelor]}
  - {id: major, title: M, source: {section: Q, anchor: a}, requires: [{degree: bachelor, in: journalism}]}
  - {id: units, title: U, source: {section: Q, anchor: a}, requires: [units: 60 semester units]}
  - {id: year, title: Y, source: {section: Q, anchor: a}, requires: [{experience: 1 year, in: clerical work}]}
  - {id: notary, title: N, source: {section: Q, anchor: a}, requires: [{credential: notary public, due: at filing}]}
  - id: licence
    title: L
    source: {section: Q, anchor: a}
    requires: [{credential: driver's license, issued by: California, due: at filing}]
"""
STATES = yaml.safe_load((ROOT / "engine" / "minqual" / "commands" / "state_words.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "edge.yaml"
    path.write_text(PACK)
    return path


def said(pack: Path, level: str, *options: str) -> Said:
    return minqual("check", "--rules", pack, "--as-of", "2026-11-21", "--level", level, *options)


@pytest.mark.parametrize("state", STATES["anywhere"])
@pytest.mark.parametrize(
    ("option", "forms"),
    [
        ("--degree", ("bachelor {}", "bachelor, {}", "bachelor: {}", "bachelor ({})", "bachelor: journalism {}",
                      "bachelor, 2015, {}", "bachelor in journalism, {}")),
        ("--credential", ("notary public, {}", "notary public ({})", "{} notary public", "notary public, California {}",
                          "notary public, issued by {}")),
        ("--units", ("60 semester {}", "60 {}", "60 semester in accounting {}", "60 semester in {}")),
    ],
)  # fmt: skip
def test_a_word_for_a_state_is_refused_wherever_it_stands(option: str, forms: tuple[str, ...], state: str) -> None:
    known = dict.fromkeys(("fields", "subjects", "issuers"), Vocabulary({"journalism": (), "California": ()}))
    for form in forms:
        for text in (form.format(state), form.format(state.capitalize()), form.format(state.replace(" ", "-"))):
            spoken = {
                "--degree": Spoken([text], [], [], [], []),
                "--units": Spoken([], [], [text], [], []),
                "--credential": Spoken([], [], [], [text], []),
            }[option]
            with pytest.raises(FaultyInput):
                spoken.record(known)


@pytest.mark.parametrize("state", STATES["alone"])
def test_a_state_alone_is_no_field_and_no_issuer(state: str) -> None:
    known = dict.fromkeys(("fields", "subjects", "issuers"), Vocabulary({}))
    for spoken in (
        Spoken([f"bachelor: {state}"], [], [], [], []),
        Spoken([f"bachelor, {state.title()}"], [], [], [], []),
        Spoken([], [], [], [f"notary public, {state.title()}"], []),
        Spoken([], [], [f"60 in {state}"], [], []),
    ):
        with pytest.raises(FaultyInput):
            spoken.record(known)


@pytest.mark.parametrize(
    ("level", "option", "text", "named"),
    [
        ("degree", "--degree", "bachelor in progress", "in progress"),
        ("degree", "--degree", "bachelor: journalism, 2015-06, 2016", "second date, '2016'"),
        ("degree", "--degree", "bachelor, 2015, expected 2027", "second date, '2027'"),
        ("degree", "--degree", "bachelor: journalism, 2015-13", "a month that does not exist"),
        ("degree", "--degree", "bachelor, expected soon", "not a date"),
        ("degree", "--degree", "bachelor in journalism, in history", "second field, 'history'"),
        ("notary", "--credential", "notary public, expired", "expired"),
        ("notary", "--credential", "notary public, 2028-01, 2029-01", "second date, '2029-01'"),
        ("notary", "--credential", "notary public, California, Nevada", "second issuer, 'Nevada'"),
        ("notary", "--credential", "notary public, gone", "'gone'"),
        ("year", "--job", "clerk, 2018..2019, 2020..2021", "second span, '2020'"),
        ("year", "--job", "clerk, 2018..2020, 40h, 20h", "second number of hours, '20'"),
        ("year", "--job", "clerk, 3 years, 2 years", "second duration, '2'"),
        ("year", "--job", "clerk, 3 years, 50%, 60%", "second share, '60%'"),
        ("year", "--job", "clerk, 3 years, paid, unpaid", "second word on pay"),
        ("year", "--job", "clerk, 3 years, with A, with B", "second employer, 'B'"),
        ("year", "--job", "clerk, 3 years, class 1, class 2", "second class, '2'"),
        ("year", "--job", "clerk, 3 years, ended", "'ended'"),
        ("year", "--job", "2018..2020, 40h", "'2018..2020' in the place of the kinds"),
        ("year", "--job", "40h, 2018..2020", "'40h' in the place of the kinds"),
        ("year", "--job", "3 years", "'3 years' in the place of the kinds"),
        ("year", "--job", "unpaid, 3 years", "'unpaid' in the place of the kinds"),
        ("year", "--job", "with City, 3 years", "'with City' in the place of the kinds"),
        ("degree", "--degree", "bachelor: current student", "current student"),
        ("degree", "--degree", "bachelor: enrolled at the state college", "enrolled at"),
        ("degree", "--degree", "bachelor: journalism, unaccredited", "unaccredited"),
        ("degree", "--degree", "bachelor: foreign", "foreign"),
        ("notary", "--credential", "notary public, On Probation", "on probation"),
        ("units", "--units", "60 semester pending", "not a number of units"),
        ("units", "--units", "60 semester in accounting, 2015", "accounting, 2015"),
        ("units", "--units", "24 in accounting and 30 quarter", "accounting and 30 quarter"),
    ],
)
def test_what_is_not_understood_is_named_beside_what_is_expected(
    pack: Path, level: str, option: str, text: str, named: str
) -> None:
    done = said(pack, level, option, text)
    assert done.code == 2
    done.line(f"{option} (number 1)", named, "expected ")


@pytest.mark.parametrize(
    ("level", "option", "text", "code"),
    [
        ("major", "--degree", "bachelor: journalism, 2015-06", 0),
        ("major", "--degree", "bachelor in journalism", 0),
        ("major", "--degree", "bachelor, in media, 2015", 0),
        ("major", "--degree", "bachelor, journalism", 0),
        ("major", "--degree", "bachelor of arts in history, 2012", 1),
        ("degree", "--degree", "bachelor, 2019, in accounting", 0),
        ("degree", "--degree", "bachelor: student affairs, 2019", 0),
        ("degree", "--degree", "bachelor: foreign languages", 0),
        ("degree", "--degree", "bachelor: graduate studies in law", 0),
        ("notary", "--credential", "notary public, Foreign Office", 0),
        ("year", "--job", "clerk, 2018..2021-06, 40h, with 3 years Ltd", 0),
        ("degree", "--degree", "bachelor: arts, letters and sciences", 0),
        ("degree", "--degree", "bachelor: expected value theory", 0),
        ("degree", "--degree", "Bachelor of Science, Economics, June 2015", 0),
        ("degree", "--degree", "bachelor: economics, awarded 2015", 0),
        ("degree", "--degree", "bachelor: journalism, expected 2027-05", 3),
        ("notary", "--credential", "notary public", 0),
        ("notary", "--credential", "notary public, Nevada, 2028", 0),
        ("notary", "--credential", "notary public, issued by the state board, expires 2028", 0),
        ("notary", "--credential", "notary public, valid from 2020-01, until 2028-01", 0),
        ("notary", "--credential", "notary public, never", 0),
        ("licence", "--credential", "driver's license, california, 2028-01", 0),
        ("licence", "--credential", "driver license, CA", 0),
        ("licence", "--credential", "driver's license, Nevada, 2028-01", 1),
        ("year", "--job", "clerk, 2018-03..2021-06, 40h, unpaid, with City, class 1", 0),
        ("units", "--units", "60", 0),
        ("units", "--units", "90 quarter units in business law", 0),
        ("units", "--units", "60 semester in CS 101", 0),
    ],
)
def test_what_can_be_understood_is_still_said(pack: Path, level: str, option: str, text: str, code: int) -> None:
    done = said(pack, level, option, text)
    assert done.code == code, done.err


OPTIONS = ("--degree", "--job", "--units", "--credential", "--answer")


@given(st.text(st.characters(), max_size=40), st.sampled_from(OPTIONS))
@settings(max_examples=examples(300), deadline=None)
def test_whatever_is_said_is_a_record_or_a_fault(text: str, option: str) -> None:
    known = dict.fromkeys(("fields", "subjects", "issuers"), Vocabulary({"California": ()}))
    texts = [[text] if each == option else [] for each in OPTIONS]
    with contextlib.suppress(FaultyInput):
        Spoken(*texts).record(known)


def test_the_given_options_are_refused() -> None:
    for level, option, text in (
        ("degree", "--degree", "bachelor in progress"),
        ("notary", "--credential", "notary public, expired"),
    ):
        assert said(edge("pack.yaml"), level, option, text).code == 2
