"""The sentences of a specification by the places that its pack cites, where its text is at hand and as recorded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from minqual.judging import Screener
from minqual.notation import Source
from minqual.service.answers import CitedPlace, CitedSentence, ClauseSource
from minqual.service.problems import unknown
from minqual.values import Fault, nearest

if TYPE_CHECKING:
    from minqual.authoring import Treated

Words: TypeAlias = Mapping[tuple[str, str], tuple[CitedSentence, ...]]
"""The sentences that are meant by a section and words in it."""


def cited_words(screener: Screener, written: Path, file: Path) -> Words:
    """The sentences of a specification that a pack cites; FaultyInput unless they are those recorded beside the pack.

    written: the file of the pack, beside which the record lies.
    """
    from minqual.authoring import cited_sentences, recorded_beside

    cited = cited_sentences(screener.pack, recorded_beside(written), file)
    return {place: tuple(map(_sentence, sentences)) for place, sentences in cited.items()}


def _sentence(each: Treated) -> CitedSentence:
    said = each.passage
    return CitedSentence(
        text=said.text, line=said.line, last_line=said.last, headings=said.headings, digest=each.digest
    )


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
