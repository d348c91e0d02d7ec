"""Examination files: every damage is found, nothing acknowledged is lost, what was decided is derived again."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from minqual import Confirmation, Decision, SettledWord, SourceError
from minqual.examinations import (
    Examination,
    SourceFiles,
    erase,
    faults_of,
    hold,
    keep_for,
    release,
    replayed,
    retention_of,
)
from minqual.packs import WrittenPack, given_packs
from minqual.records import one_applicant
from minqual.settlements import Settlement
from minqual.sources import Reading, read_source
from support.command_line import minqual as run
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
SETTLED: Final = ROOT / "applicants" / "settled.csv"
AT: Final = "2026-11-22T10:00:00Z"
DAY: Final = date(2026, 11, 21)


def written(names: list[str]) -> list[WrittenPack]:
    return [each.written for each in given_packs(names)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An examination that was screened, settled and screened again."""
    path = tmp_path_factory.mktemp("exam") / "whole.exam"
    for words in (
        ("open", path, "--rules", PACK, "--as-of", "2026-11-21"),
        ("screen", path, SOURCE),
        ("settle", path, SETTLED),
        ("screen", path, SOURCE),
    ):
        done = run("exam", *words)
        assert done.code in {0, 4}, done.err
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def faults(path: Path, head: str | None = None) -> list[str]:
    with Examination.of(path) as examination:
        return list(map(str, faults_of(examination, head)))


def head_of(path: Path) -> str:
    with Examination.of(path) as examination:
        return list(examination.file.entries())[-1].digest


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "copy.exam"))


def test_a_file_is_verified_as_it_was_written(whole: Path) -> None:
    assert faults(whole, head_of(whole)) == []


Damage = Callable[[sqlite3.Connection, random.Random], None]

TEXTS: Final = {
    "entries": ("kind", "at", "content", "previous", "digest"),
    "contents": ("digest", "kind", "content"),
    "records": ("digest", "applicant", "salt", "content"),
    "verdicts": ("pack", "applicant", "record", "verdict", "eligible_level", "conditional_level",
                 "best_possible_level", "content", "digest"),
    "settlements": ("kind", "applicant", "subject", "content", "salt", "digest"),
}  # fmt: skip


def places(connection: sqlite3.Connection, table: str) -> list[int]:
    return [row for (row,) in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]


def edited(connection: sqlite3.Connection, tape: random.Random) -> None:
    """One sign of one cell changed."""
    table = tape.choice(list(TEXTS))
    column, row = tape.choice(TEXTS[table]), tape.choice(places(connection, table))
    (cell,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    text = cell or ""
    place = tape.randrange(len(text) + 1)
    sign = tape.choice([each for each in "x0 " if each != text[place : place + 1]])
    connection.execute(
        f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (text[:place] + sign + text[place + 1 :], row)
    )


def deleted(connection: sqlite3.Connection, tape: random.Random) -> None:
    """A row gone."""
    table = tape.choice(list(TEXTS))
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (tape.choice(places(connection, table)),))


def swapped(connection: sqlite3.Connection, tape: random.Random) -> None:
    """What two rows say, exchanged."""
    table, column = tape.choice([("verdicts", "content"), ("records", "content"), ("settlements", "content"),
                                 ("entries", "content")])  # fmt: skip
    one, other = tape.sample(places(connection, table), 2)
    cells = dict(connection.execute(f"SELECT rowid, {column} FROM {table} WHERE rowid IN (?, ?)", (one, other)))
    if cells[one] == cells[other]:
        edited(connection, tape)
        return
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (cells[other], one))
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (cells[one], other))


def repeated(connection: sqlite3.Connection, tape: random.Random) -> None:
    """A row a second time, under a number of its own."""
    table = tape.choice(["entries", "verdicts", "settlements"])
    row = tape.choice(places(connection, table))
    cells = list(connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row,)).fetchone())
    if table == "verdicts":
        cells[2] = 1_000_000
    else:
        cells[0] = max(places(connection, table)) + 1
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(cells))})", cells)


def cut(connection: sqlite3.Connection, tape: random.Random) -> None:
    """The last entry gone, with all that it brought."""
    (last,) = connection.execute("SELECT max(number) FROM entries").fetchone()
    connection.execute("DELETE FROM entries WHERE number = ?", (last,))
    connection.execute("DELETE FROM verdicts WHERE run = ?", (last,))
    connection.execute("DELETE FROM records WHERE run = ?", (last,))


DAMAGES: Final[tuple[Damage, ...]] = (edited, edited, edited, deleted, swapped, repeated, cut)


def found(path: Path, number: int, head: str) -> list[str]:
    """What verification says of a file that was damaged in a way that a number stands for, which is taken back."""
    tape = random.Random(number)  # damages, not secrets
    with Examination.of(path) as examination:
        connection = examination.file.connection
        connection.execute("BEGIN")
        try:
            tape.choice(DAMAGES)(connection, tape)
            return list(map(str, faults_of(examination, head)))
        finally:
            connection.execute("ROLLBACK")


def check_damages(whole: Path, tmp_path: Path, numbers: range) -> None:
    path = Path(shutil.copy(whole, tmp_path / "damaged.exam"))
    head = head_of(path)
    missed = [number for number in numbers if not found(path, number, head)]
    assert missed == []
    assert faults(path, head) == []


def test_every_damage_is_found(whole: Path, tmp_path: Path) -> None:
    check_damages(whole, tmp_path, range(150))


@pytest.mark.long
def test_ten_thousand_damages_are_found(whole: Path, tmp_path: Path) -> None:
    check_damages(whole, tmp_path, range(10_000))


def test_a_cut_end_is_found_where_the_head_was_kept_and_only_there(copy: Path) -> None:
    head = head_of(copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        cut(connection, random.Random(0))  # it draws nothing
    assert faults(copy) == []
    (fault,) = faults(copy, head)
    assert "the end is cut" in fault


def test_what_was_decided_is_derived_again_byte_for_byte_on_each_day(whole: Path) -> None:
    with Examination.of(whole) as examination:
        found = replayed(examination, examination.applicants())
        assert len(found) == len(examination.applicants())
        assert all(each.same for each in found)


def test_settlements_of_nobody_are_refused_and_nothing_is_added(copy: Path) -> None:
    before = head_of(copy)
    decision = Decision(pack=PACK, applicant="nobody", clause="aide.any-of", accepted=True, by="JD", on=DAY)
    with Examination.of(copy) as examination, pytest.raises(SourceError):
        examination.settle([decision], AT)
    assert head_of(copy) == before


def test_erasing_leaves_the_chain_whole_and_nothing_of_the_applicant(copy: Path) -> None:
    with Examination.of(copy) as examination:
        erase(examination, ["a018"], "JD", "asked for it", date(2026, 12, 1), AT)
        assert faults_of(examination) == []
        assert "a018" not in examination.applicants()
        with pytest.raises(SourceError):
            replayed(examination, ["a018"])
        examination.file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # A digest may hold these signs by chance.
    assert not re.search(rb"(?<![0-9a-f])a018(?![0-9a-f])", copy.read_bytes())


def test_nothing_is_erased_that_is_held_or_kept_for_longer(copy: Path) -> None:
    with Examination.of(copy) as examination:
        keep_for(examination, 48, 60, "JD", AT)
        hold(examination, "complaint", "", "JD", AT)
        with pytest.raises(SourceError, match="held"):
            erase(examination, ["a018"], "JD", "", date(2040, 1, 1), AT)
        release(examination, "complaint", "JD", AT)
        kept = retention_of(examination)
        assert kept.not_before is not None
        assert kept.due is not None
        with pytest.raises(SourceError, match="at least"):
            erase(examination, ["a018"], "JD", "", kept.not_before.replace(year=kept.not_before.year - 1), AT)
        erase(examination, ["a018"], "JD", "", kept.not_before, AT)
        assert faults_of(examination) == []


WRITER: Final = """
import sys
from pathlib import Path
from datetime import date
from minqual import Decision
from minqual.examinations import Examination
with Examination.of(Path(sys.argv[1])) as examination:
    for number in range(int(sys.argv[2])):
        decision = Decision(pack=sys.argv[3], applicant="a001", clause=sys.argv[4], accepted=True, by=sys.argv[5],
                            on=date(2026, 11, 24), why=str(number))
        entry = examination.settle([decision], "2026-11-24T10:00:00Z")
        print(entry.number, entry.digest, flush=True)
"""
CLAUSE: Final = "director.any-of.discretion"


def writing(path: Path, times: int, by: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(path), str(times), PACK, CLAUSE, by]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_writers_never_fork_the_chain(copy: Path) -> None:
    writers = [writing(copy, 5, by) for by in ("JD", "JD")]
    assert [each.wait() for each in writers] == [0, 0], [each.communicate() for each in writers]
    for each in writers:
        each.communicate()
    assert faults(copy) == []
    with Examination.of(copy) as examination:
        assert len(list(examination.file.entries("settle"))) == 11


@pytest.fixture
def other_files(tmp_path: Path) -> dict[str, Path]:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE entries (a)")
    text = tmp_path / "text.exam"
    text.write_text("nothing")
    newer = tmp_path / "newer.exam"
    run("exam", "open", newer, "--rules", PACK, "--as-of", "2026-11-21")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("PRAGMA user_version=99")
    return {"no examination file": other, "no examination file, or a damaged one": text, "format 99": newer}


def test_a_file_of_another_kind_or_of_a_newer_format_is_refused_in_words(other_files: dict[str, Path]) -> None:
    for said, path in other_files.items():
        done = run("exam", "status", path)
        assert done.code == 2
        assert said in done.err, done.err


def test_an_export_holds_pages_json_packs_and_a_manifest_of_digests(whole: Path, tmp_path: Path) -> None:
    done = run("exam", "export", whole, "-o", tmp_path / "file", "--applicant", "a018")
    assert done.code == 0, done.err
    names = sorted(path.relative_to(tmp_path / "file").as_posix() for path in (tmp_path / "file").rglob("*.*"))
    assert names == ["applicants/00001.json", "applicants/00001.md", "chain.json", "manifest.json",
                     "packs/01-council-community-relations.yaml"]  # fmt: skip
    page = (tmp_path / "file" / "applicants" / "00001.md").read_text()
    assert "hours per week 40: by phone, 2026-11-24, JD" in page
    # A digest may hold these signs by chance.
    assert not re.search("(?<![0-9a-f])a018(?![0-9a-f])", (tmp_path / "file" / "chain.json").read_text())


def test_the_status_says_who_moved_and_why(whole: Path) -> None:
    said = run("exam", "status", whole).out
    assert "a018: review to met (aide): settled" in said
    assert "a024: review to refer: a word that was settled" in said


def test_screening_the_same_rows_again_keeps_them_once(whole: Path) -> None:
    with Examination.of(whole) as examination:
        (count,) = examination.file.connection.execute("SELECT count(*) FROM records").fetchone()
        assert count == len(examination.applicants())


def test_a_source_read_twice_gives_the_same_rows(tmp_path: Path) -> None:
    tables = read_source(SOURCE, Reading(())).tables
    with Examination.open(tmp_path / "one.exam", written([PACK]), DAY, None, AT) as examination:
        first, second = (examination.screen(tables, SourceFiles(()), AT).results[0].frame for _ in range(2))
        assert first.equals(second)


def test_what_the_readme_shows_of_a_recruitment_and_its_letters_is_what_comes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = (ROOT / "README.md").read_text(encoding="utf-8").partition("### A recruitment in one file")[2]
    shown = "".join(re.findall(r"^```shell-session\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL))
    assert shown.count("$ minqual") == 6
    (tmp_path / "applicants").symlink_to(ROOT / "applicants")
    monkeypatch.chdir(tmp_path)
    for each in shown.split("$ minqual ")[1:]:
        command, _, printed = each.partition("\n")
        done = run(*command.split())
        assert done.code in {0, 4}, done.err
        told = done.err + done.out
        for line in printed.splitlines():
            assert line == "..." or line in told.splitlines(), (command, line, told)


def test_who_has_withdrawn_is_replayed_and_exported_from_the_last_screening_that_holds_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "one.exam"
    tables = read_source(SOURCE, Reading(())).tables
    with Examination.open(path, written([PACK]), DAY, None, AT) as examination:
        examination.screen(tables, SourceFiles(()), AT)
        examination.screen(one_applicant(tables, "a018"), SourceFiles(()), "2026-11-23T10:00:00Z")
        found = {each.verdict.applicant_id: each for each in replayed(examination, examination.judged())}
        assert len(found) == len(tables.applicant_ids)
        assert all(each.same for each in found.values())
        assert [found[name].run.number for name in ("a001", "a018")] == [2, 3]
    done = run("exam", "export", path, "-o", tmp_path / "all")
    assert done.code == 0, done.err
    assert len(list((tmp_path / "all" / "applicants").glob("*.md"))) == len(tables.applicant_ids)
    assert run("exam", "replay", path).code == 0


def test_answers_of_another_examination_are_refused_all_at_once_and_none_is_added(copy: Path) -> None:
    before = head_of(copy)
    signed: dict[str, Any] = {"by": "JD", "on": DAY, "pack": "stockton/mayoral-pio"}
    given: list[Settlement] = [
        Decision(
            applicant="a018", clause="mayoral-pio.any-of.discretion", accepted=True, place="a.csv row 2", **signed
        ),
        Confirmation(applicant="a018", level="", made_on="", place="a.csv row 3", **signed),
        SettledWord(column="experience.kinds", words=("gardening",), means=(), place="a.csv row 4", **signed),
    ]
    with Examination.of(copy) as examination, pytest.raises(SourceError) as raised:
        examination.settle(given, AT)
    assert [each.where for each in raised.value.faults] == ["a.csv row 2", "a.csv row 3", "a.csv row 4"]
    assert all("of another examination" in str(each) for each in raised.value.faults)
    assert head_of(copy) == before


def test_a_sheet_handed_in_twice_adds_nothing(copy: Path) -> None:
    before = head_of(copy)
    done = run("exam", "settle", copy, SETTLED)
    assert done.code == 0
    assert done.line("on file already, word for word: 4")
    assert head_of(copy) == before


def test_a_file_is_shown_as_it_stood_after_an_entry_or_at_the_end_of_a_day(copy: Path) -> None:
    before, now_ = (run("exam", "show", copy, "a018", *options).out for options in (("--entry", "2"), ()))
    assert "settlements" not in before
    assert "entry 4" in now_
    assert "entry 3" not in before
    assert "entry 4" not in before
    assert run("exam", "replay", copy, "--entry", "2").out.startswith("30 verdicts of entry 2 derived again")
    assert run("exam", "show", copy, "a018", "--on", "2026-11-22T10:00:00Z").line("--on", "a time of day")
    assert run("exam", "replay", copy, "--on", "2026-11-22", "--entry", "2").code == 2
    assert run("exam", "replay", copy, "--on", "2020-01-01").line("no screening up to then")


def test_the_ways_of_an_applicant_are_told_by_the_record_that_was_kept(copy: Path) -> None:
    shown = run("exam", "show", copy, "a018", "--ways").out
    assert "this way\n  60 more semester units of college study: no date can be told\n" in shown
    (verdict,) = json.loads(run("exam", "show", copy, "a018", "--ways", "--format", "json").out)["verdicts"]
    assert {each["level"] for each in verdict["ways"]} >= {"director", "representative"}


def test_what_no_longer_counts_is_marked_where_an_applicant_is_shown_and_told_by_a_screening(copy: Path) -> None:
    with Examination.of(copy) as examination:
        decision = Decision(
            pack=PACK, applicant="a001", clause=CLAUSE, accepted=True, by="JD", on=DAY, made_on="0" * 16
        )
        examination.settle([decision], AT)
    shown = run("exam", "show", copy, "a001").out
    assert "decision: director.any-of.discretion accepted: 2026-11-21, JD (no longer counts:" in shown
    done = run("exam", "screen", copy, SOURCE)
    assert done.line("settlements that no longer count, since what they were made on has changed")
    assert "settlements that no longer count: 1" in done.err


def test_a_work_list_of_several_packs_asks_what_they_share_once(tmp_path: Path) -> None:
    path, packs = tmp_path / "two.exam", (PACK, "stockton/mayoral-pio")
    assert (
        run("exam", "open", path, *(word for each in packs for word in ("--rules", each)), "--as-of", "2026-11-21").code
        == 0
    )
    assert run("exam", "screen", path, SOURCE, "--to-resolve", tmp_path / "all.csv").code in {0, 4}

    def keys(name: str) -> list[str]:
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            return [row["key"] for row in csv.DictReader(file)]

    for place, pack in enumerate(packs):
        words = ("--rules", pack, "--as-of", "2026-11-21", "-o", tmp_path / f"{place}.jsonl")
        assert run("screen", SOURCE, *words, "--to-resolve", tmp_path / f"{place}.csv").code in {0, 4}
    both = keys("all.csv")
    assert set(both) == {*keys("0.csv"), *keys("1.csv")}
    assert len(both) == len(set(both)) + both.count("") - ("" in both)


def test_who_retains_what_is_asked_for_where_it_is_needed_alone(copy: Path) -> None:
    assert run("exam", "retain", copy).out.startswith("nothing is said of how long it is kept")
    assert run("exam", "retain", copy, "--hold", "appeal").line("--by", "nobody who says so")
    assert run("exam", "retain", copy, "--hold", "appeal", "--by", "JD", "--applicant", "a018").line("--applicant")
    assert run("exam", "retain", copy, "--erase", "--by", "JD").line("nothing is due: nothing was erased")
    assert (
        "held: appeal: of a018" in run("exam", "retain", copy, "--hold", "appeal", "--why", "of a018", "--by", "JD").out
    )
