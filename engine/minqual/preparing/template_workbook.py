"""Blank tables as a workbook: a sheet for each, with notes on the headings and words to choose from."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Final

from minqual.preparing.asked_contract import Asks, ColumnAsked, TableAsked
from minqual.preparing.templates import AS_TEXT, note_of, read_me, word_lists, words_of
from minqual.records import READ_ME, WORDS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST_ROW: Final = 1_048_575
"""The last row of a sheet, counted from 0."""

_LINE: Final = 110
"""Signs that fit on one line of what is to be read first."""
_NARROWEST: Final = 14
_WIDEST: Final = 44
_SIGN: Final = 7
"""Pixels of a sign."""
_NOTE_WIDTH: Final = 340
_NOTE_LINE: Final = 50
"""Signs of a note that fit on one of its lines."""


def write_blank_workbook(asks: Asks, file: IO[bytes]) -> None:
    """The blank tables of a pack as an .xlsx workbook."""
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"author": "minqual"})
        looks = _Looks(book)
        _write_read_me(_page(book, READ_ME), asks, looks)
        pages = [_page(book, table.table) for table in asks.tables]
        words = _write_words(_page(book, WORDS), asks, looks)
        for page, table in zip(pages, asks.tables, strict=True):
            _write_table(page, table, asks, words, looks)
        pages[0].activate()
    file.write(written.getvalue())


class _Looks:
    """How the cells of a blank workbook look. text: cells that a spreadsheet leaves as they are typed."""

    def __init__(self, book: Workbook) -> None:
        look: Callable[[Mapping[str, object]], Format] = book.add_format
        self.heading = look({"bold": True, "bg_color": "#DDE6F0", "valign": "top"})
        self.topic = look({"bold": True, "valign": "top"})
        self.wrapped = look({"text_wrap": True, "valign": "top"})
        self.text = look({"num_format": "@"})


def _page(book: Workbook, name: str) -> Worksheet:
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_margins(left=0.75, right=0.75, top=1, bottom=1)
    page.fit_to_pages(1, 0)
    return page


def _write_read_me(page: Worksheet, asks: Asks, looks: _Looks) -> None:
    for row, (topic, text) in enumerate(read_me(asks)):
        page.write_string(row, 0, topic, looks.topic)
        page.write_string(row, 1, text, looks.wrapped)
        page.set_row(row, 15 * (1 + len(text) // _LINE))
    page.set_column_pixels(0, 0, 30 * _SIGN)
    page.set_column_pixels(1, 1, 100 * _SIGN)


def _write_words(page: Worksheet, asks: Asks, looks: _Looks) -> Mapping[str, str]:
    """The words to choose from, and where those of each table and column stand."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    places = {}
    for place, (name, words) in enumerate(word_lists(asks)):
        _write_heading(page, place, name, words, looks.heading)
        for row, text in enumerate(words, start=1):
            page.write_string(row, place, text)
        first, last = (xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True) for row in (1, len(words)))
        places[name] = f"={WORDS}!{first}:{last}"
    page.freeze_panes(1, 0)
    return places


def _write_heading(
    page: Worksheet, place: int, name: str, words: Sequence[str], look: Format, column: Format | None = None
) -> None:
    """A heading, over a column wide enough for it and for the words to choose from."""
    width = min(max(max(map(len, (name, *words))) + 2, _NARROWEST), _WIDEST)
    page.set_column_pixels(place, place, width * _SIGN, column)
    page.write_string(0, place, name, look)


def _write_table(page: Worksheet, table: TableAsked, asks: Asks, words: Mapping[str, str], looks: _Looks) -> None:
    for place, column in enumerate(table.columns):
        text, note = looks.text if column.column in AS_TEXT else None, note_of(column, asks.questions)
        _write_heading(page, place, column.column, words_of(column), looks.heading, text)
        height = 24 + 18 * (len(note) // _NOTE_LINE + 2)
        size = {"width": _NOTE_WIDTH, "height": height, "font_name": "Calibri", "font_size": 10}
        page.write_comment(0, place, note, {"author": "minqual", **size})
        if column.choices:
            choices = _choices(column, words[f"{table.table} {column.column}"])
            page.data_validation(1, place, LAST_ROW, place, choices)
    page.freeze_panes(1, 0)


def _choices(column: ColumnAsked, words: str) -> Mapping[str, object]:
    """A drop-down; words beside those listed are warned of, or refused where they make no sense."""
    return {
        "validate": "list",
        "source": words,
        "show_input": False,
        "error_type": "stop" if column.only_choices else "warning",
        "error_title": column.column,
        "error_message": "Choose one of the words listed, or leave the cell blank."
        if column.only_choices
        else f"Not one of the words in the sheet {WORDS}. It may be understood all the same. Keep it?",
    }
