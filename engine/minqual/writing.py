"""Writing files whole or not at all, with cells that are safe to open in a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
def whole_files(*paths: Path) -> Iterator[Sequence[IO[str]]]:
    """Text files that appear under their names, together, only when all of each is written and on disk."""
    partials = [path.with_name(f".{path.name}.{os.getpid()}.part") for path in paths]
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(each.open("x", encoding="utf-8", newline="")) for each in partials]
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


def write_csv(frame: pd.DataFrame, file: IO[str]) -> None:
    """A frame as CSV, its text columns made safe."""
    safe = frame.assign(**{str(name): _safe(column.to_numpy(dtype=object)) for name, column in frame.items()})
    safe.to_csv(file, index=False, lineterminator="\n")


def _safe(cells: np.ndarray[Any, np.dtype[np.object_]]) -> np.ndarray[Any, np.dtype[np.object_]]:
    made = np.empty(len(cells), dtype=object)
    made[:] = [safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return made
