"""How results name a row of the record: by its entry, else by what stands in it, so that order does not matter."""

from __future__ import annotations

from functools import reduce
from itertools import product
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import ENTRY, Applicants, Table
from minqual.values import unanswered
from minqual.verdicts.text_columns import Mosaic, Patterns, Tiles, arrow_words

if TYPE_CHECKING:
    from minqual.values import Flags, Numbers
    from minqual.verdicts.text_columns import Places

LONGEST_NAME: Final = 120
"""Letters after which a name is cut: it points at a row, the row itself stands in the source."""

DESCRIBED: Final = {
    "experience": (
        ("job of {years}", "job {start} to {end}", "job {start} to ?", "job ? to {end}", "job without dates"),
        (" ({kinds})", ""),
    ),
    "education": (("{level}", "study of no stated level"), (", {field}", ""), (", {awarded}", "")),
    "credentials": (("{name}, {issuer}", "{name}", "{issuer}", "credential without a name"),),
    "answers": (("{question}", "answer without a question"),),
}
"""What stands for a row, part by part: of each part the first wording whose cells are all filled."""


def _in_years(cell: str) -> str:
    """A cell of years with its unit, which it may state itself."""
    return f"{cell} years" if cell and not any(map(str.isalpha, cell)) else cell


def _shown(column: str, cell: str) -> str:
    """How a cell is shown in a name: not at all where it says nothing."""
    if unanswered(cell):
        return ""
    return _in_years(cell) if column == "years" else cell


def _pieces(wording: str) -> list[tuple[str, str | None]]:
    """A wording taken apart: what stands before each cell, and its column."""
    return [(text, column) for text, column, _, _ in Formatter().parse(wording)]


_CELLS: Final = {
    wording: tuple(column for _, column in _pieces(wording) if column)
    for parts in DESCRIBED.values()
    for part in parts
    for wording in part
}
"""The columns of which a wording shows cells."""


def entry_of(applicants: Applicants, table: str, row: int) -> str:
    """A row's name; empty where no row is meant (row −1)."""
    if row < 0:
        return ""
    source = applicants.table(table)
    name = _shown(ENTRY, source.cell(ENTRY, row)) or "".join(_worded(source, row, part) for part in DESCRIBED[table])
    return shortened(name)


def shortened(text: str, most: int = LONGEST_NAME) -> str:
    """A text cut where it is too long to be told. most: letters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _worded(table: Table, row: int, part: tuple[str, ...]) -> str:
    for wording in part:
        cells = {}
        for column in _CELLS[wording]:
            cells[column] = _shown(column, table.cell(column, row))
            if not cells[column]:
                break
        else:
            return wording.format_map(cells)
    return ""


class Names:
    """The names of a table's rows, many at a time as Arrow arrays: those of entry_of."""

    def __init__(self, table: Table) -> None:
        import pyarrow as pa

        self._parts = DESCRIBED[table.name]
        shown = [ENTRY, *dict.fromkeys(column for part in self._parts for each in part for column in _CELLS[each])]
        tiles = Tiles()
        names = ["".join(each) for each in product(*self._parts)]
        self._patterns = Patterns.of([_laid(name, shown, tiles) for name in (*names, f"{{{ENTRY}}}")])
        arrays = [tiles.arrow]
        self._columns: dict[str, tuple[Places, int, Flags] | None] = dict.fromkeys(shown)
        for name in shown:
            column = table.columns.get(name)
            if column is not None:
                words = arrow_words(tuple([_shown(name, word) for word in column.words]))
                self._columns[name] = column.codes, sum(map(len, arrays)), _lengths(words) > 0
                arrays.append(words)
        self._tiles = pa.concat_arrays(arrays)

    def of(self, rows: Numbers) -> Any:  # noqa: ANN401
        """The names of some rows, of which each is a row of the table."""
        cells = {name: self._cells(name, rows) for name in self._columns}
        pattern = np.zeros(len(rows), dtype=np.int64)
        for part in self._parts:
            which = np.full(len(rows), len(part) - 1, dtype=np.int64)
            for place in reversed(range(len(part) - 1)):
                filled = reduce(np.logical_and, [cells[column][1] for column in _CELLS[part[place]]])
                which[filled] = place
            pattern = pattern * len(part) + which
        pattern[cells[ENTRY][1]] = len(self._patterns.holes) - 1
        return _cut(
            Mosaic(self._tiles, self._patterns, pattern, [slot for slot, _ in cells.values()]).arrow(0, len(rows))
        )

    def _cells(self, name: str, rows: Numbers) -> tuple[Places, Flags]:
        """The tiles of a column's cells, and which of them are filled."""
        column = self._columns[name]
        if column is None:
            return np.zeros(len(rows), dtype=np.int32), np.zeros(len(rows), dtype=np.bool_)
        codes, first, filled = column
        return codes[rows] + np.int32(first), filled[codes[rows]]


def _laid(name: str, shown: list[str], tiles: Tiles) -> list[int]:
    """A name as the tiles of its words, and as a slot for each cell: −1 the first column of those shown."""
    laid: list[int] = []
    for text, column in _pieces(name):
        laid += [tiles.number(text)] if text else []
        laid += [-1 - shown.index(column)] if column else []
    return laid


def _lengths(texts: Any) -> Numbers:  # noqa: ANN401
    import pyarrow.compute as pc

    return np.asarray(pc.binary_length(texts).to_numpy(zero_copy_only=False), dtype=np.int64)


def _cut(names: Any) -> Any:  # noqa: ANN401
    """Names cut where they are too long."""
    import pyarrow.compute as pc

    if not len(names) or int(_lengths(names).max()) <= LONGEST_NAME:
        return names
    short = pc.binary_join_element_wise(pc.utf8_slice_codeunits(names, 0, LONGEST_NAME - 3), "...", "")
    return pc.if_else(pc.greater(pc.utf8_length(names), LONGEST_NAME), short, names)
