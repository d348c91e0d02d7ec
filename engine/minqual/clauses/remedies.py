"""What would bring a clause to be met: things that are still to come, each as rows that a record would have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from minqual.values import IMPLIED_UNITS

UNTIL: Final = "end"
"""The cell of a remedy of work that says up to when."""

TO_COME: Final = "to come"
"""What tells a row that is still to come from one of the record that says the same."""

_STUDY: Final = {"level", "accredited", "institution"}
_HELD: Final = {level.name.casefold(): units for level, units in IMPLIED_UNITS.items()}
_MEASURED: Final = ("semester_units", "quarter_units")


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that is still to come: a row of a table with its cells.

    column: the cell that says how much of it, empty where that is no question. says: what it is, in words; of what is
    measured, what there is so much of. dated: whether anyone knows how long it takes. asked: whether it is asked where
    it is open, and nothing to be done where it is not. apart: the cells of work that is no one job with it. lately: the
    last days in which it counts; 0: whenever it was.
    """

    table: str
    cells: tuple[tuple[str, str], ...]
    column: str = ""
    says: str = field(default="", compare=False)
    asked: bool = False
    apart: frozenset[tuple[tuple[str, str], ...]] = frozenset()
    lately: int = 0

    @property
    def of_time(self) -> bool:
        """Whether it is work, of which more takes longer."""
        return self.column == UNTIL

    @property
    def dated(self) -> bool:
        """Whether it takes no longer than is known: work does, and an answer takes none."""
        return self.table in {"experience", "answers"}

    @property
    def question(self) -> str:
        """The question that it answers, empty where it is no answer."""
        return dict(self.cells)["question"] if self.table == "answers" else ""

    def held_by(self, degree: Remedy, amount: int) -> bool:
        """Whether so many units of college study, whatever they are in, are among those that a degree holds."""
        cells, of = dict(self.cells), dict(degree.cells)
        study = self.column == "semester_units" and cells.keys() <= _STUDY and cells["level"] == "some college"
        conferred = of.get("conferred") == "yes" and of.keys() <= {*_STUDY, "conferred", "awarded", "field"}
        return study and conferred and amount <= _HELD.get(of["level"], 0)

    def on(self, day: str) -> Remedy:
        """The same on a day that is stated, where time counts from then on."""
        cells = dict(self.cells)
        if self.table != "education" or cells.get("conferred") == "no" or "awarded" in cells:
            return self
        return replace(self, cells=tuple(sorted({**cells, "awarded": day}.items())))

    def row(self, amount: str = "") -> dict[str, str]:
        """The row with so much of it."""
        return {**dict(self.cells), **({self.column: amount} if self.column else {})}


def remedies_in(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], says: str, today: str, full_time: str
) -> Iterator[Remedy]:
    """The rows of a record that meets a clause, as things to come: work from now on, study and papers as of today."""
    for job in rows.get("experience", ())[:1]:
        cells = {**job, "title": TO_COME, "hours_per_week": full_time, "share": "1", "paid": "yes"}
        for day in ("start", "end"):
            cells.pop(day, None)
        yield Remedy("experience", tuple(sorted(cells.items())), UNTIL, says)
    for study in rows.get("education", ())[:1]:
        cells = {**study, "institution": TO_COME, "accredited": "yes"}
        column = next((name for name in _MEASURED if name in cells), "") if study.get("conferred") != "yes" else ""
        cells.pop(column, None)
        cells |= {"awarded": today} if study.get("conferred") == "yes" else {}
        yield Remedy("education", tuple(sorted(cells.items())), column, says)
    for paper in rows.get("credentials", ())[:1]:
        yield Remedy("credentials", tuple(sorted({**paper, "valid_from": today}.items())), "", says)
    for answer in rows.get("answers", ())[:1]:
        yield Remedy("answers", tuple(sorted(answer.items())), "", says)
