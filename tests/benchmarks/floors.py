"""The least that a screening could cost: reading the same tables, and writing a file of the results' size.

    python tests/benchmarks/floors.py FLOOR FOLDER RESULTS OUTPUT

Run by screen.py, as a fresh process. RESULTS is what minqual has just written. Each floor keeps every table in memory
and writes the results again:

- pandas: pandas.read_csv(engine="pyarrow", dtype=str) of every table, then DataFrame.to_csv
- pyarrow: pyarrow.csv.read_csv of every table with all its threads, every column as text, then pyarrow.csv.write_csv
- parquet: pyarrow.parquet.read_table of every table with all its threads, then pyarrow.parquet.write_table with the
  compression that minqual used

Loading RESULTS is no part of a floor: its wall and processor seconds are printed, to be taken off. The memory that it
takes cannot be taken off.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Final = ("applicants", "education", "experience", "credentials", "answers")
Write = Callable[[Path], None]
"""Writes the results, which are in memory, to a file."""


def files_of(folder: Path, table: str, form: str) -> list[Path]:
    """The files of one table: one beside the others, or all in the folder of its name."""
    single = folder / f"{table}.{form}"
    return [single] if single.is_file() else sorted((folder / table).glob(f"*.{form}"))


def with_pandas(results: Path) -> tuple[Callable[[Path], Any], Write]:
    """What reads a table, and what writes the results, with pandas."""
    import pandas as pd  # noqa: PLC0415  # each floor imports what it needs

    frame = pd.read_csv(results, engine="pyarrow", dtype=str, keep_default_na=False)
    return (
        lambda path: pd.read_csv(path, engine="pyarrow", dtype=str),
        lambda output: frame.to_csv(output, index=False, lineterminator="\n"),
    )


def with_pyarrow(results: Path) -> tuple[Callable[[Path], Any], Write]:
    """What reads a table as text, and what writes the results, with pyarrow."""
    import pyarrow as pa  # noqa: PLC0415  # each floor imports what it needs
    from pyarrow import csv  # noqa: PLC0415  # the same

    def read(path: Path, *, lines_in_cells: bool = False) -> pa.Table:
        with path.open("rb") as file:
            names = file.readline().decode().strip().split(",")
        as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
        cells = csv.ParseOptions(newlines_in_values=lines_in_cells)
        return csv.read_csv(path, parse_options=cells, convert_options=as_text)

    table = read(results, lines_in_cells=True)
    options = csv.WriteOptions(quoting_style="needed")
    return read, lambda output: csv.write_csv(table, output, options)


def with_parquet(results: Path) -> tuple[Callable[[Path], Any], Write]:
    """What reads a table, and what writes the results, as Parquet with pyarrow."""
    from pyarrow import parquet  # noqa: PLC0415  # each floor imports what it needs

    file = parquet.ParquetFile(results)
    packing = file.metadata.row_group(0).column(0).compression if file.metadata.num_row_groups else "snappy"
    table = file.read()
    return parquet.read_table, lambda output: parquet.write_table(table, output, compression=packing)


FLOORS: Final[Mapping[str, Callable[[Path], tuple[Callable[[Path], Any], Write]]]] = {
    "pandas": with_pandas,
    "pyarrow": with_pyarrow,
    "parquet": with_parquet,
}
OF_FORM: Final[Mapping[str, tuple[str, ...]]] = {"csv": ("pandas", "pyarrow"), "parquet": ("parquet",)}
"""The floors against which a form is measured."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("floor", choices=FLOORS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    began, worked = time.perf_counter(), time.process_time()
    read, write = FLOORS[given.floor](given.results)
    loading, work = time.perf_counter() - began, time.process_time() - worked
    form = "parquet" if given.floor == "parquet" else "csv"
    kept = [read(path) for table in TABLES for path in files_of(given.folder, table, form)]
    write(given.output)
    print(loading, work, sum(map(len, kept)))


if __name__ == "__main__":
    main()
