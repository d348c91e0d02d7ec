"""The record of a specification's sentences beside a pack: their digests and treatments, none of their words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from minqual.authoring.specification.account import DIGEST, Account, Treatment
from minqual.notation import PackModel, parse_yaml
from minqual.notation import Path as Place
from minqual.packs import SOURCE, Pack, beside_pack
from minqual.values import Fault, PackError


class _Sentence(PackModel):
    digest: Annotated[str, Field(pattern=f"^[0-9a-f]{{{DIGEST}}}$")]
    treatment: Treatment


class _Record(PackModel):
    pack: str
    sentences: tuple[_Sentence, ...]


def recorded_beside(pack: Path) -> Path:
    """Where the record of a pack's specification stands."""
    return pack.with_name(pack.stem + SOURCE)


def read_recorded(path: Path) -> Mapping[str, Treatment] | None:
    """The recorded digests with their treatments, in the order of the text; None where there is no record."""
    content = beside_pack(path)
    if content is None:
        return None
    text = parse_yaml(content, path.name)
    try:
        record = _Record.model_validate(text.value)
    except ValidationError as error:
        where: Place = tuple(error.errors(include_url=False)[0]["loc"])
        expected = "digests and treatments, as minqual rules source --write records them"
        raise PackError([Fault(text.place(where), "no record of sentences", expected)]) from None
    return {sentence.digest: sentence.treatment for sentence in record.sentences}


def record_text(pack: Pack, found: Account) -> str:
    """An account as the text of a record."""
    lines = [
        "# The sentences of the specification that the pack accounts for, as digests of their letters, in their order.",
        "# Written by minqual rules source --write.",
        f"pack: {pack.name}",
        "sentences:",
    ]
    lines += [
        f"  - {{digest: {each.digest}, treatment: {each.treatment}}}" for each in (*found.sentences, *found.outside)
    ]
    return "\n".join(lines) + "\n"
