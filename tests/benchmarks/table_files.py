"""Tables written piece by piece, as CSV or Parquet, each into one file or into several in a folder of its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, Self, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Cells = NDArray[np.object_]
Form = Literal["csv", "parquet"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


class TableFile(Protocol):
    """One file of a table, to which rows are added."""

    def add(self, columns: Sequence[Cells]) -> None:
        """Add rows, column by column; a blank is an empty text."""

    def close(self) -> None:
        """End the file."""


class CsvFile:
    """A table as CSV: cells with a comma are quoted, no cell has a quote or a line end in it."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write(",".join(header) + "\n")

    def add(self, columns: Sequence[Cells]) -> None:
        """Add rows as lines."""
        cells = [_quoted(column.tolist()) for column in columns]
        self._file.writelines(f"{line}\n" for line in map(",".join, zip(*cells, strict=True)))

    def close(self) -> None:
        """End the file."""
        self._file.close()


def _quoted(cells: list[str]) -> list[str]:
    return [f'"{cell}"' if "," in cell else cell for cell in cells]


class ParquetFile:
    """A table as Parquet: text in every column, null where a cell is blank, a row group for each addition."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        import pyarrow as pa  # noqa: PLC0415  # only where it is asked for
        from pyarrow import parquet  # noqa: PLC0415  # the same

        self._schema: pa.Schema = pa.schema([(name, pa.string()) for name in header])
        self._writer: Any = parquet.ParquetWriter(path, self._schema)

    def add(self, columns: Sequence[Cells]) -> None:
        """Add rows as one row group."""
        import pyarrow as pa  # noqa: PLC0415  # loaded already

        arrays = [pa.array([cell or None for cell in column.tolist()], pa.string()) for column in columns]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """End the file."""
        self._writer.close()


class TableFiles:
    """A table of some chunks, over one or more files in the order of its rows; one file is open at a time.

    Several files stand in a folder: experience/part-00000.parquet and so on. Each takes as large a part of the
    chunks as the others; the rows of an applicant may stand at the end of one and the start of the next.
    """

    def __init__(self, folder: Path, name: str, header: Sequence[str], form: Form, files: int, chunks: int) -> None:
        self._header, self._form, self._files, self._chunks = tuple(header), form, files, chunks
        self._paths = [folder / f"{name}.{form}"]
        if files > 1:
            self._paths = [folder / name / f"part-{number:05}.{form}" for number in range(files)]
        self._paths[0].parent.mkdir(parents=True, exist_ok=True)
        self._opened: list[TableFile] = []

    def add(self, chunk: int, columns: Sequence[Cells]) -> None:
        """Add the rows of the chunk of this number; chunks come in their order."""
        for number, rows in shares(chunk, len(columns[0]), self._files, self._chunks):
            self._file(number).add([column[rows] for column in columns])

    def close(self) -> None:
        """End the table: files to which no row was added have a header alone."""
        self._file(self._files - 1).close()

    def _file(self, number: int) -> TableFile:
        while len(self._opened) <= number:
            if self._opened:
                self._opened[-1].close()
            kind = CsvFile if self._form == "csv" else ParquetFile
            self._opened.append(kind(self._paths[len(self._opened)], self._header))
        return self._opened[number]


def shares(chunk: int, rows: int, files: int, chunks: int) -> Iterator[tuple[int, slice]]:
    """The files over which the rows of a chunk are divided, each with its rows."""
    for number in range(chunk * files // chunks, -(-(chunk + 1) * files // chunks)):
        first = max(number * chunks - chunk * files, 0) * rows // files
        last = min((number + 1) * chunks - chunk * files, files) * rows // files
        yield number, slice(first, last)


class Folder:
    """The files of several tables, closed together."""

    def __init__(self, folder: Path, headers: dict[str, Sequence[str]], form: Form, files: int, chunks: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._closing = ExitStack()
        self._tables: dict[str, TableFiles] = {}
        for name, header in headers.items():
            self._tables[name] = TableFiles(folder, name, header, form, files, chunks)
            self._closing.callback(self._tables[name].close)

    def add(self, name: str, chunk: int, columns: Sequence[Cells]) -> None:
        """Add the rows of one chunk to a table."""
        self._tables[name].add(chunk, columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()
