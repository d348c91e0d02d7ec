"""An account of a specification as people and programs read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any, Final

from typer import style

from minqual.authoring.specification.account import Account, Citation, Treated, Treatment
from minqual.packs import Pack

COLOURS: Final = {
    Treatment.DECIDED: "green",
    Treatment.JUDGED: "magenta",
    Treatment.NEVER_SCREENED: "blue",
    Treatment.DESIRABLE: "cyan",
    Treatment.NO_EFFECT: "bright_black",
    Treatment.UNACCOUNTED: "red",
}
_STATUS: Final = max(map(len, Treatment))
_INDENT: Final = _STATUS + 8
_FEW: Final = 3


def account_lines(pack: Pack, file: Path, found: Account, columns: int) -> Iterator[str]:
    """An account as a person reads it: section by section, then what has no place, then the counts."""
    first, last = found.sentences[0].passage.line, found.sentences[-1].passage.line
    yield _cut(f"{pack.name} version {pack.version} and {file.name}, lines {first} to {last}", columns)
    for headings, sentences in groupby(found.sentences, key=lambda each: each.passage.headings):
        yield ""
        yield style(_cut(" > ".join(headings[-2:]) or "(no heading)", columns), bold=True)
        for sentence in sentences:
            yield from _sentence(sentence, columns)
    yield from _misplaced(found, columns)
    yield ""
    counts = " + ".join(f"{number} {treatment}" for treatment, number in found.counts.items())
    yield f"{len(found.sentences)} {'sentence' if len(found.sentences) == 1 else 'sentences'} = {counts}"
    others = [(found.new, "changed or new"), (len(found.gone), "gone"), (len(found.unfound), "citations without place")]
    if said := ", ".join(f"{number} {what}" for number, what in others if number):
        yield style(said, fg="red")


def _sentence(sentence: Treated, columns: int) -> Iterator[str]:
    treatment, passage = sentence.treatment, sentence.passage
    status = style(f"{treatment:<{_STATUS}}", fg=COLOURS[treatment])
    yield f"  {status} {passage.line:>4} {_cut(passage.text, columns - _INDENT)}"
    if sentence.known is False:
        yield " " * _INDENT + style("changed or new: not among the recorded sentences", fg="red")
    for kind, claims in groupby(sentence.claims, key=lambda claim: claim.treatment):
        yield " " * _INDENT + style(_cut(_by(kind, tuple(claims)), columns - _INDENT), dim=True)


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


def _misplaced(found: Account, columns: int) -> Iterator[str]:
    """What the pack cites and the text lacks, and recorded sentences that are gone."""
    if found.unfound:
        yield ""
        yield style("The pack cites words that the text does not have: changed?", fg="red", bold=True)
        for citation in found.unfound:
            place = f"{citation.by}: {citation.source.anchor!r} ({citation.source.section})"
            yield f"  {_cut(place, columns - 2)}"
    if found.gone:
        yield ""
        yield style("Recorded sentences that the text no longer has", fg="red", bold=True)
        for digest, treatment in found.gone:
            yield f"  {digest}  {treatment}"


def _cut(text: str, columns: int) -> str:
    """A text in one line, shortened to a width."""
    plain = " ".join(text.split())
    return plain if len(plain) <= columns else plain[: max(columns - 1, 1)].rstrip() + "…"


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
