"""What is wrong with a cell, for a program that makes a sentence of its own of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.records import CELL_FAULTS
from support.examples import examples
from support.places import ROOT

AS_OF: Final = date(2026, 11, 21)
SCREENER: Final = minqual.Screener("stockton/mayoral-pio")
JOB: Final = {"kinds": "communications", "start": "2015-01-01", "end": "2020-12-31", "hours_per_week": "40"}
COLUMNS: Final = {
    "education": ("level", "conferred", "awarded", "expected", "semester_units", "quarter_units", "credits"),
    "experience": ("start", "end", "hours_per_week", "years", "share", "paid"),
    "credentials": ("valid_from", "expires"),
}
PLACES: Final = [(table, column) for table, columns in COLUMNS.items() for column in columns]


def faults(**rows: object) -> tuple[minqual.Fault, ...]:
    """What is wrong with a record of such rows."""
    try:
        minqual.check({"applicant_id": "a", **rows}, SCREENER, AS_OF)
    except minqual.RecordError as error:
        return error.faults
    return ()


@pytest.mark.parametrize(
    ("cells", "kind", "column", "also"),
    [
        ({"hours_per_week": "-5"}, "negative", "hours_per_week", ()),
        ({"hours_per_week": "169"}, "too-large", "hours_per_week", ()),
        ({"hours_per_week": "full time"}, "no-number", "hours_per_week", ()),
        ({"hours_per_week": "40-30"}, "backwards", "hours_per_week", ()),
        ({"start": "2021-02-30"}, "no-such-day", "start", ()),
        ({"start": "soon"}, "no-date", "start", ()),
        ({"start": "1850-01-01"}, "outside-years", "start", ()),
        ({"start": "1/1/15"}, "two-digit-year", "start", ()),
        ({"paid": "perhaps"}, "no-yes-or-no", "paid", ()),
        ({"end": "2014-12-31"}, "job-dates", "end", ("start",)),
        ({"years": "3"}, "duration", "years", ("start", "end")),
    ],
)
def test_a_fault_of_a_cell_says_its_kind_and_the_cells_that_it_does_not_fit(
    cells: dict[str, str], kind: str, column: str, also: tuple[str, ...]
) -> None:
    (fault,) = faults(experience=[JOB | cells])
    assert (fault.code, fault.kind, fault.loc) == ("cell", kind, ("experience", 0, column))
    assert fault.also == tuple(f"$.experience[0].{each}" for each in also)


@pytest.mark.parametrize("column", ["hours_per_week", "share", "years"])
def test_what_a_sentence_may_name_are_the_limits_that_hold(column: str) -> None:
    """The least and the most that a fault names are read, and what lies beyond is not."""
    job: dict[str, Any] = {"kinds": "communications", column: "x"}
    ((least, most, unit),) = [tuple(each.values.values()) for each in faults(experience=[job])]
    assert not faults(experience=[job | {column: least}, job | {column: most}])
    assert faults(experience=[job | {column: f"{int(str(most)) + 1}"}])
    assert faults(experience=[job | {column: f"-{int(str(least)) + 1}"}])
    assert unit == {"hours_per_week": "hours", "share": "", "years": "years"}[column]


@given(place=st.sampled_from(PLACES), cell=st.text(max_size=12) | st.from_regex(r"[-\d/., ]{1,10}", fullmatch=True))
@settings(max_examples=examples(400), deadline=None)
def test_every_fault_of_a_cell_is_of_a_kind_that_the_manual_has(place: tuple[str, str], cell: str) -> None:
    table, column = place
    for fault in faults(**{table: [{column: cell}]}):
        if fault.code == "cell":
            assert fault.kind in CELL_FAULTS
            assert fault.kind != "unreadable", fault.found


def test_the_kinds_stand_in_the_manual_as_they_are() -> None:
    manual = Path(ROOT / "applicants" / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|$", manual, re.MULTILINE))
    assert {kind: told.get(kind) for kind in CELL_FAULTS} == CELL_FAULTS
