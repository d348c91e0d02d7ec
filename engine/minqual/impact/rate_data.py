"""Plain data of a selection rate, for programs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from minqual.impact.exact_tests import Tested
from minqual.impact.selection_rates import SelectionRate


def rate_data(rate: SelectionRate) -> dict[str, Any]:
    """A rate as plain data: rates and ratios to six places, chances as they are."""
    chosen = rate.selected
    low, high = rate.ratios or (None, None)
    return {
        "group": chosen.group,
        "count": chosen.count,
        "through": chosen.passed,
        "open": chosen.open,
        "rate": _figure(chosen.rate),
        "compared_with": rate.compared_with,
        "ratio": _figure(rate.ratio),
        "ratio_if_all_open_pass": _figure(rate.if_all_pass),
        "ratio_least": _figure(low),
        "ratio_most": _figure(high),
        **_tested(rate.tested),
        "fisher_holm": rate.holm,
        "fisher_worst": rate.worst.fisher if rate.worst else None,
        "fisher_best": rate.best.fisher if rate.best else None,
        "shortfall": _figure(rate.shortfall),
        "flips_by_one": rate.flips,
        "conclusion": rate.conclusion,
        "notes": list(rate.notes),
    }


def _tested(tested: Tested | None) -> dict[str, float | None]:
    if tested is None:
        return {"fisher": None, "mid_p": None, "z": None}
    return {"fisher": tested.fisher, "mid_p": tested.mid_p, "z": tested.z}


def _figure(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)
