"""Writing files whole or not at all, with cells that are safe to open in a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray


ROWS_AT_A_TIME: Final = 50_000

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: risky first signs get an apostrophe before them."""
    return f"'{text}" if text.startswith(_RISKY) else text


@contextmanager
def whole_files(*paths: Path) -> Iterator[Sequence[IO[bytes]]]:
    """Files that appear under their names, together, only when all of each is written and on disk."""
    partials = [path.with_name(f".{path.name}.{os.getpid()}.part") for path in paths]
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(each.open("xb")) for each in partials]
            yield files
            for file in files:
                file.flush()
                os.fsync(file.fileno())
        for partial, path in zip(partials, paths, strict=True):
            partial.replace(path)
    except OSError as error:
        if error.filename is None:
            error.filename = str(paths[0])
        raise
    finally:
        for partial in partials:
            partial.unlink(missing_ok=True)


def write_csv(columns: Mapping[str, Sequence[Any] | NDArray[Any]], free_text: Collection[str], file: IO[bytes]) -> None:
    """Columns as CSV in UTF-8. free_text: the columns whose cells may hold anything, and are made safe."""
    import pyarrow as pa
    from pyarrow import csv

    schema = pa.schema([(name, pa.string()) for name in columns])
    height = len(next(iter(columns.values())))
    with csv.CSVWriter(file, schema) as writer:
        for start in range(0, height, ROWS_AT_A_TIME):
            part = slice(start, start + ROWS_AT_A_TIME)
            cells = [
                pa.array(map(safe_cell, column[part]) if name in free_text else column[part], pa.string())
                for name, column in columns.items()
            ]
            writer.write_batch(pa.record_batch(cells, schema=schema))
