"""One applicant's page, and the same as a drawer of the page of a pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from minqual.judging import grow
from minqual.notation import listed
from minqual.outputs import imprint
from minqual.pages.filled import fragment, packed, whole
from minqual.pages.settled_of import settled_of
from minqual.pages.work_history import WorkHistory, work_history
from minqual.reports import (
    OF_EVERYONE,
    TO_RESOLVE,
    List,
    Page,
    Section,
    Text,
    page_of_pack,
    page_of_verdict,
    page_of_ways,
    page_visible,
    section,
)
from minqual.values import visible
from minqual.verdicts import Judged, Verdicts, asked

if TYPE_CHECKING:
    from minqual.notation import Quotes
    from minqual.packs import Pack
    from minqual.reports import Block
    from minqual.verdicts import Results, Verdict
    from minqual.what_if import LevelWays

AT_ONCE: Final = 25
"""Drawers that are packed together: a browser unpacks so many to show one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown of one applicant.

    why: the short reason. opening: how far they reach and what is open; levels: the clauses as outlines; ways: to each
    level that is not met; rest: what is short, was settled, is unknown, or is taken as given.
    """

    verdict: Verdict
    why: str
    opening: Sequence[Block]
    levels: Sequence[Block]
    work: WorkHistory
    ways: Sequence[Block]
    rest: Sequence[Block]


@dataclass(frozen=True, slots=True)
class JudgedApplicant:
    """What one pack makes of one applicant.

    results: those that the verdict is of. asks: what is open, each with who can say. ways: to each level that is not
    met, where they were sought.
    """

    results: Results
    verdict: Verdict
    asks: Sequence[str]
    ways: Sequence[LevelWays] = ()

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.results.pack

    @property
    def stamp(self) -> tuple[tuple[str, str], ...]:
        """What the page says of what it is made from."""
        said = imprint(Judged((self.results,), classed=False)).stamp
        return tuple((name, visible(value)) for name, value in said.items())


def _sheet(judged: JudgedApplicant, applicant: int) -> Sheet:
    """What is shown of one applicant, by number among the results."""
    results, verdict = judged.results, judged.verdict
    page = page_visible(page_of_verdict(verdict, judged.asks, results.only))
    settled = section("Settled", List(tuple((each, "") for each in settled_of(results, verdict))))
    named = {each.title.plain: each for each in page.blocks if isinstance(each, Section)}
    before = [each for each in page.blocks if isinstance(each, Text)]
    rest = [each for name, each in named.items() if name not in {TO_RESOLVE, *OF_EVERYONE}]
    return Sheet(
        verdict,
        visible(results.columns["reasons"][applicant]),
        (*before, named[TO_RESOLVE]),
        [each for each in page.blocks if not isinstance(each, Section | Text)],
        work_history(results.screening, applicant, verdict),
        page_visible(page_of_ways(judged.ways, verdict.as_of)).blocks,
        [*page_visible(replace(page, blocks=(settled,))).blocks, *rest],
    )


def applicant_page(by_pack: Sequence[JudgedApplicant], quotes: Mapping[str, Quotes], done: Sequence[str] = ()) -> bytes:
    """The page of one applicant, who stands alone in the results of each pack.

    quotes: the words of the specifications by pack, where they are known. done: what became of them in an examination,
    step by step.
    """
    name = visible(by_pack[0].verdict.applicant_id)
    return whole(
        "one.html",
        f"{name}: {listed([each.pack.titled for each in by_pack], 'and')}",
        name=name,
        day=by_pack[0].verdict.as_of,
        judged=[(each, _sheet(each, 0)) for each in by_pack],
        done=tuple(map(visible, done)),
        rules=[_rules(each.pack, quotes) for each in by_pack],
    )


def _rules(pack: Pack, quotes: Mapping[str, Quotes]) -> Page:
    return page_visible(page_of_pack(pack, grow(pack), quotes.get(pack.name)))


def drawers(results: Results, ways: Sequence[Sequence[LevelWays]] = ()) -> Iterator[str]:
    """The drawers of all applicants, so many at once as packed JSON: a list of HTML texts.

    ways: those of each applicant, where they were sought.
    """
    screening = results.screening
    verdicts = Verdicts(screening, results.only)
    open_: dict[int, list[str]] = {}
    for each in asked(screening, results.only):
        open_.setdefault(each.applicant, []).append(f"{each.said} ({each.who} can say)")

    def drawer(applicant: int) -> str:
        own = ways[applicant] if ways else ()
        judged = JudgedApplicant(results, verdicts.of(applicant), open_.get(applicant, ()), own)
        return fragment("applicant.html", "body", _sheet(judged, applicant), 3)

    for start in range(0, screening.applicants.count, AT_ONCE):
        some = range(start, min(start + AT_ONCE, screening.applicants.count))
        yield packed(list(map(drawer, some)))
