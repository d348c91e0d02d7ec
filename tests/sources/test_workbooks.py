"""Workbooks say what their sheets show: the same as CSV, no more certain, row by row."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_ISO8601, to_excel

from minqual.records import COLUMNS
from minqual.sources import Contents, Grid, Reading, ReadSource, read_source
from minqual.sources.xlsx.number_formats import BUILT_IN, NumberFormat, serial_of
from minqual.values import SourceError, parse_date
from minqual.verdicts import results_of
from support.bad_inputs import AS_OF, SOUND, screened, verdicts
from support.examples import examples
from support.places import APPLICANTS
from support.screened import relaxed, screener
from support.strategies.records import PACKS, STOCKTON, Record, pools
from support.workbooks import Rows, folder_tables, opened, parts, read_workbook, text_cell, workbook, zipped

SAMPLES = APPLICANTS
SAMPLE_PACKS = {"san-jose-council-community-relations": PACKS[1], "stockton-mayoral-pio": PACKS[0]}
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8).map(str.strip)


def everything(sheet: str, heading: str) -> bool:
    return True


def one_grid(contents: Contents) -> Grid:
    (grid,) = read_workbook(contents, everything)
    return grid


def cells_of(grid: Grid) -> list[list[str]]:
    return [[grid.columns[place].cell(row) for place in sorted(grid.columns)] for row in range(grid.height)]


def shown(cell: str, code: str = "General", book: str = "") -> str:
    """What a workbook's only cell below its header is read as."""
    rows = f'<row r="1">{text_cell("head", "A1")}</row><row r="2">{cell}</row>'
    grid = one_grid(zipped(parts({"s": rows}, [code], book=book)))
    return cells_of(grid)[0][0] if grid.height else ""


def source_of(content: bytes, place: Path, name: str = "pool.xlsx") -> ReadSource:
    place.mkdir(exist_ok=True)
    (place / name).write_bytes(content)
    return read_source(place / name, Reading())


def written(tables: Mapping[str, Rows], folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return folder


def results(source: ReadSource, pack: str, as_of: date) -> Mapping[str, Any]:
    found = results_of(screener(pack).screen(source.tables, as_of))
    return {name: list(column) for name, column in found.columns.items()}


def tables_of(pool: Sequence[Record]) -> dict[str, list[list[str]]]:
    """Records as tables of cells."""
    tables: dict[str, list[list[str]]] = {
        name: [["applicant_id", *(column for column in columns if column != "applicant_id")]]
        for name, columns in COLUMNS.items()
    }
    for record in pool:
        tables["applicants"].append([record["applicant_id"]])
        for name in list(COLUMNS)[1:]:
            header = tables[name][0]
            for row in record[name]:
                tables[name].append([record["applicant_id"], *(str(row.get(each, "")) for each in header[1:])])
    return tables


@pytest.mark.parametrize("as_typed", [False, True])
@pytest.mark.parametrize("sample", SAMPLE_PACKS)
def test_the_samples_come_to_the_same_from_a_workbook_as_from_their_folder(
    sample: str, *, as_typed: bool, tmp_path: Path
) -> None:
    tables = folder_tables(SAMPLES / sample)
    from_workbook = source_of(workbook(tables, as_typed=as_typed), tmp_path)
    from_folder = read_source(SAMPLES / sample, Reading())
    day, pack = date.fromisoformat(AS_OF), SAMPLE_PACKS[sample]
    assert results(from_workbook, pack, day) == results(from_folder, pack, day)
    assert from_workbook.form == "a workbook"


@settings(relaxed, max_examples=examples(15))
@given(pool=pools(STOCKTON, 6), as_typed=st.booleans())
def test_any_applicants_come_to_the_same_from_a_workbook_as_from_csv(
    tmp_path_factory: pytest.TempPathFactory, pool: tuple[date, list[Record]], *, as_typed: bool
) -> None:
    as_of, records = pool
    tables, place = tables_of(records), tmp_path_factory.mktemp("pool")
    folder = read_source(written(tables, place / "tables"), Reading())
    assert results(source_of(workbook(tables, as_typed=as_typed), place), STOCKTON, as_of) == results(
        folder, STOCKTON, as_of
    )


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_a_text_is_read_as_it_was_written(rows: list[tuple[str, str, str]]) -> None:
    grid = one_grid(Contents("pool.xlsx", workbook({"s": [("a", "b", "c"), *rows]})))
    filled = [(number, row) for number, row in enumerate(rows, start=2) if any(row)]
    assert cells_of(grid) == [list(row) for _, row in filled]
    assert grid.rows.tolist() == [number for number, _ in filled]
    assert grid.blank == (filled[-1][0] - 1 - len(filled) if filled else 0)


@given(day=st.dates(date(1904, 1, 2), date(2200, 12, 31)), old_mac=st.booleans(), clock=st.sampled_from([0, 0.99999]))
def test_a_date_is_as_certain_as_it_is_shown(day: date, *, old_mac: bool, clock: float) -> None:
    epoch = date(1904, 1, 1) if old_mac else date(1899, 12, 30)
    serial = (day - epoch).days + clock
    for code, expected in {
        "m/d/yyyy": day.isoformat(), "d-mmm-yy": day.isoformat(), "m/d/yy h:mm": day.isoformat(),
        "[$-409]dddd, mmmm d, yyyy;@": day.isoformat(), "mmm-yy": f"{day:%Y-%m}", "mmmm yyyy": f"{day:%Y-%m}",
        "m/yyyy": f"{day:%Y-%m}", "yyyy": f"{day.year}",
    }.items():  # fmt: skip
        assert NumberFormat.of(code, from_1904=old_mac).shown(str(serial)) == expected
        assert parse_date(expected).earliest <= day <= parse_date(expected).latest
    for code in ("d-mmm", "mmm", "d", "dddd", "mmmm d"):
        with pytest.raises(ValueError, match="not a date"):
            parse_date(NumberFormat.of(code, from_1904=old_mac).shown(str(serial)))


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_a_number_is_the_decimal_that_was_typed(digits: int, decimals: int) -> None:
    typed = digits / 10**decimals
    text = shown(f'<c r="A2"><v>{typed!r}</v></c>')
    assert float(text) == typed
    assert "e" not in text
    assert len(text.strip("-0.").replace(".", "")) <= 15


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("General", "2.5", "2.5"),
        ("General", "40.0", "40"),
        ("General", "1e3", "1000"),
        ("General", "0.30000000000000004", "0.3"),
        ("General", "1.2345678901234568E+16", "12345678901234600"),
        ("General", "-0", "0"),
        ("0", "37.5", "38"),
        ("0.0", "2.54", "2.5"),
        ("0.00", "2.5", "2.5"),
        (".00", "0.5", "0.5"),
        ("#", "0", "0"),
        ("#,##0.00", "1234567.5", "1234567.5"),
        ("0,", "12345", "12"),
        ("0%", "0.85", "85%"),
        ("0%", "0.07", "7%"),
        ("0.0%", "0.125", "12.5%"),
        ("00000", "42", "00042"),
        ("000-00-0000", "123456789", "123-45-6789"),
        ('"A"000', "7", "A007"),
        ("A\\-0", "7", "A-7"),
        ('0 "hours"', "40", "40 hours"),
        ("0;-0;;@", "0", "0"),
        (";;;", "7", "7"),
        (";;;", "-7", "-7"),
        ("0.0;[Red]0.0", "-5", "-5"),
        ("0;-0", "-5", "-5"),
        ('"Yes";"Yes";"No"', "1", "1"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "0", "0"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "-5", "$(5)"),
        ("[<=9999999]###-####;(###) ###-####", "9165551234", "(916) 555-1234"),
        ("[<=9999999]###-####;(###) ###-####", "5551234", "555-1234"),
        ("0.00E+00", "1234567", "1234567"),
        ("# ?/?", "0.5", "0.5"),
        ("@", "42", "42"),
        ("[$€-407]0", "5", "€5"),
        ("[Red]0.0", "-0.04", "0"),
        ("yyyy-mm-dd", "1", "1900-01-01"),
        ("yyyy-mm-dd", "59", "1900-02-28"),
        ("yyyy-mm-dd", "60", "1900-02-29"),
        ("yyyy-mm-dd", "61", "1900-03-01"),
        ("yyyy-mm-dd", "2958465", "9999-12-31"),
        ("yyyy-mm-dd", "2958466", "########"),
        ("yyyy-mm-dd", "-1", "########"),
        ("h:mm", "0.5", "12:00"),
        ("[h]:mm", "1.5", "36:00"),
        ("mm:ss", "0.5", "12:00:00"),
        ("d-mmm", "44377", "30 Jun"),
        ("x" * 1001, "5", "5"),
        ("0." + "0" * 500, "5", "5"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(code: str, number: str, text: str) -> None:
    assert shown(f'<c r="A2" s="1"><v>{number}</v></c>', code) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="b"><v>1</v></c>', "yes"),
        ('<c t="b"><v>0</v></c>', "no"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="str"><f>A1</f><v>x</v></c>', "x"),
        ('<c t="str"><f>A1</f><v></v></c>', ""),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="d"><v>2021-06-30</v></c>', "2021-06-30"),
        ('<c t="d"><v>2021-06-30T10:00:00</v></c>', "2021-06-30"),
        ('<c t="inlineStr"><is><t>line_x000D_\nnext</t></is></c>', "line\r\nnext"),
        ('<c t="inlineStr"><is><t>_x005F_x000D_</t></is></c>', "_x000D_"),
        ('<c t="inlineStr"><is><t>_xD83D__xDE00__xD83D_</t></is></c>', "\U0001f600\ufffd"),
        ('<c t="inlineStr"><is><t xml:space="preserve">  a b </t></is></c>', "a b"),
        ('<c t="inlineStr"><is><r><rPr><b/></rPr><t>in </t></r><r><t>pieces</t></r></is></c>', "in pieces"),
        ('<c t="inlineStr"><is><t>word</t><rPh sb="0" eb="1"><t>reading</t></rPh></is></c>', "word"),
        ('<c t="inlineStr"><is><t>&amp;lt; &#65;</t></is></c>', "&lt; A"),
        ('<c s="1"/>', ""),
    ],
)
def test_a_cell_is_read_as_the_text_that_stands_in_it(cell: str, text: str) -> None:
    assert shown(cell) == text


def test_the_formats_that_workbooks_name_by_number_are_those_that_openpyxl_knows() -> None:
    assert BUILT_IN == BUILTIN_FORMATS


@given(
    st.builds("{}{}{}".format, st.dates(), st.sampled_from(["", "T", "Z"]), st.sampled_from(["", "x"]))
    | st.builds(
        "{}{}".format, st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds")), st.sampled_from(["", "Z"])
    )
    | st.times().map(lambda at: at.isoformat("minutes"))
    | st.builds("PT{}H{}M{}S".format, st.integers(0, 99_999), st.integers(0, 99), st.integers(0, 99))
    | st.text("0123456789-:TZ.PHMS", max_size=20),
    st.booleans(),
)
def test_a_moment_stored_as_text_has_the_number_that_openpyxl_gives_it(text: str, from_1904: bool) -> None:  # noqa: FBT001  # drawn
    assume(text)
    try:
        expected = str(to_excel(from_ISO8601(text), MAC_EPOCH if from_1904 else WINDOWS_EPOCH))  # type: ignore[no-untyped-call]
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011  # whatever it says
            serial_of(text, from_1904=from_1904)
        return
    assert serial_of(text, from_1904=from_1904) == expected


def test_rich_shared_texts_are_plain_and_their_readings_are_left_out() -> None:
    texts = "<si><r><t>Ana</t></r><r><t>lyst</t></r><rPh><t>x</t></rPh></si><si><t/></si><si><t>head</t></si>"
    rows = '<row><c t="s"><v>2</v></c></row><row><c t="s"><v>1</v></c></row><row><c t="s"><v>0</v></c></row>'
    grid = one_grid(zipped(parts({"s": rows}, texts=texts)))
    assert (grid.header, cells_of(grid), grid.rows.tolist()) == (("head",), [["Analyst"]], [3])


def test_a_workbook_that_counts_from_1904_says_the_days_that_were_typed() -> None:
    for flag, day in (("1", "2021-06-30"), ("0", "2017-06-29")):
        book = f'<workbookPr date1904="{flag}"/>'
        assert shown('<c s="1"><v>42915</v></c>', "yyyy-mm-dd", book) == day
    epoch = datetime(1904, 1, 1)  # noqa: DTZ001  # days have no zone
    table = [["a", "b"], ["2021-06-30", "2021-06"]]
    assert cells_of(one_grid(Contents("x", workbook({"s": table}, as_typed=True, epoch=epoch)))) == table[1:]


def test_rows_have_the_numbers_that_the_spreadsheet_shows() -> None:
    """Blank rows between filled ones are counted; formatted ones at the end are not."""
    blank = "".join(f'<row r="{number}"><c s="1"/><c t="inlineStr"><is><t> </t></is></c></row>' for number in (7, 8, 9))
    first = f'<row r="3">{text_cell("id")}</row><row r="5">{text_cell("x")}</row><row r="6"><c s="1"/></row>'
    last = f'<row r="12">{text_cell("y")}</row><row r="900000"><c s="1"/></row>'
    grid = one_grid(zipped(parts({"s": first + blank + last}, ["0"])))
    assert (grid.header_row, grid.rows.tolist(), grid.blank) == (3, [5, 12], 7)


def test_rows_above_the_header_are_skipped() -> None:
    content = workbook({"s": [["A title"], ["", ""], ["a", "b"], ["1", "2"]]})
    (grid,) = read_workbook(Contents("pool.xlsx", content), everything, skipped=2)
    assert (grid.header, grid.header_row, cells_of(grid)) == (("a", "b"), 3, [["1", "2"]])


def test_only_columns_that_are_wanted_are_kept() -> None:
    content = workbook({"one": [["a", "b"], ["1", "2"], ["", "3"]], "two": [["a"], ["1"]]})
    one, two = read_workbook(Contents("x", content), lambda sheet, heading: (sheet, heading) == ("one", "a"))
    assert (one.header, cells_of(one), one.blank) == (("a", "b"), [["1"], [""]], 0)
    assert (two.header, two.height, dict(two.columns)) == (("a",), 0, {})


def test_whoever_looks_on_is_told_of_rows() -> None:
    told: list[tuple[str, int, int, str]] = []
    rows = f'<row r="1">{text_cell("a")}</row>' + "<row><c><v>1</v></c></row>" * 4999
    members = parts({"people": rows})
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace("<sheetData>", '<dimension ref="A1:C5000"/><sheetData>')
    read_workbook(zipped(members), everything, lambda *each: told.append(each))
    name = "pool.xlsx sheet people"
    assert told == [(name, 2000, 5000, "rows"), (name, 4000, 5000, "rows"), (name, 5000, 5000, "rows")]


SOUND_ROWS = {name: list(csv.reader(io.StringIO(text))) for name, text in SOUND.items()}


def sound(place: Path, **changed: Rows | None) -> Path:
    """A workbook of the sound tables; None leaves one out, other names add sheets."""
    tables = {name.replace("_", " "): rows for name, rows in {**SOUND_ROWS, **changed}.items() if rows is not None}
    place.write_bytes(workbook(tables))
    return place


def test_sheets_are_known_by_name_whatever_their_capitals(tmp_path: Path) -> None:
    place = tmp_path / "pool.xlsx"
    place.write_bytes(workbook({f" {name.upper()}": rows for name, rows in SOUND_ROWS.items()}))
    assert screened(place).code == 0
    assert verdicts(place) == {"a001": "met", "a002": "refer"}


def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    assert screened(sound(tmp_path / "pool.dat")).code == 0
    assert verdicts(tmp_path / "pool.dat") == {"a001": "met", "a002": "refer"}


def test_a_hidden_sheet_is_read_like_any_other() -> None:
    hidden = zipped(parts({"applicants": f"<row>{text_cell('a')}</row>"}, states=' state="veryHidden"'))
    assert opened(hidden).names == ("applicants",)
    assert one_grid(hidden).header == ("a",)


def test_a_sheet_of_another_name_is_told_and_not_used(tmp_path: Path) -> None:
    said = screened(sound(tmp_path / "pool.xlsx", Notes=[["anything"], ["at", "all"]]))
    assert said.code == 0
    said.line("pool.xlsx", "sheet 'Notes' is not used")


def test_a_sheet_named_nearly_as_a_table_is_a_fault_with_the_right_name(tmp_path: Path) -> None:
    said = screened(sound(tmp_path / "pool.xlsx", answers=None, Answer=[["a"]]))
    assert said.code == 2
    said.line("sheet 'Answer'", "did you mean 'answers'?")


def test_a_missing_sheet_is_named_with_what_would_do(tmp_path: Path) -> None:
    said = screened(sound(tmp_path / "pool.xlsx", education=None))
    assert said.code == 2
    said.line("pool.xlsx", "no education sheet", "header alone")


def test_a_reject_names_sheet_and_row(tmp_path: Path) -> None:
    rows = [*SOUND_ROWS["education"], [], ["a001", "wizard"]]
    said = screened(sound(tmp_path / "pool.xlsx", education=rows))
    assert said.code == 4
    said.line("education", "row 5", "level")


def test_a_workbook_of_one_table_asks_for_a_column_map(tmp_path: Path) -> None:
    place = tmp_path / "pool.xlsx"
    place.write_bytes(workbook({"Sheet1": [["Name"], ["x"]]}))
    screened(place).line("pool.xlsx", "no column map")


def test_an_archive_of_tables_is_read_like_their_folder(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {f"export/{name}.csv": text for name, text in SOUND.items()}
    members["__MACOSX/export/applicants.csv"] = b"\0"
    place = tmp_path / "pool.zip"
    place.write_bytes(zipped(members).content)
    assert screened(place).code == 0
    assert verdicts(place) == {"a001": "met", "a002": "refer"}
    place.write_bytes(zipped({**members, "old/answers.csv": SOUND["answers"]}).content)
    screened(place).line("pool.zip", "answers.csv twice")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_and_exports_is_read_as_the_same_cells(tmp_path: Path) -> None:
    """A workbook saved by another program, and its CSV, agree with ours cell by cell."""
    table = [
        ["id", "number", "share", "day", "month", "flag", "text"],
        ["007", "2.5", "85%", "2021-06-30", "2021-06", "yes", 'a "quoted", text'],
        ["042", "1040", "50%", "1999-01-02", "1999-12", "no", "line\nnext"],
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "pool.xlsx").write_bytes(workbook({"pool": table}, as_typed=True))
    for form, folder in (("xlsx", "out"), ("csv:Text - txt - csv (StarCalc):44,34,76,1", "out")):
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form]
        command += ["--outdir", str(tmp_path / folder), str(tmp_path / "in" / "pool.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    ours = cells_of(one_grid(Contents("x", (tmp_path / "out" / "pool.xlsx").read_bytes())))
    assert ours == table[1:]
    with (tmp_path / "out" / "pool.csv").open(encoding="utf-8", newline="") as file:
        theirs = list(csv.reader(file))[1:]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine[:3] == other[:3]
        assert mine[6] == other[6]
        assert str(parse_date(mine[3])) == str(parse_date(other[3]))


def test_the_sample_workbook_holds_the_sample_folder() -> None:
    day = date.fromisoformat(AS_OF)
    from_workbook = read_source(SAMPLES / "stockton-mayoral-pio.xlsx", Reading())
    from_folder = read_source(SAMPLES / "stockton-mayoral-pio", Reading())
    assert results(from_workbook, STOCKTON, day) == results(from_folder, STOCKTON, day)


def test_a_cell_is_never_shown_in_a_message() -> None:
    bad = zipped(parts({"s": '<row><c t="s"><v>secret</v></c></row>'}))
    with pytest.raises(SourceError) as caught:
        read_workbook(bad, everything)
    assert "secret" not in str(caught.value)
    assert "cell A1" in str(caught.value)
