"""Tables that cannot be taken as they are: files, headers and the shape of rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.bad_inputs import SOUND, STOCKTON, more, rejects_file, results_file, rows_in, screened, source, verdicts

HEADER = {name: text.partition("\n")[0] for name, text in SOUND.items()}


def test_the_sound_tables_are_sound(tmp_path: Path) -> None:
    """Every other test spoils one thing in tables that are used row by row."""
    folder = source(tmp_path / "in")
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}
    assert screened(folder, STOCKTON).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}


def test_a_missing_table_is_named_with_what_would_do(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", education=None))
    assert said.code == 2
    said.line(str(tmp_path / "in"), "no education.csv", "expected education.csv", "header alone")


def test_a_misspelt_table_is_told_from_a_missing_one(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", education=None)
    (folder / "eduction.csv").write_text(SOUND["education"])
    said = screened(folder)
    assert said.code == 2
    said.line("no education.csv", "did you mean 'eduction.csv'?")


def test_a_table_that_the_pack_does_not_draw_on_may_be_missing(tmp_path: Path) -> None:
    assert screened(source(tmp_path / "in", answers=None)).code == 0


def test_all_missing_tables_are_named_at_once(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", applicants=None, education=None, answers=None), STOCKTON)
    assert said.code == 2
    for name in ("applicants", "education", "answers"):
        said.line(f"no {name}.csv")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    said = screened(tmp_path / "nowhere")
    assert said.code == 2
    said.line(str(tmp_path / "nowhere"), "no such file or folder", "expected a folder of tables")


def test_a_missing_column_is_named_with_what_the_header_has(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", credentials="applicant_id,issuer\na001,California\n"))
    assert said.code == 2
    said.line("credentials.csv row 1", "no column 'name'", "the header has: applicant_id, issuer", "expected 'name'")


def test_a_misspelt_column_is_a_fault_with_the_right_spelling(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", education=SOUND["education"].replace("awarded", "awarderd")))
    assert said.code == 2
    said.line("education.csv row 1", "unknown column 'awarderd'", "did you mean 'awarded'?")


def test_an_unknown_column_is_reported_and_not_used(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", applicants="applicant_id,remarks\na001,x\na002,x\n"))
    assert said.code == 0
    said.line("applicants.csv", "columns not used: remarks")


def test_a_column_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    said = screened(
        source(tmp_path / "in", answers="applicant_id,question,answer,answer\na001,evening-meetings,yes,no\n")
    )
    assert said.code == 2
    said.line("answers.csv row 1", "column 'answer' twice", "expected each column once")


def test_a_column_without_a_name_is_told_as_such(tmp_path: Path) -> None:
    """Spreadsheets leave such columns behind; "column '' twice" would not help to find them."""
    said = screened(source(tmp_path / "in", answers="applicant_id,question,answer,,\na001,evening-meetings,yes,x,y\n"))
    assert said.code == 2
    said.line("answers.csv row 1", "without a name")


def test_columns_without_names_or_cells_are_let_be(tmp_path: Path) -> None:
    """A spreadsheet that once held something to the right saves commas there; nothing is lost with them."""
    answers = "".join(f"{line},,\n" for line in SOUND["answers"].splitlines())
    folder = source(tmp_path / "in", answers=answers)
    assert screened(folder, STOCKTON).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}


def test_a_file_without_a_header_is_a_fault_that_shows_no_cell(tmp_path: Path) -> None:
    """Its first row is an applicant's, not a list of column names to print."""
    rows = "a001,bachelor,zzfield,,yes,2012-05-20,,,\na002,high school,,,yes,2010-06,,,\n"
    said = screened(source(tmp_path / "in", education=rows))
    assert said.code == 2
    said.line("education.csv row 1", "'applicant_id'")
    assert "zzfield" not in said.err


def test_faults_of_all_headers_are_told_at_once(tmp_path: Path) -> None:
    folder = source(
        tmp_path / "in",
        education=SOUND["education"].replace("level", "levl").replace("expected", "expectd"),
        credentials="applicant_id,issuer\n",
        answers="",
    )
    said = screened(folder, STOCKTON)
    assert said.code == 2
    said.line("education.csv row 1", "'levl'", "'level'")
    said.line("education.csv row 1", "'expectd'", "'expected'")
    said.line("credentials.csv row 1", "no column 'name'")
    said.line("answers.csv", "an empty file")
    assert not results_file(folder).exists()


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "  \r\n"])
def test_an_empty_file_is_a_fault_that_asks_for_a_header(tmp_path: Path, text: str) -> None:
    said = screened(source(tmp_path / "in", education=text))
    assert said.code == 2
    said.line("education.csv", "an empty file", "expected a header row")


def test_a_header_alone_says_that_there_are_none(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", education=HEADER["education"] + "\n", experience=HEADER["experience"])
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "refer", "a002": "refer"}


def test_no_applicants_are_no_fault(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", **{name: f"{header}\n" for name, header in HEADER.items()})
    said = screened(folder)
    assert said.code == 0
    said.line("0 applicants")
    assert rows_in(results_file(folder)) == []


def test_bytes_of_no_known_encoding_are_a_fault_with_their_line(tmp_path: Path) -> None:
    """What is no text has no rows yet: its place is the line that an editor shows."""
    text = more("education", 'a001,some college,"two\nlines",,,,,,', "a002,bachelor,com?n,,yes,2015-06,,,")
    said = screened(source(tmp_path / "in", education=text.encode().replace(b"?", b"\x81")))
    assert said.code == 2
    said.line("education.csv line 6", "no encoding that is tried", "expected a file saved as CSV UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "windows-1252", "utf-32"])
def test_every_usual_encoding_is_read_and_said_where_it_is_not_utf_8(tmp_path: Path, encoding: str) -> None:
    text = more("education", "a002,bachelor,relações públicas,,yes,2015-06,,,")
    said = screened(source(tmp_path / "in", education=text.encode(encoding)))
    assert said.code == 0
    if encoding == "windows-1252":
        said.line("education.csv: read as Windows-1252")
    assert verdicts(tmp_path / "in") == verdicts_of_utf_8(tmp_path / "plain", text)


def verdicts_of_utf_8(folder: Path, education: str) -> dict[str, str]:
    source(folder, education=education)
    screened(folder)
    return verdicts(folder)


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", **{name: f"\ufeff{text}" for name, text in SOUND.items()})
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}


def test_line_ends_of_windows_are_accepted(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", **{name: text.replace("\n", "\r\n") for name, text in SOUND.items()})
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}


@pytest.mark.parametrize(
    ("row", "cells"), [("a002,bachelor,journalism", 3), ("a002,bachelor,economics, politics,,yes,2015-06,,,", 10)]
)
def test_a_ragged_row_is_rejected_and_the_others_are_used(tmp_path: Path, row: str, cells: int) -> None:
    folder = source(tmp_path / "in", education=more("education", row))
    said = screened(folder)
    assert said.code == 4
    said.line("education.csv row 4", f"{cells} cells under 9 column names", "a delimiter inside a cell needs quotes")
    assert verdicts(folder) == {"a001": "met", "a002": "review"}
    assert [(reject["file"], reject["row"]) for reject in rows_in(rejects_file(folder))] == [("education.csv", "4")]


def test_a_ragged_row_has_one_reason(tmp_path: Path) -> None:
    """Cells that slipped one column to the left or right are not faults of their own."""
    folder = source(tmp_path / "in", education=more("education", "a002,bachelor,economics, politics,,yes,2015-06,,,"))
    screened(folder)
    assert len(rows_in(rejects_file(folder))) == 1


def test_blank_lines_are_counted_and_rows_keep_the_spreadsheets_numbers(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", education=more("education", "", ",,,,,,,,", "a002,bachelor,,,yes,zz,,,"))
    said = screened(folder)
    assert said.code == 4
    said.line("education.csv row 6, column awarded", "not a date")
    assert said.line("education  ").split() == ["education", "5", "3", "0", "2", "1"]


def test_an_unclosed_quote_is_a_fault_with_the_row_where_it_opens(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", education=more("education", 'a002,bachelor,"economics,,yes,2015-06,,,')))
    assert said.code == 2
    said.line("education.csv row 4", "broken CSV", "expected every quote closed")


def test_an_unclosed_quote_that_closes_at_the_next_one_does_not_swallow_rows(tmp_path: Path) -> None:
    """Two rows run together have too many cells, or a quote inside a cell: either way it is said."""
    rows = ('a001,bachelor,"economics,,yes,2015-06,,,', 'a002,bachelor,"marketing",,yes,2015-06,,,')
    said = screened(source(tmp_path / "in", education=more("education", *rows)))
    assert said.code in {2, 4}
    said.line("education.csv row 4")


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_delimiters_are_told_from_the_first_rows(tmp_path: Path, sign: str) -> None:
    folder = source(tmp_path / "in", **{name: text.replace(",", sign) for name, text in SOUND.items()})
    assert screened(folder).code == 0
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}


def test_the_line_by_which_excel_is_told_the_delimiter_is_heeded_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    text = "sep=;\n" + more("education", "a002,bachelor,,,yes,zz,,,").replace(",", ";")
    said = screened(source(tmp_path / "in", education=text))
    said.line("education.csv row 5, column awarded", "not a date")


def test_a_cell_of_two_lines_is_one_row_of_the_spreadsheet(tmp_path: Path) -> None:
    rows = ('a001,some college,"two\nlines",,,,,10,', "a002,bachelor,,,yes,zz,,,")
    said = screened(source(tmp_path / "in", education=more("education", *rows)))
    assert said.code == 4
    said.line("education.csv row 5, column awarded", "not a date")


def test_a_duplicate_applicant_id_rejects_all_its_rows_and_no_others(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", applicants="applicant_id\na001\na002\na001\n")
    said = screened(folder)
    assert said.code == 4
    said.line("applicants.csv row 2, column applicant_id", "more than once", "expected each id once", "(and 1 more")
    assert verdicts(folder) == {"a002": "refer"}
    rejects = [(reject["file"], reject["row"]) for reject in rows_in(rejects_file(folder))]
    assert rejects == [
        ("applicants.csv", "2"),
        ("applicants.csv", "4"),
        ("education.csv", "2"),
        ("experience.csv", "2"),
        ("credentials.csv", "2"),
        ("answers.csv", "2"),
    ]


def test_an_applicant_row_without_an_id_is_rejected(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", applicants="applicant_id,entry\na001,\n,no id here\na002,\n")
    said = screened(folder)
    assert said.code == 4
    said.line("applicants.csv row 3, column applicant_id", "no applicant id", "expected an id")
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}


@pytest.mark.parametrize("owner", ["a003", ""])
def test_education_of_no_known_applicant_is_rejected(tmp_path: Path, owner: str) -> None:
    folder = source(tmp_path / "in", education=more("education", f"{owner},bachelor,,,yes,2015-06,,,"))
    said = screened(folder)
    assert said.code == 4
    said.line(
        "education.csv row 4, column applicant_id", "not in the applicants table", "expected the id of an applicant"
    )
    assert verdicts(folder) == {"a001": "met", "a002": "refer"}
