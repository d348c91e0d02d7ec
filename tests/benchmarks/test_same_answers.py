"""What the comparison of two checkouts rests on: inputs that stay the same, and differences that are found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from asked_of_both import Inputs, prepared, steps
from same_files import Allowed, Difference, Sides

ROOT = Path(__file__).parents[2]
PACKS = ["stockton/mayoral-pio", "san-jose/council-community-relations"]
NEAR = Allowed(re.compile("^check"), re.compile(r" \(did you mean '\w+'\?\)"), "near words")


def made(folder: Path, seed: int = 7) -> Inputs:
    return prepared(ROOT, folder, PACKS, 20, seed)


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv")}


@pytest.mark.long
def test_the_same_seed_makes_the_same_inputs_and_another_seed_others(tmp_path: Path) -> None:
    one, same, other = (made(tmp_path / name, seed) for name, seed in (("one", 7), ("same", 7), ("other", 8)))
    assert written(one.pool) == written(same.pool)
    assert one.records(PACKS[0]).read_bytes() == same.records(PACKS[0]).read_bytes()
    assert written(one.pool) != written(other.pool)


@pytest.mark.long
def test_every_step_has_a_name_of_its_own_and_every_pack_is_shown_and_screened(tmp_path: Path) -> None:
    names = [step.name for step in steps(made(tmp_path / "inputs"))]
    assert len(names) == len(set(names))
    for pack in PACKS:
        assert {f"{kind}-{pack.replace('/', '--')}" for kind in ("pool", "checked", "inspect-pool")} <= set(names)


def compared(folder: Path, step: str = "check-1", allowed: Sequence[Allowed] = (NEAR,)) -> list[Difference]:
    roots = {"/checkouts/one": "(checkout)", "/checkouts/two": "(checkout)"}
    return list(Sides(folder / "before", folder / "after", roots).differences(step, allowed))


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("a line\n", "a line\n", True),
        ("a line\n", "a line", False),
        ("a line\n", "a line\nanother\n", False),
        ("in /checkouts/one/rules\n", "in /checkouts/two/rules\n", True),
        ("in /checkouts/one/rules\n", "in /checkouts/two/packs\n", False),
    ],
)
def test_text_that_differs_by_more_than_the_checkouts_own_folder_is_found(
    tmp_path: Path, before: str, after: str, *, same: bool
) -> None:
    for side, text in (("before", before), ("after", after)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "stdout").write_text(text, encoding="utf-8")
    assert bool(compared(tmp_path)) is not same


def test_a_difference_is_allowed_only_in_the_steps_that_are_named_and_only_if_nothing_else_differs(
    tmp_path: Path,
) -> None:
    texts = {"meant": "wrong (did you mean 'one'?)\n", "not": "wrong (did you mean 'one'?)\nmore\n"}
    for side, word in (("before", "one"), ("after", "two")):
        (tmp_path / side).mkdir()
        for name, text in texts.items():
            (tmp_path / side / name).write_text(text.replace("one", word), encoding="utf-8")
    (tmp_path / "after" / "not").write_text("wrong (did you mean 'two'?)\nless\n", encoding="utf-8")
    assert {each.file: each.allowed for each in compared(tmp_path)} == {"meant": "near words", "not": ""}
    assert {each.file: each.allowed for each in compared(tmp_path, "screen-1")} == {"meant": "", "not": ""}


def test_a_file_that_one_side_alone_writes_is_found(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "after" / "files").mkdir(parents=True)
    (tmp_path / "after" / "files" / "more.csv").touch()
    assert [each.file for each in compared(tmp_path)] == ["files/more.csv"]


def test_workbooks_and_parquet_are_compared_by_what_they_hold(tmp_path: Path) -> None:
    for side, cell, compression in (("before", "one", "snappy"), ("after", "two", "zstd")):
        folder = tmp_path / side
        folder.mkdir()
        book = openpyxl.Workbook()
        book.worksheets[0]["A1"] = cell
        book.save(folder / "other.xlsx")
        parquet.write_table(pa.table({"a": ["one"]}), folder / "same.parquet", compression=compression)
        parquet.write_table(pa.table({"a": [cell]}), folder / "other.parquet", compression=compression)
    shutil.copy(tmp_path / "before" / "other.xlsx", tmp_path / "before" / "same.xlsx")
    book = openpyxl.load_workbook(tmp_path / "before" / "same.xlsx")
    book.properties.creator = "another program"
    book.save(tmp_path / "after" / "same.xlsx")
    found = {each.file: each.allowed for each in compared(tmp_path)}
    assert found == {
        "other.parquet": "",
        "other.xlsx": "",
        "same.xlsx": "a workbook in other markup that says the same",
    }
