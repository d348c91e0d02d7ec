"""The sample applicants: between them they reach every standing and every question that their pack can come to."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

import pytest
from typer.testing import CliRunner

import minqual
from minqual.clauses import Answer, CollegeUnits, Leaf
from minqual.clauses.experience import Experience
from minqual.clauses.substitution_table import LinearReading
from minqual.commands import app
from minqual.judging import Screening
from minqual.records import tables
from minqual.sources import Reading, read_source
from minqual.verdicts.open_facts import open_facts
from support.places import APPLICANTS

FOLDER: Final = APPLICANTS
AS_OF: Final = date(2026, 11, 21)
SAMPLES: Final = {
    "san-jose-council-community-relations": "san-jose/council-community-relations",
    "stockton-mayoral-pio": "stockton/mayoral-pio",
}

LEVEL_STANDINGS: Final = {"refer", "review", "conditional", "met"}
"""Discretion stands over every level of both packs: none of them is ever unmet."""
CLAUSE_STANDINGS: Final = {"unmet", *LEVEL_STANDINGS}

ASKS_FURTHER: Final[Mapping[type[Leaf], tuple[type[Leaf], ...]]] = {LinearReading: (Experience, CollegeUnits)}
"""Clauses that put the questions of other clauses beside their own."""

QUESTIONS: Final = {
    "CollegeUnits": {
        "How many semester or quarter units were earned?",
        "Are the semester and the quarter units the same units, or separate ones?",
        "The degree implies more units than the row states: how many were earned in all?",
        "How many units were earned for the degree, beside others?",
    },
    "Degree": {
        "Which degree or diploma is this?",
        "Does the applicant hold a high school diploma, a GED or the like?",
        "Does an evaluation show that it is equal to ",
        "On which day is the degree expected?",
        "Was the degree conferred, and when?",
        "On which day was the degree conferred?",
        "Can the applicant show the degree once it is conferred?",
        "What is the field of the degree?",
        "Is the field related to ",
    },
    "Experience": {
        "Was this work in ",
        "How many hours a week?",
        "When did the job begin?",
        "On which day did the job begin?",
        "When did the job end, or does it go on?",
        "On which day did the job end?",
        "Between which dates? A duration without dates may overlap other jobs.",
    },
    "Credential": {"Is it ", "Can the applicant show "},
    "Answer": {"Which answer holds, yes or no? ", "The answer is no"},
    "LinearReading": {"Does the year-for-year sentence apply between the printed rows? "},
}
"""How every question begins that a clause asks as the two packs with samples use it."""


@cache
def screened(sample: str) -> Screening:
    """A sample folder screened."""
    screener = minqual.Screener(minqual.load_pack(SAMPLES[sample]))
    return screener.screen(read_source(FOLDER / sample, Reading(screener.tables)).tables, AS_OF)


NEVER_ASKED: Final = {
    "san-jose-council-community-relations": {"How many units were earned for the degree, beside others?"}
}
"""Questions that decide nothing: no level needs more units than the lowest degree implies."""


def askable(sample: str) -> set[str]:
    """How the questions begin that a sample's pack can ask."""
    kinds: set[type[Leaf]] = set()
    asks: set[str] = set()
    for leaf in screened(sample).tree.leaves:
        kinds.update({type(leaf), *ASKS_FURTHER.get(type(leaf), ())})
        if isinstance(leaf, Answer):
            asks.add(leaf.ask)
    return asks.union(*(QUESTIONS.get(kind.__name__, set()) for kind in kinds)) - NEVER_ASKED.get(sample, set())


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_ask_every_question_that_their_pack_can_ask(sample: str) -> None:
    """Asked means: of someone whose level it decides."""
    asked = {fact.question.ask for fact in open_facts(screened(sample), None)}
    assert {start for start in askable(sample) if not any(ask.startswith(start) for ask in asked)} == set()


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_reach_every_standing_of_every_level(sample: str) -> None:
    screening = screened(sample)
    for node in screening.tree.levels:
        assert {minqual.Standing(each).word for each in screening.standing(node)} == LEVEL_STANDINGS


@pytest.mark.parametrize("sample", SAMPLES)
def test_clauses_of_samples_reach_all_five_standings(sample: str) -> None:
    screening = screened(sample)
    reached = {
        minqual.Standing(each).word
        for number, node in enumerate(screening.tree.nodes)
        if node.clause is not None
        for each in screening.standing(number)
    }
    assert reached == CLAUSE_STANDINGS


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_hold_a_kind_nearly_spelt_and_a_blank_one(sample: str) -> None:
    """Both are open and ask the same question, so that neither stands for the other."""
    matches = screened(sample).tally.kinds.matches
    kinds = screened(sample).applicants.experience.kinds
    open_words = {word for word, match in zip(kinds.words, matches, strict=True) if match.possible > match.certain}
    assert "" in open_words
    assert len(open_words) > 1


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_are_used_row_by_row(sample: str) -> None:
    """No row is rejected or blank, and no column goes unused."""
    results = minqual.screen(FOLDER / sample, SAMPLES[sample], AS_OF)
    assert list(results.rejected) == []
    assert {(count.rejected, count.blank) for count in results.summary.rows} == {(0, 0)}
    assert dict(results.summary.unknown_columns) == {}


@pytest.mark.parametrize("sample", SAMPLES)
def test_screening_samples_exits_with_0(sample: str) -> None:
    words = ["screen", str(FOLDER / sample), "--rules", SAMPLES[sample], "--as-of", AS_OF.isoformat(), "-o", "-"]
    assert CliRunner().invoke(app, words).exit_code == 0


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("table", tables.COLUMNS)
def test_samples_have_every_table_with_every_column(sample: str, table: str) -> None:
    """They serve as templates as well."""
    with (FOLDER / sample / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert sorted(header) == sorted((*tables.COLUMNS[table], tables.ENTRY))


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_say_what_each_applicant_shows(sample: str) -> None:
    with (FOLDER / sample / "applicants.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["applicant_id"] for row in rows] == [f"a{number:03d}" for number in range(1, len(rows) + 1)]
    assert len({row["entry"] for row in rows}) == len(rows)


MANUAL: Final = (FOLDER / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The manual's code blocks in a language."""
    return [block.partition("```")[0] for block in MANUAL.split(f"```{language}\n")[1:]]


@pytest.mark.parametrize("table", tables.COLUMNS)
def test_the_manual_explains_every_table_and_column(table: str) -> None:
    assert f"{table}.csv" in MANUAL
    for column in (*tables.COLUMNS[table], tables.ENTRY):
        assert f"`{column}`" in MANUAL


def test_the_record_of_the_manual_is_read_as_it_stands_and_qualifies() -> None:
    text, *_ = blocks("json")
    record = minqual.records.record.parse_json(text)
    assert set(json.loads(text)) == set(type(record).model_fields)
    verdict = minqual.check(record, "stockton/mayoral-pio", AS_OF)
    assert verdict.verdict == "met"


def test_the_tables_of_the_manual_have_known_columns_and_whole_rows() -> None:
    (header, *rows), *others = [list(csv.reader(block.splitlines())) for block in blocks("csv")]
    for head, body in ((header, rows), *((first, rest) for first, *rest in others)):
        assert set(head) <= {tables.ENTRY, *(column for names in tables.COLUMNS.values() for column in names)}
        assert {len(row) for row in body} == {len(head)}
