"""Laws of column maps: a wide export and plain tables of the same facts come to the same results; nothing is lost."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import minqual
from minqual.commands import app
from minqual.judging import Screener
from minqual.notation import bundled_maps, parse_yaml
from minqual.packs import load_pack
from minqual.records import COLUMNS, Tables, TextColumn, take_in
from minqual.sources import Grid, Reading, load_map, read_source
from minqual.sources.assembly import Folder, own_tables
from minqual.sources.column_maps.headings import wanted_by
from minqual.sources.column_maps.mapping import mapped, sheets
from minqual.sources.column_maps.model import WrittenMap, map_names, read_map
from minqual.sources.delimited import Layout, read_delimited
from minqual.sources.files import Text
from minqual.sources.grids import grid_of
from minqual.values import FaultyInput, MapError, SourceError
from minqual.verdicts import results_of
from support.examples import examples
from support.places import APPLICANTS
from support.strategies.records import PACKS, SAN_JOSE, Tape, pools

EXPORTS: Final = APPLICANTS / "exports"
SCREENERS: Final = {pack: Screener(load_pack(pack)) for pack in PACKS}
AS_OF: Final = date(2026, 11, 21)


def written(text: str) -> WrittenMap:
    return read_map(parse_yaml(text.encode(), "map.yaml"))


def grid(rows: Sequence[Sequence[str]], where: str = "export.csv") -> Grid:
    """A sheet from its rows, the header first."""
    header, *below = rows
    columns = {place: TextColumn.of(row[place] for row in below) for place in range(len(header))}
    return grid_of(where, "", tuple(header), columns, np.arange(2, len(rows) + 1, dtype=np.int64), {})


def read(text: str, *sheets_: Grid, needed: Sequence[str] = ()) -> Tables:
    return mapped(sheets(sheets_), written(text), needed)


def rows_of(tables: Tables, name: str) -> list[dict[str, str]]:
    """The rows of a table by applicant and row, blank cells left out."""
    table = tables.tables[name]
    places = sorted(range(table.height), key=lambda row: (table.owner[row], table.rows[row], row))
    return [{key: cell for key in sorted(table.columns) if (cell := table.cell(key, row))} for row in places]


def faults_of(text: str, *sheets_: Grid, needed: Sequence[str] = ()) -> list[str]:
    with pytest.raises((SourceError, MapError)) as caught:
        read(text, *sheets_, needed=needed)
    return list(map(str, caught.value.faults))


LISTS: Final = ("education", "experience", "credentials", "answers")
PREFIX: Final = {"education": "School", "experience": "Job", "credentials": "Paper", "answers": "Question"}
TRUTH: Final = {"accredited", "conferred", "paid"}
DAYS: Final = {"start", "end", "awarded", "expected", "valid_from", "expires"}


class Disguise:
    """How an agency writes what our tables hold: its headings, its words for yes and no and for blanks, its dates."""

    def __init__(self, tape: Tape) -> None:
        self.day_first = tape.chance(2)
        self.blank = tape.pick(("", "n.v.", "--"))
        self.comma = tape.chance(2)

    def cell(self, column: str, text: str) -> str:
        if not text:
            return self.blank
        if column in TRUTH:
            return {"yes": "Ja", "no": "Nein"}.get(text.casefold(), text)
        if column in DAYS and self.day_first:
            return re.sub(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(?=\d{4}(?!\d))", r"\3\2\1\2", text)
        return text.replace(";", ",") if column == "kinds" and self.comma else text

    def map_text(self, slots: Mapping[str, int]) -> str:
        lines = [
            "map: disguised",
            f"date order: {'day' if self.day_first else 'month'} first",
            'blank words: ["n.v.", "--"]',
            "applicants: Person No",
        ]
        for name in LISTS:
            if not slots[name]:
                continue
            lines += [f"{name}:", f"  - repeated: 1 to {slots[name]}"]
            for column in (*COLUMNS[name][1:], "entry"):
                said = f'"{PREFIX[name]} {{n}} / {column}"'
                if column in TRUTH:
                    said = f'{{column: {said}, values: {{JA: "yes", nein: "no"}}}}'
                if column == "kinds" and self.comma:
                    said = f'{{column: {said}, split: ","}}'
                lines.append(f"    {column}: {said}")
        return "\n".join(lines)


def rows_in(record: Mapping[str, Any], name: str) -> list[dict[str, str]]:
    return [{**row, "entry": f"{name} {place}"} for place, row in enumerate(record.get(name, ()), start=1)]


def long_tables(records: Sequence[Mapping[str, Any]]) -> Tables:
    """Records as our own tables."""
    grids = {"applicants": grid([["applicant_id"], *([record["applicant_id"]] for record in records)])}
    for name in LISTS:
        header = [*COLUMNS[name], "entry"]
        rows = [
            [record["applicant_id"], *(str(row.get(column, "")) for column in header[1:])]
            for record in records
            for row in rows_in(record, name)
        ]
        grids[name] = grid([header, *rows])
    return own_tables({name: [each] for name, each in grids.items()}, (), Folder("folder", ".csv", ()))


def wide_tables(records: Sequence[Mapping[str, Any]], disguise: Disguise) -> Tables:
    """The same records side by side under an agency's headings, read by a map."""
    slots = {name: max((len(record.get(name, ())) for record in records), default=0) for name in LISTS}
    header = ["Person No"]
    for name in LISTS:
        for number in range(1, slots[name] + 1):
            header += [f"{PREFIX[name]} {number} / {column}" for column in (*COLUMNS[name][1:], "entry")]
    rows = []
    for record in records:
        row = [record["applicant_id"]]
        for name in LISTS:
            held = rows_in(record, name)
            for number in range(slots[name]):
                cells = held[number] if number < len(held) else {}
                row += [disguise.cell(column, str(cells.get(column, ""))) for column in (*COLUMNS[name][1:], "entry")]
        rows.append(row)
    return read(disguise.map_text(slots), grid([header, *rows]))


@pytest.mark.parametrize("pack", PACKS)
@settings(max_examples=examples(40))
@given(data=st.data())
def test_wide_exports_come_to_the_results_of_the_same_plain_tables(pack: str, data: st.DataObject) -> None:
    as_of, records = data.draw(pools(pack))
    disguise = Disguise(Tape(data.draw(st.binary(min_size=6, max_size=6))))
    screener = SCREENERS[pack]
    long, wide = (screener.screen(each, as_of) for each in (long_tables(records), wide_tables(records, disguise)))
    assert len(long.applicants.rejects) == len(wide.applicants.rejects)
    ours, theirs = results_of(long).columns, results_of(wide).columns
    assert list(ours) == list(theirs)
    for name in ours:
        if not long.applicants.rejects or name not in {"reasons", "to_resolve", "reasons_in_full"}:
            assert list(ours[name]) == list(theirs[name]), name


@pytest.mark.parametrize("name", map_names())
def test_every_bundled_map_reads_its_sample_without_a_reject(name: str) -> None:
    sample = next(EXPORTS.glob(f"{name}.*"))
    source = read_source(sample, Reading(("education", "experience"), map=load_map(name)))
    taken = take_in(source.tables, AS_OF)
    assert taken.count > 2
    assert not taken.rejects
    assert not taken.unknown_columns
    assert load_map(name).columns.about


def test_a_table_under_our_own_headings_is_read_without_being_told_how_and_one_with_others_is_not(
    tmp_path: Path,
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("applicant_id,job1_start,highest_degree\na1,2020,bachelor\n", encoding="utf-8")
    source = read_source(file, Reading())
    assert "wide" in source.notes[0]
    assert rows_of(source.tables, "experience") == [{"applicant_id": "a1", "start": "2020"}]
    file.write_text("applicant_id,job1_start,degree of mine\na1,2020,bachelor\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_source(file, Reading())
    assert "minqual applicants map mine.csv" in caught.value.faults[0].expected
    assert "wide (which fits 67%" in caught.value.faults[0].expected


SUMMARY: Final = """
map: m
applicants: Id
education: [{level: Degree}]
experience:
  - years: Months in PR
    kinds: {always: public relations}
credentials:
  - name: {always: driver's license}
    issuer: State
"""


def test_a_blank_summary_column_is_not_known_and_a_blank_slot_is_no_job() -> None:
    tables = read(SUMMARY, grid([["Id", "Degree", "Months in PR", "State"], ["a", "", "", ""], ["b", "BA", "2", "CA"]]))
    assert rows_of(tables, "education") == [{"applicant_id": "a"}, {"applicant_id": "b", "level": "BA"}]
    about = {"kinds": "public relations"}
    assert rows_of(tables, "experience") == [about | {"applicant_id": "a"}, about | {"applicant_id": "b", "years": "2"}]
    # A licence that nothing is said of is not stated: its name would assert it.
    named = {"applicant_id": "b", "name": "driver's license", "issuer": "CA"}
    assert rows_of(tables, "credentials") == [{"applicant_id": "a"}, named]
    slots = (
        "map: m\napplicants: Id\nexperience:\n  - repeated: 1 to 2\n    employer: E {n}\n    kinds: {always: filing}\n"
    )
    tables = read(slots, grid([["Id", "E 1", "E 2"], ["a", "", ""], ["b", "", "City"]]))
    assert rows_of(tables, "experience") == [{"applicant_id": "b", "employer": "City", "kinds": "filing"}]


def test_an_open_row_proves_nothing_even_where_all_its_words_are_constants() -> None:
    text = (
        "map: m\napplicants: Id\neducation:\n  - level: {always: bachelor}\n    field: Major\n"
        '    conferred: {always: "yes"}\nexperience:\n  - start: {always: "2000"}\n    end: {always: present}\n'
        '    hours_per_week: {always: "40"}\n    kinds: {always: communications}\n    title: T\n'
        "not stated: [credentials]\n"
    )
    both = [["Id", "Major", "T"], ["open", "", ""], ["told", "journalism", "Officer"]]
    screener = SCREENERS[SAN_JOSE]
    screening = screener.screen(read(text, grid(both)), AS_OF)
    rows = results_of(screening).columns
    by_id = dict(zip(rows["applicant_id"], rows["level_director"], strict=True))
    assert by_id == {"open": "review", "told": "conditional"}
    levels = read(text, grid(both)).tables
    assert [levels["education"].cell("level", row) for row in range(2)] == ["", "bachelor"]
    assert [levels["experience"].cell("hours_per_week", row) for row in range(2)] == ["", "40"]


WHEN: Final = """
map: m
applicants: Id
credentials:
  - name: {always: driver's license}
    issuer: State
    when: {column: Has, row for: [Y, "Yes"], no row for: [N, "No"]}
"""


def test_a_yes_or_no_column_makes_a_row_none_an_open_one_or_a_rejected_one() -> None:
    rows = [
        ["Id", "Has", "State"],
        ["a", "y", "CA"],
        ["b", "no", ""],
        ["c", "", ""],
        ["d", "maybe", "CA"],
        ["e", "", "CA"],
    ]
    tables = read(WHEN, grid(rows))
    assert rows_of(tables, "credentials") == [
        {"applicant_id": "a", "name": "driver's license", "issuer": "CA"},
        {"applicant_id": "c"},
        {"applicant_id": "d", "name": "driver's license", "issuer": "CA"},
        {"applicant_id": "e", "issuer": "CA"},
    ]
    (reject,) = take_in(tables, AS_OF).rejects
    assert (reject.row, reject.where) == (5, "export.csv")
    assert reject.found == "a word in 'Has' that the map has neither for a row nor for no row"


def test_values_blanks_and_other_words_come_out_as_the_map_says() -> None:
    text = (
        "map: m\napplicants: Id\nblank words: [N/A]\neducation:\n  - level: D\n    field: F\n"
        "    conferred: {column: C, values: {Completed: 'yes', Unknown: }, other values: refuse}\n"
    )
    rows = [
        ["Id", "D", "F", "C"],
        ["a", "BA", "n/a", " completed "],
        ["b", "N/A", "Art", "UNKNOWN"],
        ["c", "BA", "Art", "Started"],
        ["d", "BA", "Art", ""],
    ]
    tables = read(text, grid(rows))
    assert rows_of(tables, "education") == [
        {"applicant_id": "a", "level": "BA", "conferred": "yes"},
        {"applicant_id": "b", "field": "Art"},
        {"applicant_id": "c", "level": "BA", "field": "Art"},
        {"applicant_id": "d", "level": "BA", "field": "Art"},
    ]
    (reject,) = take_in(tables, AS_OF).rejects
    assert (reject.row, reject.found) == (4, "a word in 'C' that the map gives no meaning")
    assert (reject.lost, reject.value, reject.column) == ("cell", "Started", "C")
    for other, kept in (("keep", "Started"), ("blank", "")):
        tables = read(text.replace("refuse", other), grid(rows))
        assert tables.tables["education"].cell("conferred", 2) == kept


@pytest.mark.parametrize(
    ("order", "cell", "read_as"),
    [
        ("month first", "3/4/2021", "2021-03-04"),
        ("day first", "3/4/2021", "2021-04-03"),
        ("open", "3/4/2021", "2021-03-04 or 2021-04-03"),
        ("open", "25/4/2021", "2021-04-25"),
        ("month first", "2021-03-04", "2021-03-04"),
        ("day first", "13.4.98", "1998-04-13"),
        ("day first", "13.4.49", "2049-04-13"),
    ],
)
def test_dates_are_read_in_the_order_that_the_map_says(order: str, cell: str, read_as: str) -> None:
    text = f"map: m\ndate order: {order}\ntwo-digit years from: 1950\napplicants: Id\nexperience: [{{start: S}}]\n"
    assert read(text, grid([["Id", "S"], ["a", cell]])).tables["experience"].cell("start", 0) == read_as


def test_a_date_that_its_order_does_not_allow_is_rejected_under_the_exports_own_heading() -> None:
    text = "map: m\ndate order: day first\napplicants: Id\nexperience: [{repeated: 1 to 2, start: From {n}}]\n"
    tables = read(
        text.replace("From {n}", '"From {n}"'), grid([["Id", "From 1", "From 2"], ["a", "1/2/2020", "2/13/2020"]])
    )
    (reject,) = take_in(tables, AS_OF).rejects
    assert (reject.where, reject.row, reject.column) == ("export.csv", 2, "From 2")
    assert reject.value == "2/13/2020", "the cell as it stands, by which it is found"


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        (("2014", "Sept", "3"), "2014-09-03"),
        (("2014", "9", ""), "2014-09"),
        (("2014", "", ""), "2014"),
        (("", "", ""), ""),
        (("", "9", ""), "?-09"),
        (("2014", "", "3"), "2014-?-03"),
        (("Present", "", ""), "Present"),
    ],
)
def test_a_date_in_three_columns_is_one_date_and_a_part_without_its_whole_is_none(
    parts: tuple[str, str, str], made: str
) -> None:
    text = "map: m\napplicants: Id\nexperience: [{title: T, end: {year: Y, month: M, day: D}}]\n"
    tables = read(text, grid([["Id", "T", "Y", "M", "D"], ["a", "x", *parts]]))
    assert tables.tables["experience"].cell("end", 0) == made
    assert bool(take_in(tables, AS_OF).rejects) == ("?" in made)


def test_what_a_blank_means_holds_for_jobs_that_are_there_and_not_for_others() -> None:
    text = (
        "map: m\napplicants: Id\nblank words: [none given]\nexperience:\n  - repeated: 1 to 2\n    employer: E {n}\n"
        "    end: {column: 'To {n}', if blank: present}\n"
    )
    rows = [["Id", "E 1", "To 1", "E 2", "To 2"], ["a", "City", "None given", "", ""], ["b", "City", "?", "", ""]]
    ends = [row.get("end") for row in rows_of(read(text, grid(rows)), "experience")]
    assert ends == ["present", "?"]


def test_numbers_are_read_with_the_decimal_sign_and_unit_of_the_map() -> None:
    text = (
        "map: m\ndecimal sign: ','\napplicants: Id\n"
        "experience: [{years: {column: M, unit: months}, hours_per_week: H}]\n"
    )
    tables = read(text, grid([["Id", "M", "H"], ["a", "1.042,5", "37,5"], ["b", "3 years", "40"], ["c", "24", ""]]))
    assert [row.get("years") for row in rows_of(tables, "experience")] == ["1042.5 months", "3 years", "24 months"]
    taken = take_in(tables, AS_OF)
    assert not [each for each in taken.rejects if each.row != 2]


JOBS: Final = """
map: m
applicants: {column: Id, in several rows: yes}
education: [{level: Degree}]
experience: [{employer: E, start: S}]
"""


def test_ids_in_several_rows_are_one_applicant_each_and_what_repeats_is_told_once() -> None:
    rows = [
        ["Id", "Degree", "E", "S"],
        ["a", "BA", "City", "2010"],
        ["b", "", "", ""],
        ["a", "BA", "City", "2010"],
        ["a", "", "County", "2012"],
        ["c", "", "Port", "2011"],
        ["c", "MA", "", ""],
    ]
    tables = read(JOBS, grid(rows))
    taken = take_in(tables, AS_OF)
    assert list(taken.ids) == ["a", "b", "c"]
    assert not taken.rejects
    assert [(row["applicant_id"], row.get("level")) for row in rows_of(tables, "education")] == [
        ("a", "BA"),
        ("b", None),
        ("c", "MA"),
    ]
    # Two jobs that look the same stay two: half-time ones may add up. Who has none in any row may have some.
    jobs = [(row["applicant_id"], row.get("employer")) for row in rows_of(tables, "experience")]
    assert jobs == [("a", "City"), ("a", "City"), ("a", "County"), ("b", None), ("c", "Port")]
    once = read(JOBS.replace("start: S", "start: S, rows: once"), grid(rows))
    assert [row.get("employer") for row in rows_of(once, "experience")] == ["City", "County", None, "Port"]
    alone = take_in(read(JOBS.replace(", in several rows: yes", ""), grid(rows)), AS_OF)
    assert list(alone.ids) == ["b"]


def test_sheets_of_jobs_of_their_own_are_read_row_by_row() -> None:
    text = (
        "map: m\napplicants: {column: Id, sheet: People}\nexperience:\n"
        "  - {sheet: Jobs, applicant_id: Person, employer: Employer}\n"
    )
    people = grid([["Id"], ["a"], ["b"]], "people.csv")
    jobs = grid([["Person", "Employer"], ["b", "City"], ["a", ""], ["x", "Port"]], "jobs.csv")
    tables = read(text, people, jobs)
    assert rows_of(tables, "experience")[1:] == [{"applicant_id": "a"}, {"applicant_id": "b", "employer": "City"}]
    (reject,) = take_in(tables, AS_OF).rejects
    assert (reject.where, reject.row, reject.column) == ("jobs.csv", 4, "Person")
    (fault,) = faults_of(text, people)
    assert "no sheet 'Jobs'" in fault
    (fault,) = faults_of(text.replace("Jobs", "Job"), people, jobs)
    assert "did you mean 'jobs'" in fault


def test_rows_that_cannot_be_taken_apart_are_rejected_and_never_lost() -> None:
    content = b"Id,Degree,E,S\na,BA,City,2010\na,BA,City\nb,MA,Port,2011,x\nc,BA,Town,2012\n"
    text = Text("export.csv", content, "UTF-8")
    for map_text, rejected in ((JOBS, {"a", "b"}), (JOBS.replace(", in several rows: yes", ""), {"b"})):
        columns = written(map_text)
        sheet = read_delimited(text, Layout(",", 1), wanted_by(columns.columns))
        taken = take_in(mapped(sheets([sheet]), columns, ()), AS_OF)
        assert {3, 4} <= {each.row for each in taken.rejects}
        judged = dict(zip(taken.ids, taken.unread.tolist(), strict=True))
        if "several" in map_text:
            assert {each for each, unread in judged.items() if unread} == rejected
        else:
            assert not rejected & set(judged)
        assert judged["c"] is False


def test_headings_are_found_whatever_their_capitals_and_a_second_one_by_its_number() -> None:
    text = "map: m\napplicants: ID\nexperience: [{repeated: ['', (2)], title: 'JOB  title {n}', start: 'From {n}'}]\n"
    tables = read(text, grid([["id", "Job Title", "from", "job title", "From"], ["a", "x", "2010", "y", "2012"]]))
    assert [row["start"] for row in rows_of(tables, "experience")] == ["2010", "2012"]
    assert tables.unknown_columns == {}


def test_columns_that_a_map_neither_uses_nor_ignores_are_told() -> None:
    text = "map: m\napplicants: Id\neducation: [{level: D}]\nignored: [phone]\n"
    header = ["Id", "D", "Phone", "Shoe", "shoe", ""]
    assert read(text, grid([header, ["a"] * len(header)])).unknown_columns == {"export.csv": ("Shoe", "shoe")}


def test_every_column_that_is_missing_is_a_fault_at_once_unless_it_is_optional() -> None:
    text = "map: m\napplicants: Idd\neducation:\n  - level: Degre\n    field: Major\n    subject: About\n"
    header = grid([["Id", "Degree", "About"], ["a", "BA", "history"]])
    faults = faults_of(text, header)
    assert len(faults) == 3
    assert "no column 'Degre', which map.yaml line 4 column 5 names" in faults[0]
    assert "did you mean 'Degree'" in faults[0]
    assert any("'Idd'" in fault for fault in faults)
    lenient = text.replace("Idd", "Id").replace("Degre", "Degree").replace("Major", "{column: Major, optional: yes}")
    row = {"applicant_id": "a", "level": "BA", "subject": "history"}
    assert rows_of(read(lenient, header), "education") == [row]


def test_a_table_that_is_needed_and_has_no_column_is_a_fault_unless_the_map_leaves_it_open() -> None:
    text = "map: m\napplicants: Id\neducation: [{level: D}]\n"
    sheet = grid([["Id", "D"], ["a", "BA"]])
    (fault,) = faults_of(text, sheet, needed=("education", "experience", "answers"))
    assert "no column for experience" in fault
    tables = read(f"{text}not stated: [experience]\n", sheet, needed=("experience",))
    assert rows_of(tables, "experience") == [{"applicant_id": "a", "entry": "experience, which is not stated"}]


@pytest.mark.parametrize(
    ("sound", "faulty", "said"),
    [
        ("level: D", "levell: D", "line 3 column 14: unknown key 'levell'"),
        ("level: D", "level: {column: D, valus: {a: b}}", "unknown key 'valus'"),
        ("level: D", "level: {always: BA, column: D}", "always beside a column"),
        ("level: D", "level: {column: D, values: {x: doctrate}}", "'doctrate'"),
        ("level: D", "level: {column: D, values: {x: BA, X: MA}}", "two meanings of 'X'"),
        ("level: D", "level: D, conferred: {column: C, values: {x: maybe}}", "'maybe'; expected yes, no or nothing"),
        ("level: D", "level: D, awarded: {month: M}", "a month without a year"),
        ("level: D", "level: D, awarded: {column: A, if blank: soon}", "'soon'"),
        ("level: D", "level: {column: D, other values: refuse}", "other values without values"),
        ("level: D", "level: 'D {n}'", "not repeated"),
        ("level: D", "repeated: 1 to 3, level: D", "no {n}"),
        ("level: D", "repeated: [a, A], level: 'D {n}'", "'A' twice"),
        ("level: D", "repeated: some, level: 'D {n}'", "'some'; expected numbers such as 1 to 5"),
        ("level: D", "level: D, field: ", "nothing under 'field'"),
        ("level: D", "level: {always: BA}", "a group without a column"),
        ("level: D", "level: D, when: {column: W, row for: [Y], no row for: [y]}", "'Y'|'y' both for a row"),
        ("[{level: D}]", "[{level: D}, {level: D}]", "the same columns as in entry 1"),
        ("applicants: Id", "applicants: {sheet: x}", "no 'column' here"),
        ("map: m", "map: My Map", "small letters"),
        ("map: m", "map: m\ndate order: day frist", "did you mean 'day first'"),
        ("map: m", "map: m\nnot stated: [education]", "yet with columns"),
        ("level: D", "level: D, applicant_id: X", "applicant_id without a sheet"),
    ],
)
def test_a_mistake_in_a_map_is_told_with_its_line(sound: str, faulty: str, said: str) -> None:
    text = "map: m\napplicants: Id\neducation: [{level: D}]\n"
    assert written(text).name == "m"
    with pytest.raises(MapError) as caught:
        written(text.replace(sound, faulty))
    told = str(caught.value)
    assert any(each in told for each in said.split("|")), told
    assert "map.yaml line" in told


def test_a_map_is_found_by_name_or_path_and_a_misspelt_name_gets_a_hint(tmp_path: Path) -> None:
    assert load_map("wide").name == "wide"
    own = tmp_path / "own.yaml"
    own.write_text("map: own\napplicants: Id\n", encoding="utf-8")
    assert load_map(str(own)).name == "own"
    for name, said in (("wyde", "did you mean 'wide'"), (str(tmp_path / "no.yaml"), "no such file")):
        with pytest.raises(MapError, match=said):
            load_map(name)


def test_our_own_names_with_a_slip_of_the_pen_stop_the_run() -> None:
    sheet = grid([["applicant_id", "job1_strat", "job1_end"], ["a", "2010", ""]])
    with pytest.raises(SourceError) as caught:
        mapped(sheets([sheet]), load_map("wide"), ())
    (fault,) = map(str, caught.value.faults)
    assert "'job1_strat'" in fault
    assert "did you mean 'job1_start'" in fault


def test_the_library_screens_an_export_by_a_map() -> None:
    sample = EXPORTS / "neogov-report.csv"
    results = minqual.screen(sample, SCREENERS[SAN_JOSE], AS_OF, column_map="neogov-report")
    assert results.summary.applicants == 4
    with pytest.raises(SourceError, match="neogov-report"):
        minqual.screen(sample, SCREENERS[SAN_JOSE], AS_OF)


@given(st.sampled_from(map_names()), st.integers(0, 10_000), st.binary(max_size=4), st.integers(0, 12))
def test_a_damaged_map_is_refused_by_name_and_place_or_still_a_map(name: str, place: int, put: bytes, cut: int) -> None:
    sound = (bundled_maps() / f"{name}.yaml").read_bytes()
    at = place % len(sound)
    places: list[str] = []
    try:
        read_map(parse_yaml(sound[:at] + put + sound[at + cut :], "map.yaml"))
    except FaultyInput as error:
        places = [fault.where for fault in error.faults]
    assert all(each.startswith("map.yaml") for each in places)


def test_standard_input_and_an_applicant_by_id_are_read_by_a_map() -> None:
    sample = EXPORTS / "usa-staffing-questionnaire.csv"
    options = ["--map", "usa-staffing-questionnaire", "--rules", SAN_JOSE, "--as-of", "2026-11-21"]
    runner = CliRunner()
    named = runner.invoke(app, ["screen", str(sample), *options])
    piped = runner.invoke(app, ["screen", "-", *options], input=sample.read_bytes())
    assert named.exit_code == piped.exit_code == 0
    assert named.stdout == piped.stdout
    one = runner.invoke(app, ["check", str(sample), "--applicant", "7002", *options, "--format", "json"])
    assert one.exit_code == 3
    assert '"applicant_id":"7002"' in one.stdout.replace(" ", "")
    refused = runner.invoke(app, ["check", *options], input="{}")
    assert refused.exit_code == 2


def test_a_workbook_is_read_by_a_map_as_the_same_delimited_text_is(tmp_path: Path) -> None:
    sample = EXPORTS / "neogov-report.csv"
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Report")
    with sample.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            page.append(row)
    book.save(tmp_path / "report.xlsx")
    tables = [
        read_source(path, Reading(map=load_map("neogov-report"))).tables for path in (sample, tmp_path / "report.xlsx")
    ]
    for name in LISTS:
        assert rows_of(tables[0], name) == rows_of(tables[1], name)
