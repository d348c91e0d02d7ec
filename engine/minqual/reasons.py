"""Reasons in sentences: one template for each pattern, filled with each applicant's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from minqual.accounts import Accounts
from minqual.applicants import Numbers
from minqual.clauses.base import COUNTED, Assessment, Leaf
from minqual.derivation import Derived
from minqual.figures import calendar_words, hundredths
from minqual.missing import Missing
from minqual.notation import Amount, listed
from minqual.openings import OpenFact, levels_above
from minqual.phrases import Phrase, besides, clauses, opened, sentences
from minqual.quantities import Quantity, in_hundredths
from minqual.screening import Screening
from minqual.standings import Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

Texts: TypeAlias = "NDArray[np.object_]"


def reasons(screening: Screening, only: int | None, facts: Sequence[OpenFact]) -> Texts:
    """Per applicant, the eligible level and every one above it, each with its standing and why, in sentences.

    facts: the open facts that decide, of which is said what they are.
    """
    told = np.empty(screening.tally.count, dtype=object)
    order = np.argsort(screening.pattern, kind="stable")
    bounds = np.searchsorted(screening.pattern[order], np.arange(len(screening.derived) + 1))
    figures, accounts = Slots(screening, facts), Accounts(screening.tree)
    for number, derived in enumerate(screening.derived):
        rows = order[bounds[number] : bounds[number + 1]]
        phrase = _pattern_phrase(screening, accounts, derived, only)
        told[rows] = figures.fill(phrase, rows)
    return told


def _pattern_phrase(screening: Screening, accounts: Accounts, derived: Derived, only: int | None) -> Phrase:
    """All that is said to those of one pattern; levels of which the same is to be said are told together."""
    tree, levels = screening.tree, screening.pack.levels
    above = levels_above(tree, derived.standings, only)
    first = above.start if only is not None or above.start == 0 else above.start - 1
    titles: dict[tuple[Standing, tuple[Phrase, ...]], list[str]] = {}
    remarked: dict[Phrase, list[str]] = {}
    for place in range(first, above.stop):
        number, title = tree.levels[place], levels[place].title
        told = accounts.of(derived, number)
        titles.setdefault((derived.standings[number], told), []).append(title)
        for phrase in told:
            if phrase.remark:
                remarked.setdefault(phrase, []).append(title)
    shared = {phrase for phrase in remarked if sum(phrase in told for _, told in titles) > 1}
    said: list[str] = []
    figures: list[Leaf] = []
    for (standing, told), of in titles.items():
        body = sentences([phrase for phrase in told if phrase not in shared])
        said += [_opening(standing, of), body.text]
        figures += body.figures
    for remark in _shared({phrase: of for phrase, of in remarked.items() if phrase in shared}, titles):
        said.append(remark.text)
        figures += remark.figures
    open_ = opened(phrase for _, told in titles for phrase in told)
    return Phrase(" ".join(filter(None, said)), tuple(figures), open=open_)


def _shared(
    remarks: Mapping[Phrase, Sequence[str]], told: Mapping[tuple[Standing, tuple[Phrase, ...]], Sequence[str]]
) -> list[Phrase]:
    """What is said once for several levels: what would have to be settled besides, then each remark."""
    every = list(chain.from_iterable(titles for titles in told.values()))
    said = []
    beside: dict[tuple[str, ...], list[Phrase]] = {}
    for phrase, of in remarks.items():
        if phrase.beside:
            beside.setdefault(tuple(of), []).append(phrase)
    for of, phrases in beside.items():
        said.append(besides(clauses(phrases), "all of them" if list(of) == every else _named(of, "and")))
    for phrase, of in remarks.items():
        if not phrase.beside:
            named = "all of them" if list(of) == every else _named(of, "and")
            said.append(Phrase(f"For {named}, {phrase.text}.", phrase.figures))
    return said


def _named(titles: Sequence[str], word: str) -> str:
    """Titles as a phrase, set apart by semicolons where they hold commas or the word themselves."""
    apart = any("," in title or f" {word} " in title for title in titles)
    return f"; {word} ".join(titles) if apart else listed(titles, word)


def _opening(standing: Standing, titles: Sequence[str]) -> str:
    """How some levels stand, as a sentence."""
    several = len(titles) > 1
    named = _named(titles, "or" if standing in {Standing.UNMET, Standing.REVIEW} else "and")
    return {
        Standing.MET: f"Eligible for {named}.",
        Standing.CONDITIONAL: f"Conditionally eligible for {named}.",
        Standing.REVIEW: f"It cannot be said yet whether the applicant is eligible for {named}.",
        Standing.REFER: f"The printed {'requirements' if several else 'requirement'} for {named} "
        f"{'are' if several else 'is'} not met.",
        Standing.UNMET: f"Not eligible for {named}.",
    }[standing]


class Slots:
    """What fills the slots for every applicant, as text: each figure printed once; then what is open."""

    def __init__(self, screening: Screening, facts: Sequence[OpenFact]) -> None:
        self._screening = screening
        self._missing = Missing(facts, screening.tally.count)
        # The leaf is kept beside its assessment so that no other one can get its id.
        self._assessed: dict[int, tuple[Leaf, Assessment]] = {}
        self._printed: dict[tuple[int, str, Fraction | None], Texts] = {}

    def fill(self, phrase: Phrase, rows: NDArray[np.int64]) -> Texts | str:
        """A phrase with its slots filled, for some applicants."""
        if not phrase.figures and not phrase.open:
            return phrase.text
        pattern = phrase.text.replace("%", "%%").replace(COUNTED, "%s") + "%s"
        columns = [self._of(leaf)[rows] for leaf in phrase.figures]
        filled = np.empty(len(rows), dtype=object)
        filled[:] = [pattern % cells for cells in zip(*columns, self._missing.of(phrase.open, rows), strict=True)]
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
    """Each applicant's figure with its unit, which is that of what is needed; each distinct one printed once."""
    factor = 12 if needed.unit == "months" else 1
    low, high = in_hundredths(quantity, factor)
    lows, low_of = np.unique(low, return_inverse=True)
    most = np.where(quantity.unbounded, _UNKNOWN, np.where(quantity.high == 0, _NOTHING, high))
    highs, high_of = np.unique(most, return_inverse=True)
    pairs, pair_of = np.unique(low_of * len(highs) + high_of, return_inverse=True)
    texts = np.empty(len(pairs), dtype=object)
    texts[:] = [
        _told(int(lows[pair // len(highs)]), int(highs[pair % len(highs)]), needed.unit) for pair in pairs.tolist()
    ]
    told: Texts = texts[pair_of]
    for applicant in _hiding(low, high, needed).tolist():
        least, largest = quantity.exact(applicant)
        if largest != 0:
            limit = None if largest is None else _shown(largest * factor, needed)
            told[applicant] = _bounded(_shown(least * factor, needed), limit, needed.unit)
    return told


_UNKNOWN, _NOTHING = -1, -2


def _told(low: int, high: int, unit: str) -> str:
    """Bounds in hundredths: "5.20 years", "between 3.00 and 6.20 years", "at least 3.00 years", "no years"."""
    if high == _NOTHING:
        return f"no {unit}"
    least = f"{low // 100}.{low % 100:02d} {unit}"
    if high == _UNKNOWN:
        return f"at least {least}" if low else f"an unknown number of {unit}"
    if low == high:
        return least
    most = f"{high // 100}.{high % 100:02d} {unit}"
    return f"between {low // 100}.{low % 100:02d} and {most}" if low else f"at most {most}"


def _bounded(least: str, most: str | None, unit: str) -> str:
    """Two figures with their units as bounds, with the unit said once where both are in it; no most: no limit."""
    none = least == f"0.00 {unit}"
    if most is None:
        return f"an unknown number of {unit}" if none else f"at least {least}"
    if none or least == most:
        return most if least == most else f"at most {most}"
    both = all(each.split(maxsplit=1)[1:] == [unit] for each in (least, most))
    return f"between {least.removesuffix(f' {unit}') if both else least} and {most}"


def _hiding(low: Numbers, high: Numbers, needed: Amount) -> NDArray[np.intp]:
    """Applicants with a figure, in hundredths, that falls short but rounds to what is needed."""
    limit = needed.value * 100
    if limit.denominator == 1:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero((low == int(limit)) | (high == int(limit)))


def _shown(value: Fraction, needed: Amount) -> str:
    """A figure rounded down; in years, months and days where rounding would show a shortfall as equal."""
    text = hundredths(value)
    if value < needed.value and text == hundredths(needed.value) and needed.unit in {"years", "months"}:
        return calendar_words(value / 12 if needed.unit == "months" else value)
    return f"{text} {needed.unit}"
