"""minqual applicants inspect: what is understood of a source, before anyone is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    WIDE,
    AsOfOption,
    Exit,
    Format,
    QuietOption,
    as_of_date,
    complain,
    guarded,
    mind_the_date,
    say,
    show_json,
    show_page,
)
from minqual.commands.reading import ReadingOptions, SourceArgument, read
from minqual.packs import load_pack

if TYPE_CHECKING:
    from minqual.preparing import Inspection


@guarded
def inspect(
    source: SourceArgument,
    rules: Annotated[
        str | None,
        typer.Option(
            "--rules",
            help="Rule pack whose words and questions are looked for: a bundled name, or a path.",
            metavar="PACK",
        ),
    ] = None,
    as_of: AsOfOption = None,
    format_: Annotated[Format, typer.Option("--format", help="Lines for people, or JSON for programs.")] = Format.TEXT,
    *,
    how: ReadingOptions,
    limit_errors: Annotated[int, typer.Option(help="Reasons for rejected rows to show.", min=0)] = 10,
    quiet: QuietOption = False,
) -> None:
    """Say what is understood of a source, column by column, with counts and no personal data.

    Nothing is judged and nothing written. Cells of free columns are never shown; examples show shapes alone.

    Exit codes: 0 every row would be used, 4 some would be rejected or cells
    set open, 2 the source cannot be read.
    """
    from minqual.packs import asked_tables
    from minqual.preparing import Reader, inspected
    from minqual.records import take_in

    day = as_of_date(as_of)
    pack = None if rules is None else load_pack(rules)
    needed = () if pack is None else tuple(asked_tables(pack))
    if pack is not None:
        mind_the_date(pack, day)
    found = read(source, how.reading(needed))
    say(*found.notes)
    known = () if pack is None else pack.study_words.words
    reader = Reader(found.form, found.files, found.notes)
    seen = inspected(found.tables, take_in(found.tables, day, known), pack, reader)
    _print(seen, format_, limit_errors)
    if seen.rows_rejected or seen.cells_open:
        raise typer.Exit(Exit.SOME_REJECTED)


def _print(seen: Inspection, format_: Format, limit: int) -> None:
    from minqual.reports import inspection_data, page_of_inspection, reject_lines, stranger_lines

    if format_ is Format.JSON:
        show_json(inspection_data(seen, limit))
        return
    show_page(page_of_inspection(seen), WIDE)
    complain(*reject_lines(seen.rejected, limit), *stranger_lines(seen.rejected))
