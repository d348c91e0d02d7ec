"""Every form of output holds the same cells, and other programs read them as they are."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

import minqual
from minqual.outputs import DETAILED, Form, Listing, Sheet, safe_cell, write_judged_form, write_workbook
from minqual.outputs.results import sheets_of, to_ask
from minqual.outputs.workbook import (
    CUT,
    LONGEST_CELL,
    MOST_ROWS,
    TALLEST,
    WIDEST_OF_ALL,
    check_size,
    valid_names,
    written,
)
from minqual.pages import write_results
from minqual.verdicts import asked, explain
from support.bad_inputs import rows_in
from support.examples import examples
from support.places import APPLICANTS
from support.screened import alone

SAMPLES: Final = APPLICANTS
AS_OF: Final = date(2026, 11, 21)
RULES: Final = {
    "san-jose-council-community-relations": "san-jose/council-community-relations",
    "stockton-mayoral-pio": "stockton/mayoral-pio",
}
Table = list[list[str]]


def results_of(sample: str) -> minqual.Results:
    return minqual.screen(SAMPLES / sample, RULES[sample], AS_OF)


def shown(cell: object) -> str:
    """A cell of a workbook as CSV has it."""
    if cell is None:
        return ""
    return unescape(cell) if isinstance(cell, str) else f"{cell:g}" if isinstance(cell, float) else str(cell)


def tables(path: Path | io.BytesIO) -> dict[str, Table]:
    """All sheets of a workbook as text."""
    book = openpyxl.load_workbook(path)
    return {page.title: [[shown(cell.value) for cell in row] for row in page.iter_rows()] for page in book.worksheets}


def csv_of(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("sample", RULES)
def test_a_workbook_holds_the_cells_of_the_csv(tmp_path: Path, sample: str) -> None:
    results = results_of(sample)
    write_results(results, tmp_path / "r.csv")
    write_results(results, tmp_path / "r.xlsx")
    book = tables(tmp_path / "r.xlsx")
    cells, told = (
        dict(zip(rows[0], zip(*rows, strict=True), strict=True))
        for rows in (book["results"], csv_of(tmp_path / "r.csv"))
    )
    assert cells.keys() - told.keys() == {"said", "rejects"}
    assert {name: cells[name] for name in told} == told
    assert book["rejects"] == csv_of(tmp_path / "r.csv.rejects.csv") == csv_of(tmp_path / "r.xlsx.rejects.csv")


@pytest.mark.parametrize("form", Form)
def test_a_form_that_needs_no_details_is_written_alike_without_them_and_the_others_are_not_written(form: Form) -> None:
    results, whole, bare = results_of("stockton-mayoral-pio"), io.BytesIO(), io.BytesIO()
    if form in DETAILED:
        with pytest.raises(ValueError, match="let go"):
            write_judged_form(alone(results.without_details()), form, bare)
    else:
        write_judged_form(alone(results), form, whole)
        write_judged_form(alone(results.without_details()), form, bare)
        assert bare.getvalue() == whole.getvalue()


@pytest.mark.parametrize("sample", RULES)
def test_the_sheet_of_a_level_holds_what_a_check_says(tmp_path: Path, sample: str) -> None:
    results = results_of(sample)
    write_results(results, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    for number, applicant in enumerate(results.columns["applicant_id"]):
        verdict = _verdict(results, number)
        for level in verdict.levels:
            says, _, _, *rows = book[level.level].iter_rows(values_only=True)
            cells = rows[number]
            assert cells[:2] == (applicant, level.standing)
            wanted: list[object] = []
            for clause in level.clauses:
                wanted.append(clause.standing)
                if clause.counted is not None:
                    high = clause.counted.high
                    wanted += [float(clause.counted.low), None if high is None else float(high)]
            assert list(cells[2:]) == wanted
            assert [cell for cell in says[2:] if cell] == [clause.says for clause in level.clauses]


def _verdict(results: minqual.Results, number: int) -> minqual.Verdict:
    return explain(results.screening, number)


@pytest.mark.parametrize("sample", RULES)
def test_what_is_to_ask_is_what_is_to_resolve(sample: str) -> None:
    results = results_of(sample)
    told: dict[int, set[str]] = {}
    for each in asked(results.screening):
        assert each.levels
        told.setdefault(each.applicant, set()).add(each.said)
    for number, text in enumerate(results.columns["to_resolve"]):
        assert " | ".join(sorted(told.get(number, ()))) == text
    assert to_ask(results).height == sum(map(len, told.values()))


@pytest.mark.parametrize("sample", RULES)
def test_every_list_asks_the_same_and_names_the_same_who_can_say(sample: str) -> None:
    """The sheet, a check of the one applicant, its contract and the work list."""
    results = results_of(sample)
    work = [dict(zip(results.work_list, row, strict=True)) for row in zip(*results.work_list.values(), strict=True)]
    named = {(row["ask"], row["who"]) for row in work}
    sheet = to_ask(results).columns
    rows = list(zip(sheet["applicant_id"], sheet["what to ask"], sheet["who can say"], strict=True))
    assert {(ask, who) for _, ask, who in rows} <= named
    for number, applicant in enumerate(results.columns["applicant_id"]):
        stated = {
            (each.ask, each.of if each.of.startswith("the ") else f"the {each.of}")
            for level in _verdict(results, number).levels
            for clause in level.clauses
            for each in clause.open
        }
        asked_of = {(ask, who) for each, ask, who in rows if each == applicant}
        assert {pair for pair in asked_of if not pair[0].startswith("Correct a row")} <= stated


@pytest.mark.parametrize("over", [0, 1])
def test_long_reasons_are_seen_whole_up_to_what_a_row_and_a_column_can_show(over: int) -> None:
    text = "a" * (WIDEST_OF_ALL * TALLEST + over)
    page = openpyxl.load_workbook(book_of({"reasons": [text[:-1], text]}, []))["results"]
    assert page.column_dimensions["A"].width == pytest.approx(WIDEST_OF_ALL, abs=1)
    assert [page.row_dimensions[row].height for row in (2, 3)] == [TALLEST * 15, TALLEST * 15]
    assert TALLEST * 15 <= 409


def test_a_sheet_says_the_verdict_with_the_titles_of_levels() -> None:
    results = results_of("san-jose-council-community-relations")
    main = sheets_of(results)[0].listing.columns
    titles = {level.id: level.title for level in results.screening.pack.levels}
    for said, verdict, eligible, best in zip(
        main["said"], main["verdict"], main["eligible_level"], main["best_possible_level"], strict=True
    ):
        assert (f"eligible for {titles[eligible]}" in said) if eligible else not said.startswith("eligible")
        assert (titles[best] in said) if best else said in {"refer", "not eligible"}
        assert verdict not in said or verdict == "refer" or verdict in {"conditional", "review"}


@pytest.mark.parametrize("sample", RULES)
def test_json_lines_and_parquet_hold_the_cells_of_the_csv(tmp_path: Path, sample: str) -> None:
    results = results_of(sample)
    for name in ("r.csv", "r.jsonl", "r.parquet", "r.csv.gz", "r.ndjson.gz"):
        write_results(results, tmp_path / name)
    rows = rows_in(tmp_path / "r.csv")
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert gzip.decompress((tmp_path / "r.ndjson.gz").read_bytes()) == (tmp_path / "r.jsonl").read_bytes()
    assert gzip.decompress((tmp_path / "r.csv.gz").read_bytes()) == (tmp_path / "r.csv").read_bytes()
    table = pyarrow.parquet.read_table(tmp_path / "r.parquet")
    assert [{name: cell or "" for name, cell in row.items()} for row in table.to_pylist()] == rows
    assert table.schema.metadata[b"pack"].decode() == RULES[sample]
    assert table.schema.metadata[b"as_of"] == b"2026-11-21"
    for row, line in zip(rows, lines, strict=True):
        assert {f"level_{name}": word for name, word in line.pop("levels").items()} == {
            name: word for name, word in row.items() if name.startswith("level_")
        }
        assert line.pop("posts") == {}
        assert line.pop("stamp")["pack"] == RULES[sample]
        open_ = line.pop("to_resolve")
        said = [f"{each['entry']}: {each['ask']}" if each["entry"] else each["ask"] for each in open_]
        assert " | ".join(sorted(set(said))) == row["to_resolve"]
        assert {name: cell or "" for name, cell in line.items()} == {name: row[name] for name in line}


@pytest.mark.parametrize("form", Form)
def test_the_same_results_give_the_same_bytes(form: Form) -> None:
    results = results_of("stockton-mayoral-pio")
    first, second = io.BytesIO(), io.BytesIO()
    write_judged_form(alone(results), form, first)
    write_judged_form(alone(results), form, second)
    assert first.getvalue() == second.getvalue()


def book_of(columns: Mapping[str, Sequence[Any]], free: Sequence[str]) -> io.BytesIO:
    file = io.BytesIO()
    write_workbook([Sheet(Listing("results", columns, free))], [], file, "2026-11-21")
    file.seek(0)
    return file


NASTY: Final = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
        st.sampled_from("=+-@\t\r\n\"',;_x0D\x00\x1f<>&r/"),
    ),
    max_size=30,
) | st.sampled_from(
    ["_x000D_", "<r>a</r>", "<r><</r>", "#N/A", "=1+1", "\r\n", " ", "{=1}", "mailto:a@b.c", "http://a"]
)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(NASTY, NASTY), max_size=4))
@example([("<r>&\x01</r>", "_x005F_"), ("a\r\nb", "\ttab")])
def test_a_workbook_gives_back_every_text(rows: list[tuple[str, str]]) -> None:
    """Free text comes back as CSV has it, safe; words of ours as they are."""
    free, ours = [row[0] for row in rows], [row[1] for row in rows]
    marks = ["x"] * len(rows)
    told = tables(book_of({"mark": marks, "free": free, "ours": ours}, ["free"]))["results"]
    assert told == [["mark", "free", "ours"], *(["x", safe_cell(a), b] for a, b in rows)]


def test_no_cell_of_a_workbook_is_a_formula_an_error_or_a_link() -> None:
    texts = ["=1+1", "#N/A", "#REF!", "@x", "http://example.org", "1", "TRUE", "2020-01-01"]
    book = openpyxl.load_workbook(book_of({"text": texts, "again": texts}, ["text"]))
    cells = [cell for row in book["results"].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("over", [0, 1])
def test_a_text_that_no_cell_holds_is_cut_with_a_mark(over: int) -> None:
    text = "a" * (LONGEST_CELL + over)
    assert (written(text) == text) is not bool(over)
    assert len(written(text)) == LONGEST_CELL
    assert written(text).endswith(CUT) is bool(over)
    wide = "\N{GRINNING FACE}" * (LONGEST_CELL // 2 + over)
    assert written(wide).endswith(CUT) is bool(over)


@pytest.mark.parametrize("over", [0, 1])
def test_more_rows_than_a_worksheet_has_are_refused_before_anything_is_written(over: int) -> None:
    sheets = [Sheet(Listing("results", {"a": range(MOST_ROWS - 1 + over)}))]
    if not over:
        check_size(sheets)
        return
    with pytest.raises(minqual.SourceError, match="CSV, JSONL or Parquet"):
        check_size(sheets)


@given(st.lists(st.text(min_size=1, max_size=50), max_size=8))
def test_every_level_gets_a_sheet_name_that_is_valid_and_its_own(names: list[str]) -> None:
    told = list(valid_names(names))
    assert len({name.casefold() for name in told} | {"results", "to ask", "rejects", "about"}) == len(names) + 4
    for name in told:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_another_program_reads_the_same_cells_on_every_sheet(tmp_path: Path) -> None:
    """LibreOffice, one CSV for each sheet, each cell as it shows it."""
    results = results_of("san-jose-council-community-relations")
    write_results(results, tmp_path / "r.xlsx")
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
            "--outdir", str(tmp_path), str(tmp_path / "r.xlsx"),
        ],
        capture_output=True, check=True, timeout=600,
    )  # fmt: skip
    own = tables(tmp_path / "r.xlsx")
    assert {path.stem.removeprefix("r-") for path in tmp_path.glob("r-*.csv")} == set(own)
    for name, table in own.items():
        theirs = [[number(cell) for cell in row] for row in csv_of(tmp_path / f"r-{name}.csv")]
        assert theirs == [[number(cell) for cell in row] for row in table], name
    assert len(sheets_of(results)) + 1 == len(own)


def number(cell: str) -> str:
    """A figure without needless noughts."""
    try:
        return f"{float(cell):g}"
    except ValueError:
        return cell
