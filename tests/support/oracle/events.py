"""Events that answers date, read slowly: every piece of every cell, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from support.oracle.time import read_date
from support.oracle.words import blank, none


@dataclass
class Told:
    """What is told of events: the first and the last day of each, whether there were none, whether it says more."""

    days: list[tuple[date, date]] = field(default_factory=list)
    none: bool = False
    loose: bool = False


def told_events(cells: Sequence[str]) -> Told:
    """The events of some answers to one question."""
    told = Told()
    for cell in cells:
        pieces = [piece.strip() for piece in cell.split(";") if piece.strip()]
        for piece in pieces:
            if none(piece) or piece.casefold() in ("no", "never", "0"):
                told.none = True
            elif blank(piece):
                told.days += [(date.min, date.max)] * (len(pieces) > 1)
            elif not any(sign.isdigit() for sign in piece):
                told.loose = True
            else:
                span = read_date(piece)
                assert span is not None
                told.days.append(span)
    return told
