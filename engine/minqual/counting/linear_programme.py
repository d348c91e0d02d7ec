"""The most that a mixture of columns comes to where each row counts up to a cap: the simplex method, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


class Programme:
    """A mixture of columns, whose parts make up one at most, that is worth the sum of its rows, each up to a cap.

    reached: what the best mixture of the columns so far is worth.
    """

    def __init__(self, caps: Sequence[Fraction | None]) -> None:
        self._caps = caps
        self._columns: list[Sequence[Fraction]] = []
        self._share = Fraction(0)
        self.reached = Fraction(0)

    def gains(self, column: Sequence[Fraction], weights: Sequence[Fraction]) -> bool:
        """Whether a column, the best by the weights that `add` gave, makes the best mixture better."""
        return sum(each * weight for each, weight in zip(column, weights, strict=True)) > self._share

    def add(self, column: Sequence[Fraction]) -> list[Fraction]:
        """Take in a column. What further worth in each row adds to the best mixture of those so far.

        What a row has beyond its cap is taken away again, by a variable of its own.
        """
        self._columns.append(column)
        capped = [row for row, cap in enumerate(self._caps) if cap is not None]
        caps = [cap for cap in self._caps if cap is not None]
        fine = lcm(
            *(each.denominator for column in self._columns for each in column), *(cap.denominator for cap in caps)
        )
        columns = [[int(each * fine) for each in column] for column in self._columns]
        beyond = [[-int(at == place) for at in range(len(capped))] for place in range(len(capped))]
        table = [[*(each[row] for each in columns), *beyond[place]] for place, row in enumerate(capped)]
        table.append([1] * len(columns) + [0] * len(capped))
        limits = [*(int(cap * fine) for cap in caps), 1]
        reached, prices = maximum([*map(sum, columns), *([-1] * len(capped))], table, limits)
        self.reached, self._share = reached / fine, prices[-1] / fine
        of_capped = dict(zip(capped, prices, strict=False))
        return [1 - of_capped.get(row, Fraction(0)) for row in range(len(self._caps))]


def maximum(
    gain: Sequence[int], table: Sequence[Sequence[int]], limits: Sequence[int]
) -> tuple[Fraction, list[Fraction]]:
    """The greatest gain of variables that are never negative and keep all limits, and the price of each limit.

    All is kept in whole numbers of a common part, which is the last pivot.
    """
    rows, count = len(table), len(gain)
    work = [[*row, *(int(at == place) for at in range(rows)), limits[place]] for place, row in enumerate(table)]
    work.append([*(-each for each in gain), *([0] * (rows + 1))])
    basis, part = [count + place for place in range(rows)], 1
    while (entering := next((at for at, each in enumerate(work[-1][:-1]) if each < 0), None)) is not None:
        ways = [
            (Fraction(work[place][-1], work[place][entering]), basis[place], place)
            for place in range(rows)
            if work[place][entering] > 0
        ]
        leaving = min(ways)[2]
        pivot, row = work[leaving][entering], work[leaving]
        for place, other in enumerate(work):
            if place != leaving:
                by = other[entering]
                work[place] = [(each * pivot - by * held) // part for each, held in zip(other, row, strict=True)]
        basis[leaving], part = entering, pivot
    return Fraction(work[-1][-1], part), [Fraction(each, part) for each in work[-1][count:-1]]
