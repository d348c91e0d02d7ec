"""Damaged files of every kind thrown at the readers: each is used, rejected row by row, or refused with a message.

    python tests/support/damage.py --files 100000 --seed 1

Sound files of each form (built from the samples in applicants/) are damaged byte by byte, and inside their members
where they are archives, then read as `minqual screen` reads them. A traceback, a hang or a row that is neither used
nor rejected ends the run with the seed that reproduces it. The same seed makes the same files.
"""

from __future__ import annotations

import argparse
import csv
import faulthandler
import gzip
import io
import json
import multiprocessing
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

sys.path.append(str(Path(__file__).parents[1]))  # where this runs as a script

from minqual.records import take_in
from minqual.sources import Reading, ReadSource, load_map, read_contents, read_source, read_text
from minqual.sources.delimited import layout_of
from minqual.values import FaultyInput
from support.places import APPLICANTS
from support.workbooks import workbook, zipped

SAMPLES = APPLICANTS
PLAIN = SAMPLES / "san-jose-council-community-relations"
EXPORTS = SAMPLES / "exports"
MAPS = SAMPLES / "maps"
AS_OF = date(2026, 11, 21)

SLOWEST = 120
"""Seconds after which reading one damaged file counts as a hang; sound ones take some thousandths."""

TOKENS = (
    b'"', b'""', b"\n", b"\r\n", b"\r", b",", b";", b"\t", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x81", b"\xc3",
    b"=", b"'", b"{", b"}", b"[", b"]", b"[" * 500, b":", b"null", b"NaN", b"1e999", b"9" * 400, b"-1", b"0.12345",
    b"2021-02-30", b"99/99/9999", b"present", b"applicant_id", b"a001", b"<", b">", b"&", b"&x;", b"]]>",
    b"<!DOCTYPE x>", b'<!ENTITY x "y">', b"<row>", b'r="ZZZ9"', b'r="999999999"', b"PK\x03\x04", b"PK\x05\x06",
    b"sep=;\n", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xa8", b"A" * 70_000, b"x," * 3_000,
)  # fmt: skip
"""Bytes that readers stumble over."""


def as_found(path: Path) -> ReadSource:
    """A source read by what it is."""
    return read_source(path, Reading())


def by_map(path: Path, name: str) -> ReadSource:
    """An export read by a bundled column map."""
    return read_source(path, Reading(map=load_map(name)))


def as_map(path: Path) -> ReadSource:
    """A sound export read by a column map that may be damaged."""
    return read_source(EXPORTS / "neogov-report.csv", Reading(map=load_map(str(path))))


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound source of some form: files of a folder by name, or one file alone; and how it is read."""

    form: str
    files: Mapping[str, bytes]
    read: Callable[[Path], ReadSource] = as_found


def sound_sources() -> Iterator[Sound]:
    """One sound source of each form that is read."""
    tables = {f"{name}.csv": _first(PLAIN / f"{name}.csv", 8) for name in ("applicants", "education", "experience")}
    yield Sound("csv", tables)
    yield Sound(
        "tsv utf-16", {name.replace("csv", "tsv"): _tabbed(text).encode("utf-16") for name, text in tables.items()}
    )
    yield Sound("csv gzip", {f"{name}.gz": gzip.compress(text, mtime=0) for name, text in tables.items()})
    yield Sound("zip", {"pool.zip": zipped(tables).content})
    yield from _in_parquet(tables)
    sheets = {name.partition(".")[0]: list(csv.reader(io.StringIO(text.decode()))) for name, text in tables.items()}
    yield Sound("workbook", {"pool.xlsx": workbook(sheets, as_typed=True)})
    records = list(_records(tables))
    yield Sound("json record", {"pool.json": json.dumps(records[0]).encode()})
    yield Sound("json list utf-16", {"pool.json": json.dumps(records, indent=1).encode("utf-16")})
    lines = "".join(json.dumps(each) + "\n" for each in records).encode()
    yield Sound("json lines", {"pool.jsonl": lines})
    yield Sound("json lines gzip", {"pool.jsonl.gz": gzip.compress(lines, mtime=0)})
    for form, path in DOCUMENTS.items():
        yield Sound(form, {Path(path).name: (SAMPLES / path).read_bytes()})
    yield Sound("wide", {"wide.csv": _first(EXPORTS / "wide.csv", 8)})
    for name in ("neogov-report.csv", "usa-staffing-questionnaire.csv", "applitrack-tab.txt"):
        form = name.partition(".")[0]
        yield Sound(form, {name: _first(EXPORTS / name, 8)}, partial(by_map, name=form))
    yield Sound("column map", {"map.yaml": (MAPS / "neogov-report.yaml").read_bytes()}, as_map)


def _in_parquet(tables: Mapping[str, bytes]) -> Iterator[Sound]:
    """The tables in Parquet, as text and with types, in the ways that programs write it."""
    columns = {
        name.partition(".")[0]: pa.table(
            {key: pa.array([row[key] or None for row in rows], pa.string()) for key in rows[0]}
            | {"n": list(range(len(rows)))}
        )
        for name, text in tables.items()
        if (rows := list(csv.DictReader(text.decode().splitlines())))
    }
    ways: Mapping[str, Mapping[str, object]] = {
        "parquet": {},
        "parquet zstd": {"compression": "zstd", "row_group_size": 3, "write_page_checksum": True},
        "parquet plain": {"compression": "none", "use_dictionary": False, "data_page_version": "2.0"},
        "parquet delta": {"compression": "none", "use_dictionary": False, "column_encoding": "DELTA_BYTE_ARRAY"},
    }
    for form, way in ways.items():
        texts = "column_encoding" in way
        written = {name: table.drop_columns("n") if texts else table for name, table in columns.items()}
        yield Sound(form, {f"{name}.parquet": _parquet(table, way) for name, table in written.items()})


def _parquet(table: pa.Table, way: Mapping[str, object]) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file, **way)
    return file.getvalue()


DOCUMENTS = {
    "json resume": "json-resume/r101.json",
    "hr open": "hr-open/candidates.json",
    "greenhouse api": "greenhouse/candidates.json",
    "greenhouse webhooks": "greenhouse/webhooks.jsonl",
    "linkedin": "linkedin/l401.zip",
}
"""Samples of what other systems write, by form."""


def _records(tables: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    """The applicants of some tables as records."""
    rows = {name.partition(".")[0]: list(csv.DictReader(text.decode().splitlines())) for name, text in tables.items()}
    for person in rows["applicants"]:
        own = {
            name: [
                {key: cell for key, cell in row.items() if cell and key != "applicant_id"}
                for row in rows[name]
                if row["applicant_id"] == person["applicant_id"]
            ]
            for name in ("education", "experience")
        }
        yield {"applicant_id": person["applicant_id"], **own}


def _first(path: Path, rows: int) -> bytes:
    """The header and first rows of a file: small files are read often."""
    return b"".join(path.read_bytes().splitlines(keepends=True)[: rows + 1])


def _tabbed(text: bytes) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(csv.reader(io.StringIO(text.decode())))
    return out.getvalue()


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Some bytes with one to eight wounds."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        content = rng.choice(WOUNDS)(content, rng)
    return content


def _cut_at(content: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + int(rng.expovariate(1 / 20)) + 1)


def _flip(content: bytes, rng: random.Random) -> bytes:
    start, _ = _cut_at(content, rng)
    return content[:start] + bytes([rng.randrange(256)]) + content[start + 1 :]


def _drop(content: bytes, rng: random.Random) -> bytes:
    start, end = _cut_at(content, rng)
    return content[:start] + content[end:]


def _double(content: bytes, rng: random.Random) -> bytes:
    start, end = _cut_at(content, rng)
    return content[:end] + content[start:end] * rng.choice((1, 1, 2, 50)) + content[end:]


def _swap(content: bytes, rng: random.Random) -> bytes:
    start, end = _cut_at(content, rng)
    other, _ = _cut_at(content, rng)
    return content[:other] + content[start:end] + content[other:]


def _insert(content: bytes, rng: random.Random) -> bytes:
    start, _ = _cut_at(content, rng)
    return content[:start] + rng.choice(TOKENS) + content[start:]


def _truncate(content: bytes, rng: random.Random) -> bytes:
    return content[: _cut_at(content, rng)[0]]


def _noise(content: bytes, rng: random.Random) -> bytes:
    start, end = _cut_at(content, rng)
    return content[:start] + rng.randbytes(end - start) + content[end:]


WOUNDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _flip, _drop, _double, _swap, _insert, _insert, _insert, _truncate, _noise,
)  # fmt: skip


def wounded(name: str, content: bytes, rng: random.Random) -> bytes:
    """A damaged file; in every other archive the damage is inside one member, so that it is read at all."""
    if content.startswith(b"PK") and rng.random() < 0.7:
        return _wounded_archive(content, rng)
    if content.startswith(b"\x1f\x8b") and rng.random() < 0.7:
        return gzip.compress(damaged(gzip.decompress(content), rng), 1, mtime=0)
    return damaged(content, rng)


def _wounded_archive(content: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        members = archive.namelist()
        hurt = rng.choice(members)
        for member in members:
            inside = archive.read(member)
            made.writestr(zipfile.ZipInfo(member), damaged(inside, rng) if member == hurt else inside)
    return out.getvalue()


def outcome(source: Path, read: Callable[[Path], ReadSource]) -> str:
    """What reading a source comes to: "refused", "some rejected" or "all used"; any other exception is a failure."""
    try:
        found = read(source)
        applicants = take_in(found.tables, AS_OF)
    except FaultyInput as error:
        if not error.faults:
            raise
        return "refused"
    tables = {"applicants": found.tables.applicants, **found.tables.tables}
    if source.is_dir():
        for path in source.iterdir():
            apart = rows_apart(path)
            assert apart in (None, tables[path.name.partition(".")[0]].height), f"rows of {path.name} are lost"
    rejected = {(each.where, each.sheet, each.row) for each in applicants.rejects if each.lost == "row"}
    for count in applicants.counts:
        # What is told of a file's own lines beside the tables is no table.
        if count.table in tables:
            table = tables[count.table]
            made = int(table.aside.sum())
            assert table.height - made <= count.used + count.rejected <= table.height, f"rows of {count.table} are lost"
    assert len(applicants.ids) == len(set(applicants.ids)), "an id is judged twice"
    assert bool(rejected) == any(count.rejected for count in applicants.counts), "a row is rejected without a reason"
    opened = sum(each.lost == "cell" for each in applicants.rejects)
    assert opened == sum(count.cells for count in applicants.counts), "cells are open without a reason"
    return "some rejected" if applicants.rejects else "all used"


def rows_apart(path: Path) -> int | None:
    """How many filled rows a delimited file has by another reader; None where it cannot say."""
    if path.suffix == ".parquet":
        return None
    text = read_text(read_contents(path))
    layout = layout_of(text)
    lines = io.StringIO(text.content.decode(), newline="")
    for _ in range(1, layout.header_row):
        lines.readline()
    try:
        rows = list(csv.reader(lines, delimiter=layout.delimiter, strict=True))
    except csv.Error:
        return None
    return sum(any(cell.strip() for cell in row) for row in rows[1:])


def trial(sound: Sound, seed: int, folder: Path) -> str:
    """One damaged source of a form, read."""
    rng = random.Random(f"{sound.form} {seed}")
    hurt = rng.choice(list(sound.files))
    for name, content in sound.files.items():
        (folder / name).write_bytes(wounded(name, content, rng) if name == hurt else content)
    return outcome(folder if len(sound.files) > 1 else folder / hurt, sound.read)


def batch(sound: Sound, seeds: range) -> Counter[str]:
    """Many trials of one form in a folder of their own; a hang ends the process with a traceback."""
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:  # noqa: S108  # memory where there is
        for seed in seeds:
            faulthandler.dump_traceback_later(SLOWEST, exit=True)
            try:
                told[trial(sound, seed, Path(name))] += 1
            except Exception as error:
                raise AssertionError(f"{sound.form}, seed {seed}: {type(error).__name__}: {error}") from error
            finally:
                faulthandler.cancel_dump_traceback_later()
    return told


def main() -> int:
    """Throw so many damaged files at every form, with as many processes as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=100_000, help="damaged files for each form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one form alone")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    total: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for sound in sound_sources():
            if asked.only not in (None, sound.form):
                continue
            first = asked.seed * 10_000_000
            parts = [
                range(start, min(start + 500, first + asked.files)) for start in range(first, first + asked.files, 500)
            ]
            told: Counter[str] = Counter()
            for part in pool.starmap(batch, [(sound, seeds) for seeds in parts]):
                told += part
            total += told
            print(f"{sound.form:<24}" + "".join(f"{told[each]:>10} {each}" for each in sorted(told)), flush=True)
    print(f"{total.total()} damaged files: " + ", ".join(f"{total[each]} {each}" for each in sorted(total)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
