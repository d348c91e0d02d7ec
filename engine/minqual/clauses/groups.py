"""Combinations: all of, any of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from minqual.clauses.base import Clause, Gate, Group, Member

if TYPE_CHECKING:
    AnyClause = Clause


def numbered(clauses: Sequence[Clause]) -> tuple[Member, ...]:
    """Clauses as members: named by their own id, else by their kind, with a number where it repeats."""
    kinds = [clause.kind.replace(" ", "-") for clause in clauses]
    members = []
    for position, (clause, kind) in enumerate(zip(clauses, kinds, strict=True)):
        number = f"-{kinds[: position + 1].count(kind)}" if kinds.count(kind) > 1 else ""
        members.append(Member(clause.id or kind + number, clause))
    return tuple(members)


FEW_WORDS = 120
"""Letters beyond which a combination is no longer said in one breath."""


def spoken(clauses: Sequence[Clause], word: str) -> str:
    """Plain tests in one breath: "a, or b"; nothing where they are too many words or not plain."""
    said = f", {word} ".join(clause.says() for clause in clauses)
    return said if len(said) <= FEW_WORDS and not any(isinstance(clause, Group) for clause in clauses) else ""


class AllOf(Group):
    """Every one of a list of clauses must hold. It stands where the worst of them stands."""

    kind: ClassVar[str] = "all of"

    all_of: Annotated[tuple[AnyClause, ...], Field(min_length=1)]

    def gate(self) -> Gate:
        return "all"

    def says(self) -> str:
        return spoken(self.all_of, "and") or "all of these"

    def members(self) -> Sequence[Member]:
        return numbered(self.all_of)

    def inner(self) -> Iterator[tuple[tuple[int | str, ...], Clause]]:
        for place, clause in enumerate(self.all_of):
            yield ("all of", place), clause


class AnyOf(Group):
    """One of a list of clauses is enough. It stands where the best of them stands."""

    kind: ClassVar[str] = "any of"

    any_of: Annotated[tuple[AnyClause, ...], Field(min_length=1)]

    def gate(self) -> Gate:
        return "any"

    def says(self) -> str:
        return spoken(self.any_of, "or") or "any one of these"

    def members(self) -> Sequence[Member]:
        return numbered(self.any_of)

    def inner(self) -> Iterator[tuple[tuple[int | str, ...], Clause]]:
        for place, clause in enumerate(self.any_of):
            yield ("any of", place), clause
