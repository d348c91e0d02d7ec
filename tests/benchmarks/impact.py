"""Impact of many applicants, clauses and groups, by processor time, against one pass over the same standings.

    python tests/benchmarks/impact.py --applicants 100000 --clauses 50 --groups 20

- impact: rates, ratios, tests and bounds of every group, for the level and each clause, and whom each clause stops
- one pass: how many of each clause stand at each standing, counted with numpy

Standings are drawn at random; files are not read.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import process_time

import numpy as np

from minqual.impact import Groups, Outcomes, impact_on
from minqual.verdicts import Part, PartStandings

SHARES = (0.04, 0.01, 0.03, 0.02, 0.9)
"""How often a clause is unmet, refer, review, conditional and met."""


def drawn(applicants: int, clauses: int, seed: int) -> PartStandings:
    """Clauses of a level that stand at random."""
    standings = np.random.default_rng(seed).choice(
        np.arange(5, dtype=np.int8), size=(clauses, applicants), p=list(SHARES)
    )
    parts = tuple(Part(f"clause-{place}", str(place), "experience", f"clause {place}") for place in range(clauses))
    return PartStandings("level", parts, standings, standings.min(axis=0))


def taken(work: Callable[[], object]) -> float:
    """The processor time that some work takes, in seconds."""
    before = process_time()
    work()
    return process_time() - before


def measured(applicants: int, clauses: int, groups: int, seed: int) -> tuple[float, float]:
    """The processor time of impact, and of one pass over the standings."""
    parts = drawn(applicants, clauses, seed)
    ids = tuple(f"a{number}" for number in range(applicants))
    members = {each: f"group {number % groups}" for number, each in enumerate(ids)}
    outcomes, of = Outcomes("drawn", ids, "level", parts.whole, parts), Groups("groups", {"group": members})
    impact = taken(lambda: impact_on(outcomes, of, "four-fifths"))
    return impact, taken(lambda: [np.bincount(each, minlength=5) for each in parts.standings])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--clauses", type=int, default=50)
    parser.add_argument("--groups", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    impact, one_pass = measured(given.applicants, given.clauses, given.groups, given.seed)
    print(f"{given.applicants} applicants, {given.clauses} clauses, {given.groups} groups")
    print(f"impact {impact:.2f} s, one pass {one_pass:.3f} s: {impact / one_pass:.0f} times")


if __name__ == "__main__":
    main()
