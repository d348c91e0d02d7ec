"""A column map that says which rows are read: the others are counted, and nobody is judged by them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

import minqual
from minqual.values import MapError, SourceError
from support.command_line import minqual as run
from support.documents import AS_OF, write_zip

PACK: Final = "san-jose/council-community-relations"
PEOPLE: Final = "id,Status,Work,From,To,Hours\n"
JOB: Final = "communications,2000-01-01,2019-12-31,40"
MAP: Final = """\
map: own
applicants: id
date order: month first
rows: {rows}
not stated: [education, credentials]
experience:
  - {{kinds: Work, start: From, end: To, hours_per_week: Hours}}
"""


def screened(folder: Path, rows: str, people: str) -> minqual.Results:
    (folder / "own.yaml").write_text(MAP.format(rows=rows), encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE + people, encoding="utf-8")
    return minqual.screen(folder / "people.csv", PACK, AS_OF, column_map=folder / "own.yaml")


def counted(results: minqual.Results) -> dict[str, tuple[int, int, int, int, int]]:
    """By table: read, used, rejected, blank, left out."""
    return {
        each.table: (each.all, each.used, each.rejected, each.blank, each.left_out) for each in results.summary.rows
    }


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ("{column: Status, is: [Submitted, referred]}", ["a", "b"]),
        ("{column: status, is: submitted}", ["a"]),
        ("{column: Status, is not: [Withdrawn, test]}", ["a", "b", "e"]),
        ('{column: Status, is not: [Withdrawn, test, ""]}', ["a", "b"]),
        ('[{column: Status, is not: [Test]}, {column: Status, is: [Withdrawn, ""]}]', ["c", "e"]),
        ("[]", ["a", "b", "c", "d", "e"]),
    ],
)
def test_rows_are_kept_by_their_words_and_all_others_counted(rows: str, kept: list[str], tmp_path: Path) -> None:
    words = ("Submitted", " REFERRED", "withdrawn", "Test", "")
    people = "".join(f"{id_},{word},{JOB}\n" for id_, word in zip("abcde", words, strict=True))
    results = screened(tmp_path, rows, people + ",,,,,\n")
    assert list(results.columns["applicant_id"]) == kept
    assert counted(results)["applicants"] == (6, len(kept), 0, 1, 5 - len(kept))


def test_what_is_left_out_is_told_on_every_way_out(tmp_path: Path) -> None:
    screened(tmp_path, "{column: Status, is: Submitted}", f"a,Submitted,{JOB}\nb,Draft,{JOB}\n")
    source = [tmp_path / "people.csv", "--map", tmp_path / "own.yaml", "--rules", PACK, "--as-of", AS_OF]
    said = run("screen", *source, "-o", tmp_path / "r.xlsx")
    assert said.code == 0
    assert said.line("rows", "read", "used", "rejected", "blank", "left out")
    assert said.line("applicants").split() == ["applicants", "2", "1", "0", "0", "1", "0"]
    shares = run("screen", *source, "-o", tmp_path / "shares.csv", "--memory", "1GB", "--workers", "1")
    assert shares.line("applicants ").split() == ["applicants", "2", "1", "0", "0", "1", "0"]
    seen = json.loads(run("applicants", "inspect", *source, "--format", "json").out)
    assert seen["tables"][0]["rows"] == {
        "read": 2,
        "used": 1,
        "rejected": 0,
        "blank": 0,
        "open_cells": 0,
        "left_out": 1,
    }


def test_rows_of_other_sheets_go_with_the_applicant_who_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "map: own\napplicants: {column: id, sheet: people}\n"
        "rows:\n  - {column: Status, is: Open}\n  - {column: Draft, is not: 'Yes', sheet: jobs}\n"
        "not stated: [education, credentials]\nexperience:\n"
        "  - {sheet: jobs, kinds: Work, start: From, end: To, hours_per_week: Hours}\n",
        encoding="utf-8",
    )
    jobs = "".join(f"{id_},{draft},{JOB}\n" for id_, draft in (("a", "No"), ("a", "yes"), ("b", "No"), ("x", "No")))
    source = write_zip(
        tmp_path / "two.zip",
        {"people.csv": "id,Status\na,Open\nb,Closed\n", "jobs.csv": "id,Draft,Work,From,To,Hours\n" + jobs},
    )
    results = minqual.screen(source, PACK, AS_OF, column_map=tmp_path / "own.yaml")
    assert list(results.columns["applicant_id"]) == ["a"]
    assert counted(results)["applicants"] == (2, 1, 0, 0, 1)
    assert counted(results)["experience"] == (4, 1, 1, 0, 2)


def test_an_export_with_a_row_for_each_job_leaves_out_row_by_row(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        MAP.format(rows="{column: Status, is not: Withdrawn}").replace(
            "applicants: id", "applicants: {column: id, in several rows: yes}"
        ),
        encoding="utf-8",
    )
    rows = f"a,Open,{JOB}\na,Withdrawn,{JOB}\nb,Withdrawn,{JOB}\n"
    (tmp_path / "people.csv").write_text(PEOPLE + rows, encoding="utf-8")
    results = minqual.screen(tmp_path / "people.csv", PACK, AS_OF, column_map=tmp_path / "own.yaml")
    assert list(results.columns["applicant_id"]) == ["a"]
    assert counted(results)["people.csv"] == (3, 1, 0, 0, 2)
    assert counted(results)["experience"] == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("{column: Status}", "neither is nor is not"),
        ("{column: Status, is: a, is not: b}", "both is and is not"),
        ("{column: Status, are: a}", "are"),
        ("{is: a}", "column"),
        ("Status", "expected a list"),
    ],
)
def test_a_filter_that_says_nothing_clear_is_refused(rows: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(MapError) as error:
        screened(tmp_path, rows, "")
    assert found in str(error.value)


def test_a_column_that_the_file_lacks_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no column 'State'"):
        screened(tmp_path, "{column: State, is: a}", f"a,Open,{JOB}\n")
