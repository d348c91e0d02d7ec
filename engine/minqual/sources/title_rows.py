"""Rows above a header: titles and the like, told from the first rows of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from minqual.values.faults import Fault

MOST_TITLES: Final = 5
"""Rows that are tried for a header below a title."""

HeaderAt = Callable[[int], Sequence[str]]
"""The headings of a sheet with so many rows skipped; none where there are none."""


def is_title(header: Sequence[str]) -> bool:
    """Whether a row has one filled cell at most, as a title has and a header of one column."""
    return sum(map(bool, header)) <= 1


def may_be_header(header: Sequence[str]) -> bool:
    """Whether a row has several cells, all different, and none of them begins with a digit."""
    filled = [each for each in header if each]
    return len(filled) > 1 and len(set(filled)) == len(filled) and not any(each[0].isdigit() for each in filled)


def rows_above(header_at: HeaderAt) -> int:
    """How many rows stand above what seems to be the header; 0 if the first row is one, or none of the next ones."""
    if not is_title(header_at(0)):
        return 0
    for skipped in range(1, MOST_TITLES + 1):
        header = header_at(skipped)
        if not is_title(header) and may_be_header(header):
            return skipped
    return 0


def below_title(where: str, above: int) -> Fault:
    """The fault of a sheet that begins with a title."""
    expected = f"the header, which seems to stand below: --skip-lines {above}, or in a map header row: {above + 1}"
    return Fault(f"{where} row 1", "a title, and no header", expected)
