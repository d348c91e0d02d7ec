"""Writing files whole or not at all, with cells that are safe to open in a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: risky first signs get an apostrophe before them."""
    return f"'{text}" if text.startswith(_RISKY) else text


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when all of it is written and on disk."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_csv(frame: pd.DataFrame, file: IO[str]) -> None:
    """A frame as CSV, its text columns made safe."""
    safe = frame.assign(**{str(name): _safe(column.to_numpy(dtype=object)) for name, column in frame.items()})
    safe.to_csv(file, index=False, lineterminator="\n")


def _safe(cells: np.ndarray[Any, np.dtype[np.object_]]) -> np.ndarray[Any, np.dtype[np.object_]]:
    made = np.empty(len(cells), dtype=object)
    made[:] = [safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return made
