"""Packs of one's own by name: of an installed package, of folders that the environment names, of any folder."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

import minqual
from minqual.packs import load_pack, pack_names
from support.command_line import minqual as command
from support.places import ROOT

PACK = ROOT / "rules" / "stockton" / "mayoral-pio.yaml"
CASES = PACK.with_name("mayoral-pio.cases.yaml")


def laid(folder: Path, name: str) -> Path:
    """A folder with a pack and its cases under a name of its own."""
    agency, _, own = name.partition("/")
    (folder / agency).mkdir(parents=True)
    text = PACK.read_text(encoding="utf-8").replace("stockton/mayoral-pio", name)
    (folder / agency / f"{own}.yaml").write_text(text, encoding="utf-8")
    shutil.copy(CASES, folder / agency / f"{own}.cases.yaml")
    return folder


def installed(site: Path, package: Path) -> None:
    """A package with an entry point, as an installer leaves it."""
    (package / "__init__.py").write_text("raise ImportError('it need not be imported')")
    info = site / "clerks-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: clerks\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[minqual.packs]\nclerks = {package.name}\n")


def test_packs_are_found_by_name_in_folders_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = laid(tmp_path / "one", "ours/clerk"), laid(tmp_path / "two", "theirs/clerk")
    monkeypatch.setenv("MINQUAL_RULES", os.pathsep.join(map(str, (one, two))))
    assert {"ours/clerk", "theirs/clerk", "stockton/mayoral-pio"} <= set(pack_names())
    assert minqual.Screener("theirs/clerk").pack.name == "theirs/clerk"
    assert load_pack("ours/clerk@2026-01-01").digest


def test_packs_are_found_by_name_in_installed_packages_without_importing_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, laid(tmp_path / "clerk_rules", "ours/clerk"))
    monkeypatch.syspath_prepend(tmp_path)
    assert load_pack("ours/clerk").name == "ours/clerk"
    assert "clerk_rules" not in sys.modules


def test_a_name_that_stands_twice_is_a_fault_that_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINQUAL_RULES", str(laid(tmp_path, "stockton/mayoral-pio")))
    with pytest.raises(minqual.PackError) as raised:
        load_pack("stockton/mayoral-pio")
    (fault,) = raised.value.faults
    assert (fault.code, str(tmp_path) in fault.found, str(ROOT / "rules") in fault.found) == ("twice", True, True)


def test_a_folder_that_is_not_there_is_told_with_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINQUAL_RULES", "/nowhere")
    with pytest.raises(minqual.PackError, match="MINQUAL_RULES: no folder '/nowhere'"):
        load_pack("stockton/mayoral-pio")


def test_the_commands_on_packs_take_folders(tmp_path: Path) -> None:
    folder = str(laid(tmp_path, "ours/clerk"))
    listed = json.loads(command("rules", "list", folder, "--format", "json").out)
    assert [each["name"] for each in listed] == ["ours/clerk"]
    assert command("rules", "test", folder).code == 0
    assert command("rules", "lint", folder).code in {0, 1}
    assert "Mayoral Public Information Officer" in command("rules", "show", folder).out
    assert command("rules", "show", str(tmp_path / "ours" / "clerk.yaml")).code == 0


def test_the_cases_of_a_folder_run_in_the_tests_of_another_project(tmp_path: Path) -> None:
    folder = laid(tmp_path, "ours/clerk")
    runs = minqual.run_cases(folder)
    assert runs
    assert not [each for each in runs if each.differences]
    cases = folder / "ours" / "clerk.cases.yaml"
    text = cases.read_text(encoding="utf-8").replace("{mayoral-pio: refer}", "{mayoral-pio: met}")
    cases.write_text(text, encoding="utf-8")
    broken = [each for each in minqual.run_cases(folder) if each.differences]
    assert broken
    assert all("expected met" in each.differences[0] and str(each).startswith(each.pack) for each in broken)


def test_whose_verdict_another_version_changes_is_told_with_the_clause(tmp_path: Path) -> None:
    stricter = laid(tmp_path, "ours/clerk") / "ours" / "clerk.yaml"
    text = stricter.read_text(encoding="utf-8")
    assert "if no: review" in text
    stricter.write_text(text.replace("if no: review", "if no: unmet"))
    job = {"kinds": "communications", "start": "2010-01-01", "end": "2020-12-31", "hours_per_week": 40}
    degree = {"level": "bachelor", "field": "economics", "conferred": "yes"}
    record = {"education": [degree], "experience": [job], "answers": [{"question": "evening-meetings", "answer": "no"}]}
    pool = [{"applicant_id": "a", **record}, {"applicant_id": "b", "education": []}]
    found = minqual.changes(pool, PACK, stricter, date(2026, 11, 21))
    (move,) = found.moves
    assert (move.key[0], move.before.verdict, move.after.verdict) == (
        "a",
        minqual.Standing.REVIEW,
        minqual.Standing.UNMET,
    )
    assert [each.clause.kind for each in move.clauses] == ["answer"]
    assert found.compared == 2
    assert minqual.changes(pool[0], PACK, stricter, date(2026, 11, 21)).moves == (move,)
    same = minqual.changes(pool, PACK, PACK, date(2026, 11, 21))
    assert (same.moves, same.classes) == ((), None)
    assert found.classes == ("stockton/mayoral-pio", "ours/clerk")


def test_what_of_a_source_could_not_be_used_is_told_beside_whom_a_change_moves() -> None:
    """An id that stands twice is not compared, a cell that cannot be read is open, a key that nobody knows is named."""
    record = {"applicant_id": "a", "zodiac": "lion", "experience": [{"start": "2021-02-30"}]}
    once = minqual.changes([record], PACK, PACK, date(2026, 11, 21))
    assert (once.compared, [each.lost for each in once.rejects]) == (1, ["cell"])
    assert once.unknown_columns == {"input": ("zodiac",)}
    twice = minqual.changes([record, record], PACK, PACK, date(2026, 11, 21))
    people = next(each for each in twice.counts if each.table == "applicants")
    assert (twice.compared, people.used, people.rejected) == (0, 0, 2)
    assert "rejected" in repr(twice)
