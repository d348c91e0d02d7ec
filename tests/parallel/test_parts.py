"""Laws of shares: however a pool is divided, and whoever judges it, what comes out is what one run makes of it."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from minqual.outputs import Form, Target, write_judged
from minqual.packs.library import written_pack
from minqual.parallel import Task, bytes_of, file_blocks, limits_of, pool_of, screen_pool
from minqual.parallel.file_blocks import cuts, read_block
from minqual.parallel.partition import Division, division_in_blocks, division_of
from minqual.parallel.pool_screening import Pool
from minqual.parallel.share_sizes import AT_REST, AT_THE_HEAD, LEAST, USUAL_SHARE
from minqual.records import COLUMNS, Tables, strip_cells
from minqual.sources import Irregular, Reading, index_of, read_source
from minqual.values import SourceError
from minqual.verdicts import Results, ResultTable, results_of
from support.command_line import minqual as run
from support.documents import AS_OF, PACKS, write_tables
from support.examples import examples, some_of
from support.own_process import one_hand
from support.places import APPLICANTS
from support.screened import alone, screener
from support.strategies.records import FAULTY_ROWS, SAN_JOSE, Tape, pools, tapes

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and process groups are those of POSIX systems")
IDS = st.sampled_from(["", "A1", "A2", "a2", "É3", "A10", "nobody", "somebody else"])
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=8)
FORMS = [Form.CSV, Form.JSONL, Form.PARQUET]


def unheard(rows: int, total: int) -> None:
    """Nobody listens."""


def messy(tape: Tape, folder: Path) -> None:
    """Make a folder of tables messy: faulty rows, rows of nobody, ids twice or blank, another order, quotes."""
    for name in COLUMNS:
        path = folder / f"{name}.csv"
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        faulty = [row for table, row in FAULTY_ROWS if table == name]
        for _ in range(tape.pick(range(3))):
            cells = faulty[tape.pick(range(len(faulty)))] if faulty else {}
            owner = (
                tape.pick(["A0", "A1", "nobody", " A2 ", "", "0a1", "Ａ3", "a5", "0A0", "b"])
                if name != "applicants"
                else tape.pick(["A0", "B", "", "a1", "0B"])
            )
            row = [owner if column == "applicant_id" else str(cells.get(column, "")) for column in header]
            if "entry" in header:
                row[header.index("entry")] = tape.pick(["job, the first", 'the "second"', "two\nlines", "x"])
            rows.insert(tape.pick(range(len(rows) + 1)), row)
        if tape.chance(2):
            rows = rows[::2] + rows[1::2]
        text = io.StringIO()
        csv.writer(text, lineterminator=tape.pick(["\n", "\r\n"])).writerows([header, *rows])
        path.write_text(text.getvalue(), encoding="utf-8", newline="")


def whole(source: Path, pack: str, only: str | None = None) -> Results:
    judge = screener(pack)
    return results_of(judge.screen(read_source(source, Reading(judge.tables)).tables, AS_OF), only)


def plain(results: ResultTable) -> dict[str, object]:
    """A summary by its fields, which shows in a failing test what differs."""
    return asdict(results.summary)


def pool(source: Path, pack: str, form: Form, share: int, block: int) -> Pool:
    judge = screener(pack)
    orders = Task((written_pack(pack),), AS_OF, None, form, share)
    return pool_of(source, Reading(judge.tables), [judge], orders, block, "a source")


def files(folder: Path, form: Form) -> tuple[Target, Target]:
    return Target(folder / f"results.{form}", form), Target(folder / f"results.{form}.rejects.csv", Form.CSV)


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(max_examples=examples(40))
def test_shares_of_any_size_come_to_what_the_whole_comes_to(
    pack: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Results, rejected rows and every count are the same byte for byte, read in blocks or as a whole."""
    folder = tmp_path_factory.mktemp("pool")
    _, records = data.draw(pools(pack, 8))
    tape = data.draw(tapes)
    messy(tape, write_tables(folder / "in", records))
    form = data.draw(st.sampled_from(FORMS))
    expected = whole(folder / "in", pack)
    (folder / "one").mkdir()
    write_judged(alone(expected), *files(folder / "one", form), source="a source")
    for name, block in (("blocks", data.draw(st.integers(1, 400))), ("tables", 0)):
        (folder / name).mkdir()
        given_ = pool(folder / "in", pack, form, data.draw(st.integers(1, 11)), max(block, 1))
        if not block:
            given_ = Pool(division_of(given_.whole()), given_.screeners, given_.task, given_.source, given_.whole)
        found = screen_pool(given_, *files(folder / name, form), one_hand, unheard).first
        assert plain(found) == plain(expected)
        assert [each.reason for each in found.rejected] == [each.reason for each in expected.rejected]
        assert [each.applicant for each in found.rejected] == [each.applicant for each in expected.rejected]
        for made, wanted in zip(files(folder / name, form), files(folder / "one", form), strict=True):
            assert made.path.read_bytes() == wanted.path.read_bytes()


def test_open_facts_that_hold_back_as_many_stand_in_an_order_of_their_own(tmp_path: Path) -> None:
    """Here one share asks the screener what a word means, and another the applicant what a blank stands for."""
    job = {"start": "2010-01-01", "end": "2020-01-01", "hours_per_week": "40"}
    jobs = [job | {"kinds": ""}, job | {"kinds": "comunications"}]
    degree = {"level": "bachelor", "field": "journalism", "conferred": "yes"}
    records = [
        {"applicant_id": f"A{place}", "education": [degree], "experience": [each]} for place, each in enumerate(jobs)
    ]
    source = write_tables(tmp_path / "in", records)
    given_ = pool(source, SAN_JOSE, Form.CSV, 1, 1 << 20)
    found = screen_pool(given_, *files(tmp_path, Form.CSV), one_hand, unheard).first.summary
    whose = [each.of for each in found.held_back if each.fact.startswith("experience kinds: ")]
    assert whose == ["the screener", "the applicant"]
    assert found == whole(source, SAN_JOSE).summary


@given(st.lists(IDS, max_size=12), st.lists(IDS, max_size=20))
@example(["", "A1", ""], ["", "A1"])
@example(["A1", "A2", "A1", "nobody"], ["A1", "A1", "nobody", "A2", "", "somebody else", "A1"])
def test_the_roll_finds_whom_a_row_belongs_to(ids: list[str], rows: list[str]) -> None:
    """An id is that of the first applicant who has it; a blank one and one that is not on the roll are nobody's."""
    roll = index_of(pa.array(ids, pa.string()))
    first: dict[str, int] = {}
    for place, each in enumerate(ids):
        first.setdefault(each, place)
    first.pop("", None)
    for _ in range(2):
        assert roll.owners(pa.array(rows, pa.string())).tolist() == [first.get(each, -1) for each in rows]
    assert roll.repeated.tolist() == [bool(each) and ids.count(each) > 1 for each in ids]


@given(st.lists(CELLS | st.sampled_from([" a", "b\u2003", "\x1cx", "\u200b", " "])))
def test_cells_are_stripped_as_text_is(cells: list[str]) -> None:
    column = pa.chunked_array([pa.array(cells[:2], pa.string()), pa.array(cells[2:], pa.string())])
    assert strip_cells(column).to_pylist() == [cell.strip() for cell in cells]


@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8),
    size=st.integers(1, 60),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example(rows=[('a "quoted" line\n', "x"), ("", "y")], size=3, end="\n")
def test_blocks_hold_the_rows_of_a_file_one_after_the_other(
    rows: list[tuple[str, str]], size: int, end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows([("applicant_id", "entry"), *rows])
    (folder / "applicants.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    division = division_in_blocks(folder, Reading(), size)
    assume(division is not None)
    assert division is not None
    cells = [cell.strip() for cell, _ in rows]
    assert division.index.ids.to_pylist() == cells
    places = [batch.column("#row").to_pylist() for batch in division.whole["applicants"]]
    assert [row for part in places for row in part] == [number + 2 for number in range(len(cells))]


@given(st.lists(st.sampled_from(['"', "\n", "a", ",", '""', "\r\n", '"b\n"'])).map("".join), st.integers(1, 9))
def test_blocks_follow_each_other_and_end_with_a_row(text: str, size: int) -> None:
    content = text.encode()
    found = list(cuts(io.BytesIO(content), 0, size))
    assert b"".join(content[start:stop] for start, stop in found) == content
    assert [start for start, _ in found[1:]] == [stop for _, stop in found[:-1]]
    for start, stop in found[:-1]:
        assert content[start:stop].endswith(b"\n")
        assert content[start:stop].count(b'"') % 2 == 0


@given(
    rows=st.lists(st.tuples(st.sampled_from(["", "x", 'a "b"', "two\nlines", "\n" * 9, "w" * 40]), CELLS), max_size=40),
    size=st.integers(17, 90),
)
def test_blocks_are_cut_alike_whether_quotes_are_counted_or_only_near(
    rows: list[tuple[str, str]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Or a cell is longer than what is near; then a block is irregular."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    content = text.getvalue().encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_blocks, "CLEAR", 16)
        found = list(cuts(io.BytesIO(content), 0, size))
    assert b"".join(content[start:stop] for start, stop in found) == content
    if all(content[start:stop].count(b'"') % 2 == 0 for start, stop in found):
        told = [
            row for start, stop in found for row in csv.reader(io.StringIO(content[start:stop].decode(), newline=""))
        ]
        assert told == list(csv.reader(io.StringIO(content.decode(), newline="")))
    else:
        assert any(len(cell.encode()) > 8 for row in rows for cell in row)


def test_a_block_that_needs_a_closer_look_makes_the_source_be_read_as_a_whole(tmp_path: Path) -> None:
    """Here one row is a cell too wide: it is rejected as in any other run."""
    folder = write_tables(tmp_path / "in", [{"applicant_id": f"A{number}"} for number in range(40)])
    with (folder / "experience.csv").open("a", encoding="utf-8") as file:
        file.write("A1" + "," * 30 + "\n")
    assert isinstance(division_in_blocks(folder, Reading(screener(PACKS[0]).tables), 1 << 20), Division)
    given_ = pool(folder, PACKS[0], Form.CSV, 7, 1 << 20)
    with pytest.raises(Irregular):
        [read_block(block) for block in given_.division.blocks]
    found = screen_pool(given_, *files(tmp_path, Form.CSV), one_hand, unheard).first
    assert [each.row for each in found.rejected] == [2]
    assert plain(found) == plain(whole(folder, PACKS[0]))


@pytest.mark.parametrize(
    "change",
    some_of(
        [
            ("applicants.csv", "\ufeffapplicant_id\nA1\n".encode("utf-16-le")),
            ("applicants.csv", "applicant_id\nÄ1\n".encode("windows-1252")),
            ("education.csv", b'applicant_id,"level\n"\nA1,master\n'),
            ("education.csv", b"applicant_id,level\nA1,\nA1,master"),
            ("education.csv", b"\xef\xbb\xbfapplicant_id,level\nA1,master\n"),
            ("education.csv", b"sep=;\napplicant_id;level\nA1;master\n"),
        ],
        3,
    ),
    ids=["UTF-16", "Windows-1252", "a heading of two lines", "no last line end", "a mark", "a told delimiter"],
)
def test_a_file_that_is_written_otherwise_is_read_no_worse_in_shares(change: tuple[str, bytes], tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "in", [{"applicant_id": "A1"}, {"applicant_id": "A2"}])
    (folder / change[0]).write_bytes(change[1])
    options = ["--rules", PACKS[0], "--as-of", AS_OF.isoformat(), "--force"]
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    by_itself = run("screen", str(folder), *options, "-o", str(one))
    shared = run("screen", str(folder), *options, "-o", str(other), "--workers", "1")
    assert by_itself.code == shared.code
    if by_itself.code != 2:
        assert one.read_bytes() == other.read_bytes()


def sample(folder: Path, applicants: int = 300) -> Path:
    """A pool that takes a while."""
    job = {"start": "2010-01-01", "end": "2020-01-01", "kinds": "communications", "hours_per_week": "40"}
    records = [{"applicant_id": f"A{number}", "experience": [job]} for number in range(applicants)]
    return write_tables(folder, records)


def words(source: Path, output: Path, *more: str) -> list[str]:
    return ["screen", str(source), "--rules", PACKS[0], "--as-of", AS_OF.isoformat(), "-o", str(output), *more]


@pytest.mark.parametrize("form", some_of(FORMS, 1))
def test_worker_processes_write_what_one_process_writes(tmp_path: Path, form: Form) -> None:
    source = sample(tmp_path / "in")
    with (source / "experience.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,,,,,,,,,,,\nA7,,,,soon,,,communications,,,,\n")
    for name, more in (("one", ()), ("two", ("--workers", "2")), ("small", ("--memory", "700MB"))):
        (tmp_path / name).mkdir()
        assert run(*words(source, tmp_path / name / f"results.{form}", *more)).code == 4
    for each in (f"results.{form}", f"results.{form}.rejects.csv"):
        wanted = (tmp_path / "one" / each).read_bytes()
        assert (tmp_path / "two" / each).read_bytes() == wanted
        assert (tmp_path / "small" / each).read_bytes() == wanted


def test_shares_go_to_standard_output_as_one_run_does(tmp_path: Path) -> None:
    source = sample(tmp_path / "in", 30)
    command = ["screen", str(source), "--rules", PACKS[0], "--as-of", AS_OF.isoformat(), "--format", "jsonl"]
    assert run(*command).out == run(*command, "--workers", "2").out != ""


INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from minqual.__main__ import main
main()
"""
"""The command line, which heeds an interrupt also where whoever runs the tests ignores them."""


def begun(source: Path, output: Path) -> subprocess.Popen[str]:
    """A run by two workers, in a process group of its own."""
    command = [sys.executable, "-c", INTERRUPTIBLE, *words(source, output, "--workers", "2")]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


@POSIX
@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_the_run_and_nothing_is_left(tmp_path: Path, number: signal.Signals) -> None:
    source = sample(tmp_path / "in", 60_000)
    process = begun(source, tmp_path / "results.csv")
    wait_for(lambda: bool(list(tmp_path.glob(".results.csv.*.room/index.arrow"))))
    os.killpg(process.pid, number) if number is signal.SIGINT else process.send_signal(number)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "no file is half written" in said
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    wait_for(lambda: not members(process.pid))


@POSIX
@pytest.mark.long
def test_a_worker_that_is_lost_ends_the_run_with_a_clear_word_and_no_file(tmp_path: Path) -> None:
    source = sample(tmp_path / "in", 60_000)
    process = begun(source, tmp_path / "results.csv")
    wait_for(lambda: bool(list(tmp_path.glob(".results.csv.*.room/block*"))))
    first, _ = members(process.pid, "spawn_main")
    os.kill(first, signal.SIGKILL)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 2
    assert "a worker process that ended before its work was done" in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def members(group: int, of: str = "") -> list[int]:
    """The processes of a group that run. of: what stands in their command."""
    words = ["ps", "-ww", "-o", "pid=,stat=,args=", "-g", str(group)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    return [int(line.split()[0]) for line in told.stdout.splitlines() if "Z" not in line.split()[1] and of in line]


def wait_for(done: object) -> None:
    assert callable(done)
    for _ in range(12_000):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "size"), [("2GB", 2_000_000_000), ("1.5 GiB", 1_610_612_736), ("800m", 800_000_000), ("4e", None)]
)
def test_memory_is_read_as_people_write_it(text: str, size: int | None) -> None:
    if size is None:
        with pytest.raises(SourceError, match="an amount such as 2GB"):
            bytes_of(text)
    else:
        assert bytes_of(text) == size


def test_too_little_memory_is_refused_and_just_enough_is_not() -> None:
    assert bytes_of(str(LEAST)) == LEAST
    with pytest.raises(SourceError, match="too little"):
        bytes_of(str(LEAST - 1))


@given(st.integers(LEAST, 64 * 10**9), st.integers(1, 64))
def test_less_memory_never_makes_larger_shares(memory: int, workers: int) -> None:
    found, more = limits_of(memory, workers), limits_of(memory * 2, workers)
    assert 1 <= found.workers <= workers
    alone = limits_of(memory, 1), limits_of(memory * 2, 1)
    assert alone[0].share <= alone[1].share
    assert found.workers <= more.workers
    assert found.share <= USUAL_SHARE
    assert AT_THE_HEAD + AT_REST * found.workers <= memory


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--memory", "2 apples", "-o", "x.csv"), "an amount such as 2GB"),
        (("--memory", "2GB", "-o", "x.xlsx"), "which is not made in shares"),
        (("--memory", "2GB", "-o", "x.csv", "--to-resolve", "y.csv"), "which is not made in shares"),
        (("--workers", "0", "-o", "x.csv"), "--workers"),
    ],
)
def test_what_cannot_be_done_in_shares_is_refused(tmp_path: Path, more: Sequence[str], said: str) -> None:
    source = sample(tmp_path / "in", 2)
    told = run(
        "screen", str(source), "--rules", PACKS[0], *(str(tmp_path / each) if "." in each else each for each in more)
    )
    assert told.code == 2
    assert said in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_nobody_to_judge_makes_results_with_a_header_alone(tmp_path: Path) -> None:
    source = write_tables(tmp_path / "in", [])
    assert (
        run(*words(source, tmp_path / "one.csv")).code
        == run(*words(source, tmp_path / "two.csv", "--workers", "1")).code
    )
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes() != b""


def test_rows_keep_their_places_when_tables_are_put_apart() -> None:
    """The division of tables that have been read holds every row once."""
    tables: Tables = read_source(APPLICANTS / "stockton-mayoral-pio", Reading()).tables
    division = division_of(tables)
    for name, table in tables.tables.items():
        (batch,) = division.whole[name]
        assert np.array_equal(batch.column("#row").to_numpy(), table.rows)
