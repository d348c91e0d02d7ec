"""What ways to qualify take, for one person beside their check and for each applicant of a pool who is not met.

    python tests/benchmarks/ways.py stockton/mayoral-pio --records 200

Told by processor time, with the hypothetical records that were judged and the screenings that judged them; cyclic
garbage is not looked for, as in a command.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Final
from unittest.mock import patch

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))  # where this runs as a script

from generate import TODAY
from minqual.judging import Screener
from minqual.records import Tables, parse_record, record_tables
from minqual.sources import Reading, read_source
from minqual.values import Standing
from minqual.what_if.supposing import Supposing
from minqual.what_if.ways import WaysToQualify
from support.strategies.pools import pool_of_tables

STUDY: Final = {"level": "associate", "field": "journalism", "conferred": "yes"}
JOB: Final = {"start": "2023-01-01", "end": "present", "hours_per_week": "20", "kinds": ["communications"]}
PERSON: Final = {"applicant_id": "A", "education": [STUDY], "experience": [JOB], "credentials": [], "answers": []}


@dataclass
class Told:
    """What a search took. short: applicants who are not met. records: hypothetical ones, per screening."""

    short: int
    checked: float
    sought: float
    found: int
    records: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        each = self.sought / max(self.short, 1) * 1000
        judged = f"{sum(self.records)} records in {len(self.records)} screenings"
        took = f"{self.checked * 1000:.1f} ms to screen, {self.sought * 1000:.1f} ms for {self.found} ways"
        return f"{self.short} not met: {took}, {each:.2f} ms each; {judged}"


def measured(screener: Screener, tables: Tables) -> Told:
    """The ways of all applicants of a source to all levels of a pack that they do not meet."""
    began = process_time()
    screening = screener.screen(tables, TODAY)
    checked = process_time() - began
    levels = range(len(screener.pack.levels))
    lacking = [screening.standing(screening.tree.levels[level]) < Standing.MET for level in levels]
    short = np.flatnonzero(np.any(lacking, axis=0)).tolist()
    with patch.object(Supposing, "outcomes", autospec=True, side_effect=Supposing.outcomes) as judged:
        began = process_time()
        found = WaysToQualify(screener, tables, screening).of(short, levels)
        sought = process_time() - began
    records = [len(call.args[1]) for call in judged.call_args_list]
    return Told(len(short), checked, sought, sum(len(each.ways) for of in found for each in of), records)


def main() -> None:
    """Measure one person and a pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack")
    parser.add_argument("--records", type=int, default=200)
    given = parser.parse_args()
    gc.disable()
    screener = Screener(given.pack)
    person = record_tables([parse_record(PERSON)])
    measured(screener, person)  # what is kept for the next time is there from now on
    print("one person:", measured(screener, person))
    with tempfile.TemporaryDirectory() as folder:
        pool = read_source(pool_of_tables(Path(folder) / "pool", given.records), Reading(screener.tables)).tables
        print("a pool:", measured(screener, pool))


if __name__ == "__main__":
    main()
