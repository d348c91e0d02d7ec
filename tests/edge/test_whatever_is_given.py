"""Whatever a person types or a program hands over is told as what it is: streams, files beside packs, values, names."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import minqual as library
from minqual.values import MOST_SHOWN, Fault, FaultyInput
from support.command_line import minqual
from support.examples import some_of
from support.packs import CASES, PACK

AS_OF = ("--as-of", "2026-11-21")
DAY = date(2026, 11, 21)
LONG = "x" * 10_000


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a pack and its cases, and a record."""
    (tmp_path / "clerk.yaml").write_text(PACK)
    (tmp_path / "clerk.cases.yaml").write_text(CASES)
    (tmp_path / "record.json").write_text('{"applicant_id": "a"}')
    return tmp_path


def run(place: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it, which can close streams and lead files to them."""
    command = f"{sys.executable} -m minqual {line}"
    return subprocess.run(["bash", "-c", command], cwd=place, capture_output=True, text=True, timeout=60, check=False)


# Streams


@pytest.mark.parametrize("source", some_of(["-", "/dev/stdin"], 1))
def test_no_output_replaces_the_file_that_standard_input_reads(place: Path, source: str) -> None:
    (place / "pool.jsonl").write_text('{"applicant_id": "a"}\n')
    done = run(place, f"screen {source} --rules clerk.yaml --as-of 2026-11-21 -o pool.jsonl --force -q < pool.jsonl")
    assert done.returncode == 2
    assert "--output: the source itself" in done.stderr
    assert (place / "pool.jsonl").read_text() == '{"applicant_id": "a"}\n'
    other = run(place, "screen - --rules clerk.yaml --as-of 2026-11-21 -o other.csv -q < pool.jsonl")
    assert other.returncode == 0
    assert (place / "other.csv").exists()


def test_no_proposed_map_replaces_the_export_on_standard_input(place: Path) -> None:
    table = "id,Employer,Start Date,End Date\na,Acme,2015-01-01,2016-01-01\nb,City,2015-02-01,2016-02-01\n"
    (place / "export.csv").write_text(table)
    done = run(place, "applicants map - -o export.csv --force < export.csv")
    assert done.returncode == 2
    assert (place / "export.csv").read_text() == table


@pytest.mark.long
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_messages_that_cannot_be_written_change_no_exit_code(place: Path) -> None:
    assert run(place, "check record.json --rules nope --as-of 2026-11-21 2>/dev/full").returncode == 2
    done = run(place, "screen record.json --rules clerk.yaml --as-of 2026-11-21 -o r.csv 2>/dev/full")
    assert done.returncode == 0
    assert (place / "r.csv").exists()
    full = run(place, "rules show clerk.yaml > /dev/full")
    assert full.returncode == 2
    assert "standard output" in full.stderr


@pytest.mark.parametrize("group", [(), ("rules",), ("applicants",), ("schema",)])
def test_a_group_without_a_command_shows_its_page_of_help(group: tuple[str, ...]) -> None:
    done = minqual(*group)
    assert done.code == 2
    assert r"\u000a" not in done.err + done.out
    assert "Commands:" in (done.err + done.out).splitlines()


# Files beside packs, and packs


@pytest.mark.parametrize("words", [("rules", "test", "clerk.yaml"), ("rules", "test", "clerk.yaml", "--propose")])
def test_cases_that_are_a_pipe_are_told_and_never_waited_for(
    place: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "clerk.cases.yaml").unlink()
    os.mkfifo(place / "clerk.cases.yaml")
    monkeypatch.chdir(place)
    done = minqual(*words)
    assert done.code == 2
    done.line("clerk.cases.yaml", "a pipe")


def test_a_recorded_specification_that_is_a_pipe_is_told_and_not_replaced(place: Path) -> None:
    os.mkfifo(place / "clerk.source.yaml")
    (place / "spec.txt").write_text("Qualifications. One year of clerical work.\n")
    for more in ([], ["--write"]):
        done = minqual("rules", "source", place / "clerk.yaml", place / "spec.txt", *more)
        assert done.code == 2
    assert (place / "clerk.source.yaml").is_fifo()


def test_a_blank_table_over_a_pipe_is_told_as_what_is_there(place: Path) -> None:
    os.mkfifo(place / "blank.csv")
    minqual("applicants", "template", place / "clerk.yaml", "-o", place / "blank.csv", "--force").line("a pipe")


def test_an_archive_with_a_pack_in_it_is_no_pack(place: Path) -> None:
    with zipfile.ZipFile(place / "packed.yaml", "w") as file:
        file.writestr("clerk.yaml", PACK)
    minqual("rules", "show", place / "packed.yaml").line("packed.yaml: a zip archive", "expected a rule pack")


def test_a_control_sign_in_a_pack_is_told_with_its_line(place: Path) -> None:
    lines = PACK.splitlines()
    lines[2] += " \a"
    (place / "clerk.yaml").write_text("\n".join(lines))
    minqual("rules", "lint", place / "clerk.yaml").line("clerk.yaml line 3: a control sign")


def test_a_message_shows_no_more_of_a_value_than_is_read() -> None:
    with pytest.raises(FaultyInput) as caught:
        library.load_pack(text=PACK.replace("title:", f"{LONG}: x\ntitle:", 1))
    assert len(str(caught.value)) < 10 * MOST_SHOWN
    assert LONG not in str(Fault(LONG, LONG, "less"))
    assert str(Fault("a", "b" * MOST_SHOWN, "c")) == f"a: {'b' * MOST_SHOWN}; expected c"


def test_half_a_sign_in_a_name_can_be_printed() -> None:
    with pytest.raises(FaultyInput) as caught:
        library.screen("\ud800", PACK_READ, DAY)
    assert str(caught.value).encode()


# Options


@pytest.mark.parametrize("amount", ["9" * 400 + "GB", "9" * 40 + "GB", "0", "-1GB", "", "1e9"])
def test_an_amount_of_memory_that_is_none_is_told(place: Path, amount: str) -> None:
    done = minqual(
        "screen", place / "record.json", "--rules", place / "clerk.yaml", *AS_OF, "-o", "-", f"--memory={amount}"
    )
    assert done.code == 2
    done.line("--memory", "expected an amount")


@pytest.mark.parametrize("command", [("check",), ("screen",), ("applicants", "inspect"), ("applicants", "map")])
def test_an_empty_name_of_a_source_is_no_folder(place: Path, command: tuple[str, ...]) -> None:
    done = minqual(*command, "", "--rules", place / "clerk.yaml")
    assert done.code == 2
    done.line("source: an empty name")


# The library

PACK_READ = library.load_pack(text=PACK)
RECORD = {"applicant_id": "a"}
PEOPLE = pd.DataFrame({"applicant_id": ["a"]})


def frames(experience: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of one applicant, with rows of experience alone."""
    none = {"education": ["applicant_id", "level"], "credentials": ["applicant_id", "name"]}
    return {"applicants": PEOPLE, "experience": experience} | {
        name: pd.DataFrame(columns=columns) for name, columns in none.items()
    }


def holding(value: object) -> dict[str, pd.DataFrame]:
    return frames(pd.DataFrame({"applicant_id": ["a"], "kinds": pd.Series([value], dtype=object)}))


def headed(heading: object) -> dict[str, pd.DataFrame]:
    return frames(pd.DataFrame([["a", 1]], columns=pd.Index(["applicant_id", heading], dtype=object)))


ROWLESS = library.Record.model_construct(applicant_id="a", experience=5)  # type: ignore[arg-type]
RESULTS = library.screen(library.read([RECORD]), PACK_READ, DAY)


@pytest.mark.parametrize(
    "use",
    [
        lambda: library.read("[]", name=3),  # type: ignore[arg-type]
        lambda: library.read(LONG[:500]),
        lambda: library.read(np.array(3)),
        lambda: library.read(np.array("{}")),
        lambda: list(library.screen_all("x", np.array(3), DAY)),
        lambda: library.check(RECORD, PACK_READ, DAY, other_kinds=np.array(["review", "x"])),  # type: ignore[arg-type]
        lambda: library.check(RECORD, PACK_READ, DAY, other_kinds=pd.NA),  # type: ignore[arg-type]
        lambda: library.check(RECORD | {"experience": [{"kinds": b"clerical work"}]}, PACK_READ, DAY),
        lambda: library.check(RECORD | {"experience": [{"employer": bytearray(b"City")}]}, PACK_READ, DAY),
        lambda: library.Screener({"title": 10**5000}),
        lambda: library.check(library.read(ROWLESS), PACK_READ, DAY),
        lambda: library.write_results(RESULTS, "\0.csv"),
        lambda: library.write_results(RESULTS, "\ud800.csv"),
        lambda: library.write_results(RESULTS, LONG + ".csv"),
        lambda: library.write_results(RESULTS, "own.csv", rejects=LONG + ".csv"),
        lambda: library.screen(holding(np.array(3j)), PACK_READ, DAY),
        lambda: library.screen(headed("\ud800"), PACK_READ, DAY),
        lambda: library.screen(headed(10**5000), PACK_READ, DAY),
        lambda: library.screen(headed(("a", "b")), PACK_READ, DAY),
    ],
)
def test_a_value_of_a_wrong_type_is_a_fault(use: Callable[[], object]) -> None:
    with pytest.raises(FaultyInput) as caught:
        use()
    assert all(each.path and each.code for each in caught.value.faults)


@pytest.mark.parametrize("value", ["clerical work", np.array("clerical work"), ["clerical work"], math.nan, None])
def test_a_value_that_is_a_cell_is_still_read(value: object) -> None:
    assert library.screen(holding(value), PACK_READ, DAY).summary.applicants == 1
    assert library.read(json.dumps(RECORD), name="own.json").applicant_ids == ("a",)
