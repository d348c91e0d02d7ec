"""Which clauses follow from which: certain only where every record that meets the one meets the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from minqual.clauses import Clause, Group, Leaf
from minqual.notation import Amount
from minqual.packs.pack import Pack
from minqual.values import DegreeLevel

_PLAIN_GROUPS: Final = frozenset(
    {"all of", "any of", "at least", "ambiguous", "bounded discretion", "table", "rows", "row"}
)
"""Groups that stand as their gate says; of any other nothing is certain."""

_EASED_BY: Final = {
    "experience": ("experience", "in_"),
    "unbroken": ("unbroken", "in_"),
    "units": ("units",),
    "total": ("total",),
    "degree": ("degree", "in_", "other_fields"),
    "credential": ("issued_by", "due"),
    "answer": ("ask", "because", "due", "if_no"),
}
"""Keys in which two clauses of a kind may differ while one follows from the other; in all others they must agree."""

_ORDERED: Final = {
    "due": ("at filing", "by appointment"),
    "if_no": ("unmet", "review"),
    "other_fields": ("refused", "review"),
}
"""Words of a key, the harder one first."""


def implies(harder: Clause, easier: Clause, pack: Pack) -> bool:
    """Whether every applicant stands at least as well in the easier clause as in the harder one, for certain."""
    return Implication(pack).holds(harder, easier)


class Implication:
    """Which clauses of one pack follow from which; what was found is kept."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._members: dict[int, tuple[Clause, Sequence[Clause]]] = {}
        self._found: dict[tuple[int, int], bool] = {}

    def holds(self, harder: Clause, easier: Clause) -> bool:
        """Whether the easier clause certainly follows from the harder one."""
        if harder is easier:
            return True
        key = (id(harder), id(easier))
        if key not in self._found:
            # Members keep both clauses alive, so that their numbers stay theirs.
            self.members(harder), self.members(easier)
            self._found[key] = self._holds(harder, easier)
        return self._found[key]

    def members(self, clause: Clause) -> Sequence[Clause]:
        """The clauses that a group combines, the same ones each time; none for a single test."""
        if id(clause) not in self._members:
            plain = isinstance(clause, Group) and clause.kind in _PLAIN_GROUPS
            inner = [member.clause for member in clause.members()] if isinstance(clause, Group) and plain else []
            self._members[id(clause)] = (clause, inner)
        return self._members[id(clause)][1]

    def _holds(self, harder: Clause, easier: Clause) -> bool:
        if type(harder) is type(easier) and _equal(harder, easier, ()):
            return True
        if inner := self.members(easier):
            follow = [each for each in inner if self.holds(harder, each)]
            if len(follow) >= least(easier, inner):
                return True
        if inner := self.members(harder):
            lead = [each for each in inner if self.holds(each, easier)]
            # With all but so many that may fail leading there, one that holds is among them.
            return len(lead) > len(inner) - least(harder, inner)
        if isinstance(harder, Leaf) and isinstance(easier, Leaf) and harder.kind == easier.kind in _EASED_BY:
            keys = _EASED_BY[harder.kind]
            return _equal(harder, easier, keys) and all(self._eased(key, harder, easier) for key in keys)
        return False

    def _eased(self, key: str, harder: Leaf, easier: Leaf) -> bool:
        """Whether one key of the easier clause asks no more than that of the harder one."""
        hard, easy = getattr(harder, key), getattr(easier, key)
        if key in _ORDERED:
            order = _ORDERED[key]
            eased = hard == easy or (hard in order and easy in order and order.index(hard) <= order.index(easy))
            return eased or (key == "other_fields" and not getattr(easier, "in_", ()))
        match key:
            case "ask" | "because":
                return True
            case "issued_by":
                return easy is None or hard == easy
            case "in_":
                return not easy or bool(hard and self._kinds(hard) <= self._kinds(easy))
        return _degree_reaches(hard, easy) if key == "degree" else self._at_least(hard, easy)

    def _kinds(self, names: Sequence[str]) -> frozenset[str]:
        """Names, with each group of kinds as its members."""
        return frozenset(kind for name in names for kind in self._pack.groups.get(name, (name,)))

    def _at_least(self, more: Amount, less: Amount) -> bool:
        if more.unit == less.unit:
            return more.value >= less.value
        units = {more.unit, less.unit}
        if units == {"years", "months"}:
            return more.years >= less.years
        if units == {"semester units", "quarter units"}:
            return self.semester_units(more) >= self.semester_units(less)
        return False

    def semester_units(self, amount: Amount) -> Fraction:
        """An amount of units in semester units."""
        return amount.value * self._pack.policy.quarter_unit if amount.unit == "quarter units" else amount.value


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


def _equal(one: Clause, other: Clause, but: Sequence[str]) -> bool:
    """Whether two clauses of a kind say the same, wherever they stand and whatever they are called."""
    return all(value == getattr(other, name) for name, value in one if name not in {"id", "source"} and name not in but)
