"""Every form of results says what it is of; details say of each clause what a check says."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyarrow.parquet
import pytest
from jsonschema import Draft202012Validator

from minqual.outputs import line_schema
from support.command_line import minqual
from support.examples import some_of
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
RULES: Final = ("--rules", "san-jose/council-community-relations", "--as-of", "2026-11-21")


def screened(*words: object, source: Path = SOURCE, stdin: bytes = b"") -> None:
    done = minqual("screen", "-" if stdin else source, *RULES, *words, stdin=stdin)
    assert done.code in {0, 4}, done.err


def json_of(path: Path) -> Any:  # noqa: ANN401  # whatever JSON holds
    return json.loads(path.read_text(encoding="utf-8"))


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_form_says_the_same_of_itself(tmp_path: Path) -> None:
    for name in ("r.csv", "r.jsonl", "r.parquet", "r.xlsx"):
        screened("-o", tmp_path / name)
    about = json_of(tmp_path / "r.csv.about.json")
    assert {"contract", "pack", "version", "digest", "policy", "as_of", "engine", "source"} <= set(about)
    files = {each["file"]: each["sha256"] for each in about["sources"]}
    assert files == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SOURCE.glob("*.csv")}
    assert json_of(tmp_path / "r.jsonl.about.json") == about
    metadata = pyarrow.parquet.read_schema(tmp_path / "r.parquet").metadata
    told = {name.decode(): value.decode() for name, value in metadata.items() if name != b"ARROW:schema"}
    assert told | {"contract": 1, "sources": json.loads(told["sources"])} == about
    lines = lines_of(tmp_path / "r.jsonl")
    Draft202012Validator(line_schema()).validate(lines[0])
    said = {name: value for name, value in about.items() if name != "sources"}
    assert [line["stamp"] for line in lines] == [said] * len(lines)
    cells = openpyxl.load_workbook(tmp_path / "r.xlsx")["about"].iter_rows(values_only=True)
    page = {row[0]: row[1] for row in cells}
    assert page["digest"] == about["digest"]
    assert [page[f"file {name}"] for name in files] == [f"SHA-256 {digest}" for digest in files.values()]


def test_options_the_map_and_standard_input_are_in_the_stamp(tmp_path: Path) -> None:
    export = ROOT / "applicants" / "exports" / "neogov-report.csv"
    options = ("--map", "neogov-report", "-e", "utf-8", "--other-kinds", "review", "--papers-until", "2026-12-01")
    screened("-o", tmp_path / "a.csv", *options, source=export)
    screened("-o", tmp_path / "b.csv.gz", *options, stdin=export.read_bytes())
    about, other = json_of(tmp_path / "a.csv.about.json"), json_of(tmp_path / "b.csv.gz.about.json")
    assert (about["map"], about["encoding"], about["other_kinds"]) == ("neogov-report", "utf-8", "review")
    assert about["papers_until"] == "2026-12-01"
    assert [each["sha256"] for each in about["sources"]] == [each["sha256"] for each in other["sources"]]
    assert (other["source"], other["sources"][0]["file"]) == ("-", "stdin")
    assert gzip.decompress((tmp_path / "b.csv.gz").read_bytes()).count(b"\n") > 1


@pytest.mark.parametrize("ending", some_of(["csv", "jsonl", "parquet"], 1))
def test_what_is_screened_in_shares_says_the_same_of_itself(tmp_path: Path, ending: str) -> None:
    for name, options in (("whole", ()), ("shares", ("--workers", "1"))):
        screened("-o", tmp_path / f"{name}.{ending}", *options)
    for beside in ("", ".about.json") if ending != "parquet" else ("",):
        whole, shares = (tmp_path / f"{name}.{ending}{beside}" for name in ("whole", "shares"))
        assert shares.read_bytes() == whole.read_bytes()


def test_several_packs_are_all_in_the_stamp_and_each_line_has_its_own(tmp_path: Path) -> None:
    screened("-o", tmp_path / "r.jsonl", "--rules", "stockton/mayoral-pio")
    packs = ["san-jose/council-community-relations", "stockton/mayoral-pio"]
    assert [each["pack"] for each in json_of(tmp_path / "r.jsonl.about.json")["packs"]] == packs
    assert [line["stamp"]["pack"] for line in lines_of(tmp_path / "r.jsonl")[:2]] == packs


def test_details_say_of_each_clause_what_a_check_says(tmp_path: Path) -> None:
    screened("-o", tmp_path / "r.csv", "--details", tmp_path / "d.jsonl")
    screened("-o", tmp_path / "s.csv", "--details", tmp_path / "d.parquet")
    lines = lines_of(tmp_path / "d.jsonl")
    rows = pyarrow.parquet.read_table(tmp_path / "d.parquet").to_pylist()
    assert [row | {"open": json.loads(row["open"])} for row in rows] == lines
    assert json_of(tmp_path / "d.jsonl.about.json") == json_of(tmp_path / "r.csv.about.json")
    for applicant in ("a003", "a006"):
        own = {(each["level"], each["clause"]): each for each in lines if each["applicant_id"] == applicant}
        done = minqual("check", SOURCE, "--applicant", applicant, *RULES, "--format", "json")
        told = [(level["level"], clause) for level in json.loads(done.out)["levels"] for clause in level["clauses"]]
        assert [(level, clause["id"]) for level, clause in told] == list(own)
        for level, clause in told:
            row = own[level, clause["id"]]
            assert (row["standing"], row["kind"], row["says"]) == (clause["standing"], clause["kind"], clause["says"])
            asked = sorted({(each["ask"], each["of"]) for each in clause["open"]})
            assert [(each["ask"], each["of"]) for each in row["open"]] == asked
            counted = clause["counted"] or {"low": None, "high": None, "unit": None}
            for name in ("low", "high", "needed", "most"):
                said = counted[name] if name in counted else clause[name]
                assert row[name] == (None if said is None else float(said))
            assert row["unit"] == counted["unit"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--details", "d.csv"), ("--details", "'.csv'", ".jsonl")),
        (("--details", "r.csv.about.json"), ("--details", "'.json'")),
        (("--details", "r.csv"), ("--details", "the same file as --output")),
        (("--details", "-"), ("--details", "standard output")),
        (("--details", "d.jsonl", "--memory", "2GB"), ("--memory", "--details, which is not made in shares")),
    ],
)
def test_details_that_cannot_be_written_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = minqual("screen", SOURCE, *RULES, "-o", "r.csv", *options)
    assert done.code == 2
    done.line(*said)
    assert not list(tmp_path.iterdir())
