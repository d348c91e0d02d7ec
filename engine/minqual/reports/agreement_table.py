"""The table of agreement: a line for each clause that people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from minqual.settlements import ClauseAgreement
from minqual.values import hundredths

HEADINGS: Final = (
    "read", "by two", "agreed", "kappa", "differed", "tie broken", "recusals", "decided", "overridden",
)  # fmt: skip


def agreement_lines(found: Sequence[ClauseAgreement]) -> list[str]:
    """A heading and a line for each clause; nothing where nobody has decided anything."""
    if not found:
        return []
    names = [f"{each.pack} {each.clause}" for each in found]
    width = max(map(len, (*names, "clause")))
    rows = [("clause", HEADINGS), *((name, _cells(each)) for name, each in zip(names, found, strict=True))]
    return [
        "  ".join([name.ljust(width), *(cell.rjust(len(head)) for cell, head in zip(cells, HEADINGS, strict=True))])
        for name, cells in rows
    ]


def _cells(each: ClauseAgreement) -> tuple[str, ...]:
    numbers = (each.differed, each.broken, each.recusals, each.decided, each.overridden)
    kappa = "-" if each.kappa is None else _two_places(each.kappa)
    return (str(each.read), str(each.by_two), str(each.agreed), kappa, *map(str, numbers))


def plain_agreement(each: ClauseAgreement) -> Mapping[str, object]:
    """What readers made of a clause, as plain values. Shares and kappa are rounded down to hundredths."""
    return {
        "pack": each.pack,
        "clause": each.clause,
        "read": each.read,
        "by_two": each.by_two,
        "agreed": each.agreed,
        "agreement": _share(each.agreed, each.by_two),
        "kappa": None if each.kappa is None else _two_places(each.kappa),
        "differed": each.differed,
        "ties_broken": each.broken,
        "recusals": each.recusals,
        "decided": each.decided,
        "overridden": each.overridden,
        "overriding": _share(each.overridden, each.decided),
    }


def _share(part: int, whole: int) -> str | None:
    return _two_places(Fraction(part, whole)) if whole else None


def _two_places(number: Fraction) -> str:
    """Rounded down to hundredths; a kappa below nothing with its sign."""
    return f"-{hundredths(-number)}" if number < 0 else hundredths(number)
