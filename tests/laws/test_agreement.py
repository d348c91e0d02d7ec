"""The engine and a slow, obvious reading of the design agree on what is counted and where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.clauses import Answer, CollegeUnits, Credential, Degree, Leaf
from minqual.clauses.experience import Experience
from minqual.clauses.substitution_table import LinearReading
from minqual.judging import Screening
from minqual.values import Quantity
from support.examples import examples
from support.oracle.time import High, Spell, leapt, walked
from support.oracle.two_packs import FIVE, FOUR, POOLED, WORDS, Judged, judge
from support.screened import relaxed, screened, screener
from support.strategies.records import PACKS, Record, pools

KINDS_OF = {"pooled": POOLED, "base": FOUR, "total": FIVE}
"""The oracle's name for experience in some kinds."""

NAMES: Mapping[type[Leaf], str] = {Credential: "licence", Answer: "answer", LinearReading: "linear"}
"""The oracle's names for clauses of which a pack has one."""


def leaf_name(leaf: Leaf, groups: Mapping[str, Sequence[str]]) -> str:
    """A leaf of a pack by the name that the oracle gives it; empty where the oracle has none."""
    if isinstance(leaf, Experience):
        kinds = {kind for name in leaf.in_ for kind in groups.get(name, (name,))}
        return f"{leaf.experience.value} " + next(name for name in KINDS_OF if KINDS_OF[name] == kinds)
    if isinstance(leaf, Degree):
        return "bachelor in a listed field" if leaf.in_ else str(leaf.degree.word)
    if isinstance(leaf, CollegeUnits):
        return f"{leaf.units.value} units"
    return next((name for kind, name in NAMES.items() if isinstance(leaf, kind)), "")


def told(screening: Screening, applicant: int) -> Judged:
    """What the engine says of one applicant, in the oracle's terms."""
    tree = screening.tree
    standings: dict[str, int] = {}
    quantities: dict[str, Quantity] = {}
    for leaf, assessment in zip(tree.leaves, screening.assessments, strict=True):
        name = leaf_name(leaf, screening.pack.groups)
        if name:
            standings[name] = int(assessment.standings[applicant])
        if assessment.counted is not None:
            quantities[name.split()[-1]] = assessment.counted
    levels = {
        level.id: int(screening.standing(node)[applicant])
        for level, node in zip(screening.pack.levels, tree.levels, strict=True)
    }
    return Judged(standings, levels, {name: counted.exact(applicant) for name, counted in quantities.items()})


def differences(record: Record, expected: Judged, found: Judged) -> list[str]:
    """Where two readings of a record differ, in words."""
    lines = []
    parts: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("bounds", expected.bounds, found.bounds),
        ("leaf", expected.leaves, found.leaves),
        ("level", expected.levels, found.levels),
    )
    for part, wanted, got in parts:
        assert set(wanted) == set(got)
        lines += [
            f"{part} {name}: {wanted[name]} expected, found {got[name]}" for name in wanted if wanted[name] != got[name]
        ]
    return [*lines, str(record)] if lines else []


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(300))
def test_engine_and_oracle_agree_on_every_bound_clause_and_level(pack: str, data: st.DataObject) -> None:
    """Quantities are bounds; a threshold is met when low reaches it, unmet when high does not, otherwise review."""
    as_of, pool = data.draw(pools(pack))
    screening = screened(pack, pool, as_of)
    assert not screening.applicants.rejects
    for applicant, record in enumerate(pool):
        found = differences(record, judge(record, pack, as_of), told(screening, applicant))
        assert not found, f"as of {as_of}: " + "\n".join(found)


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(80))
def test_a_checked_record_agrees_with_the_oracle_that_walks_every_day(pack: str, data: st.DataObject) -> None:
    """A single verdict states the levels, the best standing over them, and exact bounds, as the contract has it."""
    as_of, (record,) = data.draw(pools(pack, size=1))
    expected = judge(record, pack, as_of, walked)
    verdict = minqual.check(record, screener(pack), as_of)
    assert {each.level: each.standing for each in verdict.levels} == {
        level: WORDS[standing] for level, standing in expected.levels.items()
    }
    assert verdict.verdict == WORDS[max(expected.levels.values())]
    counted = {clause.counted.exact for each in verdict.levels for clause in each.clauses if clause.counted}
    assert {tuple(map(_exact, bounds)) for bounds in counted} == set(expected.bounds.values())
    best: dict[str, str | None] = {"eligible": None, "conditional": None, "best": None}
    for level, standing in expected.levels.items():
        best |= {name: level for name, least in (("eligible", 4), ("conditional", 3), ("best", 2)) if standing >= least}
    assert best == {
        "eligible": verdict.eligible_level,
        "conditional": verdict.conditional_level,
        "best": verdict.best_possible_level,
    }


def _exact(text: str | None) -> High:
    return None if text is None else Fraction(text)


spells = st.builds(
    lambda begin, length, load: Spell(begin, begin + length, Fraction(load)),
    st.integers(0, 60),
    st.integers(-2, 40),
    st.sampled_from([0, 10, 20, 40, Fraction(40, 3)]),
)


@given(st.lists(spells, max_size=6))
@settings(relaxed, max_examples=examples(100))
def test_leaping_from_event_to_event_counts_what_walking_every_day_does(held: list[Spell]) -> None:
    """The oracle's quick sum is its slow one: between two events nothing changes."""
    assert leapt(held) == walked(held)


def test_a_record_of_no_rows_agrees() -> None:
    """No education row means none; with neither a licence nor an answer the record is left to discretion."""
    for pack in PACKS:
        screening = screened(pack, [{"applicant_id": "A"}], date(2026, 11, 21))
        assert not differences({}, judge({}, pack, date(2026, 11, 21)), told(screening, 0))


@pytest.mark.parametrize("kinds", ["", ";", " ; ;", ["", ""], []], ids=repr)
def test_a_job_that_names_no_kind_is_open(kinds: str | list[str]) -> None:
    """A job with no kind is open, however its list of none is written."""
    job = {"start": "2010-01-01", "end": "2019-12-31", "hours_per_week": "40", "kinds": kinds}
    for pack in PACKS:
        screening = screened(pack, [{"applicant_id": "A", "experience": [job]}], date(2026, 11, 21))
        bounds = told(screening, 0).bounds
        assert all(bounds[name] == (Fraction(0), Fraction(10)) for name in KINDS_OF if name in bounds)
