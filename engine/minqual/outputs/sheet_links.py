"""Links between the sheets of a workbook: from an applicant to each sheet that says more of them, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.outputs.workbook import Link, Sheet

if TYPE_CHECKING:
    from minqual.outputs.tables import Column

NOWHERE: Final = -1
SEVERAL: Final = "; "
"""What stands between applicants who are named in one cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """The applicants of a pool by their ids, and of how many rows each takes in the sheet of results."""

    rows: Mapping[str, int]

    @classmethod
    def of(cls, ids: Sequence[str], each: int = 1) -> Place:
        """Applicants in their order, each with so many rows in the results."""
        return cls({name: number * each for number, name in enumerate(ids)})

    def link(self, names: Iterable[str]) -> Link:
        """From cells that name applicants to the results of the one, or of the first of them."""
        rows = self.rows
        return Link("results", [rows.get(name, rows.get(name.partition(SEVERAL)[0], NOWHERE)) for name in names])


def linked(main: Sheet, levels: Sequence[Sheet], others: Sequence[Sheet], each: int = 1) -> list[Sheet]:
    """The sheets of results with links between them.

    main: the results, with `each` rows for an applicant. levels: in the order of its columns of standings, with its
    rows. others: what is to ask, to settle, rejected, as far as there are such sheets.
    """
    columns = main.listing.columns
    ids = columns["applicant_id"]
    place = Place.of(list(ids)[::each], each)
    named = {sheet.listing.name: sheet for sheet in others}
    links: dict[str, Link] = {}
    if "to ask" in named:
        links["to_resolve"] = _first_rows(named["to ask"], ids)
    found = _first_rows(named["rejects"], ids)
    counts = Counter(named["rejects"].listing.columns["applicant_id"])
    told: dict[str, Column] = {**columns, "rejects": np.array([counts.get(name, np.nan) for name in ids])}
    links["rejects"] = found
    standings = [name for name in main.standings if name != "verdict"]
    links |= {name: Link(sheet.listing.name, range(len(ids))) for name, sheet in zip(standings, levels, strict=False)}
    back = [replace(sheet, links={"applicant_id": Link("results", range(len(ids)))}) for sheet in levels]
    return [
        replace(main, listing=replace(main.listing, columns=told), links=links),
        *back,
        *(replace(sheet, links=_back(sheet, place, named.get("to settle"))) for sheet in others),
    ]


def _back(sheet: Sheet, place: Place, settled: Sheet | None) -> Mapping[str, Link]:
    """The links of a sheet to the results, and of what is to ask to where it is settled."""
    columns = sheet.listing.columns
    names = "applicants" if sheet is settled else "applicant_id"
    links = {names: place.link(columns[names])}
    if sheet.listing.name == "to ask" and settled is not None:
        links["what to ask"] = _to_settle(columns, settled)
    return links


def _to_settle(asked: Mapping[str, Column], settled: Sheet) -> Link:
    """From what is to ask to the row that asks the same of the same applicant, about the same thing if one does."""
    columns = settled.listing.columns
    rows: dict[tuple[str, ...], int] = {}
    lines = zip(columns["ask"], columns["about"], columns["applicants"], strict=True)
    for row, (ask, about, names) in enumerate(lines):
        for name in (names, *names.split(SEVERAL)):
            rows.setdefault((name, ask, about or ""), row)
            rows.setdefault((name, ask), row)
    cells = zip(asked["applicant_id"], asked["what to ask"], asked["about"], strict=True)
    return Link(
        settled.listing.name,
        [rows.get((name, ask, about or ""), rows.get((name, ask), NOWHERE)) for name, ask, about in cells],
    )


def _first_rows(sheet: Sheet, ids: Column) -> Link:
    """From each applicant to the first row of a sheet that is about them."""
    rows: dict[str, int] = {}
    for row, name in enumerate(sheet.listing.columns["applicant_id"]):
        rows.setdefault(name, row)
    return Link(sheet.listing.name, [rows.get(name, NOWHERE) for name in ids])
