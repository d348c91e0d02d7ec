"""What the tests of documents share: pools written as tables and as JSON, and results compared without their order."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final

import minqual
from minqual.records import COLUMNS, ENTRY
from minqual.sources import Reading, ReadSource, read_source
from minqual.sources.documents.common import UNSTATED
from support.screened import screener

AS_OF: Final = date(2026, 11, 21)
LISTS: Final = ("education", "experience", "credentials", "answers")
PACKS: Final = ("stockton/mayoral-pio", "san-jose/council-community-relations")

Record = dict[str, Any]


def open_row(table: str) -> dict[str, str]:
    """The row that stands for a table on which a document says nothing."""
    return {"entry": UNSTATED[table]}


def write_tables(folder: Path, pool: Sequence[Record]) -> Path:
    """Records as a folder of tables."""
    folder.mkdir(exist_ok=True)
    write_csv(folder / "applicants.csv", ("applicant_id",), [{"applicant_id": each["applicant_id"]} for each in pool])
    for name in LISTS:
        rows = [{"applicant_id": each["applicant_id"], **row} for each in pool for row in each.get(name, ())]
        write_csv(folder / f"{name}.csv", (*COLUMNS[name], ENTRY), rows)
    return folder


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    path.write_text(csv_text(header, rows), encoding="utf-8")


def csv_text(header: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_json(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def write_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def source(path: Path) -> ReadSource:
    return read_source(path, Reading(LISTS))


def results(path: Path, pack: str, as_of: date = AS_OF) -> minqual.Results:
    return minqual.screen(path, screener(pack), as_of)


def columns(path: Path, pack: str, as_of: date = AS_OF) -> dict[str, list[str]]:
    """The columns of the results for a source."""
    return {name: list(map(str, column)) for name, column in results(path, pack, as_of).columns.items()}


def reasons(path: Path) -> list[tuple[str, int, str, str]]:
    """File, row, column and what was found of each reject."""
    return [(each.where, each.row, each.column, each.found) for each in results(path, PACKS[0]).rejected]


def counts(path: Path) -> dict[str, tuple[int, int]]:
    """Per table, the rows used and rejected."""
    return {each.table: (each.used, each.rejected) for each in results(path, PACKS[0]).summary.rows}
