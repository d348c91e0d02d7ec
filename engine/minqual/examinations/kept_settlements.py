"""Settlements as an examination keeps them: plain values in JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from minqual.settlements import Confirmation, Decision, Recusal, SettledFact, SettledWord, Settlement

KINDS: Final[Mapping[str, type[Settlement]]] = {
    each.kind: each for each in (SettledWord, SettledFact, Decision, Confirmation, Recusal)
}


def plain_settlement(settlement: Settlement) -> Mapping[str, Any]:
    """A settlement as plain values."""
    return {"kind": settlement.kind, **asdict(settlement), "on": settlement.on.isoformat()}


def settlement_of(plain: Mapping[str, Any]) -> Settlement:
    """A settlement from plain values."""
    values = dict(plain)
    kind = KINDS[values.pop("kind")]
    values["on"] = date.fromisoformat(values["on"])
    for name in ("words", "means"):
        if name in values:
            values[name] = tuple(values[name])
    return kind(**values)
