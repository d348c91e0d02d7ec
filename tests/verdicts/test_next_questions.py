"""What to ask next of one applicant, and the reasons why there is nothing to ask."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

import jsonschema
from typer.testing import CliRunner

import minqual
from minqual.commands import app
from support.screened import screener
from support.strategies.records import SAN_JOSE, STOCKTON

AS_OF: Final = date(2026, 11, 21)
JOB: Final = {"kinds": ["customer service"], "start": "2024-05-01", "end": "present"}
BACHELOR: Final = {"level": "bachelor", "field": "economics", "conferred": "yes"}
LONG: Final = {"kinds": "communications", "start": "2010-01-01", "end": "2020-12-31", "hours_per_week": 40}
LICENCE: Final = {"name": "driver's license", "issuer": "California"}


def asked(pack: str = SAN_JOSE, level: str | None = None, **lists: object) -> minqual.NextQuestions:
    return minqual.next_questions({"applicant_id": "a", **lists}, screener(pack), AS_OF, level)


def test_a_question_says_where_its_answer_goes_and_which_levels_hang_on_it() -> None:
    found = asked(education=[{"level": "high school", "conferred": "yes"}], experience=[JOB], level="aide")
    schema = json.loads(CliRunner().invoke(app, ["schema", "questions"]).stdout)
    jsonschema.validate(found.to_dict(), schema)
    assert [(each.path, each.form, each.levels) for each in found.questions] == [
        (("experience", 0, "hours_per_week"), "number", ("aide",)),
        (("credentials",), "a row", ("aide",)),
    ]
    assert found.none is None


def test_the_reasons_for_nothing_to_ask_are_told_apart() -> None:
    whole: dict[str, Any] = {
        "education": [{"level": "high school", "conferred": "yes"}],
        "experience": [JOB | {"hours_per_week": 40}],
    }
    assert asked(**whole, credentials=[LICENCE], level="aide").none == "decided"
    assert asked(**whole, credentials=[{"name": "none"}], level="aide").none == "due later"
    unknown = {**whole, "experience": [JOB | {"hours_per_week": 40, "kinds": "costumer servise"}]}
    people = asked(**unknown, credentials=[LICENCE], level="aide")
    assert people.none == "for people"
    assert [each.of for each in people.others] == ["screener"]
    faulty = asked(**whole, credentials=[{"name": 1, "expires": "soon", "issued": 1}])
    assert faulty.none == "faults"
    assert [(each.loc, each.code) for each in faulty.faults] == [(("credentials", 0, "issued"), "unknown-key")]


def test_a_question_of_the_pack_is_answered_by_a_row_under_its_name() -> None:
    (question,) = [
        each for each in asked(STOCKTON, education=[BACHELOR], experience=[LONG]).questions if each.table == "answers"
    ]
    assert (question.path, question.cells, question.form, question.choices) == (
        ("answers",),
        {"question": "evening-meetings"},
        "yes or no",
        ("yes", "no"),
    )
