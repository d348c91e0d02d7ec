"""What a value means stands on its field, once, and what a question leaves open stands on the question."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pytest

import minqual
from minqual.clauses import FACTS, KINDS, TERMS, Direction, DueBy, FromHardest, Provision
from minqual.packs import SECTIONS
from minqual.sources import Reading, read_source
from support.places import ROOT

PACKAGE = ROOT / "engine" / "minqual"
TABLES = ("education", "experience", "credentials", "answers")


def provisions(kind: type[Provision] = Provision) -> Iterator[type[Provision]]:
    """Every class of which requirements are made, the project's own."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("minqual."):
            yield each
            yield from provisions(each)


MODELS = sorted(set(provisions()), key=lambda model: model.__name__)


def choices(annotation: Any) -> set[str]:  # noqa: ANN401  # an annotation may be anything
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return set().union(*(choices(inner) for inner in get_args(annotation)))


def test_all_kinds_and_terms_are_looked_at() -> None:
    assert {*KINDS, *TERMS.values()} <= set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_every_field_has_exactly_one_direction(model: type[Provision]) -> None:
    for name, field in model.model_fields.items():
        stated = [each for each in field.metadata if isinstance(each, Direction)]
        assert len(stated) == 1, f"{model.__name__}.{name}: {stated}"
        assert stated[0].section in {"", FACTS, *SECTIONS}, name
        if isinstance(stated[0], FromHardest) and not isinstance(stated[0], DueBy):
            assert sorted(stated[0].words) == sorted(choices(field.annotation)), name
            assert stated[0].of in {"", *model.model_fields}, name


@pytest.mark.parametrize("name", ["san-jose/council-community-relations", "stockton/mayoral-pio"])
def test_a_question_about_a_row_says_what_is_open(name: str) -> None:
    screener = minqual.Screener(name)
    screening = screener.screen(
        read_source(ROOT / "applicants" / name.replace("/", "-"), Reading(TABLES)).tables, date(2026, 11, 21)
    )
    everybody = np.ones(screening.tally.count, dtype=np.bool_)
    asked = [question for leaf in screener.tree.leaves for question in leaf.questions(screening.tally, everybody)]
    cells = [each for each in asked if each.table in TABLES[:3] and (each.row >= 0).any()]
    assert {question.table for question in cells} == set(TABLES[:3])
    assert [question.ask for question in cells if question.says is None] == []


ENDS = re.compile(r"\w \w.*[?.!]$")
"""How a sentence ends that has at least two words."""


def recognised(tree: ast.Module) -> Iterator[ast.expr | None]:
    """What texts are compared with, looked up by in a table, or taken apart by."""
    takes_apart = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "split"}
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Dict):
            yield from statement.value.keys
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in takes_apart:
            yield from node.args


def test_no_code_recognises_a_sentence_by_its_words() -> None:
    """A sentence is said, and never compared, looked up or taken apart."""
    found = {
        f"{path.name}: {each.value!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for each in recognised(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and ENDS.search(each.value)
    }
    assert found == set()
