"""Reasons in sentences: one template for each pattern, filled with each applicant's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from minqual.clauses.base import Assessment, Group, Leaf
from minqual.derivation import Derived
from minqual.figures import calendar_words, hundredths
from minqual.notation import Amount
from minqual.openings import levels_above
from minqual.quantities import Quantity
from minqual.screening import Screening
from minqual.standings import Standing
from minqual.trees import Tree

if TYPE_CHECKING:
    from numpy.typing import NDArray

Texts: TypeAlias = "NDArray[np.object_]"
SLOT = "{counted}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reason with slots for figures, and the leaves whose figures fill them."""

    text: str
    figures: tuple[Leaf, ...] = ()


def because(tree: Tree, derived: Derived, number: int) -> Iterator[Phrase]:
    """The phrases that account for a node's standing: what holds it up where it is met, else what holds it back."""
    node, standing = tree.nodes[number], derived.standings[number]
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
    for part in _accounting(tree, derived, number):
        yield from because(tree, derived, part)


def _accounting(tree: Tree, derived: Derived, number: int) -> Sequence[int]:
    """The parts that account for a group: of a met one those that hold it up, of another those that hold it back."""
    node, standings = tree.nodes[number], derived.standings
    if standings[number] is Standing.MET:
        supports = derived.supports[number]
        return supports[:1] if node.gate == "any" else supports
    if node.gate == "any" and standings[number] >= Standing.REVIEW:
        return derived.supports[number]
    if node.gate == "any":
        return [part for part in node.parts if tree.nodes[part].leaf != tree.unread]
    return [part for part in node.parts if standings[part] <= standings[number]]


def level_reason(screening: Screening, derived: Derived, level: int) -> list[Phrase]:
    """Why a level stands where it does, without repetition."""
    return list(dict.fromkeys(because(screening.tree, derived, screening.tree.levels[level])))


def reasons(screening: Screening, only: int | None) -> Texts:
    """Per applicant, the eligible level and every one above it, each with its standing and why."""
    told = np.empty(screening.tally.count, dtype=object)
    order = np.argsort(screening.pattern, kind="stable")
    bounds = np.searchsorted(screening.pattern[order], np.arange(len(screening.derived) + 1))
    figures = Figures(screening)
    for number, derived in enumerate(screening.derived):
        rows = order[bounds[number] : bounds[number + 1]]
        phrase = _pattern_phrase(screening, derived, only)
        told[rows] = figures.fill(phrase, rows)
    return told


def _pattern_phrase(screening: Screening, derived: Derived, only: int | None) -> Phrase:
    tree, levels = screening.tree, screening.pack.levels
    above = levels_above(tree, derived.standings, only)
    first = above.start if only is not None or above.start == 0 else above.start - 1
    said, figures = [], []
    for place in range(first, above.stop):
        phrases = level_reason(screening, derived, place)
        standing = derived.standings[tree.levels[place]]
        said.append(f"{levels[place].title}: {standing.said} - {'; '.join(phrase.text for phrase in phrases)}.")
        figures += [leaf for phrase in phrases for leaf in phrase.figures]
    return Phrase(" ".join(said), tuple(figures))


class Figures:
    """Counted figures of every applicant as text, each quantity printed once."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        # The leaf is kept beside its assessment so that no other one can get its id.
        self._assessed: dict[int, tuple[Leaf, Assessment]] = {}
        self._printed: dict[tuple[int, str, Fraction | None], Texts] = {}

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
        known = self._assessed.get(id(leaf))
        if known is None:
            known = self._assessed[id(leaf)] = leaf, leaf.assess(self._screening.tally)
        assessment = known[1]
        assert assessment.counted is not None
        assert assessment.needed is not None
        needed = assessment.needed
        # What is needed changes the print only where it is no whole number of hundredths.
        key = (id(assessment.counted), needed.unit, needed.value if (needed.value * 100).denominator != 1 else None)
        if key not in self._printed:
            self._printed[key] = figure_texts(assessment.counted, needed)
        return self._printed[key]


def figure_texts(quantity: Quantity, needed: Amount) -> Texts:
    """Each applicant's figure as text, in the unit of what is needed; each distinct one printed once."""
    factor = 12 if needed.unit == "months" else 1
    hundredth = quantity.scale // (100 * factor)
    assert hundredth * 100 * factor == quantity.scale
    lows, low_of = np.unique(quantity.low // hundredth, return_inverse=True)
    highs, high_of = np.unique(np.where(quantity.unbounded, -1, quantity.high // hundredth), return_inverse=True)
    least = [f"{low // 100}.{low % 100:02d}" for low in lows.tolist()]
    most = ["" if high < 0 else f"{high // 100}.{high % 100:02d}" for high in highs.tolist()]
    pairs, pair_of = np.unique(low_of * len(highs) + high_of, return_inverse=True)
    texts = np.empty(len(pairs), dtype=object)
    texts[:] = [_span(least[pair // len(highs)], most[pair % len(highs)]) for pair in pairs.tolist()]
    told: Texts = texts[pair_of]
    for applicant in _hiding(quantity, needed, hundredth).tolist():
        low, high = quantity.exact(applicant)
        told[applicant] = _span(_shown(low * factor, needed), "" if high is None else _shown(high * factor, needed))
    return told


def _span(least: str, most: str) -> str:
    """Bounds as text: "5.20", "3.00 to 6.20", "3.00 or more"."""
    if not most:
        return f"{least} or more"
    return least if least == most else f"{least} to {most}"


def _hiding(quantity: Quantity, needed: Amount, hundredth: int) -> NDArray[np.intp]:
    """Applicants with a figure that falls short but rounds to what is needed."""
    limit = needed.value * 100
    if limit.denominator == 1:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero((quantity.low // hundredth == int(limit)) | (quantity.high // hundredth == int(limit)))


def _shown(value: Fraction, needed: Amount) -> str:
    """A figure rounded down; in years, months and days where rounding would show a shortfall as equal."""
    text = hundredths(value)
    if value < needed.value and text == hundredths(needed.value) and needed.unit in {"years", "months"}:
        return calendar_words(value / 12 if needed.unit == "months" else value)
    return text
