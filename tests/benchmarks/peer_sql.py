"""The decision in SQL by DuckDB: over counted figures, and from the parsed rows, which it counts itself.

Time is swept by window functions: starts and ends as events, the running sum of loads capped, times the days to the
next event. Tables stand in its memory before the clock starts; standings come back as a column, in the applicants'
order. It uses all its threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from counting_plainly import ASSOCIATE, AXIS_START, BACHELOR, DAY, FULL, IMPLIED, MONTH
from decision import FIGURES, MOST_STUDY, REFER, RUNGS, UNLIMITED, YEARS_OF_UNITS, as_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Columns = Mapping[str, NDArray[Any]]
Standings = NDArray[np.int64]

COUNTING: Final = Path(__file__).with_name("peer_counting.sql")
DECIDED: Final = "CASE {} ELSE {} END AS standing".format(
    " ".join(f"WHEN {as_text(test, ' AND ', ' OR ')} THEN {rung}" for rung, test in RUNGS.items()), REFER
)


def counting(today: int, cut: int) -> str:
    """The tables that lead to one of all figures, as of a day."""
    return COUNTING.read_text(encoding="utf-8").format(
        today=today,
        cut=cut,
        start=AXIS_START,
        full=FULL,
        day=DAY,
        month=MONTH,
        unlimited=UNLIMITED,
        associate=IMPLIED[ASSOCIATE],
        bachelor=IMPLIED[BACHELOR],
        most_study=MOST_STUDY,
        years_of_units=YEARS_OF_UNITS,
    )


def connected(tables: Mapping[str, Columns]) -> DuckDBPyConnection:
    """A database in memory with the tables in it."""
    import duckdb  # noqa: PLC0415  # a peer that may not be installed
    import pyarrow as pa  # noqa: PLC0415  # loaded where it is needed

    connection = duckdb.connect()
    for name, columns in tables.items():
        arrow = pa.table({each: _arrow(each, values) for each, values in columns.items()})
        connection.register("handed_over", arrow)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM handed_over")  # our own words
        connection.unregister("handed_over")
    return connection


def _arrow(name: str, column: NDArray[Any]) -> Any:  # noqa: ANN401  # the library is untyped
    """A column with its masked cells as nulls: flags by their names, all else whole numbers."""
    import pyarrow as pa  # noqa: PLC0415  # loaded already

    flags = {"fits", "accredited", "conferred", "repeated", "ongoing", "named", "issued"}
    kind = np.bool_ if name in flags or name.endswith(("_sure", "_may")) else np.int64
    return pa.array(np.ma.getdata(column).astype(kind), mask=np.ma.getmaskarray(column))


def over_figures(columns: Mapping[str, NDArray[np.int64]]) -> Callable[[], Standings]:
    """The decision over counted figures."""
    place = np.arange(len(columns["unread"]))
    connection = connected({"figures": {"owner": place, **{name: columns[name] for name in FIGURES}}})
    return lambda: _column(connection, f"SELECT {DECIDED} FROM figures ORDER BY owner")  # our own words


def over_rows(rows: Mapping[str, Columns], unread: Standings, today: int, cut: int) -> Callable[[], Standings]:
    """The decision from the parsed rows."""
    connection = connected({**rows, "applicants": {"owner": np.arange(len(unread)), "unread": unread}})
    query = f"{counting(today, cut)} SELECT {DECIDED} FROM figures ORDER BY owner"  # our own words
    return lambda: _column(connection, query)


def figures_of_rows(rows: Mapping[str, Columns], unread: Standings, today: int, cut: int) -> dict[str, Standings]:
    """The figures that the decision from the parsed rows counts."""
    connection = connected({**rows, "applicants": {"owner": np.arange(len(unread)), "unread": unread}})
    query = f"{counting(today, cut)} SELECT * FROM figures ORDER BY owner"  # our own words
    found = connection.execute(query).fetchnumpy()
    return {name: np.asarray(found[name], dtype=np.int64) for name in FIGURES}


def _column(connection: DuckDBPyConnection, query: str) -> Standings:
    return np.asarray(connection.execute(query).fetchnumpy()["standing"], dtype=np.int64)
