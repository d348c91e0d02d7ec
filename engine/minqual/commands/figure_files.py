"""Figures about a pool, on the terminal and in files: a list or a workbook of them, a plot or a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from minqual.commands.console import Format, say, show_json, show_page, width
from minqual.commands.inputs import Input, over_inputs
from minqual.commands.page_files import is_page, write_file
from minqual.outputs import PAGE, Form, Sheet, place_faults, target_of
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.reports import Page

PLOT: Final = ".svg"
LISTS: Final = (".csv", ".csv.gz", ".xlsx")
ENDINGS: Final = (*LISTS, PLOT, PAGE)


def check_figures(output: Path, inputs: Sequence[Input], *, force: bool, endings: Sequence[str] = ENDINGS) -> None:
    """SourceError carries what is wrong with the file that is written. endings: those that its name may have."""
    faults = over_inputs("--output", output, inputs) or place_faults("--output", output, force=force)
    if not faults and not output.name.casefold().endswith(tuple(endings)):
        faults = [Fault("--output", f"a name that ends in {output.suffix!r}", f"one of {', '.join(endings)}")]
    if faults:
        raise SourceError(faults)
    if is_page(output):
        from minqual.pages import needs

        needs()


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures in every form in which they are shown or written. said: what they are of. day: as of which they are."""

    title: str
    said: Sequence[str]
    day: str
    data: Callable[[], dict[str, Any]]
    sheets: Callable[[], list[Sheet]]
    page: Callable[[], Page]
    plot: Callable[[], str] = str

    def show(self, output: Path | None, format_: Format, held: str) -> None:
        """Show them, and write them to a file if one is asked for. held: what is then in it."""
        if output is not None:
            self._write(output)
        if format_ is Format.JSON:
            show_json(self.data())
        else:
            show_page(self.page(), width())
        if output is not None:
            say(f"{'the plot is' if output.suffix == PLOT else held} in {output}")

    def _write(self, output: Path) -> None:
        """Write the sheets, the first of them alone as CSV, the plot or the page; whichever the name says."""
        from minqual.outputs import Imprint, packing, write_listing, write_whole, write_workbook

        if is_page(output):
            from minqual.pages import plain_page

            write_file(output, plain_page(self.page(), self.title))
            return
        if output.suffix == PLOT:
            write_file(output, self.plot().encode())
            return
        target = target_of("--output", output)
        with write_whole(target.path) as (file,), packing(file, packed=target.packed) as inner:
            if target.form is Form.XLSX:
                write_workbook(self.sheets(), [(self.title,), *((each,) for each in self.said)], inner, self.day)
            else:
                write_listing(self.sheets()[0].listing, target.form, inner, Imprint({}, (), self.day))
