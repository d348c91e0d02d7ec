"""The kinds of clause that a rule pack can use, one class each; KINDS is where a new one is registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Union

from pydantic import Discriminator, Tag

from minqual.clauses import total_terms as terms
from minqual.clauses.answer import Answer
from minqual.clauses.base import Clause
from minqual.clauses.combinations import AllOf, Ambiguous, AnyOf, AtLeast
from minqual.clauses.credential import Credential
from minqual.clauses.degree import Degree
from minqual.clauses.discretion import BoundedDiscretion, Discretion
from minqual.clauses.disjoint import Disjoint
from minqual.clauses.experience import Experience
from minqual.clauses.judgement import Judgement
from minqual.clauses.stated_number import StatedNumber
from minqual.clauses.substitution_table import SubstitutionTable
from minqual.clauses.total import Total
from minqual.clauses.unbroken import Unbroken
from minqual.clauses.units import CollegeUnits
from minqual.notation.models import PackModel

KINDS: Final[tuple[type[Clause], ...]] = (
    Degree,
    CollegeUnits,
    Experience,
    Unbroken,
    SubstitutionTable,
    Total,
    Disjoint,
    Credential,
    Answer,
    StatedNumber,
    Judgement,
    Discretion,
    BoundedDiscretion,
    AllOf,
    AnyOf,
    AtLeast,
    Ambiguous,
)

BY_KIND: Final[Mapping[str, type[Clause]]] = {kind.kind: kind for kind in KINDS}


BY_TAG: Final[Mapping[str, type[PackModel]]] = {
    **{f"<{name}>": kind for name, kind in BY_KIND.items()},
    **{f"<count {name}>": term for name, term in terms.TERMS.items()},
}
"""What the marks in the path of a fault stand for: kinds of clause, and terms of a total."""


def kind_of(value: object) -> str | None:
    """The kind of a clause in a pack: the key that introduces it. None where there is none, or more than one."""
    if isinstance(value, Clause):
        return tag(value.kind)
    keys = [key for key in value if key in BY_KIND] if isinstance(value, Mapping) else []
    return tag(keys[0]) if len(keys) == 1 else None


def tag(kind: str) -> str:
    """A kind as it is marked in the path of a fault, so that no key of a pack can be taken for it."""
    return f"<{kind}>"


def any_clause() -> Any:  # noqa: ANN401  # a type made at run time has none
    """The union of all kinds, told apart by the key that introduces a clause."""
    kinds = tuple(Annotated[kind, Tag(tag(name))] for name, kind in BY_KIND.items())
    told_apart = Discriminator(kind_of, custom_error_type="clause_kind", custom_error_message="one clause")
    return Annotated[Union[kinds], told_apart]  # noqa: UP007  # made from KINDS
