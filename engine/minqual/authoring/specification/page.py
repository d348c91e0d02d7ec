"""An account of a specification as people and programs read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import Any, Final

from minqual.authoring.specification.account import Account, Citation, Treated, Treatment
from minqual.packs import Pack
from minqual.reports import Page, Section, Span, Text

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


def page_of_account(pack: Pack, file: str, found: Account) -> Page:
    """An account as a person reads it: section by section, then what has no place, then the counts."""
    first, last = found.sentences[0].passage.line, found.sentences[-1].passage.line
    counts = " + ".join(f"{number} {treatment}" for treatment, number in found.counts.items())
    counted = f"{len(found.sentences)} {'sentence' if len(found.sentences) == 1 else 'sentences'} = {counts}"
    others = [
        (found.new, "changed or new"),
        (len(found.gone), "gone"),
        (len(found.unfound), f"citation{'' if len(found.unfound) == 1 else 's'} without place"),
    ]
    said = ", ".join(f"{number} {what}" for number, what in others if number)
    return Page(
        Text.of(Span(f"{pack.name} version {pack.version} and {file}, lines {first} to {last}", cut=True)),
        (
            *(
                Section(
                    Text.of(Span(" > ".join(headings[-2:]) or "(no heading)", bold=True, cut=True)),
                    tuple(block for sentence in sentences for block in _sentence(sentence)),
                )
                for headings, sentences in groupby(found.sentences, key=lambda each: each.passage.headings)
            ),
            *_misplaced(found),
            Section(Text(()), (Text.of(counted), *([Text.of(Span(said, "red"))] if said else ()))),
        ),
    )


def _sentence(sentence: Treated) -> Iterator[Text]:
    treatment, passage = sentence.treatment, sentence.passage
    status = Span(f"{treatment:<{_STATUS}}", COLOURS[treatment])
    yield Text.of("  ", status, f" {passage.line:>4} ", Span(passage.text, cut=True))
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
        "Recorded sentences that the text no longer has",
        [Text.of(f"  {digest}  {treatment}") for digest, treatment in found.gone],
    )


def _alarm(title: str, lines: Sequence[Text]) -> Section:
    return Section(Text.of(Span(title, "red", bold=True)), tuple(lines))


def plain_account(found: Account) -> Iterator[dict[str, Any]]:
    """An account as plain objects: the sentences, then what has no place."""
    for sentence in found.sentences:
        yield {
            "status": sentence.treatment,
            "line": sentence.passage.line,
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
    for citation in found.unfound:
        cited = {"section": citation.source.section, "anchor": citation.source.anchor}
        yield {"status": "not found", "by": citation.by, "kind": citation.kind, **cited}
    for digest, treatment in found.gone:
        yield {"status": "gone", "digest": digest, "treatment": treatment}
