"""Workbooks for tests: from tables by openpyxl, and from bare XML for what no program writes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

from minqual.sources import Contents, Grid, Watch, unwatched
from minqual.sources.archives import open_archive
from minqual.sources.xlsx import Workbook as Opened
from minqual.sources.xlsx import open_workbook
from minqual.values import Fault, SourceError

Rows = Sequence[Sequence[str]]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"

NUMBER: Final = re.compile(r"0|[1-9]\d{0,8}|(0|[1-9]\d{0,8})\.\d{0,2}[1-9]")
DAY: Final = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
MONTH: Final = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
PERCENT: Final = re.compile(r"(\d{1,2})%")


def csv_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def typed(cell: str) -> tuple[str | float | date | bool | None, str]:
    """What a spreadsheet program stores where someone types a cell, and the number format that it gives it."""
    if cell in {"", "yes", "no"}:
        return ({"yes": True, "no": False}.get(cell), "General")
    if NUMBER.fullmatch(cell):
        return float(cell), "General"
    if DAY.fullmatch(cell):
        return datetime.fromisoformat(cell), "m/d/yyyy"
    if MONTH.fullmatch(cell):
        return datetime.fromisoformat(f"{cell}-01"), "mmm-yy"
    if found := PERCENT.fullmatch(cell):
        return int(found[1]) / 100, "0%"
    return cell, "General"


def workbook(tables: Mapping[str, Rows], *, as_typed: bool = False, epoch: datetime | None = None) -> bytes:
    """A workbook with a sheet for each table: all cells as text, or as they would be if someone had typed them."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    if epoch is not None:
        book.epoch = epoch
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for place, text in enumerate(row, start=1):
                value, form = typed(text) if as_typed and number > 1 else (text or None, "General")
                if value is not None:
                    cell = sheet.cell(number, place, value)
                    cell.number_format = form
                    if isinstance(value, str):
                        cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def folder_tables(folder: Path) -> dict[str, list[list[str]]]:
    """The tables of a folder of CSV files."""
    names = ("applicants", "education", "experience", "credentials", "answers")
    return {name: csv_rows(folder / f"{name}.csv") for name in names}


def parts(
    sheets: Mapping[str, str], styles: Sequence[str] = (), texts: str = "", book: str = "", states: str = ""
) -> dict[str, str]:
    """The members of a workbook from the bare XML of its sheets' rows and the codes of its number formats.

    texts: its <si> elements. book: elements of the workbook beside its sheets.
    """
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{states}/>'
        for number, name in zip(numbers, sheets, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    forms = "".join(
        f'<numFmt numFmtId="{164 + place}" formatCode={quoteattr(code)}/>' for place, code in enumerate(styles)
    )
    used = "".join(f'<xf numFmtId="{164 + place}"/>' for place in range(len(styles)))
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}'
        f'<Relationship Id="t" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="s" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{forms}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    } | {
        f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        for number, rows in zip(numbers, sheets.values(), strict=True)
    }


def zipped(members: Mapping[str, str | bytes], name: str = "pool.xlsx") -> Contents:
    """Members as a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in members.items():
            archive.writestr(each, content)
    return Contents(name, file.getvalue())


def text_cell(text: str, where: str = "") -> str:
    """A cell with its text inside."""
    place = f' r="{where}"' if where else ""
    return f'<c{place} t="inlineStr"><is><t>{text}</t></is></c>'


def opened(contents: Contents) -> Opened:
    """A file that is a workbook, opened; SourceError if it is none."""
    book = open_workbook(open_archive(contents))
    if book is None:
        raise SourceError([Fault(contents.name, "a damaged file", "a workbook")])
    return book


def read_workbook(
    contents: Contents, wanted: Callable[[str, str], bool], watch: Watch = unwatched, skipped: int = 0
) -> list[Grid]:
    """The sheets of a file that is a workbook."""
    return opened(contents).grids(wanted, watch, skipped)
