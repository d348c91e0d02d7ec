"""minqual rules new: a draft of a rule pack and its cases."""

from __future__ import annotations

import os
import shlex
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from minqual.commands.console import guarded, output_option, say
from minqual.packs import CASES, SOURCE, SUFFIXES, pack_of
from minqual.values import Fault, FaultyInput, PartialDate


@guarded
def new(
    name: Annotated[
        str, typer.Argument(help="agency/class, or agency/class@DATE beside another version.", metavar="NAME")
    ],
    output: Annotated[Path | None, output_option("The pack's file; AGENCY/CLASS.yaml if not given.")] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="The title of the class; made from the name if not given.")
    ] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", help="The agency in full; made from the name if not given.")
    ] = None,
) -> None:
    """Write a short draft of a rule pack, with cases that hold, to be filled in.

    Nothing is overwritten. The JSON Schema of packs is put beside the pack where none lies there or above.
    """
    from minqual.authoring import draft_cases, draft_pack, drafted
    from minqual.outputs import write_whole
    from minqual.packs import SCHEMA_FILE, schema_text

    today = date.today()  # noqa: DTZ011  # the local calendar day is meant
    if output and "@" in output.stem and "@" not in name:
        name += "@" + output.stem.partition("@")[2]
    draft = drafted(name, title, agency, PartialDate(today, today))
    pack = output or Path(draft.agency_name, draft.file)
    if pack.suffix not in SUFFIXES or pack.name.endswith((CASES, SOURCE)):
        raise FaultyInput(
            [
                Fault(
                    "--output",
                    f"{str(pack)!r}",
                    "the path of a pack, ending in .yaml, not in .cases.yaml or .source.yaml",
                )
            ]
        )
    above = (Path(os.path.realpath(pack)).parent.parent / SCHEMA_FILE).is_file()
    schema = pack.with_name(SCHEMA_FILE)
    texts = {pack: draft_pack(draft, f"../{SCHEMA_FILE}" if above else SCHEMA_FILE)}
    pack_of(texts[pack].encode(), pack, str(pack))
    texts[pack.with_name(pack.name.removesuffix(pack.suffix) + CASES)] = draft_cases(draft)
    taken = [Fault(str(path), "a file is there already", "a name that is free") for path in texts if path.exists()]
    if taken:
        raise FaultyInput(taken)
    if not above and not schema.exists():
        texts[schema] = schema_text()
    pack.parent.mkdir(parents=True, exist_ok=True)
    with write_whole(*texts) as files:
        for file, text in zip(files, texts.values(), strict=True):
            file.write(text.encode())
    said = shlex.quote(str(pack))
    say(
        *(f"wrote {path}" for path in texts),
        "Next: put in what the specification says, sentence by sentence, and then, in this order:",
        f"    minqual rules lint {said}                  what is wrong or doubtful",
        f"    minqual rules source {said} TEXT.txt       which sentences of its text nothing speaks of",
        f"    minqual rules test {said} --propose        the cases that are missing, to be read and kept",
    )
