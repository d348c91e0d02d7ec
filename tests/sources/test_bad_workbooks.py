"""Workbooks that cannot be read, by accident or by intent: each is refused in time and in words."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minqual.records import MOST_SIGNS
from minqual.sources import Contents, archives, grids
from minqual.sources.xlsx import sheet as sheets
from minqual.sources.xlsx import workbook as workbooks
from minqual.sources.xlsx import xml_stream as markup
from minqual.values import SourceError
from support.bad_inputs import AS_OF, SAN_JOSE, SOUND, screened, source
from support.command_line import minqual
from support.places import APPLICANTS
from support.workbooks import MAIN, folder_tables, parts, read_workbook, text_cell, workbook, zipped

SAMPLE = APPLICANTS / "stockton-mayoral-pio"
HEAD = f'<row r="1">{text_cell("a", "A1")}{text_cell("b", "B1")}</row>'


def read(contents: Contents) -> list[grids.Grid]:
    return read_workbook(contents, lambda *_: True)


def refused(contents: Contents) -> str:
    """What is said of contents that cannot be read."""
    with pytest.raises(SourceError) as caught:
        read(contents)
    return str(caught.value)


def rows(xml: str) -> Contents:
    return zipped(parts({"s": HEAD + xml}))


@pytest.fixture(scope="module")
def sound() -> bytes:
    return workbook(folder_tables(SAMPLE), as_typed=True)


@pytest.mark.parametrize("twentieth", range(20))
def test_a_workbook_that_breaks_off_is_refused(sound: bytes, twentieth: int) -> None:
    assert "damaged" in refused(Contents("pool.xlsx", sound[: len(sound) * twentieth // 20]))


@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_a_damaged_workbook_is_read_or_refused_in_words(sound: bytes, rng: random.Random, spoiled: int) -> None:
    """Bytes changed anywhere: nothing but SourceError comes of it."""
    content = bytearray(sound)
    for _ in range(spoiled):
        content[rng.randrange(len(content))] = rng.randrange(256)
    with suppress(SourceError):
        read(Contents("pool.xlsx", bytes(content)))


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(parts({"s": ""}))), st.integers(1, 10))
def test_a_part_with_damaged_xml_is_read_or_refused_in_words(rng: random.Random, part: str, spoiled: int) -> None:
    members = parts({"s": f'{HEAD}<row r="2"><c r="A2" s="1"><v>5</v></c></row>'}, ["0.0"], "<si><t>x</t></si>")
    content = bytearray(members[part], "utf-8")
    for _ in range(spoiled):
        place = rng.randrange(len(content))
        content[place : place + rng.randrange(3)] = rng.choice([b"", b"<", b'"', b"9", b"-1", b"/>", b"A", b" "])
    with suppress(SourceError):
        read(zipped(members | {part: bytes(content)}))


BILLION_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    """Without one there are no entities: neither a billion laughs nor a quadratic blowup nor files of this machine."""
    members = parts({"s": HEAD})
    assert "DOCTYPE" in refused(zipped(members | {part: f"{BILLION_LAUGHS}{members[part]}"}))


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1 << 20)
    assert "unpacked, more than 0.000976562 GiB" in refused(rows(" " * (1 << 20)))


def test_a_member_packed_absurdly_small_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGE", 1 << 20)
    read(rows(" " * (1 << 19)))
    assert "times smaller" in refused(rows(" " * (1 << 21)))


def test_an_archive_of_very_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 10)
    read(rows(""))
    assert "more than 10 files" in refused(zipped(parts({"s": HEAD}) | {f"x{number}": "" for number in range(9)}))


def changed(content: bytes, at: int, form: str, value: int) -> bytes:
    """An archive with one number changed in every entry of its list of members."""
    changed = bytearray(content)
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into(form, changed, place + at, value)
        place = content.find(b"PK\x01\x02", place + 1)
    return bytes(changed)


def test_members_that_lie_over_each_other_are_refused() -> None:
    """As in a bomb whose members share what they unpack."""
    content = rows("").content
    assert "over each other" in refused(Contents("pool.xlsx", changed(content, 42, "<I", 0)))


def test_a_member_that_holds_more_than_it_says_is_refused() -> None:
    content = rows(" " * 5000).content
    assert "damaged" in refused(Contents("pool.xlsx", changed(content, 24, "<I", 100)))


def test_an_archive_with_a_password_is_refused() -> None:
    assert "password" in refused(Contents("pool.xlsx", changed(rows("").content, 8, "<H", 1)))


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    """Office wraps such a workbook in its old container."""
    place = tmp_path / "pool.xlsx"
    place.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000))
    said = screened(place)
    assert said.code == 2
    said.line("pool.xlsx", "password")


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ('<row r="999999999"><c/></row>', "beyond the last"),
        ('<row r="1048577"><c/></row>', "beyond the last"),
        ('<row r="-1"><c/></row>', "beyond the last"),
        ('<row r="1"><c/></row>', "not in their order"),
        ('<row r="2"><c r="ZZZ2"><v>1</v></c></row>', "beyond the last column"),
        ('<row r="2"><c r="XFE2"><v>1</v></c></row>', "beyond the last column"),
        ('<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>', "not in their order"),
        ('<row r="2"><c r="BXY2"><v>1</v></c></row>', "columns; expected at most 2000"),
        ('<row r="2"><c r="?2"><v>1</v></c></row>', "beyond the last column"),
        ('<row r="2"><c t="s"><v>0</v></c></row>', "cell A2: a cell that cannot be read"),
        ('<row r="2"><c t="s"><v>-1</v></c></row>', "cell A2: a cell that cannot be read"),
        ('<row r="2"><c s="7"><v>1</v></c></row>', "cell A2: a cell that cannot be read"),
        ('<row r="2"><c><v>1e999</v></c></row>', "cell A2: a cell that cannot be read"),
        ('<row r="2"><c><v>nan</v></c></row>', "cell A2: a cell that cannot be read"),
        ('<row r="2"><c t="d"><v>soon</v></c></row>', "cell A2: a cell that cannot be read"),
        ('<row r="2"><c/><c><f>A1</f></c></row>', "cell B2: formulas without a stored result"),
        ('<row r="2"><c/><c><f>A1</f><v/></c></row>', "cell B2: formulas without a stored result"),
        ('<row r="2"><c/><c><f t="shared" si="0"/><v></v></c></row>', "cell B2: formulas without a stored result"),
        ('<row r="2"><c><v><v><v/></v></v></c></row>', "inside a cell"),
        ('<row r="2"><c><f><f/></f></c></row>', "inside a cell"),
        ('<row r="2"><row/></row>', "a row inside a row"),
        ("<x>" * 300 + "</x>" * 300, "nested too deeply"),
        ('<row r="2"><c>' + "<x>" * 300 + "</x>" * 300 + "</c></row>", "nested too deeply"),
        ('<row r="2"><c t="inlineStr"><is><rPh>' + "<t>" * 300, "nested too deeply"),
        ("".join(f"<x{number}/>" for number in range(2000)), "a thousand names"),
        ("</row>", "damaged"),
        ("<row", "damaged"),
    ],
)  # fmt: skip
def test_a_sheet_that_no_program_writes_is_refused_with_its_place(xml: str, found: str) -> None:
    assert found in refused(rows(xml))


def test_the_last_row_and_the_last_column_that_are_read_are_read() -> None:
    last = "BXX"
    assert sheets.place_of(last) == grids.MOST_COLUMNS - 1
    (grid,) = read(zipped(parts({"s": f'{HEAD}<row r="{sheets.MOST_ROWS}"><c r="A1048576"><v>1</v></c></row>'})))
    assert grid.rows.tolist() == [sheets.MOST_ROWS]
    (grid,) = read(zipped(parts({"s": f'<row r="1">{text_cell("x", f"{last}1")}</row>'})))
    assert grid.header == ("x",)


@given(st.integers(0, 16_383))
def test_the_letters_of_a_column_and_its_place_belong_together(place: int) -> None:
    assert sheets.place_of(sheets.letters_of(place)) == place


def test_formulas_of_a_workbook_that_was_never_calculated_are_refused() -> None:
    """Such a workbook stores 0 beside every formula and asks to be calculated once it is opened."""
    formula = f'{HEAD}<row r="2"><c><f>1+1</f><v>0</v></c></row>'
    assert "opened and saved" in refused(zipped(parts({"s": formula}, book='<calcPr fullCalcOnLoad="1"/>')))
    (grid,) = read(zipped(parts({"s": formula}, book='<calcPr fullCalcOnLoad="0"/>')))
    assert grid.columns[0].cell(0) == "0"


def test_formulas_in_columns_that_are_not_wanted_do_not_matter() -> None:
    contents = rows('<row r="2"><c><v>1</v></c><c><f>A1</f></c></row>')
    (grid,) = read_workbook(contents, lambda _, heading: heading == "a")
    assert grid.columns[0].cell(0) == "1"


@pytest.mark.parametrize("shared", [False, True])
def test_a_cell_longer_than_any_is_refused_where_it_becomes_too_long(*, shared: bool) -> None:
    """A gigabyte of one cell packs to a megabyte; no more of it is kept than the limit."""
    for size, long in ((MOST_SIGNS, False), (MOST_SIGNS + 1, True)):
        text = "x" * size
        texts = f"<si><t>{text}</t></si>" if shared else ""
        cell = '<c t="s"><v>0</v></c>' if shared else text_cell(text)
        contents = zipped(parts({"s": f'{HEAD}<row r="2">{cell}</row>'}, texts=texts))
        if long:
            assert "too long" in refused(contents)
        else:
            assert read(contents)[0].columns[0].cell(0) == text


def test_a_tag_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "LONGEST_TAG", 1 << 20)
    assert "a tag without an end" in refused(rows('<row x="' + "y" * (5 << 20)))


def test_more_texts_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_TEXTS", "MOST_TEXT"):
        with monkeypatch.context() as patch:
            patch.setattr(workbooks, limit, 5)
            read(zipped(parts({"s": HEAD}, texts="<si><t>x</t></si>" * 5)))
            assert "more text than is read" in refused(zipped(parts({"s": HEAD}, texts="<si><t>x</t></si>" * 6)))


def test_more_styles_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_ELEMENTS", 3)
    assert "more than 3 elements" in refused(zipped(parts({"s": HEAD}, ["0", "0.0"])))


def test_a_header_of_ten_thousand_columns_is_refused() -> None:
    header = "".join(text_cell(f"column {number}") for number in range(10_000))
    assert "at most 2000 columns" in refused(zipped(parts({"s": f"<row>{header}</row>"})))


def test_formatted_rows_without_content_are_not_counted() -> None:
    """Excel leaves them by the million: here 200,000 of them."""
    blank = "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(3, 200_003))
    contents = rows(f'<row r="2"><c r="A2"><v>1</v></c></row>{blank}')
    (grid,) = read(contents)
    assert (grid.height, grid.blank) == (1, 0)


def pieces() -> Iterator[tuple[str, bytes, str]]:
    """Files that are called workbooks and are something else, and what is said of them."""
    yield "pool.xls", b"<html><body><table><tr><td>applicant_id</td></tr></table></body></html>", "a web page (HTML)"
    yield "pool.xlsx", b"\xef\xbb\xbf\n<!DOCTYPE HTML><html>", "a web page (HTML)"
    yield "pool.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "of 2003"
    yield "pool.xlsx", b"applicant_id,name\n1,x\n", "no column map"
    yield "pool.csv", b"PKs,are,text\n", "no column map"
    yield "pool.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a protected workbook"
    yield "pool.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}).content, "(.ods)"
    yield "pool.xlsb", zipped({"xl/workbook.bin": ""}).content, "(.xlsb)"
    yield "pool.docx", zipped({"word/document.xml": "<x/>"}).content, "word processor (.docx)"
    yield "pool.csv", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\0", "a PDF document"
    yield "pool.csv.gz", gzip.compress(b"%PDF-1.7\n", mtime=0), "a PDF document"
    yield "pool.png", b"\x89PNG\r\n\x1a\n\0\0", "an image (.png)"
    yield "pool.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "an image (.jpg)"
    yield "pool.rtf", b"{\\rtf1}", "a document of a word processor (.rtf)"
    yield "pool.parquet", b"PAR1\0\0", "a Parquet file"
    yield "pool.zip", zipped({"readme": "x"}).content, "an archive without tables"
    yield "pool.xlsx", zipped({"xl/workbook.xml": "<x/>"}).content, "a damaged file"
    yield "pool.xlsx", zipped(parts({})).content, "without a sheet"
    yield "pool.zip", b"PK\x05\x06" + bytes(18), "an archive without tables"


@pytest.mark.parametrize(("name", "content", "found"), list(pieces()))
def test_what_is_no_workbook_is_told_by_its_content(name: str, content: bytes, found: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    said = screened(tmp_path / name)
    assert said.code == 2
    said.line(name.removesuffix(".gz"), found)


@pytest.mark.parametrize(
    ("name", "member", "found"),
    [
        ("pool.ods", "mimetype", "(.ods)"),
        ("pool.docx", "word/document.xml", "(.docx)"),
        ("pool.zip", "x", "an archive"),
    ],
)
def test_what_is_no_workbook_is_told_where_a_column_map_is_given_too(
    name: str, member: str, found: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(zipped({member: "x"}).content)
    said = minqual("screen", tmp_path / name, "--rules", SAN_JOSE, "--as-of", AS_OF, "--map", "wide", "-o", "-")
    assert said.code == 2
    said.line(name, found)


def test_a_workbook_in_place_of_a_table_of_a_folder_is_told(tmp_path: Path) -> None:
    said = screened(source(tmp_path / "in", education=rows("").content))
    assert said.code == 2
    said.line("education.csv", "a workbook or an archive")


def test_a_damaged_file_in_an_archive_is_named(tmp_path: Path) -> None:
    members = {f"{name}.csv": text for name, text in SOUND.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    place = tmp_path / "pool.zip"
    place.write_bytes(file.getvalue().replace(b"a002,high school", b"a002,high schoxl", 1))
    said = screened(place)
    assert said.code == 2
    said.line("pool.zip", "education.csv", "a damaged file")


def test_a_column_with_cells_and_no_name_is_told(tmp_path: Path) -> None:
    tables = {name: [line.split(",") for line in text.splitlines()] for name, text in SOUND.items()}
    tables["answers"][1].append("stray")
    place = tmp_path / "pool.xlsx"
    place.write_bytes(workbook(tables))
    said = screened(place)
    assert said.code == 2
    said.line("sheet 'answers' row 1", "a column without a name")


def test_a_namespace_is_what_makes_an_element(tmp_path: Path) -> None:
    """Elements of other namespaces that bear the same names are not cells; a prefix does not matter."""
    members = parts({"s": ""})
    members["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row>'
        '<row xmlns="urn:other"><c><v>1</v></c></row><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    (grid,) = read(zipped(members))
    assert (grid.header, grid.rows.tolist(), grid.columns[0].cell(0)) == (("a",), [2], "2")
