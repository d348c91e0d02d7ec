"""The sentences of a specification by the places that its pack cites, where its text is at hand and as recorded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from minqual.judging import Screener
from minqual.notation import Source
from minqual.service.answers import CitedPlace, CitedSentence, ClauseSource
from minqual.service.problems import unknown
from minqual.values import Fault, FaultyInput, nearest, so_many

Words: TypeAlias = Mapping[tuple[str, str], tuple[CitedSentence, ...]]
"""The sentences that are meant by a section and words in it."""


def cited_words(screener: Screener, written: Path, file: Path) -> Words:
    """The sentences of a specification that a pack cites; FaultyInput unless they are those recorded beside the pack.

    written: the file of the pack, beside which the record lies.
    """
    from minqual.authoring import account, passages, read_recorded, recorded_beside, specification_text

    pack, beside = screener.pack, recorded_beside(written)
    text, recorded = passages(specification_text(file)), read_recorded(beside)
    if recorded is None:
        expected = f"{beside.name}, as minqual rules source {written.name} {file.name} --write makes it"
        raise FaultyInput([Fault("--specification", f"no record of the sentences of {pack.name}", expected)])
    found = account(pack, text, recorded)
    if found.new or found.gone:
        others = f"{so_many(found.new, 'sentence')} that {beside.name} does not have, {len(found.gone)} of it gone"
        raise FaultyInput([Fault(str(file), others, f"the text of which {beside.name} is the record", code="file")])
    words: dict[tuple[str, str], dict[CitedSentence, None]] = {}
    for each in (*found.sentences, *found.outside):
        said = each.passage
        sentence = CitedSentence(
            text=said.text, line=said.line, last_line=said.last, headings=said.headings, digest=each.digest
        )
        for claim in each.claims:
            words.setdefault((claim.source.section, claim.source.anchor), {})[sentence] = None
    return {place: tuple(sentences) for place, sentences in words.items()}


def clause_source(screener: Screener, words: Words | None, clause: str) -> ClauseSource:
    """Where the specification says a clause, by its id; Refused names the nearest one."""
    pack, tree = screener.pack, screener.tree
    places = {node.id: number for number, node in enumerate(tree.nodes) if node.clause is not None}
    node = tree.nodes[places[clause]].clause if clause in places else None
    if node is None:
        found, near = f"unknown clause {clause[:80]!r}", nearest(clause, list(places))
        expected = "the id of a clause of its verdicts"
        raise unknown(Fault("clause", found, expected, near, path="/clause", code="unknown-name"))
    around = next((each.source for each in pack.judged if clause.startswith(f"{each.id}.")), None)
    sources = tree.source(places[clause]) or around or ()
    return ClauseSource(
        pack=pack.name,
        digest=pack.digest,
        clause=clause,
        kind=node.kind,
        says=node.says(),
        sources=tuple(_place(each, words) for each in sources),
    )


def _place(source: Source, words: Words | None) -> CitedPlace:
    sentences = None if words is None else words.get((source.section, source.anchor), ())
    return CitedPlace(section=source.section, anchor=source.anchor, sentences=sentences)
