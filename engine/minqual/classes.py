"""The results of several packs for the same applicants: a row for each applicant and class, classes in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, overload

import numpy as np

from minqual.listings import Column, Listing
from minqual.results import Results, results_of
from minqual.screening import Screener, Screening, screen_all
from minqual.tables import Tables


@dataclass(frozen=True, slots=True)
class Judged:
    """What one pack or several made of the same applicants; by_pack holds at least one.

    classed: whether the results have a row for each applicant and class; else there is one pack.
    """

    by_pack: tuple[Results, ...]
    classed: bool

    @property
    def first(self) -> Results:
        """The results of the first pack: rows, rejected rows and applicants are the same for all."""
        return self.by_pack[0]


def judged_by(
    screeners: Sequence[Screener], tables: Tables, as_of: date, only: str | None, *, in_classes: bool, detailed: bool
) -> Judged:
    """What packs make of the applicants of a source.

    in_classes: with a row for each applicant and class. detailed: with what more is told from than their columns.
    """
    by_pack = []
    for screening in screen_all(screeners, tables, as_of):
        results = results_of(screening, only)
        told = classed(results) if in_classes else results
        by_pack.append(told if detailed else told.without_details())
    return Judged(tuple(by_pack), in_classes)


def classed(results: Results) -> Results:
    """Results whose rows say which class they are of, and all levels in one text: columns that all packs have."""
    columns = {name: column for name, column in results.columns.items() if not name.startswith("level_")}
    height = len(columns["applicant_id"])
    ids = {"applicant_id": columns.pop("applicant_id"), "class": Same(results.pack.name, height)}
    return replace(results, columns=ids | columns | {"levels": _levels(results.screening)})


def _levels(screening: Screening) -> Sequence[str]:
    """Per applicant, the standing of every level, from the lowest to the highest: "aide: met; director: review"."""
    named = list(zip(screening.pack.levels, screening.tree.levels, strict=True))
    words = [
        "; ".join(f"{level.id}: {each.standings[node].word}" for level, node in named) for each in screening.derived
    ]
    told: Sequence[str] = np.array([*words, ""], dtype=object)[screening.pattern]
    return told


def in_turn(listings: Sequence[Listing]) -> Listing:
    """Listings of one height and with the same columns as one: the first row of each, then the second of each."""
    first = listings[0]
    columns: dict[str, Column] = {name: InTurn([each.columns[name] for each in listings]) for name in first.columns}
    return Listing(first.name, columns, first.free_text)


class Same(Sequence[str]):
    """A column of one word."""

    def __init__(self, word: str, height: int) -> None:
        self._word, self._height = word, height

    def __len__(self) -> int:
        return self._height

    def __iter__(self) -> Iterator[str]:
        return iter([self._word] * self._height)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        rows = range(self._height)[place]
        return Same(self._word, len(rows)) if isinstance(rows, range) else self._word


class InTurn(Sequence[Any]):
    """Columns of one height as one: the first cell of each, then the second of each."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns) * len(self._columns[0])

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(zip(*self._columns, strict=True))

    @overload
    def __getitem__(self, place: int) -> Any: ...  # noqa: ANN401  # whatever a cell holds
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        many = len(self._columns)
        if not isinstance(place, slice):
            row, turn = divmod(range(len(self))[place], many)
            return self._columns[turn][row]
        rows = range(len(self))[place]
        first = rows.start // many
        cells = list(InTurn([column[first : -(-rows.stop // many)] for column in self._columns]))
        return cells[rows.start - first * many : rows.stop - first * many]
