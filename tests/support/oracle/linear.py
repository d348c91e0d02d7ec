"""The most that a sum can come to under linear limits: the simplex method in fractions, written plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Sum = Mapping[Any, Fraction]
"""A sum of variables, each with its factor."""


def most(worth: Sum, limits: Sequence[tuple[Sum, Fraction]]) -> Fraction | None:
    """The greatest worth of variables that are never negative and keep all limits (none below zero).

    None where nothing limits it.
    """
    columns = sorted({*worth, *(name for each, _ in limits for name in each)}, key=repr)
    rows = [[each.get(name, Fraction(0)) for name in columns] for each, _ in limits]
    rows = [[*row, *(Fraction(place == slack) for slack in range(len(rows)))] for place, row in enumerate(rows)]
    held = [bound for _, bound in limits]
    gain = [worth.get(name, Fraction(0)) for name in columns] + [Fraction(0)] * len(rows)
    basis = [len(columns) + place for place in range(len(rows))]
    reached = Fraction(0)
    while True:
        entering = next((place for place, each in enumerate(gain) if each > 0), None)
        if entering is None:
            return reached
        steps = [
            (held[place] / row[entering], basis[place], place) for place, row in enumerate(rows) if row[entering] > 0
        ]
        if not steps:
            return None
        leaving = min(steps)[2]
        reached += gain[entering] * min(steps)[0]
        _turn(rows, held, gain, entering, leaving)
        basis[leaving] = entering


def _turn(rows: list[list[Fraction]], held: list[Fraction], gain: list[Fraction], entering: int, leaving: int) -> None:
    """Express the entering variable by the leaving one in every row and in the gain."""
    factor = rows[leaving][entering]
    held[leaving] /= factor
    rows[leaving] = [each / factor for each in rows[leaving]]
    turned = [(place, each) for place, each in enumerate(rows[leaving]) if each]
    for place, row in enumerate(rows):
        if place != leaving and row[entering]:
            by = row[entering]
            held[place] -= by * held[leaving]
            for column, each in turned:
                row[column] -= by * each
    by = gain[entering]
    for column, each in turned:
        gain[column] -= by * each
