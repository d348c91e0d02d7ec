"""The page of a pool: what it takes beside the screening itself, and how large it is.

    python tests/benchmarks/page.py --applicants 100000 --rules stockton/mayoral-pio

The tables are generated as for screen.py. Screening ends with the results in memory; then the page is made of them,
with --ways after the ways to qualify of everyone. All are measured in this process by its processor time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from minqual.judging import Screener
from minqual.packs import load_pack
from minqual.pages import pool_page
from minqual.sources import Reading, read_source, unwatched
from minqual.verdicts import Results, judged_by
from minqual.what_if import ways_of_pool
from screen import tables_of


def measured(folder: Path, rules: str, day: date, *, ways: bool) -> tuple[float, float, float, int]:
    """Seconds of processor time for screening a folder, for ways and for its page, and the bytes of the page."""
    screener = Screener(load_pack(rules))
    start = time.process_time()
    tables = read_source(folder, Reading(screener.tables, None, None, 0, unwatched, None)).tables
    judged = judged_by([screener], tables, day, None, apart=False, detailed=True)
    between = time.process_time()
    results = judged.first
    assert isinstance(results, Results)
    told = ways_of_pool(screener, tables, results.screening) if ways else ()
    sought = time.process_time()
    page = pool_page(judged, str(folder), 5000, {}, told)
    return between - start, sought - between, time.process_time() - sought, len(page)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--rules", default="stockton/mayoral-pio", help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("--ways", action="store_true", help="ways to qualify in drawers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = tables_of(given.data or Path(temporary), given.applicants, given.seed)
        day = date.fromisoformat(given.as_of)
        screening, ways, page, size = measured(folder, given.rules, day, ways=given.ways)
    print(f"{given.applicants} applicants, {given.rules}: screening {screening:.2f} cpu s")
    if given.ways:
        print(f"ways {ways:.2f} cpu s, {ways / given.applicants * 1000:.1f} ms an applicant")
    print(f"the page {page:.2f} cpu s, {page / screening:.2f} times that; {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
