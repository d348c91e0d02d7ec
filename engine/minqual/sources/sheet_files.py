"""Files that hold sheets, each form with one face: delimited text, Parquet and workbooks, told from their content."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from minqual.sources.archives import open_archive
from minqual.sources.delimited import DELIMITERS, Layout, delimiter_of, header_of, layout_of, read_delimited
from minqual.sources.files import Contents, Text, not_delimited, read_text
from minqual.sources.grids import Grid, Wanted, below_title, rows_above, unwatched
from minqual.sources.parquet import is_parquet, parquet_header, read_parquet
from minqual.sources.xlsx import Workbook, open_workbook
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.sources.column_maps.model import WrittenMap
    from minqual.sources.grids import Watch


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a source, as a person says it; what is not said is told from the content.

    needed: tables that a pack draws on. skip_lines: rows above the header of each table. map: what its columns mean.
    """

    needed: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int = 0
    watch: Watch = unwatched
    map: WrittenMap | None = None


class SheetFile(ABC):
    """A file with one sheet or several; with one and nothing above its headings, where a form says nothing else."""

    __slots__ = ()

    if TYPE_CHECKING:  # else a field of that name would have it for its default

        @property
        def name(self) -> str:
            """What messages call it."""

    @property
    def how(self) -> str:
        """How it is read, in words."""
        return ""

    @property
    def note(self) -> str:
        """What a person should know of that, if anything."""
        return ""

    @abstractmethod
    def header(self, more: int = 0) -> Sequence[str]:
        """The headings of its only sheet that is not empty, with some more rows skipped; none where there are none."""

    def headers(self, more: int = 0) -> Mapping[str, Sequence[str]]:
        """The headings of each sheet, with some more rows skipped; none of sheets that have none."""
        return {"": self.header(more)}

    def above(self) -> int:
        """Rows above what seems to be the header, where no one has said how many there are."""
        return 0

    def below(self, above: int) -> SheetFile:
        """The same file with some more rows skipped."""
        return self

    @abstractmethod
    def grids(self, wanted: Wanted, known: Wanted | None = None) -> Sequence[Grid]:
        """The columns wanted of its sheets, empty ones aside; SourceError if they cannot be read.

        known: headings that are of use; SourceError if the only sheet begins with a title in place of any of them.
        """


@dataclass(frozen=True, slots=True)
class DelimitedFile(SheetFile):
    """Delimited text. What stands between its cells is told once for each number of rows that are skipped."""

    text: Text
    delimiter: str | None = None
    skipped: int = 0
    _layouts: dict[int, Layout] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.text.name

    def layout(self, more: int = 0) -> Layout:
        """How its cells stand apart; SourceError for a delimiter that is none."""
        skipped = self.skipped + more
        if skipped not in self._layouts:
            delimiter = None if self.delimiter is None else delimiter_of(self.delimiter)
            self._layouts[skipped] = layout_of(self.text, delimiter, skipped)
        return self._layouts[skipped]

    @property
    def how(self) -> str:
        """Its encoding and what stands between its cells."""
        sign = self.layout().delimiter
        return f"{self.text.encoding}, {next(name for name, each in DELIMITERS.items() if each == sign)}"

    @property
    def note(self) -> str:
        """That it was not plain UTF-8."""
        return "" if self.text.encoding.startswith("UTF-8") else f"read as {self.text.encoding}"

    def header(self, more: int = 0) -> Sequence[str]:
        """The headings, with some more rows skipped."""
        return header_of(self.text, self.layout(more))

    def above(self) -> int:
        """Rows above what seems to be the header, where no one has said how many there are."""
        return 0 if self.skipped else rows_above(self.header)

    def below(self, above: int) -> DelimitedFile:
        """The same text with some more rows skipped."""
        return replace(self, skipped=self.skipped + above)

    def grids(self, wanted: Wanted, known: Wanted | None = None) -> Sequence[Grid]:
        """The text as a grid; a title is told before the rows are looked at."""
        if known is not None:
            _check_header(self, known)
        return [read_delimited(self.text, self.layout(), wanted)]


@dataclass(frozen=True, slots=True)
class ParquetFile(SheetFile):
    """A Parquet file, by its path where it need not be read as a whole. Nothing stands above its columns."""

    name: str
    source: Path | bytes
    how = "Parquet"

    def header(self, more: int = 0) -> Sequence[str]:
        """The names of its columns."""
        return () if more else parquet_header(self.name, self.source)

    def grids(self, wanted: Wanted, known: Wanted | None = None) -> Sequence[Grid]:
        """The file as a grid."""
        return [read_parquet(self.name, self.source, wanted)]


@dataclass(frozen=True, slots=True)
class WorkbookFile(SheetFile):
    """A workbook. Its headings are kept by the number of rows that are skipped."""

    name: str
    book: Workbook
    watch: Watch = unwatched
    skipped: int = 0
    _headers: dict[int, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def header(self, more: int = 0) -> Sequence[str]:
        """The headings of its only sheet that is not empty, with some more rows skipped."""
        found = self.headers(more)
        return next(iter(found.values())) if len(found) == 1 else ()

    def headers(self, more: int = 0) -> Mapping[str, Sequence[str]]:
        """The headings of each sheet, with some more rows skipped."""
        skipped = self.skipped + more
        if skipped not in self._headers:
            self._keep(skipped, self.book.grids(lambda _, __: False, skipped=skipped))
        return self._headers[skipped]

    def _keep(self, skipped: int, grids: Sequence[Grid]) -> None:
        self._headers[skipped] = {grid.sheet: grid.header for grid in grids if grid.header}

    def above(self) -> int:
        """Rows above what seems to be the header of its only sheet, where no one has said how many there are."""
        return 0 if self.skipped or not self.header() else rows_above(self.header)

    def below(self, above: int) -> WorkbookFile:
        """The same workbook with some more rows skipped."""
        return replace(self, skipped=self.skipped + above)

    def grids(self, wanted: Wanted, known: Wanted | None = None) -> Sequence[Grid]:
        """Its sheets as grids."""
        grids = self.book.grids(lambda _, heading: wanted(heading), self.watch, self.skipped)
        self._keep(self.skipped, grids)
        filled = [grid for grid in grids if grid.header]
        if known is not None and len(filled) == 1:
            _check_header(self, known)
        return filled


def _check_header(file: SheetFile, known: Wanted) -> None:
    """SourceError if a sheet begins with a title in place of a header."""
    if not any(map(known, file.header())) and (above := file.above()):
        raise SourceError([below_title(file.name, above)])


def sheet_file(contents: Contents, reading: Reading) -> SheetFile:
    """A file of sheets in any form; SourceError if it is of none."""
    book = open_workbook(open_archive(contents)) if contents.zipped else None
    if book is None:
        return table_file(contents, reading)
    return WorkbookFile(contents.name, book, reading.watch, reading.skip_lines)


def table_file(contents: Contents, reading: Reading) -> DelimitedFile | ParquetFile:
    """A file of one sheet; SourceError if it is of another kind."""
    if is_parquet(contents):
        return ParquetFile(contents.name, contents.content)
    if contents.zipped:
        expected = "delimited text; a workbook with a sheet for each table is read where it is given by itself"
        fault = open_archive(contents).foreign()
        raise SourceError([fault or Fault(contents.name, "a workbook or an archive", expected)])
    return delimited_file(read_text(contents, reading.encoding), reading)


def delimited_file(text: Text, reading: Reading) -> DelimitedFile:
    """Delimited text; SourceError if it is of another kind."""
    if fault := not_delimited(text):
        raise SourceError([fault])
    return DelimitedFile(text, reading.delimiter, reading.skip_lines)
