"""One applicant's page, and the same as a drawer of the page of a pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from minqual.judging import grow
from minqual.outputs import imprint
from minqual.pages.filled import fragment, packed, whole
from minqual.pages.work_history import work_history
from minqual.reports import page_of_pack, page_of_verdict, page_of_ways, page_visible
from minqual.verdicts import Judged, asked, explain, results_of

if TYPE_CHECKING:
    from minqual.judging import Screening
    from minqual.what_if import LevelWays

AT_ONCE: Final = 25
"""Drawers that are packed together: a browser unpacks so many to show one."""


def applicant_page(screening: Screening, only: str | None = None, ways: Sequence[LevelWays] | None = None) -> bytes:
    """The page of the one applicant of a screening. only: the one level that it is of."""
    pack = screening.pack
    verdict = explain(screening, 0, only)
    open_facts = [f"{each.said} ({each.who} can say)" for each in asked(screening, only)]
    page = page_visible(page_of_verdict(verdict, open_facts, only))
    return whole(
        "one.html",
        f"{verdict.applicant_id}: {pack.titled}",
        verdict=verdict,
        pack=pack,
        page=page,
        work=work_history(screening, 0, verdict),
        ways=None if ways is None else page_visible(page_of_ways(ways)),
        rules=page_visible(page_of_pack(pack, grow(pack))),
        stamp=tuple(imprint(Judged((results_of(screening, only),), classed=False)).stamp.items()),
    )


def drawers(screening: Screening, only: str | None = None) -> Iterator[str]:
    """The drawers of all applicants, so many at once as packed JSON: a list of HTML texts."""
    count = screening.applicants.count
    open_of: dict[int, list[str]] = {}
    for each in asked(screening, only):
        open_of.setdefault(each.applicant, []).append(f"{each.said} ({each.who} can say)")
    for start in range(0, count, AT_ONCE):
        yield packed([_drawer(screening, each, open_of, only) for each in range(start, min(start + AT_ONCE, count))])


def _drawer(screening: Screening, applicant: int, open_of: Mapping[int, Sequence[str]], only: str | None) -> str:
    verdict = explain(screening, applicant, only)
    page = page_visible(page_of_verdict(verdict, open_of.get(applicant, ()), only))
    return fragment("applicant.html", "body", page, verdict, work_history(screening, applicant, verdict), 3)
