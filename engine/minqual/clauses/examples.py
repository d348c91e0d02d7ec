"""How a record that meets a clause looks: rows made from the pack's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, TypeAlias

from minqual.notation import Amount
from minqual.values import DAYS_IN_YEAR, as_decimal, axis_day, number_after

if TYPE_CHECKING:
    from minqual.clauses.base import Clause, Leaf, Provision

Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of one record, by table."""


class NotBuilt(ValueError):
    """A clause for which no record can be built; its message says which kind."""


@dataclass(frozen=True, slots=True)
class Making:
    """What rows are made with. stop: the last day of work. groups: the pack's. units_in_a_year: the policy's."""

    stop: date
    groups: Mapping[str, Sequence[str]]
    units_in_a_year: Fraction

    def words(self, provision: Provision) -> dict[tuple[str, str], str]:
        """The first name under each section and key; of a group, its first kind."""
        found: dict[tuple[str, str], str] = {}
        for key, section, name in provision.names():
            found.setdefault((section, key), self.groups.get(name, (name,))[0])
        return found

    def counting(self, leaf: Leaf, needed: Amount | None) -> Rows:
        """Work or study, whichever a clause counts: work where it names any."""
        works = any(section in {"kinds", "classes", "employers"} for section, _ in self.words(leaf))
        if needed is not None and works:
            return self.work(leaf, needed.years if needed.unit in {"years", "months"} else Fraction(1))
        if needed is not None and "education" in leaf.draws_on():
            units = needed if needed.of_units else Amount(needed.years * self.units_in_a_year, "semester units")
            return self.study(leaf, units)
        msg = f"no record can be built for a clause of the kind {leaf.kind!r}"
        raise NotBuilt(msg)

    def work(self, provision: Provision, years: Fraction) -> Rows:
        """Full-time work for so many years, up to the last day."""
        words, stop = self.words(provision), self.stop
        begin = axis_day(number_after(stop) - ceil(years * DAYS_IN_YEAR)) or date(stop.year - ceil(years), 1, 1)
        job = {"start": begin.isoformat(), "end": stop.isoformat(), "hours_per_week": "40"}
        for column, named in (("employer", ("employers", "employer")), ("class_code", ("classes", "class"))):
            job |= {column: words[named]} if named in words else {}
        kinds = [words["kinds", key] for key in ("in", "rows count", "also in") if ("kinds", key) in words]
        job["kinds"] = ";".join(dict.fromkeys(kinds)) or "other work"
        after: Clause | None = getattr(provision, "after", None)
        return {"experience": [job], **(after.held_before(begin.year, self) if after else {})}

    def study(self, provision: Provision, units: Amount) -> Rows:
        """Study of so many units, at the level that is asked."""
        level, subject = getattr(provision, "level", None), self.words(provision).get(("subjects", "in"))
        degree = {"level": level.word, "conferred": "no"} if level else {"level": "some college"}
        system = "quarter_units" if units.unit == "quarter units" else "semester_units"
        named = {"subject": subject} if subject else {}
        return {"education": [{**degree, **named, system: as_decimal(ceil(units.value * 1000))}]}
