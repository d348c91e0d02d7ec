"""minqual applicants map: a column map proposed from a file's headings and cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import guarded, output_option, say, show_text
from minqual.commands.inputs import over_inputs, pack_inputs, source_inputs
from minqual.commands.page_files import write_file
from minqual.commands.reading import DelimiterOption, EncodingOption, SkipOption, source_faults
from minqual.outputs import place_faults
from minqual.values import SourceError

if TYPE_CHECKING:
    from minqual.preparing import Asked


@guarded
def propose_map(
    file: Annotated[
        str, typer.Argument(help="The export: a table (.csv, .tsv; .gz as well), a workbook, a zip archive, or -.")
    ],
    output: Annotated[Path | None, output_option("File to write; standard output if not given.")] = None,
    rules: Annotated[
        str | None,
        typer.Option("--rules", help="Rule pack whose kinds and questions headings may name.", metavar="PACK"),
    ] = None,
    ids: Annotated[
        str, typer.Option("--ids", help="The heading of applicant ids, where it is not found.", metavar="HEADING")
    ] = "",
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    skip_lines: SkipOption = 0,
    show_words: Annotated[  # noqa: FBT002  # typer's flag
        bool, typer.Option("--show-words", help="Show the words of columns without a place that five applicants share.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace that file if it is there.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Propose a column map from a file's headings and cells, and say which columns could not be placed.

    The map shows no cell of the file, but for the words that --show-words asks for. Read it through before you use it.

    Exit codes: 0 a map is proposed, 2 the file cannot be read, or no applicants are found in it.
    """
    from minqual.preparing import NOTHING_ASKED, joined_proposal, known_heading, map_name, written_map
    from minqual.sources import Reading, all_grids

    faults = source_faults(file)
    if output is not None:
        inputs = [*source_inputs(file, mapped=True), *pack_inputs([] if rules is None else [rules])]
        faults += over_inputs("--output", output, inputs) or place_faults("--output", output, force=force)
    if faults:
        raise SourceError(faults)
    asked = NOTHING_ASKED if rules is None else _asked(rules)
    grids = all_grids(None if file == "-" else Path(file), Reading((), encoding, delimiter, skip_lines), known_heading)
    found = joined_proposal(grids, asked, ids)
    source = "standard input" if file == "-" else Path(file).name
    text = written_map(found, map_name(source.partition(".")[0]), source, show_words=show_words)
    if output is None:
        show_text(text)
    else:
        write_file(output, text.encode())
    if found.repeated.repeated and not found.several:
        say(f"{found.repeated.said}: nobody with such an id is judged, until that is mended")
    if found.unplaced:
        headings = ", ".join(repr(each.heading) for each in found.unplaced)
        say(f"{len(found.unplaced)} columns could not be placed: {headings}")
    if found.not_read:
        say(f"not read: {', '.join(f'sheet {name!r}' for name in found.not_read)}")
    if output is not None:
        say(f"wrote {output}; read it through, then use it with --map {output}")


def _asked(rules: str) -> Asked:
    """What a pack asks that headings may speak of."""
    from minqual.packs import asked_questions, load_pack
    from minqual.preparing import asked_by

    pack = load_pack(rules)
    return asked_by(pack, asked_questions(pack.clauses))
