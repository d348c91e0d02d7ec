"""Hostile and gigantic workbooks at full size: what is said of each, the processor time it took, and its peak memory.

    python tests/benchmarks/hostile.py

Each is written to a temporary folder (4 GB of zeros pack to 4 MB) and read in a fresh process.
tests/test_bad_workbooks.py holds the same with lowered limits. Exit code 1 if anything took more than MOST_SECONDS
or more than MOST_MEMORY.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from measuring import run

MOST_SECONDS: Final = 180
MOST_MEMORY: Final = 1_500
"""MB, of which 70 are Python and its libraries."""

MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
HEAD: Final = '<row r="1"><c t="str"><v>applicant_id</v></c></row>'
MEGABYTE: Final = 1 << 20
READ: Final = """
import sys
from pathlib import Path
from minqual.sources import read_contents
from minqual.sources.archives import open_archive
from minqual.sources.xlsx import open_workbook
from minqual.values import SourceError
try:
    grids = open_workbook(open_archive(read_contents(Path(sys.argv[1])))).grids(lambda *_: True)
    print("read,", ", ".join(f"{grid.height} rows" for grid in grids))
except SourceError as error:
    print("refused:", error)
"""


def sheet(rows: Iterable[str]) -> Iterator[str]:
    """A sheet's XML around its rows."""
    yield f"<worksheet {MAIN}><sheetData>{HEAD}"
    yield from rows
    yield "</sheetData></worksheet>"


def numbered_rows(columns: int) -> Iterator[str]:
    """As many rows as a sheet can have, each cell another number."""
    letters = "ABCDEFGHIJ"[:columns]
    for row in range(2, (1 << 20) + 1):
        yield f'<row r="{row}">' + "".join(f'<c r="{each}{row}"><v>{row}</v></c>' for each in letters) + "</row>"


def hostile() -> Iterator[tuple[str, Iterable[str], Iterable[str]]]:
    """What each is, its sheet in pieces, and its shared texts in pieces."""
    long = "x" * MEGABYTE
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "a million rows of ten cells", sheet(numbered_rows(10)), ()
    yield "a million formatted rows", sheet(f'<row r="{n}"><c s="0"/></row>' for n in range(2, 1 << 20)), ()
    yield "a cell of 1 GB", sheet(["<row><c t='str'><v>", *[long] * 1024]), ()
    yield "a shared text of 1 GB", sheet([]), ["<sst ", MAIN, "><si><t>", *[long] * 1024]
    yield "a tag of 1 GB", sheet(["<row x='", *[long] * 1024]), ()
    yield "5 GB of blanks", sheet([" " * MEGABYTE] * 5120), ()
    yield "a billion laughs", [f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>', *sheet(["<row>&l9;</row>"])], ()
    yield "a quadratic blowup", [f'<!DOCTYPE x [<!ENTITY a "{long}">]>', *sheet(["&a;" * 100_000])], ()
    yield "10,000 columns", sheet(["<row r='2'>" + "<c><v>1</v></c>" * 10_000 + "</row>"]), ()
    yield "a row 999999999", sheet(["<row r='999999999'><c><v>1</v></c></row>"]), ()
    yield "60 million empty texts", sheet([]), ["<sst ", MAIN, ">", *["<si/>" * 100_000] * 600]
    yield "elements nested 10 million deep", sheet(["<x>" * 100_000] * 100), ()


def write(path: Path, rows: Iterable[str], texts: Iterable[str]) -> None:
    """A workbook of one sheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="applicants" r:id="a"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships {PACKAGE}><Relationship Id="a" Type="{OFFICE}/worksheet" Target="sheet.xml"/>'
            f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="texts.xml"/></Relationships>',
        )
        for name, pieces in (("xl/sheet.xml", rows), ("xl/texts.xml", texts or [f"<sst {MAIN}/>"])):
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece.encode())


def main() -> None:
    """The command line."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pool.xlsx"
        for what, rows, texts in hostile():
            write(path, rows, texts)
            done = run([sys.executable, "-c", READ, str(path)])
            failed |= done.cpu > MOST_SECONDS or done.peak > MOST_MEMORY
            size = path.stat().st_size / 1e6
            print(
                f"{what:<32}{size:>7.1f} MB{done.cpu:>8.1f} cpu s{done.peak:>7.0f} MB peak  {done.output.strip()}",
                flush=True,
            )
    sys.exit(failed)


if __name__ == "__main__":
    main()
