"""The kinds of clause that a rule pack can use, one class each; KINDS is where a new one is registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final, Union

from pydantic import Discriminator, Tag

from minqual.clauses import groups, table
from minqual.clauses.answer import Answer
from minqual.clauses.base import Clause
from minqual.clauses.credential import Credential
from minqual.clauses.degree import Degree
from minqual.clauses.experience import Experience
from minqual.clauses.groups import AllOf, AnyOf
from minqual.clauses.judgement import Discretion, Judgement
from minqual.clauses.table import SubstitutionTable
from minqual.clauses.units import CollegeUnits

KINDS: Final[tuple[type[Clause], ...]] = (
    AllOf,
    AnyOf,
    Degree,
    CollegeUnits,
    Experience,
    SubstitutionTable,
    Credential,
    Answer,
    Judgement,
    Discretion,
)

BY_KIND: Final[Mapping[str, type[Clause]]] = {kind.kind: kind for kind in KINDS}


def kind_of(value: object) -> str | None:
    """The kind of a clause in a pack: the key that introduces it. None where there is none, or more than one."""
    if isinstance(value, Clause):
        return tag(value.kind)
    keys = [key for key in value if key in BY_KIND] if isinstance(value, Mapping) else []
    return tag(keys[0]) if len(keys) == 1 else None


def tag(kind: str) -> str:
    """A kind as it is marked in the path of a fault, so that no key of a pack can be taken for it."""
    return f"<{kind}>"


if TYPE_CHECKING:
    AnyClause = Clause
else:
    AnyClause = Annotated[
        Union[tuple(Annotated[kind, Tag(tag(name))] for name, kind in BY_KIND.items())],  # noqa: UP007  # made from KINDS
        Discriminator(kind_of, custom_error_type="clause_kind", custom_error_message="one clause"),
    ]
"""Any clause, told apart by the key that introduces it."""

# The modules of clauses that hold other clauses name this union before it exists; a pack resolves it when it is built.
for _module in (groups, table):
    setattr(_module, "AnyClause", AnyClause)  # noqa: B010  # mypy knows it under TYPE_CHECKING as what it stands for
