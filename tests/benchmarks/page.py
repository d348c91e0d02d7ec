"""The page of a pool: what it takes beside the screening itself, and how large it is.

    python tests/benchmarks/page.py --applicants 100000 --rules stockton/mayoral-pio

The tables are generated as for screen.py. Screening ends with the results in memory; then the page is made of them.
Both are measured in this process by its processor time.
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
from minqual.verdicts import judged_by
from screen import tables_of


def measured(folder: Path, rules: str, day: date) -> tuple[float, float, int]:
    """Seconds of processor time for screening a folder and for its page, and the bytes of the page."""
    screener = Screener(load_pack(rules))
    start = time.process_time()
    tables = read_source(folder, Reading(screener.tables, None, None, 0, unwatched, None)).tables
    judged = judged_by([screener], tables, day, None, apart=False, detailed=True)
    between = time.process_time()
    page = pool_page(judged, str(folder), 5000, {})
    return between - start, time.process_time() - between, len(page)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--rules", default="stockton/mayoral-pio", help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = tables_of(given.data or Path(temporary), given.applicants, given.seed)
        screening, page, size = measured(folder, given.rules, date.fromisoformat(given.as_of))
    print(f"{given.applicants} applicants, {given.rules}: screening {screening:.2f} cpu s")
    print(f"the page {page:.2f} cpu s, {page / screening:.2f} times that; {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
