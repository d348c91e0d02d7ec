"""Files made to overflow: what minqual says to each, how long it takes, and how much memory.

    python tests/benchmarks/limits.py [NAME]...

Each is made in a temporary folder and screened by a process of its own. None may end in a traceback (exit code 70) or
take more memory than the file read whole would.
"""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

GIGABYTE: Final = 1_000_000_000
MILLION: Final = 1_000_000
PACK: Final = "san-jose/council-community-relations"
EDUCATION: Final = "applicant_id,level,field\n"


def main() -> int:
    """Make and screen the files named, or all."""
    wanted = sys.argv[1:] or list(CASES)
    worst = 0
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            source = CASES[name](Path(folder))
            size = sum(path.stat().st_size for path in ([source] if source.is_file() else source.iterdir()))
            code, said, seconds, peak = screened(source, Path(folder))
        worst = max(worst, code if code not in {0, 2, 4} else 0)
        print(
            f"{name:<28}{size / MILLION:>9.1f} MB {seconds:>7.1f} s {peak / MILLION:>8.2f} GB  exit {code}: {said}",
            flush=True,
        )
    return worst


def screened(source: Path, folder: Path) -> tuple[int, str, float, int]:
    """Exit code, last line on stderr, seconds and peak memory (kB) of one screening."""
    command = [sys.executable, "-m", "minqual", "screen", str(source), "--rules", PACK, "--as-of", "2026-11-21"]
    start = time.monotonic()
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(
            [*command, "-o", str(folder / "results.csv")], stderr=said, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode().splitlines()
    told = next((line for line in lines if line.startswith("minqual:")), lines[-1] if lines else "")
    return process.returncode, told[:150], time.monotonic() - start, usage.ru_maxrss


def tables(folder: Path, write: Callable[[IO[bytes]], None], name: str = "education.csv") -> Path:
    """A folder of tables of which one is written piece by piece."""
    source = folder / "tables"
    source.mkdir()
    texts = {
        "applicants": "applicant_id\na001\n",
        "education": EDUCATION,
        "experience": "applicant_id,kinds\n",
        "credentials": "applicant_id,name\n",
        "answers": "applicant_id,question,answer\n",
    }
    for table, text in texts.items():
        (source / f"{table}.csv").write_text(text)
    (source / f"{name.partition('.')[0]}.csv").unlink()
    with (source / name).open("wb") as file:
        write(file)
    return source


def of_gigabyte(sign: bytes) -> Iterator[bytes]:
    """A thousand million signs, a million at a time."""
    for _ in range(GIGABYTE // MILLION):
        yield sign * MILLION


def long_cell(folder: Path) -> Path:
    """One cell of a gigabyte."""

    def write(file: IO[bytes]) -> None:
        file.write(EDUCATION.encode() + b"a001,bachelor,")
        file.writelines(of_gigabyte(b"x"))
        file.write(b"\n")

    return tables(folder, write)


def long_quoted_cell(folder: Path) -> Path:
    """One quoted cell of a gigabyte, with line ends in it and no closing quote."""

    def write(file: IO[bytes]) -> None:
        file.write(EDUCATION.encode() + b'a001,bachelor,"')
        file.writelines(part[:-1] + b"\n" for part in of_gigabyte(b"y"))

    return tables(folder, write)


def long_header(folder: Path) -> Path:
    """A header of a gigabyte without a line end."""
    return tables(folder, lambda file: file.writelines(of_gigabyte(b"h")))


def wide(folder: Path) -> Path:
    """Ten thousand columns."""

    def write(file: IO[bytes]) -> None:
        file.write(EDUCATION.strip().encode() + b"".join(b",c%d" % number for number in range(10_000)) + b"\n")
        file.write(b"a001,bachelor,history" + b"," * 10_000 + b"\n")

    return tables(folder, write)


def gzip_bomb(folder: Path) -> Path:
    """Eight gigabytes of blanks, packed a thousandfold."""
    block = gzip.compress(b" " * (GIGABYTE // 10), 9, mtime=0)
    return tables(folder, lambda file: file.writelines(block for _ in range(80)), "education.csv.gz")


def million_rows(folder: Path) -> Path:
    """A million rows of one applicant's, each rejected."""

    def write(file: IO[bytes]) -> None:
        file.write(EDUCATION.encode())
        file.writelines(b"a001,degree of some kind %d,\n" % number for number in range(MILLION))

    return tables(folder, write)


CASES: Final[dict[str, Callable[[Path], Path]]] = {
    "csv-gigabyte-cell": long_cell,
    "csv-gigabyte-quoted-cell": long_quoted_cell,
    "csv-gigabyte-header": long_header,
    "csv-10000-columns": wide,
    "csv-million-rejects": million_rows,
    "gzip-bomb": gzip_bomb,
}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
