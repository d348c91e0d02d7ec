"""Results written as a program asks for them: in any form, or as a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from minqual.outputs import DRAWERS, PAGE, Form, unheard, write_with_rejects
from minqual.verdicts import Judged, ResultTable


def write_results(
    results: ResultTable,
    path: Path | str,
    *,
    rejects: Path | str | None = None,
    form: Form | str | None = None,
    force: bool = False,
    source: str = "",
    told: Callable[[int, int], None] | None = None,
    drawers: int = DRAWERS,
) -> None:
    """Write results to a file in the form that its name, or `form`, says, and rejected rows to another beside it.

    They appear whole, and beside a text a file that says what it is, or none does. A name in .html is a page for
    browsers. rejects: another name for the second. force: replace files that are there. source: what the results say
    they are from. told: is told of so many more rows written, of so many in all. drawers: of how many applicants at
    most a page holds evidence and work history.
    SourceError carries every fault of the names, or more applicants than a page holds; OSError: a file cannot be
    written.
    """
    page = None
    if form is None and isinstance(path, str | Path) and Path(path).suffix.casefold() == PAGE:
        from minqual.pages.pool import pool_page

        page = partial(pool_page, Judged((results,), classed=False), source, drawers, {})
    write_with_rejects(
        results, path, rejects=rejects, form=form, force=force, source=source, told=told or unheard, page=page
    )
