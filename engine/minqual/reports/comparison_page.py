"""The page of a comparison: the counts, everyone who moved, and who stands in one file alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from minqual.comparisons import clause_said, comparison_said, counts_of, levels_said
from minqual.reports.page import Block, Page, Span, Table, Text
from minqual.reports.summary_page import first_to_settle
from minqual.values import Standing

if TYPE_CHECKING:
    from minqual.comparisons import Comparison, Move
    from minqual.values import Standing

MOST_ALONE: Final = 20
"""Applicants of one file alone who are named."""


def page_of_comparison(found: Comparison) -> Page:
    """A comparison for people."""
    first, other = (each.name for each in found.files)
    return Page(Text.of(Span(f"{first} compared with {other}", bold=True)), tuple(_blocks(found)))


def _blocks(found: Comparison) -> Iterator[Block]:
    """A comparison for people: the counts, then everyone who moved."""
    first, other = (each.name for each in found.files)
    yield from first_to_settle([(f"asked of {count} in {name}", fact) for name, fact, count in found.asked_most(2)])
    yield from map(Text.of, comparison_said(found))
    yield Text.of("")
    yield Text.of(Span(f"{first} in rows, {other} in columns", bold=True))
    yield table_of_pairs(found.pairs)
    yield from moved_blocks(found)
    for keys, name in zip(found.only, (first, other), strict=True):
        if keys:
            named = ", ".join(" ".join(filter(None, key)) for key in keys[:MOST_ALONE])
            more = f" and {len(keys) - MOST_ALONE} more" if len(keys) > MOST_ALONE else ""
            yield Text.of(f"Only in {name}: {named}{more}")
    yield from (Text.of(each) for each in found.missing)


def table_of_pairs(pairs: Mapping[tuple[Standing, Standing], int]) -> Table:
    """How many stand so now, in columns, of those who stood so before, in rows."""
    counts = counts_of(pairs)
    return Table(("", *counts), tuple((word, *row.values()) for word, row in counts.items()))


def moved_blocks(found: Comparison, most: int | None = None) -> Iterator[Block]:
    """Everyone who moved, or so many of them at most, then how many moved with each clause."""
    if found.moves:
        yield Text.of("")
        yield Text.of(Span("Who moved", bold=True))
    for move in found.moves[:most]:
        yield from _moved(move)
    if most is not None and len(found.moves) > most:
        yield Text.of(f"  and {len(found.moves) - most} more: -o FILE writes all")
    for (level, clause), times in found.by_clause.items() if len(found.moves) > 1 else ():
        yield Text.of(f"by {clause} ({level}): {times} of those who moved")


def _moved(move: Move) -> Iterator[Text]:
    """One applicant who moved: verdict and level, each level, and the clauses by which it came."""
    verdicts = [each.verdict.word for each in (move.before, move.after) if each.verdict is not None]
    reached = [each.reached[0] or "none" for each in (move.before, move.after) if each.reached]
    higher = f"; eligible for {' -> '.join(reached)}" if len(set(reached)) > 1 else ""
    still = len(set(verdicts)) == 1 and not higher and bool(levels_said(move))
    said = levels_said(move) if still or not verdicts else " -> ".join(dict.fromkeys(verdicts)) + higher
    colour = {"up": "green", "down": "yellow"}.get(move.way)
    yield Text.of("  ", Span(f"{move.way:<10}", colour), f"{' '.join(filter(None, move.key))}: {said}")
    if levels_said(move) and levels_said(move) != said:
        yield Text.of(f"              {levels_said(move)}")
    yield from (Text.of(f"              {clause_said(each)}") for each in move.clauses)
