"""What a source holds is read, or named as not read: files, tables, columns and keys of other systems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from support.command_line import Said, minqual
from support.documents import csv_text, source, write_json, write_zip
from support.places import SHARED

EDGE: Final = SHARED / "findings" / "edge"
PACK: Final = "san-jose/council-community-relations"
AS_OF: Final = "2026-11-21"

VOLUNTEERING: Final = "Company Name,Role,Cause,Started On,Finished On,Description\nShelter,Clerk,,Jan 2015,Jan 2018,\n"
POSITIONS: Final = (
    "Company Name,Title,Description,Location,Started On,Finished On\nAcme,Clerk,,City,Sep 2021,Feb 2022\n"
)


def shared(name: str) -> Path:
    """An input of the material beside the project; the test is skipped where that is absent."""
    path = EDGE / name
    if not path.exists():
        pytest.skip(f"the material beside the project is absent: {name}")
    return path


def screened(path: Path) -> Said:
    return minqual("screen", path, "--rules", PACK, "--as-of", AS_OF, "--format", "csv", "-o", "-")


def experience(path: Path) -> list[Mapping[str, str]]:
    """The rows of experience of a source, filled cells alone."""
    table = source(path).tables.tables["experience"]
    rows = [{name: column.cell(row) for name, column in table.columns.items()} for row in range(table.height)]
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def test_volunteering_of_an_export_is_unpaid_work(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"Positions.csv": POSITIONS, "Volunteering.csv": VOLUNTEERING})
    assert [row.get("paid") for row in experience(path)] == [None, "no"]
    assert experience(path)[1]["start"] == "Jan 2015"


def test_volunteering_alone_states_no_list_of_jobs(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"Volunteering.csv": VOLUNTEERING})
    assert len(experience(path)) == 2
    assert "a.zip: no Positions.csv and no Education.csv and no Certifications.csv: left open" in source(path).notes


def test_files_and_columns_of_an_export_that_are_not_read_are_named(tmp_path: Path) -> None:
    members = {"Positions.csv": POSITIONS, "Basic/Courses.csv": "Name,Number\nx,1\n", "Skills.csv": "Name\ny\n"}
    found = source(write_zip(tmp_path / "a.zip", members))
    assert "a.zip: not read: Basic/Courses.csv, Skills.csv" in found.notes
    assert found.tables.unknown_columns == {"a.zip Positions.csv": ("Description", "Location")}


@pytest.mark.parametrize("heading", ["Field of Study", "Fields of Study", "field of study", "Major"])
@pytest.mark.parametrize("above", ["", "Notes:\n\n", '"When exporting, some\nrows, are left out"\n'])
def test_education_of_an_export_is_read_under_its_headings_and_below_notes(
    tmp_path: Path, heading: str, above: str
) -> None:
    text = above + f"School Name,Degree Name,{heading},End Date\nElm,Bachelor of Arts - BA,Journalism,2012\n"
    found = source(write_zip(tmp_path / "a.zip", {"Education.csv": text}))
    table = found.tables.tables["education"]
    assert (table.cell("field", 0), table.cell("level", 0)) == ("Journalism", "Bachelor of Arts - BA")
    assert int(table.rows[0]) == 2 + above.count("\n")


RESUME: Final[Mapping[str, Any]] = {
    "basics": {"name": "zz"},
    "work": [{"name": "City", "startDate": "2015-01", "summary": "zz", "highlights": ["zz"]}],
    "education": [{"studyType": "Bachelor", "courses": ["zz"], "score": "3.9"}],
    "skills": [{"name": "zz"}],
    "awards": [],
}


def test_keys_of_a_resume_that_are_not_read_are_named_without_what_they_hold(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", RESUME)
    unread = source(path).tables.unknown_columns["a.json"]
    assert unread == ("work summary", "work highlights", "education courses", "education score", "skills")
    said = minqual("check", path, "--rules", PACK, "--as-of", AS_OF)
    said.line("a.json: columns not used: work summary, work highlights")
    assert "zz" not in said.err


def test_keys_of_greenhouse_and_hr_open_that_are_not_read_are_named(tmp_path: Path) -> None:
    candidate = {"id": 7, "tags": ["x"], "educations": [{"degree": "BA", "start_date": "2010"}], "employments": []}
    profile = {"employment": [{"title": "x", "jobLevel": "y", "positionHistories": [{"title": "x", "salary": 1}]}]}
    person = {"documentId": {"value": "a1"}, "person": {}, "profiles": [{**profile, "education": [], "skills": [1]}]}
    assert source(write_json(tmp_path / "a.json", candidate)).tables.unknown_columns == {
        "a.json": ("tags", "educations start_date")
    }
    assert source(write_json(tmp_path / "b.json", person)).tables.unknown_columns == {
        "b.json": ("profiles employment jobLevel", "profiles employment positionHistories salary", "profiles skills")
    }


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ({"isCurrentRole": True}, "present"),
        ({"current": "true", "endDate": ""}, "present"),
        ({"isCurrentRole": True, "endDate": "Present"}, "Present"),
        ({"isCurrentRole": False}, None),
        ({"isCurrentRole": False, "endDate": "2020-01"}, "2020-01"),
        ({"isCurrentRole": True, "endDate": "2020-01"}, "2020-01, and isCurrentRole"),
    ],
)
def test_a_box_for_the_present_job_is_read_beside_its_dates(tmp_path: Path, said: dict[str, object], end: str) -> None:
    value = {**RESUME, "work": [{"name": "City", "startDate": "2015-01", **said}]}
    assert experience(write_json(tmp_path / "a.json", value))[0].get("end") == end


def folder(path: Path, *names: str) -> Path:
    """A folder of tables, with other files beside them."""
    path.mkdir()
    for name in ("applicants.csv", "education.csv", "experience.csv", "credentials.csv", "answers.csv", *names):
        (path / name).parent.mkdir(exist_ok=True)
        columns = {
            "applicants": "applicant_id",
            "education": "applicant_id,level",
            "answers": "applicant_id,question,answer",
        }
        header = columns.get(name.partition(".")[0], "applicant_id,kinds,name")
        (path / name).write_text(f"{header}\na1\n" if name == "applicants.csv" else f"{header}\n")
    return path


@pytest.mark.parametrize(
    "name",
    ["experience (1).csv", "experience copy.csv", "Copy of experience.csv", "Experience.xlsx", "experience - Copy.csv"],
)
def test_a_file_named_nearly_as_a_table_stops_the_run(tmp_path: Path, name: str) -> None:
    said = screened(folder(tmp_path / "in", name))
    assert said.code == 2
    said.line(name, "a file named nearly as a table", "did you mean 'experience'?")


def test_a_misspelt_table_that_is_absent_stops_the_run(tmp_path: Path) -> None:
    path = folder(tmp_path / "in")
    (path / "credentials.csv").rename(path / "credentails.csv")
    screened(path).line("credentails.csv", "did you mean 'credentials'?")


def test_other_files_and_folders_beside_tables_are_named(tmp_path: Path) -> None:
    said = screened(folder(tmp_path / "in", "jobs.csv", "old/experience.csv", ".hidden.csv", "_tmp.csv", "notes.txt"))
    assert said.code == 0
    assert said.line("not read").endswith("not read: jobs.csv, notes.txt, old/")


def test_a_folder_of_tables_alone_has_nothing_to_name(tmp_path: Path) -> None:
    assert "not read" not in screened(folder(tmp_path / "in")).err


def test_files_of_an_archive_beside_tables_are_named(tmp_path: Path) -> None:
    members = {f"in/{path.name}": path.read_text() for path in folder(tmp_path / "in").iterdir()}
    path = write_zip(tmp_path / "a.zip", {**members, "in/Jobs.csv": "x\n", "__MACOSX/in/._Jobs.csv": "x"})
    assert screened(path).line("a.zip: not read").endswith("not read: in/Jobs.csv")
    path = write_zip(tmp_path / "b.zip", {**members, "in/experience (1).csv": "x\n"})
    screened(path).line("experience (1).csv", "a file named nearly as a table")


XML: Final[Mapping[str, str]] = {
    '<?xml version="1.0"?><Passport xmlns="http://europass.cedefop.europa.eu/"/>': "an XML document (Europass)",
    '\ufeff  <?xml version="1.0"?><HR><a/></HR>': "an XML document",
    "<candidates>\n<candidate id='1'/>\n</candidates>\n": "an XML document",
    "<html><table><tr><td>applicant_id</td></tr></table></html>": "a web page (HTML)",
}


@pytest.mark.parametrize("text", XML)
@pytest.mark.parametrize("name", ["a.xml", "a.xls", "a.csv"])
def test_marked_up_text_is_called_what_it_is(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    dated = ("--rules", PACK, "--as-of", AS_OF)
    for words in (("screen", path, *dated), ("check", path, *dated), ("applicants", "map", path, "--rules", PACK)):
        said = minqual(*words)
        assert said.code == 2
        said.line(name, XML[text])


def test_a_heading_in_angle_brackets_is_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("<id>,level\n1,BA\n", encoding="utf-8")
    assert "XML" not in screened(path).err


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_json_reads_the_same_alone_and_in_a_pool_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    record = {"applicant_id": "a1", "education": [{"level": "BA", "conferred": "yes", "institution": "Universität"}]}
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(record, ensure_ascii=False).encode(encoding))
    assert screened(path).out.splitlines()[1].split(",")[1] == '"refer"'
    assert minqual("check", path, "--rules", PACK, "--as-of", AS_OF).out.startswith("a1: refer")


LEVEL_FORMS: Final = ("Other", "Bachelor of Science - BS", "BSN", "Juris Doctor (J.D.)", "Some college, no degree")


@pytest.mark.parametrize("level", LEVEL_FORMS)
def test_a_level_reads_the_same_in_every_form(tmp_path: Path, level: str) -> None:
    """Each says of its degree that it is due, or nothing: the standings of the level alone are compared."""
    work = {"education": [{"level": level}]}
    forms: Mapping[str, object] = {
        "own": {"applicant_id": "x", **work, "experience": [{}], "credentials": [{}]},
        "resume": {"basics": {}, "education": [{"studyType": level}]},
        "greenhouse": {"id": "x", "educations": [{"degree": level}]},
        "hr": {"documentId": "x", "person": {}, "profiles": [{"education": [{"educationDegrees": [{"name": level}]}]}]},
    }
    paths = [write_json(tmp_path / f"{name}.json", value) for name, value in forms.items()]
    paths.append(write_zip(tmp_path / "linkedin.zip", {"Education.csv": csv_text(("School Name", "Degree Name"), [
        {"Degree Name": level}])}))  # fmt: skip
    found = {tuple(screened(path).out.splitlines()[1].split(",")[-4:]) for path in paths}
    assert len(found) == 1


def test_what_an_export_of_volunteering_holds_is_read() -> None:
    said = minqual("check", shared("volunteering.zip"), "--rules", shared("clerk.yaml"), "--as-of", AS_OF)
    assert said.code == 3
    said.line("volunteering.zip Volunteering.csv: columns not used: Cause, Description")


def test_a_second_download_beside_a_table_is_not_passed_over() -> None:
    said = minqual("screen", shared("extra"), "--rules", shared("clerk.yaml"), "--as-of", AS_OF, "-o", "-")
    assert said.code == 2
    said.line("experience (1).csv", "a file named nearly as a table")
