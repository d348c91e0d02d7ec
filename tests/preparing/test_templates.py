"""Blank tables: they hold all that a pack asks for and nothing else, and lose nothing that is filled in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import openpyxl
import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

import minqual.preparing
from minqual.commands import app
from minqual.packs import asked_tables, load_pack, pack_names
from minqual.preparing import Asks, asked_in_sheets, blank_csv, wide_csv, write_blank_workbook
from minqual.preparing.templates import AS_TEXT, GROUPS, header_of, read_me, words_of
from minqual.records import COLUMNS, DATES, ENTRY, MEANINGS, READ_ME, REQUIRED, WORDS
from minqual.records.column_meanings import EVERY_TABLE
from minqual.sources import Reading, read_source
from minqual.verdicts import results_of
from support.examples import examples, some_of
from support.places import APPLICANTS
from support.screened import relaxed, screener
from support.strategies.packs_with_records import Drawn, drawn
from support.strategies.records import HOURS, SHARES, YEARS, Cells, Tape, as_of_date, date_cell, span, tapes

MANUAL = APPLICANTS / "README.md"
some_packs = pytest.mark.parametrize("name", some_of(pack_names(), 4))
Rows = Mapping[str, Sequence[Cells]]


def run(*arguments: str) -> Any:  # noqa: ANN401  # the runner's result
    return CliRunner().invoke(app, ["applicants", "template", *arguments])


def plain(cell: str) -> str:
    """A cell of the manual without its links, its marks and what it points to."""
    cell = re.sub(r",? ?\(?see \[[^]]*\]\([^)]*\)\)?", "", cell)
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", cell).replace("`", "").replace("**", "").strip()


def manual_rows(table: str) -> list[list[str]]:
    """The rows of a table of columns in the manual."""
    text = MANUAL.read_text(encoding="utf-8")
    section = text.partition(f"\n### {table}.csv\n")[2].partition("\n#")[0]
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in section.splitlines() if "|" in line
    ]
    return [row for row in rows if row[0].startswith("`")]


@pytest.mark.parametrize("table", [name for name in COLUMNS if name != "applicants"])
def test_the_manual_says_of_each_column_what_the_templates_say(table: str) -> None:
    said = {row[0].strip("`"): (plain(row[1]), plain(row[2])) for row in manual_rows(table)}
    meant = {
        column: (meaning.says, meaning.blank)
        for (name, column), meaning in MEANINGS.items()
        if name == table and column not in {"applicant_id", ENTRY}
    }
    assert said == meant


def only(row: Cells, columns: Collection[str]) -> Cells:
    return {name: text for name, text in row.items() if name in columns}


def test_the_manual_says_of_the_columns_of_every_table_what_the_templates_say() -> None:
    text = MANUAL.read_text(encoding="utf-8").partition("## The five tables")[2].partition("\n### education.csv")[0]
    for name, meaning in EVERY_TABLE.items():
        assert f"| `{name}` | {meaning.says} | {meaning.blank} |" in text


@given(drawn())
@settings(relaxed, max_examples=examples(60))
def test_a_column_that_a_template_leaves_out_decides_nothing(case: Drawn) -> None:
    """Only the subject of units may: it parts a transcript that a pack without subjects has no reason to part."""
    judge = case.screener()
    asked = {name: set(columns) for name, columns in asked_tables(judge.pack).items()}
    kept = {name: asked.get(name, set()) | {ENTRY, "subject"} for name in COLUMNS}
    cut = [
        record
        | {
            name: [{key: cell for key, cell in row.items() if key in kept[name]} for row in record[name]]
            if name in asked
            else []
            for name in COLUMNS
            if name != "applicants"
        }
        for record in case.pool
    ]
    whole, less = (case.screened(judge, pool) for pool in (case.pool, cut))
    for node in whole.tree.levels:
        assert whole.standing(node).tolist() == less.standing(node).tolist(), case.told(case.pool[0])


def word(tape: Tape, choices: Sequence[str]) -> str:
    return tape.pick((*choices, choices[0].upper(), "", "pottery", "?"))


def cell(tape: Tape, column: str, choices: Sequence[str], day: date) -> str:
    """Something to fill into a column."""
    figures = {"hours_per_week": HOURS, "share": SHARES, "years": ("",), "answer": ("yes", "no", "3.0", "720", "")}
    if column in figures:
        return tape.pick(figures[column])
    if column in DATES:
        return date_cell(tape, day) if tape.chance(2) else ""
    if column in {"semester_units", "quarter_units"}:
        return tape.pick(("", "", "30", "60.5", "120"))
    if column == "entry":
        return tape.pick(("", "007", 'the second one, "quoted"', "=1+1"))
    return word(tape, choices) if choices else ""


def facts(tape: Tape, blank: Asks, pack: str, as_of: date) -> Rows:
    """Rows for every table of a template."""
    rows: dict[str, list[Cells]] = {"applicants": [{"applicant_id": f"{number:03}"} for number in range(4)]}
    for table in blank.tables[1:]:
        rows[table.table] = []
        for _ in range(tape.pick(range(9))):
            row = {each.column: cell(tape, each.column, words_of(each), as_of) for each in table.columns}
            row["applicant_id"] = tape.pick(rows["applicants"])["applicant_id"]
            if table.table == "experience":
                first, last = span(tape, "stockton/mayoral-pio", as_of)
                row |= {"start": date_cell(tape, first), "end": date_cell(tape, last)}
                if tape.chance(6):
                    row |= {"start": "", "end": "", "years": tape.pick(YEARS)}
            rows[table.table].append(row)
    return rows


def write_plain(folder: Path, rows: Rows) -> None:
    """Rows as our own tables, with every column of the contract."""
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [*columns, ENTRY], restval="")
            table.writeheader()
            table.writerows(rows.get(name, ()))


def fill_csv(folder: Path, blank: Asks, rows: Rows) -> None:
    """A template of CSV tables with rows below its headers."""
    for table in blank.tables:
        path = folder / f"{table.table}.csv"
        path.write_bytes(blank_csv(table))
        header = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header).writerows(rows[table.table])


def fill_workbook(path: Path, blank: Asks, rows: Rows) -> None:
    """A template as a workbook with rows below its headings."""
    with path.open("wb") as file:
        write_blank_workbook(blank, file)
    book = openpyxl.load_workbook(path)
    for table in blank.tables:
        sheet = book[table.table]
        header = [heading.value for heading in sheet[1]]
        for number, row in enumerate(rows[table.table], start=2):
            for place, heading in enumerate(header, start=1):
                if row[str(heading)]:
                    sheet.cell(number, place, row[str(heading)]).data_type = "s"
    book.save(path)


@some_packs
@given(tape=tapes)
@settings(relaxed, max_examples=examples(4))
def test_a_filled_template_is_judged_like_the_plain_tables_of_the_same_facts(
    name: str, tape: Tape, tmp_path_factory: pytest.TempPathFactory
) -> None:
    judge, as_of = screener(name), as_of_date(tape)
    blank = asked_in_sheets(judge.pack)
    rows = facts(tape, blank, name, as_of)
    root = tmp_path_factory.mktemp("filled")
    for each in ("plain", "csv"):
        (root / each).mkdir()
    write_plain(root / "plain", rows)
    fill_csv(root / "csv", blank, rows)
    fill_workbook(root / "filled.xlsx", blank, rows)
    sources = (
        read_source(root / "plain", Reading(judge.tables)).tables,
        read_source(root / "csv", Reading(judge.tables)).tables,
        read_source(root / "filled.xlsx", Reading(judge.tables)).tables,
    )
    expected, *others = (results_of(judge.screen(tables, as_of)) for tables in sources)
    counted = {count.table: count for count in expected.summary.rows}
    for found in others:
        assert {key: list(column) for key, column in found.columns.items()} == {
            key: list(column) for key, column in expected.columns.items()
        }
        assert all(counted[count.table] == count for count in found.summary.rows)
        assert not found.summary.unknown_columns


def fitting_wide(rows: Rows, questions: Collection[str]) -> Rows:
    """Rows that a wide row has room for: some of each, none blank in all it says, one answer to a question."""
    fitting: dict[str, list[Cells]] = {"applicants": list(rows["applicants"])}
    for name in (name for name in rows if name != "applicants"):
        kept: dict[str, list[Cells]] = {}
        for row in ({**row, ENTRY: ""} for row in rows[name]):
            mine = kept.setdefault(row["applicant_id"], [])
            says = any(text for column, text in row.items() if column != "applicant_id")
            if name == "answers":
                says = bool(row["question"] in questions and row["answer"])
                says = says and row["question"] not in [each["question"] for each in mine]
            if says and (name == "answers" or len(mine) < GROUPS[name][1]):
                mine.append(row)
        fitting[name] = [row for person in rows["applicants"] for row in kept.get(person["applicant_id"], [])]
    return fitting


def fill_wide(path: Path, blank: Asks, rows: Rows) -> None:
    """The wide form with a row for each applicant."""
    path.write_bytes(wide_csv(blank))
    header = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    with path.open("a", encoding="utf-8", newline="") as file:
        wide = csv.DictWriter(file, header, restval="")
        for person in rows["applicants"]:
            cells = dict(person)
            for table, (group, _) in GROUPS.items():
                mine = [row for row in rows.get(table, ()) if row["applicant_id"] == person["applicant_id"]]
                for number, row in enumerate(mine, start=1):
                    cells |= {f"{group}{number}_{name}": text for name, text in row.items() if text}
            for row in rows.get("answers", ()):
                if row["applicant_id"] == person["applicant_id"]:
                    cells[f"answer_{row['question']}"] = row["answer"]
            cells["applicant_id"] = person["applicant_id"]
            wide.writerow({name: text for name, text in cells.items() if not name.endswith("_applicant_id")})


@some_packs
@given(tape=tapes)
@settings(relaxed, max_examples=examples(4))
def test_a_filled_wide_form_is_judged_like_the_plain_tables_of_the_same_facts(
    name: str, tape: Tape, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """But for what to resolve, which names rows and columns as their source does, and dates as the column map reads."""
    judge, as_of = screener(name), as_of_date(tape)
    blank = asked_in_sheets(judge.pack)
    rows = fitting_wide(facts(tape, blank, name, as_of), {each.question for each in blank.questions})
    root = tmp_path_factory.mktemp("wide")
    (root / "plain").mkdir()
    write_plain(root / "plain", rows)
    fill_wide(root / "wide.csv", blank, rows)
    plain_tables = read_source(root / "plain", Reading(judge.tables)).tables
    wide_tables = read_source(root / "wide.csv", Reading(judge.tables)).tables
    expected, found = (results_of(judge.screen(tables, as_of)).columns for tables in (plain_tables, wide_tables))
    for column in expected:
        if column != "to_resolve":
            assert list(found[column]) == list(expected[column]), column


def columns_of(sheet: Any) -> list[Any]:  # noqa: ANN401  # of what openpyxl reads, partly typed
    """The columns of a sheet, those that look the same as one."""
    return list(sheet.column_dimensions.values())


@some_packs
def test_a_workbook_has_a_note_on_every_heading_and_choices_where_there_are_words(name: str, tmp_path: Path) -> None:
    blank = asked_in_sheets(load_pack(name))
    with (tmp_path / "blank.xlsx").open("wb") as file:
        write_blank_workbook(blank, file)
    book = openpyxl.load_workbook(tmp_path / "blank.xlsx")
    assert book.sheetnames == [READ_ME, *(table.table for table in blank.tables), WORDS]
    for table in blank.tables:
        sheet = book[table.table]
        assert [each.value for each in sheet[1]] == list(header_of(table))
        assert all(each.comment is not None and each.comment.text for each in sheet[1])
        assert sheet.freeze_panes == "A2"
        assert all(each.font.b and each.fill.fgColor.rgb == "FFDDE6F0" for each in sheet[1])
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        rules = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}
        forms = {place: each.number_format for each in columns_of(sheet) for place in range(each.min, each.max + 1)}
        for place, column in enumerate(table.columns):
            letter = chr(ord("A") + place)
            assert (letter in rules) == bool(column.choices)
            assert (forms[place + 1] == "@") == (column.column in AS_TEXT)
            if column.choices:
                words = [
                    each[0].value for each in book[WORDS][rules[letter].formula1.partition("!")[2].replace("$", "")]
                ]
                assert words == list(words_of(column))
                assert str(rules[letter].sqref) == f"{letter}2:{letter}1048576"
                assert rules[letter].showErrorMessage
                assert (rules[letter].errorStyle or "stop") == ("stop" if column.only_choices else "warning")
    assert [tuple(each.value for each in row) for row in book[READ_ME].iter_rows()] == list(read_me(blank))
    assert book.active is book[blank.tables[0].table]


@some_packs
def test_a_template_has_the_columns_without_which_a_table_says_nothing(name: str) -> None:
    for table in asked_in_sheets(load_pack(name)).tables:
        assert set(REQUIRED[table.table]) <= set(header_of(table)) <= {*COLUMNS[table.table], ENTRY}


def test_a_template_is_written_as_a_folder_or_a_workbook_by_its_name(tmp_path: Path) -> None:
    assert run("stockton/mayoral-pio", "-o", str(tmp_path / "blank")).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "blank").iterdir()) == sorted(f"{name}.csv" for name in COLUMNS)
    assert run("stockton/mayoral-pio", "-o", str(tmp_path / "blank.xlsx")).exit_code == 0
    assert (tmp_path / "blank.xlsx").read_bytes().startswith(b"PK")
    assert run("stockton/mayoral-pio", "-o", str(tmp_path / "blank.csv")).exit_code == 0
    wide = (tmp_path / "blank.csv").read_text(encoding="utf-8-sig")
    assert {"job1_start", "degree1_level", "answer_evening-meetings"} <= set(wide.strip().split(","))
    refused = run("stockton/mayoral-pio", "-o", str(tmp_path / "blank.pdf"))
    assert refused.exit_code == 2
    assert not (tmp_path / "blank.pdf").exists()


@pytest.mark.parametrize("output", ["blank", "blank.xlsx", "blank.csv"])
def test_a_template_overwrites_only_by_force(tmp_path: Path, output: str) -> None:
    path = tmp_path / output
    first = path if path.suffix else path / "education.csv"
    first.parent.mkdir(exist_ok=True)
    first.write_text("mine", encoding="utf-8")
    refused = run("stockton/mayoral-pio", "-o", str(path))
    assert refused.exit_code == 2
    assert first.read_text(encoding="utf-8") == "mine"
    assert list(first.parent.iterdir()) == [first]
    assert run("stockton/mayoral-pio", "-o", str(path), "--force").exit_code == 0
    assert b"mine" not in first.read_bytes()


def test_a_template_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(blank: Asks, file: IO[bytes]) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(minqual.preparing, "write_blank_workbook", fail)
    result = run("stockton/mayoral-pio", "-o", str(tmp_path / "new" / "blank.xlsx"))
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_without_an_output_the_columns_are_listed_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("stockton/mayoral-pio")
    assert result.exit_code == 0
    assert "evening-meetings" in result.stdout
    assert list(tmp_path.iterdir()) == []
