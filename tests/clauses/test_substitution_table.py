"""The substitution table reads its own words: units of both systems, single tests, steps and the line between them."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

import minqual
from minqual.notation import parse_yaml
from minqual.packs import Pack, find_pack
from minqual.packs.checks import read_pack
from support.examples import some_of

AS_OF: Final = date(2026, 11, 21)
STOCKTON: Final = find_pack("stockton/mayoral-pio").read_text(encoding="utf-8")


def pack(found: str, put: str) -> Pack:
    """The Stockton pack with one text put in the place of another."""
    assert found in STOCKTON
    return read_pack(parse_yaml(STOCKTON.replace(found, put).encode(), "pack.yaml"))


@pytest.mark.parametrize("units", [0, 15, 29.999, 30, 45, 75, 89.999, 90, 105, 120, 130])
@pytest.mark.parametrize("end", some_of(["2019-12-31", "2020-06-30", "2021-12-31", "2022-06-30", "2023-12-31"], 2))
def test_a_year_of_education_is_the_same_in_quarter_units(units: float, end: str) -> None:
    record = {
        "applicant_id": "a1",
        "education": [{"level": "some college", "semester_units": units}, {"level": "ged", "conferred": "yes"}],
        "experience": [{"kinds": "communications", "start": "2015-01-01", "end": end, "hours_per_week": 40}],
    }
    in_quarters = pack("year of education: 30 semester units", "year of education: 45 quarter units")
    verdicts = [minqual.check(record, each, AS_OF) for each in (in_quarters, "stockton/mayoral-pio")]
    first, second = ({clause.id: clause.standing for clause in each.levels[0].clauses} for each in verdicts)
    assert first == second


def test_what_stands_for_full_education_must_be_a_single_test() -> None:
    with pytest.raises(minqual.PackError) as refused:
        pack("or without units: {degree: high school}", "or without units: {any of: [{degree: high school}]}")
    fault = refused.value.faults[0]
    assert fault.where.startswith("pack.yaml line ")
    assert fault.expected == "a single test, such as {degree: bachelor}"
