"""A table over many files is the same table as in one file, and what could be two tables is refused."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.parallel.file_blocks import read_block
from minqual.parallel.partition import division_in_blocks
from minqual.sources import Reading, read_source, stated_in, table_of
from minqual.sources.table_files import table_files
from sources.test_parquet import DAY, RULES, SAMPLES, Rows, answers, in_arrow, rows_of, write_parquet
from support.bad_inputs import AS_OF, SAN_JOSE, SOUND, more, screened, source
from support.command_line import minqual as run
from support.examples import examples

SAMPLE: Final = SAMPLES / "san-jose-council-community-relations"
RULE: Final = RULES[SAMPLE.name]


def as_csv(rows: Rows, newline: str = "\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerows(rows)
    return out.getvalue().encode()


def write_part(path: Path, rows: Rows) -> None:
    """A header and rows in the form that the name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        write_parquet(path, in_arrow(rows))
    else:
        path.write_bytes(gzip.compress(as_csv(rows), mtime=0) if path.suffix == ".gz" else as_csv(rows))


WAYS: Final = {
    "beside": "{table}-{number:04}.csv",
    "unpadded": "{table}_{number}.csv",
    "beside in parquet": "{table}.part-{number:05}.parquet",
    "beside packed": "{table}.{number}.csv.gz",
    "inside": "{table}/part-{number:05}-c0ffee.csv",
    "inside in parquet": "{table}/part.{number}.parquet",
    "in partitions": "{table}/year={number}/part-0.snappy.parquet",
}


def divide(folder: Path, way: str, cuts: Mapping[str, Sequence[int]]) -> Path:
    """The sample with its tables in parts that end where they are told to."""
    for path in SAMPLE.glob("*.csv"):
        header, *rows = rows_of(path)
        ends = sorted(min(cut, len(rows)) for cut in cuts.get(path.stem, ()))
        for number, (start, end) in enumerate(zip([0, *ends], [*ends, len(rows)], strict=True)):
            write_part(folder / WAYS[way].format(table=path.stem, number=number), [header, *rows[start:end]])
    return folder


WHOLE: Final = answers(SAMPLE, RULE)


@pytest.mark.parametrize("way", WAYS)
@given(
    cuts=st.fixed_dictionaries(
        {name: st.lists(st.integers(0, 40), max_size=12) for name in ("applicants", "education", "experience")}
    )
)
@settings(max_examples=examples(6))
def test_a_table_over_many_files_says_what_it_says_in_one(
    tmp_path_factory: pytest.TempPathFactory, way: str, cuts: Mapping[str, Sequence[int]]
) -> None:
    assert answers(divide(tmp_path_factory.mktemp("pool"), way, cuts), RULE) == WHOLE


def test_every_table_may_be_in_a_way_of_its_own(tmp_path: Path) -> None:
    for way, path in zip(WAYS, sorted(SAMPLE.glob("*.csv")), strict=False):
        header, *rows = rows_of(path)
        for number, part in enumerate((rows[:3], rows[3:])):
            write_part(tmp_path / WAYS[way].format(table=path.stem, number=number), [header, *part])
    assert answers(tmp_path, RULE) == WHOLE


def test_parts_stand_in_the_order_of_their_names_with_numbers_by_size(tmp_path: Path) -> None:
    for number in range(12):
        write_part(tmp_path / "applicants" / f"part.{number}.csv", [["applicant_id"], [f"a{number}"]])
        write_part(tmp_path / f"education-{number + 1}.csv", [["applicant_id", "level"], [f"a{number}", "ged"]])
    tables = read_source(tmp_path, Reading()).tables
    assert list(tables.applicant_ids) == [f"a{number}" for number in range(12)]
    assert [each.where for each in tables.tables["education"].origins] == [f"education-{n + 1}.csv" for n in range(12)]


def test_a_reject_names_the_file_and_the_row_in_it(tmp_path: Path) -> None:
    source(tmp_path, experience=None)
    header, *rows = csv.reader(more("experience", "a001,nonsense,,40,communications,,,").splitlines())
    write_part(tmp_path / "experience" / "a.csv", [header, *rows[:1]])
    write_part(tmp_path / "experience" / "b.csv", [header, *rows[1:]])
    (reject,) = minqual.screen(tmp_path, SAN_JOSE, DAY).rejected
    assert (reject.where, reject.row) == ("experience/b.csv", 3)


def test_parts_may_have_their_columns_in_any_order_and_may_lack_some(tmp_path: Path) -> None:
    source(tmp_path / "in", education=None)
    write_part(tmp_path / "in" / "education-1.csv", [["level", "applicant_id"], ["ged", "a001"]])
    write_part(tmp_path / "in" / "education-2.csv", [["applicant_id", "field", "level"], ["a002", "law", "bachelor"]])
    whole = source(tmp_path / "one", education="applicant_id,level,field\na001,ged,\na002,bachelor,law\n")
    assert answers(tmp_path / "in", SAN_JOSE) == answers(whole, SAN_JOSE)


def test_a_folder_may_state_a_column_of_the_rows_in_it(tmp_path: Path) -> None:
    header, *rows = csv.reader(SOUND["experience"].splitlines())
    source(tmp_path / "in", experience=None)
    place = header.index("paid")
    for paid in ("yes", "no"):
        mine = [row[:place] + row[place + 1 :] for row in (rows[:1] if paid == "yes" else rows[1:])]
        path = tmp_path / "in" / "experience" / f"paid={paid}" / "year=2020" / "part-0.parquet"
        write_part(path, [header[:place] + header[place + 1 :], *mine])
    stated = [header, *([*row[:place], paid, *row[place + 1 :]] for row, paid in zip(rows, ("no", "yes"), strict=True))]
    stated[1][place], stated[2][place] = "yes", "no"
    whole = source(tmp_path / "one", experience=as_csv([stated[0], stated[2], stated[1]]))
    assert answers(tmp_path / "in", SAN_JOSE) == answers(whole, SAN_JOSE)
    told = read_source(tmp_path / "in", Reading()).tables.unknown_columns
    assert told == {"experience/paid=no/year=2020/part-0.parquet and 1 more": ("year",)}


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("experience/part-0.csv", {}),
        ("experience/a=1/b=x%2Fy/part-0.csv", {"a": "1", "b": "x/y"}),
        ("experience/a=__HIVE_DEFAULT_PARTITION__/p.csv", {"a": ""}),
        ("experience/a=/p.csv", {"a": ""}),
    ],
)
def test_the_names_of_folders_state_columns(name: str, stated: Mapping[str, str]) -> None:
    assert stated_in(name) == stated


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("experience.csv", "experience"),
        ("experience.tsv.gz", "experience"),
        ("experience.parquet", "experience"),
        ("experience-0001.csv", "experience"),
        ("experience_7.parquet", "experience"),
        ("experience.part-00001.parquet", "experience"),
        ("experience-part1.txt", "experience"),
        ("experience/anything.csv", "experience"),
        ("experience/year=2020/_x=1/p.parquet", "experience"),
        ("experience.parquet.gz", None),
        ("experience-old.csv", None),
        ("experience-1.csv.bak", None),
        ("experience2.csv", None),
        ("experiences-1.csv", None),
        ("Experience.csv", None),
        ("experience/_SUCCESS", None),
        ("experience/.part-0.csv.crc", None),
        ("experience/_temporary/0/part-0.csv", None),
        ("other/experience.csv", None),
        ("../experience.csv", None),
        (".", None),
    ],
)
def test_which_table_a_file_is_of_is_told_by_its_name(name: str, table: str | None) -> None:
    assert table_of(name) == table


REFUSED: Final[Mapping[str, tuple[Sequence[str], str]]] = {
    "two forms": (["education.csv", "education.parquet"], "the table education twice"),
    "two texts": (["education.csv", "education.tsv"], "the table education twice"),
    "packed and not": (["education.csv", "education.csv.gz"], "the table education twice"),
    "whole and in parts": (["education.csv", "education-1.csv"], "the table education twice"),
    "whole and a folder": (["education.csv", "education/part-0.csv"], "the table education twice"),
    "parts and a folder": (["education-0.csv", "education/part-0.csv"], "the table education twice"),
    "a part lost": (["education-1.csv", "education-3.csv"], "no part 2 among them"),
    "the first part lost": (["education-2.csv", "education-3.csv"], "no part 1 among them"),
    "years": (["education-2019.csv", "education-2020.csv"], "no part 1 among them"),
    "a number twice": (["education-1.csv", "education-01.csv"], "part 1 of the table education twice"),
    "a number in two forms": (["education-1.csv", "education-1.parquet"], "part 1 of the table education twice"),
    "a part in two forms": (["education/a.csv", "education/a.csv.gz"], "a part of the table education twice"),
    "forms mixed": (["education/a.csv", "education/b.parquet"], "in Parquet and in text"),
    "another kind of file": (["education/a.csv", "education/b.orc"], "no part of the table education"),
    "another kind of folder": (["education/new/a.csv"], "a folder 'new' inside the table education"),
}


@pytest.mark.parametrize(("names", "told"), REFUSED.values(), ids=REFUSED)
def test_what_could_be_two_tables_or_lack_a_part_is_refused(tmp_path: Path, names: Sequence[str], told: str) -> None:
    source(tmp_path / "in", education=None)
    for name in names:
        write_part(tmp_path / "in" / name, list(csv.reader(SOUND["education"].splitlines())))
    said = screened(tmp_path / "in")
    assert said.code == 2
    said.line(told)


@pytest.mark.parametrize(
    "names",
    [
        ["education.csv", "education-old.csv"],
        ["education.csv", "education/scan.pdf"],
        ["education-0.csv"],
        ["education-1.csv"],
        ["education/a.csv", "education/_SUCCESS", "education/.a.csv.crc"],
        ["education/a=1/a.csv", "education/_temporary/0/b.csv"],
    ],
)
def test_what_is_one_table_is_read(names: Sequence[str]) -> None:
    files, faults = table_files(sorted(names), "folder")
    assert not faults
    assert [len(parts) for parts in files.values()] == [1]


def test_a_fault_of_each_part_is_told(tmp_path: Path) -> None:
    source(tmp_path / "in", education=None)
    write_part(tmp_path / "in" / "education-1.csv", [["applicant_id", "levle"], ["a001", "ged"]])
    write_part(tmp_path / "in" / "education-2.csv", [["a001", "ged"]])
    (tmp_path / "in" / "education-3.csv").write_bytes(b"")
    said = screened(tmp_path / "in")
    assert said.code == 2
    said.line("education-1.csv row 1: unknown column 'levle'", "'level'")
    said.line("education-2.csv row 1: none of the column names")
    said.line("education-3.csv: an empty file")


@pytest.mark.parametrize("name", ["experience-0003.csv", "experience.parquet", "experience/results.csv"])
def test_results_never_become_a_part_of_the_source(tmp_path: Path, name: str) -> None:
    folder = source(tmp_path / "in")
    (folder / "experience").mkdir()
    said = run("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", folder / name)
    assert said.code == 2
    said.line("--output: one of the source's own tables")


@pytest.mark.long
@pytest.mark.parametrize("way", ["beside", "inside in parquet", "beside in parquet", "in partitions"])
def test_a_table_over_many_files_says_the_same_in_shares_read_by_worker_processes(tmp_path: Path, way: str) -> None:
    """Whatever memory there is, results and rejected rows are those of one pass."""
    cuts = {"applicants": [5, 9], "education": [0, 7], "experience": [3, 4, 12]}
    pool = divide(tmp_path / "in", way, cuts)
    written = []
    for options in ([], ["--workers", "2"]):
        out = tmp_path / f"r{len(options)}"
        out.mkdir()
        said = run("screen", pool, "--rules", RULE, "--as-of", AS_OF, "-o", out / "r.csv", *options)
        assert said.code in {0, 4}
        written.append([path.read_bytes() for path in sorted(out.iterdir())])
    assert written[0] == written[1]


def test_a_parquet_folder_is_divided_by_its_row_groups(tmp_path: Path) -> None:
    for path in SAMPLE.glob("*.csv"):
        write_parquet(tmp_path / f"{path.stem}.parquet", in_arrow(rows_of(path)), row_group_size=3)
    division = division_in_blocks(tmp_path, Reading(), 1)
    assert division is not None
    height = len(rows_of(SAMPLE / "experience.csv")) - 1
    blocks = [block for block in division.blocks if block.table == "experience"]
    assert len(blocks) == -(-height // 3)
    assert sum(read_block(block).num_rows for block in blocks) == height


def test_an_inspection_names_many_files_together(tmp_path: Path) -> None:
    folder = divide(tmp_path, "inside", {"experience": [2, 4, 6]})
    seen = run("applicants", "inspect", folder, "--as-of", AS_OF)
    assert seen.code == 0
    assert "experience/part-00000-c0ffee.csv and 3 more: UTF-8, comma" in seen.out
