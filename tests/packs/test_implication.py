"""What is said to follow does follow: no applicant stands better in the harder of two clauses than in the easier."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.authoring.variations import nudges
from minqual.clauses import Clause, Leaf
from minqual.clauses.base import standing_of
from minqual.notation import Value, YamlText
from minqual.packs import Implication, Pack, load_written
from minqual.packs.checks import read_pack
from minqual.records import record_tables
from support.examples import examples
from support.screened import relaxed, standings
from support.strategies.any_records import record as any_record
from support.strategies.packs import Author
from support.strategies.packs_with_records import Drawn
from support.strategies.records import STOCKTON, Tape, as_of_date, pools

FILED: Final = "communications"
CLAUSES: Final[dict[str, dict[str, Value]]] = {
    "hs": {"degree": "high school"},
    "college": {"degree": "some college"},
    "certificate": {"degree": "certificate"},
    "associate": {"degree": "associate"},
    "bachelor": {"degree": "bachelor"},
    "narrow": {"degree": "bachelor", "in": "journalism"},
    "wider": {"degree": "bachelor", "in": ["journalism", "economics"]},
    "related": {"degree": "bachelor", "in": ["journalism", "economics"], "other fields": "review"},
    "units60": {"units": "60 semester units"},
    "units30": {"units": "30 semester units"},
    "units135": {"units": "135 semester units"},
    "units150": {"units": "150 semester units"},
    "quarter90": {"units": "90 quarter units"},
    "five": {"experience": "5 years", "in": FILED},
    "sixty": {"experience": "60 months", "in": [FILED, "journalism"]},
    "six": {"experience": "6 years", "in": FILED},
    "news": {"experience": "5 years", "in": "journalism"},
    "lacking": {"experience": "5 years", "in": FILED, "may lack": "6 months"},
    "lacking6": {"experience": "6 years", "in": [FILED], "may lack": "6 months"},
    "recent": {"experience": "5 years", "in": FILED, "within": "10 years"},
    "recent3": {"experience": "3 years", "in": [FILED, "journalism"], "within": "10 years"},
    "paid": {"experience": "5 years", "in": FILED, "unpaid work": "refused"},
    "twice": {"experience": "5 years", "in": FILED, "also in": ["journalism", "data analytics"]},
    "both-kinds": {"experience": "5 years", "in": FILED, "also in": "journalism"},
    "evaluated": {"units": "60 semester units", "foreign": "refused"},
    "graduate": {"units": "60 semester units", "level": "master"},
    "lenient": {"degree": "bachelor", "foreign": "conditional"},
    "conferred": {"degree": "bachelor", "in progress": "refused"},
    "stretch": {"unbroken": "24 months", "in": FILED},
    "stretch1": {"unbroken": "1 year", "in": [FILED, "journalism"]},
    "bounded": {
        "any of": [
            {"degree": "bachelor"},
            {"bounded discretion": "the City", "may accept": "all", "only if": {"degree": "associate"}},
        ]
    },
    "unclear": {"ambiguous": "which", "readings": [{"degree": "bachelor"}, {"degree": "associate"}]},
    "now": {"credential": "driver's license", "issued by": "California", "due": "at filing"},
    "later": {"credential": "driver's license", "issued by": "California", "due": "by appointment"},
    "anywhere": {"credential": "driver's license", "due": "by appointment"},
    "yes": {"answer": "evening-meetings", "ask": "Can you?"},
    "softer": {"answer": "evening-meetings", "ask": "Will you?", "due": "by appointment", "if no": "review"},
    "both": {"all of": [{"degree": "bachelor"}, {"experience": "5 years", "in": FILED}]},
    "either": {"any of": [{"degree": "associate"}, {"experience": "5 years", "in": FILED}]},
    "full2": {"unbroken": "2 years", "in": FILED, "within": "2 years"},
    "full-half": {"unbroken": "6 months", "in": FILED, "within": "6 months"},
    "forty-five": {"units": "45 semester units"},
    "of-both": {
        "total": "45 semester units",
        "of": [
            {"count": "units"},
            {"count": "number", "question": "hours", "ask": "?", "every": "10", "gives": "1 semester unit"},
        ],
    },
    "of-either": {
        "total": "5 years",
        "of": [
            {"count": "experience", "in": FILED},
            {"count": "units", "every": "30 semester units", "gives": "1 year"},
        ],
    },
    "of-excess": {
        "total": "5 years",
        "of": [
            {"count": "experience", "in": FILED},
            {
                "count": "units",
                "beyond": "60 semester units",
                "every": "30 semester units",
                "gives": "2 years",
                "part of a step": "open",
            },
        ],
    },
    "apart": {
        "disjoint": [
            {"needs": "5 years", "of": [{"count": "experience", "in": "journalism"}]},
            {"needs": "1 year", "of": [{"count": "experience", "in": FILED}]},
        ]
    },
    "judged": {"judgement": "it is so", "by": "the screener"},
    "nested": {
        "all of": [
            {"any of": [{"degree": "bachelor"}, {"experience": "6 years", "in": FILED}]},
            {"credential": "driver's license", "issued by": "California", "due": "at filing"},
        ]
    },
}
FOLLOWING: Final = {
    ("associate", "college"),
    ("associate", "hs"),
    ("certificate", "college"),
    ("bachelor", "associate"),
    ("narrow", "wider"),
    ("wider", "related"),
    ("related", "bachelor"),
    ("quarter90", "units60"),
    ("units60", "quarter90"),
    ("units60", "units30"),
    ("five", "sixty"),
    ("six", "five"),
    ("news", "sixty"),
    ("lacking6", "lacking"),
    ("five", "lacking"),
    ("recent", "five"),
    ("full2", "full-half"),
    ("forty-five", "of-both"),
    ("five", "of-either"),
    ("units150", "of-either"),
    ("units150", "of-excess"),
    ("apart", "news"),
    ("recent", "recent3"),
    ("paid", "five"),
    ("twice", "five"),
    ("both-kinds", "twice"),
    ("evaluated", "units60"),
    ("graduate", "units60"),
    ("bachelor", "lenient"),
    ("conferred", "bachelor"),
    ("stretch", "stretch1"),
    ("bounded", "associate"),
    ("bachelor", "bounded"),
    ("bachelor", "unclear"),
    ("unclear", "associate"),
    ("now", "anywhere"),
    ("yes", "softer"),
    ("both", "either"),
    ("both", "bachelor"),
    ("five", "either"),
    ("nested", "either"),
    ("nested", "later"),
}
NOT_FOLLOWING: Final = {
    ("associate", "bachelor"),
    ("college", "hs"),
    ("certificate", "hs"),
    ("wider", "narrow"),
    ("related", "wider"),
    ("bachelor", "related"),
    ("bachelor", "units60"),
    ("units30", "units60"),
    ("sixty", "five"),
    ("lacking", "five"),
    ("five", "recent"),
    ("stretch1", "stretch"),
    ("five", "paid"),
    ("five", "twice"),
    ("units60", "graduate"),
    ("lenient", "bachelor"),
    ("unclear", "bachelor"),
    ("anywhere", "later"),
    ("later", "now"),
    ("softer", "yes"),
    ("either", "both"),
    ("either", "associate"),
    ("of-both", "forty-five"),
    ("units135", "of-either"),
    ("units135", "of-excess"),
    ("of-either", "units150"),
    ("full-half", "full2"),
    ("judged", "hs"),
    ("hs", "judged"),
    ("nested", "bachelor"),
}


@cache
def screener() -> minqual.Screener:
    """A screener of the clauses above, each under its name."""
    return minqual.Screener(_pack())


def _pack() -> Pack:
    _, text = load_written(STOCKTON)
    assert isinstance(text.value, dict)
    requires: list[Value] = [{"id": name, **clause} for name, clause in CLAUSES.items()]
    level: Value = {"id": "level", "title": "Level", "requires": requires}
    return read_pack(YamlText("pack.yaml", {**text.value, "levels": [level]}, {}))


def clause(name: str) -> Clause:
    return next(each for each in screener().pack.levels[0].requires if each.id == name)


@pytest.mark.parametrize(("harder", "easier"), sorted(FOLLOWING))
def test_an_easier_clause_follows(harder: str, easier: str) -> None:
    assert Implication(screener().pack).holds(clause(harder), clause(easier))


@pytest.mark.parametrize(("harder", "easier"), sorted(NOT_FOLLOWING))
def test_nothing_follows_without_certainty(harder: str, easier: str) -> None:
    assert not Implication(screener().pack).holds(clause(harder), clause(easier))


def test_every_clause_follows_from_itself_and_what_follows_is_passed_on() -> None:
    implication = Implication(screener().pack)
    holds = {(one, other) for one in CLAUSES for other in CLAUSES if implication.holds(clause(one), clause(other))}
    assert {(name, name) for name in CLAUSES} <= holds
    assert {(a, d) for a, b in holds for c, d in holds if b == c} <= holds


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_what_follows_in_random_packs_follows_for_every_applicant(seed: int) -> None:
    """All clauses of random packs, and such with one value changed, against each other: 10,000 pairs that follow."""
    random, checked = Random(seed), 0
    while checked < 2500:
        tapes = [Tape(random.randbytes(400)) for _ in range(40)]
        as_of = as_of_date(tapes[0])
        pool = [any_record(tape, as_of, f"A{number}") for number, tape in enumerate(tapes)]
        case = Drawn(Author(Tape(random.randbytes(700))).pack(), as_of, pool)
        screener = case.screener()
        tally = case.screened(screener, pool).tally
        clauses = _with_neighbours(screener.pack, random)
        implication, stands = Implication(screener.pack), [standing_of(each, tally) for each in clauses]
        for harder, low in zip(clauses, stands, strict=True):
            for easier, high in zip(clauses, stands, strict=True):
                if harder is not easier and implication.holds(harder, easier):
                    checked += 1
                    told = f"{harder.says()} -> {easier.says()}{case.told(pool[int((low > high).argmax())])}"
                    assert (low <= high).all(), told


def _with_neighbours(pack: Pack, random: Random) -> list[Clause]:
    """All clauses of a pack, tests with a value changed, and what is enough for them or holds with them."""
    found: dict[str, Clause] = {}
    for each in (inner for clause in pack.clauses for inner in clause.all_inside()):
        found.setdefault(each.substance, each)
        if isinstance(each, Leaf):
            changed = [nudge.model for nudge in nudges(each)]
            others = random.sample(changed, min(4, len(changed)))
            for other in (*others, *each.enough(), *each.holding()):
                assert isinstance(other, Clause)
                found.setdefault(other.substance, other)
    return list(found.values())


@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_no_applicant_stands_better_in_a_clause_than_in_one_that_follows_from_it(data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(STOCKTON))
    screening = screener().screen(record_tables([minqual.read_record(record) for record in pool]), as_of)
    implication = Implication(screener().pack)
    pairs = [(a, b) for a in CLAUSES for b in CLAUSES if a != b and implication.holds(clause(a), clause(b))]
    assert len(pairs) > len(FOLLOWING)
    for place, record in enumerate(pool):
        stands = standings(screening, place)
        broken = [(a, b) for a, b in pairs if stands[f"level.{a}"] > stands[f"level.{b}"]]
        assert not broken, f"{broken} as of {as_of}: {record}"
