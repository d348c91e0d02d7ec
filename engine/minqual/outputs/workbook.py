"""Listings as the sheets of a workbook for people (XLSX): headings, filters, fitted widths, standings in colour.

Rows go to disk as they come, so that memory does not grow with them. The bytes are the same for the same results: no
time of writing stands in them. A cell can be a link to a row of another sheet; where it leads is said by the number of
that row alone, so that no text becomes a link or leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from minqual.outputs.level_tables import Heading
from minqual.outputs.provenance import Row
from minqual.outputs.tables import Listing, Told, is_number, plain_cells, unheard
from minqual.outputs.whole_files import room_beside, safe_cell
from minqual.values import Fault, SourceError, Standing

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from minqual.outputs.tables import Column

MOST_ROWS: Final = 1_048_576
LONGEST_CELL: Final = 32_767
LONGEST_NAME: Final = 31
CUT: Final = "… (cut)"
RESERVED: Final = ("results", "funnel", "to ask", "to settle", "rejects", "about", "history")
"""Names of sheets that no level's may have; the last is Excel's own."""

ROWS_AT_A_TIME: Final = 5_000
WIDEST: Final = 92
"""Signs across which most long texts are broken into lines."""

WIDEST_OF_ALL: Final = 160
"""Signs across which the longest are, so that all of their lines fit into a row."""

NARROWEST: Final = 10
FIGURE: Final = 10
CLAUSE: Final = 14
WIDEST_PRINT: Final = 240
"""Signs across a page at the smallest scale that can be read; wider sheets take several pages side by side."""

SMALLEST_LETTERS: Final = 0.7
"""How small letters may become where a text is to fit into its cell; what is longer is cut off at the next one."""

MOST_LINKS: Final = 65_530
"""Links that a worksheet can hold; where there are more, those of its first rows stand."""

MARGIN: Final = 0.4
"""The margins of a page in inches."""

FACT: Final = 60
COUNT: Final = 20
LINE: Final = 15
TALLEST: Final = 27
"""Lines that a row can show: spreadsheets make none higher than 409 points."""

COLOURS: Final[Mapping[Standing, tuple[str, str]]] = {
    Standing.MET: ("#C6EFCE", "#0B5A1E"),
    Standing.CONDITIONAL: ("#D6EAF8", "#154360"),
    Standing.REVIEW: ("#FFF2CC", "#7F6000"),
    Standing.REFER: ("#E8DAEF", "#512E5F"),
    Standing.UNMET: ("#F8D7DA", "#842029"),
}
"""The ground and the letters of a cell with a standing."""

_UNWRITABLE: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold and XlsxWriter does not escape."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Where the cells of a column lead: to the rows of a sheet, counted from its first; none where it is below 0."""

    sheet: str
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A listing as a sheet. standings: its columns of standings, to be coloured. headings: what stands above.

    widths: of columns that are not fitted to what they hold, nor broken into lines. one_line: whether no column is;
    what is a little too long for its column then has smaller letters. printed: the last column that is printed; all
    where none is named. links: of columns whose cells lead to other sheets.
    """

    listing: Listing
    standings: Sequence[str] = ()
    headings: Sequence[Heading] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    one_line: bool = False
    printed: str = ""
    links: Mapping[str, Link] = field(default_factory=dict)

    @property
    def top(self) -> int:
        """Rows above the rows of the listing."""
        return 3 if self.headings else 1


def valid_names(names: Iterable[str]) -> Iterator[str]:
    """Names as those of sheets: valid, at most 31 signs, each different from the others and from the reserved ones."""
    taken = set(RESERVED)
    for name in names:
        plain = _FORBIDDEN.sub(" ", name).strip(" '") or "level"
        told, number = plain[:LONGEST_NAME].strip(" '"), 1
        while told.casefold() in taken:
            number += 1
            end = f" ({number})"
            told = plain[: LONGEST_NAME - len(end)].strip(" '") + end
        taken.add(told.casefold())
        yield told


def written(text: str) -> str:
    """Text as a cell holds it: without what no file can hold, cut with a mark where it is too long.

    Other signs that XML forbids are escaped in the file (_xHHHH_), and spreadsheets read them back.
    """
    if not text.isascii():
        text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) * 2 > LONGEST_CELL and _units(text) > LONGEST_CELL:
        units = text.encode("utf-16-le")[: (LONGEST_CELL - len(CUT)) * 2]
        text = units.decode("utf-16-le", "ignore") + CUT
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for markup of its own.
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text


def _units(text: str) -> int:
    """Signs as spreadsheets count them: those beyond the first 65,536 of Unicode twice."""
    return len(text.encode("utf-16-le")) // 2


def check_size(sheets: Sequence[Sheet]) -> None:
    """Raise SourceError where a sheet would have more rows than a worksheet can."""
    faults = [
        Fault(
            f"sheet {each.listing.name!r}",
            f"{each.listing.height:,} rows",
            f"at most {MOST_ROWS - each.top:,}, as a worksheet has; or CSV, JSONL or Parquet, which hold any number",
        )
        for each in sheets
        if each.listing.height > MOST_ROWS - each.top
    ]
    if faults:
        raise SourceError(faults)


def write_workbook(
    sheets: Sequence[Sheet], about: Iterable[Row], file: IO[bytes], day: str, told: Told = unheard
) -> None:
    """Sheets and a page about them as one workbook. day: the date that stands in its properties, the same each time.

    On the way the rows take room on disk beside the file, some ten times what the file takes in the end.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    check_size(sheets)
    total = sum(each.listing.height for each in sheets)
    with room_beside(file) as room:
        sink = _Sink(file)
        book = xlsxwriter.Workbook(sink, {"constant_memory": True, "tmpdir": room, "strings_to_formulas": False})
        book.use_zip64()
        book.set_properties({"author": "minqual", "created": datetime.fromisoformat(day)})
        looks = _Looks(book)
        tops = {sheet.listing.name: sheet.top for sheet in sheets}
        try:
            for sheet in sheets:
                page = book.add_worksheet(sheet.listing.name)
                _write_sheet(page, sheet, looks, tops, lambda more: told(more, total))
            _write_about(book.add_worksheet("about"), list(about), looks)
            book.close()
        except FileCreateError as error:
            sink.given_up = True
            raise error.args[0] from None
        except BaseException:
            sink.given_up = True
            raise


FAR: Final = 1 << 62
"""A place behind all that an archive holds."""


class _Sink:
    """A file that takes nothing more once it is given up: an archive tries to end itself even after a fault."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.given_up = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever a file has
        return (lambda *_: FAR) if self.given_up else getattr(self._file, name)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is written. wrapped: whether its texts are broken into lines."""

    name: str
    text: bool
    width: int
    look: Format
    wrapped: bool


def _write_sheet(
    page: Worksheet, sheet: Sheet, looks: _Looks, tops: Mapping[str, int], told: Callable[[int], None]
) -> None:
    listing, top = sheet.listing, sheet.top
    columns = _columns(sheet, looks)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, column.look)
    kept, bottom = 2 if sheet.headings else 1, top - 1 + listing.height
    page.freeze_panes(top, kept)
    page.autofilter(top - 1, 0, bottom, len(columns) - 1)
    printed = list(listing.columns).index(sheet.printed) + 1 if sheet.printed else len(columns)
    page.print_area(0, 0, bottom, printed - 1)
    _set_up_print(page, top - 1, kept - 1, sum(column.width for column in columns[:printed]))
    _colour(page, sheet, looks)
    _offer(page, sheet)
    if sheet.headings:
        _write_headings(page, sheet, [column.width for column in columns], looks)
        page.set_row(top - 1, LINE * max(_lines(column.name, column.width) for column in columns))
    for place, column in enumerate(columns):
        page.write_string(top - 1, place, written(column.name), looks.header)
    _write_rows(page, sheet, columns, _Leads(sheet, tops), looks.link, told)


def _write_rows(
    page: Worksheet, sheet: Sheet, columns: Sequence[_Column], leads: _Leads, link: Format, told: Callable[[int], None]
) -> None:
    """The rows of a listing, as high as their lines; where a cell leads, as a link."""
    listing, row = sheet.listing, sheet.top
    puts = [page.write_string if column.text else page.write_number for column in columns]
    wrapped = [(place, column.width) for place, column in enumerate(columns) if column.wrapped]
    for part in listing.parts(ROWS_AT_A_TIME):
        parted = zip(part.columns.items(), columns, strict=True)
        cells = [_cells(cells, text=each.text, free=name in listing.free_text) for (name, cells), each in parted]
        for line in zip(*cells, strict=True):
            lines = max((_lines(line[place], width) for place, width in wrapped), default=1)
            if lines > 1:
                page.set_row(row, LINE * lines)
            for place, (put, cell) in enumerate(zip(puts, line, strict=True)):
                if cell is not None:
                    put(row, place, cell)
            for place, to in leads.of(row - sheet.top, line).items():
                # What the cell says is written apart, as every cell is: a link's own text is not escaped.
                page.write_url(row, place, to, link, "")
                puts[place](row, place, line[place], link)
            row += 1
        told(len(cells[0]))


class _Leads:
    """Where the cells of a sheet lead, row by row, for as many rows as a worksheet can hold links of."""

    def __init__(self, sheet: Sheet, tops: Mapping[str, int]) -> None:
        names = list(sheet.listing.columns)
        self._links = [
            (names.index(name), f"internal:{_quoted(link.sheet)}!A", tops[link.sheet] + 1, link.rows)
            for name, link in sheet.links.items()
            if link.sheet in tops
        ]
        self._left = MOST_LINKS

    def of(self, row: int, line: Sequence[Any]) -> Mapping[int, str]:
        """The links of a row of the listing, by the place of their column; none from a blank cell."""
        if len(self._links) > self._left:
            return {}
        found = {
            place: f"{to}{rows[row] + first}"
            for place, to, first, rows in self._links
            if rows[row] >= 0 and line[place] is not None
        }
        self._left -= len(found)
        return found


def _quoted(name: str) -> str:
    """The name of a sheet as a place in it is written."""
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _cells(column: Column, *, text: bool, free: bool) -> list[Any]:
    """A column's cells as they are written; None for a blank."""
    if not text:
        return plain_cells(column)
    return [written(safe_cell(cell) if free else cell) or None for cell in column]


def _columns(sheet: Sheet, looks: _Looks) -> list[_Column]:
    """The columns of a sheet, as wide as told, else fitted to what they hold."""
    found = []
    for name, column in sheet.listing.columns.items():
        text, most = not is_number(column), _longest(column)
        width = _width(sheet, name, most, text=text)
        broken = not sheet.one_line and name not in sheet.widths and most > width
        figure = looks.hundredths if sheet.headings else looks.top
        shrunk = not broken and width < most <= width / SMALLEST_LETTERS
        look = (looks.wrapped if broken else looks.shrunk if shrunk else looks.top) if text else figure
        found.append(_Column(name, text, width, look, broken))
    return found


def _longest(column: Column) -> int:
    """The signs of the longest text of a column; those of figures are few."""
    return 0 if is_number(column) else max(map(len, column), default=0)


def _width(sheet: Sheet, name: str, most: int, *, text: bool) -> int:
    """The width of a column in signs. most: those of its longest text."""
    if sheet.headings and name != "applicant_id":
        return CLAUSE if text else FIGURE
    if name in sheet.widths:
        return sheet.widths[name]
    # Some more than the header: the filter's button stands there.
    width = min(max(most + 2, len(name) + 4, NARROWEST), WIDEST)
    return width if sheet.one_line else max(width, min(-(-most // TALLEST), WIDEST_OF_ALL))


def _lines(text: str | None, width: int) -> int:
    """How many lines a text takes in a width, at most those that a row can show."""
    if text is None or (len(text) <= width and "\n" not in text):
        return 1
    return min(-(-len(text) // width) + text.count("\n"), TALLEST)


def _set_up_print(page: Worksheet, row: int, column: int, width: int) -> None:
    """Pages across with the titles repeated, as many side by side as can be read."""
    page.repeat_rows(0, row)
    page.repeat_columns(0, column)
    page.set_landscape()
    page.set_margins(MARGIN, MARGIN, MARGIN, MARGIN)
    page.fit_to_pages(-(-width // WIDEST_PRINT), 0)


def _colour(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    """Let cells with a standing be coloured by it: a rule for each standing, however many rows there are."""
    from xlsxwriter.utility import xl_range

    if not sheet.standings or not sheet.listing.height:
        return
    first, last = sheet.top, sheet.top + sheet.listing.height - 1
    places = [list(sheet.listing.columns).index(name) for name in sheet.standings]
    cells = " ".join(xl_range(first, place, last, place) for place in places)
    for standing, look in looks.standings.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{standing.word}"', "format": look, "multi_range": cells}
        page.conditional_format(first, places[0], last, places[0], rule)


LONGEST_OFFER: Final = 255
"""Signs of all that a drop-down offers, with commas between them."""

MOST_OFFERS: Final = 50_000
"""Stretches of rows with a drop-down of their own; a sheet may have some more."""


_NOTE: Final = {
    "input_title": "answer",
    "input_message": "One of the names in the column choices, several with semicolons between, or none of these.",
}
"""What a cell says that is to be answered from more choices than a drop-down can offer."""


def _offer(page: Worksheet, sheet: Sheet) -> None:
    """Let the answers of a sheet with choices offer them, or say where they stand; others can be written too."""
    columns, row, offers = sheet.listing.columns, sheet.top, 0
    if not {"answer", "choices"} <= columns.keys():
        return
    place = list(columns).index("answer")
    for cell, several in groupby(columns["choices"]):
        last = row + len(list(several)) - 1
        choices = [each.strip() for each in cell.split(";")]
        short = len(",".join(choices)) <= LONGEST_OFFER and not any("," in each for each in choices)
        if cell and offers < MOST_OFFERS:
            offered = {"validate": "list", "source": choices} if short else {"validate": "any", **_NOTE}
            page.data_validation(row, place, last, place, {**offered, "error_type": "information"})
            offers += 1
        row = last + 1


def _write_headings(page: Worksheet, sheet: Sheet, widths: Sequence[int], looks: _Looks) -> None:
    """Two rows above the header: each clause in words, and where the specification says it with what it needs."""
    for row, texts in enumerate(([each.says for each in sheet.headings], [each.place for each in sheet.headings])):
        spans = [sum(widths[each.first : each.first + each.columns]) for each in sheet.headings]
        page.set_row(row, LINE * max(map(_lines, texts, spans)))
        for heading, text in zip(sheet.headings, texts, strict=True):
            last = heading.first + heading.columns - 1
            if last > heading.first:
                page.merge_range(row, heading.first, row, last, "", looks.heading)
            page.write_string(row, heading.first, written(text), looks.heading)


class _Looks:
    """How the cells of a workbook look."""

    def __init__(self, book: Workbook) -> None:
        def look(**properties: object) -> Format:
            return book.add_format({"valign": "top", **properties})

        edge = {"border": 1, "border_color": "#BFBFBF"}
        self.header = look(bold=True, font_color="#FFFFFF", bg_color="#305496", text_wrap=True, **edge)
        self.heading = look(font_color="#1F3864", bg_color="#D9E2F3", text_wrap=True, **edge)
        self.title = look(bold=True, font_color="#1F3864", bottom=1, bottom_color="#305496")
        self.top = look()
        self.wrapped = look(text_wrap=True)
        self.shrunk = look(shrink=True)
        self.link = look(font_color="#0563C1", underline=1)
        self.left = look(text_wrap=True, align="left")
        self.aside = look(align="left")
        self.hundredths = look(num_format="0.00")
        self.standings = {
            standing: book.add_format({"bg_color": ground, "font_color": letters})
            for standing, (ground, letters) in COLOURS.items()
        }


def _write_about(page: Worksheet, rows: Sequence[Row], looks: _Looks) -> None:
    """The page about a screening: titles, and what they stand above."""
    page.set_column(0, 0, FACT, looks.wrapped)
    page.set_column(1, 6, COUNT, looks.left)
    page.hide_gridlines(2)
    _set_up_print(page, 0, 0, FACT + 6 * COUNT)
    title = True
    for number, row in enumerate(rows):
        wide = len(row) == 2 and isinstance(row[1], str) and not title
        texts = (each if isinstance(each, str) else "" for each in (*row, "", "")[:2])
        page.set_row(number, LINE * max(map(_lines, texts, (FACT, 6 * COUNT if wide else WIDEST))))
        if wide:
            page.merge_range(number, 1, number, 6, "", looks.left)
        for place, cell in enumerate(row):
            look = looks.title if title else looks.wrapped if place == 0 else looks.left if wide else looks.aside
            if isinstance(cell, str):
                page.write_string(number, place, written(cell), look)
            else:
                page.write_number(number, place, cell, look)
        title = not row
