"""Many classes at once: a row for each applicant and class says what a run with that class alone says."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import minqual
from minqual.outputs import Form, Target, line_schema, write_judged
from minqual.outputs.interleaved import in_turn
from minqual.packs import given_packs
from minqual.packs.library import written_pack
from minqual.parallel import Task, limits_of, pool_of, screen_pool
from minqual.sources import Reading, read_source
from minqual.values import PackError
from minqual.verdicts import Mosaic, Patterns, Texts, Worded, judged_by
from support.bad_inputs import AS_OF, SAN_JOSE, SOUND, STOCKTON, source
from support.command_line import minqual as run
from support.documents import write_tables
from support.examples import examples
from support.own_process import one_hand
from support.places import ROOT
from support.screened import relaxed, screener
from support.strategies.records import PACKS, pools

SAMPLE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
TOGETHER: Final = ("--rules", STOCKTON, "--rules", SAN_JOSE)
FORMS: Final = (Form.CSV, Form.JSONL, Form.PARQUET)
DAY: Final = date(2026, 11, 21)
SAME: Final = (
    "verdict",
    "eligible_level",
    "conditional_level",
    "best_possible_level",
    "reasons",
    "to_resolve",
    "reasons_in_full",
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def screened(*words: str | Path, folder: Path = SAMPLE) -> str:
    said = run("screen", folder, *words, "--as-of", AS_OF)
    assert said.code == 0, said.err
    return said.out


def test_each_row_says_what_a_run_with_its_class_alone_says() -> None:
    together = rows(screened(*TOGETHER))
    assert [each["class"] for each in together[:4]] == [STOCKTON, SAN_JOSE, STOCKTON, SAN_JOSE]
    for pack in (STOCKTON, SAN_JOSE):
        alone, own = rows(screened("--rules", pack)), [each for each in together if each["class"] == pack]
        assert [each["applicant_id"] for each in own] == [each["applicant_id"] for each in alone]
        for mine, theirs in zip(own, alone, strict=True):
            assert {name: mine[name] for name in SAME} == {name: theirs[name] for name in SAME}
            levels = {name.removeprefix("level_"): word for name, word in theirs.items() if name.startswith("level_")}
            assert mine["levels"] == "; ".join(f"{level}: {word}" for level, word in levels.items())


def test_each_line_of_json_is_that_of_its_class_alone_with_the_class() -> None:
    together = [json.loads(line) for line in screened(*TOGETHER, "--format", "jsonl").splitlines()]
    validator = Draft202012Validator(line_schema())
    for place, pack in enumerate((STOCKTON, SAN_JOSE)):
        alone = [json.loads(line) for line in screened("--rules", pack, "--format", "jsonl").splitlines()]
        assert [{"class": pack, **each} for each in alone] == together[place::2]
    for line in together:
        validator.validate(line)
    assert not validator.is_valid({**together[0], "class": 1})


def test_parquet_holds_what_csv_holds_and_says_by_which_packs(tmp_path: Path) -> None:
    screened(*TOGETHER, "-o", tmp_path / "r.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "r.parquet")
    cells = [{name: cell or "" for name, cell in row.items()} for row in table.to_pylist()]
    assert cells == rows(screened(*TOGETHER))
    packs = json.loads(table.schema.metadata[b"packs"])
    assert [each["pack"] for each in packs] == [STOCKTON, SAN_JOSE]
    assert {"pack", "version", "digest", "policy"} == set(packs[0])


def test_a_workbook_has_one_sheet_of_results_the_rejects_and_a_page_about_every_pack(tmp_path: Path) -> None:
    screened(*TOGETHER, "-o", tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True)
    assert book.sheetnames == ["results", "to settle", "rejects", "about"]
    header, *cells = book["results"].iter_rows(values_only=True)
    assert header[:4] == ("applicant_id", "class", "verdict", "reasons")
    assert [row[1] for row in cells[:2]] == [STOCKTON, SAN_JOSE]
    about = [row[:2] for row in book["about"].iter_rows(values_only=True)]
    assert [value for name, value in about if name == "rule pack"] == [STOCKTON, SAN_JOSE]


@given(data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_shares_of_any_size_come_to_what_the_whole_comes_to_for_all_classes(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("classes")
    as_of, records = data.draw(pools(PACKS[0], 8))
    write_tables(folder / "in", records)
    form, size = data.draw(st.sampled_from(FORMS)), data.draw(st.integers(1, 9))
    packs = data.draw(st.permutations(PACKS))
    judges = [screener(pack) for pack in packs]
    reading = Reading(tuple({table for each in judges for table in each.tables}))
    orders = Task(tuple(map(written_pack, packs)), as_of, None, form, size, classed=True)
    shares, at_once = (Target(folder / f"{name}.{form}", form) for name in ("shares", "at once"))
    found = screen_pool(pool_of(folder / "in", reading, judges, orders, 200, "s"), shares, None, one_hand, unheard)
    tables = read_source(folder / "in", reading).tables
    judged = judged_by(judges, tables, as_of, None, apart=True, detailed=True)
    write_judged(judged, at_once, None, source="s")
    assert shares.path.read_bytes() == at_once.path.read_bytes()
    assert [each.summary for each in found.by_pack] == [each.summary for each in judged.by_pack]


def unheard(done: int, total: int) -> None:
    """Nobody listens."""


@pytest.mark.long
def test_several_packs_in_worker_processes_say_what_they_say_in_one(tmp_path: Path) -> None:
    screened(*TOGETHER, "--workers", "2", "-o", tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes().decode() == screened(*TOGETHER)


def test_a_folder_is_every_class_in_it_by_name(tmp_path: Path) -> None:
    """Folders in it are looked into; cases, sources, policies and hidden files are no packs."""
    shutil.copytree(ROOT / "rules" / "stockton", tmp_path / "b" / "city")
    shutil.copytree(ROOT / "rules" / "san-jose", tmp_path / "a")
    for name in (".hidden.yaml", "policies.yaml", "x.source.yaml"):
        (tmp_path / name).write_text("no: pack\n", encoding="utf-8")
    assert [each.pack.name for each in given_packs([str(tmp_path)])] == [SAN_JOSE, STOCKTON]
    assert {each["class"] for each in rows(screened("--rules", tmp_path))} == {SAN_JOSE, STOCKTON}


def test_a_folder_of_one_pack_has_rows_with_their_class_as_any_other(tmp_path: Path) -> None:
    found = rows(screened("--rules", ROOT / "rules" / "stockton"))
    assert {each["class"] for each in found} == {STOCKTON}
    assert "class" not in rows(screened("--rules", STOCKTON))[0]


def test_an_agency_stands_for_its_bundled_packs() -> None:
    named, folder = (given_packs([each]) for each in ("los-angeles", str(ROOT / "rules" / "los-angeles")))
    assert [each.pack for each in named] == [each.pack for each in folder]
    assert len(named) > 1


def test_of_several_versions_in_a_folder_the_one_in_force_is_taken(tmp_path: Path) -> None:
    text = (ROOT / "rules" / "stockton" / "mayoral-pio.yaml").read_text(encoding="utf-8")
    since = next(line for line in text.splitlines() if line.startswith("in force:"))
    for day in ("2001-02-03", "2101-02-03"):
        changed = text.replace(since, f"in force: {day}")
        (tmp_path / f"mayoral-pio@{day}.yaml").write_text(changed, encoding="utf-8")
    assert [str(each.pack.in_force) for each in given_packs([str(tmp_path)])] == ["2001-02-03"]


def test_the_faults_of_all_packs_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.yaml").write_text("name: a/b\nlevels: []\n", encoding="utf-8")
    names = (str(tmp_path / "empty"), str(tmp_path / "broken.yaml"), STOCKTON, "stockton", "no/such")
    said = run("screen", SAMPLE, *(word for name in names for word in ("--rules", name)), "--as-of", AS_OF)
    assert said.code == 2
    said.line("empty", "a folder without a rule pack")
    said.line("broken.yaml", "title")
    said.line(f"the class '{STOCKTON}' a second time, after")
    said.line("unknown pack 'no/such'")
    with pytest.raises(PackError):
        given_packs([STOCKTON, STOCKTON])


def test_a_level_must_be_one_of_every_pack() -> None:
    said = run("screen", SAMPLE, *TOGETHER, "--as-of", AS_OF, "--level", "director")
    assert said.code == 2
    said.line("level", STOCKTON, "unknown level 'director'")
    assert SAN_JOSE not in said.err


def test_a_table_that_is_absent_is_told_with_the_classes_that_draw_on_it(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    (folder / "answers.csv").unlink()
    said = run("screen", folder, *TOGETHER, "--as-of", AS_OF)
    assert said.code == 2
    said.line("no answers.csv", f"({STOCKTON} draws on it)")


def test_rejected_rows_are_told_once(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    (folder / "education.csv").write_text(SOUND["education"] + "a001,xyzzy,,,,,,,\n", encoding="utf-8")
    said = run("screen", folder, *TOGETHER, "--as-of", AS_OF, "-o", tmp_path / "r.csv")
    assert said.code == 4
    assert len((tmp_path / "r.csv.rejects.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert said.err.count("rows                read") == 1
    assert said.err.count("2 applicants by ") == 2


def test_screen_all_gives_each_pack_what_screen_gives_it() -> None:
    together = list(minqual.screen_all(SAMPLE, [STOCKTON, SAN_JOSE], DAY))
    for results in together:
        alone = minqual.screen(SAMPLE, results.pack, DAY)
        assert {name: list(cells) for name, cells in results.columns.items()} == {
            name: list(cells) for name, cells in alone.columns.items()
        }
        assert results.summary == alone.summary
    assert [results.pack.name for results in together] == [STOCKTON, SAN_JOSE]


def test_screen_all_looks_at_its_arguments_at_once() -> None:
    with pytest.raises(minqual.FaultyInput):
        minqual.screen_all(SAMPLE, STOCKTON, DAY)
    with pytest.raises(minqual.SourceError):
        minqual.screen_all(SAMPLE / "none", [STOCKTON], DAY)
    with pytest.raises(PackError):
        minqual.screen_all(SAMPLE, [STOCKTON, SAN_JOSE], DAY, level="director")


def test_many_packs_make_smaller_shares_for_the_same_memory() -> None:
    for memory in (None, 2_000_000_000):
        one, many = (limits_of(memory, 2, packs) for packs in (1, 50))
        assert many.share * 50 >= one.share > many.share
        assert many.workers <= one.workers


WORDS: Final = ("met", "unmet", "", "é")


@given(
    st.integers(1, 4).flatmap(
        lambda many: st.integers(0, 6).flatmap(
            lambda height: st.lists(
                st.lists(st.integers(0, 3), min_size=height, max_size=height), min_size=many, max_size=many
            )
        )
    ),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_columns_in_turn_are_the_first_cell_of_each_then_the_second(
    codes: list[list[int]], start: int, stop: int
) -> None:
    """Whatever the columns are made of, and wherever one looks."""
    wanted = [WORDS[code] for row in zip(*codes, strict=True) for code in row]
    for make in (worded, mosaic, lambda column: [WORDS[code] for code in column]):
        turned = in_turn([make(column) for column in codes])
        assert list(turned) == wanted
        assert list(turned[start:stop]) == wanted[start:stop]
        if isinstance(turned, Texts):
            assert turned.arrow(0, len(turned)).to_pylist() == wanted


def worded(column: list[int]) -> Worded:
    return Worded(np.array(column, dtype=np.int8), WORDS)


def mosaic(column: list[int]) -> Mosaic:
    """The words by a slot for those of the odd codes, and as a pattern for the others."""
    codes = np.array(column, dtype=np.int32)
    patterns = Patterns.of([[0], [-1], [2]])
    slots = [np.where(codes % 2, codes, 0).astype(np.int32)] if len(column) else []
    pattern = np.where(codes % 2, 1, codes)
    return Mosaic(pa.array(WORDS), patterns, pattern, slots)
