"""A workbook is read, printed, filled in and walked through as people do."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import minqual
from minqual.outputs import Form, Link, Listing, Sheet, write_judged_form, write_workbook
from minqual.outputs.results import sheets_of
from minqual.outputs.workbook import MOST_LINKS, RESERVED
from support.bad_inputs import rows_in
from support.command_line import minqual as run
from support.documents import write_tables
from support.examples import examples
from support.places import APPLICANTS
from support.screened import alone

AS_OF: Final = date(2026, 11, 21)
PACKS: Final = {
    "san-jose-council-community-relations": "san-jose/council-community-relations",
    "stockton-mayoral-pio": "stockton/mayoral-pio",
}
MANY: Final = 400
MOST_PAGES: Final = 20
MOST_PAGES_IN_ALL: Final = 110
PLACE: Final = re.compile(r"'((?:[^']|'')+)'!A(\d+)")


@cache
def results_of(sample: str) -> minqual.Results:
    return minqual.screen(APPLICANTS / sample, PACKS[sample], AS_OF)


@cache
def book_of(sample: str) -> Workbook:
    file = io.BytesIO()
    write_judged_form(alone(results_of(sample)), Form.XLSX, file)
    return openpyxl.load_workbook(file)


def many_of(sample: str, folder: Path) -> minqual.Results:
    """The applicants of a sample again and again under other ids, until there are many."""
    tables = {path.name: rows_in(path) for path in (APPLICANTS / sample).glob("*.csv")}
    times = -(-MANY // len(tables["applicants.csv"]))
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            header = (APPLICANTS / sample / name).read_text(encoding="utf-8").splitlines()[0].split(",")
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            for number in range(times):
                writer.writerows({**row, "applicant_id": f"{row['applicant_id']}-{number}"} for row in rows)
    return minqual.screen(folder, PACKS[sample], AS_OF)


@pytest.mark.parametrize("sample", PACKS)
def test_every_sheet_can_be_filtered_scrolled_and_printed(sample: str) -> None:
    for sheet in book_of(sample).worksheets:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup is not None
        assert setup.fitToPage, sheet.title
        assert sheet.page_setup.fitToHeight == 0, sheet.title
        assert sheet.print_title_rows, sheet.title
        if sheet.title == "about":
            continue
        header = int(sheet.print_title_rows.rpartition("$")[2])
        assert str(sheet.freeze_panes)[1:] == str(header + 1), sheet.title
        assert (
            sheet.auto_filter.ref == f"A{header}:{sheet.cell(max(sheet.max_row, header), sheet.max_column).coordinate}"
        )
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1:"), sheet.title


@pytest.mark.parametrize("sample", PACKS)
def test_a_row_of_results_is_one_line_and_who_how_and_why_are_printed(sample: str) -> None:
    sheet = book_of(sample)["results"]
    assert not any(each.height for each in sheet.row_dimensions.values())
    assert not any(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=2) for cell in row)
    assert [cell.value for cell in sheet[1][:3]] == ["applicant_id", "verdict", "reasons"]
    assert sheet.print_area == f"'results'!$A$1:$C${sheet.max_row}"


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo, which counts pages, is not on this machine")
@pytest.mark.parametrize("sample", PACKS)
def test_the_results_of_four_hundred_applicants_print_to_twenty_pages_and_all_sheets_to_a_hundred_and_ten(
    tmp_path: Path, sample: str
) -> None:
    results = many_of(sample, tmp_path)
    assert len(results.columns["applicant_id"]) >= MANY
    sheets = sheets_of(results)
    assert 1 < pages_of(sheets[:1], tmp_path) <= MOST_PAGES
    assert pages_of(sheets, tmp_path) <= MOST_PAGES_IN_ALL


def pages_of(sheets: Sequence[Sheet], folder: Path) -> int:
    """The pages that sheets are printed to."""
    with (folder / "r.xlsx").open("wb") as file:
        write_workbook(sheets, [], file, "2026-11-21")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(folder / "r.xlsx")],
        capture_output=True, check=True, timeout=600,
    )  # fmt: skip
    said = subprocess.run(["pdfinfo", str(folder / "r.pdf")], capture_output=True, check=True, text=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", said)[0])


def links(sheet: Worksheet) -> Iterator[tuple[Any, str, int]]:
    """The cells of a sheet that lead somewhere, with the sheet and the row that they lead to."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink is not None:
                assert cell.hyperlink.target is None
                found = PLACE.fullmatch(cell.hyperlink.location or "")
                assert found
                yield cell, found[1].replace("''", "'"), int(found[2])


def heads(sheet: Worksheet) -> dict[str, int]:
    """The columns of a sheet by their names."""
    top = int(str(sheet.print_title_rows).rpartition("$")[2])
    return {str(cell.value): place for place, cell in enumerate(sheet[top])}


def named(columns: Mapping[str, int], cells: Sequence[object]) -> set[str]:
    """The applicants that a row names."""
    return set(str(cells[columns["applicants" if "applicants" in columns else "applicant_id"]]).split("; "))


@pytest.mark.parametrize("sample", PACKS)
def test_links_lead_to_the_same_applicant_on_the_other_sheets_and_back(sample: str) -> None:
    book = book_of(sample)
    led: dict[str, set[str]] = {}
    for sheet in book.worksheets:
        for cell, to, row in links(sheet):
            led.setdefault(sheet.title, set()).add(to)
            columns, found = heads(book[to]), [each.value for each in book[to][row]]
            assert named(heads(sheet), [each.value for each in sheet[cell.row]]) & named(columns, found)
            if to == "to settle":
                assert found[columns["ask"]] == cell.value
    levels = {sheet.title for sheet in book.worksheets} - set(RESERVED)
    assert led["results"] >= levels | {"to ask"}
    assert all(led[name] == {"results"} for name in levels)
    assert led["to ask"] == {"results", "to settle"}
    assert led["to settle"] == {"results"}


def test_rejects_are_counted_beside_their_applicant_and_linked_both_ways(tmp_path: Path) -> None:
    job = {"kinds": "communications", "end": "present"}
    records = [
        {"applicant_id": "A", "experience": [{**job, "start": "2010-13-45"}, {**job, "start": "once"}]},
        {"applicant_id": "B", "experience": [{**job, "start": "2010-01-01"}]},
    ]
    tables = write_tables(tmp_path / "in", records)
    file = io.BytesIO()
    write_judged_form(alone(minqual.screen(tables, "stockton/mayoral-pio", AS_OF)), Form.XLSX, file)
    book = openpyxl.load_workbook(file)
    column = heads(book["results"])["rejects"]
    assert [row[column].value for row in book["results"].iter_rows(min_row=2)] == [2, None]
    assert ("rejects", 2) in {(to, row) for _, to, row in links(book["results"])}
    assert [(to, row) for _, to, row in links(book["rejects"])] == [("results", 2)] * 2


HOSTILE: Final = st.text(max_size=20) | st.sampled_from(
    ["http://a", "mailto:a@b", "internal:'about'!A1", "file:///etc", "#about!A1", "=HYPERLINK(1)", "'!A1", "<r>a</r>"]
)


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(HOSTILE, min_size=1, max_size=4), st.lists(st.integers(-1, 3), min_size=4, max_size=4))
@example(["internal:'about'!A1", "http://a"], [0, -1, 0, 0])
@example(["\x08"], [0, 0, 0, 0])
def test_no_text_becomes_a_link_and_links_lead_where_their_row_says(texts: list[str], rows: list[int]) -> None:
    """Whatever a cell says, it leads to the row that it was given, or nowhere; and what it says stands in it."""
    file, name = io.BytesIO(), "it's a level"
    listing, other = Listing("results", {"a": texts, "b": texts}, ["a", "b"]), Listing(name, {"c": ["x"] * 4})
    linked = Sheet(listing, links={"a": Link(name, rows)})
    write_workbook([linked, Sheet(other)], [], file, "2026-11-21")
    book = openpyxl.load_workbook(file)
    plain = io.BytesIO()
    write_workbook([Sheet(listing), Sheet(other)], [], plain, "2026-11-21")
    bare = openpyxl.load_workbook(plain)["results"]
    wanted = [(number, rows[number - 2] + 2) for number, text in enumerate(texts, 2) if text and rows[number - 2] >= 0]
    assert [(cell.row, row) for cell, to, row in links(book["results"]) if to == name] == wanted
    assert list(book["results"].values) == list(bare.values)


def test_a_sheet_holds_no_more_links_than_a_worksheet_can(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_LINKS == 65_530
    monkeypatch.setattr("minqual.outputs.workbook.MOST_LINKS", 5)
    file = io.BytesIO()
    listing, link = Listing("results", {"a": list("abcd"), "b": list("abcd")}), Link("results", range(4))
    write_workbook([Sheet(listing, links={"a": link, "b": link})], [], file, "2026-11-21")
    found = [cell.coordinate for cell, *_ in links(openpyxl.load_workbook(file)["results"])]
    assert found == ["A2", "B2", "A3", "B3"]


@pytest.mark.parametrize("sample", PACKS)
def test_the_sheet_to_settle_is_the_work_list_and_settles_as_it_stands(tmp_path: Path, sample: str) -> None:
    """The same cells and drop-downs as the work list as a workbook; filled in, the whole workbook is handed back."""
    command = ["screen", APPLICANTS / sample, "--rules", PACKS[sample], "--as-of", AS_OF, "-o"]
    run(*command, tmp_path / "r.xlsx", "--to-resolve", tmp_path / "w.xlsx")
    book, alone = (openpyxl.load_workbook(tmp_path / name) for name in ("r.xlsx", "w.xlsx"))
    mine, theirs = book["to settle"], alone["to settle"]
    assert [[cell.value for cell in row] for row in mine] == [[cell.value for cell in row] for row in theirs]
    offers, others = (
        {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation} for sheet in (mine, theirs)
    )
    assert offers == others
    columns = heads(mine)
    answered = 0
    for row in mine.iter_rows(min_row=2):
        said = str(row[columns["choices"]].value or "").split("; ")[0]
        if said and row[columns["key"]].value:
            answered += 1
            for name, text in (("answer", said), ("by", "JD"), ("on", "2026-11-24"), ("why", "other: asked")):
                row[columns[name]].value = text
    book.save(tmp_path / "back.xlsx")
    done = run(*command, tmp_path / "again.csv", "--settled", tmp_path / "back.xlsx")
    assert done.code in {0, 4}, done.err
    assert answered
    assert f"{answered} answered" in done.err
    before = [row[2] for row in book["results"].iter_rows(min_row=2, values_only=True)]
    assert before != [row["reasons"] for row in rows_in(tmp_path / "again.csv")]
