"""Verdicts are written as the same JSON, however many a program has written before."""

from __future__ import annotations

import json
from datetime import date

import pytest

import minqual
from minqual.verdicts.contract import FIRST_WRITTEN
from support.examples import some_of

AS_OF = date(2026, 11, 21)


@pytest.mark.parametrize("kinds", ["communications", 'Öffentlichkeitsarbeit "\\\u2028\x7f', ""])
@pytest.mark.parametrize("level", some_of(["bachelor", "ged", "foreign bachelor", ""], 2))
def test_every_verdict_is_written_alike(kinds: str, level: str) -> None:
    job = {"kinds": kinds, "start": "2015", "end": "2024-05", "employer": "Ämter"}
    record = {"applicant_id": "a", "education": [{"level": level, "field": "économie"}], "experience": [job]}
    for _ in range(FIRST_WRITTEN + 1):
        verdict = minqual.check(record, "stockton/mayoral-pio", AS_OF)
        assert verdict.to_json() == json.dumps(verdict.to_dict(), indent=2, ensure_ascii=False)
