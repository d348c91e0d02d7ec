"""The decision of the pack stockton/mayoral-pio over counted figures: once for all engines, and once in plain Python.

Figures are whole numbers for each applicant:

- base_low, base_high: years of the four kinds of experience that every row of the table needs, as bounds, in YEARs
- all_low, all_high: the same of the five kinds that count toward the rows
- units_low, units_high: semester units as bounds, in UNITs
- together_high: education and experience on one line, at most, in YEARs: a year for each 30 units, four at most
- listed, bachelor, associate, school, licence, answer: how far the degree in a listed field, any bachelor's, the
  associate's, the diploma, the licence and the answer are on record: 0 not, 2 open, 3 to come, 4 certain
- unread: whether a row of the applicant was rejected

What nothing limits is UNLIMITED. The outcome is the standing of the pack's one level, 0 (unmet) to 4 (met). Engines
whose rules are true or false get one test for each rung: above refer, which the City's discretion always leaves, stand
review, conditional and met.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

PACK: Final = "stockton/mayoral-pio"
YEAR: Final = 1_440_000_000_000
"""Parts of a year of full-time work: thousandths of 40 hours, of all duties, of the days of a year, times 100."""
UNIT: Final = 3_000
"""Parts of a semester unit: thousandths, of which a quarter unit has two thirds."""
UNLIMITED: Final = 10**15
YEARS_IN_ALL: Final = 9
MOST_STUDY: Final = 4 * 30 * UNIT
YEARS_OF_UNITS: Final = YEAR // (30 * UNIT)
"""Parts of a year in one part of a unit, read year for year."""

REFER, REVIEW, CONDITIONAL, MET = 1, 2, 3, 4

FIGURES: Final = (
    "base_low", "base_high", "all_low", "all_high", "units_low", "units_high", "together_high", "listed", "bachelor",
    "associate", "school", "licence", "answer", "unread",
)  # fmt: skip
Figures: TypeAlias = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Whether a figure reaches a number."""

    figure: str
    least: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Whether every part holds."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Whether some part holds."""

    parts: tuple[Test, ...]


Test: TypeAlias = AtLeast | AllOf | AnyOf
Written = TypeVar("Written")


def both(*parts: Test) -> Test:
    """Every part."""
    return AllOf(parts)


def either(*parts: Test) -> Test:
    """Some part."""
    return AnyOf(parts)


def _filled(rung: int, bound: str, more: tuple[Test, ...] = ()) -> Test:
    """The printed table at a rung, by the low or the high bounds; more: further ways to fill it."""

    def years(number: int) -> Test:
        return AtLeast(f"all_{bound}", number * YEAR)

    def study(degree: str, units: int) -> Test:
        return either(AtLeast(degree, rung), AtLeast(f"units_{bound}", units * UNIT))

    return both(
        AtLeast(f"base_{bound}", 5 * YEAR),
        either(
            both(AtLeast("listed", rung), years(5)),
            both(study("bachelor", 90), years(6)),
            both(study("associate", 60), years(7)),
            both(study("associate", 30), years(8)),
            both(AtLeast("school", rung), years(9)),
            *more,
        ),
    )


LINE: Final = both(
    AtLeast("all_high", 5 * YEAR),
    AtLeast("together_high", YEARS_IN_ALL * YEAR),
    either(AtLeast("units_high", 1), AtLeast("bachelor", REVIEW), AtLeast("school", REVIEW)),
)
"""The table read year for year, which stands at review at best."""

RUNGS: Final[Mapping[int, Test]] = {
    MET: both(_filled(MET, "low"), AtLeast("licence", MET), AtLeast("answer", MET)),
    CONDITIONAL: both(_filled(CONDITIONAL, "low"), AtLeast("licence", CONDITIONAL), AtLeast("answer", CONDITIONAL)),
    REVIEW: either(AtLeast("unread", 1), both(_filled(REVIEW, "high", (LINE,)), AtLeast("answer", REVIEW))),
}
"""What must hold to stand at a rung or above, the best first. The licence is never below conditional."""


def written(
    test: Test,
    at_least: Callable[[AtLeast], Written],
    all_of: Callable[[list[Written]], Written],
    any_of: Callable[[list[Written]], Written],
) -> Written:
    """A test in the notation of an engine."""
    if isinstance(test, AtLeast):
        return at_least(test)
    parts = [written(part, at_least, all_of, any_of) for part in test.parts]
    return all_of(parts) if isinstance(test, AllOf) else any_of(parts)


def as_text(test: Test, conjunction: str = " and ", disjunction: str = " or ") -> str:
    """A test as an expression of comparisons, with every group in brackets."""
    return written(
        test,
        lambda each: f"{each.figure} >= {each.least}",
        lambda parts: f"({conjunction.join(parts)})",
        lambda parts: f"({disjunction.join(parts)})",
    )


def standing(figures: Figures) -> int:
    """The decision in plain Python, as one would write it by hand."""
    table = max(_by_steps(figures), _by_line(figures))
    base = _threshold(figures["base_low"], figures["base_high"], 5 * YEAR)
    requirements = min(max(min(base, table), REFER), figures["licence"], figures["answer"])
    return max(requirements, REVIEW) if figures["unread"] else requirements


def _by_steps(figures: Figures) -> int:
    """How the best of the printed rows stands."""
    low, high = figures["all_low"], figures["all_high"]
    if high < 5 * YEAR:
        return 0
    associate, bachelor = figures["associate"], figures["bachelor"]
    units_low, units_high = figures["units_low"], figures["units_high"]
    return max(
        min(figures["listed"], _threshold(low, high, 5 * YEAR)),
        min(max(bachelor, _threshold(units_low, units_high, 90 * UNIT)), _threshold(low, high, 6 * YEAR)),
        min(max(associate, _threshold(units_low, units_high, 60 * UNIT)), _threshold(low, high, 7 * YEAR)),
        min(max(associate, _threshold(units_low, units_high, 30 * UNIT)), _threshold(low, high, 8 * YEAR)),
        min(figures["school"], _threshold(low, high, 9 * YEAR)),
    )


def _by_line(figures: Figures) -> int:
    """How the table stands read year for year: review, or unmet."""
    studied = figures["units_high"] > 0 or figures["bachelor"] >= REVIEW or figures["school"] >= REVIEW
    long_enough = figures["all_high"] >= 5 * YEAR and figures["together_high"] >= YEARS_IN_ALL * YEAR
    return REVIEW if studied and long_enough else 0


def _threshold(low: int, high: int, needed: int) -> int:
    if low >= needed:
        return MET
    return REVIEW if high >= needed else 0
