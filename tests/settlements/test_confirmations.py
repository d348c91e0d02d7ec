"""Confirmations: who stands by an adverse verdict, for as long as it says the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from support.command_line import minqual as run
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
DAY: Final = ("--rules", PACK, "--as-of", "2026-11-21")


def written(path: Path, rows: Sequence[dict[str, str]], **cells: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **cells} for row in rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_an_adverse_verdict_is_confirmed_until_it_says_something_else(tmp_path: Path) -> None:
    work, results = tmp_path / "work.csv", tmp_path / "r.csv"
    words = ("screen", SOURCE, *DAY, "-o", results, "--force", "--to-resolve", work)
    assert run(*words).code in {0, 4}
    plain, before = read(work), results.read_bytes()
    assert run(*words, "--confirm").code in {0, 4}
    listed = read(work)
    asked = listed[len(plain) :]
    assert listed[: len(plain)] == plain
    adverse = {row["applicant_id"] for row in read(results) if row["verdict"] in {"unmet", "refer"}}
    assert {row["applicants"] for row in asked} == adverse
    assert {row["choices"] for row in asked} == {"confirmed"}
    given = written(tmp_path / "given.csv", asked, answer="confirmed", by="JD", on="2026-11-24", how="file read")
    again = run(*words, "--confirm", "--settled", given)
    assert f"{len(adverse)} adverse verdicts confirmed" in again.err
    assert results.read_bytes() == before
    assert read(work) == plain
    who = min(adverse)
    check = ("check", SOURCE, *DAY, "--applicant", who, "--settled", given)
    assert "confirmed: file read, 2026-11-24, JD" in run(*check).out
    assert json.loads(run(*check, "--format", "json").out)["confirmed"] == "file read, 2026-11-24, JD"
    assert json.loads(run(*check[:-2], "--format", "json").out)["confirmed"] is None
    later = run(
        "screen", SOURCE, "--rules", PACK, "--as-of", "2016-01-01", "-o", results, "--force", "--settled", given
    )
    assert "settlements that no longer count" in later.err


def test_an_examination_counts_confirmations_at_once(tmp_path: Path) -> None:
    exam, work = tmp_path / "e.exam", tmp_path / "work.csv"
    assert run("exam", "open", exam, *DAY).code == 0
    assert run("exam", "screen", exam, SOURCE, "--to-resolve", work, "--confirm").code in {0, 4}
    asked = [row for row in read(work) if row["key"].startswith("confirmation|")]
    given = written(tmp_path / "given.csv", asked[:1], answer="confirmed", by="JD", on="2026-11-24")
    assert run("exam", "settle", exam, given).code == 0
    assert f"adverse verdicts: {len(asked)}, of which 1 are confirmed" in run("exam", "status", exam).out
    assert "confirmed: 2026-11-24, JD" in run("exam", "show", exam, asked[0]["applicants"]).out
    assert "confirmation: the verdict" in run("exam", "show", exam, asked[0]["applicants"]).out
    assert run("exam", "replay", exam).code == 0
    assert run("exam", "verify", exam).code == 0


def test_what_confirms_nothing_is_told_all_at_once(tmp_path: Path) -> None:
    rows = [
        {"key": f"confirmation|{PACK}|a001||0", "answer": "refused", "by": "JD", "on": "2026-11-24"},
        {"key": f"confirmation|{PACK}|a001", "answer": "confirmed", "by": "JD", "on": "2026-11-24"},
        {"key": f"confirmation|{PACK}|a001||0", "answer": "confirmed", "by": "", "on": "soon"},
    ]
    said = run("screen", SOURCE, *DAY, "-o", tmp_path / "r.csv", "--settled", written(tmp_path / "bad.csv", rows))
    assert said.code == 2
    for row, column in ((2, "answer"), (3, "key"), (4, "by"), (4, "on")):
        assert said.line(f"row {row}", f"'{column}'")
    strange = [{**rows[0], "key": f"confirmation|{PACK}|a001|chief|0", "answer": "confirmed"}]
    said = run("screen", SOURCE, *DAY, "-o", tmp_path / "r.csv", "--settled", written(tmp_path / "bad.csv", strange))
    assert said.line("unknown level 'chief'")
    assert run("screen", SOURCE, *DAY, "-o", tmp_path / "r.csv", "--confirm").line("--confirm", "--to-resolve")
