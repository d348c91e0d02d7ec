"""The page of a rule change: how many stand where as it is and with each change, and who moves by which clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from minqual.reports.comparison_page import moved_blocks, table_of_pairs
from minqual.reports.page import Block, Page, Span, Table, Text
from minqual.reports.plots import Bar, svg_of_bars
from minqual.reports.summary_page import first_of_held
from minqual.values import Standing, so_many

if TYPE_CHECKING:
    from minqual.comparisons import RuleChange, RuleStep, Shift

MOST_MOVED: Final = 20
"""Applicants who moved that are named one by one."""

NARROW: Final = 80
"""Columns up to which a line is left as it is."""

AS_IT_IS: Final = "as it is"
LEGEND: Final = "bar: how many of all come through; line: how many more may, of those who are open"
WORDS: Final = tuple(reversed(Standing))


def page_of_rule_change(found: RuleChange) -> Page:
    """A rule change for people."""
    title = f"{found.pack}, as of {found.as_of}: what a change would do to {so_many(found.applicants, 'applicant')}"
    return Page(Text.wrapped(title, bold=True), tuple(_blocks(found)))


def _blocks(found: RuleChange) -> Iterator[Block]:
    yield from first_of_held(found.held_back)
    for level in found.levels:
        yield Text.of("")
        yield from _level(found, level)
    for number, step in enumerate(found.steps, start=1):
        yield from _settled_alone(found, step, number)
    if len(found.steps) == 1:
        yield from _one_step(found.steps[0], found.levels)
    else:
        yield from _who_moved(found)


def _settled_alone(found: RuleChange, step: RuleStep, number: int) -> Iterator[Block]:
    """What people settled that counts for one of the two packs alone."""
    for settlements, which in zip(step.alone, (f"as it is ({found.pack})", f"with change {number}"), strict=True):
        if settlements:
            kinds = Counter(each.kind for each in settlements)
            told = " and ".join(so_many(times, kind) for kind, times in kinds.items())
            yield Text.wrapped(
                f"  what people settled counts only {which}: {told}; who moves by {_it(len(settlements))} does not "
                "move by the rules"
            )


def _it(number: int) -> str:
    return "it" if number == 1 else "these"


def _level(found: RuleChange, level: str) -> Iterator[Block]:
    """How many stand where at a level, as it is and with each change."""
    shifts = [(step.says, each) for step in found.steps for each in step.shifts if each.level == level]
    before = shifts[0][1]
    rows: list[tuple[str | int, ...]] = [(AS_IT_IS, *_counts(before, 0), before.through(0))]
    rows += [
        (f"change {number}", *_counts(shift, 1), shift.through(1)) for number, (_, shift) in enumerate(shifts, start=1)
    ]
    yield Table((level, *(each.word for each in WORDS), "through"), tuple(rows))
    for number, (says, shift) in enumerate(shifts, start=1):
        yield Text.wrapped(f"  change {number} is {says}: {_said(shift)}")


def _counts(shift: Shift, side: int) -> Iterator[int]:
    return (shift.at(each, side) for each in WORDS)


def _said(shift: Shift) -> str:
    """How many more come through, now and once all is settled; how many move, and whom the change may move yet."""
    may = shift.open_effect
    said = f"{_more(shift.through(1) - shift.through(0))} through"
    if may.at_least < may.at_most:
        said += f" (from {_more(may.at_least)} to {_more(may.at_most)} once all that is open is settled)"
    said += f", {shift.moved or 'nobody'} moved"
    if shift.still_open or may.may_move:
        said += f", {shift.still_open or 'nobody'} {'stays' if shift.still_open < 2 else 'stay'} open"
        said += f"; the change hangs on what is open for {may.may_move or 'nobody'}"
    return said


def _more(number: int) -> str:
    return f"{abs(number)} {'more' if number > 0 else 'fewer'}" if number else "as many"


def _who_moved(found: RuleChange) -> Iterator[Block]:
    """Who moves with each of several changes, by their ids."""
    yield Text.of("")
    yield Text.of(Span("Who moved", bold=True))
    for number, step in enumerate(found.steps, start=1):
        moves = step.comparison.moves
        named = ", ".join(f"{each.key[0]} {each.way}" for each in moves[:MOST_MOVED]) or "nobody"
        more = f" and {len(moves) - MOST_MOVED} more" if len(moves) > MOST_MOVED else ""
        yield Text.wrapped(f"  change {number}: {named}{more}")
    if any(step.comparison.moves for step in found.steps):
        yield Text.of("  -o FILE writes all of them, with the clauses that move them")


def _one_step(step: RuleStep, levels: tuple[str, ...]) -> Iterator[Block]:
    """The matrix of each level, then who moved."""
    for level in levels:
        yield Text.of("")
        yield Text.of(Span(f"{level}: as it is in rows, changed in columns", bold=True))
        yield table_of_pairs(step.shift(level).pairs)
    for block in moved_blocks(step.comparison, MOST_MOVED):
        yield Text.wrapped(block.plain) if isinstance(block, Text) and len(block.plain) > NARROW else block


def plot_of_rule_change(found: RuleChange) -> str:
    """The share that comes through at each level that moves, as it is and with each change, and what it can become."""
    bars: list[Bar] = []
    for level in found.levels:
        bars.append(Bar(level, heading=True))
        shifts = [(step.says, each) for step in found.steps for each in step.shifts if each.level == level]
        bars.append(_bar(AS_IT_IS, shifts[0][1], 0, found.applicants))
        bars += [_bar(says, each, 1, found.applicants) for says, each in shifts]
    return svg_of_bars(f"Who comes through {found.pack}, as of {found.as_of}", bars, legend=LEGEND)


def _bar(label: str, shift: Shift, side: int, count: int) -> Bar:
    through, open_ = shift.through(side), shift.at(Standing.REVIEW, side)
    share = through / count if count else 0.0
    between = (share, (through + open_) / count) if open_ else None
    return Bar(label, f"{through} of {count}{f', {open_} open' if open_ else ''}", share, between)
