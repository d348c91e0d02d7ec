"""Which column map fits a file, told from its headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from minqual.sources.column_maps.headings import ignored_by, wanted_by
from minqual.sources.column_maps.model import WrittenMap, load_map, map_names
from minqual.sources.grids import named
from minqual.values import Fault

OWN: Final = "wide"
"""The bundled map of a file whose headings are our own names, rows side by side."""

LEAST_FIT: Final = 0.5
"""The share of a file's headings from which a map is worth naming."""

MOST_NAMED: Final = 3


def own_wide_map(header: Sequence[str]) -> WrittenMap | None:
    """The map of our own names, where every heading of a file is one of them and applicants have ids."""
    written = load_map(OWN)
    return written if _fit(written, header) == 1 else None


def without_map(where: str, header: Sequence[str]) -> Fault:
    """The fault of a single table without a map, with the bundled maps that fit it best."""
    fits = sorted(((_fit(written, header), written.name) for written in map(load_map, map_names())), reverse=True)
    near = [
        f"{name} (which fits {share:.0%} of its columns)" for share, name in fits[:MOST_NAMED] if share >= LEAST_FIT
    ]
    expected = "a folder of tables, or a column map for it"
    hint = f": {', '.join(near)}" if near else ""
    return Fault(
        where,
        "one table, and no column map for it",
        f"{expected}{hint}; `minqual applicants map {where}` proposes one",
    )


def _fit(written: WrittenMap, header: Sequence[str]) -> float:
    """The share of a file's headings that a map knows; none without the column of ids."""
    columns, known = written.columns, wanted_by(written.columns)
    ignored = ignored_by(columns)
    if named(columns.applicants.column) not in set(map(named, header)):
        return 0
    return sum(known(heading) or ignored(named(heading)) for heading in header) / len(header)
