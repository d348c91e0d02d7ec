"""Cells of an export as our own tables write them: words translated, dates in one order, numbers with a point."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.records import TextColumn
from minqual.sources.column_maps.model import ColumnMap
from minqual.sources.column_maps.notation import (
    Cell,
    DateCell,
    KindsCell,
    NumberCell,
    ReplyCell,
    SpanCell,
    When,
    YearsCell,
)
from minqual.sources.column_maps.spans import APART, span_of
from minqual.values import MONTHS, Order, fold, goes_on, in_order, parts_of, plain_date, says_none, silent, told_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WITH_COMMA: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|,\d+")
_WITH_UNIT: Final = re.compile(r"month|year|yr|mos?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Translation:
    """A column as our table writes it. refused: per row, whether the map has no meaning for its word."""

    column: TextColumn
    refused: NDArray[np.bool_]


def renamed(column: TextColumn, read: Callable[[str], str]) -> TextColumn:
    """A column with each of its words replaced; words that come out the same are one."""
    made = TextColumn.of(map(read, column.words))
    return TextColumn(made.codes[column.codes], made.words) if made.words else column


class Reader:
    """Reads the cells of one column of ours out of the export's, as a map says."""

    def __init__(self, columns: ColumnMap, cell: Cell) -> None:
        self._columns, self._cell = columns, cell
        words = columns.blank_words if cell.blank_words is None else cell.blank_words
        self._values = {fold(word): meant for word, meant in cell.values.items()}
        self._blank = {"", *map(fold, words)} - {word for word in self._values if word}
        self._span_order = self._reply_order = columns.date_order

    def says_nothing(self, text: str) -> bool:
        """Whether a cell of the export counts as blank."""
        return fold(text) in self._blank

    def read(self, column: TextColumn) -> Translation:
        """A column of the export in our words."""
        if isinstance(self._cell, KindsCell):
            return Translation(renamed(column, self._kinds), column.flags(self._refuses_kinds))
        if isinstance(self._cell, DateCell):
            return Translation(renamed(column, self._dates(column.words)), column.flags(self._refuses))
        if isinstance(self._cell, ReplyCell):
            self._reply_order = self._order_of_replies(column.words)
        if isinstance(self._cell, SpanCell):
            self._span_order = self._order_of_spans(column.words)
        return Translation(renamed(column, self.word), column.flags(self._refuses))

    def _dates(self, words: Sequence[str]) -> Callable[[str], str]:
        """How dates of a column are read: where one contradicts the order that the map states, others may be either."""
        order, century = self._columns.date_order, self._columns.two_digit_years_from
        if {told_order(word, century) for word in words} <= {order, "open", None}:
            return self.word
        return lambda text: self.word(
            plain_date(text, "open", century) if told_order(text, century) == "open" else text
        )

    def _order_of_replies(self, words: Sequence[str]) -> Order:
        """The order of days in answers: open where one of them contradicts the order that the map states."""
        order = self._columns.date_order
        told = {told_order(part.strip()) for word in words for part in word.split(";")}
        return order if told <= {order, "open", None} else "open"

    def _order_of_spans(self, words: Sequence[str]) -> Order:
        """The order of the dates in spans: open where one of them contradicts the order that the map states."""
        order, century = self._columns.date_order, self._columns.two_digit_years_from
        against = (word for word in words if span_of(word, order, century) is None)
        return "open" if any(span_of(word, "open", century) is not None for word in against) else order

    def word(self, text: str) -> str:
        """A cell of the export in our words."""
        if self.says_nothing(text):
            return self._cell.if_blank
        return self._finished(self._meaning(text))

    def _meaning(self, text: str) -> str:
        meant = self._values.get(fold(text))
        if meant is not None:
            return meant
        return "" if self._cell.other_values == "blank" else text

    def _refuses(self, text: str) -> bool:
        known = self._cell.other_values != "refuse" or self.says_nothing(text) or silent(text)
        return not known and fold(text) not in self._values

    def _finished(self, text: str) -> str:
        if isinstance(self._cell, DateCell):
            return _date(text, self._columns)
        if isinstance(self._cell, SpanCell):
            span = span_of(text, self._span_order, self._columns.two_digit_years_from)
            return text.replace(APART, " ") if span is None or silent(text) else APART.join(span)
        if isinstance(self._cell, ReplyCell) and self._reply_order != "month first":
            text = in_order(text, self._reply_order)
        if (
            isinstance(self._cell, NumberCell | YearsCell)
            and self._columns.decimal_sign == ","
            and _WITH_COMMA.fullmatch(text)
        ):
            text = text.replace(".", "").replace(",", ".")
        if isinstance(self._cell, YearsCell) and self._cell.unit == "months" and not _WITH_UNIT.search(text):
            text = text if silent(text) else f"{text} months"
        return text

    def _kinds(self, text: str) -> str:
        if self.says_nothing(text):
            return self._cell.if_blank
        parts = self._parts(text)
        meant = [self._meaning(part) for part in parts]
        once: dict[str, str] = {}
        for each in filter(None, meant):
            once.setdefault(fold(each), each)
        # A word that says nothing beside others stays one that says nothing: what it stands for is open.
        return ";".join(once.values()) or ("?" if parts and not all(meant) else "")

    def _refuses_kinds(self, text: str) -> bool:
        return not self.says_nothing(text) and any(map(self._refuses, self._parts(text)))

    def _parts(self, text: str) -> list[str]:
        if fold(text) in self._values or not isinstance(self._cell, KindsCell):
            return [text]
        parts = parts_of(text, self._cell.split, lambda part: silent(part) or fold(part) in self._values)
        return [part for part in parts if not self.says_nothing(part)]


def _date(text: str, columns: ColumnMap) -> str:
    """A date in a form that has one reading, or both readings of it; what is no date stays as it is."""
    if silent(text) or goes_on(text):
        return text
    return plain_date(text, columns.date_order, columns.two_digit_years_from)


def dated(parts: Sequence[TextColumn], readers: Sequence[Reader]) -> TextColumn:
    """A column of dates from one of years, and of months and days where there are such.

    A part that cannot be read, or a day without its month, is left to be rejected as no date.
    """
    numbers = parts[0].codes.astype(np.int64)
    for part in parts[1:]:
        numbers = numbers * len(part.words) + part.codes
    distinct, codes = np.unique(numbers, return_inverse=True)
    made = []
    for number in distinct.tolist():
        rest, texts = int(number), []
        for part in reversed(parts[1:]):
            rest, code = divmod(rest, len(part.words))
            texts.append(part.words[code])
        texts.append(parts[0].words[rest])
        made.append(_joined(texts[::-1], readers))
    words = TextColumn.of(made)
    return TextColumn(words.codes[codes.reshape(-1)], words.words)


def _joined(texts: Sequence[str], readers: Sequence[Reader]) -> str:
    said = [
        "" if reader.says_nothing(text) or silent(text) else text for text, reader in zip(texts, readers, strict=True)
    ]
    while said and not said[-1]:
        said.pop()
    if not said:
        return ""
    if len(said) > 1 and (month := MONTHS.get(fold(said[1]).rstrip("."))):
        said[1] = str(month)
    if len(said) == 1 and not said[0].isdigit():
        return said[0]
    return "-".join(part.zfill(2) if part else "?" for part in said)


def stands(when: When, column: TextColumn, blank_words: Sequence[str]) -> NDArray[np.int8]:
    """Per row what a yes-or-no column says: 1 a row, 0 no row, -1 nothing, 2 a word that the map does not know."""
    said = set(map(fold, (*when.row_for, *when.no_row_for)))
    blank, reading = set(map(fold, blank_words)), when.reading()

    def read(word: str) -> int:
        folded = fold(word)
        nothing = folded in blank or (silent(word) and not (when.by_star and says_none(folded)))
        return -1 if nothing and folded not in said else reading(folded)

    return np.array(column.each(read), dtype=np.int8)[column.codes]
