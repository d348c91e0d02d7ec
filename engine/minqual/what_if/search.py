"""Search: records tried at once, and levers set where a clause begins to stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from minqual.clauses import Leaf
from minqual.judging import Screener, Screening
from minqual.records import LISTS, Record, record_tables
from minqual.values import Standing
from minqual.what_if.moves import Lever, Lists

POINTS: Final = 20
"""Settings of a lever that are tried at once."""


class Attempts:
    """Records of one pack that are tried."""

    def __init__(self, screener: Screener) -> None:
        self.screener = screener

    def screening(self, lists: Sequence[Lists], as_of: date) -> Screening:
        """Records judged at once."""
        return self.screener.screen(record_tables(_records(lists)), as_of)

    def standings(self, lists: Sequence[Lists], clause: Leaf, as_of: date) -> list[int]:
        """Where a clause stands for each of some records."""
        tally = self.screener.count(record_tables(_records(lists)), as_of)
        standings: list[int] = self.screener.pack.said_in(clause).assess(tally).standings.tolist()
        return standings

    def reach(self, moved: Sequence[Lever], clause: Leaf, standing: Standing, as_of: date) -> list[int | None]:
        """The lowest setting of each lever at which a clause stands so high, None where it never does."""
        spans = {number: (0, lever.most) for number, lever in enumerate(moved)}
        reached: list[int | None] = [None] * len(moved)
        while spans:
            points = {number: _between(low, high) for number, (low, high) in spans.items()}
            lists = [moved[number].near(point) for number in points for point in points[number]]
            standings = iter(self.standings([each for each in lists if each is not None], clause, as_of))
            met = iter([each is not None and next(standings) >= standing for each in lists])
            for number, settings in points.items():
                flags = [next(met) for _ in settings]
                low, _ = spans.pop(number)
                if True not in flags:
                    continue
                first = flags.index(True)
                low, high = settings[first - 1] if first else low, settings[first]
                if high - low <= 1:
                    reached[number] = high
                else:
                    spans[number] = low, high
        return reached


def _between(low: int, high: int) -> list[int]:
    """Settings to try above one and up to another, evenly apart."""
    return sorted({low + -(-(high - low) * step // POINTS) for step in range(1, POINTS + 1)} - {low})


def _records(lists: Sequence[Lists]) -> list[Record]:
    return [
        Record.model_validate({"applicant_id": f"try {number}", **{name: [dict(row) for row in rows.get(name, ())]
                                                                 for name in LISTS}})
        for number, rows in enumerate(lists)
    ]  # fmt: skip
