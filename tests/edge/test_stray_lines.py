"""Totals, remarks and repeated headings are no applicants; an applicant whose cells are blank stays one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import minqual
from support.command_line import minqual as run
from support.documents import AS_OF, write_csv
from support.examples import some_of
from support.screened import screener

PACK: Final = "san-jose/council-community-relations"
MAP: Final = """\
map: own
applicants: {applicants}
not stated: [education, credentials]
experience:
  - {{kinds: Work, start: From, end: To, hours_per_week: Hours}}
"""
HEADER: Final = ("Person ID", "Work", "From", "To", "Hours")
JOB: Final = {"Work": "communications", "From": "2000-01-01", "To": "2019-12-31", "Hours": "40"}
LINES: Final = (
    "Total applicants: 400",
    "Grand total",
    "Report generated 2026-11-21 08:00",
    "*** End of report ***",
    "Page 1 of 3",
    "Total",
    "TOTALS:",
    "Printed by the department\u00a0of personnel",
    "Person ID",
)


def exported(folder: Path, ids: list[str], *, several: bool = False) -> minqual.Results:
    """An export in which all but the first two ids have nothing beside them."""
    people = "{column: Person ID, in several rows: yes}" if several else "Person ID"
    (folder / "own.yaml").write_text(MAP.format(applicants=people), encoding="utf-8")
    rows = [{"Person ID": each} | (JOB if place < 2 else {}) for place, each in enumerate(ids)]
    write_csv(folder / "people.csv", HEADER, rows)
    return minqual.screen(folder / "people.csv", screener(PACK), AS_OF, column_map=folder / "own.yaml")


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("line", LINES)
def test_a_line_under_an_export_is_rejected_and_judged_by_nobody(line: str, several: bool, tmp_path: Path) -> None:  # noqa: FBT001
    results = exported(tmp_path, ["1001", "1002", line], several=several)
    assert list(results.columns["applicant_id"]) == ["1001", "1002"]
    assert len(set(results.rejects["row"])) == 1
    assert set(results.columns["verdict"]) == {"review"}


@pytest.mark.parametrize("line", some_of(LINES[:-1], 2))
def test_a_line_under_the_applicants_table_is_rejected_and_told(line: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "applicants.csv", ("applicant_id",), [{"applicant_id": each} for each in ("a1", "a2", line)])
    for name in ("education", "experience", "credentials"):
        write_csv(tmp_path / f"{name}.csv", ("applicant_id", "level", "kinds", "name"), [])
    for options in ([], ["--memory", "1GB", "--workers", "1"]):
        said = run("screen", tmp_path, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force", *options)
        assert said.code == 4
        assert said.line("no applicant: 1 row of applicants (applicants.csv row 4)")
        assert said.line("applicants  ").split() == ["applicants", "3", "2", "1", "0", "0"]


@pytest.mark.parametrize(
    "ids",
    [
        ["1001", "1002", "1003"],
        ["1001", "1002", "x"],
        ["1001", "1002", "TEMP"],
        ["APP 1", "APP 2", "APP 3"],
        ["APP1001", "APP1002", "App 1003"],
        ["A 001", "A002", "B 003"],
        ["Alder Street 1", "1002", "Elm Street 2"],
        ["1001", "Smith", "total"],
    ],
)
def test_an_applicant_whose_cells_are_blank_stays_one(ids: list[str], tmp_path: Path) -> None:
    results = exported(tmp_path, ids)
    kept = ids if "total" not in ids else ids[:2]
    assert list(results.columns["applicant_id"]) == kept


def test_a_line_of_text_with_anything_beside_it_is_an_applicant(tmp_path: Path) -> None:
    results = exported(tmp_path, ["Total applicants: 2", "1002", "1003"])
    assert list(results.columns["applicant_id"]) == ["Total applicants: 2", "1002", "1003"]


def test_an_id_of_text_that_has_rows_of_its_own_is_an_applicant(tmp_path: Path) -> None:
    ids = [{"applicant_id": each} for each in ("a1", "a2", "Total work")]
    write_csv(tmp_path / "applicants.csv", ("applicant_id",), ids)
    write_csv(tmp_path / "experience.csv", ("applicant_id", "kinds"), [{"applicant_id": "Total work"}])
    for name in ("education", "credentials"):
        write_csv(tmp_path / f"{name}.csv", ("applicant_id", "level", "name"), [])
    assert len(minqual.screen(tmp_path, screener(PACK), AS_OF).columns["applicant_id"]) == 3
