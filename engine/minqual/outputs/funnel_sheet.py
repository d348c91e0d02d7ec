"""The funnel of a pool as a table: level by level all who are judged, then clause by clause whom it stops."""

from __future__ import annotations

import numpy as np

from minqual.judging import Screening
from minqual.outputs.tables import Listing, listing_of_rows
from minqual.verdicts import funnel_data, funnels_of, part_standings


def funnel_listing(screening: Screening, only: str | None = None) -> Listing:
    """One row for each level and posts, then for each of the clauses that all must meet. only: of this level alone.

    Beside a level, who is stopped alone stands for those who are one clause short, and perhaps alone for those who are
    if what else is open of them turns out well.
    """
    everyone = np.ones((1, screening.applicants.count), dtype=np.bool_)
    rows = []
    for place, judged in enumerate(screening.pack.judged):
        if only in {None, judged.id}:
            told = funnel_data(funnels_of(part_standings(screening, place), everyone)[0])
            of_level = {"through": told["through"], "open": told["open"], "stopped": told["stopped"]}
            short, most = told["one_clause_short"], told["one_clause_short_at_most"]
            alone = {"stopped_alone": short, "stopped_perhaps_alone": most - short}
            rest = alone | {"stopped_with_others": told["stopped"] - most, "share": told["stopped"]}
            last = {"stopped_first": told["stopped"], "left": told["count"] - told["stopped"]}
            rows.append({"level": judged.id, "number": "", "says": judged.title} | of_level | rest | last)
            for each in told["clauses"]:
                stopped = sum(each[name] for name in (*alone, "stopped_with_others"))
                own = {"level": judged.id} | each | {"stopped": stopped}
                rows.append({name: own[name] for name in rows[0]})
    return listing_of_rows("funnel", rows)
