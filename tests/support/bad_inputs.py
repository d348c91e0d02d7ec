"""What the tests of bad input share: a sound source to spoil, and reading what it wrote."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from support.command_line import Said, minqual

AS_OF: Final = "2026-11-21"
SAN_JOSE: Final = "san-jose/council-community-relations"
STOCKTON: Final = "stockton/mayoral-pio"

SOUND: Final[Mapping[str, str]] = {
    "applicants": "applicant_id\na001\na002\n",
    "education": (
        "applicant_id,level,field,accredited,conferred,awarded,expected,semester_units,quarter_units\n"
        "a001,bachelor,journalism,,yes,2012-05-20,,,\n"
        "a002,high school,,,yes,2010-06,,,\n"
    ),
    "experience": (
        "applicant_id,start,end,hours_per_week,kinds,share,paid,years\n"
        "a001,2015-01-05,2021-06-30,40,communications,,,\n"
        "a002,2026-01-05,2026-03-31,40,communications,,,\n"
    ),
    "credentials": (
        "applicant_id,name,issuer,valid_from,expires\n"
        "a001,driver's license,California,,2029-03\n"
        "a002,driver's license,California,,2029-03\n"
    ),
    "answers": "applicant_id,question,answer\na001,evening-meetings,yes\na002,evening-meetings,yes\n",
}
"""Tables without a fault: under both packs a001 meets the highest level and a002 none (refer)."""


def source(folder: Path, **changed: str | bytes | None) -> Path:
    """A folder of the sound tables with some of them changed; None leaves a table out."""
    folder.mkdir(exist_ok=True)
    for name, text in {**SOUND, **changed}.items():
        if text is not None:
            (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def more(table: str, *rows: str) -> str:
    """A sound table with more rows below its two; the first of them is row 4 of the spreadsheet."""
    return SOUND[table] + "".join(f"{row}\n" for row in rows)


def row_of(table: str, cells: Mapping[str, str]) -> str:
    """A row under the header of a sound table, with quotes around every cell."""
    header = SOUND[table].partition("\n")[0].split(",")
    assert set(cells) <= set(header)
    return ",".join('"' + cells.get(column, "").replace('"', '""') + '"' for column in header)


def screened(folder: Path, rules: str = SAN_JOSE) -> Said:
    """Screen a folder into results.csv beside it, whatever stands there."""
    return minqual("screen", folder, "--rules", rules, "--as-of", AS_OF, "-o", results_file(folder), "--force")


def results_file(folder: Path) -> Path:
    """The results of a screened folder."""
    return folder.parent / "results.csv"


def rejects_file(folder: Path) -> Path:
    """The rejected rows of a screened folder."""
    return folder.parent / "results.csv.rejects.csv"


def rows_in(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdicts(folder: Path) -> dict[str, str]:
    """The verdict of each applicant in the results of a screened folder."""
    return {row["applicant_id"]: row["verdict"] for row in rows_in(results_file(folder))}
