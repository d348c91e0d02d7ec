"""Which clauses follow from which: certain only where every record that meets the one meets the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from minqual.clauses import (
    ANOTHER,
    Allowance,
    Clause,
    Direction,
    FromHardest,
    Group,
    Leaf,
    Shortfall,
    Undeciding,
    Window,
    directions,
    measure,
    names_in,
)
from minqual.notation import Amount, same_substance
from minqual.packs.pack import Pack
from minqual.values import DegreeLevel


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
        if isinstance(harder, Leaf) and isinstance(easier, Leaf):
            if type(harder) is type(easier) and self._at_usual_rates(harder, easier):
                settled = self._within_reach(harder, easier)
                if all(name in settled or self._eased(name, harder, easier) for name in type(harder).model_fields):
                    return True
            return any(self.holds(harder, each) for each in easier.enough()) or any(
                self.holds(each, easier) for each in harder.holding()
            )
        return False

    def _at_usual_rates(self, *clauses: Leaf) -> bool:
        """Whether no printed pair of systems gives units another worth, by which all else would have to be measured."""
        policy = self._pack.policy
        return all(each.quarter_unit(policy) == policy.quarter_unit for each in clauses)

    def _within_reach(self, harder: Leaf, easier: Leaf) -> frozenset[str]:
        """The fields that are settled together: the figure asked for, what may lack of it, the window before today.

        Of a longer window no more than what it is longer by can lie before a shorter one.
        """
        asked = harder.kind.replace(" ", "_")
        stated = directions(type(harder))
        lacking = next((name for name, each in stated.items() if isinstance(each, Shortfall)), None)
        window = next((name for name, each in stated.items() if isinstance(each, Window)), None)
        needs = [self._measured(each, asked) for each in (harder, easier)]
        if needs[0] is None or needs[1] is None:
            return frozenset()
        hard, unit = needs[0]
        easy, other = needs[1]
        none = Fraction(0), unit
        lacks = [(lacking and self._measured(each, lacking)) or none for each in (harder, easier)]
        if {unit, other, *(each for _, each in lacks)} != {unit}:
            return frozenset()
        outside, settled = Fraction(0), frozenset((asked, lacking or asked))
        if window is not None and getattr(easier, window) is not None and self._by_days(harder):
            spans = [self._measured(each, window) for each in (harder, easier)]
            if spans[0] is not None and spans[1] is not None and unit == spans[0][1] == spans[1][1]:
                outside = max(spans[0][0] - spans[1][0], Fraction(0))
                settled |= {window}
        short = hard - lacks[0][0] - outside
        return settled if easy <= hard - outside and easy - lacks[1][0] <= short else frozenset()

    def _by_days(self, clause: Leaf) -> bool:
        """Whether no day counts for more than a day, and no gap is bridged."""
        policy = self._pack.policy
        bridged = [name for name, each in directions(type(clause)).items() if type(each) is Allowance]
        return (
            policy.months == "by days"
            and policy.weeks_in_a_month is None
            and not any(getattr(clause, name) is not None for name in bridged)
        )

    def _measured(self, clause: Leaf, name: str) -> tuple[Fraction, str] | None:
        """An amount of a clause with its unit, as it is compared within one pack; a level of study is none."""
        value = getattr(clause, name, None)
        return measure(self._plain(value, ANOTHER)) if isinstance(value, Amount | Fraction) else None

    def _eased(self, name: str, harder: Leaf, easier: Leaf) -> bool:
        """Whether one field of the easier clause asks no more than that of the harder one."""
        direction = directions(type(harder)).get(name)
        if _same(harder, easier, name) or isinstance(direction, Undeciding):
            return True
        if direction is None:
            return False
        if isinstance(direction, FromHardest) and direction.of and not getattr(easier, direction.of):
            return True
        hard, easy = getattr(harder, name), getattr(easier, name)
        if isinstance(hard, DegreeLevel) and isinstance(easy, DegreeLevel):
            return _degree_reaches(hard, easy)
        if isinstance(hard, Amount) and isinstance(easy, Amount) and hard.of_either_system > easy.of_either_system:
            hard = Amount(hard.value, "quarter units")  # under one of both readings
        hard, easy = self._plain(hard, direction), self._plain(easy, direction)
        if direction.section == "awards":
            higher = self._pack.award_order.higher
            return {*names_in(easy), *higher(names_in(easy))}.issuperset(names_in(hard))
        if isinstance(hard, Mapping) and isinstance(easy, Mapping):
            hard, easy = hard or None, easy or None
        return hard == easy or direction.effect(hard, easy) == "easier"

    def _plain(self, value: object, direction: Direction) -> object:
        """A value as it is compared within one pack: groups as their kinds, amounts in one unit.

        Units of either system have two readings, and are compared with one another only.
        """
        if isinstance(value, Amount) and value.of_units and not value.of_either_system:
            return Amount(self.semester_units(value), "semester units")
        if isinstance(value, Amount) and value.unit == "months":
            return Amount(value.years, "years")
        if isinstance(value, Amount) and value.unit == "weeks":
            return Amount(value.value * 7, "days")
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
    return name in {"id", "source"} or same_substance(getattr(one, name), getattr(other, name))
