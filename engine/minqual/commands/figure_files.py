"""Files of figures about a pool: a list or a workbook of them, or a plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from minqual.commands.inputs import Input, over_inputs
from minqual.outputs import Form, Sheet, place_faults, target_of
from minqual.values import Fault, SourceError

PLOT: Final = ".svg"
LISTS: Final = (".csv", ".csv.gz", ".xlsx")


def check_figures(output: Path, inputs: Sequence[Input], *, force: bool) -> None:
    """SourceError carries what is wrong with the file that is written."""
    faults = over_inputs("--output", output, inputs) or place_faults("--output", output, force=force)
    if not faults and output.suffix != PLOT and not output.name.endswith(LISTS):
        faults = [Fault("--output", f"a name that ends in {output.suffix!r}", f"one of {', '.join(LISTS)}, {PLOT}")]
    if faults:
        raise SourceError(faults)


def write_figures(
    output: Path, sheets: Callable[[], list[Sheet]], title: list[tuple[str]], day: str, plot: Callable[[], str]
) -> None:
    """Write the sheets of figures, the first of them alone as CSV, or the plot; whichever the name of the file says."""
    from minqual.outputs import Imprint, packing, write_listing, write_whole, write_workbook

    if output.suffix == PLOT:
        with write_whole(output) as (file,):
            file.write(plot().encode())
        return
    target = target_of("--output", output)
    with write_whole(target.path) as (file,), packing(file, packed=target.packed) as inner:
        if target.form is Form.XLSX:
            write_workbook(sheets(), title, inner, day)
        else:
            write_listing(sheets()[0].listing, target.form, inner, Imprint({}, (), day))
