"""Counting policies: the values that turn spells and units into credit, by name, with their source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from minqual.figures import plain


@dataclass(frozen=True, slots=True)
class CountingPolicy:
    """How time and units are counted.

    full_time_hours: hours a week that earn full credit; more never earns extra.
    quarter_unit: semester units that one quarter unit is worth.
    """

    name: str
    source: str
    full_time_hours: int = 40
    quarter_unit: Fraction = Fraction(2, 3)

    def printed(self) -> dict[str, str]:
        """Every value in force, in words, for the foot of a reason."""
        return {
            "name": self.name,
            "source": self.source,
            "calendar": "30/360: a month is 30 days, a year 360; a spell runs to the day after its last day",
            "full time": f"{plain(Fraction(self.full_time_hours))} hours a week; overtime earns no extra credit",
            "overlap": "hours of jobs held at once are added and capped at full time",
            "part time": "in proportion to hours and to the share of qualifying duties",
            "quarter unit": f"{self.quarter_unit} semester unit",
            "rounding": "none",
            "volunteer work": "counts like paid work",
        }


DEFAULT: Final = CountingPolicy(
    name="default",
    source="minqual's default: exact days, 40 hours full time, 1 quarter unit = 2/3 semester unit",
)

POLICIES: Final = {DEFAULT.name: DEFAULT}
