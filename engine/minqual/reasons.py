"""Reasons in sentences: one template for each pattern, filled with each applicant's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from minqual.clauses.base import Amount, Group, Leaf
from minqual.counting import Quantity
from minqual.figures import UNBOUNDED, calendar_words, hundredths
from minqual.openings import levels_above
from minqual.screening import Screening
from minqual.standings import Standing
from minqual.trees import Tree

Texts = NDArray[np.object_]
SLOT = "{counted}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reason with slots for figures, and the leaves whose figures fill them."""

    text: str
    figures: tuple[Leaf, ...] = ()


def because(tree: Tree, standings: Sequence[Standing], number: int) -> Iterator[Phrase]:
    """The phrases that account for a node's standing: what holds it up where it is met, else what holds it back."""
    node, standing = tree.nodes[number], standings[number]
    if node.leaf is not None and isinstance(node.clause, Leaf):
        text = node.clause.reason(standing)
        yield Phrase(text, (node.clause,) * text.count(SLOT))
        return
    if node.leaf is not None:
        yield Phrase("a row of the record could not be read")
        return
    if isinstance(node.clause, Group):
        summary = node.clause.reason(standing)
        if summary is not None:
            yield Phrase(summary, tuple(node.clause.figures()))
            return
    parts = [part for part in node.parts if tree.nodes[part].leaf != tree.unread or standings[part] is standing]
    if node.gate == "any":
        held = [part for part in parts if standings[part] is standing]
        parts = held[:1] if standing is Standing.MET else parts
    elif standing is not Standing.MET:
        parts = [part for part in parts if standings[part] is standing]
    for part in parts:
        yield from because(tree, standings, part)


def level_reason(screening: Screening, standings: Sequence[Standing], level: int) -> list[Phrase]:
    """Why a level stands where it does, without repetition."""
    return list(dict.fromkeys(because(screening.tree, standings, screening.tree.levels[level])))


def reasons(screening: Screening, only: int | None) -> Texts:
    """Per applicant, the eligible level and every one above it, each with its standing and why."""
    told = np.empty(screening.tally.count, dtype=object)
    order = np.argsort(screening.pattern, kind="stable")
    bounds = np.searchsorted(screening.pattern[order], np.arange(len(screening.derived) + 1))
    figures = Figures(screening)
    for number, derived in enumerate(screening.derived):
        rows = order[bounds[number] : bounds[number + 1]]
        phrase = _pattern_phrase(screening, derived.standings, only)
        told[rows] = figures.fill(phrase, rows)
    return told


def _pattern_phrase(screening: Screening, standings: Sequence[Standing], only: int | None) -> Phrase:
    tree, levels = screening.tree, screening.pack.levels
    above = levels_above(tree, standings, only)
    first = above.start if only is not None or above.start == 0 else above.start - 1
    said, figures = [], []
    for place in range(first, above.stop):
        phrases = level_reason(screening, standings, place)
        standing = standings[tree.levels[place]]
        said.append(f"{levels[place].title}: {standing.said} - {'; '.join(phrase.text for phrase in phrases)}.")
        figures += [leaf for phrase in phrases for leaf in phrase.figures]
    return Phrase(" ".join(said), tuple(figures))


class Figures:
    """Counted figures of every applicant as text, each quantity printed once."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self._printed: dict[str, Texts] = {}

    def fill(self, phrase: Phrase, rows: NDArray[np.int64]) -> Texts | str:
        """A phrase with its slots filled, for some applicants."""
        if not phrase.figures:
            return phrase.text
        pattern = phrase.text.replace("%", "%%").replace(SLOT, "%s")
        columns = [self._of(leaf)[rows] for leaf in phrase.figures]
        filled = np.empty(len(rows), dtype=object)
        filled[:] = [pattern % cells for cells in zip(*columns, strict=True)]
        return filled

    def _of(self, leaf: Leaf) -> Texts:
        key = leaf.substance()
        if key not in self._printed:
            assessment = leaf.assess(self._screening.tally)
            assert assessment.counted is not None
            assert assessment.needed is not None
            self._printed[key] = figure_texts(assessment.counted, assessment.needed)
        return self._printed[key]


def figure_texts(quantity: Quantity, needed: Amount) -> Texts:
    """Each applicant's figure as text, in the unit of what is needed; each distinct one printed once."""
    factor = 12 if needed.unit == "months" else 1
    hundredth = quantity.scale // (100 * factor)
    assert hundredth * 100 * factor == quantity.scale
    bounded = quantity.high < UNBOUNDED
    low, high = quantity.low // hundredth, np.where(bounded, quantity.high // hundredth, -1)
    pairs, first, pair_of = np.unique(
        low * (high.max(initial=0) + 2) + high + 1, return_index=True, return_inverse=True
    )
    texts = np.empty(len(pairs), dtype=object)
    for place, applicant in enumerate(first.tolist()):
        texts[place] = figure_text(int(quantity.low[applicant]), int(quantity.high[applicant]), quantity, needed)
    told: Texts = texts[pair_of]
    # A shortfall that rounding would hide is printed to the day, so equal hundredths may differ in words.
    limit = needed.value * 100
    if limit.denominator != 1:
        hidden = int(limit)
        for applicant in np.flatnonzero((low == hidden) | (high == hidden)).tolist():
            told[applicant] = figure_text(int(quantity.low[applicant]), int(quantity.high[applicant]), quantity, needed)
    return told


def figure_text(low: int, high: int, quantity: Quantity, needed: Amount) -> str:
    """Bounds as text, in the unit of what is needed: "5.20", "3.00 to 6.20", "3.00 or more"."""
    factor = 12 if needed.unit == "months" else 1
    least = _shown(Fraction(low * factor, quantity.scale), needed)
    if high >= UNBOUNDED:
        return f"{least} or more"
    most = _shown(Fraction(high * factor, quantity.scale), needed)
    return least if least == most else f"{least} to {most}"


def _shown(value: Fraction, needed: Amount) -> str:
    """A figure rounded down; in years, months and days where rounding would show a shortfall as equal."""
    text = hundredths(value)
    if value < needed.value and text == hundredths(needed.value) and needed.unit in {"years", "months"}:
        return calendar_words(value / 12 if needed.unit == "months" else value)
    return text
