"""What is asked of education and of experience where any one of several alternatives is enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from minqual.clauses import Group, Leaf
from minqual.judging import Screening, Tree
from minqual.values import Standing
from minqual.verdicts import funnels_of, part_standings
from minqual.verdicts.alternatives import GATES
from support.examples import examples
from support.screened import relaxed
from support.strategies.packs_with_records import drawn, fixed

REVIEW = Standing.REVIEW


@st.composite
def screened(draw: st.DrawFn) -> Screening:
    of = draw(drawn())
    return of.screened(of.screener(), of.pool)


def below(tree: Tree, node: int) -> Iterator[int]:
    yield node
    for part in tree.nodes[node].parts:
        yield from below(tree, part)


def lifted(screening: Screening, node: int, aspect: str) -> NDArray[np.int8]:
    """How a node stands for each applicant if all that it asks of an aspect alone were met."""
    tree = screening.tree
    asked = {
        tree.nodes[each].leaf
        for each in below(tree, node)
        if isinstance(tree.nodes[each].clause, Leaf) and tree.nodes[each].clause.tables == (aspect,)  # type: ignore[union-attr]
    }
    leaves = np.array([each.standings for each in screening.assessments])
    leaves = np.vstack([leaves, np.where(screening.applicants.unread, REVIEW, Standing.UNMET)])
    leaves[[each for each in asked if each is not None]] = Standing.MET
    found: NDArray[np.int8] = tree.evaluate(leaves)[node]
    return found


@given(screening=screened())
@settings(relaxed, max_examples=examples(150))
def test_parts_stand_together_as_the_clauses_do_that_are_taken_apart(screening: Screening) -> None:
    tree = screening.tree
    for place, root in enumerate(tree.requirements):
        found = part_standings(screening, place)
        asked = tree.asked_of_all(root)
        least = np.minimum.reduce([screening.standing(node) for node in asked])
        own = [each for each, part in zip(found.standings, found.parts, strict=True) if part.kind != "unread rows"]
        assert np.array_equal(np.minimum.reduce(own), least)
        (funnel,) = funnels_of(found, np.ones((1, screening.applicants.count), dtype=np.bool_))
        assert sum(each.share for each in funnel.stops) <= funnel.stopped
        assert sum(each.first for each in funnel.stops) == funnel.stopped - sum(
            not (column < REVIEW).any() for column in found.standings[:, found.whole < REVIEW].T
        )


@given(screening=screened())
@settings(relaxed, max_examples=examples(150))
def test_whoever_lacks_the_two_together_would_pass_with_more_of_either_and_else_one_of_them_is_lacking(
    screening: Screening,
) -> None:
    tree = screening.tree
    numbers = {node.id: number for number, node in enumerate(tree.nodes)}
    for place in range(len(tree.requirements)):
        found = part_standings(screening, place)
        at = {part.clause: column for part, column in zip(found.parts, found.standings, strict=True)}
        for part in found.parts:
            name, _, aspect = part.clause.rpartition(".")
            if aspect != "together" or name not in numbers:
                continue
            node = numbers[name]
            groups = [tree.nodes[each].clause for each in below(tree, node)]
            if any(isinstance(each, Group) and each.kind not in GATES for each in groups):
                continue
            education, experience = (lifted(screening, node, each) >= REVIEW for each in ("education", "experience"))
            stands = screening.standing(node) >= REVIEW
            assert np.array_equal(at[part.clause] < REVIEW, ~stands & education & experience)
            for each, enough in (("education", experience), ("experience", education)):
                if f"{name}.{each}" in at:
                    assert np.array_equal(at[f"{name}.{each}"] < REVIEW, ~enough)


ROWS = [
    {"education": {"degree": "bachelor"}, "experience": "2 years"},
    {"education": {"degree": "high school"}, "experience": "4 years"},
]


@pytest.mark.parametrize(
    ("level", "years", "lacking"),
    [
        ("bachelor", 1, ["experience"]),
        ("bachelor", 2, []),
        ("high school", 3, ["together"]),
        ("high school", 4, []),
        ("none", 9, ["education"]),
        ("none", 1, ["education", "experience"]),
    ],
)
def test_a_table_turns_away_by_education_by_experience_or_by_both_of_them_together(
    level: str, years: int, lacking: list[str]
) -> None:
    clause = {"table": "education and experience", "rows count": "communications", "rows": ROWS}
    record = {
        "education": [{"level": level} | ({} if level == "none" else {"conferred": "yes", "awarded": "2001-06-01"})],
        "experience": [{"kinds": "communications", "start": "2010-01-01", "end": f"{2009 + years}-12-31",
                        "hours_per_week": "40"}],
    }  # fmt: skip
    of = fixed(date(2026, 11, 21), [clause], record, kinds={"communications": []})
    found = part_standings(of.screened(of.screener(), of.pool), 0)
    failed = [part.kind for part, (each,) in zip(found.parts, found.standings, strict=True) if each < REVIEW]
    assert failed == lacking


@given(screening=screened())
@settings(relaxed, max_examples=examples(60))
def test_one_clause_short_lies_between_what_is_certain_and_what_is_reached_however_what_is_open_ends(
    screening: Screening,
) -> None:
    """Whoever fails one part stays stopped by it alone only if every part that is open is met in the end."""
    everyone = np.ones((1, screening.applicants.count), dtype=np.bool_)
    for place in range(len(screening.tree.requirements)):
        found = part_standings(screening, place)
        (funnel,) = funnels_of(found, everyone)
        stopped = found.whole < REVIEW
        for ends in (Standing.MET, Standing.UNMET):
            ended = np.where(found.standings == REVIEW, ends, found.standings)
            short = int((((ended < REVIEW).sum(axis=0) == 1) & stopped & (found.standings < REVIEW).any(axis=0)).sum())
            assert short == (funnel.one_short_at_most if ends is Standing.MET else funnel.one_short)


BASE = {"experience": "5 years", "in": "communications"}


@pytest.mark.parametrize(
    ("level", "years", "lacking"),
    [
        ("bachelor", 4, ["experience"]),
        ("high school", 5, ["together"]),
        ("none", 9, ["education"]),
        ("none", 4, ["education", "experience"]),
    ],
)
def test_whoever_lacks_years_that_a_table_asks_for_in_its_base_and_in_its_rows_is_one_clause_short(
    level: str, years: int, lacking: list[str]
) -> None:
    rows = [ROWS[0] | {"experience": "5 years"}, ROWS[1] | {"experience": "7 years"}]
    clause = {"table": "education and experience", "base": BASE, "rows count": "communications", "rows": rows}
    record = {
        "education": [{"level": level} | ({} if level == "none" else {"conferred": "yes", "awarded": "2001-06-01"})],
        "experience": [{"kinds": "communications", "start": "2010-01-01", "end": f"{2009 + years}-12-31",
                        "hours_per_week": "40"}],
    }  # fmt: skip
    of = fixed(date(2026, 11, 21), [clause], record, kinds={"communications": []})
    found = part_standings(of.screened(of.screener(), of.pool), 0)
    failed = [part.kind for part, (each,) in zip(found.parts, found.standings, strict=True) if each < REVIEW]
    assert failed == lacking
    (funnel,) = funnels_of(found, np.ones((1, 1), dtype=np.bool_))
    assert funnel.one_short == (len(lacking) == 1)
