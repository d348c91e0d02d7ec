"""The decision of one pack by minqual, and by what one might use in its place, with the outcomes compared.

    uv run --group benchmark python tests/benchmarks/peers.py
    uv run --group benchmark python tests/benchmarks/peers.py --applicants 20000 --peers zen-batch,duckdb --markdown
    uv run --group benchmark python tests/benchmarks/peers.py --plot peers.svg

The pack is stockton/mayoral-pio. Two decisions are timed, neither with reading or writing files:

- rules alone: from each applicant's counted figures (as bounds) to the standing of the level. Engines are given the
  figures that decision.py names, one mapping for each applicant, DuckDB a table of them. minqual is given counted
  columns; it judges every clause, packs the standings as patterns and derives each distinct pattern.
- whole decision: from rows to the standing. minqual is given its tables of text: reading dates, figures and words is
  timed with it. All others are given rows that are read and whose words are matched already. DuckDB counts in SQL;
  plain Python counts for the engines, which cannot, and its time is a part of theirs.

Engines whose rules are true or false evaluate one test for each rung, the best first. Their rules are compiled, their
figures gathered and DuckDB's tables loaded before the clock starts. minqual starts with a screener that has derived
nothing; "minqual, known patterns" is one that has judged the same applicants before, as one in a service has.

Every outcome is compared with minqual's, applicant by applicant, and so are the figures that plain Python and DuckDB
count: exit code 1 if one differs. All run in one process, in turns; the least of the wall times and of the processor
times (over all threads) is shown, in microseconds for each applicant. Slow peers judge a part of the applicants.
"times" is how much more processor time than minqual a peer takes. What a pattern costs to derive is shared by all who
have it, so minqual's figures fall as the pool grows.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import peer_engines
import peer_sessions
import peer_sql
from counting_plainly import counted
from decision import FIGURES
from generate import generate
from peer_engines import Decide
from peers_told import DECISIONS, Timing, drawn, in_markdown, in_text
from pool import Pool, columns_of, decided, pool_of, screener

DAY: Final = date(2026, 11, 21)
JOBS_EACH: Final = 3
MINQUAL: Final = "minqual"

Standings = NDArray[np.int64]
Act = Callable[[], Sequence[int] | Standings]
"""What is timed: it gives the standings of the first applicants of the pool."""
Ready = Callable[[], Act]
"""What is not timed: it makes ready what is, for one run."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One side of the comparison. package: what must be installed. share: of the sample, for the slow ones."""

    name: str
    said: str
    package: str
    sides: Callable[[Pool, int], tuple[Ready, Ready]]
    sampled: bool = True
    share: float = 1.0


def of_engine(make: Callable[[], Decide]) -> Callable[[Pool, int], tuple[Ready, Ready]]:
    """Both decisions by an engine that takes figures one by one; plain Python counts for it."""

    def sides(pool: Pool, few: int) -> tuple[Ready, Ready]:
        decide, figures, parsed = make(), pool.figures[:few], pool.parsed[:few]

        def whole() -> Sequence[int]:
            return decide([counted(each, pool.today, pool.cut) for each in parsed])

        return lambda: lambda: decide(figures), lambda: whole

    return sides


def of_minqual(pool: Pool, few: int) -> tuple[Ready, Ready]:
    """Both decisions by minqual, each run with a screener that has derived nothing."""

    def rules() -> Act:
        judge = screener()
        return lambda: decided(judge.decide(pool.tally, pool.taken))

    def whole() -> Act:
        judge = screener()
        return lambda: decided(judge.screen(pool.tables, pool.as_of))

    return rules, whole


def of_minqual_known(pool: Pool, few: int) -> tuple[Ready, Ready]:
    """Both decisions by minqual with a screener that has judged the same applicants before."""
    judge = screener()
    judge.decide(pool.tally, pool.taken)
    return (
        lambda: lambda: decided(judge.decide(pool.tally, pool.taken)),
        lambda: lambda: decided(judge.screen(pool.tables, pool.as_of)),
    )


def of_duckdb(pool: Pool, few: int) -> tuple[Ready, Ready]:
    """Both decisions in SQL."""
    rules = peer_sql.over_figures(pool.columns)
    whole = peer_sql.over_rows(columns_of(pool.tally), pool.columns["unread"], pool.today, pool.cut)
    return lambda: rules, lambda: whole


PEERS: Final = (
    Peer(MINQUAL, "minqual", "minqual", of_minqual, sampled=False),
    Peer("minqual-known", "minqual, known patterns", "minqual", of_minqual_known, sampled=False),
    Peer("duckdb", "DuckDB SQL", "duckdb", of_duckdb, sampled=False),
    Peer("plain", "plain Python", "minqual", of_engine(peer_engines.plain_python)),
    Peer("zen-expression", "zen-engine, bare expression", "zen-engine", of_engine(peer_engines.zen_expression)),
    Peer("zen-batch", "zen-engine, batch", "zen-engine", of_engine(peer_engines.zen_batch)),
    Peer("zen", "zen-engine, single", "zen-engine", of_engine(peer_engines.zen_single)),
    Peer("rule-engine", "rule-engine", "rule-engine", of_engine(peer_engines.rule_engine)),
    Peer("json-logic", "json-logic-qubit", "json-logic-qubit", of_engine(peer_engines.json_logic)),
    Peer("business-rules", "business-rules", "business-rules", of_engine(peer_engines.business_rules)),
    Peer("clips", "clipspy", "clipspy", of_engine(peer_sessions.clips)),
    Peer(
        "durable",
        "durable-rules, session each",
        "durable-rules",
        of_engine(peer_sessions.durable_session),
        share=0.1,
    ),
)


def installed(package: str) -> str | None:
    """The version of a package, None where it is absent."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def timed(ready: Ready) -> tuple[float, float, Standings]:
    """Wall and processor seconds of one run, and the standings."""
    act = ready()
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    found = act()
    return time.perf_counter() - began, time.process_time() - worked, np.asarray(found, dtype=np.int64)


def compared(peers: Sequence[Peer], pool: Pool, repeat: int) -> tuple[list[Timing], dict[str, int]]:
    """The times of each peer, and for each in how many applicants it differs from minqual, if in any."""
    expected = decided(screener().screen(pool.tables, pool.as_of))
    runs: list[tuple[Peer, int, tuple[Ready, Ready]]] = []
    for peer in peers:
        few = max(1, int(pool.sampled * peer.share)) if peer.sampled else pool.count
        runs.append((peer, few, peer.sides(pool, few)))
    best: dict[tuple[str, str], tuple[float, float]] = {}
    differing = figures_differing(pool, {peer.name for peer in peers})
    for _ in range(repeat):
        for peer, few, sides in runs:
            for decision, ready in zip(DECISIONS, sides, strict=True):
                wall, cpu, found = timed(ready)
                wrong = int((found != expected[:few]).sum()) if len(found) == few else few
                if wrong:
                    differing[f"{peer.said}, {decision}"] = wrong
                before = best.get((peer.name, decision), (wall, cpu))
                best[peer.name, decision] = (min(wall, before[0]), min(cpu, before[1]))
    timings = [
        Timing(peer.said, decision, few, *(seconds / few for seconds in best[peer.name, decision]))
        for peer, few, _ in runs
        for decision in DECISIONS
    ]
    return timings, differing


def figures_differing(pool: Pool, names: set[str]) -> dict[str, int]:
    """In how many applicants the figures that peers count differ from minqual's, where they do."""
    columns: dict[str, Mapping[str, Any]] = {}
    if names - {MINQUAL, "minqual-known", "duckdb"}:
        each = [counted(parsed, pool.today, pool.cut) for parsed in pool.parsed]
        columns["plain Python, figures"] = {name: np.array([one[name] for one in each]) for name in FIGURES}
    if "duckdb" in names:
        rows = columns_of(pool.tally)
        columns["DuckDB SQL, figures"] = peer_sql.figures_of_rows(rows, pool.columns["unread"], pool.today, pool.cut)
    differing: dict[str, int] = {}
    for said, found in columns.items():
        wrong = [found[name] != pool.columns[name][: len(found[name])] for name in FIGURES]
        if count := int(np.logical_or.reduce(wrong).sum()):
            differing[said] = count
    return differing


def chosen(names: str | None) -> list[Peer]:
    """The peers of some names that are installed, minqual first; the others are named on standard error."""
    known = {peer.name: peer for peer in PEERS}
    wanted = list(known) if names is None else [MINQUAL, *(each for each in names.split(",") if each != MINQUAL)]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.exit(f"no such peer: {', '.join(unknown)}; there are {', '.join(known)}")
    absent = sorted({known[name].package for name in wanted if installed(known[name].package) is None})
    if absent:
        print(f"not installed, and left out: {', '.join(absent)}", file=sys.stderr)
    return [known[name] for name in wanted if known[name].package not in absent]


def measured(given: argparse.Namespace, peers: Sequence[Peer]) -> tuple[list[Timing], dict[str, int]]:
    """The comparison over made-up applicants."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        generate(folder, given.applicants, given.applicants * JOBS_EACH, given.seed)
        pool = pool_of(folder, DAY, given.sample)
    return compared(peers, pool, given.repeat)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=10_000, help="applicants that slow peers judge")
    parser.add_argument("--peers", help="names with commas between, all that are installed if not given")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--markdown", action="store_true", help="print the table for the README")
    parser.add_argument("--plot", type=Path, help="draw the times into a file, .svg or .png")
    return parser.parse_args(arguments)


def main() -> int:
    """The command line."""
    given = parsed()
    peers = chosen(given.peers)
    timings, differing = measured(given, peers)
    packages = sorted({peer.package for peer in peers if peer.package != "minqual"})
    print((in_markdown if given.markdown else in_text)(timings, given.applicants))
    print("with " + ", ".join(f"{package} {installed(package)}" for package in packages))
    if given.plot is not None:
        drawn(timings, given.applicants, given.plot)
    for said, count in differing.items():
        print(f"{said}: {count} applicants differ from minqual", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
