"""Whether two folders of what a command wrote are the same, file by file; and where they begin to differ."""

from __future__ import annotations

import filecmp
import gzip
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Final

SHOWN: Final = 3
"""Differing lines shown of a file."""
WIDTH: Final = 400
"""Signs shown of a line."""
TIMES: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""When a workbook was made, in its properties."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A difference that is meant: what matches is left out of the comparison in the steps that are named so."""

    steps: re.Pattern[str]
    what: re.Pattern[str]
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs. lines: the first differing ones of either side; allowed: why it may."""

    file: str
    lines: Sequence[tuple[str, str]]
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two folders to compare. roots: what stands for a checkout's own folder, longest first, in either."""

    before: Path
    after: Path
    roots: Mapping[str, str]

    def files(self) -> list[str]:
        """The files of either side."""
        return sorted(
            {
                str(path.relative_to(side))
                for side in (self.before, self.after)
                for path in side.rglob("*")
                if path.is_file()
            }
        )

    def differences(self, step: str, allowed: Sequence[Allowed]) -> Iterator[Difference]:
        """Every file that differs."""
        for file in self.files():
            one, other = self.before / file, self.after / file
            if not (one.exists() and other.exists()):
                yield Difference(file, [("written" if one.exists() else "not", "written" if other.exists() else "not")])
            elif not filecmp.cmp(one, other, shallow=False):
                found = list(self._differing(one, other, []))
                if found:
                    yield Difference(file, found, self._excused(one, other, step, allowed))

    def _excused(self, one: Path, other: Path, step: str, allowed: Sequence[Allowed]) -> str:
        """Why two files may differ; nothing if they may not."""
        rules = [each for each in allowed if each.steps.search(step)]
        if rules and not list(self._differing(one, other, rules)):
            return "; ".join(each.why for each in rules)
        if one.suffix == ".xlsx" and list(_described(one)) == list(_described(other)):
            return "a workbook in other markup that says the same"
        return ""

    def _differing(self, one: Path, other: Path, rules: Sequence[Allowed]) -> Iterator[tuple[str, str]]:
        """The first lines in which two files differ, apart from what is allowed."""
        found = 0
        for left, right in zip_longest(self._lines(one, rules), self._lines(other, rules), fillvalue="(no line)"):
            if left != right:
                yield _shown(left, right)
                found += 1
            if found == SHOWN:
                return

    def _lines(self, path: Path, rules: Sequence[Allowed]) -> Iterator[str]:
        for line in _content(path):
            told = line
            for root, said in self.roots.items():
                told = told.replace(root, said)
            for rule in rules:
                told = rule.what.sub("", told)
            yield told


def _shown(left: str, right: str) -> tuple[str, str]:
    """Two lines from a little before the place where they part."""
    at = next((at for at, signs in enumerate(zip(left, right, strict=False)) if signs[0] != signs[1]), 0)
    first = max(0, at - 60)
    return left[first : first + WIDTH].rstrip("\n"), right[first : first + WIDTH].rstrip("\n")


def _content(path: Path) -> Iterator[str]:
    """What a file says, as lines: of a workbook its parts, of Parquet its schema and rows."""
    if path.suffix == ".xlsx":
        yield from _parts(path)
    elif path.suffix == ".parquet":
        yield from _rows(path)
    else:
        with _opened(path) as file:
            for line in file:
                yield line.decode("utf-8", "backslashreplace")


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _parts(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            part = TIMES.sub(b"(a time)", archive.read(name)).decode("utf-8", "backslashreplace")
            yield from (f"{name}: {line}" for line in part.replace("><", ">\n<").splitlines())


def _rows(path: Path) -> Iterator[str]:
    from pyarrow import parquet  # noqa: PLC0415  # only where there is such a file

    file = parquet.ParquetFile(path)
    yield from str(file.schema_arrow.to_string(truncate_metadata=False)).splitlines()
    for batch in file.iter_batches():
        yield from map(str, batch.to_pylist())


def _described(path: Path) -> Iterator[object]:
    """What a workbook says to people, however it is marked up: cells with their looks, notes, lists and panes."""
    import openpyxl  # noqa: PLC0415  # only where workbooks differ

    for sheet in openpyxl.load_workbook(path):
        yield sheet.title, sheet.sheet_state, sheet.freeze_panes, sheet.auto_filter.ref, sheet.dimensions
        yield sorted((name, each.width, each.hidden) for name, each in sheet.column_dimensions.items())
        yield sorted((number, each.height, each.hidden) for number, each in sheet.row_dimensions.items())
        yield sorted(map(str, sheet.merged_cells.ranges))
        for each in sheet.data_validations.dataValidation:
            yield str(each.sqref), each.type, each.formula1, each.formula2, each.errorStyle, each.error, each.prompt
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            look = (
                cell.font.b,
                cell.font.color and cell.font.color.rgb,
                cell.fill.fgColor.rgb,
                cell.alignment.wrap_text,
            )
            note = cell.comment and cell.comment.text
            yield cell.coordinate, cell.value, cell.data_type, cell.number_format, *look, note
