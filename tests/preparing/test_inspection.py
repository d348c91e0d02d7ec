"""What was understood of a source: it counts as screening does, adds up, and shows nobody's words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import minqual
from minqual.commands import app
from minqual.packs import Pack, load_pack
from minqual.preparing import ColumnSeen, Inspection, Reader, inspected
from minqual.preparing.cell_forms import form_reader, shape
from minqual.records import COLUMNS, Tables, record_tables, take_in
from minqual.reports import as_text, inspection_data, page_of_inspection
from minqual.reports.summary_page import reject_line
from minqual.sources import frame_tables
from minqual.verdicts import MANY_PEOPLE as MANY
from minqual.verdicts import results_of
from support.examples import examples
from support.screened import relaxed, screener
from support.strategies.any_records import record
from support.strategies.records import PACKS, Cells, Tape, as_of_date, tapes

AS_OF = date(2026, 11, 21)
PACK = "stockton/mayoral-pio"
DAMAGED = ("soon", "2021-13", "-5", "maybe", "?", "unknown", "99999", "1e9", "5+", "3/4/2020", "Present", "yes", "")


def damaged(tape: Tape, as_of: date) -> dict[str, list[Cells]]:
    """Tables of a few applicants, with damaged cells, blank rows, rows of strangers and ids that stand twice."""
    tables: dict[str, list[Cells]] = {name: [] for name in COLUMNS}
    for number in range(tape.pick((4, 1, 0, 2))):
        name = tape.pick((f"A{number}", f"A{number}", f"A{number}", "A0", ""))
        tables["applicants"].append({"applicant_id": name})
        one = record(tape, as_of, name)
        for table in tuple(COLUMNS)[1:]:
            tables[table] += [{"applicant_id": tape.pick((name, name, name, "stranger")), **row} for row in one[table]]
    for row in (row for table in tuple(COLUMNS)[1:] for row in tables[table]):
        for column in row:
            if tape.chance(12):
                row[column] = tape.pick(DAMAGED)
        if tape.chance(10):
            row.update(dict.fromkeys(row, ""))
    return tables


def read(tables: dict[str, list[Cells]]) -> Tables:
    frames = {
        name: pd.DataFrame(rows, columns=pd.Index([*columns, "entry"]), dtype=object).fillna("")
        for (name, columns), rows in zip(COLUMNS.items(), tables.values(), strict=True)
    }
    return frame_tables(frames)


def looked_at(tables: Tables, pack: Pack | None, as_of: date = AS_OF) -> Inspection:
    return inspected(tables, take_in(tables, as_of), pack, Reader("a folder of tables"))


def everything_said(seen: Inspection) -> str:
    """All that a person or a program may be shown."""
    data = json.dumps(inspection_data(seen, len(seen.rejected)), ensure_ascii=False)
    return "\n".join([*as_text(page_of_inspection(seen), 10**6), *map(reject_line, seen.rejected), data])


def column(seen: Inspection, table: str, name: str) -> ColumnSeen:
    return next(
        each for part in seen.tables if part.name == table for each in part.parts[0].columns if each.column == name
    )


@pytest.mark.parametrize("pack", PACKS)
@given(tape=tapes)
@settings(relaxed, max_examples=examples(60))
def test_inspection_counts_what_screening_counts_and_cells_add_up_to_rows(pack: str, tape: Tape) -> None:
    as_of = as_of_date(tape)
    tables = read(damaged(tape, as_of))
    judge = screener(pack)
    summary = results_of(judge.screen(tables, as_of)).summary
    for looked in (judge.pack, None):
        seen = looked_at(tables, looked, as_of)
        assert tuple(table.counts for table in seen.tables) == tuple(summary.rows)
        assert seen.applicants == summary.applicants
        assert seen.rows_rejected == summary.rejected
        for table in seen.tables:
            assert sum(part.rows for part in table.parts) == table.counts.used + table.counts.rejected
            for part in table.parts:
                for each in part.columns:
                    assert each.filled + each.blank + each.not_known + each.unreadable == part.rows
                    assert not each.forms or sum(each.forms.values()) == each.filled


markers = st.text(st.sampled_from("qxzjQXZJé漢 '"), min_size=4, max_size=12).map(lambda text: f"Qx{text.strip()}zj")
FREE = (
    ("education", "institution"),
    ("education", "field"),
    ("experience", "employer"),
    ("experience", "title"),
    ("experience", "entry"),
)


@pytest.mark.parametrize("rules", [PACK, "los-angeles/311-director", None])
@given(tape=tapes, words=st.lists(markers, min_size=6, max_size=6, unique=True), count=st.integers(1, 2 * MANY))
@settings(relaxed, max_examples=examples(60))
def test_no_word_of_a_free_column_is_ever_shown(
    rules: str | None, tape: Tape, words: Sequence[str], count: int
) -> None:
    tables = damaged(tape, AS_OF)
    ids = [f"{words[0]}{number}" for number in range(count)]
    tables["applicants"] += [{"applicant_id": each} for each in (*ids, *ids[:1])]
    for (table, name), word in zip(FREE, words[1:], strict=True):
        tables[table] += [{"applicant_id": each, "level": "bachelor", "start": word, name: word} for each in ids]
        tables[table] += [{"applicant_id": word, name: word}]
    tables["education"] += [{"applicant_id": each, "level": f"bachelor of arts in {words[2]}"} for each in ids]
    said = everything_said(looked_at(read(tables), None if rules is None else load_pack(rules)))
    for word in words:
        assert word not in said
        assert word.casefold() not in said.casefold()


@given(st.text())
def test_a_shape_holds_no_letter_and_no_digit_of_its_cell_but_a_and_9(text: str) -> None:
    assert all(sign in "Aa9·" or not sign.isalnum() for sign in shape(text))
    assert len(shape(text)) <= 27
    assert shape(shape(text).replace("·", " ")) == shape(text).replace("·", " ") or len(shape(text)) > 24


@pytest.mark.parametrize(("people", "shown"), [(MANY - 1, False), (MANY, True)])
def test_an_unknown_kind_is_shown_once_enough_applicants_share_it(people: int, shown: bool) -> None:  # noqa: FBT001
    rows = {
        "applicants": [{"applicant_id": f"A{number}"} for number in range(people)],
        "experience": [
            {"applicant_id": f"A{number % people}", "kinds": "basket weaving"} for number in range(3 * MANY)
        ],
    }
    seen = looked_at(read({name: rows.get(name, []) for name in COLUMNS}), load_pack(PACK))
    assert ("basket weaving" in everything_said(seen)) == shown
    assert column(seen, "experience", "kinds").words[0].means == "unknown"
    assert column(seen, "experience", "kinds").words[0].cells == 3 * MANY


def test_forms_and_words_are_told_as_the_pack_understands_them() -> None:
    job = {"applicant_id": "A", "start": "2019-01-01", "end": "present", "hours_per_week": "40"}
    rows = {
        "applicants": [{"applicant_id": "A"}],
        "education": [
            {"applicant_id": "A", "level": "B.A.", "conferred": "y", "awarded": "2019"},
            {"applicant_id": "A", "level": "Master of Science in Quilting", "conferred": "no"},
            {"applicant_id": "A", "level": "foreign bachelor", "field": "journalism", "awarded": "6/2001"},
            {"applicant_id": "A", "level": "quilter"},
        ],
        "experience": [
            job | {"kinds": "communications"},
            job | {"kinds": "comunications", "share": "50%", "start": "Jun 2018"},
            job | {"kinds": "quilting", "hours_per_week": "7.5", "end": "?"},
        ],
        "answers": [{"applicant_id": "A", "question": "evening-meetings", "answer": "YES"}],
    }
    seen = looked_at(read({name: rows.get(name, []) for name in COLUMNS}), load_pack(PACK))
    level = column(seen, "education", "level")
    assert (level.filled, level.unreadable) == (3, 1)
    assert {(each.word, each.means) for each in level.words} == {
        ("ba", "bachelor"),
        ("master of science in ...", "master"),
        ("", "open, bachelor at most"),
    }
    assert column(seen, "education", "awarded").forms == {"to the year": 1, "to the month": 1}
    assert column(seen, "education", "conferred").forms == {"yes": 1, "no": 1}
    assert [(each.word, each.means) for each in column(seen, "education", "field").words] == [
        ("journalism", "journalism")
    ]
    assert {(each.word, each.means) for each in column(seen, "experience", "kinds").words} == {
        ("communications", "communications"),
        ("", "nearly communications"),
        ("", "unknown"),
    }
    end = column(seen, "experience", "end")
    assert (end.forms, end.not_known) == ({"present": 2}, 1)
    hours = column(seen, "experience", "hours_per_week")
    assert (hours.forms, hours.least, hours.most) == ({"numbers": 3}, 7.5, 40.0)
    assert column(seen, "experience", "share").forms == {"percentages": 1}
    assert not column(seen, "experience", "paid").asked
    assert column(seen, "answers", "answer").forms == {"yes": 1}


@pytest.mark.parametrize(
    ("column", "text", "form"),
    [
        ("start", "2020-02-29", "to the day"),
        ("start", "2/2020", "to the month"),
        ("start", "2020", "to the year"),
        ("start", "43831", "Excel day number"),
        ("end", "Present", "present"),
        ("expires", "never", "no expiry"),
        ("start", "quilting", "in other words"),
        ("hours_per_week", "37.5", "numbers"),
        ("share", "50 %", "percentages"),
        ("semester_units", "1,200", "with thousands separators"),
        ("years", "5+", "so many or more"),
        ("years", "approx. 3 years", "approximate"),
        ("hours_per_week", "20-30", "ranges"),
        ("hours_per_week", "40 hours", "with a unit"),
        ("paid", "Y", "yes"),
        ("answer", "no", "no"),
        ("answer", "3.5", "numbers"),
    ],
)
def test_a_cell_is_told_by_the_way_it_is_written(column: str, text: str, form: str) -> None:
    read_form = form_reader(column)
    assert read_form is not None
    assert read_form(text) == form


def run(*arguments: str) -> Any:  # noqa: ANN401  # the runner's result
    return CliRunner().invoke(app, ["applicants", "inspect", *arguments, "--as-of", "2026-11-21"])


def folder(root: Path, experience: str) -> str:
    texts = {name: "applicant_id," + ",".join(columns[1:]) + "\n" for name, columns in COLUMNS.items()}
    texts["applicants"] = "applicant_id,shoe_size\na1,44\n"
    texts["experience"] = experience
    for name, text in texts.items():
        (root / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(root)


def test_the_command_ends_with_0_where_every_row_is_used(tmp_path: Path) -> None:
    result = run(folder(tmp_path, "applicant_id;kinds;title;start\na1;communications;Clerk;2019\n"), "--rules", PACK)
    assert result.exit_code == 0
    assert "experience.csv: UTF-8, semicolon" in result.stdout
    assert "applicants.csv: not used: shoe_size" in result.stdout
    assert "never decides: title" in result.stdout
    assert "no column end, hours_per_week, share, years (blank in every row)" in result.stdout
    assert "Clerk" not in result.output


def test_the_command_ends_with_4_where_a_cell_would_be_set_open_and_names_its_place(tmp_path: Path) -> None:
    source = folder(tmp_path, "applicant_id,kinds,start\na1,communications,soon\na1,communications,later\n")
    result = run(source, "--rules", PACK, "--limit-errors", "1")
    assert result.exit_code == 4
    assert "experience.csv row 2, column start: not a date" in result.stderr
    assert "(and 1 more for the same reason)" in result.stderr
    assert "soon" not in result.output
    data = json.loads(run(source, "--format", "json", "--limit-errors", "1").stdout)
    assert (data["reasons"], len(data["rejected"])) == (2, 1)
    rows = next(table["rows"] for table in data["tables"] if table["table"] == "experience")
    assert rows == {"read": 2, "used": 2, "rejected": 0, "blank": 0, "open_cells": 2}


def test_the_command_ends_with_2_where_the_source_cannot_be_read(tmp_path: Path) -> None:
    assert run(folder(tmp_path, "applicant_id,kinnds\na1,communications\n")).exit_code == 2
    assert run(str(tmp_path / "nowhere")).exit_code == 2


def test_records_are_inspected_column_by_column_and_their_faults_found_by_row() -> None:
    """A record names its rows by their place; its columns are those of the contract."""
    jobs = [{"kinds": "communications", "start": "2019"}, {"kinds": "communications", "end": "?"}]
    one = minqual.read_record({"applicant_id": "a1", "experience": jobs})
    seen = looked_at(record_tables([one]), None)
    assert column(seen, "experience", "kinds").filled == 2
    assert (column(seen, "experience", "end").blank, column(seen, "experience", "end").not_known) == (1, 1)


def test_what_looks_wrong_is_said_without_a_cell() -> None:
    people = [f"Ann Example{'x' * number}" for number in range(4)] + ["0007", "7"]
    job = {"employer": "Acme", "kinds": "quxzan", "start": "2031-01", "end": "soon", "hours_per_week": ""}
    rows = {
        "applicants": [{"applicant_id": each} for each in people],
        "experience": [{"applicant_id": each, **job} for each in (*people, people[0])],
    }
    said = "\n".join(looked_at(read({name: rows.get(name, []) for name in COLUMNS}), load_pack(PACK)).odd)
    assert "4 of 6 ids look like names" in said
    assert "1 ids differ from others by their form alone" in said
    assert "experience: 1 of 7 rows are equal" in said
    assert "all 7 rows say the same under kinds" in said
    assert "7 dates under start lie after the as-of date" in said
    assert "most cells under end cannot be read: 7" in said
    assert "hours_per_week is blank in every row" in said
    assert not any(word in said for word in ("Ann", "Acme", "quxzan", "soon", "0007"))


def test_nothing_looks_wrong_in_the_samples() -> None:
    done = CliRunner().invoke(
        app, ["applicants", "inspect", "applicants/stockton-mayoral-pio", "--rules", PACK, "--as-of", "2026-11-21"]
    )
    assert "looks wrong" not in done.stdout
