"""The sentences of a specification by the places that its pack cites, where the text is the one recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from minqual.authoring.specification.account import Treated, account
from minqual.authoring.specification.recorded import read_recorded
from minqual.authoring.specification.sentences import passages, specification_text
from minqual.packs import Pack
from minqual.values import Fault, FaultyInput, nearest, so_many

OPTION = "--specification"

Cited: TypeAlias = Mapping[tuple[str, str], tuple[Treated, ...]]
"""The sentences that are meant by a section and words in it."""


def cited_sentences(pack: Pack, beside: Path, file: Path) -> Cited:
    """The sentences of a specification that a pack cites; FaultyInput unless they are those that are recorded.

    beside: the record of the sentences. file: the text.
    """
    recorded = read_recorded(beside)
    if recorded is None:
        expected = f"{beside.name}, as minqual rules source {pack.name} {file.name} --write makes it"
        raise FaultyInput([Fault(OPTION, f"no record of the sentences of {pack.name}", expected)])
    found = account(pack, passages(specification_text(file)), recorded)
    if found.new or found.gone:
        others = f"{so_many(found.new, 'sentence')} that {beside.name} does not have, {len(found.gone)} of it gone"
        raise FaultyInput([Fault(str(file), others, f"the text of which {beside.name} is the record", code="file")])
    cited: dict[tuple[str, str], dict[Treated, None]] = {}
    for sentence in (*found.sentences, *found.outside):
        for claim in sentence.claims:
            cited.setdefault((claim.source.section, claim.source.anchor), {})[sentence] = None
    return {place: tuple(sentences) for place, sentences in cited.items()}


def texts_by_pack(given: Sequence[str], names: Sequence[str]) -> tuple[dict[str, Path], list[Fault]]:
    """The texts of specifications by the names of their packs, and what is wrong with how they were given.

    given: PACK=FILE, or FILE where there is one pack. names: those of the packs that there are.
    """
    found: dict[str, Path] = {}
    faults = []
    for said in given:
        name, equals, file = said.partition("=") if "=" in said else (names[0], "", said)
        if not equals and len(names) > 1:
            faults.append(Fault(OPTION, "a file without its pack", f"PACK=FILE, such as {names[0]}={said}"))
        elif name not in names:
            what, near = f"a text for {name!r}, which is not among the packs", nearest(name, names)
            faults.append(Fault(OPTION, what, "one of " + ", ".join(names), near, code="unknown-name"))
        elif name in found:
            faults.append(Fault(OPTION, f"two texts for {name}", "one for each pack", code="twice"))
        else:
            found[name] = Path(file)
    return found, faults
