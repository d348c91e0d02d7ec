"""Reading a folder of CSV tables: quickly where the file is regular, row by row where it is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.faults import Fault, SourceError, nearest
from minqual.intake import used_columns
from minqual.tables import COLUMNS, Table, Tables, TextColumn, check_header

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

APPLICANT: Final = "applicant_id"


class _Sheet:
    """A table as read: the columns that are used, the spreadsheet's row numbers, and blank rows left out."""

    def __init__(
        self,
        name: str,
        where: str,
        header: Sequence[str],
        columns: Mapping[str, TextColumn],
        height: int,
        broken: Mapping[int, str] | None = None,
    ) -> None:
        self.name = name
        self.where = where
        self.unknown = check_header(name, where, header)
        filled = _filled(columns.values(), height)
        self.blank = int((~filled).sum())
        kept = {each: column for each, column in columns.items() if each in used_columns(name)}
        self.columns = kept if self.blank == 0 else {each: column.only(filled) for each, column in kept.items()}
        self.rows = np.arange(2, height + 2, dtype=np.int64)[filled]
        place = np.cumsum(filled) - 1
        self.broken = {int(place[row]): found for row, found in (broken or {}).items()}


def _filled(columns: Iterable[TextColumn], height: int) -> NDArray[np.bool_]:
    """Rows with any cell that is not blank."""
    filled = np.zeros(height, dtype=np.bool_)
    for column in columns:
        if not filled.all():
            filled |= column.codes != column.words.index("") if "" in column.words else True
    return filled


def read_folder(folder: Path, needed: Iterable[str]) -> Tables:
    """The tables of a folder: applicants.csv, education.csv and so on. SourceError carries every fault.

    needed: tables that a pack draws on; without them the record would seem to say "none".
    """
    faults: list[Fault] = []
    sheets: dict[str, _Sheet] = {}
    present = sorted(path.name for path in folder.glob("*.csv"))
    for name in COLUMNS:
        path = folder / f"{name}.csv"
        if not path.is_file():
            if name == "applicants" or name in needed:
                expected = f"{name}.csv (with its header alone where there are no rows)"
                others = [each for each in present if each.removesuffix(".csv") not in COLUMNS]
                faults.append(Fault(str(folder), f"no {name}.csv", expected, nearest(f"{name}.csv", others)))
            continue
        try:
            sheets[name] = _read_csv(name, path)
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)
    return _joined(sheets)


def frame_tables(frames: Mapping[str, pd.DataFrame]) -> Tables:
    """The tables that DataFrames hold, by table name; missing values are blank. SourceError carries every fault."""
    faults = [
        Fault("tables", f"unknown table {name!r}", "one of " + ", ".join(COLUMNS), nearest(name, COLUMNS))
        for name in frames
        if name not in COLUMNS
    ]
    if "applicants" not in frames:
        faults.append(Fault("tables", "no table 'applicants'", "a DataFrame of applicants"))
    sheets = {}
    for name, frame in frames.items():
        if name not in COLUMNS:
            continue
        columns = {str(each): TextColumn.of(map(_cell, frame[each])) for each in frame.columns}
        try:
            sheets[name] = _Sheet(name, name, list(columns), columns, len(frame))
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)
    return _joined(sheets)


def _cell(value: object) -> str:
    """A DataFrame's value as the cell that it would be in a spreadsheet."""
    if value is None or value != value:  # noqa: PLR0124  # missing values differ from themselves
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if str(value) == "<NA>" else str(value)


def _joined(sheets: Mapping[str, _Sheet]) -> Tables:
    """Sheets as tables whose rows know their applicant."""
    people = sheets["applicants"]
    ids = [people.columns[APPLICANT].words[code] for code in people.columns[APPLICANT].codes.tolist()]
    first: dict[str, int] = {}
    for place, each in enumerate(ids):
        first.setdefault(each, place)
    counts = np.bincount(people.columns[APPLICANT].codes, minlength=1)
    repeated = (counts[people.columns[APPLICANT].codes] > 1) & np.array([bool(each) for each in ids], dtype=np.bool_)
    first.pop("", None)
    tables = {}
    for name, sheet in sheets.items():
        column = sheet.columns[APPLICANT]
        by_word = np.array([first.get(word, -1) for word in column.words], dtype=np.int32)
        owner = by_word[column.codes] if len(by_word) else np.zeros(0, dtype=np.int32)
        tables[name] = Table(name, sheet.where, sheet.columns, owner, sheet.rows, sheet.unknown, sheet.broken)
    blank = {name: sheet.blank for name, sheet in sheets.items()}
    return Tables(ids, tables.pop("applicants"), tables, repeated, blank)


def _read_csv(name: str, path: Path) -> _Sheet:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError([Fault(path.name, error.strerror or "unreadable", "a readable file")]) from None
    if b"\0" in content:
        raise SourceError([Fault(f"{path.name} line 1", "letters that are not UTF-8", "a file saved as CSV UTF-8")])
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise SourceError([Fault(path.name, "an empty file", "a header row with " + ", ".join(COLUMNS[name]))])
    return _read_regular(name, path.name, content) or _read_rows(name, path.name, content)


def _read_regular(name: str, where: str, content: bytes) -> _Sheet | None:
    """A file in which every row has the header's cells; None where a closer look is needed."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    try:
        names = next(csv.reader([content.partition(b"\n")[0].decode("utf-8-sig")], strict=True))
        header = [_named(each) for each in names]
        used = [each for each in names if _named(each) in used_columns(name)]
        if not all(header) or len(set(header)) != len(header) or APPLICANT not in header or not _well_quoted(content):
            return None
        text = pa.dictionary(pa.int32(), pa.string())
        table = arrow.read_csv(
            io.BytesIO(content),
            parse_options=arrow.ParseOptions(newlines_in_values=b'"' in content, ignore_empty_lines=False),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(used, text), include_columns=used, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError, csv.Error, StopIteration):
        return None
    columns = {_named(each): _column(table.column(each)) for each in used}
    # A row may be blank in all columns that are used and yet not be a blank row.
    if not _filled(columns.values(), table.num_rows).all():
        return None
    return _Sheet(name, where, header, columns, table.num_rows)


def _named(cell: str) -> str:
    """A column's name as it is compared: capitals do not matter."""
    return cell.strip().casefold()


def _well_quoted(content: bytes) -> bool:
    """Whether every quote opens or closes a whole cell, or is one of a pair inside a quoted cell."""
    signs = np.frombuffer(b"\n" + content.removeprefix(b"\xef\xbb\xbf") + b"\n", dtype=np.uint8)
    quotes = np.flatnonzero(signs == ord('"'))
    if len(quotes) % 2:
        return False
    before, after = signs[quotes[::2] - 1], signs[quotes[1::2] + 1]
    opens = (before == ord(",")) | (before == ord("\n")) | (before == ord('"'))
    closes = (after == ord(",")) | (after == ord("\n")) | (after == ord("\r")) | (after == ord('"'))
    return bool(opens.all() and closes.all())


def _column(chunks: Any) -> TextColumn:  # noqa: ANN401  # pyarrow is untyped
    """An Arrow dictionary column as text: one dictionary for all chunks, words stripped."""
    array = chunks.unify_dictionaries().combine_chunks()
    if not len(array):
        return TextColumn.blank(0)
    words = array.dictionary.to_pylist()
    codes = array.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    stripped = [word.strip() for word in words]
    if stripped == words:
        return TextColumn(codes, tuple(words))
    numbers: dict[str, int] = {}
    merged = np.array([numbers.setdefault(word, len(numbers)) for word in stripped], dtype=np.int32)
    return TextColumn(merged[codes], tuple(numbers))


def _read_rows(name: str, where: str, content: bytes) -> _Sheet:
    """A file row by row; SourceError says which row cannot be taken apart into cells."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(
            [Fault(f"{where} line {line}", "bytes that are not UTF-8", "a file saved as CSV UTF-8")]
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    try:
        header = [_named(cell) for cell in next(reader)]
        records += reader
    except csv.Error as error:
        row = f"{where} row {len(records) + 2}"
        raise SourceError([Fault(row, f"broken CSV ({error})", "every quote closed inside its cell")]) from None
    width = len(header)
    broken = {
        place: f"{len(record)} cells under {width} column names"
        for place, record in enumerate(records)
        if record and len(record) != width
    }
    level = [[*record, *[""] * (width - len(record))][:width] for record in records]
    named = [place for place, each in enumerate(header) if each or any(record[place].strip() for record in level)]
    header = [header[place] for place in named]
    check_header(name, where, header)
    columns = {
        each: TextColumn.of(record[place] for record in level) for each, place in zip(header, named, strict=True)
    }
    return _Sheet(name, where, header, columns, len(records), broken)
