"""Exports in several sheets, in archives and below titles: proposed maps read them, messages name the header."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from minqual.commands import app
from minqual.notation import parse_yaml
from minqual.sources import Reading, read_source
from minqual.sources.column_maps.model import read_map
from minqual.sources.grids import rows_above
from minqual.values import SourceError
from sources.test_column_maps import rows_of, written
from support.workbooks import workbook

Rows = Sequence[Sequence[str]]
Held = Callable[[Path, Rows], Path]
RUNNER: Final = CliRunner()
PEOPLE: Final = [("Person ID", "Email"), ("p1", "x@example.org"), ("p2", "")]
JOBS: Final = [
    ("Job No", "Candidate", "Employer", "Start Date", "End Date", "Hours per week"),
    ("1", "p1", "City", "2010", "2012", "40"),
    ("2", "p1", "Port", "2013", "2014", "20"),
    ("3", "p2", "Shop", "2015", "", ""),
]
SCHOOLS: Final = [("Person ID", "Degree", "Major"), ("p2", "bachelor", "journalism")]
CODES: Final = [("Code", "Meaning"), ("x", "y")]
BOOK: Final[Mapping[str, Rows]] = {"People": PEOPLE, "Jobs": JOBS, "Schools": SCHOOLS, "Codes": CODES}
MAPPED: Final = """
map: m
applicants: {column: Person ID, sheet: people}
education: [{sheet: schools, level: Degree}]
experience: [{sheet: jobs, applicant_id: Candidate, employer: Employer}]
"""


def text(rows: Rows) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def archive(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def in_archive(tmp_path: Path) -> Path:
    members = {f"export/{name}.csv": text(rows) for name, rows in BOOK.items()}
    return archive(tmp_path / "export.zip", members | {"export/read me.pdf": "%PDF", "__MACOSX/export/._Jobs.csv": "?"})


def in_workbook(tmp_path: Path) -> Path:
    file = tmp_path / "export.xlsx"
    file.write_bytes(workbook(BOOK))
    return file


@pytest.mark.parametrize("held", [in_archive, in_workbook])
def test_a_map_is_proposed_from_all_sheets_joined_by_the_ids(held: Callable[[Path], Path], tmp_path: Path) -> None:
    file = held(tmp_path)
    done = RUNNER.invoke(app, ["applicants", "map", str(file)])
    assert done.exit_code == 0, done.output
    map_ = read_map(parse_yaml(done.stdout.encode(), "map.yaml"))
    tables = read_source(file, Reading(map=map_)).tables
    assert list(tables.applicant_ids) == ["p1", "p2"]
    jobs = [(row["applicant_id"], row["employer"]) for row in rows_of(tables, "experience")]
    assert jobs == [("p1", "City"), ("p1", "Port"), ("p2", "Shop")]
    assert [row["level"] for row in rows_of(tables, "education")] == ["bachelor"]
    assert map_.columns.ignored == ("Email",)
    assert [each.casefold() for each in done.stdout.splitlines() if each.startswith("#   ")] == [
        '#   "job no (jobs)"',
        '#   "codes"',
    ]


def test_an_archive_is_read_by_a_map_as_the_same_workbook_is(tmp_path: Path) -> None:
    read = [read_source(held(tmp_path), Reading(map=written(MAPPED))).tables for held in (in_archive, in_workbook)]
    for table in ("education", "experience"):
        assert rows_of(read[0], table) == rows_of(read[1], table)
        assert read[0].tables[table].height > 0
    assert read[0].tables["experience"].where.endswith("file 'export/Jobs.csv'")
    empty = archive(tmp_path / "no.zip", {"a.pdf": "%PDF"})
    with pytest.raises(SourceError, match="an archive without tables"):
        read_source(empty, Reading(map=written(MAPPED)))


def test_a_workbook_of_one_sheet_under_our_own_headings_is_read_without_being_told_how(tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    file.write_bytes(workbook({"S": [("applicant_id", "job1_start", "highest_degree"), ("a1", "2020", "BA")]}))
    source = read_source(file, Reading())
    assert "wide" in source.notes[0]
    assert rows_of(source.tables, "experience") == [{"applicant_id": "a1", "start": "2020"}]
    file.write_bytes(workbook({"S": [("applicant_id", "job1_start", "degree of mine"), ("a1", "2020", "BA")]}))
    with pytest.raises(SourceError) as caught:
        read_source(file, Reading())
    assert "minqual applicants map mine.xlsx" in caught.value.faults[0].expected
    assert "wide (which fits 67%" in caught.value.faults[0].expected


TITLED: Final = [
    ("Applicant report", "", ""),
    ("", "", ""),
    ("Person ID", "Degree", "Employer"),
    ("p1", "bachelor", "City"),
]


def as_csv(tmp_path: Path, rows: Rows) -> Path:
    file = tmp_path / "report.csv"
    file.write_text(text(rows), encoding="utf-8")
    return file


def as_workbook(tmp_path: Path, rows: Rows) -> Path:
    file = tmp_path / "report.xlsx"
    file.write_bytes(workbook({"Report": rows}))
    return file


@pytest.mark.parametrize("held", [as_csv, as_workbook])
def test_a_header_below_a_title_is_found_for_a_proposed_map_which_reads_the_file(held: Held, tmp_path: Path) -> None:
    file = held(tmp_path, TITLED)
    done = RUNNER.invoke(app, ["applicants", "map", str(file)])
    assert done.exit_code == 0, done.output
    assert "\nheader row: 3\n" in done.stdout
    tables = read_source(file, Reading(map=written(done.stdout))).tables
    assert list(tables.applicant_ids) == ["p1"]
    assert [row["level"] for row in rows_of(tables, "education")] == ["bachelor"]


@pytest.mark.parametrize("held", [as_csv, as_workbook])
@pytest.mark.parametrize("mapped_by", [None, "map: m\napplicants: Person ID\neducation: [{level: Degree}]\n"])
def test_a_title_above_the_header_is_named_with_the_option_that_skips_it(
    held: Held, mapped_by: str | None, tmp_path: Path
) -> None:
    file = held(tmp_path, TITLED)
    map_ = None if mapped_by is None else written(mapped_by)
    with pytest.raises(SourceError, match="a title, and no header") as caught:
        read_source(file, Reading(map=map_))
    told = caught.value.faults[0].expected
    skip = int(told.partition("skip ")[2].partition(",")[0])
    assert f"header row: {skip + 1}" in told
    if map_ is not None:
        assert list(read_source(file, Reading(map=map_, skip_lines=skip)).tables.applicant_ids) == ["p1"]


def test_a_title_above_a_plain_table_is_named_and_a_table_of_one_column_is_no_title(tmp_path: Path) -> None:
    people, study = tmp_path / "applicants.csv", tmp_path / "education.csv"
    people.write_text("applicant_id\na1,b,c\na2\n", encoding="utf-8")
    study.write_text("Education of all\napplicant_id,level\na2,bachelor\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_source(tmp_path, Reading())
    (fault,) = caught.value.faults
    assert str(fault).startswith("education.csv row 1: a title, and no header")
    assert "skip 1" in fault.expected


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ((("T",), ("a", "b")), 1),
        ((("T",), (), ("Run", "2026-11-21"), ("a", "b")), 3),
        ((("a", "b"), ("c", "d")), 0),
        ((("a",), ("1",), ("2",)), 0),
        ((("a",), ("x", "x")), 0),
        ((("T",),) * 5 + (("a", "b"),), 5),
        ((("T",),) * 6 + (("a", "b"),), 0),
    ],
)
def test_a_header_is_looked_for_in_the_first_rows_alone(rows: tuple[tuple[str, ...], ...], above: int) -> None:
    assert rows_above(lambda skipped: rows[skipped] if skipped < len(rows) else ()) == above
