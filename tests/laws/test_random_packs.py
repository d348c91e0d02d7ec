"""The engine and a slow, obvious reading of the design agree on any pack and any record."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from minqual.clauses import KINDS, TERMS, BestOf, Employed, YearForYear
from minqual.clauses.disjoint import DisjointUse
from minqual.clauses.substitution_table import TableRow
from minqual.counting import OwnPolicy
from minqual.judging import Screening
from minqual.notation import PackModel
from minqual.packs import SECTIONS as VOCABULARIES
from minqual.packs import Level, Posts
from support.examples import examples
from support.oracle.pack import Judged, judge
from support.screened import relaxed, standings
from support.strategies.any_records import UNKNOWN
from support.strategies.packs import NEAR, SECTIONS, Author, Pack
from support.strategies.packs_with_records import Drawn, drawn, fixed
from support.strategies.records import Tape


def bounds(screening: Screening, applicant: int) -> dict[str, object]:
    """What every leaf counted for one applicant, by id."""
    counted = [assessment.counted for assessment in screening.assessments]
    return {
        node.id: quantity.exact(applicant)
        for node in screening.tree.nodes
        if node.leaf is not None and node.leaf < len(counted) and (quantity := counted[node.leaf]) is not None
    }


def differences(expected: Judged, screening: Screening, applicant: int) -> list[str]:
    """Where two readings of a record differ, in words."""
    found, counted = standings(screening, applicant), bounds(screening, applicant)
    lines = [f"no clause {name}" for name in {*expected.standings} - {*found}]
    lines += [
        f"{name}: {standing} expected, found {int(found[name])}"
        for name, standing in expected.standings.items()
        if name in found and found[name] != standing
    ]
    lines += [
        f"{name}: {tuple(map(str, each))} expected, found {counted.get(name)}"
        for name, each in expected.bounds.items()
        if counted.get(name) != each
    ]
    return lines


@given(case=drawn())
@settings(relaxed, max_examples=examples(300))
def test_engine_and_oracle_agree_on_any_pack(case: Drawn) -> None:
    """Every clause and level stands where the design says, and every quantity has its exact bounds."""
    screening = case.screened(case.screener(), case.pool)
    for applicant, record in enumerate(case.pool):
        found = differences(judge(case.pack, record, case.as_of, case.papers_until), screening, applicant)
        assert not found, "\n".join(found) + case.told(record)


@pytest.mark.parametrize("foreign", ["review", "conditional", "refused"])
@pytest.mark.parametrize(
    ("level", "standing"), [("BA, MA", 4), ("foreign master", None), ("MBA (expected)", 2), ("bachelor", 4)]
)
def test_a_level_with_two_readings_is_foreign_only_if_it_says_so(
    level: str, standing: int | None, foreign: str
) -> None:
    """What a clause says of foreign degrees is no matter for a row that names two levels."""
    clauses: list[Pack] = [
        {"id": "c1", "degree": "bachelor", "foreign": foreign},
        {"id": "c2", "unbroken": "1 month", "in": "clerical work", "after": {"degree": "bachelor", "foreign": foreign}},
    ]
    study = {"level": level, "conferred": "yes", "awarded": "2024-01-01"}
    job = {"kinds": "clerical work", "start": "2023-06-01", "end": "2024-12-31", "hours_per_week": "40"}
    record = {"education": [study], "experience": [job]}
    case = fixed(date(2025, 1, 1), clauses, record, kinds={"clerical work": []})
    screening = case.screened(case.screener(), case.pool)
    assert not differences(judge(case.pack, case.pool[0], case.as_of), screening, 0)
    expected = {"review": 2, "conditional": 3, "refused": 0}[foreign] if standing is None else standing
    assert standings(screening, 0)["l0.c1"] == expected


@pytest.mark.parametrize(("level", "foreign", "standing"), [
    ("wizardry", "refused", 2), ("wizardry", "review", 2), ("wizardry", "counts", 4),
    ("foreign master", "refused", 0), ("foreign master", "review", 2), ("bachelor", "refused", 4), ("", "refused", 4),
])  # fmt: skip
def test_units_of_a_level_that_nobody_knows_may_be_foreign(level: str, foreign: str, standing: int) -> None:
    clause = {"id": "c1", "units": "60 semester units", "foreign": foreign}
    study = {"level": level, "conferred": "yes", "awarded": "2020-01-01", "semester_units": "60"}
    case = fixed(date(2025, 1, 1), [clause], {"education": [study]})
    screening = case.screened(case.screener(), case.pool)
    assert not differences(judge(case.pack, case.pool[0], case.as_of), screening, 0)
    assert standings(screening, 0)["l0.c1"] == standing


def sample() -> Iterator[Pack]:
    """Packs enough to have everything in them."""
    random = Random(20)
    for _ in range(1500):
        yield Author(Tape(random.randbytes(700))).pack()


def written(value: object) -> Iterator[tuple[type[PackModel] | None, str]]:
    """Every key of a pack's clauses, terms, uses, rows and levels, with the model that it belongs to."""
    if isinstance(value, Mapping):
        model = model_of(value)
        yield from ((model, key) for key in value)
        for each in value.values():
            yield from written(each)
    elif isinstance(value, list):
        for each in value:
            yield from written(each)


def model_of(value: Mapping[str, Any]) -> type[PackModel] | None:
    """What a mapping is, told by its keys."""
    if "count" in value:
        return TERMS[value["count"]]
    if "requires" in value:
        return Posts if "posts" in value else Level
    if {"where counted", "if", "eased"} & set(value) or not {"needs", "education"} & set(value):
        kind: type[PackModel] | None = next((kind for kind in KINDS if kind.kind in value), None)
        if kind:
            return kind
    marks: dict[str, type[PackModel]] = {"needs": DisjointUse, "years in all": YearForYear, "education": TableRow}
    return next((model for mark, model in marks.items() if mark in value), None)


UNWRITTEN = {"source", "class code"}
"""Keys that decide nothing."""


@pytest.fixture(scope="module")
def keys() -> set[tuple[type[PackModel] | None, str]]:
    """All keys that some sample of packs holds."""
    return {
        each
        for pack in sample()
        for each in (
            *written([pack.get(key, []) for key in ("levels", "every level requires", "for some posts")]),
            *policy_keys(pack),
        )
    }


def policy_keys(pack: Pack) -> Iterator[tuple[type[PackModel], str]]:
    """The values of a counting policy that a pack states."""
    if isinstance(pack["counting policy"], dict):
        yield from ((OwnPolicy, key) for key in pack["counting policy"])


MODELS: list[type[PackModel]] = [*KINDS, *TERMS.values(), DisjointUse, TableRow, YearForYear, Level, Posts, OwnPolicy]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_packs_of_every_kind_with_every_key_are_written(
    model: type[PackModel], keys: set[tuple[type[PackModel] | None, str]]
) -> None:
    """A kind of clause, or a key of one, that is new must be written by the strategies as well."""
    wanted = {field.alias or name for name, field in model.model_fields.items()} - UNWRITTEN
    assert wanted - {key for owner, key in keys if owner is model} <= NOT_WRITTEN.get(model, set())


NOT_WRITTEN: dict[type[PackModel], set[str]] = {
    **{kind: {"id"} for kind in KINDS},
    BestOf: {"gives"},
    Employed: {"id", "within", "after"},
}
"""Ids stand on clauses of the tree alone; a `best of` gives what its terms give; a day has no window."""


def test_every_section_of_words_is_written() -> None:
    assert set(SECTIONS) == set(VOCABULARIES)


def test_misspellings_mean_one_word_and_unknown_words_none() -> None:
    """What the strategies call nearly right is near to one name of its section, by the measure of the manual."""
    for names in SECTIONS.values():
        words = {word.casefold(): name for name, more in names.items() for word in (name, *more)}
        for wrong, right in NEAR.items():
            close = {words[word] for word in difflib.get_close_matches(wrong, words, cutoff=0.82)}
            assert close == ({words[right]} if right in words else set()), wrong
        assert not any(difflib.get_close_matches(word, words, cutoff=0.82) for word in UNKNOWN)
