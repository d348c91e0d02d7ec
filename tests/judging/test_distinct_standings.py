"""Every pattern that a specification may print is used by some bundled pack, and so is every kind of clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Final

import pytest

from minqual.authoring.cases import cases_of, read_cases
from minqual.clauses import (
    KINDS,
    Answer,
    ClauseTerm,
    CollegeUnits,
    Credential,
    Degree,
    Disjoint,
    Leaf,
    NumberTerm,
    StatedNumber,
    TimeTerm,
    UnitsTerm,
    Work,
)
from minqual.clauses.experience import Experience
from minqual.clauses.total import Total
from minqual.counting import JobFact
from minqual.judging import Screener
from minqual.notation import PackModel
from minqual.packs import Level, Pack, Posts, load_pack, pack_names

Test = Callable[[PackModel], bool]


def parts(value: object) -> Iterator[PackModel]:
    """A value's models and all those inside them."""
    if isinstance(value, PackModel):
        yield value
        for _, inner in value:
            yield from parts(inner)
    elif isinstance(value, tuple | Mapping):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from parts(inner)


loaded = cache(load_pack)


@cache
def written(name: str) -> tuple[PackModel, ...]:
    """All models in the requirements of a bundled pack."""
    return (*parts(loaded(name).levels), *parts(loaded(name).every_level_requires))


@cache
def with_cases(name: str) -> bool:
    """Whether a bundled pack has cases that can be read."""
    return bool(read_cases(cases_of(name), Screener(loaded(name)))[0].cases)


@cache
def stated() -> tuple[PackModel, ...]:
    """All models of all bundled packs."""
    return tuple(part for name in pack_names() for part in parts(loaded(name)))


def of(kind: type[PackModel], *keys: str) -> Test:
    """Whether a model is of a kind and states some keys."""
    return lambda part: isinstance(part, kind) and all(getattr(part, key) for key in keys)


def works(*keys: str) -> Test:
    """Whether a model says which time counts, and states some keys."""
    return lambda part: isinstance(part, Work) and all(getattr(part, key) for key in keys)


def kind(name: str) -> Test:
    """Whether a model is a clause of a kind."""
    return lambda part: getattr(part, "kind", None) == name


def stage(due: str) -> Test:
    return lambda part: isinstance(part, Credential) and part.due == due


PRINTED: Final[Mapping[str, Test]] = {
    "alternatives (P02)": kind("any of"),
    "conjunctions (P01)": kind("all of"),
    "ambiguous groupings (P03)": kind("ambiguous"),
    "counting nothing twice (P37)": kind("disjoint"),
    "a look back at events (P41)": kind("events"),
    "documents at filing (P46)": lambda part: isinstance(part, Answer) and part.if_silent == "unmet",
    "exclusions (P07)": works("not_in"),
    "years and months (P08)": of(Experience),
    "cumulative hours (P09)": lambda part: isinstance(part, Experience) and part.experience.unit == "hours",
    "duty share, as a threshold (P11)": works("share_at_least"),
    "paid work alone (P12)": lambda part: isinstance(part, Work) and part.unpaid_work == "refused",
    "rates and caps (P13)": of(TimeTerm, "every", "gives", "at_most"),
    "subsets (P14)": works("also_in"),
    "recency of the whole (P15)": lambda part: isinstance(part, Experience) and bool(part.within) and not part.also_in,
    "recency of a subset (P15)": of(Experience, "within", "also_in"),
    "recency of the substitute (P15)": of(TimeTerm, "within"),
    "named classes (P16)": works("class_", "employer"),
    "classes at that level (P16)": lambda part: isinstance(part, Work) and part.other_classes == "review",
    "adjectives by the pack's own definition (P17)": works("after"),
    "conditional filing (P18)": of(Experience, "may_lack"),
    "continuity (P20)": kind("unbroken"),
    "degree levels (P21)": kind("degree"),
    "fields, or related ones (P22)": lambda part: isinstance(part, Degree) and part.other_fields == "review",
    "units (P23)": kind("units"),
    "printed pairs that are not 2:3 (P23q)": of(CollegeUnits, "or_"),
    "units by subject, with sub-caps (P24)": of(CollegeUnits, "in_", "at_most"),
    "foreign credentials pending (P25)": lambda part: getattr(part, "foreign", "") in {"conditional", "review"},
    "grade averages, rounded (P26)": of(StatedNumber, "decimals"),
    "degrees in progress (P27)": of(Degree, "expected_within"),
    "degrees in progress refused (P27)": lambda part: isinstance(part, Degree) and part.in_progress == "refused",
    "floors after substitution (P06, P32)": lambda part: {"total", "experience"} <= {
        each.kind for each in (*getattr(part, "all_of", ()), *getattr(part, "requires", ()))
    },
    "experience for education, with no time twice (P28, P37)": kind("disjoint"),
    "caps on an exchange (P29)": lambda part: isinstance(part, Disjoint) and any(
        term.at_most for use in part.disjoint for term in use.of if isinstance(term, TimeTerm)
    ),
    "education for experience (P30)": lambda part: isinstance(part, Total) and not part.total.of_units and any(
        isinstance(term, UnitsTerm) for term in part.of
    ),
    "steps of an exchange (P30)": lambda part: isinstance(part, UnitsTerm) and part.part_of_a_step != "counts",
    "degree lumps (P31)": lambda part: isinstance(part, ClauseTerm) and isinstance(part.holds, Degree),
    "grids (P33)": kind("table"),
    "excess only (P34)": of(UnitsTerm, "beyond"),
    "experience for coursework (P35)": lambda part: isinstance(part, Total) and part.total.of_units,
    "licences as substitutes (P36)": lambda part: isinstance(part, ClauseTerm) and isinstance(part.holds, Credential),
    "discretion (P39)": kind("discretion"),
    "bounded discretion (P39)": kind("bounded discretion"),
    "licences at filing (P40)": stage("at filing"),
    "licences by appointment (P40)": stage("by appointment"),
    "licences after appointment (P40)": stage("after appointment"),
    "answers (P45)": kind("answer"),
    "answers days after filing (P40)": lambda part: isinstance(part, Answer) and "days after filing" in str(part.due),
    "answers by an event (P40)": lambda part: isinstance(part, Answer) and str(part.due).startswith("before "),
    "time after a credential (P36)": lambda part: isinstance(part, Work) and isinstance(part.after, Credential),
    "units whose system is not told (P23)": lambda part: isinstance(part, CollegeUnits) and part.units.of_either_system,
}  # fmt: skip

STATED: Final[Mapping[str, Callable[[Pack], bool]]] = {
    "a prefix common to alternatives (P04)": lambda pack: any(
        len(level.requires) > 1 and any(each.kind == "any of" for each in level.requires) for level in pack.levels
    ),
    "levels that build on others (P05)": lambda pack: any(level.builds_on for level in pack.levels),
    "duty share, prorated (P11)": lambda pack: pack.policy.unstated_share == "is open",
    "part time that is not in plain proportion (P10)": lambda pack: bool(
        pack.policy.full_time_from or pack.policy.hours_in_a_month
    ),
    "forgiven days (P19)": lambda pack: bool(pack.policy.forgiven_days),
    "an own value for a quarter unit (P23q)": lambda pack: pack.policy.quarter_unit * 3 != 2,
    "silence on substitution, allowed (P38)": lambda pack: pack.policy.accepts_equivalents,
    "silence on substitution, not allowed (P38)": lambda pack: not pack.policy.accepts_equivalents,
    "accreditation that must be stated (P25)": lambda pack: pack.accreditation == "must be stated",
    "clauses by name": lambda pack: bool(pack.clauses_),
    "desirables (P43)": lambda pack: bool(pack.desirable),
    "what must never be screened (P44)": lambda pack: bool(pack.never_screened),
    "papers that are asked for again where they are missing (P46)": lambda pack: any(
        "asked for" in each.says for each in pack.confirm
    ),
}

KEPT_OUT: Final = frozenset({"P42"})
"""Legal gates such as residency: they are looked at apart, and no pack decides by them."""


def test_every_pattern_of_the_taxonomy_is_shown_or_kept_out() -> None:
    told = set(re.findall(r"P\d\dq?", " ".join((*PRINTED, *STATED))))
    assert told | KEPT_OUT == {"P23q", *(f"P{number:02}" for number in range(1, 47))}
    assert not told & KEPT_OUT


@pytest.mark.parametrize("pattern", PRINTED)
def test_a_pattern_is_printed_by_some_bundled_pack(pattern: str) -> None:
    assert any(PRINTED[pattern](part) for name in pack_names() for part in written(name))


@pytest.mark.parametrize("pattern", STATED)
def test_a_pattern_is_stated_by_some_bundled_pack(pattern: str) -> None:
    assert any(STATED[pattern](loaded(name)) for name in pack_names())


@pytest.mark.parametrize("kind", [each.kind for each in KINDS])
def test_every_kind_of_clause_stands_in_a_bundled_pack_that_has_cases(kind: str) -> None:
    users = (name for name in pack_names() if any(getattr(each, "kind", "") == kind for each in written(name)))
    assert any(map(with_cases, users)), kind


def test_single_tests_are_told_apart_from_groups_by_what_they_are() -> None:
    """A kind is a test of the record or a combination; nothing is both or neither."""
    assert all(issubclass(each, Leaf) != hasattr(each, "members") for each in KINDS)


LANGUAGE: Final = (Pack, Level, Posts, JobFact, Work, TimeTerm, UnitsTerm, ClauseTerm, NumberTerm, *KINDS)


ELSEWHERE: Final[Mapping[type[PackModel], Collection[str]]] = {
    ClauseTerm: {"at_most"},
    # A pack with parameters is screened by no run that does not state them, as runs over all bundled packs.
    Pack: {"vacancy"},
}
"""Keys that no bundled pack states."""


@pytest.mark.parametrize("model", LANGUAGE, ids=lambda model: str(model.__name__))
def test_every_key_of_the_language_is_stated_in_some_bundled_pack(model: type[PackModel]) -> None:
    """Keys of work are those of Work, wherever they stand; the most that a lump is worth is the lump."""
    of_work = () if model is Work else Work.model_fields
    keys = set(model.model_fields) - {"id", "source", *of_work, *ELSEWHERE.get(model, ())}
    assert keys - {key for part in stated() if isinstance(part, model) for key in part.model_fields_set} == set()
