"""Files as commands write them, and pages for browsers: what is wrong with where one is to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from minqual.commands.inputs import Input, over_inputs
from minqual.outputs import PAGE
from minqual.values import Fault, SourceError


def is_page(path: Path | None) -> bool:
    """Whether a file is named as a page."""
    return path is not None and path.suffix.casefold() == PAGE


def check_page(option: str, path: Path, inputs: Iterator[Input] | Sequence[Input], *, force: bool) -> None:
    """SourceError: where a page is to go cannot be written to; FaultyInput: what makes pages is not installed."""
    from minqual.outputs import place_faults
    from minqual.pages import needs

    faults = over_inputs(option, path, list(inputs)) or place_faults(option, path, force=force)
    if not faults and not is_page(path):
        faults = [Fault(option, f"a name that ends in {path.suffix!r}", PAGE)]
    if faults:
        raise SourceError(faults)
    needs()


def write_file(path: Path, content: bytes) -> None:
    """Write a file that may be written to, whole or not at all."""
    from minqual.outputs import write_whole

    with write_whole(path) as (file,):
        file.write(content)
