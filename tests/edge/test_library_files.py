"""Files: of other kinds than are wanted, that would never end, that are read and must not be replaced; interrupts."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual as library
from support.command_line import Said, minqual
from support.examples import examples, some_of
from support.packs import CASES, PACK
from support.places import edge

AS_OF = ("--as-of", "2026-11-21")
PERSON = "Jane Q. Doe 555-0123"
MAP = """\
map: own
applicants: id
not stated: [education, credentials]
experience:
  - {kinds: kind, start: from, end: to}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a pack and its cases, a record, a table and its map."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "clerk.yaml").write_text(PACK)
    (tmp_path / "packs" / "clerk.cases.yaml").write_text(CASES)
    (tmp_path / "record.json").write_text('{"applicant_id": "a"}')
    (tmp_path / "pool.csv").write_text("id,kind,from,to\na,clerical work,2015,2020\n")
    (tmp_path / "map.yaml").write_text(MAP)
    return tmp_path


# Files of other kinds


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("x.txt", PERSON)
    return made.getvalue()


OTHERS: dict[str, tuple[bytes, str]] = {
    "table": (f"applicant_id,entry,notes\n{PERSON},second job,ill\n".encode(), "delimited text"),
    "semicolons": (f"id;notes\n{PERSON};x\n".encode(), "delimited text"),
    "tabs": (f"id\tnotes\n{PERSON}\tx\n".encode(), "delimited text"),
    "colons": (f"id,notes\n{PERSON},see: this: that\n".encode(), "delimited text"),
    "record": (json.dumps({"applicant_id": PERSON, "education": [], "experience": []}).encode(), "JSON"),
    "resume": (json.dumps({"basics": {"name": PERSON}, "work": []}, indent=1).encode(), "JSON"),
    "named": (json.dumps({"name": PERSON, "title": "x", "version": "1", "a": 1, "b": 2}).encode(), "JSON"),
    "list": (json.dumps([{"applicant_id": PERSON}]).encode(), "JSON"),
    "lines": (f'{{"applicant_id": "{PERSON}"}}\n{{"applicant_id": "b"}}\n'.encode(), "JSON lines"),
    "text": (f"{PERSON} was ill since 2019\nand more\n".encode(), "a text"),
    "keys": (f"{PERSON}: ill\nphone: 555\n".encode(), "other keys"),
    "twice": (f"{PERSON}: ill\n{PERSON}: well\n".encode(), "a text"),
    "anchor": (f"note: &a {PERSON}\nagain: *a\n".encode(), "a text"),
    "html": (f"<html><body>{PERSON}</body></html>".encode(), "HTML"),
    "xml": (f"<?xml version='1.0'?><person>{PERSON}</person>".encode(), "XML"),
    "zip": (archive(), "archive"),
    "pdf": (b"%PDF-1.7 " + PERSON.encode(), "PDF"),
    "utf-16": (PERSON.encode("utf-16"), "UTF-16"),
    "zeros": (b"\0" + PERSON.encode(), "binary"),
    "latin": (f"{PERSON}: \xe9\n".encode("latin-1"), "a text"),
}


@pytest.mark.parametrize("name", some_of(OTHERS, 4))
def test_a_file_of_another_kind_is_told_as_what_it_is_with_nothing_out_of_it(place: Path, name: str) -> None:
    content, kind = OTHERS[name]
    other = place / "other.yaml"
    other.write_bytes(content)
    out = place / "r.csv"
    for words in (
        ("check", place / "record.json", "--rules", other, *AS_OF),
        ("screen", place / "record.json", "--rules", other, *AS_OF, "-o", out),
        ("screen", place / "pool.csv", "--map", other, "--rules", place / "packs" / "clerk.yaml", *AS_OF, "-o", out),
        ("check", place / "pool.csv", "--map", other, "--rules", place / "packs" / "clerk.yaml", *AS_OF),
        ("applicants", "inspect", place / "pool.csv", "--map", other, *AS_OF),
        ("applicants", "map", place / "pool.csv", "--rules", other),
        ("applicants", "template", other),
        *(("rules", command, other) for command in ("show", "lint", "test")),
        ("rules", "diff", other, other),
    ):
        said = minqual(*words)
        assert said.code == 2, words
        told = said.out + said.err
        said.line(kind)
        assert not any(part in told for part in ("Jane", "Doe", "555", "ill", "applicant_id", "basics")), told
    with pytest.raises(library.PackError) as caught:
        library.load_pack(other)
    assert [each.code for each in caught.value.faults] == ["other-kind"]


PIECES = ["Jane", "555", ":", ": ", "\n", ",", "- ", "{", "}", '"', "&", "*", "[", "#", "|", "%", "!", "  "]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=examples(400), deadline=None)
def test_no_message_on_a_text_that_is_no_pack_shows_a_word_of_it(parts: list[str]) -> None:
    with pytest.raises(library.PackError) as caught:
        library.load_pack(text="".join(parts))
    assert "Jane" not in str(caught.value)
    assert "555" not in str(caught.value)


def test_a_broken_pack_is_still_told_with_its_line(place: Path) -> None:
    (place / "broken.yaml").write_text(PACK.replace("requires:", "requires", 1))
    minqual("rules", "lint", place / "broken.yaml").line("broken.yaml line ")
    (place / "level.yaml").write_text(PACK.replace("levels:", "levells:", 1))
    minqual("rules", "lint", place / "level.yaml").line("unknown key 'levells'", "did you mean 'levels'?")


# What would never end

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")


def ended(*words: object) -> Said:
    """A command in a process of its own, which ends within seconds."""
    command = [sys.executable, "-m", "minqual", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    return Said(done.returncode, done.stdout, done.stderr)


@needs_pipes
def test_pipes_devices_and_links_in_a_circle_are_told_and_never_waited_for(place: Path) -> None:
    os.mkfifo(place / "pipe.yaml")
    (place / "circle.yaml").symlink_to("circle.yaml")
    (place / "lost.yaml").symlink_to("nowhere")
    pack, record = place / "packs" / "clerk.yaml", place / "record.json"
    for name, said in (
        ("pipe.yaml", "a pipe"),
        ("circle.yaml", "links in a circle"),
        ("lost.yaml", "a link to what is not there"),
        ("/dev/null", "a device"),
    ):
        strange = place / name
        for words in (
            ("check", record, "--rules", strange),
            ("check", strange, "--rules", pack),
            ("screen", record, "--rules", strange, "-o", place / "r.csv"),
            ("screen", strange, "--rules", pack, "-o", place / "r.csv"),
            ("screen", place / "pool.csv", "--map", strange, "--rules", pack, "-o", place / "r.csv"),
            ("applicants", "map", strange),
            ("applicants", "inspect", strange),
            ("rules", "show", strange),
            ("rules", "lint", strange),
            ("rules", "test", strange),
            ("rules", "source", pack, strange),
        ):
            done = minqual(*words)
            assert done.code == 2, words
            done.line(said)


@pytest.mark.long
@needs_pipes
def test_a_pipe_among_packs_or_tables_is_told(place: Path) -> None:
    os.mkfifo(place / "packs" / "x.yaml")
    ended("screen", place / "record.json", "--rules", place / "packs", "-o", place / "r.csv").line("x.yaml: a pipe")
    tables = place / "tables"
    tables.mkdir()
    (tables / "applicants.csv").write_text("applicant_id\na\n")
    os.mkfifo(tables / "experience.csv")
    pack = place / "packs" / "clerk.yaml"
    for options in ((), ("--workers", "1")):
        done = ended("screen", tables, "--rules", pack, "-o", place / "r.csv", *options)
        assert done.code == 2
        done.line("experience.csv: a pipe")
    (tables / "experience.csv").unlink()
    os.mkfifo(tables / "experience.parquet")
    ended("screen", tables, "--rules", pack, "-o", place / "r.csv").line("experience.parquet: a pipe")


# No output over an input


def links(path: Path) -> list[Path]:
    """One file under several names."""
    hard, soft = path.with_name(f"hard-{path.name}"), path.with_name(f"soft-{path.name}")
    os.link(path, hard)
    soft.symlink_to(path)
    return [path, hard, soft, path.parent / ".." / path.parent.name / path.name]


@pytest.mark.parametrize(
    "read", some_of(["packs/clerk.yaml", "packs/clerk.cases.yaml", "record.json", "pool.csv", "map.yaml"], 3)
)
def test_no_output_of_screen_replaces_what_is_read_by_whatever_name(place: Path, read: str) -> None:
    before = (place / read).read_bytes()
    pack = place / "packs" / "clerk.yaml"
    mapped = read in {"pool.csv", "map.yaml"}
    source = ("pool.csv", "--map", place / "map.yaml") if mapped else ("record.json",)
    words = ("screen", place / source[0], *source[1:], "--rules", pack, *AS_OF, "--force")
    for name in links(place / read):
        for options in (
            ("-o", name, "--format", "csv"),
            ("-o", place / "r.csv", "--rejects", name),
            ("-o", place / "r.csv", "--to-resolve", name),
        ):
            done = minqual(*words, *options)
            assert done.code == 2, (name, options)
            assert (place / read).read_bytes() == before
    assert minqual(*words, "-o", place / "r.csv").code in {0, 4}


def test_a_folder_of_packs_and_one_of_tables_are_guarded_file_by_file(place: Path) -> None:
    tables = place / "tables"
    tables.mkdir()
    (tables / "applicants.csv").write_text("applicant_id\na\n")
    for name in ("education", "experience", "credentials"):
        (tables / f"{name}.csv").write_text("applicant_id,level,kinds,name\n")
    os.link(tables / "applicants.csv", place / "linked.csv")
    words = ("screen", tables, "--rules", place / "packs", *AS_OF, "--force", "-o")
    for taken in (tables / "applicants.csv", place / "linked.csv", place / "packs" / "clerk.cases.yaml"):
        assert minqual(*words, taken, "--format", "csv").code == 2
    assert minqual(*words, tables / "results.csv").code in {0, 2, 4}


def test_no_other_command_replaces_what_it_reads(place: Path) -> None:
    pack, cases = place / "packs" / "clerk.yaml", place / "packs" / "clerk.cases.yaml"
    before = {each: each.read_bytes() for each in (pack, cases, place / "pool.csv")}
    os.link(pack, place / "pack.csv")
    for words in (
        ("applicants", "map", place / "pool.csv", "-o", place / "pool.csv", "--force"),
        ("applicants", "map", place / "pool.csv", "--rules", pack, "-o", pack, "--force"),
        ("applicants", "template", pack, "-o", place / "pack.csv", "--force"),
        ("rules", "test", pack, "--propose", "-o", pack, "--force"),
        ("rules", "test", pack, "--propose", "-o", cases, "--force"),
    ):
        assert minqual(*words).code == 2, words
        assert {each: each.read_bytes() for each in before} == before


def test_the_given_pack_is_not_replaced_and_the_given_file_is_not_shown(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(edge("clerk.yaml").read_bytes())
    words = edge("words.jsonl")
    assert minqual("screen", words, "--rules", own, *AS_OF, "-o", own, "--format", "csv", "--force").code == 2
    assert own.read_bytes() == edge("clerk.yaml").read_bytes()
    said = minqual("check", edge("share.json"), "--rules", edge("not-a-pack.csv"), *AS_OF)
    assert said.code == 2
    assert "Doe" not in said.err


# Interrupts


BEGUN: Final = """
import runpy, sys
print('begun', file=sys.stderr, flush=True)
runpy.run_module('minqual', None, '__main__')
"""
"""Runs the command once Python itself has started, which no program has a say in."""


def interruptible() -> None:
    """Let a process be interrupted by default, whatever the one that starts it ignores."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(after: float, *words: object) -> tuple[int, str]:
    """How a command ends whose group of processes is interrupted so many seconds after its start."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", BEGUN, *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=pipe,
        stdin=pipe,
        text=True,
        start_new_session=True,
        preexec_fn=interruptible,  # noqa: PLW1509  # nothing else runs in the threads of a test
    )
    assert process.stderr
    assert process.stderr.readline() == "begun\n"
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
@pytest.mark.parametrize("after", [0.15, 0.3, 0.8])
def test_an_interrupt_is_told_in_one_line_whenever_it_comes(place: Path, after: float) -> None:
    pack = place / "packs" / "clerk.yaml"
    for words in (("check", "-", "--rules", pack), ("screen", "-", "--rules", pack, "--workers", "1")):
        code, told = interrupted(after, *words)
        assert code == 130, told
        assert "Traceback" not in told
        assert sum("interrupted" in line for line in told.splitlines()) == 1


def test_the_library_leaves_interrupts_as_they_are() -> None:
    script = "import signal, minqual\nprint(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=interruptible,  # nothing else runs in the threads of a test
    )
    assert done.stdout == "True\n"
