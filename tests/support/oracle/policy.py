"""A pack's words and counting policy, read from plain data for the oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import yaml

from support.places import RULES

Plain = Mapping[str, Any]
"""A mapping of a pack, as it is written."""


@dataclass(frozen=True)
class Policy:
    """The values of a counting policy."""

    full: Fraction = Fraction(40)
    full_from: Fraction = Fraction(40)
    least: Fraction = Fraction(0)
    part: Fraction = Fraction(1)
    by_months: bool = False
    settled: bool = False
    as_of_counts: bool = True
    forgiven: Fraction = Fraction(0)
    unpaid: Fraction = Fraction(1)
    share_open: bool = False
    quarter: Fraction = Fraction(2, 3)
    year: Fraction = Fraction(30)
    accepts: bool = False
    half: bool = False
    whole_weeks: bool = False


@cache
def _named() -> Mapping[str, Plain]:
    text = (RULES / "policies.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Plain] = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # scalars as text, nothing else
    return found


def policy_of(pack: Plain) -> Policy:
    """The policy that a pack names, with the values that it states itself."""
    stated = pack.get("counting policy", {})
    own = {"like": stated} if isinstance(stated, str) else stated
    values = {**_named()[own.get("like", "default")], **own}
    full = Fraction(values.get("full time hours", 40))
    weeks, hours = values.get("weeks in a month"), values.get("hours in a month")
    return Policy(
        full=full,
        full_from=min(full, Fraction(values.get("full time from", full))),
        least=Fraction(values.get("least hours", 0)),
        part=Fraction(weeks) * full / Fraction(hours) if weeks and hours else Fraction(1),
        by_months=values.get("months") == "of 15 days or more",
        settled=values.get("partial dates") == "month by month",
        as_of_counts=values.get("as of day", "counts") == "counts",
        forgiven=Fraction(values.get("forgiven days", 0)),
        unpaid=Fraction(values.get("unpaid work", 1)),
        share_open=values.get("unstated share") == "is open",
        quarter=Fraction(values.get("quarter unit", Fraction(2, 3))),
        year=Fraction(values.get("units in a year", 30)),
        half=values.get("part time") == "half",
        whole_weeks=values.get("weeks") == "whole weeks only",
        accepts=values.get("silence on substitution") == "an equivalent may be accepted",
    )


def listed(names: str | Sequence[str]) -> list[str]:
    """One name, or a list of them."""
    return [names] if isinstance(names, str) else list(names)


def years(amount: str) -> Fraction:
    """A duration in years; a week or a day is one of years of 360 days."""
    number, unit = amount.split()
    if unit.startswith(("week", "day")):
        return Fraction(number) * (7 if unit.startswith("week") else 1) / 360
    return Fraction(number) / 12 if unit.startswith("month") else Fraction(number)


def months(amount: str) -> int:
    """A duration in whole months."""
    return int(years(amount) * 12)


def of_units(amount: str) -> bool:
    """Whether an amount is one of college units."""
    return "unit" in amount


def semester(amount: str, quarter: Fraction) -> Fraction:
    """An amount of college units in semester units."""
    number, *system, _ = amount.split()
    return Fraction(number) * (quarter if system == ["quarter"] else 1)
