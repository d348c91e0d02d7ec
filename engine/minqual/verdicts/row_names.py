"""How results name a row of the record: by its entry, else by what stands in it, so that order does not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import ENTRY, Applicants, Table
from minqual.verdicts.text_columns import Mosaic, Patterns, arrow_words

if TYPE_CHECKING:
    from minqual.values import Flags, Numbers
    from minqual.verdicts.text_columns import Places

LONGEST_NAME: Final = 120
"""Letters after which a name is cut: it points at a row, the row itself stands in the source."""


def entry_of(applicants: Applicants, table: str, row: int) -> str:
    """A row's name; empty where no row is meant (row −1)."""
    if row < 0:
        return ""
    source = applicants.table(table)
    name = source.cell(ENTRY, row) or _described(source, row)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 3]}..."


def _described(table: Table, row: int) -> str:
    def cell(name: str) -> str:
        return table.cell(name, row)

    if table.name == "experience":
        if cell("years"):
            spell = f"job of {cell('years')} years"
        elif cell("start") or cell("end"):
            spell = f"job {cell('start') or '?'} to {cell('end') or '?'}"
        else:
            spell = "job without dates"
        return f"{spell} ({cell('kinds')})" if cell("kinds") else spell
    if table.name == "education":
        parts = [cell("level") or "study of no stated level", cell("field"), cell("awarded")]
        return ", ".join(part for part in parts if part)
    if table.name == "credentials":
        return ", ".join(part for part in (cell("name"), cell("issuer")) if part) or "credential without a name"
    return cell("question") or "answer without a question"


class Names:
    """The names of a table's rows, many at a time as Arrow arrays: those of entry_of."""

    def __init__(self, table: Table) -> None:
        import pyarrow as pa

        self._table = table
        self._columns = {name: column for name, column in table.columns.items() if name in {ENTRY, *_SHOWN[table.name]}}
        words = {name: arrow_words(column.words) for name, column in self._columns.items()}
        self._filled = {name: _lengths(array) > 0 for name, array in words.items()}
        self._first: dict[str, int] = {}
        first = len(_FIXED)
        for name, array in words.items():
            self._first[name] = first
            first += len(array)
        self._tiles = pa.concat_arrays([pa.array(_FIXED, pa.string()), *words.values()])

    def of(self, rows: Numbers) -> Any:  # noqa: ANN401
        """The names of some rows, of which each is a row of the table."""
        shown = _SHOWN[self._table.name]
        pattern, slots = self._described(rows, *(self._slot(name, rows) for name in shown))
        entry, named = self._slot(ENTRY, rows)
        pattern[named] = len(_PATTERNS[self._table.name])
        patterns = Patterns.of([*_PATTERNS[self._table.name], [-1 - len(shown)]])
        return _cut(Mosaic(self._tiles, patterns, pattern, (*slots, entry)).arrow(0, len(rows)))

    def _slot(self, name: str, rows: Numbers) -> tuple[Places, Flags]:
        """The tiles of a column's cells, and which of them are filled."""
        column = self._columns.get(name)
        if column is None:
            return np.zeros(len(rows), dtype=np.int32), np.zeros(len(rows), dtype=np.bool_)
        codes = column.codes[rows]
        return codes + np.int32(self._first[name]), self._filled[name][codes]

    def _described(self, rows: Numbers, *cells: tuple[Places, Flags]) -> tuple[Numbers, list[Places]]:
        """Which pattern describes each row, and what fills its slots."""
        slots, filled = [each for each, _ in cells], [each.astype(np.int64) for _, each in cells]
        if self._table.name == "experience":
            years, start, end, kinds = filled
            for place in (1, 2):
                slots[place] = np.where(filled[place], slots[place], np.int32(_FIXED.index("?")))
            return np.where(years, 0, np.where(start | end, 1, 2)) * 2 + kinds, slots
        number = np.zeros(len(rows), dtype=np.int64)
        for each in filled:
            number = number * 2 + each
        return number, slots


_SHOWN: Final = {
    "experience": ("years", "start", "end", "kinds"),
    "education": ("level", "field", "awarded"),
    "credentials": ("name", "issuer"),
    "answers": ("question",),
}
"""The columns that describe a row of a table."""

_FIXED: Final = (
    ", ", "?", "job of ", " years", "job ", " to ", "job without dates", " (", ")", "study of no stated level",
    "credential without a name", "answer without a question",
)  # fmt: skip

_COMMA, _, _JOB_OF, _YEARS, _JOB, _TO, _UNDATED, _OPENS, _CLOSES, _STUDY, _CREDENTIAL, _ANSWER = range(len(_FIXED))

_JOBS: Final = ((_JOB_OF, -1, _YEARS), (_JOB, -2, _TO, -3), (_UNDATED,))

_PATTERNS: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    "experience": tuple((*job, *kinds) for job in _JOBS for kinds in ((), (_OPENS, -4, _CLOSES))),
    "education": tuple(
        (level, *field, *awarded)
        for level in (_STUDY, -1)
        for field in ((), (_COMMA, -2))
        for awarded in ((), (_COMMA, -3))
    ),
    "credentials": ((_CREDENTIAL,), (-2,), (-1,), (-1, _COMMA, -2)),
    "answers": ((_ANSWER,), (-1,)),
}
"""How a row is described, by which of its cells are filled."""


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
