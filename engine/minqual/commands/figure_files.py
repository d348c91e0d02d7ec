"""Files of figures about a pool: a list or a workbook of them, a plot or a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

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


def write_figures(
    output: Path,
    sheets: Callable[[], list[Sheet]],
    title: list[tuple[str]],
    day: str,
    page: Callable[[], Page],
    plot: Callable[[], str] = str,
) -> None:
    """Write the sheets of figures, the first of them alone as CSV, the plot or the page; whichever the name says."""
    from minqual.outputs import Imprint, packing, write_listing, write_whole, write_workbook

    if is_page(output):
        from minqual.pages import plain_page

        write_file(output, plain_page(page(), title[0][0]))
        return
    if output.suffix == PLOT:
        write_file(output, plot().encode())
        return
    target = target_of("--output", output)
    with write_whole(target.path) as (file,), packing(file, packed=target.packed) as inner:
        if target.form is Form.XLSX:
            write_workbook(sheets(), title, inner, day)
        else:
            write_listing(sheets()[0].listing, target.form, inner, Imprint({}, (), day))
