"""What a pack asks, for whoever builds a form: all of it, once, by the levels that need it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

import minqual
from minqual.clauses import NamedQuestion
from minqual.commands import app
from minqual.judging import required
from minqual.packs import load_pack, pack_names
from minqual.records import Record
from support.examples import some_of
from support.strategies.packs_with_records import fixed

some_packs = pytest.mark.parametrize("name", some_of(pack_names(), 6))


def run(*arguments: str) -> Any:  # noqa: ANN401  # whatever JSON has
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@some_packs
def test_what_a_pack_asks_keeps_to_its_schema_and_is_what_the_command_prints(name: str) -> None:
    asks = minqual.asks(name).to_dict()
    jsonschema.validate(asks, run("schema", "asks"))
    assert run("rules", "show", name, "--format", "json") == asks


@some_packs
def test_every_list_and_column_of_a_record_that_is_asked_for_is_one_that_a_record_may_have(name: str) -> None:
    lists = Record.model_json_schema()["$defs"]
    rows = {"education": "EducationRow", "experience": "ExperienceRow", "credentials": "CredentialRow"}
    for table in minqual.asks(name).tables[1:]:
        known = set(lists[rows.get(table.table, "AnswerRow")]["properties"])
        assert {column.column for column in table.columns} - {"applicant_id"} <= known


@some_packs
def test_a_question_is_asked_for_just_the_levels_that_ask_it(name: str) -> None:
    pack, asks = load_pack(name), minqual.asks(name)
    for level in pack.judged:
        asked: list[NamedQuestion] = [each for clause in required(pack, level) for each in clause.asks()]
        assert {each.name for each in asked} == {each.question for each in asks.questions if level.id in each.levels}


@some_packs
def test_each_word_to_choose_from_and_each_that_means_the_same_is_understood_as_its_name(name: str) -> None:
    pack = load_pack(name)
    sections = {"kinds": "kinds", "class_code": "classes", "field": "fields", "subject": "subjects"}
    for table in minqual.asks(pack).tables:
        for column in table.columns:
            vocabulary = pack.vocabularies.get(sections.get(column.column, ""))
            for choice in column.choices if vocabulary else ():
                assert vocabulary is not None
                assert {vocabulary.meaning(word.casefold()) for word in (choice.name, *choice.also)} == {choice.name}


def test_facts_of_a_job_say_what_they_may_be_and_for_which_levels_they_are_asked() -> None:
    facts = [fact for name in pack_names() for fact in minqual.asks(name).job_facts]
    assert {fact.form for fact in facts} >= {"yes or no", "number of"}
    assert all(fact.ask and fact.levels and (fact.choices or fact.unit) for fact in facts)


def test_what_is_left_to_the_vacancy_is_asked_with_its_choices() -> None:
    parameter = {"ask": "Which subject?", "one of": ["history", "biology"]}
    clause = {"units": "10 semester units", "in": ["the vacancy's subject"]}
    subjects: dict[str, list[str]] = {"history": [], "biology": []}
    drawn = fixed(date(2026, 1, 1), [clause], {}, vacancy={"subject": parameter}, subjects=subjects)
    (asked,) = minqual.asks(drawn.pack).vacancy
    assert (asked.parameter, asked.ask, asked.choices) == ("subject", "Which subject?", ("history", "biology"))
