"""Rows of one applicant that are equal in all that they state are one for certain, and perhaps several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.packs import pack_of
from minqual.records import take_in
from minqual.sources import Reading, frame_tables, read_source
from minqual.values import Standing
from minqual.verdicts import Verdict
from support.command_line import minqual as run
from support.documents import AS_OF, PACKS, write_csv
from support.examples import examples
from support.places import SHARED
from support.screened import relaxed, screened, standings
from support.strategies.records import Record, Tape, pools, tapes

EDGE: Final = SHARED / "findings" / "edge"
HEAD: Final = """\
name: example/equal
title: Equal
agency: Town of Example
specification: Class specification 102, 2024
version: "1"
in force: 2024-01-01
kinds:
  clerical work: [clerk]
  typing: [typist]
subjects:
  accounting: []
levels:
  - id: level
    title: Level
    source: {section: Q, anchor: clause}
    requires:
"""
JOB: Final = {
    "employer": "City of Alder",
    "title": "Clerk",
    "kinds": "clerk",
    "start": "2020-01-01",
    "end": "2021-06-30",
    "hours_per_week": "20",
}
STUDY: Final = {"level": "some college", "institution": "Alder College", "semester_units": "30"}
CLAUSES: Final = {
    "experience": "      - experience: 1 year\n        in: clerical work",
    "hours": "      - experience: 1600 hours\n        in: clerical work",
    "total": "      - total: 1 year\n        of:\n          - {count: experience, in: clerical work}",
    "disjoint": """\
      - disjoint:
          - needs: 6 months
            of: [{count: experience, in: clerical work}]
          - needs: 6 months
            of: [{count: experience, in: [clerical work, typing]}]""",
    "unbroken": "      - unbroken: 2 years\n        in: clerical work",
    "units": "      - units: 60 semester units",
    "units in a subject": "      - units: 60 semester units\n        in: accounting",
    "units at a level": "      - units: 60 semester units\n        level: some college",
}


def judged(clause: str, record: Mapping[str, Any]) -> Verdict:
    return minqual.check({"applicant_id": "a", **record}, pack_with(clause), AS_OF)


@cache
def pack_with(clause: str) -> minqual.Pack:
    return pack_of((HEAD + CLAUSES[clause] + "\n").encode(), Path("equal.yaml"), "equal.yaml")


def level(verdict: Verdict) -> str:
    return verdict.levels[0].standing


def twice(clause: str, change: dict[str, str] | None = None) -> Verdict:
    """The verdict over a row that stands twice, the second time changed. One copy falls short, two would do."""
    if clause.startswith("units"):
        row = STUDY | ({"subject": "accounting"} if "subject" in clause else {})
        return judged(clause, {"education": [row, row | (change or {})]})
    return judged(clause, {"experience": [JOB, JOB | (change or {})]})


@pytest.mark.parametrize("clause", [each for each in CLAUSES if each != "unbroken"])
def test_a_row_that_stands_twice_leaves_every_clause_open_with_one_question(clause: str) -> None:
    verdict = twice(clause)
    assert level(verdict) == "review"
    what = "study" if clause.startswith("units") else "job"
    assert {each.ask for each in verdict.levels[0].clauses[-1].open} == {f"Are these rows the same {what}?"}


@pytest.mark.parametrize(
    "form",
    [
        {"start": "1/1/2020", "end": "June 30, 2021"},
        {"hours_per_week": "20.0 hours"},
        {"employer": "CITY OF  ALDER", "kinds": " Clerk"},
        {"kinds": "clerk; Clerk"},
        {"title": "clerk", "entry": "a second time"},
    ],
)
def test_the_form_of_the_copy_does_not_matter(form: dict[str, str]) -> None:
    assert level(twice("experience", form)) == "review"


@pytest.mark.parametrize(
    "other",
    [
        {"employer": "County of Alder"},
        {"title": "Senior Clerk"},
        {"class_code": "1234"},
        {"kinds": "clerk; typist"},
        {"share": "1"},
        {"paid": "yes"},
        {"start": "2020-01-02"},
        {"title": ""},
    ],
)
def test_rows_that_differ_in_anything_are_two_and_stay_firm(other: dict[str, str]) -> None:
    """So does a row that is less complete and else equal: it may be another."""
    assert level(twice("experience", other)) == "met"


@pytest.mark.parametrize("other", [{"institution": "Elm College"}, {"field": "history"}, {"awarded": "2020-05"}])
def test_studies_that_differ_in_anything_are_two_and_stay_firm(other: dict[str, str]) -> None:
    assert level(twice("units", other)) == "met"


def test_a_job_of_full_time_stands_twice_and_nothing_is_open() -> None:
    verdict = judged("experience", {"experience": [JOB | {"hours_per_week": "40"}] * 2})
    assert (level(verdict), verdict.levels[0].clauses[-1].open) == ("met", ())
    short = judged("experience", {"experience": [JOB | {"hours_per_week": "40", "end": "2020-06-30"}] * 3})
    assert level(short) == "unmet"


def test_durations_without_dates_that_are_equal_are_one_for_certain() -> None:
    row = {"kinds": "clerk", "years": "0.6", "hours_per_week": "40"}
    verdict = judged("experience", {"experience": [row, row]})
    assert level(verdict) == "review"
    assert "Are these rows the same job?" in [each.ask for each in verdict.levels[0].clauses[-1].open]


def test_equal_jobs_of_days_never_lengthen_a_stretch_but_equal_durations_may() -> None:
    assert level(judged("unbroken", {"experience": [JOB, JOB]})) == "unmet"
    row = {"kinds": "clerk", "years": "1", "hours_per_week": "20"}
    assert level(judged("unbroken", {"experience": [row, row]})) == "review"


def test_what_one_of_the_rows_proves_stays_proven() -> None:
    row = JOB | {"start": "2015-01-01"}
    assert level(judged("experience", {"experience": [row, row]})) == "met"
    assert level(judged("units", {"education": [STUDY | {"semester_units": "60"}] * 2})) == "met"


def test_equal_degrees_prove_what_one_proves() -> None:
    degree = {"level": "bachelor", "conferred": "yes", "awarded": "2010"}
    assert level(judged("units", {"education": [degree, degree]})) == "met"


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(80))
def test_a_row_that_is_put_in_again_proves_nothing_more_and_lowers_nothing(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack))
    after = [again(data.draw(tapes), record) for record in pool]
    first, second = screened(pack, pool, as_of), screened(pack, after, as_of)
    for place, record in enumerate(pool):
        said, found = standings(first, place), standings(second, place)
        for name, before in said.items():
            told = f"as of {as_of}: {record} made {after[place]}"
            assert found[name] >= before, told
            assert found[name] == before or found[name] < Standing.CONDITIONAL, told


def again(tape: Tape, record: Record) -> Record:
    """A record with some of its rows once more, anywhere."""
    made = dict(record)
    for table in ("education", "experience"):
        rows = [*record[table]]
        for row in record[table]:
            if tape.chance(2):
                rows.insert(tape.pick(range(len(rows) + 1)), row | {"entry": tape.pick(("", "again"))})
        made[table] = rows
    return made


@pytest.mark.skipif(not EDGE.is_dir(), reason="the material beside the checkout is not here")
def test_the_published_cases_are_review(tmp_path: Path) -> None:
    pack = minqual.load_pack(EDGE / "pack.yaml")
    results = minqual.screen(EDGE / "twice.jsonl", pack, date(2026, 11, 21))
    assert [results.columns[f"level_{name}"][0] for name in ("year", "units", "degree")] == [
        "review",
        "review",
        "unmet",
    ]
    own, out = tmp_path / "join.yaml", tmp_path / "r.csv"
    run("applicants", "map", EDGE / "join.csv", "--rules", EDGE / "pack.yaml", "-o", own)
    run("screen", EDGE / "join.csv", "--map", own, "--rules", EDGE / "pack.yaml", "--as-of", AS_OF, "-o", out)
    joined = minqual.screen(EDGE / "join.csv", pack, AS_OF, column_map=own)
    assert dict(zip(joined.columns["applicant_id"], joined.columns["level_year"], strict=True))["9001"] != "met"


@pytest.mark.parametrize("together", [True, False])
def test_many_rows_that_nearly_are_equal_are_told_apart(together: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Every third applicant states a job twice, every third one of another title, the others one less complete."""
    changes: tuple[dict[str, str], ...] = ({"title": "CLERK"}, {"title": "Typist"}, {"employer": ""})
    blank = {"start": "", "end": ""}
    ids = [f"a{number:03}" for number in range(240)]
    first = [{"applicant_id": each, **JOB, **blank} for each in ids]
    other = [row | changes[place % 3] for place, row in enumerate(first)]
    rows = [row for pair in zip(first, other, strict=True) for row in pair] if together else [*first, *other]
    write_csv(tmp_path / "applicants.csv", ("applicant_id",), [{"applicant_id": each} for each in ids])
    write_csv(tmp_path / "experience.csv", ("applicant_id", *JOB), rows)
    jobs = take_in(read_source(tmp_path, Reading(("experience",))).tables, AS_OF).experience
    assert [int(jobs.repeated[jobs.owner == place].sum()) for place in range(240)] == [1, 0, 0] * 80


def test_cells_that_cannot_be_read_are_equal_only_to_the_letter() -> None:
    """Each may be any day, and is open besides."""
    for other, equal in (("early in 2019", 1), ("late in 2019", 0)):
        rows = [{"applicant_id": "a", **JOB, "start": start} for start in ("early in 2019", other)]
        tables = {"applicants": pd.DataFrame({"applicant_id": ["a"]}), "experience": pd.DataFrame(rows)}
        jobs = take_in(frame_tables(tables, ("experience",)), AS_OF).experience
        assert int(jobs.repeated.sum()) == equal
