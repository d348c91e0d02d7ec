"""What the benchmarks rest on: made-up applicants that stay the same, fair floors, and peers that decide alike."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import blurring
import classes
import cluster
import decision
import embedding
import floors
import impact
import measuring
import peers
import screen
import ways
import ways_exact
from counting_plainly import counted
from generate import HEADERS, generate, made
from minqual.judging import Screener
from minqual.packs import load_pack, pack_names
from minqual.sources import Reading, read_source
from minqual.verdicts import funnels_of
from peers_told import Timing, drawn, in_markdown, in_text, times
from pool import Pool, decided, pool_from, pool_of, screener
from support.examples import examples
from support.places import TESTS
from support.screened import relaxed, tables_of
from support.strategies.pools import pool_of_tables
from support.strategies.records import STOCKTON, Record, pools
from table_files import Form, shares

DAY = date(2026, 11, 21)
BENCHMARKS = TESTS / "benchmarks"


def rows_of(folder: Path, table: str) -> list[list[str]]:
    """The rows of a table below its header, over all its CSV files."""
    rows = []
    for path in floors.files_of(folder, table, "csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.reader(file))[1:]
    return rows


def parquet_rows_of(folder: Path, table: str) -> list[list[str]]:
    """The same over all its Parquet files, a null as a blank."""
    rows: list[list[str]] = []
    for path in floors.files_of(folder, table, "parquet"):
        read = parquet.ParquetFile(path).read()
        assert tuple(read.column_names) == HEADERS[table]
        rows += [[cell or "" for cell in row] for row in zip(*(each.to_pylist() for each in read.columns), strict=True)]
    return rows


def test_impact_is_measured_against_one_pass_over_the_same_standings() -> None:
    impact_took, one_pass = impact.measured(200, 4, 3, 1)
    assert min(impact_took, one_pass) >= 0
    funnel = funnels_of(impact.drawn(200, 4, 1), np.ones((1, 200), dtype=np.bool_))[0]
    assert sum(each.first for each in funnel.stops) == funnel.stopped > 0


@pytest.mark.parametrize("of", ways_exact.WHAT)
def test_ways_of_made_up_records_are_exact(of: str) -> None:
    assert ways_exact.main([of, "--pairs", "6", "--policy", "federal"]) == 0


def test_ways_of_a_pool_are_measured(tmp_path: Path) -> None:
    screener = Screener("stockton/mayoral-pio")
    pool = read_source(pool_of_tables(tmp_path / "pool", 12), Reading(screener.tables)).tables
    told = ways.measured(screener, pool)
    assert 0 < told.short <= 12
    assert told.found > 0
    assert sum(told.records) > len(told.records) > 0


def test_the_same_seed_makes_the_same_files_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        generate(tmp_path / name, 90, 250, seed)
    one, same, other = (
        [(tmp_path / name / f"{table}.csv").read_bytes() for table in HEADERS] for name in ("one", "same", "other")
    )
    assert one == same
    assert all(first != second for first, second in list(zip(one, other, strict=True))[1:])


@pytest.mark.parametrize(("form", "files"), [("csv", 3), ("parquet", 1), ("parquet", 4)])
def test_applicants_are_the_same_in_every_form_and_number_of_files(tmp_path: Path, form: Form, files: int) -> None:
    generate(tmp_path / "plain", 120, 400, 7)
    generate(tmp_path / "formed", 120, 400, 7, form, files)
    read = rows_of if form == "csv" else parquet_rows_of
    for table in HEADERS:
        assert len(floors.files_of(tmp_path / "formed", table, form)) == files
        assert read(tmp_path / "formed", table) == rows_of(tmp_path / "plain", table)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9), st.integers(1, 12))
def test_every_row_is_in_one_file_and_the_order_of_rows_is_that_of_the_files(heights: list[int], files: int) -> None:
    placed: list[tuple[int, int, int]] = []
    for chunk, height in enumerate(heights):
        for number, rows in shares(chunk, height, files, len(heights)):
            placed += [(number, chunk, row) for row in range(height)[rows]]
    assert [each[1:] for each in placed] == [
        (chunk, row) for chunk, height in enumerate(heights) for row in range(height)
    ]
    assert [number for number, _, _ in placed] == sorted(number for number, _, _ in placed)
    assert all(0 <= number < files for number, _, _ in placed)


def test_an_applicant_has_as_many_jobs_as_can_be_made_and_no_more(tmp_path: Path) -> None:
    generate(tmp_path / "all", 5, 40, 7)
    assert len(rows_of(tmp_path / "all", "experience")) == 40
    with pytest.raises(ValueError, match="expected 0 to 8"):
        generate(tmp_path / "more", 5, 41, 7)


@settings(relaxed, max_examples=examples(40))
@given(pools(STOCKTON))
def test_plain_python_counts_and_decides_as_minqual_does(drawn: tuple[date, list[Record]]) -> None:
    as_of, records = drawn
    for record in records:
        record["education"] = [
            row | {"credits": ""} for row in record["education"]
        ]  # the rule engines' peers know none
    pool = pool_from(tables_of(records), as_of, len(records))
    expected = decided(one_screener().screen(pool.tables, as_of)).tolist()
    for parsed, figures, standing in zip(pool.parsed, pool.figures, expected, strict=True):
        assert counted(parsed, pool.today, pool.cut) == figures
        assert decision.standing(figures) == standing == by_rungs(figures)


@cache
def one_screener() -> Screener:
    return screener()


def by_rungs(figures: decision.Figures) -> int:
    """The best rung whose test holds, as the rule engines find it."""

    def holds(test: decision.Test) -> bool:
        return decision.written(test, lambda each: figures[each.figure] >= each.least, all, any)

    return next((rung for rung, test in decision.RUNGS.items() if holds(test)), decision.REFER)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """Made-up applicants."""
    folder = tmp_path_factory.mktemp("applicants")
    generate(folder, 300, 900, 11)
    return pool_of(folder, DAY, 300)


def test_the_pool_of_the_comparison_reaches_every_rung(pool: Pool) -> None:
    assert set(decided(one_screener().screen(pool.tables, DAY)).tolist()) == {1, 2, 3, 4}


def test_judging_what_is_counted_already_is_the_second_half_of_screening(pool: Pool) -> None:
    whole = decided(one_screener().screen(pool.tables, DAY))
    assert np.array_equal(decided(screener().decide(pool.tally, pool.taken)), whole)


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_a_peer_decides_as_minqual_does(peer: peers.Peer, pool: Pool) -> None:
    if peers.installed(peer.package) is None:
        pytest.skip(f"{peer.package} is not installed (uv sync --group benchmark)")
    timings, differing = peers.compared([peer], pool, 1)
    assert not differing
    assert [each.peer for each in timings] == [peer.said, peer.said]


def test_a_peer_that_decides_otherwise_is_named_with_the_number_of_applicants(pool: Pool) -> None:
    def wrong(figures: Sequence[decision.Figures]) -> Sequence[int]:
        standings = list(map(decision.standing, figures))
        standings[3] = 0
        return standings

    peer = peers.Peer("wrong", "a wrong one", "minqual", peers.of_engine(lambda: wrong))
    _, differing = peers.compared([peer], pool, 1)
    assert differing == {"a wrong one, rules alone": 1, "a wrong one, whole decision": 1}


def test_peers_are_chosen_by_name_and_minqual_is_always_among_them() -> None:
    assert [peer.name for peer in peers.chosen("plain,minqual-known")] == ["minqual", "plain", "minqual-known"]
    with pytest.raises(SystemExit, match="no such peer: drools"):
        peers.chosen("drools")


TIMINGS = [
    Timing("minqual", "rules alone", 1000, 2e-6, 3e-6),
    Timing("other", "rules alone", 100, 40e-6, 90e-6),
    Timing("minqual", "whole decision", 1000, 10e-6, 10e-6),
    Timing("other", "whole decision", 100, 50e-6, 40e-6),
]


def test_a_peer_is_compared_by_processor_time() -> None:
    assert times(TIMINGS[1], TIMINGS) == pytest.approx(30)
    assert times(TIMINGS[3], TIMINGS) == pytest.approx(4)


def test_every_peer_has_its_line_in_text_and_in_the_table() -> None:
    assert "other" in in_text(TIMINGS, 1000)
    assert "| other | 90 | 30 | 40 | 4.0 |" in in_markdown(TIMINGS, 1000)


def test_the_plot_names_every_peer(tmp_path: Path) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        drawn(TIMINGS, 1000, tmp_path / "peers.svg")
    text = (tmp_path / "peers.svg").read_text(encoding="utf-8")
    assert text.count(">other<") == text.count(">minqual<") == 2


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables in both forms."""
    folder = tmp_path_factory.mktemp("tables")
    for form in ("csv", "parquet"):
        generate(folder / form, 50, 150, 7, form, 2)
    return folder


@pytest.mark.parametrize(("form", "floor"), [(form, floor) for form, all_ in floors.OF_FORM.items() for floor in all_])
def test_a_floor_reads_every_row_and_writes_the_results_again(
    tables: Path, tmp_path: Path, form: str, floor: str
) -> None:
    if form == "csv":
        results = tmp_path / "results.csv"
        results.write_text('applicant_id,reasons\na1,"one, two"\na2,\n', encoding="utf-8")
    else:
        results = floors.files_of(tables / form, "experience", form)[0]
    copy = tmp_path / f"copy.{form}"
    command = [sys.executable, str(BENCHMARKS / "floors.py"), floor, str(tables / form), str(results), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[2]) == sum(len(rows_of(tables / "csv", table)) for table in floors.TABLES)
    if form == "csv":
        written, read = (list(csv.reader(path.read_text("utf-8").splitlines())) for path in (copy, results))
        assert written == read
    else:
        assert parquet.read_table(copy).equals(parquet.read_table(results))


def test_what_stands_behind_two_dashes_goes_to_minqual() -> None:
    given_ = screen.parsed(["--applicants", "10", "--form", "parquet", "--", "--memory", "2GB"])
    assert (given_.applicants, given_.form, given_.options) == (10, "parquet", ["--memory", "2GB"])
    assert screen.parsed(["--growth", "10", "80"]).growth == [10, 80]


def runs(*costs: tuple[float, float]) -> Iterator[measuring.Run]:
    yield from (measuring.Run(seconds, cpu, 100, "") for seconds, cpu in costs)


def test_the_ratio_to_each_floor_is_of_medians() -> None:
    told = screen.told(
        100,
        {"minqual": list(runs((3, 4), (90, 90), (2, 2))), "pyarrow": list(runs((1.5, 2), (1, 1), (2, 8)))},
    )
    assert "minqual takes 2.00 times the pyarrow floor, 2.00 times its processor time" in told


PARENT = (
    "import subprocess, sys; "
    "each = [subprocess.Popen([sys.executable, '-c', sys.argv[2]]) for _ in range(int(sys.argv[1]))]; "
    "[one.wait() for one in each]"
)
"""A process that starts so many others."""


@pytest.mark.skipif(not measuring.PROCESSES.is_dir(), reason="what children hold is read from /proc")
@pytest.mark.parametrize(("number", "least", "most"), [(1, 60, 110), (2, 120, 200)])
def test_memory_is_what_a_process_and_all_that_it_started_hold_at_once(number: int, least: int, most: int) -> None:
    child = "import os, sys; held = bytearray(b'x') * 60_000_000; os.write(1, b'held\\n'); sys.stdin.read()"
    command = [sys.executable, "-c", PARENT, str(number), child]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as process:
        assert process.stdin
        assert process.stdout
        assert [process.stdout.readline() for _ in range(number)] == ["held\n"] * number
        watch = measuring.Watch(process.pid)
        for _ in range(LOOKS):
            if watch.peak:
                break
            time.sleep(measuring.EVERY)
        watch.end()
        process.stdin.close()
    assert least < watch.peak / measuring.MEGABYTE < most


LOOKS = 2_000
"""How often a test looks for what will be there at once unless the machine is very busy."""


def test_processor_time_is_that_of_a_process_and_all_that_it_started() -> None:
    child = "import time; sum(range(1_000_000)); print(time.process_time(), flush=True)"
    done = measuring.run([sys.executable, "-c", PARENT, "3", child])
    own = list(map(float, done.output.split()))
    assert len(own) == 3
    assert done.cpu > sum(own) - 0.01


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="exit code 3"):
        measuring.run([sys.executable, "-c", "raise SystemExit(3)"])
    assert measuring.run([sys.executable, "-c", "raise SystemExit(3)"], accepted=(3,)).seconds > 0


def test_records_for_single_checks_hold_every_row_of_the_tables_and_no_blank() -> None:
    records, columns = embedding.records_of(7, 0, 40), made(7, 0, 40, 120)
    assert len(records) == 40
    for table in set(HEADERS) - {"applicants"}:
        rows = [row for record in records for row in record[table]]
        assert len(rows) == (columns[table][0] != "nobody").sum()
        assert all(row and all(row.values()) for row in rows)


def test_a_pattern_is_new_once_and_known_ever_after() -> None:
    checks = [embedding.Check(1.0, 1.0, pattern) for pattern in [("met",), ("unmet",), ("met",), ("met",)]]
    known, new = embedding.sorted_out(checks)
    assert (known, new) == (checks[2:], checks[:2])


def test_a_longer_pack_asks_for_more_years_under_a_name_of_its_own() -> None:
    text = "name: agency/class\nexperience: 5 years\nunits: 90 semester units\nwithin: 10 years\n"
    assert classes.longer(text, 2) == (
        "name: agency/class-2\nexperience: 7 years\nunits: 90 semester units\nwithin: 12 years\n"
    )


def test_a_series_is_made_of_packs_that_load_and_each_stands_once(tmp_path: Path) -> None:
    count = len(pack_names()) + 2
    classes.make(tmp_path, count)
    names = (tmp_path / "names").read_text(encoding="utf-8").split()
    assert len(names) == len(set(names)) == count
    assert len({load_pack(name).name for name in names}) == count
    assert any(Path(name).is_file() for name in names)


@given(st.integers(1, 60), st.integers(1, 70))
def test_a_sample_of_packs_is_spread_over_all_and_names_none_twice(packs: int, number: int) -> None:
    names = list(map(str, range(packs)))
    found = classes.spread(names, number)
    assert len(found) == min(number, packs)
    assert found == [each for each in names if each in set(found)]


def test_single_runs_are_scaled_to_the_number_of_packs() -> None:
    told = classes.told(50, list(runs((10, 20))), [list(runs((2, 4))), list(runs((4, 4)))])
    assert "single runs take 15.0 times as long, 10.0 times the processor time" in told


def test_every_benchmark_takes_further_options_for_minqual() -> None:
    for module in (classes, cluster, screen):
        assert module.parsed(["--applicants", "10", "--", "--level", "x"]).options == ["--level", "x"]
    assert classes.parsed(["--rules", "one", "--rules", "two"]).rules == ["one", "two"]


@pytest.mark.parametrize("pack", blurring.pack_files()[::6], ids=lambda pack: pack.stem)
def test_no_firm_standing_of_blurred_records_is_contradicted_by_the_whole_ones(pack: Path) -> None:
    told = blurring.batch(pack, 1, 120)
    assert told.contradictions == ()
    assert min(told.records, told.firm, told.opened) > 0
