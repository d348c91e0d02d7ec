"""Pools judged with what people settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from minqual import Decision, SettledFact, SettledWord, settled
from minqual.judging import Screening
from support.screened import tables_of
from support.strategies.packs_with_records import Drawn
from support.strategies.records import Record

ON: Final = date(2030, 1, 2)
BY: Final[Mapping[str, Any]] = {"by": "JD", "on": ON, "how": "by phone"}

Settlement = SettledFact | Decision | SettledWord


def judged(case: Drawn, pool: Sequence[Record], given: Sequence[Settlement]) -> Screening:
    """A drawn case with another pool, and what was settled of it."""
    ready = case.screener()
    run = replace(ready.pack.run, settlements=settled(given))
    return ready.for_run(run).screen(tables_of(pool), case.as_of)
