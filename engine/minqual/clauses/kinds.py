"""The kinds of clause by the key that introduces them; KINDS is where a new one is registered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from minqual.clauses.answer import Answer
from minqual.clauses.award import Award
from minqual.clauses.base import Clause, Group
from minqual.clauses.combinations import AllOf, Ambiguous, AnyOf, AtLeast
from minqual.clauses.conditional import Eased, If
from minqual.clauses.course import Course
from minqual.clauses.credential import Credential
from minqual.clauses.degree import Degree
from minqual.clauses.discretion import BoundedDiscretion, Discretion
from minqual.clauses.disjoint import Disjoint
from minqual.clauses.employed import Employed
from minqual.clauses.events import Events
from minqual.clauses.experience import Experience
from minqual.clauses.judgement import Judgement
from minqual.clauses.stated_number import StatedNumber
from minqual.clauses.substitution_table import SubstitutionTable, TableRows
from minqual.clauses.takes_in import TakesIn
from minqual.clauses.total import Total
from minqual.clauses.total_terms import TERMS
from minqual.clauses.unbroken import Unbroken
from minqual.clauses.units import CollegeUnits
from minqual.clauses.where_counted import WhereCounted
from minqual.notation import PackModel, key_of

KINDS: Final[tuple[type[Clause], ...]] = (
    Degree,
    CollegeUnits,
    Experience,
    Unbroken,
    Employed,
    TakesIn,
    SubstitutionTable,
    Total,
    Disjoint,
    Credential,
    Answer,
    StatedNumber,
    Events,
    Course,
    Award,
    Judgement,
    Discretion,
    BoundedDiscretion,
    AllOf,
    AnyOf,
    AtLeast,
    Ambiguous,
    WhereCounted,
    If,
    Eased,
)

BY_KIND: Final[Mapping[str, type[Clause]]] = {kind.kind: kind for kind in KINDS}

_COMBINED: Final[tuple[type[Clause], ...]] = (*KINDS, TableRows)

ONE_ENOUGH: Final = frozenset(
    kind.kind for kind in _COMBINED if issubclass(kind, Group) and kind.must_hold == "any" and not kind.last_tells
)
"""Kinds of clause of which one part that is met is enough."""

BY_TAG: Final[Mapping[str, type[PackModel]]] = {
    **{f"<{name}>": kind for name, kind in BY_KIND.items()},
    **{f"<count {name}>": term for name, term in TERMS.items()},
}
"""What the marks in the path of a fault stand for: kinds of clause, and terms of a total."""


def kind_of(value: object) -> str | None:
    """The kind of a clause in a pack: the key that introduces it. None where there is none, or more than one.

    A key that says more about another one there ("at least" of events) introduces none.
    """
    if isinstance(value, Clause):
        return tag(value.kind)
    keys = [key for key in value if key in BY_KIND] if isinstance(value, Mapping) else []
    if len(keys) > 1:
        keys = [key for key in keys if not any(key in _own_keys(other) for other in keys if other != key)]
    return tag(keys[0]) if len(keys) == 1 else None


@lru_cache(maxsize=64)
def _own_keys(kind: str) -> frozenset[str]:
    return frozenset(key_of(name) for name in BY_KIND[kind].model_fields)


def tag(kind: str) -> str:
    """A kind as it is marked in the path of a fault, so that no key of a pack can be taken for it."""
    return f"<{kind}>"
