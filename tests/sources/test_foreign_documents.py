"""Documents of other systems: told by their content, read as a person would copy them into tables, and no further."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.sources.documents.common import UNSTATED, month
from minqual.sources.documents.reader import FORMATS, format_of
from minqual.values import SourceError
from support.command_line import minqual
from support.documents import (
    AS_OF,
    PACKS,
    Record,
    columns,
    counts,
    csv_text,
    open_row,
    reasons,
    results,
    source,
    write_json,
    write_tables,
    write_zip,
)
from support.examples import examples
from support.places import APPLICANTS
from support.screened import relaxed

FOLDER: Final = APPLICANTS

BY_HAND: Final[Mapping[str, Sequence[Record]]] = {
    "json-resume": [
        {
            "applicant_id": "r101",
            "education": [{"level": "Bachelor", "field": "Journalism", "expected": "2012-05"}],
            "experience": [
                {"employer": "City of Elmwood", "start": "2017-03-06"},
                {"employer": "County of Alder", "start": "2013-09", "end": "2017-02-28"},
                {"employer": "Elmwood Neighbors", "start": "2012", "end": "2013", "paid": "no"},
            ],
            "credentials": [{"name": "Driver's license", "issuer": "California", "valid_from": "2024-03-14"}],
        },
        {
            "applicant_id": "r102",
            "education": [{"level": "Bachelor of Arts - BA", "field": "Public Relations", "expected": "2027-05"}],
            "experience": [{"employer": "Alder Library", "start": "2024-06", "end": "present"}],
            "credentials": [open_row("credentials")],
        },
        {
            "applicant_id": "r103",
            "education": [{"level": "Nanodegree", "field": "Data"}],
            "experience": [{"employer": "Port of Birchfield", "start": "2013-05-01", "end": "2021-05-31"}],
            "credentials": [open_row("credentials")],
        },
    ],
    "hr-open": [
        {
            "applicant_id": "h201",
            "education": [
                {"level": "Bachelor of Arts", "field": "Journalism", "conferred": "yes", "awarded": "2012-05-20"}
            ],
            "experience": [
                {
                    "employer": "City of Elmwood",
                    "start": "2019-01-07",
                    "end": "present",
                    "kinds": "public information management",
                },
                {
                    "employer": "City of Elmwood",
                    "start": "2014-02-03",
                    "end": "2018-12-31",
                    "kinds": "communications;journalism",
                },
            ],
            "credentials": [
                {
                    "name": "driver's license",
                    "issuer": "California",
                    "valid_from": "2024-03-14",
                    "expires": "2029-03-14",
                }
            ],
        },
        {
            "applicant_id": "h202",
            "education": [
                {"level": "Associate of Arts", "conferred": "no", "expected": "2027-06"},
                {"level": "High School"},
            ],
            "experience": [{"employer": "Alder Library", "start": "2020-05", "end": "2026-03"}],
            "credentials": [open_row("credentials")],
        },
        {
            "applicant_id": "h203",
            "education": [{"level": "bachelor equivalent", "conferred": "yes", "awarded": "2010-07-01"}],
            "experience": [{"employer": "Birchfield Daily", "start": "2011-01-03", "end": "present"}],
            "credentials": [open_row("credentials")],
        },
    ],
    "greenhouse": [
        {
            "applicant_id": "30100001",
            "education": [{"level": "Bachelor's Degree", "field": "Journalism", "expected": "2012-05"}],
            "experience": [
                {"employer": "City of Elmwood", "start": "2017-03"},
                {"employer": "County of Alder", "start": "2013-09", "end": "2017-02"},
            ],
            "credentials": [open_row("credentials")],
        },
        {
            "applicant_id": "30100002",
            "education": [{"level": "Juris Doctor (J.D.)", "field": "Law", "expected": "2018-05"}],
            "experience": [open_row("experience")],
            "credentials": [open_row("credentials")],
        },
        {
            "applicant_id": "30100003",
            "education": [{"level": "Bachelor's Degree", "field": "Journalism", "expected": "2012-05"}],
            "experience": [{"employer": "City of Elmwood", "start": "2017-03"}],
            "credentials": [open_row("credentials")],
        },
        {
            "applicant_id": "30100004",
            "education": [{"level": "Other"}],
            "experience": [open_row("experience")],
            "credentials": [open_row("credentials")],
        },
    ],
    "linkedin": [
        {
            "applicant_id": "l401",
            "education": [{"level": "Bachelor of Arts - BA", "expected": "2012"}],
            "experience": [
                {"employer": "City of Elmwood", "start": "Mar 2017"},
                {"employer": "County of Alder", "start": "Sep 2013", "end": "Feb 2017"},
            ],
            "credentials": [
                {"name": "driver's license", "issuer": "California", "valid_from": "Mar 2024", "expires": "Mar 2029"}
            ],
        },
        {
            "applicant_id": "l402",
            "education": [
                {"level": "Associate of Arts", "expected": "2027"},
                {"level": "High School Diploma", "expected": "2022"},
            ],
            "experience": [{"employer": "Alder Library", "start": "Jun 2024"}],
            "credentials": [open_row("credentials")],
        },
    ],
}
"""The samples as a person would copy them into the five tables."""


UNREAD_LEVEL: Final = re.compile(r"[\w ]*(?:studyType|degree|name|level): not a degree level")


def without_places(told: dict[str, list[str]]) -> dict[str, list[str]]:
    """Results without what the source calls a level that cannot be read: there documents differ from tables."""

    def plain(cell: str) -> str:
        return " | ".join(sorted({UNREAD_LEVEL.sub("level: not a degree level", part) for part in cell.split(" | ")}))

    return {name: [plain(cell) for cell in told[name]] if name == "to_resolve" else told[name] for name in told}


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("sample", BY_HAND)
def test_the_samples_give_the_results_of_the_tables_that_a_person_would_write(
    sample: str, pack: str, tmp_path: Path
) -> None:
    expected = columns(write_tables(tmp_path / "tables", BY_HAND[sample]), pack)
    assert without_places(columns(FOLDER / sample, pack)) == without_places(expected)


@pytest.mark.parametrize("sample", BY_HAND)
def test_samples_show_no_name_or_address_in_anything_that_is_written(sample: str, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    said = minqual("screen", FOLDER / sample, "--rules", PACKS[0], "--as-of", str(AS_OF), "-o", out)
    written = out.read_text() + (tmp_path / "results.csv.rejects.csv").read_text() + said.out + said.err
    assert said.code in {0, 4}
    assert "Sample " not in written
    assert "example.org" not in written


@pytest.mark.parametrize(
    ("sample", "form"),
    [
        ("json-resume", "JSON Resume"),
        ("hr-open", "HR Open candidate"),
        ("greenhouse", "Greenhouse candidate"),
        ("linkedin", "LinkedIn export"),
    ],
)
def test_notes_say_what_was_recognised_and_what_it_leaves_open(sample: str, form: str) -> None:
    found = source(FOLDER / sample)
    assert found.form == form
    assert any(note.endswith(f": {form}") for note in found.notes)
    assert any(note.startswith(f"{form}: ") and "hours a week" in note for note in found.notes)


def test_formats_may_stand_together(tmp_path: Path) -> None:
    pool = [{"applicant_id": "a1"}, {"basics": {}, "work": []}, {"id": 7, "educations": [], "employments": []}]
    found = source(write_json(tmp_path / "pool.json", pool))
    assert list(found.tables.applicant_ids) == ["a1", "pool-2", "7"]
    assert found.form == "minqual JSON and JSON Resume and Greenhouse candidate"


def test_samples_are_each_of_one_format_alone() -> None:
    for sample in ("json-resume", "hr-open", "greenhouse"):
        for path in sorted((FOLDER / sample).iterdir()):
            text = path.read_text()
            found = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)
            for value in found if isinstance(found, list) else [found]:
                assert [each.recognises(value) for each in FORMATS].count(True) == 1
                assert format_of({**value, "applicant_id": "a1"}) is None


def test_a_resume_without_an_id_is_called_by_its_file(tmp_path: Path) -> None:
    one = write_json(tmp_path / "one.json", {"basics": {"name": "zz", "email": "zz"}})
    several = write_json(tmp_path / "several.json", [{"basics": {}}, {"basics": {}}])
    assert list(source(one).tables.applicant_ids) == ["one"]
    assert list(source(several).tables.applicant_ids) == ["several-1", "several-2"]


def test_check_takes_one_resume_as_it_is() -> None:
    path = FOLDER / "json-resume" / "r101.json"
    said = minqual("check", path, "--rules", PACKS[0], "--as-of", str(AS_OF))
    assert said.code == 3
    assert "r101: needs review" in said.out
    said.line("r101.json: JSON Resume")


def test_check_takes_a_linkedin_export_and_a_candidate_of_a_list() -> None:
    options = ("--rules", PACKS[0], "--as-of", str(AS_OF))
    assert "l402: refer" in minqual("check", FOLDER / "linkedin" / "l402.zip", *options).out
    path = FOLDER / "hr-open" / "candidates.json"
    assert "h203: needs review" in minqual("check", path, "--applicant", "h203", *options).out


def test_a_table_that_a_document_does_not_state_is_open_and_an_empty_list_is_none(tmp_path: Path) -> None:
    """JazzHR sends no employment at all: whoever it sends has not said that they never worked."""
    study = {"education": [{"educationLevelCodes": ["High School"]}]}
    silent = {"documentId": {"value": "a1"}, "person": {}, "profiles": [study]}
    empty = {"documentId": {"value": "a2"}, "person": {}, "profiles": [{**study, "employment": []}]}
    told = results(write_json(tmp_path / "pool.json", [silent, empty]), PACKS[1])
    assert list(told.columns["verdict"]) == ["review", "refer"]
    assert "experience, which is not stated" in told.columns["to_resolve"][0]


@pytest.mark.parametrize("key", ["educations", "employments"])
def test_an_empty_list_of_greenhouse_is_as_open_as_a_missing_one(tmp_path: Path, key: str) -> None:
    """Its API sends one for a section that no one was asked to fill in. What is no list is rejected all the same."""
    other = {"educations": [{"degree": "High School"}], "employments": [{"start_date": "2020-05"}]}
    table = {"educations": "education", "employments": "experience"}[key]
    values: tuple[object, ...] = (None, [], "lots")
    missing, empty, wrong = ({"id": 1, **other, key: stated} for stated in values)
    for value in (missing, empty):
        found = source(write_json(tmp_path / "a.json", value))
        assert found.tables.tables[table].height == 1
        assert any("empty educations or employments" in note for note in found.notes)
        (verdict,) = columns(tmp_path / "a.json", PACKS[1])["to_resolve"]
        assert UNSTATED[table] in verdict
    assert reasons(write_json(tmp_path / "b.json", wrong)) == [("b.json", 1, key, "a text")]


def hr(degree_: Mapping[str, object], **study: object) -> dict[str, Any]:
    education = [{**study, "educationDegrees": [degree_]}]
    return {"documentId": {"value": "a1"}, "person": {}, "profiles": [{"education": education, "employment": []}]}


def education_row(tmp_path: Path, value: Mapping[str, object]) -> dict[str, str]:
    """The filled cells of a document's first row of education."""
    table = source(write_json(tmp_path / "a.json", value)).tables.tables["education"]
    return {name: column.cell(0) for name, column in table.columns.items() if column.cell(0) and name != "applicant_id"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Granted", {"conferred": "yes", "awarded": "2020-05"}),
        ("InProgress", {"conferred": "no", "expected": "2020-05"}),
        ("Postponed", {"conferred": "no", "expected": "2020-05"}),
        ("NotGranted", {"conferred": "no", "expected": "2020-05"}),
        ("Completed", {"conferred": "yes", "awarded": "2020-05"}),
        ("complete", {"conferred": "yes", "awarded": "2020-05"}),
        ("Conferred", {"conferred": "yes", "awarded": "2020-05"}),
        ("Awarded", {"conferred": "yes", "awarded": "2020-05"}),
        (None, {"expected": "2020-05"}),
    ],
)
def test_a_degree_of_hr_open_is_conferred_where_it_says_so(
    tmp_path: Path, status: str | None, expected: dict[str, str]
) -> None:
    value = hr({"name": "Bachelor", "degreeGrantedStatus": status, "date": "2020-05"})
    assert education_row(tmp_path, value) == {"level": "Bachelor", **expected}


def test_a_status_of_hr_open_that_is_not_known_is_rejected_with_those_that_are(tmp_path: Path) -> None:
    (reject,) = results(write_json(tmp_path / "a.json", hr({"degreeGrantedStatus": "Perhaps"})), PACKS[0]).rejected
    assert reject.column == "profiles 1 education 1 educationDegrees 1 degreeGrantedStatus"
    assert reject.reason.startswith("a status that is not known; expected one of Granted, Completed, Complete")


@pytest.mark.parametrize("place", ["position", "employer"])
def test_the_end_of_a_position_of_hr_open_that_is_current_as_well_is_open(tmp_path: Path, place: str) -> None:
    """Its end may be out of date, or the word that it goes on: taking either could leave a level out wrongly."""
    said = {"start": "2012-01-01", "end": "2022-01-01", "current": True}
    employer = {"positionHistories": [said]} if place == "position" else said
    value = {"documentId": {"value": "a1"}, "person": {}, "profiles": [{"employment": [employer], "education": [{}]}]}
    path = write_json(tmp_path / "a.json", value)
    ((_, _, column, found),) = reasons(path)
    assert column.startswith("profiles 1 employment 1 ")
    assert column.endswith("end")
    assert found == "not a date"
    assert columns(path, PACKS[0])["verdict"] == ["review"]


@pytest.mark.parametrize(
    ("stated", "study", "level"),
    [
        ({"name": "BA", "codes": ["master"]}, {}, "BA"),
        ({"name": "Diplom", "codes": ["master"]}, {}, "master"),
        ({"name": "Diplom"}, {"educationLevelCodes": [{"name": "College - Bachelor of Arts"}]}, "Bachelor of Arts"),
        ({"name": "Diplom"}, {"educationLevelCodes": [{"name": "No Answer"}]}, "Diplom"),
        ({"name": "Diplom", "iscedEducationLevelCode": "6"}, {}, "bachelor equivalent"),
        ({"iscedEducationLevelCode": 7}, {}, "master equivalent"),
        ({"iscedEducationLevelCode": "ISCED 8"}, {}, "doctorate equivalent"),
        ({"iscedEducationLevelCode": "5"}, {}, "associate equivalent"),
        ({"iscedEducationLevelCode": "3"}, {}, "high school equivalent"),
        ({"iscedEducationLevelCode": "4"}, {}, None),
        ({"iscedEducationLevelCode": "62"}, {}, "bachelor equivalent"),
        ({"iscedEducationLevelCode": "9"}, {}, "9"),
        ({}, {"educationLevelCodes": [{"name": "No Answer"}]}, None),
        ({}, {"educationLevelCodes": {"item": ["Medical Doctor"]}}, "MD"),
    ],
)
def test_a_level_of_hr_open_is_the_first_that_is_known(
    tmp_path: Path, stated: dict[str, object], study: dict[str, object], level: str | None
) -> None:
    assert education_row(tmp_path, hr(stated, **study)).get("level") == level


@pytest.mark.parametrize(
    ("employer", "positions", "expected"),
    [
        ({"start": "2015", "end": "2020"}, [{}], [("2015", "2020")]),
        ({"start": "2015", "current": True}, [{}], [("2015", "present")]),
        ({"start": "2015", "current": True}, [{"current": False}], [("2015", "")]),
        ({"start": "2015", "current": True}, [{}, {"start": "2016"}], [("", ""), ("2016", "")]),
        ({"start": "2015"}, [{"end": "2019-05-02T10:00:00Z", "current": False}], [("2015", "2019-05-02")]),
        ({"start": "2015"}, [{"end": "Present", "current": True}], [("2015", "Present")]),
        ({"start": {"value": "2015"}, "end": None}, [], [("2015", "")]),
    ],
)
def test_a_position_of_hr_open_has_its_employers_dates_only_where_it_is_the_only_one(
    tmp_path: Path, employer: dict[str, object], positions: list[object], expected: list[tuple[str, str]]
) -> None:
    profile = {"employment": [{"organization": {"name": "x"}, **employer, "positionHistories": positions}]}
    value = {"documentId": {"value": "a1"}, "person": {}, "profiles": [profile]}
    table = source(write_json(tmp_path / "a.json", value)).tables.tables["experience"]
    assert [(table.cell("start", row), table.cell("end", row)) for row in range(table.height)] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2016-05-15T00:00:00.000Z", "2016-05"),
        ("2016-05-15", "2016-05"),
        ("05/15/2016", "2016-05"),
        ("5/1/2016", "2016-05"),
        ("2016", "2016"),
        ("soon", "soon"),
        (None, None),
    ],
)
def test_dates_of_greenhouse_are_read_to_the_month_in_both_its_styles(value: object, expected: object) -> None:
    assert month(value) == expected


@pytest.mark.parametrize(
    ("value", "column", "found"),
    [
        ({"work": "none"}, "work", "a text"),
        ({"work": ["clerk"]}, "work 1", "a text"),
        ({"work": [{}, {"startDate": ["2020"]}]}, "work 2 startDate", "a list"),
        ({"work": [{"startDate": "soon"}]}, "work 1 startDate", "not a date"),
        ({"volunteer": [{"endDate": "2020-13"}]}, "volunteer 1 endDate", "a month that does not exist"),
        ({"education": [{"studyType": "Nano"}]}, "education 1 studyType", "not a degree level"),
        ({"certificates": [{"name": {}}]}, "certificates 1 name", "an object"),
    ],
)
def test_what_cannot_be_read_is_rejected_under_the_path_of_the_source(
    tmp_path: Path, value: dict[str, object], column: str, found: str
) -> None:
    path = write_json(tmp_path / "a.json", {"basics": {}, **value})
    ((where, row, at, what),) = reasons(path)
    assert (where, row, at, what.partition(" (")[0]) == ("a.json", 1, column, found)


def test_a_key_twice_is_rejected_where_it_stands_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"basics": {}, "work": [{"name": "x", "startDate": "2019", "startDate": "2009"}, {}]}')
    assert reasons(path) == [("a.json", 1, "work 1", "the key 'startDate' twice")]
    path.write_text('{"basics": {}, "work": [], "work": [{"name": "x"}]}')
    assert reasons(path) == [("a.json", 1, "", "the key 'work' twice")]


def test_an_id_that_is_none_rejects_the_candidate_and_all_rows(tmp_path: Path) -> None:
    candidate = {"id": {}, "educations": [{"degree": "BA"}], "employments": []}
    path = write_json(tmp_path / "a.json", [candidate, {**candidate, "id": 2}])
    assert counts(path)["applicants"] == (1, 1)
    assert counts(path)["education"] == (1, 1)
    assert reasons(path)[0] == ("a.json", 1, "id", "an object")


POSITIONS: Final = ("Company Name", "Title", "Description", "Location", "Started On", "Finished On")


def test_an_export_of_linkedin_is_known_by_its_tables_and_ours_are_not_taken_for_one(tmp_path: Path) -> None:
    job = {"Company Name": "x", "Started On": "Feb 2020", "Finished On": "zz"}
    path = write_zip(tmp_path / "a.zip", {"Basic/Positions.csv": csv_text(POSITIONS, [job])})
    found = source(path)
    assert "a.zip: no Education.csv and no Certifications.csv: left open" in found.notes
    (reject,) = results(path, PACKS[0]).rejected
    assert (reject.where, reject.sheet, reject.row, reject.column) == ("a.zip", "Positions.csv", 2, "Finished On")
    with pytest.raises(SourceError):
        source(write_zip(tmp_path / "b.zip", {"applicants.csv": "applicant_id\na1\n", "Education.csv": "x\n1\n"}))


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"Positions.csv": "Company Name,Title\nx,y\n"}, "no column 'Started On'"),
        ({"Positions.csv": ""}, "an empty file"),
        ({"Positions.csv": b"Started On\n\0\0"}, "a.zip Positions.csv"),
    ],
)
def test_a_table_of_linkedin_that_cannot_be_used_is_told(
    tmp_path: Path, members: dict[str, str | bytes], found: str
) -> None:
    with pytest.raises(SourceError, match=found):
        source(write_zip(tmp_path / "a.zip", members))


def test_a_table_of_linkedin_in_two_folders_is_a_fault_and_none_of_them_is_left_out_unsaid(tmp_path: Path) -> None:
    text = csv_text(POSITIONS, [{"Started On": "Feb 2020"}])
    with pytest.raises(SourceError, match="twice, in two folders"):
        source(write_zip(tmp_path / "a.zip", {"one/Positions.csv": text, "two/Positions.csv": text}))


def test_an_archive_that_unpacks_without_end_is_stopped(tmp_path: Path) -> None:
    bomb = b"Started On\n" + b"\n" * (65 << 20)
    with pytest.raises(SourceError, match="packed more than 250 times smaller"):
        source(write_zip(tmp_path / "a.zip", {"Positions.csv": bomb}))


@settings(max_examples=examples(60))
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 60))
def test_a_damaged_archive_is_a_fault_or_is_read(junk: bytes, at: int, cut: int) -> None:
    whole = (FOLDER / "linkedin" / "l402.zip").read_bytes()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(b"PK" + (whole[:at] + junk + whole[at + cut :])[2:])
        try:
            results(path, PACKS[0])
        except SourceError:
            return


DAYS: Final = st.dates(date(1980, 1, 1), date(2030, 12, 31))
LEVELS: Final = st.sampled_from(["bachelor", "Associate of Arts", "MBA", "high school", "wizard", "some college"])
EMPLOYERS: Final = st.sampled_from(["City of Elmwood", "Port of Birchfield"])
FIELDS: Final = st.sampled_from(["journalism", "pottery", ""])
KINDS: Final = st.sampled_from(["", "communications", "journalism;data analytics", "comunications"])
SPELLS: Final = st.tuples(DAYS, DAYS).map(sorted)
JOBS: Final = st.lists(st.tuples(EMPLOYERS, SPELLS, st.booleans(), KINDS), max_size=3)
STUDIES: Final = st.lists(st.tuples(LEVELS, FIELDS, DAYS, st.booleans()), max_size=3)
PEOPLE: Final = st.lists(st.tuples(JOBS, STUDIES), min_size=1, max_size=4)

Job = tuple[str, list[date], bool, str]
Study = tuple[str, str, date, bool]
People = Sequence[tuple[Sequence[Job], Sequence[Study]]]
Made = tuple[list[Any], list[Record]]


def as_json_resume(people: People) -> Made:
    documents: list[Any] = []
    pool: list[Record] = []
    for number, (jobs, studies) in enumerate(people, start=1):
        work = [
            {"name": employer, "startDate": str(start), **({} if goes_on else {"endDate": str(end)})}
            for employer, (start, end), goes_on, _ in jobs
        ]
        education = [{"studyType": level, "area": field, "endDate": f"{day:%Y-%m}"} for level, field, day, _ in studies]
        documents.append({"basics": {"name": "zz"}, "work": work, "education": education, "certificates": []})
        experience = [
            {"employer": employer, "start": start, "end": "" if goes_on else end}
            for employer, (start, end), goes_on, _ in jobs
        ]
        rows = [{"level": level, "field": field, "expected": f"{day:%Y-%m}"} for level, field, day, _ in studies]
        pool.append({"applicant_id": f"pool-{number}", "experience": experience, "education": rows})
    return documents, pool


def as_hr_open(people: People) -> Made:
    documents: list[Any] = []
    pool: list[Record] = []
    for number, (jobs, studies) in enumerate(people, start=1):
        employment = [
            {
                "organization": {"name": employer},
                "positionHistories": [
                    {
                        "start": f"{start}T00:00:00Z",
                        "end": None if goes_on else str(end),
                        "current": goes_on,
                        "jobCategories": [{"name": kind} for kind in kinds.split(";")],
                    }
                ],
            }
            for employer, (start, end), goes_on, kinds in jobs
        ]
        degrees = [
            {
                "name": level,
                "specializations": [field] if field else None,
                "date": str(day),
                "degreeGrantedStatus": "Granted" if granted else "InProgress",
            }
            for level, field, day, granted in studies
        ]
        profile = {"employment": employment, "education": [{"educationDegrees": degrees}] if degrees else []}
        documents.append(
            {"person": {"id": {"value": f"a{number}"}}, "profiles": [{**profile, "licenses": [], "certifications": []}]}
        )
        experience = [
            {"employer": employer, "start": start, "end": "present" if goes_on else end, "kinds": kinds}
            for employer, (start, end), goes_on, kinds in jobs
        ]
        rows = [
            {
                "level": level,
                "field": field,
                "conferred": "yes" if granted else "no",
                "awarded" if granted else "expected": day,
            }
            for level, field, day, granted in studies
        ]
        pool.append({"applicant_id": f"a{number}", "experience": experience, "education": rows})
    return documents, pool


def as_greenhouse(people: People) -> Made:
    documents: list[Any] = []
    pool: list[Record] = []
    for number, (jobs, studies) in enumerate(people, start=1):
        hook = number % 2 == 0
        form = "%m/%d/%Y" if hook else "%Y-%m-%dT00:00:00.000Z"
        candidate = {
            "id": number,
            "employments": [
                {
                    "company_name": employer,
                    "start_date": start.strftime(form),
                    "end_date": None if goes_on else end.strftime(form),
                }
                for employer, (start, end), goes_on, _ in jobs
            ],
            "educations": [
                {"degree": level, "discipline": field or None, "end_date": day.strftime(form)}
                for level, field, day, _ in studies
            ],
        }
        documents.append({"payload": {"candidate": candidate}} if hook else candidate)
        experience = [
            {"employer": employer, "start": f"{start:%Y-%m}", "end": "" if goes_on else f"{end:%Y-%m}"}
            for employer, (start, end), goes_on, _ in jobs
        ]
        rows = [{"level": level, "field": field, "expected": f"{day:%Y-%m}"} for level, field, day, _ in studies]
        stated: dict[str, list[dict[str, str]]] = {"experience": experience, "education": rows, "credentials": []}
        pool.append(
            {"applicant_id": str(number), **{table: found or [open_row(table)] for table, found in stated.items()}}
        )
    return documents, pool


@settings(relaxed, max_examples=examples(25))
@given(PEOPLE, st.sampled_from([as_json_resume, as_hr_open, as_greenhouse]), st.sampled_from(PACKS))
def test_documents_of_some_facts_give_the_results_of_the_tables_of_the_same_facts(
    people: People, write: Callable[[People], Made], pack: str
) -> None:
    documents, pool = write(people)
    with TemporaryDirectory() as folder:
        here = Path(folder)
        read = columns(write_json(here / "pool.json", documents), pack)
        tables = columns(write_tables(here / "tables", pool), pack)
    assert without_places(read) == without_places(tables)


VALUES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(["BA", "2020-05"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("applicant_id", "education", "experience", "credentials", "answers", "kinds", "level", "start"),
                    *("basics", "work", "volunteer", "certificates", "startDate", "endDate", "studyType", "name"),
                    *("id", "payload", "candidate", "application", "educations", "employments", "degree", "start_date"),
                    *(
                        "person",
                        "documentId",
                        "profiles",
                        "employment",
                        "positionHistories",
                        "educationDegrees",
                        "item",
                    ),
                    *("educationLevelCodes", "organization", "licenses", "effectiveTimePeriod", "issued", "value"),
                    *("specializations", "jobCategories", "iscedEducationLevelCode", "current", "applicants", "type"),
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(relaxed, max_examples=examples(300))
@given(VALUES, st.booleans())
def test_any_json_at_all_is_read_rejected_or_refused_and_every_entry_is_counted(value: object, in_lines: bool) -> None:  # noqa: FBT001
    """Nothing but SourceError is ever raised."""
    entries = value if isinstance(value, list) else [value]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pool.json"
        if in_lines:
            entries = [{"applicant_id": "zz1"}, {"applicant_id": "zz2"}, *entries]
            path.write_text("\n".join(json.dumps(each) for each in entries))
        else:
            path.write_text(json.dumps(entries))
        try:
            counted = counts(path)
        except SourceError:
            return
        assert sum(counted["applicants"]) == len(entries)


@settings(max_examples=examples(150))
@given(st.sampled_from(["json-resume/r101.json", "hr-open/candidates.json", "greenhouse/webhooks.jsonl"]), st.data())
def test_a_damaged_document_is_read_rejected_or_refused(name: str, data: st.DataObject) -> None:
    whole = (FOLDER / name).read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    content = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 20)) :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        try:
            results(path, PACKS[0])
        except SourceError:
            return
