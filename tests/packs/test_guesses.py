"""Guesses at how a pack may say something: each is answered with the key that says it."""

from __future__ import annotations

import pytest

import minqual

HEAD = """\
name: elmwood/baker
title: Baker
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds: {baking: [], sea work: []}
levels:
  - id: baker
    title: Baker
    requires:
      - """


@pytest.mark.parametrize(
    ("clause", "answer"),
    [
        ("{experience: any, in: baking}", "'takes in' asks for work however short"),
        ("{experience: 1 day, in: baking}", "weeks and days under"),
        ("{experience: six months, in: baking}", "did you mean '6 months'?"),
        ("{experience: 1 year, in: baking, other kinds: review}", "'other kinds' as a key of the pack"),
        ("{experience: 1 year, in: baking, since: 2012-04-01}", "'begun from' a day"),
        ("{experience: 1 year, in: baking, before: 2012-04-01}", "'begun by' a day"),
        ("{experience: 1 year, in: baking, also in all: [sea work]}", "'in all of'"),
        ("{experience: 1 year, in: baking, or: 4160 hours}", "'any of' with both clauses"),
        ("{answer: form, ask: Has it come?, within: 7 days}", "10 days after filing"),
        ("{degree: bachelor, accreditation: a blank is open}", "must be stated"),
        ("{degree: bachelor, source: {anchor: doors, locks}}", "all of that in double quotes"),
        ("{none of: [{degree: bachelor}]}", "'not employer': no clause is denied"),
    ],
)
def test_a_guess_is_answered_with_the_key_that_says_it(clause: str, answer: str) -> None:
    with pytest.raises(minqual.PackError) as refused:
        minqual.load_pack(text=HEAD + clause + "\n")
    assert answer in str(refused.value)
