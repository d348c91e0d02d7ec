"""The page of ways to qualify: per level one sentence for each way, and apart from them what is to be answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minqual.reports.page import List, Page, Span, Text, section
from minqual.values import Standing
from minqual.what_if import LevelWays


def page_of_ways(levels: Sequence[LevelWays], as_of: str) -> Page:
    """The ways to each level that is not met, the highest first. as_of: the day from which they are reckoned."""
    blocks = tuple(
        section(title, List(tuple((each, "") for each in sentences)))
        for level in reversed(levels)
        for title, sentences in _told(level)
        if sentences
    )
    says = f", reckoned from the as-of day, {as_of}, and not from today" if blocks else ": none is needed"
    return Page(Text.of(Span("Ways to qualify", bold=True), says), blocks)


def _told(level: LevelWays) -> Iterator[tuple[str, Sequence[str]]]:
    leads = Standing[level.leads_to.upper()]
    ways = f"{level.title}: any one of these" if len(level.ways) > 1 else f"{level.title}: this way"
    if level.ways and leads is not Standing.MET:
        ways += f", and it then {leads.said}"
    yield ways, [way.says for way in level.ways]
    if not level.ways:
        yield f"{level.title}: no way but this", [level.discretion] if level.discretion else []
        yield level.title, [level.no_way] if level.no_way and not level.discretion else []
    yield f"{level.title}: what an answer may settle", level.questions
