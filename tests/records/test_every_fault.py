"""Every fault of a record is told at once, whatever else is wrong with it or with what is asked of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minqual as library
from support.bad_inputs import AS_OF, SAN_JOSE
from support.command_line import minqual
from support.screened import screener

DAY: Final = date.fromisoformat(AS_OF)
WRONG: Final[dict[tuple[str | int, ...], object]] = {
    ("education", 0, "awarded"): "never",
    ("education", 0, "levle"): "bachelor",
    ("education", 1): "a degree",
    ("experience", 0, "start"): "2021-02-30",
    ("experience", 0, "hours_per_week"): "many",
    ("experience", 0, "hour"): 3,
    ("experience", 1, "end"): "31/12/2028",
    ("experience", 1, "title"): {"of": "clerk"},
    ("credentials", 0, "expires"): "soon",
    ("credentials",): None,
    ("name",): "-",
}
"""What may be wrong with a record, by its place. A list that is none hides what is wrong inside it."""


def record_with(places: set[tuple[str | int, ...]]) -> dict[str, Any]:
    """A sound record but for what is wrong at some places."""
    made: dict[str, Any] = {
        "applicant_id": "a001",
        "education": [{"level": "bachelor", "conferred": "yes", "awarded": "2012-05-20"}, {"level": "ged"}],
        "experience": [
            {"kinds": ["communications"], "start": "2015-01-05", "end": "2021-06-30", "hours_per_week": 40},
            {"kinds": ["communications"], "start": "2022-01-05", "end": "2023-06-30", "hours_per_week": 40},
        ],
        "credentials": [{"name": "driver's license", "issuer": "California"}],
    }
    for place in sorted(places, key=len, reverse=True):
        *around, last = place
        part: Any = made
        for step in around:
            part = part[step]
        part[last] = WRONG[place]
    return made


PLACES = st.sets(st.sampled_from(list(WRONG)), min_size=1)


@given(PLACES, st.sampled_from((None, "boss")))
def test_every_fault_of_a_record_is_told_at_once(places: set[tuple[str | int, ...]], level: str | None) -> None:
    expected = {each for each in places if ("credentials",) not in places or each[0] != "credentials" or len(each) == 1}
    with pytest.raises(library.FaultyInput) as refused:
        library.check(record_with(places), screener(SAN_JOSE), DAY, level)
    told = [each.loc for each in refused.value.faults]
    assert sorted(map(str, told)) == sorted(map(str, expected | ({()} if level else set())))
    with pytest.raises(library.RecordError) as several:
        library.check_many([record_with(set()), record_with(places)], screener(SAN_JOSE), DAY)
    assert {each.loc[1:] for each in several.value.faults} == expected


def test_a_wrong_level_alone_is_a_fault_of_the_pack() -> None:
    with pytest.raises(library.PackError):
        library.check(record_with(set()), screener(SAN_JOSE), DAY, "boss")


def test_the_command_tells_every_fault_at_once() -> None:
    text = json.dumps(record_with(set(WRONG) - {("credentials",)}))
    said = minqual("check", "-", "--rules", SAN_JOSE, "--as-of", AS_OF, "--level", "boss", stdin=text)
    assert said.code == 2
    for part in ("'boss'", "'levle'", "education 1 awarded", "education 2", "experience 2 end", "expires", "'name'"):
        said.line(part)
    assert "column map" not in said.err
