"""Two ids all of whose rows are equal are told, in one pass and in shares; nothing is decided by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.command_line import minqual as run
from support.documents import AS_OF, PACKS, results, write_tables

JOB = {"employer": "City of Alder", "kinds": "communications", "start": "2015-01-01", "end": "2019-12-31"}
JOB |= {"hours_per_week": "40"}
LATER = JOB | {"start": "2020-01-01", "end": "2021-12-31"}
STUDY = {"level": "bachelor", "field": "journalism", "conferred": "yes"}


def person(id_: str, jobs: list[dict[str, str]], studies: list[dict[str, str]]) -> dict[str, Any]:
    return {"applicant_id": id_, "experience": jobs, "education": studies, "credentials": [], "answers": []}


POOL = [
    person("a", [JOB, LATER], [STUDY]),
    person("b", [JOB], [STUDY]),
    person("c", [LATER, JOB], [STUDY]),
    person("d", [JOB | {"employer": "City of Elm"}, LATER], [STUDY]),
    person("e", [], [STUDY]),
    person("f", [], [STUDY]),
    person("g", [JOB, LATER], [STUDY | {"field": "media"}]),
    person("h", [LATER, JOB], [STUDY]),
]


def test_applicants_whose_rows_are_all_equal_are_told_with_their_rows(tmp_path: Path) -> None:
    """Whatever the order of their rows; whoever has hardly any row is not compared."""
    found = results(write_tables(tmp_path / "in", POOL), PACKS[0])
    told = (("applicants.csv row 2", "applicants.csv row 4", "applicants.csv row 9"),)
    assert found.summary.equal_applicants == told
    assert len({found.columns["verdict"][place] for place in (0, 2, 7)}) == 1


@pytest.mark.parametrize("options", [[], ["--memory", "1GB", "--workers", "1"]])
def test_the_summary_names_their_rows(options: list[str], tmp_path: Path) -> None:
    source = write_tables(tmp_path / "in", POOL)
    said = run("screen", source, "--rules", PACKS[0], "--as-of", AS_OF, "-o", tmp_path / "r.csv", *options)
    assert said.line("the same person twice?")
    assert said.line("  applicants.csv row 2, applicants.csv row 4 and applicants.csv row 9")
    assert "City of" not in said.err


def test_of_different_applicants_nothing_is_said(tmp_path: Path) -> None:
    assert results(write_tables(tmp_path / "in", POOL[1:6]), PACKS[0]).summary.equal_applicants == ()
