"""Tables in Parquet say what the same tables say as CSV, with every type of cell, and damage is told in a message."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.outputs import Form, write_judged_form
from minqual.records import TextColumn, cell_of
from minqual.sources import open_parquet
from minqual.sources import parquet as parquet_files
from minqual.sources.assembly import wanted_in
from minqual.sources.dataframes import text_cells
from minqual.sources.parquet import read_parquet
from minqual.values import SourceError
from support.bad_inputs import AS_OF, SAN_JOSE, SOUND, screened, source
from support.command_line import minqual as run
from support.examples import examples
from support.places import APPLICANTS
from support.screened import alone

SAMPLES: Final = APPLICANTS
DAY: Final = dt.date(2026, 11, 21)
RULES: Final = {
    "san-jose-council-community-relations": "san-jose/council-community-relations",
    "stockton-mayoral-pio": "stockton/mayoral-pio",
}
Rows = list[list[str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def in_arrow(rows: Rows) -> pa.Table:
    """A header and rows as a table of strings, null where a cell is blank."""
    header, *below = rows
    return pa.table(
        {name: pa.array([row[place] or None for row in below], pa.string()) for place, name in enumerate(header)}
    )


def write_parquet(path: Path, table: pa.Table, **how: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(table, path, **how)


def parquet_folder(folder: Path, sample: Path, **how: object) -> Path:
    """The tables of a folder of CSV, each as Parquet."""
    for path in sample.glob("*.csv"):
        write_parquet(folder / f"{path.stem}.parquet", in_arrow(rows_of(path)), **how)
    return folder


def answers(folder: Path, rules: str) -> bytes:
    """All that screening a folder says, without where rows stand."""
    results = minqual.screen(folder, rules, DAY)
    out = io.BytesIO()
    write_judged_form(alone(results), Form.CSV, out)
    write_judged_form(alone(results), Form.JSONL, out)
    rejects = [(each.column, each.value, each.reason, each.whose) for each in results.rejected]
    return out.getvalue() + repr((rejects, results.summary.rows, results.summary.verdicts)).encode()


@pytest.mark.parametrize("sample", RULES)
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"row_group_size": 3, "compression": "zstd"},
        {"use_dictionary": False, "data_page_version": "2.0"},
        {"use_dictionary": False, "column_encoding": "DELTA_BYTE_ARRAY"},
        {"use_dictionary": False, "column_encoding": "DELTA_LENGTH_BYTE_ARRAY", "row_group_size": 4},
        {"store_schema": False},
    ],
)
def test_parquet_says_what_csv_says_however_it_is_written(
    tmp_path: Path, sample: str, how: Mapping[str, object]
) -> None:
    made = parquet_folder(tmp_path, SAMPLES / sample, **how)
    assert answers(made, RULES[sample]) == answers(SAMPLES / sample, RULES[sample])


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.large_string())])
def test_every_type_of_text_says_the_same(tmp_path: Path, kind: pa.DataType) -> None:
    sample = SAMPLES / "stockton-mayoral-pio"
    for path in sample.glob("*.csv"):
        table = in_arrow(rows_of(path))
        write_parquet(
            tmp_path / f"{path.stem}.parquet",
            pa.table({name: table.column(name).cast(kind) for name in table.column_names})
            if not pa.types.is_dictionary(kind)
            else pa.table({name: table.column(name).dictionary_encode() for name in table.column_names}),
        )
    assert answers(tmp_path, RULES[sample.name]) == answers(sample, RULES[sample.name])


def test_a_folder_may_mix_forms(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", education=None)
    write_parquet(folder / "education.parquet", in_arrow(list(csv.reader(io.StringIO(SOUND["education"], newline="")))))
    assert answers(folder, SAN_JOSE) == answers(source(tmp_path / "other"), SAN_JOSE)


def read_of(table: pa.Table, name: str = "education", **how: object) -> dict[str, list[str]]:
    """The cells of one table written as Parquet and read again, blank rows left out."""
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file, **how)
    grid = read_parquet(f"{name}.parquet", file.getvalue(), lambda _: True)
    return {
        grid.header[place]: [column.cell(row) for row in range(grid.height)] for place, column in grid.columns.items()
    }


DAYS: Final = [dt.date(2020, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(1969, 12, 31), None]
STAMPS: Final = [
    *map(dt.datetime.fromisoformat, ("2020-06-30T00:00:00", "2020-06-30T23:59:59.999999", "1969-12-31T23:59:00")),
    None,
]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (pa.array(DAYS, pa.date32()), ["2020-02-29", "0001-01-01", "9999-12-31", "1969-12-31", ""]),
        (pa.array(DAYS[:1], pa.date64()), ["2020-02-29"]),
        (pa.array(STAMPS, pa.timestamp("us")), ["2020-06-30", "2020-06-30", "1969-12-31", ""]),
        (pa.array(STAMPS[:2], pa.timestamp("ns")), ["2020-06-30", "2020-06-30"]),
        (pa.array([True, False, None]), ["yes", "no", ""]),
        (pa.array([0, -7, 2**62, None]), ["0", "-7", str(2**62), ""]),
        (pa.array([40.0, 37.5, 0.1, float("nan"), None]), ["40", "37.5", "0.1", "", ""]),
        (pa.array([40.0, 37.5, 0.1], pa.float32()), ["40", "37.5", "0.1"]),
        (pa.array([Decimal("40.0000"), Decimal("37.5000"), None]), ["40", "37.5", ""]),
        (pa.array([Decimal("100.00")]), ["100"]),
        (pa.array(["a", None, "b", "a"]).dictionary_encode(), ["a", "", "b", "a"]),
        (pa.nulls(2), ["", ""]),
        (pa.array([" a ", "a", "\u00a0a\t", " "]), ["a", "a", "a", ""]),
        (pa.array(["None", "NA", "007"]), ["None", "NA", "007"]),
    ],
)
def test_a_cell_of_any_type_is_the_text_that_a_spreadsheet_would_show(cells: pa.Array, read: list[str]) -> None:
    table = pa.table({"applicant_id": [f"a{row}" for row in range(len(cells))], "level": cells})
    assert read_of(table)["level"] == read


def test_a_time_stamp_with_a_zone_counts_by_the_date_in_that_zone() -> None:
    stamp = pa.array([dt.datetime.fromisoformat("2020-07-01T06:59:00")], pa.timestamp("us", tz="UTC")).cast(
        pa.timestamp("us", tz="America/Los_Angeles")
    )
    assert read_of(pa.table({"applicant_id": ["a"], "level": stamp}))["level"] == ["2020-06-30"]


def test_a_day_beyond_the_calendar_is_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    """A number of days that is no date is damage in one cell, and sets its row aside."""
    folder = source(tmp_path / "in", education=None)
    table = pa.table(
        {
            "applicant_id": ["a001", "a002"],
            "level": ["bachelor", "high school"],
            "conferred": [True, True],
            "awarded": pa.array([15_000, 2_000_000_000], pa.int32()).cast(pa.date32()),
        }
    )
    write_parquet(folder / "education.parquet", table)
    (reject,) = minqual.screen(folder, SAN_JOSE, DAY).rejected
    assert (reject.where, reject.row, reject.column, reject.whose) == ("education.parquet", 2, "awarded", "a002")


VALUES: Final[Mapping[pa.DataType, st.SearchStrategy[Any]]] = {
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.floats(),
    pa.float32(): st.floats(width=32),
    pa.float16(): st.floats(width=16),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
    pa.timestamp("us"): st.datetimes(),
    pa.decimal128(20, 5): st.decimals(-9999, 9999, places=5),
    pa.string(): st.text(st.characters(exclude_categories=["Cs"])),
}


@pytest.mark.parametrize("kind", VALUES, ids=str)
@given(data=st.data())
@settings(max_examples=examples(60))
def test_a_typed_value_reads_as_it_does_in_a_data_frame(kind: pa.DataType, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[kind], max_size=8))
    array = pa.array(np.array([np.nan if each is None else each for each in values], np.float16)) if kind == pa.float16() else pa.array(values, kind)  # fmt: skip  # noqa: E501
    shown = [cell_of(np.float32(each) if kind == pa.float32() and each is not None else each) for each in values]
    read = text_cells(array)
    if kind == pa.float16():
        shown = [cell_of(None if each is None else np.float16(each)) for each in values]
    assert ["" if cell is None else cell for cell in read.to_pylist()] == shown


def test_a_data_frame_and_its_parquet_are_judged_alike(tmp_path: Path) -> None:
    frames = {
        "applicants": pd.DataFrame({"applicant_id": [1, 2, 3]}),
        "education": pd.DataFrame(
            {
                "applicant_id": [1, 2],
                "level": ["bachelor", "associate"],
                "field": ["journalism", None],
                "awarded": pd.Series(["2012-05-20", None], dtype="datetime64[us]"),
                "conferred": [True, False],
                "semester_units": [120.0, np.nan],
            }
        ),
        "experience": pd.DataFrame(
            {
                "applicant_id": [1, 3],
                "kinds": ["communications", "communications"],
                "start": pd.Series(["2010-01-01", "2025-01-01"], dtype="datetime64[us]"),
                "end": pd.Series(["2020-01-01", None], dtype="datetime64[us]"),
                "hours_per_week": [40, 20],
            }
        ),
        "credentials": pd.DataFrame({"applicant_id": [1], "name": pd.Categorical(["driver's license"])}),
    }
    for name, frame in frames.items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    from_files, from_frames = (minqual.screen(each, SAN_JOSE, DAY) for each in (tmp_path, frames))
    assert from_files.columns.keys() == from_frames.columns.keys()
    assert all(list(from_files.columns[name]) == list(from_frames.columns[name]) for name in from_files.columns)
    assert not from_files.rejected


def test_blank_rows_are_counted_and_left_out_as_in_csv(tmp_path: Path) -> None:
    """A row is blank only if all its columns are, also those that mean nothing here."""
    rows = [["applicant_id", "note"], ["a001", ""], ["", " "], ["", "said"], ["", ""], ["a002", ""]]
    for folder in ("csv", "parquet"):
        source(tmp_path / folder, applicants=None)
    with (tmp_path / "csv" / "applicants.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    for size in (1, 2, 100):
        write_parquet(tmp_path / "parquet" / "applicants.parquet", in_arrow(rows), row_group_size=size)
        assert answers(tmp_path / "parquet", SAN_JOSE) == answers(tmp_path / "csv", SAN_JOSE)
        (reject,) = minqual.screen(tmp_path / "parquet", SAN_JOSE, DAY).rejected
        assert (reject.where, reject.row) == ("applicants.parquet", 3)


def test_batches_hold_the_cells_of_the_whole_and_number_its_rows() -> None:
    rows = [
        ["applicant_id", "level", "note"],
        *([f"a{n}" if n % 5 else "", "ged" if n % 7 else "", ""] for n in range(50)),
    ]
    file = io.BytesIO()
    pyarrow.parquet.write_table(in_arrow(rows), file, row_group_size=13)
    whole = read_parquet("education.parquet", file.getvalue(), lambda heading: wanted_in("education", heading))
    for most in (1, 4, 13, 100):
        with open_parquet("education.parquet", file.getvalue()) as table:
            places = table.places(lambda heading: wanted_in("education", heading))
            assert (table.header, table.height, list(places)) == (("applicant_id", "level", "note"), 50, [0, 1])
            parts = list(table.cells(places, most))
        assert max(len(part.rows) for part in parts) <= most
        assert np.concatenate([part.rows for part in parts]).tolist() == whole.rows.tolist()
        assert sum(part.blank for part in parts) == whole.blank == 2
        for place in places:
            cells = [cell for part in parts for cell in part.plain()[place].to_pylist()]
            assert cells == [whole.columns[place].cell(row) for row in range(whole.height)]


def test_results_in_parquet_hold_the_cells_of_the_csv_when_read_back(tmp_path: Path) -> None:
    folder = parquet_folder(tmp_path / "in", SAMPLES / "stockton-mayoral-pio")
    rules = ("--rules", RULES["stockton-mayoral-pio"], "--as-of", AS_OF)
    for end in ("csv", "parquet"):
        assert run("screen", folder, *rules, "-o", tmp_path / f"r.{end}").code == 0
    header, *rows = rows_of(tmp_path / "r.csv")
    back = pyarrow.parquet.read_table(tmp_path / "r.parquet").to_pylist()
    assert [[row[name] or "" for name in header] for row in back] == rows


def test_a_check_an_inspection_and_the_library_read_parquet(tmp_path: Path) -> None:
    folder = parquet_folder(tmp_path, SAMPLES / "stockton-mayoral-pio")
    seen = run("applicants", "inspect", folder, "--rules", RULES["stockton-mayoral-pio"], "--as-of", AS_OF)
    assert seen.code == 0
    assert "experience.parquet: Parquet" in seen.out
    told = [
        run("check", each, "--applicant", "a005", "--rules", RULES["stockton-mayoral-pio"], "--as-of", AS_OF)
        for each in (folder, SAMPLES / "stockton-mayoral-pio")
    ]
    assert told[0] == told[1]
    assert told[0].out


def test_a_wide_export_in_parquet_is_read_by_its_map_or_by_our_own_headings(tmp_path: Path) -> None:
    exports = SAMPLES / "exports"
    for name, options in (("wide", []), ("neogov-report", ["--map", "neogov-report"])):
        write_parquet(tmp_path / f"{name}.parquet", in_arrow(rows_of(exports / f"{name}.csv")))
        told = [
            run("screen", path, "--rules", RULES["stockton-mayoral-pio"], "--as-of", AS_OF, "-o", "-", *options).out
            for path in (tmp_path / f"{name}.parquet", exports / f"{name}.csv")
        ]
        assert told[0] == told[1] != ""
    told = [run("applicants", "map", path).out for path in (tmp_path / "wide.parquet", exports / "wide.csv")]
    assert told[0].replace(".parquet", ".csv") == told[1]


def test_parquet_is_read_from_standard_input() -> None:
    file = io.BytesIO()
    pyarrow.parquet.write_table(in_arrow(rows_of(SAMPLES / "exports" / "wide.csv")), file)
    said = run(
        "screen", "-", "--rules", RULES["stockton-mayoral-pio"], "--as-of", AS_OF, "-o", "-", stdin=file.getvalue()
    )
    assert said.code in {0, 4}
    assert "applicant_id" in said.out


def with_education(folder: Path, content: bytes | pa.Table) -> Path:
    """The sound tables, with education in Parquet."""
    source(folder, education=None)
    if isinstance(content, bytes):
        (folder / "education.parquet").write_bytes(content)
    else:
        write_parquet(folder / "education.parquet", content)
    return folder


SOUND_EDUCATION: Final = in_arrow(list(csv.reader(io.StringIO(SOUND["education"], newline=""))))


def whole() -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(SOUND_EDUCATION, file)
    return file.getvalue()


BAD: Final[Sequence[tuple[str, Callable[[], bytes | pa.Table], tuple[str, ...]]]] = [
    ("a nested column", lambda: SOUND_EDUCATION.set_column(1, "level", pa.array([["a"], ["b"]])),
     ("education.parquet column 'level'", "nested values")),
    ("a column of bytes", lambda: SOUND_EDUCATION.set_column(1, "level", pa.array([b"a", b"b"])),
     ("education.parquet column 'level'", "bytes")),
    ("a column of times", lambda: SOUND_EDUCATION.set_column(5, "awarded", pa.array([1, 2], pa.time32("s"))),
     ("education.parquet column 'awarded'", "time32")),
    ("a misspelt column", lambda: SOUND_EDUCATION.drop_columns("level").append_column("levle", pa.array(["a", "b"])),
     ("education.parquet: unknown column 'levle'", "'level'")),
    ("a missing column", lambda: SOUND_EDUCATION.drop_columns("level"), ("education.parquet: no column 'level'",)),
    ("a column twice", lambda: SOUND_EDUCATION.append_column("level", pa.array(["a", "b"])), ("column 'level' twice",)),
    ("no columns", lambda: pa.table({}), ("education.parquet: none of the column names",)),
    ("half a file", lambda: whole()[: len(whole()) // 2], ("education.parquet: a Parquet file that breaks off",)),
    ("no file", lambda: b"", ("education.parquet: no Parquet file",)),
    ("the mark alone", lambda: b"PAR1", ("education.parquet: a Parquet file that breaks off",)),
    ("the marks alone", lambda: b"PAR1PAR1", ("education.parquet: a Parquet file that breaks off",)),
    ("an empty footer", lambda: b"PAR1\0\0\0\0PAR1", ("education.parquet: a damaged Parquet file",)),
    ("a footer too long", lambda: whole()[:-8] + b"\xff\xff\xff\x7fPAR1", ("a damaged Parquet file",)),
    ("a footer of zeros", lambda: b"PAR1" + b"\0" * 90 + b"\x50\0\0\0PAR1", ("a damaged Parquet file",)),
    ("CSV", SOUND["education"].encode, ("education.parquet: no Parquet file, though it is named so",)),
    ("an encrypted file", lambda: b"PARE" + b"\0" * 20 + b"PARE", ("an encrypted Parquet file",)),
    ("a long cell", lambda: SOUND_EDUCATION.set_column(1, "level", pa.array(["x" * 131_073, "b"])), ("too long",)),
]  # fmt: skip


@pytest.mark.parametrize(("content", "told"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_what_cannot_be_read_is_refused_and_told(
    tmp_path: Path, content: Callable[[], bytes | pa.Table], told: tuple[str, ...]
) -> None:
    said = screened(with_education(tmp_path / "in", content()))
    assert said.code == 2
    said.line(*told)


def test_a_cell_just_not_too_long_is_read() -> None:
    long = SOUND_EDUCATION.set_column(1, "level", pa.array(["x" * 131_072, "é" * 131_072]))
    assert [len(cell) for cell in read_of(long)["level"]] == [131_072] * 2


def test_a_column_that_is_not_used_may_be_of_any_type(tmp_path: Path) -> None:
    more = SOUND_EDUCATION.append_column("photo", pa.array([b"a", b"b"])).append_column("x", pa.array([[1], [2]]))
    assert answers(with_education(tmp_path / "in", more), SAN_JOSE) == answers(source(tmp_path / "csv"), SAN_JOSE)


def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused_before_it_is_read(tmp_path: Path) -> None:
    word = pa.DictionaryArray.from_arrays(pa.array(np.zeros(30_000_000, np.int8)), pa.array(["bachelor"]))
    bomb = pa.table({"applicant_id": word, "level": word})
    folder = with_education(tmp_path / "in", bomb)
    assert (folder / "education.parquet").stat().st_size < 500_000
    screened(folder).line("education.parquet: unpacked, more than 400 times its size")


def test_long_words_repeated_take_no_memory_of_their_own() -> None:
    """100,000 signs in each of 200,000 rows are 20 GB as text, and one word as it is read."""
    word = pa.DictionaryArray.from_arrays(pa.array(np.zeros(200_000, np.int8)), pa.array(["x" * 100_000]))
    file = io.BytesIO()
    pyarrow.parquet.write_table(pa.table({"applicant_id": word}), file)
    with open_parquet("applicants.parquet", file.getvalue()) as table:
        (part,) = table.cells([0])
        assert part.columns[0].nbytes < 2_000_000
        with pytest.raises(SourceError, match="made to overflow"):
            part.plain()
    assert len(read_parquet("applicants.parquet", file.getvalue(), lambda _: True).columns[0].words) == 1


@pytest.mark.parametrize("over", [0, 1])
def test_more_rows_than_memory_is_meant_for_are_refused(monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    monkeypatch.setattr(parquet_files, "MOST_BYTES", 4 * 9 * len(SOUND_EDUCATION) - over)
    if over:
        with pytest.raises(SourceError, match="2 rows"):
            read_of(SOUND_EDUCATION)
    else:
        assert read_of(SOUND_EDUCATION)["applicant_id"] == ["a001", "a002"]


def test_damage_inside_a_page_that_has_a_checksum_is_always_noticed() -> None:
    file = io.BytesIO()
    pyarrow.parquet.write_table(SOUND_EDUCATION, file, write_page_checksum=True, compression="none")
    content = file.getvalue()
    place = content.index(b"journalism")
    hurt = content[:place] + b"k" + content[place + 1 :]
    with pytest.raises(SourceError, match="damaged"):
        read_parquet("education.parquet", hurt, lambda _: True)


def test_damaged_statistics_of_a_column_end_in_a_message_not_in_the_end_of_the_process() -> None:
    """pyarrow ends the process where what is said of a single column is looked at and damaged: it is not looked at."""
    content, rng, said = whole(), random.Random(7), set()
    for _ in range(400):
        hurt = bytearray(content)
        hurt[rng.randrange(4, len(content) - 8)] = rng.randrange(256)
        try:
            read_parquet("education.parquet", bytes(hurt), lambda _: True)
        except SourceError as error:
            said |= {fault.where.partition(" ")[0] for fault in error.faults}
    assert said == {"education.parquet"}


def test_text_that_is_no_utf_8_is_told_as_damage() -> None:
    bad = pa.array([b"\xff\xfe", b"b"]).view(pa.string())
    with pytest.raises(SourceError, match="damaged"):
        read_of(pa.table({"applicant_id": bad}), "applicants")


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    folder = with_education(tmp_path / "in", SOUND_EDUCATION.slice(0, 0))
    empty = source(tmp_path / "csv", education=SOUND["education"].partition("\n")[0] + "\n")
    assert answers(folder, SAN_JOSE) == answers(empty, SAN_JOSE)


def test_parquet_in_a_zip_archive_is_read(tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415  # one test alone

    folder = parquet_folder(tmp_path / "in", SAMPLES / "stockton-mayoral-pio")
    with zipfile.ZipFile(tmp_path / "pool.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    rules = RULES["stockton-mayoral-pio"]
    assert answers(tmp_path / "pool.zip", rules) == answers(folder, rules)


def test_a_column_of_few_words_is_the_column_of_its_cells() -> None:
    cells = ["b", "", "a", "b", " a"]
    read = read_source_column(cells)
    assert (read.codes.tolist(), list(read.words)) == (
        TextColumn.of(cells).codes.tolist(),
        list(TextColumn.of(cells).words),
    )


def read_source_column(cells: Sequence[str]) -> TextColumn:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pa.table({"applicant_id": ["x"] * len(cells), "level": cells}), file)
    grid = read_parquet("education.parquet", file.getvalue(), lambda _: True)
    return grid.columns[1]


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"education\.parquet: No such file"):
        read_parquet("education.parquet", tmp_path / "none.parquet", lambda _: True)
