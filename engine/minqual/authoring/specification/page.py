"""An account of a specification as people and programs read it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import Any, Final

from minqual.authoring.specification.account import Account, Citation, Treated, Treatment
from minqual.notation import listed
from minqual.packs import Pack
from minqual.reports import Page, Section, Span, Text
from minqual.values import so_many

COLOURS: Final = {
    Treatment.DECIDED: "green",
    Treatment.JUDGED: "magenta",
    Treatment.NEVER_SCREENED: "blue",
    Treatment.DESIRABLE: "cyan",
    Treatment.NO_EFFECT: "bright_black",
    Treatment.UNACCOUNTED: "red",
}
_STATUS: Final = max(map(len, Treatment))
_INDENT: Final = " " * (_STATUS + 8)
_FEW: Final = 3
_NARROWEST: Final = 20
"""Columns that a sentence is given, however narrow the terminal."""


def page_of_account(pack: Pack, file: str, found: Account, columns: int) -> Page:
    """An account as a person reads it: section by section, then what has no place, then the counts."""
    first, last = found.sentences[0].passage.line, found.sentences[-1].passage.line
    counts = " + ".join(f"{number} {treatment}" for treatment, number in found.counts.items())
    counted = f"{so_many(len(found.sentences), 'sentence')} = {counts}"
    others = [
        (found.new, "changed or new"),
        (len(found.gone), "gone"),
        (len(found.unfound), f"citation{'' if len(found.unfound) == 1 else 's'} without place"),
        (len(found.elsewhere), f"citation{'' if len(found.elsewhere) == 1 else 's'} of another section"),
    ]
    said = ", ".join(f"{number} {what}" for number, what in others if number)
    return Page(
        Text.of(Span(f"{pack.name} version {pack.version} and {file}, lines {first} to {last}", cut=True)),
        (
            *_by_headings(found.sentences, "", columns),
            *_by_headings(found.outside, ", cited outside the qualification part", columns),
            *_misplaced(found),
            Section(Text(()), (Text.of(counted), *([Text.of(Span(said, "red"))] if said else ()))),
        ),
    )


def _by_headings(sentences: Sequence[Treated], where: str, columns: int) -> Iterator[Section]:
    """Sentences under the headings above them."""
    for headings, below in groupby(sentences, key=lambda each: each.passage.headings):
        yield Section(
            Text.of(Span((" > ".join(headings[-2:]) or "(no heading)") + where, bold=True, cut=True)),
            tuple(block for sentence in below for block in _sentence(sentence, columns)),
        )


def _sentence(sentence: Treated, columns: int) -> Iterator[Text]:
    """A sentence in full, with who treats it, and which of its lines may begin something new."""
    treatment, passage = sentence.treatment, sentence.passage
    status = Span(f"{treatment:<{_STATUS}}", COLOURS[treatment])
    plain = " ".join(passage.text.split())
    first, *others = textwrap.wrap(plain, max(_NARROWEST, columns - len(_INDENT))) or [""]
    yield Text.of("  ", status, f" {passage.line:>4} ", first)
    yield from (Text.of(_INDENT, each) for each in others)
    if passage.joined:
        lines = listed([str(each) for each in passage.joined], "and")
        several = len(passage.joined) > 1
        said = f"joined: line{'s' if several else ''} {lines}, as going on with the line{'s' if several else ''} above"
        yield Text.of(_INDENT, Span(said, "yellow"))
    if sentence.known is False:
        yield Text.of(_INDENT, Span("changed or new: not among the recorded sentences", "red"))
    for kind, claims in groupby(sentence.claims, key=lambda claim: claim.treatment):
        yield Text.of(_INDENT, Span(_by(kind, tuple(claims)), dim=True, cut=True))


def _by(treatment: Treatment, claims: Sequence[Citation]) -> str:
    """Who treats a sentence so: what a statement says, or a few clauses by their ids."""
    if claims[0].states:
        return f"{claims[0].by}: {'; '.join(claim.says for claim in claims)}"
    told = [claim for claim in claims if not any(other.by.startswith(f"{claim.by}.") for other in claims)]
    paths = [claim.by.split(".") for claim in told]
    alike = takewhile(lambda parts: len(set(parts)) == 1, zip(*(path[:-1] for path in paths), strict=False))
    shared = [parts[0] for parts in alike] if len(told) > 1 else []
    named = [f"{'.'.join(path[len(shared) :])} ({claim.kind})" for path, claim in zip(paths, told, strict=True)]
    rest = f" and {len(named) - _FEW} more" if len(named) > _FEW else ""
    return f"{treatment} by {'.'.join(shared)}{': ' if shared else ''}{', '.join(named[:_FEW])}{rest}"


def _misplaced(found: Account) -> Iterator[Section]:
    """What the pack cites and the text lacks, and recorded sentences that are gone."""
    places = [f"{each.by}: {each.source.anchor!r} ({each.source.section})" for each in found.unfound]
    yield _alarm(
        "The pack cites words that the text does not have: changed?",
        [Text.of("  ", Span(place, cut=True)) for place in places],
    )
    yield _alarm(
        "The pack cites sections that the text does not have, or not above these words",
        [
            Text.of("  ", Span(f"{each.by}: {each.source.section!r}, of {each.source.anchor!r}", cut=True))
            for each in found.elsewhere
        ],
    )
    yield _alarm(
        "Recorded sentences that the text no longer has",
        [Text.of(f"  {digest}  {treatment}") for digest, treatment in found.gone],
    )


def _alarm(title: str, lines: Sequence[Text]) -> Section:
    return Section(Text.of(Span(title, "red", bold=True)), tuple(lines))


def plain_account(found: Account) -> Iterator[dict[str, Any]]:
    """An account as plain objects: the sentences, those that are cited outside the part, then what has no place."""
    for sentence in (*found.sentences, *found.outside):
        yield {
            "status": sentence.treatment,
            "outside": any(sentence is each for each in found.outside),
            "line": sentence.passage.line,
            "last_line": sentence.passage.last,
            "joined_lines": list(sentence.passage.joined),
            "headings": list(sentence.passage.headings),
            "sentence": sentence.passage.text,
            "digest": sentence.digest,
            "changed_or_new": None if sentence.known is None else not sentence.known,
            "by": [
                {
                    "treatment": claim.treatment,
                    "by": claim.by,
                    "kind": claim.kind,
                    "says": claim.says,
                    "section": claim.source.section,
                    "anchor": claim.source.anchor,
                }
                for claim in sentence.claims
            ],
        }
    for status, citations in (("not found", found.unfound), ("section not found", found.elsewhere)):
        for citation in citations:
            cited = {"section": citation.source.section, "anchor": citation.source.anchor}
            yield {"status": status, "by": citation.by, "kind": citation.kind, **cited}
    for digest, treatment in found.gone:
        yield {"status": "gone", "digest": digest, "treatment": treatment}
