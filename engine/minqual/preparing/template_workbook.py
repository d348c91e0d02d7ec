"""Blank tables as a workbook: a sheet for each, with notes on the headings and words to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Final

from minqual.preparing.templates import BlankColumn, BlankTable, BlankTables, read_me
from minqual.records import READ_ME, WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW: Final = 1_048_576
"""The last row of a sheet."""

_TEXT: Final = "@"
_FONT: Final = "Calibri"
_LINE: Final = 110
"""Signs that fit on one line of what is to be read first."""
_NARROWEST: Final = 14
_WIDEST: Final = 44
_NOTE_WIDTH: Final = 340
_NOTE_LINE: Final = 50
"""Signs of a note that fit on one of its lines."""


def write_blank_workbook(blank: BlankTables, file: IO[bytes]) -> None:
    """The blank tables of a pack as an .xlsx workbook."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    _add_read_me(book, blank)
    ranges = _ranges(blank)
    for table in blank.tables:
        _add_table(book.create_sheet(table.name), table, ranges)
    _add_words(book, blank)
    book.active = 1
    book.save(file)


def _ranges(blank: BlankTables) -> Mapping[tuple[str, str], str]:
    """Where the words of each column stand, by table and column."""
    from openpyxl.utils import get_column_letter

    places = {}
    for place, (name, words) in enumerate(blank.lists, start=1):
        letter = get_column_letter(place)
        table, _, column = name.partition(" ")
        places[table, column] = f"{WORDS}!${letter}$2:${letter}${len(words) + 1}"
    return places


def _add_read_me(book: Workbook, blank: BlankTables) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(READ_ME)
    for row, (topic, text) in enumerate(read_me(blank), start=1):
        sheet.cell(row, 1, topic).font = Font(name=_FONT, bold=True)
        sheet.cell(row, 1).alignment = Alignment(vertical="top")
        _write_text(sheet, row, 2, text)
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 15 * (1 + len(text) // _LINE)
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 100
    _fit_to_paper(sheet)


def _fit_to_paper(sheet: Worksheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A cell that holds text whatever it begins with, never a formula."""
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"


def _add_words(book: Workbook, blank: BlankTables) -> None:
    sheet = book.create_sheet(WORDS)
    for place, (name, words) in enumerate(blank.lists, start=1):
        for row, text in enumerate((name, *words), start=1):
            _write_text(sheet, row, place, text)
        _style_heading(sheet, place, max(map(len, (name, *words))))
    sheet.freeze_panes = "A2"
    _fit_to_paper(sheet)


def _style_heading(sheet: Worksheet, place: int, length: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    heading = sheet.cell(1, place)
    heading.font = Font(name=_FONT, bold=True)
    heading.fill = PatternFill("solid", fgColor="DDE6F0")
    heading.alignment = Alignment(vertical="top")
    sheet.column_dimensions[get_column_letter(place)].width = min(max(length + 2, _NARROWEST), _WIDEST)


def _add_table(sheet: Worksheet, table: BlankTable, ranges: Mapping[tuple[str, str], str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(table.columns, start=1):
        letter = get_column_letter(place)
        _write_text(sheet, 1, place, column.name)
        _style_heading(sheet, place, max(map(len, (column.name, *column.choices))))
        if column.text:
            sheet.column_dimensions[letter].number_format = _TEXT
        height = 24 + 18 * (len(column.note) // _NOTE_LINE + 2)
        sheet.cell(1, place).comment = Comment(column.note, "minqual", height=height, width=_NOTE_WIDTH)
        if column.choices:
            _add_choices(sheet, f"{letter}2:{letter}{LAST_ROW}", column, ranges[table.name, column.name])
    sheet.freeze_panes = "A2"
    _fit_to_paper(sheet)


def _add_choices(sheet: Worksheet, cells: str, column: BlankColumn, words: str) -> None:
    """A drop-down over some cells; words beside those listed are warned of, or refused where they make no sense."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "stop" if column.firm else "warning"
    rule.errorTitle = column.name
    rule.error = (
        "Choose one of the words listed, or leave the cell blank."
        if column.firm
        else f"Not one of the words in the sheet {WORDS}. It may be understood all the same. Keep it?"
    )
    rule.add(cells)
    sheet.add_data_validation(rule)
