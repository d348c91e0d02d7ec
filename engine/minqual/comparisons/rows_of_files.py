"""Rows of files of results, whatever their form: cells by heading, each with the place that messages name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from minqual.comparisons.decision_words import plain_word
from minqual.outputs import safe_cell
from minqual.records import TextColumn, cell_of
from minqual.sources import Contents, Grid, Reading, entries, parquet_metadata, read_contents, read_text, sheet_file
from minqual.values import Fault, SourceError, nearest

STAMPED: Final = frozenset(
    """contract pack version digest as_of policy engine invented level other_kinds
    papers_until vacancy settlements map map_digest encoding delimiter skip_lines sources_digest""".split()  # noqa: SIM905  # a list of words reads best as words
)
"""What files say of themselves that tells one run from another, in every form."""

APPLICANT: Final = "applicant id"

JSON_ENDINGS: Final = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file. cells: by heading, as plain_word has it; of JSON, also mappings and lists."""

    place: str
    cells: Mapping[str, Any]

    def text(self, heading: str) -> str:
        """The text of a cell, blanks around it aside."""
        cell = self.cells.get(heading)
        return str(cell).lower() if isinstance(cell, bool) else cell.strip() if isinstance(cell, str) else ""


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a file. headings: what it has. stamp: what it says of itself, as far as that can be read."""

    name: str
    headings: Sequence[str]
    rows: Iterator[FileRow]
    stamp: Mapping[str, str]


def rows_in(path: Path, is_wanted: Callable[[frozenset[str]], bool], expected: str) -> FileRows:
    """The rows of a file; of a workbook, of its first sheet whose headings are wanted.

    SourceError: it cannot be read, or no sheet has these headings. expected: them in words.
    """
    contents = read_contents(path)
    if contents.name.casefold().endswith(JSON_ENDINGS):
        return _json_rows(path, contents, is_wanted, expected)
    grid = _wanted_grid(contents, is_wanted, expected)
    headings = [_heading(each) for each in grid.header]
    return FileRows(contents.name, headings, _grid_rows(grid, headings), _stamp(path, contents))


@dataclass(frozen=True, slots=True)
class FileColumns:
    """The rows of a file as columns, by heading. places: of a row, as messages name it."""

    name: str
    columns: Mapping[str, TextColumn]
    places: Callable[[int], str]
    stamp: Mapping[str, str]


def columns_in(path: Path, is_wanted: Callable[[frozenset[str]], bool], expected: str) -> FileColumns:
    """The rows of a file as columns, which many rows are read faster by; SourceError as rows_in has it."""
    contents = read_contents(path)
    if contents.name.casefold().endswith(JSON_ENDINGS):
        read = _json_rows(path, contents, is_wanted, expected)
        rows = list(read.rows)
        texts = {name: TextColumn.of([row.text(name) for row in rows]) for name in read.headings}
        return FileColumns(read.name, texts, lambda row: rows[row].place, read.stamp)
    found = _wanted_grid(contents, is_wanted, expected)
    _check_headings(found.said, found.header)
    columns = {_heading(found.header[place]): column for place, column in found.columns.items()}
    ids = columns.get(APPLICANT)
    if ids is not None:
        columns[APPLICANT] = TextColumn(ids.codes, [_unguarded(each) for each in ids.words])
    return FileColumns(
        contents.name, columns, lambda row: f"{found.said} row {found.rows[row]}", _stamp(path, contents)
    )


def columns_of_frame(frame: Any, name: str) -> FileColumns:  # noqa: ANN401  # a DataFrame, which is untyped here
    """The rows of a DataFrame as columns, its index too where that has a name; SourceError: cells that are none."""
    plain = frame.reset_index() if any(each is not None for each in frame.index.names) else frame
    _check_headings(name, list(map(str, plain.columns)))
    faults: list[Fault] = []
    columns: dict[str, TextColumn] = {}
    for place, heading in enumerate(map(str, plain.columns)):
        cells = [cell_of(each) for each in plain.iloc[:, place]]
        faults += [
            Fault(f"{name} row {row}, column {heading!r}", "a value that is no cell", "a text", code="wrong-type")
            for row, cell in enumerate(cells, start=2)
            if cell is None
        ]
        columns[_heading(heading)] = TextColumn.of([cell or "" for cell in cells])
    if faults:
        raise SourceError(faults)
    return FileColumns(name, columns, lambda row: f"{name} row {row + 2}", {})


def _check_headings(where: str, header: Sequence[str]) -> None:
    """SourceError where columns have one heading, so that nobody knows which of them is meant."""
    places: dict[str, list[int]] = {}
    for place, each in enumerate(header, start=1):
        places.setdefault(_heading(each), []).append(place)
    faults = [
        Fault(
            where, f"columns {' and '.join(map(str, several))} both called {each!r}", "each heading once", code="twice"
        )
        for each, several in places.items()
        if each and len(several) > 1
    ]
    if faults:
        raise SourceError(faults)


def _wanted_grid(contents: Contents, is_wanted: Callable[[frozenset[str]], bool], expected: str) -> Grid:
    """The first sheet whose headings are wanted; SourceError where there is none, or rows of it do not fit."""
    header: Sequence[str] = ()
    for grid in sheet_file(contents, Reading()).grids(lambda _: True):
        header = [*header, *grid.header]
        if not is_wanted(frozenset(map(_heading, grid.header))):
            continue
        if grid.broken:
            first = min(grid.broken)
            found, right = grid.broken[first]
            raise SourceError([Fault(f"{grid.said} row {grid.rows[first]}", found, right, code="cell")])
        return grid
    raise SourceError([_other_columns(contents.name, header, expected)])


def _other_columns(name: str, header: Sequence[str], expected: str) -> Fault:
    """The fault of a file without the headings that are wanted; of those that it has it tells one like that of ids."""
    headings = list(map(_heading, header))
    nearly = next((each for each in headings if APPLICANT not in headings and nearest(each, [APPLICANT])), None)
    if nearly is None:
        return Fault(name, "other columns", expected, code="missing")
    return Fault(name, f"a column {nearly!r}", expected, "applicant_id", code="missing")


def _stamp(path: Path, contents: Contents) -> Mapping[str, str]:
    return _stamp_inside(contents) or _stamp_beside(path)


def _heading(written: str) -> str:
    """A heading as cells are known by it; those of levels and posts hold an id, and stay as they are."""
    return written.strip() if written.startswith(("level_", "posts_")) else plain_word(written)


def _grid_rows(grid: Grid, headings: Sequence[str]) -> Iterator[FileRow]:
    columns = [(headings[place], column, column.words) for place, column in grid.columns.items()]
    for row, number in enumerate(grid.rows.tolist()):
        cells = {name: words[column.codes[row]] for name, column, words in columns}
        if APPLICANT in cells:
            cells[APPLICANT] = _unguarded(cells[APPLICANT])
        yield FileRow(f"{grid.said} row {number}", cells)


def _unguarded(text: str) -> str:
    """A text without the apostrophe by which a spreadsheet does not take it for a formula."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


def _json_rows(path: Path, contents: Contents, is_wanted: Callable[[frozenset[str]], bool], expected: str) -> FileRows:
    """The entries of a JSON text, each an object."""
    faults: list[Fault] = []
    rows: list[FileRow] = []
    for entry in entries(read_text(contents)):
        place = f"{contents.name} line {entry.number}"
        if entry.fault is not None or not isinstance(entry.value, dict):
            found, wanted = entry.fault or ("no object", 'one such as {"applicant_id": "…", "verdict": "…"}')
            faults.append(Fault(place, found, wanted, code="cell"))
            continue
        rows.append(FileRow(place, {_heading(str(name)): cell for name, cell in entry.value.items()}))
    headings = frozenset().union(*(row.cells for row in rows))
    if rows and not is_wanted(headings):
        faults.append(Fault(contents.name, "other keys", expected, code="missing"))
    if faults:
        raise SourceError(faults)
    stamp = rows[0].cells.get("stamp") if rows else None
    return FileRows(contents.name, sorted(headings), iter(rows), _stamp_beside(path) or _plain(stamp))


def _plain(stamp: object) -> Mapping[str, str]:
    return {name: str(said) for name, said in stamp.items() if name in STAMPED} if isinstance(stamp, dict) else {}


def _stamp_inside(contents: Contents) -> Mapping[str, str]:
    """What a Parquet file says of itself."""
    if not contents.content.startswith(b"PAR1"):
        return {}
    return {name: said for name, said in parquet_metadata(contents.name, contents.content).items() if name in STAMPED}


def _stamp_beside(path: Path) -> Mapping[str, str]:
    """What a file says of itself in the one beside it, if there is one that can be read."""
    with suppress(OSError, ValueError):
        return _plain(json.loads(path.with_name(f"{path.name}.about.json").read_text(encoding="utf-8")))
    return {}
