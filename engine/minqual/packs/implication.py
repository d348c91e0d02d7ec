"""Which clauses follow from which: certain only where every record that meets the one meets the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from minqual.clauses import (
    Clause,
    Demand,
    Direction,
    FromHardest,
    Group,
    Leaf,
    Undeciding,
    Welcome,
    directions,
    names_in,
)
from minqual.notation import Amount
from minqual.packs.pack import Pack
from minqual.values import DegreeLevel

_COMPARED: Final = (Undeciding, Demand, Welcome, FromHardest)
"""Directions of fields in which two clauses of a kind may differ while one follows from the other.

In what is granted or bounds the count they must agree, as in all that has no direction.
"""


def implies(harder: Clause, easier: Clause, pack: Pack) -> bool:
    """Whether every applicant stands at least as well in the easier clause as in the harder one, for certain."""
    return Implication(pack).holds(harder, easier)


class Implication:
    """Which clauses of one pack follow from which; what was found is kept."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._members: dict[str, Sequence[Clause]] = {}
        self._found: dict[tuple[str, str], bool] = {}

    def holds(self, harder: Clause, easier: Clause) -> bool:
        """Whether the easier clause certainly follows from the harder one."""
        if harder is easier:
            return True
        key = harder.substance, easier.substance
        if key not in self._found:
            self._found[key] = self._holds(harder, easier)
        return self._found[key]

    def members(self, clause: Clause) -> Sequence[Clause]:
        """The clauses that a group combines, the same ones each time; none for a single test."""
        if clause.substance not in self._members:
            inner = [member.clause for member in clause.members()] if isinstance(clause, Group) else []
            self._members[clause.substance] = inner
        return self._members[clause.substance]

    def _holds(self, harder: Clause, easier: Clause) -> bool:
        if type(harder) is type(easier) and all(_same(harder, easier, name) for name in type(harder).model_fields):
            return True
        if inner := self.members(easier):
            follow = [each for each in inner if self.holds(harder, each)]
            if len(follow) >= least(easier, inner):
                return True
        if inner := self.members(harder):
            lead = [each for each in inner if self.holds(each, easier)]
            # With all but so many that may fail leading there, one that holds is among them.
            return len(lead) > len(inner) - least(harder, inner)
        if isinstance(harder, Leaf) and type(harder) is type(easier):
            return all(self._eased(name, harder, easier) for name in type(harder).model_fields)
        return False

    def _eased(self, name: str, harder: Leaf, easier: Leaf) -> bool:
        """Whether one field of the easier clause asks no more than that of the harder one."""
        direction = directions(type(harder)).get(name)
        if _same(harder, easier, name) or isinstance(direction, Undeciding):
            return True
        if not isinstance(direction, _COMPARED):
            return False
        if isinstance(direction, FromHardest) and direction.of and not getattr(easier, direction.of):
            return True
        hard, easy = getattr(harder, name), getattr(easier, name)
        if isinstance(hard, DegreeLevel) and isinstance(easy, DegreeLevel):
            return _degree_reaches(hard, easy)
        if isinstance(hard, Amount) and isinstance(easy, Amount) and hard.of_either_system > easy.of_either_system:
            hard = Amount(hard.value, "quarter units")  # under one of both readings
        hard, easy = self._plain(hard, direction), self._plain(easy, direction)
        return hard == easy or direction.effect(hard, easy) == "easier"

    def _plain(self, value: object, direction: Direction) -> object:
        """A value as it is compared within one pack: groups as their kinds, amounts in one unit."""
        if isinstance(value, Amount) and value.of_units:
            return Amount(self.semester_units(value), "semester units")
        if isinstance(value, Amount) and value.unit == "months":
            return Amount(value.years, "years")
        if direction.section == "kinds":
            return frozenset(kind for name in names_in(value) for kind in self._pack.groups.get(name, (name,)))
        return value

    def semester_units(self, amount: Amount) -> Fraction:
        """An amount of units in semester units."""
        return self._pack.policy.semester_units(amount)


def _degree_reaches(harder: DegreeLevel, easier: DegreeLevel) -> bool:
    """Whether a degree shows a lower one; study short of a degree does not show a diploma."""
    if easier is DegreeLevel.HIGH_SCHOOL:
        return harder is DegreeLevel.HIGH_SCHOOL or harder >= DegreeLevel.ASSOCIATE
    return harder >= easier


def least(group: Clause, members: Sequence[Clause]) -> int:
    """How many of its members a group needs."""
    assert isinstance(group, Group)
    gate = group.gate()
    return len(members) if gate == "all" else 1 if gate == "any" else int(gate)


def _same(one: Clause, other: Clause, name: str) -> bool:
    """Whether a field of two clauses says the same; where they stand and what they are called does not matter."""
    return name in {"id", "source"} or getattr(one, name) == getattr(other, name)
