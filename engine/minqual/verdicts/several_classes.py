"""The results of several packs for the same applicants: a row for each applicant and class, classes in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from minqual.judging import Screener, Screening, screen_all
from minqual.records import Tables
from minqual.sources import SourceStamp
from minqual.verdicts.results import Results, ResultTable, results_of
from minqual.verdicts.text_columns import Worded


@dataclass(frozen=True, slots=True)
class Judged:
    """What one pack or several made of the same applicants; by_pack holds at least one.

    classed: whether the results have a row for each applicant and class; else there is one pack.
    """

    by_pack: tuple[ResultTable, ...]
    classed: bool

    @property
    def first(self) -> ResultTable:
        """The results of the first pack: rows, rejected rows and applicants are the same for all."""
        return self.by_pack[0]

    def confirming(self) -> Judged:
        """The same, with a work list that asks who stands by adverse verdicts."""
        asking = (replace(each, confirming=True) if isinstance(each, Results) else each for each in self.by_pack)
        return replace(self, by_pack=tuple(asking))

    def of_source(self, stamp: SourceStamp) -> Judged:
        """The same, of which it is known what source they are of."""
        return replace(self, by_pack=tuple(replace(each, read_from=stamp) for each in self.by_pack))


def judged_by(
    screeners: Sequence[Screener], tables: Tables, as_of: date, only: str | None, *, apart: bool, detailed: bool
) -> Judged:
    """What packs make of the applicants of a source.

    apart: with a row for each applicant and class. detailed: with what more is told from than their columns.
    """
    by_pack: list[ResultTable] = []
    for screening in screen_all(screeners, tables, as_of):
        results = results_of(screening, only)
        told = classed(results) if apart else results
        by_pack.append(told if detailed else told.without_details())
    return Judged(tuple(by_pack), apart)


def classed(results: Results) -> Results:
    """Results whose rows say which class they are of, and all levels in one text: columns that all packs have."""
    columns = {name: column for name, column in results.columns.items() if not name.startswith(("level_", "posts_"))}
    height = len(columns["applicant_id"])
    ids = {
        "applicant_id": columns.pop("applicant_id"),
        "class": Worded(np.zeros(height, dtype=np.int8), [results.pack.name]),
    }
    return replace(results, columns=ids | columns | {"levels": _levels(results.screening)})


def _levels(screening: Screening) -> Worded:
    """Per applicant, the standing of every level, from the lowest to the highest: "aide: met; director: review".

    That of posts for which more is asked comes after them.
    """
    named = list(zip(screening.pack.judged, screening.tree.judged, strict=True))
    words: dict[str, int] = {}
    told = ["; ".join(f"{level.id}: {by.standings[node].word}" for level, node in named) for by in screening.derived]
    places = np.array([words.setdefault(each, len(words)) for each in told], dtype=np.int32)
    return Worded(places[screening.pattern], list(words))
