"""Whether a change lets more people pass or fewer, where that is certain whatever else the pack says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import Final, Literal

from minqual.notation import Amount

Effect = Literal["easier", "harder"]


def keys(listed: str) -> frozenset[str]:
    """Keys of a pack from a text that lists them between bars."""
    return frozenset(listed.split("|"))


DEMANDS: Final = keys(
    "experience|unbroken|degree|units|total|number|at least|needs|years in all|experience at least|"
    "year of education|beyond|every|share at least"
)
"""Keys whose value is asked for: less of it is easier, and nothing is easiest."""

ALLOWANCES: Final = frozenset({"may lack", "gives"})
"""Keys whose value is granted: more of it is easier, and nothing is hardest."""

RATES: Final = frozenset({"every", "gives"})
"""Keys of a rate: without one, another rate holds, and nothing is certain."""

LIMITS: Final = frozenset({"at most", "within", "education at most"})
"""Keys whose value bounds what counts: more of it is easier, and no bound is easiest."""

CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "due": ("at filing", "by appointment", "after appointment"),
    "if no": ("unmet", "review"),
    "other fields": ("refused", "review"),
    "other classes": ("refused", "review"),
    "unpaid work": ("refused", "counts"),
    "in progress": ("refused", "conditional"),
    "part of a step": ("does not count", "open", "counts"),
}
"""Keys with fixed values, from the hardest to the easiest."""

WELCOME: Final = frozenset({"in", "also in", "class", "employer", "rows count", "issued by"})
"""Keys that list what counts: more names are easier, and none at all means any."""

BARRED: Final = frozenset({"not in"})
"""Keys that list what does not count: more names are harder."""

CONDITIONS: Final = frozenset({"after", "only if", "base", "disjoint"})
"""Keys of parts that must hold: one more is harder."""

OPENINGS: Final = frozenset({"year for year", "rows", "of", "terms"})
"""Keys of parts that may help: one more is easier."""

CARRIED: Final = keys(
    "requires|every level requires|rows|year for year|full education|or without units|after|only if|holds|of|terms|"
    "disjoint|base|education"
)
"""Keys below which an easier part makes the whole easier."""


def opposite(effect: Effect | None) -> Effect | None:
    """The effect of the change undone."""
    return None if effect is None else "harder" if effect == "easier" else "easier"


def effect_of_value(key: str, old: object, new: object) -> Effect | None:
    """The effect of one value in place of another under a key of a clause."""
    if key in CHOICES:
        order = CHOICES[key]
        return _rising(order.index(str(old)), order.index(str(new))) if {str(old), str(new)} <= set(order) else None
    if key in WELCOME:
        return None if old is not None and new is not None else _easier_with(new is None)
    if key in DEMANDS | ALLOWANCES | LIMITS:
        if old is None or new is None:
            there = None if key in RATES else _easier_with(new is not None)
            return there if key in ALLOWANCES else opposite(there)
        before, after = _measure(old), _measure(new)
        if before is None or after is None or before[1] != after[1]:
            return None
        rising = _rising(before[0], after[0])
        return opposite(rising) if key in DEMANDS else rising
    return None


def same_amount(old: object, new: object) -> bool:
    """Whether two values are one amount in two ways of writing it: 12 months, 1 year."""
    return isinstance(old, Amount) and isinstance(new, Amount) and _measure(old) == _measure(new)


def effect_of_names(key: str, old: Sequence[str], new: Sequence[str]) -> Effect | None:
    """The effect of one list of names in place of another under a key of a clause."""
    if key not in WELCOME | BARRED or set(old) == set(new):
        return None
    if key in WELCOME and not (old and new):
        return _easier_with(bool(old))
    if set(old) < set(new) or set(new) < set(old):
        more = _easier_with(set(old) < set(new))
        return more if key in WELCOME else opposite(more)
    return None


def effect_of_part(key: str) -> Effect | None:
    """The effect of one more part under a key of a clause."""
    return "harder" if key in CONDITIONS else "easier" if key in OPENINGS else None


def _easier_with(more: bool) -> Effect:  # noqa: FBT001  # the very thing it tells
    return "easier" if more else "harder"


def _rising(old: Fraction | int, new: Fraction | int) -> Effect | None:
    return None if old == new else _easier_with(new > old)


def _measure(value: object) -> tuple[Fraction, str] | None:
    """A value with its unit, so that two in the same unit can be compared; None for what is no amount."""
    if isinstance(value, Amount):
        calendar = value.unit in {"years", "months"}
        return (value.years, "years") if calendar else (value.value, value.unit)
    if isinstance(value, IntEnum):
        return Fraction(int(value)), type(value).__name__
    try:
        text = str(value)
        return Fraction(text.removesuffix("%")), "%" if text.endswith("%") else ""
    except ValueError:
        return None
