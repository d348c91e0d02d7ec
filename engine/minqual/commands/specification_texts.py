"""The option that gives the texts of specifications, to quote what packs cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.values import Fault, FaultyInput, SourceError

if TYPE_CHECKING:
    from minqual.commands.inputs import Input
    from minqual.examinations import Examination
    from minqual.notation import Quotes
    from minqual.packs import Pack

OPTION = "--specification"

SpecificationOption = Annotated[
    list[str] | None,
    typer.Option(
        OPTION,
        help="The specification's text, to quote: PACK=FILE, or FILE where there is one pack. Several times.",
        metavar="FILE",
    ),
]


def specification_inputs(given: Sequence[str] | None) -> Iterator[Input]:
    """The files of the texts."""
    return ((Path(each.rpartition("=")[2]), "the text of a specification") for each in given or ())


def check_quoting(given: Sequence[str] | None, page: str, *, wanted: bool) -> None:
    """SourceError where texts are given and nothing is written that quotes them. page: what would."""
    if given and not wanted:
        raise SourceError([Fault(OPTION, "a text, and no page to quote it on", page, code="missing")])


def quotes_by_pack(packs: Mapping[str, tuple[Pack, Path]], given: Sequence[str] | None) -> dict[str, Quotes]:
    """The words of specifications by pack, section and anchor, checked against the digests beside the packs.

    packs: by name, each with the file where it was read.
    """
    if not given:
        return {}
    from minqual.authoring import texts_by_pack

    files, faults = texts_by_pack(given, list(packs))
    if faults:
        raise FaultyInput(faults)
    return {name: _cited(*packs[name], file) for name, file in files.items()}


def quotes_of_examination(examination: Examination, given: Sequence[str] | None) -> dict[str, Quotes]:
    """The same of the packs of an examination."""
    if not given:
        return {}
    loaded = (each.pack for each in examination.screeners(examination.settlements()))
    written = (Path(each.shown) for each in examination.packs)
    return quotes_by_pack({pack.name: (pack, file) for pack, file in zip(loaded, written, strict=True)}, given)


def _cited(pack: Pack, written: Path, file: Path) -> Quotes:
    """The words of a specification that a pack cites, by section and anchor."""
    from minqual.authoring import cited_sentences, recorded_beside
    from minqual.packs import find_pack, pack_names

    bundled = [find_pack(pack.name)] if pack.name in pack_names() else []
    places = [recorded_beside(each) for each in (written, *bundled)]
    cited = cited_sentences(pack, next(filter(Path.is_file, places), places[0]), file)
    return {
        place: " ".join(dict.fromkeys(each.passage.text for each in sentences)) for place, sentences in cited.items()
    }
