"""The first and the last day of jobs where an export writes both in one cell, or has a box for what goes on."""

from __future__ import annotations

import numpy as np

from minqual.records import TextColumn
from minqual.sources.column_maps.cells import renamed
from minqual.sources.column_maps.notation import Current
from minqual.sources.column_maps.spans import APART
from minqual.values import fold, goes_on, silent


def first_and_last(spans: TextColumn) -> tuple[TextColumn, TextColumn]:
    """Two columns of dates from one of spans; a cell that is none stays in the first, where it is no date."""
    return (
        renamed(spans, lambda word: word.partition(APART)[0]),
        renamed(spans, lambda word: word.partition(APART)[2]),
    )


def ended(end: TextColumn, box: TextColumn, current: Current) -> TextColumn:
    """The column of ends as a box says it: the present where it is ticked, open where the two contradict each other."""
    ticked, not_ticked = (set(map(fold, words)) for words in (current.ticked, current.not_ticked))
    state = np.array([_state(word, ticked, not_ticked) for word in box.words], dtype=np.int64)[box.codes]
    meant = TextColumn.of(_end(word, each) for word in end.words for each in (-1, 0, 1))
    return TextColumn(meant.codes.reshape(-1, 3)[end.codes, state + 1], meant.words)


def _state(word: str, ticked: set[str], not_ticked: set[str]) -> int:
    """1 for a box that is ticked, 0 for one that is not, -1 where it does not say."""
    folded = fold(word)
    return 1 if folded in ticked else 0 if folded in not_ticked else -1


def _end(word: str, state: int) -> str:
    present = goes_on(word)
    if state == 1:
        return "present" if silent(word) or present else ""
    return "" if state == 0 and present else word
