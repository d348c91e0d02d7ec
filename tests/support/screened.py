"""Screening generated records with the packs: what the agreement and the law tests share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import HealthCheck, Phase, settings

import minqual
from minqual.judging import Screening
from minqual.records import APART, Tables, TextColumn, record_tables
from minqual.values import Standing
from minqual.verdicts import Judged, ResultTable
from support.strategies.records import Record

relaxed = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    # A failure names its one record; to shrink a pool of them takes minutes and says little more.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@cache
def screener(pack: str) -> minqual.Screener:
    """One screener per pack."""
    return minqual.Screener(minqual.load_pack(pack))


def alone(results: ResultTable) -> Judged:
    """The results of one pack, to be written as those of several are."""
    return Judged((results,), classed=False)


def tables_of(pool: Sequence[Record]) -> Tables:
    """Records as tables, with what a column map alone can say: which durations do not overlap each other."""
    jobs = [row.get(APART, "") for record in pool for row in record.get("experience", ())]
    plain = [
        record | {"experience": [{key: row[key] for key in row if key != APART} for row in record["experience"]]}
        if "experience" in record
        else record
        for record in pool
    ]
    tables = record_tables([minqual.read_record(record) for record in plain])
    if not any(jobs):
        return tables
    experience = tables.tables["experience"]
    experience = replace(experience, columns={**experience.columns, APART: TextColumn.of(jobs)})
    return replace(tables, tables={**tables.tables, "experience": experience})


def screened(pack: str, pool: Sequence[Record], as_of: date) -> Screening:
    """Some applicants screened at once."""
    return screener(pack).screen(tables_of(pool), as_of)


def standings(screening: Screening, applicant: int) -> dict[str, Standing]:
    """The standing of every clause and level for one applicant, by id."""
    derived = screening.derived[int(screening.pattern[applicant])]
    return {node.id: standing for node, standing in zip(screening.tree.nodes, derived.standings, strict=True)}
