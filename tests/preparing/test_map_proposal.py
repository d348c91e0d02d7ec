"""Proposed column maps: what they say loads and reads the file, names no person, and shows no cell."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from minqual.clauses import NamedQuestion
from minqual.commands import app
from minqual.notation import parse_yaml
from minqual.packs import load_pack
from minqual.preparing import NOTHING_ASKED, Asked, asked_by, joined_proposal, map_name, written_map
from minqual.preparing.map_yaml import quoted
from minqual.preparing.signs_between import signs_between
from minqual.records import TextColumn, take_in
from minqual.sources import Grid
from minqual.sources.column_maps.mapping import mapped, sheets
from minqual.sources.column_maps.model import ColumnMap, read_map
from minqual.sources.grids import grid_of
from minqual.values import SourceError, Vocabulary, silent
from support.examples import examples
from support.places import APPLICANTS

EXPORTS: Final = APPLICANTS / "exports"
AS_OF: Final = date(2026, 11, 21)
RUNNER: Final = CliRunner()
ALL_TABLES: Final = ("education", "experience", "credentials", "answers")


def grid(header: list[str], *rows: list[str]) -> Grid:
    columns = {place: TextColumn.of(row[place] for row in rows) for place in range(len(header))}
    return grid_of("export.csv", "", tuple(header), columns, np.arange(2, len(rows) + 2, dtype=np.int64), {})


def proposed(sheet: Grid, asked: Asked = NOTHING_ASKED) -> tuple[ColumnMap, str]:
    text = written_map(joined_proposal([sheet], asked), map_name("export"), "export.csv")
    return read_map(parse_yaml(text.encode(), "map.yaml")).columns, text


USUAL: Final = [
    "Employer", "Job Title", "From", "To", "Start Date", "End Date", "Hrs/Wk", "Hours per week", "Type of work",
    "Paid?",
    "Degree", "Highest degree", "Major", "School", "Date graduated", "Did you graduate?", "Semester units", "GPA",
    "License", "License State", "Expiration date", "Grad Year", "Grad Month", "Grad Day", "Start Month", "Start Year",
    "First name", "Gender", "Driver's license?", "Years in communications", "Evening meetings?", "Comments", "title",
    "{n}",
    "Degree Completed", "Employer {n}", "Ethnicity", "# of jobs", "Certificate type",
]  # fmt: skip
HEADINGS: Final = st.one_of(
    st.sampled_from(USUAL),
    st.builds("{} {}".format, st.sampled_from(USUAL), st.integers(1, 12)),
    st.builds("Job {} {}".format, st.integers(1, 4), st.sampled_from(USUAL)),
    st.builds("{1}{0:02}".format, st.integers(1, 12), st.sampled_from(USUAL)),
    st.builds("{} ({})".format, st.sampled_from(USUAL), st.integers(2, 3)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.strip),
)
CELLS: Final = st.one_of(
    st.sampled_from(
        ["", "yes", "No", "N/A", "-", "None", "3/4/2020", "25/4/2020", "4/25/20", "40", "37,5", "Completed"]
    ),
    st.text(max_size=5).map(str.strip),
)
PACK: Final = load_pack("stockton/mayoral-pio")
ASKED: Final = asked_by(PACK, [NamedQuestion("evening-meetings", "Are you willing to work evenings?", "yes or no")])


@settings(max_examples=examples(300))
@given(st.lists(HEADINGS, max_size=14), st.data(), st.sampled_from([NOTHING_ASKED, ASKED]))
def test_a_proposed_map_loads_and_reads_its_file_without_a_fault(
    headings: list[str], data: st.DataObject, asked: Asked
) -> None:
    header = ["Person ID", "Degree 1", *headings]
    row = st.lists(CELLS, min_size=len(headings), max_size=len(headings))
    rows = [
        [data.draw(st.sampled_from([f"p{number}", "p0"])), "BA", *data.draw(row)]
        for number in range(data.draw(st.integers(0, 3)))
    ]
    sheet = grid(header, *rows)
    text = ""
    with contextlib.suppress(SourceError):
        columns, text = proposed(sheet, asked)
    assume(text)
    tables = mapped(sheets([sheet]), read_map(parse_yaml(text.encode(), "map.yaml")), ALL_TABLES)
    taken = take_in(tables, AS_OF)
    assert set(tables.applicant_ids) == {cells[0] for cells in rows}
    assert taken.count + sum(each.table == "applicants" for each in taken.rejects) >= len(set(tables.applicant_ids))
    named = set(headings) - {""}
    ignored = {heading for heading in named if heading in {"First name", "Gender", "Ethnicity"}}
    assert ignored <= set(columns.ignored)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_quoted_text_reads_back(text: str) -> None:
    assert parse_yaml(f"a: {quoted(text)}".encode(), "x").value == {"a": text}


CELL: Final = "Quixotic-Zanzibar"


@pytest.mark.parametrize("heading", [each for each in USUAL if "{" not in each])
def test_a_proposed_map_shows_no_cell(heading: str) -> None:
    sheet = grid(["Person ID", "Degree 1", "Job 1 Employer", heading], ["p1", "BA", CELL, CELL], ["p2", "", "x", "yes"])
    assert "quixotic" not in proposed(sheet)[1].casefold()


def test_the_columns_of_the_samples_find_their_places() -> None:
    for name, unplaced in (("neogov-report.csv", 0), ("applitrack-tab.txt", 1)):
        done = RUNNER.invoke(app, ["applicants", "map", str(EXPORTS / name), "--rules", PACK.name])
        assert done.exit_code == 0
        placed = read_map(parse_yaml(done.stdout.encode(), "map.yaml")).columns
        assert placed.education
        assert placed.experience
        assert placed.credentials
        assert done.stdout.count('\n#   "') == unplaced


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["25/4/2020", "3/4/2020"], "day first"),
        (["4/25/2020", "3/4/2020"], "month first"),
        (["3/4/2020"], "open"),
        (["13/4/2020", "4/13/2020"], "open"),
        (["2020-04-25"], "open"),
        (["13/45/2019", "3/4/2020", "2/1/2011", "1/1/2010", "2/3/2012"], "open"),
        (["13/45/2019", "45/13/2019", "25/4/2020", *(f"{day}/1/2020" for day in range(1, 9))], "day first"),
        (["31/2/2020", "4/25/2020", "00/13/2020", *(f"{day}/1/2020" for day in range(1, 9))], "month first"),
    ],
)
def test_the_order_of_dates_is_told_by_a_part_over_12_and_by_nothing_else(cells: list[str], order: str) -> None:
    sheet = grid(["Person ID", "Date graduated"], *([f"p{number}", cell] for number, cell in enumerate(cells)))
    columns, text = proposed(sheet)
    assert columns.date_order == order
    assert ("\ndate order" in text) == (order != "open" or {"13/4/2020", "4/13/2020"} <= set(cells))


def test_repeated_groups_words_for_nothing_and_yes_and_no_are_found() -> None:
    header = ["Candidate ID", "Employer", "Employer 2", "From", "From 2", "Last Name", "Degree Completed", "Shoe"]
    columns, text = proposed(grid(header, ["1", "N/A", "", "2010", "", "", "in progress", ""], ["1"] + [""] * 7))
    assert columns.applicants.in_several_rows
    (jobs,) = columns.experience
    assert jobs.repeated == ("", "2")
    assert {name: cell.column for name, cell in jobs.cells()} == {"employer": "Employer {n}", "start": "From {n}"}
    assert columns.blank_words == ("n/a",)
    assert columns.ignored == ("Last Name",)
    assert columns.education[0].conferred is not None
    assert columns.education[0].conferred.values == {"in progress": "no"}
    assert columns.not_stated == ("credentials",)
    assert '#   "Shoe"' in text


@settings(max_examples=examples(60))
@given(ids=st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=12), numbered=st.booleans())
@example(ids=[*"abcdefg", "a"], numbered=False)
@example(ids=[*"abaccadeb"], numbered=False)
def test_ids_repeat_by_the_way_an_export_is_built_only_where_many_do(ids: list[str], *, numbered: bool) -> None:
    jobs = ["Employer 1", "From 1", "Employer 2", "From 2"] if numbered else ["Employer", "From"]
    rows = [[each, *("City", "2010") * (len(jobs) // 2)] for each in ids]
    columns, text = proposed(grid(["Person ID", *jobs], *rows))
    twice = {each for each in ids if ids.count(each) > 1}
    is_way = bool(twice) and len(twice) / len(set(ids)) >= (0.5 if numbered else 0.25)
    assert columns.applicants.in_several_rows == is_way
    told = [str(number) for number, each in enumerate(ids, 2) if each in twice]
    assert (f"(rows {', '.join(told)})" in text) == (bool(twice) and not is_way)
    reading = read_map(parse_yaml(text.encode(), "map.yaml"))
    taken = take_in(mapped(sheets([grid(["Person ID", *jobs], *rows)]), reading, ()), AS_OF)
    assert taken.count == (len(set(ids)) if is_way else len(set(ids) - twice))


@pytest.mark.parametrize("heading", ["Degree 2", "Second Degree", "Third Degree"])
@pytest.mark.parametrize("first", ["Degree earned", "Highest Degree"])
def test_a_blank_further_degree_is_no_row_and_nobody_is_asked_for_one(first: str, heading: str) -> None:
    sheet = grid(["Person ID", first, "Major", heading], ["p1", "BA", "History", ""], ["p2", "BA", "", "MA"])
    columns, text = proposed(sheet, ASKED)
    assert [entry.if_blank for entry in columns.education] == [None, "no row"]
    assert not columns.not_all_stated
    tables = mapped(sheets([sheet]), read_map(parse_yaml(text.encode(), "map.yaml")), ())
    level = take_in(tables, AS_OF).education.table.column("level")
    assert [level.cell(row) for row in range(len(level.codes))] == ["BA", "BA", "MA"]


@pytest.mark.parametrize(
    ("highest", "asked"),
    [
        (["BA", "AA", "High School", "None", ""], []),
        (["BA", "MBA", "Master of Public Policy", "High School"], ["p1", "p2"]),
        (["PhD", "BA"], ["p0"]),
    ],
)
def test_of_the_highest_degree_those_are_asked_for_a_lower_one_who_must_have_one(
    highest: list[str], asked: list[str]
) -> None:
    rows = [[f"p{number}", level, "History"] for number, level in enumerate(highest)]
    sheet = grid(["Person ID", "Highest Degree", "Major"], *rows)
    columns, text = proposed(sheet, ASKED)
    assert not columns.not_all_stated
    education = take_in(mapped(sheets([sheet]), read_map(parse_yaml(text.encode(), "map.yaml")), ()), AS_OF).education
    owners = sorted(education.owner.tolist())
    assert [f"p{owner}" for owner in range(len(rows)) if owners.count(owner) == 2] == asked
    assert len(owners) == len(rows) + len(asked)


def test_the_figures_of_equal_rows_are_of_rows_that_state_anything(tmp_path: Path) -> None:
    export, own = tmp_path / "e.csv", tmp_path / "own.yaml"
    export.write_text("Person ID,Degree,Other\np1,BA,\np2,MA,MA\np3,,\n", encoding="utf-8")
    own.write_text(
        "map: own\napplicants: Person ID\neducation: [{level: Degree}, {level: Other}]\nnot all stated: [education]\n",
        encoding="utf-8",
    )
    seen = RUNNER.invoke(app, ["applicants", "inspect", str(export), "--map", str(own), "--as-of", "2026-11-21"])
    assert "education: 1 of 6 rows are equal to another row of the same applicant" in " ".join(seen.stdout.split())


KNOWN: Final = ("communications", "data analytics", "journalism", "news reporting")


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from([*KNOWN, "Journalism", "n/a"]), st.sampled_from([";", ", ", " / ", "|"])),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=4,
    )
)
@example([[("n/a", ", "), ("data analytics", ", ")], [("communications", ", "), ("communications", ", ")]])
@example([[("n/a", ", "), ("data analytics", " / "), ("journalism", ";")]])
def test_signs_between_words_of_the_pack_are_proposed_and_part_them(lists: list[list[tuple[str, str]]]) -> None:
    cells = ["".join(word + sign for word, sign in each[:-1]) + each[-1][0] for each in lists]
    assume(not any("n/a / " in cell or " / n/a" in cell for cell in cells))  # what a slash parts there nobody can tell
    sheet = grid(["Person ID", "Type of work", "From"], *([f"p{n}", cell, "2010"] for n, cell in enumerate(cells)))
    try:
        text = proposed(sheet, ASKED)[1]
    except SourceError:
        return
    tables = mapped(sheets([sheet]), read_map(parse_yaml(text.encode(), "map.yaml")), ())
    kinds = tables.tables["experience"].column("kinds")
    told = [{word.casefold() for word in kinds.cell(row).split(";") if not silent(word)} for row in range(len(lists))]
    assert told == [{word.casefold() for word, _ in each} - {"n/a"} for each in lists]


def test_a_sign_inside_a_word_of_the_pack_parts_nothing() -> None:
    kinds = Vocabulary({"radio/television": [], "press": []})
    assert signs_between(["radio/television, press", "press / radio/television"], kinds) == (",",)
    assert signs_between(["radio/television", "press and others, unheard of"], kinds) == ()


@pytest.mark.parametrize(("first", "placed"), [("", True), ("2010", False)])
def test_durations_are_placed_where_no_dates_stand_beside_them(first: str, *, placed: bool) -> None:
    header = [f"Job {n} {each}" for n in (1, 2) for each in ("Employer", "From", "To", "Duration")]
    rows = [["p1", "City", first, "", "about 3 years", "", "", "", ""], ["p2", "City", "2010", "2012", "", *[""] * 4]]
    columns, text = proposed(grid(["Person ID", *header], *rows))
    (jobs,) = columns.experience
    assert (jobs.years is not None) == placed
    assert ("a job with both is asked about" in text) == (not placed)


def test_the_number_of_a_licence_is_left_out_with_what_would_read_it() -> None:
    header = ["Person ID", "Degree", "CA Driver License #"]
    text = proposed(grid(header, ["p1", "BA", "D1234567"], ["p2", "BA", "none"]), ASKED)[1]
    hint = text.partition("say under credentials: ")[2].partition("\n")[0]
    entry = "map: m\napplicants: Person ID\ncredentials: [{" + hint + "}]\n"
    (licence,) = read_map(parse_yaml(entry.encode(), "map.yaml")).columns.credentials
    assert licence.when is not None
    assert (licence.when.column, licence.when.row_for) == ("CA Driver License #", ("*",))


def test_a_pack_tells_its_kinds_and_questions() -> None:
    header = ["ID", "Years of communications experience", "Available for evening meetings?", "Years in plumbing"]
    columns, text = proposed(grid(header, ["1", "3", "yes", "9"]), ASKED)
    (years,) = columns.experience
    assert years.kinds is not None
    assert (years.kinds.always, columns.answers[0].question.always) == ("communications", "evening-meetings")
    assert '#   "Years in plumbing"' in text


def test_a_file_without_ids_is_refused() -> None:
    with pytest.raises(SourceError, match="applicant ids"):
        joined_proposal([grid(["Colour", "Degree"], ["red", "BA"], ["red", "BA"])])


@pytest.mark.parametrize(
    "heading", ["App No.", "Applicant #", "Appl. Nr", "CANDIDATE NO", "Application Num.", "Record ID"]
)
def test_usual_headings_of_ids_are_known_however_number_is_written(heading: str) -> None:
    columns, _ = proposed(grid(["Degree", heading], ["BA", "001"], ["MA", "002"], ["MA", "001"]))
    assert columns.applicants.column == heading


def test_a_column_of_ids_under_an_unknown_heading_is_proposed_and_can_be_named(tmp_path: Path) -> None:
    export, rows = tmp_path / "e.csv", [f"BA,X{number},City" for number in (*range(30), 0)]
    export.write_text("\n".join(["Degree,Zulu mark,Employer", *rows]), encoding="utf-8")
    asked = ["applicants", "map", str(export)]
    refused = RUNNER.invoke(app, asked)
    assert refused.exit_code == 2
    assert "'Zulu mark'" in refused.stderr
    assert "--ids" in refused.stderr
    assert "X29" not in refused.stderr
    taken = RUNNER.invoke(app, [*asked, "--ids", "zulu MARK"])
    assert read_map(parse_yaml(taken.stdout.encode(), "map.yaml")).columns.applicants.column == "Zulu mark"
    assert "1 of 30 ids stands in several rows (rows 2, 32)" in taken.stderr
    near = RUNNER.invoke(app, [*asked, "--ids", "Zulu mrk"])
    assert near.exit_code == 2
    assert "did you mean 'Zulu mark'" in near.stderr


def test_the_command_writes_a_file_that_screens_and_overwrites_none(tmp_path: Path) -> None:
    export, own = tmp_path / "our export.csv", tmp_path / "own.yaml"
    text = io.StringIO()
    csv.writer(text).writerows([["Person ID", "Degree", "Employer 1", "Employer 2"], ["p1", "BA", "City", ""]])
    export.write_text(text.getvalue(), encoding="utf-8")
    done = RUNNER.invoke(app, ["applicants", "map", str(export), "-o", str(own)])
    assert done.exit_code == 0
    assert done.stdout == ""
    assert f"--map {own}" in done.stderr
    screened = RUNNER.invoke(
        app, ["screen", str(export), "--map", str(own), "--rules", PACK.name, "--as-of", "2026-11-21"]
    )
    assert screened.exit_code == 0
    assert RUNNER.invoke(app, ["applicants", "map", str(export), "-o", str(own)]).exit_code == 2
    assert RUNNER.invoke(app, ["applicants", "map", str(export), "-o", str(own), "--force"]).exit_code == 0
