"""A cluster makes of a pool what one run makes of it, whatever becomes of its workers; or says why it cannot."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minqual.outputs import Form, Target, write_judged
from minqual.packs.library import written_pack
from minqual.parallel import Task, connected, dask_tasks, part_work, pool_of, screen_pool
from minqual.parallel import dask_cluster as cluster
from minqual.parallel import pool_screening as pooling
from minqual.parallel.dask_cluster import ClusterExecutor
from minqual.parallel.file_blocks import Block
from minqual.parallel.part_work import SortedPart
from minqual.parallel.partition import Division
from minqual.sources import Reading, read_source
from minqual.values import SourceError
from minqual.verdicts import ResultTable, results_of
from support.bad_inputs import SAN_JOSE, STOCKTON
from support.command_line import minqual as run
from support.dask_cluster import Started, client_of, started, wait_for
from support.examples import some_of
from support.places import APPLICANTS as POOLS
from support.screened import alone, screener
from support.strategies.pools import pool_of_tables

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX systems"),
    # What Dask leaves to the collector when a worker or a scheduler was killed is none of minqual's.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

AS_OF = date(2026, 11, 21)
FORMS = [Form.CSV, Form.JSONL, Form.PARQUET]
APPLICANTS, SHARE, BLOCK = 240, 20, 2000

Hire = Callable[[Path, Division, Task], AbstractContextManager[Any]]
Told = Callable[[int, int], None]


def unheard(rows: int, total: int) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A cluster that lasts; no test may harm it."""
    with started(tmp_path_factory.mktemp("dask"), 2) as found:
        yield found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return pool_of_tables(tmp_path / "in", APPLICANTS)


def files(folder: Path, form: Form) -> tuple[Target, Target]:
    return Target(folder / f"results.{form}", form), Target(folder / f"results.{form}.rejects.csv", Form.CSV)


def screened_there(source: Path, folder: Path, hire: Hire, form: Form = Form.CSV, told: Told = unheard) -> ResultTable:
    """What a cluster makes of a source, in many shares and blocks."""
    folder.mkdir()
    judge = screener(SAN_JOSE)
    orders = Task((written_pack(SAN_JOSE),), AS_OF, None, form, SHARE)
    pool = pool_of(source, Reading(judge.tables), [judge], orders, BLOCK, "a source")
    return screen_pool(pool, *files(folder, form), hire, told).first


def same_as_one_run(source: Path, folder: Path, found: ResultTable, form: Form = Form.CSV) -> None:
    """Results, rejected rows and counts are those of one run in this process."""
    judge = screener(SAN_JOSE)
    wanted = results_of(judge.screen(read_source(source, Reading(judge.tables)).tables, AS_OF))
    (folder / "one").mkdir()
    write_judged(alone(wanted), *files(folder / "one", form), source="a source")
    assert asdict(found.summary) == asdict(wanted.summary)
    assert wanted.rejected
    assert [(each.reason, each.applicant) for each in found.rejected] == [
        (each.reason, each.applicant) for each in wanted.rejected
    ]
    for made, other in zip(files(folder, form), files(folder / "one", form), strict=True):
        assert made.path.read_bytes() == other.path.read_bytes()


def as_json(source: Path) -> Path:
    """The same pool as records, which are read as a whole."""
    people: dict[str, dict[str, Any]] = {}
    for row in csv.DictReader((source / "applicants.csv").open(encoding="utf-8", newline="")):
        people[row["applicant_id"]] = {"applicant_id": row["applicant_id"]}
    for table in ("education", "experience", "credentials"):
        for row in csv.DictReader((source / f"{table}.csv").open(encoding="utf-8", newline="")):
            owner = people.get(row.pop("applicant_id"))
            if owner is not None:
                owner.setdefault(table, []).append({name: cell for name, cell in row.items() if cell})
    path = source.parent / "in.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in people.values()), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", some_of(FORMS, 1))
@pytest.mark.parametrize("read", ["in blocks", "as a whole"])
def test_a_cluster_writes_what_one_run_writes_byte_for_byte(
    two_workers: Started, source: Path, tmp_path: Path, form: Form, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = source if read == "in blocks" else as_json(source)
    if read == "in blocks":
        monkeypatch.setattr(pooling, "division_of", None)
    heard: list[tuple[int, int]] = []
    with connected(two_workers.address) as there:
        found = screened_there(given, tmp_path / "out", there.at, form, lambda *each: heard.append(each))
    same_as_one_run(given, tmp_path / "out", found, form)
    assert len(heard) >= 10
    assert sum(rows for rows, _ in heard) == found.summary.applicants


@pytest.mark.long
def test_a_pack_is_made_ready_once_in_each_worker_and_nothing_is_left_behind(
    two_workers: Started, source: Path, tmp_path: Path
) -> None:
    clear, told = part_work.screeners_of.cache_clear, part_work.screeners_of.cache_info
    with client_of(two_workers) as client:
        client.run(clear)
        with connected(two_workers.address) as there:
            screened_there(source, tmp_path / "out", there.at)
            wait_for(lambda: not client.who_has())
        times = client.run(told).values()
        assert sum(each.misses for each in times) <= 2
        assert sum(each.hits + each.misses for each in times) == APPLICANTS // SHARE


def test_a_file_that_needs_a_closer_look_is_read_as_a_whole(two_workers: Started, source: Path, tmp_path: Path) -> None:
    with (source / "experience.csv").open("a", encoding="utf-8") as file:
        file.write("A1" + "," * 30 + "\n")
    with connected(two_workers.address) as there:
        found = screened_there(source, tmp_path / "out", there.at)
    same_as_one_run(source, tmp_path / "out", found)


def the_fullest(cluster: Started) -> str:
    """The worker that holds most."""
    with client_of(cluster) as client:
        held: dict[str, Sequence[object]] = client.has_what()
    fullest = max(held, key=lambda each: len(held[each]))
    assert held[fullest], "a worker that holds nothing would be no loss"
    return fullest


def lose(cluster: Started, address: str) -> None:
    lost = cluster.workers.pop(address)
    os.kill(lost.pid, signal.SIGKILL)
    lost.wait()


@pytest.mark.long
def test_a_worker_killed_while_shares_are_judged_costs_no_row_and_doubles_none(source: Path, tmp_path: Path) -> None:
    with started(tmp_path, 3) as dask, connected(dask.address) as there:
        shares: list[int] = []

        def told(rows: int, total: int) -> None:
            shares.append(rows)
            if len(shares) == 2:
                lose(dask, the_fullest(dask))

        found = screened_there(source, tmp_path / "out", there.at, told=told)
        assert len(shares) == APPLICANTS // SHARE
        assert len(dask.workers) == 2
        same_as_one_run(source, tmp_path / "out", found)


@pytest.mark.long
def test_workers_killed_while_rows_are_sorted_cost_no_row_and_double_none(source: Path, tmp_path: Path) -> None:
    """Of three, the two that hold most are lost, one after the other, and another comes."""
    with started(tmp_path, 3) as dask, connected(dask.address) as there:

        class Losing:
            def __init__(self, farm: ClusterExecutor) -> None:
                self.keep, self.judge, self._farm = farm.keep, farm.judge, farm

            def sort(self, blocks: Sequence[Block]) -> Iterator[SortedPart]:
                assert len(blocks) >= 6
                for number, each in enumerate(self._farm.sort(blocks)):
                    if number in {2, len(blocks) - 1}:
                        lose(dask, the_fullest(dask))
                    if number == 3:
                        dask.more_workers()
                    yield each

        @contextmanager
        def hire(folder: Path, division: Division, task: Task) -> Iterator[Losing]:
            with there.at(folder, division, task) as executor:
                yield Losing(executor)

        found = screened_there(source, tmp_path / "out", hire)
        same_as_one_run(source, tmp_path / "out", found)


@pytest.mark.long
def test_a_worker_killed_while_a_source_read_as_a_whole_is_judged_costs_no_row(source: Path, tmp_path: Path) -> None:
    given = as_json(source)
    with started(tmp_path, 2) as dask, connected(dask.address) as there:
        heard: list[int] = []

        def told(rows: int, total: int) -> None:
            heard.append(rows)
            if len(heard) == 1:
                lose(dask, the_fullest(dask))

        found = screened_there(given, tmp_path / "out", there.at, told=told)
        same_as_one_run(given, tmp_path / "out", found)


def refused(source: Path, folder: Path, hire: Hire, told: Told = unheard) -> str:
    """What is said of a run that ends with a fault; no file is there."""
    with pytest.raises(SourceError) as caught:
        screened_there(source, folder, hire, told=told)
    assert not list(folder.iterdir())
    return str(caught.value)


@pytest.mark.long
def test_a_run_whose_workers_are_all_lost_ends_with_a_clear_word_and_no_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 2)
    with started(tmp_path, 2) as dask, connected(dask.address) as there:

        def told(rows: int, total: int) -> None:
            for address in list(dask.workers):
                lose(dask, address)

        said = refused(source, tmp_path / "out", there.at, told)
        assert f"--cluster {dask.address}: no worker; expected at least one, started by: dask worker" in said


@pytest.mark.long
def test_a_run_whose_scheduler_is_lost_ends_with_a_clear_word_and_no_file(source: Path, tmp_path: Path) -> None:
    with started(tmp_path, 1) as dask, connected(dask.address) as there:

        def told(rows: int, total: int) -> None:
            dask.scheduler.kill()

        said = refused(source, tmp_path / "out", there.at, told)
        assert "a scheduler that went away" in said


@pytest.mark.long
def test_a_task_that_ends_one_worker_after_the_other_ends_the_run_with_a_clear_word(
    source: Path, tmp_path: Path
) -> None:
    """The scheduler here allows none; the worker stands still before it is lost, so that it surely was at a task."""
    none = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with started(tmp_path, 2, **none) as dask, connected(dask.address) as there:
        still = next(iter(dask.workers))
        os.kill(dask.workers[still].pid, signal.SIGSTOP)

        def end() -> None:
            with client_of(dask) as client:
                wait_for(lambda: client.processing()[still])
            lose(dask, still)

        thread = threading.Thread(target=end)
        thread.start()
        said = refused(source, tmp_path / "out", there.at)
        thread.join()
        assert "1 of its workers lost at one and the same task; expected workers with more memory" in said


@pytest.mark.long
def test_a_worker_that_does_not_see_the_files_is_named_with_what_to_do(source: Path, tmp_path: Path) -> None:
    """The only worker stands still until the files are somewhere else, as if it had never seen them."""
    with started(tmp_path, 1) as dask, connected(dask.address) as there:
        ((address, worker),) = dask.workers.items()
        os.kill(worker.pid, signal.SIGSTOP)

        def move() -> None:
            with client_of(dask) as client:
                wait_for(lambda: len(client.processing()[address]) > 0)
            source.rename(tmp_path / "elsewhere")
            os.kill(worker.pid, signal.SIGCONT)

        thread = threading.Thread(target=move)
        thread.start()
        said = refused(source, tmp_path / "out", there.at)
        thread.join()
        assert f"{source}/" in said
        assert f"no such file on the worker {address}; expected storage that has the source under the same path" in said


def test_a_file_of_another_size_on_a_worker_is_not_taken_for_the_same(two_workers: Started, source: Path) -> None:
    path = str(source / "experience.csv")
    block = Block("experience", path, 0, 0, 0, ("applicant_id",), {"applicant_id": "applicant_id"})
    said = f"a file of {Path(path).stat().st_size:,} bytes instead of 1 on the worker tcp://"
    with client_of(two_workers) as client, pytest.raises(SourceError, match=said):
        client.submit(dask_tasks.sort, None, block, 1, pure=False).result()


def test_a_cluster_with_another_minqual_is_refused(two_workers: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_tasks, "__version__", "99.0")
    with pytest.raises(SourceError) as caught, connected(two_workers.address):
        raise AssertionError
    scheduler, *workers = caught.value.faults
    assert scheduler.found.endswith("on its scheduler")
    assert [each.found.partition(" on the worker ")[2] for each in workers] == sorted(two_workers.workers)
    assert {each.expected.partition(",")[0] for each in caught.value.faults} == {"minqual 99.0"}


@pytest.mark.long
def test_a_worker_without_minqual_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other" / "minqual"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    with started(tmp_path, 0) as dask:
        dask.more_workers(PYTHONPATH=str(other.parent))
        with pytest.raises(SourceError, match="no such minqual on the worker tcp://"), connected(dask.address):
            raise AssertionError


@pytest.mark.long
def test_a_cluster_without_workers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 2)
    with started(tmp_path, 0) as dask, pytest.raises(SourceError, match="no worker"), connected(dask.address):
        raise AssertionError


@pytest.mark.long
@pytest.mark.parametrize(
    "address", some_of(["tcp://127.0.0.1:1", "127.0.0.1:1", "nowhere", "", "http://127.0.0.1:1", "tcp://a:b"], 2)
)
def test_an_address_at_which_nobody_answers_is_refused(
    address: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 2)
    said = run(*words(source, tmp_path / "x.csv", "--cluster", address))
    assert said.code == 2
    assert said.line("--cluster", "nobody who answers", "the address of a Dask scheduler such as tcp://host:8786")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def words(source: Path, output: Path, *more: str) -> list[str]:
    return ["screen", str(source), "--rules", SAN_JOSE, "--as-of", AS_OF.isoformat(), "-o", str(output), *more]


@pytest.mark.parametrize("packs", some_of([("--rules", STOCKTON), ()], 1), ids=["two packs", "one pack"])
def test_the_command_line_screens_on_a_cluster_as_it_does_here(
    two_workers: Started, source: Path, tmp_path: Path, packs: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source may be named as it is seen from here: workers are told of the whole path."""
    monkeypatch.chdir(tmp_path)
    here = run(*words(Path("in"), Path("here.csv"), *packs))
    there = run(*words(Path("in"), Path("there.csv"), *packs, "--cluster", two_workers.address))
    assert (here.code, here.out) == (there.code, there.out) == (4, "")
    assert here.err.replace("here.csv", "") == there.err.replace("there.csv", "")
    for name in ("{}.csv", "{}.csv.rejects.csv"):
        assert Path(name.format("here")).read_bytes() == Path(name.format("there")).read_bytes()


@pytest.mark.long
def test_what_people_settled_counts_on_a_cluster_as_it_does_here(two_workers: Started, tmp_path: Path) -> None:
    settled, source = POOLS / "settled.csv", POOLS / "san-jose-council-community-relations"
    here, there = (
        run(*words(source, tmp_path / name, "--settled", str(settled), *more))
        for name, more in (("here.csv", ()), ("there.csv", ("--cluster", two_workers.address)))
    )
    assert here.code == there.code
    assert here.err.replace("here.csv", "") == there.err.replace("there.csv", "")
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--memory", "2GB", "-o", "x.csv"), "dask worker --memory-limit"),
        (("--workers", "2", "-o", "x.csv"), "dask worker --nworkers"),
        (("-o", "x.xlsx"), "which is not made in shares"),
        (("-o", "x.csv", "--to-resolve", "y.csv"), "which is not made in shares"),
    ],
)
def test_what_does_not_reach_a_cluster_is_refused(
    source: Path, tmp_path: Path, more: Sequence[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("screen", "in", "--rules", SAN_JOSE, "--cluster", "tcp://127.0.0.1:1", *more)
    assert told.code == 2
    assert said in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_without_dask_it_is_said_how_to_get_it(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = run(*words(source, tmp_path / "x.csv", "--cluster", "tcp://127.0.0.1:1"))
    assert said.code == 2
    assert said.line("--cluster", 'pip install "minqual[dask]"')
